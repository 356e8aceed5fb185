"""Colours can be read: WCAG's 4.5 for text, in light and dark."""

import pytest
from vaultmind_ui.theme import DARK, LIGHT, Theme, contrast, text_pairs


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out(theme: Theme) -> None:
    measured = {name: round(contrast(*pair), 2) for name, pair in text_pairs(theme).items()}
    assert {name: ratio for name, ratio in measured.items() if ratio < 4.5} == {}
