"""What only a disk shows of writing: other programs, other users, full disks, other file systems, locks."""

import errno
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from vaultmind.adapters.files import disk_writing, held_file, posix_folder, windows_files
from vaultmind.adapters.files.disk_writing import DiskWriter
from vaultmind.adapters.files.held_file import HeldFile, Watch
from vaultmind.adapters.files.write_lock import write_locks
from vaultmind.domain.edit import checksum_of
from vaultmind.domain.errors import NoteConflict, NoteExists, StorageFull, UnsafePath, VaultProblem
from vaultmind.domain.link import NotePath

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the disks of this test are those of a Unix")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="leases and small disks are those of Linux")
NOTE = NotePath("n.md")
OLD, NEW = b"old\n", b"old\nnew\n"
_NOBODY = 65534


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / NOTE).write_bytes(OLD)
    return folder


@pytest.fixture
def writer(root: Path, tmp_path: Path) -> DiskWriter:
    return DiskWriter(root, locks=tmp_path / "locks", lock_wait_s=0.2)


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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB, where the test may make one."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def only_note(root: Path) -> bool:
    return [path.name for path in root.iterdir()] == [NOTE]


class TestStrangers:
    def between(self, monkeypatch: pytest.MonkeyPatch, act: object, *, at: int) -> None:
        """Let a stranger act right before the ``at``-th swap of two names."""
        swaps = [0]
        swap = posix_folder.exchange_names

        def disturbed(folder: int, one: str, other: str) -> bool:
            swaps[0] += 1
            if swaps[0] == at:
                act()  # type: ignore[operator]
            return swap(folder, one, other)

        monkeypatch.setattr(posix_folder, "exchange_names", disturbed)

    @staticmethod
    def replace_by_name(root: Path, content: bytes) -> None:
        (root / "theirs").write_bytes(content)
        (root / "theirs").replace(root / NOTE)

    def test_a_version_that_came_at_the_last_moment_is_put_back(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.between(monkeypatch, lambda: self.replace_by_name(root, b"theirs"), at=1)
        with pytest.raises(NoteConflict) as conflict:
            writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        assert (root / NOTE).read_bytes() == conflict.value.on_disk == b"theirs"
        assert only_note(root)

    def test_the_newest_of_two_strangers_stays_and_the_other_is_found(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        turns = iter([b"theirs 1", b"theirs 2"])
        swap = posix_folder.exchange_names

        def disturbed(folder: int, one: str, other: str) -> bool:
            content = next(turns, None)
            if content is not None:
                self.replace_by_name(root, content)
            return swap(folder, one, other)

        monkeypatch.setattr(posix_folder, "exchange_names", disturbed)
        with pytest.raises(NoteConflict):
            writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        assert (root / NOTE).read_bytes() == b"theirs 2"
        assert writer.leftover(NOTE, token="t") == b"theirs 1"

    def test_a_note_that_vanishes_at_the_last_moment_is_not_made_again(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.between(monkeypatch, (root / NOTE).unlink, at=1)
        with pytest.raises(NoteConflict):
            writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        assert list(root.iterdir()) == []

    def test_a_stranger_who_takes_the_name_between_two_moves_keeps_it(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(posix_folder, "exchange_names", lambda *_: False)
        move = posix_folder.PosixFolder.move

        def disturbed(folder: object, name: str, new_folder: object, new_name: str) -> None:
            if new_name == NOTE:
                (root / NOTE).write_bytes(b"theirs")
            move(folder, name, new_folder, new_name)  # type: ignore[arg-type]

        monkeypatch.setattr(posix_folder.PosixFolder, "move", disturbed)
        with pytest.raises(NoteConflict):
            writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        monkeypatch.undo()
        assert (root / NOTE).read_bytes() == b"theirs"
        assert writer.leftover(NOTE, token="t") == OLD

    @linux_only
    def test_a_program_in_the_middle_of_writing_is_waited_for(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = (root / NOTE).open("r+b")
        file.truncate()
        waits = threading.Event()
        clock = SimpleNamespace(monotonic=time.monotonic, sleep=lambda s: (waits.set(), time.sleep(s)))
        monkeypatch.setattr(disk_writing, "_WRITER_WAIT_S", 60.0)
        monkeypatch.setattr(disk_writing, "time", clock)

        def write_slowly() -> None:
            assert waits.wait(60)
            file.write(b"theirs")
            file.close()

        thread = threading.Thread(target=write_slowly)
        thread.start()
        with pytest.raises(NoteConflict):
            writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        thread.join()
        assert (root / NOTE).read_bytes() == b"theirs"

    @linux_only
    def test_a_program_that_keeps_the_note_open_for_writing_is_told(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(disk_writing, "_WRITER_WAIT_S", 0.1)
        with (root / NOTE).open("ab"), pytest.raises(VaultProblem, match=r"holds “n\.md” open for writing"):
            writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        assert (root / NOTE).read_bytes() == OLD
        assert only_note(root)

    @linux_only
    def test_who_opens_a_file_under_watch_is_noticed_and_waited_for(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(held_file, "_LATE_OPENER_S", 60.0)
        monkeypatch.setattr(held_file, "_LATE_WRITER_S", 60.0)
        with HeldFile(os.open(root / NOTE, os.O_RDONLY)) as held:
            assert held.watch() is Watch.KEPT
            assert held.undisturbed()
            late = threading.Thread(target=lambda: (root / NOTE).write_bytes(b"late"))
            late.start()
            while held.undisturbed():
                time.sleep(0.001)
            assert held.read() == OLD
            assert held.read_after_late_writers() == b"late"
            late.join()

    @linux_only
    def test_a_program_that_opened_the_displaced_file_is_not_lost(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hidden = root / ".vaultmind-t.tmp"
        remove, watch = posix_folder.PosixFolder.remove, HeldFile.watch
        threads = []
        watched: list[HeldFile] = []

        def seen(held: HeldFile, **options: bool) -> Watch:
            watched.append(held)
            return watch(held, **options)

        def disturbed(folder: object, name: str) -> None:
            if not threads:  # it has the file, under the name it displaced; it writes once the name is gone
                threads.append(threading.Thread(target=lambda: hidden.write_bytes(b"late")))
                threads[0].start()
                while watched[-1].undisturbed():
                    time.sleep(0.001)
            remove(folder, name)  # type: ignore[arg-type]

        monkeypatch.setattr(HeldFile, "watch", seen)
        monkeypatch.setattr(held_file, "_LATE_OPENER_S", 60.0)
        monkeypatch.setattr(held_file, "_LATE_WRITER_S", 60.0)
        monkeypatch.setattr(posix_folder.PosixFolder, "remove", disturbed)
        with pytest.raises(NoteConflict) as conflict:
            writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        threads[0].join()
        assert (root / NOTE).read_bytes() == conflict.value.on_disk == b"late"
        assert only_note(root)


class TestFullDisk:
    @linux_only
    def test_a_full_disk_leaves_the_note_as_it_was(self, small_disk: Path, tmp_path: Path) -> None:
        writer = DiskWriter(small_disk, locks=tmp_path / "locks")
        (small_disk / NOTE).write_bytes(OLD)
        with pytest.raises(StorageFull, match="no room left"):
            writer.replace(NOTE, OLD + b"x" * 100_000, expected=checksum_of(OLD), token="t")
        with pytest.raises(StorageFull):
            writer.create(NotePath("big.md"), b"x" * 100_000, token="t")
        assert (small_disk / NOTE).read_bytes() == OLD
        assert only_note(small_disk)

    @linux_only
    def test_also_where_the_file_is_changed_in_place(self, small_disk: Path, tmp_path: Path) -> None:
        writer = DiskWriter(small_disk, locks=tmp_path / "locks")
        (small_disk / NOTE).write_bytes(OLD)
        (small_disk / "twin.md").hardlink_to(small_disk / NOTE)
        with pytest.raises(StorageFull):
            writer.replace(NOTE, b"NEW" + b"x" * 100_000, expected=checksum_of(OLD), token="t")
        assert (small_disk / "twin.md").read_bytes() == OLD

    def test_a_limit_in_the_middle_of_a_write(self, root: Path, writer: DiskWriter) -> None:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            with pytest.raises(StorageFull):
                writer.replace(NOTE, OLD + b"x" * 5000, expected=checksum_of(OLD), token="t")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert (root / NOTE).read_bytes() == OLD
        assert only_note(root)

    def test_a_disk_that_fails_to_sync_leaves_the_note_as_it_was(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(_: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(os, "fsync", failing)
        with pytest.raises(VaultProblem, match="could not be written"):
            writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        assert (root / NOTE).read_bytes() == OLD
        assert only_note(root)


class TestRights:
    def test_a_read_only_folder(self, persons_folder: Path) -> None:
        root = persons_folder / "vault"
        root.mkdir()
        (root / NOTE).write_bytes(OLD)
        writer = DiskWriter(root, locks=persons_folder / "locks")
        root.chmod(0o555)
        try:
            with pytest.raises(VaultProblem, match="read-only for this user"):
                writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
            with pytest.raises(VaultProblem, match="read-only for this user"):
                writer.create(NotePath("new.md"), NEW, token="t")
        finally:
            root.chmod(0o755)
        assert (root / NOTE).read_bytes() == OLD
        assert only_note(root)

    def test_a_move_that_is_not_allowed_names_the_place_it_is_not_allowed_in(self, persons_folder: Path) -> None:
        root = persons_folder / "vault"
        locked = root / "Locked"
        locked.mkdir(parents=True)
        for folder in (root, locked):
            (folder / NOTE).write_bytes(OLD)
        writer = DiskWriter(root, locks=persons_folder / "locks")
        inside, new = NotePath(f"Locked/{NOTE}"), NotePath("Locked/new.md")
        locked.chmod(0o555)
        try:
            with pytest.raises(VaultProblem, match=f"^“{new}” cannot be written: .* read-only for this user"):
                writer.rename(NOTE, new, expected=checksum_of(OLD), token="t")
            with pytest.raises(VaultProblem, match=f"^“{inside}” cannot be written: .* read-only for this user"):
                writer.rename(inside, NotePath("new.md"), expected=checksum_of(OLD), token="t")
        finally:
            locked.chmod(0o755)
        assert sorted(path.name for path in root.iterdir()) == sorted(["Locked", NOTE])
        assert only_note(locked)

    @pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give files away")
    def test_a_note_of_somebody_else_keeps_its_owner(self, tmp_path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            root.chmod(0o777)
            (root / NOTE).write_bytes(OLD)
            (root / NOTE).chmod(0o666)
            inode = (root / NOTE).stat().st_ino
            os.seteuid(_NOBODY)
            try:
                with tempfile.TemporaryDirectory() as locks:
                    DiskWriter(root, locks=Path(locks)).replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
            finally:
                os.seteuid(0)
            found = (root / NOTE).stat()
            assert (found.st_uid, found.st_ino) == (0, inode)
            assert (root / NOTE).read_bytes() == NEW
            assert only_note(root)


class TestOtherFileSystems:
    @pytest.fixture
    def caseless(self, tmp_path: Path) -> Iterator[Path]:
        """A folder in which case does not matter, where the system can make one."""
        place = tmp_path / "caseless"
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "casefold", "tmpfs", place]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no folder without case can be made here")
        try:
            root = place / "vault"
            root.mkdir()
            if subprocess.run(["chattr", "+F", root], capture_output=True, check=False).returncode:
                pytest.skip("no folder without case can be made here")
            yield root
        finally:
            subprocess.run(["umount", place], check=True)

    @linux_only
    def test_a_change_of_case_where_both_are_one_file(self, caseless: Path, tmp_path: Path) -> None:
        (caseless / "note.md").write_bytes(OLD)
        writer = DiskWriter(caseless, locks=tmp_path / "locks")
        writer.rename(NotePath("note.md"), NotePath("Note.md"), expected=checksum_of(OLD), token="t")
        assert [path.name for path in caseless.iterdir()] == ["Note.md"]
        with pytest.raises(NoteExists):
            writer.create(NotePath("NOTE.md"), NEW, token="t")

    def test_a_name_that_keeps_its_old_case_goes_by_a_third(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(posix_folder.PosixFolder, "move_over_itself", lambda *_: None)
        real = posix_folder.PosixFolder.stat
        as_one = {"N.md": "n.md"}
        monkeypatch.setattr(posix_folder.PosixFolder, "stat", lambda folder, name: real(folder, as_one.get(name, name)))
        writer.rename(NOTE, NotePath("N.md"), expected=checksum_of(OLD), token="t")
        assert [path.name for path in root.iterdir()] == ["N.md"]

    def test_a_disk_that_knows_neither_swaps_nor_links(
        self, root: Path, writer: DiskWriter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_links(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(posix_folder, "exchange_names", lambda *_: False)
        monkeypatch.setattr(posix_folder, "move_name", lambda *_: False)
        monkeypatch.setattr(os, "link", no_links)
        writer.replace(NOTE, NEW, expected=checksum_of(OLD), token="t")
        writer.create(NotePath("m.md"), b"m", token="t")
        with pytest.raises(NoteExists):
            writer.create(NotePath("m.md"), b"m", token="t")
        assert (root / NOTE).read_bytes() == NEW
        assert sorted(path.name for path in root.iterdir()) == ["m.md", "n.md"]

    def test_a_name_too_long_for_the_disk(self, writer: DiskWriter) -> None:
        with pytest.raises(UnsafePath, match="too long"):
            writer.create(NotePath("x" * 300 + ".md"), NEW, token="t")


class TestWindows:
    def test_a_file_that_is_held_for_a_moment_is_tried_again(self) -> None:
        tries: list[float] = []

        def held_twice() -> str:
            if len(tries) < 2:
                error = OSError(errno.EACCES, "sharing violation")
                error.winerror = 32  # type: ignore[attr-defined]
                raise error
            return "done"

        assert windows_files.retried(held_twice, pause=tries.append) == "done"
        assert tries == sorted(tries)

    def test_it_gives_up_and_other_errors_are_not_tried_again(self) -> None:
        tries: list[float] = []

        def held() -> None:
            error = OSError(errno.EACCES, "sharing violation")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error

        with pytest.raises(OSError, match="sharing"):
            windows_files.retried(held, tries=4, pause=tries.append)
        assert len(tries) == 3

        def absent() -> None:
            raise FileNotFoundError

        with pytest.raises(FileNotFoundError):
            windows_files.retried(absent, pause=tries.append)
        assert len(tries) == 3

    @pytest.mark.parametrize(
        ("path", "long"),
        [
            ("C:\\v\\n.md", "\\\\?\\C:\\v\\n.md"),
            ("\\\\host\\share\\n.md", "\\\\?\\UNC\\host\\share\\n.md"),
            ("\\\\?\\C:\\v", "\\\\?\\C:\\v"),
        ],
    )
    def test_paths_over_260_characters(self, path: str, long: str) -> None:
        assert str(windows_files.long_path(Path(path), windows=True)) == long
        assert windows_files.long_path(Path(path), windows=False) == Path(path)


def _hold_lock(folder: Path, file: Path, ready: object, leave: object) -> None:
    with write_locks(folder, [file], wait_s=5):
        ready.set()  # type: ignore[attr-defined]
        leave.wait(60)  # type: ignore[attr-defined]


class TestLocks:
    def test_one_writer_at_a_time_among_processes(self, tmp_path: Path) -> None:
        context = multiprocessing.get_context("fork")
        ready, leave = context.Event(), context.Event()
        other = context.Process(target=_hold_lock, args=(tmp_path, tmp_path / "n.md", ready, leave))
        other.start()
        assert ready.wait(60)
        with (
            pytest.raises(VaultProblem, match="Another VaultMind"),
            write_locks(tmp_path, [tmp_path / "N.md"], wait_s=0.1),
        ):
            pass
        other.kill()  # the lock ends with its process
        other.join()
        with write_locks(tmp_path, [tmp_path / "n.md"], wait_s=5):
            pass

    def test_two_vaults_on_one_folder_share_the_lock_of_a_note(self, root: Path, tmp_path: Path) -> None:
        (tmp_path / "other name").symlink_to(root)
        one = DiskWriter(root, locks=tmp_path / "locks", lock_wait_s=0.1)
        other = DiskWriter(tmp_path / "other name", locks=tmp_path / "locks", lock_wait_s=0.1)
        with one.locked([NOTE]), pytest.raises(VaultProblem), other.locked([NOTE]):
            pass

    def test_batches_in_any_order_do_not_wait_for_each_other_for_ever(self, tmp_path: Path) -> None:
        files = [tmp_path / f"{number}.md" for number in range(40)]
        done: list[int] = []

        def take(order: list[Path]) -> None:
            for _ in range(10):
                with write_locks(tmp_path / "locks", order, wait_s=20):
                    done.append(1)

        threads = [
            threading.Thread(target=take, args=(order,)) for order in (files, files[::-1], files[20:] + files[:20])
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == 30
        assert len(list((tmp_path / "locks").iterdir())) <= 40
