"""Images in a document: pictures of a vault, and formulas that are drawn."""

from PySide6.QtCore import QPointF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QGuiApplication,
    QImage,
    QPainter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)

from vaultmind_ui.markdown.formula_picture import draw_formula
from vaultmind_ui.markdown.values import Formula, utf16_length

_WIDEST = 560
_OF_AN_ARROW = 0.7
"""How large an arrow is beside letters."""
_OF_THE_LETTERS = 1.3
"""Letters of a formula are so much larger than those of the text, as its font is smaller at the same size."""


def insert_picture(cursor: QTextCursor, image: QImage, *, name: str, alt: str, width: int = 0) -> None:
    """Write a picture, ``width`` pixels wide where that is given; what stands for it in words is ``alt``."""
    own = round(image.width() / image.devicePixelRatio())
    shown = min(width or own, _WIDEST)
    _insert(cursor, image, name, alt, shown, shown * image.height() / max(1, image.width()))


def insert_formula(document: QTextDocument, cursor: QTextCursor, formula: Formula, *, name: str, colour: str) -> bool:
    """Write a formula as it is drawn; return false where that cannot be, and nothing was written."""
    pixels = QFontInfo(document.defaultFont()).pixelSize() * _OF_THE_LETTERS
    density = max(1.0, QGuiApplication.primaryScreen().devicePixelRatio())
    image = draw_formula(formula.tree, pixels=pixels, colour=QColor(colour), density=density)
    if image is not None:
        insert_picture(cursor, image, name=name, alt=formula.said)
    return image is not None


def insert_arrow(document: QTextDocument, cursor: QTextCursor, form: QTextCharFormat, *, is_down: bool) -> None:
    """Write the arrow of what can be folded, in the colour of ``form`` and a part of its link; no word stands for it.

    A letter would be read out as what it looks like, and copied.
    """
    side = max(4, round(QFontInfo(document.defaultFont()).pixelSize() * _OF_AN_ARROW))
    density = max(1.0, QGuiApplication.primaryScreen().devicePixelRatio())
    image = QImage(QSize(side * 3 // 2, side) * density, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(density)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(form.foreground())
    corners = ((0.0, 0.2), (1.0, 0.2), (0.5, 0.8)) if is_down else ((0.2, 0.0), (0.8, 0.5), (0.2, 1.0))
    painter.drawPolygon([QPointF(across * side, down * side) for across, down in corners])
    painter.end()
    name = f"arrow:{is_down}:{form.foreground().color().name()}:{side}"
    _insert(cursor, image, name, "", side * 3 // 2, side, href=form.anchorHref())


def words_of_selection(cursor: QTextCursor) -> str:
    """Return the selected text with what stands for its formulas in words; pictures say nothing."""
    said: list[str] = []
    place = QTextCursor(cursor.document())
    at = cursor.selectionStart()
    for letter in cursor.selectedText():
        at += utf16_length(letter)
        if letter != "\ufffc":
            said.append(letter)
            continue
        place.setPosition(at)
        form = place.charFormat().toImageFormat()
        if form.name().startswith("formula:"):
            said.append(str(form.property(QTextFormat.Property.ImageAltText)))
    return "".join(said).replace("\u2029", "\n").replace("\u2028", "\n")


def _insert(
    cursor: QTextCursor, image: QImage, name: str, alt: str, width: float, height: float, *, href: str = ""
) -> None:
    cursor.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
    form = QTextImageFormat()
    form.setName(name)
    form.setWidth(width)
    form.setHeight(height)
    form.setToolTip("")
    form.setProperty(QTextFormat.Property.ImageAltText, alt)
    if href:
        form.setAnchor(True)
        form.setAnchorHref(href)
    cursor.insertImage(form)
