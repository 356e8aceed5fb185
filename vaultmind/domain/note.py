"""A note, as Obsidian would read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from vaultmind.domain.link import Link, NotePath
from vaultmind.domain.quick_value import made_quickly
from vaultmind.domain.span import Span

LARGEST_NOTE_BYTES = 16 * 1024 * 1024
"""Files above this are not read: what a person writes is smaller, and reading it would hold up all other notes."""

TOO_LARGE = f"The file is larger than {LARGEST_NOTE_BYTES // 1024**2} MB and is not read."

PropertyValue = str | int | float | bool | None | list[Any] | dict[str, Any]
"""What a property may hold; lists and mappings hold the same again (a recursive alias cannot be decoded by type)."""


@made_quickly
@dataclass(frozen=True, slots=True)
class Heading:
    """One heading; ``text`` keeps its raw Markdown, e.g. ``"Soil of [[Garden]]"``. ``line`` counts from 1."""

    level: int
    text: str
    line: int
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """One block with an identifier, e.g. a paragraph ending in ``^soil-1``.

    ``span`` is its own text without the identifier, what an edit may replace; ``extent`` is what an embed shows, with
    the items nested in a list item.
    """

    id: str
    line: int
    span: Span
    extent: Span = Span(0, 0)


@made_quickly
@dataclass(frozen=True, slots=True)
class Tag:
    """One tag in the body, ``name`` without ``#`` and in the case it was written."""

    name: str
    span: Span
    line: int


@dataclass(frozen=True, slots=True)
class Callout:
    """One callout: ``> [!warning]- Title``; ``fold`` is ``"+"``, ``"-"`` or ``""``; ``depth`` counts from 1."""

    type: str
    title: str
    fold: str
    depth: int
    line: int
    span: Span


class SectionKind(StrEnum):
    """What a top-level piece of a note is."""

    FRONTMATTER = "frontmatter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    CALLOUT = "callout"
    CODE = "code"
    TABLE = "table"
    MATH = "math"
    HTML = "html"
    COMMENT = "comment"
    FOOTNOTE = "footnote"
    RULE = "rule"


@made_quickly
@dataclass(frozen=True, slots=True)
class Section:
    """One top-level piece of the note, in order; lines count from 1, ``last_line`` inclusive."""

    kind: SectionKind
    span: Span
    line: int
    last_line: int
    info: str = ""


@made_quickly
@dataclass(frozen=True, slots=True)
class ListItem:
    """One list item; ``task`` is the character between the brackets of ``- [x]``; ``parent`` the line of its parent.

    ``span`` is its own text, from its marker, without the items nested in it; ``list_line`` where its list begins.
    """

    span: Span
    line: int
    parent: int | None
    task: str | None = None
    list_line: int = 1


@dataclass(frozen=True, slots=True)
class InlineField:
    """One Dataview field: ``key:: value``, ``[key:: value]`` or ``(key:: value)``."""

    key: str
    value: str
    line: int
    span: Span


@dataclass(frozen=True, slots=True)
class Footnote:
    """One footnote definition ``[^label]: text``; inline footnotes ``^[text]`` have no label."""

    label: str | None
    line: int
    span: Span


class Role(StrEnum):
    """Who speaks in a stretch of a chat export; ``NOTE`` is the note's own text between messages."""

    USER = "user"
    ASSISTANT = "assistant"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat export. ``time`` as ISO 8601 without zone, e.g. ``"2025-06-16T21:34"``."""

    role: Role
    time: str | None
    uid: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Note:
    """Everything that was read from one note. Spans are in the text as on disk, the byte-order mark not counted."""

    path: NotePath
    title: str
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    property_tags: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    list_items: tuple[ListItem, ...] = ()
    callouts: tuple[Callout, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    footnote_references: tuple[Span, ...] = ()
    """Where footnotes are called: ``[^1]``."""
    inline_fields: tuple[InlineField, ...] = ()
    messages: tuple[Message, ...] = ()
    comments: tuple[Span, ...] = ()
    """``%% … %%``, marks included; links and tags inside count, but the words are not for quoting."""
    highlights: tuple[Span, ...] = ()
    """``==text==``, marks included."""
    math: tuple[Span, ...] = ()
    """``$x$`` and ``$$ … $$``, marks included."""
    body: Span = Span(0, 0)
    """The text without its frontmatter."""
    warnings: tuple[str, ...] = ()
    """What could not be read, each one sentence, e.g. ``"The frontmatter is not valid YAML."``"""
    repaired_from: str | None = None
    """The encoding whose damage was undone for the index, e.g. ``"mac_roman"``; the file keeps its bytes."""
    generated: bool = False
    """Whether the note carries our own provenance, and so is no evidence for an answer."""

    def all_tags(self) -> tuple[str, ...]:
        """Return property tags and body tags without ``#``, each once, compared without case, first spelling kept."""
        seen: dict[str, str] = {}
        for name in (*self.property_tags, *(tag.name for tag in self.tags)):
            seen.setdefault(name.casefold(), name)
        return tuple(seen.values())
