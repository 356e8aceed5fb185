"""Where Obsidian keeps what it knows of one vault."""

import os
from collections.abc import Iterator
from pathlib import Path


def config_folders(root: Path) -> Iterator[Path]:
    """Yield ``.obsidian``, else the dot-folders that took its place (*Override config folder*)."""
    usual = root / ".obsidian"
    if usual.is_dir():
        yield usual
        return
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            folder = Path(entry.path)
            if (folder / "app.json").is_file() and (folder / "workspace.json").is_file():
                yield folder


def is_vault(folder: Path) -> bool:
    """Say whether Obsidian has opened a folder as a vault, also where its folder has another name."""
    return next(config_folders(folder), None) is not None
