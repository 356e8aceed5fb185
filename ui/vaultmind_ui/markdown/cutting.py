"""Cutting what is long into parts that are written one by one, so that no event of the window waits for all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.values import (
    Block,
    Blocks,
    Callout,
    Code,
    Inline,
    ItemList,
    Paragraph,
    Quote,
    Run,
    Table,
)

_MOST_ITEMS = 40
_MOST_ROWS = 30
_MOST_BLOCKS = 20
_MOST_CODE_RUNS = 250
_LONGEST_PARAGRAPH = 4_000


def parts_of(key: str, blocks: Blocks) -> Iterator[Part]:
    """Yield the parts of some blocks, the long ones in several; a table's head is shown above each of its parts."""
    for block in blocks:
        for piece in _cut(block):
            yield Part(key, piece)


def _cut(block: Block) -> Iterator[Block]:
    match block:
        case ItemList(items, first) if len(items) > _MOST_ITEMS:
            for start in range(0, len(items), _MOST_ITEMS):
                yield ItemList(items[start : start + _MOST_ITEMS], None if first is None else first + start)
        case Table(rows, sides) if len(rows) > _MOST_ROWS + 1:
            for start in range(1, len(rows), _MOST_ROWS):
                yield Table((rows[0], *rows[start : start + _MOST_ROWS]), sides)
        case Code(runs, language) if len(runs) > _MOST_CODE_RUNS:
            for lines in _batches(_lines(runs), _MOST_CODE_RUNS):
                yield Code(lines, language)
        case Quote(inner) if len(inner) > _MOST_BLOCKS:
            for start in range(0, len(inner), _MOST_BLOCKS):
                yield Quote(inner[start : start + _MOST_BLOCKS])
        case Callout(_, _, "", inner) if len(inner) > _MOST_BLOCKS:
            yield replace(block, blocks=inner[:_MOST_BLOCKS])
            for start in range(_MOST_BLOCKS, len(inner), _MOST_BLOCKS):
                yield replace(block, blocks=inner[start : start + _MOST_BLOCKS], is_continued=True)
        case Paragraph(inlines) if _length(inlines) > _LONGEST_PARAGRAPH:
            yield from _cut_paragraph(inlines)
        case _:
            yield block


def _length(inlines: Sequence[Inline]) -> int:
    return sum(len(one.text) for one in inlines if isinstance(one, Run))


def _cut_paragraph(inlines: Sequence[Inline]) -> Iterator[Paragraph]:
    held: list[Inline] = []
    length = 0
    for one in inlines:
        for piece in _pieces(one):
            held.append(piece)
            length += len(piece.text) if isinstance(piece, Run) else 1
            if length >= _LONGEST_PARAGRAPH:
                yield Paragraph(tuple(held))
                held, length = [], 0
    if held:
        yield Paragraph(tuple(held))


def _pieces(one: Inline) -> Iterator[Inline]:
    """Yield a run in pieces, cut at blanks where it has some, each with its own place in the source."""
    if not isinstance(one, Run) or len(one.text) <= _LONGEST_PARAGRAPH:
        yield one
        return
    is_exact = one.end - one.start == len(one.text)
    at = 0
    while at < len(one.text):
        end = min(at + _LONGEST_PARAGRAPH, len(one.text))
        blank = one.text.rfind(" ", at + 1, end) + 1
        end = blank if blank > at and end < len(one.text) else end
        place = (one.start + at, one.start + end) if is_exact else (one.start, one.end)
        yield replace(one, text=one.text[at:end], start=place[0], end=place[1])
        at = end


def _lines(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    line: list[Run] = []
    for run in runs:
        line.append(run)
        if run.text.endswith("\n"):
            yield tuple(line)
            line = []
    if line:
        yield tuple(line)


def _batches(lines: Iterator[tuple[Run, ...]], most: int) -> Iterator[tuple[Run, ...]]:
    """Yield the runs of so many lines that there are about ``most``, without the line end that ends them."""
    batch: list[Run] = []
    for line in lines:
        batch += line
        if len(batch) >= most:
            yield _without_last_end(batch)
            batch = []
    if batch:
        yield _without_last_end(batch)


def _without_last_end(runs: Sequence[Run]) -> tuple[Run, ...]:
    is_blank = runs[-1].text == "\n"
    return tuple(islice(runs, len(runs) - 1)) if is_blank and len(runs) > 1 else tuple(runs)
