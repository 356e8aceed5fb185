"""How many texts a vault's embedding models ever read: a number in a small file, kept though the index is lost."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from vaultmind.domain.chunk import Chunk
from vaultmind.ports import ChunkEmbedder, Embedded


class CountedEmbedder:
    """``ChunkEmbedder`` that adds what the model reads to the number in a file, before the index takes it in."""

    def __init__(self, embedder: ChunkEmbedder, file: Path) -> None:
        self._embedder = embedder
        self._file = file

    @property
    def identity(self) -> str:
        """Return the identity of the model."""
        return self._embedder.identity

    @property
    def dimensions(self) -> int:
        """Return how long its vectors are."""
        return self._embedder.dimensions

    def embed(self, chunks: Sequence[Chunk]) -> Embedded:
        """Embed one batch, and count the texts that the model read for it."""
        embedded = self._embedder.embed(chunks)
        if embedded.calls:
            keep_at_least(self._file, read_count(self._file) + embedded.calls)
        return embedded


def read_count(file: Path) -> int:
    """Return the number kept in ``file``; 0 where there is none that can be read."""
    try:
        return max(0, int(file.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return 0


def keep_at_least(file: Path, count: int) -> int:
    """Let the number in ``file`` be no less than ``count``, and return it; a full disk stops nothing."""
    kept = read_count(file)
    if kept >= count:
        return kept
    fresh = file.with_name(f"{file.name}.new")
    with contextlib.suppress(OSError):
        fresh.write_text(str(count), encoding="ascii")
        fresh.replace(file)
    return count
