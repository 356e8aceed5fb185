"""Cases that a person can write: a title, a text, and what is read from it, between lines with a single dot."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.note import Note
from vaultmind.domain.span import Span
from vaultmind.parsing.markdown import parse_note

FOLDER = Path(__file__).with_name("cases")


def cases() -> Iterator[tuple[str, str, str, str]]:
    for file in sorted(FOLDER.glob("*.md")):
        parts: list[str] = []
        lines: list[str] = []
        for line in file.read_text("utf-8").split("\n"):
            if line != ".":
                lines.append(line)
                continue
            parts.append("\n".join(lines))
            lines = []
            if len(parts) == 3:
                yield file.stem, parts[0].strip(), parts[1], parts[2]
                parts = []
        assert not parts, f"{file.name} ends inside a case"
        assert not "".join(lines).strip(), f"{file.name} ends inside a case"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def place(text: str, span: Span) -> str:
    """Return lines and columns, both from 1, e.g. ``1:5-2:1``."""
    starts = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]

    def at(offset: int) -> str:
        line = bisect_right(starts, offset)
        return f"{line}:{offset - starts[line - 1] + 1}"

    return f"{at(span.start)}-{at(span.end)}"


def link_line(text: str, link: Link) -> str:
    kind = f"property-link {link.property}" if link.kind is LinkKind.PROPERTY else link.kind.value
    parts = [kind, quoted(link.target)]
    for name, value in (("heading", link.heading), ("block", link.block_id), ("alias", link.alias)):
        if value is not None:
            parts.append(f"{name}={quoted(value)}")
    assert link.span.of(text) == link.text
    return " ".join([*parts, place(text, link.span)])


def flat(text: str) -> str:
    return text.replace("\n", "|")


def read_links(note: Note, text: str) -> list[str]:
    return [link_line(text, link) for link in note.links]


def read_tags(note: Note, text: str) -> list[str]:
    return [f"tag {quoted(tag.name)} {place(text, tag.span)}" for tag in note.tags]


def read_blocks(note: Note, text: str) -> list[str]:
    lines = []
    for block in note.blocks:
        own, extent = flat(block.span.of(text)), flat(block.extent.of(text))
        alone = (own, *(f"{own}{gap}^{block.id}" for gap in (" ", "|", "")), f"{own} ^{block.id} ")
        shows_more = extent not in alone
        lines.append(f"block {quoted(block.id)} {block.line}: {own}" + (f"  extent: {extent}" if shows_more else ""))
    return lines


def read_headings(note: Note, text: str) -> list[str]:
    return [f"heading {one.level} {quoted(one.text)} {place(text, one.span)}" for one in note.headings]


def read_callouts(note: Note, text: str) -> list[str]:
    return [
        f"callout {quoted(one.type)} title={quoted(one.title)} fold={quoted(one.fold)} depth={one.depth} "
        + place(text, one.span)
        for one in note.callouts
    ]


def read_sections(note: Note, text: str) -> list[str]:
    lines = []
    for section in note.sections:
        last = f"-{section.last_line}" if section.last_line != section.line else ""
        info = f" info={quoted(section.info)}" if section.info else ""
        lines.append(f"section {section.kind} {section.line}{last}{info}")
    return lines


def read_items(note: Note, text: str) -> list[str]:
    return [
        f"item {item.line} parent={item.parent or '-'} task={'-' if item.task is None else quoted(item.task)} "
        f"list={item.list_line} {quoted(flat(item.span.of(text)))}"
        for item in note.list_items
    ]


def read_marks(note: Note, text: str) -> list[str]:
    found = [(span, f"comment {place(text, span)}") for span in note.comments]
    found += [(span, f"highlight {place(text, span)}") for span in note.highlights]
    found += [(span, f"math {place(text, span)}") for span in note.math]
    found += [(span, f"footnote-reference {place(text, span)}") for span in note.footnote_references]
    for footnote in note.footnotes:
        label = quoted(footnote.label) if footnote.label is not None else "-"
        found.append((footnote.span, f"footnote {label} {place(text, footnote.span)}"))
    for field in note.inline_fields:
        found.append((field.span, f"field {quoted(field.key)} = {quoted(field.value)} {place(text, field.span)}"))
    return [line for _, line in sorted(found)]


def read_properties(note: Note, text: str) -> list[str]:
    values = [
        f"property {quoted(name)} = {json.dumps(value, ensure_ascii=False)}" for name, value in note.properties.items()
    ]
    aliases = [f"alias {quoted(alias)}" for alias in note.aliases]
    tags = [f"property-tag {quoted(tag)}" for tag in note.property_tags]
    return [
        *values,
        *aliases,
        *tags,
        *["warning" for _ in note.warnings],
        *read_links(note, text),
        *read_tags(note, text),
    ]


READERS: dict[str, Callable[[Note, str], list[str]]] = {
    "wikilinks": read_links, "markdown_links": read_links, "tags": read_tags, "blocks": read_blocks,
    "headings": read_headings, "callouts": read_callouts, "sections": read_sections, "lists": read_items,
    "marks": read_marks, "properties": read_properties,
}  # fmt: skip


@pytest.mark.parametrize(("kind", "title", "text", "expected"), list(cases()))
def test_golden(kind: str, title: str, text: str, expected: str) -> None:
    text = text.replace("\\r", "\r").replace("\\n", "\n") if title.startswith(("line ends", "no frontmatter")) else text
    assert READERS[kind](parse_note(NotePath("note.md"), text), text) == [line for line in expected.split("\n") if line]
