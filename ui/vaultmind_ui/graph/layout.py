"""Where nodes lie: forces of ForceAtlas2 (Jacomy and others 2014), repulsion by convolution on a grid.

A step costs O(nodes + links + grid² log grid). It is made of many short numpy calls, so that another thread gets the
interpreter's lock in between.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.float32]
"""Shape ``(nodes, 2)``, in the map's own units."""
Pairs = npt.NDArray[np.int64]
"""Shape ``(links, 2)``: numbers of nodes."""

_REPULSION = 10.0
_GRAVITY = 0.6
_BETWEEN_ORPHANS = 14.0


@dataclass(frozen=True, slots=True)
class Settled:
    """Positions after some steps; ``moved`` is the mean way of a node in the last one, as a part of the whole."""

    positions: Positions
    moved: float


class Layout:
    """Positions of linked nodes that are moved step by step; nodes without links lie in a ring around them."""

    def __init__(self, nodes: int, links: Pairs, *, start: Positions | None = None, seed: int = 1) -> None:
        degree = np.bincount(links.ravel(), minlength=nodes)
        self._linked = np.flatnonzero(degree)
        self._orphans = np.flatnonzero(degree == 0)
        renumbered = np.full(nodes, -1, dtype=np.int64)
        renumbered[self._linked] = np.arange(len(self._linked))
        self._from, self._to = renumbered[links[:, 0]], renumbered[links[:, 1]]
        self._mass = degree[self._linked].astype(np.float32) + 1
        self._nodes = nodes
        spread = float(np.sqrt(max(len(self._linked), 1))) * 3
        random = np.random.default_rng(seed).normal(size=(nodes, 2)).astype(np.float32) * spread
        if start is not None:
            random = _near_their_neighbours(start, links, random)
        self._at = random[self._linked]
        count = len(self._linked)
        self._grid = 64 if count <= 500 else 128 if count <= 4_000 else 256 if count <= 25_000 else 512
        self._kernel = _kernel(self._grid)
        self._speed = self._efficiency = 1.0
        self._before = np.zeros_like(self._at)

    def step(self) -> float:
        """Move every linked node once; return how far, in the mean, as a part of the width of the whole."""
        if not len(self._at):
            return 0.0
        force = self._repulsion()
        apart = self._at[self._from] - self._at[self._to]
        count = len(self._at)
        for axis in (0, 1):
            pull = apart[:, axis]
            force[:, axis] += np.bincount(self._to, pull, minlength=count)
            force[:, axis] -= np.bincount(self._from, pull, minlength=count)
        distance = np.linalg.norm(self._at, axis=1) + 1e-6
        force -= self._at / distance[:, None] * (_GRAVITY * self._mass * _REPULSION / 10)[:, None]
        moved = self._move(force)
        width = float(np.ptp(self._at, axis=0).max()) + 1e-6
        return moved / width

    def settle(self, steps: int) -> Settled:
        """Take so many steps."""
        moved = 0.0
        for _ in range(steps):
            moved = self.step()
        return Settled(self.positions(), moved)

    def positions(self) -> Positions:
        """Return where every node lies now, the middle of all at zero."""
        placed = np.zeros((self._nodes, 2), dtype=np.float32)
        placed[self._linked] = self._at - self._at.mean(axis=0) if len(self._at) else self._at
        radius = float(np.percentile(np.linalg.norm(placed[self._linked], axis=1), 98)) if len(self._at) else 0.0
        placed[self._orphans] = _ring(len(self._orphans), radius * 1.12 + _BETWEEN_ORPHANS)
        return placed

    def _move(self, force: Positions) -> float:
        """Move along the forces, slower where they swing; return the mean distance."""
        swinging = np.linalg.norm(force - self._before, axis=1)
        pulling = np.linalg.norm(force + self._before, axis=1) / 2
        total_swing = float((self._mass * swinging).sum()) + 1e-9
        total_pull = float((self._mass * pulling).sum()) + 1e-9
        if total_swing > 2 * total_pull:
            self._efficiency = max(0.05, self._efficiency * 0.5)
        elif total_swing > total_pull:
            self._efficiency = max(0.05, self._efficiency * 0.7)
        else:
            self._efficiency = min(1.0, self._efficiency * 1.3)
        target = self._efficiency * total_pull / total_swing
        self._speed += min(target - self._speed, self._speed / 2)
        step = force * (self._speed / (1 + np.sqrt(self._speed * swinging)))[:, None]
        self._at += step
        self._before = force
        return float(np.linalg.norm(step, axis=1).mean())

    def _repulsion(self) -> Positions:
        """Return what pushes every node away from all others: mass spread on a grid, convolved with 1/distance."""
        grid, at = self._grid, self._at
        low = at.min(axis=0)
        cell = (float((at.max(axis=0) - low).max()) * 1.0001 + 1e-6) / (grid - 2)
        place = (at - low) / cell
        corner = place.astype(np.int64)
        along = place - corner
        x, y = along[:, 0], along[:, 1]
        shares = ((1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y)
        first = corner[:, 0] * grid + corner[:, 1]
        cells = (first, first + grid, first + 1, first + grid + 1)
        mass = np.zeros(grid * grid)
        for share, number in zip(shares, cells, strict=True):
            mass += np.bincount(number, share * self._mass, minlength=grid * grid)
        spectrum = np.fft.rfft2(mass.reshape(grid, grid).astype(np.float32), s=(2 * grid, 2 * grid))
        pushed = np.empty_like(at)
        for axis in (0, 1):
            field = np.fft.irfft2(spectrum * self._kernel[axis])[:grid, :grid].ravel()
            pushed[:, axis] = sum(share * field[number] for share, number in zip(shares, cells, strict=True))
        pushed *= (_REPULSION / cell) * self._mass[:, None]
        return pushed


def _kernel(grid: int) -> tuple[npt.NDArray[np.complex64], npt.NDArray[np.complex64]]:
    """Return the spectra of x/r² and y/r² on a grid of twice the size, so that nothing wraps around."""
    along = np.fft.ifftshift(np.arange(-grid, grid, dtype=np.float32))
    x, y = np.meshgrid(along, along, indexing="ij")
    squared = x * x + y * y
    squared[0, 0] = 1
    return np.fft.rfft2(x / squared).astype(np.complex64), np.fft.rfft2(y / squared).astype(np.complex64)


def _ring(count: int, radius: float) -> Positions:
    """Return places side by side on rings around the middle, from ``radius`` outwards."""
    placed = np.zeros((count, 2), dtype=np.float32)
    done = 0
    while done < count:
        fitting = max(6, int(2 * np.pi * radius / _BETWEEN_ORPHANS))
        here = min(fitting, count - done)
        angle = np.arange(here) * (2 * np.pi / here) - np.pi / 2
        placed[done : done + here, 0] = np.cos(angle) * radius
        placed[done : done + here, 1] = np.sin(angle) * radius
        done += here
        radius += _BETWEEN_ORPHANS
    return placed


def _near_their_neighbours(known: Positions, links: Pairs, otherwise: Positions) -> Positions:
    """Return known places, and for other nodes that of a linked one that is known, a little beside it."""
    found = known.astype(np.float32)
    for one, other in ((0, 1), (1, 0)):
        new = np.isnan(found[links[:, one], 0]) & ~np.isnan(found[links[:, other], 0])
        near = found[links[new, other]] + otherwise[links[new, one]] / 50
        found[links[new, one]] = near
    lost = np.isnan(found[:, 0])
    found[lost] = otherwise[lost]
    return found
