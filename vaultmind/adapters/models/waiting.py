"""Waiting for an answer from the network so that whoever waits can be stopped while nobody answers."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self, TypeVar, cast

from vaultmind.domain.errors import Cancelled
from vaultmind.ports import CancelToken

_POLL_S = 0.1
_Told = TypeVar("_Told")


class Waiting:
    """Does what blocks, one thing after the other, in one thread beside that of who waits; a context manager.

    Stopped in the middle of one, nobody waits for it any more: it ends by its own time limit, and what comes of it is
    dropped. ``last`` is done in that thread after all others, e.g. to close what they used.
    """

    def __init__(self, cancel: CancelToken | None, *, last: Callable[[], object] | None = None) -> None:
        self._cancel = cancel
        self._last = last
        self._asked: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="network", daemon=True)
        self._is_waited_for = False

    def __enter__(self) -> Self:
        """Begin the thread."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Have it end; waited for unless it is in the middle of what was left, e.g. by Ctrl+C."""
        self._asked.put(None)
        if not self._is_waited_for:
            self._thread.join()

    def on(self, ask: Callable[[], _Told]) -> _Told:
        """Return what comes of ``ask``, or raise what went wrong in it; ``Cancelled`` as soon as that is so."""
        told: SimpleQueue[tuple[_Told | None, BaseException | None]] = SimpleQueue()

        def answer() -> None:
            try:
                told.put((ask(), None))
            except BaseException as error:  # noqa: BLE001 (it is raised where it is waited for)
                told.put((None, error))

        self._asked.put(answer)
        self._is_waited_for = True
        while True:
            if self._cancel is not None and self._cancel.cancelled():
                raise Cancelled("Stopped.")
            try:
                came, error = told.get(timeout=_POLL_S)
            except Empty:
                continue
            self._is_waited_for = False
            if error is not None:
                raise error
            return cast("_Told", came)

    def _serve(self) -> None:
        while (ask := self._asked.get()) is not None:
            ask()
        if self._last is not None:
            self._last()
