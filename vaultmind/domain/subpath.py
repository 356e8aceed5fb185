"""Headings and blocks that a link names inside a note."""

import re

from vaultmind.domain.note import Block, Heading, Note
from vaultmind.domain.span import Span

_IGNORED = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+")


def heading_key(text: str) -> str:
    """Return the key under which headings are compared: without punctuation, blanks shrunk, lower case."""
    return _IGNORED.sub(" ", text).strip().lower()


def find_heading(note: Note, chain: str) -> Heading | None:
    """Return the first heading at the end of a chain, e.g. ``"Soil#Clay"``: *Clay* somewhere under *Soil*."""
    wanted = [key for part in chain.split("#") if (key := heading_key(part))]
    if not wanted:
        return None
    above: list[tuple[int, int]] = []
    for heading in note.headings:
        while above and above[-1][0] >= heading.level:
            above.pop()
        depth = above[-1][1] if above else 0
        if heading_key(heading.text) == wanted[depth if depth < len(wanted) else -1]:
            if depth >= len(wanted) - 1:
                return heading
            depth += 1
        above.append((heading.level, depth))
    return None


def find_block(note: Note, block_id: str) -> Block | None:
    """Return the block with an identifier; case does not matter, the last of two alike counts."""
    wanted = block_id.lower()
    return next((block for block in reversed(note.blocks) if block.id.lower() == wanted), None)


def heading_section(note: Note, heading: Heading) -> Span:
    """Return the stretch under a heading, itself included, up to the next of its level or above."""
    later = (other for other in note.headings if other.span.start > heading.span.start)
    end = next((other.span.start for other in later if other.level <= heading.level), note.body.end)
    return Span(heading.span.start, end)


def find_subpath(note: Note, *, heading: str | None = None, block_id: str | None = None) -> Span | None:
    """Return what ``[[note#heading]]`` or ``[[note#^block]]`` shows, the body where neither is named, else ``None``."""
    if block_id is not None:
        block = find_block(note, block_id)
        return block.extent if block else None
    if heading:
        found = find_heading(note, heading)
        return heading_section(note, found) if found else None
    return note.body
