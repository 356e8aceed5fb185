"""From a question to passages: words and meaning, then what the strongest notes are linked with, then a choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf, log

from vaultmind.domain.chunk import Chunk, ChunkPlace, Passage, Ranks
from vaultmind.domain.daily_notes import asks_of_days_alone
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.query import LexicalQuery, Term, WordFilter
from vaultmind.domain.related import RelatedNote
from vaultmind.domain.series import Series
from vaultmind.domain.views import SearchMode
from vaultmind.parsing.inflection import other_forms
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import stems_of, words_of
from vaultmind.ports import (
    CancelToken,
    Catalog,
    Embedder,
    LexicalIndex,
    Reranker,
    Scored,
    TellsFailure,
    Vector,
    VectorStore,
)
from vaultmind.retrieval.asking_again import asked_with
from vaultmind.retrieval.diversity import diversify, said_before
from vaultmind.retrieval.expansion import Neighbour, Neighbourhood, neighbours_of
from vaultmind.retrieval.explanation import Explanation
from vaultmind.retrieval.forms import with_other_forms
from vaultmind.retrieval.fusion import Leg, Scale, fuse, in_order, of_another_language, places, scale_of
from vaultmind.retrieval.kind import kind_of
from vaultmind.retrieval.language import Meaning
from vaultmind.retrieval.meanwhile import Meanwhile
from vaultmind.retrieval.query import Query, parse_query
from vaultmind.retrieval.related import related_notes
from vaultmind.retrieval.spelling import Respelled, respelled
from vaultmind.retrieval.texts import NEVER, ReadBytes, TextConditions, lists_texts
from vaultmind.retrieval.titles import TitleIndex
from vaultmind.retrieval.weights import SHIPPED, LegWeights, Weights

_SECOND_HOP_KEEPS = 60
_FEW_DAYS = 7
_READ_AT_ONCE = 30
_NOTES_AT_ONCE = 500
_MOST_HITS = 1_000
"""Notes in which a text is found after which no further ones are read: far more than any search shows."""


@dataclass(slots=True)
class _Found:
    """What one question has brought so far, by chunk id."""

    query: Query
    language: str
    lexical: Sequence[Scored]
    semantic: Sequence[Scored]
    read: Vector | None
    """The question's vector as the model gave it; ``vector`` is freed of its language."""
    vector: Vector | None
    lexical_scale: Scale
    semantic_scale: Scale
    allowed: frozenset[int] | None
    legs: LegWeights
    places: dict[int, ChunkPlace] = field(default_factory=dict)
    chunks: dict[int, Chunk] = field(default_factory=dict)
    similarity: dict[int, float] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)
    graph_rank: dict[int, int] = field(default_factory=dict)
    via: dict[int, tuple[NotePath, ...]] = field(default_factory=dict)

    def is_foreign(self, chunk: Chunk | ChunkPlace) -> bool:
        """Say whether a chunk is in another language than the question."""
        return bool(self.language) and chunk.language not in ("", self.language)


class Retriever:
    """Searches one index. Without vectors or embedder it finds by words alone; of a question only its notices are kept.

    ``graph`` and ``titles`` are the caller's to keep current; ``is_excluded`` names notes that the person excluded in
    Obsidian, which are found only with ``include_excluded``. ``read`` is for what asks of the text of notes itself.
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
        read: ReadBytes = lambda _: None,
    ) -> None:
        self._catalog = catalog
        self._lexical = lexical
        self._vectors = vectors
        self._graph = graph
        self._titles = titles
        self._is_excluded = is_excluded
        self._reranker = reranker
        self._weights = weights
        self._texts = TextConditions(catalog, lexical, read)
        self.meaning = Meaning(embedder, centring=weights.centring) if embedder is not None else None

    def looked_up(self, question: str, stop: CancelToken = NEVER, *, is_whole: bool = False) -> Query:
        """Return a question read, what it asks of the text of notes looked up; raise ``Cancelled`` where stopped.

        That may read every note of a vault. Unless ``is_whole`` it ends where more than a search shows are found.
        """
        enough = None if is_whole else _MOST_HITS
        return self._texts.looked_up(parse_query(question), stop, enough=enough)

    def search(
        self,
        question: str | Query,
        *,
        limit: int = 10,
        mode: SearchMode = "hybrid",
        use_graph: bool = True,
        days: Sequence[NotePath] = (),
    ) -> list[Passage]:
        """Return up to ``limit`` passages, best first, each with its ranks and the notes whose links led to it.

        ``days`` are the daily notes that the question means by words such as "last week": they come forward.
        Filters, and what asks for the text of notes, list every note they take, even where two notes say the same.
        """
        found = self._ask(self.looked_up(question) if isinstance(question, str) else question, mode, limit)
        order = self._ordered(found, use_graph=use_graph, days=days)
        return self._passages(found, self._chosen(found, order, limit))

    def related(self, note: NotePath, *, series: Sequence[Series] = (), limit: int = 10) -> list[RelatedNote]:
        """Return the notes most related to one, best first, each with every reason found."""
        return related_notes(
            note,
            catalog=self._catalog,
            graph=self._graph,
            vectors=self._vectors,
            lexical=self._lexical,
            series=series,
            is_excluded=self._is_excluded,
            limit=limit,
        )

    def nearness(self, text: str, passages: Sequence[Passage]) -> Mapping[int, float] | None:
        """Return by id the cosine of each passage to what a query asks without its language; ``None`` without vectors.

        A passage whose vector is not made yet is left out.
        """
        asked = parse_query(text).text
        if self.meaning is None or self._vectors is None or not asked:
            return None
        return self._vectors.similarities(self.meaning.of_question(asked), [one.chunk_id for one in passages])

    def respelled(self, question: str) -> Respelled | None:
        """Return a question in the words of the notes for those that no note has, ``None`` where none is near."""

        def text_of(chunk_id: int) -> str:
            chunk = self._catalog.chunk(chunk_id)
            return f"{chunk.breadcrumb}\n{chunk.text}" if chunk is not None else ""

        is_word = self.meaning.reads_whole if self.meaning is not None else None
        return respelled(question, self._lexical, text_of, is_word=is_word)

    def rarity(self, words: Sequence[str]) -> list[float]:
        """Return for each word how much it says: near 1 where few passages hold it, 0 where all do."""
        whole = log(1 + max(1, self._catalog.totals().chunks))
        return [1 - min(1.0, log(1 + count) / whole) for count in self._lexical.counts([Term(word) for word in words])]

    def explain(
        self,
        note: NotePath,
        question: str | Query,
        *,
        mode: SearchMode = "hybrid",
        use_graph: bool = True,
        days: Sequence[NotePath] = (),
    ) -> Explanation:
        """Return, leg by leg, why a note is or is not among the passages of a question, asked as by ``search``."""
        query = self.looked_up(question, is_whole=True) if isinstance(question, str) else question
        found = self._ask(query, mode, _MOST_HITS)
        own = list(self._catalog.chunk_ids_of(note))
        filters = query.words.filters
        takes_part = bool(own) and (found.allowed is None or any(chunk_id in found.allowed for chunk_id in own))
        order = self._ordered(found, use_graph=use_graph, days=days)
        listed = places(found.lexical), places(found.semantic), dict(found.graph_rank)
        lexical, semantic, linked = (
            min((ranks[chunk_id] for chunk_id in own if chunk_id in ranks), default=None) for ranks in listed
        )
        shown = self._chosen(found, order, len(order))
        place = next((at for at, chunk_id in enumerate(shown, start=1) if chunk_id in own), None)
        same = said_before(self._read_on(found, order), note, near_duplicate=self._nearest_allowed(found))
        scored = [(found.scores[chunk_id], chunk_id) for chunk_id in own if chunk_id in found.scores]
        best = max(scored, default=(None, None))[1]
        words = {stem_of: text for term in query.words.any + query.words.all for stem_of, text in _stems_by(term.text)}
        held = {word for chunk in self._catalog.chunks(own).values() for word in stems_of(_whole(chunk))}
        return Explanation(
            note=note,
            is_indexed=bool(own),
            is_excluded=self._is_excluded(note),
            passes_filters=takes_part or not filters,
            words_found=tuple(text for key, text in words.items() if not held.isdisjoint(_forms_of(key, text))),
            words_missing=tuple(text for key, text in words.items() if held.isdisjoint(_forms_of(key, text))),
            has_vectors=self._vectors is not None and bool(self._vectors.vectors(own)),
            ranks=Ranks(lexical, semantic, linked),
            via=found.via.get(best, ()) if best is not None else (),
            place=place,
            score=found.scores.get(best) if best is not None else None,
            notices=query.notices,
            said_by=same if place is None else None,
        )

    def _chosen(self, found: _Found, order: Sequence[int], limit: int) -> list[int]:
        """Return what is shown of everything that was found."""
        near_duplicate = self._nearest_allowed(found)
        return diversify(
            self._read_on(found, order), limit=limit, per_note=self._weights.per_note, near_duplicate=near_duplicate
        )

    def _nearest_allowed(self, found: _Found) -> float:
        """Return how much of their words two passages may share: all of them in a list of what was asked for."""
        is_list = not found.query.text or bool(found.query.words.hits)
        return inf if is_list else self._weights.near_duplicate

    def notices(self, query: Query) -> tuple[str, ...]:
        """Return what a search for a query could not do."""
        judge = self._reranker if uses_meaning(query) else None
        failed = judge.failure() if isinstance(judge, TellsFailure) else None
        return (f"The reranker failed, so what it did not read stays as found. {failed}",) if failed is not None else ()

    def _ordered(self, found: _Found, *, use_graph: bool, days: Sequence[NotePath]) -> list[int]:
        """Return everything that was found, best first; by filters alone in the order of the index.

        Where words are required or ruled out, links lead nowhere: what they reach need not obey.
        """
        if days:
            self._bring_forward(found, days)
        if not found.query.text and not days:
            return [entry.chunk_id for entry in found.lexical if entry.chunk_id in found.places]
        self._name_first(found)
        base = in_order(found.scores)
        order = self._with_linked(found, base) if use_graph and base and not found.query.is_strict else base
        return self._reranked(found, order) if self._reranker is not None else order

    def _name_first(self, found: _Found) -> None:
        """Let the best passage of a note stand first whose whole name was asked for; without words nothing was."""
        named = self._titles.named_by(stems_of(found.query.text)) if self._titles is not None else ()
        top = max(found.scores.values(), default=0.0)
        for note in named:
            own = [chunk_id for chunk_id, place in found.places.items() if place.note == note]
            if own:
                best = max(own, key=lambda chunk_id: (found.scores[chunk_id], -chunk_id))
                found.scores[best] = max(found.scores[best], 0.0) + max(top, 1.0)

    def _bring_forward(self, found: _Found, days: Sequence[NotePath]) -> None:
        """Let the passages of daily notes stand beside the best ones found, in order of what they say.

        They stand first where the days are all that was asked: other notes only have the word for them.
        """
        ids = [chunk_id for day in days[: self._weights.days] for chunk_id in self._catalog.chunk_ids_of(day)]
        self._look_at(found, [chunk for chunk in ids if found.allowed is None or chunk in found.allowed])
        top = max(found.scores.values(), default=0.0)
        weight = self._weights.of_few_days if len(days) <= _FEW_DAYS else self._weights.of_day
        lift = weight * max(top, 1.0)
        if asks_of_days_alone(found.query.text):
            lift = (
                1.0 + top - min((found.scores[chunk_id] for chunk_id in ids if chunk_id in found.scores), default=top)
            )
        for chunk_id in ids:
            if chunk_id in found.scores:
                found.scores[chunk_id] += lift

    def _reranked(self, found: _Found, order: Sequence[int]) -> list[int]:
        """Return the first passages in the order of a reranker and of what they had; those reached by links stay."""
        if self._reranker is None or not uses_meaning(found.query):
            return list(order)
        best = enumerate(order[: self._weights.reranked])
        seen = [at for at, chunk_id in best if chunk_id not in found.via]
        self._read(found, [order[at] for at in seen])
        seen = [at for at in seen if order[at] in found.chunks]
        ids = [order[at] for at in seen]
        texts = [_whole(found.chunks[chunk_id]) for chunk_id in ids]
        judged = [Scored(*pair) for pair in zip(ids, self._reranker.score(found.query.text, texts), strict=True)]
        known = [Scored(chunk_id, found.scores[chunk_id]) for chunk_id in ids]
        fused = fuse([Leg(judged, self._weights.reranker), Leg(known)])
        changed = list(order)
        for at, chunk_id in zip(seen, in_order(fused), strict=True):
            changed[at] = chunk_id
        return changed

    def _ask(self, query: Query, mode: SearchMode, limit: int) -> _Found:
        weights = self._weights
        reading = self._begin_reading(query) if uses_meaning(query, mode) else None
        legs = self._legs(query)
        forms = with_other_forms(query.words, weight=weights.other_forms, of_any_root=legs.of_any_root)
        query = replace(query, words=forms)
        filters = forms.filters
        allowed = self._lexical.chunks_where(filters) if filters else None
        words = query.words
        if legs.in_row and words.any:
            words = replace(words, any=(*words.any, Term(query.text, weight=legs.in_row)))
        lexical = self._lexical.search(words, limit=weights.depth) if mode != "semantic" else ()
        is_list = words.only_hits or not (words.any or words.all)
        if is_list and len(lexical) >= weights.depth:
            lexical = self._with_notes_beyond(lexical, words, allowed, limit)
        read, vector, semantic = reading.get() if reading is not None else (None, None, ())
        if allowed is not None:
            semantic = [entry for entry in semantic if entry.chunk_id in allowed]
        if query.is_strict:
            asked_for = {entry.chunk_id for entry in lexical}
            semantic = [entry for entry in semantic if entry.chunk_id in asked_for] if mode != "semantic" else semantic
        found = _Found(
            query,
            language_of(query.text),
            lexical,
            semantic,
            read,
            vector,
            scale_of(lexical[: weights.depth], at_least=legs.words_list),
            scale_of(semantic),
            allowed,
            legs,
        )
        first = (*(lexical if is_list else lexical[: weights.considered]), *semantic[: weights.considered])
        self._look_at(found, [entry.chunk_id for entry in first])
        return found

    def _with_notes_beyond(
        self, listed: Sequence[Scored], words: LexicalQuery, allowed: frozenset[int] | None, limit: int
    ) -> Sequence[Scored]:
        """Return a list of full depth, and where ``limit`` asks for more the first passage of each note it left out."""
        held = Counter(place.note for place in self._catalog.chunk_places([one.chunk_id for one in listed]).values())
        if sum(min(count, self._weights.per_note) for count in held.values()) >= limit:
            return listed
        unwanted = (WordFilter(term, is_negated=True) for term in words.none)
        fitting = (one.path for one in self._lexical.notes_where([*words.filters, *unwanted]))
        beyond = [path for path in fitting if path not in held and not self._is_excluded(path)][:limit]
        rest: list[Scored] = []
        for start in range(0, len(beyond), _NOTES_AT_ONCE):
            some = beyond[start : start + _NOTES_AT_ONCE]
            spans_of = self._lexical.chunk_spans(some)
            for path in some:
                ids = (chunk_id for chunk_id, _ in spans_of.get(path, ()))
                taken = (one for one in ids if allowed is None or one in allowed)
                first = next((one for one in taken if not words.only_hits or one in words.hits), None)
                if first is not None:
                    rest.append(Scored(first, listed[-1].score))
        return [*listed, *rest]

    def _legs(self, query: Query) -> LegWeights:
        """Return how much words and meaning count for a query of its kind."""
        stems = stems_of(query.text) if self._titles is not None else []
        names_a_note = self._titles is not None and bool(self._titles.named_by(stems))
        kind = kind_of(query, names_a_note=names_a_note, count_with=self._lexical.counts, weights=self._weights)
        return self._weights.legs[kind]

    def _begin_reading(self, query: Query) -> Meanwhile[tuple[Vector, Vector, Sequence[Scored]]] | None:
        """Begin to let the model read a question and to look for what is near to it; words are looked for meanwhile."""
        meaning, vectors = self.meaning, self._vectors
        if meaning is None or vectors is None:
            return None

        def near() -> tuple[Vector, Vector, Sequence[Scored]]:
            read = meaning.as_read(query.text)
            freed = meaning.freed(read, query.text)
            return read, freed, vectors.search(freed, limit=self._weights.depth)

        return Meanwhile(near)

    def _look_at(self, found: _Found, chunk_ids: Sequence[int]) -> None:
        """Score chunks that are not known yet against the question; their text is not read."""
        new = [chunk_id for chunk_id in dict.fromkeys(chunk_ids) if chunk_id not in found.places]
        excluded: dict[NotePath, bool] = {}
        for chunk_id, place in self._catalog.chunk_places(new).items():
            if place.note not in excluded:
                excluded[place.note] = self._is_excluded(place.note)
            if not excluded[place.note]:
                found.places[chunk_id] = place
        known = {entry.chunk_id: entry.score for entry in found.semantic}
        found.similarity.update((chunk_id, known[chunk_id]) for chunk_id in new if chunk_id in known)
        unknown = [chunk_id for chunk_id in new if chunk_id in found.places and chunk_id not in known]
        if found.vector is not None and self._vectors is not None and unknown:
            found.similarity.update(self._vectors.similarities(found.vector, unknown))
        lexical = {entry.chunk_id: entry.score for entry in found.lexical}
        for chunk_id in new:
            if chunk_id in found.places:
                is_foreign = found.is_foreign(found.places[chunk_id])
                found.scores[chunk_id] = self._score(
                    found, lexical.get(chunk_id), found.similarity.get(chunk_id), is_foreign=is_foreign
                )

    def _read(self, found: _Found, chunk_ids: Sequence[int]) -> None:
        """Read the text of chunks that is not read yet."""
        found.chunks.update(self._catalog.chunks([one for one in chunk_ids if one not in found.chunks]))

    def _read_on(self, found: _Found, order: Sequence[int]) -> Iterator[tuple[int, Chunk]]:
        """Yield chunks in their order, read some at a time; those that are gone by now are left out."""
        for start in range(0, len(order), _READ_AT_ONCE):
            some = order[start : start + _READ_AT_ONCE]
            self._read(found, some)
            yield from ((chunk_id, found.chunks[chunk_id]) for chunk_id in some if chunk_id in found.chunks)

    def _score(self, found: _Found, lexical: float | None, similarity: float | None, *, is_foreign: bool) -> float:
        """Return the weighted sum of a chunk's z-scores in the two rankings."""
        weights = self._weights
        if not found.semantic:
            return found.lexical_scale.z(lexical) if lexical is not None else found.lexical_scale.lowest
        if not found.lexical:
            return found.semantic_scale.z(similarity) if similarity is not None else found.semantic_scale.lowest
        words = found.lexical_scale.z(lexical) if lexical is not None else found.lexical_scale.lowest
        if similarity is None:
            return words * (found.legs.lexical + found.legs.semantic * weights.imputed)
        meaning = found.semantic_scale.z(similarity)
        if is_foreign:
            words = of_another_language(words, meaning, found.legs)
        return found.legs.lexical * words + found.legs.semantic * meaning

    def _with_linked(self, found: _Found, base: Sequence[int]) -> list[int]:
        """Return the chunks in a new order, linked notes and a second hop among them; the first ones stay first."""
        weights = self._weights
        top = max(0.0, found.scores[base[0]])
        best_chunk: dict[NotePath, int] = {}
        for chunk_id in base:
            best_chunk.setdefault(found.places[chunk_id].note, chunk_id)
        first = list(best_chunk.items())[: weights.seeds]
        self._read(found, [chunk_id for _, chunk_id in first])
        seeds = [(note, chunk_id) for note, chunk_id in first if chunk_id in found.chunks]
        if not seeds:
            return list(base)
        asked = set(stems_of(found.query.text, keep_stop_words=False))
        lacking = [self._lacking(found, found.chunks[chunk_id], asked) for _, chunk_id in seeds]
        hops = [at for at, words in enumerate(lacking) if len(words) >= weights.second_hop_lacking]
        hops = [at for at in hops if at < weights.second_hop_seeds]
        readings = [self._begin_asking_again(found, seeds[at][1]) for at in hops]
        neighbours = neighbours_of(
            [note for note, _ in seeds],
            around=lambda note: self._around(note, found.chunks[best_chunk[note]]),
            backlink_count=self._graph.backlink_count,
            weights=weights,
        )[: weights.neighbours]
        need = min(1.0, len(lacking[0]) / len(asked) / weights.answered) if asked and lacking[0] else 0.0
        lifts: dict[int, float] = {}
        for rank, (chunk_id, neighbour) in enumerate(self._reachable(found, neighbours), start=1):
            lifts[chunk_id] = weights.neighbour * top * need * neighbour.weight
            found.graph_rank[chunk_id] = rank
            found.via[chunk_id] = neighbour.via
        for place, reading in zip(hops, readings, strict=True):
            note, chunk_id = seeds[place]
            share = weights.second_hop * top * weights.seed_decay**place
            for reached, strength in self._second_hop(found, chunk_id, lacking[place], reading):
                if share * strength > lifts.get(reached, 0.0):
                    lifts[reached] = share * strength
                    found.via.setdefault(reached, (note,))
        for chunk_id, lift in lifts.items():
            own = found.scores[chunk_id]
            found.scores[chunk_id] = max(own, lift + weights.neighbour_own * own)
        return _with_pinned(in_order(found.scores), self._pinned(found, base))

    def _pinned(self, found: _Found, base: Sequence[int]) -> Mapping[int, int]:
        """Return places that links must not change: the first ones, and the best passages in another language.

        Links are followed where words of the question are missing, which says nothing of those passages.
        """
        weights = self._weights
        foreign = [
            (place, chunk_id)
            for place, chunk_id in enumerate(base[: weights.foreign_places])
            if found.is_foreign(found.places[chunk_id])
        ]
        return dict([*enumerate(base[: weights.locked]), *foreign[: weights.locked_foreign]])

    def _lacking(self, found: _Found, chunk: Chunk, asked: AbstractSet[str]) -> AbstractSet[str]:
        """Return the words of the question that a chunk does not hold; none where another language hides them."""
        if found.is_foreign(chunk):
            return frozenset()
        return asked - set(stems_of(_whole(chunk)))

    def _second_hop(
        self, found: _Found, seed: int, lacking: AbstractSet[str], reading: Meanwhile[Vector] | None
    ) -> list[tuple[int, float]]:
        """Ask again with what a seed says, for the words it lacks; return chunks with strengths up to 1, best first.

        Only what was looked at and what holds a lacking word is compared, so that it costs no search of all vectors.
        """
        weights, query, vectors = self._weights, found.query.words, self._vectors
        lexical = self._holding(found, tuple(term for term in query.any if lacking & set(stems_of(term.text))))
        self._look_at(found, [entry.chunk_id for entry in lexical])
        semantic: list[Scored] = []
        if reading is not None and vectors is not None:
            near = vectors.similarities(reading.get(), found.places.keys())
            semantic = [Scored(chunk_id, similarity) for chunk_id, similarity in near.items()]
            semantic = sorted(semantic, key=lambda entry: (-entry.score, entry.chunk_id))[: weights.depth]
        fused = fuse([Leg(semantic), Leg(lexical, weights.second_hop_lexical)])
        fused.pop(seed, None)
        order = [chunk_id for chunk_id in in_order(fused)[:_SECOND_HOP_KEEPS] if chunk_id in found.places]
        if not order or fused[order[0]] <= 0:
            return []
        return [(chunk_id, fused[chunk_id] / fused[order[0]]) for chunk_id in order]

    def _begin_asking_again(self, found: _Found, seed: int) -> Meanwhile[Vector] | None:
        """Begin to let the model read a seed and what it lacks of a question, while neighbours and words are sought.

        The sum of the vectors of question and seed, which are known, would cost nothing and finds less: recall@5 of
        multihop_small .848 where this has .858, of multihop_large .817 where this has .842.
        """
        if self.meaning is None or found.read is None:
            return None
        text = asked_with(found.query.text, found.chunks[seed], most_words=self._weights.second_hop_words)
        return Meanwhile(partial(self.meaning.as_read, text))

    def _holding(self, found: _Found, words: Sequence[Term]) -> Sequence[Scored]:
        """Return what holds any of the rarest of some words of the question."""
        counts = dict(zip(words, self._lexical.counts(words), strict=True))
        rarest = tuple(sorted(words, key=counts.__getitem__)[: self._weights.second_hop_terms])
        if not rarest:
            return ()
        return self._lexical.search(replace(found.query.words, any=rarest), limit=self._weights.second_hop_found)

    def _reachable(self, found: _Found, neighbours: Sequence[Neighbour]) -> list[tuple[int, Neighbour]]:
        """Return each neighbour with the chunk of it that is nearest to the question."""
        ids_of = {neighbour.note: list(self._catalog.chunk_ids_of(neighbour.note)) for neighbour in neighbours}
        if found.allowed is not None:
            ids_of = {note: [chunk for chunk in ids if chunk in found.allowed] for note, ids in ids_of.items()}
        self._look_at(found, [chunk_id for ids in ids_of.values() for chunk_id in ids])
        reachable: list[tuple[int, Neighbour]] = []
        for neighbour in neighbours:
            ids = [chunk_id for chunk_id in ids_of[neighbour.note] if chunk_id in found.places]
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


def uses_meaning(query: Query, mode: SearchMode = "hybrid") -> bool:
    """Say whether models have a part in what a query finds; not in a list of what filters or conditions alone take."""
    return mode != "lexical" and bool(query.text) and (mode == "semantic" or not lists_texts(query))


def _with_pinned(order: Sequence[int], pinned: Mapping[int, int]) -> list[int]:
    """Return ``order`` with the pinned chunks at their places."""
    held = set(pinned.values())
    rest = iter([chunk_id for chunk_id in order if chunk_id not in held])
    return [pinned[place] if place in pinned else next(rest) for place in range(len(order))]


def _whole(chunk: Chunk) -> str:
    return f"{chunk.breadcrumb}\n{chunk.text}"


def _forms_of(stem: str, word: str) -> AbstractSet[str]:
    """Return a stem with the stems of the other forms of its word."""
    return {stem, *(other for form in other_forms(word) for other in stems_of(form))}


def _stems_by(text: str) -> list[tuple[str, str]]:
    return [(stems[0], word) for word in words_of(text) if (stems := stems_of(word))]
