"""Every case of the oracles that can be asked of our reader: by the shared runner, and the kinds it leaves out."""

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vaultmind.domain.link import LinkKind, NotePath, name_key
from vaultmind.domain.linking import is_linkable
from vaultmind.domain.note import Note
from vaultmind.domain.subpath import find_subpath
from vaultmind.parsing.inline import split_subpath
from vaultmind.parsing.markdown import parse_note

ADAPTER = Path(__file__).with_name("oracle_adapter.py")
COUNTED = ("obsidian", "documented", "agrees")
SECTION_NAMES = {"frontmatter": "yaml", "quote": "blockquote", "rule": "thematicBreak"}
KNOWN_MISSES = {
    "lezer-markdown-obsidian-0020": "a highlight that a bold stretch cuts in two is still read as one",
    "markdown-oxide-0043": "`tag:` is no property of tags since Obsidian 1.9",
    "markdown-oxide-0014": "the text is indented by more than four: code in CommonMark",
    "markdown-oxide-0026": "the text is indented by more than four: code in CommonMark",
}


def load_adapter() -> Any:
    spec = importlib.util.spec_from_file_location("oracle_adapter", ADAPTER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(root: Path, *kinds: str) -> Iterator[dict[str, Any]]:
    for file in sorted(root.rglob("cases.json")):
        yield from (case for case in json.loads(file.read_text("utf-8")) if case["kind"] in kinds)


def text_of(case: dict[str, Any], root: Path) -> str:
    given = case["input"]
    if "markdown" in given:
        return str(given["markdown"])
    if "vault" in given:
        return (root / given["vault"] / given["note"]).read_bytes().decode("utf-8")
    return str(given["files"][given["note"]])


def display_text(note: Note) -> list[str]:
    shown = []
    for link in note.links:
        parts = [link.target, *(link.heading or "").split("#"), f"^{link.block_id}" if link.block_id else ""]
        shown.append(link.alias or " > ".join(part.strip() for part in parts if part))
    return shown


@pytest.fixture(scope="module")
def oracles(shared_data: Callable[[str], Path]) -> Path:
    unpacked = shared_data("oracles")
    return unpacked / "oracles" if (unpacked / "oracles").is_dir() else unpacked


def test_every_counted_case_of_the_runner(oracles: Path, shared_tools: Path) -> None:
    command = [
        sys.executable,
        str(shared_tools / "oracle_runner.py"),
        str(ADAPTER),
        "--root",
        str(oracles),
        "--show",
        "all",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ADAPTER.parents[2])
    total = re.search(r"^TOTAL (\d+) / (\d+)$", done.stdout, re.MULTILINE)
    assert total is not None
    assert int(total[2]) >= 351
    assert int(total[1]) == int(total[2]), done.stdout


def seen(case: dict[str, Any], text: str) -> tuple[object, object]:
    """Return what we read for a case the runner leaves out, and what is expected, in one shape."""
    note, expected = parse_note(NotePath("note.md"), text), case["expected"]
    match case["kind"]:
        case "sections":
            kinds = [SECTION_NAMES.get(section.kind, str(section.kind)) for section in note.sections]
            lines = [(section.line - 1, section.last_line - 1) for section in note.sections]
            return [[kind, *place] for kind, place in zip(kinds, lines, strict=True)], expected
        case "list_items":
            roots = [-(item.list_line - 1) or -1 for item in note.list_items]
            ours = [
                (item.line - 1, root if item.parent is None else item.parent - 1, item.task)
                for item, root in zip(note.list_items, roots, strict=True)
            ]
            return ours, [(one["line"], one["parent"], one.get("task")) for one in expected]
        case "callouts":
            ours = [(callout.type, callout.title, callout.fold or None) for callout in note.callouts]
            return ours, [(one["type"], one["title"], one.get("fold")) for one in expected]
        case "inline_fields":
            return [[field.key, field.value] for field in note.inline_fields], expected
        case "footnotes":
            return [footnote.label for footnote in note.footnotes if footnote.label], expected["ids"]
        case "footnote_refs":
            return [span.of(text)[2:-1] for span in note.footnote_references], expected
        case "all_tags":
            return [f"#{name}" for name in (*note.property_tags, *(tag.name for tag in note.tags))], expected
        case "all_tags_plain":
            return [*note.property_tags, *(tag.name for tag in note.tags)], expected
        case "block_lines":
            block = next(block for block in note.blocks if block.id == case["input"]["block"])
            return [text.count("\n", 0, block.extent.start), text.count("\n", 0, block.extent.end)], expected
        case "math":
            return [span.of(text).strip("$").strip() for span in note.math], expected
        case "body_text":
            return note.body.of(text).strip(), expected
        case "display":
            return display_text(note)[0], expected
        case "display_list":
            return display_text(note), expected
        case _:
            return seen_spans(note, text), expected


def seen_spans(note: Note, text: str) -> dict[str, list[str]]:
    found = {
        "comment": [span.of(text) for span in note.comments],
        "footnote": [span.of(text) for span in note.footnote_references],
        "footnote_def": [footnote.span.of(text) for footnote in note.footnotes if footnote.label],
        "link": [link.text.removeprefix("!") for link in note.links],
        "embed": [link.text for link in note.links if link.kind is LinkKind.EMBED],
        "highlight": [span.of(text) for span in note.highlights],
        "math_block": [span.of(text) for span in note.math],
        "frontmatter": [section.span.of(text) for section in note.sections if section.kind == "frontmatter"],
        "task": [item.span.of(text).partition(" ")[2] for item in note.list_items if item.task is not None],
    }
    return {name: stretches for name, stretches in found.items() if stretches}


LEFT_OUT_BY_THE_RUNNER = (
    "sections", "list_items", "callouts", "inline_fields", "footnotes", "footnote_refs", "all_tags", "all_tags_plain",
    "block_lines", "math", "body_text", "display", "display_list", "spans",
)  # fmt: skip


@pytest.mark.parametrize("kind", LEFT_OUT_BY_THE_RUNNER)
def test_kinds_the_runner_leaves_out(kind: str, oracles: Path) -> None:
    asked = list(cases(oracles, kind))
    assert asked
    for case in asked:
        if case["id"] not in KNOWN_MISSES:
            ours, expected = seen(case, text_of(case, oracles))
            assert ours == expected, case["id"]


def test_what_peers_say_beyond_the_counted_cases(oracles: Path) -> None:
    adapter = load_adapter()
    asked = (case for case in cases(oracles, "blocks", "resolve") if case["id"] not in KNOWN_MISSES)
    unverified = [case for case in asked if case["obsidian_agreement"] == "unverified"]
    assert unverified
    for case in unverified:
        given = case["input"]
        if case["kind"] == "resolve":
            vault = adapter.open_vault(str(oracles / given["vault"]) if "vault" in given else given["files"])
            links = parse_note(NotePath(given["note"]), given.get("markdown", "")).links
            target = links[0].target if links else split_subpath(given["link"])[0]
            assert vault.resolve(target, source=NotePath(given["note"])) == case["expected"], case["id"]
        elif case["kind"] == "blocks":
            blocks = parse_note(NotePath("n.md"), text_of(case, oracles)).blocks
            assert sorted(block.id for block in blocks) == sorted(case["expected"]), case["id"]


def test_backlinks(oracles: Path) -> None:
    adapter = load_adapter()
    asked = list(cases(oracles, "backlinks"))
    assert asked
    for case in asked:
        graph = adapter.open_vault(case["input"]["files"])
        sources = {found.source for found in graph.backlinks(NotePath(case["input"]["target"]))}
        assert sorted(sources) == sorted(case["expected"]), case["id"]


def test_an_embed_shows_the_part_that_is_named(oracles: Path) -> None:
    for case in cases(oracles, "embed_text"):
        given = case["input"]
        vault = load_adapter().open_vault(str(oracles / given["vault"]))
        link = parse_note(NotePath(given["note"]), given["markdown"]).links[0]
        path = vault.resolve(link.target, source=NotePath(given["note"]))
        text = (oracles / given["vault"] / path).read_bytes().decode("utf-8")
        span = find_subpath(parse_note(path, text), heading=link.heading, block_id=link.block_id)
        assert span is not None
        bullets_as_the_peer_writes_them = re.sub(r"^- ", "* ", span.of(text), flags=re.MULTILINE)
        assert bullets_as_the_peer_writes_them.strip() == case["expected"].strip(), case["id"]


def test_small_facts(oracles: Path) -> None:
    for case in cases(oracles, "tag_equal", "unsafe_link_chars"):
        if case["kind"] == "tag_equal":
            assert (name_key(case["input"]["a"]) == name_key(case["input"]["b"])) is case["expected"]
        else:
            assert not any(is_linkable(NotePath(f"a{mark}b.md")) for mark in case["expected"])
