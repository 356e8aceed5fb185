"""One journey under Xvfb with real keys: open, index, ask, cite, save, find it again, leave."""

from collections.abc import Callable

import pytest


@pytest.mark.timeout(600)
def test_open_index_ask_cite_save_and_find_it_again(make_journey: Callable[[str], list[str]]) -> None:
    assert make_journey("journey.py") == ["open", "ask and save", "find", "find", "keys", "leave"]
