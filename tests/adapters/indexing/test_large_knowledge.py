"""What a session keeps of a large vault is not looked through for garbage, and none of it outlives its use."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.change import Stamp
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.ports import IndexedNote
from vaultmind.session import knowledge
from vaultmind.session.knowledge import Knowledge


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqliteCatalog]:
    opened = SqliteCatalog(tmp_path / "catalog.sqlite")
    for number in range(30):
        links = (Link(LinkKind.WIKILINK, f"Note {number + 1}"),)
        path = NotePath(f"Note {number}.md")
        opened.replace(IndexedNote(path, Stamp(1, 1, 1, 1), str(number), f"Note {number}", links=links))
    yield opened
    opened.close()
    gc.unfreeze()
    gc.collect()


def test_of_a_large_vault_nothing_is_looked_through_again(
    catalog: SqliteCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Knowledge(catalog)
    assert any(isinstance(one, Link) for one in gc.get_objects())
    del small
    monkeypatch.setattr(knowledge, "_MANY_NOTES", 30)
    large = Knowledge(catalog)
    assert gc.isenabled()
    assert not any(isinstance(one, Link) for one in gc.get_objects())
    assert len(large.graph.backlinks(NotePath("Note 7.md"))) == 1


def test_what_stayed_of_the_vault_before_goes_when_the_next_is_opened(
    catalog: SqliteCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge, "_MANY_NOTES", 30)
    before = Knowledge(catalog)
    before.itself = before  # type: ignore[attr-defined]
    stayed = weakref.ref(before)
    del before
    assert stayed() is not None
    after = Knowledge(catalog)
    assert stayed() is None
    assert NotePath("Note 1.md") in after.graph
