"""The tables of the catalog: one SQLite file for notes, links, chunks and words."""

import secrets
import sqlite3
import time

SCHEMA_VERSION = 1
READABLE_SINCE = 1
"""The oldest schema whose tables this program can search while it builds a new index beside them."""

_EPOCH_NS = 1_704_067_200 * 1_000_000_000
"""2024-01-01: chunk ids count from there."""

IS_BOARD = "(path LIKE '%.canvas' OR path LIKE '%.base')"
"""Whether a row of ``note`` is a canvas or a base, in the words of an index by which they are counted."""
_TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE note(
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    made_with TEXT NOT NULL,
    hashed_ns INTEGER NOT NULL,
    link_count INTEGER NOT NULL,
    backlinks INTEGER NOT NULL DEFAULT 0,
    is_excluded INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL,
    aliases TEXT NOT NULL,
    tags TEXT NOT NULL,
    warnings TEXT NOT NULL,
    repaired_from TEXT,
    properties TEXT NOT NULL
);
CREATE INDEX note_content ON note(content_hash);
CREATE INDEX note_hashed ON note(hashed_ns);
CREATE INDEX note_excluded ON note(id) WHERE is_excluded = 1;

CREATE TABLE outline(note_id INTEGER PRIMARY KEY, headings TEXT NOT NULL, links BLOB NOT NULL);

CREATE TABLE tag(note_id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(note_id, name)) WITHOUT ROWID;
CREATE INDEX tag_name ON tag(name, note_id);

CREATE TABLE property(
    note_id INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(note_id, name, value)
) WITHOUT ROWID;
CREATE INDEX property_value ON property(name, value, note_id);

CREATE TABLE chunk(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    note_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL,
    first_line INTEGER NOT NULL, last_line INTEGER NOT NULL,
    role TEXT NOT NULL, language TEXT NOT NULL, evidence INTEGER NOT NULL,
    block_id TEXT,
    content_hash TEXT NOT NULL,
    heading TEXT NOT NULL,
    breadcrumb TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX chunk_note ON chunk(note_id, ordinal);

CREATE TABLE queue(chunk_id INTEGER PRIMARY KEY, urgency INTEGER NOT NULL, failed TEXT);
CREATE INDEX queue_urgency ON queue(urgency DESC) WHERE failed IS NULL;

CREATE TABLE removed(chunk_id INTEGER PRIMARY KEY);
CREATE TABLE skipped(path TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE attachment(path TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5(title, heading, body, content='', tokenize="ascii tokenchars '+#'");
INSERT INTO words(words, rank) VALUES('rank', 'bm25(6.0, 2.0, 1.0)');
"""


def schema_version(db: sqlite3.Connection) -> int:
    """Return the version the tables were made by, 0 for a file without tables."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def create_tables(db: sqlite3.Connection, *, words_identity: str) -> None:
    """Make the tables of this version in an empty file, in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    try:
        for statement in _TABLES.split(";\n"):
            if statement.strip():
                db.execute(statement)
        db.execute("INSERT INTO sqlite_sequence(name, seq) VALUES('chunk', 0)")
        db.executemany(
            "INSERT INTO meta(key, value) VALUES(?, ?)",
            [("identity", secrets.token_hex(8)), ("words", words_identity)],
        )
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def add_later_indexes(db: sqlite3.Connection) -> None:
    """Make the indexes that tables of this version may lack, because a program of before made them."""
    db.execute(f"CREATE INDEX IF NOT EXISTS note_board ON note(path) WHERE {IS_BOARD}")


def begin_chunk_ids_now(db: sqlite3.Connection) -> None:
    """Let the next chunk ids lie above this millisecond times 4096, whenever a catalog is opened.

    They stay below 2**53 until 2093. So no id comes back for another chunk, though a lost file or a loss of power made
    the catalog forget it while its vector is still stored.
    """
    milliseconds = (time.time_ns() - _EPOCH_NS) // 1_000_000
    db.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'chunk'", (max(0, milliseconds) << 12,))
