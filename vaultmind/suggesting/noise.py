"""Notes that are kept for a day, and notes that others are made from: recognised where no setting names them."""

import re

from vaultmind.domain.link import NotePath

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
    r"|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]"
    r"|янв|фев|апр|авг|сент?|окт|нояб?|дек)\.?"
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс)\.?"
)
_YEAR, _MONTH_NUMBER, _DAY = r"(?:19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_ANY_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DATE = "|".join(
    (
        rf"{_YEAR}(?P<sign>[-._ ]?){_MONTH_NUMBER}(?P=sign){_DAY}",  # 2024-05-09, 20240509
        rf"{_DAY}(?P<back>[-._]){_MONTH_NUMBER}(?P=back){_YEAR}",  # 09.05.2024
        rf"{_ANY_DAY}\s+{_MONTH}(?:,?\s+{_YEAR}(?:\s*г(?:\.|ода)?)?)?",  # 9 мая 2024 года
        rf"{_MONTH}\s+{_ANY_DAY}(?:,?\s+{_YEAR})?",  # May 9, 2024
        rf"{_YEAR}-?W[0-5]\d",  # 2024-W19
        rf"{_YEAR}-(?:{_MONTH_NUMBER}|Q[1-4])",  # 2024-05, 2024-Q2
        rf"{_MONTH}\s+{_YEAR}(?:\s*г(?:\.|ода)?)?",  # май 2024
    )
)
_DIARY = re.compile(rf"(?:{_WEEKDAY}[,\s]*[-–—]?\s*)?(?:{_DATE})(?:[,\s]*[-–—(]?\s*{_WEEKDAY}\)?)?", re.IGNORECASE)
_TEMPLATES = frozenset(
    {"template", "templates", "templater", "шаблон", "шаблоны", "заготовки", "note templates", "шаблоны заметок"}
)
_BEFORE_NAME = re.compile(r"^[\W\d_]+|[\W_]+$")
_PLACEHOLDER = re.compile(r"\{\{\s*(?:title|date|time|name)\b[^{}\n]*\}\}|<%[-_*+]?\s*(?:await\s+)?tp\.", re.IGNORECASE)
"""What Obsidian's templates and Templater's are filled at."""
_QUOTED = re.compile(r"^[ \t>]*(`{3,}|~{3,}).*?(?:^[ \t>]*\1|\Z)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_SEVERAL = 2


def is_diary(path: NotePath) -> bool:
    """Say whether a note is called by a day, a week, a month or a quarter, e.g. ``Дневник/9 мая 2024.md``."""
    name = path.rpartition("/")[2].removesuffix(".md")
    return _DIARY.fullmatch(name.strip()) is not None


def is_among_templates(path: NotePath) -> bool:
    """Say whether a note lies in a folder that is called as folders of templates are, e.g. ``_Templates/Book.md``."""
    return any(_BEFORE_NAME.sub("", folder).casefold() in _TEMPLATES for folder in path.split("/")[:-1])


def is_to_be_filled(text: str, body_start: int) -> bool:
    """Say whether a text is filled when a note is made from it: in a property or heading, or at several places.

    What stands in code is quoted, and counts for nothing; ``body_start`` is where the properties end.
    """
    if "{{" not in text and "<%" not in text:
        return False
    places = [found.start() for found in _PLACEHOLDER.finditer(_QUOTED.sub(lambda code: "`" * len(code[0]), text))]
    in_head = any(at < body_start or text.startswith("#", text.rfind("\n", 0, at) + 1) for at in places)
    return in_head or len(places) >= _SEVERAL
