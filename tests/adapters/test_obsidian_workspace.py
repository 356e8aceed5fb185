import json
from pathlib import Path

from vaultmind.adapters.obsidian.obsidian_workspace import open_notes


def leaf(file: str, kind: str = "markdown") -> dict[str, object]:
    return {"id": "1", "type": "leaf", "state": {"type": kind, "state": {"file": file, "mode": "source"}}}


def test_the_notes_of_all_tabs_and_sides(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    tabs = {"type": "tabs", "children": [leaf("a.md"), leaf("Сад/b.md"), {"type": "leaf", "state": {"type": "graph"}}]}
    workspace = {
        "main": {"type": "split", "children": [{"type": "split", "children": [tabs]}]},
        "right": {"children": [leaf("c.md", "backlink")]},
        "lastOpenFiles": ["closed.md"],
    }
    (tmp_path / ".obsidian" / "workspace.json").write_text(json.dumps(workspace), encoding="utf-8")
    assert open_notes(tmp_path) == {"a.md", "Сад/b.md", "c.md"}


def test_nothing_is_open_where_nothing_can_be_read(tmp_path: Path) -> None:
    assert open_notes(tmp_path) == frozenset()
    (tmp_path / ".obsidian").mkdir()
    for broken in ("", "{", "[1, null]", "[" * 100_000):
        (tmp_path / ".obsidian" / "workspace.json").write_text(broken, encoding="utf-8")
        assert open_notes(tmp_path) == frozenset()
