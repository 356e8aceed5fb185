"""How near the passages of two notes are, told so that it means the same with every embedding model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from vaultmind.suggesting.structure import Weights

Vectors = npt.NDArray[np.float32]
"""Unit vectors of shape ``(passages, dimensions)``."""

_PAIRS_ASKED = 400
_PAIRS_TRIED = 12


@dataclass(frozen=True, slots=True)
class NearPassages:
    """The two passages of two notes that are nearest, and how near: 0 as any two notes, 1 the same."""

    here: int
    there: int
    closeness: float


class Passages:
    """The passages of notes by number, with their vectors. Notes without any are near to nothing."""

    def __init__(self, ids: Sequence[Sequence[int]], vectors: Sequence[Vectors | None], dimensions: int) -> None:
        self._dimensions = dimensions
        self._ids = [tuple(one) for one in ids]
        self._vectors = [self._kept(one) for one in vectors]
        self._means = np.stack([_mean(one) for one in self._vectors]) if ids else np.zeros((0, dimensions), np.float32)
        self._ordinary_mean = self._ordinary = 0.0
        self._learn_what_is_ordinary()

    def __len__(self) -> int:
        return len(self._ids)

    def has(self, note: int) -> bool:
        """Say whether a note has vectors."""
        return note < len(self._vectors) and len(self._vectors[note]) > 0

    def replace(self, note: int, ids: Sequence[int], vectors: Vectors | None) -> None:
        """Take the passages of a note, or of the next one, as they are now; what is ordinary stays as it was."""
        kept = self._kept(vectors)
        if note == len(self._ids):
            self._ids.append(())
            self._vectors.append(kept)
            self._means = np.vstack([self._means, np.zeros((1, self._dimensions), np.float32)])
        self._ids[note], self._vectors[note], self._means[note] = tuple(ids), kept, _mean(kept)

    def closeness(self, note: int) -> Weights:
        """Return for every note how near it is to this one as a whole: 0 as any two notes, 1 the same."""
        cosines = (self._means @ self._means[note]).astype(np.float64)
        near: Weights = np.clip((cosines - self._ordinary_mean) / (1 - self._ordinary_mean), 0.0, 1.0)
        return near

    def nearest(
        self, note: int, other: int, *, tells: Callable[[int, int], bool] = lambda *_: True
    ) -> NearPassages | None:
        """Return the nearest passages of two notes that both tell something, ``None`` where there are none.

        ``tells`` is asked of a note and a passage of it; few of the nearest are tried.
        """
        if not self.has(note) or not self.has(other):
            return None
        cosines = self._vectors[note].astype(np.float32) @ self._vectors[other].astype(np.float32).T
        for place in np.argsort(-cosines, axis=None, kind="stable")[:_PAIRS_TRIED].tolist():
            at_here, at_there = divmod(place, cosines.shape[1])
            here, there = self._ids[note][at_here], self._ids[other][at_there]
            if tells(note, here) and tells(other, there):
                closeness = (float(cosines[at_here, at_there]) - self._ordinary) / (1 - self._ordinary)
                return NearPassages(here, there, min(1.0, max(0.0, closeness)))
        return None

    def _kept(self, vectors: Vectors | None) -> npt.NDArray[np.float16]:
        empty = np.zeros((0, self._dimensions), dtype=np.float16)
        return empty if vectors is None else vectors.astype(np.float16)

    def _learn_what_is_ordinary(self) -> None:
        """Learn how near any two notes and their nearest passages are: the middle of pairs drawn alike each time."""
        known = [note for note in range(len(self._ids)) if self.has(note)]
        if len(known) < 2:
            return
        pairs = {_lot(number, known) for number in range(_PAIRS_ASKED)}
        pairs = {(one, other) for one, other in pairs if one != other}
        whole = [float(self._means[one] @ self._means[other]) for one, other in pairs]
        best = [
            float((self._vectors[one].astype(np.float32) @ self._vectors[other].astype(np.float32).T).max())
            for one, other in pairs
        ]
        if pairs:
            self._ordinary_mean = min(0.99, max(0.0, float(np.median(whole))))
            self._ordinary = min(0.99, max(0.0, float(np.median(best))))


def _lot(number: int, notes: Sequence[int]) -> tuple[int, int]:
    drawn = blake2b(number.to_bytes(4, "big"), digest_size=8).digest()
    one, other = int.from_bytes(drawn[:4], "big"), int.from_bytes(drawn[4:], "big")
    return notes[one % len(notes)], notes[other % len(notes)]


def _mean(vectors: npt.NDArray[np.float16]) -> npt.NDArray[np.float32]:
    if not len(vectors):
        return np.zeros(vectors.shape[1], dtype=np.float32)
    mean = vectors.astype(np.float32).mean(axis=0)
    unit: npt.NDArray[np.float32] = mean / max(float(np.linalg.norm(mean)), 1e-6)
    return unit
