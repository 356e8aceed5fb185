"""Cutting what is long into parts that are written one by one, so that no event of the window waits for all of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
    ListItem,
    MoreRows,
    Paragraph,
    Quote,
    Run,
    Style,
    Table,
    inner_of,
    runs_of,
)

_MOST_ROWS = 30
_FEWEST_ROWS = 3
_MOST_COLUMNS = 40
"""Of a wider table the rest is read in Obsidian."""
_MOST_CELLS_AT_ONCE = 120
"""Weight of what one event writes: a cell of a table weighs 1, for that is what takes longest to lay out."""
_LINE, _ITEM = 6, 3
_MOST_CELLS_ASKED_FOR_IN_A_BOX = 900
_MOST_CELLS = 3_000
"""Cells of a table that are shown, and that are shown more each time somebody asks: Qt takes 2 to 4 KB for each."""
_MOST_CELLS_IN_A_BOX = 1_800
"""Cells of all tables in one embed, quote or callout."""
_MOST_CELLS_IN_A_LIST = 300
"""Those of one list: an item of it is written at once."""
_MOST_CELLS_OF_A_TEXT = 12_000
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
        whole = _narrowed(block)
        pieces = room.take(whole, _MOST_CELLS) if isinstance(whole, Table) else _cut(_bounded(whole, room))
        for piece in pieces:
            yield Part(key, piece)


def _narrowed(block: Block) -> Block:
    """Return a block whose tables, wherever they stand, have no more columns than can be shown."""
    if not isinstance(block, Table) or _columns_of(block) <= _MOST_COLUMNS:
        return _inside(block, lambda blocks: tuple(map(_narrowed, blocks)))
    more = ((Run("…", Style.MUTED),),)
    rows = tuple(row[:_MOST_COLUMNS] + (more if len(row) > _MOST_COLUMNS else ()) for row in block.rows)
    return replace(block, rows=rows)


def _bounded(block: Block, room: _Room) -> Block:
    """Return a block with what there is room for of the tables inside it."""
    is_list = isinstance(block, ItemList)
    here = _Room(min(room.cells, _MOST_CELLS_IN_A_LIST if is_list else _MOST_CELLS_IN_A_BOX))
    most = 2 * _MOST_CELLS_AT_ONCE if is_list else _MOST_CELLS_ASKED_FOR_IN_A_BOX
    before = here.cells

    def bounded(blocks: Blocks) -> Blocks:
        return tuple(
            piece
            for one in blocks
            for piece in (here.take(one, most) if isinstance(one, Table) else (_inside(one, bounded),))
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


def _cut(block: Block) -> Iterator[Block]:
    """Yield a block in pieces none of which takes long to write: a box goes on in another box, a list in another."""
    match block:
        case ItemList(items, first) if items:
            for start, end in _together(map(_weight_of_item, items)):
                yield ItemList(items[start:end], None if first is None else first + start)
        case Code(runs, language) if len(runs) > _MOST_CODE_RUNS:
            for lines in _batches(_lines(runs), _MOST_CODE_RUNS):
                yield Code(lines, language)
        case Quote(inner) if inner:
            yield from map(Quote, _pieces_in(inner))
        case Callout(blocks=inner) | Embed(blocks=inner) if inner:
            for number, batch in enumerate(_pieces_in(inner)):
                yield replace(block, blocks=batch, is_continued=block.is_continued or number > 0)
        case Paragraph(inlines) if _length(inlines) > _LONGEST_PARAGRAPH:
            yield from _cut_paragraph(inlines)
        case _:
            yield block


def _pieces_in(blocks: Blocks) -> Iterator[Blocks]:
    """Yield the pieces of the blocks in a box, as many together as one event may write."""
    pieces = [piece for block in blocks for piece in _cut(block)]
    for start, end in _together(map(_weight, pieces)):
        yield tuple(pieces[start:end])


def _together(weights: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield from which to which of some things one event may write; at least one of them."""
    start, end, held = 0, 0, 0
    for its in weights:
        if end > start and held + its > _MOST_CELLS_AT_ONCE:
            yield start, end
            start, held = end, 0
        end += 1
        held += its
    yield start, end


def _weight(block: Block) -> int:
    """Return how much there is to lay out, in cells of a table."""
    match block:
        case Table(rows):
            return len(rows) * _columns_of(block)
        case Code(runs):
            return _LINE + len(runs) // 2
        case ItemList(items):
            return sum(map(_weight_of_item, items))
        case _:
            return _LINE + sum(_weight(one) for inner in inner_of(block) for one in inner)


def _weight_of_item(item: ListItem) -> int:
    return max(_ITEM, sum(map(_weight, item.blocks)) - _ITEM)


def with_rows(parts: Sequence[Part], asked: Collection[tuple[str, int]]) -> Iterator[Part]:
    """Yield parts with the rows that were asked for, by the key of their text and where their batch starts in it."""
    for part in parts:
        for block in _with_asked((part.block,), part.key, asked) if asked else (part.block,):
            if block is part.block:
                yield part
            else:
                yield from (Part(part.key, piece) for piece in _cut(block))


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
    columns = _columns_of(table)
    if len(table.rows) * columns <= _MOST_CELLS_AT_ONCE and len(table.rows) <= _MOST_ROWS + 1:
        yield (table,)
        return
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
