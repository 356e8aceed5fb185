"""Rows of two lines: the sentence with the change in its place, and quietly where it leads and why."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vaultmind import api
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.links.arranging import Group
from vaultmind_ui.links.phrases import Change, change_of
from vaultmind_ui.links.suggestion_model import Role
from vaultmind_ui.theme import RADIUS, SPACE, TIGHT
from vaultmind_ui.words import percent

Index = QModelIndex | QPersistentModelIndex
_QUIET = 0.92
"""Size of the second line beside the first."""
_BEFORE_SHARE = 0.4
"""How much of a line what stands before the change may take."""


class SuggestionDelegate(QStyledItemDelegate):
    """Paints a row in the colours of the theme; never takes text for HTML."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return room for two lines."""
        quiet = QFontMetrics(_quiet(option.font))
        return QSize(240, option.fontMetrics.height() + quiet.height() + 2 * SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a head or a suggestion."""
        row = index.data(Role.ROW)
        theme = self._appearance.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(TIGHT, 1, -TIGHT, -1)
        if isinstance(row, Group):
            self._paint_head(painter, option, area.adjusted(SPACE, 0, -SPACE, -TIGHT), row, str(index.data()))
        elif isinstance(row, api.LinkSuggestion):
            is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
            if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.selected if is_selected else theme.hover))
                painter.drawRoundedRect(area, RADIUS, RADIUS)
            inside = area.adjusted(SPACE, TIGHT, -SPACE, -TIGHT)
            self._paint_suggestion(painter, option, inside, row, str(index.data(Role.DETAIL)))
        painter.restore()

    def _paint_head(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, group: Group, title: str
    ) -> None:
        theme = self._appearance.theme
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        bottom = Qt.AlignmentFlag.AlignBottom
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, bottom | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setFont(_quiet(option.font))
        painter.setPen(QColor(theme.muted))
        left = metrics.horizontalAdvance(shown) + SPACE
        folder = group.path.rpartition("/")[0]
        rest = area.adjusted(left, 0, 0, 0)
        if rest.width() > 3 * SPACE:
            quiet = painter.fontMetrics().elidedText(folder, Qt.TextElideMode.ElideMiddle, rest.width())
            painter.drawText(rest, bottom | Qt.AlignmentFlag.AlignLeft, quiet)

    def _paint_suggestion(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, one: api.LinkSuggestion, detail: str
    ) -> None:
        theme = self._appearance.theme
        quiet = _quiet(option.font)
        first, second = option.fontMetrics, QFontMetrics(quiet)
        upper = QRect(area.left(), area.top(), area.width(), first.height())
        lower = QRect(area.left(), area.bottom() - second.height() + 1, area.width(), second.height())
        painter.setFont(option.font)
        self._paint_change(painter, upper, change_of(one))
        painter.setFont(quiet)
        score = percent(one.score)
        painter.setPen(QColor(theme.good if api.is_sure(one) else theme.muted))
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, score)
        painter.setPen(QColor(theme.muted))
        width = max(0, lower.width() - second.horizontalAdvance(score) - 2 * SPACE)
        shown = second.elidedText(detail, Qt.TextElideMode.ElideRight, width)
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_change(self, painter: QPainter, area: QRect, change: Change) -> None:
        """Draw a sentence on one line, its change always to be seen."""
        theme = self._appearance.theme
        metrics = painter.fontMetrics()
        spare = area.width() - metrics.horizontalAdvance(change.removed + change.added) - 2 * TIGHT
        most = max(int(spare * _BEFORE_SHARE), spare - metrics.horizontalAdvance(change.after))
        before = metrics.elidedText(change.before, Qt.TextElideMode.ElideLeft, max(0, most))
        left = area.left()
        for text, ground, is_struck in (
            (before, "", False),
            (change.removed, theme.removed, True),
            (change.added, theme.added, False),
            (change.after, "", False),
        ):
            room = area.right() - left
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
            width = metrics.horizontalAdvance(shown)
            place = QRect(left, area.top(), width, area.height())
            if ground and shown:
                painter.fillRect(place, QColor(ground))
            font = painter.font()
            font.setStrikeOut(is_struck)
            painter.setFont(font)
            painter.setPen(QColor(theme.muted if is_struck else theme.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            left += width


def _quiet(font: QFont) -> QFont:
    quiet = QFont(font)
    if font.pointSizeF() > 0:
        quiet.setPointSizeF(font.pointSizeF() * _QUIET)
    return quiet
