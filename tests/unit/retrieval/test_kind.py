from collections.abc import Sequence

import pytest

from vaultmind.domain.query import Term
from vaultmind.retrieval.kind import kind_of
from vaultmind.retrieval.query import parse_query
from vaultmind.retrieval.weights import SHIPPED, QuestionKind

COUNTS = {"gutter": 3, "roof": 40, "winter": 90}


def kind(written: str, *, names_a_note: bool = False) -> QuestionKind:
    def counts(terms: Sequence[Term]) -> Sequence[int]:
        return [COUNTS.get(term.text, 0) for term in terms]

    return kind_of(parse_query(written), names_a_note=names_a_note, count_with=counts, weights=SHIPPED)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("gutter", QuestionKind.WORD),
        ("the Gutter", QuestionKind.WORD),
        ("tag:house", QuestionKind.WORD),
        ("Anna Berg", QuestionKind.NAME),
        ("Анна Петровна Берг", QuestionKind.NAME),
        ("tag:family Anna Berg", QuestionKind.NAME),
        ('"Anna Berg"', QuestionKind.NAME),
        ("roof gutter", QuestionKind.RARE),
        ("winter Roof", QuestionKind.COMMON),
        ("roof nonesuch", QuestionKind.COMMON),
        ("Anna Berg?", QuestionKind.SENTENCE),
        ("why does the gutter freeze", QuestionKind.SENTENCE),
        ("Anna Berg Mended The Roof", QuestionKind.SENTENCE),
    ],
)
def test_a_query_is_of_one_kind(written: str, expected: QuestionKind) -> None:
    assert kind(written) is expected


def test_all_of_a_title_is_a_name_in_small_letters_too() -> None:
    assert kind("winter roof", names_a_note=True) is QuestionKind.NAME
    assert kind("winter", names_a_note=True) is QuestionKind.WORD


def test_every_kind_has_its_weights() -> None:
    assert set(SHIPPED.legs) == set(QuestionKind)
