"""What a session suggests, and what becomes of it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from vaultmind.domain.link import NotePath
from vaultmind.domain.suggestion import DecisionReport, LinkSuggestion, SourceSuggestions, SuggestRequest
from vaultmind.domain.writing import (
    WriteReport,
)
from vaultmind.ports import (
    CancelToken,
    Progress,
)
from vaultmind.session.suggesting import Suggesting
from vaultmind.session.writing import Writing
from vaultmind.suggesting.scoring import LinkScores


class SuggestsLinks(ABC):
    """The part of a session that suggests links and takes what a person decides."""

    _suggesting: Suggesting
    _writing: Writing

    @abstractmethod
    def _find(self, note: str) -> NotePath: ...
    @abstractmethod
    def _require_notes(self) -> None: ...

    def suggest(
        self, request: SuggestRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Progress | SourceSuggestions]:
        """Yield the links that notes might have, note by note; ``request.note`` asks for one."""
        self._require_notes()
        note = None if request.note is None else self._find(request.note)
        yield from self._suggesting.suggest(request, note, cancel)

    def accept(self, ids: Sequence[str], *, dry_run: bool = False) -> WriteReport:
        """Write suggested links as one batch, or show the diff."""
        return self._suggesting.accept(self._suggesting.offered(ids), self._writing, dry_run=dry_run)

    def accept_sure(
        self,
        note: str | None = None,
        *,
        threshold: float | None = None,
        dry_run: bool = False,
        cancel: CancelToken | None = None,
    ) -> Iterator[Progress | WriteReport]:
        """Write every suggestion that is sure, of one note or of all, as one batch, or show the diff."""
        path = None if note is None else self._find(note)
        sure: tuple[LinkSuggestion, ...] = ()
        for event in self._suggesting.sure(path, threshold, cancel):
            if isinstance(event, Progress):
                yield event
            else:
                sure += event.suggestions
        yield self._suggesting.accept(sure, self._writing, dry_run=dry_run)

    def reject(self, ids: Sequence[str], *, everywhere: bool = False) -> DecisionReport:
        """Never suggest these again: for their pairs, or by their names in any note."""
        return self._suggesting.reject(ids, everywhere=everywhere)

    def rejected(self) -> DecisionReport:
        """Return what was rejected, newest first."""
        return self._suggesting.rejected()

    def reconsider(self, ids: Sequence[int]) -> DecisionReport:
        """Take decisions back by their ids, so that what they refused may be suggested again; return them."""
        return self._suggesting.reconsider(ids)

    def evaluate_links(self) -> LinkScores:
        """Hide the newest tenth of the vault's links and say how well they are suggested."""
        self._require_notes()
        return self._suggesting.evaluate()
