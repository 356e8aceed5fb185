"""Long work as a stream: how far it is, then what came of it; closing the stream cancels the work."""

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import TypeVar

from vaultmind.ports import CancelToken, Progress, ProgressSink

T = TypeVar("T")


class Stop:
    """A ``CancelToken`` that is set here, or by the token it was given."""

    def __init__(self, outer: CancelToken | None = None) -> None:
        self._event = threading.Event()
        self._outer = outer

    def cancel(self) -> None:
        """Ask the work to end at its next step."""
        self._event.set()

    def cancelled(self) -> bool:
        return self._event.is_set() or (self._outer is not None and self._outer.cancelled())


class AnyOf:
    """A ``CancelToken`` that is set where any of some is."""

    def __init__(self, *tokens: CancelToken | None) -> None:
        self._tokens = tokens

    def cancelled(self) -> bool:
        return any(one is not None and one.cancelled() for one in self._tokens)


def in_background(
    work: Callable[[ProgressSink, CancelToken], T], cancel: CancelToken | None = None
) -> Iterator[Progress | T]:
    """Yield the progress of ``work``, done in a thread of its own, and its result last; raise what it raised.

    Whoever closes the iterator waits until the work has come to its next step and ended.
    """
    told: SimpleQueue[Progress | None] = SimpleQueue()
    stop = Stop(cancel)
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(told.put, stop))
        except BaseException as error:  # noqa: BLE001 (raised again where the iterator is read)
            errors.append(error)
        finally:
            told.put(None)

    thread = threading.Thread(target=run, name="vaultmind-work", daemon=True)
    thread.start()
    try:
        while (step := told.get()) is not None:
            yield step
    finally:
        stop.cancel()
        thread.join()
    if errors:
        raise errors[0]
    yield results[0]
