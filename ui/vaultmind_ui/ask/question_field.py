"""The line in which questions are written; the questions of this session come back with Up and Down."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


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
        """Leave ``?`` to the map of keys while nothing is being written: no question begins with it."""
        is_tried = event.type() == QEvent.Type.ShortcutOverride
        if is_tried and isinstance(event, QKeyEvent) and event.text() == "?" and not self.text():
            event.ignore()
            return True
        return super().event(event)

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
