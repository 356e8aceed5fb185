"""What the links around two notes say of a link between them."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float64]

_MOST_CITING = 4000
"""Notes with more links are lists of everything; what they link says nothing of two notes."""
_ALIKE = 40
"""The notes whose links are asked for, by how alike their links are."""
_STILL_THERE = 1e-3
"""The share of a walk that goes on from where it is; less of it leads nowhere that counts."""
_NONE: Numbers = np.zeros(0, dtype=np.int32)


class LinkMatrix:
    """Who links to whom, notes by number, without repeats and self-links."""

    def __init__(self, count: int, pairs: Iterable[tuple[int, int]]) -> None:
        self.count = count
        out: list[set[int]] = [set() for _ in range(count)]
        into: list[set[int]] = [set() for _ in range(count)]
        for source, target in pairs:
            if source != target:
                out[source].add(target)
                into[target].add(source)
        self.out = _Side(_numbers(one) for one in out)
        self.into = _Side(_numbers(one) for one in into)
        self._both = _Side(_numbers(one | other) for one, other in zip(out, into, strict=True))
        self._weigh()

    def grow(self) -> None:
        """Make room for one more note, without links."""
        self.count += 1
        for side in (self.out, self.into, self._both):
            side.put(len(side), _NONE)
        self._weigh()

    def replace(self, source: int, targets: Iterable[int]) -> None:
        """Give a note other outgoing links."""
        before, now = set(self.out[source].tolist()), set(targets) - {source}
        self.out.put(source, _numbers(now))
        for target in before ^ now:
            linking = set(self.into[target].tolist())
            self.into.put(target, _numbers(linking | {source} if target in now else linking - {source}))
        for note in (before ^ now) | {source}:
            self._both.put(note, np.union1d(self.out[note], self.into[note]).astype(np.int32))
        self._weigh()

    def _weigh(self) -> None:
        self.out_degree: Weights = self.out.sizes.astype(np.float64)
        self.in_degree: Weights = self.into.sizes.astype(np.float64)
        degree = self.out_degree + self.in_degree
        self._adamic = 1 / np.log(2 + degree)
        self._by_degree = 1 / np.maximum(1.0, degree)
        self._by_out = 1 / np.log(2 + self.out_degree)
        self._by_in = 1 / np.log(2 + self.in_degree)

    def by_shared_neighbours(self, note: int) -> tuple[Weights, Weights]:
        """Return for every note two sums over shared neighbours: of 1/log(2 + degree), and of 1/degree.

        The first is Adamic and Adar's (2003), the second resource allocation (Zhou, Lü, Zhang 2009).
        """
        reached, chosen = self._reached(self._both[note], self._both)
        sizes = self._both.sizes[chosen]
        return (
            np.bincount(reached, np.repeat(self._adamic[chosen], sizes), self.count).astype(np.float64, copy=False),
            np.bincount(reached, np.repeat(self._by_degree[chosen], sizes), self.count).astype(np.float64, copy=False),
        )

    def two_steps(self, note: int) -> Weights:
        """Return for every note how much the notes linked here link there in turn, hubs damped."""
        return self._spread(self.out[note], self._by_out, self.out)

    def cited_together(self, note: int) -> Weights:
        """Return for every note how often others link both, those with many links damped (co-citation)."""
        return self._spread(self.into[note], self._by_out, self.out)

    def citing_alike(self, note: int) -> Weights:
        """Return for every note how alike its outgoing links are, between 0 and 1 (bibliographic coupling)."""
        shared = self._spread(self.out[note], self._by_in, self.into)
        alike: Weights = shared / np.sqrt(np.maximum(1.0, self.out_degree) * max(1.0, self.out_degree[note]))
        return alike

    def shared_neighbours(self, note: int) -> npt.NDArray[np.int64]:
        """Return for every note how many notes have links with both, of either direction."""
        around = [_NONE, *(self._both[one] for one in self._both[note].tolist())]
        return np.bincount(np.concatenate(around), minlength=self.count)

    def voted(self, note: int, likeness: Weights) -> tuple[Weights, Numbers]:
        """Return for every note the votes of the notes most like this one that link to it, and who voted."""
        likeness[note] = 0.0
        voters = top(likeness, _ALIKE)
        total = float(likeness[voters].sum())
        if total <= 0:
            return np.zeros(self.count), _NONE
        return self._spread(voters, likeness / total, self.out), voters

    def walk(self, note: int, *, restart: float = 0.3, steps: int = 3) -> Weights:
        """Return where a short random walk along links of both directions from ``note`` is (personalised PageRank)."""
        at = np.zeros(self.count)
        at[note] = 1.0
        start = at.copy()
        for _ in range(steps):
            here = np.flatnonzero(at > _STILL_THERE).astype(np.int32)
            share = np.zeros(self.count)
            share[here] = at[here] / np.maximum(1, self._both.sizes[here])
            at = restart * start + (1 - restart) * self._spread(here, share, self._both)
        return at

    def _spread(self, over: Numbers, weight: Weights, links: "_Side") -> Weights:
        """Return for every note the sum of the weights of those in ``over`` that have it among their links."""
        reached, chosen = self._reached(over, links)
        weights = np.repeat(weight[chosen], links.sizes[chosen])
        return np.bincount(reached, weights, self.count).astype(np.float64, copy=False)

    def _reached(self, over: Numbers, links: "_Side") -> tuple[Numbers, Numbers]:
        """Return the links of those in ``over`` that are no lists of everything, one after the other, and those."""
        sizes = links.sizes[over]
        chosen = over[(sizes > 0) & (sizes <= _MOST_CITING)]
        return (np.concatenate([links[one] for one in chosen.tolist()]) if len(chosen) else _NONE), chosen


class _Side(list[Numbers]):
    """The links of every note in one direction, with how many they are."""

    def __init__(self, links: Iterable[Numbers]) -> None:
        super().__init__(links)
        self.sizes = np.array([len(one) for one in self], dtype=np.int64)

    def put(self, note: int, links: Numbers) -> None:
        """Give a note, or the next one, other links."""
        if note == len(self):
            self.append(links)
            self.sizes = np.append(self.sizes, len(links))
        else:
            self[note] = links
            self.sizes[note] = len(links)


def top(scores: Weights, count: int) -> Numbers:
    """Return the indices of the greatest positive scores, best first."""
    found = greatest(scores, count)
    ordered: Numbers = found[np.argsort(-scores[found], kind="stable")].astype(np.int32)
    return ordered


def greatest(scores: Weights, count: int) -> Numbers:
    """Return the indices of the greatest positive scores, in no order that counts."""
    found = np.flatnonzero(scores > 0)
    if len(found) > count:
        found = found[np.argpartition(scores[found], len(found) - count)[-count:]]
    positive: Numbers = found.astype(np.int32)
    return positive


def _numbers(found: set[int]) -> Numbers:
    return np.array(sorted(found), dtype=np.int32) if found else _NONE
