"""What the journal promises, shown on SQLite."""

import contextlib
import os
import signal
import sqlite3
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind.adapters.memory import memory_schema
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.edit import ByteEdit, checksum_of
from vaultmind.domain.errors import IndexProblem, StorageFull, VaultProblem
from vaultmind.domain.journal import Action, EntryState, Intent
from vaultmind.domain.link import NotePath

A, B = NotePath("a.md"), NotePath("Папка/b.md")


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "data" / "memory.sqlite"


@pytest.fixture
def journal(memory: Path) -> Iterator[SqliteJournal]:
    opened = SqliteJournal(memory)
    yield opened
    opened.close()


def change(before: bytes = b"old", after: bytes = b"new", note: NotePath = A, undoes: int | None = None) -> Intent:
    edits = (ByteEdit(0, len(before), after),)
    return Intent(Action.CHANGE, note, before, after, edits, undoes=undoes)


def begin(journal: SqliteJournal, *intents: Intent) -> list[int]:
    entries = journal.begin(intents, at="2026-11-02T09:00:00+03:00", asked_by="person", why="append")
    return [entry.id for entry in entries]


class TestEntries:
    def test_all_of_an_intent_is_there_again(self, journal: SqliteJournal) -> None:
        rename = Intent(Action.RENAME, A, b"x\x00\xff", b"x\x00\xff", new_note=B)
        made, renamed = journal.begin([change(), rename], at="now", asked_by="model", why="w")
        assert (made.note, made.action, made.asked_by, made.why, made.at) == (A, Action.CHANGE, "model", "w", "now")
        assert made.edits == (ByteEdit(0, 3, b"new"),)
        assert (renamed.new_note, renamed.state) == (B, EntryState.INTENDED)
        assert made.batch == renamed.batch == f"b{made.id}"
        assert made.token != renamed.token
        assert journal.entry(made.id) == made
        assert list(journal.batch(made.batch)) == [made, renamed]
        assert renamed.before is not None
        assert journal.content(renamed.before) == b"x\x00\xff"

    def test_whose_words_an_entry_is_of_is_kept_and_unknown_of_one_from_before(self, memory: Path) -> None:
        memory.parent.mkdir()
        before = next(n for n, script in enumerate(memory_schema.MIGRATIONS) if "words_of" in script)
        with contextlib.closing(sqlite3.connect(memory)) as db:
            for script in memory_schema.MIGRATIONS[:before]:
                db.executescript(script)
            db.execute(f"PRAGMA user_version = {before}")
            db.execute(
                "INSERT INTO journal(batch, at, action, note, asked_by, why, state, edits, token)"
                " VALUES('b1', 'then', 'change', 'a.md', 'model', 'recipe review', 'done', ?, 't')",
                (zlib.compress(b"[]"),),
            )
            db.commit()
        with contextlib.closing(SqliteJournal(memory)) as journal:
            old = journal.entry(1)
            assert old is not None
            assert (old.asked_by, old.why, old.words_of) == ("model", "recipe review", "")
            (new,) = journal.begin([change()], at="now", asked_by="model", why="w", words_of="qwen3-4b, notes")
            assert [entry.words_of for entry in journal.entries()] == [new.words_of, ""] == ["qwen3-4b, notes", ""]

    def test_what_is_made_or_removed_has_one_version(self, journal: SqliteJournal) -> None:
        made, removed = journal.begin(
            [Intent(Action.CREATE, A, None, b""), Intent(Action.REMOVE, B, b"x", None)], at="", asked_by="", why=""
        )
        assert (made.before, made.after, removed.after) == (None, checksum_of(b""), None)
        assert made.after is not None
        assert journal.content(made.after) == b""

    def test_newest_first_by_note_and_limit(self, journal: SqliteJournal) -> None:
        first, second, third = (begin(journal, change(note=note))[0] for note in (A, B, A))
        assert [entry.id for entry in journal.entries(limit=2)] == [third, second]
        assert [entry.id for entry in journal.entries(note=A)] == [third, first]
        assert [entry.id for entry in journal.later(first)] == [second, third]
        assert journal.entry(99) is None

    def test_renames_since_are_those_that_were_done(self, journal: SqliteJournal) -> None:
        rename = Intent(Action.RENAME, A, b"", b"", new_note=B)
        first, other, intended, done = (begin(journal, one)[0] for one in (rename, change(), rename, rename))
        for one in (first, other, done):
            journal.finish(one, EntryState.DONE)
        assert [entry.id for entry in journal.renames_since(first)] == [done]
        assert [entry.id for entry in journal.renames_since(0)] == [first, done]
        assert intended

    def test_unfinished_are_those_still_intended(self, journal: SqliteJournal) -> None:
        ids = begin(journal, change(), change(note=B))
        journal.finish(ids[0], EntryState.DONE)
        assert [entry.id for entry in journal.unfinished()] == [ids[1]]

    def test_versions_that_were_come_across_are_kept(self, journal: SqliteJournal) -> None:
        (entry,) = begin(journal, change())
        journal.keep(entry, b"a stranger's")
        journal.keep(entry, b"a stranger's")
        found = journal.entry(entry)
        assert found is not None
        assert found.kept == (checksum_of(b"a stranger's"),)
        assert journal.content(found.kept[0]) == b"a stranger's"


class TestUndone:
    def test_an_undo_can_be_undone(self, journal: SqliteJournal) -> None:
        def undone_by(entry_id: int) -> int | None:
            found = journal.entry(entry_id)
            assert found is not None
            return found.undone_by

        (entry,) = begin(journal, change())
        (undo,) = begin(journal, change(undoes=entry))
        assert undone_by(entry) is None  # it was only intended
        journal.finish(undo, EntryState.DONE)
        assert undone_by(entry) == undo
        (redo,) = begin(journal, change(undoes=undo))
        journal.finish(redo, EntryState.DONE)
        assert (undone_by(entry), undone_by(undo)) == (None, redo)


class TestKeeping:
    def test_equal_versions_are_kept_once_and_compressed(self, journal: SqliteJournal, memory: Path) -> None:
        text = ("сад и почва\n" * 2000).encode()
        for number in range(20):
            begin(journal, change(text, text + b"%d" % number))
            begin(journal, change(text + b"%d" % number, text))
        journal.close()
        with sqlite3.connect(memory) as db:
            assert db.execute("SELECT count(*) FROM content").fetchone() == (21,)
        assert memory.stat().st_size < len(text) * 5

    def test_a_damaged_version_is_not_given_out(self, journal: SqliteJournal, memory: Path) -> None:
        begin(journal, change(b"right"))
        with sqlite3.connect(memory) as db:
            db.execute("UPDATE content SET packed = x'00'")
        with pytest.raises(VaultProblem, match="damaged"):
            journal.content(checksum_of(b"right"))

    @pytest.mark.skipif(sys.platform == "win32", reason="modes are those of a Unix")
    def test_nobody_else_can_read_it(self, journal: SqliteJournal, memory: Path) -> None:
        begin(journal, change())
        assert memory.stat().st_mode & 0o077 == 0
        assert memory.parent.stat().st_mode & 0o077 == 0

    @pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of a Unix")
    def test_what_began_survives_kill_9(self, memory: Path) -> None:
        child = os.fork()
        if not child:
            begin(SqliteJournal(memory), change(b"before", b"after"))
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
        journal = SqliteJournal(memory)
        (entry,) = journal.unfinished()
        assert entry.before is not None
        assert journal.content(entry.before) == b"before"
        journal.close()

    def test_threads_and_connections_share_it(self, journal: SqliteJournal, memory: Path) -> None:
        other = SqliteJournal(memory)
        threads = [
            threading.Thread(target=lambda one=one: [begin(one, change()) for _ in range(10)])
            for one in (journal, journal, other)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(journal.entries(limit=100)) == 30
        other.close()


class TestSchema:
    def test_a_newer_file_is_not_opened(self, memory: Path) -> None:
        SqliteJournal(memory).close()
        with sqlite3.connect(memory) as db:
            db.execute("PRAGMA user_version = 99")
        with pytest.raises(IndexProblem, match="newer VaultMind"):
            SqliteJournal(memory)

    def test_an_older_file_is_copied_before_it_is_migrated(self, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        journal = SqliteJournal(memory)
        begin(journal, change())
        journal.close()
        known = len(memory_schema.MIGRATIONS)
        later = (*memory_schema.MIGRATIONS, "CREATE TABLE later(x); INSERT INTO later VALUES(1)")
        monkeypatch.setattr(memory_schema, "MIGRATIONS", later)
        journal = SqliteJournal(memory)
        assert len(journal.entries()) == 1
        journal.close()
        with sqlite3.connect(memory.with_name(f"memory.sqlite.version-{known}")) as db:
            assert db.execute("SELECT count(*) FROM journal").fetchone() == (1,)

    def test_a_migration_that_fails_leaves_the_file_as_it_was(
        self, memory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        SqliteJournal(memory).close()
        with monkeypatch.context() as patched:
            broken = (*memory_schema.MIGRATIONS, "CREATE TABLE later(x); nonsense")
            patched.setattr(memory_schema, "MIGRATIONS", broken)
            with pytest.raises(VaultProblem):
                SqliteJournal(memory)
        journal = SqliteJournal(memory)
        assert journal.entries() == []
        journal.close()

    def test_a_file_that_is_no_database(self, memory: Path) -> None:
        memory.parent.mkdir()
        memory.write_bytes(b"not a database at all" * 100)
        with pytest.raises(VaultProblem, match="damaged"):
            SqliteJournal(memory)

    def test_a_folder_that_cannot_be_made_is_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(VaultProblem, match="cannot be written by this user") as told:
            SqliteJournal(tmp_path / "file" / "memory.sqlite")
        assert "Errno" not in str(told.value)

    def test_a_journal_that_may_only_be_read_is_one_sentence(self, journal: SqliteJournal) -> None:
        journal._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(VaultProblem, match="cannot be written by this user, so nothing was written"):
            begin(journal, change(b"x"))

    def test_no_room_is_told_as_such(self, journal: SqliteJournal) -> None:
        pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
        journal._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageFull):
            begin(journal, change(os.urandom(100_000)))
        assert journal.entries() == []
