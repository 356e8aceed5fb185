"""Which notes Obsidian has open in a vault, and which in front, as it last said so itself."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vaultmind.adapters.obsidian.config_folder import config_folders
from vaultmind.domain.link import NotePath

_MOST_LEVELS = 60


def open_notes(root: Path) -> frozenset[NotePath]:
    """Return the notes in the tabs of ``workspace.json`` (and of the mobile app's); none where it cannot be read."""
    found: set[NotePath] = set()
    for folder in config_folders(root):
        for name in ("workspace.json", "workspace-mobile.json"):
            found.update(_files_in(_written(folder / name), _MOST_LEVELS))
    return frozenset(found)


def active_note(root: Path) -> NotePath | None:
    """Return the note in front, by ``workspace.json``: the active tab's, else the current tab's, else the last opened.

    A tab at the side (backlinks, outline) shows something about a note and is never in front.
    """
    for folder in config_folders(root):
        written = _written(folder / "workspace.json")
        panes = [part for key in ("main", "floating") for part in _parts(written.get(key), _MOST_LEVELS)]
        leaves = {part["id"]: part for part in panes if isinstance(part.get("id"), str) and part.get("type") == "leaf"}
        active = written.get("active")
        found = _file_of(leaves.get(active)) if isinstance(active, str) else None
        if found is None:
            currents = (_file_of(_current(part)) for part in panes if part.get("type") == "tabs")
            found = next((file for file in currents if file is not None), None)
        if found is None:
            listed = written.get("lastOpenFiles")
            first = listed[0] if isinstance(listed, list) and listed else None
            found = NotePath(first) if isinstance(first, str) else None
        if found is not None:
            return found
    return None


def _written(file: Path) -> Mapping[str, Any]:
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return written if isinstance(written, dict) else {}


def _parts(value: object, levels: int) -> Iterator[Mapping[str, Any]]:
    """Yield a part of the window and all parts in it, outermost first."""
    if levels == 0 or not isinstance(value, dict):
        return
    yield value
    children = value.get("children")
    for child in children if isinstance(children, list) else ():
        yield from _parts(child, levels - 1)


def _current(tabs: Mapping[str, Any]) -> Mapping[str, Any] | None:
    children, current = tabs.get("children"), tabs.get("currentTab", 0)
    if not isinstance(children, list) or not isinstance(current, int) or not 0 <= current < len(children):
        return None
    chosen = children[current]
    return chosen if isinstance(chosen, dict) else None


def _file_of(leaf: Mapping[str, Any] | None) -> NotePath | None:
    state = leaf.get("state") if leaf is not None else None
    inner = state.get("state") if isinstance(state, dict) else None
    file = inner.get("file") if isinstance(inner, dict) else None
    return NotePath(file) if isinstance(file, str) and file else None


def _files_in(value: object, levels: int) -> Iterator[NotePath]:
    """Yield the file of every tab: ``{"type": "leaf", "state": {"state": {"file": …}}}``, wherever it is nested."""
    if levels == 0:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _files_in(entry, levels - 1)
    elif isinstance(value, dict):
        file = value.get("file")
        if isinstance(file, str):
            yield NotePath(file)
        for entry in value.values():
            yield from _files_in(entry, levels - 1)
