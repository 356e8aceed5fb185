"""A small learner: decision trees boosted on the chance that a person makes a link (Friedman 2001), in numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float32]
Chances = npt.NDArray[np.float64]
_Bins = npt.NDArray[np.uint8]

_BINS = 64


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree as arrays: a node's feature (-1 for a leaf), threshold and value; children of ``i`` at ``2i + 1``."""

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    value: npt.NDArray[np.float64]


class Boosted:
    """A sum of trees; ``margins`` of rows of shape ``(rows, features)``."""

    def __init__(self, base: float, trees: Sequence[Tree]) -> None:
        self.base = base
        self.trees = tuple(trees)
        if trees:
            whole = [_whole(tree) for tree in trees]
            self._feature = np.stack([tree.feature for tree in whole]).astype(np.int32)
            self._threshold = np.stack([tree.threshold for tree in whole])
            self._value = np.stack([tree.value for tree in whole])

    def margins(self, rows: Rows) -> Chances:
        """Return the log-odds of each row, all trees walked at once."""
        if not self.trees:
            return np.full(len(rows), self.base)
        size = self._feature.shape[1]
        first = np.arange(0, self._feature.size, size, dtype=np.int32)[:, None]
        signs, flat = rows.shape[1], np.ascontiguousarray(rows).ravel()
        row = np.arange(0, flat.size, signs, dtype=np.int32)[None, :]
        place = np.zeros((len(self.trees), len(rows)), dtype=np.int32)
        feature, threshold = self._feature.ravel(), self._threshold.ravel()
        for _ in range(int(np.log2(size + 1)) - 1):
            at = place + first
            goes_right = flat.take(row + feature.take(at)) > threshold.take(at)
            place = 2 * place + 1 + goes_right
        total: Chances = self._value.ravel().take(place + first).sum(axis=0) + self.base
        return total


def _whole(tree: Tree) -> Tree:
    """Return a tree that says the same and is as deep everywhere: below a leaf all lead left, to its value."""
    feature, threshold, value = tree.feature.copy(), tree.threshold.copy(), tree.value.copy()
    for node in range(len(feature) // 2):
        if feature[node] < 0:
            feature[node], threshold[node] = 0, np.inf
            value[2 * node + 1] = value[node]
    return Tree(feature, threshold, value)


def boost(
    rows: Rows,
    labels: npt.NDArray[np.bool_],
    *,
    start: Chances | None = None,
    trees: int = 60,
    depth: int = 4,
    rate: float = 0.15,
    least: float = 4.0,
) -> Boosted:
    """Return trees that raise ``start`` (log-odds of each row, else the mean) towards the labels; the same every time.

    A split needs ``least`` of hessian weight on both sides.
    """
    wanted = labels.astype(np.float64)
    share = min(max(float(wanted.mean()), 1e-4), 1 - 1e-4)
    base = float(np.log(share / (1 - share))) if start is None else _levelled(start, wanted)
    margin = base + (np.zeros(len(rows)) if start is None else start)
    edges = [_edges(rows[:, column]) for column in range(rows.shape[1])]
    bins = np.stack([np.searchsorted(edge, rows[:, at], side="left") for at, edge in enumerate(edges)]).astype(np.uint8)
    grown: list[Tree] = []
    for _ in range(trees):
        chance = 1 / (1 + np.exp(-margin))
        tree, leaf_values = _grow(bins, edges, wanted - chance, chance * (1 - chance), depth, rate, least)
        margin += leaf_values
        grown.append(tree)
    return Boosted(base, tuple(grown))


def _levelled(start: Chances, wanted: Chances) -> float:
    """Return what is added to all log-odds so that their mean chance is the mean of the labels."""
    base = 0.0
    for _ in range(20):
        chance = 1 / (1 + np.exp(-(start + base)))
        base += float(np.clip((wanted - chance).sum() / ((chance * (1 - chance)).sum() + 1e-9), -2.0, 2.0))
    return base


def _edges(column: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    found: npt.NDArray[np.float32] = np.unique(np.quantile(column, np.linspace(0, 1, _BINS)[1:-1]).astype(np.float32))
    several = np.unique(column)
    return several[:-1] if len(several) <= _BINS else found


def _grow(
    bins: _Bins,
    edges: list[npt.NDArray[np.float32]],
    gradient: Chances,
    hessian: Chances,
    depth: int,
    rate: float,
    least: float,
) -> tuple[Tree, Chances]:
    """Return one tree and the value it gives each row, level by level with histograms."""
    size = 2 ** (depth + 1) - 1
    feature = np.full(size, -1, dtype=np.int16)
    threshold = np.zeros(size, dtype=np.float32)
    value = np.zeros(size)
    node = np.zeros(bins.shape[1], dtype=np.int64)
    value[0] = rate * gradient.sum() / (hessian.sum() + 1.0)
    for level in range(depth):
        first, count = 2**level - 1, 2**level
        local = node - first
        live = local >= 0
        if not live.any():
            break
        best = np.full(count, 1e-3)
        key_of, bins_of, gradient_of, hessian_of = local << 6, bins, gradient, hessian
        if not live.all():
            key_of, bins_of, gradient_of, hessian_of = key_of[live], bins[:, live], gradient[live], hessian[live]
        for at, edge in enumerate(edges):
            if not len(edge):
                continue
            key = key_of | bins_of[at]
            left_g = np.bincount(key, gradient_of, count << 6).reshape(count, 64).cumsum(1)
            left_h = np.bincount(key, hessian_of, count << 6).reshape(count, 64).cumsum(1)
            all_g, all_h = left_g[:, -1:], left_h[:, -1:]
            right_g, right_h = all_g - left_g, all_h - left_h
            gain = left_g**2 / (left_h + 1) + right_g**2 / (right_h + 1) - all_g**2 / (all_h + 1)
            gain[(left_h < least) | (right_h < least)] = -1.0
            gain = gain[:, : len(edge)]
            cut = gain.argmax(1)
            gained = gain[np.arange(count), cut]
            for one in np.flatnonzero(gained > best).tolist():
                best[one] = gained[one]
                here = first + one
                feature[here], threshold[here] = at, edge[cut[one]]
                for child, total, weight in (
                    (1, left_g[one, cut[one]], left_h[one, cut[one]]),
                    (2, right_g[one, cut[one]], right_h[one, cut[one]]),
                ):
                    value[2 * here + child] = rate * total / (weight + 1.0)
        split = feature[node] >= 0
        moving = live & split
        rank = np.zeros(len(node), dtype=np.int64)
        for one in range(count):
            if feature[first + one] >= 0:
                mine = moving & (node == first + one)
                cut_bin = np.searchsorted(edges[feature[first + one]], threshold[first + one], side="left")
                rank[mine] = bins[feature[first + one]][mine] > cut_bin
        node = np.where(moving, 2 * node + 1 + rank, node)
    return Tree(feature, threshold, value), value[node]
