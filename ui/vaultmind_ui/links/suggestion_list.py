"""The list of suggestions, all rows of one height."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListView

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.links.suggestion_delegate import SuggestionDelegate
from vaultmind_ui.links.suggestion_model import SuggestionModel


class SuggestionList(QListView):
    """Shows a model of suggestions; one is chosen at a time."""

    def __init__(self, model: SuggestionModel, appearance: Appearance) -> None:
        super().__init__()
        self._delegate = SuggestionDelegate(appearance)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
