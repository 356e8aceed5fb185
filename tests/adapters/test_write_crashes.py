"""A write that dies: what the next start finds in the journal it brings to an end, or takes back."""

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.written_vault import Vault
from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk_writing import DiskWriter
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.errors import VaultProblem
from vaultmind.domain.journal import EntryState
from vaultmind.domain.link import NotePath
from vaultmind.writeback.note_writer import NoteWriter


@pytest.mark.skipif(sys.platform == "win32", reason="the test forks")
class TestCrash:
    """A child dies in the middle of a batch, at one of its files; the next start brings the batch to an end."""

    def die_in_rename(self, tmp_path: Path, at: str, *, done: bool) -> Vault:
        vault = Vault(tmp_path)
        for path in ("Old.md", "a.md", "b.md"):
            vault.put(path, "[[Old]]")
        links = vault.links()
        vault.journal.close()
        child = os.fork()
        if not child:
            writer = DiskWriter(vault.root, locks=tmp_path / "locks")
            for name in ("rename", "replace"):
                setattr(writer, name, _deadly(getattr(writer, name), at, done=done))
            journal = SqliteJournal(tmp_path / "data" / "memory.sqlite")
            notes = NoteWriter(files=vault.files, writer=writer, journal=journal, clock=SystemClock())
            notes.rename("Old", "New", links=links)
            os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        (tmp_path / "again").mkdir()
        again = Vault(tmp_path / "again")
        again.root, again.files = vault.root, vault.files
        again.journal = SqliteJournal(tmp_path / "data" / "memory.sqlite")
        again.notes = NoteWriter(
            files=vault.files,
            writer=DiskWriter(vault.root, locks=tmp_path / "locks"),
            journal=again.journal,
            clock=SystemClock(),
        )
        return again

    @pytest.mark.parametrize(
        ("at", "done"),
        [("Old.md", True), ("New.md", False), ("New.md", True), ("a.md", False), ("a.md", True), ("b.md", True)],
    )
    def test_a_batch_that_had_begun_is_done_to_its_end(self, tmp_path: Path, at: str, done: bool) -> None:
        vault = self.die_in_rename(tmp_path, at, done=done)
        assert vault.notes.recover() == []
        assert vault.all() == dict.fromkeys(["New.md", "a.md", "b.md"], b"[[New]]")
        assert {entry.state for entry in vault.notes.history().entries} == {EntryState.DONE}
        vault.notes.undo("b1")
        assert vault.all() == dict.fromkeys(["Old.md", "a.md", "b.md"], b"[[Old]]")

    def test_a_batch_that_had_not_begun_is_dropped_with_its_change_of_the_renamed_note(self, tmp_path: Path) -> None:
        vault = self.die_in_rename(tmp_path, "Old.md", done=False)
        assert vault.notes.recover() == []
        assert vault.all() == dict.fromkeys(["Old.md", "a.md", "b.md"], b"[[Old]]")
        assert {entry.state for entry in vault.notes.history().entries} == {EntryState.DROPPED}

    def test_a_note_that_somebody_wrote_since_is_left_alone_and_told(self, tmp_path: Path) -> None:
        vault = self.die_in_rename(tmp_path, "a.md", done=False)
        vault.put("a.md", "mine [[Old]]")
        (notice,) = vault.notes.recover()
        assert "“a.md”" in notice
        assert vault.all() == {"New.md": b"[[New]]", "a.md": b"mine [[Old]]", "b.md": b"[[New]]"}
        assert vault.notes.recover() == []

    def test_a_batch_that_cannot_be_done_to_its_end_is_taken_back(self, tmp_path: Path) -> None:
        vault = self.die_in_rename(tmp_path, "a.md", done=True)
        (vault.root / "b.md").chmod(0o444)
        (notice,) = vault.notes.recover()
        assert "“b.md” is read-only" in notice
        assert vault.all() == dict.fromkeys(["Old.md", "a.md", "b.md"], b"[[Old]]")
        assert {entry.state for entry in vault.notes.history().entries} == {EntryState.DROPPED}

    def test_a_batch_of_which_nobody_can_tell_waits_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        vault = self.die_in_rename(tmp_path, "Old.md", done=True)
        read = vault.files.read

        def unreadable(path: NotePath) -> bytes:
            if path == "New.md":
                raise VaultProblem("The disk does not answer.")
            return read(path)

        with monkeypatch.context() as away:
            away.setattr(vault.files, "read", unreadable)
            (notice,) = vault.notes.recover()
            assert "The disk does not answer." in notice
        assert {entry.state for entry in vault.notes.history().entries} == {EntryState.INTENDED}
        assert vault.notes.recover() == []
        assert vault.all() == dict.fromkeys(["New.md", "a.md", "b.md"], b"[[New]]")

    @pytest.mark.parametrize("done", [False, True])
    @pytest.mark.parametrize(("call", "at"), [("replace", "a.md"), ("replace", "New.md"), ("rename", "New.md")])
    def test_a_batch_that_failed_and_died_while_it_was_taken_back_is_taken_back(
        self, tmp_path: Path, call: str, at: str, done: bool
    ) -> None:
        vault = Vault(tmp_path)
        for path in ("Old.md", "a.md", "b.md"):
            vault.put(path, "[[Old]]")
        (vault.root / "b.md").chmod(0o444)  # the last of the batch: all before it is written, then taken back
        links = vault.links()
        vault.journal.close()
        child = os.fork()
        if not child:
            writer = DiskWriter(vault.root, locks=tmp_path / "locks")
            deadly = _deadly_the_second_time if call == "replace" else _deadly
            setattr(writer, call, deadly(getattr(writer, call), at, done=done))
            journal = SqliteJournal(tmp_path / "data" / "memory.sqlite")
            notes = NoteWriter(files=vault.files, writer=writer, journal=journal, clock=SystemClock())
            with contextlib.suppress(VaultProblem):
                notes.rename("Old", "New", links=links)
            os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        journal = SqliteJournal(tmp_path / "data" / "memory.sqlite")
        notes = NoteWriter(files=vault.files, writer=vault.disk, journal=journal, clock=SystemClock())
        assert notes.recover() == []
        assert vault.all() == dict.fromkeys(["Old.md", "a.md", "b.md"], b"[[Old]]")
        assert {entry.state for entry in notes.history().entries} == {EntryState.DROPPED}


def _deadly_the_second_time(call: Callable[..., None], at: str, *, done: bool) -> Callable[..., None]:
    deadly, calls = _deadly(call, at, done=done), [0]

    def counted(path: NotePath, *args: object, **named: object) -> None:
        calls[0] += path == at
        (deadly if calls[0] > 1 else call)(path, *args, **named)

    return counted


def _deadly(call: Callable[..., None], at: str, *, done: bool) -> Callable[..., None]:
    def dying(path: NotePath, *args: object, **named: object) -> None:
        if path == at and not done:
            os._exit(0)
        call(path, *args, **named)
        if path == at:
            os._exit(0)

    return dying
