"""Where in a note a text goes: each plan is a few edits of the text that was read."""

import re

from vaultmind.domain.edit import Edit, apply_edits
from vaultmind.domain.errors import PlaceNotFound, WriteRefused
from vaultmind.domain.note import Block, Heading
from vaultmind.domain.provenance import begin_of_region, end_of_region
from vaultmind.domain.span import Span
from vaultmind.domain.subpath import find_heading, heading_key
from vaultmind.parsing.markdown import parse_note
from vaultmind.writeback.note_text import NoteText

_LINE_END = re.compile(r"\r\n|\n|\r")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_REGION_NAME = re.compile(r"[\w][\w .:/-]{0,80}\Z")


def append(opened: NoteText, text: str) -> list[Edit]:
    """Return the edit that puts ``text`` at the end, on a line of its own.

    An empty line parts it from what is there, unless both are list items. A note without a last line end stays so. No
    words are no edit.
    """
    return at_place(opened, len(opened.text), text)


def at_place(opened: NoteText, place: int, text: str) -> list[Edit]:
    """Return the edit that puts ``text`` on lines of its own after ``place``, the end of a line or of the note."""
    return [_inserted(opened, place, text)] if text.strip() else []


def under_heading(opened: NoteText, heading: str, text: str) -> list[Edit]:
    """Return the edit that puts ``text`` at the end of what stands right under a heading, before any other heading.

    ``heading`` is found as by a link: without case and signs, a chain ``"Garden#Soil"`` for the one below the other,
    and the first of several wins. Raise ``PlaceNotFound`` where there is none.
    """
    found = _find_heading(opened, heading)
    following = [other.span.start for other in opened.note.headings if other.span.start > found.span.start]
    limit = min(following, default=len(opened.text))
    own = opened.text[found.span.end : limit]
    return at_place(opened, found.span.end + len(own.rstrip()), text)


def into_region(opened: NoteText, name: str, text: str) -> list[Edit]:
    """Return the edit that gives a marked region other content; the region is made at the end where there is none.

    A region stands between two comments on lines of their own, ``%% Begin NAME %%`` and ``%% End NAME %%``.
    """
    if not _REGION_NAME.match(name):
        raise WriteRefused(f"“{name[:80]}” cannot be the name of a region: use letters, digits, blanks and “-”.")
    begin, end = begin_of_region(name), end_of_region(name)
    if begin in text or end in text:
        raise WriteRefused("The text has the marks of the region in it.")
    marks = [span for span in opened.note.comments if span.of(opened.text).strip() in (begin, end)]
    if not marks:
        return append(opened, f"{begin}\n{text.strip(chr(10))}\n{end}")
    first, last = marks[0], marks[-1]
    if len(marks) != 2 or first.of(opened.text).strip() != begin or last.of(opened.text).strip() != end:
        raise WriteRefused(f"The region “{name}” is not marked by one beginning and one end after it.")
    inside = Span(_line_end_after(opened.text, first.end), _line_start(opened.text, last.start))
    if inside.end < inside.start:
        raise WriteRefused(f"The marks of the region “{name}” are not on lines of their own.")
    written = opened.in_own_line_ends(_whole_lines(text), inside.start)
    return _unless_same(opened, inside, written)


def replace_block(opened: NoteText, block_id: str, text: str) -> list[Edit]:
    """Return the edit that gives a block other words; its identifier and its marks of list or quote stay.

    Raise ``PlaceNotFound`` where no block has the identifier, ``WriteRefused`` where several have it or the text would
    take it away.
    """
    block = _find_block(opened, block_id.removeprefix("^"))
    span = _words_of(opened, block)
    prefix = _continuation(opened.text[_line_start(opened.text, span.start) : span.start])
    line_end = opened.line_end_at(span.start)
    written = f"{line_end}{prefix}".join(_LINE_END.split(text.strip("\r\n")))
    edits = _unless_same(opened, span, written)
    after = parse_note(opened.path, apply_edits(opened.text, edits))
    same_ids = [found.id for found in after.blocks] == [found.id for found in opened.note.blocks]
    if not same_ids or not any(found.id == block.id and found.span.start <= span.start for found in after.blocks):
        raise WriteRefused(f"The text would not be one block “^{block.id}”: keep it to one paragraph or one item.")
    return edits


def replace_span(opened: NoteText, span: Span, text: str) -> list[Edit]:
    """Return the edit that replaces a stretch of the text as on disk, in the line ends of the note."""
    if not 0 <= span.start <= span.end <= len(opened.text):
        raise PlaceNotFound(
            f"“{opened.path}” has {len(opened.text)} characters, so it has no stretch {span.start}:{span.end}."
        )
    if opened.text[span.start - 1 : span.start + 1] == "\r\n" or opened.text[span.end - 1 : span.end + 1] == "\r\n":
        raise WriteRefused("The stretch begins or ends in the middle of a line end.")
    return _unless_same(opened, span, opened.in_own_line_ends(text, span.start))


def _unless_same(opened: NoteText, span: Span, written: str) -> list[Edit]:
    return [] if span.of(opened.text) == written else [Edit(span, written)]


def _inserted(opened: NoteText, place: int, text: str) -> Edit:
    """Return the edit that puts ``text`` on lines of its own after ``place``, the end of a line or of the note."""
    before, after = opened.text[:place], opened.text[place:]
    line_end = opened.line_end_at(place)
    body = line_end.join(_LINE_END.split(text.strip("\r\n")))
    kept = before.rstrip()
    last_line = _LINE_END.split(kept)[-1] if kept else ""
    tight = bool(_LIST_ITEM.match(_LINE_END.split(body)[0])) and _is_in_list(opened, len(kept))
    ends_line = not before or before.endswith(("\n", "\r"))
    ends_paragraph = not kept or len(_LINE_END.findall(before[len(kept) :])) > 1 or _is_fence(last_line)
    apart = "" if ends_line else line_end
    if not tight and not ends_paragraph:
        apart += line_end
    closes = ends_line if not after else not after.startswith(("\n", "\r"))
    return Edit(Span(place, place), f"{apart}{body}{line_end if closes else ''}")


def _is_fence(line: str) -> bool:
    return line.rstrip() == "---"


def _is_in_list(opened: NoteText, place: int) -> bool:
    return any(item.span.start < place <= item.span.end for item in opened.note.list_items)


def _find_heading(opened: NoteText, wanted: str) -> Heading:
    """Return the heading that a link would lead to, or the one of the very words where they have ``#`` in them."""
    found = find_heading(opened.note, wanted)
    if found is None and heading_key(wanted):
        alike = (heading for heading in opened.note.headings if heading_key(heading.text) == heading_key(wanted))
        found = next(alike, None)
    if found is None:
        raise PlaceNotFound(f"“{opened.path}” has no heading “{wanted}”.")
    return found


def _find_block(opened: NoteText, block_id: str) -> Block:
    found = [block for block in opened.note.blocks if block.id.casefold() == block_id.casefold()]
    if not found:
        raise PlaceNotFound(f"“{opened.path}” has no block “^{block_id}”.")
    if len(found) > 1:
        raise WriteRefused(
            f"“{opened.path}” has “^{block_id}” {len(found)} times; give each its own (vaultmind doctor)."
        )
    return found[0]


def _words_of(opened: NoteText, block: Block) -> Span:
    """Return the words of a block without the mark of its list item and without blanks before its identifier."""
    written = block.span.of(opened.text)
    mark = re.match(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?", written)
    start = block.span.start + (mark.end() if mark else 0)
    return Span(start, max(start, block.span.start + len(written.rstrip())))


def _continuation(prefix: str) -> str:
    """Return what further lines of a block begin with: quote marks stay, marks of list and task become blanks."""
    return re.sub(r"[^>\s]", " ", prefix)


def _line_start(text: str, place: int) -> int:
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def _line_end_after(text: str, place: int) -> int:
    found = _LINE_END.search(text, place)
    return found.end() if found else len(text)


def _whole_lines(text: str) -> str:
    stripped = text.strip("\r\n")
    return f"{stripped}\n" if stripped else ""
