"""The widget that shows a graph: it moves a finished picture at once and has a fresh one painted beside it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Stop
from vaultmind_ui.graph.background import Background
from vaultmind_ui.graph.layout import Positions
from vaultmind_ui.graph.picture import Camera, Scene, fitted, node_radii, paint
from vaultmind_ui.theme import RADIUS, ROOMY

_OVERSCAN = 1.5
"""How much wider than the widget a picture is painted, so that there is something to move in."""
_NEAREST, _FARTHEST = 12.0, 0.005
_STEP = 60


class GraphView(QWidget):
    """Pans by dragging or arrows, zooms by wheel, pinch, ``+`` and ``-``; ``0`` shows all. Nodes are their numbers."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.scene: Scene | None = None
        self.camera = Camera(0, 0, 1, 1, 1)
        self.hovered = -1
        self._picture: tuple[QImage, Camera] | None = None
        self._waiting_words = ""
        self._pressed: QPointF | None = None
        self._is_dragged = False
        self._is_moved_by_hand = False
        self.painter = Background("graph-picture", self)
        self.painter.arrived.connect(self._take)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(200, 160)
        self.grabGesture(Qt.GestureType.PinchGesture)

    def show_scene(self, scene: Scene | None, *, fit: bool = False) -> None:
        """Show another scene; with ``fit``, or while nobody has moved it, all of it."""
        self.scene = scene
        self.hovered = -1
        if scene is None:
            self.painter.rest()
            self._picture = None
        if fit:
            self._is_moved_by_hand = False
        if not self._is_moved_by_hand:
            self._see_all()
        self._repaint()

    @property
    def waiting_words(self) -> str:
        """Return what stands in the middle: why there is no picture yet, ``""`` where there is one."""
        return self._waiting_words if self._picture is None else ""

    def say_waiting(self, words: str) -> None:
        """Have these words in the middle until there is a picture."""
        self._waiting_words = words
        self.update()

    def move_nodes(self, positions: Positions) -> None:
        """Show the same nodes at other places."""
        if self.scene is not None and len(positions) == len(self.scene.positions):
            self.scene = self.scene.moved(positions)
            if not self._is_moved_by_hand:
                self._see_all()
            self._repaint()

    def see_all(self) -> None:
        """Show the whole scene."""
        self._is_moved_by_hand = False
        self._see_all()
        self._repaint()

    def see_node(self, node: int) -> None:
        """Bring a node into the middle, near enough that its name is read."""
        if self.scene is not None:
            x, y = self.scene.positions[node].tolist()
            self._is_moved_by_hand = True
            self.camera = replace(self.camera, x=x, y=y, scale=max(self.camera.scale, 1.5))
            self._repaint()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer by a factor; the place under ``at`` stays where it is."""
        at = at or QPointF(self.width() / 2, self.height() / 2)
        x, y = self.camera.to_map(at.x(), at.y())
        scale = float(np.clip(self.camera.scale * factor, _FARTHEST, _NEAREST))
        shrunk = self.camera.scale / scale
        self.camera = replace(
            self.camera, scale=scale, x=x + (self.camera.x - x) * shrunk, y=y + (self.camera.y - y) * shrunk
        )
        self._is_moved_by_hand = True
        self._repaint()

    def pan(self, x: float, y: float) -> None:
        """Move the map by so many pixels."""
        self.camera = replace(
            self.camera, x=self.camera.x - x / self.camera.scale, y=self.camera.y - y / self.camera.scale
        )
        self._is_moved_by_hand = True
        self._repaint()

    def node_at(self, at: QPointF) -> int:
        """Return the shown node under a point of the widget, -1 for none."""
        if self.scene is None or not len(self.scene.positions):
            return -1
        seen = self.camera.to_screen(self.scene.positions)
        away = np.hypot(seen[:, 0] - at.x(), seen[:, 1] - at.y())
        away[~self.scene.is_shown] = np.inf
        node = int(np.argmin(away))
        reach = float(node_radii(self.scene.degrees[node : node + 1], self.camera.scale)[0]) + 5
        return node if away[node] <= reach else -1

    def restyle(self) -> None:
        """Paint anew in the colours of now."""
        self._repaint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's)
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel))
        if self._picture is not None and self.scene is not None:
            image, camera = self._picture
            grown = self.camera.scale / camera.scale
            width, height = camera.width * grown, camera.height * grown
            x = (camera.x - self.camera.x) * self.camera.scale + self.width() / 2 - width / 2
            y = (camera.y - self.camera.y) * self.camera.scale + self.height() / 2 - height / 2
            painter.drawImage(QRectF(x, y, width, height), image)
            self._draw_hovered(painter)
        elif self.waiting_words:
            painter.setPen(QColor(theme.muted))
            within = self.rect().adjusted(ROOMY, ROOMY, -ROOMY, -ROOMY)
            painter.drawText(within, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.waiting_words)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, ARG002 (Qt's)
        self.camera = replace(self.camera, width=self.width(), height=self.height(), ratio=self.devicePixelRatioF())
        if not self._is_moved_by_hand:
            self._see_all()
        self._repaint()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        turned = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(turned * _STEP, 0)
        else:
            self.zoom(1.18**turned, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._is_dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if self._pressed is not None:
            moved = event.position() - self._pressed
            if self._is_dragged or moved.manhattanLength() > 4:
                self._is_dragged = True
                self._pressed = event.position()
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.pan(moved.x(), moved.y())
            return
        node = self.node_at(event.position())
        if node != self.hovered:
            self.hovered = node
            self.setCursor(Qt.CursorShape.PointingHandCursor if node >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if not self._is_dragged:
            node = self.node_at(event.position())
            if node >= 0:
                self.chosen.emit(node)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        node = self.node_at(event.position())
        if node >= 0:
            self.opened.emit(node)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        ways = {
            Qt.Key.Key_Left: (_STEP, 0),
            Qt.Key.Key_Right: (-_STEP, 0),
            Qt.Key.Key_Up: (0, _STEP),
            Qt.Key.Key_Down: (0, -_STEP),
        }
        key = Qt.Key(event.key())
        if key in ways and not event.modifiers():
            self.pan(*ways[key])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.NativeGesture:
            gesture = event
            if gesture.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:  # type: ignore[attr-defined]
                self.zoom(1 + gesture.value(), gesture.position())  # type: ignore[attr-defined]
                return True
        return super().event(event)

    def _draw_hovered(self, painter: QPainter) -> None:
        if self.hovered < 0 or self.scene is None:
            return
        theme = self._appearance.theme
        at = self.camera.to_screen(self.scene.positions[self.hovered : self.hovered + 1])[0]
        radius = float(node_radii(self.scene.degrees[self.hovered : self.hovered + 1], self.camera.scale)[0])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(*at), radius + 3, radius + 3)
        metrics = self.fontMetrics()
        title = metrics.elidedText(
            self.scene.titles[self.hovered], Qt.TextElideMode.ElideRight, metrics.averageCharWidth() * 60
        )
        width = metrics.horizontalAdvance(title) + 12
        left = min(max(4.0, at[0] - width / 2), max(4.0, self.width() - width - 4.0))
        place = QRectF(left, at[1] + radius + 6, width, metrics.height() + 6)
        painter.setBrush(QColor(theme.panel))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRoundedRect(place, 5, 5)
        painter.setPen(QColor(theme.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, title)

    def _see_all(self) -> None:
        if self.scene is not None:
            self.camera = fitted(self.scene, self.width(), self.height(), self.devicePixelRatioF())

    def _repaint(self) -> None:
        """Show the picture there is at its new place, and wish for a fresh one."""
        self.update()
        scene = self.scene
        if scene is None or self.width() < 2 or not self.isVisible():
            return
        camera, theme, font = self.camera.widened(_OVERSCAN), self._appearance.theme, self.font()

        def steps(stop: Stop) -> Iterator[tuple[QImage, Camera]]:
            image = paint(scene, camera, theme, font, stop)
            if image is not None:
                yield image, camera

        self.painter.want(steps)

    def showEvent(self, event: object) -> None:  # noqa: N802, ARG002 (Qt's)
        self._repaint()

    def _take(self, painted: tuple[QImage, Camera]) -> None:
        self._picture = painted
        self.update()
