"""What a skin may ask of a vault."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from vaultmind.domain.answer import Answer
from vaultmind.domain.conversation import Conversation, Conversations, KeptTurn, Understood
from vaultmind.domain.council import CouncilAnswer, CouncilRequest, Voice, VoiceDelta
from vaultmind.domain.library import Library
from vaultmind.domain.question import GoldQuestion
from vaultmind.domain.recipe import PartMade, RecipeOutput, RecipeRequest, Recipes, RecipeView
from vaultmind.domain.related import RelatedReport
from vaultmind.domain.report import IndexReport
from vaultmind.domain.suggestion import DecisionReport, SourceSuggestions, SuggestRequest
from vaultmind.domain.vault_map import MapPlace, VaultMap
from vaultmind.domain.views import (
    ActiveNote,
    AnswerDelta,
    AskRequest,
    Attachment,
    CitationSeen,
    GraphView,
    IndexRequest,
    NoteFound,
    NoteStatus,
    NoteView,
    PromptSeen,
    SearchReport,
    SearchRequest,
    VaultStatus,
)
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
from vaultmind.ports import CancelToken, Progress
from vaultmind.retrieval.cover import Cover
from vaultmind.retrieval.explanation import Explanation
from vaultmind.suggesting.scoring import LinkScores

Asked = TypeVar("Asked")


def repeatable(method: Asked) -> Asked:
    """Mark a method that may be asked again when its engine died before it answered: it changes nothing."""
    vars(method)["is_repeatable"] = True
    return method


def resumable(method: Asked) -> Asked:
    """Mark a stream that goes on where it was when it is asked for again: a session that is renewed does that."""
    vars(method)["is_resumable"] = True
    return method


class Session(Protocol):
    """What a skin may ask of a vault, in this process or of the engine's.

    Whatever takes long is an iterator: its last value is the result, what comes before says how far it is. It ends
    early, with ``Cancelled``, when ``cancel`` says so, and without a word when it is closed. Errors are
    ``VaultMindError`` and its children.
    """

    @resumable
    def index(
        self, request: IndexRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Progress | IndexReport]: ...
    @repeatable
    def catch_up(self) -> None:
        """Take in the words and links of what changed on disk until now."""
        ...

    @resumable
    def watch(self, *, cancel: CancelToken | None = None) -> Iterator[IndexReport]:
        """Yield a report for each settled batch of changes and each stretch of vectors, until closed."""
        ...

    @repeatable
    def pause_vectors(self) -> None:
        """Make no vectors until ``resume_vectors``, also after a restart.

        Words and links of what changes go on; the reading of a whole vault that nobody waits for rests as well.
        """
        ...

    @repeatable
    def resume_vectors(self) -> None: ...
    @repeatable
    def status(self) -> VaultStatus: ...
    @repeatable
    def note_status(self, note: str) -> NoteStatus: ...
    @repeatable
    def library(self) -> Library:
        """Return every file of the vault with what the index has of it."""
        ...

    @repeatable
    def note(self, note: str, *, with_backlinks: bool = True) -> NoteView:
        """Return a note as it is on the disk now; what embeds it needs no ``backlinks``, of which there may be many."""
        ...

    @repeatable
    def attachment(self, path: str) -> Attachment:
        """Return a file of the vault that is no note, by its path; ``VaultProblem`` above 10 MB."""
        ...

    @resumable
    def follow_active(self, *, cancel: CancelToken | None = None) -> Iterator[ActiveNote]:
        """Yield the note in front of Obsidian, and again within half a second whenever it is another."""
        ...

    @repeatable
    def graph(self) -> GraphView: ...
    @repeatable
    def find_notes(self, letters: str, *, limit: int = 20) -> tuple[NoteFound, ...]:
        """Return the notes of which a name has these letters in their order, best first; without letters the newest."""
        ...

    @repeatable
    def vault_map(self) -> VaultMap: ...
    @repeatable
    def keep_map(self, places: Sequence[MapPlace]) -> None:
        """Keep where the notes of the map are drawn, for the next time."""
        ...

    @repeatable
    def search(self, request: SearchRequest, *, cancel: CancelToken | None = None) -> SearchReport: ...
    def ask(
        self, request: AskRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Progress | Understood | AnswerDelta | CitationSeen | PromptSeen | Answer]:
        """Yield how a follow-up was understood, the words of the answer, the numbers they cite, and the whole last.

        With ``show_prompt`` also what the model was sent.
        """
        ...

    def council(
        self, request: CouncilRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Understood | VoiceDelta | Voice | CouncilAnswer]:
        """Yield what several voices say to one question, each as it ends, and what they say together last."""
        ...

    @repeatable
    def council_roles(self) -> tuple[str, ...]:
        """Return the roles that a model of a council may be given, e.g. ``sceptic``."""
        ...

    @repeatable
    def recipes(self) -> Recipes:
        """Return the recipes that can be run, by name and language."""
        ...

    @repeatable
    def recipe(self, name: str, *, language: str = "") -> RecipeView:
        """Return a recipe in full, for a person who is to say whether it may run."""
        ...

    def customise_recipe(self, name: str, *, language: str = "") -> WriteReport:
        """Copy a shipped recipe into the vault, where it can be changed."""
        ...

    def run_recipe(
        self, request: RecipeRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Progress | PartMade | RecipeOutput]:
        """Yield each part of a recipe as it is finished, and what was written last.

        Raises ``RecipeNotConfirmed`` for one of the vault that is new or changed since it last ran, and ``Cancelled``,
        where nothing was written, with or without a model.
        """
        ...

    @repeatable
    def conversation(self, note: str) -> Conversation:
        """Return a chat note as its turns, kept by this program or exported from another."""
        ...

    @repeatable
    def conversations(self, *, limit: int = 50) -> Conversations:
        """Return the conversations of the vault, where something was said last first."""
        ...

    @repeatable
    def last_conversation(self) -> Conversation:
        """Return the conversation that a turn was last kept of, as it is now; without turns where there is none."""
        ...

    def keep_turn(self, answer: Answer, *, conversation: Conversation, replaces: str | None = None) -> KeptTurn:
        """Remember what was just answered, and write it into the conversation's note where there is one.

        ``replaces`` names the turn in whose place it goes: one that was asked anew, or in other words.
        """
        ...

    def keep_conversation(self, conversation: Conversation, *, path: str | None = None) -> KeptTurn:
        """Make a note of a conversation, at ``path`` or where conversations are kept."""
        ...

    def related(self, note: str, *, limit: int = 10) -> RelatedReport: ...
    def suggest(
        self, request: SuggestRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Progress | SourceSuggestions]:
        """Yield the links that notes might have, note by note; ``request.note`` asks for one."""
        ...

    def accept(self, ids: Sequence[str], *, dry_run: bool = False) -> WriteReport:
        """Write suggested links as one batch, or show the diff.

        A missing note is made, and a duplicate is merged, one at a time.
        """
        ...

    def accept_sure(
        self,
        note: str | None = None,
        *,
        threshold: float | None = None,
        dry_run: bool = False,
        cancel: CancelToken | None = None,
    ) -> Iterator[Progress | WriteReport]:
        """Write every suggestion that is sure, of one note or of all, as one batch, or show the diff."""
        ...

    def reject(self, ids: Sequence[str], *, everywhere: bool = False) -> DecisionReport:
        """Never suggest these again: for their pairs, or by their names in any note."""
        ...

    @repeatable
    def rejected(self) -> DecisionReport:
        """Return what was rejected, newest first."""
        ...

    def reconsider(self, ids: Sequence[int]) -> DecisionReport:
        """Take decisions back by their ids, so that what they refused may be suggested again; return them."""
        ...

    def evaluate_links(self) -> LinkScores:
        """Hide the newest tenth of the vault's links and say how well they are suggested."""
        ...

    def draw_questions(self, *, limit: int = 150) -> tuple[GoldQuestion, ...]:
        """Return questions that the vault asks of itself, to measure searching by: of headings, links and chats."""
        ...

    def explain(self, note: str, query: str) -> Explanation: ...
    def cover(self, topic: str, *, limit: int = 20) -> Cover: ...
    def write(self, request: WriteRequest) -> WriteReport: ...
    def rename(self, note: str, new: str, *, dry_run: bool = False) -> WriteReport: ...
    @repeatable
    def history(self, *, limit: int = 50, note: str | None = None, before: str | None = None) -> History:
        """Return the newest writes, newest first; ``before`` is the id of an entry to go on after."""
        ...

    @repeatable
    def written(self, entry: str) -> Written:
        """Return what one write (``"17"``) or a batch (``"b17"``) changed."""
        ...

    @repeatable
    def conflicts(self) -> Conflicts:
        """Return the second versions of notes that sync tools left, with their differences."""
        ...

    def settle_conflict(self, copy: str, keep: Keep, *, dry_run: bool = False) -> WriteReport:
        """Let the original, the copy or both go on; one batch, undone at once."""
        ...

    def undo(self, entry: str | None = None, *, dry_run: bool = False) -> WriteReport: ...
    def diagnose(self) -> Iterator[Progress | Diagnosis]: ...
    def repair(self, kind: ProblemKind, *, note: str | None = None, dry_run: bool = True) -> WriteReport:
        """Mend every problem of one kind that has a sure fix, in one note or in all, or show the diff."""
        ...

    def save_answer(self, answer: Answer, *, path: str | None = None) -> WriteReport:
        """Make a note of an answer, at ``path`` or where the person keeps answers."""
        ...

    def close(self) -> None: ...
