"""Writing where case does not matter and names neither swap nor link, as on network disks and exFAT sticks."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.files.disk_writing import DiskWriter
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.edit import checksum_of
from vaultmind.domain.errors import NoteConflict, NoteExists
from vaultmind.domain.journal import EntryState
from vaultmind.domain.link import NotePath, name_key
from vaultmind.domain.writing import WriteKind, WriteRequest
from vaultmind.parsing.reading import read_note
from vaultmind.writeback.note_writer import NoteWriter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the disk is made of Unix calls")

if sys.platform != "win32":
    from vaultmind.adapters.files.held_file import HeldFile
    from vaultmind.adapters.files.posix_folder import PosixFolder

    class NetworkFolder(PosixFolder):
        """A folder whose names are equal in any case, where nothing swaps or links and folders cannot be synced."""

        keeps_case = False
        """Whether a renaming to the same name in another case changes nothing, as on some servers."""

        @classmethod
        def open(cls, root: Path, parts: Sequence[str], *, make_missing: bool = False) -> "PosixFolder":
            spelled: list[str] = []
            for part in parts:
                here = root.joinpath(*spelled)
                spelled.append(_spelled(os.listdir(here) if here.is_dir() else (), part))  # noqa: PTH208
            return super().open(root, spelled, make_missing=make_missing)

        def _on_disk(self, name: str) -> str:
            return _spelled(self.names(), name)

        def stat(self, name: str) -> os.stat_result | None:
            return super().stat(self._on_disk(name))

        def hold(self, name: str, *, for_writing: bool = False) -> HeldFile:
            return super().hold(self._on_disk(name), for_writing=for_writing)

        def make(self, name: str, *, mode: int) -> int:
            return super().make(self._on_disk(name), mode=mode)

        def exchange(self, one: str, other: str) -> bool:
            return False

        def move(self, name: str, new_folder: Any, new_name: str) -> None:
            if new_folder.stat(new_name) is not None:
                raise FileExistsError(errno.EEXIST, "is there already", new_name)
            super().move(self._on_disk(name), new_folder, new_name)

        def move_over_itself(self, name: str, new_name: str) -> None:
            if not self.keeps_case:
                super().move_over_itself(self._on_disk(name), new_name)

        def remove(self, name: str) -> None:
            super().remove(self._on_disk(name))

        def sync(self) -> None:
            pass

    class StubbornFolder(NetworkFolder):
        keeps_case = True


def _spelled(names: Sequence[str], name: str) -> str:
    """Return a name as it is on the disk, or as it is wanted where there is none."""
    return next((one for one in names if name_key(one) == name_key(name)), name)


class NetworkFiles(DiskVaultFiles):
    """The files of such a disk, found under their names in any case."""

    def place(self, path: NotePath) -> Path:
        place = super().place(NotePath(path)).relative_to(self.root)
        found = self.root
        for part in place.parts:
            found /= _spelled([one.name for one in found.iterdir()] if found.is_dir() else (), part)
        return found


@pytest.fixture(params=["renames", "keeps its case"])
def folder(request: pytest.FixtureRequest) -> "type[NetworkFolder]":
    return NetworkFolder if request.param == "renames" else StubbornFolder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "vault"
    place.mkdir()
    return place


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


class TestWriter:
    @pytest.fixture
    def writer(self, root: Path, tmp_path: Path, folder: "type[NetworkFolder]") -> DiskWriter:
        return DiskWriter(root, locks=tmp_path / "locks", folder_of=folder.open)

    def test_what_is_read_under_another_case_is_written_where_it_is(self, writer: DiskWriter, root: Path) -> None:
        (root / "F").mkdir()
        (root / "F/Note.md").write_bytes(b"old")
        writer.replace(NotePath("f/note.md"), b"new", expected=checksum_of(b"old"), token="t")
        assert names(root) == ["F/Note.md"]
        assert (root / "F/Note.md").read_bytes() == b"new"
        with pytest.raises(NoteConflict):
            writer.replace(NotePath("F/Note.md"), b"newer", expected=checksum_of(b"old"), token="t")
        assert (root / "F/Note.md").read_bytes() == b"new"
        assert names(root) == ["F/Note.md"]

    @pytest.mark.parametrize("path", ["NOTE.md", "note.MD", "Note.md"])
    def test_nothing_is_made_over_a_twin(self, writer: DiskWriter, root: Path, path: str) -> None:
        (root / "Note.md").write_bytes(b"old")
        for restores in (False, True):
            with pytest.raises(NoteExists):
                writer.create(NotePath(path), b"new", token="t", restores=restores)
        assert (root / "Note.md").read_bytes() == b"old"
        assert names(root) == ["Note.md"]

    def test_the_case_alone(self, writer: DiskWriter, root: Path) -> None:
        (root / "note.md").write_bytes(b"old")
        writer.rename(NotePath("note.md"), NotePath("Note.md"), expected=checksum_of(b"old"), token="t")
        assert names(root) == ["Note.md"]
        assert (root / "Note.md").read_bytes() == b"old"

    def test_a_folder_in_another_case_is_the_same_folder(self, writer: DiskWriter, root: Path) -> None:
        (root / "F").mkdir()
        (root / "F/n.md").write_bytes(b"old")
        with pytest.raises(NoteExists, match="there already"):
            writer.rename(NotePath("F/n.md"), NotePath("f/N.md"), expected=checksum_of(b"old"), token="t")
        writer.rename(NotePath("F/n.md"), NotePath("f/m.md"), expected=checksum_of(b"old"), token="t")
        assert names(root) == ["F/m.md"]

    def test_what_was_removed_is_gone_and_what_a_crash_left_is_found(self, writer: DiskWriter, root: Path) -> None:
        (root / "n.md").write_bytes(b"old")
        (root / ".vaultmind-t.tmp").write_bytes(b"half")
        assert writer.leftover(NotePath("N.md"), token="t") == b"half"
        writer.discard_leftover(NotePath("N.md"), token="t", expected=checksum_of(b"half"))
        writer.remove(NotePath("N.md"), expected=checksum_of(b"old"), token="t")
        assert names(root) == []


class TestNotes:
    @pytest.fixture
    def make_notes(self, root: Path, tmp_path: Path, folder: "type[NetworkFolder]") -> Callable[[], NoteWriter]:
        return lambda: NoteWriter(
            files=NetworkFiles(root),
            writer=DiskWriter(root, locks=tmp_path / "locks", folder_of=folder.open),
            journal=SqliteJournal(tmp_path / "data" / "memory.sqlite"),
            clock=SystemClock(),
        )

    def links(self, root: Path) -> Any:
        files = NetworkFiles(root)
        return {path: read_note(path, files.read(path)).note.links for path in files.listing().notes}

    def test_an_edit_and_its_undoing(self, root: Path, make_notes: Callable[[], NoteWriter]) -> None:
        (root / "Note.md").write_bytes(b"old\r\n")
        notes = make_notes()
        notes.write(WriteRequest("Note", WriteKind.APPEND, "new"))
        assert (root / "Note.md").read_bytes() == b"old\r\n\r\nnew\r\n"
        notes.undo()
        assert (root / "Note.md").read_bytes() == b"old\r\n"
        assert names(root) == ["Note.md"]

    def test_the_case_alone_and_back(self, root: Path, make_notes: Callable[[], NoteWriter]) -> None:
        (root / "note.md").write_bytes(b"[[note]]")
        (root / "a.md").write_bytes(b"[[note]]")
        notes = make_notes()
        notes.rename("note", "Note", links=self.links(root))
        assert names(root) == ["Note.md", "a.md"]
        assert (root / "a.md").read_bytes() == (root / "Note.md").read_bytes() == b"[[Note]]"
        notes.undo()
        assert names(root) == ["a.md", "note.md"]
        assert (root / "a.md").read_bytes() == (root / "note.md").read_bytes() == b"[[note]]"

    @pytest.mark.parametrize("was_done", [False, True])
    def test_a_killed_change_of_case_is_done_to_its_end_or_dropped(
        self, root: Path, make_notes: Callable[[], NoteWriter], was_done: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (root / "note.md").write_bytes(b"x")
        (root / "a.md").write_bytes(b"[[note]]")
        links = self.links(root)
        child = os.fork()
        if not child:
            rename = DiskWriter.rename

            def dying(writer: DiskWriter, *args: Any, **named: Any) -> None:
                if was_done:
                    rename(writer, *args, **named)
                os._exit(0)

            monkeypatch.setattr(DiskWriter, "rename", dying)
            make_notes().rename("note", "Note", links=links)
            os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        notes = make_notes()
        assert notes.recover() == []
        assert names(root) == (["Note.md", "a.md"] if was_done else ["a.md", "note.md"])
        assert (root / "a.md").read_bytes() == (b"[[Note]]" if was_done else b"[[note]]")
        states = {entry.state for entry in notes.history().entries}
        assert states == {EntryState.DONE if was_done else EntryState.DROPPED}
