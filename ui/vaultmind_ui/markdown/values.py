"""What a note or an answer looks like, as values: no HTML, no addresses but those of these kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Flag, StrEnum, auto

from vaultmind_ui.markdown.formula import Node


class Style(Flag):
    """How a stretch of text looks."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    STRUCK = auto()
    CODE = auto()
    HIGHLIGHT = auto()
    MATH = auto()
    MUTED = auto()
    RAISED = auto()
    LOWERED = auto()
    UNRESOLVED = auto()
    CHIP = auto()
    """A word to press, on a ground of its own."""
    GOOD = auto()
    WARNING = auto()
    BAD = auto()


class Ink(StrEnum):
    """What a stretch of code is."""

    PLAIN = ""
    KEYWORD = "keyword"
    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class LinkToNote:
    """A link into the vault as written; ``path`` is where it leads, ``None`` where that is not known."""

    written: str
    path: str | None = None
    heading: str = ""
    block_id: str = ""
    is_embed: bool = False


@dataclass(frozen=True, slots=True)
class LinkToWeb:
    """A link that leaves the vault: ``http``, ``https`` or ``mailto`` and nothing else."""

    url: str


@dataclass(frozen=True, slots=True)
class LinkToCitation:
    """The number of a passage that an answer rests on."""

    number: int


@dataclass(frozen=True, slots=True)
class LinkToTag:
    """A tag, without ``#``."""

    name: str


@dataclass(frozen=True, slots=True)
class LinkToFootnote:
    """A footnote of the same text."""

    label: str


@dataclass(frozen=True, slots=True)
class LinkToFold:
    """The callout that begins at ``start``, to be opened where it ``is_closed``, else to be closed.

    A run without words that leads there is its arrow.
    """

    start: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class LinkToRows:
    """More rows of the table whose hidden ones begin at ``start``."""

    start: int


@dataclass(frozen=True, slots=True)
class LinkToAction:
    """Something to do with one turn of a conversation, e.g. ``LinkToAction("copy", 2)``."""

    action: str
    turn: int


Target = LinkToNote | LinkToWeb | LinkToCitation | LinkToTag | LinkToFootnote | LinkToFold | LinkToRows | LinkToAction


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks alike, from ``start`` to ``end`` of the source (-1 where it stands nowhere there).

    Where ``end - start`` is the length of ``text``, its characters are those of the source one by one.
    """

    text: str
    style: Style = Style.PLAIN
    target: Target | None = None
    start: int = -1
    end: int = -1
    ink: Ink = Ink.PLAIN


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the vault by its path; ``width`` in pixels where the note says so, else 0."""

    path: str
    alt: str
    width: int = 0


Inline = Run | Picture
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; ``is_centred`` for formulas that stand alone."""

    inlines: Inlines
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that stands alone: ``tree`` is how it is drawn, ``said`` what it is in text."""

    tree: Node
    said: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``start`` is where its line begins in the source."""

    level: int
    inlines: Inlines
    start: int = -1


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; ``task`` is the character between the brackets of ``- [x]``."""

    blocks: "Blocks"
    task: str | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; ``first`` is its first number, ``None`` for bullets."""

    items: tuple[ListItem, ...]
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Callout:
    """A callout; ``kind`` in lower case, ``fold`` is ``"+"``, ``"-"`` or ``""``; ``start`` is its place and name.

    One that is continued goes on with the callout before it, and shows no title.
    """

    kind: str
    title: Inlines
    fold: str
    blocks: "Blocks"
    start: int = -1
    is_continued: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code, highlighted where the language is known."""

    runs: tuple[Run, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first is the head; ``sides`` are ``"left"``, ``"center"``, ``"right"`` or ``""``.

    ``start`` is where the table stands in the source, for a part of one a place in it that no other part has.
    """

    rows: tuple[tuple[Inlines, ...], ...]
    sides: tuple[str, ...]
    start: int = -1


@dataclass(frozen=True, slots=True)
class MoreRows:
    """The rows of a long table that are shown when they are asked for, batch by batch, each of several tables."""

    batches: tuple[tuple[Table, ...], ...]

    @property
    def start(self) -> int:
        """Return where the first of them stands in the source, which is their name."""
        return self.batches[0][0].start

    @property
    def count(self) -> int:
        """Return how many rows these are."""
        return sum(len(table.rows) - 1 for batch in self.batches for table in batch)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Embed:
    """Another note, or a part of it, shown inside this one."""

    link: LinkToNote
    title: str
    blocks: "Blocks"
    is_continued: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a note, key and value."""

    rows: tuple[tuple[str, Inlines], ...]


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The footnotes that a text defines, by label, in its order."""

    entries: tuple[tuple[str, "Blocks"], ...]


@dataclass(frozen=True, slots=True)
class Bubble:
    """What a person said, on a ground of its own."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side, all of one width."""

    blocks: "Blocks"


Block = (
    Bubble
    | Columns
    | Paragraph
    | Formula
    | Heading
    | ItemList
    | Quote
    | Callout
    | Code
    | Table
    | MoreRows
    | Rule
    | Embed
    | Properties
    | Footnotes
)
Blocks = tuple[Block, ...]


def inner_of(block: Block) -> Iterator[Blocks]:
    """Yield the blocks that stand in a block, e.g. of each item of a list."""
    match block:
        case Quote(inner) | Bubble(inner) | Columns(inner) | Callout(blocks=inner) | Embed(blocks=inner):
            yield inner
        case ItemList(items):
            yield from (item.blocks for item in items)
        case Footnotes(entries):
            yield from (inner for _, inner in entries)


def utf16_length(text: str) -> int:
    """Return how many of Qt's UTF-16 units a text takes."""
    return len(text) + sum(1 for letter in text if letter > "\uffff") if not text.isascii() else len(text)


def runs_of(tables: tuple[Table, ...]) -> Iterator[Run]:
    """Yield the runs of their rows that stand in the source, their heads left out."""
    cells = (cell for table in tables for row in table.rows[1:] for cell in row)
    return (one for cell in cells for one in cell if isinstance(one, Run) and one.start >= 0)


def bold(inlines: Inlines) -> Inlines:
    """Return inlines in bold letters."""
    return tuple(
        Run(one.text, one.style | Style.BOLD, one.target, one.start, one.end) if isinstance(one, Run) else one
        for one in inlines
    )


def plain_text(inlines: Inlines) -> str:
    """Return the words alone."""
    return "".join(one.text if isinstance(one, Run) else one.alt for one in inlines)
