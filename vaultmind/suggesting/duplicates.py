"""Notes that say mostly the same, or whose names are one name in two spellings: likely duplicates."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from heapq import nsmallest
from itertools import combinations
from zlib import crc32

from vaultmind.domain.link import NotePath, name_key
from vaultmind.domain.suggestion import (
    LinkSuggestion,
    SuggestionKind,
    SuggestionReason,
    SuggestionReasonKind,
    suggestion_id,
)
from vaultmind.suggesting.words import BORDER, NoteWords

_STRIDE = 4
_KEPT_MARKS = 12
_SHARED_MARKS = 4
_LEAST_SHARED = 0.6
_FEWEST_WORDS = 12
_COMMON_MARK = 20
"""A mark that more notes share is of a template, and speaks for no pair."""
_COMMON_TEXT = 3
"""A text of few words that more notes have is a template's too."""
_TWIN_SHARE = 0.3
"""What twins by name must share of the shorter text, unless one of them is nearly empty."""


class DuplicateFinder:
    """Finds likely duplicates; what was learnt of an unchanged note is kept."""

    def __init__(self) -> None:
        self._marks: dict[NotePath, tuple[NoteWords, tuple[int, ...]]] = {}

    def find(self, notes: Sequence[NoteWords], backlinks: Callable[[NotePath], int]) -> list[LinkSuggestion]:
        """Return pairs that may be one note, likeliest first; the target is linked more than the source."""
        known, self._marks = self._marks, {}
        for note in notes:
            before = known.get(note.path)
            self._marks[note.path] = before if before is not None and before[0] is note else (note, _marks(note))
        found: dict[tuple[NotePath, NotePath], LinkSuggestion] = {}
        for one, other in (*self._by_text(notes), *_by_name(notes), *_by_body(notes)):
            source, target = _into(one, other, backlinks)
            key = (source.path, target.path)
            suggestion = None if key in found else _weighed(source, target)
            if suggestion is not None:
                found[key] = suggestion
        return sorted(found.values(), key=lambda one: (-one.score, one.source))

    def _by_text(self, notes: Sequence[NoteWords]) -> Iterator[tuple[NoteWords, NoteWords]]:
        """Yield pairs that share several of the marks by which each note is known (bottom-k sketches, Broder 1997)."""
        holding: defaultdict[int, list[int]] = defaultdict(list)
        for number, note in enumerate(notes):
            for mark in self._marks[note.path][1]:
                holding[mark].append(number)
        shared: Counter[tuple[int, int]] = Counter()
        for numbers in holding.values():
            if 1 < len(numbers) <= _COMMON_MARK:
                shared.update(combinations(numbers, 2))
        for (one, other), marks in sorted(shared.items()):
            if marks >= _SHARED_MARKS:
                yield notes[one], notes[other]


def _weighed(source: NoteWords, target: NoteWords) -> LinkSuggestion | None:
    here, there = _stretches(source), _stretches(target)
    is_same = bool(source.body) and source.body == target.body
    shared = 1.0 if is_same else len(here & there) / len(here | there) if here | there else 0.0
    held = 1.0 if is_same or not here else len(here & there) / len(here)
    is_twin = _twin_key(source) == _twin_key(target)
    is_short = min(len(source.stems), len(target.stems)) < _FEWEST_WORDS
    if shared < _LEAST_SHARED and not (is_twin and (held >= _TWIN_SHARE or is_short)):
        return None
    reasons = []
    if shared >= _LEAST_SHARED or here & there:
        reasons.append(SuggestionReason(SuggestionReasonKind.SAME_TEXT, str(round(100 * held))))
    if is_twin:
        reasons.append(SuggestionReason(SuggestionReasonKind.SPELLED_ALIKE, target.path))
    own_id = suggestion_id(NotePath(f"{source.path}\0merged"), target.path, None)  # a link to it has one of its own
    return LinkSuggestion(
        id=own_id,
        source=source.path,
        target=target.path,
        kind=SuggestionKind.DUPLICATE,
        anchor=None,
        replacement="",
        score=round(min(0.99, max(shared, 0.6 if is_twin else 0.0) + (0.2 if is_twin else 0.0)), 4),
        reasons=tuple(reasons),
    )


def _by_name(notes: Sequence[NoteWords]) -> Iterator[tuple[NoteWords, NoteWords]]:
    """Yield pairs of one folder whose names differ in blanks, hyphens, underscores or case alone."""
    twins: defaultdict[str, list[NoteWords]] = defaultdict(list)
    for note in notes:
        twins[_twin_key(note)].append(note)
    for alike in twins.values():
        if 1 < len(alike) <= _COMMON_MARK:
            yield from combinations(alike, 2)


def _by_body(notes: Sequence[NoteWords]) -> Iterator[tuple[NoteWords, NoteWords]]:
    """Yield pairs of the same text of few words or none, e.g. a sum or a picture, which has no marks to be known by."""
    same: defaultdict[bytes, list[NoteWords]] = defaultdict(list)
    for note in notes:
        if note.body and len(note.stems) - note.stems.count(BORDER) < _FEWEST_WORDS:
            same[note.body].append(note)
    for alike in same.values():
        if 1 < len(alike) <= _COMMON_TEXT:
            yield from combinations(alike, 2)


def _twin_key(note: NoteWords) -> str:
    folder, _, name = note.path.rpartition("/")
    letters = "".join(sign for sign in name_key(name).replace("ё", "е") if sign.isalnum() or sign in "+#")
    return f"{folder}/{letters}"


def _stretches(note: NoteWords) -> set[tuple[str, ...]]:
    words = [stem for stem in note.stems if stem != BORDER]
    if len(words) < _FEWEST_WORDS:
        return set()
    return set(zip(*(words[at:] for at in range(_STRIDE)), strict=False))


def _marks(note: NoteWords) -> tuple[int, ...]:
    """Return the least of the numbers that the stretches of a note have."""
    numbers = {crc32("\0".join(stretch).encode("utf-8", "surrogatepass")) for stretch in _stretches(note)}
    return tuple(nsmallest(_KEPT_MARKS, numbers))


def _into(one: NoteWords, other: NoteWords, backlinks: Callable[[NotePath], int]) -> tuple[NoteWords, NoteWords]:
    """Return which is merged into which: that with fewer backlinks, else fewer words, else the longer, later path."""
    source, target = sorted(
        sorted((one, other), key=lambda note: (len(note.path), note.path), reverse=True),
        key=lambda note: (backlinks(note.path), len(note.stems)),
    )
    return source, target
