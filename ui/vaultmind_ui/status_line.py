"""The status line: how far the index is, and what was just done."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from vaultmind import api
from vaultmind_ui.theme import SPACE, WIDE
from vaultmind_ui.words import plain_label

_SAID_MS = 8000


class StatusLine(QFrame):
    """One line under every place."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self._status: api.VaultStatus | None = None
        self.index = plain_label()
        self.said = plain_label()
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fading = QTimer(self, interval=_SAID_MS, singleShot=True)
        self._fading.timeout.connect(self.said.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, SPACE // 2, WIDE, SPACE // 2)
        row.setSpacing(WIDE)
        row.addWidget(self.index)
        row.addWidget(self.said, 1)
        self.retranslate()

    def say(self, sentence: str) -> None:
        """Show a sentence for a while."""
        self.said.setText(sentence)
        self.said.setToolTip(sentence)
        self._fading.start()

    def show_status(self, status: api.VaultStatus | None) -> None:
        """Show how far the index is; ``None`` while the vault is being opened."""
        self._status = status
        self.retranslate()

    def retranslate(self) -> None:
        """Write the words in the language of now."""
        if self._status is None:
            self.index.setText(self.tr("Opening the vault…"))
            return
        words = [self.tr("%n note(s)", "", self._status.notes)]
        if self._status.engine.embedder is None:
            words.append(self.tr("found by their words alone"))
        elif self._status.waiting:
            words.append(self.tr("%n passage(s) still to be read for meaning", "", self._status.waiting))
        self.index.setText(" · ".join(words))
