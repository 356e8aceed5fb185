"""A note to chunks: what is embedded and found."""

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.span import Span
from vaultmind.parsing.reading import ReadNote


def split_into_chunks(read: ReadNote, *, is_template: bool = False) -> list[Chunk]:
    """Return the chunks of a note in the order of its text; a note without prose has one chunk, its title."""
    note, text = read.note, read.text
    borders = sorted({0, len(text), *(heading.span.start for heading in note.headings)})
    chunks: list[Chunk] = []
    for start, end in zip(borders, borders[1:] or borders, strict=False):
        path = _heading_path(read, start)
        first = text.count("\n", 0, start) + 1
        chunks.append(
            Chunk(
                note=note.path,
                ordinal=len(chunks),
                span=Span(start, end),
                lines=(first, first + text.count("\n", start, end)),
                heading=path,
                breadcrumb=" > ".join((note.title, *path)),
                text=text[start:end].strip(),
                evidence=not is_template,
            )
        )
    return chunks


def _heading_path(read: ReadNote, place: int) -> tuple[str, ...]:
    path: list[tuple[int, str]] = []
    for heading in read.note.headings:
        if heading.span.start > place:
            break
        while path and path[-1][0] >= heading.level:
            path.pop()
        path.append((heading.level, heading.text))
    return tuple(text for _, text in path)
