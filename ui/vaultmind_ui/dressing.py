"""A change of looks, brought to every place of the window a part at a time."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.place import Place


class Dressing(QObject):
    """Puts the looks of now on places, one part with each step; what is seen comes before what is not.

    Each step is an event of its own: all of them in one piece would hold Qt's thread for a quarter of a second.
    """

    def __init__(
        self, appearance: Appearance, is_whole: Callable[[Place], bool], is_seen: Callable[[Place], bool], step_ms: int
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._is_whole, self._is_seen = is_whole, is_seen
        self._worn: dict[Place, list[QWidget] | None] = {}
        """Places in the looks before, with their parts that still wear them; ``None``: not begun."""
        self._steps = QTimer(self, singleShot=True)
        self._steps.timeout.connect(self._go_on)
        self._step_ms = step_ms

    def begin(self, places: Sequence[Place]) -> None:
        """Bring them all into new looks; one that is still being built is waited for."""
        self._worn = dict.fromkeys(places)
        self._steps.start(0)

    def is_worn(self, place: Place) -> bool:
        """Say whether a place, or a part of it, still wears the looks before."""
        return place in self._worn

    @property
    def is_done(self) -> bool:
        """Say whether no place wears the looks before."""
        return not self._worn

    def finish(self, place: Place) -> None:
        """Dress what is left of a place now: it is about to be seen."""
        while place in self._worn and self._is_whole(place):
            self._take_step(place)

    def stop(self) -> None:
        """Leave what is left as it is."""
        self._steps.stop()

    def _take_step(self, place: Place) -> None:
        left = self._worn[place]
        if left is None:
            left = self._worn[place] = list(place.dressed)
        if left:
            self._appearance.dress(left.pop(0))
        if not left:
            del self._worn[place]
            place.restyle()

    def _go_on(self) -> None:
        """Take a step; a place that was begun is brought to its end before the next, unless another is seen."""
        able = [place for place in self._worn if self._is_whole(place)]
        if able:
            self._take_step(min(able, key=lambda one: (not self._is_seen(one), self._worn[one] is None)))
        if self._worn:
            self._steps.start(self._step_ms)
