"""A note as a skin shows it: what was read from it, and where its links lead now."""

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, NotePath
from vaultmind.domain.views import BacklinkView, BlockView, HeadingView, LinkView, MessageView, NoteView
from vaultmind.parsing.reading import ReadNote


def note_view(read: ReadNote, graph: LinkGraph, *, uri: str, with_backlinks: bool = True) -> NoteView:
    """Return the view of a note, its links resolved in ``graph``; what leads to it may be left out."""
    note, path = read.note, read.path
    return NoteView(
        path=path,
        title=note.title,
        aliases=note.aliases,
        tags=note.all_tags(),
        properties=note.properties,
        headings=tuple(HeadingView(one.level, one.text, one.line) for one in note.headings),
        blocks=tuple(BlockView(one.id, one.line, one.extent.start, one.extent.end) for one in note.blocks),
        links=tuple(_link_view(link, graph.names.resolve_link(link, source=path)) for link in note.links),
        backlinks=tuple(BacklinkView(found.source, found.link.line) for found in graph.backlinks(path))
        if with_backlinks
        else (),
        messages=tuple(MessageView(one.role, one.time, one.uid, one.span.start, one.span.end) for one in note.messages),
        repaired_from=note.repaired_from,
        warnings=note.warnings,
        text=read.repaired_text,
        offsets=read.offsets,
        uri=uri,
    )


def block_in(read: ReadNote, lines: tuple[int, int]) -> str | None:
    """Return the identifier of the first block that stands in some lines of a note, ``None`` where none has one."""
    for block in read.note.blocks:
        first = read.text.count("\n", 0, block.span.start) + 1
        last = first + read.text.count("\n", block.span.start, block.span.end)
        if first <= lines[1] and lines[0] <= last:
            return block.id
    return None


def _link_view(link: Link, resolved: NotePath | None) -> LinkView:
    return LinkView(
        kind=link.kind,
        text=link.text,
        target=link.target,
        heading=link.heading,
        block_id=link.block_id,
        alias=link.alias,
        line=link.line,
        start=link.span.start,
        end=link.span.end,
        resolved=resolved,
    )
