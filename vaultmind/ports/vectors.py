"""What finds by meaning."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

from vaultmind.domain.chunk import Chunk
from vaultmind.ports.catalog import Scored
from vaultmind.ports.machine import CancelToken

Vector: TypeAlias = "npt.NDArray[np.float32]"
"""One embedding of shape ``(dimensions,)``, or a stack ``(count, dimensions)``; of unit length."""


@dataclass(frozen=True, slots=True)
class VectorEntry:
    """One vector to keep, with what it may be filtered by."""

    chunk_id: int
    vector: Vector
    language: str


class VectorStore(Protocol):
    """Vectors by chunk id. Survives a crash of the process at any point; ``flush`` survives a loss of power."""

    def upsert(self, entries: Sequence[VectorEntry]) -> None: ...
    def remove(self, chunk_ids: Iterable[int]) -> None: ...
    def search(self, vector: Vector, *, limit: int, language: str | None = None) -> Sequence[Scored]:
        """Return the nearest chunks by cosine, among one language where it is given."""
        ...

    def vectors(self, chunk_ids: Sequence[int]) -> Mapping[int, Vector]: ...
    def similarities(self, vector: Vector, chunk_ids: Collection[int]) -> Mapping[int, float]:
        """Return the exact cosine of ``vector`` to each of these chunks that has one."""
        ...

    def ids(self) -> frozenset[int]: ...
    def count(self) -> int: ...
    def flush(self) -> None: ...
    def tidy(self, *, approximate: bool = False, cancel: CancelToken | None = None) -> bool:
        """Give back the room of removed vectors where that is worth it, or build an approximate index.

        Answers and takes changes meanwhile; says whether anything was done. Raises ``IndexProblem``, ``StorageFull``.
        """
        ...

    def close(self) -> None: ...


class Embedder(Protocol):
    """Texts to vectors. ``identity`` names model, revision and format: equal identities give comparable vectors."""

    @property
    def identity(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Return unit vectors of shape ``(len(texts), dimensions)``."""
        ...

    def embed_query(self, text: str) -> Vector:
        """Return one unit vector of shape ``(dimensions,)``."""
        ...


@runtime_checkable
class ReadsWords(Protocol):
    """An embedder that tells how it reads a word: whole words of a language it knows in long pieces."""

    def letters_a_piece(self, words: Sequence[str]) -> Sequence[float]:
        """Return for each word how many letters a piece of the model's vocabulary covers on the average."""
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors in the order of their chunks, shape ``(chunks, dimensions)``, and the number of texts the model read."""

    vectors: Vector
    calls: int


class ChunkEmbedder(Protocol):
    """Chunks to vectors, never giving the model a breadcrumb and text that it has read before."""

    @property
    def identity(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    def embed(self, chunks: Sequence[Chunk]) -> Embedded:
        """Embed one batch; what the model has read is kept even if the next batch never comes."""
        ...


class Reranker(Protocol):
    """Judges how well a passage answers a question, by reading both."""

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]: ...


@runtime_checkable
class TellsFailure(Protocol):
    """A reranker that goes on where its model fails, and tells so."""

    def failure(self) -> str | None:
        """Return in a sentence why the texts of the last ``score`` were not read, ``None`` where they were."""
        ...
