"""What a passage embeds joins it as a passage of its own, once, and can be cited."""

from collections.abc import Iterable, Mapping, Sequence

from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.span import Span
from vaultmind.retrieval.embedded import with_embedded

A, B, C = NotePath("A.md"), NotePath("B.md"), NotePath("C.md")


def chunk(note: NotePath, ordinal: int, heading: tuple[str, ...] = (), block_id: str | None = None) -> Chunk:
    return Chunk(note, ordinal, Span(ordinal * 100, ordinal * 100 + 99), (1, 2), heading, "", "text", block_id=block_id)


class Chunks:
    """The two questions that are asked of a catalog here."""

    def __init__(self, by_id: Mapping[int, Chunk]) -> None:
        self._by_id = by_id

    def chunk(self, chunk_id: int) -> Chunk | None:
        return self._by_id.get(chunk_id)

    def chunks(self, chunk_ids: Iterable[int]) -> Mapping[int, Chunk]:
        return {one: self._by_id[one] for one in chunk_ids}

    def chunk_ids_of(self, path: NotePath) -> Sequence[int]:
        return [one for one, found in self._by_id.items() if found.note == path]


CHUNKS = Chunks({1: chunk(A, 0), 2: chunk(A, 1), 3: chunk(B, 0), 4: chunk(B, 1, ("Soil",)), 5: chunk(C, 0, (), "id")})


def embed(target: str, at: int, heading: str | None = None, block_id: str | None = None) -> Link:
    return Link(LinkKind.EMBED, target, heading, block_id, span=Span(at, at + 5))


def joined(links: Mapping[NotePath, Sequence[Link]], *passages: int) -> list[tuple[int, tuple[NotePath, ...]]]:
    graph = LinkGraph(links)
    found = [Passage(one, CHUNKS.chunks([one])[one], 1.0) for one in passages]
    return [(one.chunk_id, one.via) for one in with_embedded(found, catalog=CHUNKS, graph=graph)]  # type: ignore[arg-type]


def test_an_embedded_heading_and_block_follow_their_passage() -> None:
    links = {A: [embed("B", 10, heading="Soil"), embed("C", 20, block_id="id")], B: [], C: []}
    assert joined(links, 1) == [(1, ()), (4, (A,)), (5, (A,))]


def test_only_what_the_passage_itself_embeds_joins() -> None:
    links = {A: [embed("B", 150)], B: [], C: []}
    assert joined(links, 1) == [(1, ())]
    assert joined(links, 2) == [(2, ()), (3, (A,))]


def test_a_circle_ends_and_nothing_comes_twice() -> None:
    links = {A: [embed("B", 10)], B: [embed("A", 10)], C: []}
    assert joined(links, 1, 3) == [(1, ()), (3, ())]
    assert joined(links, 1) == [(1, ()), (3, (A,))]


def test_what_is_not_there_is_left_out() -> None:
    links = {A: [embed("Nowhere", 10), embed("B", 20, heading="No such")], B: [], C: []}
    assert joined(links, 1) == [(1, ())]
