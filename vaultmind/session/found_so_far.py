"""What can be found while an index is still being made, so that nobody takes silence for an answer."""

from collections.abc import Sequence
from dataclasses import replace

from vaultmind.answers.early import early_refusal
from vaultmind.domain.answer import Answer
from vaultmind.indexing import Indexer
from vaultmind.ports import CatalogTotals, Progress
from vaultmind.session.keeper import IndexKeeper

_LOOKED_THROUGH = "The notes are still being looked through: not all of them can be found yet."


class FoundSoFar:
    """How much of a vault can be found now, as whoever keeps its index says."""

    def __init__(self, indexer: Indexer, keeper: IndexKeeper) -> None:
        self._indexer = indexer
        self._keeper = keeper

    def reading(self, totals: CatalogTotals) -> Progress | None:
        """Return how far the reading of notes is, its total ``None`` before they are counted; ``None`` for none."""
        now = self._keeper.reading(totals)
        is_first = not self._indexer.whole_looks and (self._keeper.is_running or self._keeper.is_held)
        return Progress("read", 0, None) if now is None and is_first and not totals.notes else now

    def vectors(self, totals: CatalogTotals) -> Progress | None:
        """Return how far the making of vectors is, ``None`` where none is missing."""
        if not self._indexer.has_vectors or not totals.waiting:
            return None
        return Progress("embed", totals.chunks - totals.waiting, totals.chunks)

    def notices(self, totals: CatalogTotals) -> Sequence[str]:
        """Return in a sentence that notes are not read yet, where they are not."""
        reading = self.reading(totals)
        if reading is None:
            return ()
        if reading.total is None:
            return (_LOOKED_THROUGH,)
        held = f"Reading is paused: {reading.done} of {reading.total} files so far."
        going = f"Notes are being read: {reading.done} of {reading.total} files so far."
        return (held if self._keeper.is_held else going,)

    def not_too_early(self, answer: Answer, totals: CatalogTotals, *, by_meaning: bool) -> Answer:
        """Return an answer that does not take what was not found yet for what the notes do not say.

        ``by_meaning`` is whether the vectors that are being made are those that answer.
        """
        now = self.reading(totals) or (self.vectors(totals) if by_meaning else None)
        if not answer.refused or now is None:
            return answer
        return replace(answer, text=early_refusal(answer.question, now), is_early=True)
