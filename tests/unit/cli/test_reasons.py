"""Reasons in words."""

import pytest

from vaultmind import api
from vaultmind.cli.reasons import reason_words


@pytest.mark.parametrize(
    ("kind", "detail", "words"),
    [
        ("named", "1", "named once"),
        ("named", "2", "named twice"),
        ("named", "3", "named three times"),
        ("named", "40", "named 40 times"),
        ("shared_neighbours", "5", "shares five neighbours"),
        ("usually_linked", "9/10", "by these words linked in nine notes, left plain in one"),
        ("usually_linked", "1/5", "by these words linked in one note, left plain in four"),
        ("usually_linked", "1/1", "by these words linked in one note"),
        ("link_text", "red ground", "other notes link it by the words “red ground”"),
        ("same_passage", "Память", "says nearly the same under *Память*"),
        ("linked_from", "2", "two notes link it"),
    ],
)
def test_a_reason_is_said_as_a_person_would(kind: str, detail: str, words: str) -> None:
    assert reason_words(api.SuggestionReason(api.SuggestionReasonKind(kind), detail)) == words


def test_every_kind_of_reason_has_words_of_its_own() -> None:
    said = {
        kind: reason_words(api.SuggestionReason(kind, "3/4" if kind == "usually_linked" else "3"))
        for kind in api.SuggestionReasonKind
    }
    assert len(set(said.values())) == len(said)
