"""A folder of a vault named by its path: the way of Windows, and of systems without descriptors of folders."""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from vaultmind.adapters.files import windows_files
from vaultmind.adapters.files.held_file import HeldFile
from vaultmind.adapters.files.held_folder import LinkOnTheWay


class PathFolder:
    """A folder named by its path, for systems without descriptors of folders; each step is checked before."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def open(cls, root: Path, parts: Sequence[str], *, make_missing: bool = False) -> "PathFolder":
        """Check the folders ``parts`` below ``root``, one by one; raise ``LinkOnTheWay`` for a symbolic link."""
        path = windows_files.long_path(root)
        for part in parts:
            path = _inside(path, part)
            try:
                found = path.lstat()
            except FileNotFoundError:
                if not make_missing:
                    raise
                path.mkdir()
                continue
            if windows_files.leads_elsewhere(found):
                raise LinkOnTheWay(errno.ELOOP, "is a symbolic link", part)
            if not stat.S_ISDIR(found.st_mode):
                raise NotADirectoryError(errno.ENOTDIR, "is not a folder", part)
        return cls(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing: a path needs no closing."""

    def names(self) -> Sequence[str]:
        return [entry.name for entry in self._path.iterdir()]

    def stat(self, name: str) -> os.stat_result | None:
        try:
            return _inside(self._path, name).lstat()
        except FileNotFoundError:
            return None

    def hold(self, name: str, *, for_writing: bool = False) -> HeldFile:
        path = _inside(self._path, name)
        found = path.lstat()
        if windows_files.leads_elsewhere(found):
            raise LinkOnTheWay(errno.ELOOP, "is a symbolic link", name)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "is not a file", name)
        return windows_files.hold(path, for_writing=for_writing)

    def make(self, name: str, *, mode: int) -> int:
        path, flags = _inside(self._path, name), os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        return windows_files.retried(lambda: os.open(path, flags, mode))

    def exchange(self, one: str, other: str) -> bool:
        return windows_files.exchange(_inside(self._path, one), _inside(self._path, other))

    def move(self, name: str, new_folder: Self, new_name: str) -> None:
        windows_files.move(_inside(self._path, name), _inside(new_folder._path, new_name))

    def move_over_itself(self, name: str, new_name: str) -> None:
        windows_files.retried(lambda: _inside(self._path, name).rename(_inside(self._path, new_name)))

    def remove(self, name: str) -> None:
        windows_files.retried(_inside(self._path, name).unlink)

    def remove_folder(self, name: str) -> None:
        _inside(self._path, name).rmdir()

    def sync(self) -> None:
        """Do nothing: Windows writes names to its own journal and syncs no folders."""


def _inside(folder: Path, name: str) -> Path:
    """Return the path of a name in a folder; a colon would lead to another drive or a hidden stream of a file."""
    if ":" in name:
        raise OSError(errno.EINVAL, "has a colon in its name", name)
    return folder / name
