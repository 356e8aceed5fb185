"""A note to chunks: what is embedded and found.

Chunks follow heading sections, lists, tables, code and messages. Whether a piece begins a chunk is chosen by the piece
itself, so that an edit in a body costs at most two chunks; more only, and seldom, where a block is longer than a chunk.
Comments and frontmatter are found but are no evidence.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.note import Note, PropertyValue, Role, SectionKind
from vaultmind.domain.provenance import is_end_of_own_region, is_own_region
from vaultmind.domain.span import Span
from vaultmind.parsing.borders import USUAL_TOKENS, begins_chunk, cut, number
from vaultmind.parsing.inline import WIKILINK
from vaultmind.parsing.language import estimate_tokens, language_of
from vaultmind.parsing.pieces import LARGEST_PIECE, Piece, pieces_of, windows
from vaultmind.parsing.reading import Prose, ReadNote

_LARGEST_BREADCRUMB = 60
"""Tokens; with ``LARGEST_PIECE`` a chunk has at most 480."""

_SMALLEST_PIECE = 24
"""Tokens; a smaller piece joins what stands before it in its section."""

_SMALLEST_CHUNK = 40
"""Tokens from one place where a chunk may begin to the next; one that comes sooner begins none."""

_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARK = re.compile(r"[\[\]*_`=~]|\s\s")
_MARKS = re.compile(r"[*_`=~]{1,3}(?=\S)|(?<=\S)[*_`=~]{1,3}")
_LINE_END = re.compile(r"\r\n?|\n")
_SILENT_PROPERTIES = frozenset(("tags", "tag", "aliases", "alias", "cssclass", "cssclasses", "publish", "permalink"))
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S+", re.IGNORECASE)
_WORDS_OF_A_TEXT = 4
_KNOWN_HEADINGS = 4_096
_ASSISTANT = Role.ASSISTANT


def split_into_chunks(read: ReadNote, *, is_template: bool = False) -> list[Chunk]:
    """Return the chunks of a note in the order of its text; a note without prose has one chunk, its title."""
    maker = _ChunkMaker(read, is_template=is_template)
    groups = _grouped([piece for prose in read.prose for piece in _on_disk(prose)])
    front = list(_frontmatter_texts(read.note, is_all=not groups))
    if not front and not groups:
        return [maker.chunk(Span(0, 0), "", (), is_evidence=False)]
    if front:
        section = next(section for section in read.note.sections if section.kind is SectionKind.FRONTMATTER)
        for text in front:
            maker.chunk(section.span, text, ())
    for group in groups:
        maker.chunk_of(group)
    return maker.chunks


def _on_disk(prose: Prose) -> list[Piece]:
    """Return the pieces of a prose with their places on disk."""
    pieces = pieces_of(prose)
    if prose.offsets:
        for piece in pieces:
            piece.start, piece.end = prose.offsets.to_disk(piece.start), prose.offsets.to_disk(piece.end)
    return pieces


class _ChunkMaker:
    """Numbers the chunks of one note and gives each its place, breadcrumb and language."""

    def __init__(self, read: ReadNote, *, is_template: bool) -> None:
        self.chunks: list[Chunk] = []
        self._read = read
        self._is_evidence = not is_template and not read.note.generated
        self._written_here = _own_regions(read)
        self._lines = _LineCounter(read.text)
        self._block_ids = {block.span.start: block.id for block in read.note.blocks}
        self._marked_messages = [one for one in read.note.messages if one.span.start in self._block_ids]
        self._breadcrumbs: dict[tuple[str, ...], str] = {}

    def chunk_of(self, group: Sequence[Piece]) -> None:
        """Add the chunk of pieces that stand together."""
        head = group[0]
        heading = head.heading
        sections: tuple[str, ...] = ()
        if len(group) > 1:
            heading = _common_heading(group)
            text = "\n\n".join([piece.text if piece.heading == heading else _titled(piece) for piece in group])
            below = [name for piece in group if piece.heading != heading for name in piece.heading[len(heading) :]]
            sections = tuple(dict.fromkeys(below)) if below else ()
        else:
            text = head.text or head.title
        self.chunk(
            Span(head.start, group[-1].end),
            text,
            heading,
            role=head.role,
            is_evidence=head.role is not _ASSISTANT and not head.is_comment,
            sections=sections,
        )

    def chunk(
        self,
        span: Span,
        text: str,
        heading: tuple[str, ...],
        *,
        role: Role = Role.NOTE,
        is_evidence: bool = True,
        sections: tuple[str, ...] = (),
    ) -> Chunk:
        """Add one chunk at a span on disk."""
        breadcrumb = self._breadcrumbs.get(heading)
        if breadcrumb is None:
            breadcrumb = self._breadcrumbs[heading] = breadcrumb_of(self._read.note, heading)
        chunk = Chunk(
            note=self._read.note.path,
            ordinal=len(self.chunks),
            span=span,
            lines=(self._lines.line_of(span.start), self._lines.line_of(max(span.start, span.end - 1))),
            heading=heading,
            breadcrumb=breadcrumb,
            text=text,
            language=language_of(text or breadcrumb),
            role=role,
            block_id=self._block_id(span) if self._block_ids else None,
            evidence=is_evidence
            and self._is_evidence
            and not (self._written_here and any(map(span.overlaps, self._written_here))),
            sections=sections,
        )
        self.chunks.append(chunk)
        return chunk

    def _block_id(self, span: Span) -> str | None:
        """Return the identifier of the block that begins here, or of the message that this is part of."""
        if span.start in self._block_ids:
            return self._block_ids[span.start]
        inside = (message.span.start for message in self._marked_messages if message.span.overlaps(span))
        return next(map(self._block_ids.get, inside), None)


def _own_regions(read: ReadNote) -> list[Span]:
    """Return the stretches of a note that this program wrote, from one mark to the other."""
    regions: list[Span] = []
    begins: int | None = None
    for span in read.note.comments:
        said = span.of(read.text)
        if is_own_region(said):
            begins = span.start
        elif begins is not None and is_end_of_own_region(said):
            regions.append(Span(begins, span.end))
            begins = None
    return regions


class _LineCounter:
    """Counts lines on the way through a text; quick where places ascend."""

    def __init__(self, text: str) -> None:
        self._text = text if "\r" not in text else _LINE_END.sub(lambda end: "\r\n" if len(end[0]) == 2 else "\n", text)
        self._place = 0
        self._line = 1

    def line_of(self, offset: int) -> int:
        """Return the line of a character, from 1."""
        if offset < self._place:
            self._place, self._line = 0, 1
        self._line += self._text.count("\n", self._place, offset)
        self._place = offset
        return self._line


def _titled(piece: Piece) -> str:
    """Return a piece under the line of its heading, for a chunk of several sections."""
    return f"{piece.title}\n{piece.text}".strip()


def breadcrumb_of(note: Note, heading: Sequence[str]) -> str:
    """Return title, headings and property tags, e.g. ``"Garden > Soil > Clay #soil"``; never the folder.

    Tags of the body are left out: they stand in the text, and a new one must not touch every chunk of the note.
    """
    title = note.title if " " in note.title else note.title.replace("_", " ").strip()
    names = [title]
    for name in heading:
        shown = as_shown(name)
        if shown and shown.casefold() != names[-1].casefold():
            names.append(shown)
    breadcrumb = _shortened(" > ".join(names), _LARGEST_BREADCRUMB)
    for tag in note.property_tags:
        longer = f"{breadcrumb} #{tag}"
        if _shortened(longer, _LARGEST_BREADCRUMB) != longer:
            break
        breadcrumb = longer
    return breadcrumb


@lru_cache(_KNOWN_HEADINGS)
def as_shown(heading: str) -> str:
    """Return a heading without its marks, e.g. ``"Soil of the Garden"`` for ``"**Soil** of the [[Garden]]"``."""
    if not _MARK.search(heading):
        return heading
    return " ".join(_MARKS.sub("", _without_links(heading)).split())


def _without_links(text: str) -> str:
    """Return a text in which each link is what it shows."""
    return _MARKDOWN_LINK.sub(r"\1", WIKILINK.sub(lambda link: link[1].rpartition("|")[2], text))


def _shortened(text: str, tokens: int) -> str:
    while len(text) > tokens and estimate_tokens(text) > tokens:
        text = text[: max(1, len(text) * 3 // 4)]
    return text


class _Group:
    """Pieces that share a chunk so far."""

    def __init__(self, head: Piece) -> None:
        self.head = head
        self.pieces: list[Piece] = []
        self._tokens = 0
        self._tokens_since_place = 0
        self._tokens_of_sections = 0
        self.add(head)

    def add(self, piece: Piece) -> None:
        """Put a piece behind the others."""
        self.pieces.append(piece)
        self._tokens += piece.tokens
        self._tokens_since_place += piece.tokens
        self._tokens_of_sections += 0 if piece.is_stub else piece.tokens

    def ends_before(self, piece: Piece) -> bool:
        """Say whether ``piece``, which comes next, begins another chunk.

        That hangs on the piece and on how near the place before is where one might have begun, whether it did or not:
        so an edit moves the border of its own piece and that of the next such place, and no third.
        """
        if piece.opens or not self._may_hold(piece):
            return True
        if piece.tokens < _SMALLEST_PIECE or not begins_chunk(piece.text, piece.tokens):
            return False
        is_far, self._tokens_since_place = self._tokens_since_place >= _SMALLEST_CHUNK, 0
        return is_far

    def _may_hold(self, piece: Piece) -> bool:
        """Say whether a piece may stand beside these: one speaker, one section or its small sisters."""
        if piece.role is not self.head.role or piece.is_comment or self.head.is_comment:
            return False
        if piece.is_stub:
            is_sister = piece.heading[:-1] in (self.head.heading[:-1], self.head.heading)
            return is_sister and self._tokens_of_sections < USUAL_TOKENS
        return piece.heading == self.pieces[-1].heading

    def fitting(self) -> list[list[Piece]]:
        """Return the pieces of each chunk: all together where they fit."""
        if self._tokens <= LARGEST_PIECE:
            return [self.pieces]
        sizes, numbers = [piece.tokens for piece in self.pieces], [number(piece.text) for piece in self.pieces]
        begins = cut(sizes, numbers, LARGEST_PIECE)
        return [self.pieces[first:after] for first, after in zip(begins, [*begins[1:], len(sizes)], strict=True)]


def _grouped(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces of each chunk."""
    groups: list[_Group] = []
    for piece in pieces:
        if not groups or groups[-1].ends_before(piece):
            groups.append(_Group(piece))
        else:
            groups[-1].add(piece)
    return [fitting for group in groups for fitting in group.fitting()]


def _common_heading(group: Sequence[Piece]) -> tuple[str, ...]:
    """Return the path that all pieces stand under."""
    path = group[0].heading
    for piece in group[1:]:
        if piece.heading != path:
            shared = min(len(path), len(piece.heading))
            while path[:shared] != piece.heading[:shared]:
                shared -= 1
            path = path[:shared]
    return path


def _frontmatter_texts(note: Note, *, is_all: bool) -> Iterator[str]:
    """Yield the texts among the properties, in parts that fit: whole sentences only, or all where the body is empty."""
    lines: list[str] = []
    for key, value in note.properties.items():
        if key.lower() in _SILENT_PROPERTIES:
            continue
        text = _ADDRESS.sub("", _without_links(_as_text(value))).strip()
        if text and (is_all or len(text.split()) >= _WORDS_OF_A_TEXT):
            lines.append(f"{key}: {text}")
    part = ""
    for line in lines:
        for stretch in windows(line):
            if part and estimate_tokens(part) + estimate_tokens(stretch) > LARGEST_PIECE:
                yield part
                part = ""
            part = f"{part}\n{stretch}" if part else stretch
    if part:
        yield part


def _as_text(value: PropertyValue) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(filter(None, (_as_text(entry) for entry in value)))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, entry in value.items() if (text := _as_text(entry)))
    return "" if value is None or isinstance(value, bool) else str(value)
