"""A list of values in two-line rows."""

from typing import Generic, TypeVar

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.library.value_model import ValueModel
from vaultmind_ui.long_list import LongList
from vaultmind_ui.row_list import RowDelegate

T = TypeVar("T")


class ValueList(LongList, Generic[T]):
    """Shows a model of values, all rows of one height; one is chosen at a time."""

    def __init__(self, model: ValueModel[T], appearance: Appearance) -> None:
        super().__init__()
        self.values = model
        self.setModel(model)
        self.setItemDelegate(RowDelegate(appearance, self))

    @property
    def current(self) -> T | None:
        """Return the value that is chosen."""
        return self.values.value(self.currentIndex())
