"""Operators that ask something of the text of a note, read: ``line:``, ``task:``, ``match-case:``, ``/regex/``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import re2

from vaultmind.domain.query import (
    Filter,
    GroupFilter,
    Likeness,
    Match,
    Matches,
    PatternFilter,
    PatternPlace,
    TextFilter,
    TextUnit,
)
from vaultmind.parsing.morphology import common_forms, is_stop_word, words_of
from vaultmind.parsing.patterns import pattern_of
from vaultmind.retrieval.groups import Group
from vaultmind.retrieval.tokens import CASES, UNITS, Token, tokens_of

NOTHING = TextFilter(TextUnit.CONTENT, Matches(is_any=True))
"""What no note is: in the place of an expression that cannot be run."""

_LONGEST_NAMED = 80
_PLACES = {"path": PatternPlace.PATH, "file": PatternPlace.FILE, "tag": PatternPlace.TAG}
_CONTENT_FIELDS = frozenset(("", "content", *CASES, *UNITS))
_TAG_ENDS = r"(?:$|[^\p{L}\p{N}_\-])"
_NO_LETTER = r"[^\p{L}\p{N}]"


def not_run(written: str) -> str:
    """Return what is to be said of an expression that cannot be run."""
    written = written if len(written) <= _LONGEST_NAMED else f"{written[:_LONGEST_NAMED]}…"
    return (
        f"`/{written}/` cannot be searched for: it is no regular expression, or one that looks ahead or back, refers "
        "back or repeats too much."
    )


def text_filter(token: Token, *, is_cased: bool = False) -> Filter | None:
    """Return what a token asks of the text or the names of a note, or ``None`` where it does not."""
    is_cased = CASES.get(token.field, is_cased)
    if token.property is not None:
        return _property_pattern(token, is_cased=is_cased) if token.is_regex else None
    if token.field in CASES and not token.is_phrase and ":/" in token.value:  # match-case:path:/Soil/
        inner = tokens_of(token.value)
        if len(inner) == 1 and inner[0].is_regex:
            return text_filter(replace(inner[0], is_negated=token.is_negated), is_cased=is_cased)
    if token.field in UNITS:
        return TextFilter(TextUnit(token.field), _leaf(token, is_cased=is_cased), token.is_negated)
    if token.is_regex and token.field in _PLACES:
        place = _PLACES[token.field]
        return _run(token.value, PatternFilter(place, token.value, "", is_cased, token.is_negated), token)
    if token.is_regex and token.field in _CONTENT_FIELDS:
        unit = TextUnit.CONTENT if token.field == "content" else TextUnit.NOTE
        return TextFilter(unit, _leaf(token, is_cased=is_cased), token.is_negated)
    if token.field in CASES or (is_cased and token.field in ("", "content")):
        unit = TextUnit.CONTENT if token.field == "content" else TextUnit.NOTE
        return TextFilter(unit, _leaf(token, is_cased=is_cased), token.is_negated)
    return None


def unit_filter(group: Group, unit: str, notices: list[str], *, is_cased: bool) -> Filter:
    """Return what ``line:(…)`` asks: that all of it holds in one line; ``notices`` takes what cannot be asked so."""
    wanted = _condition(group, unit, notices, is_cased=is_cased)
    if wanted.is_negated:
        return TextFilter(TextUnit(unit), Matches(wanted.members, wanted.is_any), is_negated=True)
    return TextFilter(TextUnit(unit), wanted)


def mistaken_pattern(token: Token) -> str | None:
    """Return what is to be said of a token's expression, or ``None`` where it can be run."""
    if token.is_regex and pattern_of(token.value, is_cased=True) is None:
        return not_run(token.value)
    return None


def of_common_words(text: str) -> TextFilter:
    """Return what finds words that are too common for the index of words, side by side, whatever their case."""
    each = [common_forms(word) or [word] for word in words_of(text)]
    words = ["(?:" + "|".join(re2.escape(form).replace("е", "[её]") for form in forms) + ")" for forms in each]
    written = f"(?:^|{_NO_LETTER}){f'{_NO_LETTER}+'.join(words)}(?:$|{_NO_LETTER})"
    return TextFilter(TextUnit.NOTE, Match(written, Likeness.PATTERN))


def is_common(text: str) -> bool:
    """Say whether a text has words and all of them are too common for the index of words."""
    words = words_of(text)
    return bool(words) and all(map(is_stop_word, words))


def texts_in(wanted: Filter) -> Iterator[TextFilter]:
    """Yield the conditions on texts in a filter, as if not negated."""
    if isinstance(wanted, TextFilter):
        yield replace(wanted, is_negated=False)
    elif isinstance(wanted, GroupFilter):
        for one in wanted.members:
            yield from texts_in(one)


def words_wanted(wanted: Match | Matches) -> Iterator[str]:
    """Yield the words and phrases that a stretch is to hold, for what compares meanings."""
    if wanted.is_negated:
        return
    if isinstance(wanted, Matches):
        for one in wanted.members:
            yield from words_wanted(one)
    elif wanted.by is not Likeness.PATTERN and words_of(wanted.text):
        yield wanted.text


def _condition(group: Group, unit: str, notices: list[str], *, is_cased: bool) -> Matches:
    is_cased = CASES.get(group.field, is_cased)
    ways: list[Match | Matches] = []
    for way in group.ways:
        members: list[Match | Matches] = []
        for one in way:
            if isinstance(one, Group):
                if one.field in UNITS or one.field not in _CONTENT_FIELDS:
                    notices.append(_outside(one.field, unit))
                members.append(_condition(one, unit, notices, is_cased=is_cased))
            else:
                members.extend(_members(tokens_of(one), unit, notices, is_cased=is_cased))
        if members:
            ways.append(members[0] if len(members) == 1 else Matches(tuple(members)))
    if len(ways) == 1 and not group.is_negated:
        return Matches((ways[0],))
    return Matches(tuple(ways), is_any=bool(ways), is_negated=group.is_negated)


def _members(tokens: Sequence[Token], unit: str, notices: list[str], *, is_cased: bool) -> list[Match | Matches]:
    members: list[Match | Matches] = []
    for token in tokens:
        if token.property is not None or (token.field not in _CONTENT_FIELDS and token.field != "tag"):
            notices.append(_outside(token.field or token.raw, unit))
            continue
        if token.field in UNITS:
            notices.append(_outside(token.field, unit))
        leaf = _leaf(token, is_cased=CASES.get(token.field, is_cased))
        members.append(Matches((leaf,), is_negated=True) if token.is_negated else leaf)
    return members


def _outside(field: str, unit: str) -> str:
    named = field if field.startswith("[") else f"{field}:"
    return f"`{named}` has no place in `{unit}:(…)`: write it beside; here it is left out."


def _leaf(token: Token, *, is_cased: bool) -> Match | Matches:
    """Return what a token asks of a stretch."""
    value = token.value
    if token.is_regex:
        is_run = pattern_of(value, is_cased=is_cased) is not None
        return Match(value, Likeness.PATTERN, is_cased) if is_run else Matches(is_any=True)
    if not value:
        return Matches()
    tag = value.removeprefix("#")
    if not token.is_phrase and (token.field == "tag" or (value.startswith("#") and re.search(r"[^\W\d_]", tag))):
        return Match(f"#{re2.escape(tag)}{_TAG_ENDS}", Likeness.PATTERN, is_cased)
    if is_cased or token.field in CASES or not words_of(value):
        return Match(value if token.is_phrase else value.rstrip("*") or value, Likeness.LETTERS, is_cased)
    if not token.is_phrase and value.endswith("*"):
        return Match(value.rstrip("*"), is_prefix=True)
    return Match(value)


def _property_pattern(token: Token, *, is_cased: bool) -> Filter | None:
    name = (token.property or "").strip('"').strip()
    wanted = PatternFilter(PatternPlace.PROPERTY, token.value, name, is_cased, token.is_negated)
    return _run(token.value, wanted, token) if name else None


def _run(written: str, wanted: Filter, token: Token) -> Filter:
    """Return a filter whose expression can be run, else one that takes no note, or every note where it is negated."""
    if pattern_of(written, is_cased=True) is not None:
        return wanted
    return GroupFilter((NOTHING,), is_negated=token.is_negated)
