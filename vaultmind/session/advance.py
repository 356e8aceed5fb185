"""How far an index is and how fast it goes: told by whoever works on it, asked by whoever waits."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from vaultmind.domain.change import ChangeKind
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import ChangedNote, IndexReport
from vaultmind.domain.views import IndexingView
from vaultmind.indexing import Pace
from vaultmind.ports import CatalogTotals, Progress

_FORGET = 0.99
"""What an earlier step of vectors counts beside the next; steps of 0.3 s make this the pace of half a minute."""
_PAUSED = "Paused: no vectors are made until they are resumed."
_HELD = "Paused: notes are not read until that is resumed; those that are changed are."
_IDLE = "Nobody makes them at the moment; `vaultmind index` does."


class Advance:
    """The last steps of one index, whoever made them. ``now_s`` is a clock."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._reading: Progress | None = None
        self._told_s = 0.0
        self._read_since: tuple[float, int] | None = None
        """When the reading of now began, or went on, and how many notes were read before."""
        self._running = 0
        self._spent_s = self._made = 0.0
        self._trouble = ""

    @property
    def is_awaited(self) -> bool:
        """Say whether somebody waits for the whole index."""
        return self._running > 0

    @property
    def reading(self) -> Progress | None:
        """Return how far the reading of notes is, ``None`` where none are being read."""
        return self._reading

    def run_began(self) -> None:
        """Note that somebody brings the whole index up to date and waits for it."""
        self._running += 1
        self.reading_rested()

    def run_ended(self) -> None:
        """Note that this run is over, done or not."""
        self._running -= 1
        self._reading = None

    def take(self, progress: Progress) -> None:
        """Take how far the reading of notes is; a last note ends it."""
        if progress.stage == "read":
            self._told_s = self._now_s()
            self._reading = None if progress.total is None or progress.done >= progress.total else progress
            if self._reading is None:
                self._read_since = None
            elif self._read_since is None:
                self._read_since = self._told_s, progress.done

    def reading_rested(self) -> None:
        """Measure the pace of reading anew: the time that it was paused is not its."""
        self._read_since = None

    def learn(self, report: IndexReport) -> None:
        """Take what one step did: a batch of changes, or some vectors. Notes may go on being read."""
        is_vain = bool(report.notices) and not report.changed and not report.embedded
        self._trouble = report.notices[0] if is_vain else ""
        if report.embedded:
            self._spent_s = self._spent_s * _FORGET + report.stages.get("embed", report.elapsed_s)
            self._made = self._made * _FORGET + report.embedded

    def remaining_s(self, waiting: int, pace: Pace) -> float | None:
        """Return how long ``waiting`` vectors take, rests included; ``None`` before the first was made."""
        if not waiting:
            return 0.0
        if not self._made or not pace.duty:
            return None
        duty = 1.0 if self._running else pace.duty
        return waiting * self._spent_s / self._made / duty

    def view(
        self,
        totals: CatalogTotals,
        *,
        has_vectors: bool,
        is_paused: bool,
        is_followed: bool,
        pace: Pace,
        is_known: bool = True,
        is_held: bool = False,
        reading: Progress | None = None,
    ) -> IndexingView:
        """Return what the index is busy with now; the vault ``is_known`` when all of it was looked at once.

        ``reading`` is how far a first one had come that is about to go on.
        """
        if self._reading is not None or not is_known:
            reading = self._reading or reading
            done, total = (reading.done, reading.total) if reading is not None else (0, None)
            if is_held:
                return IndexingView("held", done, total, None, _HELD)
            if self._reading is None and self._trouble:
                return IndexingView("waiting", 0, None, None, self._trouble)
            return IndexingView("words", done, total, self._reading_remains_s())
        if not has_vectors or not totals.waiting:
            return IndexingView("current", totals.vectors, totals.chunks, 0.0, self._trouble)
        if is_paused:
            return IndexingView("paused", totals.vectors, totals.chunks, None, _PAUSED)
        if self._trouble or not (is_followed or self._running):
            return IndexingView("waiting", totals.vectors, totals.chunks, None, self._trouble or _IDLE)
        remaining_s = self.remaining_s(totals.waiting, pace)
        reason = "" if self._running else pace.reason
        return IndexingView("vectors", totals.vectors, totals.chunks, remaining_s, reason)

    def _reading_remains_s(self) -> float | None:
        """Return how long the rest takes at the pace since the reading began; ``None`` before there is one."""
        now, since = self._reading, self._read_since
        if now is None or since is None or now.total is None or now.done <= since[1]:
            return None
        return (now.total - now.done) * (self._told_s - since[0]) / (now.done - since[1])


class Unasked:
    """What was taken into an index by itself, since somebody last asked for a run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed: dict[NotePath, ChangedNote] = {}
        self._embedded = self._calls = 0
        self._vanished: set[NotePath] = set()

    def take(self, report: IndexReport) -> None:
        """Add what one report tells."""
        with self._lock:
            self._embedded += report.embedded
            self._calls += report.embedding_calls
            self._vanished.update(report.waiting_deletions)
            for change in report.changed:
                known = self._changed.pop(change.note, None)
                was_new = known is not None and known.kind is ChangeKind.ADDED
                stays_new = was_new and change.kind is ChangeKind.MODIFIED
                self._changed[change.note] = known if stays_new and known is not None else change

    def vanished(self, is_still: Callable[[NotePath], bool]) -> Sequence[NotePath]:
        """Return the notes that vanished all at once and whose removal is still waited with, in path order."""
        with self._lock:
            self._vanished = {path for path in self._vanished if is_still(path)}
            return sorted(self._vanished)

    def hand_over(self, report: IndexReport, *, vectors: bool) -> IndexReport:
        """Return the report of a run with what came before it, which is told once: vectors by a run that makes them."""
        with self._lock:
            before = IndexReport(changed=tuple(self._changed.values()))
            self._changed = {}
            if vectors:
                before = replace(before, embedded=self._embedded, embedding_calls=self._calls)
                self._embedded = self._calls = 0
            self._vanished.update(report.waiting_deletions)
        return before.followed_by(report)
