"""One line after another to blocks: CommonMark's containers and leaves as Obsidian reads them.

With its callouts, comments, math, footnotes and block identifiers. What stands inside the lines is read by ``inline``;
``stretches`` says where that is worth while.
"""

import re

from vaultmind.domain.note import Footnote, Heading, Section, SectionKind
from vaultmind.domain.span import Span
from vaultmind.parsing.block_state import Blocks, Leaf, MarkedBlock, Place, Stretch
from vaultmind.parsing.line_syntax import (
    BLANKS,
    BLOCK_ID_LINE,
    CALLOUT,
    DELIMITER_ROW,
    FOOTNOTE,
    HTML_ENDS,
    ORDERED,
    REFERENCE,
    SETEXT,
    TASK,
    WORTH_READING,
    Begun,
    Start,
    count_cells,
    heading_text,
    is_blank,
    markdown_start,
    reference_key,
    skip_blanks,
)

DEPTH_LIMIT = 1_000
"""Quotes and list items inside each other; deeper marks are text."""

_PARAGRAPH, _TABLE = SectionKind.PARAGRAPH, SectionKind.TABLE  # Python 3.11 takes 0.1 µs to look up one of an enum
_QUOTE, _ITEM, _FOOTNOTE = Start.QUOTE, Start.ITEM, Start.FOOTNOTE
_MAY_BEGIN = frozenset(">#`~<-*_+0123456789%$^[")
"""What a line of no plain text has first behind its blanks."""


class BlockScanner:
    """The state between two lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Blocks()
        self.stack: list[Place] = []
        self.quotes: list[int] = []
        self.leaf: Leaf | None = None
        self.top: tuple[SectionKind, int, int, str] | None = None
        self.last_end = 0
        self.last_line = 0
        self.items: list[Place] = []
        self.callouts: list[Place] = []
        self.notes: list[tuple[str, Place]] = []
        self.marked_blocks: list[MarkedBlock] = []
        self.has_identifiers = "^" in text
        self.begin = 0
        self.line = ""
        self.number = 0
        self.pos = 0
        self.column = 0
        self.base = 0

    # -- lines -------------------------------------------------------------------------------------------------------

    def read_line(self, begin: int, line: str, number: int) -> None:
        """Read the line that begins at ``begin``, whatever it is."""
        self.begin, self.line, self.number = begin, line, number
        self.base = self.pos = self.column = 0
        if line[:1] in BLANKS:
            self.pos, self.column = skip_blanks(line, 0, 0)
        if self.pos == len(line) and not self.quotes:
            self._blank_line(len(self.stack))
            return
        matched = self._match_places() if self.stack else 0
        blank = self.pos == len(line)
        leaf = self.leaf
        if leaf is not None and leaf.kind is not _PARAGRAPH and leaf.kind is not _TABLE:
            if matched == len(self.stack) and self._verbatim_line(leaf, blank=blank):
                return
            self._close_leaf()
            leaf = None
        if blank:
            self._blank_line(matched)
            return
        sibling: Place | None = None
        if matched < len(self.stack):
            if leaf is not None and leaf.kind is _PARAGRAPH and self._start(lazy=True) is None:
                self._continue_paragraph(leaf)
                return
            sibling = self.stack[matched]
            self._close_to(matched)
        self._open(sibling)

    def _match_places(self) -> int:
        """Return how many open containers go on in this line, and move past their marks."""
        line = self.line
        size = len(line)
        for depth, place in enumerate(self.stack):
            if place.kind == "quote":
                if self.pos == size or self.column - self.base > 3 or line[self.pos] != ">":
                    return depth
                self._pass_quote_mark()
            elif self.pos < size:
                if self.column - self.base < place.width:
                    return depth
                self.base += place.width
        return len(self.stack)

    def _pass_quote_mark(self) -> None:
        line, pos, column = self.line, self.pos + 1, self.column + 1
        self.base = column
        if pos < len(line) and line[pos] in BLANKS:
            self.base += 1
        self.pos, self.column = skip_blanks(line, pos, column)

    def _blank_line(self, matched: int) -> None:
        leaf = self.leaf
        if leaf is not None:
            verbatim = leaf.kind is not _PARAGRAPH and leaf.kind is not _TABLE
            if verbatim and matched == len(self.stack) and self._verbatim_line(leaf, blank=True):
                return
            self._close_leaf()
        if matched < len(self.stack):
            self._close_to(matched)
        if self.stack and self.stack[-1].is_empty and self.stack[-1].line == self.number - 1:
            self.stack[-1].width = len(self.text) + 1

    # -- verbatim leaves ---------------------------------------------------------------------------------------------

    def _verbatim_line(self, leaf: Leaf, *, blank: bool) -> bool:
        """Add the line to a code, HTML, math or comment block; say whether it belongs there."""
        line, stop = self.line, self.begin + len(self.line)
        closes = False
        match leaf.close:
            case "fence":
                run = line[self.pos :].rstrip(BLANKS)
                closes = len(run) >= len(leaf.fence) and self.column - self.base < 4 and run == leaf.fence[0] * len(run)
            case "indent":
                if not blank and self.column - self.base < 4:
                    return False
            case "blank":
                if blank:
                    return False
            case "%%" | "$$":
                closes = line.find(leaf.close, self.pos) >= 0
            case ending:
                closes = HTML_ENDS[ending].search(line, self.pos) is not None
        if leaf.kind is SectionKind.COMMENT:
            if self.pos:
                leaf.marked = True
            leaf.pieces.append((self.begin + self.pos, stop))
        if not blank or closes:
            leaf.end, leaf.last_line = stop, self.number
            self.last_end, self.last_line = stop, self.number
        if closes:
            self._close_leaf()
        return True

    # -- starts ------------------------------------------------------------------------------------------------------

    def _start(self, *, lazy: bool = False) -> Begun | None:
        """Say which block begins at this place of the line, if one does."""
        line, pos, leaf = self.line, self.pos, self.leaf
        if self.column - self.base > 3 or line[pos] not in _MAY_BEGIN:
            return None
        interrupting = leaf is not None and leaf.kind is _PARAGRAPH and not lazy
        match line[pos]:
            case "%" | "$":
                return self._start_of_pair(line[pos] * 2, interrupting=interrupting, lazy=lazy)
            case "^" if not interrupting and not self._is_first_text():
                found = BLOCK_ID_LINE.match(line, pos)
                return (Start.IDENTIFIER, found) if found else None
            case "[":
                return self._start_of_definition(in_paragraph=interrupting or lazy)
        begun = markdown_start(line, pos, interrupting=interrupting, lazy=lazy)
        too_deep = len(self.stack) >= DEPTH_LIMIT and begun is not None and begun[0] in (_QUOTE, _ITEM)
        return None if too_deep else begun

    def _start_of_pair(self, mark: str, *, interrupting: bool, lazy: bool) -> Begun | None:
        """See a comment or math begin, if it is a block: alone on its line, or open at the end of it."""
        line, pos = self.line, self.pos
        if not line.startswith(mark, pos):
            return None
        is_comment = mark == "%%"
        second = line.find(mark, pos + 2)
        if second >= 0:
            alone = not (interrupting or lazy) and is_blank(line, second + 2)
            return (Start.COMMENT_LINE if is_comment else Start.MATH_LINE, None) if alone else None
        if interrupting and self._is_open(mark):
            return None
        if not is_comment and self.text.find(mark, self.begin + len(line)) < 0:
            return None
        return (Start.COMMENT if is_comment else Start.MATH), None

    def _start_of_definition(self, *, in_paragraph: bool) -> Begun | None:
        line, pos = self.line, self.pos
        found = FOOTNOTE.match(line, pos)
        if found is not None:
            outer = self.stack[-1] if self.stack and self.stack[-1].kind == "footnote" else None
            if outer is not None and outer.line == self.number:
                return None
            return (Start.FOOTNOTE, found) if outer or not in_paragraph else None
        found = None if in_paragraph else REFERENCE.match(line, pos)
        return (Start.REFERENCE, found) if found else None

    def _is_first_text(self) -> bool:
        """Say whether a list item has begun in this line: an identifier is then its own."""
        return bool(self.stack) and self.stack[-1].kind == "item" and self.stack[-1].line == self.number

    def _is_open(self, mark: str) -> bool:
        """Say whether the paragraph so far has opened a comment or math that this line may close."""
        return self.leaf is not None and self.text.count(mark, self.leaf.start, self.leaf.end) % 2 == 1

    def _open(self, sibling: Place | None) -> None:
        """Open what begins in this line: containers first, then one leaf, or go on with the paragraph or table."""
        while (start := self._start()) is not None:
            kind, mark = start
            if kind is _QUOTE:
                is_used_up = self._open_quote()
            elif kind is _ITEM and mark is not None:
                is_used_up = self._open_item(mark, sibling)
            elif kind is _FOOTNOTE and mark is not None:
                is_used_up = self._open_footnote(mark)
            else:
                break
            if is_used_up:
                return
            sibling = None
        leaf = self.leaf
        if leaf is not None and leaf.kind is _PARAGRAPH:
            if self._setext(leaf) or self._table(leaf):
                return
            if start is None:
                self._continue_paragraph(leaf)
                return
        if leaf is not None and leaf.kind is _TABLE and start is None and self.column - self.base < 4:
            self._continue_paragraph(leaf)
            return
        if leaf is not None:
            self._close_leaf()
        if start is not None:
            self._open_leaf(*start)
        elif self.column - self.base > 3:
            self._verbatim(SectionKind.CODE, "indent")
        else:
            self._open_paragraph()

    def _open_quote(self) -> bool:
        """Open a quote or a callout; say whether the line is used up."""
        self._close_leaf()
        start = self.begin + self.pos
        self._pass_quote_mark()
        title = CALLOUT.match(self.line, self.pos)
        if not self.stack:
            self._begin(SectionKind.CALLOUT if title else SectionKind.QUOTE, start, self.number)
        place = Place.within(self._innermost(), "quote", 0, self.number, start)
        self.quotes.append(len(self.stack))
        self.stack.append(place)
        self._touch()
        if title is None:
            return self.pos == len(self.line)
        place.callout = (title[1].partition("|")[0].strip().lower(), (title[3] or "").strip(), title[2])
        place.depth += 1
        self.callouts.append(place)
        if title[3]:
            self._stretch(SectionKind.CALLOUT, [(self.begin + title.start(3), self.begin + title.end(3))], marked=False)
        return True

    def _open_item(self, mark: re.Match[str], sibling: Place | None) -> bool:
        """Open a list item; say whether the line is used up."""
        self._close_leaf()
        line = self.line
        marker = mark[2] if mark.re is ORDERED else mark[0]
        start = self.begin + self.pos
        after = self.column + len(mark[0])
        pos, column = skip_blanks(line, mark.end(), after)
        content = after + 1 if pos == len(line) or column - after > 4 else column
        place = Place.within(self._innermost(), "item", content - self.base, self.number, start)
        place.marker, place.own_end = marker, self.begin + mark.end()
        if sibling is not None and sibling.kind == "item" and sibling.marker == marker:
            place.list_line = sibling.list_line
        elif not self.stack:
            self._begin(SectionKind.LIST, start, self.number)
        self.stack.append(place)
        self.items.append(place)
        self.base, self.pos, self.column = content, pos, column
        self._touch()
        if pos == len(line):
            place.is_empty = True
            return True
        task = TASK.match(line, pos)
        if task is None:
            return False
        place.task, place.own_end = task[1], self.begin + task.end()
        self.pos, self.column = skip_blanks(line, task.end(), column + 3)
        if self.pos < len(line):
            self._open_paragraph()
        return True

    def _open_footnote(self, mark: re.Match[str]) -> bool:
        """Open a footnote definition; say whether the line is used up."""
        if self.stack and self.stack[-1].kind == "footnote":
            self._close_to(len(self.stack) - 1)
        self._close_leaf()
        start = self.begin + self.pos
        if not self.stack:
            self._begin(SectionKind.FOOTNOTE, start, self.number)
        place = Place.within(self._innermost(), "footnote", 4, self.number, start)
        self.stack.append(place)
        self.notes.append((mark[1], place))
        self.pos, self.column = skip_blanks(self.line, mark.end(), self.column + len(mark[0]))
        self.base = self.column
        self._touch()
        return self.pos == len(self.line)

    def _open_leaf(self, kind: Start, mark: re.Match[str] | None) -> None:
        line, start = self.line, self.begin + self.pos
        stop = self.begin + len(line)
        match kind:
            case Start.HEADING if mark is not None:
                self._top_leaf(SectionKind.HEADING, start)
                self._heading(len(mark[1]), mark.end(), start)
            case Start.FENCE if mark is not None:
                info = mark[2] if mark[1] else mark[4]
                self._verbatim(SectionKind.CODE, "fence", info.strip()).fence = mark[1] or mark[3]
            case Start.HTML if mark is not None:
                ending = mark.lastgroup or "any"
                closing = HTML_ENDS.get(ending)
                leaf = self._verbatim(SectionKind.HTML, ending if closing else "blank")
                if closing and closing.search(line, mark.end() - (ending == "comment")):
                    leaf.end = stop
                    self._close_leaf()
            case Start.RULE:
                self._top_leaf(SectionKind.RULE, start)
                self._touch()
            case Start.COMMENT:
                self._verbatim(SectionKind.COMMENT, "%%")
            case Start.MATH:
                self._verbatim(SectionKind.MATH, "$$")
            case Start.COMMENT_LINE | Start.MATH_LINE:
                self._verbatim(SectionKind.COMMENT if kind is Start.COMMENT_LINE else SectionKind.MATH, "")
                self._close_leaf()
            case Start.IDENTIFIER if mark is not None:
                self._identifier(mark[1], start)
            case Start.REFERENCE if mark is not None:
                self._top_leaf(SectionKind.PARAGRAPH, start)
                self.out.references.setdefault(reference_key(mark[1]), mark[2])
                self._touch()
            case _:
                self._open_paragraph()

    def _open_paragraph(self) -> None:
        start, stop = self.begin + self.pos, self.begin + len(self.line)
        self._top_leaf(_PARAGRAPH, start)
        self.leaf = Leaf.of(_PARAGRAPH, self.number, start, stop)
        self._touch()

    def _continue_paragraph(self, leaf: Leaf) -> None:
        stop = self.begin + len(self.line)
        leaf.marked = leaf.marked or bool(self.pos)
        leaf.pieces.append((self.begin + self.pos, stop))
        leaf.end, leaf.last_line = stop, self.number
        self._touch()

    def _verbatim(self, kind: SectionKind, close: str, info: str = "") -> Leaf:
        start, stop = self.begin + self.pos, self.begin + len(self.line)
        self._top_leaf(kind, start, info)
        leaf = Leaf.of(kind, self.number, start, stop)
        leaf.close = close
        self.leaf = leaf
        self._touch()
        return leaf

    def _setext(self, leaf: Leaf) -> bool:
        mark = SETEXT.match(self.line, self.pos) if self.column - self.base < 4 else None
        if mark is None:
            return False
        self.leaf = None
        raw = "\n".join(self.text[begin:end].strip(BLANKS) for begin, end in leaf.pieces)
        self._touch()
        if not self.stack:
            self.out.headings.append(
                Heading(1 if mark[1][0] == "=" else 2, raw, leaf.line, Span(leaf.start, self.last_end))
            )
            if self.top is not None:
                self.top = (SectionKind.HEADING, *self.top[1:])
        self._paragraph_identifier(leaf)
        self._stretch(SectionKind.HEADING, leaf.pieces, marked=leaf.marked)
        return True

    def _table(self, leaf: Leaf) -> bool:
        line = self.line
        if line[self.pos] not in "|:-" or self.column - self.base > 3 or not DELIMITER_ROW.match(line, self.pos):
            return False
        header_start, header_end = leaf.pieces[-1]
        header = self.text[header_start:header_end]
        if ("|" not in line and "|" not in header) or count_cells(header) != count_cells(line[self.pos :]):
            return False
        if len(leaf.pieces) > 1:
            leaf.pieces.pop()
            leaf.end, header_line = leaf.pieces[-1][1], leaf.last_line
            leaf.last_line -= 1
            self.last_end, self.last_line = leaf.end, leaf.last_line
            self._close_leaf()
            if not self.stack:
                self._begin(SectionKind.TABLE, header_start, header_line)
        else:
            header_line = leaf.line
            if not self.stack and self.top is not None:
                self.top = (SectionKind.TABLE, *self.top[1:])
        table = Leaf.of(SectionKind.TABLE, header_line, header_start, header_end)
        self.leaf = table
        self._touch()
        table.end, table.last_line = self.last_end, self.number
        return True

    def _heading(self, level: int, content: int, start: int) -> None:
        first, last = heading_text(self.line, content)
        self._touch()
        if not self.stack:
            self.out.headings.append(Heading(level, self.line[first:last], self.number, Span(start, self.last_end)))
        pieces = [(self.begin + first, self.begin + last)]
        if self.has_identifiers:
            self._paragraph_identifier(Leaf.of(SectionKind.HEADING, self.number, *pieces[0]))
        self._stretch(SectionKind.HEADING, pieces, marked=False)

    # -- ends --------------------------------------------------------------------------------------------------------

    def _innermost(self) -> Place | None:
        return self.stack[-1] if self.stack else None

    def _touch(self) -> None:
        self.last_end, self.last_line = self.begin + len(self.line), self.number

    def _top_leaf(self, kind: SectionKind, start: int, info: str = "") -> None:
        if not self.stack:
            self._begin(kind, start, self.number, info)

    def _begin(self, kind: SectionKind, start: int, line: int, info: str = "") -> None:
        if self.top is not None:
            self._end_section()
        self.top = (kind, start, line, info)

    def _end_section(self) -> None:
        if self.top is not None:
            kind, start, line, info = self.top
            self.out.sections.append(Section(kind, Span(start, self.last_end), line, self.last_line, info))
            self.top = None

    def _close_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        if leaf.kind is _PARAGRAPH:
            if self.has_identifiers:
                self._paragraph_identifier(leaf)
            self._stretch(_PARAGRAPH, leaf.pieces, marked=leaf.marked)
            if self.stack and not self.stack[-1].has_text:
                self.stack[-1].has_text = True
                self.stack[-1].own_end = leaf.end
            return
        match leaf.kind:
            case SectionKind.TABLE:
                for row in leaf.pieces:
                    self._stretch(leaf.kind, [row], marked=False)
            case SectionKind.COMMENT:
                self.out.comments.append(Span(leaf.start, leaf.end))
                self._stretch(leaf.kind, leaf.pieces, marked=leaf.marked)
            case SectionKind.MATH:
                self.out.math.append(Span(leaf.start, leaf.end))
            case SectionKind.CODE if leaf.fence:
                self.out.fences.append(Span(leaf.start, leaf.end))
            case SectionKind.HTML:
                self.out.html.append(Span(leaf.start, leaf.end))

    def _close_to(self, depth: int) -> None:
        if self.leaf is not None:
            self._close_leaf()
        while len(self.stack) > depth:
            place = self.stack.pop()
            if place.kind == "quote":
                self.quotes.pop()
            place.end = max(place.end, self.last_end)

    def _paragraph_identifier(self, leaf: Leaf) -> None:
        """Note the identifier that a paragraph or a heading ends with."""
        begin, end = leaf.pieces[-1]
        caret = self.text.rfind("^", begin, end)
        if caret < 0 or (caret > begin and self.text[caret - 1] not in BLANKS):
            return
        found = BLOCK_ID_LINE.match(self.text, caret, end)
        if found is None:
            return
        item = self.stack[-1] if self.stack and self.stack[-1].kind == "item" else None
        if item is not None and item.has_text:
            item = None
        start = item.start if item else leaf.start
        text = Span(start, start + len(self.text[start:caret].rstrip()))
        self.marked_blocks.append(MarkedBlock(found[1], leaf.line, text, leaf.end, item))

    def _identifier(self, name: str, start: int) -> None:
        """Give an identifier on a line of its own to the block before it, if that is a structured one."""
        before = self.top
        if not self.stack and before is not None and before[0] not in (SectionKind.PARAGRAPH, SectionKind.HEADING):
            self.marked_blocks.append(MarkedBlock(name, before[2], Span(before[1], self.last_end), self.last_end))
        else:
            end = self.begin + len(self.line)
            self.marked_blocks.append(MarkedBlock(name, self.number, Span(start, start), end))
        self._top_leaf(SectionKind.PARAGRAPH, start)
        self._touch()

    def _stretch(self, kind: SectionKind, pieces: list[tuple[int, int]], *, marked: bool) -> None:
        text = self.text
        start, end = pieces[0][0], pieces[-1][1]
        if WORTH_READING.search(text, start, end) is None:
            return
        if not marked:
            self.out.stretches.append(Stretch(text, start, end, 0, kind))
            return
        parts = []
        last = start
        for begin, stop in pieces:
            if begin > last:
                parts.append("\n" + " " * (begin - last - 1))
            parts.append(text[begin:stop])
            last = stop
        self.out.stretches.append(Stretch("".join(parts), 0, end - start, start, kind))

    def finish(self) -> Blocks:
        """Close what is open and hand the blocks over."""
        self._close_to(0)
        self._end_section()
        out = self.out
        out.list_items = [item.as_list_item() for item in self.items]
        out.callouts = [place.as_callout(place.callout) for place in self.callouts if place.callout]
        out.footnotes = [Footnote(label, place.line, Span(place.start, place.end)) for label, place in self.notes]
        out.blocks = [marked.as_block() for marked in self.marked_blocks]
        return out
