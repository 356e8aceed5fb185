"""A file held open, so that what is known of it stays true whatever happens to its name."""

import errno
import os
import signal
import sys
import time
from enum import Enum, auto
from types import TracebackType

from vaultmind.domain.edit import Checksum, checksum_of

_SETTLE_S = 0.02
_LATE_OPENER_S = 2.0
_LATE_WRITER_S = 20.0


class Watch(Enum):
    """What the system says when it is asked to tell of other writers."""

    KEPT = auto()
    """Nobody writes, and nobody can begin to without our knowing."""
    BUSY = auto()
    """Another program has the file open for writing."""
    UNKNOWN = auto()
    """This system, file system or user cannot be told."""


class HeldFile:
    """An open file of known bytes.

    On Linux a lease tells whether anybody else has the file open for writing: a program that opens it while the lease
    is held waits for a moment, and ``undisturbed`` becomes false. On Windows the file is opened so that nobody else can
    open it for writing (``denies_writers``). Elsewhere the bytes are compared twice.
    """

    def __init__(self, descriptor: int, *, denies_writers: bool = False) -> None:
        self.descriptor = descriptor
        self.stat = os.fstat(descriptor)
        self._denies_writers = denies_writers
        self._watch = Watch.UNKNOWN

    def __enter__(self) -> "HeldFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.descriptor)

    def read(self) -> bytes:
        """Return all bytes of the file."""
        pieces: list[bytes] = []
        position = 0
        while piece := _read_at(self.descriptor, 1 << 20, position):
            pieces.append(piece)
            position += len(piece)
        return b"".join(pieces)

    def watch(self, *, for_writing: bool = False) -> Watch:
        """Ask to be told of other writers (with ``for_writing``, of anybody) until the file is let go."""
        self._watch = Watch.KEPT if self._denies_writers else _take_lease(self.descriptor, for_writing=for_writing)
        return self._watch

    def undisturbed(self) -> bool:
        """Say whether nobody began to write since ``watch`` said ``KEPT``."""
        return self._watch is Watch.KEPT and (self._denies_writers or _lease_is_whole(self.descriptor))

    def let_go(self) -> None:
        """End the watch; programs that wait for it go on."""
        if self._watch is Watch.KEPT and not self._denies_writers:
            _give_lease_back(self.descriptor)
        self._watch = Watch.UNKNOWN

    def holds(self, expected: Checksum) -> bool:
        """Say whether the file has the expected bytes and nobody is about to change them."""
        if self._watch is Watch.BUSY or checksum_of(self.read()) != expected:
            return False
        if self._watch is Watch.KEPT:
            return self.undisturbed()
        time.sleep(_SETTLE_S)
        return checksum_of(self.read()) == expected

    def read_after_late_writers(self) -> bytes:
        """Let those who wait to write into the file do so, and return what they left."""
        before = self.read()
        started = time.monotonic()
        is_seen = False
        while (waited_s := time.monotonic() - started) < _LATE_WRITER_S:
            self.let_go()
            time.sleep(_SETTLE_S)
            if self.watch() is Watch.BUSY:
                is_seen = True
            elif self.undisturbed() and (is_seen or self.read() != before or waited_s > _LATE_OPENER_S):
                break
        return self.read()


def _read_at(descriptor: int, size: int, position: int) -> bytes:
    if sys.platform == "win32":
        os.lseek(descriptor, position, os.SEEK_SET)
        return os.read(descriptor, size)
    return os.pread(descriptor, size, position)


if sys.platform == "linux":
    import fcntl

    def _take_lease(descriptor: int, *, for_writing: bool) -> Watch:
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)  # the default, SIGIO, would end the process
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK if for_writing else fcntl.F_RDLCK)
        except OSError as error:
            return Watch.BUSY if error.errno in (errno.EAGAIN, errno.EBUSY) else Watch.UNKNOWN
        return Watch.KEPT

    def _lease_is_whole(descriptor: int) -> bool:
        return fcntl.fcntl(descriptor, fcntl.F_GETLEASE) != fcntl.F_UNLCK

    def _give_lease_back(descriptor: int) -> None:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)

else:

    def _take_lease(descriptor: int, *, for_writing: bool) -> Watch:  # noqa: ARG001 - nobody can be asked here
        return Watch.UNKNOWN

    def _lease_is_whole(descriptor: int) -> bool:  # noqa: ARG001 - nobody can be asked here
        return False

    def _give_lease_back(descriptor: int) -> None:
        """Do nothing: there is no lease here."""
