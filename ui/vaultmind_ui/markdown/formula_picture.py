"""Formulas drawn: the rules of where things stand are those of TeX in short (Knuth, The TeXbook, appendix G)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from vaultmind_ui.markdown.formula import (
    Fenced,
    Fraction,
    Grid,
    Look,
    Marked,
    Node,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
)

_FAMILIES = ("STIX Two Text", "Cambria", "Latin Modern Roman", "Liberation Serif", "Noto Serif", "DejaVu Serif")
_SMALLER, _SMALLEST = 0.72, 0.5
_WIDEST, _HIGHEST = 4000.0, 2000.0

Draw = Callable[[QPainter, float, float], None]


@dataclass(frozen=True, slots=True)
class _Box:
    """What is drawn at a point of its baseline: how wide it is, how high over that line and how deep below."""

    width: float
    rise: float
    depth: float
    draw: Draw

    @property
    def height(self) -> float:
        return self.rise + self.depth


def draw_formula(node: Node, *, pixels: float, colour: QColor, density: float = 1.0) -> QImage | None:
    """Return the picture of a formula whose letters are ``pixels`` high, ``None`` where it would be too large."""
    box = _Layout(pixels * density).box(node, 1.0)
    margin = 2 * density
    width, height = box.width + 2 * margin, box.height + 2 * margin
    if width > _WIDEST or height > _HIGHEST:
        return None
    image = QImage(max(1, round(width)), max(1, round(height)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setPen(QPen(colour, max(1.0, 0.05 * pixels * density)))
    box.draw(painter, margin, margin + box.rise)
    painter.end()
    image.setDevicePixelRatio(density)
    return image


class _Layout:
    def __init__(self, pixels: float) -> None:
        self._pixels = pixels

    def box(self, node: Node, size: float) -> _Box:
        """Return where the parts of a node stand; ``size`` is a share of the formula's own."""
        match node:
            case Symbol():
                return self._symbol(node, size)
            case Space(ems):
                return _Box(ems * self._em(size), 0.0, 0.0, _draw_nothing)
            case Row(parts):
                return self._row(parts, size)
            case Fraction():
                return self._fraction(node, size)
            case Scripts():
                return self._limits(node, size) if node.are_limits else self._scripts(node, size)
            case Root():
                return self._root(node, size)
            case Fenced():
                return self._fenced(node, size)
            case Marked():
                return self._marked(node, size)
            case Grid():
                return self._grid(node, size)

    def _em(self, size: float) -> float:
        return self._pixels * size

    def _axis(self, size: float) -> float:
        """Return how high over the baseline the bar of a fraction is."""
        return 0.25 * self._em(size)

    def _font(self, look: Look, size: float) -> QFont:
        font = QFont()
        font.setFamilies(list(_FAMILIES))
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPixelSize(max(1, round(self._em(size) * (1.5 if look is Look.LARGE else 1.0))))
        font.setItalic(look is Look.ITALIC)
        font.setBold(look is Look.BOLD)
        return font

    def _symbol(self, symbol: Symbol, size: float) -> _Box:
        font = self._font(symbol.look, size)
        metrics = QFontMetricsF(font)
        ink = metrics.tightBoundingRect(symbol.text)
        slope = 0.06 * self._em(size) if symbol.look is Look.ITALIC else 0.0
        rise, depth = max(-ink.top(), 0.45 * self._em(size)), max(ink.bottom(), 0.0)
        lift = (rise - depth) / 2 - self._axis(size) if symbol.look is Look.LARGE else 0.0  # in the middle of the axis

        def draw(painter: QPainter, x: float, y: float) -> None:
            painter.setFont(font)
            painter.drawText(QPointF(x, y + lift), symbol.text)

        return _Box(metrics.horizontalAdvance(symbol.text) + slope, rise - lift, max(depth + lift, 0.0), draw)

    def _row(self, parts: tuple[Node, ...], size: float) -> _Box:
        boxes: list[_Box] = []
        for at, part in enumerate(parts):
            is_between = isinstance(part, Symbol) and part.is_between and size > _SMALLER
            joins = is_between and 0 < at < len(parts) - 1 and not _is_between(parts[at - 1])
            room = _Box(0.22 * self._em(size), 0.0, 0.0, _draw_nothing)
            boxes += [room, self.box(part, size), room] if joins else [self.box(part, size)]
        return _beside(boxes) if boxes else _Box(0.0, 0.4 * self._em(size), 0.0, _draw_nothing)

    def _fraction(self, node: Fraction, size: float) -> _Box:
        small = size if size == 1.0 and node.has_bar else max(size * _SMALLER, _SMALLEST)
        above, below = self.box(node.above, small), self.box(node.below, small)
        gap, axis = 0.16 * self._em(size), self._axis(size)
        edge = 0.1 * self._em(size)
        width = max(above.width, below.width) + 2 * edge

        def draw(painter: QPainter, x: float, y: float) -> None:
            line = y - axis
            above.draw(painter, x + (width - above.width) / 2, line - gap - above.depth)
            below.draw(painter, x + (width - below.width) / 2, line + gap + below.rise)
            if node.has_bar:
                painter.drawLine(QLineF(x + edge / 2, line, x + width - edge / 2, line))

        return _Box(width, axis + gap + above.height, below.height + gap - axis, draw)

    def _scripts(self, node: Scripts, size: float) -> _Box:
        base = self.box(node.base, size)
        small = max(size * _SMALLER, _SMALLEST)
        raised = self.box(node.raised, small) if node.raised is not None else None
        lowered = self.box(node.lowered, small) if node.lowered is not None else None
        em = self._em(size)
        up = max(0.4 * em, base.rise - 0.3 * em) if raised is not None else 0.0
        down = max(0.18 * em, base.depth + 0.08 * em) if lowered is not None else 0.0
        if raised is not None and lowered is not None:
            down = max(down, lowered.rise + raised.depth + 0.1 * em - up)
        width = base.width + max((one.width for one in (raised, lowered) if one is not None), default=0.0)

        def draw(painter: QPainter, x: float, y: float) -> None:
            base.draw(painter, x, y)
            if raised is not None:
                raised.draw(painter, x + base.width, y - up)
            if lowered is not None:
                lowered.draw(painter, x + base.width, y + down)

        rise = max(base.rise, up + raised.rise if raised is not None else 0.0)
        depth = max(base.depth, down + lowered.depth if lowered is not None else 0.0)
        return _Box(width + 0.05 * em, rise, depth, draw)

    def _limits(self, node: Scripts, size: float) -> _Box:
        base = self.box(node.base, size)
        small = max(size * _SMALLER, _SMALLEST)
        over = self.box(node.raised, small) if node.raised is not None else None
        under = self.box(node.lowered, small) if node.lowered is not None else None
        gap = 0.12 * self._em(size)
        width = max(one.width for one in (base, over, under) if one is not None)

        def draw(painter: QPainter, x: float, y: float) -> None:
            base.draw(painter, x + (width - base.width) / 2, y)
            if over is not None:
                over.draw(painter, x + (width - over.width) / 2, y - base.rise - gap - over.depth)
            if under is not None:
                under.draw(painter, x + (width - under.width) / 2, y + base.depth + gap + under.rise)

        rise = base.rise + (over.height + gap if over is not None else 0.0)
        depth = base.depth + (under.height + gap if under is not None else 0.0)
        return _Box(width, rise, depth, draw)

    def _root(self, node: Root, size: float) -> _Box:
        body = self.box(node.body, size)
        em = self._em(size)
        degree = self.box(node.degree, max(size * _SMALLEST, 0.4)) if node.degree is not None else None
        gap, hook = 0.12 * em, 0.55 * em
        left = max(0.0, degree.width - 0.25 * em) if degree is not None else 0.0
        rise = body.rise + 2 * gap

        def draw(painter: QPainter, x: float, y: float) -> None:
            x += left
            path = QPainterPath(QPointF(x, y - 0.25 * body.height))
            path.lineTo(x + 0.15 * em, y - 0.32 * body.height)
            path.lineTo(x + 0.32 * em, y + body.depth)
            path.lineTo(x + hook, y - body.rise - gap)
            path.lineTo(x + hook + body.width + 0.08 * em, y - body.rise - gap)
            _stroke(painter, path)
            body.draw(painter, x + hook, y)
            if degree is not None:
                degree.draw(painter, x + 0.22 * em - degree.width, y - 0.45 * body.height)

        top = 0.45 * body.height + degree.rise if degree is not None else 0.0
        return _Box(left + hook + body.width + 0.12 * em, max(rise, top), body.depth, draw)

    def _fenced(self, node: Fenced, size: float) -> _Box:
        body, em, axis = self.box(node.body, size), self._em(size), self._axis(size)
        half = max(body.rise - axis, body.depth + axis, 0.5 * em) + 0.05 * em
        wide = 0.32 * em
        left, right = (wide if node.left else 0.0), (wide if node.right else 0.0)

        def draw(painter: QPainter, x: float, y: float) -> None:
            middle = y - axis
            if node.left:
                _stroke(painter, _bracket(node.left, QRectF(x, middle - half, wide, 2 * half)))
            body.draw(painter, x + left, y)
            if node.right:
                place = QRectF(x + left + body.width, middle - half, wide, 2 * half)
                _stroke(painter, _bracket(node.right, place))

        return _Box(left + body.width + right, half + axis, half - axis, draw)

    def _marked(self, node: Marked, size: float) -> _Box:
        body, em = self.box(node.body, size), self._em(size)
        high = 0.2 * em
        is_under = node.mark in "_}"

        def draw(painter: QPainter, x: float, y: float) -> None:
            body.draw(painter, x, y)
            top = y + body.depth + 0.08 * em if is_under else y - body.rise - high - 0.04 * em
            _stroke(painter, _mark(node.mark, QRectF(x, top, body.width, high), em))

        room = high + 0.1 * em
        return _Box(body.width, body.rise + (0.0 if is_under else room), body.depth + (room if is_under else 0.0), draw)

    def _grid(self, node: Grid, size: float) -> _Box:
        em, axis = self._em(size), self._axis(size)
        rows = [[self.box(cell, size) for cell in row] for row in node.rows]
        widths = [max((cell.width for cell in column if cell), default=0.0) for column in zip_longest(*rows)]
        rises = [max([0.7 * em, *(cell.rise for cell in row)]) for row in rows]
        depths = [max([0.25 * em, *(cell.depth for cell in row)]) for row in rows]
        gap = 0.25 * em
        rooms = list(_rooms(node.sides, len(widths), em))
        height = sum(rises) + sum(depths) + gap * max(0, len(rows) - 1)
        rise = height / 2 + axis

        def draw(painter: QPainter, x: float, y: float) -> None:
            line = y - rise
            for row, up, down in zip(rows, rises, depths, strict=True):
                line += up
                at = x
                for number, (cell, width, room) in enumerate(zip(row, widths, rooms, strict=False)):
                    cell.draw(painter, at + _share(node.sides, number) * (width - cell.width), line)
                    at += width + room
                line += down + gap

        return _Box(sum(widths) + sum(rooms), rise, height - rise, draw)


def _draw_nothing(_painter: QPainter, _x: float, _y: float) -> None:
    pass


def _is_between(node: Node) -> bool:
    return isinstance(node, Symbol) and (node.is_between or node.text in ("(", "[", ","))


def _beside(boxes: list[_Box]) -> _Box:
    def draw(painter: QPainter, x: float, y: float) -> None:
        for box in boxes:
            box.draw(painter, x, y)
            x += box.width

    rise, depth = max(box.rise for box in boxes), max(box.depth for box in boxes)
    return _Box(max(0.0, sum(box.width for box in boxes)), rise, depth, draw)


def _rooms(sides: str, columns: int, em: float) -> Iterator[float]:
    """Yield how much room follows each column."""
    for column in range(columns):
        is_last = column == columns - 1
        yield 0.0 if is_last else 0.15 * em if sides == "rl" and column % 2 == 0 else em


def _share(sides: str, column: int) -> float:
    """Return which share of the room of a cell stands on its left."""
    if sides == "rl":
        return 1.0 if column % 2 == 0 else 0.0
    return 0.0 if sides == "l" else 0.5


def _stroke(painter: QPainter, path: QPainterPath) -> None:
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def _bracket(kind: str, place: QRectF) -> QPainterPath:
    """Return a bracket as high as ``place``; one that closes is the mirror of the one that opens."""
    closing = {")": "(", "]": "[", "}": "{", "⟩": "⟨", "⌋": "⌊", "⌉": "⌈"}
    if kind in closing:
        mirror = partial(_mirrored, 2 * place.center().x())
        return mirror(_bracket(closing[kind], place))
    left, right, top, bottom = place.left(), place.right(), place.top(), place.bottom()
    inner, outer, middle = left + 0.3 * place.width(), right - 0.2 * place.width(), place.center()
    path = QPainterPath(QPointF(outer, top))
    match kind:
        case "(":
            path.cubicTo(inner, top + 0.25 * place.height(), inner, bottom - 0.25 * place.height(), outer, bottom)
        case "{":
            curve = min(0.2 * place.height(), place.width())
            path.quadTo(middle.x(), top, middle.x(), top + curve)
            path.lineTo(middle.x(), middle.y() - curve)
            path.quadTo(middle.x(), middle.y(), left + 0.1 * place.width(), middle.y())
            path.quadTo(middle.x(), middle.y(), middle.x(), middle.y() + curve)
            path.lineTo(middle.x(), bottom - curve)
            path.quadTo(middle.x(), bottom, outer, bottom)
        case "⟨":
            path.lineTo(inner, middle.y())
            path.lineTo(outer, bottom)
        case "/":
            path.lineTo(inner, bottom)
        case "‖":
            path = QPainterPath(QPointF(middle.x() - 0.2 * place.width(), top))
            path.lineTo(middle.x() - 0.2 * place.width(), bottom)
            path.moveTo(middle.x() + 0.2 * place.width(), top)
            path.lineTo(middle.x() + 0.2 * place.width(), bottom)
        case "|":
            path = QPainterPath(QPointF(middle.x(), top))
            path.lineTo(middle.x(), bottom)
        case _:
            path = QPainterPath(QPointF(outer if kind in "[⌈" else inner, top))
            path.lineTo(inner, top)
            path.lineTo(inner, bottom)
            path.lineTo(outer if kind in "[⌊" else inner, bottom)
    return path


def _mirrored(twice_middle: float, path: QPainterPath) -> QPainterPath:
    turned = QPainterPath()
    for number in range(path.elementCount()):
        one = path.elementAt(number)
        path.setElementPositionAt(number, twice_middle - one.x, one.y)
    turned.addPath(path)
    return turned


def _mark(kind: str, place: QRectF, em: float) -> QPainterPath:
    """Return a mark that spans ``place``."""
    left, right, top, bottom, middle = place.left(), place.right(), place.top(), place.bottom(), place.center()
    path = QPainterPath(QPointF(left, middle.y()))
    match kind:
        case "-" | "_":
            path.lineTo(right, middle.y())
        case "^":
            path = QPainterPath(QPointF(max(left, middle.x() - 0.6 * em), bottom))
            path.lineTo(middle.x(), top)
            path.lineTo(min(right, middle.x() + 0.6 * em), bottom)
        case "→":
            path.lineTo(right, middle.y())
            path.moveTo(right - 0.14 * em, top)
            path.lineTo(right, middle.y())
            path.lineTo(right - 0.14 * em, bottom)
        case "~":
            path = QPainterPath(QPointF(left, bottom))
            path.cubicTo(
                QPointF(left + place.width() / 3, top - 0.1 * em),
                QPointF(right - place.width() / 3, bottom + 0.1 * em),
                QPointF(right, top),
            )
        case "." | "..":
            for shift in (0.0,) if kind == "." else (-0.13 * em, 0.13 * em):
                path.addEllipse(QPointF(middle.x() + shift, middle.y()), 0.03 * em, 0.03 * em)
        case _:
            outer, inner = (top, bottom) if kind == "}" else (bottom, top)
            path = QPainterPath(QPointF(left, outer))
            path.quadTo(left, middle.y(), left + 0.1 * em, middle.y())
            path.lineTo(middle.x() - 0.1 * em, middle.y())
            path.quadTo(middle.x(), middle.y(), middle.x(), inner)
            path.quadTo(middle.x(), middle.y(), middle.x() + 0.1 * em, middle.y())
            path.lineTo(right - 0.1 * em, middle.y())
            path.quadTo(right, middle.y(), right, outer)
    return path
