"""What a passage embeds is read with it: each embedded place joins as a passage of its own, so that it can be cited."""

from collections.abc import Iterator, Sequence

from vaultmind.domain.chunk import Passage
from vaultmind.domain.graph import LinkGraph, ResolvedLink
from vaultmind.domain.link import LinkKind, name_key
from vaultmind.ports import Catalog

_SHARE = 0.9
_MOST = 6


def with_embedded(passages: Sequence[Passage], *, catalog: Catalog, graph: LinkGraph) -> list[Passage]:
    """Return the passages, each followed by what it embeds and is not among them; embeds in those are not followed."""
    known = {passage.chunk_id for passage in passages}
    joined: list[Passage] = []
    left = _MOST
    for passage in passages:
        joined.append(passage)
        for chunk_id in _embedded_in(passage, catalog, graph):
            chunk = catalog.chunk(chunk_id)
            if chunk_id in known or chunk is None or not left:
                continue
            known.add(chunk_id)
            left -= 1
            joined.append(Passage(chunk_id, chunk, passage.score * _SHARE, via=(passage.chunk.note,)))
    return joined


def _embedded_in(passage: Passage, catalog: Catalog, graph: LinkGraph) -> Iterator[int]:
    """Yield the first chunk of each place that the text of a passage embeds."""
    for found in graph.outgoing(passage.chunk.note):
        is_inside = passage.chunk.span.start <= found.link.span.start < passage.chunk.span.end
        if found.link.kind is LinkKind.EMBED and is_inside and found.target is not None:
            chunk_id = _place_of(found, catalog)
            if chunk_id is not None:
                yield chunk_id


def _place_of(embed: ResolvedLink, catalog: Catalog) -> int | None:
    """Return the chunk that an embed shows first: of its block, of its heading, or of the whole note."""
    assert embed.target is not None
    ids = catalog.chunk_ids_of(embed.target)
    chunks = catalog.chunks(ids)
    if embed.link.block_id is not None:
        wanted = f"^{embed.link.block_id}"
        return next(
            (one for one in ids if chunks[one].block_id == embed.link.block_id or wanted in chunks[one].text), None
        )
    if embed.link.heading is not None:
        heading = name_key(embed.link.heading.rpartition("#")[2])
        return next((one for one in ids if heading in map(name_key, chunks[one].heading)), None)
    return next(iter(ids), None)
