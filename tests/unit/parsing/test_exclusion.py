import pytest

from vaultmind.domain.link import NotePath
from vaultmind.parsing.exclusion import Exclusions


@pytest.mark.parametrize(
    ("filters", "path", "expected"),
    [
        (["Templates/"], "Templates/Daily.md", True),
        (["templates/"], "Templates/Daily.md", True),
        (["Templates/"], "My Templates/Daily.md", False),
        (["Архив/"], "Архив/2020.md", True),
        (["Draft.md"], "Draft.md", True),
        (["/draft/"], "a/some draft.md", True),
        (["/^\\d+\\.md$/"], "2024.md", True),
        (["/^\\d+\\.md$/"], "a/2024.md", False),
        ([""], "a.md", False),
        (["/"], "a.md", False),
        ([], "a.md", False),
    ],
)
def test_filters_are_beginnings_of_paths_or_regular_expressions(filters: list[str], path: str, expected: bool) -> None:
    assert Exclusions(filters).excludes(NotePath(path)) is expected


def test_an_expression_that_cannot_be_taken_excludes_nothing_and_is_told() -> None:
    exclusions = Exclusions(["/(?=x)/", "/(/", "Templates/"])
    assert not exclusions.excludes(NotePath("x.md"))
    assert exclusions.excludes(NotePath("Templates/x.md"))
    assert len(exclusions.notices) == 2
    assert "/(?=x)/" in exclusions.notices[0]


def test_a_hostile_expression_ends_in_time() -> None:
    assert not Exclusions(["/(a+)+$/"]).excludes(NotePath("a" * 50_000 + "!"))
