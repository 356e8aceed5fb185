"""Vectors: made for the chunks that wait for one, and kept in step with the catalog."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.errors import Cancelled, ModelProblem
from vaultmind.domain.link import NotePath
from vaultmind.ports import (
    CancelToken,
    Catalog,
    ChunkEmbedder,
    Clock,
    Embedded,
    Progress,
    ProgressSink,
    VectorEntry,
    VectorStore,
)

_PER_CALL = 2
"""Passages a call: a model reads them one by one, and a saved note waits for the call that is under way."""
_PER_MARK = 64
_PER_FLUSH = 1024
_SECONDS_PER_FLUSH = 30.0
_WORTH_TIDYING = 5_000
CALLS_TOTAL = "embedding_calls_total"
EMBEDDER = "embedder"
"""Where the catalog keeps which model the waiting is counted for."""


@dataclass(frozen=True, slots=True)
class EmbeddingWork:
    """What one run made: chunks with a new vector, texts the model read, seconds it took."""

    embedded: int = 0
    calls: int = 0
    elapsed_s: float = 0.0

    def remaining_s(self, waiting: int) -> float | None:
        """Return how long ``waiting`` chunks take at this pace."""
        if not waiting:
            return 0.0
        return waiting * self.elapsed_s / self.embedded if self.embedded else None


def _untold(_: Progress) -> None:
    """Take the progress of work that is too short to be told of."""


class VectorQueue:
    """Chunks of a catalog on their way into a vector store, through one embedder."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        vectors: VectorStore,
        embedder: ChunkEmbedder,
        clock: Clock,
    ) -> None:
        self._catalog = catalog
        self._vectors = vectors
        self._embedder = embedder
        self._clock = clock
        self._is_reconciled = False
        self._changed_since_tidied = _WORTH_TIDYING  # of the time before this program, nothing is known
        self._unflushed, self._flushed_at = 0, clock.monotonic()

    def embed(self, seconds: float | None, progress: ProgressSink, cancel: CancelToken) -> EmbeddingWork:
        """Make missing vectors, the most wanted first, for about ``seconds`` or until there are all; some in any case.

        A run that dies repeats no call to the model, since the embedder keeps what it has read. What a loss of power
        takes from the store or the catalog is found by ``reconcile`` when they are opened again.
        """
        started = self._clock.monotonic()
        if not self._is_reconciled:
            self.reconcile()
        self.clean()
        embedded = calls = 0
        begun = self._clock.monotonic()
        while not self._is_over(begun, seconds if embedded else None, cancel):
            waiting = self._catalog.waiting(_PER_MARK)
            if not waiting:
                break
            stored: list[int] = []
            try:
                for at in range(0, len(waiting), _PER_CALL):
                    if at and self._is_over(begun, seconds, cancel):
                        break
                    done, read = self._embed_batch(waiting[at : at + _PER_CALL])
                    stored += done
                    calls += read
            finally:
                self._keep(stored, progress)
            embedded += len(stored)
        return EmbeddingWork(embedded, calls, self._clock.monotonic() - started)

    def clean(self) -> None:
        """Remove the vectors of chunks that are gone."""
        removed = self._catalog.removed_chunks()
        if removed:
            self._vectors.remove(removed)
            self._catalog.forget_removed(removed)
            self._changed_since_tidied += len(removed)

    def embed_notes(self, paths: Iterable[NotePath], cancel: CancelToken) -> EmbeddingWork:
        """Make the missing vectors of a few notes, whatever else waits."""
        started = self._clock.monotonic()
        if not self._is_reconciled:
            self.reconcile()
        self.clean()
        ids = [chunk_id for path in paths for chunk_id in self._catalog.chunk_ids_of(path)]
        stored = self._vectors.vectors(ids).keys()
        missing = list(self._catalog.chunks([one for one in ids if one not in stored]).items())
        made: list[int] = []
        calls = 0
        try:
            for at in range(0, len(missing), _PER_CALL):
                self._is_over(started, None, cancel)
                done, read = self._embed_batch(missing[at : at + _PER_CALL])
                made += done
                calls += read
        finally:
            self._keep(made, _untold)
        return EmbeddingWork(len(made), calls, self._clock.monotonic() - started)

    @property
    def wants_tidying(self) -> bool:
        """Say whether so many vectors came or went, or so long ago, that the store may be worth tidying."""
        return self._changed_since_tidied >= _WORTH_TIDYING

    def tidy(self, cancel: CancelToken) -> bool:
        """Give the room of removed vectors back; other threads may use the queue meanwhile."""
        self._changed_since_tidied = 0
        return self._vectors.tidy(cancel=cancel)

    def reconcile(self) -> None:
        """Make catalog and store agree on which chunks have a vector, whatever was lost in between."""
        identity = self._embedder.identity
        is_same_embedder = self._catalog.value(EMBEDDER) == identity
        if not is_same_embedder:
            self._catalog.mark_all_waiting()
            self._catalog.set_value(EMBEDDER, identity)
        totals = self._catalog.totals()
        if self._catalog.was_interrupted or totals.waiting or self._vectors.count() != totals.vectors:
            stored, known = self._vectors.ids(), self._catalog.all_chunk_ids()
            self._vectors.remove(stored - known)
            self._catalog.mark_waiting(known - stored)
            if is_same_embedder:
                self._catalog.mark_embedded(known & stored)
        self._is_reconciled = True

    def _embed_batch(self, batch: Sequence[tuple[int, Chunk]]) -> tuple[list[int], int]:
        """Store the vectors of a batch; return the ids that have one now and the number of texts the model read.

        Where the model refuses the batch but takes some of its chunks alone, the others are marked as failed.
        """
        try:
            return self._embed_whole(batch)
        except Cancelled:
            raise
        except ModelProblem:
            if len(batch) == 1:
                raise
        done: list[int] = []
        calls = 0
        refused: list[tuple[int, ModelProblem]] = []
        for entry in batch:
            try:
                one, read = self._embed_whole([entry])
            except ModelProblem as problem:
                refused.append((entry[0], problem))
                continue
            done += one
            calls += read
        if not done:
            raise refused[0][1]
        for chunk_id, refusal in refused:
            self._catalog.mark_failed([chunk_id], str(refusal))
        return done, calls

    def _embed_whole(self, batch: Sequence[tuple[int, Chunk]]) -> tuple[list[int], int]:
        embedded = self._embedder.embed([chunk for _, chunk in batch])
        if embedded.calls:
            self._catalog.add_to_count(CALLS_TOTAL, embedded.calls)
        self._upsert(batch, embedded)
        return [chunk_id for chunk_id, _ in batch], embedded.calls

    def _upsert(self, batch: Sequence[tuple[int, Chunk]], embedded: Embedded) -> None:
        self._vectors.upsert(
            [
                VectorEntry(chunk_id, vector, chunk.language)
                for (chunk_id, chunk), vector in zip(batch, embedded.vectors, strict=True)
            ]
        )

    def _keep(self, stored: Sequence[int], progress: ProgressSink) -> None:
        if not stored:
            return
        self._catalog.mark_embedded(stored)
        self._changed_since_tidied += len(stored)
        self._unflushed += len(stored)
        now = self._clock.monotonic()
        if self._unflushed >= _PER_FLUSH or now - self._flushed_at > _SECONDS_PER_FLUSH:
            self._vectors.flush()
            self._unflushed, self._flushed_at = 0, now
        totals = self._catalog.totals()
        progress(Progress("embed", totals.vectors, totals.chunks))

    def _is_over(self, started: float, seconds: float | None, cancel: CancelToken) -> bool:
        if cancel.cancelled():
            raise Cancelled("Embedding was stopped; the vectors made so far are kept.")
        return seconds is not None and self._clock.monotonic() - started >= seconds
