"""``created:`` by each place where a note can say when it was made."""

from pathlib import Path

import pytest

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.query import DateFilter
from vaultmind.domain.span import Span
from vaultmind.ports import IndexedNote

JUNE = DateFilter("2025-06", "2025-07", name="created")


def is_of_june(tmp_path: Path, path: str, properties: dict[str, object], wanted: DateFilter = JUNE) -> bool:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    chunk = Chunk(NotePath(path), 0, Span(0, 1), (1, 1), (), "t", "soil", "en", Role.NOTE)
    catalog.replace(
        IndexedNote(NotePath(path), Stamp(1, 0, 1, 1), "", "t", (), (), chunks=(chunk,), properties=properties)
    )
    found = catalog.chunks_where([wanted])
    catalog.close()
    return bool(found)


@pytest.mark.parametrize(
    ("path", "properties"),
    [
        ("a.md", {"created": "2025-06-16T10:00"}),
        ("a.md", {"Date Created": "2025-06-16"}),
        ("a.md", {"created_at": "2025-06-30 23:59"}),
        ("a.md", {"date": "2025-06-01"}),
        ("a.md", {"created": "long ago", "date": "2025-06-01"}),
        ("Journal/2025-06-16.md", {}),
        ("2025-06-16 Standup.md", {"tags": "x"}),
        ("Zettel/202506162134 Мысль.md", {}),
        ("Zettel/20250616213405.md", {}),
    ],
)
def test_a_note_was_made_when_its_properties_or_its_name_say_so(
    tmp_path: Path, path: str, properties: dict[str, object]
) -> None:
    assert is_of_june(tmp_path, path, properties)


@pytest.mark.parametrize(
    ("path", "properties"),
    [
        ("2025-06-16.md", {"created": "2024-01-01"}),
        ("a.md", {"created": ["2025-06-16", "2024-01-01"]}),
        ("a.md", {"created": "2024-01-01", "date": "2025-06-16"}),
        ("a.md", {"created_at": "2024-01-01", "date": "2025-06-16"}),
        ("a.md", {"due": "2025-06-16"}),
        ("2025-06-16/a.md", {}),
        ("2025061621340512.md", {}),
        ("About 2025-06-16.md", {}),
    ],
)
def test_the_first_that_says_so_counts(tmp_path: Path, path: str, properties: dict[str, object]) -> None:
    assert not is_of_june(tmp_path, path, properties)


def test_a_note_of_no_known_date_is_of_no_time_and_passes_what_rules_a_time_out(tmp_path: Path) -> None:
    assert not is_of_june(tmp_path, "a.md", {}, DateFilter(until="2030", name="created"))
    assert is_of_june(tmp_path, "a.md", {}, DateFilter("2025-06", "2025-07", "created", is_negated=True))


@pytest.mark.parametrize(("since", "until", "is_taken"), [("2025", "", True), ("", "2026", True), ("2026", "", False)])
def test_a_time_may_be_open_at_one_end(tmp_path: Path, since: str, until: str, is_taken: bool) -> None:
    wanted = DateFilter(since, until, "created")
    assert is_of_june(tmp_path, "2025-06-16.md", {}, wanted) == is_taken
    assert is_of_june(tmp_path, "a.md", {"date": "2025-06-16", "due": "2027"}, wanted) == is_taken
