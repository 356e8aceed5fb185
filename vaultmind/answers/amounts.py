"""Numbers as texts have them: written out, with a sign, with a unit, in forms that can be compared across two texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?")
_WORDS_AND_GAPS = re.compile(r"[^\W\d_]+|[^\w\s-]+|\d+")
_SAID = """
    0 ноль нуля zero, 1 один одна одно одного одной one, 2 два две двух двумя two, 3 три трех тремя three,
    4 четыре четырех четырьмя four, 5 пять пяти five, 6 шесть шести six, 7 семь семи seven, 8 восемь восьми eight,
    9 девять девяти nine, 10 десять десяти ten, 11 одиннадцать одиннадцати eleven, 12 двенадцать двенадцати twelve,
    13 тринадцать тринадцати thirteen, 14 четырнадцать четырнадцати fourteen, 15 пятнадцать пятнадцати fifteen,
    16 шестнадцать шестнадцати sixteen, 17 семнадцать семнадцати seventeen, 18 восемнадцать восемнадцати eighteen,
    19 девятнадцать девятнадцати nineteen, 20 двадцать двадцати twenty, 30 тридцать тридцати thirty,
    40 сорок сорока forty, 50 пятьдесят пятидесяти fifty, 60 шестьдесят шестидесяти sixty, 70 семьдесят seventy,
    80 восемьдесят eighty, 90 девяносто ninety, 100 сто ста hundred, 200 двести двухсот, 300 триста трехсот,
    400 четыреста, 500 пятьсот, 600 шестьсот, 700 семьсот, 800 восемьсот, 900 девятьсот,
    1000 тысяча тысячи тысяч тысячу thousand
"""
_NUMBER_OF_WORD = {word: int(number) for number, *words in map(str.split, _SAID.split(",")) for word in words}
_ONE_AND_A_HALF = frozenset(("полтора", "полторы", "полутора"))
_BEHIND = re.compile(r"\s?([^\W\d_]+)")
_HALF = re.compile(r"(?:с половиной|and a half)\b")
_UNITS = """
    mm мм миллиметр millimet, cm см сантиметр centimet, km км километр kilomet, m м метр met, mg мг миллиграмм,
    kg кг килограмм кило kilogram kilo, g г грамм gram, t т тонн tonne, ml мл миллилитр millilit, l л литр lit,
    % процент percent, minute мин минут minut, hour ч час hour, day день дня дней day, week недел week,
    month месяц month, year год лет year,
    euro евро euro €, rouble руб rouble ruble ₽, dollar доллар dollar $, mile миль мил mile, foot фут feet foot ft
"""
_UNIT_NAMES = list(map(str.split, _UNITS.split(",")))
_LONG_ENOUGH = 3
"""Letters from which on the name of a unit may have an ending; shorter ones are whole words."""
_MEASURED = re.compile(
    rf"(?<![\w.,])(?P<sign>[+\u2212\u2013-])?(?P<number>{NUMBER.pattern})(?:\s?-?(?P<unit>[%€₽$]|[^\W\d_]+))?"
)
_BARE = re.compile(
    r"(?:\b(?P<english_half>half)\s+(?:(?:an?|of an?)\s+)?|\ban?\s+)?"
    r"(?<![\w-])(?P<half>пол-?)?(?P<unit>[^\W\d_]{3,})(?![\w-])",
    re.IGNORECASE,
)
_NOON = "полдень"
_HALF_BEHIND = re.compile(rf"\s*{_HALF.pattern}")
_YEARS = range(1000, 2200)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is written, ``+``, ``-`` or no sign before it, the unit and the word behind it."""

    written: str
    number: str
    sign: str
    unit: str
    behind: str


def amounts_in(text: str) -> Iterator[Amount]:
    """Yield the numbers that are written in digits."""
    for found in _MEASURED.finditer(text):
        sign = found["sign"] or ""
        unit = _unit_of(found["unit"] or "", found["number"])
        yield Amount(
            found.group() if unit or sign else found["number"],
            found["number"],
            sign and ("+" if sign == "+" else "-"),
            unit,
            found["unit"] or "",
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its unit, in digits or in words, and where it stands; a unit alone is one of it."""

    start: int
    end: int
    number: float
    unit: str


def readings_in(text: str) -> list[Reading]:
    """Return the numbers of a text with their units in order: "полтора кг" is 1.5 kg, "half an hour" .5 hour."""
    found = [
        Reading(one.start(), one.end() if unit else one.end("number"), float(_plain(one["number"])), unit)
        for one in _MEASURED.finditer(text)
        for unit in [_unit_of(one["unit"] or "", one["number"])]
    ]
    place = 0
    for written, number, _ in numbers_said(text):
        said = re.compile(rf"(?<![^\W\d_]){re.escape(written)}(?![^\W\d_])").search(text, place)
        if said is None:
            continue
        half = _HALF_BEHIND.match(text, said.end())
        place = half.end() if half else said.end()
        behind = _BEHIND.match(text, place)
        unit = _unit_of(behind[1], number) if behind else ""
        place = behind.end() if behind and unit else place
        found.append(Reading(said.start(), place, float(number), unit))
    for one in _BARE.finditer(text):
        unit = "" if one.group().casefold() == _NOON else _unit_of(one["unit"], "")
        is_new = all(one.end() <= known.start or known.end <= one.start() for known in found)
        if unit and is_new:
            found.append(Reading(one.start(), one.end(), 0.5 if one["half"] or one["english_half"] else 1.0, unit))
    return sorted(found, key=lambda reading: reading.start)


def _plain(number: str) -> str:
    """Return a number as Python reads it, signs between thousands left out."""
    bare = re.sub(r"[ \u00a0\u202f]", "", number)
    is_part_of_one = bare.startswith("0") and len(re.findall(r"[.,]", bare)) == 1
    grouped = bare if is_part_of_one else re.sub(r"[.,](?=\d{3}(?!\d))", "", bare)
    return grouped.replace(",", ".")


def numbers_said(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the numbers that are written out: as written, in digits, and the word behind: "two and a half", "2.5"."""
    words = list(_WORDS_AND_GAPS.finditer(text))
    place = 0
    while place < len(words):
        if words[place].group().casefold() in _ONE_AND_A_HALF:
            behind = _BEHIND.match(text, words[place].end())
            yield words[place].group(), "1.5", behind[1] if behind else ""
            place += 1
            continue
        value, after = _said_from([word.group().casefold().replace("ё", "е") for word in words[place : place + 6]])
        if not after:
            place += 1
            continue
        end = words[place + after - 1].end()
        half = _HALF.match(text[end:].lstrip())
        behind = _BEHIND.match(text, end)
        written = text[words[place].start() : end]
        yield written, f"{value}.5" if half else str(value), behind[1] if behind else ""
        place += after


def _said_from(words: list[str]) -> tuple[int, int]:
    """Return the number that words begin with, and of how many of them it is made; 0 where of none."""
    total = 0
    last = 10_000
    taken = 0
    for word in words:
        value = _NUMBER_OF_WORD.get(word)
        if value is None:
            break
        if value in (100, 1000) and taken and 0 < total < value:
            total, last = total * value, value
        elif taken == 0 or (value < last and last >= 20 and value > 0 and _fits(last, value)):
            total, last = total + value, value
        else:
            break
        taken += 1
    return total, taken


def _fits(last: int, value: int) -> bool:
    return value < 10 if last < 100 else value < 100 if last < 1000 else value < 1000


def _unit_of(word: str, number: str) -> str:
    """Return the unit that a word behind a number names, ``""`` for any other; "2024 г" is a year."""
    folded = word.casefold()
    if folded == "г" and number.isdigit() and int(number) in _YEARS:
        return "year"
    for name, *others in _UNIT_NAMES:
        for known in (name, *others):
            if folded == known or (
                len(known) >= _LONG_ENOUGH and folded.startswith(known) and len(folded) <= len(known) + 3
            ):
                return name
    return ""
