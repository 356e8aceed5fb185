"""Choose passages so that none says what another has said and no note fills the place alone."""

from collections.abc import Iterable

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.parsing.morphology import words_of


def diversify(ranked: Iterable[tuple[int, Chunk]], *, limit: int, per_note: int, near_duplicate: float) -> list[int]:
    """Return up to ``limit`` ids of ranked chunks, in their order; what comes after the last chosen is not asked for.

    Of chunks whose word triples are shared to ``near_duplicate`` or more only the first stays; above 1 all stay, and no
    text is looked at. What a note has beyond ``per_note`` chunks comes after everything else.
    """
    chosen: list[int] = []
    later: list[int] = []
    said: list[frozenset[tuple[str, ...]]] = []
    of_note: dict[NotePath, int] = {}
    for chunk_id, chunk in ranked:
        if near_duplicate <= 1:
            triples = _triples(chunk.text)
            if any(_shared(triples, other) >= near_duplicate for other in said):
                continue
            said.append(triples)
        of_note[chunk.note] = of_note.get(chunk.note, 0) + 1
        (chosen if of_note[chunk.note] <= per_note else later).append(chunk_id)
        if len(chosen) >= limit:
            break
    return (chosen + later)[:limit]


def said_before(ranked: Iterable[tuple[int, Chunk]], note: NotePath, *, near_duplicate: float) -> NotePath | None:
    """Return the note that says the same before the best passage of ``note`` and so stands for it; ``None`` if none."""
    if near_duplicate > 1:
        return None
    said: list[tuple[frozenset[tuple[str, ...]], NotePath]] = []
    for _, chunk in ranked:
        triples = _triples(chunk.text)
        same = next((other for known, other in said if _shared(triples, known) >= near_duplicate), None)
        if chunk.note == note:
            return same
        if same is None:
            said.append((triples, chunk.note))
    return None


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
