"""What can be found while an index is still being made, so that nobody takes silence for an answer."""

from collections.abc import Sequence
from dataclasses import replace

from vaultmind.domain.answer import Answer
from vaultmind.indexing import Indexer
from vaultmind.parsing.language import language_of
from vaultmind.ports import CatalogTotals, Progress
from vaultmind.session.keeper import IndexKeeper

_LOOKED_THROUGH = "The notes are still being looked through: not all of them can be found yet."
_UNREAD = {
    "en": "What is read so far does not say: {} of {} files.",
    "ru": "В том, что уже прочитано, ответа нет. Прочитано файлов: {} из {}.",
}
_UNKNOWN = {
    "en": "The notes are still being looked through; what is read so far does not say.",
    "ru": "Заметки ещё просматриваются; в том, что уже прочитано, ответа нет.",
}
_WORDS_ALONE = {
    "en": "What can be found so far does not say: by meaning, {} of {} passages.",
    "ru": "В том, что уже можно найти, ответа нет. По смыслу — отрывков: {} из {}.",
}


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
        begin = "Reading is paused" if self._keeper.is_held else "Notes are being read"
        return (f"{begin}: {reading.done} of {reading.total} files so far.",)

    def not_too_early(self, answer: Answer, totals: CatalogTotals, *, by_meaning: bool) -> Answer:
        """Return an answer that does not take what was not found yet for what the notes do not say.

        ``by_meaning`` is whether the vectors that are being made are those that answer.
        """
        said = self._refusal(answer, totals, by_meaning=by_meaning) if answer.refused else ""
        return replace(answer, text=said, is_early=True) if said else answer

    def _refusal(self, answer: Answer, totals: CatalogTotals, *, by_meaning: bool) -> str:
        language = "ru" if language_of(answer.question) == "ru" else "en"
        reading, vectors = self.reading(totals), self.vectors(totals) if by_meaning else None
        if reading is not None and reading.total is None:
            return _UNKNOWN[language]
        if reading is not None:
            return _UNREAD[language].format(reading.done, reading.total)
        return _WORDS_ALONE[language].format(vectors.done, vectors.total) if vectors is not None else ""
