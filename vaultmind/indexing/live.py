"""A living vault: events become the same changes as the start-up scan, and vectors follow in between."""

import math
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from vaultmind.domain.change import FileEvent, settle
from vaultmind.domain.errors import Cancelled, ModelProblem, VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import IndexReport
from vaultmind.indexing.indexer import NEVER, Indexer, ignore_progress
from vaultmind.ports import CancelToken, Clock, MachineLoad, ProgressSink, Watcher

WHOLE_VAULT = NotePath("")
_JUMP_S = 30.0
_RETRY_MODEL_S = 60.0
_UNSETTLED_S = 0.05


@dataclass(frozen=True, slots=True)
class Pace:
    """How live work is spread. ``duty`` is the share of time that embedding may take while nothing else is asked.

    ``reason`` says in a sentence why that is not all of it.
    """

    duty: float = 1.0
    reason: str = ""
    embed_step_s: float = 0.3
    idle_s: float = 0.5
    whole_every_s: float = 600.0
    hashed_per_whole: int = 200


def pace_for(load: MachineLoad) -> Pace:
    """Return how fast to make vectors: always where nobody else computes, rarely on a busy machine or on battery."""
    if load.is_on_battery:
        return Pace(duty=0.15, reason="Vectors are made slowly, because the machine runs on battery.")
    if load.busy > 0.75:
        return Pace(duty=0.25, reason="Vectors are made slowly, because the machine is busy.")
    if load.busy > 0.4:
        return Pace(duty=0.6, reason="Vectors are made with rests, because the machine has other work.")
    return Pace()


def follow(
    indexer: Indexer,
    open_watcher: Callable[[], Watcher],
    clock: Clock,
    *,
    pace: Callable[[], Pace] = Pace,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken = NEVER,
    working: AbstractContextManager[object] | None = None,
) -> Iterator[IndexReport]:
    """Yield a report for each settled batch of changes and for each step of vectors, until cancelled or closed.

    The whole vault is looked at first, then every ``whole_every_s`` and after the clock jumped (sleep), so a missed
    event heals. Saved notes come first: they are taken in between the notes of a long run, and vectors are made in
    steps of ``embed_step_s`` while nothing happens. ``working`` is entered while the index is changed. A vault that
    vanished is waited for; the report then has a notice.
    """
    said = ""
    while not cancel.cancelled():
        try:
            watcher = open_watcher()
            try:
                for report in _follow(indexer, watcher, clock, pace, progress, cancel, working or nullcontext()):
                    said = ""
                    yield report
            finally:
                watcher.close()
        except Cancelled:
            return
        except VaultProblem as problem:
            if str(problem) != said:
                said = str(problem)
                yield indexer.report(notices=(said,))
            clock.sleep(pace().idle_s)


class _Events:
    """What happened and has not been looked at yet."""

    def __init__(self, watcher: Watcher, clock: Clock) -> None:
        self._watcher = watcher
        self._clock = clock
        self._pending: tuple[FileEvent, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._pending)

    def wait(self, timeout_s: float) -> None:
        """Take in what happens within ``timeout_s``."""
        self._pending = (*self._pending, *self._watcher.wait(timeout_s))

    def add(self, paths: Iterable[NotePath]) -> None:
        """Have paths looked at, at once."""
        long_ago = self._clock.monotonic() - _JUMP_S
        self._pending = (*self._pending, *(FileEvent(path, long_ago) for path in paths))

    def settled(self) -> frozenset[NotePath]:
        """Return the paths to look at now."""
        settled = settle(self._pending, now=self._clock.monotonic())
        self._pending = settled.pending
        return settled.paths


def _follow(
    indexer: Indexer,
    watcher: Watcher,
    clock: Clock,
    pace: Callable[[], Pace],
    progress: ProgressSink,
    cancel: CancelToken,
    working: AbstractContextManager[object],
) -> Iterator[IndexReport]:
    events = _Events(watcher, clock)
    events.add([WHOLE_VAULT])
    looked_at, wall_at = clock.monotonic(), clock.now_ns()
    embed_at = -math.inf
    while not cancel.cancelled():
        now, current = clock.monotonic(), pace()
        jump_s = abs((clock.now_ns() - wall_at) / 1e9 - (now - looked_at))
        if now - looked_at >= current.whole_every_s or jump_s > _JUMP_S:
            events.add([WHOLE_VAULT])
        paths = events.settled()
        if WHOLE_VAULT in paths:
            with working:
                report = _look_at_everything(indexer, events, current, progress, cancel).noticing(watcher.notices)
            looked_at, wall_at = clock.monotonic(), clock.now_ns()
            yield report
        elif paths:
            with working:
                report = indexer.apply(indexer.plan(paths), cancel=cancel)
            yield report
        elif not events and current.duty > 0 and now >= embed_at:
            with working:
                report = _embed(indexer, current, cancel)
            if report.embedded or report.notices:
                yield report
            embed_at = clock.monotonic() + _rest_s(report, current)
        embed_at = min(embed_at, now) if paths else embed_at
        rest_s = max(0.0, embed_at - clock.monotonic()) if current.duty > 0 else current.idle_s
        events.wait(_UNSETTLED_S if events else min(current.idle_s, rest_s))


def _look_at_everything(
    indexer: Indexer, events: _Events, pace: Pace, progress: ProgressSink, cancel: CancelToken
) -> IndexReport:
    """Bring the whole index up to date; what is saved meanwhile does not wait for the end."""
    looked: set[NotePath] = set()
    reports: list[IndexReport] = []

    def meanwhile() -> Set[NotePath]:
        events.wait(0.0)
        paths = events.settled()
        if WHOLE_VAULT in paths:
            events.add(paths)
        elif paths:
            looked.update(paths)
            reports.append(indexer.apply(indexer.plan(paths), cancel=cancel))
        return looked

    report = indexer.apply(indexer.plan(), progress, cancel, meanwhile)
    report = report.followed_by(indexer.apply(indexer.plan_hashing(pace.hashed_per_whole), cancel=cancel))
    events.add(looked)
    for earlier in reports:
        report = earlier.followed_by(report)
    return report


def _embed(indexer: Indexer, pace: Pace, cancel: CancelToken) -> IndexReport:
    """Make some vectors; a model that cannot is a notice and no end to following."""
    try:
        return indexer.embed_waiting(pace.embed_step_s, cancel=cancel)
    except ModelProblem as problem:
        return indexer.report(notices=(str(problem),))


def _rest_s(report: IndexReport, pace: Pace) -> float:
    """Return how long to leave the processor to others before the next step of vectors."""
    if report.notices:
        return _RETRY_MODEL_S
    if not report.waiting:
        return math.inf
    return report.elapsed_s * (1 / pace.duty - 1)
