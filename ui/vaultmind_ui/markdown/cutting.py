"""Cutting what is long into parts that are written one by one, so that no event of the window waits for all of it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from vaultmind_ui.markdown.document import OTHER_TEXT, Part
from vaultmind_ui.markdown.values import (
    Block,
    Blocks,
    Bubble,
    Callout,
    Code,
    Embed,
    Footnotes,
    Inline,
    ItemList,
    MoreRows,
    Paragraph,
    Quote,
    Run,
    Table,
    inner_of,
    runs_of,
)

_MOST_ITEMS = 40
_MOST_ROWS = 30
_FEWEST_ROWS = 10
_MOST_CELLS_AT_ONCE = 900
_MOST_CELLS = 3_000
"""Cells of a table that are shown, and that are shown more each time somebody asks: Qt takes 2 to 4 KB for each."""
_MOST_CELLS_IN_A_BOX = 1_800
"""Cells of all tables in one embed, quote, callout or list, which is written at once."""
_MOST_CELLS_OF_A_TEXT = 12_000
_MOST_BLOCKS = 20
_MOST_CODE_RUNS = 250
_LONGEST_PARAGRAPH = 4_000


@dataclass(slots=True)
class _Room:
    """How many cells of tables may still be shown unasked."""

    cells: int

    def take(self, table: Table, most: int) -> Iterator[Table | MoreRows]:
        """Yield as much of a table as there is room for, in batches of ``most`` cells, and the rest to be asked for."""
        shown, *hidden = _batches_of(table, most)
        cells = sum(len(one.rows) for one in shown) * _columns_of(table)
        if cells > self.cells:
            yield MoreRows((shown, *hidden))
            return
        self.cells -= cells
        yield from shown
        if hidden:
            yield MoreRows(tuple(hidden))


def parts_of(key: str, blocks: Blocks) -> Iterator[Part]:
    """Yield the parts of some blocks, the long ones in several; a table's head is shown above each of its parts.

    Of tables, wherever they stand, some rows are shown and the rest to be asked for, so that no text takes all memory.
    """
    room = _Room(_MOST_CELLS_OF_A_TEXT)
    for block in blocks:
        for piece in _cut(_bounded(block, room), room):
            yield Part(key, piece)


def _bounded(block: Block, room: _Room) -> Block:
    """Return a block with what there is room for of the tables inside it."""
    here = _Room(min(room.cells, _MOST_CELLS_IN_A_BOX))
    before = here.cells

    def bounded(blocks: Blocks) -> Blocks:
        return tuple(
            piece
            for one in blocks
            for piece in (here.take(one, _MOST_CELLS_AT_ONCE) if isinstance(one, Table) else (_inside(one, bounded),))
        )

    found = _inside(block, bounded)
    room.cells -= before - here.cells
    return found


def _inside(block: Block, change: Callable[[Blocks], Blocks]) -> Block:
    """Return a block with the blocks in it changed, the same one where it holds none or none is another."""
    match block:
        case Quote(inner) | Bubble(inner) | Callout(blocks=inner) | Embed(blocks=inner):
            changed = change(inner)
            return block if changed == inner else replace(block, blocks=changed)
        case ItemList(items):
            after = tuple(replace(item, blocks=change(item.blocks)) for item in items)
            return block if after == items else replace(block, items=after)
        case Footnotes(entries):
            changed_entries = tuple((label, change(blocks)) for label, blocks in entries)
            return block if changed_entries == entries else Footnotes(changed_entries)
        case _:
            return block


def _cut(block: Block, room: _Room) -> Iterator[Block]:
    match block:
        case ItemList(items, first) if len(items) > _MOST_ITEMS:
            for start in range(0, len(items), _MOST_ITEMS):
                yield ItemList(items[start : start + _MOST_ITEMS], None if first is None else first + start)
        case Table():
            yield from room.take(block, _MOST_CELLS)
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
        for block in _with_asked((part.block,), part.key, asked) if asked else (part.block,):
            yield part if block is part.block else Part(part.key, block)


def _with_asked(blocks: Blocks, key: str, asked: Collection[tuple[str, int]]) -> Blocks:
    found: list[Block] = []
    for block in blocks:
        if not isinstance(block, MoreRows):
            its_key = OTHER_TEXT if isinstance(block, Embed) else key
            found.append(_inside(block, partial(_with_asked, key=its_key, asked=asked)))
            continue
        hidden: list[tuple[Table, ...]] = []
        for batch in block.batches:
            if (key, MoreRows((batch,)).start) not in asked:
                hidden.append(batch)
                continue
            if hidden:
                found.append(MoreRows(tuple(hidden)))
            hidden = []
            found += batch
        if hidden:
            found.append(MoreRows(tuple(hidden)))
    return tuple(found)


def hidden_at(parts: Sequence[Part], key: str, start: int, end: int) -> tuple[str, int] | None:
    """Return the name of the rows not shown that hold some of ``start`` to ``end`` of a text, as one asks for them."""
    for part in parts:
        for its_key, rows in _hidden_in((part.block,), part.key):
            for batch in rows.batches if its_key == key else ():
                if any(run.start < end and run.end > start for run in runs_of(batch)):
                    return key, MoreRows((batch,)).start
    return None


def _hidden_in(blocks: Blocks, key: str) -> Iterator[tuple[str, MoreRows]]:
    """Yield the rows not shown in some blocks, with the key of the text that they are of."""
    for block in blocks:
        if isinstance(block, MoreRows):
            yield key, block
        for inner in inner_of(block):
            yield from _hidden_in(inner, OTHER_TEXT if isinstance(block, Embed) else key)


def _columns_of(table: Table) -> int:
    return max((1, *map(len, table.rows)))


def _batches_of(table: Table, most: int) -> Iterator[tuple[Table, ...]]:
    """Yield a table in tables under the same head, as many together as have ``most`` cells; a short one as it is."""
    if len(table.rows) <= _FEWEST_ROWS + 1:
        yield (table,)
        return
    columns = _columns_of(table)
    height = max(_FEWEST_ROWS, min(_MOST_ROWS, _MOST_CELLS_AT_ONCE // columns))
    batch: list[Table] = []
    for start in range(1, len(table.rows), height):
        rows = table.rows[start : start + height]
        if batch and (sum(len(one.rows) - 1 for one in batch) + len(rows)) * columns > most:
            yield tuple(batch)
            batch = []
        batch.append(Table((table.rows[0], *rows), table.sides, table.start + start))
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
