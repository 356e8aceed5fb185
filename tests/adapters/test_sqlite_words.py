from pathlib import Path

import pytest

from vaultmind.adapters.index import sqlite_words
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.query import LexicalQuery, Term
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
    monkeypatch.setattr(sqlite_words, "_MOST_SCORED", 5)
    assert found("garden windmill barn") == 4
    assert found("garden windmill") == 1
    assert found("garden soil") == 12
    assert found("garden") == 12
    catalog.close()


def test_a_common_word_that_brings_nothing_still_adds_to_the_score_of_what_rarer_ones_bring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    for number in range(40):
        text = (
            "plain" + (" garden" if number % 3 else "") + (" soil garden" if number % 4 else "") + " x" * (number % 7)
        )
        text += " windmill" if number in (3, 4, 8, 9) else ""
        path = NotePath(f"{number}.md")
        chunk = Chunk(path, 0, Span(0, len(text)), (1, 1), (), "", text)
        catalog.replace(IndexedNote(path, Stamp(1, number, 1, number), str(number), "", chunks=(chunk,)))
    query = LexicalQuery(any=(Term("soil"), Term("windmill"), Term("garden"), Term("windmill garden", weight=2.0)))
    of_all = {one.chunk_id: one.score for one in catalog.search(query, limit=40)}
    monkeypatch.setattr(sqlite_words, "_MOST_SCORED", 5)
    kept = catalog.search(query, limit=40)
    assert [one.score for one in kept] == pytest.approx([of_all[one.chunk_id] for one in kept])
    assert [one.chunk_id for one in kept] == [one for one in of_all if one in {hit.chunk_id for hit in kept}]
    assert {catalog.chunks([one.chunk_id])[one.chunk_id].note for one in kept} == {"3.md", "4.md", "8.md", "9.md"}
    monkeypatch.setattr(sqlite_words, "_MOST_POSTINGS", 5)
    assert max(one.score for one in catalog.search(query, limit=40)) < max(one.score for one in kept)
    catalog.close()
