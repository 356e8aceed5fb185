"""Fetching a note with all that it shows: embeds, pictures, where its links lead. Runs in a thread of the bridge."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from vaultmind import api
from vaultmind_ui.core_words import in_words
from vaultmind_ui.markdown.cutting import parts_of
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.reading import LONGEST_SHOWN, Embedded, read_markdown
from vaultmind_ui.markdown.values import (
    Block,
    Blocks,
    Bubble,
    Callout,
    Embed,
    Footnotes,
    Heading,
    Inlines,
    ItemList,
    LinkToNote,
    Paragraph,
    Picture,
    Properties,
    Quote,
    Run,
    Style,
    Table,
    plain_text,
)

NOTE_KEY = "note"
_MOST_EMBEDS = 20
_MOST_PICTURES = 30
_DEEPEST_EMBED = 2
_MOST_PIXELS = 16_000_000
_MOST_PIXELS_READ_SMALLER = 50_000_000
"""Of a picture whose format is read at the size that is shown; every other is first unpacked as large as it is."""
_READ_SMALLER = frozenset({b"jpeg"})
_ONE_AT_A_TIME = Lock()
_WIDEST_SHOWN = 560
_DENSEST = 2
"""So many pixels of a picture are kept for one of the window, for there are screens that show them."""
_MOST_PIXELS_KEPT = 10_000_000
"""Of all pictures of a note together; each takes four bytes."""
_FORMATS = frozenset({b"png", b"jpeg", b"gif", b"webp", b"bmp"})
_DRAWN_BY_OBSIDIAN = (".canvas", ".base")


@dataclass(frozen=True, slots=True)
class LoadedNote:
    """A note as it is shown; offsets of its own words are under ``NOTE_KEY``."""

    view: api.NoteView
    parts: tuple[Part, ...]
    pictures: Mapping[str, QImage] = field(default_factory=dict)


def load_note(session: api.Session, note: str) -> LoadedNote:
    """Return a note with what it embeds; raise ``VaultMindError`` where it cannot be read."""
    view = session.note(note)
    loader = _Loader(session)
    blocks = () if view.path.lower().endswith(_DRAWN_BY_OBSIDIAN) else loader.blocks(view, view.text, 0, depth=0)
    parts = [*_above(view, blocks), *parts_of(NOTE_KEY, blocks), *_below(view)]
    return LoadedNote(view, tuple(parts), loader.pictures(blocks))


class _Loader:
    def __init__(self, session: api.Session) -> None:
        self._session = session
        self._embeds_left = _MOST_EMBEDS
        self._letters_left = LONGEST_SHOWN
        """How much of all embedded notes together is still shown."""

    def blocks(self, view: api.NoteView, text: str, shift: int, *, depth: int) -> Blocks:
        """Return the blocks of a stretch of a note that begins at ``shift`` of its text."""
        by_place = {view.offsets.to_read(link.start): link for link in view.links}
        by_name = {link.target: link for link in view.links}

        def resolve(written: str, start: int) -> str | None:
            found = by_place.get(start + shift) or by_name.get(written)
            if not written:
                return str(view.path)
            return (found.resolved or "") if found is not None else None

        embeds = {link: self._embedded(link, depth) for link in self._embeds(view)} if depth < _DEEPEST_EMBED else {}
        return read_markdown(text, resolve=resolve, embeds=embeds)

    def _embeds(self, view: api.NoteView) -> Iterator[LinkToNote]:
        for link in view.links:
            is_note = link.resolved is not None and link.resolved.lower().endswith(".md")
            if link.kind == "embed" and is_note and self._embeds_left > 0:
                self._embeds_left -= 1
                yield LinkToNote(link.target, link.resolved, link.heading or "", link.block_id or "", is_embed=True)

    def _embedded(self, link: LinkToNote, depth: int) -> Embedded:
        try:
            view = self._session.note(link.path or link.written, with_backlinks=False)
        except api.VaultMindError as problem:
            return Embedded(link.written, (Paragraph((Run(in_words(str(problem)), Style.MUTED),)),))
        start, end = _stretch(view, link)
        title = " › ".join(part for part in (view.title, link.heading.replace("#", " › ")) if part)
        shown = min(end, start + self._letters_left)
        self._letters_left -= shown - start
        blocks = self.blocks(view, view.text[start:shown], start, depth=depth + 1)
        first = blocks[0] if blocks else None
        if isinstance(first, Heading) and plain_text(first.inlines).strip() == title.rpartition(" › ")[2]:
            blocks = blocks[1:]
        if shown < end:
            rest = QCoreApplication.translate("NoteParts", "The note is long: the rest is read in Obsidian.")
            blocks += (Paragraph((Run(rest, Style.WARNING),)),)
        return Embedded(title, blocks)

    def pictures(self, blocks: Blocks) -> dict[str, QImage]:
        """Return the pictures that some blocks show, by their path; what cannot be shown is left out.

        All together have so many pixels as a window can hold: of many, or of tall ones, each is smaller.
        """
        widths: dict[str, int] = {}
        for picture in _pictures_in(blocks):
            shown = min(picture.width or _WIDEST_SHOWN, _WIDEST_SHOWN)
            widths[picture.path] = max(shown, widths.get(picture.path, 0))
        found: dict[str, QImage] = {}
        pixels_left = _MOST_PIXELS_KEPT
        for place, (path, width) in enumerate(widths.items()):
            if len(found) == _MOST_PICTURES:
                break
            share = pixels_left // min(len(widths) - place, _MOST_PICTURES - len(found))
            try:
                made = decode_picture(self._session.attachment(path).content, widest=width * _DENSEST, most=share)
            except api.VaultMindError:
                continue
            found[path] = made
            pixels_left -= made.width() * made.height()
        return found


def decode_picture(content: bytes, *, widest: int = _WIDEST_SHOWN * _DENSEST, most: int = _MOST_PIXELS_KEPT) -> QImage:
    """Return a picture at most so many pixels wide and of at most so many pixels, in its shape.

    An empty one comes of other formats, and of a picture beyond 16 million pixels, for JPEG 50 million. However many
    threads ask, one picture is unpacked at a time, for that may take 30 times what is kept of it.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    with _ONE_AT_A_TIME:
        picture = _read_picture(QImageReader(buffer), widest, most)
    buffer.close()
    return picture


def _read_picture(reader: QImageReader, widest: int, most: int) -> QImage:
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    pixels = size.width() * size.height()
    format_ = reader.format().data()
    largest = _MOST_PIXELS_READ_SMALLER if format_ in _READ_SMALLER else _MOST_PIXELS
    if format_ not in _FORMATS or not size.isValid() or not 0 < pixels <= largest:
        return QImage()
    is_turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    part = min(1.0, widest / (size.height() if is_turned else size.width()), math.sqrt(most / pixels))
    if part < 1:
        reader.setScaledSize(QSize(max(1, int(size.width() * part)), max(1, int(size.height() * part))))
    picture = reader.read()
    if picture.isNull():
        return picture
    formats = QImage.Format
    return picture.convertToFormat(  # as it is drawn, lest a second one is kept to draw
        formats.Format_ARGB32_Premultiplied if picture.hasAlphaChannel() else formats.Format_RGB32
    )


def _stretch(view: api.NoteView, link: LinkToNote) -> tuple[int, int]:
    """Return what of a note's text an embed shows: a block, a heading with what is under it, or all."""
    if link.block_id:
        block = next((one for one in view.blocks if one.id.casefold() == link.block_id.casefold()), None)
        if block is not None:
            return view.offsets.to_read(block.start), view.offsets.to_read(block.end)
    if link.heading:
        wanted = link.heading.rpartition("#")[2].strip().casefold()
        heads = view.headings
        for place, head in enumerate(heads):
            if head.text.strip().casefold() == wanted:
                after = next((one.line for one in heads[place + 1 :] if one.level <= head.level), None)
                return _line_start(view.text, head.line), len(view.text) if after is None else _line_start(
                    view.text, after
                )
    return 0, len(view.text)


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at


def _above(view: api.NoteView, blocks: Blocks) -> Iterator[Part]:
    """Yield the title where the note does not begin with it, what is wrong with the note, and its properties."""
    first = blocks[0] if blocks else None
    if not (isinstance(first, Heading) and plain_text(first.inlines).strip() == view.title.strip()):
        yield Part("", Heading(1, (Run(view.title),)))
    if view.repaired_from:
        repaired = QCoreApplication.translate(
            "NoteParts", "The file is damaged (its text went through %1); it is shown as it was meant."
        )
        yield Part("", Paragraph((Run(repaired.replace("%1", view.repaired_from), Style.WARNING),)))
    for warning in view.warnings:
        yield Part("", Paragraph((Run(in_words(warning), Style.WARNING),)))
    rows = tuple(
        (key, _value(view.properties[key])) for key in view.properties if view.properties[key] not in (None, "", [])
    )
    if rows:
        yield Part("", Properties(rows))


def _below(view: api.NoteView) -> Iterator[Part]:
    if view.path.lower().endswith(_DRAWN_BY_OBSIDIAN):
        drawn = QCoreApplication.translate("NoteParts", "Only Obsidian draws a file of this kind; these are its links.")
        yield Part("", Paragraph((Run(drawn, Style.MUTED),)))
        for link in view.links:
            target = LinkToNote(link.target, link.resolved, link.heading or "", link.block_id or "")
            yield Part("", Paragraph((Run(link.target, Style.PLAIN, target),)))
    elif len(view.text) > LONGEST_SHOWN:
        rest = QCoreApplication.translate("NoteParts", "The note is long: the rest is read in Obsidian.")
        yield Part("", Paragraph((Run(rest, Style.WARNING),)))
    elif not view.text.strip():
        yield Part("", Paragraph((Run(QCoreApplication.translate("NoteParts", "This note is empty."), Style.MUTED),)))


def _value(value: object) -> Inlines:
    """Return the value of a property as words, its links as links."""
    said = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    if isinstance(value, bool):
        said = "✓" if value else "✕"
    blocks = read_markdown(said[:2000]) if "[[" in said else ()
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return blocks[0].inlines
    return (Run(said[:2000]),)


def _pictures_in(blocks: Blocks) -> Iterator[Picture]:
    for block in blocks:
        yield from _pictures_of(block)


def _pictures_of(block: Block) -> Iterator[Picture]:
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            yield from (one for one in inlines if isinstance(one, Picture))
        case Callout(_, _, _, inner) | Quote(inner) | Bubble(inner) | Embed(_, _, inner):
            yield from _pictures_in(inner)
        case ItemList(items):
            for item in items:
                yield from _pictures_in(item.blocks)
        case Table(rows):
            yield from (one for row in rows for cell in row for one in cell if isinstance(one, Picture))
        case Footnotes(entries):
            for _, inner in entries:
                yield from _pictures_in(inner)
