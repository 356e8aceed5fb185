"""A living vault: events become the same changes as the start-up scan, and vectors follow in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vaultmind.domain.change import FileEvent, settle
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import IndexReport
from vaultmind.indexing.indexer import NEVER, Indexer
from vaultmind.ports import CancelToken, Clock, Watcher

WHOLE = frozenset({NotePath("")})


@dataclass(frozen=True, slots=True)
class Pace:
    """How live work is spread. ``duty`` is the share of time that embedding may take while nothing else is asked."""

    duty: float = 1.0
    embed_step_s: float = 0.3
    idle_s: float = 0.5
    whole_every_s: float = 600.0
    hashed_per_whole: int = 200


def follow(
    indexer: Indexer,
    watcher: Watcher,
    clock: Clock,
    *,
    pace: Pace = Pace(),
    cancel: CancelToken = NEVER,
) -> Iterator[IndexReport]:
    """Yield a report for each settled batch of changes and for each stretch of vectors, until cancelled.

    The whole vault is looked at first, every ``whole_every_s``, and after the clock jumped (sleep); so a missed event
    heals. Saved notes come first: vectors are made in steps of ``embed_step_s`` between events.
    """
    events: Sequence[FileEvent] = (FileEvent(NotePath(""), clock.monotonic() - 1),)
    whole_at, wall_at = clock.monotonic(), clock.now_ns()
    is_waiting = True
    while not cancel.cancelled():
        now = clock.monotonic()
        slept_s = (clock.now_ns() - wall_at) / 1e9 - (now - whole_at)
        if now - whole_at >= pace.whole_every_s or abs(slept_s) > 30:
            events = (*events, FileEvent(NotePath(""), now - 1))
        settled = settle(events, now=now)
        events = settled.pending
        if settled.paths:
            report = indexer.apply(indexer.plan(settled.paths))
            is_waiting = report.waiting > 0
            if settled.paths == WHOLE:
                whole_at, wall_at = clock.monotonic(), clock.now_ns()
                report = report.followed_by(indexer.apply(indexer.plan_hashing(pace.hashed_per_whole)))
            yield report
        elif is_waiting and not events:
            report = indexer.embed_waiting(pace.embed_step_s)
            is_waiting = report.waiting > 0 and report.embedded > 0
            yield report
            rest_s = report.elapsed_s * (1 / max(pace.duty, 0.01) - 1)
            events = (*events, *watcher.wait(min(rest_s, 30.0)))
            continue
        events = (*events, *watcher.wait(0.05 if events else pace.idle_s))
