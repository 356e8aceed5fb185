"""VaultMind seen through the questions of the oracle runner: ``parse``, ``open_vault``, ``resolve``, ``graph``.

``python ../shared/tools/oracle_runner.py tests/conformance/oracle_adapter.py --root FOLDER``
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.parsing.inline import split_subpath
from vaultmind.parsing.markdown import parse_note


def link_text(link: Link) -> str:
    """Return target and subpath as Obsidian's cache names them, e.g. ``"Garden#Soil"``."""
    text = link.target
    if link.heading is not None:
        text += f"#{link.heading}"
    if link.block_id is not None:
        text += f"#^{link.block_id}"
    return text


def _row(link: Link) -> dict[str, Any]:
    return {"original": link.text, "link": link_text(link), "line": link.line - 1, "start": link.span.start}


def parse(markdown: str) -> dict[str, Any]:
    """Return what the body and the properties of a note hold."""
    note = parse_note(NotePath("note.md"), markdown)
    return {
        "links": [_row(link) for link in note.links if link.kind in (LinkKind.WIKILINK, LinkKind.MARKDOWN)],
        "embeds": [_row(link) for link in note.links if link.kind is LinkKind.EMBED],
        "tags": [tag.name for tag in note.tags],
        "headings": [(heading.level, heading.text) for heading in note.headings],
        "blocks": [block.id for block in note.blocks],
        "frontmatter": dict(note.properties),
        "frontmatter_links": [link_text(link) for link in note.links if link.kind is LinkKind.PROPERTY],
        "frontmatter_tags": list(note.property_tags),
        "aliases": list(note.aliases),
    }


def open_vault(source: str | Mapping[str, str]) -> LinkGraph:
    """Return the graph of a folder, or of contents by path."""
    if isinstance(source, str):
        root = Path(source)
        paths = [path for path in root.rglob("*") if path.is_file()]
        names = {path.relative_to(root).as_posix(): path for path in paths}
        visible = {name: path for name, path in names.items() if not any(p.startswith(".") for p in name.split("/"))}
        contents = {
            name: path.read_bytes().decode("utf-8", "replace") if name.lower().endswith(".md") else ""
            for name, path in visible.items()
        }
    else:
        contents = dict(source)
    notes = {NotePath(name): text for name, text in contents.items() if name.lower().endswith(".md")}
    attachments = [NotePath(name) for name in contents if name not in notes]
    return LinkGraph({path: parse_note(path, text).links for path, text in notes.items()}, attachments)


def resolve(vault: LinkGraph, note: str, link: str) -> str | None:
    """Return the file to which a link text in a note leads."""
    target, _, _ = split_subpath(link)
    return vault.resolve(target, source=NotePath(note))


def graph(vault: LinkGraph, note: str) -> tuple[Counter[str], Counter[str]]:
    """Return how often a note links to each file, and to each name that is no file."""
    resolved: Counter[str] = Counter()
    unresolved: Counter[str] = Counter()
    for found in vault.outgoing(NotePath(note)):
        if found.target is None:
            unresolved[found.link.target] += 1
        else:
            resolved[found.target] += 1
    return resolved, unresolved
