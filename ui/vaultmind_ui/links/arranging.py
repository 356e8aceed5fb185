"""Suggestions in sections, groups and an order: plain values, arranged beside Qt's thread."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from vaultmind import api
from vaultmind_ui.links.phrases import name_of

SHOWN_FROM, is_worth_showing = api.SHOWN_FROM, api.is_worth_showing


class Section(Enum):
    """One list of the place."""

    LINKS = "links"
    UNRESOLVED = "unresolved"
    MISSING = "missing"
    ORPHANS = "orphan"
    DUPLICATES = "duplicate"
    REJECTED = "rejected"


class Grouping(Enum):
    """What stands together."""

    NOTE = "note"
    TARGET = "target"


class Order(Enum):
    """What stands first."""

    SUREST = "surest"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Group:
    """A head over suggestions: the path of the note they are in, or lead to."""

    path: str
    count: int


Row = Group | api.LinkSuggestion


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the rows of one section are shown; ``needle`` leaves out what has it in no name and no sentence."""

    section: Section = Section.LINKS
    grouping: Grouping = Grouping.NOTE
    order: Order = Order.SUREST
    needle: str = ""


def section_of(one: api.LinkSuggestion) -> Section:
    """Return the section that a suggestion is shown in."""
    return Section.LINKS if one.kind in api.LINKS else Section(one.kind.value)


def arrange(suggestions: Iterable[api.LinkSuggestion], how: Arrangement) -> list[Row]:
    """Return the rows of a section: each group's head, then its suggestions, the surest first."""
    needle = how.needle.casefold()
    groups: dict[str, list[api.LinkSuggestion]] = {}
    for one in suggestions:
        if section_of(one) is how.section and (not needle or needle in _words(one)):
            groups.setdefault(one.source if how.grouping is Grouping.NOTE else one.target, []).append(one)
    for members in groups.values():
        members.sort(key=lambda one: (-one.score, one.id))
    heads = sorted(groups, key=lambda path: (name_of(path).casefold(), path))
    if how.order is Order.SUREST:
        heads.sort(key=lambda path: -groups[path][0].score)
    rows: list[Row] = []
    for path in heads:
        rows.append(Group(path, len(groups[path])))
        rows += groups[path]
    return rows


@dataclass(frozen=True, slots=True)
class Tally:
    """How many suggestions there are in each section, and how many are sure."""

    counts: Mapping[Section, int] = field(default_factory=dict)
    sure: int = 0


def tally(suggestions: Sequence[api.LinkSuggestion]) -> Tally:
    """Count suggestions."""
    return Tally(Counter(section_of(one) for one in suggestions), len(sure_ones(suggestions)))


def sure_ones(suggestions: Sequence[api.LinkSuggestion]) -> list[api.LinkSuggestion]:
    """Return the links that may be accepted together unseen: no two for the same words of a note."""
    chosen: list[api.LinkSuggestion] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for one in sorted(suggestions, key=lambda one: (-one.score, one.id)):
        if not api.is_sure(one):
            continue
        places = taken.setdefault(one.source, [])
        if one.anchor is not None and one.anchor.text:
            if any(one.anchor.start < end and start < one.anchor.end for start, end in places):
                continue
            places.append((one.anchor.start, one.anchor.end))
        chosen.append(one)
    return chosen


def _words(one: api.LinkSuggestion) -> str:
    return f"{one.source}\0{one.target}\0{one.sentence}\0{one.replacement}".casefold()
