"""Neighbours in the link graph as candidates: what the strongest notes link to, are linked from, and name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vaultmind.domain.link import NotePath
from vaultmind.retrieval.weights import Weights


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The notes around one note, each list without repeats and without the note itself."""

    outgoing: Sequence[NotePath] = ()
    backlinks: Sequence[NotePath] = ()
    mentioned: Sequence[NotePath] = ()
    """Notes whose title or alias stands in the text without a link."""

    def degree(self) -> int:
        """Return how many notes are around it."""
        return len({*self.outgoing, *self.backlinks, *self.mentioned})


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A note reached from seeds; a ``weight`` of 1 is a single outgoing link of the first, otherwise lonely, seed."""

    note: NotePath
    weight: float
    via: tuple[NotePath, ...]


def neighbours_of(
    seeds: Sequence[NotePath],
    *,
    around: Callable[[NotePath], Neighbourhood],
    backlink_count: Callable[[NotePath], int],
    weights: Weights,
) -> list[Neighbour]:
    """Return the notes around the seeds, strongest first; hubs are damped at both ends of a link.

    A seed can be another seed's neighbour. A note gets the sum over the seeds, best first, of ``seed_decay ** place *
    kind / ((1 + seed's degree) ** seed_degree * (1 + its backlinks) ** hub)``, ``kind`` the best way from seed to note.
    """
    reached: dict[NotePath, float] = {}
    via: dict[NotePath, list[NotePath]] = {}
    for place, seed in enumerate(seeds):
        neighbourhood = around(seed)
        strength = weights.seed_decay**place / (1 + neighbourhood.degree()) ** weights.seed_degree
        kinds = (
            (neighbourhood.mentioned, weights.mention),
            (neighbourhood.backlinks, weights.backlink),
            (neighbourhood.outgoing, weights.outgoing),
        )
        best: dict[NotePath, float] = {}
        for notes, kind in kinds:
            for note in notes:
                best[note] = max(kind, best.get(note, 0.0))
        for note, kind in best.items():
            if kind > 0:
                reached[note] = reached.get(note, 0.0) + strength * kind
                via.setdefault(note, []).append(seed)
    damped = [
        Neighbour(note, weight / (1 + backlink_count(note)) ** weights.hub, tuple(via[note]))
        for note, weight in reached.items()
    ]
    return sorted(damped, key=lambda neighbour: (-neighbour.weight, neighbour.note))
