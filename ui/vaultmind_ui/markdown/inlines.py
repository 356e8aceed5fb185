"""The inline part of Markdown as runs of text, each with its place in the source."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vaultmind_ui.markdown.math_text import readable_math
from vaultmind_ui.markdown.values import (
    Inline,
    Inlines,
    LinkToCitation,
    LinkToFootnote,
    LinkToNote,
    LinkToTag,
    LinkToWeb,
    Picture,
    Run,
    Style,
    Target,
)

_WEB = frozenset({"http", "https", "mailto"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BLOCK_ID = re.compile(r"(?:^|[ \t])\^[A-Za-z0-9\-]+[ \t]*$")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".avif")
_TAG_STYLES = {
    "b": Style.BOLD,
    "strong": Style.BOLD,
    "i": Style.ITALIC,
    "em": Style.ITALIC,
    "s": Style.STRUCK,
    "del": Style.STRUCK,
    "mark": Style.HIGHLIGHT,
    "sup": Style.RAISED,
    "sub": Style.LOWERED,
    "code": Style.CODE,
    "kbd": Style.CODE,
}
_HTML_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^>]*>")
_TOKEN_STYLES = {"strong": Style.BOLD, "em": Style.ITALIC, "s": Style.STRUCK, "highlight": Style.HIGHLIGHT}

Resolve = Callable[[str, int], str | None]
"""Where a link leads: its target as written and its place in the source; ``""`` for nowhere, ``None``: not known."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of inline Markdown, without what stands before them, and where each begins in the source (-1: nowhere)."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    def without_block_id(self) -> "Lines":
        """Return the lines without the block identifier that ends them, e.g. ``^soil-1``."""
        if not self.texts:
            return self
        last = _BLOCK_ID.sub("", self.texts[-1])
        return Lines((*self.texts[:-1], last), self.starts)

    def after(self, characters: int) -> "Lines":
        """Return the lines without the first characters of the first."""
        start = self.starts[0] + characters if self.starts[0] >= 0 else -1
        return Lines((self.texts[0][characters:], *self.texts[1:]), (start, *self.starts[1:]))

    def places(self) -> Callable[[int], int]:
        """Return what leads from an offset in ``text`` to one in the source."""
        begins, at = [], 0
        for text in self.texts:
            begins.append(at)
            at += len(text) + 1

        def place(offset: int) -> int:
            line = bisect_right(begins, offset) - 1
            start = self.starts[line] if line >= 0 else -1
            return start + offset - begins[line] if start >= 0 else -1

        return place


@dataclass(slots=True)
class InlineReader:
    """Reads inline Markdown with one parser; ``resolve`` says where links lead, ``nowhere`` stands behind dead ones."""

    parser: MarkdownIt
    resolve: Resolve = field(default=lambda _written, _start: None)
    nowhere: str = ""

    def read(self, lines: Lines, env: dict[str, object]) -> Inlines:
        """Return the runs and pictures of some lines."""
        text = lines.text
        tokens: list[Token] = []
        self.parser.inline.parse(text, self.parser, env, tokens)
        return tuple(_Walk(text, lines.places(), self.resolve, self.nowhere).inlines(tokens))


class _Walk:
    """One pass over the tokens of one stretch; finds each text again where it stands."""

    def __init__(self, text: str, place: Callable[[int], int], resolve: Resolve, nowhere: str = "") -> None:
        self._text = text
        self._place = place
        self._resolve = resolve
        self._nowhere = nowhere
        self._at = 0
        self._styles: list[tuple[str, Style]] = []
        self._targets: list[Target | None] = []

    def inlines(self, tokens: Sequence[Token]) -> Iterator[Inline]:
        for token in tokens:
            yield from self._inline(token)

    @property
    def _style(self) -> Style:
        style = Style.PLAIN
        for _, one in self._styles:
            style |= one
        return style

    def _inline(self, token: Token) -> Iterator[Inline]:
        kind = token.type
        match kind:
            case "text":
                yield from self._words(token.content)
            case "text_special":
                yield from self._special(token)
            case "softbreak" | "hardbreak":
                self._at = max(self._at, self._text.find("\n", self._at) + 1)
                yield Run("\n", self._style)
            case "code_inline":
                yield from self._words(token.content, Style.CODE)
            case "wikilink" | "embed" | "tag" | "comment" | "citation" | "address":
                start, end = token.meta["at"]
                self._at = end
                yield from self._own(kind, token.content, start, end)
            case "math_inline" | "math_inline_double":
                yield from self._math(token)
            case "link_open":
                self._targets.append(self._target(str(token.attrs.get("href", ""))))
            case "link_close":
                if self._targets:
                    self._targets.pop()
            case "image":
                yield self._image(token)
            case "footnote_ref":
                label = str(token.meta["id"] + 1)
                yield Run(label, Style.RAISED, LinkToFootnote(label))
            case "html_inline":
                yield from self._html(token.content)
            case _:
                self._turn(kind)

    def _words(self, text: str, extra: Style = Style.PLAIN) -> Iterator[Run]:
        if not text:
            return
        at = self._text.find(text, self._at)
        target = self._targets[-1] if self._targets else None
        style = self._style | extra
        if at < 0:
            yield Run(text, style, target)
            return
        self._at = at + len(text)
        yield Run(text, style, target, *self._span(at, self._at))

    def _special(self, token: Token) -> Iterator[Run]:
        """Yield an escaped character or an entity: its words are others than those of the source."""
        at = self._text.find(token.markup, self._at)
        if at >= 0:
            self._at = at + len(token.markup)
        start, end = self._span(at, self._at) if at >= 0 else (-1, -1)
        target = self._targets[-1] if self._targets else None
        yield Run(token.content, self._style, target, start, end)

    def _own(self, kind: str, content: str, start: int, end: int) -> Iterator[Inline]:
        span = self._span(start, end)
        match kind:
            case "citation":
                yield Run(f"[{content}]", self._style, LinkToCitation(int(content)), *span)
            case "tag":
                yield Run(f"#{content}", self._style, LinkToTag(content), *span)
            case "address":
                yield Run(content, self._style, LinkToWeb(content), *span)
            case "wikilink":
                yield self._wikilink(content, start, end)
            case "embed":
                yield self._embed(content, start, end)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the text stands in the source, ``(-1, -1)`` where it does not."""
        first, last = self._place(start), self._place(end - 1)
        return (first, last + 1) if 0 <= first <= last else (-1, -1)

    def _wikilink(self, content: str, start: int, end: int) -> Run:
        target, bar, alias = content.partition("|")
        link = self._link(target, self._place(start))
        shown = alias.strip() if bar and alias.strip() else target.strip().lstrip("#").replace("#", " > ")
        style = self._style | (Style.UNRESOLVED if link.path == "" else Style.PLAIN)
        if link.path == "" and self._nowhere:
            return Run(f"{shown} ({self._nowhere})", style, link, *self._span(start, end))
        at = self._text.find(shown, start, end)
        return Run(shown, style, link, *(self._span(at, at + len(shown)) if at >= 0 else self._span(start, end)))

    def _embed(self, content: str, start: int, end: int) -> Inline:
        target, _, size = content.partition("|")
        link = self._link(target, self._place(start), is_embed=True)
        path = link.path or link.written
        if path.lower().endswith(_PICTURES):
            width = size.strip().partition("x")[0]
            return Picture(path, link.written, min(int(width), 4000) if width.isascii() and width.isdigit() else 0)
        style = self._style | (Style.UNRESOLVED if link.path == "" else Style.PLAIN)
        return Run(target.strip() or content, style, link, *self._span(start, end))

    def _link(self, written: str, start: int, *, is_embed: bool = False) -> LinkToNote:
        name, _, part = written.strip().partition("#")
        is_block = part.startswith("^")
        heading, block = ("", part[1:]) if is_block else (part, "")
        return LinkToNote(name.strip(), self._resolve(name.strip(), start), heading, block, is_embed)

    def _target(self, href: str) -> Target | None:
        """Return what a Markdown link leads to; ``None``, plain text, for an address of any other kind."""
        if _SCHEME.match(href):
            return LinkToWeb(href) if href.partition(":")[0].lower() in _WEB else None
        if _is_elsewhere(href):
            return None
        return self._link(unquote(href), self._place(self._at))

    def _image(self, token: Token) -> Inline:
        source = str(token.attrs.get("src", ""))
        alt = token.content or source
        if _is_elsewhere(source):
            return Run(f"[{alt}]", self._style | Style.MUTED)  # what lies elsewhere is named and never fetched
        link = self._link(unquote(source), self._place(self._at))
        path = link.path or link.written
        if path.lower().endswith(_PICTURES):
            return Picture(path, alt)
        return Run(alt, self._style, link)

    def _math(self, token: Token) -> Iterator[Run]:
        at = self._text.find(token.content, self._at)
        start, end = (-1, -1)
        if at >= 0:
            self._at = at + len(token.content)
            start, end = self._span(at, self._at)
        yield Run(readable_math(token.content), self._style | Style.MATH, None, start, end)

    def _html(self, written: str) -> Iterator[Run]:
        self._at = max(self._at, self._text.find(written, self._at) + len(written))
        if written.startswith("<!--"):
            return
        if _LINE_BREAK.fullmatch(written):
            yield Run("\n", self._style)
            return
        tag = _HTML_TAG.fullmatch(written)
        name = tag[2].lower() if tag else ""
        if tag is None or name not in _TAG_STYLES:
            yield Run(written, self._style | Style.MUTED)
        elif not tag[1]:
            self._styles.append((f"<{name}", _TAG_STYLES[name]))
        else:
            self._leave(f"<{name}")

    def _turn(self, kind: str) -> None:
        name, _, way = kind.rpartition("_")
        if name in _TOKEN_STYLES and way == "open":
            self._styles.append((name, _TOKEN_STYLES[name]))
        elif name in _TOKEN_STYLES:
            self._leave(name)

    def _leave(self, name: str) -> None:
        for place in range(len(self._styles) - 1, -1, -1):
            if self._styles[place][0] == name:
                del self._styles[place]
                return


def _is_elsewhere(address: str) -> bool:
    """Say whether an address is of another scheme or of another machine, also where it is percent-encoded."""
    return any(_SCHEME.match(one) or one.startswith(("//", "\\")) for one in (address, unquote(address)))
