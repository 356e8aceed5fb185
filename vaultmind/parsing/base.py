"""A ``.base`` is read for its links: ``[[Note]]`` anywhere, and the note that ``link("Note")`` or ``hasLink`` names."""

import re

from vaultmind.domain.link import Link, LinkKind
from vaultmind.domain.span import Span
from vaultmind.parsing.inline import split_subpath, split_wikilink

_WIKILINK = re.compile(r"!?\[\[([^\[\]\r\n]{1,1000})\]\]")
_NAMED = re.compile(r"""\b(link|hasLink|file)\(\s*(\\?["'])([^"'\\\[\]\r\n]{1,1000})\2""")


def base_links(text: str) -> tuple[Link, ...]:
    """Return the links of a base in order; a note named in a function has ``property`` set to the function's name."""
    found: list[Link] = []
    for match in _WIKILINK.finditer(text):
        target, heading, block_id, alias = split_wikilink(match[1])
        span = Span(*match.span())
        found.append(
            Link(
                LinkKind.WIKILINK, target, heading, block_id, alias, match[0], span, text.count("\n", 0, span.start) + 1
            )
        )
    for match in _NAMED.finditer(text):
        target, heading, block_id = split_subpath(match[3])
        span = Span(*match.span(3))
        found.append(
            Link(
                LinkKind.PROPERTY,
                target,
                heading,
                block_id,
                None,
                match[3],
                span,
                text.count("\n", 0, span.start) + 1,
                match[1],
            )
        )
    return tuple(sorted(found, key=lambda link: link.span))
