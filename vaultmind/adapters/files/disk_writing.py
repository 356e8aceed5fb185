"""Writes into a vault on a disk: all or nothing, and never over what somebody else wrote meanwhile."""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from vaultmind.adapters.files.disk import vault_gone
from vaultmind.adapters.files.file_attributes import copy_attributes, is_read_only
from vaultmind.adapters.files.held_file import HeldFile, Watch
from vaultmind.adapters.files.held_folder import HeldFolder, LinkOnTheWay
from vaultmind.adapters.files.write_lock import write_locks
from vaultmind.domain.edit import Checksum, checksum_of
from vaultmind.domain.errors import (
    NoteConflict,
    NoteExists,
    NoteNotFound,
    StorageFull,
    UnsafePath,
    VaultMindError,
    VaultProblem,
)
from vaultmind.domain.file_names import path_parts, shown_path
from vaultmind.domain.link import NotePath, name_key

if sys.platform == "win32":
    from vaultmind.adapters.files.path_folder import PathFolder as SystemFolder
else:
    from vaultmind.adapters.files.posix_folder import PosixFolder as SystemFolder

_WRITER_WAIT_S = 5.0
_READER_WAIT_S = 0.5
_PAUSE_S = 0.01
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})

OpenFolder = Callable[..., HeldFolder]
Keep = Callable[[bytes], object]
"""Takes bytes that another program wrote and may lose again, before the names show anything else."""


class DiskWriter:
    """Changes files of the vault at ``root``. ``locks`` is a folder of the user's, the same for all data folders.

    The new bytes go into a hidden file beside the note, are synced, and the two names swap their files at once. What
    was displaced is looked at before it is removed: where it is not what was read, the names swap back. A file with a
    second hard link, or whose owner or rights cannot be given to another file, is changed in place.
    """

    def __init__(
        self, root: Path, *, locks: Path, lock_wait_s: float = 30.0, folder_of: OpenFolder = SystemFolder.open
    ) -> None:
        self._root = root.resolve()
        self._locks = locks
        self._lock_wait_s = lock_wait_s
        self._folder_of = folder_of

    def locked(self, paths: Iterable[NotePath]) -> AbstractContextManager[None]:
        files = [self._root.joinpath(*path_parts(path)) for path in paths]
        return write_locks(self._locks, files, wait_s=self._lock_wait_s)

    def create(self, path: NotePath, content: bytes, *, token: str, restores: bool = False) -> None:
        with _told(path), self._at(path, make_missing=True) as (folder, name):
            if not restores:
                _refuse_taken(folder, name, path)
            hidden = _hidden_name(token)
            _fill(folder, hidden, content, like=None)
            try:
                folder.move(hidden, folder, name)
            except BaseException:
                folder.remove(hidden)
                raise
            folder.sync()

    def replace(
        self, path: NotePath, content: bytes, *, expected: Checksum, token: str, keep: Keep = lambda _: None
    ) -> None:
        with _told(path), self._at(path) as (folder, name):
            hidden = _hidden_name(token)
            with folder.hold(name) as held:
                _refuse_read_only(held, path)
                beside = held.stat.st_nlink == 1 and _fill(folder, hidden, content, like=held)
            if beside:
                _swap_in(folder, hidden, name, path, content, expected, keep)
            else:
                _replace_in_place(folder, name, path, content, expected)

    def rename(self, path: NotePath, new: NotePath, *, expected: Checksum, token: str, restores: bool = False) -> None:
        with (
            _told(new),
            self._at(new, make_missing=True) as (new_folder, new_name),
            _told(path),
            self._at(path) as (folder, name),
        ):
            with folder.hold(name) as held:
                _await_expected(held, expected, path)
            same_folder = path.rpartition("/")[0] == new.rpartition("/")[0]
            if not restores:
                _refuse_taken(new_folder, new_name, new, but=name if same_folder else None)
            if new_folder.stat(new_name) is None:
                try:
                    folder.move(name, new_folder, new_name)
                except PermissionError as error:
                    raise _problem(path if self._takes_files(new) else new, error) from error
            elif same_folder and name_key(name) == name_key(new_name):
                _rename_case(folder, name, new_name, path, _hidden_name(token))
            else:
                raise NoteExists(f"“{new}” is there already.")
            new_folder.sync()
            folder.sync()

    def remove(self, path: NotePath, *, expected: Checksum, token: str) -> None:
        with _told(path), self._at(path) as (folder, name):
            with folder.hold(name) as held:
                _refuse_read_only(held, path)
                _await_expected(held, expected, path)
            hidden = _hidden_name(token)
            folder.move(name, folder, hidden)
            late = _discard(folder, hidden, expected)
            if late is not None:
                with contextlib.suppress(FileExistsError):
                    folder.move(hidden, folder, name)
                raise _conflict(path, on_disk=late)
            folder.sync()

    def missing_folders(self, path: NotePath) -> int:
        folders = path_parts(path)[:-1]
        place = self._root
        for depth, part in enumerate(folders):
            place /= part
            if not os.path.lexists(place):
                return len(folders) - depth
        return 0

    def remove_folders(self, path: NotePath, count: int) -> None:
        folders = path_parts(path)[:-1]
        for depth in range(len(folders), len(folders) - count, -1):
            try:
                with self._folder_of(self._root, folders[: depth - 1]) as outer:
                    outer.remove_folder(folders[depth - 1])
                    outer.sync()
            except FileNotFoundError:
                continue
            except OSError:
                return

    def leftover(self, path: NotePath, *, token: str) -> bytes | None:
        with contextlib.suppress(NoteNotFound), _told(path), self._at(path) as (folder, name):
            hidden = _hidden_name(token)
            _end_half_swap(folder, hidden, name)
            if folder.stat(hidden) is not None:
                with folder.hold(hidden) as held:
                    return held.read()
        return None

    def discard_leftover(self, path: NotePath, *, token: str, expected: Checksum) -> None:
        with _told(path), self._at(path) as (folder, _):
            if _discard(folder, _hidden_name(token), expected) is not None:
                raise _conflict(path)
            folder.sync()

    def restore_leftover(self, path: NotePath, *, token: str) -> None:
        with _told(path), self._at(path) as (folder, name):
            hidden = _hidden_name(token)
            if folder.stat(name) is None:
                folder.move(hidden, folder, name)
            else:
                _swap(folder, hidden, name)
            folder.sync()

    def _takes_files(self, path: NotePath) -> bool:
        """Say whether this user may make a file where ``path`` is."""
        folder = self._root.joinpath(*path_parts(path)[:-1])
        return os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids)

    @contextlib.contextmanager
    def _at(self, path: NotePath, *, make_missing: bool = False) -> Iterator[tuple[HeldFolder, str]]:
        *folders, name = path_parts(path)
        if not self._root.is_dir():
            raise vault_gone(str(self._root))
        with self._folder_of(self._root, folders, make_missing=make_missing) as folder:
            yield folder, name


def _hidden_name(token: str) -> str:
    """Return the name of the file beside a note; hidden, so that Obsidian and sync tools leave it alone."""
    return f".vaultmind-{token}.tmp"


def _refuse_taken(folder: HeldFolder, name: str, path: NotePath, *, but: str | None = None) -> None:
    key = name_key(name)
    for sibling in folder.names():
        if sibling != but and name_key(sibling) == key:
            raise NoteExists(f"“{path}” is there already{'' if sibling == name else f', as “{sibling}”'}.")


def _refuse_read_only(held: HeldFile, path: NotePath) -> None:
    if is_read_only(held.stat):
        raise VaultProblem(f"“{path}” is read-only: allow writing to it, then try again.")


def _await_expected(held: HeldFile, expected: Checksum, path: NotePath, *, wanted: bytes | None = None) -> None:
    """Return when the file has the expected bytes and nobody writes it; the watch then goes on."""
    deadline = time.monotonic() + _WRITER_WAIT_S
    while True:
        watch = held.watch()
        if watch is not Watch.BUSY:
            if held.holds(expected):
                return
            found = held.read()
            if checksum_of(found) != expected:
                raise _conflict(path, on_disk=found, wanted=wanted)
        held.let_go()
        if time.monotonic() > deadline:
            raise VaultProblem(f"Another program holds “{path}” open for writing: close it there, then try again.")
        time.sleep(_PAUSE_S)


def _fill(folder: HeldFolder, hidden: str, content: bytes, *, like: HeldFile | None) -> bool:
    """Make the hidden file and sync it; return ``False``, without a file, where it cannot be given what ``like`` is."""
    descriptor = folder.make(hidden, mode=0o666 if like is None else 0o600)
    try:
        complete = like is None or copy_attributes(like.descriptor, descriptor)
        if complete:
            _write_at(descriptor, content, 0)
            os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        folder.remove(hidden)
        raise
    os.close(descriptor)
    if not complete:
        folder.remove(hidden)
    return complete


def _swap_in(
    folder: HeldFolder, hidden: str, name: str, path: NotePath, content: bytes, expected: Checksum, keep: Keep
) -> None:
    """Swap the filled hidden file with the note; swap back if what was displaced is not what was expected.

    What then is still hidden is a stranger's: it stays, for ``leftover`` to find.
    """
    ours = checksum_of(content)
    try:
        with folder.hold(name) as held:
            _await_expected(held, expected, path, wanted=content)
            _swap(folder, hidden, name)  # while the watch lasts, nobody can begin to write into the file
            displaced = _discard(folder, hidden, expected, watched=held)
            if displaced is not None:  # nor before it has its name again
                _give_back(folder, hidden, name, ours, None if checksum_of(displaced) == expected else displaced, keep)
    except (FileNotFoundError, FileExistsError):
        _discard(folder, hidden, ours)
        raise _conflict(path, on_disk=_bytes_of(folder, name), wanted=content) from None
    except BaseException:
        _discard(folder, hidden, ours)
        raise
    folder.sync()
    if displaced is not None:
        raise _conflict(path, on_disk=_bytes_of(folder, name), wanted=content)


def _give_back(folder: HeldFolder, hidden: str, name: str, ours: Checksum, theirs: bytes | None, keep: Keep) -> None:
    """Let the displaced file have its name again, unless somebody wrote over our text: that is newer, and stays.

    Whoever read our text meanwhile, without the words that were just displaced, may write it over them as soon as the
    names are back: so these words (``theirs``) are kept first.
    """
    _keep_first(keep, theirs)
    with folder.hold(name) as held:
        if held.watch() is Watch.BUSY or checksum_of(held.read()) != ours:
            return
        _swap(folder, hidden, name)
        newer = _discard(folder, hidden, ours, watched=held)
        if newer is not None:
            _keep_first(keep, None if checksum_of(newer) == ours else newer)
            _swap(folder, hidden, name)


def _keep_first(keep: Keep, content: bytes | None) -> None:
    """Keep what may be lost; a journal that has no room for it hinders nobody from getting a name back."""
    if content is not None:
        with contextlib.suppress(VaultMindError):
            keep(content)


def _swap(folder: HeldFolder, hidden: str, name: str) -> None:
    """Let the two names swap their files: at once, or where the file system cannot, by three moves over nobody.

    ``FileExistsError`` means that a stranger took the name between the moves; all three files are then still there.
    """
    if folder.exchange(hidden, name):
        return
    name = _as_spelled(folder, name)
    aside = _aside(hidden)
    folder.move(name, folder, aside)
    folder.move(hidden, folder, name)
    folder.move(aside, folder, hidden)


def _as_spelled(folder: HeldFolder, name: str) -> str:
    """Return the name of a file as it is on the disk, where case does not matter to that and the file was there."""
    names = folder.names()
    twins = [sibling for sibling in names if name_key(sibling) == name_key(name)]
    return twins[0] if name not in names and len(twins) == 1 and folder.stat(name) is not None else name


def _aside(hidden: str) -> str:
    return f"{hidden}~"


def _end_half_swap(folder: HeldFolder, hidden: str, name: str) -> None:
    """Give the note its name back after a crash between the moves of a swap, and a single file its hidden name."""
    aside = _aside(hidden)
    if folder.stat(aside) is None:
        return
    if folder.stat(name) is None:
        folder.move(aside, folder, name)
    elif folder.stat(hidden) is None:
        folder.move(aside, folder, hidden)


def _discard(folder: HeldFolder, hidden: str, expected: Checksum, *, watched: HeldFile | None = None) -> bytes | None:
    """Remove a hidden file if it has the expected bytes and nobody writes it; else return the bytes it has.

    A program that opened the file before its name was swapped may begin to write once the name is removed: its bytes
    are waited for, and the hidden name gets them back. A watch that was kept till now (``watched``) ends here, but
    where the bytes are others it lasts: who waits to write into the file must wait until its name is back.
    """
    with folder.hold(hidden) as held:
        watch = held.watch()
        if not held.holds(expected):
            return held.read()
        if watched is not None:
            watched.let_go()
        folder.remove(hidden)
        if watch is not Watch.KEPT or held.undisturbed():
            return None
        late = held.read_after_late_writers()
        if checksum_of(late) == expected:
            return None
        if not _fill(folder, hidden, late, like=held):
            _fill(folder, hidden, late, like=None)
        return late


def _replace_in_place(folder: HeldFolder, name: str, path: NotePath, content: bytes, expected: Checksum) -> None:
    """Change the bytes of the file itself; the journal has the bytes before, in case this is interrupted."""
    with folder.hold(name, for_writing=True) as held:
        deadline = time.monotonic() + _READER_WAIT_S
        while held.watch(for_writing=True) is Watch.BUSY and time.monotonic() < deadline:
            time.sleep(_PAUSE_S)  # those who only read do not hinder for longer
        before = held.read()
        if checksum_of(before) != expected:
            raise _conflict(path, on_disk=before, wanted=content)
        try:
            _overwrite(held.descriptor, before, content)
        except BaseException:
            _overwrite(held.descriptor, held.read(), before)
            raise


def _overwrite(descriptor: int, before: bytes, after: bytes) -> None:
    """Bring the bytes of an open file from ``before`` to ``after``: grow first, so that a full disk changes nothing."""
    kept = min(len(before), len(after))
    if len(after) > kept:
        _write_at(descriptor, after[kept:], kept)
        os.fsync(descriptor)
    start = _common_start(before, after, kept)
    _write_at(descriptor, after[start:kept], start)
    os.ftruncate(descriptor, len(after))
    os.fsync(descriptor)


def _common_start(one: bytes, other: bytes, limit: int) -> int:
    step = 1 << 16
    start = 0
    while start < limit and one[start : start + step] == other[start : start + step]:
        start += step
    while start < limit and one[start] == other[start]:
        start += 1
    return min(start, limit)


def _write_at(descriptor: int, content: bytes, position: int) -> None:
    os.lseek(descriptor, position, os.SEEK_SET)
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _rename_case(folder: HeldFolder, name: str, new_name: str, path: NotePath, hidden: str) -> None:
    """Give a file a name that the file system takes for the one it has."""
    if new_name in folder.names():
        raise NoteExists(f"“{path}” cannot be renamed: “{new_name}” is there already.")
    folder.move_over_itself(name, new_name)
    if new_name not in folder.names():  # some network disks keep the old case unless the name changes
        folder.move(name, folder, hidden)
        folder.move(hidden, folder, new_name)


def _bytes_of(folder: HeldFolder, name: str) -> bytes | None:
    with contextlib.suppress(OSError), folder.hold(name) as held:
        return held.read()
    return None


def _conflict(path: NotePath, *, on_disk: bytes | None = None, wanted: bytes | None = None) -> NoteConflict:
    message = f"“{path}” was changed by another program meanwhile; nothing was written."
    return NoteConflict(message, note=path, on_disk=on_disk, wanted=wanted)


@contextlib.contextmanager
def _told(path: NotePath) -> Iterator[None]:
    """Turn what the system says into one sentence a person can act on."""
    try:
        yield
    except LinkOnTheWay as error:
        raise UnsafePath(
            f"“{path}” is reached through the symbolic link “{error.filename}”: write to the note it leads to instead."
        ) from error
    except FileNotFoundError as error:
        raise NoteNotFound(f"There is no “{path}” in the vault.") from error
    except FileExistsError as error:
        raise NoteExists(f"“{path}” is there already.") from error
    except OSError as error:
        raise _problem(path, error) from error


def _problem(path: NotePath, error: OSError) -> VaultProblem | StorageFull | UnsafePath:
    if error.errno in _FULL:
        return StorageFull(f"There is no room left on the disk: “{path}” was not written, and is as it was.")
    if error.errno in _DENIED:
        return VaultProblem(f"“{path}” cannot be written: the folder or the disk is read-only for this user.")
    if error.errno == errno.ENAMETOOLONG:
        return UnsafePath(f"The name of “{shown_path(path)}” is too long for this disk.")
    if error.errno == errno.EXDEV:
        return VaultProblem(f"“{path}” cannot be moved to a folder that is on another disk.")
    if error.errno == errno.ENOTDIR:
        return UnsafePath(f"“{path}” leads through something that is no folder.")
    return VaultProblem(f"“{path}” could not be written: {error.strerror or error}.")
