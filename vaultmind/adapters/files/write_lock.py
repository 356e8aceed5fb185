"""One writer at a time for each file, among all VaultMind processes and threads of a user."""

import contextlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from vaultmind.domain.errors import VaultProblem
from vaultmind.domain.link import name_key

_LOCKS = 256
_FIRST_PAUSE_S = 0.002
_LONGEST_PAUSE_S = 0.05


@contextlib.contextmanager
def write_locks(folder: Path, files: Iterable[Path], *, wait_s: float) -> Iterator[None]:
    """Hold the locks of ``files`` (resolved paths); raise ``VaultProblem`` when others keep one longer than ``wait_s``.

    A path is hashed to one of 256 lock files that are never removed, so that no lock is ever on a file that is gone.
    Locks are taken in one order, so that two batches cannot wait for each other, and end with their process.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_s
    with contextlib.ExitStack() as held:
        for name in sorted({_lock_name(file) for file in files}):
            descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
            held.callback(os.close, descriptor)
            _wait_for(descriptor, deadline)
        yield


def _lock_name(file: Path) -> str:
    key = name_key(str(file)).encode("utf-8", "surrogatepass")
    return f"{int.from_bytes(blake2b(key, digest_size=4).digest(), 'big') % _LOCKS:02x}.lock"


def _wait_for(descriptor: int, deadline: float) -> None:
    pause_s = _FIRST_PAUSE_S
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            raise VaultProblem("Another VaultMind has been writing this note for too long: end it, then try again.")
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
