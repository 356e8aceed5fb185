"""Keeps an index current in the background, and tells whoever listens what changed."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Literal

from vaultmind.domain.errors import Cancelled, VaultMindError
from vaultmind.domain.report import IndexReport
from vaultmind.domain.views import IndexingView
from vaultmind.indexing import Indexer, Pace, Turns, follow
from vaultmind.ports import CancelToken, Catalog, CatalogTotals, Clock, Progress, Watcher
from vaultmind.session.advance import Advance
from vaultmind.session.streams import Stop

_POLL_S = 0.1
_PAUSED = Pace(duty=0.0)
_PAUSED_KEY = "vectors are paused"
Paused = Literal["", "vectors", "reading"]
"""What rests until it is resumed: nothing, vectors alone, or the look at the whole vault that is under way too."""
_log = logging.getLogger(__name__)


class IndexKeeper:
    """Follows the vault in one thread. The index is changed in ``turns`` alone, by it or by anybody else.

    ``learn`` gets every report before the listeners do. Pausing stops the making of vectors, and the look at the whole
    vault that is under way; words of what is saved go on. That is kept in ``catalog``, and outlives a
    restart. When nothing waits and many vectors were removed, the store is tidied beside all that.
    """

    def __init__(
        self,
        indexer: Indexer,
        open_watcher: Callable[[], Watcher],
        clock: Clock,
        catalog: Catalog,
        *,
        pace: Callable[[], Pace],
        learn: Callable[[IndexReport], None],
    ) -> None:
        self.turns = Turns()
        self.advance = Advance(clock.monotonic)
        self._indexer = indexer
        self._open_watcher = open_watcher
        self._clock = clock
        self._pace = pace
        self._learn = learn
        self._stop = Stop()
        self._thread: threading.Thread | None = None
        self._tidying: threading.Thread | None = None
        self._starting = threading.Lock()
        self._listeners: list[SimpleQueue[IndexReport | VaultMindError]] = []
        self._catalog = catalog
        self._paused = _paused_of(catalog.value(_PAUSED_KEY))
        self._watcher: Watcher | None = None
        self._rests: Callable[[], bool] = lambda: False

    @property
    def is_running(self) -> bool:
        """Say whether the vault is being followed."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def notices(self) -> Sequence[str]:
        """Return what a person should know of how the vault is watched."""
        return self._watcher.notices if self._watcher is not None and self.is_running else ()

    @property
    def is_paused(self) -> bool:
        """Say whether vectors wait until ``resume``."""
        return self._paused != ""

    def start(self, rests: Callable[[], bool] | None = None) -> None:
        """Follow the vault from now on; what a pause holds is held while it ``rests`` too."""
        with self._starting:
            self._rests = rests or self._rests
            if not self.is_running and not self._stop.cancelled():
                self._thread = threading.Thread(target=self._run, name="vaultmind-keeper", daemon=True)
                self._thread.start()

    @property
    def is_held(self) -> bool:
        """Say whether the look at the whole vault that is under way rests; where a person waits for it, it does not."""
        return self._paused == "reading" and self._is_reading and not self.advance.is_awaited

    @property
    def _is_reading(self) -> bool:
        """Say whether the whole vault is being looked at, or was not yet."""
        return self.turns.is_long_taken or not self._indexer.whole_looks

    def pause(self) -> None:
        """Make no vectors until ``resume``; a look at the whole vault that is under way, or the first, rests too."""
        self._pause("reading" if self._is_reading else "vectors")

    def resume(self) -> None:
        """Go on reading and making vectors."""
        self._pause("")
        self.advance.reading_rested()

    def look_ended(self) -> None:
        """Let no look at the whole vault rest that is another than the one that was paused."""
        if self._paused == "reading":
            self._pause("vectors")

    def _pause(self, paused: Paused) -> None:
        self._catalog.set_value(_PAUSED_KEY, paused)
        self._paused = paused

    def view(self, totals: CatalogTotals) -> IndexingView:
        """Return what the index is busy with now."""
        return self.advance.view(
            totals,
            has_vectors=self._indexer.has_vectors,
            is_paused=self.is_paused,
            is_followed=self.is_running,
            pace=self.current_pace(),
            is_known=self._indexer.whole_looks > 0,
            is_held=self.is_held,
            reading=self.reading(totals),
        )

    def reading(self, totals: CatalogTotals) -> Progress | None:
        """Return how far the reading of notes is, also of a first one that is about to go on; ``None`` for none."""
        if (now := self.advance.reading) is not None:
            return now
        total = None if self._indexer.whole_looks else self._indexer.first_total
        return None if total is None else Progress("read", min(totals.notes, total), total)

    def current_pace(self) -> Pace:
        """Return how fast vectors may be made now."""
        return _PAUSED if self.is_paused or self._rests() else self._pace()

    def listen(self, cancel: CancelToken | None = None) -> Iterator[IndexReport]:
        """Yield every report from now on, until closed, cancelled, or the keeper ends; raise what ended it."""
        told: SimpleQueue[IndexReport | VaultMindError] = SimpleQueue()
        self._listeners.append(told)
        try:
            self.start()
            while not self._stop.cancelled():
                if cancel is not None and cancel.cancelled():
                    raise Cancelled("Watching was stopped.")
                try:
                    event = told.get(timeout=_POLL_S)
                except Empty:
                    continue
                if isinstance(event, VaultMindError):
                    raise event
                yield event
        finally:
            self._listeners.remove(told)

    def close(self) -> None:
        """Stop following, and return when the step that was under way is done."""
        self._stop.cancel()
        with self._starting:
            threads = (self._thread, self._tidying)
        for thread in threads:
            if thread is not None:
                thread.join()

    def _run(self) -> None:
        try:
            follow(
                self._indexer,
                self._watch,
                self._clock,
                tell=self._take,
                pace=self.current_pace,
                progress=self._take_progress,
                is_held=self._holds_reading,
                cancel=self._stop,
                turns=self.turns,
            )
        except VaultMindError as error:
            self._tell(error)

    def _holds_reading(self) -> bool:
        if not self._rests():
            return self.is_held
        self.advance.reading_rested()
        return True

    def _take_progress(self, progress: Progress) -> None:
        self.advance.take(progress)
        if self.advance.reading is None and not self._stop.cancelled():
            self.look_ended()

    def _watch(self) -> Watcher:
        self._watcher = None
        self._watcher = self._open_watcher()
        return self._watcher

    def _take(self, report: IndexReport) -> None:
        self.advance.learn(report)
        report = replace(report, remaining_s=self.advance.remaining_s(report.waiting, self.current_pace()))
        self._learn(report)
        self._tell(report)
        if not report.waiting and self._indexer.wants_tidying:
            self._tidy_apart()

    def _tidy_apart(self) -> None:
        """Tidy the vectors in a thread of its own, so that saves are taken in meanwhile."""
        with self._starting:
            is_tidying = self._tidying is not None and self._tidying.is_alive()
            if not is_tidying and not self._stop.cancelled():
                self._tidying = threading.Thread(target=self._tidy, name="vaultmind-tidy", daemon=True)
                self._tidying.start()

    def _tidy(self) -> None:
        try:
            self._indexer.tidy(self._stop)
        except VaultMindError as problem:
            _log.warning("Vectors were not tidied: %s", type(problem).__name__)

    def _tell(self, event: IndexReport | VaultMindError) -> None:
        for listener in list(self._listeners):
            listener.put(event)


def _paused_of(kept: str | None) -> Paused:
    """Return what a catalog keeps; earlier versions wrote another word than ``"vectors"``."""
    if not kept:
        return ""
    return "reading" if kept == "reading" else "vectors"
