"""A line over the places that says what is wrong with the vault, and what to do next."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from vaultmind_ui.theme import SPACE, WIDE
from vaultmind_ui.words import button, plain_label, set_words


class Banner(QFrame):
    """One sentence and up to two buttons; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.sentence = plain_label(wraps=True)
        self.first, self.second = button(name="primary"), button()
        self._acts: tuple[Callable[[], object], Callable[[], object]] = (lambda: None, lambda: None)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.first)
        row.addWidget(self.second)
        self.first.clicked.connect(lambda _=False: self._acts[0]())
        self.second.clicked.connect(lambda _=False: self._acts[1]())
        self.hide()

    def say(
        self, sentence: str, first: tuple[str, Callable[[], object]], second: tuple[str, Callable[[], object]]
    ) -> None:
        """Show a sentence with what its two buttons are called and do."""
        self.sentence.setText(sentence)
        set_words(self.first, first[0])
        set_words(self.second, second[0])
        self._acts = (first[1], second[1])
        self.show()
