"""What stands in the place of a list that cannot be had: why, and a second try."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaultmind_ui.theme import ROOMY, WIDE
from vaultmind_ui.words import button, plain_label, set_words


class Trouble(QWidget):
    """A sentence and the button "Try again"; hidden while there is nothing to say."""

    def __init__(self, try_again: Callable[[], object]) -> None:
        super().__init__()
        self.sentence = plain_label(name="bad", wraps=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = button()
        self.again.clicked.connect(lambda _=False: try_again())
        column = QVBoxLayout(self)
        column.setContentsMargins(ROOMY, ROOMY, ROOMY, ROOMY)
        column.setSpacing(WIDE)
        column.addStretch(1)
        column.addWidget(self.sentence)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show what is wrong; with ``""`` nothing is."""
        self.sentence.setText(sentence)
        set_words(self.again, self.tr("Try again"))
        self.setVisible(bool(sentence))
