"""Icons: strokes on a grid of 24 by 24, drawn in the colour that a theme gives them."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 20, 24, 32, 40, 48)
_STROKES = {
    "ask": "M4 5h16v11H11l-4 4v-4H4z M9.6 8.8a2.4 2.4 0 1 1 3.4 2.2q-1 .5-1 1.2 M12 13.9v.1",
    "note": "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6",
    "links": "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1 M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
    "graph": "M6 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z M18 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z "
    "M9 20.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z M8.4 6.8l7.2 2.4 M6.6 8.4l1.8 7.2 M16.2 11.8l-5.4 4.6",
    "library": "M4 5h5v15H4z M9 5h5v15H9z M15 6.2l4-1.2 3.4 14-4 1.2z M4 9h5",
    "history": "M4 12a8 8 0 1 0 2.6-5.9L4 8.5 M4 4v4.5h4.5 M12 7.5V12l3.2 2",
    "models": "M7 7h10v10H7z M10 10h4v4h-4z M9.5 3.5V7 M14.5 3.5V7 M9.5 17v3.5 M14.5 17v3.5 M3.5 9.5H7 M3.5 14.5H7 "
    "M17 9.5h3.5 M17 14.5h3.5",
    "settings": "M4 7h9 M17 7h3 M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z M4 17h3 M11 17h9 "
    "M9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z M4 12h16",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z M20 20l-4.8-4.8",
    "stop": "M7 7h10v10H7z",
    "play": "M8 5l11 7-11 7z",
    "pause": "M9 6v12 M15 6v12",
    "copy": "M9 9h11v11H9z M5 15H4V4h11v1",
    "save": "M12 4v11 M7.5 10.5L12 15l4.5-4.5 M4 19h16",
    "open": "M13 4h7v7 M20 4l-9 9 M18 14v6H4V6h6",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M6 6l12 12 M18 6L6 18",
    "plus": "M12 5v14 M5 12h14",
    "minus": "M5 12h14",
    "pin": "M9 4h6l-1 6 4 4H6l4-4z M12 14v6",
    "refresh": "M20 12a8 8 0 1 1-2.6-5.9L20 8.5 M20 4v4.5h-4.5",
    "undo": "M9 14l-5-5 5-5 M4 9h10a5.5 5.5 0 0 1 0 11h-3",
    "warning": "M12 4l9 16H3z M12 10v4.5 M12 17.4v.1",
    "about": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 11v5.5 M12 7.6v.1",
    "filter": "M4 5h16l-6 8v6l-4-2v-4z",
    "download": "M12 4v10 M7.5 9.5L12 14l4.5-4.5 M5 19h14",
    "trash": "M4 7h16 M9 7V4h6v3 M6 7l1 13h10l1-13 M10 11v5 M14 11v5",
    "vault": "M4 7l8-4 8 4v10l-8 4-8-4z M4 7l8 4 8-4 M12 11v10",
    "folder": "M3 6h6l2 2h10v11H3z",
    "left": "M14.5 6l-6 6 6 6",
    "right": "M9.5 6l6 6-6 6",
    "down": "M6 9.5l6 6 6-6",
    "up": "M6 14.5l6-6 6 6",
    "command": "M5 6l6 6-6 6 M13 18h6",
    "keys": "M3 6h18v12H3z M7 10v.1 M11 10v.1 M15 10v.1 M7 14h10",
    "sun": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2 M5.3 5.3l1.4 1.4 "
    "M17.3 17.3l1.4 1.4 M5.3 18.7l1.4-1.4 M17.3 6.7l1.4-1.4",
    "moon": "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
    "tag": "M4 4h8l8 8-8 8-8-8z M8 8v.1",
    "time": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3.5 2",
    "list": "M9 6h11 M9 12h11 M9 18h11 M4.5 6v.1 M4.5 12v.1 M4.5 18v.1",
    "lock": "M6 11h12v9H6z M8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
    "beside": "M3 5h18v14H3z M14 5v14",
}


def draw_icon(name: str, colour: str, *, disabled: str | None = None) -> QIcon:
    """Return the icon of that name in one colour, ``#rrggbb``; ``disabled`` colours it where it cannot be used."""
    drawn = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled or colour)):
        renderer = QSvgRenderer(QByteArray(_svg(name, ink).encode("ascii")))
        for size in _SIZES:
            picture = QPixmap(QSize(size, size))
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            drawn.addPixmap(picture, mode)
    return drawn


def _svg(name: str, colour: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
        f'<path d="{_STROKES[name]}" fill="none" stroke="{colour}" stroke-width="1.7" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
