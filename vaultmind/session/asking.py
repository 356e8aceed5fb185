"""Questions of one vault: answered by a model where one is chosen, else with the notes' own sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from vaultmind.answers.answerer import Answerer, Effort, Notes, budget_for, measure_reading
from vaultmind.answers.citations import ReadNote
from vaultmind.answers.extractive import answer_extractively, weigh_sentences
from vaultmind.answers.links import LeadsSomewhere
from vaultmind.answers.selecting import answer_by_choice
from vaultmind.domain.answer import Answer
from vaultmind.domain.chunk import Passage
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.views import AnswerDelta, AskRequest, CitationSeen
from vaultmind.ports import CancelToken, Catalog, Clock, LanguageModel, LanguageModels, Progress
from vaultmind.retrieval.language import Meaning

AnswerEvent = Progress | AnswerDelta | CitationSeen | Answer


@dataclass(frozen=True, slots=True)
class AskingRules:
    """What a person has set. ``reading_s`` bounds how much a model is given to read, ``select`` has it not write."""

    reading_s: float = 10.0
    from_assistants: bool = False
    passages: int = 12
    select: bool = False


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
            weigh_sentences(request.question, evidence, meaning=meaning),
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
        effort = Effort(budget_tokens=budget_for(self._reading_speed(model, cancel), seconds=self._rules.reading_s))
        yield Progress("answer", 0, None)
        notes = Notes(self._read_note, self._day_of, meaning, self._leads_somewhere)
        answerer = Answerer(model, self._clock, notes, effort=effort)
        yield from answerer.answer(request.question, passages, any_evidence=self._rules.from_assistants, cancel=cancel)

    def _reading_speed(self, model: LanguageModel, cancel: CancelToken | None) -> float:
        """Return the tokens a second this model reads here, measured once and remembered."""
        key = f"reading speed of {model.name}"
        known = self._catalog.value(key)
        if known is not None:
            return float(known)
        measured = measure_reading(model, self._clock, cancel=cancel)
        self._catalog.set_value(key, f"{measured:.1f}")
        return measured

    def _day_of(self, path: NotePath) -> str | None:
        row = self._catalog.note(path)
        return datetime.fromtimestamp(row.modified_ns / 1e9, UTC).date().isoformat() if row is not None else None
