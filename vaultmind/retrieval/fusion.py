"""Merge rankings whose scores have different scales."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from vaultmind.ports import Scored
from vaultmind.retrieval.weights import LegWeights


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and deviation of one ranking's scores: what turns a score into a z-score."""

    mean: float
    deviation: float
    lowest: float
    """The z-score of the last entry, given to what the ranking does not hold."""

    def z(self, score: float) -> float:
        """Return how many deviations ``score`` lies above the mean; not clipped, so that a clear winner stays one."""
        return (score - self.mean) / self.deviation


def scale_of(ranking: Sequence[Scored], *, at_least: int = 0) -> Scale:
    """Return the scale of a ranking; equal scores, and no scores at all, have z-scores of 0.

    A ranking shorter than ``at_least`` is taken to go on with scores of 0: what one passage alone has is then far above
    the mean, and not the mean itself.
    """
    if not ranking:
        return Scale(0.0, 1.0, 0.0)
    count = max(len(ranking), at_least)
    scores = [entry.score for entry in ranking]
    mean = sum(scores) / count
    squares = sum((score - mean) ** 2 for score in scores) + (count - len(scores)) * mean**2
    deviation = sqrt(squares / count)
    if deviation < 1e-9:
        return Scale(mean, 1.0, 0.0)
    lowest = 0.0 if count > len(scores) else min(scores)
    return Scale(mean, deviation, (lowest - mean) / deviation)


@dataclass(frozen=True, slots=True)
class Leg:
    """One ranking that takes part in a fusion, with its weight."""

    ranking: Sequence[Scored]
    weight: float = 1.0


def fuse(legs: Sequence[Leg]) -> dict[int, float]:
    """Return the weighted sum of z-scores of every chunk in any leg.

    A chunk that a leg does not hold gets that leg's lowest z-score. An empty leg takes no part.
    """
    present = [(leg, scale_of(leg.ranking)) for leg in legs if leg.ranking and leg.weight]
    total = sum(leg.weight * scale.lowest for leg, scale in present)
    fused: dict[int, float] = {}
    for leg, scale in present:
        for entry in leg.ranking:
            gain = leg.weight * (scale.z(entry.score) - scale.lowest)
            fused[entry.chunk_id] = fused.get(entry.chunk_id, total) + gain
    return fused


def of_another_language(words: float, meaning: float, legs: LegWeights) -> float:
    """Return what words are taken to say of a passage in another language, which they cannot see, as a z-score.

    What stands out by its meaning gets a share of that; what does not would stand before passages that hold the words.
    """
    return max(words, legs.imputed * meaning) if meaning >= legs.imputed_from else words


def in_order(scores: Mapping[int, float]) -> list[int]:
    """Return chunk ids by descending score; equal scores in order of id."""
    return sorted(scores, key=lambda chunk_id: (-scores[chunk_id], chunk_id))


def places(ranking: Sequence[Scored]) -> dict[int, int]:
    """Return the place of every chunk in a ranking, from 1."""
    return {entry.chunk_id: place for place, entry in enumerate(ranking, start=1)}
