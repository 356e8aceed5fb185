"""The question that is being answered, kept so that one left in the middle is offered when its vault is open again."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject

from vaultmind import api
from vaultmind_ui.bridge import Bridge


class AskedLast(QObject):
    """Writes beside what else is kept about a vault, in a thread of the bridge; what was said last is what is kept."""

    def __init__(self, bridge: Bridge, data: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._data = data
        self._asked = ""
        self._said = self._kept = 0
        self._keeping = threading.Lock()

    def keep(self, root: Path, question: str, *, is_follow_up: bool) -> None:
        """Keep a question that is asked now."""
        self._asked = question
        self._write(root, api.AskedQuestion(question, is_follow_up))

    def forget(self, root: Path, question: str) -> None:
        """Keep a question no longer: it was answered, or nobody wants an answer. Another that was asked stays."""
        if question == self._asked:
            self._asked = ""
            self._write(root, None)

    def _write(self, root: Path, asked: api.AskedQuestion | None) -> None:
        self._said += 1
        number = self._said

        def write() -> None:
            with self._keeping:
                if number > self._kept:
                    self._kept = number
                    api.keep_asked(root, asked, self._data)

        self._bridge.work(self, write, failed=lambda _: None)
