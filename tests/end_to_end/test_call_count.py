"""The number of texts that a model ever read only grows, also when the index was lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind.adapters.index.vault_registry import VaultRegistry
from vaultmind.adapters.vectors.call_count import keep_at_least, read_count
from vaultmind.api import IndexReport, IndexRequest, open_vault


def index(root: Path, data: Path) -> IndexReport:
    session = open_vault(vault=root, data=data)
    try:
        events: Iterator[object] = session.index(IndexRequest())
        return next(event for event in events if isinstance(event, IndexReport))
    finally:
        session.close()


def test_a_lost_index_loses_no_count(tmp_path: Path, e5_folder: Path) -> None:
    root, data = tmp_path / "vault", tmp_path / "data"
    root.mkdir()
    (root / "Soil.md").write_text("Clay holds water.", encoding="utf-8")
    assert index(root, data).embedding_calls_total == 1
    (vault,) = VaultRegistry(data).all()
    shutil.rmtree(vault.folder / "index")
    (root / "Roof.md").write_text("The roof leaks.", encoding="utf-8")
    again = index(root, data)
    assert (again.embedding_calls, again.embedding_calls_total) == (1, 2)


@pytest.mark.parametrize("content", ["", "many", "-3"])
def test_a_damaged_number_is_none_and_is_mended(tmp_path: Path, content: str) -> None:
    file = tmp_path / "count"
    file.write_text(content, encoding="ascii")
    assert read_count(file) == 0
    assert (keep_at_least(file, 7), keep_at_least(file, 5), read_count(file)) == (7, 7, 7)
