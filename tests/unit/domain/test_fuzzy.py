"""Names by a few of their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.fuzzy import fuzzy_match


def best(letters: str, *names: str) -> str:
    matches = {name: match.score for name in names if (match := fuzzy_match(letters, name))}
    return max(matches, key=lambda name: matches[name])


@pytest.mark.parametrize(
    ("letters", "names", "first"),
    [
        ("бн", ("Обман", "Белый налив"), "Белый налив"),
        ("мороз", ("Мартовский образ зимы", "The frost: мороз 9 мая"), "The frost: мороз 9 мая"),
        ("ask", ("Back to tasks", "Ask your notes"), "Ask your notes"),
        ("go gr", ("Go to Graph", "Long groups"), "Go to Graph"),
        ("елка", ("Ёлка", "Ель каменная"), "Ёлка"),
        ("saveas", ("Save the answer as a note", "Sad vase"), "Save the answer as a note"),
    ],
)
def test_starts_of_words_and_letters_in_a_row_win(letters: str, names: tuple[str, ...], first: str) -> None:
    assert best(letters, *names) == first


def test_letters_in_another_order_are_not_found() -> None:
    assert fuzzy_match("зб", "Белый налив") is None


@given(name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), picks=st.sets(st.integers(0, 39)))
def test_any_letters_in_their_order_are_found_where_they_are(name: str, picks: set[int]) -> None:
    letters = "".join(name[place] for place in sorted(picks) if place < len(name))
    match = fuzzy_match(letters, name)
    if len(name.lower()) != len(name):
        return
    assert match is not None
    assert sorted(match.places) == list(match.places)

    def folded(text: str) -> str:
        return text.lower().replace("ё", "е")

    assert "".join(folded(name)[place] for place in match.places) == "".join(folded(letters).split())
