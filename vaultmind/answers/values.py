"""What a sentence gives as its value, whole: hours, temperatures, amounts with units, in a form to be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultmind.answers.amounts import numbers_said, readings_in
from vaultmind.parsing.morphology import is_stop_word

_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::(?P<second>\d{2}))?(?![\d:]|[.,]\d)"
    r"(?:\s?(?P<half>[ap])(?:m\b|\.\s?m\b\.?))?",
    re.IGNORECASE,
)
_CLOCK_WITH_A_POINT = re.compile(
    r"(?<![^\W_])(?:at|from|until|till|by|around|before|after|to|в|во|с|до|к|около|после)\s+"
    r"(?P<whole>(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?!\d|[.,:]\d))(?!\s?-?(?:[%€₽$°]|[^\W\d_]))",
    re.IGNORECASE,
)
_DEGREES = re.compile(r"(?P<sign>[+\u2212\u2013-]?)(?P<number>\d+(?:[.,]\d+)?)\s?°\s?(?P<scale>[CFСcfс])(?![^\W_])")
_COLDEST = 1000
"""Added to degrees, so that none is below zero."""
_IN_THE_SMALLEST = {
    **{unit: ("weight", factor) for unit, factor in (("mg", 1), ("g", 10**3), ("kg", 10**6), ("t", 10**9))},
    **{unit: ("distance", factor) for unit, factor in (("mm", 1), ("cm", 10), ("m", 10**3), ("km", 10**6))},
    **{unit: ("volume", factor) for unit, factor in (("ml", 1), ("l", 10**3))},
    **{
        unit: ("duration", factor)
        for unit, factor in (("minute", 60), ("hour", 3600), ("day", 86400), ("week", 604800))
    },
    **{unit: ("months", factor) for unit, factor in (("month", 1), ("year", 12))},
}
_YEARS = range(1000, 2200)
_NUMBER = r"\d+(?:[.,:\u00a0\u202f]\d+)*"
_BEFORE = re.compile(rf"(?:(?:[$€₽£¥₴₸₹±~≈]|\b[A-Z]{{3}}\b)\s?|(?<![\w.,:]){_NUMBER}\s?[\u2013\u2014-]\s?)+\Z")
_BEHIND = re.compile(rf"\s?[\u2013\u2014-]\s?(?:{_NUMBER})(?![\w.,:]*\d)")
_MEASURE = re.compile(
    r"\s?-?(?P<word>[%‰°′″€₽£¥₴₸₹$]|°\s?[^\W\d_]|[^\W\d_]+(?:/[^\W\d_]+)*)(?P<stop>\.(?=\s[^\W\d_A-ZА-ЯЁ]))?"
)
_RATE = re.compile(r"/[^\W\d_]+")
_MORE_TO_COME = re.compile(
    r"тыс|млн|млрд|трлн|тысяч\w*|миллион\w*|миллиард\w*|кв|куб|квадратн\w*|кубическ\w*|погонн\w*"
    r"|thousand|million|billion|bn|mln|square|sq|cubic|cu|fluid|nautical",
    re.IGNORECASE,
)
"""Words between a number and its unit."""
_UNIT_SIGN = re.compile(r"[^\w\s]|.*[/²³].*|[^\W\d_]{1,3}|[^\W\d_][^\W\d_]*[A-ZА-ЯЁ][^\W\d_]*")
"""What a unit looks like: a sign, up to three letters, a capital within: kWh, GB, bar, m², Мбит/с."""
_SAYING_WHEN = """
now ago old yet new today daily already each every сейчас уже назад сегодня теперь ежедневно каждый каждую каждое
"""
_NO_UNITS = frozenset(_SAYING_WHEN.split())
"""Words that stand behind a number and are not counted by it."""
_GLUED = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?=[^\W\d_]{1,5}(?:\W|\Z))")
_JUST_A_NUMBER = re.compile(r"[\d.,\u00a0\u202f ]+")
_SHORT_TITLE = 4
_LOOKED_BACK = 60


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a sentence: where it stands, of which kind it is, and its number in the smallest unit of that."""

    start: int
    end: int
    kind: str
    number: str


def values_in(text: str) -> list[Value]:
    """Return the hours, temperatures and amounts in units that convert exactly, in order: 1.5 h and 90 min are equal.

    An amount may be written out; a unit without a number is none, nor is a year.
    """
    found: list[Value] = []
    for value in (*_hours(text), *_temperatures(text), *_amounts(text)):
        if all(value.end <= known.start or known.end <= value.start for known in found):
            found.append(value)
    return sorted(found, key=lambda value: value.start)


def _hours(text: str) -> Iterator[Value]:
    for pattern in (_CLOCK, _CLOCK_WITH_A_POINT):
        for one in pattern.finditer(text):
            parts = one.groupdict()
            half = (parts.get("half") or "").casefold()
            hour, minute, second = int(parts["hour"]), int(parts["minute"] or 0), int(parts.get("second") or 0)
            if not (half or parts["minute"]) or hour > (12 if half else 24) or max(minute, second) > 59:
                continue
            hour = hour % 12 + (12 if half == "p" else 0) if half else hour
            group = "whole" if "whole" in parts else 0
            yield Value(one.start(group), one.end(group), "clocktime", str(hour * 3600 + minute * 60 + second))


def _temperatures(text: str) -> Iterator[Value]:
    for one in _DEGREES.finditer(text):
        degrees = float(one["number"].replace(",", ".")) * (1 if one["sign"] in ("", "+") else -1)
        if one["scale"].casefold() == "f":
            degrees = round((degrees - 32) / 1.8)
        yield Value(one.start(), one.end(), "temperature", _plain(100 * (degrees + _COLDEST)))


def _amounts(text: str) -> Iterator[Value]:
    for one in readings_in(text):
        kind, factor = _IN_THE_SMALLEST.get(one.unit, ("", 1))
        written = text[one.start : one.end]
        is_counted = one.number != 1 or any(map(str.isdigit, written)) or any(numbers_said(written))
        is_year = one.unit == "year" and one.number in _YEARS
        if kind and is_counted and not is_year:
            yield Value(one.start, one.end, kind, _plain(one.number * factor))


def _plain(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def in_smallest_units(text: str, values: list[Value]) -> str:
    """Return a text with the number and the kind of each value in its place."""
    for value in reversed(values):
        text = f"{text[: value.start]}{value.number} {value.kind}{text[value.end :]}"
    return text


def as_written(detail: str, text: str, values: list[Value], *, beside: str = "") -> str:
    """Return the value that ``detail``, a number in its smallest unit or a word of ``text``, is a part of, as written.

    A range is whole, as are a sum with its currency, an amount with its unit and a name. A word behind a number that
    also stands behind one in ``beside`` is its unit, whatever it is.
    """
    start, end = _place_of(detail, text, values)
    if start < 0:
        return detail
    if not any(map(str.isdigit, detail)) and detail[:1].isupper():
        counted = re.search(r"(?<![^\W_])\d+(?:[.,]\d+)*\s?\Z", text[:start])
        return text[counted.start() : end] if counted else _name_at(text, start, end)
    before = _BEFORE.search(text, max(0, start - _LOOKED_BACK), start)
    start = before.start() if before else start
    further = _BEHIND.match(text, end)
    if further is not None:
        end = further.end()
    known = [*((one.start, one.end) for one in values), *((one.start, one.end) for one in readings_in(text))]
    whole = max((stop for begin, stop in known if begin < end < stop), default=end)
    is_plain = all(value.number != detail for value in values) and _JUST_A_NUMBER.fullmatch(detail) is not None
    if is_plain and text[start:whole][-1:].isdigit():
        whole = _end_of_unit(text, whole, beside)
    rate = _RATE.match(text, whole)
    written = text[start : rate.end() if rate else whole].strip()
    return written.rstrip(".") if detail.endswith(".") else written


def _end_of_unit(text: str, end: int, beside: str) -> int:
    """Return where the unit behind a number ends, ``end`` where there is none."""
    place, awaits_unit = end, False
    is_year = re.search(r"(?<!\d)(?:1\d|20|21)\d\d\Z", text[:end]) is not None
    while (found := _MEASURE.match(text, place)) is not None:
        word = found["word"].casefold()
        is_between = _MORE_TO_COME.fullmatch(word) is not None
        looks_so = not is_year and _UNIT_SIGN.fullmatch(found["word"]) is not None
        is_unit = awaits_unit or is_between or looks_so or word in _counted_in(beside)
        if is_stop_word(word) or word in _NO_UNITS or not is_unit:
            break
        end, place, awaits_unit = found.end("word"), found.end(), True
        if not is_between:
            break
    return end


def _counted_in(text: str) -> frozenset[str]:
    """Return the words behind numbers of a text."""
    return frozenset(found[1].casefold() for found in re.finditer(r"\d\s?-?([^\W\d_]+)", text))


def without_glue(text: str) -> str:
    """Return a text with a blank between each number and the letters right behind it: ``"32 GB"``."""
    return _GLUED.sub(r"\1 ", text)


def _place_of(detail: str, text: str, values: list[Value]) -> tuple[int, int]:
    for value in values:
        if value.number == detail:
            return value.start, value.end
    for one in readings_in(text):
        if _plain(one.number) == detail or (
            one.unit and re.match(rf"[+\u2212\u2013-]?{re.escape(detail)}\b", text[one.start : one.end])
        ):
            return one.start, one.end
    behind = r"(?!\d|[.,]\d)" if _JUST_A_NUMBER.fullmatch(detail) else r"(?![^\W_])"
    found = re.search(rf"(?<![^\W_]){re.escape(detail)}{behind}", text)
    found = found or re.search(rf"(?<![^\W_]){re.escape(detail)}(?![^\W_])", text)
    return found.span() if found else (-1, -1)


def _name_at(text: str, start: int, end: int) -> str:
    """Return a name with what is written large right before and behind it."""
    words = list(re.finditer(r"[^\W_]+(?:[-'’][^\W_]+)*\.?", text))
    at = next((place for place, word in enumerate(words) if word.start() <= start < word.end()), None)
    if at is None:
        return text[start:end]
    first = last = at
    while first > 0 and _joins(text, words[first - 1], words[first]):
        first -= 1
    while last + 1 < len(words) and _joins(text, words[last], words[last + 1]):
        last += 1
    return text[words[first].start() : words[last].end()].rstrip(".")


def _joins(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    is_title = one.group().endswith(".") and len(one.group()) <= _SHORT_TITLE
    is_large = one.group()[0].isupper() and other.group()[0].isupper()
    return is_large and (is_title or not one.group().endswith(".")) and text[one.end() : other.start()] == " "
