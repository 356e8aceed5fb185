import json
from pathlib import Path

from vaultmind.adapters.obsidian.obsidian_workspace import active_note, open_notes


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


def keep(vault: Path, workspace: object, folder: str = ".obsidian") -> None:
    (vault / folder).mkdir(exist_ok=True)
    (vault / folder / "workspace.json").write_text(json.dumps(workspace), encoding="utf-8")


def tabs(*leaves: object, current: int = 0) -> dict[str, object]:
    return {"main": {"type": "split", "children": [{"type": "tabs", "children": list(leaves), "currentTab": current}]}}


def named(name: str, file: str | None) -> dict[str, object]:
    return {"id": name, "type": "leaf", "state": {"type": "markdown", "state": {"file": file} if file else {}}}


def test_the_active_tab_is_in_front(tmp_path: Path) -> None:
    keep(tmp_path, {**tabs(named("1", "a.md"), named("2", "Сад/b.md")), "active": "2", "lastOpenFiles": ["c.md"]})
    assert active_note(tmp_path) == "Сад/b.md"


def test_a_popped_out_window_counts_and_a_side_panel_does_not(tmp_path: Path) -> None:
    floating = {"children": [{"type": "window", "children": [tabs(named("9", "out.md"))["main"]]}]}
    keep(tmp_path, {**tabs(named("1", "a.md")), "floating": floating, "active": "9"})
    assert active_note(tmp_path) == "out.md"
    keep(tmp_path, {**tabs(named("1", "a.md")), "right": {"children": [named("8", "side.md")]}, "active": "8"})
    assert active_note(tmp_path) == "a.md"


def test_without_an_active_note_the_current_tab_and_then_the_last_opened_is_meant(tmp_path: Path) -> None:
    keep(tmp_path, {**tabs(named("1", "a.md"), named("2", "b.md"), current=1), "active": "gone"})
    assert active_note(tmp_path) == "b.md"
    keep(tmp_path, {**tabs(named("1", None)), "active": "1", "lastOpenFiles": ["last.md", "older.md"]})
    assert active_note(tmp_path) == "last.md"


def test_the_configuration_folder_may_have_another_name(tmp_path: Path) -> None:
    keep(tmp_path, {**tabs(named("1", "a.md")), "active": "1"}, folder=".other")
    (tmp_path / ".other" / "app.json").write_text("{}", encoding="utf-8")
    assert active_note(tmp_path) == "a.md"


def test_nothing_is_in_front_where_nothing_can_be_read(tmp_path: Path) -> None:
    assert active_note(tmp_path) is None
    for odd in (5, [], {"main": 5, "active": []}, {"main": {"children": [None, {"type": "tabs", "children": 3}]}}):
        keep(tmp_path, odd)
        assert active_note(tmp_path) is None
