"""Markdown to blocks: what Obsidian would show, as values, each word with its place in the source."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from vaultmind_ui.markdown.code import code_runs
from vaultmind_ui.markdown.formula import read_formula
from vaultmind_ui.markdown.inlines import InlineReader, Lines, Resolve
from vaultmind_ui.markdown.math_text import readable_math
from vaultmind_ui.markdown.syntax import markdown_parser
from vaultmind_ui.markdown.values import (
    Block,
    Blocks,
    Callout,
    Code,
    Embed,
    Footnotes,
    Formula,
    Heading,
    Inlines,
    ItemList,
    LinkToNote,
    ListItem,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Style,
    Table,
)

LONGEST_SHOWN = 300_000
"""Characters of a text that are shown; what is longer is opened in Obsidian."""
_MOST_FOOTNOTES = 500
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_CALLOUT = re.compile(r"\[!([^\]|\n]+)(?:\|[^\]\n]*)?\]([+-]?)[ \t]*")
_TASK = re.compile(r"\[(.)\][ \t]+(?=\S)")
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Embedded:
    """What an embed shows: the title above it and the blocks."""

    title: str
    blocks: Blocks


def read_markdown(
    text: str,
    *,
    resolve: Resolve | None = None,
    citations: Collection[int] = (),
    embeds: Mapping[LinkToNote, Embedded] | None = None,
    nowhere: str = "",
) -> Blocks:
    """Return the blocks of a text; the frontmatter is left out. Offsets are in ``text``. Never raises.

    ``resolve`` says where a link leads, ``citations`` which ``[n]`` are citations, ``embeds`` what embeds show,
    ``nowhere`` what stands in brackets behind a link that leads nowhere. Beyond ``LONGEST_SHOWN`` characters the text
    is cut at a line's end.
    """
    if len(text) > LONGEST_SHOWN:
        text = text[: text.rfind("\n", 0, LONGEST_SHOWN) + 1 or LONGEST_SHOWN]
    reader = _Reader(text, resolve or (lambda _written, _start: None), citations, embeds or {}, nowhere=nowhere)
    blocks = tuple(block for _, block in reader.placed())
    footnotes = reader.footnotes()
    return (*blocks, Footnotes(footnotes)) if footnotes else blocks


class GrowingMarkdown:
    """Reads a text that grows: what can change no more is read once. Footnotes are read with the whole text alone."""

    def __init__(self) -> None:
        self._settled: list[Block] = []
        self._settled_to = 0

    def read(self, text: str, *, citations: Collection[int] = ()) -> Blocks:
        """Return the blocks of ``text``, which begins with the text of the call before."""
        reader = _Reader(text[self._settled_to :], lambda *_: None, citations, {}, base=self._settled_to)
        placed = list(reader.placed())
        borders = [start for start, _ in placed]
        last = max(borders, default=0)
        if last > self._settled_to:
            self._settled += [block for start, block in placed if start < last]
            self._settled_to = last
            placed = [(start, block) for start, block in placed if start >= last]
        return (*self._settled, *(block for _, block in placed))


class _Reader:
    def __init__(
        self,
        text: str,
        resolve: Resolve,
        citations: Collection[int],
        embeds: Mapping[LinkToNote, Embedded],
        *,
        base: int = 0,
        nowhere: str = "",
    ) -> None:
        ends = [(found.start(), found.end()) for found in _LINE_ENDS.finditer(text)]
        starts = [0, *(end for _, end in ends)]
        stops = [*(start for start, _ in ends), len(text)]
        self._lines = [text[start:stop] for start, stop in zip(starts, stops, strict=True)]
        self._starts = [base + start for start in starts]
        self._parser = markdown_parser(frozenset(citations))
        self._inline = InlineReader(self._parser, resolve, nowhere)
        self._embeds = embeds
        self._env: dict[str, object] = {}
        self._footnotes: list[tuple[str, Blocks]] = []

    def placed(self) -> Iterator[tuple[int, Block]]:
        """Return the top-level blocks, each with where its first line begins."""
        normal = "\n".join(self._lines).replace("\0", "\ufffd")
        tokens: list[Token] = []
        self._parser.block.parse(normal, self._parser, self._env, tokens)
        return self._placed(tokens)

    def footnotes(self) -> tuple[tuple[str, Blocks], ...]:
        """Return the footnotes by their numbers, then those never referred to; they are known once all are read."""
        numbered = {number: (str(number), words) for number, words in self._inline_footnotes()}
        unused = []
        for label, blocks in self._footnotes:
            number = self._number_of(label)
            if number:
                numbered.setdefault(number, (str(number), blocks))
            else:
                unused.append((label, blocks))
        return (*(numbered[number] for number in sorted(numbered)), *unused)

    def _placed(self, tokens: Sequence[Token]) -> Iterator[tuple[int, Block]]:
        at = 0
        while at < len(tokens):
            end = _closing(tokens, at)
            lines = tokens[at].map
            for block in self._block(tokens[at], tokens[at + 1 : end]):
                yield self._starts[lines[0]] if lines else -1, block
            at = end + 1

    def _read(self, tokens: Sequence[Token]) -> Blocks:
        return tuple(block for _, block in self._placed(tokens))

    def _block(self, token: Token, inner: Sequence[Token]) -> Iterator[Block]:
        match token.type:
            case "paragraph_open":
                yield from self._paragraph(inner[0])
            case "heading_open":
                inlines = self._inline.read(self._inline_lines(inner[0]).without_block_id(), self._env)
                yield Heading(int(token.tag[1]), inlines, self._starts[token.map[0]] if token.map else -1)
            case "bullet_list_open" | "ordered_list_open":
                first = int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None
                yield ItemList(tuple(self._items(inner)), first)
            case "blockquote_open":
                yield self._quote(token, inner)
            case "fence" | "code_block":
                language = token.info.strip().split(" ")[0].strip("{}.").lower() if token.type == "fence" else ""
                yield Code(self._code(token, language), language)
            case "math_block" | "math_block_label":
                tree, said = read_formula(token.content), readable_math(token.content)
                text = Paragraph((Run(said, Style.MATH),), is_centred=True)
                yield Formula(tree, said) if tree is not None else text
            case "table_open":
                yield self._table(inner)
            case "hr":
                yield Rule()
            case "html_block":
                yield from self._html(token)
            case "footnote_reference_open":
                self._footnotes.append((str(token.meta["label"]), self._read(inner)))

    def _paragraph(self, token: Token) -> Iterator[Block]:
        lines = self._inline_lines(token).without_block_id()
        inlines = self._inline.read(lines, self._env)
        if not inlines or all(isinstance(one, Run) and not one.text.strip() for one in inlines):
            return
        yield from self._with_embeds(inlines)

    def _with_embeds(self, inlines: Inlines) -> Iterator[Block]:
        """Yield a paragraph, cut where it embeds a note that is at hand."""
        held: list[Run | Picture] = []
        for one in inlines:
            target = one.target if isinstance(one, Run) else None
            embedded = self._embeds.get(target) if isinstance(target, LinkToNote) else None
            if embedded is None or not isinstance(one, Run) or not isinstance(target, LinkToNote):
                held.append(one)
                continue
            if any(isinstance(part, Picture) or part.text.strip() for part in held):
                yield Paragraph(tuple(held))
            held = []
            yield Embed(target, embedded.title, embedded.blocks)
        if any(isinstance(part, Picture) or part.text.strip() for part in held):
            yield Paragraph(tuple(held))

    def _items(self, tokens: Sequence[Token]) -> Iterator[ListItem]:
        at = 0
        while at < len(tokens):
            end = _closing(tokens, at)
            inner = tokens[at + 1 : end]
            task = self._task_of(inner)
            blocks = self._read(inner) if task is None else self._task_blocks(inner, len(task[1]))
            yield ListItem(blocks, task[0] if task else None)
            at = end + 1

    def _task_of(self, tokens: Sequence[Token]) -> tuple[str, str] | None:
        if len(tokens) < 2 or tokens[0].type != "paragraph_open":
            return None
        found = _TASK.match(tokens[1].content)
        return (found[1], found[0]) if found else None

    def _task_blocks(self, tokens: Sequence[Token], mark: int) -> Blocks:
        lines = self._inline_lines(tokens[1]).after(mark).without_block_id()
        words = tuple(self._with_embeds(self._inline.read(lines, self._env)))
        return (*words, *self._read(tokens[3:]))

    def _quote(self, token: Token, inner: Sequence[Token]) -> Block:
        found = None
        if len(inner) > 2 and inner[0].type == "paragraph_open":
            found = _CALLOUT.match(inner[1].content)
        if found is None:
            return Quote(self._read(inner))
        lines = self._inline_lines(inner[1]).after(found.end())
        title = self._inline.read(Lines(lines.texts[:1], lines.starts[:1]), self._env)
        rest = Lines(lines.texts[1:], lines.starts[1:])
        words = tuple(self._with_embeds(self._inline.read(rest.without_block_id(), self._env))) if rest.texts else ()
        start = self._starts[token.map[0]] if token.map else -1
        return Callout(found[1].strip().lower(), title, found[2], (*words, *self._read(inner[3:])), start)

    def _code(self, token: Token, language: str) -> tuple[Run, ...]:
        code = token.content.removesuffix("\n")
        runs = code_runs(code, language)
        if token.map is None:
            return runs
        first = token.map[0] + (1 if token.type == "fence" else 0)
        lines = Lines(*self._stripped(code.split("\n"), first))
        place, at, placed = lines.places(), 0, []
        for run in runs:
            for piece in re.split(r"(\n)", run.text):
                if piece and piece != "\n":
                    start = place(at)
                    placed.append(Run(piece, run.style, None, start, start + len(piece) if start >= 0 else -1, run.ink))
                elif piece:
                    placed.append(Run(piece, run.style))
                at += len(piece)
        return tuple(placed)

    def _table(self, tokens: Sequence[Token]) -> Table:
        rows: list[tuple[Inlines, ...]] = []
        cells: list[Inlines] = []
        sides: list[str] = []
        column = 0
        first = next((token.map[0] for token in tokens if token.type == "tr_open" and token.map), None)
        for token in tokens:
            if token.type == "tr_open":
                cells, column = [], self._starts[token.map[0]] if token.map else -1
            elif token.type == "th_open":
                sides.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            elif token.type == "inline":
                lines = self._inline_lines(token, after=column)
                if lines.starts and lines.starts[0] >= 0:
                    column = lines.starts[0] + len(lines.texts[0])
                cells.append(self._inline.read(lines, self._env))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
        return Table(tuple(rows), tuple(sides), self._starts[first] if first is not None else -1)

    def _html(self, token: Token) -> Iterator[Block]:
        shown = _UNSEEN.sub("", token.content).strip()
        if shown:
            yield Code((Run(shown, Style.CODE | Style.MUTED),), "html")

    def _number_of(self, label: str) -> int:
        """Return the number of a footnote in the order in which they are referred to; 0 where nothing does."""
        footnotes = self._env.get("footnotes")
        referred = footnotes.get("refs", {}) if isinstance(footnotes, dict) else {}
        return int(referred.get(f":{label}", -1)) + 1

    def _inline_footnotes(self) -> Iterator[tuple[int, Blocks]]:
        """Yield what stood in ``^[…]``, with its number; reading one may bring up another."""
        footnotes = self._env.get("footnotes")
        listed = footnotes.get("list", {}) if isinstance(footnotes, dict) else {}
        number = 0
        while number < min(len(listed), _MOST_FOOTNOTES):
            content = listed[number].get("content")
            number += 1
            if content is not None:
                words = self._inline.read(Lines((content.replace("\n", " "),), (-1,)), self._env)
                yield number, (Paragraph(words),)

    def _inline_lines(self, token: Token, *, after: int = -1) -> Lines:
        """Return the lines of an inline token and where each stands in the source; ``after`` is where to look from."""
        texts = token.content.split("\n")
        if token.map is None:
            return Lines(tuple(texts), (-1,) * len(texts))
        return Lines(*self._stripped(texts, token.map[0], after=after))

    def _stripped(
        self, texts: Sequence[str], first: int, *, after: int = -1
    ) -> tuple[tuple[str, ...], tuple[int, ...]]:
        starts = []
        for number, text in enumerate(texts, start=first):
            if number >= len(self._lines):
                starts.append(-1)
                continue
            line, begin = self._lines[number], self._starts[number]
            at = line.find(text, max(0, after - begin)) if after >= 0 else line.rfind(text)
            starts.append(begin + at if at >= 0 else -1)
        return tuple(texts), tuple(starts)


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Return the place of the token that closes the one at ``at``; its own where it opens nothing."""
    if tokens[at].nesting != 1:
        return at
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens)
