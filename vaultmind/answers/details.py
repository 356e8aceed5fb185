"""What a text says precisely: quotes, numbers, dates and names, in forms that can be compared across two texts."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from vaultmind.answers.amounts import NUMBER, amounts_in, numbers_said
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
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_TEN = 10.0
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "prof", "st", "mt", "ул", "д-р", "проф", "акад", "св"))
"""Words with a full stop behind them that ends no sentence: what stands large next is a name."""

Date = tuple[int | None, int, int]
"""Year where it is said, month, day."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text, prepared so that many statements can be held against it."""

    words: str
    folded: frozenset[str]
    stems: frozenset[str]
    numbers: frozenset[str]
    signs: Mapping[str, Set[str]]
    """The signs before each number in digits, ``""`` where it stands without."""
    units: Mapping[str, Set[str]]
    """The same for the units behind it."""
    counted: frozenset[str]
    """The stems of the words behind its numbers."""
    dates: frozenset[Date]
    has_cyrillic: bool
    has_latin: bool

    @classmethod
    def of(cls, text: str) -> "Evidence":
        """Return what can be found in ``text``."""
        folded = frozenset(words_of(text))
        written_out = list(numbers_said(text))
        said = {number for _, number, _ in written_out}
        counted = {stem for *_, behind in written_out for stem in stems_of(behind)}
        signs: dict[str, set[str]] = {}
        units: dict[str, set[str]] = {}
        for amount in amounts_in(text):
            for form in _forms(amount.number):
                signs.setdefault(form, set()).add(amount.sign)
                units.setdefault(form, set()).add(amount.unit)
            counted.update(stems_of(amount.behind))
        stems = stems_of(text)
        return cls(
            words=f" {' '.join(stems)} ",
            folded=folded,
            stems=frozenset(stems),
            numbers=frozenset(form for number in NUMBER.findall(text) for form in _forms(number)) | said,
            signs=signs,
            units=units,
            counted=frozenset(counted),
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

    def turns(self, number: str, sign: str, unit: str) -> bool:
        """Say whether the text has a number, but always with another sign or another unit than these."""
        return any(
            said and known and not known & {said, ""}
            for said, seen in ((sign, self.signs), (unit, self.units))
            for known in [{each for form in _forms(number) for each in seen.get(form, ())}]
        )

    def has_name(self, word: str) -> bool:
        """Say whether the text has a name in any form; one in a script that the text has not cannot be judged."""
        if not (self.has_cyrillic if _CYRILLIC.search(word) else self.has_latin):
            return True
        return all(
            part in self.stems or any(said.startswith(part) and len(said) - len(part) <= 4 for said in self.folded)
            for part in stems_of(word)
        )


def missing_details(statement: str, evidence: Evidence, *, closely: bool = False) -> tuple[str, ...]:
    """Return the quotes, dates, numbers and names of ``statement`` that ``evidence`` lacks, as they are written.

    ``closely`` looks at numbers that are written out too, and at signs and units: 3 kg are no 3 g.
    """
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
    missing.extend(number for number in NUMBER.findall(rest) if not evidence.numbers.intersection(_forms(number)))
    if closely:
        missing.extend(_misnumbered(rest, evidence))
    missing.extend(name for name in names_in_sentence(_QUOTED.sub(" ", rest)) if not evidence.has_name(name))
    return tuple(dict.fromkeys(missing))


def _misnumbered(text: str, evidence: Evidence) -> Iterator[str]:
    """Yield the numbers that a text writes out and the evidence has not, and those with another sign or unit.

    One below ten that is written out is missing only where the evidence gives the number of the same: who gives two
    reasons may have counted.
    """
    for amount in amounts_in(text):
        if evidence.numbers & _forms(amount.number) and evidence.turns(amount.number, amount.sign, amount.unit):
            yield amount.written
    for written, number, behind in numbers_said(text):
        is_counted = not evidence.counted.isdisjoint(stems_of(behind))
        if number not in evidence.numbers and (float(number) >= _TEN or (is_counted and number not in ("0", "1"))):
            yield written


def names_in_sentence(statement: str) -> Iterator[str]:
    """Yield the words that are written large though they do not begin a sentence."""
    begins = True
    for word in _WORD.finditer(statement):
        written = word.group()
        if written[0].isupper() and not begins and len(written) > 1 and not is_stop_word(written):
            yield written
        begins = bool(re.match(r"[\s\"'»”)*_]*[.!?:…]\s", statement[word.end() : word.end() + 8]))
        begins = begins and written.casefold() not in _TITLES


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
