from pathlib import Path

import pytest

from vaultmind.adapters.index import sqlite_words
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.ports import IndexedNote


def test_in_a_large_index_the_commonest_words_give_way_to_rarer_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    for number in range(12):
        text = "garden soil" + (" windmill" if number == 7 else "") + (" barn" if number > 8 else "")
        path = NotePath(f"{number}.md")
        chunk = Chunk(path, 0, Span(0, len(text)), (1, 1), (), "", text)
        catalog.replace(IndexedNote(path, Stamp(1, number, 1, number), str(number), "", chunks=(chunk,)))

    def found(query: str) -> int:
        return len(catalog.search(query, limit=20))

    assert found("garden windmill barn") == 12
    monkeypatch.setattr(sqlite_words, "_MOST_POSTINGS", 5)
    assert found("garden windmill barn") == 4
    assert found("garden windmill") == 1
    assert found("garden soil") == 12
    assert found("garden") == 12
    catalog.close()
