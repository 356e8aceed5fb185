"""What a writer of a vault promises, shown on a disk: with names that swap at once, and that move in turn."""

import os
import sys
from pathlib import Path

import pytest

from vaultmind.adapters.files.disk_writing import DiskWriter, SystemFolder
from vaultmind.adapters.files.path_folder import PathFolder
from vaultmind.domain.edit import checksum_of
from vaultmind.domain.errors import NoteConflict, NoteExists, NoteNotFound, UnsafePath, VaultMindError, VaultProblem
from vaultmind.domain.link import NotePath


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


@pytest.fixture(params=[SystemFolder, PathFolder], ids=["swap", "moves"])
def writer(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> DiskWriter:
    return DiskWriter(root, locks=tmp_path / "locks", folder_of=request.param.open)


def put(root: Path, path: str, content: bytes = b"old") -> NotePath:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return NotePath(path)


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


class TestCreate:
    def test_a_note_and_its_folders(self, writer: DiskWriter, root: Path) -> None:
        writer.create(NotePath("Сад/Почва/n.md"), b"new", token="t")
        assert (root / "Сад/Почва/n.md").read_bytes() == b"new"
        assert names(root) == ["Сад/Почва/n.md"]

    @pytest.mark.parametrize("path", ["Note.md", "note.MD"])
    def test_never_over_a_note_nor_beside_its_twin_in_another_case(
        self, writer: DiskWriter, root: Path, path: str
    ) -> None:
        put(root, "Note.md")
        with pytest.raises(NoteExists, match=r"is there already"):
            writer.create(NotePath(path), b"new", token="t")
        assert (root / "Note.md").read_bytes() == b"old"
        assert names(root) == ["Note.md"]

    @pytest.mark.parametrize("path", ["../x.md", "/tmp/x.md", ".obsidian/x.md", "a/../../x.md", "a\\b.md", ".x.md"])
    def test_nothing_outside_of_the_vault(self, writer: DiskWriter, root: Path, path: str) -> None:
        with pytest.raises(UnsafePath):
            writer.create(NotePath(path), b"new", token="t")
        assert names(root.parent) == []


class TestGoneVault:
    def test_nothing_is_written_where_the_vault_was(self, writer: DiskWriter, root: Path) -> None:
        root.rename(root.with_name("away"))
        gone, note = r"There is no vault at .*: the folder is gone or not mounted\.", NotePath("A/a.md")
        with pytest.raises(NoteNotFound, match=gone):
            writer.create(note, b"new", token="t")
        with pytest.raises(NoteNotFound, match=gone):
            writer.replace(note, b"new", expected=checksum_of(b"old"), token="t")
        assert not root.exists()


class TestFolders:
    def test_those_that_are_missing_are_counted_and_go_again_as_far_as_they_are_empty(
        self, writer: DiskWriter, root: Path
    ) -> None:
        note = NotePath("Сад/Почва/n.md")
        assert [writer.missing_folders(NotePath(path)) for path in (note, "n.md", "Сад/n.md")] == [2, 0, 1]
        writer.create(note, b"new", token="t")
        assert writer.missing_folders(note) == 0
        writer.remove_folders(note, 2)
        assert names(root) == [note]
        writer.remove(note, expected=checksum_of(b"new"), token="t")
        writer.remove_folders(note, 1)
        assert [path.name for path in root.rglob("*")] == ["Сад"]
        writer.remove_folders(note, 2)
        assert list(root.iterdir()) == []

    def test_a_link_is_never_followed(self, writer: DiskWriter, root: Path, tmp_path: Path) -> None:
        (tmp_path / "outside" / "empty").mkdir(parents=True)
        (root / "link").symlink_to(tmp_path / "outside")
        writer.remove_folders(NotePath("link/empty/n.md"), 2)
        assert (tmp_path / "outside" / "empty").is_dir()


class TestReplace:
    @pytest.mark.parametrize("content", [b"", b"new", b"x" * 3_000_000, "ж".encode("utf-16")])
    def test_all_bytes(self, writer: DiskWriter, root: Path, content: bytes) -> None:
        note = put(root, "a b/n.md")
        writer.replace(note, content, expected=checksum_of(b"old"), token="t")
        assert (root / note).read_bytes() == content
        assert names(root) == ["a b/n.md"]

    def test_not_over_what_was_not_read(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md", b"a stranger's")
        with pytest.raises(NoteConflict) as conflict:
            writer.replace(note, b"new", expected=checksum_of(b"old"), token="t")
        assert (conflict.value.on_disk, conflict.value.wanted) == (b"a stranger's", b"new")
        assert (root / note).read_bytes() == b"a stranger's"
        assert names(root) == ["n.md"]

    def test_a_note_that_is_gone(self, writer: DiskWriter, root: Path) -> None:
        with pytest.raises(NoteNotFound):
            writer.replace(NotePath("n.md"), b"new", expected=checksum_of(b"old"), token="t")

    @pytest.mark.skipif(sys.platform == "win32", reason="modes are those of a Unix")
    def test_the_mode_stays(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md")
        (root / note).chmod(0o640)
        writer.replace(note, b"new", expected=checksum_of(b"old"), token="t")
        assert (root / note).stat().st_mode & 0o777 == 0o640

    @pytest.mark.skipif(not hasattr(os, "setxattr"), reason="attributes are those of Linux")
    def test_extended_attributes_stay(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md")
        try:
            os.setxattr(root / note, "user.tag", b"mine")
        except OSError:
            pytest.skip("this file system has no attributes")
        writer.replace(note, b"new", expected=checksum_of(b"old"), token="t")
        assert os.getxattr(root / note, "user.tag") == b"mine"

    def test_hard_links_stay_one_file(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md", b"one two three")
        (root / "twin.md").hardlink_to(root / note)
        for before, after in (
            (b"one two three", b"one 2"),
            (b"one 2", b"one 2 and a lot more"),
            (b"one 2 and a lot more", b""),
        ):
            writer.replace(note, after, expected=checksum_of(before), token="t")
            assert (root / "twin.md").read_bytes() == after
        assert (root / note).samefile(root / "twin.md")

    def test_a_read_only_note_is_left_alone(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md")
        (root / note).chmod(0o444)
        with pytest.raises(VaultProblem, match="is read-only"):
            writer.replace(note, b"new", expected=checksum_of(b"old"), token="t")
        assert names(root) == ["n.md"]

    @pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
    def test_never_through_a_symbolic_link(self, writer: DiskWriter, root: Path, tmp_path: Path) -> None:
        put(tmp_path, "elsewhere/n.md")
        put(root, "real/n.md")
        (root / "out").symlink_to(tmp_path / "elsewhere")
        (root / "in").symlink_to(root / "real")
        (root / "link.md").symlink_to(root / "real" / "n.md")
        for path in ("out/n.md", "in/n.md", "link.md"):
            with pytest.raises(UnsafePath, match="symbolic link"):
                writer.replace(NotePath(path), b"new", expected=checksum_of(b"old"), token="t")
        for path in ("out/new.md", "in/new.md"):
            with pytest.raises(UnsafePath):
                writer.create(NotePath(path), b"new", token="t")
        assert (root / "real" / "n.md").read_bytes() == (tmp_path / "elsewhere" / "n.md").read_bytes() == b"old"

    @pytest.mark.skipif(sys.platform == "win32", reason="pipes are those of a Unix")
    def test_a_pipe_and_a_folder_are_no_notes(self, writer: DiskWriter, root: Path) -> None:
        os.mkfifo(root / "pipe.md")
        (root / "folder.md").mkdir()
        for path in ("pipe.md", "folder.md", "pipe.md/x.md"):
            with pytest.raises(VaultMindError):
                writer.replace(NotePath(path), b"new", expected=checksum_of(b"old"), token="t")


class TestRename:
    def test_to_another_folder(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md")
        writer.rename(note, NotePath("F/G/m.md"), expected=checksum_of(b"old"), token="t")
        assert names(root) == ["F/G/m.md"]

    @pytest.mark.parametrize("new", ["m.md", "M.md", "n.md"])
    def test_never_over_a_file(self, writer: DiskWriter, root: Path, new: str) -> None:
        note, _ = put(root, "n.md"), put(root, "m.md", b"other")
        with pytest.raises(NoteExists):
            writer.rename(note, NotePath(new), expected=checksum_of(b"old"), token="t")
        assert names(root) == ["m.md", "n.md"]
        assert (root / "m.md").read_bytes() == b"other"

    def test_in_another_case_only(self, writer: DiskWriter, root: Path) -> None:
        writer.rename(put(root, "note.md"), NotePath("Note.md"), expected=checksum_of(b"old"), token="t")
        assert names(root) == ["Note.md"]

    def test_not_of_what_was_not_read(self, writer: DiskWriter, root: Path) -> None:
        with pytest.raises(NoteConflict):
            writer.rename(put(root, "n.md"), NotePath("m.md"), expected=checksum_of(b"other"), token="t")
        assert names(root) == ["n.md"]


class TestRestore:
    def test_a_name_that_was_there_comes_back_beside_its_twin(self, writer: DiskWriter, root: Path) -> None:
        put(root, "Case.md", b"twin")
        note = put(root, "moved.md")
        if (root / "case.md").exists():
            pytest.skip("case does not matter on this disk")
        writer.rename(note, NotePath("case.md"), expected=checksum_of(b"old"), token="t", restores=True)
        assert names(root) == ["Case.md", "case.md"]
        writer.remove(NotePath("case.md"), expected=checksum_of(b"old"), token="t")
        writer.create(NotePath("case.md"), b"old", token="t", restores=True)
        assert (root / "Case.md").read_bytes() == b"twin"

    def test_never_over_a_file(self, writer: DiskWriter, root: Path) -> None:
        note, _ = put(root, "F/n.md"), put(root, "m.md", b"other")
        with pytest.raises(NoteExists):
            writer.rename(note, NotePath("m.md"), expected=checksum_of(b"old"), token="t", restores=True)
        with pytest.raises(NoteExists):
            writer.create(NotePath("m.md"), b"new", token="t", restores=True)
        assert names(root) == ["F/n.md", "m.md"]
        assert (root / "m.md").read_bytes() == b"other"


class TestRemove:
    def test_what_was_read(self, writer: DiskWriter, root: Path) -> None:
        writer.remove(put(root, "n.md"), expected=checksum_of(b"old"), token="t")
        assert names(root) == []

    def test_not_what_was_not_read(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md", b"a stranger's")
        with pytest.raises(NoteConflict):
            writer.remove(note, expected=checksum_of(b"old"), token="t")
        assert (root / note).read_bytes() == b"a stranger's"


class TestLeftovers:
    def test_what_a_crash_left_is_found_and_goes(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "F/n.md")
        put(root, "F/.vaultmind-t.tmp", b"half")
        assert writer.leftover(note, token="other") is None
        assert writer.leftover(note, token="t") == b"half"
        with pytest.raises(NoteConflict):
            writer.discard_leftover(note, token="t", expected=checksum_of(b"whole"))
        writer.discard_leftover(note, token="t", expected=checksum_of(b"half"))
        assert names(root) == ["F/n.md"]

    def test_a_displaced_note_gets_its_name_back(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md", b"ours")
        put(root, ".vaultmind-t.tmp", b"a stranger's")
        writer.restore_leftover(note, token="t")
        assert (root / note).read_bytes() == b"a stranger's"
        assert writer.leftover(note, token="t") == b"ours"

    def test_a_note_without_a_name_gets_it_back(self, writer: DiskWriter, root: Path) -> None:
        put(root, ".vaultmind-t.tmp", b"ours")
        put(root, ".vaultmind-t.tmp~", b"the note")
        assert writer.leftover(NotePath("n.md"), token="t") == b"ours"
        assert (root / "n.md").read_bytes() == b"the note"

    def test_of_three_files_none_is_given_up(self, writer: DiskWriter, root: Path) -> None:
        note = put(root, "n.md", b"a stranger's")
        put(root, ".vaultmind-t.tmp", b"ours")
        put(root, ".vaultmind-t.tmp~", b"the note")
        assert writer.leftover(note, token="t") == b"ours"
        writer.discard_leftover(note, token="t", expected=checksum_of(b"ours"))
        assert writer.leftover(note, token="t") == b"the note"
        assert (root / note).read_bytes() == b"a stranger's"

    def test_a_folder_that_is_gone_has_none(self, writer: DiskWriter) -> None:
        assert writer.leftover(NotePath("gone/n.md"), token="t") is None
