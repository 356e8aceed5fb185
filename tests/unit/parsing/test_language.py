"""What a text is written in, and how long a model finds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.parsing.language import estimate_tokens, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Заметка о саде", "ru"),
        ("A note about the garden", "en"),
        ("настроил nginx и docker compose на сервере", "ru"),
        ("The word сад means garden in Russian", "en"),
        ("Größe und Maß", "en"),
        ("12:30 — 15 %", ""),
        ("日本語のノートです", ""),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_the_script_says_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_tokens_grow_with_letters_digits_and_signs() -> None:
    assert estimate_tokens("") == 1
    assert estimate_tokens("a" * 100) == 29
    assert estimate_tokens("б" * 100) == 29
    assert estimate_tokens("1" * 100) == 56
    assert estimate_tokens("|" * 100) == 101
    assert estimate_tokens("語" * 100) == 101
    assert estimate_tokens(" \n" * 100) == 1


@given(st.text(max_size=50), st.text(max_size=50))
def test_an_estimate_is_additive(one: str, other: str) -> None:
    whole = estimate_tokens(one + other)
    assert abs(whole - estimate_tokens(one) - estimate_tokens(other)) <= 2
    assert whole >= 1
