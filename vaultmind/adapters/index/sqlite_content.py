"""What an index says of a vault, so that two of them can be compared."""

# ruff: noqa: S608 (statements are composed of constants; every value is bound)

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Protocol

from vaultmind.adapters.index import sqlite_records as records

Content = Mapping[str, Mapping[str, object]]
"""Subject to key to value, e.g. ``content["links"]["Garden.md"]``."""


class HasContent(Protocol):
    """A catalog that can say all it knows."""

    def content(self) -> Content: ...


def differences(one: HasContent, other: HasContent) -> list[str]:
    """Return in sentences how two catalogs differ; stamps, ids and the state of vectors do not count."""
    left, right = one.content(), other.content()
    return [
        f"{subject} of {key}: {left[subject].get(key)!r} and {right[subject].get(key)!r}"
        for subject in left
        for key in sorted(left[subject].keys() | right[subject].keys())
        if left[subject].get(key) != right[subject].get(key)
    ]


def content_of(db: sqlite3.Connection) -> Content:
    """Read everything but stamps, ids and the state of vectors."""
    chunks = dict(map(records.chunk_row, db.execute(records.SELECT_CHUNK)))
    return {
        "note": {
            row[1]: records.without_time(records.note_row(db, row))
            for row in db.execute(records.SELECT_NOTE).fetchall()
        },
        "content": dict(db.execute("SELECT path, content_hash FROM note")),
        "link count": dict(db.execute("SELECT path, link_count FROM note")),
        "headings": dict(db.execute("SELECT path, headings FROM note JOIN outline ON note_id = id")),
        "links": {
            path: records.unpack_links(links)
            for path, links in db.execute("SELECT path, links FROM note JOIN outline ON note_id = id")
        },
        "tags": _grouped(db, "SELECT path, name FROM tag JOIN note ON id = note_id ORDER BY 1, 2"),
        "properties": _grouped(db, "SELECT path, name, value FROM property JOIN note ON id = note_id ORDER BY 1, 2, 3"),
        "chunk": {f"{chunk.note}#{chunk.ordinal}": chunk for chunk in chunks.values()},
        "stems": _stems(db, {chunk_id: f"{chunk.note}#{chunk.ordinal}" for chunk_id, chunk in chunks.items()}),
        "orphans": {f"{table} row": True for table in _orphans(db)},
        "skipped": dict(db.execute("SELECT path, reason FROM skipped")),
        "attachments": {path: True for (path,) in db.execute("SELECT path FROM attachment")},
    }


def _grouped(db: sqlite3.Connection, sql: str) -> dict[str, object]:
    grouped: dict[str, list[object]] = defaultdict(list)
    for path, *values in db.execute(sql):
        grouped[path].append(tuple(values))
    return {path: tuple(values) for path, values in grouped.items()}


def _stems(db: sqlite3.Connection, places: Mapping[int, str]) -> dict[str, object]:
    """Return where each stem stands, read back from the full-text table itself."""
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.stems USING fts5vocab(main, words, instance)")
    stems: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for term, chunk_id, column, offset in db.execute("SELECT term, doc, col, offset FROM temp.stems"):
        stems[places.get(chunk_id, f"chunk {chunk_id}, which is gone")].append((column, offset, term))
    return {place: tuple(sorted(found)) for place, found in stems.items()}


def _orphans(db: sqlite3.Connection) -> Iterator[str]:
    for table in ("chunk", "outline", "tag", "property"):
        if db.execute(f"SELECT 1 FROM {table} WHERE note_id NOT IN (SELECT id FROM note)").fetchone():
            yield table
    if db.execute("SELECT 1 FROM queue WHERE chunk_id NOT IN (SELECT id FROM chunk)").fetchone():
        yield "queue"
    if db.execute("SELECT 1 FROM removed WHERE chunk_id IN (SELECT id FROM chunk)").fetchone():
        yield "removed"
