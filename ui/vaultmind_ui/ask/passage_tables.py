"""A table of a passage as a table again: the index keeps its rows, and not the line that makes them one."""

from collections.abc import Iterator
from dataclasses import replace

from vaultmind_ui.markdown.values import Block, Inline, Inlines, Paragraph, Run, Style, Table

_BORDER = "|"


def as_table(block: Block) -> Block:
    """Return rows of cells, the first of them the head, as the table that they are; anything else as it is."""
    if not isinstance(block, Paragraph):
        return block
    rows = [list(_cells(line)) for line in _lines(block.inlines)]
    is_framed = all(len(row) > 2 and not row[0] and not row[-1] for row in rows)
    if len(rows) < 2 or not is_framed or len({len(row) for row in rows}) > 1:
        return block
    start = min((one.start for row in rows for cell in row for one in cell if isinstance(one, Run)), default=-1)
    return Table(tuple(tuple(row[1:-1]) for row in rows), ("",) * (len(rows[0]) - 2), start)


def _lines(inlines: Inlines) -> Iterator[list[Inline]]:
    line: list[Inline] = []
    for one in inlines:
        if isinstance(one, Run) and one.text == "\n":
            yield line
            line = []
        else:
            line.append(one)
    yield line


def _cells(line: list[Inline]) -> Iterator[Inlines]:
    """Yield what stands before, between and behind the borders of a line, without the blanks around it."""
    cell: list[Inline] = []
    for one in line:
        if not isinstance(one, Run) or one.style is not Style.PLAIN or one.target is not None:
            cell.append(one)
            continue
        first, *further = _pieces(one)
        cell.append(first)
        for piece in further:
            yield _trimmed(cell)
            cell = [piece]
    yield _trimmed(cell)


def _pieces(run: Run) -> Iterator[Run]:
    """Yield what is between the borders in a run, each with its place in the source."""
    is_exact, at = run.end - run.start == len(run.text), 0
    for text in run.text.split(_BORDER):
        if is_exact:
            yield replace(run, text=text, start=run.start + at, end=run.start + at + len(text))
        else:
            yield replace(run, text=text)
        at += len(text) + len(_BORDER)


def _trimmed(cell: list[Inline]) -> Inlines:
    """Return a cell without the blanks at its ends, and without what is empty then."""
    kept = list(cell)
    if kept and isinstance(kept[0], Run):
        one = kept[0]
        cut = len(one.text) - len(one.text.lstrip())
        kept[0] = replace(one, text=one.text[cut:], start=one.start + cut if one.start >= 0 else -1)
    if kept and isinstance(kept[-1], Run):
        one = kept[-1]
        cut = len(one.text) - len(one.text.rstrip())
        kept[-1] = replace(one, text=one.text.rstrip(), end=one.end - cut if one.end >= 0 else -1)
    return tuple(one for one in kept if not isinstance(one, Run) or one.text)
