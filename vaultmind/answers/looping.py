"""Where a text begins to say the same again and again."""

import re

from vaultmind.parsing.sentences import split_sentences

_MARK = re.compile(r"\s*\[\d{1,3}\]")
_LIST_MARK = re.compile(r"^(?:[>\s]*(?:[-*+]|\d{1,3}[.)])\s+)")
_MOST_SENTENCES = 6
"""Of which a part is made that comes again."""
_TIMES = 3
_STUTTER = re.compile(r"(?P<part>(?=[^\n]*[^\W\d_]{2})[^\n]{4,60}?)(?P=part){5,}(?P<rest>[^\n]{0,60})\Z")
_STUTTER_READ = 800
"""Characters."""


def loop_in(text: str, *, times: int = _TIMES) -> int | None:
    """Return where what ends a text was said once, if it is said ``times`` times or more in a row; else ``None``.

    Whether sentences are the same is not a matter of their marks and numbers in a list. The last may be unfinished.
    """
    spans = split_sentences(text)
    said = [_bare(span.of(text)) for span in spans]
    for length in range(1, _MOST_SENTENCES + 1):
        whole = len(said) - (1 if said and _is_unfinished(text) and len(said) > length else 0)
        part = said[whole - length : whole]
        if len(part) < length or not all(part):
            continue
        first = whole - length
        while first >= length and said[first - length : first] == part:
            first -= length
        again = (whole - first) // length
        rest = said[whole] if whole < len(said) else ""
        if again >= times and (not rest or part[0].startswith(rest)):
            return spans[first + length - 1].end
    begin = max(0, len(text) - _STUTTER_READ)
    stutter = _STUTTER.search(text, begin)
    if stutter is None or not stutter["part"].startswith(stutter["rest"]):
        return None
    return stutter.start() + len(stutter["part"].rstrip(" ,;"))


def _bare(sentence: str) -> str:
    return " ".join(_LIST_MARK.sub("", _MARK.sub("", sentence)).casefold().split())


def _is_unfinished(text: str) -> bool:
    return re.search(r"(?:[.!?…]['\"»”’)\]*_]*(?:\s*\[\d{1,3}\])*|\n)\s*\Z", text) is None
