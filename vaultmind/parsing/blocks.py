"""Block structure of a note: one pass over its lines, without recursion, in time linear in their length.

``BlockScanner`` reads any line. Most lines of a note are blank, plain text, a heading or a simple list item; what these
do is known at once, and is done here to the same end.
"""

import re
from bisect import bisect_right
from itertools import accumulate

from vaultmind.domain.note import Section, SectionKind
from vaultmind.domain.span import Span
from vaultmind.parsing.block_scanner import DEPTH_LIMIT, BlockScanner
from vaultmind.parsing.block_state import Blocks, Leaf, Place
from vaultmind.parsing.line_syntax import BLANKS, LINE_END, PLAIN_START, skip_blanks

_PARAGRAPH, _TABLE = SectionKind.PARAGRAPH, SectionKind.TABLE
_RULE = "---"
_HEADING = re.compile(r"(#{1,6})[ \t]+")
_ITEM = re.compile(
    r"([ \t]*)([-*+]|[0-9]{1,9}[.)])[ ]"
    r"(?:\[([^\r\n])\][ \t]+(?=[^ \t])|(?=[^\s>#`~<+*_=0-9$%|^\[:\-]|\[\[(?!\])|[*_]{1,3}[^\W_]|#\w))"
)
"""A list item with its task, if the text behind them begins no other block."""


def scan_blocks(text: str, body_start: int = 0) -> Blocks:
    """Return the block structure of ``text`` from ``body_start``; lines count from the start of the text."""
    reader = _LineReader(text)
    reader.run(body_start)
    return reader.finish()


def _lines_of(text: str) -> tuple[list[int], list[str]]:
    """Return where each line begins, and the lines without their ends."""
    if "\r" not in text:
        lines = text.split("\n")
        return [0, *accumulate([len(line) + 1 for line in lines[:-1]])], lines
    ends = [found.span() for found in LINE_END.finditer(text)]
    starts = [0, *(after for _, after in ends)]
    stops = [*(stop for stop, _ in ends), len(text)]
    return starts, [text[start:stop] for start, stop in zip(starts, stops, strict=True)]


class _LineReader(BlockScanner):
    """Reads the lines of a note, the common ones by a shorter way."""

    def run(self, body_start: int) -> None:
        """Read every line from the one that begins at ``body_start``."""
        starts, lines = _lines_of(self.text)
        self.out.line_starts = starts
        first = bisect_right(starts, body_start) - 1
        if body_start:
            end = starts[first - 1] + len(lines[first - 1])
            self.out.sections.append(Section(SectionKind.FRONTMATTER, Span(0, end), 1, first))
        is_plain, stack, quotes = PLAIN_START.match, self.stack, self.quotes
        for index in range(first, len(lines)):
            begin, line, number = starts[index], lines[index], index + 1
            leaf = self.leaf
            if not line:
                if not stack and (leaf is None or leaf.kind is _PARAGRAPH):
                    if leaf is not None:
                        self._close_leaf()
                    continue
                if not quotes:
                    self._blank(leaf, begin, number)
                    continue
            elif quotes:
                pass
            elif leaf is None or leaf.kind is _PARAGRAPH:
                if is_plain(line):
                    self._plain(leaf, begin, begin + len(line), number)
                    continue
                if self._quick(leaf, begin, line, number):
                    continue
            elif not stack and self._is_more_of(leaf, line):
                self._add(leaf, begin, begin + len(line), number)
                continue
            self.read_line(begin, line, number)

    def _blank(self, leaf: Leaf | None, begin: int, number: int) -> None:
        """Read an empty line outside of every quote."""
        self.begin, self.line, self.number = begin, "", number
        self.base = self.pos = self.column = 0
        if leaf is not None and leaf.kind is _PARAGRAPH:
            self._close_leaf()
        self._blank_line(len(self.stack))

    def _plain(self, leaf: Leaf | None, begin: int, stop: int, number: int) -> None:
        """Read a line of text that is not indented: it goes on with a paragraph, or ends all lists."""
        if leaf is not None:
            self._add(leaf, begin, stop, number)
            return
        if self.stack:
            self._close_to(0)
        self._begin(_PARAGRAPH, begin, number)
        self.leaf = Leaf.of(_PARAGRAPH, number, begin, stop)
        self.last_end, self.last_line = stop, number

    def _add(self, leaf: Leaf, begin: int, stop: int, number: int) -> None:
        leaf.pieces.append((begin, stop))
        leaf.end, leaf.last_line = stop, number
        self.last_end, self.last_line = stop, number

    def _is_more_of(self, leaf: Leaf, line: str) -> bool:
        """Say whether the line is surely a row of a table, or code behind a fence that it does not close."""
        if leaf.kind is _TABLE:
            return line[0] == "|"
        return leaf.close == "fence" and leaf.fence[0] not in line and bool(line.strip(BLANKS))

    def _quick(self, leaf: Leaf | None, begin: int, line: str, number: int) -> bool:
        """Read a heading, a list item or a rule where no quote is open; say whether it was one."""
        if line[0] == "#":
            heading = _HEADING.match(line)
            if heading is None:
                return False
            self.begin, self.line, self.number = begin, line, number
            self._close_to(0)
            self._begin(SectionKind.HEADING, begin, number)
            self._heading(heading.end(1), heading.end(), begin)
            return True
        item = _ITEM.match(line)
        if item is not None:
            return self._item(item, begin, line, number)
        if line != _RULE or (leaf is not None and not self.stack):  # below a paragraph it makes a heading
            return False
        self._close_to(0)
        self._begin(SectionKind.RULE, begin, number)
        self.last_end, self.last_line = begin + len(line), number
        return True

    def _item(self, found: re.Match[str], begin: int, line: str, number: int) -> bool:
        """Read a list item with its first line of text, unless it is none at this depth."""
        indent, marker, task = found.groups()
        column = len(indent) if "\t" not in indent else skip_blanks(line, 0, 0)[1]
        stack, base, matched = self.stack, 0, 0
        for place in stack:
            if column - base < place.width:
                break
            base += place.width
            matched += 1
        depth = len(stack)
        if column - base > 3 or depth >= DEPTH_LIMIT:
            return False
        size = len(marker)
        if size > 1:
            if self.leaf is not None and matched == depth and int(marker[:-1]) != 1:
                return False
            marker = marker[-1]
        sibling = stack[matched] if matched < depth else None
        self._close_to(matched)
        start, stop = begin + len(indent), begin + len(line)
        item = Place.within(stack[-1] if stack else None, "item", column + size + 1 - base, number, start)
        item.marker, item.own_end = marker, start + size
        if task is not None:
            item.task, item.own_end = task, start + size + 4
        if sibling is not None and sibling.kind == "item" and sibling.marker == marker:
            item.list_line = sibling.list_line
        elif not stack:
            self._begin(SectionKind.LIST, start, number)
        stack.append(item)
        self.items.append(item)
        self.leaf = Leaf.of(_PARAGRAPH, number, begin + found.end(), stop)
        self.last_end, self.last_line = stop, number
        return True
