"""Numbers as texts have them: written out, with a sign, with a unit, in forms that can be compared across two texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?")
_GROUPED = re.compile(
    r"\d{1,3}(?P<sign>[ \u00a0\u202f.,])\d{3}(?:(?P=sign)\d{3})*(?:(?P<point>[.,])(?P<part>\d{1,2}))?"
)
_ONE_POINT = re.compile(r"\d+(?:[.,]\d+)?")
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
    mm мм миллиметр millimetre millimeter, cm см сантиметр centimetre centimeter, km км километр kilometre kilometer,
    m м метр metre meter, mg мг миллиграмм milligram, kg кг килограмм кило kilogram kilogramme kilo,
    g г грамм gram gramme, t т тонн tonne, ml мл миллилитр millilitre milliliter, l л литр litre liter,
    % процент percent, minute мин минут, hour ч час, day день дня дню дни днём днем дней дням днями днях,
    week недел, month месяц, year год лет,
    euro евро €, rouble руб рубл ruble ₽, dollar доллар $, mile миль мил, foot фут feet ft
"""
_UNIT_OF_NAME = {name: unit for unit, *names in map(str.split, _UNITS.split(",")) for name in (unit, *names)}
_ENDINGS = re.compile(r"(?:s|[ауыиеюяь]|ов|ом|ой|ам|ах|ев|ем|ей|ям|ях|ами|ями)\Z")
"""What a unit that is written out may end in."""
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
_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1000
_MOST_NUMBER_WORDS = 10


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
        Reading(one.start(), one.end() if unit else one.end("number"), value, unit)
        for one in _MEASURED.finditer(text)
        if (value := _value_of(one["number"])) is not None
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


def _value_of(number: str) -> float | None:
    """Return what a number in digits is, ``None`` where its signs between thousands are not all alike."""
    grouped = _GROUPED.fullmatch(number)
    if grouped and grouped["sign"] != grouped["point"] and not number.startswith("0"):
        whole = number[: grouped.start("point")] if grouped["point"] else number
        return float(f"{re.sub(r'[^0-9]', '', whole)}.{grouped['part'] or 0}")
    return float(number.replace(",", ".")) if _ONE_POINT.fullmatch(number) else None


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
        value, after = _said_from(
            [word.group().casefold().replace("ё", "е") for word in words[place : place + _MOST_NUMBER_WORDS]]
        )
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
    thousands = below = taken = 0
    for place, word in enumerate(words):
        value = _NUMBER_OF_WORD.get(word)
        if word == "and" and taken == place and words[place - 1 : place] in (["hundred"], ["thousand"]):
            continue
        if value is None or (value == 0 and taken):
            break
        if value == _THOUSAND and not thousands:
            thousands, below = (below or 1) * value, 0
        elif word == "hundred" and below < _TEN:
            below = (below or 1) * value
        elif (
            value < _THOUSAND
            and word != "hundred"
            and below % _room_for(value) == 0
            and (value >= _TEN or not below % 100 or below % 100 >= _TWENTY)
        ):
            below += value
        else:
            break
        taken = place + 1
        if value == 0:
            break
    return thousands + below, taken


def _room_for(value: int) -> int:
    """Return what a number must be a multiple of so that a further word of this value can add to it."""
    return 10 if value < _TEN else 100 if value < _HUNDRED else _THOUSAND


def _unit_of(word: str, number: str) -> str:
    """Return the unit that a word behind a number names, ``""`` for any other; "2024 г" is a year."""
    folded = word.casefold()
    if folded == "г" and number.isdigit() and int(number) in _YEARS:
        return "year"
    known = _UNIT_OF_NAME.get(folded, "")
    stems = (folded[:-length] for length in (1, 2, 3) if _ENDINGS.match(folded[-length:]))
    return known or next(
        (_UNIT_OF_NAME[stem] for stem in stems if len(stem) >= _LONG_ENOUGH and stem in _UNIT_OF_NAME), ""
    )
