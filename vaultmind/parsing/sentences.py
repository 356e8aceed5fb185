"""Where sentences begin and end, in Russian and English prose with Markdown in it."""

import re

from vaultmind.domain.span import Span
from vaultmind.parsing.inflection import is_common_word

_BEFORE_A_STOP = """
а.о акад в вв г гг гл доц е и.о им исп кв л млн млрд напр обл пер пл пп проф р рис род с св см соч ср ст стр т табл
тел трлн тыс ул ч экз
al approx ca capt cf col dept dr e.g ed eds eg est fig gen hon i.e ie lt mr mrs ms mt no p pp prof rev sgt st vol vs
apr aug dec feb jan jul jun mar nov oct sep sept
"""
_ABBREVIATIONS = frozenset(_BEFORE_A_STOP.split())
_ENDS = re.compile(r"""[.!?…]+["'»”’)\]*_]*(?:[ \t]*\[\^?\d{1,3}\])*(?=\s|$)|\n""")
_LAST_WORD = re.compile(r"([^\W\d_](?:[\w.]*[^\W_])?)\.$")
_AMOUNT = re.compile(
    r"(?:\d[\s\u00a0]*(?:тыс|гг|вв|млн|млрд|трлн|экз|табл|стр|см|[гвлчтср])|°[\s\u00a0]*[cfс]|\b[IVXLC]+[\s\u00a0]+вв?"
    r"|\d[\s\u00a0]*(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))\.\Z",
    re.IGNORECASE,
)
"""What is measured, the year, a century or a day of a month: an abbreviation that a sentence often ends with."""
_NEXT_WORD = re.compile(r"""\s*["'«“(\[*_]*([^\W\d_]+)""")
_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t>]*\d{1,3}\.$")
_ANYTHING = re.compile(r"\S")
_NEXT_STARTS_LOW = re.compile(r"""\s*["'«“(\[*_]*[^\W\d_]""")


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of ``text`` in order, without the blanks around them; a line end always ends one.

    Citation marks such as ``[1]`` after the full stop belong to the sentence before them.
    """
    spans: list[Span] = []
    start = 0
    for end in _ENDS.finditer(text):
        if end.group() != "\n" and _goes_on(text, start, end):
            continue
        _add(spans, text, start, end.end())
        start = end.end()
    _add(spans, text, start, len(text))
    return spans


def _goes_on(text: str, start: int, end: re.Match[str]) -> bool:
    """Say whether the full stop at ``end`` is within a sentence: after an abbreviation, an initial, a list number."""
    if not end.group().startswith(".") or end.group().startswith(".."):
        return end.group()[0] == "…" and _continues_low(text, end.end())
    before = text[max(start, end.start() - 24) : end.start() + 1]
    if _LIST_NUMBER.search(text[max(0, end.start() - 16) : end.start() + 1]):
        return True
    if len(end.group()) > 1:
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    if not _ANYTHING.search(text, end.end()):
        return False
    if _AMOUNT.search(before):
        return not _begins_anew(text, end.end())
    is_initial = len(word.group(1)) == 1 and word.group(1).isupper()
    return is_initial or word.group(1).casefold() in _ABBREVIATIONS or _continues_low(text, end.end())


def _begins_anew(text: str, place: int) -> bool:
    """Say whether a sentence begins at ``place``: a capital that no name explains, nor a word all in capitals."""
    following = _NEXT_WORD.match(text, place)
    if following is None or "\n" in following.group():
        return False
    word = following.group(1)
    is_large = word[0].isupper() and (len(word) == 1 or not word.isupper())
    return is_large and is_common_word(word)


def _continues_low(text: str, place: int) -> bool:
    following = _NEXT_STARTS_LOW.match(text, place)
    return following is not None and "\n" not in following.group() and following.group()[-1].islower()


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    stretch = text[start:end]
    stripped = stretch.strip()
    if stripped:
        begin = start + len(stretch) - len(stretch.lstrip())
        spans.append(Span(begin, begin + len(stripped)))
