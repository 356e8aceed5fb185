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
        ("Диск куплен в 2012 г. Сервер стоит в углу.", ["Диск куплен в 2012 г.", "Сервер стоит в углу."]),
        ("Забор ставили в 2012–2013 гг. Он цел.", ["Забор ставили в 2012–2013 гг.", "Он цел."]),
        ("Дом строили в XIX в. Крышу меняли.", ["Дом строили в XIX в.", "Крышу меняли."]),
        ("Ширина 20 см. Высота 10 см.", ["Ширина 20 см.", "Высота 10 см."]),
        ("До дачи 5 км. Потом налево.", ["До дачи 5 км.", "Потом налево."]),
        ("Стоит 10 тыс. Остальное потом.", ["Стоит 10 тыс.", "Остальное потом."]),
        ("В 1703 г. Пётр основал город.", ["В 1703 г. Пётр основал город."]),
        ("Жил в 1833 г. в г. Москве, 2 кв. Иванова.", ["Жил в 1833 г. в г. Москве, 2 кв. Иванова."]),
        ("We start at 5 p.m. Then we eat.", ["We start at 5 p.m.", "Then we eat."]),
        ("We graft on 5 Apr. The wax is warm.", ["We graft on 5 Apr.", "The wax is warm."]),
        ("The white was at −3 °C. By night it froze.", ["The white was at −3 °C.", "By night it froze."]),
        (
            "Ждём дня не холоднее +3 °C. В 2023 году ждали долго.",
            ["Ждём дня не холоднее +3 °C.", "В 2023 году ждали долго."],
        ),
        ("On 5 Apr. Peter came.", ["On 5 Apr. Peter came."]),
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
