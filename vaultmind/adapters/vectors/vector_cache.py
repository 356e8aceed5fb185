"""Vectors by content, kept beside the models: what a model has read once, in whatever vault, it need not read again."""

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

from vaultmind.domain.chunk import Chunk
from vaultmind.ports import Embedded, Embedder, Vector

DEFAULT_LIMIT_BYTES = 4 * 2**30

_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE model (id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE);
CREATE TABLE vector (
    id INTEGER PRIMARY KEY,
    model INTEGER NOT NULL REFERENCES model (id),
    content BLOB NOT NULL,
    packed BLOB NOT NULL,
    UNIQUE (model, content)
);
"""
_ROW_BYTES = 64  # what SQLite spends on a row beside its vector: keys twice, lengths, page slack
_BUSY_TIMEOUT_S = 5.0
_QUESTION_MARKS = 500
_AT_ONCE = 16
# Our statements are constants, so that a general error can only mean tables of another shape.
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})

Result = TypeVar("Result")


class VectorCache:
    """A SQLite file that several processes may share. It only ever saves work, so it never fails anything.

    Vectors are kept as 16-bit floats with a checksum. Beyond ``limit_bytes`` the oldest go. A damaged file is thrown
    away and begun anew; a full disk or a lock held too long makes it forget, not stop.
    """

    def __init__(self, file: Path, *, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._file = file
        self._limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def get(self, identity: str, hashes: Iterable[str]) -> dict[str, Vector]:
        """Return the vectors known for these content hashes (hexadecimal), as unit vectors."""
        wanted = list(dict.fromkeys(hashes))
        return self._safely(lambda database: _read(database, identity, wanted), {})

    def put(self, identity: str, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors under their content hashes."""
        if vectors:
            self._safely(lambda database: self._write(database, identity, vectors), None)

    def size_bytes(self) -> int:
        """Return the size of the file on disk."""
        return self._file.stat().st_size if self._file.is_file() else 0

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._disconnect()

    def _write(self, database: sqlite3.Connection, identity: str, vectors: Mapping[str, Vector]) -> None:
        with database:
            database.execute("INSERT OR IGNORE INTO model (identity) VALUES (?)", (identity,))
            (model,) = database.execute("SELECT id FROM model WHERE identity = ?", (identity,)).fetchone()
            database.executemany(
                "INSERT OR REPLACE INTO vector (model, content, packed) VALUES (?, ?, ?)",
                [(model, bytes.fromhex(content), _pack(vector)) for content, vector in vectors.items()],
            )
            row_bytes = _ROW_BYTES + 2 * len(next(iter(vectors.values())))
            (oldest, newest) = database.execute("SELECT min(id), max(id) FROM vector").fetchone()
            beyond = newest - self._limit_bytes // row_bytes
            if beyond >= oldest:
                spare = self._limit_bytes // row_bytes // 10
                database.execute("DELETE FROM vector WHERE id <= ?", (beyond + spare,))

    def _safely(self, use: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        with self._lock:
            for _ in range(2):
                try:
                    return use(self._connected())
                except sqlite3.Error as error:
                    self._disconnect()
                    if _is_damage(error):
                        self._begin_anew()
                    else:
                        return otherwise
            return otherwise

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            database = sqlite3.connect(self._file, timeout=_BUSY_TIMEOUT_S, check_same_thread=False)
            try:
                _prepare(database)
            except sqlite3.Error:
                database.close()
                raise
            self._connection = database
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin_anew(self) -> None:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._file.with_name(self._file.name + ending).unlink(missing_ok=True)


class CachedEmbedder:
    """Chunks to vectors through the cache: equal breadcrumb and text is read by the model once."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder = embedder
        self._cache = cache

    @property
    def identity(self) -> str:
        return self._embedder.identity

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed(self, chunks: Sequence[Chunk]) -> Embedded:
        """Return vectors in the order of ``chunks``, the same whether they were kept or made now."""
        hashes = [chunk.content_hash for chunk in chunks]
        known = self._cache.get(self.identity, hashes)
        unread = {key: chunk for key, chunk in zip(hashes, chunks, strict=True) if key not in known}
        keys = list(unread)
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            made = self._embedder.embed_passages([embedded_text(unread[key]) for key in some])
            rounded = {key: _unpacked(_pack(row)) for key, row in zip(some, made, strict=True)}
            self._cache.put(self.identity, rounded)
            known |= rounded
        rows = [known[key] for key in hashes]
        vectors = np.stack(rows) if rows else np.empty((0, self.dimensions), np.float32)
        return Embedded(vectors=vectors, calls=len(keys))


def embedded_text(chunk: Chunk) -> str:
    """Return what the model reads of a chunk: its breadcrumb, then its text."""
    return f"{chunk.breadcrumb}\n{chunk.text}"


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == _SCHEMA_VERSION:
        return
    with database:
        database.execute("BEGIN IMMEDIATE")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version != _SCHEMA_VERSION:
            for statement in ("DROP TABLE IF EXISTS vector", "DROP TABLE IF EXISTS model", *_SCHEMA.split(";")[:-1]):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")


def _read(database: sqlite3.Connection, identity: str, hashes: Sequence[str]) -> dict[str, Vector]:
    found: dict[str, Vector] = {}
    for start in range(0, len(hashes), _QUESTION_MARKS):
        some = hashes[start : start + _QUESTION_MARKS]
        marks = ",".join("?" * len(some))
        rows = database.execute(
            "SELECT content, packed FROM vector JOIN model ON model.id = vector.model"  # noqa: S608 (question marks)
            f" WHERE identity = ? AND content IN ({marks})",
            (identity, *map(bytes.fromhex, some)),
        )
        for content, packed in rows:
            if _is_sound(packed):
                found[content.hex()] = _unpacked(packed)
    return found


def _pack(vector: Vector) -> bytes:
    """Return a vector as 16-bit floats and their CRC-32."""
    numbers = np.asarray(vector, "<f2").tobytes()
    return numbers + zlib.crc32(numbers).to_bytes(4, "little")


def _is_sound(packed: bytes) -> bool:
    return len(packed) > 4 and zlib.crc32(packed[:-4]) == int.from_bytes(packed[-4:], "little")


def _unpacked(packed: bytes) -> Vector:
    vector = np.frombuffer(packed[:-4], "<f2").astype(np.float32)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED
