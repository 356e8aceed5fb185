"""Conditions on the text of notes, verified on the notes themselves: ``line:``, ``task:``, ``/regex/``, exact case.

What words a condition needs is looked up in the index first; the notes that are left are read, each once.
"""

import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice

import re2

from vaultmind.domain.errors import Cancelled, VaultMindError
from vaultmind.domain.link import NotePath
from vaultmind.domain.query import (
    Filter,
    GroupFilter,
    HitFilter,
    Likeness,
    Match,
    Matches,
    Term,
    TextFilter,
    TextUnit,
    WordFilter,
)
from vaultmind.domain.span import Span
from vaultmind.parsing.inflection import other_forms
from vaultmind.parsing.morphology import fold, is_stop_word, stems_of, words_of
from vaultmind.parsing.patterns import Pattern, pattern_of
from vaultmind.parsing.units import NoteText, Stretch
from vaultmind.ports import CancelToken, Catalog, FoundNote, LexicalIndex, VaultFiles
from vaultmind.retrieval.forms import in_any_form
from vaultmind.retrieval.query import Query
from vaultmind.retrieval.text_queries import texts_in

ReadBytes = Callable[[NotePath], bytes | None]
"""Returns what a file holds now, ``None`` where it cannot be read."""


class _Never:
    """Nobody stops it."""

    def cancelled(self) -> bool:
        return False


NEVER: CancelToken = _Never()
_LOOK_EVERY = 32
_PLACES_AT_ONCE = 500
_MOST_PLACES = 200
"""Places of one note that are looked for; more of them lead to no other passages that anybody would read."""
_MOST_REMEMBERED = 8
_LEFT_BY_STEMS = 3
"""Letters that a word begins with as its stem does, however long its endings: ``gardeni*`` is a beginning of none."""
_WORDS_NEEDED = 12
"""Words by which the index is asked; notes that have so many of a condition's words are few."""
_MOST_TERMS = 64
_TASKS = frozenset((TextUnit.TASK, TextUnit.TASK_TODO, TextUnit.TASK_DONE))
_CRLF = re.compile("\r\n")
_BORDERS = re.compile(r"[\^$]|\\[bBAz]")
_MAY_BE_TASK = re.compile(r"\[.\](?:\s|\Z)")
_Places = Mapping[NotePath, Sequence[Span]]


def reading_from(files: VaultFiles) -> ReadBytes:
    """Return what reads the files of a vault; one that is gone or cannot be read holds nothing."""

    def read(path: NotePath) -> bytes | None:
        try:
            return files.read(path)
        except VaultMindError:
            return None

    return read


class TextConditions:
    """Looks up what a query wants of the text of notes; keeps what it found until the index changes."""

    def __init__(self, catalog: Catalog, lexical: LexicalIndex, read: ReadBytes) -> None:
        self._catalog = catalog
        self._lexical = lexical
        self._read = read
        self._known: dict[object, tuple[frozenset[int], int]] = {}
        """The chunks where a condition holds, and how many notes were not read for it."""
        self._knowing = threading.Lock()

    def looked_up(self, query: Query, stop: CancelToken, *, enough: int | None = None) -> Query:
        """Return a query in which each condition on a text is the chunks where it holds; raise ``Cancelled``.

        Where one condition is all that finds something, ``enough`` notes end the search: the newest ones.
        """
        words = query.words
        wanted = list(dict.fromkeys(one for each in words.filters for one in texts_in(each)))
        if not wanted:
            return query
        others = (
            *(one for one in words.filters if not any(texts_in(one))),
            *(WordFilter(term) for term in words.all),
            *(WordFilter(term, is_negated=True) for term in words.none),
        )
        is_alone = len(wanted) == 1 and wanted[0] in words.filters and not words.any and not words.all
        hits, unread = self._hits(wanted, others, stop, enough if is_alone else None)
        if unread:
            said = f"Listed are the {enough} newest notes in which this was found: {unread} more were not looked into."
            query = replace(query, notices=(*query.notices, said))
        filters = tuple(_settled(one, hits) for one in words.filters)
        if not _bring_texts(words.filters):
            return replace(query, words=replace(words, filters=filters))
        brought = frozenset(chunk for one in _bringing(words.filters) for chunk in hits[one])
        has_no_other_words = not words.any and not words.all
        each = (term for one in _bringing(words.filters) for term in _terms_of(one.wanted))
        terms = tuple(dict.fromkeys(each))[:_MOST_TERMS]
        return replace(
            query,
            words=replace(
                words,
                any=terms if has_no_other_words else words.any,
                filters=filters,
                hits=brought,
                only_hits=has_no_other_words,
            ),
        )

    def _hits(
        self, wanted: Sequence[TextFilter], others: Sequence[Filter], stop: CancelToken, enough: int | None
    ) -> tuple[Mapping[TextFilter, frozenset[int]], int]:
        """Return the chunks in which each condition holds, and how many notes were not read for there were enough."""
        changes = self._catalog.change_count()
        keys = {one: (one, tuple(others), enough, changes) for one in wanted}
        with self._knowing:
            found = {one: self._known[key] for one, key in keys.items() if changes is not None and key in self._known}
        missing = [one for one in wanted if one not in found]
        read, unread = self._places(missing, others, stop, enough)
        for one, places in read.items():
            found[one] = self._chunks_at(places), unread
            with self._knowing:
                self._known[keys[one]] = found[one]
                while len(self._known) > _MOST_REMEMBERED:
                    del self._known[next(iter(self._known))]
        return {one: chunks for one, (chunks, _) in found.items()}, max(left for _, left in found.values())

    def _places(
        self, wanted: Sequence[TextFilter], others: Sequence[Filter], stop: CancelToken, enough: int | None
    ) -> tuple[Mapping[TextFilter, _Places], int]:
        places: dict[TextFilter, dict[NotePath, Sequence[Span]]] = {one: {} for one in wanted}
        asked: dict[FoundNote, list[TextFilter]] = {}
        for one in wanted:
            for note in self._lexical.notes_where([*others, *_words_needed(one.wanted)]):
                asked.setdefault(note, []).append(one)
        for number, (note, conditions) in enumerate(asked.items()):
            if number % _LOOK_EVERY == 0 and stop.cancelled():
                raise Cancelled("Stopped.")
            data = self._read(note.path)
            if data is None:
                continue
            text = NoteText(note.path, data, is_damaged=note.is_damaged)
            for one in conditions:
                spans = list(_places_in(text, one))
                if spans:
                    places[one][note.path] = spans
            if enough is not None and len(places[wanted[0]]) >= enough:
                return places, len(asked) - number - 1
        return places, 0

    def _chunks_at(self, places: _Places) -> frozenset[int]:
        """Return the chunks in which spans stand, or the nearest before them, or a note's first."""
        chunks: set[int] = set()
        paths = list(places)
        for start in range(0, len(paths), _PLACES_AT_ONCE):
            spans_of = self._lexical.chunk_spans(paths[start : start + _PLACES_AT_ONCE])
            for path, spans in spans_of.items():
                chunks.update(_chunk_at(spans, place) for place in places[path])
        return frozenset(chunks)


def _chunk_at(chunks: Sequence[tuple[int, Span]], place: Span) -> int:
    """Return the chunk that shares most with a place, the first of equals."""
    before = chunks[0][0]
    best, most = None, 0
    for chunk_id, span in chunks:
        shared = min(span.end, place.end) - max(span.start, place.start)
        if shared > most:
            best, most = chunk_id, shared
        if span.start <= place.start:
            before = chunk_id
    return before if best is None else best


# What a tree of filters asks of texts


def _brings(wanted: Filter) -> bool:
    """Say whether whatever a filter takes holds a text or word that it names."""
    if wanted.is_negated:
        return False
    if isinstance(wanted, GroupFilter):
        return bool(wanted.members) and (all if wanted.is_any else any)(map(_brings, wanted.members))
    return isinstance(wanted, TextFilter | WordFilter)


def _bring_texts(filters: Iterable[Filter]) -> bool:
    return any(_brings(one) and any(texts_in(one)) for one in filters)


def lists_texts(query: Query) -> bool:
    """Say whether a query lists the places of a text and nothing else, looked up or not."""
    words = query.words
    return words.only_hits or (not words.any and not words.all and _bring_texts(words.filters))


def _bringing(filters: Iterable[Filter]) -> Iterator[TextFilter]:
    """Yield the conditions whose places are to be shown."""
    for one in filters:
        if one.is_negated:
            continue
        if isinstance(one, TextFilter):
            yield one
        elif isinstance(one, GroupFilter):
            yield from _bringing(one.members)


def _settled(wanted: Filter, hits: Mapping[TextFilter, frozenset[int]]) -> Filter:
    if isinstance(wanted, TextFilter):
        return HitFilter(hits[replace(wanted, is_negated=False)], wanted.is_negated)
    if isinstance(wanted, GroupFilter):
        return replace(wanted, members=tuple(_settled(one, hits) for one in wanted.members))
    return wanted


def _words_needed(wanted: Match | Matches) -> list[Filter]:
    """Return filters that leave every note of which a stretch may be as wanted, by the words the index has."""
    if wanted.is_negated:
        return []
    if isinstance(wanted, Match):
        needed = [
            WordFilter(replace(term, text=term.text[:_LEFT_BY_STEMS]) if term.is_prefix else term)
            for term in dict.fromkeys(_terms_of(wanted)[:_WORDS_NEEDED])
        ]
        return [in_any_form(one) for one in needed] if len(words_of(wanted.text)) == 1 else list(needed)
    each = [_words_needed(one) for one in wanted.members]
    if not wanted.is_any:
        return [one for of_member in each for one in of_member][:_WORDS_NEEDED]
    if not each:
        return [HitFilter(frozenset())]
    if not all(each):
        return []
    return [GroupFilter(tuple(GroupFilter(tuple(of_member)) for of_member in each), is_any=True)]


def _terms_of(wanted: Match | Matches) -> list[Term]:
    """Return the words that the index can look for, where they are wanted in any of their forms."""
    if wanted.is_negated:
        return []
    if isinstance(wanted, Matches):
        return [term for one in wanted.members for term in _terms_of(one)]
    if wanted.by is not Likeness.WORDS:
        return []
    *before, last = words_of(wanted.text) or [""]
    words = [Term(word) for word in before if not is_stop_word(word)]
    if wanted.is_prefix:
        return [*words, Term(last, is_prefix=True)]
    return [*words, *([Term(last)] if last and not is_stop_word(last) else [])]


# Whether a stretch is as wanted


def _places_in(text: NoteText, wanted: TextFilter) -> Iterator[Span]:
    """Yield where in a note a condition holds, the first places of it."""
    condition = wanted.wanted
    if wanted.unit in (TextUnit.NOTE, TextUnit.CONTENT):
        if wanted.unit is TextUnit.NOTE and _holds(condition, _Judged(text.name)):
            yield Span(0, 0)
        for whole in text.wholes():
            yield from _places_of(condition, whole)
    elif any(_may_hold(wanted, whole.text) for whole in text.wholes()):
        holding = (one.span for one in text.stretches(wanted.unit) if _holds(condition, _Judged(one.text)))
        yield from islice(holding, _MOST_PLACES)


def _places_of(wanted: Match | Matches, whole: Stretch) -> Iterator[Span]:
    """Yield where in a text a condition holds: each place of what is looked for, or else its beginning."""
    if not isinstance(wanted, Match) or wanted.is_negated or wanted.by is Likeness.WORDS:
        if _holds(wanted, _Judged(whole.text)):
            yield whole.span
        return
    if wanted.by is Likeness.LETTERS and wanted.is_cased and wanted.text not in whole.text:
        return
    pattern, text = _pattern(wanted), _with_ends(whole.text)
    found = pattern.places(text, _MOST_PLACES) if pattern is not None else ()
    is_shorter = bool(found) and len(text) < len(whole.text)
    ends = [end.start() - before for before, end in enumerate(_CRLF.finditer(whole.text))] if is_shorter else []
    for start, end in found:
        moved = bisect_left(ends, start), bisect_left(ends, end)
        yield Span(whole.span.start + start + moved[0], whole.span.start + end + moved[1])


def _may_hold(wanted: TextFilter, whole: str) -> bool:
    """Say whether a text may have such a stretch; a quick look."""
    if wanted.unit in _TASKS and _MAY_BE_TASK.search(whole) is None:
        return False
    each = wanted.wanted
    while isinstance(each, Matches) and len(each.members) == 1 and not each.is_negated:
        each = each.members[0]
    if not isinstance(each, Match) or each.is_negated or each.by is Likeness.WORDS:
        return True
    is_of_borders = each.by is Likeness.PATTERN and _BORDERS.search(each.text) and wanted.unit is not TextUnit.LINE
    return bool(is_of_borders) or _holds(each, _Judged(whole))


class _Judged:
    """A stretch whose words are reduced where they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def stems(self) -> list[str]:
        return stems_of(self.text)

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.text)


def _holds(wanted: Match | Matches, judged: _Judged) -> bool:
    """Say whether a stretch is as wanted."""
    if isinstance(wanted, Matches):
        found = (any if wanted.is_any else all)(_holds(one, judged) for one in wanted.members)
        return found is not wanted.is_negated
    if wanted.by is Likeness.WORDS:
        return _holds_words(wanted, judged) is not wanted.is_negated
    if wanted.by is Likeness.LETTERS and wanted.is_cased:
        return (wanted.text in judged.text) is not wanted.is_negated
    pattern = _pattern(wanted)
    return (pattern is not None and pattern.is_in(_with_ends(judged.text))) is not wanted.is_negated


def _holds_words(wanted: Match, judged: _Judged) -> bool:
    """Say whether words stand side by side in a stretch, in any of their forms."""
    sought = stems_of(wanted.text)
    if not wanted.is_prefix:
        return _in_row(sought, judged.stems) or any(_in_row(form, judged.stems) for form in _stems_of_forms(wanted))
    *before, last = words_of(wanted.text) or [""]
    begun = fold(last)
    for at, word in enumerate(judged.words):
        if word.startswith(begun) and at >= len(before):
            standing = judged.words[at - len(before) : at]
            if all(stems_of(one) == stems_of(other) for one, other in zip(standing, before, strict=True)):
                return True
    return False


@lru_cache(maxsize=1_000)
def _stems_of_forms(wanted: Match) -> tuple[list[str], ...]:
    """Return the stems of the other forms of a word that stands alone: ``mice`` for ``mouse``."""
    words = words_of(wanted.text)
    return tuple(stems_of(form) for form in other_forms(words[0])) if len(words) == 1 else ()


def _in_row(sought: Sequence[str], stems: Sequence[str]) -> bool:
    """Say whether stems stand one after the other; none stand anywhere."""
    if not sought or sought[0] not in stems:
        return not sought
    length = len(sought)
    return any(stems[at : at + length] == sought for at in range(len(stems) - length + 1) if stems[at] == sought[0])


def _pattern(wanted: Match) -> Pattern | None:
    if wanted.by is Likeness.LETTERS:
        return pattern_of(re2.escape(wanted.text), is_cased=wanted.is_cased)
    return pattern_of(wanted.text, is_cased=wanted.is_cased)


def _with_ends(text: str) -> str:
    """Return a text whose lines end as expressions have it."""
    return text.replace("\r\n", "\n") if "\r\n" in text else text
