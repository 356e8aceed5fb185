"""A folder of a vault held by its descriptor: every step is relative to it."""

import errno
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from vaultmind.adapters.files.exchange import exchange_names, move_name
from vaultmind.adapters.files.held_file import HeldFile
from vaultmind.adapters.files.held_folder import LinkOnTheWay

assert sys.platform != "win32"

_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})


class PosixFolder:
    """A folder held by its descriptor: renaming or replacing a folder above it leads nowhere else."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def open(cls, root: Path, parts: Sequence[str], *, make_missing: bool = False) -> "PosixFolder":
        """Open the folder ``parts`` below ``root``, one by one; raise ``LinkOnTheWay`` for a symbolic link."""
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        descriptor = os.open(root, flags)
        try:
            for part in parts:
                inner = _open_inner(descriptor, part, flags | os.O_NOFOLLOW, make_missing=make_missing)
                os.close(descriptor)
                descriptor = inner
        except BaseException:
            os.close(descriptor)
            raise
        return cls(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)

    def names(self) -> Sequence[str]:
        return os.listdir(self._descriptor)  # noqa: PTH208 - a descriptor is no path

    def stat(self, name: str) -> os.stat_result | None:
        try:
            return os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def hold(self, name: str, *, for_writing: bool = False) -> HeldFile:
        found = os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        if stat.S_ISLNK(found.st_mode):
            raise LinkOnTheWay(errno.ELOOP, "is a symbolic link", name)
        access = os.O_RDWR if for_writing else os.O_RDONLY
        flags = (
            access | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        )  # a pipe would block, a lease would not: see below
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "is not a file", name)
        return HeldFile(os.open(name, flags, dir_fd=self._descriptor))

    def make(self, name: str, *, mode: int) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.open(name, flags, mode, dir_fd=self._descriptor)

    def exchange(self, one: str, other: str) -> bool:
        return exchange_names(self._descriptor, one, other)

    def move(self, name: str, new_folder: Self, new_name: str) -> None:
        here, there = self._descriptor, new_folder._descriptor
        if move_name(here, name, there, new_name):
            return
        try:
            os.link(name, new_name, src_dir_fd=here, dst_dir_fd=there, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if new_folder.stat(new_name) is not None:
                raise FileExistsError(errno.EEXIST, "is there already", new_name) from None
            os.rename(name, new_name, src_dir_fd=here, dst_dir_fd=there)
        else:
            os.unlink(name, dir_fd=here)

    def move_over_itself(self, name: str, new_name: str) -> None:
        os.rename(name, new_name, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)

    def remove(self, name: str) -> None:
        os.unlink(name, dir_fd=self._descriptor)

    def remove_folder(self, name: str) -> None:
        os.rmdir(name, dir_fd=self._descriptor)

    def sync(self) -> None:
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):  # some network disks sync no folders
                raise


def _open_inner(folder: int, part: str, flags: int, *, make_missing: bool) -> int:
    try:
        return os.open(part, flags, dir_fd=folder)
    except FileNotFoundError:
        if not make_missing:
            raise
        os.mkdir(part, dir_fd=folder)
        os.fsync(folder)
        return os.open(part, flags, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            found = os.stat(part, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISLNK(found.st_mode):
                raise LinkOnTheWay(errno.ELOOP, "is a symbolic link", part) from error
        raise
