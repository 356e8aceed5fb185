"""A query to tokens: words, phrases, fields, properties and regular expressions, each as it was written."""

import re
from dataclasses import dataclass
from typing import Final

from vaultmind.domain.query import WordField

REGEX: Final = r"/(?=[^\s/])(?:\\.|\[(?:\\.|[^\]\\\n]){0,200}+\]|[^/\\\n]){1,1000}+/(?=[\s)\]]|$)"
"""A regular expression between slashes, as JavaScript delimits one: a slash in a class or behind ``\\`` is its own.

It has up to 1,000 signs and classes, a class up to 200 signs, so that any text is read in linear time.
"""
PHRASE: Final = r'"(?:\\"|[^"])*"'
FIELD: Final = r"[A-Za-z]{2,12}(?:-[A-Za-z]{2,5})?"
PROPERTY: Final = rf'\[(?:"[^\[\]"]{{1,100}}"|[^\[\]:"]{{1,100}})(?::\s*(?:{REGEX}\s*|"[^"]*"|[^\[\]]*))?\]'

WORD_FIELDS: Final = {
    "title": WordField.TITLE,
    "alias": WordField.TITLE,
    "heading": WordField.HEADING,
    "content": WordField.BODY,
}
UNITS: Final = frozenset(("line", "block", "section", "task", "task-todo", "task-done"))
CASES: Final = {"match-case": True, "ignore-case": False}
_NOTE_FIELDS = frozenset(("tag", "path", "file", "role", "created", "modified", "lang"))

_TOKEN = re.compile(
    rf"""
    (?P<not>-(?=[\w"\[\#/]))?
    (?:
      \[ (?P<property>"[^\[\]"]{{1,100}}"|[^\[\]:"]{{1,100}})
         (?: : \s* (?: (?P<valued>{REGEX}) \s* | (?P<value>"[^"]*"|[^\[\]]*) ) )? \]
    | (?: (?P<field>{FIELD}) : (?! \s) )?
      (?: (?P<regex>{REGEX}) | (?P<phrase>{PHRASE}) | (?P<word>[^\s"]+) )
    | "
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``value`` is a word, or what stands in quotes or between slashes."""

    is_negated: bool
    field: str
    value: str
    is_phrase: bool
    property: str | None
    raw: str
    is_regex: bool = False


def is_known(field: str) -> bool:
    """Say whether ``field:`` means something."""
    return field in WORD_FIELDS or field in _NOTE_FIELDS or field in UNITS or field in CASES


def tokens_of(written: str) -> list[Token]:
    """Return the tokens of a text; what is no operator is words."""
    found: list[Token] = []
    for match in _TOKEN.finditer(written.replace("\0", " ")):
        starts_word = match.start() == 0 or written[match.start() - 1].isspace() or written[match.start() - 1] in '("'
        raw, is_negated = match.group(), bool(match["not"])
        if match["property"] is not None:
            value = match["valued"][1:-1] if match["valued"] else match["value"] or ""
            is_regex = match["valued"] is not None
            found.append(Token(is_negated, "", value, False, match["property"].strip(), raw, is_regex))
            continue
        field = (match["field"] or "").casefold()
        if match["regex"] is not None and (not field or is_known(field)):
            found.append(Token(is_negated and starts_word, field, match["regex"][1:-1], False, None, raw, True))
            continue
        is_phrase = match["phrase"] is not None
        value = match["phrase"][1:-1].replace('\\"', '"') if is_phrase else match["word"] or match["regex"] or ""
        if field and not is_known(field):
            value, field = f"{match['field']}:{value}", ""
        if not is_phrase:
            value = value.strip("()")
        if value or (is_phrase and field in UNITS):
            found.append(Token(is_negated and starts_word, field, value, is_phrase, None, raw))
    return found
