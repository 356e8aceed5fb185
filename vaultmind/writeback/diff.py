"""What a person looks at before a write: a unified diff, made from the edits themselves."""

import difflib
from collections.abc import Iterator

_CONTEXT = 3
_NO_LINE_END = "\\ No newline at end of file\n"


def unified_diff(*, old_name: str | None, new_name: str | None, before: str, after: str) -> str:
    """Return the difference of two texts in the form that ``patch`` takes; ``""`` where there is none.

    ``None`` is the name of a note that is not there. Lines keep their ends, so a changed line end is a difference.
    """
    if before == after and old_name == new_name:
        return ""
    head = f"--- {_name('a', old_name)}\n+++ {_name('b', new_name)}\n"
    return head + "".join(_hunks(_lines(before), _lines(after)))


def _name(side: str, name: str | None) -> str:
    return "/dev/null" if name is None else f"{side}/{name}"


def _lines(text: str) -> list[str]:
    """Split at line feeds alone: a carriage return is part of its line, and other separators end none."""
    pieces = text.split("\n")
    last = pieces.pop()
    return [f"{piece}\n" for piece in pieces] + ([last] if last else [])


def _hunks(before: list[str], after: list[str]) -> Iterator[str]:
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    # Outside of what differs only the context is compared: an edit of a line in a large note stays cheap.
    first = max(start - _CONTEXT, 0)
    old = before[first : len(before) - max(end - _CONTEXT, 0)]
    new = after[first : len(after) - max(end - _CONTEXT, 0)]
    for group in difflib.SequenceMatcher(None, old, new, autojunk=True).get_grouped_opcodes(_CONTEXT):
        old_from, old_to, new_from, new_to = group[0][1], group[-1][2], group[0][3], group[-1][4]
        yield f"@@ -{_range(first + old_from, first + old_to)} +{_range(first + new_from, first + new_to)} @@\n"
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (_line(" ", line) for line in old[i:j])
                continue
            yield from (_line("-", line) for line in old[i:j])
            yield from (_line("+", line) for line in new[k:m])


def _range(start: int, stop: int) -> str:
    length = stop - start
    return f"{start + 1 if length else start},{length}"


def _line(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n{_NO_LINE_END}"
