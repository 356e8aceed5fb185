"""A living vault: events become the same changes as the start-up scan, and vectors follow in between."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from vaultmind.domain.change import ChangeKind, FileEvent, settle
from vaultmind.domain.errors import Cancelled, IndexBusy, ModelProblem, StorageFull, VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import IndexReport
from vaultmind.indexing.indexer import NEVER, Indexer, ignore_progress
from vaultmind.indexing.planning import WHOLE_VAULT
from vaultmind.indexing.turns import Turns
from vaultmind.ports import CancelToken, Clock, MachineLoad, Progress, ProgressSink, Watcher

_JUMP_S = 30.0
_RETRY_MODEL_S = 60.0
_RETRY_STORAGE_S = 5.0
_UNSETTLED_S = 0.05
_EMBEDDED_AT_ONCE = 20
"""Notes whose vectors are made as soon as they are saved; of more at once, the newest and most linked go first."""


def _never() -> bool:
    return False


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
    tell: Callable[[IndexReport], object],
    pace: Callable[[], Pace] = Pace,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken = NEVER,
    turns: Turns | None = None,
    is_held: Callable[[], bool] = _never,
) -> None:
    """Keep an index current until cancelled, and ``tell`` of each settled batch of changes and each step of vectors.

    The whole vault is looked at first, then every ``whole_every_s`` and after the clock jumped (sleep), so a missed
    event heals. Saved notes come first, vectors and all: they are taken in between the notes of a long run, also while
    that run rests because it ``is_held``, and other vectors are made in steps of ``embed_step_s`` while nothing
    happens. The index is changed in ``turns`` alone. A vault that vanished is waited for, and so is room on a full
    disk, and an index that another program writes to; the report then has a notice. ``progress`` is told how far each
    look at the whole vault is, and of 0 notes of 0 when it is over, done or not.
    """
    said = ""

    def heard(report: IndexReport) -> None:
        nonlocal said
        said = ""
        tell(report)

    while not cancel.cancelled():
        try:
            watcher = open_watcher()
            try:
                _Following(indexer, watcher, clock, heard, pace, progress, cancel, turns or Turns(), is_held).run()
            finally:
                watcher.close()
        except Cancelled:
            return
        except (VaultProblem, StorageFull, IndexBusy) as problem:
            if str(problem) != said:
                said = str(problem)
                tell(indexer.report(notices=(said,)))
            tries_at = clock.monotonic() + (0.0 if isinstance(problem, VaultProblem) else _RETRY_STORAGE_S)
            clock.sleep(pace().idle_s)
            while clock.monotonic() < tries_at and not cancel.cancelled():
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

    def settled(self) -> frozenset[NotePath]:
        """Return the paths to look at now."""
        settled = settle(self._pending, now=self._clock.monotonic())
        self._pending = settled.pending
        return settled.paths


@dataclass(slots=True)
class _Following:
    """One vault being followed through one watcher."""

    indexer: Indexer
    watcher: Watcher
    clock: Clock
    tell: Callable[[IndexReport], object]
    pace: Callable[[], Pace]
    progress: ProgressSink
    cancel: CancelToken
    turns: Turns
    is_held: Callable[[], bool]
    owes_whole: bool = True
    """Whether the whole vault is to be looked at as soon as nobody else does."""

    def run(self) -> None:
        """Go on until cancelled, or the vault has vanished."""
        events = _Events(self.watcher, self.clock)
        looked_at, wall_at = self.clock.monotonic(), self.clock.now_ns()
        embed_at = -math.inf
        while not self.cancel.cancelled():
            now, current = self.clock.monotonic(), self.pace()
            jump_s = abs((self.clock.now_ns() - wall_at) / 1e9 - (now - looked_at))
            self.owes_whole |= now - looked_at >= current.whole_every_s or jump_s > _JUMP_S
            paths = self._settled(events)
            if self.owes_whole and self._look_at_everything(events):
                looked_at, wall_at = self.clock.monotonic(), self.clock.now_ns()
                embed_at = -math.inf
            elif paths:
                with self.turns:
                    self._look_at(paths)
                embed_at = min(embed_at, now)
            elif not events and current.duty > 0 and now >= embed_at:
                with self.turns:
                    report = self._told(partial(self.indexer.embed_waiting, current.embed_step_s, cancel=self.cancel))
                embed_at = self.clock.monotonic() + _rest_s(report, current)
            rest_s = max(0.0, embed_at - self.clock.monotonic()) if current.duty > 0 else current.idle_s
            events.wait(_UNSETTLED_S if events else min(current.idle_s, rest_s))

    def _settled(self, events: _Events) -> frozenset[NotePath]:
        """Return the paths to look at now, without the whole vault, which is then owed."""
        paths = events.settled()
        self.owes_whole |= WHOLE_VAULT in paths
        return paths - {WHOLE_VAULT}

    def _look_at_everything(self, events: _Events) -> bool:
        """Bring the whole index up to date, unless somebody else does; what is saved meanwhile does not wait."""
        is_ours = False
        try:
            with self.turns.long() as is_ours:
                return is_ours and self._take_in_everything(events)
        finally:
            if is_ours:
                self.progress(Progress("read", 0, 0))

    def _take_in_everything(self, events: _Events) -> bool:
        def between() -> None:
            wait_s = 0.0
            while True:
                events.wait(wait_s)
                if paths := self._settled(events):
                    self._look_at(paths)
                self.turns.give_way()
                if self.cancel.cancelled() or not self.is_held():
                    return
                wait_s = _UNSETTLED_S

        between()
        if self.cancel.cancelled():
            return False
        self.owes_whole = False
        report = self.indexer.apply(self.indexer.plan(), self.progress, self.cancel, between)
        hashed = self.indexer.plan_hashing(self.pace().hashed_per_whole)
        report = report.followed_by(self.indexer.apply(hashed, cancel=self.cancel))
        self.tell(report.noticing(self.watcher.notices))
        return True

    def _look_at(self, paths: frozenset[NotePath]) -> None:
        """Take in what changed at some paths, then make the vectors of it."""
        report = self.indexer.apply(self.indexer.plan(paths), cancel=self.cancel)
        self.tell(report)
        notes = [one.note for one in report.changed if one.kind is not ChangeKind.REMOVED]
        if 0 < len(notes) <= _EMBEDDED_AT_ONCE and self.pace().duty > 0:
            self._told(partial(self.indexer.embed_notes, notes, self.cancel))

    def _told(self, embed: Callable[[], IndexReport]) -> IndexReport:
        """Make some vectors and tell of them; no model or no room for them is a notice and no end to following."""
        try:
            report = embed()
        except (ModelProblem, StorageFull) as problem:
            report = self.indexer.report(notices=(str(problem),))
        if report.embedded or report.notices:
            self.tell(report)
        return report


def _rest_s(report: IndexReport, pace: Pace) -> float:
    """Return how long to leave the processor to others before the next step of vectors."""
    if report.notices:
        return _RETRY_MODEL_S
    if not report.waiting:
        return math.inf
    return report.elapsed_s * (1 / pace.duty - 1)
