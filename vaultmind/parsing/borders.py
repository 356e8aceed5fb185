"""Where one chunk ends and the next begins: chosen by the words beside a border, so that an edit stays local."""

from collections import Counter
from collections.abc import Sequence
from zlib import crc32

USUAL_TOKENS = 120
"""A piece of this size begins a chunk; a smaller one does so as often as it is part of it."""

_KEY_LENGTH = 48
"""Characters at the beginning of a piece that choose: an edit behind them moves no border."""


def begins_chunk(text: str, tokens: int) -> bool:
    """Say whether a piece begins a chunk, by nothing but its own size and first words."""
    return tokens >= USUAL_TOKENS or _hash(text[:_KEY_LENGTH]) % 1009 * USUAL_TOKENS < tokens * 1009


def ends_run(word: str) -> bool:
    """Say whether a run of words may end with this one: one word in eight ends one."""
    return _hash(word) % 8 == 0


def priorities(texts: Sequence[str]) -> list[int]:
    """Return a number for each piece, large where it is a good one to begin with; pieces of equal words differ."""
    seen: Counter[str] = Counter()
    numbers: list[int] = []
    for text in texts:
        key = text[:_KEY_LENGTH]
        seen[key] += 1
        if seen[key] > 1 and len(text) > _KEY_LENGTH:
            key = text
            seen[key] += 1
        numbers.append(_hash(f"{key}{seen[key]}"))
    return numbers


def cut(sizes: Sequence[int], numbers: Sequence[int], limit: int) -> list[int]:
    """Return where each group begins, so that none is larger than ``limit`` unless it is a single piece.

    The pieces are divided at the border with the largest number, and each half again until it fits: a border is cut
    if what lies between the nearest borders with larger numbers does not fit. So an edit moves borders only in the
    group that it grows, and a group that grows too large becomes two.
    """
    ends = [0]
    for size in sizes:
        ends.append(ends[-1] + size)
    count = len(sizes)
    before, after = [0] * count, [count] * count
    higher: list[int] = []
    for place in range(1, count):
        while higher and numbers[higher[-1]] < numbers[place]:
            after[higher.pop()] = place
        before[place] = higher[-1] if higher else 0
        higher.append(place)
    return [0, *(place for place in range(1, count) if ends[after[place]] - ends[before[place]] > limit)]


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "replace")) * 2654435761 & 0xFFFFFFFF
