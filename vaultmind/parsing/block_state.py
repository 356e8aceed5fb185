"""What is known of a note's blocks while its lines are read, and when they are."""

from bisect import bisect_right
from dataclasses import dataclass, field

from vaultmind.domain.note import Block, Callout, Footnote, Heading, ListItem, Section, SectionKind
from vaultmind.domain.quick_value import made_quickly
from vaultmind.domain.span import Span


@made_quickly
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
    fences: list[Span] = field(default_factory=list)
    """Fenced code at any depth, its fences included."""
    html: list[Span] = field(default_factory=list)
    math: list[Span] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    stretches: list[Stretch] = field(default_factory=list)

    def line_of(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_right(self.line_starts, offset)


@dataclass(slots=True)
class Place:
    """A container that is open: a quote, a list item or a footnote definition.

    ``width`` is how far its content is indented, ``own_end`` where its marks and its first paragraph end;
    ``parent`` is the line of the list item around it, ``depth`` the number of callouts, itself included.
    """

    kind: str
    width: int
    line: int
    start: int
    end: int
    parent: int | None = None
    depth: int = 0
    own_end: int = 0
    has_text: bool = False
    is_empty: bool = False
    marker: str = ""
    list_line: int = 0
    task: str | None = None
    callout: tuple[str, str, str] | None = None

    @classmethod
    def within(cls, outer: "Place | None", kind: str, width: int, line: int, start: int) -> "Place":
        """Open a container in another one, or at the top of the note."""
        place = cls(kind, width, line, start, start, list_line=line)
        if outer is not None:
            place.parent = outer.line if outer.kind == "item" else outer.parent
            place.depth = outer.depth
        return place

    def as_list_item(self) -> ListItem:
        """Return the item as it is read, without what is nested in it."""
        return ListItem(Span(self.start, self.own_end), self.line, self.parent, self.task, self.list_line)

    def as_callout(self, heading: tuple[str, str, str]) -> Callout:
        """Return the callout as it is read, with its type, title and fold."""
        kind, title, fold = heading
        return Callout(kind, title, fold, self.depth, self.line, Span(self.start, self.end))


@dataclass(slots=True)
class Leaf:
    """A leaf that is open: a paragraph, a table or a verbatim block.

    ``pieces`` are its lines without the marks of containers, ``marked`` says that there were such marks; ``close`` is
    what ends a verbatim block.
    """

    kind: SectionKind
    line: int
    last_line: int
    start: int
    end: int
    pieces: list[tuple[int, int]]
    marked: bool = False
    fence: str = ""
    close: str = ""

    @classmethod
    def of(cls, kind: SectionKind, line: int, start: int, end: int) -> "Leaf":
        """Open a leaf of one line."""
        return cls(kind, line, line, start, end, [(start, end)])


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block with an identifier; one that is a list item ends where the item does."""

    id: str
    line: int
    span: Span
    end: int
    item: Place | None = None

    def as_block(self) -> Block:
        """Return the block as it is read."""
        return Block(self.id, self.line, self.span, Span(self.span.start, self.item.end if self.item else self.end))
