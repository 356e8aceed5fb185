"""What stands inside the lines of a note: links, tags, comments, highlights, math and footnotes.

One pass over each stretch, without backtracking or recursion; code, HTML and math hide what they hold.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import unquote

from vaultmind.domain.link import Link, LinkKind
from vaultmind.domain.note import Footnote, SectionKind, Tag
from vaultmind.domain.span import Span
from vaultmind.parsing.block_state import Blocks, Stretch
from vaultmind.parsing.line_syntax import HTML_TAG, LINE_END, reference_key

_MARK = re.compile(
    r"\\.|``*|<|!\[\[|!\[|\[\[|\[|\]|\$\$|\$|%%|==|\^\[|#", re.DOTALL
)  # literals first: five times quicker
_TAG = re.compile(r"#([^\u2000-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]+)")
_HTML = re.compile(HTML_TAG + r"|<![A-Za-z][^>]*+>|<\?(?:[^?]|\?(?!>))*+\?>|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+>")
_CODE_RUN = re.compile(r"`+")
_DESTINATION = re.compile(
    r"[ \t]*+(?:\r\n?|\n)?[ \t]*+(?:<((?:[^<>\\\r\n]|\\.)*+)>"
    r"|((?:[^\s\\()]|\\.|\((?:[^\s\\()]|\\.|\((?:[^\s\\()]|\\.)*+\))*+\))*+))"
    r"(?:[ \t\r\n]++(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?[ \t\r\n]*+\)",
    re.DOTALL,
)
_REFERENCE_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999}+)\]", re.DOTALL)
_FOOTNOTE_REFERENCE = re.compile(r"\[\^[^\[\]\s]{1,999}+\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
WIKILINK = re.compile(r"!?\[\[((?:[^\[\]\r\n]|\[(?!\[)|\](?!\]))+)\]\]")
"""A wikilink where no other syntax is read: in properties, bases, headings. One ``]`` does not end it."""

_PIPE = re.compile(r"\\?\|")


class Inlines:
    """Collects what the stretches of one note hold."""

    def __init__(self, text: str, blocks: Blocks) -> None:
        self.text = text
        self.blocks = blocks
        self.links: list[Link] = []
        self.tags: list[Tag] = []
        self.highlights: list[Span] = []
        self.math: list[Span] = []
        self.comments: list[Span] = []
        self.html_comments: list[Span] = []
        self.footnotes: list[Footnote] = []
        self.footnote_references: list[Span] = []
        self.code: list[Span] = []

    def read(self, stretch: Stretch) -> None:
        """Read one stretch."""
        if stretch.kind is SectionKind.TABLE:
            for start, end in _cell_spans(stretch):
                _Reader(self, stretch, start, end).run()
        else:
            _Reader(self, stretch, stretch.start, stretch.end).run()


def _cell_spans(stretch: Stretch) -> list[tuple[int, int]]:
    spans = []
    start = stretch.start
    source = stretch.source
    pipe = source.find("|", start, stretch.end)
    while pipe >= 0:
        if pipe == start or source[pipe - 1] != "\\":
            spans.append((start, pipe))
            start = pipe + 1
        pipe = source.find("|", pipe + 1, stretch.end)
    spans.append((start, stretch.end))
    return spans


def split_wikilink(inside: str) -> tuple[str, str | None, str | None, str | None]:
    """Return target, heading chain, block identifier and alias of what stands between ``[[`` and ``]]``."""
    alias: str | None = None
    pipe = _PIPE.search(inside)
    if pipe is not None and inside[: pipe.start()].strip():
        inside, alias = inside[: pipe.start()], inside[pipe.end() :].strip()
    return (*split_subpath(inside), alias)


def split_subpath(written: str) -> tuple[str, str | None, str | None]:
    """Return path, heading chain and block identifier of a link text: the first ``#`` ends the path."""
    path, mark, subpath = written.partition("#")
    path = path.strip()
    if not mark:
        return path, None, None
    chain, caret, block_id = subpath.rpartition("^")
    if caret and (not chain or chain.endswith("#")):
        return path, chain.strip("#").strip() or None, block_id.strip()
    return path, subpath.strip(), None


def split_destination(written: str) -> tuple[str, str | None, str | None] | None:
    """Return path, heading chain and block identifier of a Markdown destination, or ``None`` for an address elsewhere.

    Each part is percent-decoded after they are divided, as in any URL: ``a%23b.md`` is the file ``a#b.md``.
    """
    if "\\" in written:
        written = _ESCAPED.sub(r"\1", written)
    if "&" in written:
        written = html.unescape(written)
    if not written or _SCHEME.match(written):
        return None
    path, mark, subpath = written.partition("#")
    if "%" in written and not _BAD_PERCENT.search(written):
        with suppress(UnicodeError):
            path, subpath = unquote(path, errors="strict"), unquote(subpath, errors="strict")
    _, heading, block_id = split_subpath(mark + subpath)
    return path.strip(), heading, block_id


class _Reader:
    """Reads one stretch (or one table cell) from left to right."""

    def __init__(self, found: Inlines, stretch: Stretch, start: int, end: int) -> None:
        self.found = found
        self.source = stretch.source
        self.start = start
        self.end = end
        self.shift = stretch.shift
        self.in_comment = stretch.kind is SectionKind.COMMENT
        self.brackets: list[tuple[int, str]] = []
        self.inactive = 0
        self.edge = start
        self.comment_end = -1
        self.highlight = -1
        self.next: dict[str, int] = {}
        self.code_runs: dict[int, list[int]] | None = None
        self.math_ends: list[int] | None = None

    def run(self) -> None:
        """Read to the end."""
        source, end = self.source, self.end
        pos = self.start
        search = _MARK.search
        while mark := search(source, pos, end):
            pos = _READERS[mark[0][0]](self, mark)

    def _span(self, start: int, end: int) -> Span:
        return Span(start + self.shift, end + self.shift)

    def _find(self, wanted: str, pos: int) -> int:
        """Return the next place of ``wanted`` from ``pos``, or -1; each part of the text is searched once."""
        known = self.next.get(wanted, -2)
        if known == -1 or known >= pos:
            return known
        known = self.source.find(wanted, pos, self.end)
        self.next[wanted] = known
        return known

    # -- what hides its inside ---------------------------------------------------------------------------------------

    def escape(self, mark: re.Match[str]) -> int:
        self.edge = mark.end()
        return mark.end()

    def code(self, mark: re.Match[str]) -> int:
        if self.code_runs is None:
            self.code_runs = {}
            for run in _CODE_RUN.finditer(self.source, mark.start(), self.end):
                self.code_runs.setdefault(run.end() - run.start(), []).append(run.start())
        size = mark.end() - mark.start()
        closers = self.code_runs.get(size, [])
        index = bisect_left(closers, mark.end())
        if index == len(closers):
            return mark.end()
        self.edge = closers[index] + size
        self.found.code.append(self._span(mark.start(), self.edge))
        return self.edge

    def angle(self, mark: re.Match[str]) -> int:
        at = mark.start()
        if self.source.startswith("<!--", at):
            close = self._find("-->", at + 2)
            if close < 0:
                return at + 4
            self.edge = close + 3
            self.found.html_comments.append(self._span(at, self.edge))
            return self.edge
        for opening, closing in (("<?", "?>"), ("<!", ">")):
            if self.source.startswith(opening, at):
                close = self._find(closing, at + 2)
                return close + len(closing) if close >= 0 else at + 2
        tag = _HTML.match(self.source, at, self.end)
        if tag is None:
            return at + 1
        self.edge = tag.end()
        return self.edge

    def dollar(self, mark: re.Match[str]) -> int:
        source, at = self.source, mark.start()
        if mark.end() - at == 2:
            close = self._find("$$", at + 2)
            if close < 0:
                return mark.end()
            end = close + 2
        else:
            if at + 1 >= self.end or source[at + 1].isspace():
                return at + 1
            if self.math_ends is None:
                self.math_ends = [found.start() for found in _MATH_END.finditer(source, at, self.end)]
            index = bisect_left(self.math_ends, at + 2)
            if index == len(self.math_ends):
                return at + 1
            end = self.math_ends[index] + 1
        self.found.math.append(self._span(at, end))
        self.edge = end
        return end

    # -- marks around text -------------------------------------------------------------------------------------------

    def percent(self, mark: re.Match[str]) -> int:
        at = mark.start()
        self.edge = mark.end()
        if at == self.comment_end or self.in_comment:
            return mark.end()
        close = self._find("%%", at + 2)
        if close >= 0:
            self.found.comments.append(self._span(at, close + 2))
            self.comment_end = close
        return mark.end()

    def equals(self, mark: re.Match[str]) -> int:
        source, at = self.source, mark.start()
        if self.highlight >= 0 and at > self.highlight + 2 and not source[at - 1].isspace():
            self.found.highlights.append(self._span(self.highlight, at + 2))
            self.highlight = -1
        elif mark.end() < self.end and not source[mark.end()].isspace():
            self.highlight = at
        return mark.end()

    def hash(self, mark: re.Match[str]) -> int:
        source, at = self.source, mark.start()
        trailing = ""
        if at > self.start and at != self.edge and not source[at - 1].isspace():
            before = at
            while before > self.start and source[before - 1] in "*_~=":
                before -= 1
            if before == at or not (before == self.start or source[before - 1].isspace() or before == self.edge):
                return at + 1
            trailing = "_" if "_" in source[before:at] else ""
        tag = _TAG.match(source, at, self.end)
        if tag is None:
            return at + 1
        name = tag[1].rstrip(trailing) if trailing else tag[1]
        if name and not (name.isascii() and name.isdigit()):
            span = self._span(at, at + 1 + len(name))
            self.found.tags.append(Tag(name, span, self.found.blocks.line_of(span.start)))
        return tag.end()

    # -- brackets ----------------------------------------------------------------------------------------------------

    def caret(self, mark: re.Match[str]) -> int:
        self._push(mark.start(), "^")
        return mark.end()

    def open_bracket(self, mark: re.Match[str]) -> int:
        source, at = self.source, mark.start()
        if mark[0].endswith("[["):
            end = self._wikilink(mark)
            if end:
                self.edge = end
                self.inactive = len(self.brackets)
                return end
            self._push(at, "!" if mark[0][0] == "!" else "[")
            return mark.end() - 1
        if mark[0] == "[":
            reference = _FOOTNOTE_REFERENCE.match(source, at, self.end)
            if reference is not None:
                self.found.footnote_references.append(self._span(at, reference.end()))
                self.edge = reference.end()
                return reference.end()
        self._push(at, mark[0][0])
        return mark.end()

    def _push(self, at: int, kind: str) -> None:
        self.inactive = min(self.inactive, len(self.brackets))
        self.brackets.append((at, kind))

    def _wikilink(self, mark: re.Match[str]) -> int:
        source, inner = self.source, mark.end()
        close = self._find("]]", inner)
        if close < 0 or source.find("[[", inner, close) >= 0:
            return 0
        if source.find("\n", inner, close) >= 0 or source.find("\r", inner, close) >= 0:
            return 0
        inside = source[inner:close]
        if not inside.strip() or (inside[0] == "[" and inside.count("[") != inside.count("]")):
            return 0
        kind = LinkKind.EMBED if mark[0][0] == "!" else LinkKind.WIKILINK
        target, heading, block_id, alias = split_wikilink(inside)
        self._add(kind, mark.start(), close + 2, target, heading, block_id, alias)
        return close + 2

    def close_bracket(self, mark: re.Match[str]) -> int:
        if not self.brackets:
            return mark.end()
        at, kind = self.brackets.pop()
        active = len(self.brackets) >= self.inactive
        source, after = self.source, mark.end()
        if kind == "^":
            span = self._span(at, after)
            self.found.footnotes.append(Footnote(None, self.found.blocks.line_of(span.start), span))
            return after
        if not active and kind == "[":
            return after
        destination, end = self._destination(at + (2 if kind == "!" else 1), mark.start())
        if destination is None:
            return after
        if kind == "[":
            self.inactive = len(self.brackets)
        self.edge = end
        named = split_destination(destination)
        if named is not None:
            target, heading, block_id = named
            shown = source[at + (2 if kind == "!" else 1) : mark.start()]
            alias = " ".join(line.strip() for line in LINE_END.split(shown)) if "\n" in shown else shown
            link_kind = LinkKind.EMBED if kind == "!" else LinkKind.MARKDOWN
            self._add(link_kind, at, end, target, heading, block_id, alias)
        return end

    def _destination(self, text_start: int, close: int) -> tuple[str | None, int]:
        """Return where the bracket that closes at ``close`` leads, and where the link ends."""
        source = self.source
        if source.startswith("(", close + 1):
            found = _DESTINATION.match(source, close + 2, self.end)
            if found is not None:
                return (found[1] if found[1] is not None else found[2]), found.end()
        references = self.found.blocks.references
        if not references:
            return None, 0
        end = close + 1
        label = _REFERENCE_LABEL.match(source, end, self.end)
        if label is not None:
            end = label.end()
        if label is not None and label[1].strip():
            name = label[1]
        elif close - text_start <= 999:
            name = source[text_start:close]
        else:
            return None, 0
        written = references.get(reference_key(name))
        if written is None:
            return None, 0
        return (written[1:-1] if written.startswith("<") else written), end

    def _add(
        self, kind: LinkKind, start: int, end: int, target: str, heading: str | None, block_id: str | None,
        alias: str | None,
    ) -> None:  # fmt: skip
        span = self._span(start, end)
        text = self.found.text[span.start : span.end]
        line = self.found.blocks.line_of(span.start)
        self.found.links.append(Link(kind, target, heading, block_id, alias, text, span, line))


_MATH_END = re.compile(r"(?<![\s\\$])\$(?![0-9$])")
_READERS: dict[str, Callable[[_Reader, re.Match[str]], int]] = {
    "\\": _Reader.escape,
    "`": _Reader.code,
    "<": _Reader.angle,
    "$": _Reader.dollar,
    "%": _Reader.percent,
    "=": _Reader.equals,
    "#": _Reader.hash,
    "^": _Reader.caret,
    "[": _Reader.open_bracket,
    "!": _Reader.open_bracket,
    "]": _Reader.close_bracket,
}
