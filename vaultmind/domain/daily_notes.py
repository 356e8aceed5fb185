"""Daily notes: which day a note is of, where the note of a day is, and which days "last week" means.

``daily-notes.json`` names a folder and a format of Moment.js, e.g. ``{"folder": "Journal", "format": "YYYY/MM-DD"}``.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vaultmind.domain.link import NotePath

_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTHS_RU = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
)  # fmt: skip
_MONTHS_OF_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
_IN_MONTHS_RU = (
    "январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре",
    "декабре",
)  # fmt: skip
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_RU = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

_TOKEN = re.compile(
    r"\[([^\]]*)\]|YYYY|YY|GGGG|gggg|MMMM|MMM|MM|M|DDDD|DDD|DD|Do|D|dddd|ddd|dd|d|E|WW|W|ww|w|Q|.", re.DOTALL
)
_NAMES_OF_MONTHS = "|".join([*_MONTHS_EN, *_MONTHS_OF_RU, *_MONTHS_RU])
_SHORT_MONTHS = "|".join(sorted({name[:3] for name in (*_MONTHS_EN, *_MONTHS_OF_RU, *_MONTHS_RU)}))
_PATTERNS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<year>\d{2})",
    "GGGG": r"(?P<weekyear>\d{4})",
    "gggg": r"(?P<weekyear>\d{4})",
    "MMMM": rf"(?P<month>{_NAMES_OF_MONTHS})",
    "MMM": rf"(?P<month>(?:{_SHORT_MONTHS})[^\W\d_]*\.?)",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DDDD": r"(?P<yearday>\d{3})",
    "DDD": r"(?P<yearday>\d{1,3})",
    "DD": r"(?P<day>\d{2})",
    "Do": r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?е|-?го)?",
    "D": r"(?P<day>\d{1,2})",
    "dddd": r"[^\W\d_]+",
    "ddd": r"[^\W\d_]+\.?",
    "dd": r"[^\W\d_]+\.?",
    "d": r"[0-6]",
    "E": r"[1-7]",
    "WW": r"(?P<week>\d{2})",
    "W": r"(?P<week>\d{1,2})",
    "ww": r"(?P<week>\d{2})",
    "w": r"(?P<week>\d{1,2})",
    "Q": r"[1-4]",
}


@dataclass(frozen=True, slots=True)
class DailyNotes:
    """Where daily notes are and how they are called; the defaults are Obsidian's."""

    folder: str = ""
    format: str = "YYYY-MM-DD"

    @classmethod
    def from_settings(cls, settings: Mapping[str, object]) -> "DailyNotes":
        """Read ``folder`` and ``format`` of ``daily-notes.json``."""
        folder, written = settings.get("folder"), settings.get("format")
        return cls(
            folder.strip("/ ") if isinstance(folder, str) else "",
            written.strip("/ ") if isinstance(written, str) and written.strip("/ ") else "YYYY-MM-DD",
        )

    def path_of(self, day: date) -> NotePath:
        """Return where the note of a day is, e.g. ``"Journal/2025-06-16.md"``."""
        name = "".join(_written(token, literal, day) for token, literal in _tokens(self.format))
        return NotePath(f"{self.folder}/{name}.md" if self.folder else f"{name}.md")

    def day_of(self, note: NotePath) -> date | None:
        """Return the day a note is of, or ``None`` where it is no daily note."""
        within = note
        if self.folder:
            if not note.casefold().startswith(self.folder.casefold() + "/"):
                return None
            within = NotePath(note[len(self.folder) + 1 :])
        if within[-3:].lower() != ".md":
            return None
        pattern = "".join(_pattern(token, literal) for token, literal in _tokens(self.format))
        found = re.fullmatch(_each_group_once(pattern), within[:-3], re.IGNORECASE)
        return _day(found.groupdict()) if found else None


def _tokens(written: str) -> list[tuple[str, str | None]]:
    """Return the tokens of a format; for a literal its text."""
    return [
        (token[0], token[1] if token[1] is not None else None if token[0] in _PATTERNS else token[0])
        for token in _TOKEN.finditer(written)
    ]


def _pattern(token: str, literal: str | None) -> str:
    return re.escape(literal) if literal is not None else _PATTERNS[token]


def _each_group_once(pattern: str) -> str:
    """Return the pattern with the second and later groups of a name as references to the first."""
    seen: set[str] = set()

    def once(group: re.Match[str]) -> str:
        if group[1] in seen:
            return "(?:"
        seen.add(group[1])
        return group[0]

    return re.sub(r"\(\?P<(\w+)>", once, pattern)


def _written(token: str, literal: str | None, day: date) -> str:
    """Return one token of a day, names in English as Obsidian writes them by default."""
    if literal is not None:
        return literal
    year, week, weekday = day.isocalendar()
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    values = {
        "YYYY": f"{day.year:04}",
        "YY": f"{day.year % 100:02}",
        "GGGG": f"{year:04}",
        "gggg": f"{year:04}",
        "MMMM": _MONTHS_EN[day.month - 1],
        "MMM": _MONTHS_EN[day.month - 1][:3],
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "DDDD": f"{day.timetuple().tm_yday:03}",
        "DDD": str(day.timetuple().tm_yday),
        "DD": f"{day.day:02}",
        "Do": f"{day.day}{ordinal}",
        "D": str(day.day),
        "dddd": _DAYS_EN[weekday - 1],
        "ddd": _DAYS_EN[weekday - 1][:3],
        "dd": _DAYS_EN[weekday - 1][:2],
        "d": str(weekday % 7),
        "E": str(weekday),
        "WW": f"{week:02}",
        "W": str(week),
        "ww": f"{week:02}",
        "w": str(week),
        "Q": str((day.month + 2) // 3),
    }
    return values[token]


def _day(groups: Mapping[str, str | None]) -> date | None:
    """Return the day that the parts of a name say, or ``None`` where they name no single day."""
    year = _number(groups.get("year") or groups.get("weekyear"))
    if year is None:
        return None
    if year < 100:
        year += 2000
    try:
        if yearday := _number(groups.get("yearday")):
            day = date(year, 1, 1) + timedelta(days=yearday - 1)
            return day if day.year == year else None
        month, number = _month(groups.get("month")), _number(groups.get("day"))
        return date(year, month, number) if month and number else None
    except ValueError:
        return None


def _number(written: str | None) -> int | None:
    return int(written) if written is not None else None


def _month(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isdigit():
        return int(written)
    beginning = written.casefold()[:3]
    for names in (_MONTHS_EN, _MONTHS_OF_RU, _MONTHS_RU, _IN_MONTHS_RU):
        for number, name in enumerate(names, 1):
            if name.casefold().startswith(beginning):
                return number
    return None


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both meant, and the words that said so."""

    first: date
    last: date
    words: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


_NUMBERS_EN = ("one", "two", "three", "four", "five", "six", "seven")
_NUMBERS_RU = ("один", "два", "три", "четыре", "пять", "шесть", "семь")
_NUMBERS = {name: number for names in (_NUMBERS_EN, _NUMBERS_RU) for number, name in enumerate(names, 1)} | {"две": 2}
_COUNT = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_DAY_NAMES_RU = r"понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье"
_SPOKEN = {
    "day before": r"day before yesterday|позавчера",
    "yesterday": r"yesterday|вчера",
    "today": r"today|сегодня",
    "this week": r"this week|на этой неделе|за эту неделю|эта неделя",
    "last week": r"last week|previous week|на прошлой неделе|за прошлую неделю|прошлая неделя",
    "this month": r"this month|в этом месяце|за этот месяц",
    "last month": r"last month|previous month|в прошлом месяце|за прошлый месяц",
    "this year": r"this year|в этом году|за этот год",
    "last year": r"last year|в прошлом году|за прошлый год",
    "past days": rf"(?:the )?(?:last|past) {_COUNT} days?|за последние {_COUNT} (?:дня|дней)",
    "past weeks": rf"(?:the )?(?:last|past) {_COUNT} weeks?|за последние {_COUNT} недел[иь]",
    "days ago": rf"{_COUNT} days? ago|{_COUNT} (?:день|дня|дней) назад",
    "weeks ago": rf"{_COUNT} weeks? ago|{_COUNT} недел[юиь] назад",
    "iso": r"\d{4}-\d{2}-\d{2}",
    "dotted": r"\d{1,2}\.\d{1,2}\.\d{4}",
    "day month": rf"\d{{1,2}} (?:{'|'.join([*_MONTHS_OF_RU, *_MONTHS_EN])})(?: \d{{4}})?",
    "month day": rf"(?:{'|'.join(_MONTHS_EN)}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?",
    "month": rf"(?:in|during|за|в) (?:{'|'.join([*_MONTHS_EN, *_IN_MONTHS_RU, *_MONTHS_RU])})(?: \d{{4}})?",
    "weekday": rf"on (?:{'|'.join(_DAYS_EN)})|во? (?:{_DAY_NAMES_RU})",
}
_SPOKEN_PATTERNS = {
    kind: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) for kind, pattern in _SPOKEN.items()
}


_OF_ANY_DAY = """
    что чего чем как и а же ли было был была были я мы у меня мне мной мы нас нами со мной в за о про день дня дни
    делал делала делали сделал сделала сделали сделано занимался занималась занимались происходило произошло случилось
    творилось писал писала писали записал записала записали записано успел успела успели заметки записи мои мое мой
    what how and did do done doing does was were is happened happen went going on have has had i we my me our us
    the a of about in for during day days write wrote written note notes get got
"""
"""Words with which one asks for a day and not for what it holds."""


def days_meant(question: str, *, today: date) -> Period | None:
    """Return the days that a question is about, e.g. "last week" or "на прошлой неделе"; weeks begin on Monday.

    A month or a weekday without a year means the last one that has begun.
    """
    for kind, pattern in _SPOKEN_PATTERNS.items():
        found = pattern.search(question)
        if found is None:
            continue
        try:
            days = _spoken(kind, found, today)
        except (ValueError, OverflowError):
            days = None
        if days is not None:
            return Period(*days, found[0])
    return None


def names_days_alone(question: str) -> bool:
    """Say whether a question is the words for some days and nothing else, e.g. "yesterday" or "на прошлой неделе?"."""
    asked = question.strip(" \t\n.,!?")
    return any(pattern.fullmatch(asked) for pattern in _SPOKEN_PATTERNS.values())


def asks_of_days_alone(question: str) -> bool:
    """Say whether a question asks for what was on some days and for nothing else, e.g. "что я делал вчера?".

    Beside the words for the days there may be such as any day would answer: what, I, did, happened, wrote.
    """
    for pattern in _SPOKEN_PATTERNS.values():
        found = pattern.search(question)
        if found is not None:
            rest = f"{question[: found.start()]} {question[found.end() :]}"
            return set(_OF_ANY_DAY.split()).issuperset(re.findall(r"\w+", rest.casefold().replace("ё", "е")))
    return False


def _spoken(kind: str, found: re.Match[str], today: date) -> tuple[date, date] | None:
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    match kind:
        case "day before" | "yesterday" | "today":
            day = today - timedelta(days={"day before": 2, "yesterday": 1, "today": 0}[kind])
            return day, day
        case "this week":
            return monday, monday + timedelta(days=6)
        case "last week":
            return monday - timedelta(days=7), monday - timedelta(days=1)
        case "this month":
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        case "last month":
            return (first - timedelta(days=1)).replace(day=1), first - timedelta(days=1)
        case "this year":
            return date(today.year, 1, 1), date(today.year, 12, 31)
        case "last year":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case "past days" | "past weeks":
            days = _count(found) * (7 if kind == "past weeks" else 1)
            return today - timedelta(days=days), today
        case "days ago":
            day = today - timedelta(days=_count(found))
            return day, day
        case "weeks ago":
            start = monday - timedelta(days=7 * _count(found))
            return start, start + timedelta(days=6)
        case _:
            return _named(kind, found[0], today)


def _named(kind: str, words: str, today: date) -> tuple[date, date] | None:
    """Return the days that a date, a month or a weekday names."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if kind == "iso":
        day = date(*numbers[:3])
        return day, day
    if kind == "dotted":
        day = date(numbers[2], numbers[1], numbers[0])
        return day, day
    if kind == "weekday":
        beginning = words.rsplit(maxsplit=1)[-1].casefold()[:3]
        names = _DAYS_EN if beginning.isascii() else _DAYS_RU
        number = next(place for place, name in enumerate(names) if name.casefold().startswith(beginning))
        day = today - timedelta(days=(today.weekday() - number) % 7)
        return day, day
    month = next(_month(word) for word in re.findall(r"[^\W\d_]{3,}", words) if word.casefold() != "during")
    if month is None:
        return None
    if kind == "month":
        year = numbers[0] if numbers else today.year - (month > today.month)
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    year = numbers[1] if len(numbers) > 1 else today.year
    day = date(year, month, numbers[0])
    if len(numbers) < 2 and day > today:
        day = day.replace(year=year - 1)
    return day, day


def _count(found: re.Match[str]) -> int:
    written = next(group for group in found.groups() if group)
    return _NUMBERS.get(written.casefold()) or int(written)
