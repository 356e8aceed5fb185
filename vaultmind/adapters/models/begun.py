"""Downloads that were begun and not finished: what is here of them, and by which name they go on."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from vaultmind.adapters.models.downloads import is_underway, storage_errors, total_of
from vaultmind.adapters.models.hub import is_pulled
from vaultmind.adapters.models.model_catalogue import CatalogueEntry
from vaultmind.adapters.models.package_index import SCRATCH
from vaultmind.domain.model import BegunModel, ModelKind

_NOTES = "begun.json"
_UNFINISHED = ("*.part", "*.parts")
_SIDE_FILES = frozenset({".json", ".lock"})


def begun_in(folder: Path, catalogue: Mapping[str, CatalogueEntry]) -> Iterator[BegunModel]:
    """Yield the models of a folder of which only a part is here, by name."""
    entries = {name.replace("/", "--"): entry for name, entry in catalogue.items()}
    for place in sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ():
        entry = entries.get(place.name)
        unfinished = [path for pattern in _UNFINISHED for path in place.glob(pattern)]
        between_files = entry is not None and entry.kind != "chat" and not entry.builtin and not is_pulled(place)
        done = sum(path.stat().st_size for path in place.iterdir() if path.is_file() and path.suffix not in _SIDE_FILES)
        if not done or not (unfinished or between_files):
            continue
        if entry is not None:
            yield BegunModel(entry.name, ModelKind(entry.kind), entry.name, done, entry.size_bytes)
        elif (source := _source(place)) is not None:
            total = max((total_of(path) for path in unfinished), default=0)
            yield BegunModel(place.name, ModelKind.CHAT, source, done, total)


def note_begun(place: Path, source: str) -> None:
    """Write down by which name a download that is in no catalogue goes on."""
    with storage_errors(place.parent):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        (place / _NOTES).write_text(json.dumps({"source": source}), encoding="utf-8")


def forget_begun(place: Path) -> None:
    """Forget that a download was begun: it is finished, or was thrown away."""
    (place / _NOTES).unlink(missing_ok=True)


def tidy(place: Path) -> None:
    """Take away what an ended pull left that nothing can go on from: a note of it, scratch folders, an empty folder.

    Nothing is taken while another process downloads there.
    """
    if not place.is_dir() or is_underway(place):
        return
    for left in (*place.glob(f"{SCRATCH}*"), *place.glob(".*.lock")):
        shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
    if not any(path for pattern in _UNFINISHED for path in place.glob(pattern)):
        forget_begun(place)
    with suppress(OSError):  # something is here
        place.rmdir()


def _source(place: Path) -> str | None:
    try:
        return str(json.loads((place / _NOTES).read_text(encoding="utf-8"))["source"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
