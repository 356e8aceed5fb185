"""Answers that a model chooses instead of writing: sentences of the notes, by the probabilities of their numbers."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from math import exp

from vaultmind.answers.citations import ReadNote
from vaultmind.answers.extractive import WeighedSentence, answer_from
from vaultmind.answers.links import LeadsSomewhere
from vaultmind.answers.prompt import choosing_turns
from vaultmind.domain.answer import Answer
from vaultmind.domain.chunk import Passage
from vaultmind.ports import CancelToken, LanguageModel, Token

_ALTERNATIVES = 20
_NONE = "0"


@dataclass(frozen=True, slots=True)
class Choosing:
    """How a model chooses. Up to nine candidates, so that the first sign of its reply says which."""

    candidates: int = 6
    hopeless: float = -0.12
    """Margin below which a sentence is no candidate."""
    weight: float = 0.5
    """What the probability of its number adds to a sentence's rank by the retriever."""


SHIPPED_CHOOSING = Choosing()


def answer_by_choice(
    question: str,
    passages: Sequence[Passage],
    weighed: Sequence[WeighedSentence],
    model: LanguageModel,
    *,
    read_note: ReadNote,
    leads_somewhere: LeadsSomewhere = lambda _: True,
    choosing: Choosing = SHIPPED_CHOOSING,
    cancel: CancelToken | None = None,
) -> Answer:
    """Return the answer of those sentences that support and probability put first, or a refusal.

    The model reorders what the notes support and can add nothing; ``weighed`` comes best first.
    """
    candidates = [one for one in weighed if one.margin >= choosing.hopeless][: choosing.candidates]
    chances = chances_of(question, candidates, model, cancel=cancel) if len(candidates) > 1 else {}
    reordered = [
        replace(one, choice=one.choice + choosing.weight * chances.get(place, 0.0))
        for place, one in enumerate(candidates)
    ]
    reordered.sort(key=lambda one: -one.choice)
    answer = answer_from(question, passages, reordered, read_note=read_note, leads_somewhere=leads_somewhere)
    return replace(answer, model=model.name)


def chances_of(
    question: str, candidates: Sequence[WeighedSentence], model: LanguageModel, *, cancel: CancelToken | None = None
) -> Mapping[int, float]:
    """Return by place how likely the model thinks each of up to nine sentences the one that answers."""
    turns = choosing_turns(question, [one.as_read for one in candidates])
    with closing(model.stream(turns, max_tokens=1, top_logprobs=_ALTERNATIVES, cancel=cancel)) as pieces:
        first = next(pieces, Token(""))
    said = first.top if first.top is not None else {first.text: 0.0}
    numbers = {str(place + 1): place for place in range(len(candidates))}
    found: dict[int, float] = {}
    every = 0.0
    for word, value in said.items():
        number = word.strip(" [")
        if number in numbers:
            found[numbers[number]] = found.get(numbers[number], 0.0) + exp(value)
        if number in numbers or number == _NONE:
            every += exp(value)
    return {place: chance / every for place, chance in found.items()} if every else {}
