"""Colours can be read: WCAG's 4.5 for text, in light and dark."""

import pytest
from vaultmind_ui.theme import DARK, LIGHT, Theme, contrast


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out(theme: Theme) -> None:
    pairs = [(text, ground) for text in (theme.text, theme.muted) for ground in (theme.window, theme.panel)]
    pairs += [(theme.accent, theme.panel), (theme.accent_text, theme.accent), (theme.text, theme.marked)]
    pairs += [(theme.text, theme.hover)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
