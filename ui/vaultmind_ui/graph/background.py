"""Work of the graph that is done beside Qt's thread: layout and painting, the newest wish first."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from shiboken6 import isValid

from vaultmind_ui.bridge import Stop

Steps = Callable[[Stop], Iterator[Any]]


class Background(QObject):
    """One worker thread, gone when this is. A new wish takes the place of one that waits.

    With ``hurry`` it also ends the one at work.
    """

    arrived = Signal(object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        post = _post()
        self._worker = _Worker(f"vaultmind-{name}", lambda stop, value: post.came.emit(self, stop, value))
        self.destroyed.connect(self._worker.close)

    def want(self, steps: Steps, *, hurry: bool = False) -> None:
        """Have ``steps`` done next; what they yield arrives in Qt's thread."""
        self._worker.want(steps, hurry=hurry)

    def rest(self) -> None:
        """Leave what is at work and what waits."""
        self._worker.rest()


class _Post(QObject):
    """Carries what threads bring into Qt's thread; it lives as long as the application, so a late sender finds it."""

    came = Signal(object, object, object)

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.came.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)

    def _hand_on(self, background: Background, stop: Stop, value: object) -> None:
        if isValid(background) and not stop.cancelled():
            background.arrived.emit(value)


def _post() -> _Post:
    app = QCoreApplication.instance()
    assert app is not None
    found = app.findChild(_Post)
    return found if isinstance(found, _Post) else _Post(app)


class _Worker:
    """The thread with its wish: no part of Qt, so that it outlives the object it works for, if only to end."""

    def __init__(self, name: str, hand_over: Callable[[Stop, Any], object]) -> None:
        self._name = name
        self._hand_over = hand_over
        self._condition = threading.Condition()
        self._wish: Steps | None = None
        self._stop = Stop()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def want(self, steps: Steps, *, hurry: bool) -> None:
        with self._condition:
            if self._is_closed:
                return
            self._wish = steps
            if hurry:
                self._stop.cancel()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._condition.notify()

    def rest(self) -> None:
        with self._condition:
            self._wish = None
            self._stop.cancel()

    def close(self) -> None:
        """End the thread, and wait until it has: it must not hand over to what is gone."""
        with self._condition:
            self._is_closed = True
            self._wish = None
            self._stop.cancel()
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _work(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._wish is not None or self._is_closed)
                if self._is_closed or self._wish is None:
                    return
                steps, self._wish = self._wish, None
                self._stop = stop = Stop()
            for value in steps(stop):
                if stop.cancelled():
                    break
                self._hand_over(stop, value)
