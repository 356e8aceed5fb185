"""Labels and buttons that show what they are given as plain text, whatever it holds."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton


def plain_label(text: str = "", *, name: str = "", wraps: bool = False) -> QLabel:
    """Return a label that takes nothing for HTML; ``name`` is that of the style sheet, e.g. ``"muted"``."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setObjectName(name)
    label.setWordWrap(wraps)
    return label


def button(text: str = "", *, name: str = "") -> QPushButton:
    """Return a button; ``name`` is ``"primary"`` for the one thing to do, ``"quiet"`` for one without a border."""
    made = QPushButton()
    set_words(made, text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    return made


def set_words(shown: QPushButton, text: str) -> None:
    """Write a button's words; ``&`` is shown and underlines nothing."""
    shown.setText(text.replace("&", "&&"))
