import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.parsing.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Встреча в 10.30, т. е. утром. Потом обед.", ["Встреча в 10.30, т. е. утром.", "Потом обед."]),
        ("Роман А. С. Пушкина вышел в 1833 г. в Москве.", ["Роман А. С. Пушкина вышел в 1833 г. в Москве."]),
        ("Kept 14 days. [1] Then gone [2].", ["Kept 14 days. [1]", "Then gone [2]."]),
        ("1. Dig the bed.\n2. Water it.", ["1. Dig the bed.", "2. Water it."]),
        ("no full stop\nnext line", ["no full stop", "next line"]),
        ("He said «Хватит.» И ушёл.", ["He said «Хватит.»", "И ушёл."]),
        ("Mr. Smith came. He left.", ["Mr. Smith came.", "He left."]),
        ("Ну… может быть. Да.", ["Ну… может быть.", "Да."]),
        ("Ели хлеб, сыр и т. д. Потом спали.", ["Ели хлеб, сыр и т. д.", "Потом спали."]),
        ("Ели хлеб и т. п. на даче.", ["Ели хлеб и т. п. на даче."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in split_sentences(text)] == expected


@given(st.text(alphabet="aА. \n!?»1[]…", max_size=80))
def test_sentences_cover_everything_but_blanks(text: str) -> None:
    spans = split_sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
