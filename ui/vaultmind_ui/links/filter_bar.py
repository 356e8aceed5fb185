"""How suggestions are grouped, ordered and filtered."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from vaultmind_ui.links.arranging import Arrangement, Grouping, Order
from vaultmind_ui.theme import SPACE
from vaultmind_ui.words import FilterField

_AFTER_MS = 150
"""How long a person may pause between letters before the list follows."""


class FilterBar(QWidget):
    """Two choices and a field; ``changed`` says that the arrangement is another."""

    changed = Signal()

    def __init__(self, parent: QWidget, *, narrowed: QWidget) -> None:
        super().__init__(parent)
        self.grouping, self.order, self.needle = QComboBox(self), QComboBox(self), FilterField(narrowed)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_AFTER_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self.grouping)
        row.addWidget(self.order)
        row.addWidget(self.needle, 1)
        self.grouping.currentIndexChanged.connect(self.changed)
        self.order.currentIndexChanged.connect(self.changed)
        self.needle.textChanged.connect(self._waiting.start)
        self._waiting.timeout.connect(self.changed)

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.needle.setPlaceholderText(self.tr("Filter…"))
        self.needle.setAccessibleName(self.tr("Filter by words of a name or a sentence"))
        _fill(self.grouping, (self.tr("By note"), self.tr("By what is linked")))
        self.grouping.setAccessibleName(self.tr("Grouping"))
        _fill(self.order, (self.tr("Surest first"), self.tr("By name")))
        self.order.setAccessibleName(self.tr("Order"))

    def applied_to(self, how: Arrangement) -> Arrangement:
        """Return an arrangement with what is chosen here."""
        grouping = list(Grouping)[max(0, self.grouping.currentIndex())]
        order = list(Order)[max(0, self.order.currentIndex())]
        return replace(how, grouping=grouping, order=order, needle=self.needle.text().strip())


def _fill(box: QComboBox, words: Sequence[str]) -> None:
    """Name the choices of a box; the chosen one stays."""
    chosen = max(0, box.currentIndex())
    box.blockSignals(True)
    box.clear()
    box.addItems(list(words))
    box.setCurrentIndex(chosen)
    box.blockSignals(False)
