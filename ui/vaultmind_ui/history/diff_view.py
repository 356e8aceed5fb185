"""A unified diff as plain text a person reads: what goes and what comes on grounds of their own."""

import itertools
import re
from collections.abc import Iterator
from enum import Enum, auto

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.theme import TIGHT, Theme
from vaultmind_ui.words import ReadText

MOST_LINES = 5_000
"""More of a diff is not shown: nobody reads it, and laying it out would hold the window."""

_NO_ROOM_PT = 0.5
_NO_OLD, _NO_NEW = "--- /dev/null", "+++ /dev/null"
_BREAKS = re.compile("[\r\x0b\x0c\x00\u2028\u2029\ufdd0\ufdd1]")


class Kind(Enum):
    """What a line of the view is."""

    NOTE = auto()
    GAP = auto()
    REMOVED = auto()
    ADDED = auto()
    SAME = auto()


class DiffView(ReadText):
    """Read only; takes nothing for HTML and breaks long lines where words end.

    What goes and what comes has its sign in a column beside the words. The sign that belongs to the text, to be copied
    and read out, takes no room there.
    """

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._colours = _Colours(self.document(), appearance.theme)
        self._appearance = appearance
        self._column = _Signs(self)
        self.updateRequest.connect(self._on_update_wanted)
        self._fit_column()

    def show_diff(self, diff: str) -> None:
        """Show a diff in place of the one before."""
        lines = list(readable(diff))
        shown = lines[:MOST_LINES] + ([(Kind.GAP, "…")] if len(lines) > MOST_LINES else [])
        self._colours.kinds = [kind for kind, _ in shown]
        self.setPlainText("\n".join(text for _, text in shown))

    def restyle(self) -> None:
        """Take the colours of now."""
        self._colours.take(self._appearance.theme)
        self._column.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit_column()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_column()

    def paint_signs(self, painter: QPainter, painted: QRect) -> None:
        """Draw the signs of the lines that are seen, each on the ground of its line."""
        theme, width = self._appearance.theme, self._column.width()
        painter.fillRect(painted, self.palette().base())
        painter.setFont(self.font())
        painter.setPen(QColor(theme.text))
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(offset).toAlignedRect()
            place.setHeight(round(block.layout().boundingRect().height()))  # what is below the last line is no row
            if place.top() > painted.bottom():
                break
            ground = self._colours.ground_of(block.blockNumber())
            if ground:
                painter.fillRect(0, place.top(), width, place.height(), QColor(ground))
                row = QRect(0, place.top(), width, self.fontMetrics().height())
                painter.drawText(row, Qt.AlignmentFlag.AlignCenter, block.text()[:1])
            block = block.next()

    def _fit_column(self) -> None:
        width = self.fontMetrics().horizontalAdvance("+") + 2 * TIGHT
        if width != self.viewportMargins().left():
            self.setViewportMargins(width, 0, 0, 0)
        room = self.contentsRect()
        self._column.setGeometry(room.left(), self.viewport().y(), width, self.viewport().height())

    def _on_update_wanted(self, part: QRect, scrolled: int) -> None:
        if scrolled:
            self._column.scroll(0, scrolled)
        else:
            self._column.update(0, part.y(), self._column.width(), part.height())


def readable(diff: str) -> Iterator[tuple[Kind, str]]:
    """Yield the lines of a unified diff for a person: each note by its path, gaps as dots, words with their marks."""
    lines = diff.removesuffix("\n").split("\n") if diff else []
    heads = 0
    skipped = False
    for line, following in itertools.pairwise([*lines, ""]):
        name = _name_in(line, following)
        if skipped or line.startswith("\\ "):
            skipped = False
        elif name is not None:
            if heads:
                yield Kind.SAME, ""
            yield Kind.NOTE, name
            heads, skipped = heads + 1, True
        elif line.startswith("@@ "):
            yield Kind.GAP, "⋯"
        else:
            yield {"-": Kind.REMOVED, "+": Kind.ADDED}.get(line[:1], Kind.SAME), _on_one_line(line)


def _name_in(line: str, following: str) -> str | None:
    """Return the note that two lines of a diff begin, a renamed one with both its names; ``None`` for other lines."""
    if line.startswith("rename from ") and following.startswith("rename to "):
        return f"{line.removeprefix('rename from ')} → {following.removeprefix('rename to ')}"
    if line.startswith(("--- a/", _NO_OLD)) and following.startswith(("+++ b/", _NO_NEW)):
        return line.removeprefix("--- a/") if following == _NO_NEW else following.removeprefix("+++ b/")
    return None


def _on_one_line(line: str) -> str:
    """Return a line without what the view would end a line at."""
    return _BREAKS.sub("␍", line.removesuffix("\r"))


class _Signs(QWidget):
    """The column beside the words; a click there is one beside a line."""

    def __init__(self, view: DiffView) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        self._view.paint_signs(painter, event.rect())
        painter.end()


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self.kinds: list[Kind] = []

    def take(self, theme: Theme) -> None:
        if theme != self._theme:
            self._theme = theme
            self.rehighlight()

    def ground_of(self, line: int) -> str:
        """Return the colour behind a line, ``""`` for none."""
        grounds = {Kind.REMOVED: self._theme.removed, Kind.ADDED: self._theme.added}
        return grounds.get(self._kind_of(line), "")

    def _kind_of(self, line: int) -> Kind:
        return self.kinds[line] if line < len(self.kinds) else Kind.SAME

    def highlightBlock(self, text: str) -> None:  # noqa: N802 (Qt's name)
        line = self.currentBlock().blockNumber()
        kind, ground = self._kind_of(line), self.ground_of(line)
        form = QTextCharFormat()
        match kind:
            case Kind.NOTE:
                form.setFontWeight(QFont.Weight.DemiBold)
            case Kind.GAP:
                form.setForeground(QColor(self._theme.muted))
            case Kind.REMOVED | Kind.ADDED:
                form.setBackground(QColor(ground))
            case Kind.SAME:
                pass
        self.setFormat(0, len(text), form)
        if kind in (Kind.REMOVED, Kind.ADDED, Kind.SAME):
            self.setFormat(0, 1, _unseen(form, has_words=len(text) > 1))


def _unseen(form: QTextCharFormat, *, has_words: bool) -> QTextCharFormat:
    """Return how a sign that is drawn beside its line is not seen in it; alone it still makes the line as high."""
    unseen = QTextCharFormat(form)
    unseen.setForeground(QColor(Qt.GlobalColor.transparent))
    if has_words:
        unseen.setFontPointSize(_NO_ROOM_PT)
    return unseen
