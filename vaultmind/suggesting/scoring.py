"""How well links are suggested: the newest links of a vault hidden, and looked for among the suggestions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from vaultmind.domain.link import NotePath


@dataclass(frozen=True, slots=True)
class LinkScores:
    """How suggestions fared on hidden links: means over sources, ``recall`` over all hidden links."""

    sources: int
    hidden: int
    recall: Mapping[str, float]
    """By cut (``"10"``): the share of the hidden links among the first suggestions of their sources."""
    macro_recall: Mapping[str, float]
    """By cut (``"10"``): the mean over sources of the share of their hidden links among their first suggestions."""
    precision: Mapping[str, float]
    """By cut (``"10"``): the share of hidden links among the suggestions made."""
    mrr: float


def newest_pairs(
    linked: Mapping[NotePath, Iterable[NotePath]], modified: Mapping[NotePath, int], *, share: float = 0.1
) -> frozenset[tuple[NotePath, NotePath]]:
    """Return a share of all links, from the notes changed last, at most half of the links of one note."""
    total = {note: sorted(targets) for note, targets in linked.items()}
    wanted = round(share * sum(map(len, total.values())))
    found: list[tuple[NotePath, NotePath]] = []
    for note in sorted(total, key=lambda one: (-modified.get(one, 0), one)):
        if len(found) >= wanted:
            break
        targets = sorted(total[note], key=lambda to: blake2b(f"{note}\0{to}".encode("utf-8", "replace")).digest())
        found += [(note, to) for to in targets[: max(1, len(targets) // 2)]]
    return frozenset(found[:wanted])


def score_links(
    hidden: Iterable[tuple[NotePath, NotePath]], ranked: Callable[[NotePath], Sequence[NotePath]]
) -> LinkScores:
    """Return how well ``ranked`` finds hidden links; it gives the targets for a source, best first, each once."""
    wanted: dict[NotePath, set[NotePath]] = {}
    for source, target in hidden:
        wanted.setdefault(source, set()).add(target)
    cuts = (1, 5, 10)
    hits: dict[int, list[int]] = {cut: [] for cut in cuts}
    made: dict[int, int] = dict.fromkeys(cuts, 0)
    first: list[float] = []
    for source, targets in sorted(wanted.items()):
        found = ranked(source)
        for cut in cuts:
            hits[cut].append(len(targets.intersection(found[:cut])))
            made[cut] += len(found[:cut])
        first.append(next((1 / place for place, one in enumerate(found, start=1) if one in targets), 0.0))
    sizes = [len(targets) for _, targets in sorted(wanted.items())]
    return LinkScores(
        sources=len(wanted),
        hidden=sum(sizes),
        recall={str(cut): sum(hits[cut]) / max(1, sum(sizes)) for cut in cuts},
        macro_recall={str(cut): _mean(hit / size for hit, size in zip(hits[cut], sizes, strict=True)) for cut in cuts},
        precision={str(cut): sum(hits[cut]) / max(1, made[cut]) for cut in cuts},
        mrr=_mean(first),
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
