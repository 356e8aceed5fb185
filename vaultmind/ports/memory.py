"""What is never rebuilt: what was written, decided and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from vaultmind.domain.conversation import Conversation
from vaultmind.domain.edit import Checksum
from vaultmind.domain.journal import EntryState, Intent, JournalEntry
from vaultmind.domain.link import NotePath
from vaultmind.domain.suggestion import Decision, LinkSuggestion


class Journal(Protocol):
    """What was written into a vault, with the bytes before and after. Survives crashes and is never rebuilt."""

    def begin(
        self, intents: Sequence[Intent], *, at: str, asked_by: str, why: str, words_of: str = ""
    ) -> Sequence[JournalEntry]:
        """Keep what is about to be done, as one batch; it is on the disk, synced, when this returns."""
        ...

    def finish(self, entry_id: int, state: EntryState) -> None:
        """Note how a write ended."""
        ...

    def keep(self, entry_id: int, content: bytes) -> None:
        """Keep a version of the note that a write came across and that is nowhere else; synced when this returns."""
        ...

    def entry(self, entry_id: int) -> JournalEntry | None: ...
    def batch(self, batch: str) -> Sequence[JournalEntry]:
        """Return the entries of a batch, in the order they were written."""
        ...

    def entries(
        self, *, limit: int = 50, note: NotePath | None = None, before: int | None = None
    ) -> Sequence[JournalEntry]:
        """Return the entries, newest first; with ``note``, those of that path; with ``before``, those older than it."""
        ...

    def later(self, entry_id: int) -> Sequence[JournalEntry]:
        """Return the entries after this one, oldest first."""
        ...

    def renames_since(self, entry_id: int) -> Sequence[JournalEntry]:
        """Return the renames after this entry that were done, oldest first."""
        ...

    def unfinished(self) -> Sequence[JournalEntry]:
        """Return the entries that are still only intended, or withdrawn and not yet taken back, oldest first."""
        ...

    def content(self, checksum: Checksum) -> bytes:
        """Return the bytes kept under a checksum; raise ``VaultProblem`` when they are damaged or gone."""
        ...

    def close(self) -> None: ...


class DecisionMemory(Protocol):
    """What a person said to suggestions, and which were shown. Never rebuilt."""

    def decisions(self) -> Sequence[Decision]:
        """Return every decision, oldest first."""
        ...

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Keep decisions, all or none."""
        ...

    def offer(self, suggestions: Sequence[LinkSuggestion]) -> None:
        """Remember suggestions under their ids, so that a later command may name them."""
        ...

    def offered(self, suggestion_id: str) -> LinkSuggestion | None:
        """Return a suggestion that was shown; its reasons are not kept."""
        ...

    def withdraw(self, ids: Sequence[int]) -> None:
        """Forget decisions by their ids, all or none."""
        ...

    def follow(self, renamed: Mapping[NotePath, NotePath]) -> None:
        """Give the notes of decisions the paths they have now, all at once; ``renamed`` maps old to new."""
        ...

    def close(self) -> None: ...


class ConversationMemory(Protocol):
    """The conversation that a person was last in, and the recipes that they have let run. Never rebuilt."""

    def last(self) -> Conversation:
        """Return the conversation that was remembered last, without turns where there is none."""
        ...

    def remember(self, conversation: Conversation) -> None: ...
    def has_run(self, recipe: Checksum) -> bool:
        """Say whether a recipe of this very content was let run before."""
        ...

    def let_run(self, recipe: Checksum, *, name: str, at: str) -> None: ...
    def close(self) -> None: ...
