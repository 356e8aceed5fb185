"""The journal of writes, in the vault's memory file."""

import contextlib
import json
import secrets
import threading
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from vaultmind.adapters.memory.memory_schema import open_memory, told_of_memory
from vaultmind.domain.edit import ByteEdit, Checksum, checksum_of
from vaultmind.domain.errors import VaultProblem
from vaultmind.domain.journal import Action, EntryState, Intent, JournalEntry
from vaultmind.domain.link import NotePath

_COLUMNS = (
    "id, batch, at, action, note, new_note, asked_by, why, state, before, after, edits, token, undoes, new_folders,"
    " words_of"
)
_LATEST = (1 << 63) - 1
_Row = tuple[
    int, str, str, str, str, str | None, str, str, str, str | None, str | None, bytes, str, int | None, int, str
]


class SqliteJournal:
    """Keeps every version a write met, compressed, under its checksum; equal versions are kept once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_memory(path)
        self._lock = threading.RLock()

    def begin(
        self, intents: Sequence[Intent], *, at: str, asked_by: str, why: str, words_of: str = ""
    ) -> Sequence[JournalEntry]:
        with self._lock, told_of_memory(self._path), self._synced():
            for intent in intents:
                self._keep(intent.before)
                self._keep(intent.after)
            ids = [self._insert(intent, at=at, asked_by=asked_by, why=why, words_of=words_of) for intent in intents]
            batch = f"b{ids[0]}"
            self._connection.executemany("UPDATE journal SET batch = ? WHERE id = ?", [(batch, entry) for entry in ids])
        return self.batch(batch)

    def finish(self, entry_id: int, state: EntryState) -> None:
        with self._lock, told_of_memory(self._path):
            self._connection.execute("UPDATE journal SET state = ? WHERE id = ?", (state.value, entry_id))

    def keep(self, entry_id: int, content: bytes) -> None:
        with self._lock, told_of_memory(self._path), self._synced():
            checksum = self._keep(content)
            self._connection.execute("INSERT OR IGNORE INTO kept VALUES(?, ?)", (entry_id, checksum))

    def entry(self, entry_id: int) -> JournalEntry | None:
        found = self._select("WHERE id = ?", (entry_id,))
        return found[0] if found else None

    def batch(self, batch: str) -> Sequence[JournalEntry]:
        return self._select("WHERE batch = ? ORDER BY id", (batch,))

    def entries(
        self, *, limit: int = 50, note: NotePath | None = None, before: int | None = None
    ) -> Sequence[JournalEntry]:
        oldest = _LATEST if before is None else before
        if note is None:
            return self._select("WHERE id < ? ORDER BY id DESC LIMIT ?", (oldest, limit))
        return self._select(
            "WHERE (note = ? OR new_note = ?) AND id < ? ORDER BY id DESC LIMIT ?", (note, note, oldest, limit)
        )

    def later(self, entry_id: int) -> Sequence[JournalEntry]:
        return self._select("WHERE id > ? ORDER BY id", (entry_id,))

    def renames_since(self, entry_id: int) -> Sequence[JournalEntry]:
        return self._select(
            "WHERE id > ? AND action = ? AND state = ? ORDER BY id",
            (entry_id, Action.RENAME.value, EntryState.DONE.value),
        )

    def unfinished(self) -> Sequence[JournalEntry]:
        return self._select(
            "WHERE state IN (?, ?) ORDER BY id", (EntryState.INTENDED.value, EntryState.WITHDRAWN.value)
        )

    def content(self, checksum: Checksum) -> bytes:
        with self._lock, told_of_memory(self._path):
            row = self._connection.execute("SELECT packed FROM content WHERE checksum = ?", (checksum,)).fetchone()
        content = _unpack(row[0]) if row else None
        if content is None or checksum_of(content) != checksum:
            raise VaultProblem("The journal no longer has this version of the note, or what it has is damaged.")
        return content

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def _synced(self) -> Iterator[None]:
        """All statements inside or none, on the disk when this ends.

        Other commits are not waited for: that a write ended is found out from its file, should the power fail.
        """
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._connection.execute("PRAGMA synchronous = NORMAL")

    def _keep(self, content: bytes | None) -> Checksum | None:
        if content is None:
            return None
        checksum = checksum_of(content)
        known = self._connection.execute("SELECT 1 FROM content WHERE checksum = ?", (checksum,)).fetchone()
        if known is None:
            packed = zlib.compress(content)
            self._connection.execute("INSERT INTO content VALUES(?, ?, ?)", (checksum, len(content), packed))
        return checksum

    def _insert(self, intent: Intent, *, at: str, asked_by: str, why: str, words_of: str) -> int:
        before = None if intent.before is None else checksum_of(intent.before)
        after = None if intent.after is None else checksum_of(intent.after)
        row = self._connection.execute(
            "INSERT INTO journal(batch, at, action, note, new_note, asked_by, why, state, before, after, edits, token,"
            " undoes, new_folders, words_of) VALUES('', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                at, intent.action.value, intent.note, intent.new_note, asked_by, why, EntryState.INTENDED.value,
                before, after, _pack_edits(intent.edits), secrets.token_hex(8), intent.undoes, intent.new_folders,
                words_of,
            ),
        )  # fmt: skip
        assert row.lastrowid is not None
        return row.lastrowid

    def _select(self, where: str, values: Iterable[object]) -> list[JournalEntry]:
        with self._lock, told_of_memory(self._path):
            rows: list[_Row] = self._connection.execute(
                f"SELECT {_COLUMNS} FROM journal {where}",  # noqa: S608 - every `where` is written in this file
                tuple(values),
            ).fetchall()
            return [_entry(row, undone_by=self._undone_by(row[0]), kept=self._kept(row[0])) for row in rows]

    def _undone_by(self, entry_id: int) -> int | None:
        """Return the last entry that took this one back, unless that was taken back in turn."""
        query = "SELECT max(id) FROM journal WHERE undoes = ? AND state = 'done'"
        undo: int | None = self._connection.execute(query, (entry_id,)).fetchone()[0]
        return undo if undo is not None and self._undone_by(undo) is None else None

    def _kept(self, entry_id: int) -> tuple[Checksum, ...]:
        rows = self._connection.execute("SELECT checksum FROM kept WHERE entry = ? ORDER BY checksum", (entry_id,))
        return tuple(Checksum(row[0]) for row in rows)


def _entry(row: _Row, *, undone_by: int | None, kept: tuple[Checksum, ...]) -> JournalEntry:
    entry_id, batch, at, action, note, new_note, asked_by, why, state, before, after, edits, token, undoes = row[:14]
    folders, words_of = row[14:]
    return JournalEntry(
        id=entry_id,
        batch=batch,
        at=at,
        action=Action(action),
        note=NotePath(note),
        new_note=None if new_note is None else NotePath(new_note),
        asked_by=asked_by,
        why=why,
        state=EntryState(state),
        before=None if before is None else Checksum(before),
        after=None if after is None else Checksum(after),
        edits=_unpack_edits(edits),
        token=token,
        undoes=undoes,
        undone_by=undone_by,
        kept=kept,
        new_folders=folders,
        words_of=words_of,
    )


def _pack_edits(edits: Sequence[ByteEdit]) -> bytes:
    listed = [[edit.start, edit.end, b85encode(edit.replacement).decode("ascii")] for edit in edits]
    return zlib.compress(json.dumps(listed).encode("ascii"))


def _unpack_edits(packed: bytes) -> tuple[ByteEdit, ...]:
    return tuple(ByteEdit(start, end, b85decode(text)) for start, end, text in json.loads(zlib.decompress(packed)))


def _unpack(packed: bytes) -> bytes | None:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None
