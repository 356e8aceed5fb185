"""One press, one deed: what a key says again while it is held is no other press."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_MOVING = frozenset(
    (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Backspace,
    )
)
"""Keys that are held on purpose."""


class HeldKeys(QObject):
    """Keeps a key that is held in a widget from doing its deed again and again.

    X tells of such a key as a release and a press of the same moment. Where Qt reads them one after the other, as it
    does on a busy machine, it takes each for a press of its own, whatever ``QAction.autoRepeat`` says.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._released = (0, 0)
        widget.installEventFilter(self)

    @staticmethod
    def watch(widget: QWidget) -> None:
        """Watch a widget, once."""
        if widget.findChild(HeldKeys, options=Qt.FindChildOption.FindDirectChildrenOnly) is None:
            HeldKeys(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002 (Qt's name)
        """Take away what is said of a key in the moment of its release."""
        if not isinstance(event, QKeyEvent):
            return False
        told = (int(event.key()), event.timestamp())
        if event.type() == QEvent.Type.KeyRelease:
            self._released = told
            return False
        if told != self._released or not event.timestamp() or event.key() in _MOVING:
            return False
        event.accept()
        return True
