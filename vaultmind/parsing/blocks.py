"""Block structure of a note: one pass over its lines, without recursion, in time linear in their length.

CommonMark's containers and leaves as Obsidian reads them, with its callouts, comments, math, footnotes and block
identifiers. What stands inside the lines is read by ``inline``; ``stretches`` says where that is worth while.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from vaultmind.domain.note import Block, Callout, Footnote, Heading, ListItem, Section, SectionKind
from vaultmind.domain.span import Span

_LINE_END = re.compile(r"\r\n?|\n")
_BLANKS = " \t"
_PLAIN_START = re.compile(r"[^\s>#`~<+*_=0-9$%|^\[:\-]")
_BULLET = re.compile(r"[-+*](?=[ \t]|\Z)")
_ORDERED = re.compile(r"([0-9]{1,9})([.)])(?=[ \t]|\Z)")
_TASK = re.compile(r"\[([^\r\n])\](?=[ \t]|\Z)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_ATX = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
_ATX_CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*\Z")
_SETEXT = re.compile(r"(=+|-+)[ \t]*\Z")
_FENCE = re.compile(r"(`{3,})([^`]*)\Z|(~{3,})(.*)\Z", re.DOTALL)
_CALLOUT = re.compile(r"\[!([^\]\r\n]+)\]([+-]?)(?:[ \t]+(.*)|)\Z", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:")
_REFERENCE = re.compile(
    r"\[((?:[^\[\]\\]|\\.){1,999})\]:[ \t]*(<[^<>\r\n]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*\Z",
    re.DOTALL,
)
_BLOCK_ID_LINE = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*\Z")
_BLOCK_ID = re.compile(r"[ \t\r\n]\^([A-Za-z0-9-]+)[ \t]*\Z")
_DELIMITER_ROW = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_PIPE = re.compile(r"(?<!\\)\|")
_WORTH_READING = re.compile(r"[\[#$]|%%|==|::")
_HTML_TAGS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul"
).replace(" ", "|")
HTML_TAG = (
    r"<(?:[A-Za-z][A-Za-z0-9-]*(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?)*+\s*+/?"
    r"|/[A-Za-z][A-Za-z0-9-]*\s*+)>"
)
_HTML_STARTS = re.compile(
    rf"(?:<(?P<raw>script|pre|style|textarea)(?=[\s>]|\Z)|(?P<comment><!--)|(?P<instruction><\?)"
    rf"|(?P<cdata><!\[CDATA\[)|(?P<declaration><![A-Za-z])|</?(?P<block>{_HTML_TAGS})(?=[\s>]|/>|\Z)"
    rf"|(?P<any>{HTML_TAG})[ \t]*\Z)",
    re.IGNORECASE,
)
_HTML_ENDS = {
    "raw": re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    "comment": re.compile("-->"),
    "instruction": re.compile(r"\?>"),
    "cdata": re.compile(r"\]\]>"),
    "declaration": re.compile(">"),
}


class _Place:
    """A container that is open: a quote, a list item or a footnote definition."""

    __slots__ = (
        "callout", "depth", "end", "kind", "last_line", "line", "list_line", "marker", "own_end", "parent", "start",
        "task", "width",
    )  # fmt: skip

    def __init__(self, kind: str, width: int, line: int, start: int) -> None:
        self.kind = kind
        self.width = width
        self.line = line
        self.last_line = line
        self.start = start
        self.end = start
        self.own_end = -1
        self.marker = ""
        self.list_line = line
        self.parent: int | None = None
        self.task: str | None = None
        self.callout: tuple[str, str, str] | None = None
        self.depth = 0


class _Leaf:
    """A leaf that is open: a paragraph, a table or a verbatim block. ``pieces`` are its lines without their marks."""

    __slots__ = ("close", "end", "fence", "kind", "last_line", "line", "marked", "pieces", "start")

    def __init__(self, kind: SectionKind, line: int, start: int, end: int) -> None:
        self.kind = kind
        self.line = line
        self.last_line = line
        self.start = start
        self.end = end
        self.marked = False
        self.pieces = [(start, end)]
        self.fence = ""
        self.close = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines whose inside is to be read. Add ``shift`` to a place in ``source[start:end]`` for its place in the note.

    Where the lines carry quote marks, ``source`` is a copy of the same length with blanks in their place.
    """

    source: str
    start: int
    end: int
    shift: int
    kind: SectionKind


@dataclass(slots=True)
class Blocks:
    """What the lines of a note are."""

    line_starts: list[int] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    list_items: list[ListItem] = field(default_factory=list)
    callouts: list[Callout] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)
    math: list[Span] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    stretches: list[Stretch] = field(default_factory=list)

    def line_of(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_right(self.line_starts, offset)


def scan_blocks(text: str, body_start: int = 0) -> Blocks:
    """Return the block structure of ``text`` from ``body_start``; lines count from the start of the text."""
    scanner = _Scanner(text)
    scanner.run(body_start)
    return scanner.finish()


def reference_key(label: str) -> str:
    """Return the key under which a reference and its definition meet."""
    return " ".join(label.casefold().split())


def _skip_blanks(line: str, pos: int, column: int) -> tuple[int, int]:
    """Return the place and the column of the next character that is no blank; a tab reaches to the next stop of 4."""
    end = pos
    size = len(line)
    while end < size and line[end] in _BLANKS:
        column += 1 if line[end] == " " else 4 - column % 4
        end += 1
    return end, column


def _cells(row: str) -> int:
    row = row.strip(_BLANKS)
    return len(_PIPE.findall(row)) + 1 - row.startswith("|") - (len(row) > 1 and row.endswith("|") and row[-2] != "\\")


class _Scanner:
    """The state between two lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Blocks()
        self.stack: list[_Place] = []
        self.quotes: list[int] = []
        self.leaf: _Leaf | None = None
        self.top: tuple[SectionKind, int, int, str] | None = None
        self.last_end = 0
        self.last_line = 0
        self.items: list[_Place] = []
        self.callouts: list[_Place] = []
        self.notes: list[tuple[str, _Place]] = []
        self.marked_blocks: list[tuple[str, _Place | None, int, int, int]] = []
        self.begin = 0
        self.line = ""
        self.number = 0
        self.pos = 0
        self.column = 0
        self.base = 0

    # -- lines -------------------------------------------------------------------------------------------------------

    def run(self, body_start: int) -> None:
        """Read every line from the one that begins at ``body_start``."""
        text = self.text
        ends = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
        starts = [0]
        starts += [after for _, after in ends]
        stops = [stop for stop, _ in ends]
        stops.append(len(text))
        self.out.line_starts = starts
        first = bisect_right(starts, body_start) - 1
        if body_start:
            self.out.sections.append(Section(SectionKind.FRONTMATTER, Span(0, stops[first - 1]), 1, first))
        paragraph = SectionKind.PARAGRAPH
        for index in range(first, len(starts)):
            begin = starts[index]
            stop = stops[index]
            if not self.stack and _PLAIN_START.match(text, begin, stop):
                leaf = self.leaf
                if leaf is None:
                    self._begin(paragraph, begin, index + 1)
                    self.leaf = _Leaf(paragraph, index + 1, begin, stop)
                    self.last_end, self.last_line = stop, index + 1
                    continue
                if leaf.kind is paragraph:
                    leaf.pieces.append((begin, stop))
                    leaf.end, leaf.last_line = stop, index + 1
                    self.last_end, self.last_line = stop, index + 1
                    continue
            self.begin, self.line, self.number = begin, text[begin:stop], index + 1
            self._read_line()
        self._close_to(0)

    def _read_line(self) -> None:
        line = self.line
        self.base = 0
        self.pos, self.column = _skip_blanks(line, 0, 0)
        if self.pos == len(line) and not self.quotes:
            self._blank_line(len(self.stack))
            return
        matched = self._match_places()
        blank = self.pos == len(line)
        leaf = self.leaf
        if leaf is not None and leaf.kind not in (SectionKind.PARAGRAPH, SectionKind.TABLE):
            if matched == len(self.stack) and self._verbatim_line(leaf, blank=blank):
                return
            self._close_leaf()
            leaf = None
        if blank:
            self._blank_line(matched)
            return
        sibling: _Place | None = None
        if matched < len(self.stack):
            if leaf is not None and leaf.kind is SectionKind.PARAGRAPH and self._start(lazy=True) is None:
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
        if pos < len(line) and line[pos] in _BLANKS:
            self.base += 1
        self.pos, self.column = _skip_blanks(line, pos, column)

    def _blank_line(self, matched: int) -> None:
        leaf = self.leaf
        if leaf is not None:
            verbatim = leaf.kind not in (SectionKind.PARAGRAPH, SectionKind.TABLE)
            if verbatim and matched == len(self.stack) and self._verbatim_line(leaf, blank=True):
                return
            self._close_leaf()
        if matched < len(self.stack):
            self._close_to(matched)
        if self.stack:
            place = self.stack[-1]
            if place.kind == "item" and place.line == self.last_line == self.number - 1 and place.own_end < 0:
                place.width = len(self.text) + 1
        return

    # -- verbatim leaves ---------------------------------------------------------------------------------------------

    def _verbatim_line(self, leaf: _Leaf, *, blank: bool) -> bool:
        """Add the line to a code, HTML, math or comment block; say whether it belongs there."""
        line, stop = self.line, self.begin + len(self.line)
        closes = False
        match leaf.close:
            case "fence":
                run = line[self.pos :].rstrip(_BLANKS)
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
                closes = _HTML_ENDS[ending].search(line, self.pos) is not None
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

    def _start(self, *, lazy: bool = False) -> tuple[str, re.Match[str] | None] | None:
        """Say which block begins at this place of the line, if one does."""
        if self.column - self.base > 3:
            return None
        line, pos = self.line, self.pos
        leaf = self.leaf
        interrupting = leaf is not None and leaf.kind is SectionKind.PARAGRAPH and not lazy
        char = line[pos]
        found: re.Match[str] | None
        if char == ">":
            return "quote", None
        if char == "#":
            found = _ATX.match(line, pos)
            return ("heading", found) if found else None
        if char in "`~":
            found = _FENCE.match(line, pos)
            return ("fence", found) if found else None
        if char == "<":
            found = _HTML_STARTS.match(line, pos)
            if found is None or (found.lastgroup == "any" and (interrupting or lazy)):
                return None
            return "html", found
        if char in "-+*_":
            if char != "+" and _RULE.match(line, pos):
                return "rule", None
            found = _BULLET.match(line, pos)
            if found is None or (interrupting and not line[found.end() :].strip(_BLANKS)):
                return None
            return "item", found
        if char.isdigit():
            found = _ORDERED.match(line, pos)
            if found is None:
                return None
            if interrupting and (int(found[1]) != 1 or not line[found.end() :].strip(_BLANKS)):
                return None
            return "item", found
        return self._start_of_obsidian(char, interrupting=interrupting, lazy=lazy)

    def _start_of_obsidian(
        self, char: str, *, interrupting: bool, lazy: bool
    ) -> tuple[str, re.Match[str] | None] | None:
        line, pos = self.line, self.pos
        if char == "%" and line.startswith("%%", pos):
            second = line.find("%%", pos + 2)
            if second < 0:
                return None if interrupting and self._is_open("%%") else ("comment", None)
            alone = not (interrupting or lazy) and not line[second + 2 :].strip(_BLANKS)
            return ("comment line", None) if alone else None
        if char == "$" and line.startswith("$$", pos):
            second = line.find("$$", pos + 2)
            if second < 0:
                closes = self.text.find("$$", self.begin + len(line)) >= 0
                return None if not closes or (interrupting and self._is_open("$$")) else ("math", None)
            alone = not (interrupting or lazy) and not line[second + 2 :].strip(_BLANKS)
            return ("math line", None) if alone else None
        if char == "^" and not interrupting:
            found = _BLOCK_ID_LINE.match(line, pos)
            return ("identifier", found) if found else None
        if char == "[":
            found = _FOOTNOTE.match(line, pos)
            if found is not None:
                in_footnote = bool(self.stack) and self.stack[-1].kind == "footnote"
                return ("footnote", found) if in_footnote or not (interrupting or lazy) else None
            if not (interrupting or lazy):
                found = _REFERENCE.match(line, pos)
                return ("reference", found) if found else None
        return None

    def _is_open(self, mark: str) -> bool:
        """Say whether the paragraph so far has opened a comment or math that this line may close."""
        return self.leaf is not None and self.text.count(mark, self.leaf.start, self.leaf.end) % 2 == 1

    def _open(self, sibling: _Place | None) -> None:
        """Open what begins in this line: containers first, then one leaf, or go on with the paragraph or table."""
        while True:
            start = self._start()
            match start:
                case ("quote", _):
                    if self._open_quote():
                        return
                case ("item", re.Match() as mark):
                    if self._open_item(mark, sibling):
                        return
                case ("footnote", re.Match() as mark):
                    if self._open_footnote(mark):
                        return
                case _:
                    break
            sibling = None
        leaf = self.leaf
        if leaf is not None and leaf.kind is SectionKind.PARAGRAPH:
            if self._setext(leaf) or self._table(leaf):
                return
            if start is None:
                self._continue_paragraph(leaf)
                return
        if leaf is not None and leaf.kind is SectionKind.TABLE and start is None and self.column - self.base < 4:
            self._continue_paragraph(leaf)
            return
        if leaf is not None:
            self._close_leaf()
        self._open_leaf(*(start or ("", None)))

    def _open_quote(self) -> bool:
        """Open a quote or a callout; say whether the line is used up."""
        self._close_leaf()
        start = self.begin + self.pos
        self._pass_quote_mark()
        title = _CALLOUT.match(self.line, self.pos)
        if not self.stack:
            self._begin(SectionKind.CALLOUT if title else SectionKind.QUOTE, start, self.number)
        place = _Place("quote", 0, self.number, start)
        place.depth = next((outer.depth for outer in reversed(self.stack) if outer.callout), 0)
        self.quotes.append(len(self.stack))
        self.stack.append(place)
        self._touch()
        if title is None:
            return self.pos == len(self.line)
        place.callout = (title[1].partition("|")[0].strip().lower(), title[2], (title[3] or "").strip())
        place.depth += 1
        self.callouts.append(place)
        if title[3]:
            self._stretch(SectionKind.CALLOUT, [(self.begin + title.start(3), self.begin + title.end(3))], marked=False)
        return True

    def _open_item(self, mark: re.Match[str], sibling: _Place | None) -> bool:
        """Open a list item; say whether the line is used up."""
        self._close_leaf()
        line = self.line
        marker = mark[2] if mark.re is _ORDERED else mark[0]
        start = self.begin + self.pos
        after = self.column + len(mark[0])
        pos, column = _skip_blanks(line, mark.end(), after)
        content = after + 1 if pos == len(line) or column - after > 4 else column
        place = _Place("item", content - self.base, self.number, start)
        place.marker = marker
        place.end = self.begin + mark.end()
        if sibling is not None and sibling.kind == "item" and sibling.marker == marker:
            place.list_line, place.parent = sibling.list_line, sibling.parent
        else:
            place.parent = next((outer.line for outer in reversed(self.stack) if outer.kind == "item"), None)
            if not self.stack:
                self._begin(SectionKind.LIST, start, self.number)
        self.stack.append(place)
        self.items.append(place)
        self.base, self.pos, self.column = content, pos, column
        self._touch()
        if pos == len(line):
            return True
        task = _TASK.match(line, pos)
        if task is None:
            return False
        place.task = task[1]
        place.end = self.begin + task.end()
        self.pos, self.column = _skip_blanks(line, task.end(), column + 3)
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
        place = _Place("footnote", 4, self.number, start)
        self.stack.append(place)
        self.notes.append((mark[1], place))
        self.pos, self.column = _skip_blanks(self.line, mark.end(), self.column + len(mark[0]))
        self.base = self.column
        self._touch()
        return self.pos == len(self.line)

    def _open_leaf(self, kind: str, mark: re.Match[str] | None) -> None:
        line, start = self.line, self.begin + self.pos
        stop = self.begin + len(line)
        match kind:
            case "heading" if mark is not None:
                self._top_leaf(SectionKind.HEADING, start)
                self._heading(len(mark[1]), mark.end(), start)
            case "fence" if mark is not None:
                info = mark[2] if mark[1] else mark[4]
                self._verbatim(SectionKind.CODE, "fence", info.strip()).fence = mark[1] or mark[3]
            case "html" if mark is not None:
                ending = mark.lastgroup or "any"
                closing = _HTML_ENDS.get(ending)
                leaf = self._verbatim(SectionKind.HTML, ending if closing else "blank")
                if closing and closing.search(line, mark.end() - (ending == "comment")):
                    leaf.end = stop
                    self._close_leaf()
            case "rule":
                self._top_leaf(SectionKind.RULE, start)
                self._touch()
            case "comment":
                self._verbatim(SectionKind.COMMENT, "%%")
            case "math":
                self._verbatim(SectionKind.MATH, "$$")
            case "comment line" | "math line":
                self._verbatim(SectionKind.COMMENT if kind == "comment line" else SectionKind.MATH, "")
                self._close_leaf()
            case "identifier" if mark is not None:
                self._identifier(mark[1], start)
            case "reference" if mark is not None:
                self._top_leaf(SectionKind.PARAGRAPH, start)
                self.out.references.setdefault(reference_key(mark[1]), mark[2])
                self._touch()
            case _ if self.column - self.base > 3:
                self._verbatim(SectionKind.CODE, "indent")
            case _:
                self._open_paragraph()

    def _open_paragraph(self) -> None:
        start, stop = self.begin + self.pos, self.begin + len(self.line)
        self._top_leaf(SectionKind.PARAGRAPH, start)
        self.leaf = _Leaf(SectionKind.PARAGRAPH, self.number, start, stop)
        self._touch()

    def _continue_paragraph(self, leaf: _Leaf) -> None:
        stop = self.begin + len(self.line)
        leaf.marked = leaf.marked or bool(self.pos)
        leaf.pieces.append((self.begin + self.pos, stop))
        leaf.end, leaf.last_line = stop, self.number
        self._touch()

    def _verbatim(self, kind: SectionKind, close: str, info: str = "") -> _Leaf:
        start, stop = self.begin + self.pos, self.begin + len(self.line)
        self._top_leaf(kind, start, info)
        leaf = _Leaf(kind, self.number, start, stop)
        leaf.close = close
        self.leaf = leaf
        self._touch()
        return leaf

    def _setext(self, leaf: _Leaf) -> bool:
        mark = _SETEXT.match(self.line, self.pos) if self.column - self.base < 4 else None
        if mark is None:
            return False
        self.leaf = None
        raw = "\n".join(self.text[begin:end].strip(_BLANKS) for begin, end in leaf.pieces)
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

    def _table(self, leaf: _Leaf) -> bool:
        line = self.line
        if line[self.pos] not in "|:-" or self.column - self.base > 3 or not _DELIMITER_ROW.match(line, self.pos):
            return False
        header_start, header_end = leaf.pieces[-1]
        header = self.text[header_start:header_end]
        if ("|" not in line and "|" not in header) or _cells(header) != _cells(line[self.pos :]):
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
        table = _Leaf(SectionKind.TABLE, header_line, header_start, header_end)
        self.leaf = table
        self._touch()
        table.end, table.last_line = self.last_end, self.number
        return True

    def _heading(self, level: int, content: int, start: int) -> None:
        line = self.line
        closing = _ATX_CLOSING.search(line, content) if line.rstrip(_BLANKS).endswith("#") else None
        end = closing.start() if closing else len(line)
        raw = line[content:end].strip(_BLANKS)
        self._touch()
        if not self.stack:
            self.out.headings.append(Heading(level, raw, self.number, Span(start, self.last_end)))
        leaf = _Leaf(SectionKind.HEADING, self.number, self.begin + content, self.begin + max(content, end))
        self._paragraph_identifier(leaf)
        self._stretch(SectionKind.HEADING, leaf.pieces, marked=False)

    # -- ends --------------------------------------------------------------------------------------------------------

    def _touch(self) -> None:
        self.last_end, self.last_line = self.begin + len(self.line), self.number

    def _top_leaf(self, kind: SectionKind, start: int, info: str = "") -> None:
        if not self.stack:
            self._begin(kind, start, self.number, info)

    def _begin(self, kind: SectionKind, start: int, line: int, info: str = "") -> None:
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
        match leaf.kind:
            case SectionKind.PARAGRAPH:
                self._paragraph_identifier(leaf)
                self._stretch(leaf.kind, leaf.pieces, marked=leaf.marked)
                if self.stack and self.stack[-1].own_end < 0:
                    self.stack[-1].own_end = leaf.end
            case SectionKind.TABLE:
                for row in leaf.pieces:
                    self._stretch(leaf.kind, [row], marked=False)
            case SectionKind.COMMENT:
                self.out.comments.append(Span(leaf.start, leaf.end))
                self._stretch(leaf.kind, leaf.pieces, marked=leaf.marked)
            case SectionKind.MATH:
                self.out.math.append(Span(leaf.start, leaf.end))

    def _close_to(self, depth: int) -> None:
        self._close_leaf()
        while len(self.stack) > depth:
            place = self.stack.pop()
            if place.kind == "quote":
                self.quotes.pop()
            place.end = max(place.end, self.last_end)
            place.last_line = self.last_line

    def _paragraph_identifier(self, leaf: _Leaf) -> None:
        begin, end = leaf.pieces[-1]
        if self.text.rfind("^", begin, end) < 0:
            return
        if len(leaf.pieces) > 1:
            begin -= 1
        found = _BLOCK_ID.search(self.text, max(begin, end - 300), end)
        if found is None:
            return
        owner = self.stack[-1] if self.stack and self.stack[-1].kind == "item" else None
        if owner is not None and owner.own_end >= 0:
            owner = None
        start = owner.start if owner else leaf.start
        self.marked_blocks.append((found[1], owner, leaf.line, start, found.start()))

    def _identifier(self, name: str, start: int) -> None:
        """Give an identifier on a line of its own to the block before it, if that is a structured one."""
        before = self.top
        if not self.stack and before is not None and before[0] not in (SectionKind.PARAGRAPH, SectionKind.HEADING):
            self.marked_blocks.append((name, None, before[2], before[1], self.last_end))
        else:
            self.marked_blocks.append((name, None, self.number, start, start))
        self._top_leaf(SectionKind.PARAGRAPH, start)
        self._touch()

    def _stretch(self, kind: SectionKind, pieces: list[tuple[int, int]], *, marked: bool) -> None:
        text = self.text
        start, end = pieces[0][0], pieces[-1][1]
        if _WORTH_READING.search(text, start, end) is None:
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
        self._end_section()
        out = self.out
        out.list_items = [
            ListItem(Span(item.start, max(item.own_end, item.end if item.own_end < 0 else 0)), item.line, item.parent,
                     item.task, item.list_line)
            for item in self.items
        ]  # fmt: skip
        out.callouts = [
            Callout(place.callout[0], place.callout[2], place.callout[1], place.depth, place.line,
                    Span(place.start, place.end))
            for place in self.callouts if place.callout
        ]  # fmt: skip
        out.footnotes = [Footnote(label, place.line, Span(place.start, place.end)) for label, place in self.notes]
        out.blocks = [
            Block(name, line, Span(start, max(start, end))) for name, _, line, start, end in self.marked_blocks
        ]
        return out
