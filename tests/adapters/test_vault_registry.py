"""A vault keeps its id, whoever asks and however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vaultmind.adapters.index.vault_registry import VaultRegistry
from vaultmind.domain.errors import IndexProblem, VaultProblem


def test_a_vault_keeps_its_id_and_two_of_one_name_have_two(tmp_path: Path) -> None:
    for place in ("a/notes", "b/notes"):
        (tmp_path / place).mkdir(parents=True)
    first = VaultRegistry(tmp_path / "data").find(tmp_path / "a/notes")
    again = VaultRegistry(tmp_path / "data").find(tmp_path / "a/notes")
    other = VaultRegistry(tmp_path / "data").find(tmp_path / "b/notes")
    assert first == again
    assert first.id != other.id


def test_racing_starts_agree_on_one_id(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: VaultRegistry(tmp_path / "data").find(tmp_path / "vault").id, range(24)))
    assert len(ids) == 1


@pytest.mark.parametrize("inside", ["", "data", "Notes/data"])
def test_a_data_folder_among_the_notes_is_refused_and_nothing_is_made(tmp_path: Path, inside: str) -> None:
    with pytest.raises(VaultProblem, match="lies in the vault"):
        VaultRegistry(tmp_path / inside).find(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_data_folder_that_no_note_can_be_in_is_taken(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert VaultRegistry(home / ".local" / "share" / "data").find(home).root == home.resolve()


def test_the_last_opened_is_remembered_moved_and_forgotten(tmp_path: Path) -> None:
    registry = VaultRegistry(tmp_path / "data")
    (tmp_path / "old").mkdir()
    vault = registry.find(tmp_path / "old")
    registry.opened(vault)
    assert registry.last_opened() == (tmp_path / "old").resolve()
    (tmp_path / "old").rename(tmp_path / "new")
    assert registry.last_opened() is None
    moved = registry.move(vault.id, tmp_path / "new")
    assert (moved.id, moved.root) == (vault.id, (tmp_path / "new").resolve())
    registry.forget(vault.id)
    assert registry.all() == []


def test_a_damaged_list_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "vaults.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexProblem, match=r"list of vaults"):
        VaultRegistry(tmp_path).all()
