"""Questions of one vault from beginning to end: understood, looked up, answered by one voice or by several."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

from vaultmind.domain.answer import Answer
from vaultmind.domain.chunk import Passage
from vaultmind.domain.conversation import Understood
from vaultmind.domain.council import CouncilAnswer, CouncilRequest, Voice, VoiceDelta
from vaultmind.domain.errors import Cancelled, VaultProblem
from vaultmind.domain.views import AnswerDelta, AskRequest
from vaultmind.parsing.morphology import words_of
from vaultmind.ports import CancelToken, Clock, LanguageModel
from vaultmind.retrieval.language import Meaning
from vaultmind.retrieval.query import in_plain_words
from vaultmind.retrieval.spelling import Respelled
from vaultmind.session.asking import AnswerEvent, Asking
from vaultmind.session.conversing import Conversing, meant_as
from vaultmind.session.council import Council

Evidence = tuple[list[Passage], Meaning | None]
"""The passages for a question, and what compares meanings."""
FindEvidence = Callable[[str, int | None, CancelToken | None], Evidence]
"""Returns the evidence for a question, at most so many passages."""


class Questions:
    """Answers questions.

    ``finished`` gives an answer the addresses of its citations and the session's notices, ``respell`` a question the
    words of the notes for those that no note has.
    """

    def __init__(
        self,
        *,
        asking: Asking,
        conversing: Conversing,
        council: Council,
        clock: Clock,
        evidence: FindEvidence,
        finished: Callable[[Answer], Answer],
        respell: Callable[[str], Respelled | None],
    ) -> None:
        self._asking = asking
        self._conversing = conversing
        self._council = council
        self._clock = clock
        self._evidence = evidence
        self._finished = finished
        self._respell = respell

    def ask(self, request: AskRequest, cancel: CancelToken | None) -> Iterator[Understood | AnswerEvent]:
        """Yield how a follow-up was understood, then the answer as it comes to be.

        Raises ``VaultProblem`` for a question without words.
        """
        _require_words(request.question)
        started = self._clock.monotonic()
        understood = self._conversing.understand(
            request.question, request.history, model=request.model, extractive=request.extractive, cancel=cancel
        )
        if understood is not None:
            yield understood
        asked = meant_as(request, understood)
        for event in self._or_respelled(asked, cancel, started):
            if isinstance(event, Answer):
                event = self._as_asked(event, request.question, understood, started)
            yield event

    def _or_respelled(self, asked: AskRequest, cancel: CancelToken | None, started: float) -> Iterator[AnswerEvent]:
        """Yield the answer to a question with its slips corrected, or to it as it is where that is refused.

        Only a word that no note has is a slip, and the answer says what was taken for it.
        """
        spelled = self._respell(asked.question)
        if spelled is not None:
            said = tuple(f"Nothing says “{written}”; shown is “{meant}”." for written, meant in spelled.words)
            corrected = self._answered(replace(asked, question=spelled.question), cancel, started)
            if (yield from _unless_refused(_with_notices(said, corrected))):
                return
        yield from self._answered(asked, cancel, started)

    def _answered(self, asked: AskRequest, cancel: CancelToken | None, started: float) -> Iterator[AnswerEvent]:
        """Yield the answer to a question as it stands."""
        passages, meaning = self._evidence(asked.question, self._asking.passages_wanted(asked), cancel)
        if cancel is not None and cancel.cancelled():
            raise Cancelled("Stopped.")
        found_ms = self._since(started)
        told = replace(asked, question=in_plain_words(asked.question))
        for event in self._asking.answer(told, passages, meaning, cancel):
            if isinstance(event, Answer) and event.first_token_ms is not None:
                yield replace(event, first_token_ms=event.first_token_ms + found_ms)
            else:
                yield event

    def ask_council(
        self, request: CouncilRequest, cancel: CancelToken | None
    ) -> Iterator[Understood | VoiceDelta | Voice | CouncilAnswer]:
        """Yield what several voices say, each as it ends, and what they say together last."""
        _require_words(request.question)
        started = self._clock.monotonic()
        understood = self._conversing.understand(request.question, request.history, cancel=cancel)
        if understood is not None:
            yield understood
        asked = meant_as(AskRequest(request.question, limit=request.limit), understood)
        passages, meaning = self._evidence(asked.question, asked.limit, cancel)

        told = replace(asked, question=in_plain_words(asked.question))

        def answer_with(model: LanguageModel | None, stop: CancelToken) -> Iterator[object]:
            if model is None:
                return self._asking.answer(replace(told, extractive=True), passages, meaning, stop)
            return self._asking.answer_with(model, told, passages, meaning, stop)

        for event in self._council.ask(
            asked.question, request.voices, answer_with, patience_s=request.patience_s, cancel=cancel
        ):
            match event:
                case VoiceDelta():
                    yield event
                case Voice():
                    yield self._with_addresses(event)
                case CouncilAnswer():
                    merged = self._as_asked(event.merged, request.question, understood, started)
                    yield replace(event, merged=merged, voices=tuple(map(self._with_addresses, event.voices)))

    def _as_asked(self, answer: Answer, question: str, understood: Understood | None, started: float) -> Answer:
        meant = understood.meant if understood is not None else ""
        return self._finished(replace(answer, question=question, meant=meant, elapsed_ms=self._since(started)))

    def _with_addresses(self, voice: Voice) -> Voice:
        return voice if voice.answer is None else replace(voice, answer=self._finished(voice.answer))

    def _since(self, started: float) -> float:
        return (self._clock.monotonic() - started) * 1000


def _unless_refused(events: Iterator[AnswerEvent]) -> Generator[AnswerEvent, None, bool]:
    """Yield events as they come and return true; without the words of a refusal that ends them, and then false."""
    held: list[AnswerEvent] = []
    was_shown = False
    for event in events:
        if isinstance(event, Answer) and event.refused and not was_shown:
            return False
        if isinstance(event, AnswerDelta) and not was_shown and not held:
            held.append(event)
            continue
        was_shown = was_shown or bool(held)
        yield from held
        held.clear()
        yield event
    yield from held
    return True


def _with_notices(notices: tuple[str, ...], events: Iterator[AnswerEvent]) -> Iterator[AnswerEvent]:
    for event in events:
        yield replace(event, notices=(*notices, *event.notices)) if isinstance(event, Answer) else event


def _require_words(question: str) -> None:
    if not words_of(question):
        raise VaultProblem("The question has no words: write what you want to know.")
