"""The machine and its time, and what is asked of anything long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MachineLoad:
    """How much of the processors others use, from 0 to 1, and whether they run on battery."""

    busy: float = 0.0
    is_on_battery: bool = False


class Workers(Protocol):
    """Processes that work beside this one, so that nothing here waits for them."""

    def run(
        self, function: Callable[[bytes], bytes], jobs: Iterable[bytes], *, timeout_s: float
    ) -> Iterator[tuple[int, bytes | None]]:
        """Yield ``(number of the job, result)`` as results come; ``None`` for one that failed, died or took too long.

        ``function`` is a module's own; jobs are taken from the iterable as workers become free.
        """
        ...


class Clock(Protocol):
    """Time, so that rules need not ask the system for it."""

    def now_iso(self) -> str:
        """Return local time as ISO 8601 with seconds and offset."""
        ...

    def now_ns(self) -> int:
        """Return the time of file stamps: nanoseconds since 1970."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        ...

    def sleep(self, seconds: float) -> None: ...


class CancelToken(Protocol):
    """Asked between steps of anything long."""

    def cancelled(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long step is, e.g. ``Progress("embed", 120, 4800)``; ``total`` is ``None`` where nobody knows."""

    stage: str
    done: int
    total: int | None


ProgressSink = Callable[[Progress], None]
