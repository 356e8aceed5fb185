"""Threads that work beside Qt's, kept for the next piece of work."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

_MOST_IDLE = 8


class Piece:
    """One piece of work that a thread was given."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._done = threading.Event()

    def do(self) -> None:
        """Do it; it counts as done also where it raises."""
        try:
            self._work()
        finally:
            self._done.set()

    @property
    def is_done(self) -> bool:
        """Say whether it has been done."""
        return self._done.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is done, at most so long; say whether it is."""
        return self._done.wait(timeout_s)


class Workers:
    """Gives each piece of work to a thread that has none, or else to a new one: no piece waits for another.

    To start a thread has the one that starts it wait until it runs, which on a busy machine is longer than a frame; so
    threads stay for the next piece until ``close``.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._given: SimpleQueue[Piece | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._idle = 0
        self._is_closed = False

    @property
    def idle(self) -> int:
        """Return how many threads wait for work."""
        return self._idle

    def start(self, work: Callable[[], object]) -> Piece:
        """Have ``work`` done from now on, and return at once."""
        piece = Piece(work)
        with self._lock:
            is_new = not self._idle
            self._idle -= 0 if is_new else 1
        self._given.put(piece)
        if is_new:
            threading.Thread(target=self._live, name=self._name, daemon=True).start()
        return piece

    def close(self) -> None:
        """Let idle threads end now, and others once their work is done."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, 0
        for _ in range(idle):
            self._given.put(None)

    def _live(self) -> None:
        while (piece := self._given.get()) is not None:
            piece.do()
            del piece  # what it holds shall not outlive it
            with self._lock:
                if self._is_closed or self._idle >= _MOST_IDLE:
                    return
                self._idle += 1
