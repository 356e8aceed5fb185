"""Conversations of one vault: follow-ups understood, turns remembered, and kept in chat notes where a person wants."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from vaultmind.answers.conversation import understand
from vaultmind.domain.answer import Answer
from vaultmind.domain.conversation import (
    Conversation,
    ConversationLine,
    Conversations,
    KeptTurn,
    Turn,
    Understood,
)
from vaultmind.domain.errors import ModelProblem, UnsafePath, VaultProblem
from vaultmind.domain.file_names import path_parts
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.provenance import CONVERSATION, KIND_PROPERTY
from vaultmind.domain.query import LexicalQuery, RoleFilter
from vaultmind.domain.views import AskRequest
from vaultmind.parsing.morphology import stems_of
from vaultmind.parsing.reading import read_note
from vaultmind.parsing.turns import turns_of
from vaultmind.ports import (
    CancelToken,
    Catalog,
    Clock,
    ConversationMemory,
    LanguageModels,
    LexicalIndex,
    VaultFiles,
)
from vaultmind.session.knowledge import Knowledge
from vaultmind.session.writing import Writing
from vaultmind.writeback.conversation_notes import linked_turn, turn_of

_MESSAGES_LOOKED_AT = 400
_MOST_SOURCES_READ = 3


class Conversing:
    """What a session knows of conversations. The memory is opened by its first use."""

    def __init__(
        self,
        *,
        files: VaultFiles,
        catalog: Catalog,
        words: LexicalIndex,
        models: LanguageModels,
        clock: Clock,
        writing: Writing,
        memory: Callable[[], ConversationMemory],
    ) -> None:
        self._files = files
        self._catalog = catalog
        self._words = words
        self._models = models
        self._clock = clock
        self._writing = writing
        self._memory = memory

    def understand(
        self,
        question: str,
        history: Sequence[Turn],
        *,
        model: str | None = None,
        extractive: bool = False,
        cancel: CancelToken | None = None,
    ) -> Understood | None:
        """Return what a follow-up means, by the model that will answer it, or by rules where there is none."""
        if not history:
            return None
        chosen = None
        if not extractive:
            try:
                chosen = self._models.choose(model)
                return understand(question, history, model=chosen, spoken_of=self._spoken_of, cancel=cancel)
            except ModelProblem:
                if model is not None:
                    raise
        return understand(question, history, spoken_of=self._spoken_of)

    def _spoken_of(self, turn: Turn) -> frozenset[str]:
        """Return the stems of a turn and of the notes that it rests on, as far as they can be read."""
        texts = [turn.meant, turn.question, turn.answer]
        for path in turn.sources[:_MOST_SOURCES_READ]:
            try:
                texts.append(read_note(path, self._files.read(path)).text)
            except (VaultProblem, UnsafePath):
                continue
        return frozenset(stems_of("\n".join(texts), keep_stop_words=False))

    def written(self, note: str) -> NotePath | None:
        """Return the note of that very path where there is one, though the index may not know it yet."""
        try:
            path_parts(note)
        except UnsafePath:
            return None
        paths = (NotePath(note), NotePath(f"{note}.md"))
        return next((path for path in paths if path[-3:].lower() == ".md" and self._files.stamp(path)), None)

    def read(self, path: NotePath, known: Knowledge) -> Conversation:
        """Return a chat note as it is on the disk now; raise ``VaultProblem`` for a note that is none."""
        found = read_note(path, self._files.read(path))
        prose = found.prose[0] if found.prose else None
        said = turns_of(prose.text, prose.note, resolve=_resolver(path, known)) if prose is not None else ()
        if not said:
            raise VaultProblem(f"“{path}” is no conversation: it has no messages.")
        return Conversation(said, path, found.note.title)

    def all(self, limit: int, known: Knowledge) -> Conversations:
        """Return the conversations kept here and the chats of elsewhere, where something was said last first."""
        rows = {row.path: row for row in self._catalog.notes() if not row.is_excluded}
        ours = [path for path, row in rows.items() if row.properties.get(KIND_PROPERTY) == CONVERSATION]
        said = self._words.search(LexicalQuery(filters=(RoleFilter(Role.USER),)), limit=_MESSAGES_LOOKED_AT)
        chunks = self._catalog.chunks(scored.chunk_id for scored in said)
        others = (chunk.note for chunk in chunks.values() if chunk.note in rows)
        paths = sorted(dict.fromkeys((*ours, *others)), key=lambda path: -rows[path].modified_ns)[:limit]
        lines = []
        for path in paths:
            try:
                read = self.read(path, known)
            except VaultProblem:
                continue
            last = read.turns[-1]
            lines.append(
                ConversationLine(path, read.title, len(read.turns), last.answered_at or last.asked_at, path in ours)
            )
        return Conversations(tuple(sorted(lines, key=lambda line: line.last_at or "", reverse=True)))

    def last(self, known: Knowledge) -> Conversation:
        """Return the conversation a person was last in, as its note is now where it has one."""
        remembered = self._memory().last()
        if remembered.note is None:
            return remembered
        try:
            return self.read(remembered.note, known)
        except VaultProblem:
            return replace(remembered, note=None)

    def keep_turn(self, answer: Answer, conversation: Conversation, replaces: str | None) -> KeptTurn:
        """Remember a turn, and write it into the note of its conversation where there is one."""
        at = datetime.fromisoformat(self._clock.now_iso())
        earlier = next((turn for turn in conversation.turns if replaces and turn.uid == replaces), None)
        asked_at = earlier.asked_at if earlier is not None and earlier.question == answer.question else None
        turn = turn_of(answer, at=at, asked_at=asked_at, uid=earlier.uid if earlier is not None else "")
        report = None
        if conversation.note is not None:
            place = self._writing.place_of_conversation(conversation.note)
            turn = linked_turn(turn, place)
            report = self._writing.keep_turn(turn, place, replaces=replaces)
        kept = conversation.with_turn(turn, replaces=replaces if earlier is not None else None)
        self._memory().remember(kept)
        return KeptTurn(kept, report)

    def keep(self, conversation: Conversation, path: str | None) -> KeptTurn:
        """Make a note of a conversation, at ``path`` or where conversations are kept."""
        if not conversation.turns:
            raise VaultProblem("There is nothing said yet that could be kept.")
        report = self._writing.keep_conversation(
            conversation, at=datetime.fromisoformat(self._clock.now_iso()), path=path
        )
        kept = replace(conversation, note=report.note, title=report.note.rpartition("/")[2].removesuffix(".md"))
        self._memory().remember(kept)
        return KeptTurn(kept, report)


def meant_as(request: AskRequest, understood: Understood | None) -> AskRequest:
    """Return the request with the question that stands alone."""
    return request if understood is None else replace(request, question=understood.meant)


def _resolver(path: NotePath, known: Knowledge) -> Callable[[str], NotePath | None]:
    return lambda target: known.graph.resolve(target, source=path)
