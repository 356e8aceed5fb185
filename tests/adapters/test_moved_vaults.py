"""A vault that moved is known by its files, and nothing else is taken for it."""

import os
import shutil
from pathlib import Path

import pytest

from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.index_folder import open_index
from vaultmind.adapters.index.moved_vaults import find_moved
from vaultmind.adapters.index.vault_registry import KnownVault, VaultRegistry
from vaultmind.ports import IndexedNote


@pytest.fixture
def registry(tmp_path: Path) -> VaultRegistry:
    return VaultRegistry(tmp_path / "data")


def known(registry: VaultRegistry, root: Path, *, notes: int = 10) -> KnownVault:
    """Write and index a vault as far as its stamps go."""
    root.mkdir()
    for number in range(notes):
        (root / f"{number}.md").write_text("soil " * number, encoding="utf-8")
        os.utime(root / f"{number}.md", ns=(0, 1_700_000_000_000_000_000 + number))
    vault = registry.find(root)
    opened = open_index(vault.folder / "index")
    for path, stamp in DiskVaultFiles(root).listing().notes.items():
        opened.catalog.replace(IndexedNote(path, stamp, path, path))
    opened.close()
    return vault


@pytest.mark.parametrize(("touched", "is_found"), [(0, True), (1, True), (2, False)])
def test_nine_notes_of_ten_are_enough(registry: VaultRegistry, tmp_path: Path, touched: int, is_found: bool) -> None:
    vault = known(registry, tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    for number in range(touched):
        (tmp_path / "new" / f"{number}.md").write_text("changed", encoding="utf-8")
    assert find_moved(registry, tmp_path / "new") == (vault if is_found else None)


def test_a_copy_on_another_drive_counts_as_moved_only_when_the_first_is_gone(
    registry: VaultRegistry, tmp_path: Path
) -> None:
    vault = known(registry, tmp_path / "old")
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    assert find_moved(registry, tmp_path / "new") is None
    shutil.rmtree(tmp_path / "old")
    assert find_moved(registry, tmp_path / "new") == vault


def test_of_two_that_fit_neither_is_taken(registry: VaultRegistry, tmp_path: Path) -> None:
    known(registry, tmp_path / "one")
    known(registry, tmp_path / "two")
    (tmp_path / "one").rename(tmp_path / "new")
    shutil.rmtree(tmp_path / "two")
    assert find_moved(registry, tmp_path / "new") is None


def test_a_vault_in_a_larger_one_and_an_empty_folder_are_none(registry: VaultRegistry, tmp_path: Path) -> None:
    known(registry, tmp_path / "old", notes=3)
    (tmp_path / "old").rename(tmp_path / "new")
    for number in range(20):
        (tmp_path / "new" / f"more {number}.md").write_text("more", encoding="utf-8")
    assert find_moved(registry, tmp_path / "new") is None
    (tmp_path / "empty").mkdir()
    assert find_moved(registry, tmp_path / "empty") is None


def test_a_known_path_and_a_lost_catalog_are_left_alone(registry: VaultRegistry, tmp_path: Path) -> None:
    vault = known(registry, tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    own = registry.find(tmp_path / "new")
    assert find_moved(registry, tmp_path / "new") is None
    registry.forget(own.id)
    shutil.rmtree(vault.folder / "index")
    assert find_moved(registry, tmp_path / "new") is None
