"""One owner per index: a lock of the operating system, gone with the process that held it."""

import contextlib
import json
import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from vaultmind.domain.errors import IndexBusy, IndexProblem

_LOOK_S = 0.02
_LOCKED_BYTE = 1 << 30
"""Windows locks bytes and hides them from readers, so the byte that is locked lies behind what is written."""


class IndexLock:
    """Holds ``path`` as long as the value lives; raises ``IndexBusy`` naming the process that holds it.

    ``is_engine`` tells others that whoever holds it answers clients, soon or still.

    >>> with IndexLock(folder / "index.lock"): ...
    """

    def __init__(self, path: Path, *, subject: str = "The index of this vault", is_engine: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        try:
            self._file: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise IndexProblem(f"{subject} cannot be locked: {error.strerror or error} ({path}).") from error
        if not _lock(self._file):
            holder = holder_of(path)
            os.close(self._file)
            self._file = None
            known = f"process {holder}" if holder else "another process"
            raise IndexBusy(f"{subject} is in use by {known}; wait for it, or end it.")
        with contextlib.suppress(OSError):  # on a full disk the lock is held all the same, by a process without a name
            os.ftruncate(self._file, 0)
            os.write(self._file, json.dumps({"pid": os.getpid(), "engine": is_engine}).encode())

    def release(self) -> None:
        """Let another process have it; doing so twice is no error."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def wait_until_free(path: Path, *, patience_s: float, of: int | None = None) -> bool:
    """Wait until nobody holds the lock, and say whether that came; a process that leaves lets go of it last of all.

    With ``of``, the number of a process, it is enough that another one than that holds it.
    """
    end = time.monotonic() + patience_s
    while True:
        try:
            IndexLock(path).release()
        except IndexBusy:
            if of is not None and holder_of(path) not in (of, None):
                return True
            if time.monotonic() > end:
                return False
            time.sleep(_LOOK_S)
        else:
            return True


def holder_of(path: Path) -> int | None:
    """Return the process that wrote its number into a lock file last; it may be gone."""
    return _written(path)[0]


def engine_of(path: Path) -> int | None:
    """Return the process that wrote its number into a lock file last where that is an engine; it may be gone."""
    holder, is_engine = _written(path)
    return holder if is_engine else None


def _written(path: Path) -> tuple[int | None, bool]:
    try:
        written = json.loads(path.read_bytes())
        return int(written["pid"]), bool(written.get("engine"))
    except (OSError, ValueError, KeyError, TypeError):
        return None, False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
