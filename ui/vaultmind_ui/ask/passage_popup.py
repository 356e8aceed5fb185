"""A passage under the pointer: shown while it rests on a citation, gone when it leaves."""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.ask.evidence import Evidence, state_of
from vaultmind_ui.ask.evidence_panel import show_passage
from vaultmind_ui.ask.turns import place_name
from vaultmind_ui.markdown.browser import MarkdownBrowser
from vaultmind_ui.theme import SPACE, TIGHT, WIDE
from vaultmind_ui.words import plain_label

_WAIT_MS = 250


class Fading(QWidget):
    """Lies over the last line of a text that goes on below, so that no letter looks cut through."""

    def __init__(self, appearance: Appearance, view: QTextEdit) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._appearance = appearance
        self._view = view
        view.verticalScrollBar().rangeChanged.connect(lambda _, most: self.setVisible(most > 0))
        self.hide()

    def place(self) -> None:
        """Lie over the end of the view as it is now."""
        height = 2 * self._view.fontMetrics().lineSpacing()
        self.setGeometry(0, self._view.height() - height, self._view.width(), height)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the ground of the text, more of it the lower."""
        ground = QColor(self._appearance.theme.panel)
        clear = QColor(ground)
        clear.setAlpha(0)
        shade = QLinearGradient(0, 0, 0, self.height())
        shade.setColorAt(0, clear)
        shade.setColorAt(0.9, ground)
        QPainter(self).fillRect(self.rect(), shade)


class PassagePopup(QFrame):
    """A child of the place, so that it never takes the focus and goes where the window goes."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._appearance = appearance
        self._around = parent
        self.title = plain_label(name="title")
        self.state = plain_label(name="muted")
        self.view = MarkdownBrowser(appearance.theme)
        self.view.setStyleSheet("QTextBrowser { border: none; }")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fading = Fading(appearance, self.view)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, WIDE, SPACE)
        rows.setSpacing(TIGHT)
        rows.addWidget(self.title)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.state)
        self._wait = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._wait.timeout.connect(self._appear)
        self._wanted: tuple[Evidence, QPoint] | None = None
        self.hide()

    def show_soon(self, one: Evidence, at: QPoint) -> None:
        """Show a passage beside a point of the parent, if the pointer stays."""
        self._wanted = (one, at)
        self._wait.start()

    def leave(self) -> None:
        """Go away."""
        self._wait.stop()
        self.hide()

    def restyle(self) -> None:
        """Draw everything in the colours of now."""
        self.view.use_theme(self._appearance.theme)

    def _appear(self) -> None:
        if self._wanted is None:
            return
        one, at = self._wanted
        number = f"[{one.number}] " if one.number is not None else ""
        self.title.setText(number + place_name(one.note, one.heading))
        self.state.setText(state_of(one))
        parent = self._around
        letter = self.fontMetrics().averageCharWidth()
        width = min(64 * letter, parent.width() - 2 * WIDE)
        height = min(14 * self.fontMetrics().lineSpacing(), parent.height() // 2)
        left = max(WIDE, min(at.x() - width // 3, parent.width() - width - WIDE))
        below = at.y() + 2 * self.fontMetrics().lineSpacing()
        top = below if below + height < parent.height() else max(WIDE, at.y() - height - WIDE)
        self.setGeometry(left, top, width, height)
        self.show()
        self.raise_()
        self.fading.place()
        show_passage(self.view, one)
