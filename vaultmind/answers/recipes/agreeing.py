"""Sentences of two notes held against each other: what both say, and what they say otherwise of the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vaultmind.answers.amounts import readings_in
from vaultmind.answers.contradicting import Claim, are_about_the_same, difference, names_in
from vaultmind.answers.recipes.selecting import Likeness, Sentence, bearing_of
from vaultmind.domain.recipe import DraftLine
from vaultmind.parsing.morphology import words_of

_DAYS = re.compile(
    r"(?:понедельник|вторник|сред[аыуеой]\w*|четверг|пятниц|суббот|воскресень"
    r"|январ|феврал|март(?!ин)|апрел|ма[йяюе]\Z|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?\Z)\w*"
)
"""Names of days and months, which Russian writes small."""
_MAY = re.compile(r"ма[йяюе]")


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
    days = _days_in(one), _days_in(other)
    if days[0] and days[1] and days[0].isdisjoint(days[1]):
        return True
    own, others = readings_in(one), readings_in(other)
    is_measured = bool(own) and [reading.unit for reading in own] == [reading.unit for reading in others]
    return is_measured and {reading.number for reading in own} != {reading.number for reading in others}


def pairs_of(sentences: Sequence[Sentence], likeness: Likeness) -> list[Pair]:
    """Return the sentences of one note that another note says most alike, the most alike first, each in one pair.

    A single word that two sentences share says little: such a pair is named only where there is no better one, and
    never where it is all that the two have in common with a difference.
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
    kept = list(_each_once(near, names))
    return [pair for pair, count in kept if count > 1] or [pair for pair, _ in kept[:1] if not pair.differs]


def _each_once(near: Sequence[tuple[float, Sentence, Sentence]], names: frozenset[str]) -> Iterator[tuple[Pair, int]]:
    """Yield each sentence in the pair in which it is nearest, with how many words the two share.

    A pair of a single word takes no sentence away from another.
    """
    used: set[int] = set()
    for score, one, other in near:
        common = {stem for stem in one.stems & other.stems if len(stem) > 1 and not stem.isdigit()}
        if not score or not common or not used.isdisjoint((one.place, other.place)):
            continue
        if len(common) > 1:
            used |= {one.place, other.place}
        yield Pair(one, other, says_otherwise(one.text, other.text, names)), len(common)


def _days_in(text: str) -> frozenset[str]:
    """Return the days and months that a text names, by their first letters."""
    named = [word for word in words_of(text) if _DAYS.fullmatch(word)]
    return frozenset("май" if _MAY.match(word) else word[:3] for word in named)
