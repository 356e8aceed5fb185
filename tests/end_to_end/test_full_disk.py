"""On a full disk what is indexed is found all the same, and as soon as there is room the rest is too."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from vaultmind import api
from vaultmind.adapters.index import index_folder
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.api import IndexReport, IndexRequest, SearchRequest, owning
from vaultmind.cli import words
from vaultmind.domain.errors import StorageFull
from vaultmind.ports import Vector
from vaultmind.session.vault import VaultSession

MEGABYTE = 2**20


class Words:
    """A model that only counts words."""

    identity, dimensions = "words", 64

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        vector = np.full(self.dimensions, 0.01, np.float32)
        for word in text.split():
            vector[crc32(word.encode()) % self.dimensions] += 1
        return vector / np.float32(np.linalg.norm(vector))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(owning, "find_embedder", lambda *_: Words())
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "Garden.md").write_text("The mycelium eats straw.")
    session = opened(tmp_path)
    assert next(one for one in session.index(IndexRequest()) if isinstance(one, IndexReport)).embedded == 1
    session.close()
    return tmp_path


def opened(place: Path) -> VaultSession:
    session = api.open_vault(vault=place / "vault", data=place / "data")
    assert isinstance(session, VaultSession)
    return session


def disk_with(free: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every disk have so many bytes free."""
    told = type(shutil.disk_usage("."))(10**12, 10**12 - free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: told)


def test_without_room_for_vectors_words_are_found_until_there_is_room(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk_with(MEGABYTE, monkeypatch)
    session = opened(place)
    found = session.search(SearchRequest("mycelium"))
    assert [one.chunk.note for one in found.passages] == ["Garden.md"]
    (said,) = found.notices
    assert said.startswith("Notes are found by their words alone. The disk of ")
    assert not any("by meaning" in line for line in words.status(session.status()))
    report = next(one for one in session.index(IndexRequest()) if isinstance(one, IndexReport))
    assert said in report.notices
    assert not session.is_outlived()
    disk_with(200 * MEGABYTE, monkeypatch)
    assert session.is_outlived()
    session.close()
    again = opened(place)
    assert not again.search(SearchRequest("mycelium")).notices
    assert again.status().embedding_calls_total == 1
    assert "1 of 1 passages can be found by meaning." in words.status(again.status())
    again.close()


def test_opening_takes_the_room_that_was_kept_for_a_full_disk(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (index,) = place.glob("data/vaults/*/index")
    spare = index / "spare"
    assert spare.stat().st_size == MEGABYTE

    class OnFullDisk(SqliteCatalog):
        """A catalog that finds room only where the spare file was."""

        def __init__(self, path: Path) -> None:
            if spare.exists() or not has_spare:
                raise StorageFull("The disk is full.")
            super().__init__(path)

    monkeypatch.setattr(index_folder, "SqliteCatalog", OnFullDisk)
    has_spare = True
    session = opened(place)
    assert not spare.exists()
    assert [one.chunk.note for one in session.search(SearchRequest("mycelium")).passages] == ["Garden.md"]
    session.close()
    assert spare.stat().st_size == MEGABYTE
    spare.unlink()
    has_spare = False
    with pytest.raises(StorageFull, match="full"):
        opened(place)


def test_a_disk_with_little_room_is_left_to_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk_with(15 * MEGABYTE, monkeypatch)
    index_folder.open_index(tmp_path).close()
    assert not (tmp_path / "spare").exists()
    disk_with(16 * MEGABYTE, monkeypatch)
    index_folder.open_index(tmp_path).close()
    assert (tmp_path / "spare").stat().st_size == MEGABYTE
