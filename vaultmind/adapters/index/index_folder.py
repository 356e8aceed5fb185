"""The folder of an index: which catalog is opened, and what happens to one that is damaged, older or newer."""

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.index.sqlite_problems import damage_note
from vaultmind.adapters.index.sqlite_schema import READABLE_SINCE, SCHEMA_VERSION
from vaultmind.domain.errors import IndexDamaged, IndexProblem, StorageFull

_NAME = re.compile(r"catalog-(\d+)\.sqlite")
_WHOLE = "whole"
_DAMAGED = ".damaged"
_SPARE = "spare"
_SPARE_BYTES = 2**20
_ROOMY_BYTES = 16 * 2**20
"""Free bytes from which on some are kept for the day when there are none."""


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """A catalog to write to. ``damage`` says what was wrong with the one before, where it is an empty one instead.

    ``spare`` is the file whose room was needed to open it.
    """

    catalog: SqliteCatalog
    damage: str = ""
    older: SqliteCatalog | None = None
    spare: Path | None = None

    def close(self) -> None:
        """Close what is open, and keep the spare room again that was needed for it, if it is still free."""
        self.catalog.close()
        if self.older is not None:
            self.older.close()
        if self.spare is not None:
            _keep_spare(self.spare)


def open_index(folder: Path) -> OpenedIndex:
    """Open the catalog of this program's schema; raise ``IndexProblem`` where a newer program made the index.

    A damaged catalog is set aside and begun anew; its words come back from the notes and its vectors from the cache.
    One of an older schema is opened beside it, to be read alone, and goes with ``finish_upgrade``.

    Opening writes a little. On a full disk that takes the place of a file kept for it, so that what is indexed is found
    all the same; ``StorageFull`` only where even that is gone.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    spare = folder / _SPARE
    try:
        opened = _opened(folder)
    except StorageFull:
        if not spare.exists():
            raise
        spare.unlink()
        return replace(_opened(folder), spare=spare)
    if not spare.exists() and shutil.disk_usage(folder).free >= _ROOMY_BYTES:
        _keep_spare(spare)
    return opened


def _keep_spare(spare: Path) -> None:
    """Take up some room, in bytes that no file system makes smaller, or none where there is too little."""
    try:
        spare.write_bytes(os.urandom(_SPARE_BYTES))
    except OSError:
        with suppress(OSError):
            spare.unlink()


def _opened(folder: Path) -> OpenedIndex:
    versions = _versions(folder)
    if versions and versions[-1] > SCHEMA_VERSION:
        raise IndexProblem(
            f"The index in {folder} was made by a newer VaultMind (schema {versions[-1]}, this one knows "
            f"{SCHEMA_VERSION}): update the program, or choose another data folder."
        )
    catalog, damage = _open_sound(catalog_file(folder))
    older = _open_older(folder, versions) if catalog.value(_WHOLE) is None else None
    return OpenedIndex(catalog, damage, older)


def readable_catalog(folder: Path) -> Path | None:
    """Return the newest catalog in a folder that this program can read, of its own schema or an older one."""
    readable = [one for one in _versions(folder) if READABLE_SINCE <= one <= SCHEMA_VERSION]
    return catalog_file(folder, readable[-1]) if readable else None


def _versions(folder: Path) -> list[int]:
    found = (_NAME.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted(int(one[1]) for one in found if one)


def catalog_file(folder: Path, version: int = SCHEMA_VERSION) -> Path:
    """Return where the catalog of a schema lies."""
    return folder / f"catalog-{version}.sqlite"


def finish_upgrade(opened: OpenedIndex, folder: Path) -> OpenedIndex:
    """Let the new catalog, now whole, serve alone, and remove older ones and damaged ones that were set aside."""
    if opened.catalog.value(_WHOLE) is None:
        opened.catalog.set_value(_WHOLE, "1")
    if opened.older is not None:
        opened.older.close()
    for path in folder.iterdir():
        found = _NAME.match(path.name)
        if found and (int(found[1]) < SCHEMA_VERSION or _DAMAGED in path.name):
            path.unlink()
    return replace(opened, older=None)


def _open_sound(file: Path) -> tuple[SqliteCatalog, str]:
    note = damage_note(file)
    try:
        if note.exists():
            raise IndexDamaged(f"The index in {file.parent} is damaged.")
        catalog = SqliteCatalog(file)
        try:
            if catalog.was_interrupted:
                catalog.check()
        except IndexDamaged:
            catalog.close()
            raise
    except IndexDamaged as damage:
        for part in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{file}{part}").replace(f"{file}{_DAMAGED}{part}")
        note.unlink(missing_ok=True)
        return SqliteCatalog(file), str(damage)
    return catalog, ""


def _open_older(folder: Path, versions: list[int]) -> SqliteCatalog | None:
    for version in reversed([one for one in versions if READABLE_SINCE <= one < SCHEMA_VERSION]):
        with suppress(IndexProblem):
            return SqliteCatalog(catalog_file(folder, version), read_only=True)
    return None
