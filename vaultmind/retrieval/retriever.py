"""From a question to passages: words and meaning, then what the strongest notes are linked with, then a choice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from vaultmind.domain.chunk import Chunk, Passage, Ranks
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.views import SearchMode
from vaultmind.parsing.morphology import stems_of
from vaultmind.ports import Catalog, Embedder, LexicalIndex, Reranker, Scored, Vector, VectorStore
from vaultmind.retrieval.diversity import diversify
from vaultmind.retrieval.expansion import Neighbour, Neighbourhood, neighbours_of
from vaultmind.retrieval.fusion import Scale, in_order, places, scale_of
from vaultmind.retrieval.language import Meaning, question_language
from vaultmind.retrieval.query import Query, parse_query
from vaultmind.retrieval.titles import TitleIndex
from vaultmind.retrieval.weights import SHIPPED, Weights


@dataclass(slots=True)
class _Found:
    """What one question has brought so far, by chunk id."""

    query: Query
    lexical: Sequence[Scored]
    semantic: Sequence[Scored]
    vector: Vector | None
    lexical_scale: Scale
    semantic_scale: Scale
    allowed: frozenset[int] | None
    chunks: dict[int, Chunk] = field(default_factory=dict)
    similarity: dict[int, float] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)
    graph_rank: dict[int, int] = field(default_factory=dict)
    via: dict[int, tuple[NotePath, ...]] = field(default_factory=dict)


class Retriever:
    """Searches one index. Without vectors or embedder it finds by words alone; nothing is kept between questions.

    ``graph`` and ``titles`` are the caller's to keep current; ``is_excluded`` names notes that the person excluded in
    Obsidian, which are found only with ``include_excluded``.
    """

    def __init__(
        self,
        catalog: Catalog,
        lexical: LexicalIndex,
        vectors: VectorStore | None,
        embedder: Embedder | None,
        graph: LinkGraph,
        *,
        titles: TitleIndex | None = None,
        is_excluded: Callable[[NotePath], bool] = lambda _: False,
        reranker: Reranker | None = None,
        weights: Weights = SHIPPED,
    ) -> None:
        self._catalog = catalog
        self._lexical = lexical
        self._vectors = vectors
        self._graph = graph
        self._titles = titles
        self._is_excluded = is_excluded
        self._reranker = reranker
        self._weights = weights
        self.meaning = Meaning(embedder, centring=weights.centring) if embedder is not None else None

    def search(
        self, question: str, *, limit: int = 10, mode: SearchMode = "hybrid", use_graph: bool = True
    ) -> list[Passage]:
        """Return up to ``limit`` passages, best first, each with its ranks and the notes whose links led to it."""
        found = self._ask(parse_query(question), mode)
        base = in_order(found.scores)
        order = self._with_neighbours(found, base) if use_graph and base else base
        chosen = diversify(
            [(chunk_id, found.chunks[chunk_id]) for chunk_id in order if chunk_id in found.chunks],
            limit=limit,
            per_note=self._weights.per_note,
            near_duplicate=self._weights.near_duplicate,
        )
        return self._passages(found, chosen)

    def _ask(self, query: Query, mode: SearchMode) -> _Found:
        weights = self._weights
        filters = query.words.filters
        allowed = self._lexical.chunks_where(filters) if filters else None
        lexical = self._lexical.search(query.words, limit=weights.depth) if mode != "semantic" else ()
        vector = self._vector(query) if mode != "lexical" else None
        semantic: Sequence[Scored] = ()
        if vector is not None and self._vectors is not None:
            semantic = self._vectors.search(vector, limit=weights.depth)
            if allowed is not None:
                semantic = [entry for entry in semantic if entry.chunk_id in allowed]
        if query.words.all or query.words.none:
            asked_for = {entry.chunk_id for entry in lexical}
            semantic = [entry for entry in semantic if entry.chunk_id in asked_for] if mode != "semantic" else semantic
        found = _Found(query, lexical, semantic, vector, scale_of(lexical), scale_of(semantic), allowed)
        self._look_at(found, [entry.chunk_id for entry in (*lexical, *semantic)])
        return found

    def _vector(self, query: Query) -> Vector | None:
        if self.meaning is None or self._vectors is None or not query.text:
            return None
        return self.meaning.of_question(query.text)

    def _look_at(self, found: _Found, chunk_ids: Sequence[int]) -> None:
        """Read chunks that are not known yet and score them against the question."""
        new = [chunk_id for chunk_id in dict.fromkeys(chunk_ids) if chunk_id not in found.chunks]
        excluded: dict[NotePath, bool] = {}
        for chunk_id, chunk in self._catalog.chunks(new).items():
            if chunk.note not in excluded:
                excluded[chunk.note] = self._is_excluded(chunk.note)
            if not excluded[chunk.note]:
                found.chunks[chunk_id] = chunk
        if found.vector is not None and self._vectors is not None:
            known = {entry.chunk_id: entry.score for entry in found.semantic}
            unknown = [chunk_id for chunk_id in new if chunk_id in found.chunks and chunk_id not in known]
            stored = self._vectors.vectors(unknown)
            found.similarity.update((chunk_id, known[chunk_id]) for chunk_id in new if chunk_id in known)
            if stored:
                products = np.stack(list(stored.values())) @ found.vector
                found.similarity.update(zip(stored, map(float, products), strict=True))
        lexical = {entry.chunk_id: entry.score for entry in found.lexical}
        asked_in = question_language(found.query.text)
        for chunk_id in new:
            if chunk_id in found.chunks:
                is_foreign = bool(asked_in) and found.chunks[chunk_id].language not in ("", asked_in)
                found.scores[chunk_id] = self._score(
                    found, lexical.get(chunk_id), found.similarity.get(chunk_id), is_foreign=is_foreign
                )

    def _score(self, found: _Found, lexical: float | None, similarity: float | None, *, is_foreign: bool) -> float:
        """Return the weighted sum of a chunk's z-scores in the two rankings."""
        weights = self._weights
        if not found.semantic:
            return found.lexical_scale.z(lexical) if lexical is not None else found.lexical_scale.lowest
        if not found.lexical:
            return found.semantic_scale.z(similarity) if similarity is not None else found.semantic_scale.lowest
        words = found.lexical_scale.z(lexical) if lexical is not None else found.lexical_scale.lowest
        if similarity is None:
            return words * (weights.lexical + weights.semantic * weights.imputed)
        meaning = found.semantic_scale.z(similarity)
        if is_foreign:
            words = max(words, weights.imputed * meaning)
        return weights.lexical * words + weights.semantic * meaning

    def _with_neighbours(self, found: _Found, base: Sequence[int]) -> list[int]:
        """Return the chunks in a new order, with those of linked notes among them; the first ones stay first."""
        weights = self._weights
        seeds = list(dict.fromkeys(found.chunks[chunk_id].note for chunk_id in base[: 10 * weights.seeds]))
        best_chunk: dict[NotePath, int] = {}
        for chunk_id in base:
            best_chunk.setdefault(found.chunks[chunk_id].note, chunk_id)
        neighbours = neighbours_of(
            seeds[: weights.seeds],
            around=lambda note: self._around(note, found.chunks[best_chunk[note]]),
            backlink_count=lambda note: len(self._graph.backlinks(note)),
            weights=weights,
        )[: weights.neighbours]
        scores = dict(found.scores)
        top = max(0.0, found.scores[base[0]])
        for rank, neighbour in enumerate(self._reachable(found, neighbours), start=1):
            chunk_id = neighbour[0]
            own = found.scores[chunk_id]
            lifted = weights.neighbour * top * neighbour[1].weight + weights.neighbour_own * own
            scores[chunk_id] = max(own, lifted)
            found.graph_rank[chunk_id] = rank
            found.via[chunk_id] = neighbour[1].via
        locked = list(base[: weights.locked])
        found.scores = scores
        return locked + [chunk_id for chunk_id in in_order(scores) if chunk_id not in locked]

    def _reachable(self, found: _Found, neighbours: Sequence[Neighbour]) -> list[tuple[int, Neighbour]]:
        """Return each neighbour with the chunk of it that is nearest to the question."""
        ids_of = {neighbour.note: list(self._catalog.chunk_ids_of(neighbour.note)) for neighbour in neighbours}
        if found.allowed is not None:
            ids_of = {note: [chunk for chunk in ids if chunk in found.allowed] for note, ids in ids_of.items()}
        self._look_at(found, [chunk_id for ids in ids_of.values() for chunk_id in ids])
        reachable: list[tuple[int, Neighbour]] = []
        for neighbour in neighbours:
            ids = [chunk_id for chunk_id in ids_of[neighbour.note] if chunk_id in found.chunks]
            if ids:
                reachable.append((max(ids, key=lambda chunk_id: (found.scores[chunk_id], -chunk_id)), neighbour))
        return reachable

    def _around(self, note: NotePath, chunk: Chunk) -> Neighbourhood:
        graph = self._graph
        outgoing = dict.fromkeys(link.target for link in graph.outgoing(note) if link.target is not None)
        backlinks = dict.fromkeys(link.source for link in graph.backlinks(note))
        named = self._titles.named_in(stems_of(chunk.text)) if self._titles is not None else []
        linked = outgoing.keys() | backlinks.keys()
        return Neighbourhood(
            tuple(target for target in outgoing if target != note),
            tuple(source for source in backlinks if source != note),
            tuple(target for target in named if target != note and target not in linked),
        )

    def _passages(self, found: _Found, chosen: Sequence[int]) -> list[Passage]:
        lexical: Mapping[int, int] = places(found.lexical)
        semantic: Mapping[int, int] = places(found.semantic)
        return [
            Passage(
                chunk_id=chunk_id,
                chunk=found.chunks[chunk_id],
                score=round(found.scores[chunk_id], 4),
                ranks=Ranks(lexical.get(chunk_id), semantic.get(chunk_id), found.graph_rank.get(chunk_id)),
                via=found.via.get(chunk_id, ()),
            )
            for chunk_id in chosen
        ]
