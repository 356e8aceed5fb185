"""Any number of values as Qt's lists read them: a row is made when it is drawn."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from vaultmind_ui.row_list import ROW_ROLE, Index, Row

T = TypeVar("T")
_NO_PARENT = QModelIndex()


class ValueModel(QAbstractListModel, Generic[T]):
    """One column of values; ``row_of`` makes the row of one, all plain text."""

    def __init__(self, row_of: Callable[[T], Row], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._row_of = row_of
        self._values: tuple[T, ...] = ()

    @property
    def values(self) -> tuple[T, ...]:
        """Return what is listed."""
        return self._values

    def show(self, values: Sequence[T]) -> None:
        """List other values."""
        self.beginResetModel()
        self._values = tuple(values)
        self.endResetModel()

    def retranslate(self) -> None:
        """Say every word anew."""
        if self._values:
            self.dataChanged.emit(self.index(0), self.index(len(self._values) - 1))

    def value(self, index: Index) -> T | None:
        """Return the value of a row."""
        return self._values[index.row()] if index.isValid() and index.row() < len(self._values) else None

    def index_where(self, is_wanted: Callable[[T], bool]) -> QModelIndex:
        """Return the first row whose value is wanted, an invalid index where there is none."""
        return next((self.index(row) for row, one in enumerate(self._values) if is_wanted(one)), QModelIndex())

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 (Qt's name)
        """Return how many values are listed."""
        return 0 if parent.isValid() else len(self._values)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a row, the row, or its words for a screen reader."""
        value = self.value(index)
        if value is None or role not in (Qt.ItemDataRole.DisplayRole, ROW_ROLE, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._row_of(value)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return ". ".join(part for part in (row.title, row.side, row.detail) if part)
