"""The ways to answer a question, of which one is chosen."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QWidget

from vaultmind_ui.answering import Answering
from vaultmind_ui.words import OneLineBox

_WRITE, _SELECT, _NOTES, _COUNCIL, _MODELS, _VOICES = "write", "select", "notes", "council", "models", "voices"

_FEWEST_LETTERS = 24


class WayBox(OneLineBox):
    """Its data are ``"write"``, ``"select"``, ``"notes"`` and ``"council"``.

    What cannot be chosen yet says why; a last line leads to where that is mended: ``wanted`` names the place.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answering = Answering()
        self._way = _WRITE
        self.activated.connect(self._on_activated)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Take no more than a few letters where the window is narrow; what they begin is read in the list."""
        few = _FEWEST_LETTERS * self.fontMetrics().averageCharWidth()
        return QSize(min(few, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    @property
    def way(self) -> str:
        """Return the way that is shown."""
        return str(self.currentData())

    @property
    def asked(self) -> str:
        """Return the way to ask for: also a model that is not known of here yet, e.g. set a moment ago by a command.

        Without one the notes' own words answer by themselves.
        """
        may_have_come = self.way == _NOTES and self._way in (_WRITE, _SELECT) and self._way not in self._possible()
        return self._way if may_have_come else self.way

    def turn(self) -> None:
        """Choose the next way that there is, after the last the first."""
        ways = self._possible()
        if len(ways) == 1:
            return
        at = ways.index(self.way) if self.way in ways else -1
        self.choose(ways[(at + 1) % len(ways)])

    def choose(self, way: str) -> None:
        """Answer in a way from now on, or in the notes' own words for as long as it cannot be."""
        self._way = way
        shown = way if way in self._possible() else _NOTES
        self.setCurrentIndex(self.findData(shown))

    def heed(self, answering: Answering) -> None:
        """Offer what can be had of those who answer now; what was chosen comes back with its model."""
        self._answering = answering
        self.retranslate()

    def retranslate(self) -> None:
        """Write the ways anew; the one that is chosen stays."""
        self.clear()
        has_model = bool(self._answering.model)
        write, select = self.tr("Written by the model"), self.tr("Sentences the model chooses")
        council = self.tr("Several voices")
        no_model, no_voices = self.tr("%1 (no model is chosen)"), self.tr("%1 (no two voices are named)")
        self._add(write if has_model else no_model.replace("%1", write), _WRITE, is_on=has_model)
        self._add(select if has_model else no_model.replace("%1", select), _SELECT, is_on=has_model)
        self._add(self.tr("Only the notes' own words"), _NOTES)
        has_council = self._answering.has_council
        why_not = no_voices if has_model else no_model
        self._add(council if has_council else why_not.replace("%1", council), _COUNCIL, is_on=has_council)
        self.insertSeparator(self.count())
        if has_model:
            self._add(self.tr("Models…"), _MODELS)
        else:
            self._add(self.tr("Choose a model…"), _MODELS)
        if has_model and not has_council:
            self._add(self.tr("Name voices…"), _VOICES)
        self.choose(self._way)
        self.setAccessibleName(self.tr("Way to answer"))
        self.setToolTip(
            self.tr(
                "A model writes from your notes, or chooses their sentences; or no model is asked at all; "
                "or several voices answer and are held against each other."
            )
        )

    def _add(self, words: str, way: str, *, is_on: bool = True) -> None:
        self.addItem(words, way)
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        model.item(self.count() - 1).setEnabled(is_on)

    def _possible(self) -> list[str]:
        has_model, has_council = bool(self._answering.model), self._answering.has_council
        ways = {_WRITE: has_model, _SELECT: has_model, _NOTES: True, _COUNCIL: has_council}
        return [way for way, is_there in ways.items() if is_there]

    def _on_activated(self, row: int) -> None:
        chosen = self.itemData(row, Qt.ItemDataRole.UserRole)
        if chosen in (_MODELS, _VOICES):
            self.choose(self._way)
            self.wanted.emit("models" if chosen == _MODELS else "settings")
        else:
            self._way = str(chosen)
