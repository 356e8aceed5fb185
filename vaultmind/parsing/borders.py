"""Where one chunk ends and the next begins: chosen by the words beside a border, so that an edit stays local."""

import re
from collections.abc import Sequence
from itertools import accumulate
from zlib import crc32

USUAL_TOKENS = 120
"""A piece of this size begins a chunk; a smaller one does so as often as it is part of it."""

_MARGIN = 48
"""Tokens from the end of what is divided within which nothing is cut."""

_FIRST_WORDS = 16
"""Characters at the beginning of a piece that choose: an edit behind them moves no border."""

_MARKS = re.compile(r"[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?(?:\[.\]\s+)?")
"""What stands before the first words of a piece: a task is ticked and a list numbered anew without moving a border."""

_DEEPEST = 48
"""Beyond so many divisions within each other a stretch is halved, so that no text takes quadratic time."""

Number = tuple[int, ...]
"""How good a place is to begin at: by its first words; among equal ones by ever more of them."""


def begins_chunk(text: str, tokens: int) -> bool:
    """Say whether a piece begins a chunk, by nothing but its own size and first words."""
    return tokens >= USUAL_TOKENS or _hash(_words_of(text, _FIRST_WORDS)) % 1009 * USUAL_TOKENS < tokens * 1009


def ends_run(word: str) -> bool:
    """Say whether a run of words may end with this one: one word in eight ends one."""
    return _hash(word) % 8 == 0


def number(text: str) -> Number:
    """Return how good a place is to begin with ``text``."""
    words = _words_of(text, _FIRST_WORDS * 16)
    return tuple(_hash(words[: _FIRST_WORDS * times]) for times in (1, 2, 4, 16))


def _words_of(text: str, length: int) -> str:
    """Return so many characters of a text from its first words on, or from its start where it holds none."""
    if text[:1].isalpha():
        return text[:length]
    marks = _MARKS.match(text)
    begin = marks.end() if marks and marks.end() < len(text) else 0
    return text[begin : begin + length]


def cut(sizes: Sequence[int], numbers: Sequence[Number], limit: int) -> list[int]:
    """Return where each group begins, so that none is larger than ``limit`` unless it is a single piece.

    What does not fit is divided at its border with the largest number, and each half again. So an edit moves borders
    only in the group that it grows, and a group that grows too large becomes two.
    """
    ends = [0, *accumulate(sizes)]
    begins = [0]
    waiting = [(0, len(sizes), 0)]
    while waiting:
        first, after, depth = waiting.pop()
        if after - first < 2 or ends[after] - ends[first] <= limit:
            continue
        place = (first + after) // 2 if depth > _DEEPEST else _best(first, after, ends, numbers)
        begins.append(place)
        waiting += [(first, place, depth + 1), (place, after, depth + 1)]
    return sorted(begins)


def _best(first: int, after: int, ends: Sequence[int], numbers: Sequence[Number]) -> int:
    """Return the border between two pieces to divide at: away from both ends, where there is one."""
    lowest, highest = ends[first] + _MARGIN, ends[after] - _MARGIN
    inside = [place for place in range(first + 1, after) if lowest <= ends[place] <= highest]
    places = inside or range(first + 1, after)
    largest = max(map(numbers.__getitem__, places))
    equal = [place for place in places if numbers[place] == largest]
    return equal[len(equal) // 2]


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "replace")) * 2654435761 & 0xFFFFFFFF
