"""The one door from bytes to a note: Markdown, canvas, base and drawing alike."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.note import LARGEST_NOTE_BYTES, TOO_LARGE, Note
from vaultmind.domain.offsets import OffsetMap
from vaultmind.domain.provenance import is_generated, is_recipe
from vaultmind.domain.span import Span
from vaultmind.parsing.base import base_links
from vaultmind.parsing.canvas import Canvas, CanvasText, Card, parse_canvas
from vaultmind.parsing.chat import find_messages
from vaultmind.parsing.decoding import Decoded, decode
from vaultmind.parsing.inline import split_subpath
from vaultmind.parsing.markdown import parse_note
from vaultmind.parsing.mojibake import repair_name, undo_mojibake


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of readable Markdown: the whole note, or one card of a canvas.

    ``note`` is what was parsed from ``text``, with spans in ``text``; ``offsets`` lead from ``text`` to the text as on
    disk (``None`` where both are the same); ``heading`` is the path above it, e.g. the label of a canvas group.
    """

    text: str
    note: Note
    offsets: OffsetMap | None = None
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A file as it was read. ``text`` is the text as on disk, and the spans of ``note`` are in it."""

    text: str
    note: Note
    prose: tuple[Prose, ...] = ()
    encoding: str = "utf-8"
    skipped_reason: str | None = None
    """Why nothing was read, in one sentence; the note is then empty."""

    @property
    def path(self) -> NotePath:
        return self.note.path

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.note.warnings

    @property
    def repaired_text(self) -> str:
        """Return what a person reads: damage undone; it has the same lines as ``text``."""
        return self.prose[0].text if self._is_one_stretch else self.text

    @property
    def offsets(self) -> OffsetMap:
        """Return the way from ``repaired_text`` to ``text``."""
        return (self.prose[0].offsets if self._is_one_stretch else None) or OffsetMap()

    @property
    def _is_one_stretch(self) -> bool:
        return len(self.prose) == 1 and not is_canvas(self.path)


def is_canvas(path: NotePath) -> bool:
    """Say whether the file is a canvas, by its extension."""
    return path[-7:].lower() == ".canvas"


def is_base(path: NotePath) -> bool:
    """Say whether the file is a base, by its extension."""
    return path[-5:].lower() == ".base"


def read_note(path: NotePath, data: bytes) -> ReadNote:
    """Return everything that is read from one file of the vault; never raises."""
    if len(data) > LARGEST_NOTE_BYTES:
        return _skipped(path, TOO_LARGE)
    decoded = decode(data)
    if not decoded.is_text:
        return ReadNote(decoded.text, replace(_empty(path), warnings=decoded.warnings), (), decoded.encoding)
    if is_canvas(path):
        return _read_canvas(path, decoded)
    if is_base(path):
        note = replace(_empty(path), links=base_links(decoded.text), warnings=decoded.warnings)
        return ReadNote(decoded.text, note, (), decoded.encoding)
    prose = _prose(path, decoded.text)
    note = prose.note if prose.offsets is None else _on_disk(prose.note, prose.offsets, decoded.text)
    title = repair_name(note.title)
    if decoded.warnings or title != note.title:
        note = replace(note, title=title, warnings=(*decoded.warnings, *note.warnings))
    return ReadNote(decoded.text, note, (prose,), decoded.encoding)


def _skipped(path: NotePath, reason: str) -> ReadNote:
    return ReadNote("", replace(_empty(path), warnings=(reason,)), (), skipped_reason=reason)


def _empty(path: NotePath) -> Note:
    """Return the note of a file in which no Markdown is read; a canvas and a base are called by their bare name."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    note = parse_note(path, "")
    title = stem if stem and (is_canvas(path) or is_base(path)) else note.title
    return replace(note, title=repair_name(title))


def _prose(path: NotePath, text: str, heading: tuple[str, ...] = ()) -> Prose:
    """Parse one stretch of Markdown, damage undone; its note knows its messages and what it was repaired from."""
    repair = undo_mojibake(text)
    readable = repair.text if repair else text
    note = parse_note(path, readable)
    messages = find_messages(readable, note.sections)
    generated = is_generated(note.properties) or is_recipe(note.properties)
    if messages or repair or generated:
        repaired_from = repair.repaired_from if repair else None
        note = replace(note, messages=messages, repaired_from=repaired_from, generated=generated)
    return Prose(readable, note, repair.offsets if repair else None, heading)


def _on_disk(note: Note, offsets: OffsetMap, text: str) -> Note:
    """Return ``note`` with every span in the text as on disk; links show what is written there."""
    changes = {field.name: _moved(getattr(note, field.name), offsets, text) for field in fields(note)}
    return replace(note, **changes)


def _moved(value: Any, offsets: OffsetMap, text: str) -> Any:
    """Return a value of a note with its spans on disk."""
    if isinstance(value, Span):
        return offsets.span_to_disk(value)
    if isinstance(value, tuple):
        return tuple(_moved(entry, offsets, text) for entry in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    spans = {field.name: span for field in fields(value) if isinstance(span := getattr(value, field.name), Span)}
    moved = replace(value, **{name: offsets.span_to_disk(span) for name, span in spans.items()})
    return replace(moved, text=moved.span.of(text)) if isinstance(moved, Link) else moved


def _read_canvas(path: NotePath, decoded: Decoded) -> ReadNote:
    """Return a canvas: its file cards are links, its other cards and its labels are prose."""
    canvas = parse_canvas(decoded.text)
    stretches = tuple(_card_prose(path, written, heading) for written, heading in _writings(canvas))
    notes = [
        _on_lines(_on_disk(stretch.note, stretch.offsets or OffsetMap(), decoded.text), decoded.text)
        for stretch in stretches
    ]
    links = [link for card in canvas.cards for link in _file_link(card, decoded.text)]
    links += [link for note in notes for link in note.links]
    problem = (canvas.problem,) if canvas.problem else ()
    note = replace(
        _empty(path),
        links=tuple(sorted(links, key=lambda link: link.span)),
        tags=tuple(tag for note in notes for tag in note.tags),
        body=Span(0, len(decoded.text)),
        warnings=(*decoded.warnings, *problem),
        repaired_from=next((note.repaired_from for note in notes if note.repaired_from), None),
    )
    return ReadNote(decoded.text, note, stretches, decoded.encoding)


def _writings(canvas: Canvas) -> list[tuple[CanvasText, tuple[str, ...]]]:
    """Return what a person wrote on a canvas in the order of the file: cards and labels, with the path above each."""
    written = [
        (card.content, (card.group,) if card.group else ())
        for card in canvas.cards
        if card.content and card.kind in ("text", "group")
    ]
    labels: list[tuple[CanvasText, tuple[str, ...]]] = [(edge.label, ()) for edge in canvas.edges if edge.label]
    return sorted([*written, *labels], key=lambda entry: entry[0].span)


def _card_prose(path: NotePath, written: CanvasText, heading: tuple[str, ...]) -> Prose:
    prose = _prose(path, written.text, heading)
    return replace(prose, offsets=prose.offsets.after(written.offsets) if prose.offsets else written.offsets)


def _on_lines(note: Note, text: str) -> Note:
    """Return the note of a card with the lines of its links and tags counted in the file."""

    def line(span: Span) -> int:
        return text.count("\n", 0, span.start) + 1

    return replace(
        note,
        links=tuple(replace(link, line=line(link.span)) for link in note.links),
        tags=tuple(replace(tag, line=line(tag.span)) for tag in note.tags),
    )


def _file_link(card: Card, text: str) -> Iterator[Link]:
    """Yield the link that a file card is."""
    if card.kind == "file" and card.content:
        _, heading, block_id = split_subpath(card.subpath.text) if card.subpath else ("", None, None)
        span = card.content.span
        yield Link(
            LinkKind.CANVAS,
            card.content.text,
            heading,
            block_id,
            text=span.of(text),
            span=span,
            line=text.count("\n", 0, span.start) + 1,
        )
