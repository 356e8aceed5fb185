"""A vault that was moved or renamed: known again at its new place by the stamps of its files."""

from collections.abc import Mapping
from pathlib import Path

from vaultmind.adapters.index.index_folder import readable_catalog
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.index.vault_registry import KnownVault, VaultRegistry
from vaultmind.domain.change import Stamp, is_same_vault
from vaultmind.domain.errors import IndexProblem
from vaultmind.domain.link import NotePath


def find_moved(registry: VaultRegistry, root: Path) -> KnownVault | None:
    """Return the one known vault whose folder is gone and whose notes are those at ``root``, with its old root.

    ``None`` where ``root`` is known already, and where no vault or more than one fits. Nothing is changed.
    """
    place = root.resolve()
    known = registry.all()
    if any(one.root == place for one in known):
        return None
    gone = [one for one in known if not one.root.exists()]
    indexed = {one: stamps for one in gone if (stamps := _indexed(one))}
    if not indexed:
        return None
    from vaultmind.adapters.files.disk import DiskVaultFiles  # noqa: PLC0415 (readers, for this rare case)

    on_disk = DiskVaultFiles(place).listing().notes
    fitting = [one for one, stamps in indexed.items() if is_same_vault(on_disk=on_disk, indexed=stamps)]
    return fitting[0] if len(fitting) == 1 else None


def _indexed(vault: KnownVault) -> Mapping[NotePath, Stamp]:
    """Return the stamps in a vault's catalog; none where there is no catalog that can be read, or it is unsound."""
    file = readable_catalog(vault.folder / "index")
    if file is None:
        return {}
    try:
        catalog = SqliteCatalog(file, read_only=True)
    except IndexProblem:
        return {}
    try:
        return catalog.stamps()
    except IndexProblem:
        return {}
    finally:
        catalog.close()
