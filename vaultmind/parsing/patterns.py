"""Regular expressions as Obsidian takes them, JavaScript's, run in linear time whatever the text and the expression."""

import re
from functools import lru_cache

import re2

_MOST_REMEMBERED = 256
_SPACES = r"\s\v\x{a0}\x{feff}\p{Z}"
"""What JavaScript's ``\\s`` takes; that of re2 is ASCII alone."""

_WRITTEN = re.compile(
    r"""
      \\u\{(?P<long>[0-9A-Fa-f]{1,6})\} | \\u(?P<short>[0-9A-Fa-f]{4})
    | (?P<open> \[\^?\]? ) | (?P<close> \] ) | \\(?P<escaped>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Pattern:
    """One expression; ``^`` and ``$`` are the borders of lines, as they are in the notes a person looks at."""

    def __init__(self, written: str, *, is_cased: bool) -> None:
        options = re2.Options()
        options.log_errors = False
        options.case_sensitive = is_cased
        options.never_capture = True
        self._compiled = re2.compile(f"(?m){_for_re2(written)}", options)

    def is_in(self, text: str) -> bool:
        """Say whether the expression matches anywhere."""
        return self._compiled.search(text.encode("utf-8", "replace")) is not None

    def places(self, text: str, most: int) -> list[tuple[int, int]]:
        """Return start and end of the first ``most`` matches, in characters."""
        encoded = text.encode("utf-8", "replace")
        found: list[tuple[int, int]] = []
        if self._compiled.search(encoded) is None:  # sparing what counts characters in the many that have none
            return found
        for match in self._compiled.finditer(encoded.decode()):
            found.append((match.start(), match.end()))
            if len(found) == most:
                break
        return found


@lru_cache(_MOST_REMEMBERED)
def pattern_of(written: str, *, is_cased: bool) -> Pattern | None:
    """Return an expression ready to run, or ``None`` where there is no way to run it in linear time."""
    try:
        return Pattern(written, is_cased=is_cased)
    except (re2.error, UnicodeError):
        return None


def _for_re2(written: str) -> str:
    """Return what re2 reads as JavaScript reads ``written``: its blanks, letters by number, and ``[^]``."""
    parts: list[str] = []
    after, is_in_class = 0, False
    for match in _WRITTEN.finditer(written):
        parts.append(written[after : match.start()])
        after = match.end()
        code = match["long"] or match["short"]
        if code:
            parts.append(rf"\x{{{code}}}")
        elif match["escaped"] is not None:
            parts.append(_escaped(match["escaped"], is_in_class=is_in_class))
        elif match["close"] is not None:
            parts.append("]")
            is_in_class = False
        elif is_in_class:
            parts.append(match["open"].replace("[", r"\["))
            is_in_class = not match["open"].endswith("]")
        elif match["open"].endswith("]"):
            parts.append(r"[\x00-\x{10ffff}]" if "^" in match["open"] else r"[^\x00-\x{10ffff}]")
        else:
            parts.append(match["open"])
            is_in_class = True
    parts.append(written[after:])
    return "".join(parts)


def _escaped(sign: str, *, is_in_class: bool) -> str:
    if sign == "s":
        return _SPACES if is_in_class else f"[{_SPACES}]"
    if sign == "S" and not is_in_class:
        return f"[^{_SPACES}]"
    if sign in "AaCEQzZ":  # mere letters in JavaScript
        return sign
    return f"\\{sign}"
