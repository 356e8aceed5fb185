"""The catalog and its words in one SQLite file: one writer, any number of readers (WAL)."""

# ruff: noqa: S608 (statements are composed of constants; every value is bound)

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from vaultmind.adapters.index import sqlite_records as records
from vaultmind.adapters.index.sqlite_content import Content, content_of
from vaultmind.adapters.index.sqlite_patterns import add_matching
from vaultmind.adapters.index.sqlite_problems import as_problems, damage_note
from vaultmind.adapters.index.sqlite_schema import (
    IS_BOARD,
    SCHEMA_VERSION,
    add_later_indexes,
    begin_chunk_ids_now,
    create_tables,
    schema_version,
)
from vaultmind.adapters.index.sqlite_word_rows import WordRows
from vaultmind.adapters.index.sqlite_words import SqliteWords
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk, ChunkPlace
from vaultmind.domain.errors import IndexDamaged, IndexProblem
from vaultmind.domain.link import Link, NotePath
from vaultmind.domain.query import Filter, LexicalQuery, Term
from vaultmind.domain.report import Skipped
from vaultmind.domain.span import Span
from vaultmind.parsing.morphology import words_identity
from vaultmind.parsing.surrogates import without_lone_surrogates
from vaultmind.ports import CatalogTotals, FoundNote, IndexedNote, NoteRow, Scored, VectorState

_MANY = 500
"""Values bound in one statement."""
_FINDING = "finding: "
_ANEW = "It is made anew when the vault is opened next."


class SqliteCatalog:
    """``Catalog`` and ``LexicalIndex`` over one file. Safe in several threads; one process writes at a time.

    Raises ``IndexDamaged`` when the file is not a sound catalog, ``IndexProblem`` when a newer program made it,
    ``StorageFull`` when the disk is; after ``StorageFull`` everything committed before is whole. Damage that is met
    later is noted beside the file when it is closed (``damage_note``), so that the next opening begins a new one.
    """

    def __init__(self, path: Path, *, read_only: bool = False, cache_mb: int = 64) -> None:
        self.path = path
        self.read_only = read_only
        self.was_interrupted = False
        self.is_damaged = False
        self._write_lock = threading.RLock()
        self._writing_thread: int | None = None
        self._depth = 0
        self._word_rows = WordRows()
        self._idle_readers: list[sqlite3.Connection] = []
        self._readers_lock = threading.Lock()
        self._closed = False
        with as_problems(path):
            self._writer = self._connect(cache_mb)
            try:
                self._open()
            except BaseException:
                self._writer.close()
                raise
        self.words = SqliteWords(self._reading_words)

    # Opening and closing

    def _connect(self, cache_mb: int) -> sqlite3.Connection:
        mode = "ro" if self.read_only else "rwc"
        db = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=10,
            cached_statements=256,
        )
        db.execute(f"PRAGMA cache_size = {-cache_mb * 1024}")
        db.execute("PRAGMA temp_store = MEMORY")
        db.create_function("fold", 1, str.casefold, deterministic=True)
        add_matching(db)
        return db

    def _open(self) -> None:
        db = self._writer
        version = schema_version(db)
        if version > SCHEMA_VERSION:
            raise IndexProblem(
                f"The index in {self.path.parent} was made by a newer VaultMind (schema {version}, this one knows "
                f"{SCHEMA_VERSION}): update the program, or choose another data folder."
            )
        if self.read_only:
            return
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA journal_size_limit = 67108864")
        if version == 0:
            if db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                raise IndexDamaged(f"The file {self.path} is not an index.")
            create_tables(db, words_identity=words_identity())
        elif version < SCHEMA_VERSION:
            raise IndexProblem(f"The index in {self.path.parent} was made by an older VaultMind (schema {version}).")
        self.was_interrupted = db.execute("SELECT 1 FROM meta WHERE key = 'open'").fetchone() is not None
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES('open', '1')")
        begin_chunk_ids_now(db)
        add_later_indexes(db)
        db.execute("COMMIT")
        # From here a loss of power may take back the last changes, never part of one: the next plan makes them again.
        db.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        with self._write_lock, self._readers_lock:
            if self.is_damaged and not self.read_only and not self._closed:
                with suppress(OSError):
                    damage_note(self.path).touch()
            self._closed = True
            for reader in self._idle_readers:
                reader.close()
            self._idle_readers.clear()
            if not self.read_only:
                with suppress(sqlite3.Error):
                    self._writer.execute("DELETE FROM meta WHERE key = 'open'")
            self._writer.close()

    def check(self) -> None:
        """Read the whole file once; raise ``IndexDamaged`` where its structure is broken."""
        with self._reading() as db:
            found = [str(row[0]) for row in db.execute("PRAGMA quick_check(3)")]
        if found != ["ok"]:
            said = found[0].splitlines()[-1] if found else "nothing could be read"
            raise IndexDamaged(f"The index in {self.path.parent} is damaged ({said}).")

    @contextmanager
    def _noticing_damage(self) -> Iterator[None]:
        try:
            with as_problems(self.path):
                yield
        except IndexDamaged as damage:
            self.is_damaged = True
            if str(damage).endswith(_ANEW):
                raise
            raise IndexDamaged(f"{damage} {_ANEW}") from damage

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._noticing_damage():
            if self._writing_thread == threading.get_ident():
                yield self._writer
                return
            with self._readers_lock:
                if self._closed:
                    raise IndexProblem("The index is closed.")
                reader = self._idle_readers.pop() if self._idle_readers else None
            reader = reader or self._connect(16)
            try:
                yield reader
            finally:
                with self._readers_lock:
                    if self._closed or len(self._idle_readers) >= 8:
                        reader.close()
                    else:
                        self._idle_readers.append(reader)

    @contextmanager
    def _reading_words(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as db:
            if db is self._writer:
                self._word_rows.write(db)
            yield db

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit what is written inside at its end; if the body raises, nothing of it stays."""
        with self._write_lock, self._noticing_damage():
            if self._depth:
                yield
                return
            self._writer.execute("BEGIN IMMEDIATE")
            self._depth, self._writing_thread = 1, threading.get_ident()
            try:
                yield
                self._word_rows.write(self._writer)
                self._writer.execute("COMMIT")
            except BaseException:
                self._word_rows.forget_after(0)
                with suppress(sqlite3.Error):
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
                raise
            finally:
                self._depth, self._writing_thread = 0, None

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Give the writer inside a transaction; a change that fails inside a batch is undone alone."""
        with self.batch():
            rows = len(self._word_rows)
            self._writer.execute("SAVEPOINT change")
            try:
                yield self._writer
            except BaseException:
                self._word_rows.forget_after(rows)
                with suppress(sqlite3.Error):
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK TO change")
                        self._writer.execute("RELEASE change")
                raise
            self._writer.execute("RELEASE change")

    # Notes

    def stamps(self, under: Collection[NotePath] | None = None) -> Mapping[NotePath, Stamp]:
        """Return the stamp of every note as it was when its content was read, or of those at and below some paths."""
        asked = "SELECT path, size, mtime_ns, ctime_ns, inode FROM note"
        found: dict[NotePath, Stamp] = {}
        with self._reading() as db:
            if under is None:
                return {NotePath(row[0]): Stamp(*row[1:]) for row in db.execute(asked)}
            for path in under:
                inside = (path, f"{path}/", f"{path}0")  # "0" follows "/"
                rows = db.execute(f"{asked} WHERE path = ? OR (path > ? AND path < ?)", inside)
                found.update((NotePath(row[0]), Stamp(*row[1:])) for row in rows)
        return found

    def change_count(self) -> int | None:
        """Return a number that is another after any change made through this catalog; ``None`` while one is made."""
        return None if self._writer.in_transaction else self._writer.total_changes

    def outdated(self, made_with: str) -> frozenset[NotePath]:
        """Return notes that another version of parser or chunker read."""
        with self._reading() as db:
            return frozenset(
                NotePath(row[0]) for row in db.execute("SELECT path FROM note WHERE made_with <> ?", (made_with,))
            )

    def content_hash(self, path: NotePath) -> str | None:
        """Return the hash of the bytes that were read, or ``None`` for a note that is not there."""
        with self._reading() as db:
            row = db.execute("SELECT content_hash FROM note WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def paths_of_content(self, content_hash: str) -> Sequence[NotePath]:
        """Return the notes that were read from bytes of this hash, in path order."""
        with self._reading() as db:
            rows = db.execute("SELECT path FROM note WHERE content_hash = ? ORDER BY path", (content_hash,))
            return [NotePath(row[0]) for row in rows]

    def replace(self, note: IndexedNote, *, old_path: NotePath | None = None) -> None:
        """Put a note in the place of what its path (or ``old_path``, after a rename) held before."""
        try:
            self._replace(note, old_path)
        except UnicodeEncodeError:
            self._replace(without_lone_surrogates(note), old_path)

    def _replace(self, note: IndexedNote, old_path: NotePath | None) -> None:
        with self._change() as db:
            _forget_findings(db)
            before = records.stored_note(db, old_path or note.path)
            if old_path is not None and old_path != note.path:
                records.remove_note(db, self._word_rows, note.path)
            note_id = records.write_note(db, note, None if before is None else before.id)
            records.write_chunks(db, self._word_rows, note, note_id, before)

    def touch(self, path: NotePath, stamp: Stamp) -> None:
        """Note a new stamp of a file whose content is the same."""
        with self._change() as db:
            records.touch_note(db, path, stamp)

    def remove(self, paths: Iterable[NotePath]) -> None:
        """Take notes out; what is not there is no error."""
        for path in paths:
            with self._change() as db:
                _forget_findings(db)
                records.remove_note(db, self._word_rows, path)

    def note(self, path: NotePath) -> NoteRow | None:
        """Return one note, or ``None``."""
        with self._reading() as db:
            row = db.execute(f"{records.SELECT_NOTE} WHERE path = ?", (path,)).fetchone()
            return records.note_row(db, row) if row else None

    def notes(self) -> Sequence[NoteRow]:
        """Return every note, in path order."""
        with self._reading() as db:
            rows = db.execute(f"{records.SELECT_NOTE} ORDER BY path").fetchall()
            return [records.note_row(db, row) for row in rows]

    def links(self) -> Mapping[NotePath, tuple[Link, ...]]:
        """Return the links of every note as written, in the order of its text."""
        return dict(self.iter_links())

    def iter_links(self) -> Iterator[tuple[NotePath, tuple[Link, ...]]]:
        """Yield the links of every note, one note at a time."""
        with self._reading() as db:
            for path, links in db.execute("SELECT path, links FROM note JOIN outline ON note_id = id"):
                yield NotePath(path), records.unpack_links(links)

    def links_of(self, paths: Iterable[NotePath]) -> Mapping[NotePath, tuple[Link, ...]]:
        """Return the links of these notes; what is not there is left out."""
        found: dict[NotePath, tuple[Link, ...]] = {}
        with self._reading() as db:
            for part in _parts(list(paths)):
                rows = db.execute(
                    f"SELECT path, links FROM note JOIN outline ON note_id = id WHERE path IN ({_marks(part)})", part
                )
                found.update((NotePath(path), records.unpack_links(links)) for path, links in rows)
        return found

    def headings(self, path: NotePath) -> tuple[str, ...]:
        """Return the headings of a note, in the order of its text."""
        with self._reading() as db:
            row = db.execute(
                "SELECT headings FROM note JOIN outline ON note_id = id WHERE path = ?", (path,)
            ).fetchone()
        return tuple(json.loads(row[0])) if row else ()

    # Chunks

    def chunk(self, chunk_id: int) -> Chunk | None:
        """Return one chunk, or ``None``."""
        return self.chunks([chunk_id]).get(chunk_id)

    def chunks(self, chunk_ids: Iterable[int]) -> Mapping[int, Chunk]:
        """Return the chunks of these ids; what is not there is left out."""
        found: dict[int, Chunk] = {}
        with self._reading() as db:
            for part in _parts(list(chunk_ids)):
                rows = db.execute(f"{records.SELECT_CHUNK} WHERE chunk.id IN ({_marks(part)})", part)
                found.update(records.chunk_row(row) for row in rows)
        return found

    def chunk_places(self, chunk_ids: Iterable[int]) -> Mapping[int, ChunkPlace]:
        """Return note and language of these chunks, their text unread; what is not there is left out."""
        found: dict[int, ChunkPlace] = {}
        with self._reading() as db:
            for part in _parts(list(chunk_ids)):
                rows = db.execute(f"{records.SELECT_PLACE} WHERE chunk.id IN ({_marks(part)})", part)
                found.update((chunk_id, ChunkPlace(NotePath(path), language)) for chunk_id, path, language in rows)
        return found

    def chunk_ids_of(self, path: NotePath) -> Sequence[int]:
        """Return the chunks of a note in the order of its text."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT chunk.id FROM chunk JOIN note ON note.id = note_id WHERE path = ? ORDER BY ordinal", (path,)
            )
            return [row[0] for row in rows]

    def notes_with_values(self, names: Collection[str], values: Collection[str]) -> Sequence[tuple[NotePath, str]]:
        """Return each note with each of these values, folded, that a property of one of these names has."""
        with self._reading() as db:
            return records.notes_with_values(db, names, values)

    def all_chunk_ids(self) -> frozenset[int]:
        """Return every chunk id."""
        with self._reading() as db:
            return frozenset(row[0] for row in db.execute("SELECT id FROM chunk"))

    # Files that are no notes

    def skipped(self) -> Sequence[Skipped]:
        """Return the files that are not indexed, in path order."""
        with self._reading() as db:
            rows = db.execute("SELECT path, reason FROM skipped ORDER BY path")
            return [Skipped(NotePath(path), reason) for path, reason in rows]

    def set_skipped(self, skipped: Sequence[Skipped]) -> None:
        """Replace the list of files that are not indexed."""
        wanted = {one.path: one.reason for one in skipped}
        known = {one.path: one.reason for one in self.skipped()}
        if wanted == known:
            return
        with self._change() as db:
            db.executemany("DELETE FROM skipped WHERE path = ?", [(path,) for path in known if path not in wanted])
            db.executemany(
                "INSERT OR REPLACE INTO skipped(path, reason) VALUES(?, ?)",
                [(path, reason) for path, reason in wanted.items() if known.get(path) != reason],
            )

    def attachments(self) -> frozenset[NotePath]:
        """Return every file that is no note."""
        with self._reading() as db:
            return frozenset(NotePath(row[0]) for row in db.execute("SELECT path FROM attachment"))

    def set_attachments(self, attachments: frozenset[NotePath]) -> None:
        """Replace the list of files that are no notes."""
        known = self.attachments()
        if known == attachments:
            return
        with self._change() as db:
            _forget_findings(db)
            db.executemany("DELETE FROM attachment WHERE path = ?", [(path,) for path in known - attachments])
            db.executemany("INSERT INTO attachment(path) VALUES(?)", [(path,) for path in attachments - known])

    def set_excluded(self, paths: frozenset[NotePath]) -> None:
        """Flag exactly these notes as excluded by the person."""
        with self._reading() as db:
            known = frozenset(NotePath(row[0]) for row in db.execute("SELECT path FROM note WHERE is_excluded = 1"))
        if known == paths:
            return
        with self._change() as db:
            change = "UPDATE note SET is_excluded = ? WHERE path = ?"
            db.executemany(change, [(0, path) for path in known - paths])
            db.executemany(change, [(1, path) for path in paths - known])

    def set_backlink_counts(self, counts: Mapping[NotePath, int]) -> None:
        """Let the vectors of notes that many links lead to be made earlier; notes without a count keep theirs."""
        with self._change() as db:
            for part in _parts(list(counts.items())):
                records.set_backlinks(db, part)

    # Vectors

    def waiting(self, limit: int) -> Sequence[tuple[int, Chunk]]:
        """Return chunks without a vector: newest notes first, each backlink counting as a day."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT chunk_id FROM queue WHERE failed IS NULL ORDER BY urgency DESC, chunk_id LIMIT ?", (limit,)
            )
            ids = [row[0] for row in rows]
        found = self.chunks(ids)
        return [(chunk_id, found[chunk_id]) for chunk_id in ids if chunk_id in found]

    def mark_embedded(self, chunk_ids: Iterable[int]) -> None:
        """Take chunks whose vectors are stored out of the waiting."""
        with self._change() as db:
            db.executemany("DELETE FROM queue WHERE chunk_id = ?", [(chunk_id,) for chunk_id in chunk_ids])

    def mark_failed(self, chunk_ids: Iterable[int], reason: str) -> None:
        """Take chunks out of the waiting that no embedder can take, until ``mark_waiting``."""
        with self._change() as db:
            db.executemany(
                "UPDATE queue SET failed = ? WHERE chunk_id = ?", [(reason, chunk_id) for chunk_id in chunk_ids]
            )

    def mark_waiting(self, chunk_ids: Iterable[int]) -> None:
        """Let the vectors of these chunks be made; those that failed stay as they are."""
        ids = list(chunk_ids)
        if not ids:
            return
        with self._change() as db:
            for part in _parts(ids):
                db.execute(f"{records.ENQUEUE} WHERE chunk.id IN ({_marks(part)})", part)

    def mark_all_waiting(self) -> None:
        """Let every vector be made again, those that failed too."""
        with self._change() as db:
            db.execute("DELETE FROM queue")
            db.execute(records.ENQUEUE)

    def vector_state(self, path: NotePath) -> VectorState | None:
        """Return how far the vectors of a note are, or ``None`` for a note that is not there."""
        with self._reading() as db:
            if db.execute("SELECT 1 FROM note WHERE path = ?", (path,)).fetchone() is None:
                return None
            row = db.execute(
                "SELECT count(*), count(queue.chunk_id) - count(queue.failed), count(queue.failed), max(queue.failed) "
                "FROM chunk JOIN note ON note.id = chunk.note_id LEFT JOIN queue ON queue.chunk_id = chunk.id "
                "WHERE path = ?",
                (path,),
            ).fetchone()
        return VectorState(row[0], row[1], row[2], row[3] or "")

    def vector_states(self) -> Mapping[NotePath, VectorState]:
        """Return ``vector_state`` of every note that has chunks."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT path, count(*), count(queue.chunk_id) - count(queue.failed), count(queue.failed), "
                "max(queue.failed) FROM chunk JOIN note ON note.id = chunk.note_id "
                "LEFT JOIN queue ON queue.chunk_id = chunk.id GROUP BY note.id"
            ).fetchall()
        return {NotePath(row[0]): VectorState(row[1], row[2], row[3], row[4] or "") for row in rows}

    def removed_chunks(self) -> Sequence[int]:
        """Return ids of chunks that are gone from the catalog but whose vectors may still be stored."""
        with self._reading() as db:
            return [row[0] for row in db.execute("SELECT chunk_id FROM removed ORDER BY chunk_id")]

    def forget_removed(self, chunk_ids: Iterable[int]) -> None:
        """Take ids out of ``removed_chunks``: their vectors are gone."""
        with self._change() as db:
            db.executemany("DELETE FROM removed WHERE chunk_id = ?", [(chunk_id,) for chunk_id in chunk_ids])

    # The whole

    def due_for_hashing(self, before_ns: int, limit: int) -> Sequence[NotePath]:
        """Return notes whose content was last compared with the disk before that time, longest ago first."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT path FROM note WHERE hashed_ns < ? ORDER BY hashed_ns LIMIT ?", (before_ns, limit)
            )
            return [NotePath(row[0]) for row in rows]

    def totals(self) -> CatalogTotals:
        """Count what there is."""
        with self._reading() as db:
            notes, links = db.execute("SELECT count(*), total(link_count) FROM note").fetchone()
            chunks = db.execute("SELECT count(*) FROM chunk").fetchone()[0]
            queued, failed = db.execute("SELECT count(*), count(failed) FROM queue").fetchone()
            boards = db.execute(f"SELECT count(*) FROM note WHERE {IS_BOARD}").fetchone()[0]
        return CatalogTotals(notes, chunks, int(links), chunks - queued, queued - failed, failed, boards)

    def value(self, key: str) -> str | None:
        """Return what was kept under ``key``."""
        with self._reading() as db:
            row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_value(self, key: str, value: str) -> None:
        """Keep ``value`` under ``key``."""
        with self._change() as db:
            db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", (key, value))

    def found_out(self, key: str) -> str | None:
        """Return what was kept by ``keep_finding``, if neither a note nor the list of other files changed since."""
        return self.value(_FINDING + key)

    def keep_finding(self, key: str, value: str) -> None:
        """Keep what was found out from the notes as they are now, until one changes."""
        self.set_value(_FINDING + key, value)

    def add_to_count(self, key: str, amount: int) -> int:
        """Add to a number kept under ``key`` (0 at first) and return the sum."""
        with self._change() as db:
            row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
            total = int(row[0] if row else 0) + amount
            db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", (key, str(total)))
        return total

    # Words

    def search(self, query: str | LexicalQuery, *, limit: int) -> Sequence[Scored]:
        """Return chunks that share words with the query, best first."""
        return self.words.search(query, limit=limit)

    def counts(self, terms: Sequence[Term]) -> Sequence[int]:
        """Return for each term how many chunks hold its rarest word."""
        return self.words.counts(terms)

    def stems_beginning(self, letter: str, lengths: tuple[int, int]) -> Sequence[tuple[str, int]]:
        """Return the stems with that first letter and so many letters, with how many chunks hold each."""
        return self.words.stems_beginning(letter, lengths)

    def chunks_where(self, filters: Sequence[Filter], *, include_excluded: bool = False) -> frozenset[int]:
        """Return the chunks that every filter takes."""
        return self.words.chunks_where(filters, include_excluded=include_excluded)

    def notes_where(self, filters: Sequence[Filter]) -> Sequence[FoundNote]:
        """Return the notes that every filter takes, newest first."""
        return self.words.notes_where(filters)

    def chunk_spans(self, paths: Iterable[NotePath]) -> Mapping[NotePath, Sequence[tuple[int, Span]]]:
        """Return id and place of every chunk of these notes."""
        return self.words.chunk_spans(paths)

    def content(self) -> Content:
        """Return all that the index says of the vault, without what may differ between two indexes of it."""
        with self._reading_words() as db:
            return content_of(db)

    def refresh_words(self, *, anyway: bool = False) -> bool:
        """Make the stems anew, all at once, if another morphology made them, or ``anyway``; say whether it was done."""
        if self.value("words") == words_identity() and not anyway:
            return False
        with self.batch():
            self._word_rows.forget_after(0)
            db = self._writer
            records.rebuild_words(db)
            db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES('words', ?)", (words_identity(),))
        return True


def _forget_findings(db: sqlite3.Connection) -> None:
    """Let go of what was found out from notes of which one changes now."""
    db.execute("DELETE FROM meta WHERE key >= ? AND key < ?", (_FINDING, f"{_FINDING}\U0010ffff"))


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _MANY):
        yield values[start : start + _MANY]


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))
