"""One editor for each kind of setting; all read and write plain values."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from vaultmind import api
from vaultmind_ui.settings.fields import NONE, Field, words

_BESIDE_TEXT = 10
_NEVER_A_HOTKEY = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class _LongText(QPlainTextEdit):
    """Text of several lines, taken over when the focus leaves."""

    def __init__(self, taken: Callable[[], object]) -> None:
        super().__init__()
        self._taken = taken
        self.setTabChangesFocus(True)

    def restyle(self) -> None:
        """Be five lines high."""
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 5)

    def focusOutEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self._taken()


class KeyLine(QLineEdit):
    """A line that shows a key and takes the next one that is pressed in it; Backspace and Delete take none."""

    def __init__(self, taken: Callable[[], object]) -> None:
        super().__init__()
        self._taken = taken
        self.key = ""
        self.setReadOnly(True)

    def show_key(self, key: str) -> None:
        """Show a key, given in Qt's portable form."""
        self.key = key
        self.setText(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))

    def event(self, event: QEvent) -> bool:
        """Keep what is pressed here from the window's own keys; Tab and Esc are theirs."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_taken = event.key() not in _NEVER_A_HOTKEY
            event.setAccepted(is_taken)
            return is_taken
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the key that is pressed, once it is more than its modifiers."""
        if event.key() in _NEVER_A_HOTKEY:
            super().keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr):
            return
        is_none = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        pressed = QKeySequence(event.keyCombination())
        self.show_key("" if is_none else pressed.toString(QKeySequence.SequenceFormat.PortableText))
        self._taken()


class Editor:
    """A widget over one setting. ``changed`` is called with the new value when the person has changed it."""

    def __init__(self, field: Field, changed: Callable[[api.SettingValue], object], parent: QWidget) -> None:
        self.field = field
        self._parent = parent
        self._changed = changed
        self.known: api.SettingValue | None = None
        """What the settings file has, as far as is known here."""
        self.widget: QWidget = self._make()

    def show(self, value: api.SettingValue) -> None:
        """Show a value as it is in the settings file."""
        self.known = value
        match self.widget:
            case QComboBox() as box if box.isEditable():
                box.setEditText(str(value))
            case QComboBox() as box:
                box.setCurrentIndex(max(0, box.findData(value)))
            case QCheckBox() as tick:
                tick.setChecked(bool(value))
            case QSpinBox() as number:
                number.setValue(int(str(value)))
            case QDoubleSpinBox() as number:
                number.setValue(float(str(value)))
            case QPlainTextEdit() as text:
                text.setPlainText(str(value))
            case KeyLine() as key:
                key.show_key(str(value))
            case QLineEdit() as line:
                line.setText(_one_line(value))

    def value(self) -> api.SettingValue:
        """Return what is shown, as the settings file takes it."""
        match self.widget:
            case QComboBox() as box:
                return box.currentText().strip() if box.isEditable() else str(box.currentData())
            case QCheckBox() as tick:
                return tick.isChecked()
            case QSpinBox() as number:
                return number.value()
            case QDoubleSpinBox() as number:
                return number.value()
            case QPlainTextEdit() as text:
                return text.toPlainText()
            case KeyLine() as key:
                return key.key
            case QLineEdit() as line:
                return self._parsed(line.text())
        return ""

    def offer(self, names: Sequence[str]) -> None:
        """Offer names in an editor of models, leaving what is chosen."""
        if isinstance(self.widget, QComboBox):
            chosen = self.widget.currentText()
            self.widget.clear()
            self.widget.addItems(list(names))
            self.widget.setEditText(chosen)

    def retranslate(self) -> None:
        """Write the words of choices in the language of now."""
        self.widget.setAccessibleName(words(self.field.label))
        for inner in self.widget.findChildren(QLineEdit):
            inner.setAccessibleName(words(self.field.label))
            if self.field.kind == "model":
                inner.setPlaceholderText(words(NONE))
        if self.field.help:
            self.widget.setAccessibleDescription(words(self.field.help))
        if isinstance(self.widget, QComboBox):
            for row, (_, label) in enumerate(self.field.choices):
                self.widget.setItemText(row, words(label))
        if isinstance(self.widget, KeyLine):
            self.widget.show_key(self.widget.key)
        if isinstance(self.widget, QCheckBox):
            self.widget.setText(words(self.field.label).replace("&", "&&"))

    def restyle(self) -> None:
        """Be as high as the text of now wants."""
        if isinstance(self.widget, _LongText):
            self.widget.restyle()

    def take(self) -> None:
        """Hand on what is shown, if it is not what is known."""
        value = self.value()
        if value != self.known:
            self.known = value
            self._changed(value)

    def _make(self) -> QWidget:
        match self.field.kind:
            case "choice":
                box = QComboBox(self._parent)
                for value, label in self.field.choices:
                    box.addItem(words(label), value)
                box.activated.connect(lambda _: self.take())
                return box
            case "model":
                box = QComboBox(self._parent)
                box.setEditable(True)
                box.activated.connect(lambda _: self.take())
                typed = QLineEdit()
                box.setLineEdit(typed)
                typed.editingFinished.connect(self.take)
                return box
            case "yes":
                tick = QCheckBox()
                tick.clicked.connect(lambda _=False: self.take())
                return tick
            case "number":
                whole = QSpinBox(self._parent)
                _make_plain(whole)
                whole.setRange(self.field.least, self.field.most)
                whole.editingFinished.connect(self.take)
                return whole
            case "seconds":
                number = QDoubleSpinBox(self._parent)
                _make_plain(number)
                number.setDecimals(0)
                number.setRange(self.field.least, self.field.most)
                number.editingFinished.connect(self.take)
                return number
            case "long":
                return _LongText(self.take)
            case "key":
                return KeyLine(self.take)
        line = QLineEdit()
        line.editingFinished.connect(self.take)
        return line

    def _parsed(self, text: str) -> api.SettingValue:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if self.field.kind == "list":
            return [part.lstrip("#") for part in parts]
        if self.field.kind == "names":
            pairs = (part.partition("=") for part in parts)
            return {name.strip(): shown.strip() for name, _, shown in pairs}
        return text.strip()


def _make_plain(number: QAbstractSpinBox) -> None:
    """Have a field of numbers look like any other field; the style sheet does not reach where its text begins."""
    number.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    number.lineEdit().setTextMargins(_BESIDE_TEXT, 0, 0, 0)


def _one_line(value: api.SettingValue) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, dict):
        return ", ".join(f"{name} = {shown}" for name, shown in value.items())
    return str(value)
