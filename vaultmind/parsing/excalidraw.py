"""Excalidraw notes: the words of a drawing without the drawing."""

import re
from collections.abc import Sequence

from vaultmind.domain.note import Heading, Note, Section, SectionKind

_OWN_HEADINGS = frozenset(("excalidraw data", "text elements", "drawing"))
_NOT_PROSE = frozenset(("element links", "embedded files", "drawing"))
_BOILERPLATE = re.compile(r"==⚠\s+Switch to EXCALIDRAW VIEW[^\n]*|\*\*?You can decompress Drawing data[^\n]*")


def is_drawing(note: Note) -> bool:
    """Say whether the Excalidraw plugin draws this note."""
    return note.path.lower().endswith(".excalidraw.md") or "excalidraw-plugin" in note.properties


def without_drawing(text: str, note: Note) -> tuple[Sequence[Section], Sequence[Heading]]:
    """Return the sections a person wrote, and the headings that are theirs, not the plugin's."""
    own = {heading.span.start for heading in note.headings if heading.text.strip("# ").casefold() in _OWN_HEADINGS}
    kept: list[Section] = []
    title = ""
    for section in note.sections:
        if section.kind is SectionKind.HEADING:
            title = section.span.of(text).strip("#% \t\r\n").casefold()
            if section.span.start not in own and title not in _NOT_PROSE:
                kept.append(section)
        elif section.kind is SectionKind.COMMENT or title in _NOT_PROSE or _is_payload(section, text):
            continue
        else:
            kept.append(section)
    return kept, [heading for heading in note.headings if heading.span.start not in own]


def _is_payload(section: Section, text: str) -> bool:
    if section.kind is SectionKind.CODE:
        return section.info.split(" ")[0].lower() in ("json", "compressed-json")
    return section.kind is SectionKind.PARAGRAPH and bool(_BOILERPLATE.search(section.span.of(text)))
