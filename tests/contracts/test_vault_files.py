"""What the files of a vault promise, shown on a folder."""

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind.adapters.files.disk import DiskVaultFiles, is_online_only
from vaultmind.domain.errors import NoteNotFound, UnsafePath, VaultMindError, VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.ports import Listing, ObsidianSettings

_NOBODY = 65534
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the files of this test need a Unix")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


@pytest.fixture
def persons_folder() -> Iterator[Path]:
    """A folder of a person without privileges, who the test then is: root ignores permissions."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() != 0:
            yield Path(folder)
            return
        os.chown(folder, _NOBODY, -1)
        os.seteuid(_NOBODY)
        try:
            yield Path(folder)
        finally:
            os.seteuid(0)


def write(root: Path, path: str, text: str = "x") -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def reasons(listing: Listing) -> dict[str, str]:
    return {one.path: one.reason for one in listing.skipped}


class TestListing:
    def test_notes_attachments_and_what_is_neither(self, root: Path) -> None:
        shown = ("a.md", "Sub/B.MD", "board.canvas", "table.base", "pic.png", "noext")
        hidden = (".hidden.md", ".obsidian/x.md", "Sub/.trash/c.md", "a.md~", "~$t.xlsx", "half.part")
        for path in (*shown, *hidden):
            write(root, path)
        listing = DiskVaultFiles(root).listing()
        assert set(listing.notes) == {"a.md", "Sub/B.MD", "board.canvas", "table.base"}
        assert listing.attachments == {"pic.png", "noext"}
        assert listing.skipped == ()

    def test_a_folder_named_like_a_note_is_a_folder(self, root: Path) -> None:
        write(root, "folder.md/inner.md")
        assert set(DiskVaultFiles(root).listing().notes) == {"folder.md/inner.md"}

    def test_names_are_those_of_the_disk(self, root: Path) -> None:
        names = ["Ёж.md", "cafe\u0301.md", "café.md", "a # ^ [x] |.md", "two  blanks.md", "🙂.md"]
        for name in names:
            write(root, name)
        assert set(DiskVaultFiles(root).listing().notes) == {place.name for place in root.iterdir()}

    def test_stamps_follow_the_content(self, root: Path) -> None:
        files = DiskVaultFiles(root)
        place = write(root, "a.md", "one")
        before = files.listing().notes
        assert files.listing().notes == before
        assert files.stamp(NotePath("a.md")) == before[NotePath("a.md")]
        os.utime(place, ns=(1, 1))
        assert files.listing().notes != before
        write(root, "a.md", "other")
        assert files.listing().notes[NotePath("a.md")].size == 5

    def test_a_root_that_is_gone_or_no_folder_is_a_sentence(self, root: Path, tmp_path: Path) -> None:
        files = DiskVaultFiles(root)
        root.rmdir()
        with pytest.raises(VaultProblem, match="no vault at"):
            files.listing()
        with pytest.raises(VaultProblem, match="no vault at"):
            files.look([NotePath("a.md")])
        write(tmp_path, "file")
        with pytest.raises(VaultProblem, match="not a folder"):
            DiskVaultFiles(tmp_path / "file").listing()

    @posix_only
    def test_names_that_are_no_utf8_are_told_with_an_escape(self, root: Path) -> None:
        try:
            Path(os.fsdecode(os.fsencode(root) + b"/\xff\xfe.md")).write_text("x")
        except OSError:
            pytest.skip("this file system takes UTF-8 names only")
        assert list(reasons(DiskVaultFiles(root).listing())) == ["\\xff\\xfe.md"]

    @posix_only
    def test_links_are_followed_inside_the_vault_only_and_folders_never(self, root: Path, tmp_path: Path) -> None:
        write(root, "plain.md")
        write(root, "sub/inner.md")
        write(root, ".hidden/secret.md")
        write(tmp_path, "outside/secret.md")
        for name, target in {
            "again.md": "plain.md",
            "loop": ".",
            "sub/up": "..",
            "away.md": "../outside/secret.md",
            "away": "../outside",
            "nowhere.md": "missing.md",
            "shadow.md": ".hidden/secret.md",
        }.items():
            (root / name).symlink_to(target)
        listing = DiskVaultFiles(root).listing()
        assert set(listing.notes) == {"plain.md", "sub/inner.md", "again.md"}
        assert reasons(listing) == {
            "loop": "A link to a folder of this vault, which is indexed at its own place.",
            "sub/up": "A link to a folder of this vault, which is indexed at its own place.",
            "away.md": "A link that leads out of the vault.",
            "away": "A link that leads out of the vault.",
            "nowhere.md": "A link that leads nowhere.",
            "shadow.md": "A link to a hidden file.",
        }

    @posix_only
    def test_pipes_and_sockets_are_told_and_never_opened(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        os.mkfifo(root / "pipe.md")
        monkeypatch.chdir(root)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("sock.md")
            listing = DiskVaultFiles(root).listing()
        assert reasons(listing) == {"pipe.md": "Not a file but a named pipe.", "sock.md": "Not a file but a socket."}
        with pytest.raises(VaultProblem, match="not a regular file"):
            DiskVaultFiles(root).read(NotePath("pipe.md"))

    @posix_only
    def test_what_may_not_be_read_is_told(self, persons_folder: Path) -> None:
        write(persons_folder, "locked/a.md")
        write(persons_folder, "b.md")
        (persons_folder / "locked").chmod(0)
        (persons_folder / "b.md").chmod(0)
        files = DiskVaultFiles(persons_folder)
        assert reasons(files.listing()) == {"locked": "It cannot be read: Permission denied."}
        with pytest.raises(VaultProblem, match="Permission denied"):
            files.read(NotePath("b.md"))
        (persons_folder / "locked").chmod(0o700)

    def test_placeholders_of_icloud_are_online_only(self, root: Path) -> None:
        write(root, ".Note.md.icloud")
        assert reasons(DiskVaultFiles(root).listing())["Note.md"].startswith("Online only")

    @pytest.mark.parametrize(
        ("attributes", "flags", "expected"),
        [
            (0x20, 0, False),
            (0x400000, 0, True),
            (0x1000, 0, True),
            (0x40000, 0, True),
            (0, 0x40000000, True),
            (0, 1, False),
        ],
    )
    def test_placeholders_are_told_by_their_attributes(self, attributes: int, flags: int, expected: bool) -> None:
        assert is_online_only(attributes, flags) is expected

    def test_a_note_beyond_any_reason_is_told(self, root: Path) -> None:
        with (root / "big.md").open("wb") as big:
            big.truncate(16 * 1024 * 1024 + 1)
        with (root / "just.md").open("wb") as just:
            just.truncate(16 * 1024 * 1024)
        listing = DiskVaultFiles(root).listing()
        assert reasons(listing) == {"big.md": "The file is larger than 16 MB and is not read."}
        assert "just.md" in listing.notes


class TestLook:
    @pytest.fixture(autouse=True)
    def notes(self, root: Path) -> None:
        for path in ("a.md", "A/b.md", "A/deep/c.md", "A/pic.png", "B/d.md", ".obsidian/x.md"):
            write(root, path)

    @pytest.mark.parametrize(
        ("paths", "expected"),
        [
            (["a.md"], {"a.md"}),
            (["A"], {"A/b.md", "A/deep/c.md"}),
            (["A/deep", "B/d.md", "gone.md"], {"A/deep/c.md", "B/d.md"}),
            ([".obsidian/x.md"], set()),
            (["a.md/x.md"], set()),
            ([""], {"a.md", "A/b.md", "A/deep/c.md", "B/d.md"}),
        ],
    )
    def test_what_is_at_and_below_the_paths(self, root: Path, paths: list[str], expected: set[str]) -> None:
        listing = DiskVaultFiles(root).look([NotePath(path) for path in paths])
        assert set(listing.notes) == expected

    def test_a_look_at_everything_is_a_listing(self, root: Path) -> None:
        files = DiskVaultFiles(root)
        assert files.look([NotePath(place.name) for place in root.iterdir()]) == files.listing()

    @posix_only
    def test_nothing_is_seen_through_a_linked_folder(self, root: Path) -> None:
        (root / "link").symlink_to("A")
        assert DiskVaultFiles(root).look([NotePath("link/b.md")]).notes == {}


class TestReading:
    def test_bytes_come_back_unchanged(self, root: Path) -> None:
        (root / "a.md").write_bytes(b"\xef\xbb\xbf\r\n\x00\xff")
        assert DiskVaultFiles(root).read(NotePath("a.md")) == b"\xef\xbb\xbf\r\n\x00\xff"

    def test_what_is_not_there(self, root: Path) -> None:
        files = DiskVaultFiles(root)
        write(root, "a.md")
        for path in ("no.md", "no/no.md", "a.md/x.md"):
            with pytest.raises(NoteNotFound):
                files.read(NotePath(path))
            assert files.stamp(NotePath(path)) is None

    def test_what_is_not_there_because_the_vault_is_gone(self, root: Path) -> None:
        files = DiskVaultFiles(root)
        root.rmdir()
        with pytest.raises(NoteNotFound, match=r"There is no vault at .*: the folder is gone or not mounted\."):
            files.read(NotePath("a.md"))

    @pytest.mark.parametrize("path", ["../x.md", "a/../../x.md", "/etc/hosts", "", "a\0.md"])
    def test_no_path_leads_out(self, root: Path, tmp_path: Path, path: str) -> None:
        write(tmp_path, "x.md", "secret")
        files = DiskVaultFiles(root)
        with pytest.raises(UnsafePath):
            files.read(NotePath(path))
        assert files.stamp(NotePath(path)) is None

    @pytest.mark.parametrize("path", ["a" * 5000, "a/" * 2500 + "b", "a" * 300])
    def test_a_path_that_no_disk_has_is_one_sentence(self, root: Path, path: str) -> None:
        with pytest.raises(VaultMindError) as told:
            DiskVaultFiles(root).read(NotePath(path))
        assert "Errno" not in str(told.value)
        assert len(str(told.value)) < 200
        assert DiskVaultFiles(root).stamp(NotePath(path)) is None

    @posix_only
    def test_no_link_leads_out(self, root: Path, tmp_path: Path) -> None:
        write(tmp_path, "out/x.md", "secret")
        (root / "folder").symlink_to(tmp_path / "out")
        (root / "file.md").symlink_to(tmp_path / "out/x.md")
        for path in ("folder/x.md", "file.md"):
            with pytest.raises(UnsafePath):
                DiskVaultFiles(root).read(NotePath(path))

    @posix_only
    def test_a_link_inside_the_vault_is_read(self, root: Path) -> None:
        write(root, "sub/plain.md", "text")
        (root / "again.md").symlink_to("sub/plain.md")
        assert DiskVaultFiles(root).read(NotePath("again.md")) == b"text"


class TestObsidianSettings:
    def test_exclusions_and_template_folders_are_read(self, root: Path) -> None:
        write(root, ".obsidian/app.json", '{"userIgnoreFilters": ["Archive/", "/x/", 5]}')
        write(root, ".obsidian/templates.json", '{"folder": "Templates/"}')
        write(root, ".obsidian/plugins/templater-obsidian/data.json", '{"templates_folder": "Шаблоны"}')
        expected = ObsidianSettings(("Archive/", "/x/"), (NotePath("Templates"), NotePath("Шаблоны")))
        assert DiskVaultFiles(root).obsidian_settings() == expected

    @pytest.mark.parametrize("text", ["", "[]", "{", '{"userIgnoreFilters": 5}', "[" * 100_000, "\udcff"])
    def test_what_cannot_be_read_says_nothing(self, root: Path, text: str) -> None:
        (root / ".obsidian").mkdir()
        (root / ".obsidian/app.json").write_bytes(text.encode("utf-8", "surrogateescape"))
        assert DiskVaultFiles(root).obsidian_settings() == ObsidianSettings()

    def test_a_renamed_configuration_folder_is_found(self, root: Path) -> None:
        write(root, ".config/app.json", '{"userIgnoreFilters": ["A/"]}')
        write(root, ".config/workspace.json", "{}")
        assert DiskVaultFiles(root).obsidian_settings().ignore_filters == ("A/",)
