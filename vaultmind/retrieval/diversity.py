"""Choose passages so that none says what another has said and no note fills the place alone."""

from collections.abc import Iterable

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.parsing.morphology import words_of


def diversify(ranked: Iterable[tuple[int, Chunk]], *, limit: int, per_note: int, near_duplicate: float) -> list[int]:
    """Return up to ``limit`` ids of ranked chunks, in their order; what comes after the last chosen is not asked for.

    Of chunks whose word triples are shared to ``near_duplicate`` or more only the first stays. What a note has beyond
    ``per_note`` chunks comes after everything else.
    """
    chosen: list[int] = []
    later: list[int] = []
    said: list[frozenset[tuple[str, ...]]] = []
    of_note: dict[NotePath, int] = {}
    for chunk_id, chunk in ranked:
        triples = _triples(chunk.text)
        if any(_shared(triples, other) >= near_duplicate for other in said):
            continue
        said.append(triples)
        of_note[chunk.note] = of_note.get(chunk.note, 0) + 1
        (chosen if of_note[chunk.note] <= per_note else later).append(chunk_id)
        if len(chosen) >= limit:
            break
    return (chosen + later)[:limit]


def _triples(text: str) -> frozenset[tuple[str, ...]]:
    words = words_of(text)
    if len(words) < 3:
        return frozenset([tuple(words)])
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _shared(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Return the Jaccard measure of two sets."""
    smaller, larger = sorted((len(one), len(other)))
    if not smaller or smaller < larger / 2:
        return 0.0
    common = len(one & other)
    return common / (smaller + larger - common)
