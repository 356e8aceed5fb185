import pytest

from vaultmind.domain.conflict import conflict_candidates, conflict_original
from vaultmind.domain.link import NotePath


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        ("Garden.sync-conflict-20240131-101500-ABCDEF7.md", "Garden.md"),
        ("Сад/Почва.sync-conflict-20240131-101500-ABCDEF7.md", "Сад/Почва.md"),
        ("Garden (Ann's conflicted copy 2024-01-31).md", "Garden.md"),
        ("Garden (ann-laptop's conflicted copy 2024-01-31 (1)).md", None),
        ("Garden (конфликтующая копия с Ноутбук 2024-01-31).md", "Garden.md"),
        ("Garden (conflicted copy 2024-01-31 101500).md", "Garden.md"),
        ("Garden (Conflict).md", "Garden.md"),
        ("Garden_conflict-20240131-101500.md", "Garden.md"),
        ("Conflict resolution.md", None),
        ("Conflict.md", None),
        ("On conflict (war).md", None),
        ("Garden 2.md", None),
    ],
)
def test_marks_that_sync_tools_leave(copy: str, original: str | None) -> None:
    assert conflict_original(NotePath(copy)) == original


@pytest.mark.parametrize(
    ("path", "candidates"),
    [
        ("Garden 2.md", ["Garden.md"]),
        ("a/Garden-LAPTOP7.md", ["a/Garden.md"]),
        ("Garden.md", []),
        ("Chapter 2024.md", []),
    ],
)
def test_names_that_may_be_copies(path: str, candidates: list[str]) -> None:
    assert list(conflict_candidates(NotePath(path))) == candidates
