"""Whose turn it is to change an index: one at a time, in the order they came, and long runs let short ones in."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock that is fair. ``with turns:`` is a short turn; ``long`` is one that pauses for others by ``give_way``."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._waiting: deque[object] = deque()
        self._long = threading.Lock()

    def __enter__(self) -> None:
        """Wait for a turn; who came earlier goes first."""
        ticket = object()
        with self._free:
            self._waiting.append(ticket)
            self._free.wait_for(lambda: self._waiting[0] is ticket)

    def __exit__(self, *_: object) -> None:
        """End the turn."""
        with self._free:
            self._waiting.popleft()
            self._free.notify_all()

    def give_way(self) -> bool:
        """In the middle of a turn, let everybody who waits have theirs; say whether anybody did."""
        if len(self._waiting) == 1:
            return False
        self.__exit__()
        self.__enter__()
        return True

    @property
    def is_long_taken(self) -> bool:
        """Say whether somebody looks at the whole vault at this moment."""
        return self._long.locked()

    @contextmanager
    def long(self, patience_s: float = 0.0) -> Iterator[bool]:
        """Take a turn for a look at the whole vault, of which there is one at a time.

        Yields ``False``, and no turn, where another still has it after ``patience_s``.
        """
        if not self._long.acquire(timeout=patience_s):
            yield False
            return
        try:
            with self:
                yield True
        finally:
            self._long.release()
