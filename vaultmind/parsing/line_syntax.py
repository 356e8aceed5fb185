"""How a line shows which block it begins, continues or ends: CommonMark's marks and Obsidian's."""

import re
from enum import StrEnum

LINE_END = re.compile(r"\r\n?|\n")
BLANKS = " \t"
PLAIN_START = re.compile(r"[^\s>#`~<+*_=0-9$%|^\[:\-]")
BULLET = re.compile(r"[-+*](?=[ \t]|\Z)")
ORDERED = re.compile(r"([0-9]{1,9})([.)])(?=[ \t]|\Z)")
TASK = re.compile(r"\[([^\r\n])\](?=[ \t])")
ATX = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
SETEXT = re.compile(r"(=+|-+)[ \t]*\Z")
FENCE = re.compile(r"(`{3,})([^`]*)\Z|(~{3,})(.*)\Z", re.DOTALL)
CALLOUT = re.compile(r"\[!([^\]\r\n]+)\]([+-]?)(?:[ \t]+(.*)|)\Z", re.DOTALL)
FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,999}+)\]:")
REFERENCE = re.compile(
    r"\[((?:[^\[\]\\]|\\.){1,999}+)\]:[ \t]*+(<[^<>\r\n]*+>|[^\s<]\S*+)"
    r"(?:[ \t]++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?[ \t]*+\Z",
    re.DOTALL,
)
BLOCK_ID_LINE = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*\Z")
DELIMITER_ROW = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+\Z")
PIPE = re.compile(r"(?<!\\)\|")
WORTH_READING = re.compile(
    r"\[|#|\$|%%|==|::|<!|<%"
)  # each alternative begins with a literal: the engine skips to these
HTML_TAGS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul"
).replace(" ", "|")
HTML_TAG = (
    r"<(?:[A-Za-z][A-Za-z0-9-]*(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?)*+\s*+/?"
    r"|/[A-Za-z][A-Za-z0-9-]*\s*+)>"
)
HTML_STARTS = re.compile(
    rf"(?:<(?P<raw>script|pre|style|textarea)(?=[\s>]|\Z)|(?P<comment><!--)|(?P<instruction><\?)"
    rf"|(?P<cdata><!\[CDATA\[)|(?P<declaration><![A-Za-z])|</?(?P<block>{HTML_TAGS})(?=[\s>]|/>|\Z)"
    rf"|(?P<any>{HTML_TAG})[ \t]*\Z)",
    re.IGNORECASE,
)
HTML_ENDS = {
    "raw": re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    "comment": re.compile("-->"),
    "instruction": re.compile(r"\?>"),
    "cdata": re.compile(r"\]\]>"),
    "declaration": re.compile(">"),
}


class Start(StrEnum):
    """What a line begins."""

    QUOTE = "quote"
    ITEM = "item"
    FOOTNOTE = "footnote"
    HEADING = "heading"
    FENCE = "fence"
    HTML = "html"
    RULE = "rule"
    COMMENT = "comment"
    COMMENT_LINE = "comment line"
    MATH = "math"
    MATH_LINE = "math line"
    IDENTIFIER = "identifier"
    REFERENCE = "reference"


Begun = tuple[Start, re.Match[str] | None]
"""What begins, and the marks that say so."""


def markdown_start(line: str, pos: int, *, interrupting: bool, lazy: bool) -> Begun | None:
    """Return what CommonMark sees begin at ``pos``.

    ``interrupting`` says that a paragraph would have to end for it, ``lazy`` that one of an unfinished container would.
    """
    found: re.Match[str] | None = None
    match line[pos]:
        case ">":
            return Start.QUOTE, None
        case "#":
            found = ATX.match(line, pos)
            return (Start.HEADING, found) if found else None
        case "`" | "~":
            found = FENCE.match(line, pos)
            return (Start.FENCE, found) if found else None
        case "<":
            found = HTML_STARTS.match(line, pos)
            any_tag = found is not None and found.lastgroup == "any"
            return (Start.HTML, found) if found and not (any_tag and (interrupting or lazy)) else None
        case "-" | "*" | "_" if is_rule(line, pos):
            return Start.RULE, None
        case "-" | "*" | "+":
            found = BULLET.match(line, pos)
        case char if char in "0123456789":
            found = ORDERED.match(line, pos)
            if found and interrupting and int(found[1]) != 1:
                return None
    if found is None or (interrupting and is_blank(line, found.end())):
        return None
    return Start.ITEM, found


def is_blank(line: str, pos: int) -> bool:
    """Say whether nothing but blanks is left in the line."""
    return not line[pos:].strip(BLANKS)


def is_rule(line: str, pos: int) -> bool:
    """Say whether nothing but three or more of one mark is left in the line; what ends otherwise is not looked at."""
    mark = line[pos]
    return line[-1] in (mark, " ", "\t") and not line[pos:].strip(mark + BLANKS) and line.count(mark, pos) >= 3


def heading_text(line: str, pos: int) -> tuple[int, int]:
    """Return the stretch of an ATX heading that is its text: without outer blanks and closing marks."""
    end = len(line.rstrip(BLANKS))
    without_marks = len(line[:end].rstrip("#"))
    if without_marks <= pos:
        return pos, pos
    if without_marks < end and line[without_marks - 1] in BLANKS:
        end = len(line[:without_marks].rstrip(BLANKS))
    return pos, max(pos, end)


def reference_key(label: str) -> str:
    """Return the key under which a reference and its definition meet."""
    return " ".join(label.casefold().split())


def skip_blanks(line: str, pos: int, column: int) -> tuple[int, int]:
    """Return the place and the column of the next character that is no blank; a tab reaches to the next stop of 4."""
    end = pos
    size = len(line)
    while end < size and line[end] in BLANKS:
        column += 1 if line[end] == " " else 4 - column % 4
        end += 1
    return end, column


def count_cells(row: str) -> int:
    """Return how many cells a table row has; an escaped pipe divides nothing."""
    row = row.strip(BLANKS)
    return len(PIPE.findall(row)) + 1 - row.startswith("|") - (len(row) > 1 and row.endswith("|") and row[-2] != "\\")
