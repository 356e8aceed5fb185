"""A list of two-line rows: what something is, and underneath, quieter, why it is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.long_list import LongList
from vaultmind_ui.theme import RADIUS, SPACE, TIGHT

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``mark`` stands before the title in the accent's colour, ``side`` at the right, e.g. a score.

    ``tone`` is the theme's colour of ``detail``; ``subject`` is what the row is about, for whoever made it.
    """

    title: str
    detail: str = ""
    side: str = ""
    mark: str = ""
    tone: str = "muted"
    subject: object = None


class RowModel(QAbstractListModel):
    """Rows as Qt's lists read them; all plain text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows that are shown."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def remove(self, place: int) -> Row:
        """Take one row away, and return it."""
        self.beginRemoveRows(_NO_PARENT, place, place)
        taken = self._rows[place]
        self._rows = (*self._rows[:place], *self._rows[place + 1 :])
        self.endRemoveRows()
        return taken

    def insert(self, place: int, row: Row) -> None:
        """Put a row back."""
        place = min(place, len(self._rows))
        self.beginInsertRows(_NO_PARENT, place, place)
        self._rows = (*self._rows[:place], row, *self._rows[place:])
        self.endInsertRows()

    def row(self, place: int) -> Row | None:
        """Return the row at a place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 (Qt's name)
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a row, its words for a screen reader, or the row."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(part for part in (f"{row.mark} {row.title}".strip(), row.detail, row.side) if part)
        return None


class RowDelegate(QStyledItemDelegate):
    """Draws rows, all of one height."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return room for two lines."""
        return QSize(120, 2 * option.fontMetrics.lineSpacing() + 2 * SPACE + TIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        theme = self._appearance.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, option)
        area = option.rect.adjusted(TIGHT + SPACE, 2 + TIGHT, -TIGHT - SPACE, -2 - TIGHT)
        metrics = option.fontMetrics
        painter.setPen(QColor(theme.accent))
        painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, row.mark)
        left = metrics.horizontalAdvance(row.mark + " ") if row.mark else 0
        right = metrics.horizontalAdvance(row.side) + SPACE if row.side else 0
        painter.setPen(QColor(theme.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, row.side)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        first = area.adjusted(left, 0, -right, 0)
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, first.width())
        painter.drawText(first, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(option.font)
        painter.setPen(QColor(getattr(theme, row.tone)))
        detail = metrics.elidedText(row.detail, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, detail)
        painter.restore()

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme = self._appearance.theme
        area = option.rect.adjusted(TIGHT, 2, -TIGHT, -2)
        state = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected if is_selected else theme.hover))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        if state & QStyle.StateFlag.State_HasFocus and is_selected:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, RADIUS, RADIUS)


class RowList(LongList):
    """A list of rows; one is chosen at a time, and Enter or a click activates it."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(appearance, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    @property
    def current(self) -> Row | None:
        """Return the row that is chosen."""
        return self.rows.row(self.currentIndex().row())

    def height_of(self, count: int) -> int:
        """Return the height that shows so many rows without scrolling."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return count * self.itemDelegate().sizeHint(option, QModelIndex()).height() + SPACE
