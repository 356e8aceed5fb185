"""What SQLite reports, as sentences for a person; and the mark that a catalog was found damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vaultmind.adapters.index import sqlite_records as records
from vaultmind.domain.errors import IndexBusy, IndexDamaged, IndexProblem, StorageFull


def damage_note(catalog: Path) -> Path:
    """Return the file whose presence says that a catalog was found damaged while it was used."""
    return Path(f"{catalog}.damage")


@contextmanager
def as_problems(path: Path) -> Iterator[None]:
    """Raise what SQLite reports as sentences for a person, told apart by its error codes."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT):
            raise IndexDamaged(f"The index in {path.parent} is damaged ({error}).") from error
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and records.is_disk_full(path)):
            raise StorageFull(f"The disk with {path.parent} is full: free some space, then index again.") from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise IndexBusy(f"Another program is writing to the index in {path.parent}.") from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM):
            raise IndexProblem(f"The index in {path.parent} cannot be used: {error}.") from error
        raise
