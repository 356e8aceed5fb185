"""Which notes Obsidian has open in a vault, as it last said so itself."""

import json
from collections.abc import Iterator
from pathlib import Path

from vaultmind.domain.link import NotePath

_MOST_LEVELS = 60


def open_notes(root: Path, *, config_folder: str = ".obsidian") -> frozenset[NotePath]:
    """Return the notes in the tabs of ``workspace.json`` (and of the mobile app's); none where it cannot be read."""
    found: set[NotePath] = set()
    for name in ("workspace.json", "workspace-mobile.json"):
        try:
            written = json.loads((root / config_folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        found.update(_files_in(written, _MOST_LEVELS))
    return frozenset(found)


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
