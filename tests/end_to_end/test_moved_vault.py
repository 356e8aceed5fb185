"""A vault whose folder was renamed keeps its index: no text is read by the model again."""

from pathlib import Path

from vaultmind.adapters.index.vault_registry import VaultRegistry
from vaultmind.api import IndexReport, IndexRequest, open_vault


def index(root: Path, data: Path) -> IndexReport:
    session = open_vault(vault=root, data=data)
    try:
        return next(event for event in session.index(IndexRequest()) if isinstance(event, IndexReport))
    finally:
        session.close()


def test_a_renamed_vault_is_the_same_vault(tmp_path: Path, e5_folder: Path) -> None:
    root, data = tmp_path / "Garden", tmp_path / "data"
    (root / "Beds").mkdir(parents=True)
    (root / "Soil.md").write_text("Clay holds water longer than sand. See [[Compost]].", encoding="utf-8")
    (root / "Beds" / "Compost.md").write_text("Компост готов через полгода.", encoding="utf-8")
    first = index(root, data)
    assert first.embedding_calls == 2
    (before,) = VaultRegistry(data).all()
    moved = tmp_path / "elsewhere" / "Сад"
    moved.parent.mkdir()
    root.rename(moved)
    second = index(moved, data)
    assert (second.changed, second.embedding_calls, second.embedding_calls_total) == ((), 0, 2)
    (after,) = VaultRegistry(data).all()
    assert (after.id, after.root) == (before.id, moved.resolve())
