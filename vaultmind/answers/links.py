"""Links in the words of an answer: each leads somewhere, or is marked as one that does not."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vaultmind.domain.span import Span

LeadsSomewhere = Callable[[str], bool]
"""Says whether a link leads to a file of the vault, and to a place in it where it names one: ``"Soil#Clay"``."""

_LINK = re.compile(r"`[^`\n]*`|(?<!\\)(?P<link>!?\[\[(?P<target>[^\[\]|\n]*)(?:\|(?P<shown>[^\[\]\n]*))?\]\])")


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A ``[[link]]`` of a text: where it stands, what it asks for, the words it is shown by (``""`` for its name)."""

    span: Span
    written: str
    target: str
    shown: str


def links_in(text: str) -> Iterator[WrittenLink]:
    """Yield the links of a text in order; what stands in code is none."""
    for found in _LINK.finditer(text):
        if found["link"]:
            target = found["target"].strip().removesuffix("\\").strip()
            yield WrittenLink(Span(*found.span()), found["link"], target, (found["shown"] or "").strip())


def dead_links(text: str, leads_somewhere: LeadsSomewhere) -> tuple[str, ...]:
    """Return the ``[[links]]`` of ``text`` that lead nowhere, as they are written, each once."""
    return tuple(dict.fromkeys(link.written for link in links_in(text) if not leads_somewhere(link.target)))
