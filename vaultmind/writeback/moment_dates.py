"""Dates in the patterns that Obsidian uses, those of moment.js: ``YYYY-MM-DD``, ``[Week] ww``, ``D MMMM``."""

import re
from collections.abc import Callable
from datetime import datetime

_TOKEN = re.compile(
    r"\[(?P<literal>[^\]]*)\]|YYYY|YY|Q|MMMM|MMM|Mo|MM|M|DDDD|DDD|Do|DD|D|dddd|ddd|dd|d|E|e|GGGG|gggg|WW|W|ww|w"
    r"|HH|H|hh|h|mm|m|ss|s|SSS|A|a|ZZ|Z|X|x"
)
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "ru": (
        *("январь", "февраль", "март", "апрель", "май", "июнь"),
        *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    ),
}
_MONTHS_OF = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}
_SHORT_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
}


def format_date(at: datetime, pattern: str, *, language: str = "en") -> str:
    """Return a time as moment.js writes it; what is no token, and what stands in ``[…]``, stays.

    >>> format_date(datetime(2026, 11, 2, 9, 5), "YYYY-MM-DD [at] H:mm")
    '2026-11-02 at 9:05'
    """
    tongue = language if language in _MONTHS else "en"
    of_month = tongue == "ru" and bool(re.search(r"D[oD]?(?:\[[^\]]*\]|\s)+MMMM", pattern))

    def written(found: re.Match[str]) -> str:
        if found["literal"] is not None:
            return found["literal"]
        if found[0] == "MMMM" and of_month:
            return _MONTHS_OF[at.month - 1]
        return _TOKENS[found[0]](at, tongue)

    return _TOKEN.sub(written, pattern)


def _ordinal(number: int, tongue: str) -> str:
    if tongue == "ru":
        return f"{number}-го"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _zone(at: datetime, colon: str) -> str:
    offset = at.strftime("%z") or "+0000"
    return f"{offset[:3]}{colon}{offset[3:5]}"


def _week_of_locale(at: datetime, tongue: str) -> tuple[int, int]:
    """Return year and week: ISO weeks in Russian; in English weeks begin on Sunday and the first has 1 January."""
    if tongue == "ru":
        return at.isocalendar()[:2]
    sunday = at.toordinal() - (at.weekday() + 1) % 7
    year = datetime.fromordinal(sunday + 6).year
    new_year = datetime(year, 1, 1)
    first_sunday = new_year.toordinal() - (new_year.weekday() + 1) % 7
    return year, (sunday - first_sunday) // 7 + 1


def _meridiem(at: datetime, tongue: str) -> str:
    if tongue == "ru":
        return ("ночи", "утра", "дня", "вечера")[(at.hour >= 4) + (at.hour >= 12) + (at.hour >= 17)]
    return "AM" if at.hour < 12 else "PM"


_TOKENS: dict[str, Callable[[datetime, str], str]] = {
    "YYYY": lambda at, _: f"{at.year:04}",
    "YY": lambda at, _: f"{at.year % 100:02}",
    "Q": lambda at, _: str((at.month + 2) // 3),
    "MMMM": lambda at, tongue: _MONTHS[tongue][at.month - 1],
    "MMM": lambda at, tongue: _MONTHS[tongue][at.month - 1][:3],
    "Mo": lambda at, tongue: _ordinal(at.month, tongue),
    "MM": lambda at, _: f"{at.month:02}",
    "M": lambda at, _: str(at.month),
    "DDDD": lambda at, _: f"{at.timetuple().tm_yday:03}",
    "DDD": lambda at, _: str(at.timetuple().tm_yday),
    "Do": lambda at, tongue: _ordinal(at.day, tongue),
    "DD": lambda at, _: f"{at.day:02}",
    "D": lambda at, _: str(at.day),
    "dddd": lambda at, tongue: _DAYS[tongue][at.weekday()],
    "ddd": lambda at, tongue: _SHORT_DAYS[tongue][at.weekday()],
    "dd": lambda at, tongue: _SHORT_DAYS[tongue][at.weekday()][:2],
    "d": lambda at, _: str((at.weekday() + 1) % 7),
    "E": lambda at, _: str(at.weekday() + 1),
    "e": lambda at, tongue: str(at.weekday() if tongue == "ru" else (at.weekday() + 1) % 7),
    "GGGG": lambda at, _: str(at.isocalendar()[0]),
    "gggg": lambda at, tongue: str(_week_of_locale(at, tongue)[0]),
    "WW": lambda at, _: f"{at.isocalendar()[1]:02}",
    "W": lambda at, _: str(at.isocalendar()[1]),
    "ww": lambda at, tongue: f"{_week_of_locale(at, tongue)[1]:02}",
    "w": lambda at, tongue: str(_week_of_locale(at, tongue)[1]),
    "HH": lambda at, _: f"{at.hour:02}",
    "H": lambda at, _: str(at.hour),
    "hh": lambda at, _: f"{(at.hour + 11) % 12 + 1:02}",
    "h": lambda at, _: str((at.hour + 11) % 12 + 1),
    "mm": lambda at, _: f"{at.minute:02}",
    "m": lambda at, _: str(at.minute),
    "ss": lambda at, _: f"{at.second:02}",
    "s": lambda at, _: str(at.second),
    "SSS": lambda at, _: f"{at.microsecond // 1000:03}",
    "A": _meridiem,
    "a": lambda at, tongue: _meridiem(at, tongue).lower(),
    "ZZ": lambda at, _: _zone(at, ""),
    "Z": lambda at, _: _zone(at, ":"),
    "X": lambda at, _: str(int(at.timestamp())),
    "x": lambda at, _: str(int(at.timestamp() * 1000)),
}
