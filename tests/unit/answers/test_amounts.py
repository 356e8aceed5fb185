"""Statements written by hand, in both languages: what a passage says otherwise is not marked, what it lacks is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.amounts import numbers_said, readings_in
from vaultmind.answers.support import check_statements
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span


def missing(passage: str, statement: str) -> tuple[str, ...]:
    chunk = Chunk(NotePath("Сад.md"), 0, Span(0, len(passage)), (1, 1), (), "Сад", passage)
    (checked,) = check_statements(statement, {1: Passage(1, chunk, 1.0)})
    return checked.missing


@pytest.mark.parametrize(
    ("passage", "statement"),
    [
        ("Старую Титову привёз Пётр Ильич 9 мая 2024 года.", "Пётр Ильич привёз Титову [1]."),
        ("Письмо пришло Анне Титовой.", "Анна Титова получила письмо [1]."),
        ("Письмо пришло Анне Титовой.", "Письмо отправили Титову [1]."),
        ("Насос встал 9 мая 2024 года.", "Насос встал 2024-05-09 [1]."),
        ("The pump stopped on May 9, 2024.", "Насос остановился 9 мая 2024 года [1]."),
        ("The pump stopped on 2024-05-09.", "The pump stopped on the 9th of May [1]."),
        ("The pump stopped on 2024-05-09.", "The pump stopped on May 9 [1]."),
        ("Насос встал 9 мая.", "Насос встал 9 мая 2024 года [1]."),
        ("Колец двенадцать.", "Колец 12 [1]."),
        ("Колец 12.", "Колец двенадцать [1]."),
        ("There are twelve rings.", "There are 12 rings [1]."),
        ("Влажность 45 %.", "Влажность 45% [1]."),
        ("Влажность 45 процентов.", "Влажность 45 % [1]."),
        ("Кислотность pH 3,1.", "Кислотность pH 3.1 [1]."),
        ("Acidity is pH 3.1.", "Кислотность 3,1 [1]."),
        ("Плод 120–150 г.", "Плод весит от 120 до 150 г [1]."),
        ("Ушло 1 200 литров воды.", "Ушло 1200 литров [1]."),
        ("It took 1,200 litres.", "It took 1200 litres [1]."),
        ("Высота 2,5 м.", "Высота 2.5 м [1]."),
        ("Температура −9 °C.", "Температура была −9 °C [1]."),
        ("Дед сказал: «Титовка лежит до ноября».", "Дед говорил, что «Титовка лежит до ноября» [1]."),
        ("Ушло два с половиной ведра.", "Ушло 2,5 ведра [1]."),
        ("Собрали двадцать пять вёдер.", "Собрали 25 вёдер [1]."),
        ("Собрали 25 вёдер.", "Собрали двадцать пять вёдер [1]."),
        ("Живых тридцать одно дерево.", "Живых 31 дерево [1]."),
        ("У Игоря Семёновича Лаптева ответ.", "Игорь Лаптев ответил [1]."),
        ("Marina's recipe is lime.", "The recipe of Marina is lime [1]."),
        ("Twenty-five buckets were picked.", "They picked 25 buckets [1]."),
        ("Письмо от 14.03.2025.", "Письмо пришло 14 марта 2025 [1]."),
        ("Построен в мае 1887 года.", "Построен в 1887 году [1]."),
        ("Deep in 3 May records.", "Record of 3 May [1]."),
        ("Хранят 14 дней.", "Хранят две недели [1]."),
        ("Известь и глина.", "Нужны две вещи: известь и глина [1]."),
    ],
)
def test_what_a_passage_says_in_another_form_is_not_marked(passage: str, statement: str) -> None:
    assert missing(passage, statement) == ()


@pytest.mark.parametrize(
    ("passage", "statement"),
    [
        ("Ушло два ведра.", "Ушло три ведра [1]."),
        ("Старую привёз Пётр Ильич.", "Привёз Игорь Лаптев [1]."),
        ("Насос встал 9 мая 2024 года.", "Насос встал 10 мая 2024 года [1]."),
        ("Насос встал 9 мая 2024 года.", "Насос встал 2025-05-09 [1]."),
        ("The pump stopped on May 9, 2024.", "The pump stopped on June 9 [1]."),
        ("Колец двенадцать.", "Колец 14 [1]."),
        ("Колец 12.", "Колец четырнадцать [1]."),
        ("Влажность 45 %.", "Влажность 54% [1]."),
        ("Кислотность pH 3,1.", "Кислотность pH 31 [1]."),
        ("Плод 120–150 г.", "Плод весит 120–180 г [1]."),
        ("Ушло 1 200 литров.", "Ушло 1300 литров [1]."),
        ("Высота 2,5 м.", "Высота 25 м [1]."),
        ("Температура −9 °C.", "Температура была +9 °C [1]."),
        ("Дед сказал: «Титовка лежит до ноября».", "Дед сказал: «Титовка лежит до марта» [1]."),
        ("Собрали 25 вёдер.", "Собрали тридцать пять вёдер [1]."),
        ("There are twelve rings.", "There are thirteen rings [1]."),
        ("Marina's recipe is lime.", "The recipe of David is lime [1]."),
        ("It took 1,200 litres.", "It took 12 litres [1]."),
        ("Насос весит 3 кг.", "Насос весит 3 г [1]."),
        ("Доза 3 %.", "Доза 3 г [1]."),
        ("Построен в 1887 году.", "Построен в 1878 году [1]."),
        ("Письмо Анне Титовой.", "Письмо Анне Титовец [1]."),
        ("Глубина 12 м.", "Глубина 12 см [1]."),
        ("Ушло два с половиной ведра.", "Ушло 3,5 ведра [1]."),
        ("Живых тридцать одно дерево.", "Живых 32 дерева [1]."),
    ],
)
def test_what_a_passage_does_not_say_is_marked(passage: str, statement: str) -> None:
    assert len(missing(passage, statement)) >= 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("сто двадцать пять вёдер", ["125"]),
        ("In two thousand years", ["2000"]),
        ("три тысячи рублей", ["3000"]),
        ("one hundred twenty-five", ["125"]),
        ("two or three", ["2", "3"]),
        ("два с половиной ведра", ["2.5"]),
        ("пять, шесть", ["5", "6"]),
        ("двадцать двадцать", ["20", "20"]),
    ],
)
def test_numbers_that_are_written_out(text: str, numbers: list[str]) -> None:
    assert [number for _, number, _ in numbers_said(text)] == numbers


def test_a_mark_names_what_is_missing_as_it_is_written() -> None:
    assert missing("Насос весит 3 кг.", "Насос весит 3 г [1].") == ("3 г",)
    assert missing("Колец 12.", "Колец двадцать пять [1].") == ("двадцать пять",)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("На килограмм вишни полтора кг сахара.", [("килограмм", 1.0, "kg"), ("полтора кг", 1.5, "kg")]),
        ("Просто сто метров.", [("сто метров", 100.0, "m")]),
        ("Варить три с половиной часа.", [("три с половиной часа", 3.5, "hour")]),
        ("a kilo in half an hour", [("a kilo", 1.0, "kg"), ("half an hour", 0.5, "hour")]),
        ("1,500 g or 0.500 kg", [("1,500 g", 1500.0, "g"), ("0.500 kg", 0.5, "kg")]),
        ("полчаса после полудня, в полдень", [("полчаса", 0.5, "hour")]),
    ],
)
def test_an_amount_is_read_with_its_unit(text: str, read: list[tuple[str, float, str]]) -> None:
    assert [(text[one.start : one.end], one.number, one.unit) for one in readings_in(text)] == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It weighs 10.000 100.50 kg.", []),
        ("It weighs 1234.567 kg.", [(1234.567, "kg")]),
        ("It weighs 1,234.5 kg or 1.234,5 kg or 1 234,5 kg.", [(1234.5, "kg")] * 3),
        ("It takes one thousand two hundred litres.", [(1200.0, "l")]),
        ("It takes one hundred and twenty litres.", [(120.0, "l")]),
        ("It takes three thousand five hundred and one litres.", [(3501.0, "l")]),
        ("Ушло две тысячи триста сорок пять литров.", [(2345.0, "l")]),
        ("Two and three, five six.", [(2.0, ""), (3.0, ""), (5.0, ""), (6.0, "")]),
        ("3 metal rings, 3 metro lines, 3 части, 3 daylight rooms", [(3.0, "")] * 4),
        (
            "3 metres, 3 метра, 3 часа, 3 days, 3 недель, 3 тонны",
            [(3.0, unit) for unit in ["m", "m", "hour", "day", "week", "t"]],
        ),
    ],
)
def test_numbers_are_read_as_they_are_meant(text: str, read: list[tuple[float, str]]) -> None:
    assert [(one.number, one.unit) for one in readings_in(text)] == read


@given(st.text(alphabet="0129 .,-+−\u00a0\u202fкгkgtwohundredандсто%°", max_size=60))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert all(0 <= one.start < one.end <= len(text) and one.number >= 0 for one in readings_in(text))
