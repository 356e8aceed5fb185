"""The file of what cannot be rebuilt: journal, decisions, conversations. Migrated step by step, after a copy."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from vaultmind.domain.errors import IndexProblem, StorageFull, VaultProblem

_BUSY_MS = 15_000

MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE content(
        checksum TEXT PRIMARY KEY,
        size_bytes INTEGER NOT NULL,
        packed BLOB NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE journal(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        batch TEXT NOT NULL,
        at TEXT NOT NULL,
        action TEXT NOT NULL,
        note TEXT NOT NULL,
        new_note TEXT,
        asked_by TEXT NOT NULL,
        why TEXT NOT NULL,
        state TEXT NOT NULL,
        before TEXT,
        after TEXT,
        edits BLOB NOT NULL,
        token TEXT NOT NULL,
        undoes INTEGER
    );
    CREATE INDEX journal_batch ON journal(batch);
    CREATE INDEX journal_note ON journal(note);
    CREATE INDEX journal_intended ON journal(id) WHERE state = 'intended';
    CREATE INDEX journal_undoes ON journal(undoes) WHERE undoes IS NOT NULL;

    CREATE TABLE kept(
        entry INTEGER NOT NULL,
        checksum TEXT NOT NULL,
        PRIMARY KEY(entry, checksum)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE decision(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        verdict TEXT NOT NULL,
        name TEXT NOT NULL,
        score REAL NOT NULL,
        at TEXT NOT NULL
    );

    CREATE TABLE offered(
        id TEXT PRIMARY KEY,
        suggestion BLOB NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE conversation(
        id INTEGER PRIMARY KEY CHECK(id = 1),
        conversation BLOB NOT NULL
    );

    CREATE TABLE recipe_run(
        checksum TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        at TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE journal ADD COLUMN new_folders INTEGER NOT NULL DEFAULT 0;
    """,
    """
    ALTER TABLE decision ADD COLUMN words TEXT NOT NULL DEFAULT '';
    ALTER TABLE decision ADD COLUMN kind TEXT NOT NULL DEFAULT '';
    """,
    """
    ALTER TABLE journal ADD COLUMN words_of TEXT NOT NULL DEFAULT '';
    """,
)
"""One script for each version; a script that was released is never changed, only followed by another."""


def open_memory(path: Path) -> sqlite3.Connection:
    """Open the memory of a vault, made or migrated where needed; raise ``IndexProblem`` for that of a newer program.

    Before a migration the file is copied beside itself.
    """
    with told_of_memory(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000)
        try:
            if os.name == "posix":
                path.chmod(0o600)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version == len(MIGRATIONS):
        return
    if version > len(MIGRATIONS):
        raise IndexProblem("The journal of this vault was written by a newer VaultMind: update this one.")
    if version > 0:
        with contextlib.closing(sqlite3.connect(path.with_name(f"{path.name}.version-{version}"))) as copy:
            connection.backup(copy)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        for number in range(_version(connection), len(MIGRATIONS)):
            for statement in MIGRATIONS[number].split(";"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextlib.contextmanager
def told_of_memory(path: Path) -> Iterator[None]:
    """Turn what SQLite says into one sentence a person can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull("There is no room left on the disk for the journal, so nothing was written.") from error
        raise VaultProblem(f"The journal {path} cannot be written by this user, so nothing was written.") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise StorageFull("There is no room left on the disk for the journal, so nothing was written.") from error
        if code == sqlite3.SQLITE_BUSY:
            raise VaultProblem("Another VaultMind keeps the journal of this vault busy: try again.") from error
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise VaultProblem(f"The journal {path} is damaged: move it away, and a new one is begun.") from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise VaultProblem(f"The journal {path} cannot be written by this user, so nothing was written.") from error
        raise VaultProblem(f"The journal {path} cannot be used, so nothing was written: {error}.") from error
