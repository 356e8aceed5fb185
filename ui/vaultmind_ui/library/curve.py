"""The saturation of a topic as a curve: how much of it is said after each note that is read."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.theme import SPACE, TIGHT
from vaultmind_ui.words import percent

_LINES = 11
_BESIDE_THE_LAST = 8
_LEVELS = (0.25, 0.5, 0.75, 1.0)


class SaturationCurve(QWidget):
    """Draws shares from 0 to 1, one for each note; where more adds little the ground is another."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shares: tuple[float, ...] = ()
        self._enough = 0
        self._chosen = -1

    def show_shares(self, shares: Sequence[float], *, enough: int) -> None:
        """Show the share covered after each note; ``enough`` counts the notes after which more adds little."""
        self._shares, self._enough, self._chosen = tuple(shares), enough, -1
        self.update()

    def choose(self, place: int) -> None:
        """Mark the point of one note, -1 for none."""
        self._chosen = place
        self.update()

    def points(self) -> list[QPointF]:
        """Return where each note's point is drawn, in the widget's own coordinates."""
        area = self._area()
        step = area.width() / max(1, len(self._shares))
        return [
            QPointF(area.left() + step * (place + 1), area.bottom() - share * area.height())
            for place, share in enumerate(self._shares)
        ]

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for a few lines of text."""
        return QSize(320, _LINES * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least that can be read."""
        return QSize(200, 6 * self.fontMetrics().lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the axes, the stretch that is enough, the curve and its points."""
        theme, area, points = self._appearance.theme, self._area(), self.points()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if 0 < self._enough <= len(points):
            covered = QRectF(area)
            covered.setRight(points[self._enough - 1].x())
            painter.fillRect(covered, QColor(theme.selected))
        self._draw_axes(painter, area)
        if points:
            line = QPolygonF([QPointF(area.left(), area.bottom()), *points])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawPolyline(line)
            painter.setBrush(QColor(theme.accent))
            for place, point in enumerate(points):
                radius = 6 if place == self._chosen else 3.5
                painter.drawEllipse(point, radius, radius)
        painter.end()

    def _draw_axes(self, painter: QPainter, area: QRectF) -> None:
        theme, metrics = self._appearance.theme, self.fontMetrics()
        for level in _LEVELS:
            height = area.bottom() - level * area.height()
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))
            painter.setPen(QColor(theme.muted))
            beside = QRectF(0, height - metrics.height() / 2, area.left() - SPACE, metrics.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(level))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QColor(theme.muted))
        free = area.left()
        for place, point in enumerate(self.points(), start=1):
            width = metrics.horizontalAdvance(str(place))
            if point.x() - width / 2 < free:
                continue
            below = QRectF(point.x() - width, area.bottom() + TIGHT, 2 * width, metrics.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, str(place))
            free = point.x() + width / 2 + SPACE

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(percent(1)) + SPACE + TIGHT
        below, above = metrics.height() + SPACE, metrics.height() / 2 + TIGHT
        width, height = self.width() - left - _BESIDE_THE_LAST, self.height() - above - below
        return QRectF(left, above, max(1.0, width), max(1.0, height))
