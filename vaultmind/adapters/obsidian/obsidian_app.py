"""What Obsidian itself says of this machine: the vaults it knows."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path


def known_vaults() -> dict[str, Path]:
    """Return the vaults that Obsidian lists, by their id: those open in it first, then the last opened.

    Empty where Obsidian was never started.
    """
    vaults: dict[str, Path] = {}
    for folder in _config_folders():
        try:
            listed = json.loads((folder / "obsidian.json").read_text(encoding="utf-8"))["vaults"]
            ranked = sorted(listed.items(), key=lambda item: _recency(item[1]), reverse=True)
            vaults |= {str(vault_id): Path(str(entry["path"])) for vault_id, entry in ranked}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return vaults


def vault_id(root: Path) -> str | None:
    """Return the id under which Obsidian knows the vault at ``root``, or ``None``."""
    for known_id, path in known_vaults().items():
        if _same_folder(path, root):
            return known_id
    return None


def _recency(entry: Mapping[str, object]) -> tuple[bool, float]:
    """Return whether a vault is open in Obsidian, and when it was opened last there, in ms; 0 where that is unsaid."""
    opened = entry.get("ts")
    return entry.get("open") is True, opened if isinstance(opened, int | float) else 0


def _config_folders() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        yield home / "Library/Application Support/obsidian"
    elif sys.platform == "win32":
        yield Path(os.environ.get("APPDATA", str(home / "AppData/Roaming"))) / "obsidian"
    else:
        yield Path(os.environ.get("XDG_CONFIG_HOME", str(home / ".config"))) / "obsidian"
        yield home / ".var/app/md.obsidian.Obsidian/config/obsidian"
        yield home / "snap/obsidian/current/.config/obsidian"
        yield home / "snap/obsidian/common/.config/obsidian"


def _same_folder(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
