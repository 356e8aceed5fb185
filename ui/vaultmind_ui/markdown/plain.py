"""What Markdown says in words alone, for a line of a list or a card that shows how a note begins."""

from collections.abc import Iterable, Iterator

from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.markdown.values import (
    Block,
    Callout,
    Code,
    Embed,
    Formula,
    Heading,
    MoreRows,
    Paragraph,
    Properties,
    Table,
    inner_of,
    plain_text,
)

_BETWEEN_CELLS = " · "


def plain_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the words of blocks, a line for each paragraph, item or row; what has no words is left out."""
    for block in blocks:
        match block:
            case Paragraph(inlines) | Heading(inlines=inlines):
                said: Iterable[str] = plain_text(inlines).splitlines()
            case Formula(said=text):
                said = text.splitlines()
            case Code(runs):
                said = plain_text(runs).splitlines()
            case Table(rows):
                said = (_BETWEEN_CELLS.join(filter(None, map(plain_text, row))) for row in rows)
            case MoreRows(batches):
                said = plain_lines(table for batch in batches for table in batch)
            case Callout(title=title, blocks=inner):
                said = (plain_text(title), *plain_lines(inner))
            case Embed(title=title, blocks=inner):
                said = plain_lines(inner) if inner else (title,)
            case Properties():
                said = ()
            case _:
                said = (line for inner in inner_of(block) for line in plain_lines(inner))
        yield from (line for line in map(str.strip, said) if line)


def beginning_of(text: str, letters: int) -> str:
    """Return how a note begins, in words alone and at most so many letters; ``"…"`` says that it goes on."""
    read = "\n".join(plain_lines(read_markdown(text[: 4 * letters])))
    return read[:letters].rstrip() + "…" if len(read) > letters or len(text) > 4 * letters else read
