"""What a converted model folder is called, and how to tell that it is whole."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REVISION = "r1"
"""Grows with every change that gives other vectors."""

FOLDER_NAME = f"multilingual-e5-small-int8-{REVISION}"
IDENTITY = f"multilingual-e5-small/int8/{REVISION}/384"
DIMENSIONS = 384
MANIFEST = "manifest.json"


def is_whole(folder: Path) -> bool:
    """Say whether all parts named in the manifest are there at their sizes; reads no weights."""
    return all(
        (folder / name).is_file() and (folder / name).stat().st_size == part.get("size_bytes")
        for name, part in _parts(folder).items()
    ) and bool(_parts(folder))


def damaged_files(folder: Path) -> list[str]:
    """Return the names of parts whose sha256 is not the manifest's; reads every byte."""
    return [name for name, part in _parts(folder).items() if _sha256(folder / name) != part.get("sha256")]


def _parts(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return dict(manifest["files"]) if manifest["revision"] == REVISION else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
