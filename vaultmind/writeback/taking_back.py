"""Taking an edit back in a file that may have changed elsewhere since."""

import difflib
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from vaultmind.domain.edit import ByteEdit

_MOST_LINES = 4_000


def carried_over(edits: Sequence[ByteEdit], *, written: bytes, now: bytes) -> tuple[ByteEdit, ...] | None:
    """Return ``edits`` of ``written`` as edits of ``now``, or ``None`` where somebody changed one of their places.

    A place is unchanged where the lines that an edit touches are the same in both, one after the other; for an edit
    between two lines, where both of them are. Where the lines around them repeat so much that a comparison leads
    elsewhere, lines that are there once, before and now, are their own witness.
    """
    if written == now:
        return tuple(edits)
    old, new = _lines(written), _lines(now)
    if not old:
        return None
    blocks = _equal_blocks(old, new)
    if blocks is None:
        return None
    old_starts, new_starts = _starts(old), _starts(new)
    carried: list[ByteEdit] = []
    for edit in edits:
        first, last = _touched(old_starts, edit)
        block = next((block for block in blocks if block[0] <= first and last < block[0] + block[2]), None)
        now_first = _only_place(old, new, first, last) if block is None else block[1] + first - block[0]
        if now_first is None:
            return None
        shift = new_starts[now_first] - old_starts[first]
        carried.append(ByteEdit(edit.start + shift, edit.end + shift, edit.replacement))
    is_in_order = all(one.end <= other.start for one, other in itertools.pairwise(carried))
    return tuple(carried) if is_in_order else None


def _only_place(old: Sequence[bytes], new: Sequence[bytes], first: int, last: int) -> int | None:
    """Return where lines ``first`` to ``last`` of ``old`` are in ``new``, if they are once in each."""
    wanted = _keys(old)[first : last + 1]
    if len(_places(_keys(old), wanted)) > 1:
        return None
    places = _places(_keys(new), wanted)
    return places[0] if len(places) == 1 else None


def _places(lines: Sequence[bytes], wanted: Sequence[bytes]) -> list[int]:
    return [
        at for at, line in enumerate(lines) if line == wanted[0] and list(lines[at : at + len(wanted)]) == list(wanted)
    ]


def _lines(content: bytes) -> list[bytes]:
    """Split at line feeds, which stay with their lines; the last line may have none."""
    *whole, last = content.split(b"\n")
    return [*(line + b"\n" for line in whole), *([last] if last else [])]


def _starts(lines: Sequence[bytes]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def _touched(starts: Sequence[int], edit: ByteEdit) -> tuple[int, int]:
    """Return the first and the last line that an edit touches."""
    lines = len(starts) - 1
    first = min(bisect_right(starts, edit.start), lines) - 1
    last = max(min(bisect_left(starts, edit.end), lines) - 1, first)
    is_between = edit.start == edit.end == starts[first] and first > 0
    return first - is_between, last


def _equal_blocks(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int, int]] | None:
    """Return stretches of equal lines as ``(in old, in new, count)``; ``None`` where too much differs to tell."""
    a, b = _keys(old), _keys(new)
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    if max(len(middle_a), len(middle_b)) > _MOST_LINES:
        return None
    matcher = difflib.SequenceMatcher(None, middle_a, middle_b, autojunk=False)
    inner = [(start + one, start + other, size) for one, other, size in matcher.get_matching_blocks() if size]
    blocks = [(0, 0, start), *inner, (len(a) - end, len(b) - end, end)]
    return _joined([block for block in blocks if block[2]])


def _keys(lines: Sequence[bytes]) -> list[bytes]:
    """Return what lines are compared by: the last one is the same with and without a line end after it."""
    return [*lines[:-1], lines[-1].removesuffix(b"\n") + b"\n"] if lines else []


def _joined(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for one, other, size in blocks:
        if joined:
            before = joined[-1]
            if before[0] + before[2] == one and before[1] + before[2] == other:
                joined[-1] = (before[0], before[1], before[2] + size)
                continue
        joined.append((one, other, size))
    return joined
