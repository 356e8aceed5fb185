"""Months and days of the week that a text names, in Russian and English."""

import re
from collections.abc import Iterator

from vaultmind.answers.details import dates_in

_MONTHS = (
    ("январ", "january"), ("феврал", "february"), ("март(?!ин)", "march"), ("апрел", "april"), (r"ма[йяюе]\Z", "may"),
    ("июн", "june"), ("июл", "july"), ("август", "august"), ("сентябр", "september"), ("октябр", "october"),
    ("ноябр", "november"), ("декабр", "december"),
)  # fmt: skip
_WEEKDAYS = (
    ("понедельник", "mondays?"), ("вторник", "tuesdays?"), (r"сред(?:[аыуе]|ой|ам|ами|ах)\Z", "wednesdays?"),
    ("четверг", "thursdays?"), ("пятниц", "fridays?"), ("суббот", "saturdays?"), ("воскресень", "sundays?"),
)  # fmt: skip
_NAMES = tuple(
    (kind, number, re.compile(rf"(?:{russian}\w*|{english}\Z)"))
    for kind, names in (("month", _MONTHS), ("weekday", _WEEKDAYS))
    for number, (russian, english) in enumerate(names, 1)
)
_WORD = re.compile(r"[^\W\d_]+")
_ALSO_OTHER_WORDS = frozenset(("may", "march"))
_BESIDE = re.compile(
    r"\b(?:before|after|until|till|since|from|between|by|earlier|later|next|last"
    r"|до|после|перед|с|со|от|раньше|позже|между|к|ко|следующ\w+|прошл\w+)\b",
    re.IGNORECASE,
)
"""With one of these a month that is named may be answered by another."""

_PERIOD = re.compile(r"\b(?:за|for)\s+(\w+)", re.IGNORECASE)
"""What was paid or done for a month is told of that month, also in the notes of another."""

Named = frozenset[tuple[str, int]]


def named_days(text: str) -> Named:
    """Return the months and weekdays that a text names, each with its number from 1; ``May`` only where it is large."""
    return frozenset(_named(text))


def _named(text: str) -> Iterator[tuple[str, int]]:
    for found in _WORD.finditer(text):
        word = found.group().casefold()
        if word in _ALSO_OTHER_WORDS and not (found.group()[0].isupper() and found.start()):
            continue
        yield from ((kind, number) for kind, number, name in _NAMES if name.match(word))


def _months_of_dates(text: str) -> Named:
    return frozenset(("month", day[1]) for _, day in dates_in(text))


def is_of_another_day(question: str, sentence: str, *, around: str = "") -> bool:
    """Say whether a question names a month or a weekday and a sentence another; ``around`` is what it stands under."""
    if _BESIDE.search(question):
        return False
    asked, told = named_days(question), named_days(sentence)
    is_of_a_period = any(named_days(f"_ {found[1]}") for found in _PERIOD.finditer(question))
    near = frozenset() if is_of_a_period else named_days(around) | _months_of_dates(f"{around}\n{sentence}")
    return any(
        len(said) == 1 and bool(wanted) and wanted.isdisjoint(said | near)
        for kind in ("month", "weekday")
        for wanted, said in [({one for one in asked if one[0] == kind}, {one for one in told if one[0] == kind})]
    )
