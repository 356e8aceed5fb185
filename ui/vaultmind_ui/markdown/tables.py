"""How wide the columns of a table are: no word is broken that has room, and what is wider than the view scrolls."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableFormat,
)

from vaultmind_ui.markdown.values import Inlines, Picture, Run, Style, Table, utf16_length

SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
BOLD_WEIGHT = 650
_LONGEST_WORD = 30
"""Of a longer one, e.g. an address, the column keeps so many letters in a line."""
_BORDER = 4
_WIDEST = 1e6


@dataclass(frozen=True, slots=True)
class Column:
    """Pixels that its longest word asks for, and that all in one line would."""

    least: int
    most: int


class RowsLeft(QObject):
    """Words about rows, in the plural that the language has for them."""

    def words(self, count: int) -> str:
        return self.tr("Show more: %Ln row(s) left", "", count)


def side_by_side(form: QTextTableFormat, count: int) -> QTextTableFormat:
    """Return the form of a table whose columns are all of one width."""
    form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, 100 / count)] * count)
    return form


class FittedTables:
    """The tables of a document, each with what its columns ask for; ``fit`` gives it them in the width there is."""

    def __init__(self, document: QTextDocument, fixed: Sequence[str]) -> None:
        self._document = document
        self._fixed = fixed
        self._tables: list[tuple[QTextTable, tuple[Column, ...]]] = []

    def __len__(self) -> int:
        return len(self._tables)

    def forget(self, keep: int) -> None:
        """Leave those from ``keep`` on to themselves: they were taken out of the document."""
        del self._tables[keep:]

    def add(self, table: QTextTable, block: Table) -> None:
        """Fit a table now, and whenever the width is another."""
        font = self._document.defaultFont()
        padding = 2 * table.format().cellPadding() + _BORDER
        columns = tuple(
            self._measure([row[number] if number < len(row) else () for row in block.rows], font, padding)
            for number in range(table.columns())
        )
        self._tables.append((table, columns))
        self._fit(table, columns)

    def fit(self) -> None:
        """Give every table its widths in the document's width of now."""
        if not self._tables:
            return
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for table, columns in self._tables:
            self._fit(table, columns)
        cursor.endEditBlock()

    def _fit(self, table: QTextTable, columns: Sequence[Column]) -> None:
        form = table.format()
        widths = widths_of(columns, self._room(table))
        wanted = [QTextLength(QTextLength.Type.FixedLength, one) for one in widths]
        if form.columnWidthConstraints() != wanted:
            form.setColumnWidthConstraints(wanted)
            table.setFormat(form)

    def _room(self, table: QTextTable) -> float:
        """Return how wide the table can be without scrolling."""
        width = self._document.textWidth()
        if width <= 0:
            return _WIDEST
        width -= 2 * self._document.documentMargin() + table.format().leftMargin() + _BORDER
        around: list[QTextTable] = []
        frame: QTextFrame | None = table.parentFrame()
        while isinstance(frame, QTextTable):
            around.append(frame)
            frame = frame.parentFrame()
        for outer in reversed(around):
            cell = outer.cellAt(0, 0).format().toTableCellFormat()
            width = (width - outer.format().leftMargin()) / outer.columns()
            width -= cell.leftPadding() + cell.rightPadding() + _BORDER
        return width

    def _measure(self, cells: Sequence[Inlines], font: QFont, padding: float) -> Column:
        """Return what a column asks for, its first cell in bold letters."""
        pictures = max((one.width for cell in cells for one in cell if isinstance(one, Picture)), default=0)
        text, units, formats = "", 0, []
        for number, cell in enumerate(cells):
            for one in cell:
                if isinstance(one, Run):
                    formats += self._format(one, units, is_bold=not number or Style.BOLD in one.style)
                    text += one.text.replace("\n", "\u2028")
                    units += utf16_length(one.text)
            text += "\u2028"
            units += 1
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.setFormats(formats)
        most = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(_WIDEST)
            most = max(most, line.naturalTextWidth())
        layout.endLayout()
        cap = _LONGEST_WORD * QFontMetricsF(font).averageCharWidth()
        least = max(min(layout.minimumWidth(), cap), pictures)
        return Column(ceil(least + padding), ceil(max(most, least) + padding))

    def _format(self, run: Run, start: int, *, is_bold: bool) -> list[QTextLayout.FormatRange]:
        is_code = Style.CODE in run.style
        if not is_bold and not is_code:
            return []
        made = QTextLayout.FormatRange()
        form = QTextCharFormat()
        if is_bold:
            form.setFontWeight(BOLD_WEIGHT)
        if is_code:
            form.setFontFamilies(list(self._fixed))
            form.setFontFixedPitch(True)
        made.format, made.start, made.length = form, start, utf16_length(run.text)
        return [made]


def widths_of(columns: Sequence[Column], room: float) -> list[int]:
    """Return the widths of columns: all they ask for where there is room, else what they need and a share of the rest.

    Where there is not even room for the longest words the table is wider than it. Pixels are whole: of others Qt takes
    a part more away with every column.
    """
    least, most = sum(one.least for one in columns), sum(one.most for one in columns)
    if most <= room or most <= least:
        return [one.most for one in columns]
    share = max(0.0, room - least) / (most - least)
    return [one.least + int(share * (one.most - one.least)) for one in columns]
