"""System calls that swap or move names in one step and never write over a third file."""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache

_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
_LINUX_NOREPLACE, _LINUX_EXCHANGE = 1, 2
_MACOS_SWAP, _MACOS_EXCLUSIVE = 2, 4

_Rename = Callable[[int, bytes, int, bytes, int], int]


def exchange_names(folder: int, one: str, other: str) -> bool:
    """Let two names of an open folder swap their files; return ``False`` where the file system cannot."""
    flag = _MACOS_SWAP if sys.platform == "darwin" else _LINUX_EXCHANGE
    return _rename(folder, one, folder, other, flag)


def move_name(folder: int, name: str, new_folder: int, new_name: str) -> bool:
    """Move a name, or raise ``FileExistsError``; return ``False`` where the file system cannot promise that."""
    flag = _MACOS_EXCLUSIVE if sys.platform == "darwin" else _LINUX_NOREPLACE
    return _rename(folder, name, new_folder, new_name, flag)


def _rename(folder: int, name: str, new_folder: int, new_name: str, flag: int) -> bool:
    call = _rename_call()
    if call is None:
        return False
    if call(folder, os.fsencode(name), new_folder, os.fsencode(new_name), flag) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), name)


@cache
def _rename_call() -> _Rename | None:
    library = ctypes.CDLL(None, use_errno=True)
    call = getattr(library, "renameatx_np" if sys.platform == "darwin" else "renameat2", None)
    if call is None:
        return None
    call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    call.restype = ctypes.c_int
    return call  # type: ignore[no-any-return]
