"""Obsidian's syntax as rules of markdown-it: links, embeds, tags, highlights, comments, citations, addresses."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

_WIKILINK = re.compile(r"!?\[\[([^\n\[\]]*(?:\](?!\])[^\n\[\]]*)*)\]\]")
_TAG = re.compile(r"#([\w\-/]+)")
_CITATION = re.compile(r"\[(\d{1,3})\]")
_ADDRESS = re.compile(r"https?://[^\s<>\[\]`|\"]+", re.IGNORECASE)
_ONLY_DIGITS = re.compile(r"[\d/]+")
_AFTER_ADDRESS = ".,;:!?'»”*_)"
_MOST_NESTED = 20
_MOST_OPENED_AT_ONCE = 2
"""What one rule opens before it reads what is inside: a list and its item."""


@lru_cache(maxsize=64)
def markdown_parser(citations: frozenset[int] = frozenset()) -> MarkdownIt:
    """Return a parser whose blocks and inlines are Obsidian's; ``[n]`` of ``citations`` is a citation.

    Its own rules give each token the place they matched as ``meta["at"]``, a pair of offsets in the inline text.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MOST_NESTED})
    parser.enable(["table", "strikethrough"])
    dollarmath_plugin(parser, allow_space=False, double_inline=True)
    footnote_plugin(parser, move_to_end=False)
    front_matter_plugin(parser)
    parser.block.ruler.before("table", "deepest", _deepest_block)
    parser.block.ruler.before("fence", "comment", _comment_block, {"alt": ["paragraph", "blockquote", "list"]})
    inline = parser.inline.ruler
    inline.before("link", "wikilink", _wikilink)
    inline.before("emphasis", "highlight", _highlight)
    inline.before("escape", "comment", _comment)
    inline.before("link", "tag", _tag)
    inline.before("autolink", "address", _address)
    if citations:

        def citation(state: StateInline, silent: bool) -> bool:
            found = _CITATION.match(state.src, state.pos, state.posMax)
            if found is None or int(found[1]) not in citations:
                return False
            return _take(state, silent, "citation", found[1], found.end())

        inline.before("wikilink", "citation", citation)
    inline.at("text", _text)
    return parser


def _take(state: StateInline, silent: bool, kind: str, content: str, end: int) -> bool:
    """Push one token of what stands from here to ``end``, and go on there."""
    if not silent:
        token = state.push(kind, "", 0)
        token.content = content
        token.meta = {"at": (state.pos, end)}
    state.pos = end
    return True


_TEXT = re.compile(r"(?:[^\n!#$%&*<=>\[\\\]^_`{}~hH]|[hH](?!ttp))+")


def _text(state: StateInline, silent: bool) -> bool:
    """Take what no rule can begin with; ``#`` and the ``h`` of an address stop it, unlike markdown-it's own rule."""
    found = _TEXT.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
    return True


def _wikilink(state: StateInline, silent: bool) -> bool:
    found = _WIKILINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    return _take(state, silent, "embed" if found[0][0] == "!" else "wikilink", found[1], found.end())


def _tag(state: StateInline, silent: bool) -> bool:
    found = _TAG.match(state.src, state.pos, state.posMax)
    if found is None or _ONLY_DIGITS.fullmatch(found[1]):
        return False
    if state.pos and not state.src[state.pos - 1].isspace():
        return False
    return _take(state, silent, "tag", found[1], found.end())


def _address(state: StateInline, silent: bool) -> bool:
    found = _ADDRESS.match(state.src, state.pos, state.posMax)
    if found is None or state.linkLevel or (state.pos and state.src[state.pos - 1].isalnum()):
        return False
    url = found[0].rstrip(_AFTER_ADDRESS)
    return _take(state, silent, "address", url, state.pos + len(url))


def _comment(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    end = state.src.find("%%", state.pos + 2, state.posMax)
    return _take(state, silent, "comment", "", state.posMax if end < 0 else end + 2)


def _highlight(state: StateInline, silent: bool) -> bool:
    start = state.pos + 2
    if not state.src.startswith("==", state.pos) or state.src[start : start + 1] in ("", " ", "\n", "="):
        return False
    end = state.src.find("==", start + 1, state.posMax)
    if end < 0 or "\n\n" in state.src[start:end] or state.level >= _MOST_NESTED:
        return False
    if silent:
        state.pos = end + 2
        return True
    last = state.posMax
    state.push("highlight_open", "", 1)
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.push("highlight_close", "", -1)
    state.pos, state.posMax = end + 2, last
    return True


def _deepest_block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Take words in so many boxes that the parser would drop those of one more, as a paragraph without their marks."""
    if state.level < _MOST_NESTED - _MOST_OPENED_AT_ONCE or silent:
        return False
    end = first
    while end < last and not state.isEmpty(end):
        end += 1
    lines = [state.src[state.bMarks[line] : state.eMarks[line]].lstrip(" \t>") for line in range(first, end)]
    place = [first, end]
    state.line = end
    state.push("paragraph_open", "p", 1).map = place
    words = state.push("inline", "", 0)
    words.content, words.map, words.children = "\n".join(lines), place, []
    state.push("paragraph_close", "p", -1)
    return True


def _comment_block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Take a comment that begins a line and ends in another one, or never."""
    start = state.bMarks[first] + state.tShift[first]
    line = state.src[start : state.eMarks[first]]
    if not line.startswith("%%") or "%%" in line[2:]:
        return False
    if silent:
        return True
    end = first + 1
    while end < last and "%%" not in state.src[state.bMarks[end] : state.eMarks[end]]:
        end += 1
    state.line = min(end + 1, last)
    token = state.push("comment_block", "", 0)
    token.map = [first, state.line]
    return True
