"""The conformance vault in ``docs``: what is published for other tools is what we read."""

import json
import sys
from pathlib import Path
from typing import Any

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, NotePath
from vaultmind.domain.note import Note
from vaultmind.parsing.markdown import parse_note

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "conformance"
VAULT = FOLDER / "vault"
EXPECTED = FOLDER / "expected.json"


def read_vault() -> dict[str, dict[str, Any]]:
    """Return what is read from each note, in the shapes that ``README.md`` describes."""
    paths = sorted(path for path in VAULT.rglob("*") if path.is_file())
    names = {NotePath(path.relative_to(VAULT).as_posix()): path for path in paths}
    notes = {
        name: parse_note(name, path.read_bytes().decode("utf-8"))
        for name, path in names.items()
        if path.suffix == ".md"
    }
    graph = LinkGraph({name: note.links for name, note in notes.items()}, [name for name in names if name not in notes])
    return {str(name): as_json(note, graph) for name, note in notes.items()}


def as_json(note: Note, graph: LinkGraph) -> dict[str, Any]:
    found: dict[str, Any] = {
        "properties": dict(note.properties),
        "aliases": list(note.aliases),
        "property_tags": list(note.property_tags),
        "tags": [{"name": tag.name, "line": tag.line, "start": tag.span.start} for tag in note.tags],
        "links": [link_as_json(note.path, link, graph) for link in note.links],
        "headings": [{"level": one.level, "text": one.text, "line": one.line} for one in note.headings],
        "blocks": [{"id": one.id, "line": one.line} for one in note.blocks],
        "sections": [[str(one.kind), one.line, one.last_line] for one in note.sections],
        "list_items": [{"line": one.line, "parent": one.parent, "task": one.task} for one in note.list_items],
        "callouts": [
            {"type": one.type, "title": one.title, "fold": one.fold, "depth": one.depth, "line": one.line}
            for one in note.callouts
        ],
        "footnotes": [{"label": one.label, "line": one.line} for one in note.footnotes],
        "inline_fields": [{"key": one.key, "value": one.value, "line": one.line} for one in note.inline_fields],
        "comments": [[span.start, span.end] for span in note.comments],
        "highlights": [[span.start, span.end] for span in note.highlights],
        "math": [[span.start, span.end] for span in note.math],
        "valid_properties": not note.warnings,
    }
    return {name: value for name, value in found.items() if value or name == "valid_properties"}


def link_as_json(note: NotePath, link: Link, graph: LinkGraph) -> dict[str, Any]:
    parts = {"heading": link.heading, "block_id": link.block_id, "alias": link.alias, "property": link.property}
    return {
        "kind": str(link.kind),
        "text": link.text,
        "target": link.target,
        **{name: value for name, value in parts.items() if value is not None},
        "line": link.line,
        "start": link.span.start,
        "end": link.span.end,
        "resolved": graph.resolve(link.target, source=note),
    }


def test_what_is_published_is_what_is_read() -> None:
    assert read_vault() == json.loads(EXPECTED.read_text("utf-8"))


def test_the_table_names_every_note() -> None:
    table = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in read_vault() if f"`{name}`" not in table] == []


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read_vault(), ensure_ascii=False, indent=1) + "\n")
