"""The second versions of notes that sync tools left, as a list."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from vaultmind import api
from vaultmind_ui.history.phrases import name_of
from vaultmind_ui.history.write_model import Role

Index = QModelIndex | QPersistentModelIndex


class ConflictModel(QAbstractListModel):
    """One row for each conflict copy, by its original."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copies: tuple[api.ConflictCopy, ...] = ()

    @property
    def copies(self) -> tuple[api.ConflictCopy, ...]:
        """Return what is shown."""
        return self._copies

    def start(self, copies: Sequence[api.ConflictCopy]) -> None:
        """Show these in place of all before."""
        self.beginResetModel()
        self._copies = tuple(copies)
        self.endResetModel()

    def retranslate(self) -> None:
        """Say everything anew, in the language of now."""
        if self._copies:
            self.dataChanged.emit(self.index(0), self.index(len(self._copies) - 1))

    def copy_at(self, index: Index) -> api.ConflictCopy | None:
        """Return the copy of a row."""
        return self._copies[index.row()] if index.isValid() and index.row() < len(self._copies) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's way)
        return 0 if parent.isValid() else len(self._copies)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        copy = self.copy_at(index)
        if copy is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return name_of(copy.original)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{copy.original}\n{copy.copy}"
            case Role.SUBTITLE:
                return copy.copy.rpartition("/")[2]
            case Role.STATE:
                return _state_of(copy)
            case Role.IS_THERE:
                return True
        return None


def _state_of(copy: api.ConflictCopy) -> str:
    if copy.is_equal:
        return QCoreApplication.translate("History", "equal")
    return QCoreApplication.translate("History", "original is gone") if copy.is_alone else ""
