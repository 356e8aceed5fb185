"""Files on Windows: long paths, names another program holds for a moment, and replacing with what was there kept."""

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from vaultmind.adapters.files.held_file import HeldFile

_Result = TypeVar("_Result")

_PASSING = frozenset({5, 32, 33, 1175, 1176})
"""Access denied, sharing and lock violations, and what ReplaceFile says for them: a scanner has the file open."""
_TRIES = 40
_FIRST_PAUSE_S = 0.005
_LONGEST_PAUSE_S = 0.25
_REPARSE_TAG_CLOUD = 0x9000001A
_REPARSE_TAG_CLOUD_MASK = 0xFFFF0FFF


def retried(
    action: Callable[[], _Result], *, tries: int = _TRIES, pause: Callable[[float], object] = time.sleep
) -> _Result:
    """Return what ``action`` returns, trying again while another program holds the file; raise the last error."""
    wait_s = _FIRST_PAUSE_S
    for _ in range(tries - 1):
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _PASSING:
                raise
        pause(wait_s)
        wait_s = min(wait_s * 1.5, _LONGEST_PAUSE_S)
    return action()


def long_path(path: Path, *, windows: bool = sys.platform == "win32") -> Path:
    """Return an absolute path under which Windows takes more than 260 characters; elsewhere the path itself."""
    text = str(path)
    if not windows or text.startswith("\\\\?\\"):
        return path
    if text.startswith("\\\\"):
        return Path("\\\\?\\UNC\\" + text[2:])
    return Path("\\\\?\\" + text)


def leads_elsewhere(found: os.stat_result) -> bool:
    """Say whether a name is a symbolic link or junction; placeholders of a cloud drive are files."""
    if stat.S_ISLNK(found.st_mode):
        return True
    tag = getattr(found, "st_reparse_tag", 0)
    return bool(tag) and tag & _REPARSE_TAG_CLOUD_MASK != _REPARSE_TAG_CLOUD


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _GENERIC_READ, _GENERIC_WRITE = 0x80000000, 0x40000000
    _SHARE_READ, _SHARE_DELETE = 1, 4
    _OPEN_EXISTING = 3
    _OPEN_REPARSE_POINT = 0x00200000
    _INVALID = ctypes.c_void_p(-1).value

    def hold(path: Path, *, for_writing: bool = False) -> HeldFile:
        """Open a file so that nobody else can open it for writing (with ``for_writing``, at all)."""
        return retried(lambda: _hold_once(path, for_writing=for_writing))

    def _hold_once(path: Path, *, for_writing: bool) -> HeldFile:
        call = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        call.argtypes = [
            wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p,
            wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE,
        ]  # fmt: skip
        call.restype = ctypes.c_void_p
        access = _GENERIC_READ | (_GENERIC_WRITE if for_writing else 0)
        share = 0 if for_writing else _SHARE_READ | _SHARE_DELETE
        handle = call(str(path), access, share, None, _OPEN_EXISTING, _OPEN_REPARSE_POINT, None)
        if handle is None or handle == _INVALID:
            raise ctypes.WinError(ctypes.get_last_error())
        flags = os.O_BINARY | (os.O_RDWR if for_writing else os.O_RDONLY)
        return HeldFile(msvcrt.open_osfhandle(handle, flags), denies_writers=True)

    def exchange(one: Path, other: Path) -> bool:
        """Put ``one`` in the place of ``other``, with its rights and times; what was there becomes ``one``."""
        kept = one.with_name(one.name + "~")
        call = ctypes.WinDLL("kernel32", use_last_error=True).ReplaceFileW
        call.argtypes = [
            wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        call.restype = wintypes.BOOL

        def replace() -> None:
            if not call(str(other), str(one), str(kept), 0, None, None):
                raise ctypes.WinError(ctypes.get_last_error())

        retried(replace)
        retried(lambda: kept.rename(one))
        return True

    def move(path: Path, new: Path) -> None:
        """Give a file another name; raise ``FileExistsError`` where that is taken."""
        retried(lambda: path.rename(new))

else:

    def hold(path: Path, *, for_writing: bool = False) -> HeldFile:
        """Open a file for reading, with ``for_writing`` also for changing it in place."""
        return HeldFile(os.open(path, (os.O_RDWR if for_writing else os.O_RDONLY) | os.O_NOFOLLOW))

    def exchange(one: Path, other: Path) -> bool:  # noqa: ARG001 - only Windows replaces by path and keeps
        """Return ``False``: there is no such call here."""
        return False

    def move(path: Path, new: Path) -> None:
        """Give a file another name; raise ``FileExistsError`` where that is taken."""
        try:
            os.link(path, new, follow_symlinks=False)
        except FileExistsError as error:
            raise FileExistsError(errno.EEXIST, "is there already", str(new)) from error
        path.unlink()
