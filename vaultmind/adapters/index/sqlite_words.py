"""Search by words over the full-text table: queries to FTS5 expressions, filters to conditions."""

# ruff: noqa: S608 (statements are composed of constants; every value is bound)

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, assert_never

from vaultmind.adapters.index.sqlite_dates import PLACES, created_within
from vaultmind.adapters.index.sqlite_patterns import condition_of
from vaultmind.adapters.index.sqlite_records import body_words, title_words
from vaultmind.domain.link import NotePath
from vaultmind.domain.query import (
    DateFilter,
    Filter,
    GroupFilter,
    HitFilter,
    LanguageFilter,
    LexicalQuery,
    NameFilter,
    NumberFilter,
    PathFilter,
    PatternFilter,
    PropertyFilter,
    RoleFilter,
    TagFilter,
    Term,
    TextFilter,
    WordField,
    WordFilter,
)
from vaultmind.domain.span import Span
from vaultmind.parsing.morphology import fold, stems_of, without_stop_words, words_of
from vaultmind.ports import FoundNote, Scored

_MOST_SCORED = 4_000
"""Chunks that the words of one query may bring, the rarest words first: FTS5 scores half a million of them a second.
What holds none of these words but only commoner ones is not looked at; vaults of some thousand notes never get there.
"""

_MOST_POSTINGS = 60_000
"""Entries of the index that all words of one query may touch. Words commoner than that are left out; the others add to
the score of the chunks that rarer ones bring.
"""

_MAX_TERMS = 64
"""Words of a plain text that are looked for; a longer text is a document, and its rarest words say enough."""

_Values = list[Any]

_EXCLUDED = "SELECT id FROM chunk WHERE note_id IN (SELECT id FROM note WHERE is_excluded = 1)"
_NAME = "replace(fold(note.path), rtrim(fold(note.path), replace(fold(note.path), '/', '')), '')"
"""The file name of a note, folded: its path without the folders."""
_NOTE_HAS = "note.id IN (SELECT note_id FROM chunk WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?))"

_OF_A_HIT = 30.0
"""What a chunk gains in which the text was found as asked: more than the words of a query bring."""


_WORD_COUNT = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word_count USING fts5vocab(main, words, row)"
_LAST_LETTER = 0xD7FF


@dataclass(frozen=True, slots=True)
class _Condition:
    """A piece of SQL with the values it binds, in order."""

    sql: str
    values: _Values


class SqliteWords:
    """``LexicalIndex`` over the tables of a catalog."""

    def __init__(self, reading: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._reading = reading

    def search(self, query: str | LexicalQuery, *, limit: int) -> Sequence[Scored]:
        """Return chunks that share words with the query, best first; any text is a query."""
        asked = plain_query(query) if isinstance(query, str) else query
        with self._reading() as db:
            bringing, adding = _affordable(db, asked.any)
            statement = _statement(replace(asked, any=bringing), adding, limit)
            rows = db.execute(*statement).fetchall() if statement is not None else []
        return [Scored(row[0], row[1]) for row in rows]

    def counts(self, terms: Sequence[Term]) -> Sequence[int]:
        """Return for each term how many chunks hold its rarest word."""
        with self._reading() as db:
            return _counts(db, terms)

    def stems_beginning(self, letter: str, lengths: tuple[int, int]) -> Sequence[tuple[str, int]]:
        """Return the stems with that first letter and so many letters, with how many chunks hold each."""
        if not letter or ord(letter) >= _LAST_LETTER:
            return ()
        with self._reading() as db:
            db.execute(_WORD_COUNT)
            return db.execute(
                "SELECT term, doc FROM temp.word_count WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
                (letter, chr(ord(letter) + 1), *lengths),
            ).fetchall()

    def chunks_where(self, filters: Sequence[Filter], *, include_excluded: bool = False) -> frozenset[int]:
        """Return the chunks that every filter takes."""
        narrowed = _narrowed([_condition(one) for one in filters])
        shown = "" if include_excluded else f" AND chunk.id NOT IN ({_EXCLUDED})"
        with self._reading() as db:
            rows = db.execute(f"{narrowed.sql}{shown}", narrowed.values)
            return frozenset(row[0] for row in rows)

    def notes_where(self, filters: Sequence[Filter]) -> Sequence[FoundNote]:
        """Return the notes of which every filter takes a chunk, in the order of a list, without excluded ones."""
        narrowed = _narrowed([_condition(one) for one in filters])
        found = f"SELECT note_id FROM chunk WHERE id IN ({narrowed.sql})" if filters else "SELECT id FROM note"
        with self._reading() as db:
            rows = db.execute(
                f"SELECT path, repaired_from IS NOT NULL FROM note WHERE is_excluded = 0 AND id IN ({found}) "
                f"ORDER BY {_order(filters)}, id",
                narrowed.values,
            )
            return [FoundNote(NotePath(path), bool(is_damaged)) for path, is_damaged in rows]

    def chunk_spans(self, paths: Iterable[NotePath]) -> Mapping[NotePath, Sequence[tuple[int, Span]]]:
        """Return id and place of every chunk of these notes, in the order of the text."""
        found: dict[NotePath, list[tuple[int, Span]]] = {}
        with self._reading() as db:
            rows = db.execute(
                "SELECT path, chunk.id, start, stop FROM note JOIN chunk ON note_id = note.id "
                "WHERE path IN (SELECT value FROM json_each(?)) ORDER BY note_id, ordinal",
                (json.dumps(list(paths)),),
            )
            for path, chunk_id, start, stop in rows:
                found.setdefault(NotePath(path), []).append((chunk_id, Span(start, stop)))
        return found


def plain_query(text: str) -> LexicalQuery:
    """Return a plain text as a query for any of its words, the commonest words of the language left out."""
    distinct: dict[str, str] = {}
    for word in without_stop_words(words_of(text)):
        distinct.setdefault(" ".join(stems_of(word)), word)
    return LexicalQuery(any=tuple(Term(word) for word in list(distinct.values())[:_MAX_TERMS]))


def _affordable(db: sqlite3.Connection, terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the terms that bring chunks, and the commoner ones that only add to the score of those.

    The rarest that is in the index always brings; so do terms that are not in it, at no cost.
    """
    if len(terms) < 2:
        return terms, ()
    counts = dict(zip(terms, _counts(db, terms), strict=True))
    bringing: list[Term] = []
    adding: list[Term] = []
    touched = 0
    for term in sorted(terms, key=counts.__getitem__):
        is_first = not touched
        touched += counts[term]
        if is_first or touched <= _MOST_SCORED:
            bringing.append(term)
        elif touched <= _MOST_POSTINGS:
            adding.append(term)
    return tuple(bringing), tuple(adding)


def _counts(db: sqlite3.Connection, terms: Sequence[Term]) -> list[int]:
    """Return how many chunks hold the rarest of each term's words that are in the index at all; 0 where none is."""
    stems_of_each = [body_words(term.text).split() for term in terms]
    stems = list({stem for stems in stems_of_each for stem in stems})
    db.execute(_WORD_COUNT)
    marks = ",".join("?" * len(stems))
    found = dict(db.execute(f"SELECT term, doc FROM temp.word_count WHERE term IN ({marks})", stems).fetchall())
    return [min((int(found[stem]) for stem in each if stem in found), default=0) for each in stems_of_each]


def expression(term: Term) -> str | None:
    """Return what FTS5 is to match for a term, or ``None`` where it has no word that could be in the index.

    Titles are indexed with their commonest words, headings and texts without: so a phrase has two forms.
    """
    full, bare = title_words(term.text, ()), body_words(term.text)
    if not full:
        return None
    if term.field is WordField.TITLE:
        return f"title : ({_in_row(full, term)})"
    if term.field is not None:
        return f"{term.field.value} : ({_in_row(bare, term)})" if bare else None
    if full == bare:
        return f"({_in_row(full, term)})"
    in_title = f"title : ({_in_row(full, term)})"
    return f"({in_title} OR {{heading body}} : ({_in_row(bare, term)}))" if bare else f"({in_title})"


def _in_row(stems: str, term: Term) -> str:
    phrase = f'"{stems}"'
    if not term.is_prefix:
        return phrase
    *before, _ = stems.split(" ")
    begun = " ".join([*before, *stems_of_prefix(term.text)])
    return f'{phrase} OR "{begun}" *'


def stems_of_prefix(text: str) -> list[str]:
    """Return the last word of a text as far as it is typed, not stemmed: its rest may make it another stem."""
    words = words_of(text)
    return [fold(words[-1]).replace("'", "")] if words else []


def _statement(query: LexicalQuery, adding: Sequence[Term], limit: int) -> tuple[str, _Values] | None:
    """Return the statement that finds and scores chunks, or ``None`` where nothing can be found.

    ``adding`` are terms that find nothing alone and add to the score of what the query's terms find.
    """
    required = [expression(term) for term in query.all]
    if None in required:
        return None
    unwanted = [found for term in query.none if (found := expression(term))]
    conditions = [
        *(_condition(one) for one in query.filters),
        *(_Condition(_NOTE_HAS, [one]) for one in required),
        *(_Condition(f"NOT {_NOTE_HAS}", [one]) for one in unwanted),
    ]
    narrowed = _narrowed(conditions)
    by_weight = _by_weight((*query.any, *query.all))
    if not by_weight:
        if (query.any and not query.hits) or not conditions:
            return None
        if query.hits:
            narrowed = _narrowed([*conditions, _hits(query)])
        shown = "" if query.include_excluded else " AND is_excluded = 0"
        order = f"{_order(query.filters)}, note.id, ordinal"
        return f"SELECT id, 0.0 FROM ({narrowed.sql}{shown} ORDER BY {order}) LIMIT ?", [*narrowed.values, limit]

    taken = _Condition("words MATCH ?", [])
    hit = _narrowed([*conditions, _hits(query)])
    if query.only_hits:
        taken = _Condition(f"{taken.sql} AND rowid IN ({hit.sql})", hit.values)
    elif conditions:
        taken = _Condition(f"{taken.sql} AND rowid IN ({narrowed.sql})", narrowed.values)
    if not query.include_excluded:
        taken = _Condition(f"{taken.sql} AND rowid NOT IN ({_EXCLUDED})", taken.values)
    added = _by_weight(adding)
    matches = [(weight, one) for weight, terms in by_weight.items() for one in _matches(terms, added.get(weight, ()))]
    one_list = f"SELECT rowid AS id, -rank * ? AS score FROM words WHERE {taken.sql}"
    if len(by_weight) == 1:  # each list cut by itself: nothing is in two of them
        one_list = f"SELECT * FROM ({one_list} ORDER BY rank LIMIT {int(limit)})"
    lists = " UNION ALL ".join([one_list] * len(matches))
    values = [value for weight, match in matches for value in (weight, match, *taken.values)]
    if query.hits:
        lists, values = f"{lists} UNION ALL SELECT id, ? AS score FROM ({hit.sql})", [*values, _OF_A_HIT, *hit.values]
    return f"SELECT id, total(score) AS sum FROM ({lists}) GROUP BY id ORDER BY sum DESC, id LIMIT ?", [*values, limit]


def _order(filters: Iterable[Filter]) -> str:
    """Return by what a list is ordered: newest first, but those first of whose name a filter leaves least."""
    is_named = any(isinstance(one, NameFilter) and not one.is_negated for one in filters)
    return f"length({_NAME}), mtime_ns DESC" if is_named else "mtime_ns DESC"


def _hits(query: LexicalQuery) -> _Condition:
    return _Condition("chunk.id IN (SELECT value FROM json_each(?))", [json.dumps(sorted(query.hits))])


def _by_weight(terms: Iterable[Term]) -> Mapping[float, Sequence[str]]:
    """Return what FTS5 is to match for each term that can be found, by the weight of the terms."""
    found: dict[float, list[str]] = {}
    for term in terms:
        one = expression(term)
        if one is not None:
            found.setdefault(term.weight, []).append(one)
    return found


def _matches(bringing: Sequence[str], adding: Sequence[str]) -> list[str]:
    """Return what FTS5 is to match: with the adding terms and without them, so that none finds anything alone.

    FTS5 scores every phrase of an expression that a row holds, and has no word for "if it is there".
    """
    any_bringing, any_adding = " OR ".join(bringing), " OR ".join(adding)
    return [f"({any_bringing}) {how} ({any_adding})" for how in ("AND", "NOT")] if adding else [any_bringing]


def _narrowed(conditions: Sequence[_Condition]) -> _Condition:
    """Return the chunks for which every condition holds, as a query of its own."""
    where = " AND ".join(f"({one.sql})" for one in conditions) or "TRUE"
    return _Condition(
        f"SELECT chunk.id FROM chunk JOIN note ON note.id = chunk.note_id WHERE {where}",
        [value for one in conditions for value in one.values],
    )


def _condition(wanted: Filter) -> _Condition:
    found = _positive(wanted)
    return _Condition(f"NOT ({found.sql})", found.values) if wanted.is_negated else found


def _positive(wanted: Filter) -> _Condition:
    match wanted:
        case TagFilter(name=name):
            key = name.removeprefix("#").strip("/").casefold()
            below = "name = ? OR (name >= ? AND name < ?)"
            return _Condition(f"note.id IN (SELECT note_id FROM tag WHERE {below})", [key, f"{key}/", f"{key}0"])
        case PathFilter(prefix=prefix):
            key = prefix.removeprefix("/").casefold().replace("[", "[[]")
            return _Condition("fold(note.path) GLOB ?", [key if "*" in key or "?" in key else f"{key}*"])
        case NameFilter(part=part):
            return _Condition(f"{_NAME} GLOB ?", [f"*{part.casefold().replace('[', '[[]')}*"])
        case PropertyFilter(name=name, value=None):
            return _Condition("note.id IN (SELECT note_id FROM property WHERE name = ?)", [name.casefold()])
        case PropertyFilter(name=name, value=value, others=others):
            plain = [str(one).casefold() for one in (value, *others)]
            values = [*plain, *(f"[[{one}]]" for one in plain if one)]  # a link is asked for by the name it shows
            condition = f"SELECT note_id FROM property WHERE name = ? AND value IN ({','.join('?' * len(values))})"
            return _Condition(f"note.id IN ({condition})", [name.casefold(), *values])
        case NumberFilter(name=name, bound=bound, is_above=is_above):
            number = "value GLOB '*[0-9]*' AND ltrim(value, '-') NOT GLOB '*[^0-9.]*'"
            compared = f"{number} AND CAST(value AS REAL) {'>' if is_above else '<'} ?"
            condition = f"SELECT note_id FROM property WHERE name = ? AND {compared}"
            return _Condition(f"note.id IN ({condition})", [name.casefold(), bound])
        case PatternFilter():
            return _Condition(*condition_of(wanted))
        case HitFilter(chunks=chunks):
            held = "SELECT note_id FROM chunk WHERE id IN (SELECT value FROM json_each(?))"
            return _Condition(f"note.id IN ({held})", [json.dumps(sorted(chunks))])
        case TextFilter():  # nobody looked the text up
            return _Condition("FALSE", [])
        case WordFilter(term=term):
            words = expression(term)
            return _Condition(_NOTE_HAS, [words]) if words is not None else _Condition("FALSE", [])
        case GroupFilter(members=members, is_any=is_any):
            inner = [_condition(one) for one in members]
            joined = (" OR " if is_any else " AND ").join(f"({one.sql})" for one in inner)
            return _Condition(joined or "TRUE", [value for one in inner for value in one.values])
        case DateFilter(since=since, until=until, name=None):
            return _between("strftime('%Y-%m-%dT%H:%M:%S', note.mtime_ns / 1000000000, 'unixepoch')", since, until)
        case DateFilter(since=since, until=until, name="created"):
            made = _between("value", since.casefold(), until.casefold())
            return _Condition(f"note.id IN ({created_within(made.sql)})", made.values * PLACES)
        case DateFilter(since=since, until=until, name=name):
            inside = _between("value", since.casefold(), until.casefold())
            condition = f"note.id IN (SELECT note_id FROM property WHERE name = ? AND {inside.sql})"
            return _Condition(condition, [str(name).casefold(), *inside.values])
        case RoleFilter(role=role):
            return _Condition("chunk.role = ?", [role.value])
        case LanguageFilter(language=language):
            return _Condition("chunk.language = ?", [language])
        case _:
            assert_never(wanted)


def _between(value: str, since: str, until: str) -> _Condition:
    parts = [f"{value} >= ?"] * bool(since) + [f"{value} < ?"] * bool(until)
    return _Condition(" AND ".join(parts) or "TRUE", [bound for bound in (since, until) if bound])
