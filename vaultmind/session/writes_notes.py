"""What a session writes into notes, and takes back."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from vaultmind.domain.answer import Answer
from vaultmind.domain.writing import (
    Conflicts,
    Diagnosis,
    History,
    Keep,
    ProblemKind,
    WriteReport,
    WriteRequest,
    Written,
)
from vaultmind.ports import (
    Progress,
)
from vaultmind.session.suggesting import Suggesting
from vaultmind.session.writing import Writing


class WritesNotes(ABC):
    """The part of a session that writes: every write goes through ``Writing`` and its journal."""

    _writing: Writing
    _suggesting: Suggesting

    @abstractmethod
    def catch_up(self) -> None: ...

    def _followed(self, report: WriteReport) -> WriteReport:
        """Let what was decided of a note stand for it under its new name, also where its text changed with the name."""
        self._suggesting.follow(self._writing.renames(report))
        return report

    def write(self, request: WriteRequest) -> WriteReport:
        """Make one write into one note, or show its diff."""
        return self._writing.write(request)

    def rename(self, note: str, new: str, *, dry_run: bool = False) -> WriteReport:
        """Give a note another name or folder, and every link to it its new text, as one batch."""
        self.catch_up()
        return self._followed(self._writing.rename(note, new, dry_run=dry_run))

    def history(self, *, limit: int = 50, note: str | None = None, before: str | None = None) -> History:
        """Return the newest writes, newest first; ``before`` is the id of an entry to go on after."""
        return self._writing.history(limit=limit, note=note, before=before)

    def written(self, entry: str) -> Written:
        """Return what one write (``"17"``) or a batch (``"b17"``) changed."""
        return self._writing.written(entry)

    def conflicts(self) -> Conflicts:
        """Return the second versions of notes that sync tools left, with their differences."""
        return self._writing.conflicts()

    def settle_conflict(self, copy: str, keep: Keep, *, dry_run: bool = False) -> WriteReport:
        """Let the original, the copy or both go on; one batch, undone at once."""
        self.catch_up()
        return self._followed(self._writing.settle_conflict(copy, keep, dry_run=dry_run))

    def undo(self, entry: str | None = None, *, dry_run: bool = False) -> WriteReport:
        """Take back one write (``"17"``), a batch (``"b17"``), or the last."""
        return self._followed(self._writing.undo(entry, dry_run=dry_run))

    def diagnose(self) -> Iterator[Progress | Diagnosis]:
        """Yield how far the doctor is, and last what is wrong with the notes."""
        yield from self._writing.diagnose()

    def repair(self, kind: ProblemKind, *, note: str | None = None, dry_run: bool = True) -> WriteReport:
        """Mend every problem of one kind that has a sure fix, in one note or in all, or show the diff."""
        return self._writing.repair(kind, note=note, dry_run=dry_run)

    def save_answer(self, answer: Answer, *, path: str | None = None) -> WriteReport:
        """Make a note of an answer, at ``path`` or where the person keeps answers."""
        return self._writing.save(answer, path=path)
