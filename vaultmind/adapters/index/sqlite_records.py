"""Notes, links and chunks as rows: what one transaction of the catalog reads and writes."""

# ruff: noqa: S608 (statements are composed of constants; every value is bound)

import json
import shutil
import sqlite3
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from vaultmind.adapters.index.sqlite_word_rows import WordRows
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.conflict import conflict_candidates, conflict_original
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.span import Span
from vaultmind.parsing.morphology import searched_stems, stems_of
from vaultmind.ports import IndexedNote, NoteRow

DAY_NS = 86_400 * 1_000_000_000
MAX_COUNTED_BACKLINKS = 365
_ROWS_AT_ONCE = 1_000
_VALUES_AT_ONCE = 400
_KINDS = {kind.value: kind for kind in LinkKind}

SELECT_NOTE = (
    "SELECT id, path, title, aliases, tags, repaired_from, warnings, mtime_ns, properties, is_excluded FROM note"
)
SELECT_CHUNK = (
    "SELECT chunk.id, path, ordinal, start, stop, first_line, last_line, heading, breadcrumb, text, language, role, "
    "block_id, evidence FROM chunk JOIN note ON note.id = chunk.note_id"
)
SELECT_PLACE = "SELECT chunk.id, path, language FROM chunk JOIN note ON note.id = chunk.note_id"
_URGENCY = f"min(mtime_ns + min(backlinks, {MAX_COUNTED_BACKLINKS}) * {DAY_NS}, max(mtime_ns, hashed_ns))"
"""When a note was changed, each backlink a day later, but not later than it was read: what is saved now comes first."""
ENQUEUE = (
    f"INSERT OR IGNORE INTO queue(chunk_id, urgency) SELECT chunk.id, {_URGENCY} "
    "FROM chunk JOIN note ON note.id = chunk.note_id"
)


@dataclass(frozen=True, slots=True)
class StoredNote:
    """What the words of a note depend on besides the text of its chunks, as stored."""

    id: int
    title: str
    aliases: str
    tags: str

    @property
    def title_words(self) -> str:
        return title_words(self.title, json.loads(self.aliases))

    @property
    def tag_list(self) -> list[str]:
        return list(json.loads(self.tags))


def stored_note(db: sqlite3.Connection, path: NotePath) -> StoredNote | None:
    """Return what is stored of a note before it changes."""
    row = db.execute("SELECT id, title, aliases, tags FROM note WHERE path = ?", (path,)).fetchone()
    return StoredNote(*row) if row else None


def write_note(db: sqlite3.Connection, note: IndexedNote, note_id: int | None) -> int:
    """Write the row of a note with its outline, tags and properties; return its id."""
    values: dict[str, Any] = {
        "path": note.path,
        "size": note.stamp.size,
        "mtime_ns": note.stamp.mtime_ns,
        "ctime_ns": note.stamp.ctime_ns,
        "inode": note.stamp.inode,
        "content_hash": note.content_hash,
        "made_with": note.made_with,
        "hashed_ns": time.time_ns(),
        "link_count": len(note.links),
        "is_excluded": int(note.is_excluded),
        "title": note.title,
        "aliases": _texts_json(note.aliases),
        "tags": _texts_json(note.tags),
        "warnings": _texts_json(note.warnings),
        "repaired_from": note.repaired_from,
        "properties": _json(note.properties) if note.properties else "{}",
    }
    is_new = note_id is None
    if note_id is None:
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        note_id = db.execute(f"INSERT INTO note({names}) VALUES({marks})", values).lastrowid
        assert note_id is not None
    else:
        changes = ", ".join(f"{name} = :{name}" for name in values)
        db.execute(f"UPDATE note SET {changes} WHERE id = :id", {**values, "id": note_id})
    db.execute(
        "INSERT OR REPLACE INTO outline(note_id, headings, links) VALUES(?, ?, ?)",
        (note_id, _texts_json(note.headings), pack_links(note.links)),
    )
    if not is_new:
        db.execute("DELETE FROM tag WHERE note_id = ?", (note_id,))
        db.execute("DELETE FROM property WHERE note_id = ?", (note_id,))
    _write_names(db, note, note_id)
    return note_id


def _write_names(db: sqlite3.Connection, note: IndexedNote, note_id: int) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO tag(note_id, name) VALUES(?, ?)", [(note_id, tag.casefold()) for tag in note.tags]
    )
    db.executemany(
        "INSERT OR IGNORE INTO property(note_id, name, value) VALUES(?, ?, ?)",
        [
            (note_id, name.casefold(), value)
            for name, written in note.properties.items()
            for value in _property_values(written)
        ],
    )


def _property_values(written: object) -> Iterator[str]:
    """Yield what a filter may ask a property for: its value or each entry of a list, folded; ``""`` for nothing."""
    match written:
        case None | [] | {}:
            yield ""
        case bool():
            yield "true" if written else "false"
        case list() | tuple():
            for entry in written:
                yield from _property_values(entry)
        case dict():
            yield _json(written).casefold()
        case _:
            yield str(written).casefold()


def notes_with_values(
    db: sqlite3.Connection, names: Collection[str], values: Collection[str]
) -> list[tuple[NotePath, str]]:
    """Return each note with each of these values that a property of one of these names has."""
    found: set[tuple[NotePath, str]] = set()
    wanted = list(values)
    for start in range(0, len(wanted), _VALUES_AT_ONCE):
        some = wanted[start : start + _VALUES_AT_ONCE]
        rows = db.execute(
            f"SELECT path, value FROM property JOIN note ON note.id = note_id WHERE name IN ({_marks(names)}) "
            f"AND value IN ({_marks(some)})",
            [*names, *some],
        )
        found.update((NotePath(path), value) for path, value in rows)
    return sorted(found)


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def touch_note(db: sqlite3.Connection, path: NotePath, stamp: Stamp) -> None:
    """Store another stamp for a note, and let its waiting chunks follow its time."""
    db.execute(
        "UPDATE note SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ?, hashed_ns = ? WHERE path = ?",
        (stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode, time.time_ns(), path),
    )
    row = db.execute("SELECT id FROM note WHERE path = ?", (path,)).fetchone()
    if row:
        _follow_time(db, row[0])


def set_backlinks(db: sqlite3.Connection, counts: Sequence[tuple[NotePath, int]]) -> None:
    """Store how many links lead to some notes, and let their waiting chunks follow."""
    each = [(count, path, count) for path, count in counts]
    db.executemany("UPDATE note SET backlinks = ? WHERE path = ? AND backlinks <> ?", each)
    paths = [path for path, _ in counts]
    db.execute(
        f"UPDATE queue SET urgency = now.urgency FROM (SELECT chunk.id AS id, {_URGENCY} AS urgency FROM note "
        f"JOIN chunk INDEXED BY chunk_note ON note_id = note.id WHERE path IN ({', '.join('?' * len(paths))})) AS now "
        "WHERE chunk_id = now.id AND queue.urgency <> now.urgency",
        paths,
    )


def _follow_time(db: sqlite3.Connection, note_id: int) -> None:
    db.execute(
        f"UPDATE queue SET urgency = (SELECT {_URGENCY} FROM note WHERE id = ?) "
        "WHERE chunk_id IN (SELECT id FROM chunk WHERE note_id = ?)",
        (note_id, note_id),
    )


def remove_note(db: sqlite3.Connection, words: WordRows, path: NotePath) -> None:
    """Take a note out with everything that hangs on it; the ids of its chunks are kept as removed."""
    before = stored_note(db, path)
    if before is None:
        return
    ids = [row[0] for row in db.execute("SELECT id FROM chunk WHERE note_id = ?", (before.id,))]
    _remove_chunks(db, words, ids, before)
    for table in ("outline", "tag", "property"):
        db.execute(f"DELETE FROM {table} WHERE note_id = ?", (before.id,))
    db.execute("DELETE FROM note WHERE id = ?", (before.id,))


def write_chunks(
    db: sqlite3.Connection, words: WordRows, note: IndexedNote, note_id: int, before: StoredNote | None
) -> None:
    """Bring the stored chunks of a note to these; equal ones keep their ids and their words are not touched."""
    stored: dict[tuple[str, str, str], list[tuple[Any, ...]]] = defaultdict(list)
    if before is not None:
        for row in db.execute(
            "SELECT id, heading, role, content_hash, ordinal, start, stop, first_line, last_line, language, block_id, "
            "evidence FROM chunk WHERE note_id = ? ORDER BY ordinal DESC",
            (note_id,),
        ):
            stored[row[1:4]].append(row)
    titles = title_words(note.title, note.aliases)
    words_stay = before is not None and before.title_words == titles and before.tag_list == list(note.tags)
    paths = {_headings(chunk): _headings_json(chunk) for chunk in note.chunks}
    headings = {names: heading_words((*names[0], *names[1]), note.tags) for names in paths}

    fresh: list[tuple[int, Chunk, str]] = []
    kept: list[tuple[int, Chunk, int]] = []
    for index, chunk in enumerate(note.chunks):
        content_hash = chunk.content_hash
        twins = stored.get((paths[_headings(chunk)], chunk.role.value, content_hash)) if stored else None
        if not twins:
            fresh.append((index, chunk, content_hash))
            continue
        row = twins.pop()
        kept.append((index, chunk, row[0]))
        place = (*_place(chunk), chunk.language, chunk.block_id, int(chunk.evidence))
        if tuple(row[4:]) != place:
            db.execute(
                "UPDATE chunk SET ordinal = ?, start = ?, stop = ?, first_line = ?, last_line = ?, language = ?, "
                "block_id = ?, evidence = ? WHERE id = ?",
                (*place, row[0]),
            )
    if before is not None:
        _remove_chunks(db, words, [row[0] for rows in stored.values() for row in rows], before)
        if kept and not words_stay:
            _remove_words(db, words, [chunk_id for _, _, chunk_id in kept], before)
            for index, chunk, chunk_id in kept:
                words.put((chunk_id, titles, headings[_headings(chunk)], _body(note, index)))
        _follow_time(db, note_id)
    added: list[int] = []
    for index, chunk, content_hash in fresh:
        chunk_id = _insert_chunk(db, note_id, chunk, content_hash, paths[_headings(chunk)])
        words.put((chunk_id, titles, headings[_headings(chunk)], _body(note, index)))
        added.append(chunk_id)
    _enqueue(db, note_id, added)


def _enqueue(db: sqlite3.Connection, note_id: int, chunk_ids: Sequence[int]) -> None:
    """Let new chunks wait for their vectors. Plain values: ``INSERT … SELECT`` costs a journal for each statement."""
    if chunk_ids:
        (urgency,) = db.execute(f"SELECT {_URGENCY} FROM note WHERE id = ?", (note_id,)).fetchone()
        rows = [(chunk_id, urgency) for chunk_id in chunk_ids]
        db.executemany("INSERT INTO queue(chunk_id, urgency) VALUES(?, ?)", rows)


def _body(note: IndexedNote, index: int) -> str:
    return note.words[index] if note.words else body_words(note.chunks[index].text)


def _place(chunk: Chunk) -> tuple[int, ...]:
    return (chunk.ordinal, chunk.span.start, chunk.span.end, *chunk.lines)


def _insert_chunk(db: sqlite3.Connection, note_id: int, chunk: Chunk, content_hash: str, path: str) -> int:
    chunk_id = db.execute(
        "INSERT INTO chunk(note_id, ordinal, start, stop, first_line, last_line, language, block_id, evidence, role, "
        "content_hash, heading, breadcrumb, text) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            note_id,
            *_place(chunk),
            chunk.language,
            chunk.block_id,
            int(chunk.evidence),
            chunk.role.value,
            content_hash,
            path,
            chunk.breadcrumb,
            chunk.text,
        ),
    ).lastrowid
    assert chunk_id is not None
    return chunk_id


def _remove_chunks(db: sqlite3.Connection, words: WordRows, ids: Sequence[int], before: StoredNote) -> None:
    _remove_words(db, words, ids, before)
    each = [(chunk_id,) for chunk_id in ids]
    db.executemany("DELETE FROM queue WHERE chunk_id = ?", each)
    db.executemany("DELETE FROM chunk WHERE id = ?", each)
    db.executemany("INSERT OR IGNORE INTO removed(chunk_id) VALUES(?)", each)


# Words


def title_words(title: str, aliases: Sequence[str]) -> str:
    """Return the stems of a note's names; the commonest words count here, for a note may be called "The Who"."""
    return " ".join(stems_of("\n".join((title, *aliases))))


def heading_words(heading: Sequence[str], tags: Sequence[str]) -> str:
    """Return the stems of the headings above and in a chunk and of its note's tags."""
    return searched_stems("\n".join((*heading, *tags)))


def body_words(text: str) -> str:
    """Return the stems of a chunk's text."""
    return searched_stems(text)


def _remove_words(db: sqlite3.Connection, words: WordRows, ids: Sequence[int], before: StoredNote) -> None:
    titles, tags = before.title_words, before.tag_list
    for chunk_id in ids:
        heading, text = db.execute("SELECT heading, text FROM chunk WHERE id = ?", (chunk_id,)).fetchone()
        words.take_out((chunk_id, titles, heading_words(_all_headings(heading), tags), body_words(text)))


def rebuild_words(db: sqlite3.Connection) -> None:
    """Empty the full-text table and fill it from the chunks."""
    words = WordRows()
    db.execute("INSERT INTO words(words) VALUES('delete-all')")
    rows = db.execute("SELECT chunk.id, title, aliases, tags, heading, text FROM chunk JOIN note ON note.id = note_id")
    for chunk_id, title, aliases, tags, heading, text in rows:
        titles = title_words(title, json.loads(aliases))
        words.put((chunk_id, titles, heading_words(_all_headings(heading), json.loads(tags)), body_words(text)))
        if len(words) >= _ROWS_AT_ONCE:
            words.write(db)
    words.write(db)


# Rows to values and back


def note_row(db: sqlite3.Connection, row: Sequence[Any]) -> NoteRow:
    """Return the value of a row of ``SELECT_NOTE``."""
    path = NotePath(row[1])
    return NoteRow(
        path=path,
        title=row[2],
        aliases=_texts(row[3]),
        tags=_texts(row[4]),
        repaired_from=row[5],
        warnings=_texts(row[6]),
        modified_ns=row[7],
        properties=json.loads(row[8]),
        is_excluded=bool(row[9]),
        conflict_of=conflict_original(path) or _near_copy_of(db, path),
    )


def _near_copy_of(db: sqlite3.Connection, path: NotePath) -> NotePath | None:
    """Return the note that ``path`` nearly repeats under a numbered or machine name: at least half of its chunks."""
    for candidate in conflict_candidates(path):
        own, other = (
            {
                row[0]
                for row in db.execute("SELECT text FROM chunk JOIN note ON note.id = note_id WHERE path = ?", (one,))
            }
            for one in (path, candidate)
        )
        if own and len(own & other) * 2 >= len(own):
            return candidate
    return None


def without_time(row: NoteRow) -> NoteRow:
    """Return a row without what differs between two indexes of one vault."""
    return replace(row, modified_ns=0)


def chunk_row(row: Sequence[Any]) -> tuple[int, Chunk]:
    """Return the id and the value of a row of ``SELECT_CHUNK``."""
    path, sections = _split_headings(row[7])
    return row[0], Chunk(
        note=NotePath(row[1]),
        ordinal=row[2],
        span=Span(row[3], row[4]),
        lines=(row[5], row[6]),
        heading=path,
        breadcrumb=row[8],
        text=row[9],
        language=row[10],
        role=Role(row[11]),
        block_id=row[12],
        evidence=bool(row[13]),
        sections=sections,
    )


def _headings(chunk: Chunk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return chunk.heading, chunk.sections


def _headings_json(chunk: Chunk) -> str:
    """Return the path of a chunk as a list; the headings of the sections it holds follow as a list in the list."""
    names = [*chunk.heading, chunk.sections] if chunk.sections else chunk.heading
    return msgspec.json.encode(names).decode() if names else "[]"


def _split_headings(stored: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the path and the sections of ``_headings_json``."""
    names = json.loads(stored)
    sections = names.pop() if names and isinstance(names[-1], list) else ()
    return tuple(names), tuple(sections)


def _all_headings(stored: str) -> tuple[str, ...]:
    path, sections = _split_headings(stored)
    return path + sections


def pack_links(links: Sequence[Link]) -> bytes:
    """Return links as bytes, in their order."""
    return msgspec.msgpack.encode(
        [
            (
                link.kind.value,
                link.target,
                link.heading,
                link.block_id,
                link.alias,
                link.text,
                link.span.start,
                link.span.end,
                link.line,
                link.property,
            )
            for link in links
        ]
    )


def unpack_links(packed: bytes) -> tuple[Link, ...]:
    """Return the links of ``pack_links``."""
    return tuple(
        Link(_KINDS[kind], target, heading, block_id, alias, text, Span(start, end), line, name)
        for kind, target, heading, block_id, alias, text, start, end, line, name in msgspec.msgpack.decode(packed)
    )


def is_disk_full(path: Path) -> bool:
    """Say whether next to nothing is free on the disk of ``path``."""
    try:
        return shutil.disk_usage(path.parent).free < 1_000_000
    except OSError:
        return False


_json_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def _texts_json(texts: Sequence[str]) -> str:
    return msgspec.json.encode(texts).decode() if texts else "[]"


def _texts(packed: str) -> tuple[str, ...]:
    """Return the texts of ``_texts_json``."""
    return () if packed == "[]" else tuple(json.loads(packed))


def _json(value: object) -> str:
    return _json_encoder.encode(value)
