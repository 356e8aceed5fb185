"""What a text says precisely: quotes, numbers, dates and names, in forms that can be compared across two texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultmind.parsing.morphology import is_stop_word, stems_of, words_of

_QUOTED = re.compile(r"«([^«»\n]{2,})»|“([^“”\n]{2,})”|„([^„“\n]{2,})“|\"([^\"\n]{2,})\"")
_RUSSIAN_MONTH = (
    r"(?P<m>январ|феврал|март|апрел|ма(?=[йяюе]\b)|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-яё]{0,3}\b"
)
_ENGLISH_MONTH = (
    r"\b(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:,?\s+(?P<y>\d{4}))?(?!\d)"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:-?го)?\s+{_RUSSIAN_MONTH}{_YEAR}",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_ENGLISH_MONTH}{_YEAR}",
        rf"{_ENGLISH_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}",
    )
)
_MONTH_NUMBERS = {
    name: number
    for names in ("янв фев мар апр ма июн июл авг сен окт ноя дек", "jan feb mar apr may jun jul aug sep oct nov dec")
    for number, name in enumerate(names.split(), 1)
}
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SAID_NUMBERS = """
    0 ноль нуля zero, 1 один одна одно одного одной one, 2 два две двух двумя two, 3 три трех тремя three,
    4 четыре четырех four, 5 пять пяти five, 6 шесть шести six, 7 семь семи seven, 8 восемь восьми eight,
    9 девять девяти nine, 10 десять десяти ten, 11 одиннадцать одиннадцати eleven, 12 двенадцать двенадцати twelve,
    13 тринадцать тринадцати thirteen, 14 четырнадцать четырнадцати fourteen, 15 пятнадцать пятнадцати fifteen,
    16 шестнадцать шестнадцати sixteen, 17 семнадцать семнадцати seventeen, 18 восемнадцать восемнадцати eighteen,
    19 девятнадцать девятнадцати nineteen, 20 двадцать двадцати twenty, 30 тридцать тридцати thirty,
    40 сорок сорока forty, 50 пятьдесят пятидесяти fifty, 60 шестьдесят sixty, 70 семьдесят seventy,
    80 восемьдесят eighty, 90 девяносто ninety, 100 сто ста hundred, 1000 тысяча тысячи тысяч thousand
"""
_NUMBER_OF_WORD = {
    word: number for number, *words in (entry.split() for entry in _SAID_NUMBERS.split(",")) for word in words
}

Date = tuple[int | None, int, int]
"""Year where it is said, month, day."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text, prepared so that many statements can be held against it."""

    words: str
    folded: frozenset[str]
    stems: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[Date]
    has_cyrillic: bool
    has_latin: bool

    @classmethod
    def of(cls, text: str) -> "Evidence":
        """Return what can be found in ``text``."""
        folded = frozenset(words_of(text))
        said = {_NUMBER_OF_WORD[word] for word in folded if word in _NUMBER_OF_WORD}
        stems = stems_of(text)
        return cls(
            words=f" {' '.join(stems)} ",
            folded=folded,
            stems=frozenset(stems),
            numbers=frozenset(form for number in _NUMBER.findall(text) for form in _forms(number)) | said,
            dates=frozenset(date for _, date in dates_in(text)),
            has_cyrillic=bool(_CYRILLIC.search(text)),
            has_latin=bool(_LATIN.search(text)),
        )

    def has_date(self, date: Date) -> bool:
        """Say whether the text names that day, in a year that does not contradict."""
        return any(
            date[1:] == known[1:] and (date[0] is None or known[0] is None or date[0] == known[0])
            for known in self.dates
        )

    def has_name(self, word: str) -> bool:
        """Say whether the text has a name in any form; one in a script that the text has not cannot be judged."""
        if not (self.has_cyrillic if _CYRILLIC.search(word) else self.has_latin):
            return True
        return all(
            part in self.stems or any(said.startswith(part) and len(said) - len(part) <= 4 for said in self.folded)
            for part in stems_of(word)
        )


def missing_details(statement: str, evidence: Evidence) -> tuple[str, ...]:
    """Return the quotes, dates, numbers and names of ``statement`` that ``evidence`` lacks, as they are written."""
    missing: list[str] = []
    for found in _QUOTED.finditer(statement):
        said = " ".join(stems_of(next(filter(None, found.groups()))))
        if f" {said} " not in evidence.words:
            missing.append(found.group())
    rest = statement
    for written, date in dates_in(statement):
        rest = rest.replace(written, " ")
        if not evidence.has_date(date):
            missing.append(written)
    missing.extend(number for number in _NUMBER.findall(rest) if not evidence.numbers.intersection(_forms(number)))
    missing.extend(name for name in names_in_sentence(_QUOTED.sub(" ", rest)) if not evidence.has_name(name))
    return tuple(dict.fromkeys(missing))


def names_in_sentence(statement: str) -> Iterator[str]:
    """Yield the words that are written large though they do not begin a sentence."""
    begins = True
    for word in _WORD.finditer(statement):
        written = word.group()
        if written[0].isupper() and not begins and len(written) > 1 and not is_stop_word(written):
            yield written
        begins = bool(re.match(r"[\s\"'»”)*_]*[.!?:…]\s", statement[word.end() : word.end() + 8]))


def dates_in(text: str) -> Iterator[tuple[str, Date]]:
    """Yield the days named in a text, with how each is written."""
    for pattern in _DATES:
        for found in pattern.finditer(text):
            name = found["m"].casefold()
            month = int(name) if name.isdigit() else _MONTH_NUMBERS.get(name[:3], _MONTH_NUMBERS.get(name[:2], 0))
            day = int(found["d"])
            if 1 <= month <= 12 and 1 <= day <= 31:
                yield found.group(), (int(found["y"]) if found["y"] else None, month, day)


def _forms(number: str) -> frozenset[str]:
    """Return the numbers a written one may mean: ``1,234`` is a thousand and more, or one and a little."""
    plain = re.sub(r"[ \u00a0\u202f]", "", number)
    forms = {plain.replace(",", ".")}
    if grouped := re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)([.,]\d{1,2})?", plain):
        forms.add(re.sub(r"[.,]", "", grouped[1]) + (grouped[2] or "").replace(",", "."))
    return frozenset(form.lstrip("0") or "0" for form in forms)
