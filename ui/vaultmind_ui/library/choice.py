"""A box of choices whose words may change while the chosen one stays."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox


def name_choices(box: QComboBox, words: Sequence[str]) -> None:
    """Give a box its choices by their words; the one chosen stays, and nobody is told."""
    chosen = max(0, box.currentIndex())
    box.blockSignals(True)
    if box.count() == len(words):
        for place, word in enumerate(words):
            box.setItemText(place, word)
    else:
        box.clear()
        box.addItems(list(words))
        box.setCurrentIndex(min(chosen, box.count() - 1))
    box.blockSignals(False)
