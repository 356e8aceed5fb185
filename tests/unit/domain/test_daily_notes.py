"""Daily notes, and the days that words mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.daily_notes import DailyNotes, asks_of_days_alone, days_meant, names_days_alone
from vaultmind.domain.link import NotePath

WEDNESDAY = date(2025, 6, 18)


def test_settings_are_obsidians() -> None:
    assert DailyNotes.from_settings({}) == DailyNotes("", "YYYY-MM-DD")
    assert DailyNotes.from_settings({"folder": "/Journal/", "format": ""}) == DailyNotes("Journal", "YYYY-MM-DD")
    assert DailyNotes.from_settings({"folder": 5, "format": None}) == DailyNotes("", "YYYY-MM-DD")


@pytest.mark.parametrize(
    ("format_", "path"),
    [
        ("YYYY-MM-DD", "J/2025-06-16.md"),
        ("YYYY/MM-MMMM/YYYY-MM-DD-dddd", "J/2025/06-June/2025-06-16-Monday.md"),
        ("DD.MM.YY", "J/16.06.25.md"),
        ("[Day] D MMM YYYY", "J/Day 16 Jun 2025.md"),
        ("MMMM Do, YYYY", "J/June 16th, 2025.md"),
        ("YYYY-DDDD", "J/2025-167.md"),
        ("gggg-[W]ww/YYYYMMDD ddd E Q", "J/2025-W25/20250616 Mon 1 2.md"),
    ],
)
def test_a_day_has_a_note_and_the_note_a_day(format_: str, path: str) -> None:
    daily = DailyNotes("J", format_)
    assert daily.path_of(date(2025, 6, 16)) == path
    assert daily.day_of(NotePath(path)) == date(2025, 6, 16)
    assert daily.day_of(NotePath(path.replace("J/", "Other/"))) is None
    assert daily.day_of(NotePath(path + ".canvas")) is None


def test_names_may_be_russian() -> None:
    assert DailyNotes("", "D MMMM YYYY").day_of(NotePath("16 июня 2025.md")) == date(2025, 6, 16)
    assert DailyNotes("", "D MMM YYYY, dddd").day_of(NotePath("16 июн. 2025, понедельник.md")) == date(2025, 6, 16)


@pytest.mark.parametrize("name", ["2025-13-01", "2025-02-30", "Garden", "2025-6-1", "2025-06-16 x"])
def test_what_is_no_day_is_no_daily_note(name: str) -> None:
    assert DailyNotes().day_of(NotePath(f"{name}.md")) is None


def test_a_format_without_a_day_names_no_day() -> None:
    assert DailyNotes("", "YYYY-[W]WW").day_of(NotePath("2025-W25.md")) is None


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["YYYY-MM-DD", "YYYY/MM/DD", "dddd, MMMM Do YYYY", "YY.M.D", "YYYY DDD", "[YYYY] D MMM YYYY"]),
)
def test_every_day_comes_back(day: date, format_: str) -> None:
    daily = DailyNotes("Daily notes", format_)
    assert daily.day_of(daily.path_of(day)) == day


@given(st.text(max_size=12), st.text(max_size=20))
def test_any_format_and_any_name_are_taken(format_: str, name: str) -> None:
    daily = DailyNotes.from_settings({"format": format_})
    assert isinstance(daily.day_of(NotePath(f"{name}.md")), date | None)
    assert daily.path_of(WEDNESDAY).endswith(".md")


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What did I write last week?", date(2025, 6, 9), date(2025, 6, 15)),
        ("Что я писал на прошлой неделе?", date(2025, 6, 9), date(2025, 6, 15)),
        ("на этой неделе", date(2025, 6, 16), date(2025, 6, 22)),
        ("yesterday's meeting", date(2025, 6, 17), date(2025, 6, 17)),
        ("Позавчера было", date(2025, 6, 16), date(2025, 6, 16)),
        ("the day before yesterday", date(2025, 6, 16), date(2025, 6, 16)),
        ("сегодня", WEDNESDAY, WEDNESDAY),
        ("in the last 3 days", date(2025, 6, 15), WEDNESDAY),
        ("за последние две недели", date(2025, 6, 4), WEDNESDAY),
        ("три дня назад", date(2025, 6, 15), date(2025, 6, 15)),
        ("two weeks ago", date(2025, 6, 2), date(2025, 6, 8)),
        ("в прошлом месяце", date(2025, 5, 1), date(2025, 5, 31)),
        ("this month", date(2025, 6, 1), date(2025, 6, 30)),
        ("last year", date(2024, 1, 1), date(2024, 12, 31)),
        ("в мае", date(2025, 5, 1), date(2025, 5, 31)),
        ("in December", date(2024, 12, 1), date(2024, 12, 31)),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("16 июня", date(2025, 6, 16), date(2025, 6, 16)),
        ("December 24th", date(2024, 12, 24), date(2024, 12, 24)),
        ("on 2025-01-02", date(2025, 1, 2), date(2025, 1, 2)),
        ("02.01.2025", date(2025, 1, 2), date(2025, 1, 2)),
        ("on Monday", date(2025, 6, 16), date(2025, 6, 16)),
        ("во вторник", date(2025, 6, 17), date(2025, 6, 17)),
        ("2025-02-30", None, None),
        ("the weekly review", None, None),
        ("last but not least", None, None),
    ],
)
def test_words_mean_days(question: str, first: date | None, last: date | None) -> None:
    period = days_meant(question, today=WEDNESDAY)
    assert (period.first, period.last) == (first, last) if period else (first, last) == (None, None)
    if period:
        assert period.words in question
        assert period.first in period


@given(st.text(max_size=40), st.dates())
def test_any_question_is_taken(question: str, today: date) -> None:
    period = days_meant(question, today=today)
    assert period is None or (period.first <= period.last and period.words in question)


@pytest.mark.parametrize("today", [date.min, date.max])
@pytest.mark.parametrize("question", ["last week", "last month", "999 weeks ago", "this week", "last year", "в мае"])
def test_the_ends_of_time_are_no_trouble(question: str, today: date) -> None:
    period = days_meant(question, today=today)
    assert period is None or date.min <= period.first <= period.last <= date.max


@pytest.mark.parametrize(
    ("question", "is_alone"),
    [
        ("вчера", True),
        ("Позавчера?", True),
        ("today", True),
        ("на прошлой неделе", True),
        ("что я делал вчера", False),
        ("yesterday's soil", False),
        ("", False),
    ],
)
def test_a_question_may_be_the_words_for_days_alone(question: str, is_alone: bool) -> None:
    assert names_days_alone(question) is is_alone


@pytest.mark.parametrize(
    ("question", "is_alone"),
    [
        ("Что я делал вчера?", True),
        ("чем мы занимались на прошлой неделе", True),
        ("что было 16 июня 2025", True),
        ("what did I do yesterday?", True),
        ("yesterday", True),
        ("какой насос я купил вчера?", False),
        ("what did Anna say yesterday?", False),
        ("что я делал", False),
    ],
)
def test_a_question_may_ask_for_days_and_nothing_else(question: str, is_alone: bool) -> None:
    assert asks_of_days_alone(question) is is_alone
