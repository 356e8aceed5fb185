"""A card in the middle of the window, over everything, that Escape or a click beside it takes away."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from vaultmind_ui.theme import ROOMY, WIDE

_SHADE = QColor(0, 0, 0, 90)


class Overlay(QWidget):
    """Covers its parent while it is shown, and gives the focus back to who had it. ``closed`` says that it is gone."""

    closed = Signal()

    def __init__(self, parent: QWidget, *, width_em: int = 44, height_share: float = 0.7) -> None:
        super().__init__(parent)
        self._over = parent
        self._width_em = width_em
        self._height_share = height_share
        self._focused_before: QWidget | None = None
        self.card = QFrame(self)
        self.card.setObjectName("popup")
        self.rows = QVBoxLayout(self.card)
        self.rows.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        parent.installEventFilter(self)
        self.hide()

    def open(self, focus: QWidget) -> None:
        """Show the card and put the focus into it."""
        if not self.isVisible():
            self._focused_before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        focus.setFocus()

    def close_card(self) -> None:
        """Take the card away."""
        if self.isVisible():
            self.hide()
            if self._focused_before is not None and self._focused_before.isVisible():
                self._focused_before.setFocus()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_card()

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: N802 (Qt's)
        """Keep the focus in the card."""
        inside = [one for one in self.card.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        inside = [one for one in inside if one.isVisible() and one.isEnabled()]
        if not inside:
            return True
        now = self.window().focusWidget()
        at = inside.index(now) if now in inside else -1
        inside[(at + (1 if next_ else -1)) % len(inside)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's)
        under_card = self.card.geometry().adjusted(WIDE, WIDE, -WIDE, -WIDE)  # but for its round corners
        painter = QPainter(self)
        painter.setClipRegion(event.region() - QRegion(under_card))
        painter.fillRect(self.rect(), _SHADE)
        painter.end()

    def _place(self) -> None:
        whole = self._over.rect()
        self.setGeometry(whole)
        width = min(self.fontMetrics().horizontalAdvance("m") * self._width_em, whole.width() - 2 * ROOMY)
        height = int(min(whole.height() - 2 * ROOMY, max(220, whole.height() * self._height_share)))
        self.card.setGeometry((whole.width() - width) // 2, max(ROOMY, (whole.height() - height) // 4), width, height)
