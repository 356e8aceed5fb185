"""Conversations: questions that build on each other, and the notes they are kept in."""

from dataclasses import dataclass, replace
from typing import Literal

from vaultmind.domain.answer import Citation
from vaultmind.domain.link import NotePath
from vaultmind.domain.writing import WriteReport


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what was answered, as Markdown without the quote marks of a chat note.

    ``uid`` is that of the question's message and names the turn; ``answer`` is ``""`` where nobody answered yet.
    ``sources`` are the notes that the answer links to.
    """

    question: str
    answer: str = ""
    meant: str = ""
    """The stand-alone question that was searched for, where it is not ``question``."""
    model: str = ""
    sources: tuple[NotePath, ...] = ()
    asked_at: str | None = None
    answered_at: str | None = None
    uid: str = ""
    answer_uid: str = ""
    citations: tuple[Citation, ...] = ()
    """Where the marks ``[1]`` of an answer lead that is in no note yet; in a note they are links."""
    refused: bool = False
    """Whether the answer says that the notes do not: nobody's words, and no fact."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns in order, and the note that keeps them; ``None`` while no note does."""

    turns: tuple[Turn, ...] = ()
    note: NotePath | None = None
    title: str = ""

    def before(self, uid: str) -> tuple[Turn, ...]:
        """Return the turns before the one of this identifier; all of them where there is none."""
        place = next((place for place, turn in enumerate(self.turns) if turn.uid == uid), len(self.turns))
        return self.turns[:place]

    def with_turn(self, turn: Turn, *, replaces: str | None = None) -> "Conversation":
        """Return the conversation with a further turn, or with this one in the place of another."""
        if replaces is None:
            return replace(self, turns=(*self.turns, turn))
        return replace(self, turns=tuple(turn if one.uid == replaces else one for one in self.turns))


@dataclass(frozen=True, slots=True)
class Understood:
    """How a follow-up question was understood; ``by`` says who put it into words that stand alone."""

    question: str
    meant: str
    by: Literal["model", "rules"]


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One conversation of the vault as a list shows it; ``last_at`` is when something was last said there."""

    note: NotePath
    title: str
    turns: int
    last_at: str | None
    is_ours: bool
    """Whether VaultMind keeps it; the others are chats from elsewhere, which can be gone on with too."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """The conversations of a vault, the newest first."""

    lines: tuple[ConversationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """The conversation after a turn was kept, and the write that put it into its note (``None``: no note has it)."""

    conversation: Conversation
    report: WriteReport | None = None
