"""The reasons of what stands beside a note, in the language of the window."""

import pytest
from vaultmind_ui.note.beside import related_rows
from vaultmind_ui.translation import Translation

from vaultmind import api
from vaultmind.domain.link import NotePath
from vaultmind.domain.related import Reason, ReasonKind, RelatedNote


@pytest.mark.parametrize(
    ("kind", "detail", "said", "russian"),
    [
        ("shared_sources", "a.md, @smith", "both cite a.md, @smith", "обе цитируют a.md, @smith"),
        ("shared_links", "A, b/B.md", "both link to A, B", "обе ссылаются на A, B"),
        (
            "series",
            "next in “Letters”",
            "of the same series: next in “Letters”",
            "из той же серии: следующая в “Letters”",
        ),
        (
            "series",
            "previous by its number",
            "of the same series: previous by its number",
            "из той же серии: предыдущая по номеру",
        ),
    ],
)
def test_a_reason_is_said_in_the_language_of_the_window(
    english: Translation, kind: str, detail: str, said: str, russian: str
) -> None:
    reason = Reason(ReasonKind(kind), detail, 0.5)
    report = api.RelatedReport(NotePath("a.md"), (RelatedNote(NotePath("b.md"), 0.5, (reason,)),))
    assert [row.detail for row in related_rows(report)] == [said]
    english.use("ru")
    assert [row.detail for row in related_rows(report)] == [russian]
