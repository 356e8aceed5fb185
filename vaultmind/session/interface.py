"""What a skin may ask of a vault."""

from collections.abc import Iterator
from typing import Protocol

from vaultmind.domain.answer import Answer
from vaultmind.domain.report import IndexReport
from vaultmind.domain.views import (
    AnswerDelta,
    AskRequest,
    CitationSeen,
    GraphView,
    IndexRequest,
    NoteStatus,
    NoteView,
    SearchReport,
    SearchRequest,
    VaultStatus,
)
from vaultmind.domain.writing import Diagnosis, History, ProblemKind, WriteReport, WriteRequest
from vaultmind.ports import CancelToken, Progress


class Session(Protocol):
    """What a skin may ask of a vault, in this process or of the engine's.

    Whatever takes long is an iterator: its last value is the result, what comes before says how far it is. It ends
    early, with ``Cancelled``, when ``cancel`` says so, and without a word when it is closed. Errors are
    ``VaultMindError`` and its children.
    """

    def index(
        self, request: IndexRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Progress | IndexReport]: ...
    def catch_up(self) -> None:
        """Take in the words and links of what changed on disk until now."""
        ...

    def watch(self, *, cancel: CancelToken | None = None) -> Iterator[IndexReport]:
        """Yield a report for each settled batch of changes and each stretch of vectors, until closed."""
        ...

    def status(self) -> VaultStatus: ...
    def note_status(self, note: str) -> NoteStatus: ...
    def note(self, note: str) -> NoteView: ...
    def graph(self) -> GraphView: ...
    def search(self, request: SearchRequest) -> SearchReport: ...
    def ask(
        self, request: AskRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Progress | AnswerDelta | CitationSeen | Answer]: ...
    def write(self, request: WriteRequest) -> WriteReport: ...
    def rename(self, note: str, new: str, *, dry_run: bool = False) -> WriteReport: ...
    def history(self, *, limit: int = 50, note: str | None = None) -> History: ...
    def undo(self, entry: str | None = None, *, dry_run: bool = False) -> WriteReport: ...
    def diagnose(self) -> Iterator[Progress | Diagnosis]: ...
    def repair(self, kind: ProblemKind, *, dry_run: bool = True) -> WriteReport: ...
    def save_answer(self, answer: Answer, *, path: str | None = None) -> WriteReport:
        """Make a note of an answer, at ``path`` or where the person keeps answers."""
        ...

    def close(self) -> None: ...
