"""Answers with a language model: a gate, a prompt, a stream of words, and an ``Answer`` that was checked."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from vaultmind.answers.citations import CitationReader, ReadNote, cite
from vaultmind.answers.contradicting import clash_of
from vaultmind.answers.extractive import (
    SHIPPED_BAR,
    WeighedSentence,
    answer_from,
    may_state,
    weigh_all,
    weigh_sentences,
)
from vaultmind.answers.links import LeadsSomewhere
from vaultmind.answers.looping import loop_in
from vaultmind.answers.prompt import (
    DateOf,
    Prompt,
    build_prompt,
    estimate_tokens,
    is_refusal,
    least_probability_of_yes,
    may_become_refusal,
    refusal_for,
)
from vaultmind.answers.support import (
    bare_statement,
    carrying_quote,
    check_statements,
    cite_statements,
    correct_marks,
    names_what_is_asked,
    proof_of,
    says_no_more_than,
    shares_words,
    support_notices,
)
from vaultmind.answers.voting import ModelVote
from vaultmind.domain.answer import Answer, AnswerMode, Statement
from vaultmind.domain.chunk import Passage
from vaultmind.domain.errors import PromptTooLong
from vaultmind.domain.model import Timings
from vaultmind.domain.span import Span
from vaultmind.domain.views import AnswerDelta, CitationSeen, PromptPart, PromptSeen
from vaultmind.parsing.morphology import stems_of
from vaultmind.ports import CancelToken, ChatTurn, Clock, LanguageModel, Progress, Token
from vaultmind.retrieval.language import Meaning

_LEAST_BUDGET = 200
_SMALLEST_BUDGET = 120
_BESIDE_PASSAGES = 1300
"""Tokens of a window for the rules, the worked examples, the question and the answer."""
_CAREFULLY = 0.9
"""How much of the rest is taken, since tokens are estimated."""
_LEAST_VOTE = 0.5
_MOST_VOTES = 3
"""Statements of one answer on which the model is asked, since it reads what each cites once more."""
_DECLINED = "The model found no answer in the notes; these are their own sentences."
_CUT = "The answer was cut off at the length limit."
_LOOPED = "The model said the same again and again and was stopped; it is shown once."
_LOOKED_AT = 40
"""Characters that are written between two looks whether the model says the same again and again."""
_UNSUPPORTED = "What the model wrote is not held by the notes; these are their own sentences."


@dataclass(frozen=True, slots=True)
class Gate:
    """When a question is answered at all: by how well a sentence supports it, and in doubt by what the model thinks.

    Margins are measured from the bar of extractive answers.
    """

    sure: float = 0.05
    hopeless: float = -0.03
    """Between the two margins the model is asked whether the best passage holds the answer."""
    judged_tokens: int = 200
    carrying: float = -0.05
    """From where on a sentence may carry what a model wrote. Of the sentences that hold the answer to a development
    question .03 (English) to .06 (Russian) lie below, of those in notes that do not answer .91."""
    beside: float = 0.2
    """How far behind the best sentence another of its note may stay and still carry. Of 157 development questions
    that the best sentence's note answers five have their answer farther behind, all by more than .4; of that note's
    other sentences that would carry .60 lie there."""
    elsewhere: float = 0.1
    """The same for one of another note. One of 160 development questions has its answer only farther behind; of the
    sentences of wrong notes that would carry .99 lie there."""
    share: float = 0.5
    """Without an embedder: what a carrying sentence must have itself of the question's words, of what the one with
    most has. Of 159 development questions five have their answer in one with less, all with none of them; of the
    other sentences .85 have less."""


SHIPPED_GATE = Gate()


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a model may read and write for one answer."""

    budget_tokens: int = 1000
    answer_tokens: int = 256
    gate: Gate = SHIPPED_GATE


SHIPPED_EFFORT = Effort()


@dataclass(frozen=True, slots=True)
class Notes:
    """What an answer needs of the notes besides the passages."""

    read_note: ReadNote
    date_of: DateOf
    meaning: Meaning | None = None
    leads_somewhere: LeadsSomewhere = lambda _: True


def measure_reading(model: LanguageModel, clock: Clock, *, cancel: CancelToken | None = None) -> float:
    """Return how many tokens of a prompt the model reads in a second here; takes about three seconds on a slow machine.

    The text begins with the time, so that nothing of it is remembered from an earlier measurement.
    """
    text = f"{clock.now_iso()} {clock.monotonic()} " + "The garden needs water when the soil is dry. " * 8
    started = clock.monotonic()
    with closing(model.stream((ChatTurn("user", text),), max_tokens=1, cancel=cancel)) as pieces:
        next(pieces, None)
    return estimate_tokens(text) / max(clock.monotonic() - started, 1e-3)


def budget_for(tokens_per_second: float, *, seconds: float, window_tokens: int = 8192) -> int:
    """Return how many tokens of passages fit into the time a person is willing to wait, and into the model's window."""
    most = max((window_tokens - _BESIDE_PASSAGES) * _CAREFULLY, _SMALLEST_BUDGET)
    return round(min(max(tokens_per_second * seconds, _LEAST_BUDGET), most))


class Answerer:
    """One model, asked about one vault."""

    def __init__(self, model: LanguageModel, clock: Clock, notes: Notes, *, effort: Effort = SHIPPED_EFFORT) -> None:
        self._model = model
        self._clock = clock
        self._notes = notes
        self._effort = effort

    def answer(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        any_evidence: bool = False,
        cancel: CancelToken | None = None,
    ) -> Iterator[Progress | AnswerDelta | CitationSeen | PromptSeen | Answer]:
        """Yield how many passages the model reads, its words, what they cite, what it was sent, and the checked answer.

        Refuses without asking the model to write where the notes do not support an answer. Where the model declines
        although they do, or nothing of what it wrote is held by what it cites, the answer is the notes' own sentences,
        and the words that came before do not count. Where the words of the model lack those of the sentence that
        answers best, that sentence follows them in quotes. Raises ``ModelProblem`` and ``Cancelled``.
        """
        started = self._clock.monotonic()
        evidence = [passage for passage in passages if passage.chunk.evidence or any_evidence]
        weighed = weigh_sentences(question, evidence, read_note=self._notes.read_note, meaning=self._notes.meaning)
        if not self._may_answer(question, weighed, cancel):
            yield self._refusal(question, passages, started)
            return
        extracted = answer_from(
            question,
            passages,
            weighed,
            read_note=self._notes.read_note,
            leads_somewhere=self._notes.leads_somewhere,
        )
        writing = _Writing(self._clock, started)
        prompt = yield from self._write(question, evidence, extracted, writing, cancel)
        yield PromptSeen(
            self._model.name, tuple(PromptPart(turn.role, turn.text) for turn in prompt.turns), writing.timings
        )
        if is_refusal(writing.text):
            yield from self._in_the_notes_words(extracted, writing, _DECLINED)
            return
        corrected = correct_marks(writing.text, prompt.offered, question=question, date_of=self._notes.date_of)
        statements = self._checked(question, corrected, prompt.offered, cancel)
        if not self._answers(question, corrected, statements, prompt.offered, weighed):
            yield from self._in_the_notes_words(extracted, writing, _UNSUPPORTED)
            return
        proof = proof_of(
            question,
            corrected,
            extracted.citations,
            prompt.offered,
            shown={one.text: one.shown for one in weighed if one.shown},
        )
        if proof is not None:
            corrected, proved = proof.after(corrected)
            statements = (*statements, proved)
        offered, named = self._contradicted(question, corrected, statements, prompt.offered, weighed)
        if named is not None:
            corrected, statements = f"{corrected}{named[0]}", (*statements, named[1])
        yield from writing.correct(corrected)
        yield self._finished(question, passages, offered, writing, statements)

    def _may_answer(self, question: str, weighed: Sequence[WeighedSentence], cancel: CancelToken | None) -> bool:
        """Say whether the notes support an answer; the model is asked only where that is in doubt."""
        gate = self._effort.gate
        best = max(weighed, key=lambda sentence: sentence.margin, default=None)
        if best is None or best.margin < gate.hopeless:
            return False
        if best.margin >= gate.sure:
            return True
        vote = ModelVote(self._model, judged_tokens=gate.judged_tokens)
        yes = vote.probability_of_yes(question, best.passage.chunk.text, cancel=cancel)
        return yes is not None and yes >= least_probability_of_yes(question)

    def _write(
        self,
        question: str,
        evidence: Sequence[Passage],
        extracted: Answer,
        writing: "_Writing",
        cancel: CancelToken | None,
    ) -> Generator[Progress | AnswerDelta | CitationSeen, None, Prompt]:
        """Yield the model's words and return the prompt they answer; half as long each time the window is too small."""
        budget = self._effort.budget_tokens
        while True:
            prompt = build_prompt(
                question,
                evidence,
                budget_tokens=budget,
                date_of=self._notes.date_of,
                quotes=tuple(citation.quote for citation in extracted.citations),
            )
            yield Progress("passages", 0, len(prompt.offered))
            try:
                pieces = self._model.stream(prompt.turns, max_tokens=self._effort.answer_tokens, cancel=cancel)
                with closing(pieces):
                    yield from writing.read(pieces, prompt.offered)
            except PromptTooLong:
                if budget <= _SMALLEST_BUDGET:
                    raise
                budget = max(budget // 2, _SMALLEST_BUDGET)
            else:
                return prompt

    def _checked(
        self, question: str, text: str, offered: Mapping[int, Passage], cancel: CancelToken | None
    ) -> tuple[Statement, ...]:
        """Return the checked statements; on the first that share few words with what they cite the model has a vote."""
        vote = ModelVote(self._model, judged_tokens=self._effort.gate.judged_tokens)
        statements = list(
            check_statements(
                text,
                offered,
                question=question,
                date_of=self._notes.date_of,
                leads_somewhere=self._notes.leads_somewhere,
            )
        )
        doubted = [at for at, one in enumerate(statements) if one.is_doubted and one.citations and not one.missing]
        for place in doubted[:_MOST_VOTES]:
            one = statements[place]
            held = "\n".join(offered[number].chunk.text for number in one.citations)
            yes = vote.probability_that_said(bare_statement(one.span.of(text)), held, cancel=cancel)
            statements[place] = replace(one, is_doubted=yes is None or yes < _LEAST_VOTE)
        return tuple(statements)

    def _answers(
        self,
        question: str,
        text: str,
        statements: Sequence[Statement],
        offered: Mapping[int, Passage],
        weighed: Sequence[WeighedSentence],
    ) -> bool:
        """Say whether what a text says on the question is supported, by a sentence that may itself answer it.

        Where only what is not supported speaks of the question, the most of the other statements must be: they are
        kept, and it is marked. The question said again, or a list of links, is none.
        """
        if says_no_more_than(question, text):
            return False
        cited = dict.fromkeys(number for one in statements for number in one.citations)
        may_carry = self._carriers(question, [offered[number] for number in cited], weighed)

        def is_carried(statement: Statement) -> bool:
            said = bare_statement(statement.span.of(text))
            carrying = {one: carrying_quote(said, offered[one], question=question) for one in statement.citations}
            quotes = [
                quote
                for number, quote in carrying.items()
                if names_what_is_asked(said, question, quote, offered[number])
            ]
            if not any(carrying.values()):
                return statement.is_supported and shares_words(said, question, may_carry)
            return may_state(said, frozenset()) and any(
                quote.endswith(one) for quote in quotes if quote for one in may_carry
            )

        held = [one for one in statements if one.is_supported]
        if any(map(is_carried, held)):
            return True
        return 2 * len(held) > len(statements) and any(map(is_carried, statements))

    def _contradicted(
        self,
        question: str,
        text: str,
        statements: Sequence[Statement],
        offered: Mapping[int, Passage],
        weighed: Sequence[WeighedSentence],
    ) -> tuple[Mapping[int, Passage], tuple[str, Statement] | None]:
        """Return the passages an answer cites, and what is added to it where a sentence of the notes contradicts it."""
        read_note = self._notes.read_note
        supported = [one for one in statements if one.is_supported]
        cited = cite_statements(text, supported, offered, read_note=read_note)
        quoted = [(one.number, offered[one.number], one.quote) for one in cited if one.is_proof]
        clash = clash_of(question, quoted, [(one.passage, one.text) for one in weighed if one.margin >= 0])
        if clash is None:
            return offered, None
        known = (number for number, one in offered.items() if one.chunk_id == clash.passage.chunk_id)
        number = next(known, max(offered) + 1)
        if not cite(number, clash.passage, clash.sentence, read_note=read_note).verified:
            return offered, None
        added = f"\n\n{clash.in_words(question, number)}"
        span = Span(len(text) + 2, len(text) + len(added))
        return {**offered, number: clash.passage}, (added, Statement(span, (clash.number, number)))

    def _carriers(self, question: str, cited: Sequence[Passage], weighed: Sequence[WeighedSentence]) -> frozenset[str]:
        """Return the sentences that may carry what a model wrote; ``weighed`` comes best first.

        Passages that it cites besides those that were weighed are weighed now.
        """
        known = {one.passage.chunk_id for one in weighed}
        unknown = [passage for passage in cited if passage.chunk_id not in known]
        bar = replace(SHIPPED_BAR, passages=len(unknown), rank=0.0)
        whole = [
            *weighed,
            *weigh_all(question, unknown, read_note=self._notes.read_note, meaning=self._notes.meaning, bar=bar),
        ]
        gate = self._effort.gate
        if self._notes.meaning is None:
            asked = frozenset(stems_of(question, keep_stop_words=False))
            own = {one.text: len(asked.intersection(stems_of(one.text))) for one in whole}
            least = gate.share * max(own.values(), default=0)
            return frozenset(text for text, count in own.items() if count >= least > 0)
        best: dict[bool, WeighedSentence] = {}
        for one in whole:
            best.setdefault(one.is_foreign, one)

        def is_near(one: WeighedSentence) -> bool:
            nearest = best[one.is_foreign]
            is_beside = one.passage.chunk.note == nearest.passage.chunk.note
            return one.choice >= nearest.choice - (gate.beside if is_beside else gate.elsewhere)

        return frozenset(one.text for one in whole if one.margin >= gate.carrying and is_near(one))

    def _finished(
        self,
        question: str,
        passages: Sequence[Passage],
        offered: Mapping[int, Passage],
        writing: "_Writing",
        statements: tuple[Statement, ...],
    ) -> Answer:
        cut = (_LOOPED,) if writing.was_looping else (_CUT,) if writing.was_cut else ()
        return Answer(
            question=question,
            text=writing.text,
            refused=False,
            mode=AnswerMode.GENERATED,
            citations=cite_statements(writing.text, statements, offered, read_note=self._notes.read_note),
            passages=tuple(passages),
            model=self._model.name,
            first_token_ms=writing.first_token_ms,
            elapsed_ms=(self._clock.monotonic() - writing.started) * 1000,
            notices=(*cut, *support_notices(writing.text, statements)),
            statements=statements,
        )

    def _refusal(self, question: str, passages: Sequence[Passage], started: float) -> Answer:
        return Answer(
            question=question,
            text=refusal_for(question),
            refused=True,
            mode=AnswerMode.GENERATED,
            passages=tuple(passages),
            model=self._model.name,
            elapsed_ms=(self._clock.monotonic() - started) * 1000,
        )

    def _in_the_notes_words(
        self, extracted: Answer, writing: "_Writing", notice: str
    ) -> Iterator[AnswerDelta | Answer]:
        """Yield the answer that stands in the place of what the model wrote, or a refusal where there is none."""
        elapsed_ms = (self._clock.monotonic() - writing.started) * 1000
        if extracted.refused:
            yield self._refusal(extracted.question, extracted.passages, writing.started)
            return
        if not writing.was_shown:
            yield AnswerDelta(extracted.text)
        yield replace(extracted, model=self._model.name, elapsed_ms=elapsed_ms, notices=(notice, *extracted.notices))


class _Writing:
    """An answer while it is written. What may still become a refusal is held back."""

    def __init__(self, clock: Clock, started: float) -> None:
        self.text = ""
        self.first_token_ms: float | None = None
        self.was_cut = False
        self.was_looping = False
        self.was_shown = False
        self.timings: Timings | None = None
        self.started = started
        self._clock = clock
        self._held: list[AnswerDelta | CitationSeen] = []

    def read(self, pieces: Iterator[Token], offered: Mapping[int, Passage]) -> Iterator[AnswerDelta | CitationSeen]:
        """Yield words and cited numbers as they become certain; end where the same is said again and again."""
        reader = CitationReader(offered)
        looked_at = 0
        for piece in pieces:
            if self.first_token_ms is None:
                self.first_token_ms = (self._clock.monotonic() - self.started) * 1000
            self.was_cut = piece.stop == "length"
            self.timings = piece.timings or self.timings
            for found in reader.feed(piece.text):
                self._take(found, offered)
            if not may_become_refusal(self.text):
                yield from self._release()
            if len(self.text) >= looked_at + _LOOKED_AT:
                looked_at = len(self.text)
                if loop_in(self.text) is not None:
                    break
        for found in reader.finish():
            self._take(found, offered)
        if not is_refusal(self.text):
            yield from self._release()
        end = loop_in(self.text, times=2)
        if end is not None:
            self.text, self.was_looping = self.text[:end], True

    def correct(self, text: str) -> Iterator[AnswerDelta]:
        """Take the text with its marks corrected; what was only added at the end is yielded."""
        if text.startswith(self.text) and text != self.text:
            yield AnswerDelta(text.removeprefix(self.text))
        self.text = text

    def _take(self, found: str | int, offered: Mapping[int, Passage]) -> None:
        if isinstance(found, int):
            chunk = offered[found].chunk
            self._held.append(CitationSeen(found, chunk.note, chunk.heading))
            return
        text = found if self.text else found.lstrip()
        self.text += text
        if text:
            self._held.append(AnswerDelta(text))

    def _release(self) -> Iterator[AnswerDelta | CitationSeen]:
        held, self._held = self._held, []
        self.was_shown = self.was_shown or bool(held)
        yield from held
