"""A note to pieces: the smallest stretches that a chunk is put together from, as a reader sees them."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from vaultmind.domain.note import Heading, Message, Role, Section, SectionKind
from vaultmind.domain.span import Span
from vaultmind.parsing.borders import cut, ends_run, number
from vaultmind.parsing.excalidraw import is_drawing, without_drawing
from vaultmind.parsing.language import estimate_tokens
from vaultmind.parsing.reading import Prose
from vaultmind.parsing.sentences import split_sentences

LARGEST_PIECE = 420
"""Tokens of the largest piece; with the breadcrumb it stays below what models take."""

_STUB = 40
"""A heading section of fewer tokens may share a chunk with its neighbours."""

_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_BLOCK_ID = re.compile(r"(?:^|[ \t])\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_BINARY = re.compile(r"(?:data:[\w./+-]{0,100}(?:;[\w=-]{1,50}){0,3};base64,)[A-Za-z0-9+/=_%-]*|[!-~]{400,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROLS = bytes(sign for sign in range(0x80) if _CONTROL.match(chr(sign)))
_QUOTE_MARKS = re.compile(r"^(?:[ \t]{0,3}>[ \t]?)+", re.MULTILINE)
_CALLOUT_MARK = re.compile(r"^\[![^\]\r\n]+\][+-]?[ \t]*", re.MULTILINE)
_FENCE_LINES = re.compile(
    r"\A[ \t]*(?:`{3,}|~{3,})[^\r\n]*(?:\r\n?|\n|\Z)|(?:^|(?<=[\r\n]))[ \t]*(?:`{3,}|~{3,})[ \t]*\Z"
)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?:\r\n?|\n|\Z)", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_WORD = re.compile(r"\S{1,400}\s*|\s+")
_PAYLOADS = frozenset(("compressed-json", "base64"))
_HEADING, _CODE, _COMMENT = SectionKind.HEADING, SectionKind.CODE, SectionKind.COMMENT
_NO_TEXT = frozenset((SectionKind.FRONTMATTER, SectionKind.RULE))
_QUOTES = frozenset((SectionKind.QUOTE, SectionKind.CALLOUT))
_AS_WRITTEN = frozenset((SectionKind.CODE, SectionKind.MATH))
_NOTE = Role.NOTE


@dataclass(slots=True)
class Piece:
    """A stretch ``[start, end)`` of a prose text, with what a reader sees of it.

    ``opens`` forbids to join it to what stands before; ``is_stub`` marks a whole heading section that is too small to
    stand alone; ``title`` is the line of its heading, for the first piece under one.
    """

    start: int
    end: int
    text: str
    tokens: int
    heading: tuple[str, ...]
    role: Role = Role.NOTE
    title: str = ""
    opens: bool = False
    is_stub: bool = False
    is_comment: bool = False


def pieces_of(prose: Prose) -> list[Piece]:
    """Return the pieces of a stretch of prose, in order; none is larger than ``LARGEST_PIECE`` tokens."""
    return _Cutter(prose).pieces()


class _Cutter:
    """Walks the sections of one note."""

    def __init__(self, prose: Prose) -> None:
        note = prose.note
        self._text = prose.text
        self._note = note
        self._top = prose.heading
        self._sections: Sequence[Section] = note.sections
        self._headings: Sequence[Heading] = note.headings
        if is_drawing(note):
            self._sections, self._headings = without_drawing(prose.text, note)
        self._messages: Sequence[Message] = note.messages
        self._has_html_comments = "<!--" in prose.text
        self._has_controls = _has_controls(prose.text)
        self._has_binary = _has_binary(prose.text)
        self._is_plain = not (note.blocks or self._has_html_comments or self._has_controls or self._has_binary)

    def pieces(self) -> list[Piece]:
        """Return the pieces, section by section."""
        found: list[Piece] = []
        levels: list[int] = []
        path: tuple[str, ...] = self._top
        heading: Heading | None = None
        headings = {heading.span.start: heading for heading in self._headings}
        body: list[Section] = []
        for section in self._sections:
            if section.kind is _HEADING:
                following = headings.get(section.span.start)
                if following is None:
                    continue
                found += self._heading_section(heading, path, body, is_parent=following.level > (levels or [0])[-1])
                while levels and levels[-1] >= following.level:
                    levels.pop()
                path = (*self._top, *path[len(self._top) :][: len(levels)], following.text)
                levels.append(following.level)
                heading, body = following, []
            elif section.kind not in _NO_TEXT:
                body.append(section)
        return found + self._heading_section(heading, path, body, is_parent=False)

    def _heading_section(
        self, heading: Heading | None, path: tuple[str, ...], body: Sequence[Section], *, is_parent: bool
    ) -> list[Piece]:
        """Return the pieces between a heading and the next one; a small section as a whole, with its heading."""
        pieces = [piece for section in body for piece in self._section(section, path)]
        if heading is None:
            return pieces
        if not pieces and is_parent:
            return []
        title = heading.span.of(self._text)
        tokens = sum(piece.tokens for piece in pieces) + estimate_tokens(title)
        if tokens < _STUB and all(piece.role is _NOTE and not piece.is_comment for piece in pieces):
            text = "\n\n".join(piece.text for piece in pieces)
            end = pieces[-1].end if pieces else heading.span.end
            return [Piece(heading.span.start, end, text, tokens, path, title=title, is_stub=True)]
        if pieces:
            pieces[0].opens = True
            pieces[0].title = title
        return pieces

    def _section(self, section: Section, path: tuple[str, ...]) -> Sequence[Piece]:
        start, end, kind = section.span.start, section.span.end, section.kind
        if kind is _COMMENT:
            return list(self._comments([section.span], path))
        if kind is _CODE and section.info.split(" ")[0].lower() in _PAYLOADS:
            return ()
        if self._messages and kind in _QUOTES:
            return list(self._quoted(section, path))
        pieces = self._block(start, end, kind, path, _NOTE)
        if self._note.comments and (comments := self._comments_in(start, end)):
            return [*pieces, *self._comments(comments, path)]
        return pieces

    def _quoted(self, section: Section, path: tuple[str, ...]) -> Iterator[Piece]:
        """Yield the messages of a quote, and what stands between them as the note's own."""
        place = section.span.start
        first = bisect_left(self._messages, place, key=_start)
        after = bisect_left(self._messages, section.span.end, first, key=_start)
        for message in self._messages[first:after]:
            yield from self._block(place, message.span.start, section.kind, path, Role.NOTE)
            header = _LINE.match(self._text, message.span.start)
            start = min(header.end() if header else message.span.start, message.span.end)
            first = True
            for piece in self._block(start, message.span.end, section.kind, path, message.role):
                piece.opens |= first
                first = False
                yield piece
            place = message.span.end
        for piece in self._block(place, section.span.end, section.kind, path, Role.NOTE):
            piece.opens = True
            yield piece

    def _comments(self, spans: Sequence[Span], path: tuple[str, ...]) -> Iterator[Piece]:
        """Yield the comments of one block."""
        texts = (self._clean_part(span.start, span.end, SectionKind.COMMENT).strip("%").strip() for span in spans)
        text = "\n".join(filter(None, texts))
        for part in windows(text) if text else ():
            start, end = spans[0].start, spans[-1].end
            yield Piece(start, end, part, estimate_tokens(part), path, opens=True, is_comment=True)

    def _block(self, start: int, end: int, kind: SectionKind, path: tuple[str, ...], role: Role) -> Sequence[Piece]:
        """Return one block: whole where it fits, else divided at its items, lines, sentences or words."""
        text = self._clean(start, end, kind)
        if not text:
            return ()
        tokens = estimate_tokens(text)
        if tokens <= LARGEST_PIECE:
            return (Piece(start, end, text, tokens, path, role),)
        pieces: list[Piece] = []
        for part_start, part_end in self._divided(start, end, kind):
            part = self._clean(part_start, part_end, kind)
            if part:
                tokens = estimate_tokens(part)
                pieces.append(Piece(part_start, part_end, part, tokens, path, role, opens=bool(pieces)))
        return pieces

    def _divided(self, start: int, end: int, kind: SectionKind) -> Iterator[tuple[int, int]]:
        """Yield stretches of a block that fit, cut where its atoms say."""
        atoms = list(self._atoms(start, end, kind))
        begins = cut([tokens for *_, tokens in atoms], [number(text) for _, _, text, _ in atoms], LARGEST_PIECE)
        for first, after in zip(begins, [*begins[1:], len(atoms)], strict=True):
            yield atoms[first][0], atoms[after - 1][1]

    def _atoms(self, start: int, end: int, kind: SectionKind) -> Iterator[tuple[int, int, str, int]]:
        """Yield the parts of a block, with text and tokens: its items where they fit, else lines, sentences, words."""
        finer = (_lines, _sentences, _words)
        waiting = [(*place, 0) for place in reversed(list(self._coarse(start, end, kind)))]
        while waiting:
            part_start, part_end, depth = waiting.pop()
            text = self._clean(part_start, part_end, kind)
            tokens = estimate_tokens(text)
            if tokens <= LARGEST_PIECE // 2 or depth == len(finer):
                yield part_start, part_end, text, tokens
            else:
                parts = list(finer[depth](self._text, part_start, part_end))
                waiting += [(*place, depth + 1) for place in reversed(parts)]

    def _coarse(self, start: int, end: int, kind: SectionKind) -> Iterator[tuple[int, int]]:
        """Yield the items of a list, the paragraphs of a quote or of code, the lines of anything else."""
        lines = list(_lines(self._text, start, end))
        begins: list[int] = []
        is_after_blank = True
        for line_start, line_end in lines:
            line = _QUOTE_MARKS.sub("", self._text[line_start:line_end])
            is_blank = not line.strip()
            if kind is SectionKind.LIST:
                is_begin = not line[:1].isspace() and not is_blank
            elif kind is _CODE or kind in _QUOTES:
                is_begin = is_after_blank and not is_blank
            else:
                is_begin = True
            if is_begin or not begins:
                begins.append(line_start)
            is_after_blank = is_blank
        yield from zip(begins, [*begins[1:], end], strict=True)

    def _comments_in(self, start: int, end: int) -> Sequence[Span]:
        comments = self._note.comments
        first = bisect_left(comments, Span(start, start))
        return comments[first : bisect_left(comments, Span(end, end), first)]

    def _clean(self, start: int, end: int, kind: SectionKind) -> str:
        """Return what a reader sees of a stretch: no comments, identifiers, quote marks, fences or binary text."""
        if not self._note.comments:
            return self._clean_part(start, end, kind).strip()
        parts: list[str] = []
        place = start
        for comment in self._comments_in(start, end):
            parts.append(self._clean_part(place, comment.start, kind))
            place = max(place, min(comment.end, end))
        parts.append(self._clean_part(place, end, kind))
        return "".join(parts).strip()

    def _clean_part(self, start: int, end: int, kind: SectionKind) -> str:
        text = self._text[start:end]
        if not self._is_plain:
            text = self._without_hidden(text, kind)
        without_marks = _WITHOUT_MARKS.get(kind)
        return without_marks(text) if without_marks is not None else text

    def _without_hidden(self, text: str, kind: SectionKind) -> str:
        """Return a stretch without HTML comments and identifiers, and with a blank for what is no text."""
        if kind not in _AS_WRITTEN:
            if self._has_html_comments and "<!--" in text:
                text = _HTML_COMMENT.sub("", text)
            if self._note.blocks and "^" in text:
                text = _BLOCK_ID.sub("", text)
        if self._has_binary:
            text = _BINARY.sub(" ", text)
        if self._has_controls:
            text = _CONTROL.sub(" ", text)
        return text


def _without_quote_marks(text: str) -> str:
    return _CALLOUT_MARK.sub("", _QUOTE_MARKS.sub("", text))


_WITHOUT_MARKS: Mapping[SectionKind, Callable[[str], str]] = {
    SectionKind.QUOTE: _without_quote_marks,
    SectionKind.CALLOUT: _without_quote_marks,
    SectionKind.CODE: partial(_FENCE_LINES.sub, ""),
    SectionKind.TABLE: partial(_TABLE_RULE.sub, ""),
    SectionKind.HTML: partial(_HTML_TAG.sub, " "),
}
"""What takes the marks of a block away that are not for reading."""


def _start(message: Message) -> int:
    return message.span.start


def _has_controls(text: str) -> bool:
    """Say whether there are control characters other than blanks and line ends."""
    data = text.encode("utf-8", "replace")
    return len(data.translate(None, _CONTROLS)) < len(data)


def _has_binary(text: str) -> bool:
    """Say whether there may be base64, or a word of 400 characters; a quick look."""
    return "base64," in text or any(text.find(" ", place, place + 200) < 0 for place in range(0, len(text) - 199, 200))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    place = start
    while place < end:
        line = _LINE.match(text, place, end)
        stop = line.end() if line and line.end() > place else end
        yield place, stop
        place = stop


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    spans = split_sentences(text[start:end])
    begins = [start, *(start + span.start for span in spans[1:])]
    yield from zip(begins, [*begins[1:], end], strict=True)


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield runs of some eight words; where a run ends is chosen by its last word."""
    begin = start
    count = 0
    for word in _WORD.finditer(text, start, end):
        count += 1
        if count >= 32 or (count > 1 and ends_run(word[0])):
            yield begin, word.end()
            begin, count = word.end(), 0
    if begin < end:
        yield begin, end


def windows(text: str) -> Iterator[str]:
    """Yield a text that has no places of its own in parts that fit."""
    if estimate_tokens(text) <= LARGEST_PIECE:
        yield text
        return
    parts = [text[start:end] for start, end in _words(text, 0, len(text))]
    begins = cut([estimate_tokens(part) for part in parts], [number(part) for part in parts], LARGEST_PIECE)
    for first, after in zip(begins, [*begins[1:], len(parts)], strict=True):
        yield "".join(parts[first:after]).strip()
