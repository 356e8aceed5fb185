"""Questions of one vault: answered by a model where one is chosen, else with the notes' own sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from vaultmind.answers.answerer import Answerer, Effort, Notes, budget_for, measure_reading
from vaultmind.answers.citations import ReadNote
from vaultmind.answers.extractive import answer_extractively, weigh_sentences
from vaultmind.answers.links import LeadsSomewhere
from vaultmind.answers.prompt import serving
from vaultmind.answers.selecting import answer_by_choice
from vaultmind.domain.answer import Answer
from vaultmind.domain.chunk import Passage
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.views import AnswerDelta, AskRequest, CitationSeen, PromptSeen
from vaultmind.ports import CancelToken, Catalog, Clock, LanguageModel, LanguageModels, Progress
from vaultmind.retrieval.language import Meaning

AnswerEvent = Progress | AnswerDelta | CitationSeen | PromptSeen | Answer

_PASSAGE_TOKENS = 250
"""What a passage takes of a budget on the average; their chunks have at most 480."""
_MOST_PASSAGES = 400
_CHOSEN_BY_SEARCH = "No language model is set, so the search alone chose these sentences."


@dataclass(frozen=True, slots=True)
class AskingRules:
    """What a person has set. ``reading_s`` bounds how much a model is given to read, ``select`` has it not write.

    ``voices`` are those of a council that is asked without naming any.
    """

    reading_s: float = 10.0
    from_assistants: bool = False
    passages: int = 12
    select: bool = False
    voices: tuple[str, ...] = ()


class Asking:
    """Turns passages into an answer."""

    def __init__(
        self,
        *,
        models: LanguageModels,
        catalog: Catalog,
        clock: Clock,
        read_note: ReadNote,
        rules: AskingRules,
        leads_somewhere: LeadsSomewhere = lambda _: True,
    ) -> None:
        self._models = models
        self._catalog = catalog
        self._clock = clock
        self._read_note = read_note
        self._rules = rules
        self._leads_somewhere = leads_somewhere

    def passages_wanted(self, request: AskRequest) -> int | None:
        """Return how many passages the model that will answer has time and room for, ``None`` for the usual number.

        That is known of a model whose speed is: nothing is loaded to look for passages.
        """
        if request.limit is not None or request.extractive or request.select or self._rules.select:
            return request.limit
        try:
            model = self._models.choose(request.model)
        except ModelProblem:
            return None
        known = self._known_speed(model.name) if model is not None else None
        if model is None or known is None:
            return None
        wanted = self._budget(model.name, known) // _PASSAGE_TOKENS
        return min(wanted, _MOST_PASSAGES) if wanted > self._rules.passages else None

    def answer(
        self,
        request: AskRequest,
        passages: Sequence[Passage],
        meaning: Meaning | None,
        cancel: CancelToken | None,
    ) -> Iterator[AnswerEvent]:
        """Yield the answer as it comes to be. A model that was asked for by name must work; else sentences serve."""
        notices: tuple[str, ...] = ()
        if not request.extractive:
            try:
                model = self._models.choose(request.model)
                if model is not None and (request.select or self._rules.select):
                    yield from self._selected(model, request, passages, meaning, cancel)
                    return
                if model is not None:
                    yield from self._generated(model, request, passages, meaning, cancel)
                    return
            except ModelProblem as problem:
                if request.model is not None:
                    raise
                notices = (f"{problem} These are the notes' own sentences.",)
            else:
                notices = (_CHOSEN_BY_SEARCH,) if request.select or self._rules.select else ()
        answer = answer_extractively(
            request.question,
            passages,
            read_note=self._read_note,
            meaning=meaning,
            any_evidence=self._rules.from_assistants,
            leads_somewhere=self._leads_somewhere,
        )
        yield AnswerDelta(answer.text)
        yield replace(answer, notices=(*notices, *answer.notices))

    def answer_with(
        self,
        model: LanguageModel,
        request: AskRequest,
        passages: Sequence[Passage],
        meaning: Meaning | None,
        cancel: CancelToken | None,
    ) -> Iterator[AnswerEvent]:
        """Yield the answer of one model that was chosen already; raise ``ModelProblem`` where it fails."""
        yield from self._generated(model, request, passages, meaning, cancel)

    def _selected(
        self,
        model: LanguageModel,
        request: AskRequest,
        passages: Sequence[Passage],
        meaning: Meaning | None,
        cancel: CancelToken | None,
    ) -> Iterator[AnswerEvent]:
        """Yield the answer of sentences that the model chose; it reads nothing but those, so that it is soon done."""
        yield Progress("model", 0, None)
        evidence = [passage for passage in passages if passage.chunk.evidence or self._rules.from_assistants]
        answer = answer_by_choice(
            request.question,
            passages,
            weigh_sentences(request.question, evidence, read_note=self._read_note, meaning=meaning),
            model,
            read_note=self._read_note,
            leads_somewhere=self._leads_somewhere,
            cancel=cancel,
        )
        yield AnswerDelta(answer.text)
        yield answer

    def _generated(
        self,
        model: LanguageModel,
        request: AskRequest,
        passages: Sequence[Passage],
        meaning: Meaning | None,
        cancel: CancelToken | None,
    ) -> Iterator[AnswerEvent]:
        yield Progress("model", 0, None)
        effort = Effort(budget_tokens=self._budget(model.name, self._reading_speed(model, cancel)))
        yield Progress("answer", 0, None)
        notes = Notes(self._read_note, self._day_of, meaning, self._leads_somewhere)
        answerer = Answerer(model, self._clock, notes, effort=effort)
        read = serving(request.question, passages, usual=self._rules.passages)
        for event in answerer.answer(request.question, read, any_evidence=self._rules.from_assistants, cancel=cancel):
            if request.show_prompt or not isinstance(event, PromptSeen):
                yield event

    def _budget(self, model: str, tokens_s: float) -> int:
        """Return how many tokens of passages a model is given that reads so many in a second."""
        return budget_for(tokens_s, seconds=self._rules.reading_s, window_tokens=self._models.window(model))

    def _reading_speed(self, model: LanguageModel, cancel: CancelToken | None) -> float:
        """Return the tokens a second this model reads here, measured once and remembered."""
        known = self._known_speed(model.name)
        if known is not None:
            return known
        measured = measure_reading(model, self._clock, cancel=cancel)
        self._catalog.set_value(_speed_key(model.name), f"{measured:.1f}")
        return measured

    def _known_speed(self, model: str) -> float | None:
        """Return how fast a model reads here, by its fit or as it was remembered, ``None`` where nobody knows."""
        fit = self._models.fit(model)
        if fit is not None:
            return fit.best.reading_tokens_s
        known = self._catalog.value(_speed_key(model))
        return float(known) if known is not None else None

    def _day_of(self, path: NotePath) -> str | None:
        row = self._catalog.note(path)
        return datetime.fromtimestamp(row.modified_ns / 1e9, UTC).date().isoformat() if row is not None else None


def _speed_key(model: str) -> str:
    return f"reading speed of {model}"
