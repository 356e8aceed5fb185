"""Links in the words of an answer: each leads somewhere, or is named as one that does not."""

import re
from collections.abc import Callable

LeadsSomewhere = Callable[[str], bool]
"""Says whether a link with that target leads to a file of the vault."""

_LINK = re.compile(r"!?\[\[([^\[\]|#^\n]*)[^\[\]\n]*\]\]")


def dead_links(text: str, leads_somewhere: LeadsSomewhere) -> tuple[str, ...]:
    """Return the ``[[links]]`` of ``text`` that lead nowhere, as they are written, each once."""
    found = (
        link.group() for link in _LINK.finditer(text) if not leads_somewhere(link.group(1).removesuffix("\\").strip())
    )
    return tuple(dict.fromkeys(found))
