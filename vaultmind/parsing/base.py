"""A ``.base`` is read for its links: ``[[Note]]`` anywhere, and the note that ``link("Note")`` or ``hasLink`` names."""

import re

from vaultmind.domain.link import Link, LinkKind
from vaultmind.domain.span import Span
from vaultmind.parsing.inline import WIKILINK, split_subpath, split_wikilink

_NAMED = re.compile(r"""\b(link|hasLink|file)\(\s*(\\?["'])([^"'\\\[\]\r\n]{1,1000})\2""")


def base_links(text: str) -> tuple[Link, ...]:
    """Return the links of a base in order; a note named in a function has ``property`` set to the function's name."""
    found: list[Link] = []
    for match in WIKILINK.finditer(text):
        if not match[1].strip():
            continue
        named = split_wikilink(match[1])
        found.append(Link(LinkKind.WIKILINK, *named, match[0], Span(*match.span()), _line(text, match.start())))
    for match in _NAMED.finditer(text):
        named = (*split_subpath(match[3]), None)
        span = Span(*match.span(3))
        found.append(Link(LinkKind.PROPERTY, *named, match[3], span, _line(text, span.start), match[1]))
    return tuple(sorted(found, key=lambda link: link.span))


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
