"""Everything that is written into a vault goes through here: planned on what was read, kept in the journal, undone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from vaultmind.domain.answer import Answer
from vaultmind.domain.change import Stamp
from vaultmind.domain.edit import (
    ByteEdit,
    Checksum,
    Edit,
    apply_byte_edits,
    different_stretch,
    in_order,
    inverse_byte_edits,
)
from vaultmind.domain.errors import NoteConflict, NoteExists, NoteNotFound, PlaceNotFound, WriteRefused
from vaultmind.domain.file_names import check_new_path, new_note_path, path_parts, shown_path
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.journal import Action, EntryState, Intent, JournalEntry, current_place, places_now
from vaultmind.domain.link import Link, NotePath, name_key
from vaultmind.domain.linking import LinkRules
from vaultmind.domain.names import VaultNames
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.span import Span
from vaultmind.domain.writing import (
    AskedBy,
    History,
    HistoryLine,
    Keep,
    KeptVersion,
    WriteKind,
    WriteReport,
    WriteRequest,
    Written,
    whose_words,
    written_by,
)
from vaultmind.parsing.decoding import decode
from vaultmind.ports import Clock, Journal, VaultFiles, VaultWriter
from vaultmind.writeback.answer_notes import AnswerNote, AnswerNoteRules, answer_note
from vaultmind.writeback.committing import Committer
from vaultmind.writeback.inert import make_inert
from vaultmind.writeback.merging import merged_edits, relinked_edits
from vaultmind.writeback.note_text import NoteText, byte_edits
from vaultmind.writeback.places import append, into_region, replace_block, replace_span, under_heading
from vaultmind.writeback.properties import set_property
from vaultmind.writeback.renaming import Renaming, link_edits, touched_notes
from vaultmind.writeback.reporting import diff_of, line_of, report_of
from vaultmind.writeback.taking_back import carried_over

_Plan = Callable[[NoteText], Sequence[Edit]]
_NAMES_TRIED = 20


class NoteWriter:
    """Writes notes, remembers every write, and takes it back.

    A write happens only on the text it was planned on. Where the note changed meanwhile it is planned anew if what it
    replaces is still the same, so that an appended line never fails and a foreign change is never lost.
    """

    def __init__(
        self,
        *,
        files: VaultFiles,
        writer: VaultWriter,
        journal: Journal,
        clock: Clock,
        open_notes: Callable[[], Iterable[NotePath]] = tuple,
    ) -> None:
        self._files = files
        self._journal = journal
        self._clock = clock
        self._committer = Committer(files=files, writer=writer, journal=journal, clock=clock, open_notes=open_notes)

    def recover(self) -> list[str]:
        """Bring to an end what a crash interrupted, before anything else is written; return notices for a person."""
        return self._committer.recover()

    def write(self, request: WriteRequest) -> WriteReport:
        """Make one write, or with ``dry_run`` show its diff; raise ``VaultMindError`` with one sentence."""
        text = make_inert(request.text) if request.asked_by == "model" else request.text
        why = request.why or request.kind.value
        if request.kind is WriteKind.CREATE:
            path = new_note_path(request.note)
            return self._create(path, text, asked_by=request.asked_by, why=why, dry_run=request.dry_run)
        path = self._existing(request.note)
        if not path.lower().endswith(".md"):
            raise WriteRefused(f"“{path}” is not a Markdown note; only those can be written into.")
        return self._edit(
            path,
            lambda opened: _planned(opened, request, text),
            asked_by=request.asked_by,
            why=why,
            expected=request.expected,
            is_strict=request.kind is WriteKind.SPAN,
            dry_run=request.dry_run,
        )

    def apply(
        self,
        note: NotePath,
        plan: _Plan,
        *,
        asked_by: AskedBy = "person",
        why: str,
        words_of: str = "",
        expected: str | None = None,
        dry_run: bool = False,
    ) -> WriteReport:
        """Write the edits that ``plan`` makes of the note as it is, e.g. an accepted link suggestion.

        The plan is asked again where the note changed before it could be written, and dropped with ``NoteConflict``
        where it would then replace other words.
        """
        return self._edit(
            note,
            plan,
            asked_by=asked_by,
            why=why,
            words_of=words_of,
            expected=expected,
            is_strict=False,
            dry_run=dry_run,
        )

    def save_answer(
        self,
        answer: Answer,
        *,
        rules: AnswerNoteRules,
        names: VaultNames,
        link_rules: LinkRules | None = None,
        path: str | None = None,
        dry_run: bool = False,
    ) -> WriteReport:
        """Make a note of an answer, at ``path`` or where the rules say; never over another note."""
        at = datetime.fromisoformat(self._clock.now_iso())
        given = None if path is None else new_note_path(path)
        for _ in range(_NAMES_TRIED):
            note = answer_note(answer, at=at, rules=rules, names=names, link_rules=link_rules, path=given)
            try:
                return self.create(
                    note,
                    asked_by=written_by(answer.written_by),
                    why="answer",
                    words_of=whose_words(answer.written_by),
                    dry_run=dry_run,
                )
            except NoteExists:
                if given is not None or note.path in names:
                    raise
                names.add(note.path)
        raise NoteExists(f"There are too many answers of one name in “{rules.folder}”.")

    def create(
        self, note: AnswerNote, *, asked_by: AskedBy, why: str, words_of: str = "", dry_run: bool = False
    ) -> WriteReport:
        """Make a note of a text that is inert; never over another note."""
        return self._create(note.path, note.text, asked_by=asked_by, why=why, words_of=words_of, dry_run=dry_run)

    def rename(
        self,
        note: str,
        new: str,
        *,
        links: Mapping[NotePath, Sequence[Link]],
        attachments: Iterable[NotePath] = (),
        rules: LinkRules | None = None,
        asked_by: AskedBy = "person",
        dry_run: bool = False,
    ) -> WriteReport:
        """Give a note another name or folder, and every link that would else lead elsewhere its new text: one batch.

        ``links`` are those of all notes of the vault as they are now, by note.
        """
        old = self._existing(note)
        known = [*links, *(path for path in attachments if path not in links)]
        target = _new_place(old, new, known)
        if target == old:
            raise NoteExists(f"“{old}” is called so already.")
        renaming = Renaming.of(known, old, target, rules or LinkRules())
        touched = self._distinct(touched_notes(renaming, links))
        left: list[str] = []

        def plan() -> list[Intent]:
            left.clear()
            content = self._files.read(old)
            intents = [Intent(Action.RENAME, old, content, content, new_note=target)]
            for path in touched:
                intents += self._relinked(renaming, path, left)
            return intents

        if any(name_key(path) == name_key(target) and path != old for path in known):
            raise NoteExists(f"“{target}” is there already.")
        paths = [old, target, *touched]
        return self._committed(plan, paths, asked_by=asked_by, why="rename", dry_run=dry_run, notices=left)

    def batch(
        self,
        plans: Mapping[NotePath, Callable[[NoteText], Sequence[ByteEdit]]],
        *,
        asked_by: AskedBy = "person",
        why: str,
        dry_run: bool = False,
    ) -> WriteReport:
        """Write edits into several notes, all of them or none, to be undone at once."""

        def plan() -> list[Intent]:
            intents = []
            for path in self._distinct(plans):
                opened = NoteText(path, self._files.read(path))
                intents += _change(opened, plans[path](opened))
            return intents

        return self._committed(plan, list(plans), asked_by=asked_by, why=why, dry_run=dry_run)

    def merge(
        self,
        note: NotePath,
        into: NotePath,
        *,
        graph: LinkGraph,
        rules: LinkRules | None = None,
        asked_by: AskedBy = "person",
        dry_run: bool = False,
    ) -> WriteReport:
        """Give ``into`` what only ``note`` says, let all links to ``note`` lead there, and remove it: one batch.

        ``graph`` is that of the vault as it is now.
        """
        linking = {found.source for found in graph.backlinks(note)} - {note, into}
        paths = self._distinct([into, *linking])

        def plan() -> list[Intent]:
            gone = NoteText(note, self._files.read(note))
            intents = []
            for path in paths:
                opened = NoteText(path, self._files.read(path))
                edits = relinked_edits(opened, graph, note, into, rules or LinkRules())
                is_kept = path == into
                intents += _change(opened, merged_edits(opened, gone, edits) if is_kept else byte_edits(opened, edits))
            removal = ByteEdit(0, len(gone.content), b"")
            return [*intents, Intent(Action.REMOVE, note, gone.content, None, (removal,))]

        return self._committed(plan, [into, *linking, note], asked_by=asked_by, why="merge", dry_run=dry_run)

    def history(self, *, limit: int = 50, note: str | None = None, before: str | None = None) -> History:
        """Return the newest writes, newest first, those of one note under the path it had then, ``.md`` or not.

        ``before`` is the id of an entry: what is returned is older.
        """
        path = None if note is None else NotePath(note)
        oldest = None if before is None else self._entry(before).id
        found = self._journal.entries(limit=limit, note=path, before=oldest)
        if note is not None and not found:
            found = self._journal.entries(limit=limit, note=_markdown_path(note), before=oldest)
        return History(self._lines(found))

    def written(self, entry: str) -> Written:
        """Return what one entry (``"17"``) or a batch (``"b17"``) changed, whatever became of it."""
        entries = self._journal.batch(entry) if entry.startswith("b") else [self._entry(entry)]
        if not entries:
            raise PlaceNotFound(f"The history has no entry {entry}.")
        kept = (
            KeptVersion(one.note, checksum, decode(self._journal.content(checksum)).text)
            for one in entries
            for checksum in one.kept
        )
        intents = [self._intent_of(one) for one in entries]
        return Written(self._lines(entries), diff_of(intents), tuple(kept))

    def renames(self, entry: str) -> dict[NotePath, NotePath]:
        """Return the renames among what one entry or a batch did, old path to new."""
        entries = self._journal.batch(entry) if entry.startswith("b") else [self._entry(entry)]
        return {
            one.note: one.new_note
            for one in entries
            if one.action is Action.RENAME and one.state is EntryState.DONE and one.new_note is not None
        }

    def conflict_diff(self, copy: NotePath, original: NotePath) -> str:
        """Return what differs in a conflict copy from its original, as a unified diff."""
        opened, content = NoteText(original, self._files.read(original)), self._files.read(copy)
        return diff_of(_change(opened, different_stretch(opened.content, content)))

    def settle_conflict(
        self, copy: NotePath, original: NotePath, keep: Keep, *, asked_by: AskedBy = "person", dry_run: bool = False
    ) -> WriteReport:
        """Let one of two versions of a note go on, and remove the other: one batch, undone at once.

        ``Keep.BOTH`` removes nothing, and is a renaming.
        """
        is_alone = self._files.stamp(original) is None
        if keep is Keep.BOTH or (is_alone and keep is Keep.ORIGINAL):
            raise WriteRefused(f"There is no “{original}” to keep: keep the copy." if is_alone else "Both are kept.")

        def plan() -> list[Intent]:
            content = self._files.read(copy)
            if is_alone:
                return [Intent(Action.RENAME, copy, content, content, new_note=original)]
            gone = Intent(Action.REMOVE, copy, content, None, (ByteEdit(0, len(content), b""),))
            if keep is Keep.ORIGINAL:
                return [gone]
            opened = NoteText(original, self._files.read(original))
            return [*_change(opened, different_stretch(opened.content, content)), gone]

        why = f"conflict: keep the {keep.value}"
        return self._committed(plan, [original, copy], asked_by=asked_by, why=why, dry_run=dry_run)

    def undo(self, entry: str | None = None, *, dry_run: bool = False) -> WriteReport:
        """Take back one edit (``"17"``), a batch (``"b17"``), or the last write that was not taken back.

        What others changed elsewhere in the note stays. Raise ``NoteConflict`` where somebody has since changed the
        very place; nothing is undone then. The undoing is itself in the journal, and can be undone.
        """
        entries = self._to_undo(entry)

        def plan() -> list[Intent]:
            present: dict[NotePath, bytes | None] = {}
            intents = []
            for one in reversed(entries):
                self._refuse_undone(one.id)
                intents.append(self._taken_back(one, entries, present))
                _imagine(intents[-1], present)
            return intents

        paths = [path for one in plan() for path in (one.note, one.new_note) if path is not None]
        why = f"undo {entry or entries[0].batch}"
        return self._committed(plan, paths, asked_by="person", why=why, dry_run=dry_run)

    def _create(
        self, path: NotePath, text: str, *, asked_by: AskedBy, why: str, words_of: str = "", dry_run: bool
    ) -> WriteReport:
        try:
            content = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise WriteRefused("The text has half a character in it (a lone surrogate).") from error
        if self._files.stamp(path) is not None:
            raise NoteExists(f"“{path}” is there already.")
        intent = Intent(Action.CREATE, path, None, content, (ByteEdit(0, 0, content),))
        return self._committed(lambda: [intent], [path], asked_by=asked_by, why=why, words_of=words_of, dry_run=dry_run)

    def _edit(
        self,
        path: NotePath,
        plan: _Plan,
        *,
        asked_by: AskedBy,
        why: str,
        words_of: str = "",
        expected: str | None,
        is_strict: bool,
        dry_run: bool,
    ) -> WriteReport:
        first: list[tuple[str, tuple[str, ...]]] = []

        def planned() -> list[Intent]:
            opened = NoteText(path, self._files.read(path))
            edits = in_order(plan(opened))
            removed = tuple(edit.span.of(opened.text) for edit in edits)
            wanted = expected or (first[0][0] if first and is_strict else None)
            is_other = wanted is not None and wanted != opened.checksum
            if (is_other and (is_strict or any(removed))) or (first and removed and first[0][1] != removed):
                raise NoteConflict(
                    f"“{path}” was changed since it was read, and this edit would replace words; nothing was written.",
                    note=path,
                    on_disk=opened.content,
                    wanted=apply_byte_edits(opened.content, byte_edits(opened, edits)),
                )
            if not first:
                first.append((opened.checksum, removed))
            return _change(opened, byte_edits(opened, edits))

        return self._committed(planned, [path], asked_by=asked_by, why=why, words_of=words_of, dry_run=dry_run)

    def _committed(
        self,
        plan: Callable[[], Sequence[Intent]],
        paths: Sequence[NotePath],
        *,
        asked_by: AskedBy,
        why: str,
        words_of: str = "",
        dry_run: bool,
        notices: Sequence[str] = (),
    ) -> WriteReport:
        if dry_run:
            return report_of(paths[0], plan(), (), notices=tuple(notices))
        intents, entries = self._committer.commit(plan, paths, asked_by=asked_by, why=why, words_of=words_of)
        return report_of(paths[0], intents, entries, notices=tuple(notices))

    def _distinct(self, paths: Iterable[NotePath]) -> list[NotePath]:
        """Return the paths without further names of the same file: an edit of a hard-linked note edits them all."""
        by_file: dict[Stamp | NotePath, NotePath] = {}
        for path in paths:
            stamp = self._files.stamp(path)
            by_file.setdefault(stamp if stamp is not None and stamp.inode else path, path)
        return sorted(by_file.values())

    def _relinked(self, renaming: Renaming, path: NotePath, left: list[str]) -> list[Intent]:
        try:
            opened = NoteText(path, self._files.read(path))
        except NoteNotFound:
            return []
        edits, not_rewritten = link_edits(renaming, opened)
        left += [
            f"The link {link.text!r} in “{path}”, line {link.line}, could not be rewritten." for link in not_rewritten
        ]
        return _change(NoteText(renaming.moved(path), opened.content), byte_edits(opened, edits))

    def _entry(self, entry_id: str) -> JournalEntry:
        found = self._journal.entry(int(entry_id)) if entry_id.isdecimal() else None
        if found is None:
            raise PlaceNotFound(f"The history has no entry {entry_id}.")
        return found

    def _intent_of(self, entry: JournalEntry) -> Intent:
        before = None if entry.before is None else self._journal.content(entry.before)
        after = None if entry.after is None else self._journal.content(entry.after)
        return Intent(entry.action, entry.note, before, after, entry.edits, entry.new_note, entry.undoes)

    def _lines(self, entries: Sequence[JournalEntry]) -> tuple[HistoryLine, ...]:
        """Return entries as a person reads them, each with where its note is now."""
        renames = self._journal.renames_since(min(one.id for one in entries)) if entries else ()
        places = places_now(entries, renames)
        there = {place: self._files.stamp(place) is not None for place in set(places.values())}
        return tuple(line_of(one, now=places[one.id] if there[places[one.id]] else None) for one in entries)

    def _to_undo(self, entry: str | None) -> Sequence[JournalEntry]:
        if entry is None:
            for last in self._journal.entries(limit=1000):
                if last.state is EntryState.DONE and last.undoes is None and last.undone_by is None:
                    return [
                        one
                        for one in self._journal.batch(last.batch)
                        if one.state is EntryState.DONE and one.undone_by is None
                    ]
            raise PlaceNotFound("There is nothing to undo.")
        if entry.startswith("b"):
            done = [one for one in self._journal.batch(entry) if one.state is EntryState.DONE]
            found = [one for one in done if one.undone_by is None] or done
        else:
            found = [self._entry(entry)]
        if not found:
            raise PlaceNotFound(f"The history has no entry {entry}.")
        return found

    def _refuse_undone(self, entry_id: int) -> None:
        """Raise where an entry was never written, or somebody took it back, even a moment ago."""
        one = self._entry(str(entry_id))
        if one.state is not EntryState.DONE:
            raise PlaceNotFound(f"Entry {one.id} of the history was never written ({one.state.value}).")
        if one.undone_by is not None:
            raise PlaceNotFound(f"Entry {one.id} of the history was taken back already, by entry {one.undone_by}.")

    def _taken_back(
        self, entry: JournalEntry, batch: Sequence[JournalEntry], present: Mapping[NotePath, bytes | None]
    ) -> Intent:
        """Return the opposite of an entry, on the files as they are now or as ``present`` has them."""
        own = {one.id for one in batch}
        later = [one for one in self._journal.later(entry.id) if one.id not in own]
        place = current_place(entry.new_note or entry.note, later)
        if entry.action is Action.REMOVE:
            content = self._journal.content(_known(entry.before))
            return Intent(Action.CREATE, entry.note, None, content, (ByteEdit(0, 0, content),), undoes=entry.id)
        known = present.get(place)
        now = self._files.read(place) if known is None else known
        written = self._journal.content(_known(entry.after))
        match entry.action:
            case Action.RENAME:
                return Intent(Action.RENAME, place, now, now, new_note=entry.note, undoes=entry.id)
            case Action.CREATE:
                if now != written:
                    raise _overtaken(place, now, None)
                edits = (ByteEdit(0, len(now), b""),)
                return Intent(Action.REMOVE, place, now, None, edits, undoes=entry.id)
            case Action.CHANGE:
                before = self._journal.content(_known(entry.before))
                carried = carried_over(inverse_byte_edits(before, entry.edits), written=written, now=now)
                if carried is None:
                    raise _overtaken(place, now, before)
                return Intent(Action.CHANGE, place, now, apply_byte_edits(now, carried), carried, undoes=entry.id)
            case _:
                assert_never(entry.action)

    def _existing(self, note: str) -> NotePath:
        path_parts(note)
        for path in (NotePath(note), NotePath(f"{note}.md")):
            if self._files.stamp(path) is not None:
                return path
        raise NoteNotFound(f"There is no “{shown_path(note)}” in the vault.")


def _planned(opened: NoteText, request: WriteRequest, text: str) -> Sequence[Edit]:
    match request.kind:
        case WriteKind.APPEND:
            return append(opened, text)
        case WriteKind.HEADING:
            return under_heading(opened, request.place, text)
        case WriteKind.REGION:
            return into_region(opened, request.place, text)
        case WriteKind.BLOCK:
            return replace_block(opened, request.place, text)
        case WriteKind.SPAN:
            return replace_span(opened, request.span or Span(0, 0), text)
        case WriteKind.PROPERTY:
            value = _inert_value(request.value) if request.asked_by == "model" else request.value
            return set_property(opened.text, request.place, value)
        case WriteKind.CREATE:
            raise WriteRefused("A note that is there cannot be made.")
        case _:
            assert_never(request.kind)


def _imagine(intent: Intent, present: dict[NotePath, bytes | None]) -> None:
    """Note in ``present`` what a file will be once an intent is carried out."""
    present[intent.note] = None if intent.new_note else intent.after
    if intent.new_note:
        present[intent.new_note] = intent.after


def _inert_value(value: PropertyValue) -> PropertyValue:
    if isinstance(value, str):
        return make_inert(value)
    if isinstance(value, list):
        return [_inert_value(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _inert_value(entry) for key, entry in value.items()}
    return value


def _change(opened: NoteText, edits: Sequence[ByteEdit]) -> list[Intent]:
    """Return the change of one note, or nothing where the edits change nothing."""
    after = apply_byte_edits(opened.content, edits)
    if after == opened.content:
        return []
    return [Intent(Action.CHANGE, opened.path, opened.content, after, tuple(edits))]


def _markdown_path(written: str) -> NotePath:
    """Return the path of a note that a person may name without its extension."""
    name = written.rpartition("/")[2]
    return NotePath(written if name.lower().endswith(".md") else f"{written}.md")


def _new_place(old: NotePath, new: str, known: Iterable[NotePath]) -> NotePath:
    """Return where ``rename OLD NEW`` leads: a bare name stays in its folder, a path is from the root."""
    extension = f".{old.rpartition('.')[2]}" if "." in old.rpartition("/")[2] else ""
    folder = old.rpartition("/")[0]
    written = new if "/" in new or not folder else f"{folder}/{new}"
    target = written if not extension or written.lower().endswith(extension.lower()) else f"{written}{extension}"
    path_parts(target)
    check_new_path(written.rpartition("/")[2])
    check_new_path(target.rpartition("/")[2])
    folders = target.rpartition("/")[0]
    if folders and not any(path.startswith(f"{folders}/") for path in known):
        check_new_path(folders)
    return NotePath(target)


def _known(checksum: Checksum | None) -> Checksum:
    assert checksum is not None
    return checksum


def _overtaken(note: NotePath, now: bytes, wanted: bytes | None) -> NoteConflict:
    return NoteConflict(
        f"“{note}” was changed in the same place since; nothing was undone.", note=note, on_disk=now, wanted=wanted
    )
