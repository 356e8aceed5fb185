"""The list of suggestions, all rows of one height."""

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.links.suggestion_delegate import SuggestionDelegate
from vaultmind_ui.links.suggestion_model import SuggestionModel
from vaultmind_ui.long_list import LongList


class SuggestionList(LongList):
    """Shows a model of suggestions; one is chosen at a time."""

    def __init__(self, model: SuggestionModel, appearance: Appearance) -> None:
        super().__init__()
        self._delegate = SuggestionDelegate(appearance)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
