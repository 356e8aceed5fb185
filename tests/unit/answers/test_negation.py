import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.negation import is_no, no_in, says_no, without_no
from vaultmind.parsing.morphology import words_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The jam does not boil.", "does not"),
        ("The jam doesn’t boil.", "doesn’t"),
        ("Никакого варенья.", "Никакого"),
        ("Nowhere is it said.", "Nowhere"),
        ("Без соли.", "Без"),
        ("A notable knot.", ""),
        ("Нетто и небо.", ""),
    ],
)
def test_words_that_say_no_are_found_whole(text: str, said: str) -> None:
    assert no_in(text) == said
    assert says_no(text) is bool(said)


def test_a_no_may_stand_for_what_fails() -> None:
    assert (no_in("The pump fails."), says_no("The pump fails.")) == ("fails", False)


@given(
    st.lists(
        st.sampled_from(["jam", "does", "not", "isn't", "никто", "не", "варит", "без", "fails", "cat"]), max_size=8
    ).map(" ".join)
)
def test_nothing_that_says_no_is_left_without_it(text: str) -> None:
    assert not any(map(is_no, words_of(without_no(text))))
    assert not says_no(text) or no_in(text)
