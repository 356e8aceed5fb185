"""Months and weekdays that a question and a sentence name."""

import pytest

from vaultmind.answers.calendar_names import is_of_another_day, named_days


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Квартплата за февраль, в среду", {("month", 2), ("weekday", 3)}),
        ("Маринад и мартини, майка, средство, средний", set()),
        ("Не раньше мая, по субботам", {("month", 5), ("weekday", 6)}),
        ("It may march on Sundays in March and May", {("weekday", 7), ("month", 3), ("month", 5)}),
        ("March on", set()),
    ],
)
def test_months_and_weekdays_are_named(text: str, named: set[tuple[str, int]]) -> None:
    assert named_days(text) == named


@pytest.mark.parametrize(
    ("question", "sentence", "around", "is_other"),
    [
        ("Какая квартплата за март?", "Квартплата за февраль: 7 850 ₽.", "", True),
        ("Где работает Степан по воскресеньям?", "По субботам Степан работает на рынке.", "", True),
        ("What was the rent for March?", "The rent for February was 700 €.", "", True),
        ("What was the rent for March?", "The rent for March and April was 700 €.", "", False),
        ("What was the rent for April?", "From March to May the rent was 700 €.", "", False),
        ("Что сеют до мая?", "В апреле сеют томаты.", "", False),
        ("What is sown before May?", "Tomatoes are sown in April.", "", False),
        ("Что я делал в марте?", "Готовлю семена к апрелю.", "Дневник/2024-03-05.md", False),
        ("Что я делал в марте?", "Готовлю семена к апрелю.", "Дневник/Март.md", False),
        ("Какая квартплата за март?", "Квартплата за февраль: 7 850 ₽.", "Дневник/2025-03-15.md", True),
        ("Какая квартплата?", "Квартплата за февраль: 7 850 ₽.", "", False),
        ("Какая квартплата за март?", "Квартплата: 7 850 ₽.", "", False),
        ("Какая квартплата за март?", "Платить по пятницам.", "", False),
    ],
)
def test_a_sentence_of_another_month_or_weekday_is_told_apart(
    question: str, sentence: str, around: str, is_other: bool
) -> None:
    assert is_of_another_day(question, sentence, around=around) is is_other
