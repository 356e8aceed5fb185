"""Cutting what is long into parts that are written one by one, so that no event of the window waits for all of it."""

from collections.abc import Collection, Iterator, Sequence
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
    MoreRows,
    Paragraph,
    Quote,
    Run,
    Table,
    runs_of,
)

_MOST_ITEMS = 40
_MOST_ROWS = 30
_FEWEST_ROWS = 10
_MOST_CELLS_AT_ONCE = 900
_MOST_CELLS = 3_000
"""Cells of a table that are shown, and that are shown more each time somebody asks: Qt takes 2 to 4 KB for each."""
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
        case Table() if len(block.rows) > _FEWEST_ROWS + 1:
            shown, *hidden = _batches_of(block)
            yield from shown
            if hidden:
                yield MoreRows(tuple(hidden))
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


def with_rows(parts: Sequence[Part], asked: Collection[tuple[str, int]]) -> Iterator[Part]:
    """Yield parts with the rows that were asked for, by the key of their text and where their batch starts in it."""
    for part in parts:
        if not isinstance(part.block, MoreRows):
            yield part
            continue
        hidden: list[tuple[Table, ...]] = []
        for batch in part.block.batches:
            if (part.key, MoreRows((batch,)).start) not in asked:
                hidden.append(batch)
                continue
            if hidden:
                yield Part(part.key, MoreRows(tuple(hidden)))
            hidden = []
            yield from (Part(part.key, table) for table in batch)
        if hidden:
            yield Part(part.key, MoreRows(tuple(hidden)))


def hidden_at(parts: Sequence[Part], key: str, start: int, end: int) -> tuple[str, int] | None:
    """Return the name of the rows not shown that hold some of ``start`` to ``end`` of a text, as one asks for them."""
    for part in parts:
        if part.key == key and isinstance(part.block, MoreRows):
            for batch in part.block.batches:
                if any(run.start < end and run.end > start for run in runs_of(batch)):
                    return key, MoreRows((batch,)).start
    return None


def _batches_of(table: Table) -> Iterator[tuple[Table, ...]]:
    """Yield a table in tables under the same head, as many together as are shown at once."""
    columns = max(1, *map(len, table.rows))
    height = max(_FEWEST_ROWS, min(_MOST_ROWS, _MOST_CELLS_AT_ONCE // columns))
    batch: list[Table] = []
    for start in range(1, len(table.rows), height):
        rows = table.rows[start : start + height]
        if batch and (sum(len(one.rows) - 1 for one in batch) + len(rows)) * columns > _MOST_CELLS:
            yield tuple(batch)
            batch = []
        batch.append(Table((table.rows[0], *rows), table.sides))
    yield tuple(batch)


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
