"""Two things at once: a model reads while words are looked for, for both leave Python's global lock alone."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Meanwhile(Generic[Value]):
    """A value that a thread of its own makes while the caller goes on."""

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._made: list[Value] = []
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def get(self) -> Value:
        """Return the value once it is there, or raise what making it raised."""
        self._thread.join()
        if self._failed is not None:
            raise self._failed
        return self._made[0]

    def _run(self) -> None:
        try:
            self._made.append(self._make())
        except BaseException as failed:  # noqa: BLE001 (raised again where the value is asked for)
            self._failed = failed
