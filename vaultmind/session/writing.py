"""The writing half of a session: every write of every skin goes through one journal."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from vaultmind.domain.answer import Answer
from vaultmind.domain.conversation import Conversation, Turn
from vaultmind.domain.edit import ByteEdit, Edit
from vaultmind.domain.errors import NoteNotFound, VaultMindError
from vaultmind.domain.file_names import check_new_path, free_path, new_note_path, shown_path
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath, name_key
from vaultmind.domain.names import VaultNames
from vaultmind.domain.provenance import GENERATED_BY
from vaultmind.domain.recipe import RecipeDraft
from vaultmind.domain.writing import (
    ConflictCopy,
    Conflicts,
    Diagnosis,
    History,
    Keep,
    ProblemKind,
    WriteKind,
    WriteReport,
    WriteRequest,
    Written,
    whose_words,
    written_by,
)
from vaultmind.ports import Catalog, Progress, VaultFiles
from vaultmind.writeback.answer_notes import AnswerNote, AnswerNoteRules
from vaultmind.writeback.conversation_notes import (
    ConversationPlace,
    append_turn,
    conversation_note,
    conversation_path,
    replace_turn,
)
from vaultmind.writeback.doctor import Doctor
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.note_writer import NoteWriter
from vaultmind.writeback.recipe_notes import (
    RecipeTarget,
    RecipeText,
    is_chat,
    labels_outside,
    put_after,
    put_into,
    recipe_note,
    recipe_path,
    recipe_text,
)


class Writing:
    """Writes, takes back and mends. What a crash interrupted is brought to an end before anything else is written."""

    def __init__(
        self,
        *,
        files: VaultFiles,
        catalog: Catalog,
        open_writer: Callable[[], NoteWriter],
        answers: Callable[[], AnswerNoteRules],
        conversations: str = "Conversations",
    ) -> None:
        self._files = files
        self._catalog = catalog
        self._open_writer = open_writer
        self._answers = answers
        self._conversations = conversations
        self._opened: NoteWriter | None = None
        self.notices: tuple[str, ...] = ()
        """What a person should know of writes that an earlier crash interrupted."""

    def write(self, request: WriteRequest) -> WriteReport:
        """Make one write, or show its diff; a note that is there may be called by its name alone."""
        if request.kind is not WriteKind.CREATE:
            request = replace(request, note=self._called(request.note))
        return self._notes().write(request)

    def rename(self, note: str, new: str, *, dry_run: bool) -> WriteReport:
        """Give a note another name, and every link to it its new text, as one batch."""
        rules = self._files.obsidian_settings().link_rules
        return self._notes().rename(
            self._called(note),
            new,
            links=self._catalog.links(),
            attachments=self._catalog.attachments(),
            rules=rules,
            dry_run=dry_run,
        )

    def batch(
        self, plans: Mapping[NotePath, Callable[[NoteText], Sequence[ByteEdit]]], *, why: str, dry_run: bool
    ) -> WriteReport:
        """Write edits into several notes, all or none, or show the diff."""
        return self._notes().batch(plans, why=why, dry_run=dry_run)

    def merge(self, note: NotePath, into: NotePath, *, dry_run: bool) -> WriteReport:
        """Give ``into`` what only ``note`` says, let its links lead there, and remove it, as one batch."""
        graph = LinkGraph(self._catalog.links(), self._catalog.attachments())
        rules = self._files.obsidian_settings().link_rules
        return self._notes().merge(note, into, graph=graph, rules=rules, dry_run=dry_run)

    def history(self, *, limit: int, note: str | None, before: str | None) -> History:
        """Return the newest writes, newest first, or those before an entry."""
        return self._notes().history(limit=limit, note=note, before=before)

    def written(self, entry: str) -> Written:
        """Return what an entry or a batch changed."""
        return self._notes().written(entry)

    def renames(self, report: WriteReport) -> Mapping[NotePath, NotePath]:
        """Return which notes a write renamed, old path to new."""
        return self._notes().renames(report.journal) if report.journal is not None else {}

    def conflicts(self) -> Conflicts:
        """Return the conflict copies that the index knows of and that are still there, each with its difference."""
        copies = (self._conflict(row.path, row.conflict_of) for row in self._catalog.notes() if row.conflict_of)
        found = [copy for copy in copies if copy is not None]
        return Conflicts(tuple(sorted(found, key=lambda copy: (copy.original, copy.copy))))

    def settle_conflict(self, copy: str, keep: Keep, *, dry_run: bool) -> WriteReport:
        """Let one version of a note go on, or both under names of their own; show the diff with ``dry_run``."""
        path = NotePath(copy)
        original = next((row.conflict_of for row in self._catalog.notes() if row.path == path), None)
        if original is None:
            raise NoteNotFound(f"“{shown_path(copy)}” is no conflict copy of a note.")
        if keep is Keep.BOTH:
            names = VaultNames([*self._catalog.stamps(), *self._catalog.attachments()])
            return self.rename(copy, free_path(original, is_taken=names.__contains__), dry_run=dry_run)
        return self._notes().settle_conflict(path, original, keep, dry_run=dry_run)

    def _conflict(self, copy: NotePath, original: NotePath) -> ConflictCopy | None:
        try:
            mine = self._files.read(copy)
            is_alone = self._files.stamp(original) is None
            is_equal = not is_alone and self._files.read(original) == mine
            shown = "" if is_alone or is_equal else self._notes().conflict_diff(copy, original)
        except VaultMindError:
            return None
        return ConflictCopy(copy, original, shown, is_alone=is_alone, is_equal=is_equal)

    def undo(self, entry: str | None, *, dry_run: bool) -> WriteReport:
        """Take back one write, a batch, or the last."""
        return self._notes().undo(entry, dry_run=dry_run)

    def save(self, answer: Answer, *, path: str | None) -> WriteReport:
        """Make a note of an answer; ``path`` is where, or ``None`` for the person's own place for answers."""
        names = self._names()
        rules = self._files.obsidian_settings().link_rules
        return self._notes().save_answer(answer, rules=self._answers(), names=names, link_rules=rules, path=path)

    def place_of_conversation(self, path: NotePath) -> ConversationPlace:
        """Return how links are written in a conversation at ``path``."""
        return ConversationPlace(path, self._names(), self._files.obsidian_settings().link_rules)

    def keep_turn(self, turn: Turn, place: ConversationPlace, *, replaces: str | None) -> WriteReport:
        """Put a turn at the end of a conversation's note, or in the place of another."""

        def plan(opened: NoteText) -> Sequence[Edit]:
            if replaces is None:
                return append_turn(opened, turn, place)
            return replace_turn(opened, replaces, turn, place)

        return self._notes().apply(
            place.path, plan, asked_by=written_by(turn.model), why="conversation", words_of=whose_words(turn.model)
        )

    def keep_conversation(self, conversation: Conversation, *, at: datetime, path: str | None) -> WriteReport:
        """Make a note of a conversation, at ``path`` or where the person keeps conversations."""
        names, rules = self._names(), self._files.obsidian_settings().link_rules
        place = conversation_path(conversation, at=at, folder=self._conversations, names=names)
        if path is not None:
            place = new_note_path(path)
        properties = self._answers().properties
        note = conversation_note(conversation, ConversationPlace(place, names, rules), at=at, properties=properties)
        models = [turn.model for turn in conversation.turns if turn.answer]
        asked_by = written_by(next(filter(None, models), None))
        return self._notes().create(note, asked_by=asked_by, why="conversation", words_of=whose_words(*models))

    def copy_in(self, path: NotePath, text: str, *, why: str) -> WriteReport:
        """Make a note of a text that ships with the program; never over another note."""
        return self._notes().create(AnswerNote(check_new_path(path), text), asked_by="program", why=why)

    def put_recipe(
        self, draft: RecipeDraft, note: NotePath, *, recipe: str, is_reply: bool, after: str, dry_run: bool
    ) -> tuple[RecipeText, WriteReport]:
        """Write a recipe's output into a note: between a message and its reply where that is wanted, else at its end.

        What the same recipe left there before is replaced.
        """
        region = f"{GENERATED_BY} {recipe}"
        names, rules = self._names(), self._files.obsidian_settings().link_rules
        made: list[RecipeText] = []

        def plan(opened: NoteText) -> Sequence[Edit]:
            target = RecipeTarget(note, names, rules, labels_outside(opened, region))
            made.append(recipe_text(draft, target))
            if is_reply and is_chat(opened):
                return put_after(opened, region, made[-1], uid=after)
            return put_into(opened, region, made[-1])

        report = self._notes().apply(
            note,
            plan,
            asked_by=written_by(draft.model),
            why=f"recipe {recipe}",
            words_of=draft.words_of,
            dry_run=dry_run,
        )
        return made[-1], report

    def recipe_note(
        self, draft: RecipeDraft, path: str, *, recipe: str, at: datetime, dry_run: bool
    ) -> tuple[RecipeText, WriteReport]:
        """Make a note of a recipe's output at a path of the vault, under a name that is free."""
        names, rules = self._names(), self._files.obsidian_settings().link_rules
        target = RecipeTarget(recipe_path(path, title=draft.title, names=names), names, rules)
        note = recipe_note(draft, target, recipe=recipe, at=at, properties=self._answers().properties)
        report = self._notes().create(
            note,
            asked_by=written_by(draft.model),
            why=f"recipe {recipe}",
            words_of=draft.words_of,
            dry_run=dry_run,
        )
        return recipe_text(draft, target), report

    def diagnose(self) -> Iterator[Progress | Diagnosis]:
        """Yield how far the doctor is, and all problems last."""
        yield from self._doctor().diagnose()

    def repair(self, kind: ProblemKind, *, note: str | None, dry_run: bool) -> WriteReport:
        """Mend every problem of one kind as one batch, of the note at a path or of all; or show the diff."""
        if note is not None:
            return self._doctor().repair(kind, [NotePath(note)], dry_run=dry_run)
        problems = [problem for event in self.diagnose() if isinstance(event, Diagnosis) for problem in event.problems]
        notes = [problem.note for problem in problems if problem.kind is kind and problem.fix is not None]
        return self._doctor().repair(kind, list(dict.fromkeys(notes)), dry_run=dry_run)

    def _called(self, written: str) -> str:
        """Return the path of the one file that a person calls so; what is a path, or no file, stays as written.

        A name or the last part of a path will do. Raise ``NoteNotFound`` where several files are called so.
        """
        if any(self._files.stamp(NotePath(path)) is not None for path in (written, f"{written}.md")):
            return written
        wanted = tuple(f"/{name_key(written)}{extension}" for extension in (".md", ""))
        known = (*self._catalog.stamps(), *self._catalog.attachments())
        found = sorted(path for path in known if f"/{name_key(path)}".endswith(wanted))
        if len(found) > 1:
            shown = ", ".join(f"“{shown_path(path)}”" for path in found[:3])
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            raise NoteNotFound(f"“{shown_path(written)}” may be {shown}{more}: say which, with its folder.")
        return found[0] if found else written

    def _names(self) -> VaultNames:
        return VaultNames([*self._catalog.stamps(), *self._catalog.attachments()])

    def end_interrupted(self) -> None:
        """Bring to an end what a crash interrupted; where that cannot be, the first write says why."""
        with contextlib.suppress(VaultMindError):
            self._notes()

    def _notes(self) -> NoteWriter:
        if self._opened is None:
            writer = self._open_writer()
            self.notices = tuple(writer.recover())
            self._opened = writer
        return self._opened

    def _doctor(self) -> Doctor:
        return Doctor(files=self._files, notes=self._notes(), rules=self._files.obsidian_settings().link_rules)
