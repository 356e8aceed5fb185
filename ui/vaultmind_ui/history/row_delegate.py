"""Rows of two lines: what it is, and quietly when and how; a day is one strong line."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.history.write_model import Role
from vaultmind_ui.theme import SPACE, TIGHT

_QUIET = 0.92
"""Size of the second line beside the first."""


class RowDelegate(QStyledItemDelegate):
    """Paints a row in the colours of the theme; never takes text for HTML."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002, N802
        quiet = QFontMetrics(_quiet(option.font))
        return QSize(240, option.fontMetrics.height() + quiet.height() + 3 * TIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        theme = self._appearance.theme
        is_day = bool(index.data(Role.IS_DAY))
        ground = option.rect.adjusted(0, 1, -TIGHT, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            _fill(painter, ground, theme.selected)
        elif option.state & QStyle.StateFlag.State_MouseOver and not is_day:
            _fill(painter, ground, theme.hover)
        inside = ground.adjusted(SPACE, TIGHT, -SPACE, -TIGHT)
        if is_day:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(theme.text))
            painter.drawText(inside, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        else:
            self._paint_row(painter, option, index, inside)
        painter.restore()

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        inside: QRect,
    ) -> None:
        theme = self._appearance.theme
        quiet = _quiet(option.font)
        first, second = QFontMetrics(option.font), QFontMetrics(quiet)
        upper = QRect(inside.left(), inside.top(), inside.width(), first.height())
        lower = QRect(inside.left(), inside.bottom() - second.height() + 1, inside.width(), second.height())
        state = str(index.data(Role.STATE) or "")
        painter.setFont(option.font)
        painter.setPen(QColor(theme.text if index.data(Role.IS_THERE) else theme.muted))
        title = first.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, upper.width())
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(quiet)
        painter.setPen(QColor(theme.muted))
        width = second.horizontalAdvance(state) + SPACE if state else 0
        subtitle = str(index.data(Role.SUBTITLE) or "")
        shown = second.elidedText(subtitle, Qt.TextElideMode.ElideRight, max(lower.width() - width, 0))
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if state:
            painter.setPen(QColor(theme.warning))
            painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, state)


def _quiet(font: QFont) -> QFont:
    quiet = QFont(font)
    if font.pointSizeF() > 0:
        quiet.setPointSizeF(font.pointSizeF() * _QUIET)
    return quiet


def _fill(painter: QPainter, ground: QRect, colour: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(ground, 6, 6)
