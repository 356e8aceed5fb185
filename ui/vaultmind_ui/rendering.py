"""Answers and passages as the rich text that Qt shows; nothing in them can load, run or lead anywhere but a note."""

import html
import re
from collections.abc import Collection

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from vaultmind_ui.theme import Theme

_CITATION = re.compile(r"\[(\d{1,3})\]")


def answer_html(text: str, numbers: Collection[int]) -> str:
    """Return an answer's Markdown as rich text, with ``[n]`` of ``numbers`` as links to ``cite:n``.

    Raw HTML, images and links are shown as they are written.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["image", "link", "autolink", "reference"])

    def citation(state: StateInline, silent: bool) -> bool:
        found = _CITATION.match(state.src, state.pos, state.posMax)
        if found is None or int(found[1]) not in numbers:
            return False
        if not silent:
            state.push("link_open", "a", 1).attrs = {"href": f"cite:{found[1]}"}
            state.push("text", "", 0).content = found[0]
            state.push("link_close", "a", -1)
        state.pos = found.end()
        return True

    parser.inline.ruler.push("citation", citation)
    return str(parser.render(text))


def marked_html(text: str, quote: str, theme: Theme) -> str:
    """Return a passage as rich text with the first ``quote`` in it marked; the quote alone if it is not in it."""
    before, found, after = text.partition(quote)
    if not quote or not found:
        before, found, after = ("", quote, "") if quote else (text, "", "")
    mark = f'<span style="background-color:{theme.marked};">{html.escape(found)}</span>' if found else ""
    return f'<p style="white-space:pre-wrap;">{html.escape(before)}{mark}{html.escape(after)}</p>'
