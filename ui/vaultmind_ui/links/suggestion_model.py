"""Suggestions as a flat list with heads, so that ten thousand scroll as ten do."""

from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vaultmind import api
from vaultmind_ui.links.arranging import Group, Grouping, Row
from vaultmind_ui.links.phrases import change_of, folder_of, name_of, reasons_line

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class Role(IntEnum):
    """What a delegate asks for beside the title."""

    ROW = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2


class SuggestionModel(QAbstractListModel):
    """Rows of one section. Heads cannot be chosen, and go with the last of theirs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._grouping = Grouping.NOTE

    def show(self, rows: Sequence[Row], grouping: Grouping) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows, self._grouping = list(rows), grouping
        self.endResetModel()

    def retranslate(self) -> None:
        """Say everything anew."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def suggestion(self, index: Index) -> api.LinkSuggestion | None:
        """Return the suggestion of a row, ``None`` for a head."""
        row = self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None
        return row if isinstance(row, api.LinkSuggestion) else None

    def suggestions(self) -> list[api.LinkSuggestion]:
        """Return the suggestions that are shown, in order."""
        return [row for row in self._rows if isinstance(row, api.LinkSuggestion)]

    def index_of(self, suggestion_id: str) -> QModelIndex:
        """Return the row of a suggestion, an invalid index where it is not shown."""
        for number, row in enumerate(self._rows):
            if isinstance(row, api.LinkSuggestion) and row.id == suggestion_id:
                return self.index(number)
        return QModelIndex()

    def near(self, place: int) -> QModelIndex:
        """Return the suggestion at a row, else the next below it, else the last."""
        below = (number for number in range(place, len(self._rows)) if not isinstance(self._rows[number], Group))
        last = (number for number in range(len(self._rows) - 1, -1, -1) if not isinstance(self._rows[number], Group))
        found = next(below, next(last, None))
        return QModelIndex() if found is None else self.index(found)

    def remove(self, ids: Collection[str]) -> None:
        """Take suggestions away, and heads without any left."""
        gone = [
            number for number, row in enumerate(self._rows) if isinstance(row, api.LinkSuggestion) and row.id in ids
        ]
        for number in reversed(gone):
            self._drop(number)
            is_last = number == len(self._rows) or isinstance(self._rows[number], Group)
            if is_last and isinstance(self._rows[number - 1], Group):
                self._drop(number - 1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 (Qt's name)
        """Return how many rows there are, heads included."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let suggestions be chosen, heads not."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.suggestion(index) is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a row, or the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Role.ROW:
            return row
        if isinstance(row, Group):
            if role == Qt.ItemDataRole.DisplayRole:
                return name_of(row.path)
            return folder_of(row.path) if role == Role.DETAIL else None
        if role == Qt.ItemDataRole.DisplayRole:
            return change_of(row).text
        if role == Role.DETAIL:
            other = row.target if self._grouping is Grouping.NOTE else row.source
            said = reasons_line(row)
            return f"{name_of(other)} · {said}" if said else name_of(other)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name_of(row.source)} → {name_of(row.target)}: {change_of(row).text}. {reasons_line(row)}"
        return None

    def _drop(self, number: int) -> None:
        self.beginRemoveRows(_NO_PARENT, number, number)
        del self._rows[number]
        self.endRemoveRows()
