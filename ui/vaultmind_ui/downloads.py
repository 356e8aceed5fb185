"""Models that are being fetched, whichever place asked for them."""

from PySide6.QtCore import QObject, Signal

from vaultmind import api
from vaultmind_ui.bridge import Bridge, Task


class Downloads(QObject):
    """Fetches models one beside the other. A stopped download goes on where it was when it is started again.

    ``advanced`` brings a name, the bytes that are here and all bytes (0 where unknown); ``finished`` a name and
    ``""``, or the sentence that says why it is not here; ``stopped`` the name of one that a person stopped.
    """

    advanced = Signal(str, object, object)
    finished = Signal(str, str)
    stopped = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tasks: dict[str, Task] = {}
        self.problems: dict[str, str] = {}
        """Why models that were asked for are not here, until they are asked for again."""

    def running(self) -> tuple[str, ...]:
        """Return the names of the models that are being fetched."""
        return tuple(self._tasks)

    def start(self, name: str) -> None:
        """Fetch a model; does nothing where that is being done."""
        if name in self._tasks:
            return
        self.problems.pop(name, None)
        self._tasks[name] = self._bridge.work_stream(
            self,
            lambda stop: api.pull_model(api.open_models(), name, cancel=stop),
            item=lambda event: self._on_event(name, event),
            then=lambda _: self._end(name, ""),
            failed=lambda sentence: self._end(name, sentence),
            stopped=lambda: self._end_early(name),
        )

    def stop(self, name: str) -> None:
        """Stop fetching a model; what is here of it is kept."""
        if name in self._tasks:
            self._tasks[name].cancel()

    def _on_event(self, name: str, event: object) -> None:
        if isinstance(event, api.Progress):
            self.advanced.emit(name, event.done, event.total or 0)

    def _end(self, name: str, problem: str) -> None:
        self._tasks.pop(name, None)
        if problem:
            said = self.tr("%1 was not fetched. %2").replace("%1", name)
            problem = self.problems[name] = said.replace("%2", problem)
        self.finished.emit(name, problem)

    def _end_early(self, name: str) -> None:
        self._tasks.pop(name, None)
        self.stopped.emit(name)
