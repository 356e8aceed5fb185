"""What of a note's text says nothing to its reader: code blocks, queries, comments and the commands of templates."""

from collections.abc import Iterator, Sequence

from vaultmind.domain.span import Span
from vaultmind.parsing.blocks import scan_blocks
from vaultmind.parsing.inline import Inlines


def unsaid_in(text: str, body_start: int) -> list[Span]:
    """Return the stretches of a note that are fenced code, comments or commands of templates; some may lie in others.

    A mark within inline code begins none of them.
    """
    blocks = scan_blocks(text, body_start)
    inlines = Inlines(text, blocks)
    for stretch in blocks.stretches:
        inlines.read(stretch)
    comments = [*blocks.comments, *inlines.comments, *inlines.html_comments]
    for block in blocks.html:
        comments += _between("<!--", "-->", text, block, ends_it=True)
    code = sorted([*blocks.fences, *inlines.code])
    return [*blocks.fences, *comments, *_between("<%", "%>", text, Span(body_start, len(text)), but=code)]


def _between(
    opening: str, closing: str, text: str, within: Span, *, but: Sequence[Span] = (), ends_it: bool = False
) -> Iterator[Span]:
    """Yield each stretch from one mark to another that does not open in any of some ascending spans.

    What is not closed is none, or goes to the end where that ``ends_it``.
    """
    place, passed = within.start, 0
    while (at := text.find(opening, place, within.end)) >= 0:
        while passed < len(but) and but[passed].end <= at:
            passed += 1
        if passed < len(but) and but[passed].start <= at:
            place = but[passed].end
            continue
        close = text.find(closing, at + len(opening), within.end)
        if close < 0 and not ends_it:
            return
        place = close + len(closing) if close >= 0 else within.end
        yield Span(at, place)
