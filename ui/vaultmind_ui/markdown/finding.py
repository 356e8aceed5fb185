"""Finding words that were quoted from a text, as the core finds them: only blanks and quote marks may differ."""

import re

_LONGEST = 4000


def find_words(quote: str, text: str) -> tuple[int, int] | None:
    """Return where ``quote`` stands in ``text``, or ``None``."""
    words = quote[:_LONGEST].split()
    if not words:
        return None
    found = re.search(r"[\s>]+".join(map(re.escape, words)), text)
    return found.span() if found else None
