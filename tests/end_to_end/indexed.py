"""A small vault on a disk, indexed without vectors."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.views import IndexRequest
from vaultmind.indexing import Indexer

C = TypeVar("C", bound=SqliteCatalog)


def indexed(folder: Path, notes: Mapping[str, str], made: type[C]) -> C:
    """Write notes below ``folder / "vault"`` and return a catalog of that class in which all of them are."""
    (folder / "vault").mkdir()
    for path, text in notes.items():
        (folder / "vault" / path).write_text(text, encoding="utf-8")
    catalog = made(folder / "catalog.sqlite")
    Indexer(files=DiskVaultFiles(folder / "vault"), catalog=catalog, clock=SystemClock()).run(IndexRequest())
    return catalog
