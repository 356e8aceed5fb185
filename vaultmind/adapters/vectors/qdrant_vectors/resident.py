"""Pages of mapped files: how many of them a process holds, and how they are let go (Linux; elsewhere nothing is)."""

import ctypes
import functools
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_DO_NOT_NEED = 4
"""``MADV_DONTNEED``: pages of a file mapped to be read stay in the system's cache, and are mapped again at need."""
_MAPPED = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r--s \S+ \S+ \d+ +(.+)")


def held_bytes() -> int:
    """Return how much of files this process holds in memory; 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[2]) * _page_bytes()
    return 0


def read_anew(folder: Path) -> None:
    """Let the system forget what it has cached of the files below ``folder`` that are mapped only to be read.

    What was cached in one go comes back in stretches of up to two megabytes for each number that is read; what is read
    from the disk at random comes page by page.
    """
    for _, _, file in _mapped(folder):
        with suppress(OSError), file.open("rb") as raw:
            os.posix_fadvise(raw.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def let_go(folder: Path) -> None:
    """Hold no page of the files below ``folder`` that are mapped only to be read.

    Nobody may unmap one of them meanwhile: what came to lie there instead would be lost.
    """
    for begin, end, _ in _mapped(folder):
        _advise()(begin, end - begin, _DO_NOT_NEED)


def _mapped(folder: Path) -> Iterator[tuple[int, int, Path]]:
    """Yield where each file below a folder is mapped to be read alone, from where to where; nothing but on Linux."""
    if sys.platform != "linux":
        return
    below = f"{folder.resolve()}{os.sep}"
    with suppress(OSError):
        for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            found = _MAPPED.fullmatch(line)
            if found and found[3].startswith(below):
                yield int(found[1], 16), int(found[2], 16), Path(found[3])


@functools.cache
def _page_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE")


@functools.cache
def _advise() -> Callable[[int, int, int], int]:
    """Return ``madvise`` of the C library."""
    library = ctypes.CDLL(None, use_errno=True)
    library.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    library.madvise.restype = ctypes.c_int
    found: Callable[[int, int, int], int] = library.madvise
    return found
