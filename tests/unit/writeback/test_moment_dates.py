from datetime import datetime, timedelta, timezone

import pytest

from vaultmind.writeback.moment_dates import format_date

AT = datetime(2026, 11, 2, 9, 5, 7, 40_000, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("YYYY-MM-DD", "2026-11-02"),
        ("YYYYMMDDHHmm", "202611020905"),
        ("YY.M.D", "26.11.2"),
        ("dddd, MMMM Do YYYY, h:mm:ss a", "Monday, November 2nd 2026, 9:05:07 am"),
        ("ddd MMM D HH:mm Z", "Mon Nov 2 09:05 +03:00"),
        ("GGGG-[W]WW-E", "2026-W45-1"),
        ("gggg-[W]ww", "2026-W45"),
        ("[Today is] dddd", "Today is Monday"),
        ("DDDD Q SSS ZZ hh A", "306 4 040 +0300 09 AM"),
        ("YYYY/MM-MMMM", "2026/11-November"),
        ("X", "1793599507"),
    ],
)
def test_patterns_of_moment(pattern: str, written: str) -> None:
    assert format_date(AT, pattern) == written


def test_russian_months_are_in_the_genitive_after_a_day() -> None:
    assert format_date(AT, "D MMMM YYYY, dddd", language="ru") == "2 ноября 2026, понедельник"
    assert format_date(AT, "MMMM YYYY", language="ru") == "ноябрь 2026"


@pytest.mark.parametrize(
    ("day", "written"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_ordinals(day: int, written: str) -> None:
    assert format_date(datetime(2026, 5, day), "Do") == written


@pytest.mark.parametrize(
    ("date", "week"), [((2026, 1, 1), "2026 1"), ((2025, 12, 28), "2026 1"), ((2025, 12, 27), "2025 52")]
)
def test_english_weeks_begin_on_sunday(date: tuple[int, int, int], week: str) -> None:
    assert format_date(datetime(*date), "gggg w") == week
