"""The journal as a tree: days, in them the writes, in a write of several files each of these."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from vaultmind import api
from vaultmind_ui.history import phrases

_FIRST_WRITE = 1 << 24
"""Inner ids: 0 for a day, the day's number plus one for a write, from here on the number of an entry's write."""

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a delegate asks for beside the title."""

    SUBTITLE = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2
    IS_DAY = Qt.ItemDataRole.UserRole + 3
    IS_THERE = Qt.ItemDataRole.UserRole + 4


@dataclass(slots=True)
class Write:
    """All entries of one batch, newest first, and where the batch stands in the tree."""

    batch: str
    day: int
    row: int
    lines: list[api.HistoryLine] = field(default_factory=list)

    @property
    def shown_entries(self) -> int:
        """Return how many entries stand below it: none where it is but one."""
        return len(self.lines) if len(self.lines) > 1 else 0


@dataclass(slots=True)
class _Day:
    date: date
    writes: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is selected: ``entry`` is what ``undo`` and ``written`` take."""

    entry: str
    lines: tuple[api.HistoryLine, ...]


class WriteModel(QAbstractItemModel):
    """Grows by pages, oldest last. ``page_wanted`` names the entry to go on after."""

    page_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._days: list[_Day] = []
        self._writes: list[Write] = []
        self._today = date.min
        self._has_more = False
        self._is_asking = False

    def start(self, lines: Sequence[api.HistoryLine], *, today: date, has_more: bool) -> None:
        """Show the newest entries in place of all before."""
        self.beginResetModel()
        self._days, self._writes, self._today = [], [], today
        self._is_asking, self._has_more = False, has_more
        for line in lines:
            self._take(line, tells=False)
        self.endResetModel()

    def go_on(self, lines: Sequence[api.HistoryLine], *, has_more: bool) -> None:
        """Add older entries at the end."""
        self._is_asking, self._has_more = False, has_more
        for line in lines:
            self._take(line, tells=True)

    def retranslate(self) -> None:
        """Say everything anew, in the language of now."""
        if self._days:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._days) - 1, 0))

    @property
    def count(self) -> int:
        """Return how many entries are here."""
        return sum(len(write.lines) for write in self._writes)

    @property
    def newest(self) -> str:
        """Return the id of the newest entry, ``""`` where there is none."""
        return self._writes[0].lines[0].id if self._writes else ""

    def lines(self, most: int) -> Sequence[api.HistoryLine]:
        """Return the newest entries, newest first."""
        return [line for write in self._writes for line in write.lines][:most]

    def chosen(self, index: Index) -> Chosen | None:
        """Return what a row stands for; ``None`` for a day."""
        if not index.isValid() or index.internalId() == 0:
            return None
        if index.internalId() >= _FIRST_WRITE:
            line = self._writes[index.internalId() - _FIRST_WRITE].lines[index.row()]
            return Chosen(line.id, (line,))
        write = self._write_at(index)
        return Chosen(write.lines[0].id if len(write.lines) == 1 else write.batch, tuple(write.lines))

    def index_of(self, entry: str) -> QModelIndex:
        """Return the row of a batch (``"b17"``) or of an entry; an invalid one where it is not here."""
        for number, write in enumerate(self._writes):
            at = self.createIndex(write.row, 0, write.day + 1)
            if entry == write.batch or (len(write.lines) == 1 and entry == write.lines[0].id):
                return at
            for row, line in enumerate(write.lines):
                if line.id == entry:
                    return self.createIndex(row, 0, _FIRST_WRITE + number)
        return QModelIndex()

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's way)
        if not parent.isValid():
            return len(self._days)
        if parent.column() > 0 or parent.internalId() >= _FIRST_WRITE:
            return 0
        if parent.internalId() == 0:
            return len(self._days[parent.row()].writes)
        return self._write_at(parent).shown_entries

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008, N802 (Qt's way)
        return 1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 (Qt's way)
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, 0)
        if parent.internalId() == 0:
            return self.createIndex(row, 0, parent.row() + 1)
        number = self._days[parent.internalId() - 1].writes[parent.row()]
        return self.createIndex(row, 0, _FIRST_WRITE + number)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        if index.internalId() < _FIRST_WRITE:
            return self.createIndex(index.internalId() - 1, 0, 0)
        write = self._writes[index.internalId() - _FIRST_WRITE]
        return self.createIndex(write.row, 0, write.day + 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.internalId() == 0:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 (Qt's name)
        return not parent.isValid() and self._has_more and not self._is_asking

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002, N802 (Qt's name)
        if self._has_more and not self._is_asking:
            self._is_asking = True
            self.page_wanted.emit(self._writes[-1].lines[-1].id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.internalId() == 0:
            return self._day_data(self._days[index.row()], role)
        if index.internalId() >= _FIRST_WRITE:
            line = self._writes[index.internalId() - _FIRST_WRITE].lines[index.row()]
            return _line_data((line,), role)
        lines = tuple(self._write_at(index).lines)
        return _line_data(lines, role)

    def _day_data(self, day: _Day, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return phrases.day_title(day.date, today=self._today)
            case Role.IS_DAY:
                return True
        return None

    def _write_at(self, index: Index) -> Write:
        return self._writes[self._days[index.internalId() - 1].writes[index.row()]]

    def _take(self, line: api.HistoryLine, *, tells: bool) -> None:
        """Put one entry, older than all that are here, at its place; with ``tells`` say so to the views."""
        if self._writes and self._writes[-1].batch == line.batch:
            self._take_into(self._writes[-1], line, tells=tells)
            return
        day = phrases.local(line.at).date()
        if not self._days or self._days[-1].date != day:
            if tells:
                self.beginInsertRows(QModelIndex(), len(self._days), len(self._days))
            self._days.append(_Day(day))
            if tells:
                self.endInsertRows()
        last = len(self._days) - 1
        writes = self._days[last].writes
        if tells:
            self.beginInsertRows(self.createIndex(last, 0, 0), len(writes), len(writes))
        self._writes.append(Write(line.batch, last, len(writes), [line]))
        writes.append(len(self._writes) - 1)
        if tells:
            self.endInsertRows()

    def _take_into(self, write: Write, line: api.HistoryLine, *, tells: bool) -> None:
        first = len(write.lines) if write.shown_entries else 0
        at = self.createIndex(write.row, 0, write.day + 1)
        if tells:
            self.beginInsertRows(at, first, len(write.lines))
        write.lines.append(line)
        if tells:
            self.endInsertRows()
            self.dataChanged.emit(at, at)


def _line_data(lines: tuple[api.HistoryLine, ...], role: int) -> Any:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return phrases.notes_of(lines)
        case Qt.ItemDataRole.ToolTipRole:
            return "\n".join(dict.fromkeys(line.new_note or line.note for line in lines))
        case Role.SUBTITLE:
            leading = phrases.leading(lines)
            said = (phrases.time_of(leading), phrases.what_of(leading), phrases.who_of(leading))
            return " · ".join(part for part in said if part)
        case Role.STATE:
            return phrases.state_of(lines)
        case Role.IS_THERE:
            return phrases.is_there(lines)
        case Qt.ItemDataRole.AccessibleTextRole:
            said = (phrases.notes_of(lines), _line_data(lines, Role.SUBTITLE), phrases.state_of(lines))
            return ", ".join(part for part in said if part)
    return None
