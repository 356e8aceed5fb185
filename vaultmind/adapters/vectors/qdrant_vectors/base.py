"""What an embedded store and a server do alike: batches, pages, and values in our own terms."""

import itertools
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from vaultmind.domain.errors import IndexProblem
from vaultmind.ports import Scored, Vector, VectorEntry

LANGUAGE = "language"
PAGE = 10_000

_BATCH = 1000


class QdrantVectors(ABC):
    """The contract of ``VectorStore`` over five calls that a store of Qdrant answers."""

    dimensions: int

    def upsert(self, entries: Sequence[VectorEntry]) -> None:
        """Store vectors, replacing those of equal ids; each batch of 1,000 is there wholly or not."""
        for entry in entries:
            if entry.vector.shape != (self.dimensions,) or not np.isfinite(entry.vector).all():
                raise IndexProblem(f"The vector of chunk {entry.chunk_id} is not {self.dimensions} finite numbers.")
        for batch in _batches(entries):
            self._upsert(batch)

    def remove(self, chunk_ids: Iterable[int]) -> None:
        """Forget vectors; ids that are not stored are no error."""
        for batch in _batches(chunk_ids):
            self._remove(batch)

    def search(self, vector: Vector, *, limit: int, language: str | None = None) -> Sequence[Scored]:
        """Return the nearest chunks by cosine, best first, among one language where it is given."""
        if limit <= 0:
            return ()
        points = self._search(np.asarray(vector, np.float32), limit, language)
        return [Scored(int(point.id), float(point.score)) for point in points]

    def vectors(self, chunk_ids: Sequence[int]) -> Mapping[int, Vector]:
        """Return the stored unit vectors of those ids that have one."""
        records = itertools.chain.from_iterable(map(self._retrieve, _batches(chunk_ids)))
        return {int(record.id): np.asarray(record.vector, np.float32) for record in records}

    def similarities(self, vector: Vector, chunk_ids: Collection[int]) -> Mapping[int, float]:
        """Return the exact cosine of ``vector`` to each of those ids that is stored; none of their vectors is moved."""
        asked = np.asarray(vector, np.float32)
        points = itertools.chain.from_iterable(self._compare(asked, batch) for batch in _batches(chunk_ids))
        return {int(point.id): float(point.score) for point in points}

    def ids(self) -> frozenset[int]:
        """Return the ids of all stored vectors."""
        found: list[int] = []
        offset: Any = None
        while True:
            records, offset = self._scroll(offset)
            found += [int(record.id) for record in records]
            if offset is None:
                return frozenset(found)

    @abstractmethod
    def _upsert(self, entries: Sequence[VectorEntry]) -> None: ...
    @abstractmethod
    def _remove(self, chunk_ids: Sequence[int]) -> None: ...
    @abstractmethod
    def _search(self, vector: Vector, limit: int, language: str | None) -> Iterable[Any]: ...
    @abstractmethod
    def _compare(self, vector: Vector, chunk_ids: Sequence[int]) -> Iterable[Any]: ...
    @abstractmethod
    def _retrieve(self, chunk_ids: Sequence[int]) -> Iterable[Any]: ...
    @abstractmethod
    def _scroll(self, offset: Any) -> tuple[Sequence[Any], Any]: ...


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield lists of at most 1,000."""
    iterator = iter(things)
    while batch := list(itertools.islice(iterator, _BATCH)):
        yield batch
