"""Sentences of two notes held against each other: what both say, and what they say otherwise of the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vaultmind.answers.amounts import readings_in
from vaultmind.answers.calendar_names import named_days
from vaultmind.answers.contradicting import Claim, are_about_the_same, difference, names_in
from vaultmind.answers.recipes.selecting import (
    FEWEST_WORDS_COMPARED,
    Likeness,
    Sentence,
    bearing_of,
    sentences_of,
)
from vaultmind.domain.chunk import Passage
from vaultmind.domain.recipe import DraftLine

_LEAST_SHARED, _LEAST_DIFFERING = 0.45, 0.3
"""From which cosine of words on two sentences say the same, or something else of the same."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences of two notes that speak of the same; ``differs`` where they cannot both be right."""

    one: Sentence
    other: Sentence
    differs: bool

    def line(self) -> DraftLine:
        """Return the two side by side, each with its note; of one wording once with both."""
        sources = bearing_of(self.one.passage), bearing_of(self.other.passage)
        if self.one.text == self.other.text:
            return DraftLine(self.one.text, sources)
        return DraftLine(self.one.text, sources[:1], beside=DraftLine(self.other.text, sources[1:]))


def says_otherwise(one: str, other: str, names: frozenset[str] = frozenset()) -> bool:
    """Say whether two statements about the same differ in a number, a day, a name, an amount or a no.

    >>> says_otherwise("The backup starts at 02:00 every night.", "The backup starts at 04:00 every night.")
    True
    >>> says_otherwise("The fan was replaced in March.", "In March the fan was replaced.")
    False
    """
    claims = Claim.of(one, names), Claim.of(other, names)
    if difference(*claims)[0] is not None:
        return True
    if not are_about_the_same(*claims) or len(claims[0].stems & claims[1].stems) < 2:
        return False
    days = named_days(one), named_days(other)
    if days[0] and days[1] and days[0].isdisjoint(days[1]):
        return True
    own, others = readings_in(one), readings_in(other)
    is_measured = bool(own) and [reading.unit for reading in own] == [reading.unit for reading in others]
    return is_measured and {reading.number for reading in own} != {reading.number for reading in others}


def to_compare(passages: Sequence[Passage]) -> list[Sentence]:
    """Return the sentences of each note by itself, short ones too: one wording is there once for each note."""
    notes: dict[str, list[Passage]] = {}
    for passage in passages:
        notes.setdefault(passage.chunk.note, []).append(passage)
    found = [one for own in notes.values() for one in sentences_of(own, fewest=FEWEST_WORDS_COMPARED)]
    return [replace(one, place=place) for place, one in enumerate(found)]


def pairs_of(sentences: Sequence[Sentence], likeness: Likeness) -> list[Pair]:
    """Return the sentences of one note that another note says most alike, the most alike first, each in one pair.

    A single word that two sentences share makes no pair, nor do a few words of many.
    """
    near = sorted(
        (
            (likeness.between(one.stems, other.stems), one, other)
            for place, one in enumerate(sentences)
            for other in sentences[place + 1 :]
            if one.passage.chunk.note != other.passage.chunk.note
        ),
        key=lambda pair: (-pair[0], pair[1].place),
    )
    names = names_in([sentence.text for sentence in sentences])
    pairs: list[Pair] = []
    used: set[int] = set()
    for score, one, other in near:
        common = {stem for stem in one.stems & other.stems if len(stem) > 1 and not stem.isdigit()}
        differs = says_otherwise(one.text, other.text, names) if len(common) > 1 else False
        if score < (_LEAST_DIFFERING if differs else _LEAST_SHARED) or len(common) < 2:
            continue
        if used.isdisjoint((one.place, other.place)):
            used |= {one.place, other.place}
            pairs.append(Pair(one, other, differs))
    return pairs
