"""The vaults of this user: which one is meant, and where what is kept about it lies."""

import os
import shutil
from pathlib import Path

from vaultmind import __version__
from vaultmind.adapters.index.index_lock import IndexLock
from vaultmind.adapters.index.moved_vaults import find_moved
from vaultmind.adapters.index.vault_registry import KnownVault, VaultRegistry
from vaultmind.config import Places, find_places, find_vault
from vaultmind.domain.errors import VaultProblem
from vaultmind.engine.client import stop_engine


def known_vault(vault: Path | None, data: Path | None) -> tuple[KnownVault, Places]:
    """Return the vault that is meant, noted as the last one opened, and the folders of this program."""
    places = find_places(data)
    registry = VaultRegistry(places.data)
    root = find_vault(vault, start=Path.cwd(), last_opened=registry.last_opened())
    _require_folder(root)
    _adopt_moved(registry, root)
    known = registry.find(root)
    registry.opened(known)
    return known, places


def forget_vault(*, vault: Path | None = None, data: Path | None = None) -> Path:
    """Remove everything kept about a vault, also of one that is gone: index, memory, logs; the notes stay.

    Return the folder that was removed.
    """
    places = find_places(data)
    registry = VaultRegistry(places.data)
    root = find_vault(vault, start=Path.cwd(), last_opened=registry.last_opened()).resolve()
    known = next((one for one in registry.all() if one.root == root), None)
    if known is None:
        raise VaultProblem(f"Nothing is kept about {root}.")
    if known.folder.exists():
        stop_engine(known.folder, version=__version__)
        IndexLock(known.folder / "index.lock").release()
        shutil.rmtree(known.folder)
    registry.forget(known.id)
    return known.folder


def _adopt_moved(registry: VaultRegistry, root: Path) -> None:
    """Let a known vault that was moved to ``root`` keep its id, and so all that is kept about it."""
    moved = find_moved(registry, root)
    if moved is not None:
        stop_engine(moved.folder, version=__version__)
        registry.move(moved.id, root)


def _require_folder(root: Path) -> None:
    """Raise ``VaultProblem`` unless ``root`` is a folder that can be listed."""
    if not root.exists():
        raise VaultProblem(f"There is no folder {root}.")
    if not root.is_dir():
        raise VaultProblem(f"{root} is not a folder.")
    try:
        with os.scandir(root) as entries:
            next(entries, None)
    except OSError as error:
        raise VaultProblem(f"The folder {root} cannot be read: {error.strerror}.") from error
