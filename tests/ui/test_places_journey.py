"""Journeys under Xvfb with real keys: a link accepted and undone, a damaged note fixed, why a note is missing."""

from collections.abc import Callable

import pytest


@pytest.mark.timeout(600)
def test_accept_a_link_fix_a_damaged_note_and_find_why_one_is_missing(
    make_journey: Callable[[str], list[str]],
) -> None:
    assert make_journey("places_journey.py") == [
        "open", "link", "link", "damaged", "damaged", "history", "missing", "leave",
    ]  # fmt: skip
