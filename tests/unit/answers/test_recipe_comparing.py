"""What two notes have in common, and what they say otherwise of the same."""

import pytest

from tests.unit.answers.test_recipes import Writes, made, passage
from vaultmind.answers.recipes.agreeing import says_otherwise
from vaultmind.answers.recipes.making import Material
from vaultmind.domain.recipe import DraftLine

LISTED = "form:: list\nnotes:: 0\ncount:: 9\n"
COMPARE = (
    f"## In common\n{LISTED}pick:: shared\notherwise:: They agree in nothing.\n\nx\n\n"
    f"## Differences\n{LISTED}pick:: distinct\notherwise:: They differ in nothing.\n\ny"
)
SAME = ("The fan was replaced with a quiet one in March.", "In March the fan was replaced with a quiet one.")


def compared(one: str, other: str, model: Writes | None = None) -> tuple[list[DraftLine], list[DraftLine]]:
    notes = Material([passage(one, "A", 1), passage(other, "B", 2)], [], {"title": "A", "other": "B"}, "A")
    common, apart = made(COMPARE, model, notes).parts
    return list(common.lines), list(apart.lines)


def sides(line: DraftLine) -> list[tuple[str, list[str]]]:
    both = [line, *([line.beside] if line.beside is not None else [])]
    return [(side.text, [source.note for source in side.sources]) for side in both]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The backup of the house server starts at 02:00.", "The backup of the house server starts at 04:00."),
        ("Резервная копия сервера делается в 02:00.", "Резервная копия сервера делается в 04:00."),
        ("The lease of the field ends on 3 May 2027.", "The lease of the field ends on 9 June 2027."),
        ("Снимки по понедельникам проверяет Марина.", "По понедельникам снимки проверяет Пётр."),
        ("The disk must not be encrypted.", "The disk must be encrypted."),
        ("Диск нельзя шифровать.", "Диск можно шифровать."),
        ("На складе хранят четырнадцать бочек мёда.", "На складе хранят 30 бочек мёда."),
        ("Кружок в библиотеке собирается по вторникам.", "Кружок в библиотеке собирается по средам."),
        ("The pump filter takes a kilo of salt.", "The pump filter takes one and a half kilos of salt."),
    ],
)
def test_what_differs_in_a_number_a_day_a_name_or_a_no_stands_side_by_side_under_differences(
    one: str, other: str
) -> None:
    common, apart = compared(f"{one} {SAME[0]}", f"{other} {SAME[1]}")
    assert [sides(line) for line in common] == [[(SAME[0], ["A.md"]), (SAME[1], ["B.md"])]]
    assert [sides(line) for line in apart] == [[(one, ["A.md"]), (other, ["B.md"])]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        SAME,
        ("Ворота сарая чинили в мае вдвоём с соседом.", "В мае мы вдвоём с соседом чинили ворота сарая."),
        ("The tank holds 200 litres of rain.", "The tank holds 200 litres of rain, enough for the beds."),
        ("The server keeps fourteen daily copies.", "The server keeps 14 daily copies."),
        ("Мастер приходит в июне чистить трубы.", "Мастер приходит чистить трубы в начале июня."),
    ],
)
def test_paraphrases_that_agree_are_in_common(one: str, other: str) -> None:
    common, apart = compared(one, other)
    assert [sides(line) for line in common] == [[(one, ["A.md"]), (other, ["B.md"])]]
    assert [(line.text, line.is_told) for line in apart] == [("They differ in nothing.", True)]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            "The disk is encrypted. Carp sleep in deep mud.",
            "We bake on Sunday. The disk is encrypted.",
            "The disk is encrypted.",
        ),
        (
            "Диск зашифрован. Карпы спят в глубоком иле.",
            "Диск зашифрован. Хлеб печём мы по средам.",
            "Диск зашифрован.",
        ),
        (
            "Диск куплен в 2012 г. Сервер стоит в тёмной кладовке.",
            "Диск куплен в 2014 г. Сервер стоит в тёмной кладовке.",
            "Сервер стоит в тёмной кладовке.",
        ),
    ],
)
def test_what_both_notes_say_in_the_same_words_is_in_common_with_both(one: str, other: str, said: str) -> None:
    common, apart = compared(one, other)
    assert [(line.text, [source.note for source in line.sources]) for line in common] == [(said, ["A.md", "B.md"])]
    assert all(said not in text for line in apart for text, _ in sides(line))


def test_after_what_is_said_otherwise_a_difference_is_what_only_one_note_says() -> None:
    common, apart = compared(
        "The fee of the club is 20 euros. Carp sleep deep in the mud.",
        "The fee of the club is 25 euros. The barn wants a new roof soon.",
    )
    assert [line.is_told for line in common] == [True]
    assert [line.text for line in apart] == [
        "The fee of the club is 20 euros.",
        "Carp sleep deep in the mud.",
        "The barn wants a new roof soon.",
    ]
    assert [line.beside is not None for line in apart] == [True, False, False]


def test_a_model_says_in_common_only_what_both_notes_have_and_words_no_difference() -> None:
    texts = (
        "The backup of the server starts at 02:00. Marina is forty and looks after roses and the old pump of the yard.",
        "The backup of the server starts at 04:00. In our yard stands a pump, whose keeper everybody calls Marina.",
    )
    model = Writes(
        "1. The backup of the server starts at 02:00 [1].\n2. Both speak of Marina and a pump in the yard [2].\n"
        "3. The backup of the server is what Peter looks after [1]."
    )
    common, apart = compared(*texts, model)
    assert [line.text for line in common] == ["Both speak of Marina and a pump in the yard."]
    assert apart[0].text == "The backup of the server starts at 02:00."
    assert apart[0].beside is not None
    assert len(model.asked) == 1


def test_what_only_resembles_does_not_speak_of_the_same() -> None:
    assert not says_otherwise("Bread bakes at 200 degrees.", "The fence has 12 posts.")
    assert not says_otherwise("В мае сажали лук.", "В июне чистили колодец.")
