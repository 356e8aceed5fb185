"""The one crossing from the threads of a session to Qt's."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from vaultmind import api
from vaultmind_ui.core_words import in_words
from vaultmind_ui.workers import Piece, Workers

T = TypeVar("T")
Work = Callable[[api.Session], T]

_BUDGET_S = 0.006
"""How long arrivals are handed out before the event loop gets its turn."""
_LONGEST_PAUSE_S = 8.0
_LONGEST_CLOSE_S = 30.0
"""How long a vault that is left may take to let go of its index before another is opened."""


class Stop:
    """A ``CancelToken`` that the window sets; it may also be waited for."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to end at its next step."""
        self._event.set()

    def cancelled(self) -> bool:
        return self._event.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is set, at most so long; say whether it is."""
        return self._event.wait(timeout_s)


class Task:
    """One piece of work for its ``owner``: cancelled by ``cancel``, or when the owner is gone.

    Nothing arrives after ``cancel`` but ``stopped``; nothing at all arrives when the owner is gone.
    """

    def __init__(
        self,
        owner: QObject,
        *,
        item: Callable[[Any], object] | None,
        then: Callable[[Any], object] | None,
        failed: Callable[[str], object],
        stopped: Callable[[], object] | None,
    ) -> None:
        self.stop = Stop()
        self._owner = owner
        self._item, self._then, self._failed, self._stopped = item, then, failed, stopped
        self._is_over = False
        owner.destroyed.connect(self.stop.cancel)

    @property
    def is_running(self) -> bool:
        """Say whether something may still arrive."""
        return not self._is_over and not self.stop.cancelled()

    def cancel(self) -> None:
        """Stop the work; a second call does nothing."""
        self.stop.cancel()

    def deliver(self, kind: str, value: Any) -> None:
        """Hand what the work brought to its owner, in Qt's thread."""
        if self._is_over or not isValid(self._owner):
            return
        if self.stop.cancelled() and kind != "stopped":
            if kind == "item":
                return
            kind = "stopped"
        self._is_over = kind != "item"
        match kind:
            case "item" if self._item is not None:
                self._item(value)
            case "then" if self._then is not None:
                self._then(value)
            case "failed":
                self._failed(in_words(value))
            case "stopped" if self._stopped is not None:
                self._stopped()


class _Opening:
    """One vault that is open or being opened."""

    def __init__(self, open_session: Callable[[], api.Session]) -> None:
        self.open_session = open_session
        self.leaving = Stop()
        self.session: api.Session | None = None
        self.problem = ""
        self.decided = threading.Event()
        self.closed = threading.Event()


class Bridge(QObject):
    """Asks a session in threads of its own; whatever comes of it arrives in Qt's thread.

    ``opened`` and ``index_changed`` bring a ``VaultStatus``, ``index_reported`` an ``IndexReport``. ``failed`` says
    why a task without a ``failed`` of its own did not succeed, ``not_opened`` why a vault could not be opened, ``lost``
    why its index cannot be followed, which is tried again; where one engine stops the next is followed without a word.
    """

    opened = Signal(object)
    index_changed = Signal(object)
    index_reported = Signal(object)
    lost = Signal(str)
    not_opened = Signal(str)
    failed = Signal(str)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opening: _Opening | None = None
        self._tasks: list[Task] = []
        self._own_tasks: list[Task] = []
        self._workers = Workers("vaultmind-window")
        self._pieces: list[Piece] = []
        self._arrived: deque[Callable[[], object]] = deque()
        self._lock = threading.Lock()
        self._is_woken = False
        self._is_closed = False
        self._woken.connect(self._hand_out, Qt.ConnectionType.QueuedConnection)

    def open(self, open_session: Callable[[], api.Session]) -> None:
        """Leave the vault that is open, open another and follow its index; ``opened`` brings its status."""
        before = self._leave()
        self._opening = opening = _Opening(open_session)
        self._start(lambda: self._open_and_follow(opening, before))

    def call(
        self,
        owner: QObject,
        work: Work[T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[str], object] | None = None,
    ) -> Task:
        """Do ``work`` with the session and hand its value to ``then``; before a vault is open it waits for one."""

        def run(session: api.Session, task: Task) -> None:
            value = work(session)
            self._bring(task, "then", value)

        return self._begin(owner, run, then=then, failed=failed)

    def stream(
        self,
        owner: QObject,
        work: Callable[[api.Session, Stop], Iterator[T]],
        item: Callable[[T], object],
        then: Callable[[None], object] | None = None,
        failed: Callable[[str], object] | None = None,
        stopped: Callable[[], object] | None = None,
    ) -> Task:
        """Hand each value of an iterator to ``item``; give the token to the session method that takes one."""

        def run(session: api.Session, task: Task) -> None:
            for value in work(session, task.stop):
                if task.stop.cancelled():
                    break
                self._bring(task, "item", value)
            self._bring(task, "then", None)

        return self._begin(owner, run, item=item, then=then, failed=failed, stopped=stopped)

    def work(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[str], object] | None = None,
    ) -> Task:
        """Do work that needs no vault, e.g. read a list from the disk; it goes on when another vault is opened."""
        task = Task(owner, item=None, then=then, failed=failed or self.failed.emit, stopped=None)
        self._start(lambda: self._guard(task, lambda: self._bring(task, "then", work())))
        self._own_tasks.append(task)
        return task

    def work_stream(
        self,
        owner: QObject,
        work: Callable[[Stop], Iterator[T]],
        item: Callable[[T], object],
        then: Callable[[None], object] | None = None,
        failed: Callable[[str], object] | None = None,
        stopped: Callable[[], object] | None = None,
    ) -> Task:
        """Hand each value of an iterator that needs no vault to ``item``, e.g. of a download."""
        task = Task(owner, item=item, then=then, failed=failed or self.failed.emit, stopped=stopped)

        def run() -> None:
            for value in work(task.stop):
                if task.stop.cancelled():
                    break
                self._bring(task, "item", value)
            self._bring(task, "then", None)

        self._start(lambda: self._guard(task, run))
        self._own_tasks.append(task)
        return task

    def close(self, patience_s: float = 2.0) -> None:
        """Stop everything and let go of the session; a write that has begun is finished first."""
        self._leave()
        for task in self._own_tasks:
            task.cancel()
        self._is_closed = True
        deadline = time.monotonic() + patience_s
        for piece in self._pieces:
            piece.wait(max(0.0, deadline - time.monotonic()))
        self._workers.close()
        self._arrived.clear()

    def _begin(
        self,
        owner: QObject,
        run: Callable[[api.Session, Task], None],
        *,
        item: Callable[[Any], object] | None = None,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[str], object] | None = None,
        stopped: Callable[[], object] | None = None,
    ) -> Task:
        task = Task(owner, item=item, then=then, failed=failed or self.failed.emit, stopped=stopped)
        self._tasks = [one for one in self._tasks if one.is_running]
        self._tasks.append(task)
        opening = self._opening
        self._start(lambda: self._guard(task, lambda: run(_session_of(opening, task.stop), task)))
        return task

    def _guard(self, task: Task, run: Callable[[], object]) -> None:
        """Run something; what it raises becomes a sentence."""
        try:
            run()
        except api.VaultMindError as error:
            self._bring(task, "stopped" if task.stop.cancelled() else "failed", str(error))
        except Exception as error:
            self._bring(task, "failed", _mistake(error))
            raise

    def _start(self, work: Callable[[], None]) -> None:
        self._pieces = [piece for piece in self._pieces if not piece.is_done]
        self._pieces.append(self._workers.start(work))

    def _leave(self) -> _Opening | None:
        """Cancel what was asked of the vault that is open, let go of it without waiting, and return it."""
        opening, self._opening = self._opening, None
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        if opening is not None:
            opening.leaving.cancel()
            pieces = list(self._pieces)
            self._start(lambda: _close_when_done(opening, pieces))
        return opening

    def _open_and_follow(self, opening: _Opening, before: _Opening | None) -> None:
        if before is not None:
            before.closed.wait(_LONGEST_CLOSE_S)  # it may be the same vault, whose index has one owner
        try:
            session = opening.open_session()
        except Exception as error:
            is_ours = not isinstance(error, api.VaultMindError)
            opening.problem = _mistake(error) if is_ours else str(error)
            opening.decided.set()
            self._tell(opening, lambda: self.not_opened.emit(in_words(opening.problem)))
            if is_ours:
                raise
            return
        opening.session = session
        opening.decided.set()
        pause_s = 0.25
        is_new = True
        while not opening.leaving.cancelled():
            try:
                status = session.status()
                self._tell(opening, _emission(self.opened if is_new else self.index_changed, status))
                is_new = False
                with suppress(api.EngineStopped):  # nobody asked to follow the index: the next engine goes on with it
                    for report in session.watch(cancel=opening.leaving):
                        pause_s = 0.25
                        status = session.status()
                        self._tell(opening, _emission(self.index_changed, status))
                        self._tell(opening, _emission(self.index_reported, report))
                    return
            except api.VaultMindError as error:
                self._tell(opening, _emission(self.lost, in_words(str(error))))
            opening.leaving.wait(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    def _tell(self, opening: _Opening, say: Callable[[], object]) -> None:
        """Have something said in Qt's thread, unless that vault was left meanwhile."""
        self._wake(lambda: None if opening.leaving.cancelled() else say())

    def _bring(self, task: Task, kind: str, value: Any) -> None:
        self._wake(lambda: task.deliver(kind, value))

    def _wake(self, arrival: Callable[[], object]) -> None:
        with self._lock:
            if self._is_closed:
                return
            self._arrived.append(arrival)
            is_woken, self._is_woken = self._is_woken, True
            if not is_woken:
                self._woken.emit()

    def _hand_out(self) -> None:
        until = time.perf_counter() + _BUDGET_S
        while time.perf_counter() < until:
            with self._lock:
                if not self._arrived:
                    self._is_woken = False
                    return
                arrival = self._arrived.popleft()
            arrival()
        QTimer.singleShot(0, self._hand_out)


def _mistake(error: Exception) -> str:
    """Return what went wrong that nobody foresaw; of a file that the system refuses, which and why."""
    if isinstance(error, OSError) and error.filename:
        return f"“{error.filename}” cannot be used: {error.strerror or error}."
    return f"VaultMind made a mistake ({type(error).__name__})."


def _emission(signal: Any, value: Any) -> Callable[[], object]:
    return lambda: signal.emit(value)


def _session_of(opening: _Opening | None, stop: Stop) -> api.Session:
    """Return the session when it is open; raise ``VaultProblem`` where it cannot be, or nobody waits any more."""
    if opening is None:
        raise api.VaultProblem("No vault is open.")
    while not opening.decided.wait(0.05):
        if stop.cancelled() or opening.leaving.cancelled():
            raise api.VaultProblem("The vault was left.")
    if opening.session is None:
        raise api.VaultProblem(opening.problem)
    return opening.session


def _close_when_done(opening: _Opening, pieces: list[Piece], patience_s: float = 1.5) -> None:
    """Close a session once nobody works with it any more, or after a while all the same."""
    deadline = time.monotonic() + patience_s
    for piece in pieces:
        piece.wait(max(0.0, deadline - time.monotonic()))
    opening.decided.wait()
    if opening.session is not None:
        opening.session.close()
    opening.closed.set()
