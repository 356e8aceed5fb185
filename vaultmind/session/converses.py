"""What a session answers: questions, councils, recipes, conversations."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager

from vaultmind.answers.council import ROLES
from vaultmind.domain.answer import Answer
from vaultmind.domain.chunk import Passage
from vaultmind.domain.conversation import Conversation, Conversations, KeptTurn, Understood
from vaultmind.domain.council import CouncilAnswer, CouncilRequest, Voice, VoiceDelta
from vaultmind.domain.link import NotePath
from vaultmind.domain.recipe import PartMade, RecipeOutput, RecipeRequest, Recipes, RecipeView
from vaultmind.domain.views import (
    AskRequest,
)
from vaultmind.domain.writing import (
    WriteReport,
)
from vaultmind.ports import (
    CancelToken,
    Progress,
)
from vaultmind.retrieval.language import Meaning
from vaultmind.retrieval.retriever import Retriever
from vaultmind.session.asking import AnswerEvent
from vaultmind.session.conversing import Conversing
from vaultmind.session.knowledge import Knowledge
from vaultmind.session.questions import Questions
from vaultmind.session.recipes import Looking, RecipeBook


class Converses(ABC):
    """The part of a session that answers, and keeps what was said."""

    _questions: Questions
    _recipes: RecipeBook
    _conversing: Conversing
    _knowing: AbstractContextManager[object]

    @abstractmethod
    def _find(self, note: str) -> NotePath: ...
    @abstractmethod
    def _require_notes(self) -> None: ...
    @abstractmethod
    def _know(self) -> Knowledge: ...
    @abstractmethod
    def _retriever(self) -> Retriever: ...
    @abstractmethod
    def _evidence(self, question: str, limit: int | None) -> tuple[list[Passage], Meaning | None]: ...

    def ask(self, request: AskRequest, *, cancel: CancelToken | None = None) -> Iterator[Understood | AnswerEvent]:
        """Answer from the notes, each statement with its citation; a follow-up is first put into words of its own."""
        self._require_notes()
        yield from self._questions.ask(request, cancel)

    def council(
        self, request: CouncilRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Understood | VoiceDelta | Voice | CouncilAnswer]:
        """Put one question to several voices, and yield what they say, each as it ends, and what they say together."""
        self._require_notes()
        yield from self._questions.ask_council(request, cancel)

    def council_roles(self) -> tuple[str, ...]:
        """Return the roles that a model of a council may be given, e.g. ``sceptic``."""
        return ROLES

    def recipes(self) -> Recipes:
        """Return the recipes that can be run, by name and language."""
        return self._recipes.all()

    def recipe(self, name: str, *, language: str = "") -> RecipeView:
        """Return a recipe in full, for a person who is to say whether it may run."""
        return self._recipes.view(name, language)

    def customise_recipe(self, name: str, *, language: str = "") -> WriteReport:
        """Copy a shipped recipe into the vault, where it can be changed."""
        return self._recipes.customise(name, language)

    def run_recipe(
        self, request: RecipeRequest, *, cancel: CancelToken | None = None
    ) -> Iterator[Progress | PartMade | RecipeOutput]:
        """Carry a recipe out, and write what it made; yield each part as it is finished."""
        self._require_notes()
        with self._knowing:
            meaning = self._retriever().meaning
        looking = Looking(self._find, lambda query, limit: self._evidence(query, limit)[0], meaning)
        yield from self._recipes.run(request, looking, cancel)

    def conversation(self, note: str) -> Conversation:
        """Return a chat note as its turns, kept by this program or exported from another."""
        known = self._know()
        return self._conversing.read(self._conversing.written(note) or self._find(note), known)

    def conversations(self, *, limit: int = 50) -> Conversations:
        """Return the conversations of the vault, where something was said last first."""
        return self._conversing.all(limit, self._know())

    def last_conversation(self) -> Conversation:
        """Return the conversation that a turn was last kept of, as it is now; without turns where there is none."""
        return self._conversing.last(self._know())

    def keep_turn(self, answer: Answer, *, conversation: Conversation, replaces: str | None = None) -> KeptTurn:
        """Remember what was just answered, and write it into the conversation's note where there is one."""
        return self._conversing.keep_turn(answer, conversation, replaces)

    def keep_conversation(self, conversation: Conversation, *, path: str | None = None) -> KeptTurn:
        """Make a note of a conversation, at ``path`` or where conversations are kept."""
        return self._conversing.keep(conversation, path)
