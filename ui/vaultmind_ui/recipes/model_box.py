"""Which model carries a recipe out: the one that it names, the one that answers, another, or none."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from vaultmind_ui.answering import Answering
from vaultmind_ui.words import OneLineBox

_DEFAULT, _NOTES, _MORE = "", "\0notes", "\0models"


class ModelBox(OneLineBox):
    """Offers the models there are, beginning with the one that the recipe itself means.

    ``wanted`` says that the person wants to see to models.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._answering = Answering()
        self._named = ""
        self._before = 0
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)
        self.activated.connect(self._on_activated)

    @property
    def name(self) -> str:
        """Return the model that was chosen instead of the recipe's own, ``""`` for none."""
        chosen = str(self.currentData() or "")
        return "" if chosen == _NOTES else chosen

    @property
    def is_extractive(self) -> bool:
        """Say whether the notes' own sentences are wanted."""
        return bool(self.currentData() == _NOTES)

    def heed(self, answering: Answering) -> None:
        """Offer the models there are now."""
        self._answering = answering
        self.retranslate()

    def show_named(self, model: str) -> None:
        """Begin with the model that a recipe names, ``""`` where it names none."""
        if model != self._named:
            self._named = model
            self.setCurrentIndex(0)
            self.retranslate()

    def retranslate(self) -> None:
        """Write the choices anew; the chosen one stays."""
        chosen = self.currentData()
        self.clear()
        self.addItem(self._own_words(), _DEFAULT)
        for name in self._answering.models:
            if name != (self._named or self._answering.model):
                self.addItem(name, name)
        if self._named or self._answering.model:
            self.addItem(self.tr("Without a model"), _NOTES)
        self.insertSeparator(self.count())
        self.addItem(self.tr("Models…"), _MORE)
        self.setCurrentIndex(max(0, self.findData(chosen)) if chosen else 0)
        self._before = self.currentIndex()
        self.setAccessibleName(self.tr("Model that carries the recipe out"))
        self._tell()

    def _own_words(self) -> str:
        if self._named and self._named not in self._answering.models:
            return self.tr("%1 (named by the recipe, not here)").replace("%1", self._named)
        if self._named:
            return self.tr("%1 (named by the recipe)").replace("%1", self._named)
        if self._answering.model:
            return self.tr("%1 (answers questions)").replace("%1", self._answering.model)
        return self.tr("Without a model")

    def _on_activated(self, row: int) -> None:
        if self.itemData(row) == _MORE:
            self.setCurrentIndex(self._before)
            self.wanted.emit()
        self._before = self.currentIndex()
        self._tell()

    def _tell(self) -> None:
        """Say all of what is chosen, for which the box may be too short."""
        has_none = self.is_extractive or not (self.name or self._named or self._answering.model)
        told = self.tr("No model is asked: what is made are sentences of the notes.")
        self.setToolTip(told if has_none else self.currentText())
