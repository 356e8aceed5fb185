"""The picture of a graph: what is seen from a camera, painted beside Qt's thread into an image, or into an SVG."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from vaultmind_ui.bridge import Stop
from vaultmind_ui.graph.layout import Positions
from vaultmind_ui.theme import Theme

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MOST_LINKS = 40_000
"""Of more links than this in sight an even choice is drawn: more would only be a grey ground."""
_RUN = 50
"""How many lines one call draws: a longer one would hold the interpreter's lock for too long."""
_PAUSE = 0.5
"""How long the lock is left to Qt's thread after each call, beside how long it was held."""
_MOST_LABELS, _FEW_LABELS = 70, 24
_LARGEST = 13
_MANY = 500
"""Of so many notes the outermost are left out of sight, so that the others are seen."""
HUES = (252, 199, 28, 145, 330, 48, 175, 285, 8, 95, 220, 305)
"""Colours of groups, in degrees; a thirteenth group begins anew, ``""`` is grey."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to see. Arrays are by node, but for ``links``, ``suggested`` and ``ways``: pairs of nodes.

    ``is_shown`` leaves nodes out altogether, ``is_bright`` lets the others step back. ``marked`` nodes have a ring.
    """

    positions: Positions
    links: Numbers
    titles: tuple[str, ...]
    groups: Numbers
    group_names: tuple[str, ...]
    degrees: Numbers
    is_shown: Mask
    is_bright: Mask
    suggested: Numbers = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))
    ways: Numbers = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))
    marked: tuple[int, ...] = ()

    def moved(self, positions: Positions) -> "Scene":
        """Return the same scene with its nodes at other places."""
        return replace(self, positions=positions)


@dataclass(frozen=True, slots=True)
class Camera:
    """The point in the middle in the map's units, the pixels of a unit, and the size of the picture in pixels."""

    x: float
    y: float
    scale: float
    width: int
    height: int
    ratio: float = 1.0

    def to_screen(self, positions: Positions) -> npt.NDArray[np.float64]:
        """Return where positions are seen, in pixels from the upper left."""
        middle = np.array([self.width / 2, self.height / 2])
        seen: npt.NDArray[np.float64] = (positions.astype(np.float64) - [self.x, self.y]) * self.scale + middle
        return seen

    def to_map(self, x: float, y: float) -> tuple[float, float]:
        """Return the place on the map under a pixel."""
        return (x - self.width / 2) / self.scale + self.x, (y - self.height / 2) / self.scale + self.y

    def widened(self, factor: float) -> "Camera":
        """Return a camera that sees as much more on every side."""
        return replace(self, width=round(self.width * factor), height=round(self.height * factor))


def fitted(scene: Scene, width: int, height: int, ratio: float = 1.0) -> Camera:
    """Return the camera that sees all shown nodes, of many all but the outermost."""
    shown = scene.positions[scene.is_shown]
    if not len(shown):
        return Camera(0, 0, 1, width, height, ratio)
    low, high = (np.percentile(shown, one, axis=0) for one in ((0, 100) if len(shown) < _MANY else (1, 99)))
    span = np.maximum(high - low, 20)
    scale = float(min((width - 120) / span[0], (height - 100) / span[1], 6.0))
    middle = (low + high) / 2
    return Camera(float(middle[0]), float(middle[1]), max(scale, 0.01), width, height, ratio)


def paint(scene: Scene, camera: Camera, theme: Theme, font: QFont, stop: Stop | None = None) -> QImage | None:
    """Return the picture, ``None`` when it was stopped. May be called in any thread."""
    ratio = camera.ratio
    image = QImage(round(camera.width * ratio), round(camera.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        done = draw(painter, scene, camera, theme, font, stop)
    finally:
        painter.end()
    return image if done else None


def draw(painter: QPainter, scene: Scene, camera: Camera, theme: Theme, font: QFont, stop: Stop | None = None) -> bool:
    """Draw links, nodes and names; return whether it was not stopped."""
    at = camera.to_screen(scene.positions)
    inside = np.flatnonzero(_in_sight(at, camera, 20) & scene.is_shown)
    thin = QPen(_faded(theme.muted, _link_strength(len(scene.links), camera)), 1)
    dashed = QPen(QColor(theme.good), 1.6, Qt.PenStyle.DashLine)
    strong = QPen(QColor(theme.accent), 2.4)
    for pairs, pen in ((scene.links, thin), (scene.suggested, dashed), (scene.ways, strong)):
        for run in _lines(pairs, at, scene.is_shown, camera):
            if stop is not None and stop.cancelled():
                return False
            began = time.perf_counter()
            painter.setPen(pen)
            painter.drawLines(run)
            if stop is not None:
                stop.wait(_PAUSE * (time.perf_counter() - began))
    radii = node_radii(scene.degrees, camera.scale)
    _draw_nodes(painter, scene, at, radii, inside, theme)
    if stop is not None and stop.cancelled():
        return False
    _draw_names(painter, scene, at, radii, inside, theme, font)
    return True


def node_radii(degrees: Numbers, scale: float) -> npt.NDArray[np.float64]:
    """Return how large nodes are drawn, in pixels: more for more links, and a little more from near."""
    near = float(np.clip(np.sqrt(scale) * 0.8, 0.45, 1.7))
    return np.clip((2.2 + np.sqrt(degrees) * 0.9) * near, 1.4, _LARGEST)


def group_colour(group: int, names: tuple[str, ...], theme: Theme) -> QColor:
    """Return the colour of a group."""
    if not names or names[group] == "":
        return QColor(theme.muted)
    return QColor.fromHsl(HUES[group % len(HUES)], 150, 165 if theme.is_dark else 110)


def _link_strength(links: int, camera: Camera) -> int:
    """Return how opaque links are, 0 to 255: fainter where many lie on little room."""
    room = camera.width * camera.height / max(1, links)
    return int(np.clip(room / 10, 14, 85))


def _lines(pairs: Numbers, at: npt.NDArray[np.float64], is_shown: Mask, camera: Camera) -> Iterator[list[QLineF]]:
    """Yield the lines in sight in runs: all at once they would wake the collector of garbage, which holds the lock."""
    if not len(pairs):
        return
    pairs = pairs[is_shown[pairs].all(axis=1)]
    start, end = at[pairs[:, 0]], at[pairs[:, 1]]
    low, high = np.minimum(start, end), np.maximum(start, end)
    seen = (high[:, 0] > 0) & (low[:, 0] < camera.width) & (high[:, 1] > 0) & (low[:, 1] < camera.height)
    ends = np.concatenate([start[seen], end[seen]], axis=1)
    if len(ends) > MOST_LINKS:
        ends = ends[np.random.default_rng(0).choice(len(ends), MOST_LINKS, replace=False)]
    for first in range(0, len(ends), _RUN):
        yield list(map(QLineF, *ends[first : first + _RUN].T.tolist()))


def _draw_nodes(
    painter: QPainter,
    scene: Scene,
    at: npt.NDArray[np.float64],
    radii: npt.NDArray[np.float64],
    inside: Numbers,
    theme: Theme,
) -> None:
    sprites: dict[tuple[int, int, bool], QImage] = {}
    halves = np.maximum(1, np.rint(radii * 2)).astype(int)
    rows = zip(
        *at[inside].T.tolist(),
        scene.groups[inside].tolist(),
        halves[inside].tolist(),
        scene.is_bright[inside].tolist(),
        strict=True,
    )
    for x, y, group, half, is_bright in rows:
        key = (group, half, is_bright)
        sprite = sprites.get(key)
        if sprite is None:
            colour = group_colour(group, scene.group_names, theme)
            sprite = sprites[key] = _sprite(half / 2, colour if is_bright else _mixed(colour, theme.panel, 0.75), theme)
        painter.drawImage(QPointF(x - half / 2 - 2, y - half / 2 - 2), sprite)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 2.2))
    shown = set(inside.tolist())
    for node in scene.marked:
        if node in shown:
            painter.drawEllipse(QPointF(*at[node]), radii[node] + 4, radii[node] + 4)


def _draw_names(
    painter: QPainter,
    scene: Scene,
    at: npt.NDArray[np.float64],
    radii: npt.NDArray[np.float64],
    inside: Numbers,
    theme: Theme,
    font: QFont,
) -> None:
    """Write the names of the most linked nodes in sight, each where no other stands."""
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    marked = set(scene.marked)
    rank = scene.degrees[inside] + 1_000_000 * np.isin(inside, list(marked)) + 10_000 * scene.is_bright[inside]
    taken: list[QRectF] = []
    ground = QColor(theme.panel)
    ground.setAlpha(200)
    most = _MOST_LABELS if len(inside) < 400 else _FEW_LABELS
    candidates = inside[np.argsort(-rank, kind="stable")][: most * 6].tolist()
    for node in candidates:
        if not scene.is_bright[node] and node not in marked:
            continue
        title = metrics.elidedText(scene.titles[node], Qt.TextElideMode.ElideRight, metrics.averageCharWidth() * 30)
        width, height = metrics.horizontalAdvance(title), metrics.height()
        x, y = at[node]
        place = QRectF(x - width / 2 - 3, y + radii[node] + 3, width + 6, height)
        if any(place.intersects(other) for other in taken):
            continue
        taken.append(place)
        painter.fillRect(place, ground)
        painter.setPen(QColor(theme.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, title)
        if len(taken) >= most:
            return


def _sprite(radius: float, colour: QColor, theme: Theme) -> QImage:
    """Return a disc with a thin rim, drawn twice as fine as the screen."""
    side = round(radius * 2) + 4
    image = QImage(side * 2, side * 2, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2.0)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.panel), 0.8) if radius > 2.5 else Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    painter.end()
    return image


def _in_sight(at: npt.NDArray[np.float64], camera: Camera, margin: float) -> Mask:
    x, y = at[:, 0], at[:, 1]
    return (x > -margin) & (x < camera.width + margin) & (y > -margin) & (y < camera.height + margin)


def _faded(colour: str, alpha: int) -> QColor:
    faded = QColor(colour)
    faded.setAlpha(alpha)
    return faded


def _mixed(colour: QColor, ground: str, share: float) -> QColor:
    """Return a colour with so large a share of the ground in it."""
    other = QColor(ground)
    parts = zip(_parts(colour), _parts(other), strict=True)
    return QColor(*(round(one * (1 - share) + two * share) for one, two in parts))


def _parts(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
