"""What stands in the place of the settings while their file cannot be read: what is wrong in it, and what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaultmind_ui.theme import ROOMY, SPACE, WIDE
from vaultmind_ui.words import button, plain_label, set_words


class Unread(QWidget):
    """Hidden until ``say``; its buttons open the file, and read it once more."""

    def __init__(self, try_again: Callable[[], object], open_file: Callable[[], object]) -> None:
        super().__init__()
        self.heading = plain_label(name="title", wraps=True)
        self.sentence = plain_label(name="bad", wraps=True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.help = plain_label(name="muted", wraps=True)
        self.try_button, self.open_button = button(name="primary"), button()
        self.try_button.clicked.connect(lambda _=False: try_again())
        self.open_button.clicked.connect(lambda _=False: open_file())
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, ROOMY, ROOMY)
        column.setSpacing(WIDE)
        for shown in (self.heading, self.sentence, self.help):
            column.addWidget(shown)
        acts = QHBoxLayout()
        acts.setSpacing(SPACE)
        acts.addWidget(self.try_button)
        acts.addWidget(self.open_button)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addStretch(1)
        self.hide()

    def retranslate(self) -> None:
        """Put every word into the language of the window."""
        self.heading.setText(self.tr("The settings cannot be read"))
        self.help.setText(
            self.tr(
                "Nothing is lost, and your notes are not touched: put the line right, save the file, then try again."
            )
        )
        set_words(self.try_button, self.tr("Try again"))
        set_words(self.open_button, self.tr("Open the file"))

    def say(self, sentence: str) -> None:
        """Show what is wrong; the focus goes to what reads the file again."""
        self.sentence.setText(sentence)
        self.setAccessibleName(f"{self.heading.text()}. {sentence} {self.help.text()}")
        self.show()
        self.try_button.setFocus()
