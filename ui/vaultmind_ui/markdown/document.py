"""Blocks into a ``QTextDocument``, stroke by stroke; nothing of a note ever passes Qt's reader of HTML."""

import time
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontDatabase,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextList,
    QTextListFormat,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from vaultmind_ui.markdown.images import insert_arrow, insert_formula, insert_picture
from vaultmind_ui.markdown.tables import BOLD_WEIGHT, SIDES, FittedTables, RowsLeft, side_by_side
from vaultmind_ui.markdown.values import (
    Block,
    Blocks,
    Bubble,
    Callout,
    Code,
    Columns,
    Embed,
    Footnotes,
    Formula,
    Heading,
    Ink,
    Inline,
    Inlines,
    ItemList,
    LinkToFold,
    LinkToRows,
    ListItem,
    MoreRows,
    Paragraph,
    Picture,
    Properties,
    Quote,
    Rule,
    Run,
    Style,
    Table,
    Target,
    bold,
    utf16_length,
)
from vaultmind_ui.theme import SPACE, TIGHT, WIDE, Theme

OTHER_TEXT = ""
"""The key of every text that is shown inside another, e.g. of an embedded note."""
ANCHOR = "ref:"
"""The one scheme in a document: ``ref:7`` is the seventh target that was shown."""
_UNSHOWN = dict.fromkeys([*range(9), *range(11, 32), 0x7F, 0x2029, 0xFDD0, 0xFDD1, 0xFFFC, *range(0xD800, 0xE000)], " ")
_UNSHOWN |= {ord("\n"): "\u2028"}
_ROLE_OF_CALLOUT = {
    **dict.fromkeys(("tip", "hint", "important", "success", "check", "done"), "good"),
    **dict.fromkeys(("warning", "caution", "attention", "question", "help", "faq"), "warning"),
    **dict.fromkeys(("danger", "error", "failure", "fail", "missing", "bug"), "bad"),
    **dict.fromkeys(("quote", "cite", "example"), "muted"),
}
_SIZES = {1: 3, 2: 2, 3: 1, 4: 1, 5: 0, 6: 0}
_DEEPEST = 12
_MOST_BOXES = 8
"""How many boxes may stand in each other: Qt lays the inner ones out twice for each around them."""
_INDENT = 26


@dataclass(frozen=True, slots=True)
class Part:
    """One top-level block, and the key of the text that its offsets are in."""

    key: str
    block: Block


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one run stands: ``start`` to ``end`` of a source, at ``position`` in the document."""

    key: str
    start: int
    end: int
    position: int
    text: str


class _Flow:
    """A cursor that writes block after block; ``is_fresh`` says that it stands in a block nobody has used yet."""

    def __init__(self, cursor: QTextCursor) -> None:
        self.cursor = cursor
        self.is_fresh = True

    def block(self, form: QTextBlockFormat) -> None:
        if self.is_fresh:
            self.cursor.setBlockFormat(form)  # and not its character format: that of a cell's first block is the cell's
        else:
            self.cursor.insertBlock(form, QTextCharFormat())
        self.is_fresh = False

    def table(self, rows: int, columns: int, form: QTextTableFormat) -> QTextTable:
        """Insert a table, and stand in the block behind it."""
        if not self.is_fresh:
            self.cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        table = self.cursor.insertTable(rows, columns, form)
        self.cursor.setPosition(table.lastPosition() + 1)
        behind = QTextBlockFormat()
        behind.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self.cursor.setBlockFormat(behind)
        self.is_fresh = True
        return table


class MarkdownDocument:
    """Shows parts in a document, and knows where each word of their sources stands in it.

    ``show`` rewrites from the first part that is another than before; ``go_on`` writes what is still to be written,
    for as long as it may.
    """

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        self._document = document
        document.setIndentWidth(_INDENT)
        document.setUndoRedoEnabled(False)
        self._theme = theme
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families()
        self._pictures: Mapping[str, QImage] = {}
        self._unfolded: Collection[int] = ()
        self._wanted: tuple[Part, ...] = ()
        self._tables = FittedTables(document, self._fixed)
        self._shown: list[tuple[Part, int, int, int, int, bool]] = []
        self._targets: list[tuple[Target, str]] = []
        self._places: list[_Place] = []
        self._boxes = 0
        self._flow = _Flow(QTextCursor(document))

    @property
    def is_whole(self) -> bool:
        """Say whether everything that is to be shown is."""
        return len(self._shown) == len(self._wanted)

    def use_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self._theme = theme
        self._take_back(0)

    def show(
        self,
        parts: Sequence[Part],
        *,
        pictures: Mapping[str, QImage] | None = None,
        turned: Collection[int] = (),
    ) -> None:
        """Take what is to be shown; ``turned`` are the callouts folded otherwise than they are written."""
        if (pictures is not None and pictures is not self._pictures) or set(turned) != set(self._unfolded):
            self._pictures = pictures if pictures is not None else self._pictures
            self._unfolded = frozenset(turned)
            self._take_back(0)
        self._wanted = tuple(parts)
        same = 0
        while same < min(len(self._shown), len(self._wanted)) and self._shown[same][0] == self._wanted[same]:
            same += 1
        self._take_back(same)

    def go_on(self, budget_s: float | None = None) -> None:
        """Write parts until all are there or the budget is spent."""
        until = None if budget_s is None else time.perf_counter() + budget_s
        cursor = self._flow.cursor
        cursor.beginEditBlock()
        while not self.is_whole:
            part = self._wanted[len(self._shown)]
            was_fresh, at = self._flow.is_fresh, cursor.position()
            self._shown.append((part, at, len(self._places), len(self._targets), len(self._tables), was_fresh))
            self._write(part.block, self._flow, part.key, depth=0)
            if until is not None and time.perf_counter() >= until:
                break
        cursor.endEditBlock()

    def fit_tables(self) -> None:
        """Give the columns of every table the widths that fit the document's width of now."""
        self._tables.fit()

    def target(self, anchor: str) -> tuple[Target, str] | None:
        """Return what an anchor of this document stands for, and the key of the text it is in."""
        number = anchor.removeprefix(ANCHOR)
        is_known = anchor.startswith(ANCHOR) and number.isdigit() and int(number) < len(self._targets)
        return self._targets[int(number)] if is_known else None

    def ranges(self, key: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of the document, in Qt's UTF-16 units, that show ``start`` to ``end`` of a source."""
        for place in self._places:
            if place.key != key or place.end <= start or place.start >= end:
                continue
            if place.end - place.start != len(place.text):
                yield place.position, place.position + utf16_length(place.text)
                continue
            first, last = max(start, place.start) - place.start, min(end, place.end) - place.start
            begin = place.position + utf16_length(place.text[:first])
            yield begin, begin + utf16_length(place.text[first:last])

    def source_at(self, position: int) -> tuple[str, int] | None:
        """Return the key and the offset of the source whose character is shown at a position of the document."""
        at = bisect_right(self._places, position, key=lambda place: place.position) - 1
        if at < 0:
            return None
        place = self._places[at]
        if position >= place.position + utf16_length(place.text) + 1:
            return None
        units = position - place.position
        offset = 0
        while offset < len(place.text) and utf16_length(place.text[: offset + 1]) <= units:
            offset += 1
        if place.end - place.start != len(place.text):
            return place.key, place.start
        return place.key, min(place.start + offset, place.end - 1)

    def start_of(self, number: int) -> int | None:
        """Return where in the document a part begins, ``None`` while it is not shown."""
        return self._shown[number][1] if number < len(self._shown) else None

    def part_at(self, position: int) -> int | None:
        """Return the number of the part that a position of the document lies in, ``None`` where nothing is shown."""
        at = bisect_right(self._shown, position, key=lambda shown: shown[1]) - 1
        return at if at >= 0 else None

    def _take_back(self, keep: int) -> None:
        """Remove every part from ``keep`` on."""
        if keep >= len(self._shown):
            return
        _, at, places, targets, tables, was_fresh = self._shown[keep]
        self._tables.forget(tables)
        if keep == 0:
            self._document.clear()
            self._flow = _Flow(QTextCursor(self._document))
        else:
            cursor = self._flow.cursor
            cursor.beginEditBlock()
            cursor.setPosition(at)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            cursor.endEditBlock()
            self._flow.is_fresh = was_fresh
        del self._shown[keep:], self._places[places:], self._targets[targets:]

    def _write(self, block: Block, flow: _Flow, key: str, *, depth: int) -> None:
        match block:
            case Paragraph(inlines, is_centred):
                form = self._paragraph(depth)
                if any(isinstance(one, Picture) for one in inlines):
                    form.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
                if is_centred:
                    form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                flow.block(form)
                self._inlines(inlines, flow, key)
            case Formula():
                form = self._paragraph(depth)
                form.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
                form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                flow.block(form)
                self._formula(block, flow)
            case Heading():
                self._heading(block, flow, key)
            case ItemList():
                self._list(block, flow, key, depth=depth + 1)
            case Quote(blocks):
                self._box(blocks, flow, key, edge=self._theme.muted, depth=depth)
            case Bubble(blocks):
                self._box(blocks, flow, key, ground=self._theme.selected, depth=depth)
            case Columns(blocks):
                table = flow.table(1, len(blocks), side_by_side(self._table_form(depth), len(blocks)))
                for column, one in enumerate(blocks):
                    self._write(one, _Flow(table.cellAt(0, column).firstCursorPosition()), key, depth=0)
            case Callout():
                self._callout(block, flow, key, depth)
            case Code():
                self._code(block, flow, key, depth)
            case Table():
                self._table(block, flow, key, depth)
            case MoreRows(start=start, count=count):
                line = Paragraph((Run(RowsLeft().words(count), Style.PLAIN, LinkToRows(start)),))
                self._write(line, flow, key, depth=depth)
            case Rule():
                self._rule(flow)
            case Embed(link, title, blocks, is_continued):
                head = () if is_continued else (Paragraph((Run(title, Style.BOLD, link),)),)
                self._box((*head, *blocks), flow, key, edge=self._theme.accent, depth=depth, inner_key=OTHER_TEXT)
            case Properties(rows):
                self._properties(rows, flow)
            case Footnotes(entries):
                self._footnotes(entries, flow, key)

    def _paragraph(self, depth: int) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setTopMargin(0 if self._boxes else TIGHT)
        form.setBottomMargin(TIGHT if depth or self._boxes else SPACE)
        form.setIndent(depth)
        form.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return form

    def _heading(self, block: Heading, flow: _Flow, key: str) -> None:
        form = QTextBlockFormat()
        form.setHeadingLevel(block.level)
        form.setTopMargin(WIDE if flow.cursor.position() else 0)
        form.setBottomMargin(TIGHT)
        flow.block(form)
        bold = tuple(
            Run(one.text, one.style | Style.BOLD, one.target, one.start, one.end) if isinstance(one, Run) else one
            for one in block.inlines
        )
        self._inlines(bold, flow, key, size=_SIZES[block.level])

    def _list(self, block: ItemList, flow: _Flow, key: str, *, depth: int) -> None:
        form = QTextListFormat()
        is_numbered = block.first is not None
        form.setStyle(QTextListFormat.Style.ListDecimal if is_numbered else QTextListFormat.Style.ListDisc)
        if is_numbered:
            form.setStart(min(block.first or 0, 2_000_000_000))
        form.setIndent(min(depth, _DEEPEST))
        made: QTextList | None = None
        for item in block.items:
            first = item.blocks[0] if item.blocks and isinstance(item.blocks[0], Paragraph) else None
            shape = self._paragraph(0)
            shape.setTopMargin(1)
            shape.setBottomMargin(1)
            if item.task is not None:
                is_open = item.task == " "
                markers = QTextBlockFormat.MarkerType
                shape.setMarker(markers.Unchecked if is_open else markers.Checked)
            flow.block(shape)
            if made is None:
                made = flow.cursor.createList(form)
            else:
                made.add(flow.cursor.block())
            if first is not None:
                self._inlines(_as_done(first.inlines, item), flow, key)
            for inner in item.blocks[1:] if first is not None else item.blocks:
                self._write(inner, flow, key, depth=min(depth, _DEEPEST))

    def _callout(self, block: Callout, flow: _Flow, key: str, depth: int) -> None:
        role = _ROLE_OF_CALLOUT.get(block.kind, "accent")
        colour = getattr(self._theme, role)
        is_closed = (block.fold == "-") != (block.start in self._unfolded)
        if block.is_continued:
            if block.fold and is_closed:
                return
            self._box(block.blocks, flow, key, ground=self._theme.code, edge=colour, depth=depth)
            return
        title = block.title or (Run(block.kind.capitalize()),)
        head: list[Inline] = []
        if block.fold:
            fold = LinkToFold(block.start, is_closed)
            head.append(Run("", Style.__members__.get(role.upper(), Style.PLAIN), fold))
            title = tuple(replace(one, target=one.target or fold) if isinstance(one, Run) else one for one in title)
        head += bold(title)
        blocks = (Paragraph(tuple(head)), *(() if block.fold and is_closed else block.blocks))
        self._box(blocks, flow, key, ground=self._theme.code, edge=colour, depth=depth, head_colour=colour)

    def _box(
        self,
        blocks: Blocks,
        flow: _Flow,
        key: str,
        *,
        depth: int,
        ground: str = "",
        edge: str = "",
        head_colour: str = "",
        inner_key: str | None = None,
    ) -> None:
        """Write blocks into a box of their own; what is nested too deep goes on without one."""
        key = key if inner_key is None else inner_key
        if self._boxes >= _MOST_BOXES or depth >= _DEEPEST:
            for block in blocks:
                self._write(block, flow, key, depth=depth)
            return
        inner = self._cell(flow, ground=ground, edge=edge, depth=depth)
        self._boxes += 1
        for number, block in enumerate(blocks):
            begin = inner.cursor.position()
            self._write(block, inner, key, depth=0 if depth < 2 else depth)
            if head_colour and not number:
                self._colour(begin, inner.cursor.position(), head_colour)
        self._boxes -= 1
        last = inner.cursor.blockFormat()
        last.setBottomMargin(0)
        inner.cursor.setBlockFormat(last)

    def _cell(self, flow: _Flow, *, ground: str, edge: str, depth: int) -> _Flow:
        table = flow.table(1, 1, self._table_form(depth))
        cell = table.cellAt(0, 0)
        shape = QTextTableCellFormat()
        shape.setTopPadding(SPACE + 2)
        shape.setBottomPadding(SPACE - 3)  # the last line has its own room below it already
        shape.setLeftPadding(SPACE)
        shape.setRightPadding(SPACE)
        if ground:
            shape.setBackground(QColor(ground))
        if edge:
            shape.setLeftBorder(3)
            shape.setLeftBorderBrush(QBrush(QColor(edge)))
            shape.setLeftBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        cell.setFormat(shape)
        return _Flow(cell.firstCursorPosition())

    def _table_form(self, depth: int) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellSpacing(0)
        form.setTopMargin(TIGHT)
        form.setBottomMargin(SPACE)
        form.setLeftMargin(depth * self._document.indentWidth())
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        return form

    def _code(self, block: Code, flow: _Flow, key: str, depth: int) -> None:
        inner = self._cell(flow, ground=self._theme.code, edge="", depth=depth)
        inner.block(QTextBlockFormat())
        self._inlines(block.runs, inner, key)

    def _table(self, block: Table, flow: _Flow, key: str, depth: int) -> None:
        columns = max((len(row) for row in block.rows), default=0)
        if not columns:
            return
        form = self._table_form(depth)
        form.setWidth(QTextLength())
        form.setCellPadding(TIGHT + 1)
        form.setBorder(1)
        form.setBorderBrush(QBrush(QColor(self._theme.border)))
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderCollapse(True)
        form.setHeaderRowCount(1)
        table = flow.table(len(block.rows), columns, form)
        for number, row in enumerate(block.rows):
            for column, inlines in enumerate(row):
                cell = table.cellAt(number, column)
                if number == 0:
                    shape = QTextTableCellFormat()
                    shape.setBackground(QColor(self._theme.code))
                    cell.setFormat(shape)
                side = block.sides[column] if column < len(block.sides) else ""
                place = QTextBlockFormat()
                place.setAlignment(SIDES.get(side, Qt.AlignmentFlag.AlignLeft))
                inner = _Flow(cell.firstCursorPosition())
                inner.block(place)
                self._inlines(bold(inlines) if number == 0 else inlines, inner, key)
        self._tables.add(table, block)

    def _properties(self, rows: Sequence[tuple[str, Inlines]], flow: _Flow) -> None:
        form = self._table_form(0)
        form.setCellPadding(TIGHT)
        form.setColumnWidthConstraints([QTextLength(), QTextLength(QTextLength.Type.PercentageLength, 80)])
        table = flow.table(len(rows), 2, form)
        for number, (name, value) in enumerate(rows):
            for column, inlines in enumerate(((Run(name, Style.MUTED),), value)):
                cell = table.cellAt(number, column)
                shape = QTextTableCellFormat()
                shape.setBottomBorder(1)
                shape.setBottomBorderBrush(QBrush(QColor(self._theme.border)))
                shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                cell.setFormat(shape)
                inner = _Flow(cell.firstCursorPosition())
                inner.block(QTextBlockFormat())
                self._inlines(inlines, inner, "")

    def _rule(self, flow: _Flow) -> None:
        form = QTextBlockFormat()
        form.setProperty(
            QTextFormat.Property.BlockTrailingHorizontalRulerWidth,
            QTextLength(QTextLength.Type.PercentageLength, 100),
        )
        form.setProperty(QTextFormat.Property.BackgroundBrush, QBrush(QColor(self._theme.border)))
        flow.is_fresh = False  # the block behind a table has no width to draw a line in
        flow.block(form)

    def _footnotes(self, entries: Sequence[tuple[str, Blocks]], flow: _Flow, key: str) -> None:
        self._rule(flow)
        for label, blocks in entries:
            first = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else Paragraph(())
            mark = Run(f"{label}  ", Style.MUTED)
            self._write(Paragraph((mark, *first.inlines)), flow, key, depth=0)
            for block in blocks[1:] if first.inlines else blocks:
                self._write(block, flow, key, depth=1)

    def _inlines(self, inlines: Sequence[Inline], flow: _Flow, key: str, *, size: int | None = None) -> None:
        for one in inlines:
            if isinstance(one, Picture):
                self._picture(one, flow)
                continue
            shown = one.text.translate(_UNSHOWN)
            if not shown:
                if isinstance(one.target, LinkToFold):
                    insert_arrow(
                        self._document, flow.cursor, self._form(one, size, key), is_down=not one.target.is_closed
                    )
                continue
            position = flow.cursor.position()
            flow.cursor.insertText(shown, self._form(one, size, key))
            if key and one.start >= 0:
                self._places.append(_Place(key, one.start, one.end, position, shown))

    def _form(self, run: Run, size: int | None, key: str) -> QTextCharFormat:
        form = QTextCharFormat()
        style, theme = run.style, self._theme
        if size is not None:
            form.setProperty(QTextFormat.Property.FontSizeAdjustment, size)
        if Style.BOLD in style:
            form.setFontWeight(BOLD_WEIGHT)
        if Style.ITALIC in style or Style.MATH in style:
            form.setFontItalic(True)
        if Style.STRUCK in style:
            form.setFontStrikeOut(True)
        if Style.CODE in style:
            form.setFontFamilies(self._fixed)
            form.setFontFixedPitch(True)
            form.setBackground(QColor(theme.code))
        if Style.HIGHLIGHT in style:
            form.setBackground(QColor(theme.highlight))
        if Style.CHIP in style:
            form.setBackground(QColor(theme.hover))
        if Style.RAISED in style:
            form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        if Style.LOWERED in style:
            form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
        colour = self._colour_of(run)
        if colour:
            form.setForeground(QColor(colour))
        if run.target is not None:
            form.setAnchor(True)
            if self._targets[-1:] != [(run.target, key)]:  # else it goes on, and is one stop for the keyboard
                self._targets.append((run.target, key))
            form.setAnchorHref(f"{ANCHOR}{len(self._targets) - 1}")
            if Style.UNRESOLVED in style:
                form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        return form

    def _colour_of(self, run: Run) -> str:
        style, theme = run.style, self._theme
        for mark, colour in (
            (Style.BAD, theme.bad),
            (Style.WARNING, theme.warning),
            (Style.GOOD, theme.good),
            (Style.UNRESOLVED, theme.muted),
            (Style.MUTED, theme.muted),
        ):
            if mark in style:
                return colour
        if run.target is not None:
            return theme.accent
        inks = {Ink.KEYWORD: theme.accent, Ink.TEXT: theme.good, Ink.NUMBER: theme.warning, Ink.NAME: theme.accent}
        return theme.muted if run.ink is Ink.COMMENT else inks.get(run.ink, theme.text)

    def _colour(self, start: int, end: int, colour: str) -> None:
        cursor = QTextCursor(self._document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setForeground(QColor(colour))
        cursor.mergeCharFormat(form)

    def _picture(self, picture: Picture, flow: _Flow) -> None:
        image = self._pictures.get(picture.path)
        if image is None or image.isNull():
            self._inlines((Run(f"[{picture.alt}]", Style.MUTED),), flow, "")
            return
        name = f"picture:{len(self._targets)}.{flow.cursor.position()}"
        insert_picture(flow.cursor, image, name=name, alt=picture.alt.translate(_UNSHOWN), width=picture.width)

    def _formula(self, formula: Formula, flow: _Flow) -> None:
        name = f"formula:{len(self._targets)}.{flow.cursor.position()}"
        is_drawn = insert_formula(self._document, flow.cursor, formula, name=name, colour=self._theme.text)
        if not is_drawn:
            self._inlines((Run(formula.said, Style.MATH),), flow, "")


def _as_done(inlines: Inlines, item: ListItem) -> Inlines:
    """Return the words of an item, struck and quiet where its task is done or dropped."""
    if item.task is None or item.task not in "xX-":
        return inlines
    return tuple(
        Run(one.text, one.style | Style.STRUCK | Style.MUTED, one.target, one.start, one.end)
        if isinstance(one, Run)
        else one
        for one in inlines
    )
