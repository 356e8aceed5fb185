"""Labels, buttons and fields that show what they are given as plain text, and heed the keys that people try."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTextEdit,
    QToolButton,
    QWidget,
)

_FEW_LETTERS = 12
_SHORT_TEXT = 20_000
"""Characters of a text in which a sentence is looked for."""


class Button(QPushButton):
    """A button that Enter presses too, where it has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if not _is_pressed_by_enter(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """A small button that Enter presses too, where it has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if not _is_pressed_by_enter(self, event):
            super().keyPressEvent(event)


class FilterField(QLineEdit):
    """A field that narrows a list: Escape empties it, once more goes to the list, and so does Down."""

    def __init__(self, narrowed: QWidget | None = None) -> None:
        super().__init__()
        self.narrowed = narrowed

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down) and self.narrowed is not None:
            self.narrowed.setFocus()
        else:
            super().keyPressEvent(event)


class ReadText(QPlainTextEdit):
    """Text to be read; its size is the window's."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        if is_resizing(event):
            event.ignore()
        else:
            super().wheelEvent(event)


def is_resizing(event: QWheelEvent) -> bool:
    """Say whether the wheel is turned with Ctrl, by which the window makes all of its text larger or smaller."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def percent(share: float) -> str:
    """Return a share from 0 to 1 as the language writes it: ``14%``, in Russian with a space that breaks no line."""
    locale = QLocale()
    space = "\u00a0" if locale.language() is QLocale.Language.Russian else ""
    return f"{locale.toString(round(share * 100))}{space}{locale.percent()}"


def says(widget: QWidget, sentence: str) -> bool:
    """Say whether a label or a short text that is seen in a widget has a sentence."""
    labels = (one.text() for one in widget.findChildren(QLabel) if one.isVisible())
    texts = (one for one in widget.findChildren(QTextEdit) if one.isVisible())
    short = (one.toPlainText() for one in texts if one.document().characterCount() < _SHORT_TEXT)
    return any(sentence in text for words in (labels, short) for text in words)


def plain_label(text: str = "", *, name: str = "", wraps: bool = False) -> QLabel:
    """Return a label that takes nothing for HTML; ``name`` is that of the style sheet, e.g. ``"muted"``."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setObjectName(name)
    label.setWordWrap(wraps)
    return label


def grouped(count: int) -> str:
    """Return a number as the language writes it, e.g. ``"10,000"``."""
    return QLocale().toString(count)


def shown_size(size: int) -> str:
    """Return a size as the language writes it, ``""`` where none is known."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat) if size else ""


def day_of(at: str) -> str:
    """Return the day of a moment of the core, e.g. ``"2026-11-23T05:00:00+00:00"``, as the language writes it."""
    day = datetime.fromisoformat(at).astimezone()
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


class OneLine(QLabel):
    """A label of one line that ends in an ellipsis where it has no room; its text stays whole.

    With ``takes_rest`` it asks for no room of its own.
    """

    def __init__(self, *, name: str = "", takes_rest: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        if takes_rest:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Ask for a few letters at least."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), _FEW_LETTERS * self.fontMetrics().averageCharWidth()), whole.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Write as much as there is room for."""
        painter = QStylePainter(self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        flags = self.alignment() | Qt.TextFlag.TextSingleLine
        painter.drawItemText(room, int(flags), self.palette(), self.isEnabled(), shown, self.foregroundRole())


class OneLineBox(QComboBox):
    """A box of choices whose chosen one ends in an ellipsis where it has no room."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the box as its style does, with as much of the words as there is room for."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_words()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def shown_words(self) -> str:
        """Return what is drawn of the chosen one."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        edit = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, edit, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)


def button(text: str = "", *, name: str = "") -> QPushButton:
    """Return a button; ``name`` is ``"primary"`` for the one thing to do, ``"quiet"`` for one without a border."""
    made = Button()
    set_words(made, text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    return made


def set_words(shown: QPushButton, text: str) -> None:
    """Write a button's words; ``&`` is shown and underlines nothing."""
    shown.setText(text.replace("&", "&&"))


@contextmanager
def focus_kept(buttons: Sequence[QWidget], *, otherwise: QWidget) -> Iterator[None]:
    """Hide and show buttons within; where the one that has the focus vanishes, the first that is left has it.

    Qt would give it to whatever comes next in the window, e.g. the sidebar, where the next key does something else.
    """
    held = next((one for one in buttons if one.hasFocus()), None)
    yield
    if held is not None and not (held.isVisible() and held.isEnabled()):
        left = (one for one in buttons if one.isVisible() and one.isEnabled())
        next(left, otherwise).setFocus()


def _is_pressed_by_enter(pressed: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button where Enter alone went down; say whether it did."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
        return False
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    pressed.click()
    return True
