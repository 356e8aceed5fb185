"""The line in which questions are written; the questions of this session come back with Up and Down."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_STANDARD = QKeySequence.StandardKey
_OF_A_LINE = (_STANDARD.Copy, _STANDARD.Cut, _STANDARD.Paste, _STANDARD.Undo, _STANDARD.Redo, _STANDARD.SelectAll)


class QuestionField(QLineEdit):
    """A line with a memory; what was being written is kept below the newest question."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: list[str] = []
        self._at = 0
        self._draft = ""

    def remember(self, question: str) -> None:
        """Take a question into the memory, and stand below it."""
        if not self._asked or self._asked[-1] != question:
            self._asked.append(question)
        self._at = len(self._asked)
        self._draft = ""

    def forget(self) -> None:
        """Forget every question."""
        self._asked.clear()
        self._at, self._draft = 0, ""

    def event(self, event: QEvent) -> bool:
        """Leave the keys of commands to them, also those by which X11 moves in a line, e.g. Ctrl+E.

        ``?`` shows the map of keys while nothing is being written: no question begins with it.
        """
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_first = event.text() == "?" and not self.text()
            if is_first or (not any(map(event.matches, _OF_A_LINE)) and self._is_of_a_command(event)):
                event.ignore()
                return True
        return super().event(event)

    def _is_of_a_command(self, event: QKeyEvent) -> bool:
        keys = QKeySequence(event.keyCombination())
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        around: QWidget | None = self
        while held and around is not None:
            if any(keys in action.shortcuts() for action in around.actions()):
                return True
            around = around.parentWidget()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Go up to older questions, and down to what was being written."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        there = self._at + step
        if 0 <= there <= len(self._asked):
            if self._at == len(self._asked):
                self._draft = self.text()
            self._at = there
            self.setText(self._asked[there] if there < len(self._asked) else self._draft)
