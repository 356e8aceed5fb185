"""A note's text, read as Obsidian reads it."""

import re
from collections.abc import Mapping

from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.note import Footnote, InlineField, Note, PropertyValue, Tag
from vaultmind.domain.span import Span
from vaultmind.parsing.block_state import Blocks
from vaultmind.parsing.blocks import scan_blocks
from vaultmind.parsing.fields import read_fields
from vaultmind.parsing.frontmatter import Frontmatter, PropertyText, read_frontmatter
from vaultmind.parsing.inline import WIKILINK, Inlines, split_wikilink

_TAG_NAME = re.compile(r"#?([^\u2000-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]+)\Z")


def parse_note(path: NotePath, text: str) -> Note:
    """Return everything that Obsidian would read from ``text``. Total: any text parses, nothing is raised."""
    front = read_frontmatter(text)
    blocks = scan_blocks(text, front.body_start)
    inlines = Inlines(text, blocks)
    fields: list[InlineField] = []
    for stretch in blocks.stretches:
        inlines.read(stretch)
        if "::" in stretch.source[stretch.start : stretch.end]:
            fields += read_fields(stretch, blocks)
    links = [*_property_links(front, text, blocks), *sorted(inlines.links, key=_place)]
    return Note(
        path=path,
        title=_title(path),
        properties=front.properties,
        aliases=_aliases(front.properties),
        property_tags=_property_tags(front.properties),
        tags=tuple(sorted(inlines.tags, key=_place)),
        links=tuple(links),
        headings=tuple(blocks.headings),
        blocks=tuple(blocks.blocks),
        sections=tuple(blocks.sections),
        list_items=tuple(blocks.list_items),
        callouts=tuple(blocks.callouts),
        footnotes=tuple(sorted((*blocks.footnotes, *inlines.footnotes), key=_place)),
        footnote_references=tuple(inlines.footnote_references),
        inline_fields=tuple(fields),
        comments=tuple(sorted((*blocks.comments, *inlines.comments))),
        highlights=tuple(inlines.highlights),
        math=tuple(sorted((*blocks.math, *inlines.math))),
        body=Span(front.body_start, len(text)),
        warnings=front.warnings,
    )


def _place(found: Link | Tag | Footnote) -> Span:
    return found.span


def _title(path: NotePath) -> str:
    name = path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    return stem if dot and stem and extension.lower() == "md" else name


def _aliases(properties: Mapping[str, PropertyValue]) -> tuple[str, ...]:
    """Return the names of ``aliases`` or ``alias``: a text is one name, a list has one name an entry."""
    names: list[str] = []
    for key, value in properties.items():
        if key.lower() in ("aliases", "alias"):
            entries = value if isinstance(value, list) else [value]
            names += [entry.strip() for entry in entries if isinstance(entry, str)]
    return tuple(dict.fromkeys(name for name in names if name))


def _property_tags(properties: Mapping[str, PropertyValue]) -> tuple[str, ...]:
    """Return the tags of ``tags`` as Obsidian 1.9 and later: a text is one tag, so ``a, b`` is none."""
    names: list[str] = []
    for key, value in properties.items():
        if key.lower() == "tags":
            for entry in value if isinstance(value, list) else [value]:
                found = _TAG_NAME.match(entry.strip()) if isinstance(entry, str) else None
                if found is not None and not (found[1].isascii() and found[1].isdigit()):
                    names.append(found[1])
    return tuple(names)


def _property_links(front: Frontmatter, text: str, blocks: Blocks) -> list[Link]:
    return [link for entry in front.texts if (link := _property_link(entry, text, blocks)) is not None]


def _property_link(entry: PropertyText, text: str, blocks: Blocks) -> Link | None:
    """Return the link that a whole property text is: ``"[[Note]]"``; Obsidian knows no other in properties."""
    written = entry.value.strip()
    wikilink = WIKILINK.fullmatch(written)
    if wikilink is None or not wikilink[1].strip():
        return None
    target, heading, block_id, alias = split_wikilink(wikilink[1])
    start = text.find(written, entry.span.start, entry.span.end)
    span = Span(start, start + len(written)) if start >= 0 else entry.span
    line = blocks.line_of(span.start)
    return Link(LinkKind.PROPERTY, target, heading, block_id, alias, span.of(text), span, line, entry.key)
