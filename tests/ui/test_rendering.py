"""What an answer may become on the screen, and what not."""

import pytest
from vaultmind_ui.rendering import answer_html, marked_html
from vaultmind_ui.theme import LIGHT


def test_only_numbers_that_were_given_become_links() -> None:
    shown = answer_html("The well is deep [1], they say [7].", {1})
    assert '<a href="cite:1">[1]</a>' in shown
    assert "[7]" in shown
    assert "cite:7" not in shown


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src='file:///etc/passwd'>",
        "![x](http://a.b/c.png)",
        "[x](file:///etc)",
        "<http://a.b>",
        "[x]\n\n[x]: /etc",
    ],
)
def test_nothing_in_an_answer_loads_or_leads_away(hostile: str) -> None:
    shown = answer_html(hostile, {1})
    assert "<img" not in shown
    assert "<a " not in shown


def test_the_exact_words_are_marked_and_escaped() -> None:
    shown = marked_html("Глина 😀 <b>красная</b>.", "😀 <b>", LIGHT)
    assert f'Глина <span style="background-color:{LIGHT.marked};">😀 &lt;b&gt;</span>красная' in shown


def test_a_quote_that_is_not_in_the_text_is_shown_alone() -> None:
    assert "other" not in marked_html("other", "quote", LIGHT)
