"""One note merged into another: what it says besides goes to the other's end, what led to it leads there."""

import re
from collections.abc import Sequence

from vaultmind.domain.edit import ByteEdit, Edit, apply_edits
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.linking import LinkRules, shortest_link_text
from vaultmind.domain.names import VaultNames
from vaultmind.domain.note import SectionKind
from vaultmind.domain.span import Span
from vaultmind.parsing.markdown import parse_note
from vaultmind.writeback.note_text import NoteText, byte_edits
from vaultmind.writeback.properties import set_property
from vaultmind.writeback.renaming import with_target

_BETWEEN_PARAGRAPHS = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")


def merged_edits(into: NoteText, other: NoteText, relinked: Sequence[Edit] = ()) -> Sequence[ByteEdit]:
    """Return the edits that give ``into`` the paragraphs, properties and tags that only ``other`` has.

    ``relinked`` are edits of its own links, made in the same go.
    """
    text = apply_edits(into.text, relinked)
    for name, value in other.note.properties.items():
        properties = parse_note(into.path, text).properties
        own = properties.get(name)
        if name not in properties:
            text = apply_edits(text, set_property(text, name, value))
        elif isinstance(own, list) and isinstance(value, list):
            more = [one for one in value if one not in own]
            text = apply_edits(text, set_property(text, name, [*own, *more])) if more else text
    known = [_plain(_title(other)), *(_plain(paragraph) for paragraph in _paragraphs(into))]
    more_text = [one for one in _paragraphs(other) if not any(_says(paragraph, _plain(one)) for paragraph in known)]
    if more_text:
        end = into.line_end_at(len(into.text))
        added = (end * 2).join(into.in_own_line_ends(one, len(into.text)) for one in more_text)
        text = f"{text.rstrip()}{end * 2 if text.strip() else ''}{added}{end}"
    return byte_edits(into, _least(into.text, text))


def relinked_edits(opened: NoteText, graph: LinkGraph, gone: NotePath, into: NotePath, rules: LinkRules) -> list[Edit]:
    """Return the edits that let every link of a note to ``gone`` lead to ``into`` and show the words it showed.

    ``graph`` is that of the vault as it is, with both notes.
    """
    left = VaultNames(path for path in graph.notes() if path != gone)
    edits: list[Edit] = []
    for link in opened.note.links:
        if not link.target or graph.resolve(link.target, source=opened.path) != gone:
            continue
        written = shortest_link_text(left, into, source=opened.path, rules=LinkRules(rules.format, _is_path(link)))
        if written is None:
            continue
        if link.kind is LinkKind.WIKILINK and not (link.alias or link.heading or link.block_id):
            tables = (one.span for one in opened.note.sections if one.kind is SectionKind.TABLE)
            bar = "\\|" if any(span.overlaps(link.span) for span in tables) else "|"
            written = f"{written}{bar}{link.target}"
        edit = with_target(opened, link, written)
        if edit is not None:
            edits.append(edit)
    return edits


def _is_path(link: Link) -> bool:
    return link.kind is LinkKind.MARKDOWN or link.target.lower().endswith(".md")


def _paragraphs(opened: NoteText) -> list[str]:
    body = opened.note.body.of(opened.text).strip()
    return [one for one in _BETWEEN_PARAGRAPHS.split(body) if one.strip()]


def _title(opened: NoteText) -> str:
    return f"# {opened.note.title}"


def _says(paragraph: str, other: str) -> bool:
    """Say whether one plain paragraph is another, or holds it as whole sentences, word for word."""
    if paragraph == other:
        return True
    sentences = rf"(?:\A|[.!?…] ){re.escape(other)}(?: |\Z)"
    return other.endswith((".", "!", "?", "…")) and re.search(sentences, paragraph) is not None


def _plain(paragraph: str) -> str:
    return " ".join(paragraph.split()).casefold()


def _least(before: str, after: str) -> list[Edit]:
    """Return the one edit from ``before`` to ``after`` that touches the least at both ends."""
    if before == after:
        return []
    start, limit = 0, min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return [Edit(Span(start, len(before) - end), after[start : len(after) - end])]
