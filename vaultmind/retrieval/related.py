"""Which notes belong to a note, and why: by meaning, by links, by what both cite, by their place in a series."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log

import numpy as np

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.provenance import is_generated
from vaultmind.domain.query import LexicalQuery, Term
from vaultmind.domain.related import Reason, ReasonKind, RelatedNote
from vaultmind.domain.series import Series
from vaultmind.parsing.citations import PROPERTIES, Citation, citations_in, citations_of
from vaultmind.ports import Catalog, LexicalIndex, VectorStore

_STRENGTH = {
    ReasonKind.LINK: 0.5,
    ReasonKind.BACKLINK: 0.45,
    ReasonKind.MEANING: 1.0,
    ReasonKind.SHARED_LINKS: 0.4,
    ReasonKind.CITED_TOGETHER: 0.4,
    ReasonKind.SHARED_SOURCES: 0.6,
    ReasonKind.SERIES: 0.6,
}
_CHUNKS_OF_A_NOTE = 8
_NEAREST = 40
_NAMED_IN_A_REASON = 3
_MOST_CITING = 200
"""Notes with more links than this are lists of everything: what they cite together says nothing."""
_MOST_CITING_A_SOURCE = 50
"""A source that more notes cite (a dictionary, the page of a program) relates none of them."""
_MOST_LOOKED_FOR = 60
_MOST_PASSAGES = 20_000
"""Passages that hold the words of all that is looked for together: a third of a second in a million passages."""
_LONGEST_SOURCE = 60


def related_notes(
    note: NotePath,
    *,
    catalog: Catalog,
    graph: LinkGraph,
    vectors: VectorStore | None,
    lexical: LexicalIndex | None = None,
    series: Sequence[Series] = (),
    is_excluded: Callable[[NotePath], bool] = lambda _: False,
    limit: int = 10,
) -> list[RelatedNote]:
    """Return the notes most related to ``note``, best first, each with every reason found; kept answers come last.

    What notes cite outside the vault is compared where there is a ``lexical`` index to look it up in.
    """
    reasons: dict[NotePath, list[Reason]] = {}
    found = (
        *_linked(note, graph),
        *_sharing(note, graph),
        *(_citing_alike(note, catalog, lexical) if lexical is not None else ()),
        *_in_series(note, series),
        *(_similar(note, catalog, vectors) if vectors is not None else ()),
    )
    for other, reason in found:
        if other != note and other in graph and not is_excluded(other):
            reasons.setdefault(other, []).append(reason)
    related = [
        RelatedNote(
            other,
            round(sum(reason.score for reason in why), 4),
            tuple(sorted(why, key=lambda reason: (-reason.score, reason.kind))),
        )
        for other, why in reasons.items()
    ]
    return _own_first(sorted(related, key=lambda one: (-one.score, one.note)), catalog, limit)


def _own_first(related: Sequence[RelatedNote], catalog: Catalog, limit: int) -> list[RelatedNote]:
    """Return the first of them, what this program wrote after all others: an answer says its sources once more."""
    own: list[RelatedNote] = []
    made: list[RelatedNote] = []
    for one in related:
        if len(own) == limit:
            break
        row = catalog.note(one.note)
        (made if row is not None and is_generated(row.properties) else own).append(one)
    return [*own, *made][:limit]


def _linked(note: NotePath, graph: LinkGraph) -> Iterable[tuple[NotePath, Reason]]:
    for target, text in {one.target: one.link.text for one in graph.outgoing(note) if one.target is not None}.items():
        yield target, Reason(ReasonKind.LINK, text, _STRENGTH[ReasonKind.LINK])
    for source, line in {one.source: one.link.line for one in graph.backlinks(note)}.items():
        yield source, Reason(ReasonKind.BACKLINK, f"line {line}", _STRENGTH[ReasonKind.BACKLINK])


def _sharing(note: NotePath, graph: LinkGraph) -> Iterable[tuple[NotePath, Reason]]:
    """Yield notes that share citations; a rare shared note counts more (Adamic, Adar 2003)."""
    targets = _targets(graph, note)
    sources = list(dict.fromkeys(one.source for one in graph.backlinks(note) if one.source != note))
    together: dict[tuple[ReasonKind, NotePath], dict[NotePath, float]] = {}
    for target in targets:
        citing = list(dict.fromkeys(one.source for one in graph.backlinks(target)))
        if len(citing) <= _MOST_CITING:
            for other in citing:
                together.setdefault((ReasonKind.SHARED_LINKS, other), {})[target] = 1 / log(2 + len(citing))
    for source in sources:
        cited = _targets(graph, source)
        if len(cited) <= _MOST_CITING:
            for other in cited:
                together.setdefault((ReasonKind.CITED_TOGETHER, other), {})[source] = 1 / log(2 + len(cited))
    for (kind, other), shared in together.items():
        weight = sum(shared.values())
        best = sorted(shared, key=lambda one: (-shared[one], one))
        yield other, Reason(kind, _names(best), round(_STRENGTH[kind] * weight / (1 + weight), 4))


def _citing_alike(note: NotePath, catalog: Catalog, lexical: LexicalIndex) -> Iterable[tuple[NotePath, Reason]]:
    """Yield notes that cite what this one cites outside the vault; what few notes cite counts more."""
    cited = _cited_by(note, catalog)
    shared: dict[NotePath, dict[str, float]] = {}
    for key, others in _citing(cited, catalog, lexical).items():
        others.discard(note)
        if len(others) < _MOST_CITING_A_SOURCE:
            for other in others:
                shared.setdefault(other, {})[key] = 1 / log(2 + len(others))
    for other, weights in shared.items():
        weight = sum(weights.values())
        best = sorted(weights, key=lambda key: (-weights[key], key))
        named = ", ".join(_shortened(cited[key].name) for key in best[:_NAMED_IN_A_REASON])
        more = f" +{len(best) - _NAMED_IN_A_REASON}" if len(best) > _NAMED_IN_A_REASON else ""
        strength = _STRENGTH[ReasonKind.SHARED_SOURCES] * weight / (1 + weight)
        yield other, Reason(ReasonKind.SHARED_SOURCES, f"{named}{more}", round(strength, 4))


def _cited_by(note: NotePath, catalog: Catalog) -> Mapping[str, Citation]:
    """Return what a note cites by its name, its properties and its text."""
    row = catalog.note(note)
    found = dict(citations_of(row.properties)) if row is not None else {}
    for chunk in catalog.chunks(catalog.chunk_ids_of(note)).values():
        found.update(citations_in(_said_in(chunk)))
    return found


def _citing(cited: Mapping[str, Citation], catalog: Catalog, lexical: LexicalIndex) -> Mapping[str, set[NotePath]]:
    """Return by its key which notes cite each citation; of many only those are looked for whose words are rarest.

    What is called by a word that very many passages hold is not looked for at all.
    """
    citing: dict[str, set[NotePath]] = {}
    of_value = {value: key for key, citation in cited.items() for value in citation.as_property}
    for other, value in catalog.notes_with_values(PROPERTIES, of_value):
        citing.setdefault(of_value[value], set()).add(other)
    ways = [(key, way) for key, citation in cited.items() for way in citation.in_text]
    counts = lexical.counts([Term(way) for _, way in ways])
    rare = sorted((count, key, way) for count, (key, way) in zip(counts, ways, strict=True) if count)
    passages = 0
    for count, key, way in rare[:_MOST_LOOKED_FOR]:
        passages += count
        if passages > _MOST_PASSAGES:
            break
        asked = Term(way, is_prefix=key.startswith("arxiv:"))  # a paper's number may go on with its version
        hits = lexical.search(LexicalQuery(any=(asked,)), limit=_MOST_CITING)
        for chunk in catalog.chunks(hit.chunk_id for hit in hits).values():
            if key in citations_in(_said_in(chunk)):
                citing.setdefault(key, set()).add(chunk.note)
    return citing


def _said_in(chunk: Chunk) -> str:
    """Return a chunk with its headings and the name of its note, which may be what it is about, e.g. ``@smith2020``."""
    name = chunk.note.rpartition("/")[2].removesuffix(".md")
    return "\n".join((name, *chunk.heading, *chunk.sections, chunk.text))


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_SOURCE else f"{name[: _LONGEST_SOURCE - 1]}…"


def _in_series(note: NotePath, series: Sequence[Series]) -> Iterable[tuple[NotePath, Reason]]:
    for one in series:
        after, before = one.after(note), one.before(note)
        where = f"in “{one.tail}”" if one.tail else "by its number"
        if after is not None:
            yield after, Reason(ReasonKind.SERIES, f"next {where}", _STRENGTH[ReasonKind.SERIES])
        if before is not None:
            yield before, Reason(ReasonKind.SERIES, f"previous {where}", _STRENGTH[ReasonKind.SERIES])


def _similar(note: NotePath, catalog: Catalog, vectors: VectorStore) -> Iterable[tuple[NotePath, Reason]]:
    """Yield notes near in meaning: how far a note's best passage stands out among the nearest ones."""
    own = list(catalog.chunk_ids_of(note))
    known = vectors.vectors(own[:_CHUNKS_OF_A_NOTE])
    if not known:
        return
    mean = np.mean(np.stack(list(known.values())), axis=0)
    mean /= max(float(np.linalg.norm(mean)), 1e-6)
    near = [
        hit for hit in vectors.search(mean.astype(np.float32), limit=_NEAREST + len(own)) if hit.chunk_id not in own
    ]
    chunks = catalog.chunks(hit.chunk_id for hit in near)
    floor, top = (near[-1].score, near[0].score) if near else (0.0, 0.0)
    best: dict[NotePath, tuple[float, str]] = {}
    for hit in near:
        chunk = chunks.get(hit.chunk_id)
        if chunk is not None and chunk.note not in best:
            best[chunk.note] = (hit.score, chunk.breadcrumb)
    for other, (score, breadcrumb) in best.items():
        share = (score - floor) / (top - floor) if top > floor else 1.0
        if share > 0:
            yield other, Reason(ReasonKind.MEANING, breadcrumb, round(_STRENGTH[ReasonKind.MEANING] * share, 4))


def _targets(graph: LinkGraph, note: NotePath) -> list[NotePath]:
    return list(dict.fromkeys(one.target for one in graph.outgoing(note) if one.target not in (None, note)))


def _names(notes: Sequence[NotePath]) -> str:
    named = ", ".join(note.rpartition("/")[2].removesuffix(".md") for note in notes[:_NAMED_IN_A_REASON])
    return f"{named} +{len(notes) - _NAMED_IN_A_REASON}" if len(notes) > _NAMED_IN_A_REASON else named
