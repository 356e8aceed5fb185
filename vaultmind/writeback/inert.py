"""What a model wrote, made harmless: nothing in it runs, loads, hides or reaches out when it stands in a note.

Where Markdown is live, and where it is code that shows as it is, is asked of two parsers: a place counts as code only
if both say so. Each change may uncover another form, so the rules are applied until nothing changes.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vaultmind.domain.link import LinkKind, NotePath
from vaultmind.domain.note import Note
from vaultmind.domain.span import Span
from vaultmind.parsing.markdown import parse_note

_ROUNDS = 12
_HERE = NotePath("inert.md")
_DOLLARS = re.compile(r"(?<!\\)\$\$")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEMPLATE = re.compile(r"<(?=%)")
_LEADING_FENCE = re.compile(r"\A(\s*)---(?=[ \t]*(?:\r|\n|\Z))")
_INLINE_SCRIPT = re.compile(r"(`\s*\$)(?==)")
_INLINE_CONTROL = re.compile(r"(`\s*(?:BUTTON|INPUT|VIEW|EMBED))(?=\[)")
_FENCE = re.compile(r"(`{3,}|~{3,})(?![`~])([^\r\n]*)")
_ACTIVE_BLOCK = re.compile(
    r"\W*(?:dataviewjs|datacore\w*|js-?engine\b|customjs\b|templater\b|buttons?\b|meta-bind|run-|jsx[:-]|react\b|tasks\b"
    r"|leaflet\b|iframe\b|widget|quickadd\b)",
    re.IGNORECASE,
)
_ALLOWED_ADDRESS = re.compile(r"(?:https?://|mailto:|obsidian://open(?:[/?]|\Z))", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BACKSLASHED = re.compile(r"\\([!-/:-@\[-`{-~])")
_IGNORED_IN_ADDRESS = re.compile(r"[\x00-\x20\u00ad\u200b-\u200f\u2060\ufeff]")
_DESTINATION = re.compile(r"\s*(?:<((?:[^<>\\\r\n]|\\.)*)>|((?:[^\s\\]|\\.)*))")
_SITES = re.compile(
    r"(?P<tag>(?<!\\)<(?=[A-Za-z/!?]))"
    r"|(?P<comment>%{2,})"
    r"|(?P<image>!(?=\[(?!\[)))"
    r"|(?P<link>(?<=\])\()"
    r"|(?P<definition>(?:^|(?<=\r))[ \t>]*(?=\[(?!\^)(?:[^\[\]\\]|\\.){1,999}\]:))"
    r"|(?P<block_id>(?:(?<=[ \t>\r])|^)\^(?=[A-Za-z0-9-]+[ \t]*(?:\r|$)))"
    r"|(?P<action>\bobsidian:(?=//(?!open(?:[/?]|$))))",
    re.MULTILINE,
)
_AUTOLINK = re.compile(r"(?:https?://[^\s<>]*|mailto:[^\s<>]*|[\w.+-]+@[\w.-]+)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Site:
    """A place where a form may begin, and what stands there instead where it is live."""

    kind: str
    start: int
    end: int


def make_inert(text: str) -> str:
    """Return ``text`` so that nothing in it acts when it stands in a note; harmless Markdown is returned as it is.

    Scripts in code blocks and inline code, template marks, buttons, HTML, remote images, comments, a leading ``---``,
    block identifiers and addresses of other schemes than ``http``, ``https`` and ``mailto`` lose their effect and stay
    readable. Whatever the text leaves open is closed. ``make_inert(make_inert(text))`` is ``make_inert(text)``.
    """
    made = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    for _ in range(_ROUNDS):
        changed = _closed(_one_round(made))
        if changed == made:
            return made
        made = changed
    return _fenced(made)


def is_live(text: str, spans: Sequence[Span]) -> list[bool]:
    """Say of each place whether it is Markdown, and not the inside of code, math or a comment; places in order."""
    views = _Views(text, [_Site("place", span.start, span.end) for span in spans])
    return [views.is_live(number) for number in range(len(spans))]


def _one_round(text: str) -> str:
    text = _LEADING_FENCE.sub(r"\1***", text)
    text = _TEMPLATE.sub("< ", text)
    text = _INLINE_SCRIPT.sub(r"\1 ", text)
    text = _INLINE_CONTROL.sub(r"\1 ", text)
    text = _FENCE.sub(_plain_block, text)
    return _without_live_forms(_without_lone_math(text))


def _plain_block(fence: re.Match[str]) -> str:
    """Name a code block that a plugin would run ``text``."""
    language = _BACKSLASHED.sub(r"\1", html.unescape(fence[2])).strip(" \t{.")
    return f"{fence[1]}text {fence[2].lstrip()}" if _ACTIVE_BLOCK.match(language) else fence[0]


def _without_lone_math(text: str) -> str:
    """Escape each ``$$`` that has no partner, so that it finds none in the note it is put into."""
    math = parse_note(_HERE, text).math
    lone = [
        _Site("math", *found.span())
        for found in _DOLLARS.finditer(text)
        if not any(span.start <= found.start() < span.end for span in math)
    ]
    views = _Views(text, lone)
    return _replaced(text, lone, lambda number, _: "$$" if views.is_code(number) else "\\$\\$")


def _without_live_forms(text: str) -> str:
    sites = [_Site(found.lastgroup or "", *found.span()) for found in _SITES.finditer(text)]
    return _replaced(text, sites, _Views(text, sites).harmless)


def _replaced(text: str, sites: Sequence[_Site], instead: Callable[[int, _Site], str]) -> str:
    pieces: list[str] = []
    done = 0
    for number, site in enumerate(sites):
        pieces += (text[done : site.start], instead(number, site))
        done = site.end
    return "".join(pieces) + text[done:]


class _Views:
    """How two parsers see the sites of a text: each site gets a link as a probe, and is live where that is a link."""

    def __init__(self, text: str, sites: Sequence[_Site]) -> None:
        self._text = text
        mark = "vmprobe"
        while mark in text:
            mark += "q"
        probe = re.compile(rf"{mark}(\d+)x")
        probed = "".join(_with_probes(text, sites, mark)) if sites else ""
        note = parse_note(_HERE, probed)
        self._note = parse_note(_HERE, text)
        self._linked = {int(found[1]) for link in note.links for found in probe.finditer(link.target)}
        self._math = {int(found[1]) for span in note.math for found in probe.finditer(span.of(probed))}
        self._code = {int(found[1]) for code in _code_in(_second_opinion(probed)) for found in probe.finditer(code)}

    def is_code(self, number: int) -> bool:
        """Say whether both parsers see a site as code."""
        return number not in self._linked and number in self._code

    def is_live(self, number: int) -> bool:
        """Say whether both parsers see a site as Markdown."""
        return number in self._linked and number not in self._code

    def harmless(self, number: int, site: _Site) -> str:
        """Return what stands at a site: its own characters where it does nothing."""
        written = self._text[site.start : site.end]
        if self.is_code(number):
            return written
        if number in self._math and number not in self._linked:
            return "< " if site.kind == "tag" else written
        return _HARMLESS[site.kind](self._text, site, self._note)


def _with_probes(text: str, sites: Sequence[_Site], mark: str) -> Iterator[str]:
    done = 0
    for number, site in enumerate(sites):
        # What hides the text after it is replaced by its probe; all others stay behind theirs.
        hides = site.kind in ("tag", "comment", "math")
        yield f"{text[done : site.start]}[[{mark}{number}x]]"
        done = site.end if hides else site.start
    yield text[done:]


def _second_opinion(text: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)


def _code_in(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("fence", "code_block", "code_inline"):
            yield token.content
        yield from _code_in(token.children or [])


def _tag(text: str, site: _Site, note: Note) -> str:
    is_destination = text[: site.start].endswith("](") and any(
        link.kind in (LinkKind.MARKDOWN, LinkKind.EMBED) and link.span.start < site.start < link.span.end
        for link in note.links
    )
    return "<" if is_destination or _AUTOLINK.match(text, site.end) else "&lt;"


def _comment(text: str, site: _Site, note: Note) -> str:  # noqa: ARG001 - all forms have one signature
    return " ".join(text[site.start : site.end])


def _image(text: str, site: _Site, note: Note) -> str:
    is_local = any(link.kind is LinkKind.EMBED and link.span.start == site.start for link in note.links)
    label = re.match(r"!\[((?:[^\[\]\\]|\\.)*)\](?!\()(?:\[((?:[^\[\]\\]|\\.)*)\])?", text[site.start :])
    if is_local or (label is not None and not _is_defined(text, label[2] or label[1])):
        return "!"
    return ""


def _is_defined(text: str, label: str) -> bool:
    wanted = " ".join(label.casefold().split())
    defined = re.finditer(r"^[ \t>]*\[((?:[^\[\]\\]|\\.){1,999})\]:", text, re.MULTILINE)
    return any(" ".join(found[1].casefold().split()) == wanted for found in defined)


def _link(text: str, site: _Site, note: Note) -> str:  # noqa: ARG001 - all forms have one signature
    return "(" if _is_harmless_destination(text, site.end) else "\\("


def _definition(text: str, site: _Site, note: Note) -> str:  # noqa: ARG001 - all forms have one signature
    written = text[site.start : site.end]
    return written if _is_harmless_destination(text, text.index("]:", site.end) + 2) else f"{written}\\"


def _is_harmless_destination(text: str, place: int) -> bool:
    found = _DESTINATION.match(text, place)
    return found is None or _is_allowed(found[1] or found[2] or "")


def _is_allowed(written: str) -> bool:
    """Say whether an address is of an allowed scheme or of none, as a browser would read it."""
    address = _IGNORED_IN_ADDRESS.sub("", html.unescape(_BACKSLASHED.sub(r"\1", written)))
    if address.startswith(("//", "\\\\", "/\\", "\\/")):
        return False
    return bool(_ALLOWED_ADDRESS.match(address)) or not _SCHEME.match(address)


def _block_id(text: str, site: _Site, note: Note) -> str:  # noqa: ARG001 - all forms have one signature
    return "\\^"


def _action(text: str, site: _Site, note: Note) -> str:  # noqa: ARG001 - all forms have one signature
    return "obsidian: "


_HARMLESS: dict[str, Callable[[str, _Site, Note], str]] = {
    "tag": _tag,
    "comment": _comment,
    "image": _image,
    "link": _link,
    "definition": _definition,
    "block_id": _block_id,
    "action": _action,
}


def _closed(text: str) -> str:
    """Return ``text`` with an end for a code or math block that it leaves open, so that it cannot swallow a note."""
    if _ends_live(text):
        return text
    openers = [found[1] for found in _FENCE.finditer(text)]
    for end in dict.fromkeys([*reversed(openers), "$$"]):
        closed = f"{text.rstrip()}\n{end}"
        if _ends_live(closed):
            return closed
    return _fenced(text)


def _ends_live(text: str) -> bool:
    after = len(text) + 2
    return is_live(f"{text}\n\n", [Span(after, after)])[0]


def _fenced(text: str) -> str:
    """Return ``text`` as one code block, which shows it and does nothing."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
