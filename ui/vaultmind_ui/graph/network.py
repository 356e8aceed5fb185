"""A vault's notes as numbered nodes: who is near whom, by which way, and in which group."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from vaultmind import api

Numbers = npt.NDArray[np.int64]


class Grouping(Enum):
    """What the colours tell."""

    FOLDER = "folder"
    TAG = "tag"
    CLUSTER = "cluster"


@dataclass(frozen=True)
class Network:
    """Nodes in the order of the map; ``links`` has shape ``(count, 2)``, every pair of notes once."""

    notes: tuple[api.MapNote, ...]
    links: Numbers
    numbers: Mapping[str, int]
    neighbours: tuple[Numbers, ...]

    @classmethod
    def of_map(cls, shown: api.VaultMap) -> "Network":
        """Return the network of a vault's map; a link and its return are one."""
        count = len(shown.notes)
        ends = np.fromiter(chain.from_iterable(shown.links), dtype=np.int64, count=2 * len(shown.links))
        ends = np.sort(ends.reshape(-1, 2), axis=1)
        keys = np.unique(ends[:, 0] * count + ends[:, 1])  # sorting pairs as such would hold the interpreter's lock
        pairs = np.stack([keys // count, keys % count], axis=1)
        both = np.concatenate([pairs, pairs[:, ::-1]])
        both = both[np.argsort(both[:, 0], kind="stable")]
        borders = np.searchsorted(both[:, 0], np.arange(count + 1))
        neighbours = tuple(both[borders[node] : borders[node + 1], 1] for node in range(count))
        return cls(shown.notes, pairs, {note.note: number for number, note in enumerate(shown.notes)}, neighbours)

    def degrees(self) -> Numbers:
        """Return how many notes each is linked with."""
        return self._degrees

    @cached_property
    def _degrees(self) -> Numbers:
        return np.bincount(self.links.ravel(), minlength=len(self.notes))

    @cached_property
    def are_notes(self) -> npt.NDArray[np.bool_]:
        """Return which nodes are notes, and no canvases or bases."""
        return np.array([note.note.lower().endswith(".md") for note in self.notes], dtype=bool)

    @cached_property
    def days(self) -> tuple[str, ...]:
        """Return every day on which a note was made, in order."""
        return tuple(sorted({note.day for note in self.notes}))

    @cached_property
    def day_of(self) -> Numbers:
        """Return for each note the number of its day among ``days``."""
        number = {day: place for place, day in enumerate(self.days)}
        return np.array([number[note.day] for note in self.notes], dtype=np.int64)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Return the title of each note."""
        return tuple(note.title for note in self.notes)

    @cached_property
    def is_kept(self) -> bool:
        """Say whether every note has the place on the map that it had before."""
        return bool(self.notes) and all(note.x is not None for note in self.notes)

    def make_out(self) -> None:
        """Work out what is worked out once, so that who asks next need not wait."""
        for known in (self._degrees, self.day_of, self.titles):
            assert len(known) == len(self.notes)
        _ = self.is_kept

    def around(self, centres: Iterable[int], *, steps: int, at_most: int) -> list[int]:
        """Return the centres and what is at most ``steps`` links away, the nearest first, at most so many.

        Where there are too many, those linked with few others stay: a hub says little of the centre.
        """
        found = list(dict.fromkeys(centres))
        seen = set(found)
        edge = list(found)
        for _ in range(steps):
            reached = {int(near): None for node in edge for near in self.neighbours[node] if int(near) not in seen}
            edge = sorted(reached, key=lambda node: (len(self.neighbours[node]), node))[: max(0, at_most - len(found))]
            found += edge
            seen.update(edge)
        return found

    def ways(self, centres: Sequence[int], *, longest: int = 4) -> list[list[int]]:
        """Return a shortest way of links between each two centres that are at most ``longest`` links apart."""
        found = []
        for position, start in enumerate(centres):
            came_from = self._came_from(start, longest)
            for goal in centres[position + 1 :]:
                if goal in came_from:
                    way = [goal]
                    while way[-1] != start:
                        way.append(came_from[way[-1]])
                    found.append(way[::-1])
        return found

    def part(self, nodes: Sequence[int]) -> Numbers:
        """Return the links among these nodes, by their places in the sequence."""
        place = np.full(len(self.notes), -1, dtype=np.int64)
        place[np.asarray(nodes, dtype=np.int64)] = np.arange(len(nodes))
        inside = place[self.links]
        return inside[(inside >= 0).all(axis=1)]

    def groups(self, grouping: Grouping) -> tuple[Numbers, tuple[str, ...]]:
        """Return each node's group by number, and the names of the groups, the largest first; ``""`` for none.

        The first time takes a second for the clusters of 10,000 notes: see ``is_grouped``.
        """
        if grouping not in self._known_groups:
            self._known_groups[grouping] = self._group(grouping)
        return self._known_groups[grouping]

    def is_grouped(self, grouping: Grouping) -> bool:
        """Say whether ``groups`` answers at once."""
        return grouping in self._known_groups

    @cached_property
    def _known_groups(self) -> dict[Grouping, tuple[Numbers, tuple[str, ...]]]:
        return {}

    def _group(self, grouping: Grouping) -> tuple[Numbers, tuple[str, ...]]:
        if grouping is Grouping.CLUSTER:
            names = [str(label) for label in self._clusters()]
        elif grouping is Grouping.TAG:
            names = [note.tags[0].split("/")[0].casefold() if note.tags else "" for note in self.notes]
        else:
            names = [note.note.rpartition("/")[0].split("/")[0] for note in self.notes]
        counts: dict[str, int] = {}
        for name in names:
            counts[name] = counts.get(name, 0) + 1
        ordered = sorted(counts, key=lambda name: (name == "", -counts[name], name))
        number = {name: place for place, name in enumerate(ordered)}
        return np.array([number[name] for name in names], dtype=np.int64), tuple(ordered)

    def _clusters(self, rounds: int = 12) -> Numbers:
        """Return a label for each node by label propagation (Raghavan 2007), the same at each call."""
        labels = np.arange(len(self.notes))
        order = np.argsort([-len(near) for near in self.neighbours], kind="stable")
        for _ in range(rounds):
            changed = 0
            for node in order:
                near = self.neighbours[node]
                if not len(near):
                    continue
                values, counts = np.unique(labels[near], return_counts=True)
                best = int(values[np.argmax(counts)])
                if counts.max() > np.count_nonzero(labels[near] == labels[node]):
                    labels[node] = best
                    changed += 1
            if changed < len(self.notes) // 200:
                break
        return labels

    def _came_from(self, start: int, longest: int) -> dict[int, int]:
        """Return from where each node is reached first, breadth first."""
        came_from = {start: start}
        waiting = deque([(start, 0)])
        while waiting:
            node, steps = waiting.popleft()
            if steps == longest:
                continue
            for near in self.neighbours[node].tolist():
                if near not in came_from:
                    came_from[near] = node
                    waiting.append((near, steps + 1))
        return came_from
