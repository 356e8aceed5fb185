"""Catalogs that are damaged, older, newer, or not catalogs at all."""

import sqlite3
from pathlib import Path

import pytest

from vaultmind.adapters.index import sqlite_schema
from vaultmind.adapters.index.index_folder import catalog_file, finish_upgrade, open_index
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.errors import IndexDamaged, IndexProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.ports import IndexedNote


def fill(catalog: SqliteCatalog, count: int = 200) -> None:
    with catalog.batch():
        for n in range(count):
            path = NotePath(f"{n}.md")
            chunk = Chunk(path, 0, Span(0, 4), (1, 1), (), str(n), f"caterpillar {n} " * 20)
            catalog.replace(IndexedNote(path, Stamp(1, 1, 1, 1), str(n), str(n), chunks=(chunk,)))


def test_a_new_folder_gets_an_empty_catalog(tmp_path: Path) -> None:
    opened = open_index(tmp_path / "index")
    assert (opened.catalog.totals().notes, opened.damage, opened.older) == (0, "", None)
    opened.close()


@pytest.mark.parametrize("damage", ["header", "middle", "no catalog", "truncated"])
def test_a_damaged_catalog_is_set_aside_and_begun_anew(tmp_path: Path, damage: str) -> None:
    opened = open_index(tmp_path)
    fill(opened.catalog)
    opened.close()
    file = catalog_file(tmp_path)
    data = bytearray(file.read_bytes())
    match damage:
        case "header":
            data[:100] = b"\xff" * 100
        case "middle":
            data[len(data) // 4 : len(data) * 3 // 4] = b"\xff" * (len(data) // 2)
        case "no catalog":
            data = bytearray(b"a text that somebody put here" * 100)
        case _:
            del data[len(data) // 2 :]
    file.write_bytes(data)
    opened = open_index(tmp_path)
    if not opened.damage:
        # Damage behind the first pages is met when they are read, or looked for after a crash.
        with pytest.raises(IndexDamaged):
            opened.catalog.check()
        opened.catalog.set_value("open", "1")
        opened.catalog._writer.close()
        opened = open_index(tmp_path)
    assert "damaged" in opened.damage or "is not an index" in opened.damage
    assert opened.catalog.totals().notes == 0
    fill(opened.catalog, 3)
    assert opened.catalog.search("caterpillar", limit=1)
    opened.close()


def test_a_read_that_meets_damage_says_so(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path / "c.sqlite")
    fill(catalog, 2_000)
    catalog.close()
    data = bytearray((tmp_path / "c.sqlite").read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    (tmp_path / "c.sqlite").write_bytes(data)
    with pytest.raises(IndexDamaged, match="damaged"):
        SqliteCatalog(tmp_path / "c.sqlite").notes()


def test_a_newer_schema_is_not_opened(tmp_path: Path) -> None:
    open_index(tmp_path).close()
    newer = catalog_file(tmp_path, sqlite_schema.SCHEMA_VERSION + 1)
    catalog_file(tmp_path).rename(newer)
    with pytest.raises(IndexProblem, match="newer VaultMind"):
        open_index(tmp_path)
    with sqlite3.connect(newer) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexProblem, match="newer VaultMind"):
        SqliteCatalog(newer)


def test_an_older_schema_serves_until_the_new_index_is_whole(tmp_path: Path) -> None:
    old = catalog_file(tmp_path, sqlite_schema.SCHEMA_VERSION - 1)
    older = SqliteCatalog(old)
    fill(older, 5)
    older._writer.execute(f"PRAGMA user_version = {sqlite_schema.SCHEMA_VERSION - 1}")
    older.close()
    opened = open_index(tmp_path)
    if sqlite_schema.SCHEMA_VERSION - 1 < sqlite_schema.READABLE_SINCE:
        assert opened.older is None
    else:
        assert opened.older is not None
        assert opened.older.search("caterpillar", limit=1)
    fill(opened.catalog, 5)
    finished = finish_upgrade(opened, tmp_path)
    assert not old.exists()
    finished.close()
    again = open_index(tmp_path)
    assert again.older is None
    assert again.catalog.totals().notes == 5
    again.close()


def test_another_process_that_writes_is_named_in_a_sentence(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path / "c.sqlite")
    catalog._writer.execute("PRAGMA busy_timeout = 10")
    with sqlite3.connect(tmp_path / "c.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(IndexProblem, match="Another program"):
            catalog.set_value("a", "b")
        other.execute("ROLLBACK")
    catalog.set_value("a", "b")
    catalog.close()
    with pytest.raises(IndexProblem):
        catalog.notes()
