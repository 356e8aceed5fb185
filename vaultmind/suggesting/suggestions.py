"""From weighed targets to suggestions a person can judge: the place, the link as it would be written, the reasons."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules, shortest_link_text, write_link
from vaultmind.domain.names import VaultNames
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import (
    LINKS,
    Decisions,
    LinkSuggestion,
    SourceSuggestions,
    SuggestionKind,
    SuggestionPlace,
    suggestion_id,
)
from vaultmind.parsing.morphology import is_stop_word
from vaultmind.suggesting.anchors import NameKind, written_names
from vaultmind.suggesting.evidence import Evidence, Naming
from vaultmind.suggesting.meaning import NearPassages
from vaultmind.suggesting.places import end_of_sentence, sentence_about, sentence_around, tells_something
from vaultmind.suggesting.properties import LinkProperties
from vaultmind.suggesting.ranking import Ranker
from vaultmind.suggesting.reasons import NEAR, have_reasons, kind_of, reasons_of
from vaultmind.suggesting.words import BORDER, NoteWords, are_forms

_TABLE_ROW = re.compile(r"[ \t>]*\|")
_MOST_TARGETS = 50
_PROVEN = 2
"""Notes that must link a note by words that are no name of its own."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How links are written in a vault: its names, its settings, the properties that hold links.

    ``chunk`` returns a passage by its id, for the place of a passage and the heading it stands under.
    """

    names: VaultNames
    rules: LinkRules = LinkRules()
    properties: LinkProperties | None = None
    chunk: Callable[[int], Chunk | None] = lambda _: None
    _spelled: dict[tuple[NotePath, str], str | None] = field(default_factory=dict)
    _links: dict[tuple[NotePath, str], str | None] = field(default_factory=dict)

    def spelled(self, target: NotePath, source: NotePath) -> str | None:
        """Return the path part of a link; remembered, since it is the same for all notes of a folder."""
        key = (target, source.rpartition("/")[0])
        if key not in self._spelled:
            self._spelled[key] = shortest_link_text(self.names, target, source=source, rules=self.rules)
        return self._spelled[key]

    def link(
        self, target: NotePath, *, source: NotePath, shown: str | None = None, in_table: bool = False
    ) -> str | None:
        """Return a whole link that shows ``shown`` or the note's name, ``None`` where none can lead there."""
        if shown is not None:
            return write_link(self.names, target, source=source, rules=self.rules, alias=shown, in_table=in_table)
        key = (target, source.rpartition("/")[0])
        if key not in self._links:
            self._links[key] = write_link(self.names, target, source=source, rules=self.rules)
        return self._links[key]


@dataclass(frozen=True, slots=True)
class _Written:
    """A link with its place, as it would be written; ``first`` is the first of the words that name the target."""

    replacement: str
    place: SuggestionPlace | None = None
    sentence: Span = Span(0, 0)
    property: str = ""
    first: int = -1


def suggest_links(
    ranker: Ranker,
    source: NotePath,
    text: str,
    *,
    habits: Habits,
    decisions: Decisions,
    is_target: Callable[[NotePath], bool],
    limit: int = 10,
    threshold: float = 0.0,
    kinds: Collection[SuggestionKind] = LINKS,
) -> SourceSuggestions:
    """Return the links that ``source`` might have, best first; ``text`` is what its words were read from.

    Nothing that is linked already, was refused, or is no target, and nothing without a reason; ``targets`` goes on
    below ``threshold``.
    """
    evidence = ranker.evidence
    note = evidence.notes[evidence.numbers[source]]
    weighed, chances = ranker.ranked(evidence.numbers[source])
    shared = evidence.links.shared_neighbours(weighed.source)
    may_have_reasons = have_reasons(weighed, shared) | bool(evidence.passages)
    targets: list[NotePath] = []
    found: list[LinkSuggestion] = []
    for row in np.argsort(-chances, kind="stable").tolist():
        number = int(weighed.targets[row])
        target = evidence.notes[number].path
        naming = weighed.namings.get(number)
        name = " ".join(naming.mention.name) if naming else ""
        if not is_target(target) or decisions.forbid(source, target, name):
            continue
        targets.append(target)
        if len(found) < limit and chances[row] >= threshold and may_have_reasons[row]:
            near = None
            written = _named(note, text, target, naming, habits)
            kind = kind_of(weighed, row, named=written is not None)
            if kind not in kinds:
                continue
            if written is None and evidence.passages:
                near = evidence.passages.nearest(weighed.source, number, tells=_tells(evidence, habits))
            chunk = habits.chunk(near.there) if near is not None and near.closeness >= NEAR else None
            heading = chunk.heading[-1] if chunk is not None and chunk.heading else ""
            reasons = tuple(reasons_of(evidence, weighed, row, text, shared=shared, near=near, heading=heading))
            if written is None and reasons:
                written = _unnamed(evidence, note, text, number, kind, near, habits)
            if written is not None and reasons:
                place = written.place
                found.append(
                    LinkSuggestion(
                        id=suggestion_id(source, target, place.span if place else None),
                        source=source,
                        target=target,
                        kind=kind,
                        anchor=place,
                        replacement=written.replacement,
                        score=round(float(chances[row]), 4),
                        reasons=reasons,
                        name=name,
                        sentence=written.sentence.of(text),
                        sentence_start=written.sentence.start,
                        property=written.property,
                        certain=naming is not None
                        and written.first >= 0
                        and _is_certain(note, text, naming, written.first, evidence.notes[number]),
                    )
                )
        if len(targets) >= max(_MOST_TARGETS, limit):
            break
    return SourceSuggestions(source, tuple(targets), tuple(found))


def _tells(evidence: Evidence, habits: Habits) -> Callable[[int, int], bool]:
    """Return what says of a note and a passage of it whether the passage has words of its own."""

    def tells(number: int, passage: int) -> bool:
        chunk = habits.chunk(passage)
        return chunk is None or tells_something(evidence.notes[number], chunk.span, evidence.likeness.is_common)

    return tells


def _named(note: NoteWords, text: str, target: NotePath, naming: Naming | None, habits: Habits) -> _Written | None:
    """Return the first words that name the target as a link, ``None`` where it is not named where a link may stand."""
    for first in naming.mention.places if naming else ():
        span = note.span(first, first + len(naming.mention.name)) if naming else Span(0, 0)
        words = span.of(text)
        line_start = text.rfind("\n", 0, span.start) + 1
        in_table = _TABLE_ROW.match(text, line_start) is not None
        shown = None if words == habits.spelled(target, note.path) else words
        link = habits.link(target, source=note.path, shown=shown, in_table=in_table)
        if link is not None and "\n" not in words and words.strip():
            return _Written(link, _place(text, span), sentence_around(text, span), first=first)
    return None


def _is_certain(note: NoteWords, text: str, naming: Naming, first: int, target: NoteWords) -> bool:
    """Say whether the words at ``first`` mean the target and nothing else, see ``domain.suggestion.is_sure``."""
    length = len(naming.mention.name)
    place = note.span(first, first + length)
    written = place.of(text)
    own = (name for kind, name in written_names(target) if kind is not NameKind.PART_OF_TITLE)
    if naming.targets > 1 or not (naming.linked >= _PROVEN or any(are_forms(written, name) for name in own)):
        return False
    if length == 1 and not naming.linked and not (note.is_capital(first, first + 1) and not _opens(text, place)):
        return False
    beside = (at for at in (first - 1, first + length) if 0 <= at < len(note.stems) and note.stems[at] != BORDER)
    words = (note.span(at, at + 1).of(text) for at in beside)
    return not any(word[:1].isupper() and not is_stop_word(word) for word in words)


def _opens(text: str, place: Span) -> bool:
    """Say whether a word opens its sentence, where any word has a capital."""
    begin = sentence_around(text, place).start
    return not any(sign.isalpha() for sign in text[begin : place.start])


def _unnamed(
    evidence: Evidence,
    note: NoteWords,
    text: str,
    target: int,
    kind: SuggestionKind,
    near: NearPassages | None,
    habits: Habits,
) -> _Written | None:
    """Return the link in the sentence that speaks of the target, in a property, or for the list under "See also"."""
    other = evidence.notes[target].path
    link = habits.link(other, source=note.path)
    if link is None:
        return None
    if kind is SuggestionKind.SEMANTIC:
        within = None
        if near is not None and near.closeness >= NEAR and (chunk := habits.chunk(near.here)) is not None:
            within = chunk.span
        sentence = sentence_about(note, text, evidence.likeness.words[target], within)
        if sentence is not None:
            end = end_of_sentence(text, sentence)
            return _Written(f" ({link})", _place(text, end), sentence)
    name = habits.properties.place(note, other) if habits.properties else ""
    if name:
        rules = LinkRules(habits.rules.format)
        wikilink = write_link(habits.names, other, source=note.path, rules=rules)
        return _Written(wikilink, property=name) if wikilink else None
    return _Written(link)


def _place(text: str, span: Span) -> SuggestionPlace:
    return SuggestionPlace(text.count("\n", 0, span.start) + 1, span.start, span.end, span.of(text))
