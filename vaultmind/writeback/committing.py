"""Carrying plans out: into the journal, then onto the disk, and back again where something goes wrong."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from vaultmind.domain.edit import checksum_of
from vaultmind.domain.errors import NoteConflict, NoteExists, NoteNotFound, VaultMindError
from vaultmind.domain.journal import Action, EntryState, Intent, JournalEntry
from vaultmind.domain.link import NotePath, name_key
from vaultmind.ports import Clock, Journal, VaultFiles, VaultWriter
from vaultmind.writeback.recovering import Leftover, plan_recovery

QUIET_S = 5.0
"""How long a note that is open in Obsidian must be unchanged: unsaved typing cannot be seen, and is saved every 2 s."""

_LONGEST_WAIT_S = 60.0
_TRIES = 6
_LEFTOVERS = 4


def seconds_to_wait(*, is_open: bool, changed_ns: int, now_ns: int) -> float:
    """Return how long a write must wait for a note that may be being typed in; 0 where it need not."""
    quiet_s = (now_ns - changed_ns) / 1e9
    return max(0.0, QUIET_S - quiet_s) if is_open and quiet_s >= 0 else 0.0


class Committer:
    """Does what was planned, file by file, with the journal one step ahead.

    ``open_notes`` says which notes Obsidian has open now.
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
        self._writer = writer
        self._journal = journal
        self._clock = clock
        self._open_notes = open_notes

    def commit(
        self,
        plan: Callable[[], Sequence[Intent]],
        paths: Iterable[NotePath],
        *,
        asked_by: str,
        why: str,
        words_of: str = "",
    ) -> tuple[Sequence[Intent], Sequence[JournalEntry]]:
        """Do what ``plan`` says, all of it or nothing; return what was done.

        ``plan`` reads ``paths`` under their locks, and is asked again where a file changed before it could be written;
        it raises ``NoteConflict`` where its edits are no longer safe.
        """
        wanted = sorted(set(paths))
        conflict: NoteConflict | None = None
        for _ in range(_TRIES):
            self._wait_until_quiet(wanted)
            with self._writer.locked(wanted):
                intents = plan()
                if not intents:
                    return (), ()
                intents = self._with_new_folders(intents)
                at = self._clock.now_iso()
                entries = self._journal.begin(intents, at=at, asked_by=asked_by, why=why, words_of=words_of)
                try:
                    self._carry_out(entries, intents)
                except NoteConflict as error:
                    conflict = error
                    continue
                return intents, entries
        assert conflict is not None
        raise conflict

    def recover(self) -> list[str]:
        """Bring what a crash interrupted to an end; return what a person should know of it, one sentence each.

        A single write that did not reach its file is dropped. A batch of which a part was done is done to its end
        where the other files are as they were; one that was being taken back, or cannot be ended, is taken back.
        """
        notices: list[str] = []
        for batch in dict.fromkeys(entry.batch for entry in self._journal.unfinished()):
            with self._writer.locked(_paths(self._journal.batch(batch))):
                entries = self._journal.batch(batch)
                is_failed = any(entry.state is EntryState.WITHDRAWN for entry in entries)
                if is_failed or not self._recover_batch(entries, notices):
                    with _noticed(notices, entries[0]):
                        self._recover_withdrawn(self._journal.batch(batch), notices)
        return notices

    def _recover_batch(self, entries: Sequence[JournalEntry], notices: list[str]) -> bool:
        """Do a batch to its end, or drop what had not begun; ``False`` where it has begun and cannot be ended.

        Where it cannot be told whether the first of it was written, all of it waits for the next start.
        """
        is_begun = False
        never_made: set[NotePath] = set()
        for entry in entries:
            state = entry.state
            if state is EntryState.INTENDED:
                with _noticed(notices, entry):
                    state = self._recover_one(entry, never_made, is_batch_begun=is_begun, notices=notices)
            if state is EntryState.INTENDED:
                return not is_begun
            is_begun = is_begun or state is EntryState.DONE
            if entry.new_note is not None and state is EntryState.DROPPED:
                never_made.add(entry.new_note)
        return True

    def _recover_withdrawn(self, entries: Sequence[JournalEntry], notices: list[str]) -> None:
        intents = [(entry, self._intent_of(entry)) for entry in entries if entry.state is not EntryState.DROPPED]
        written = [
            (entry, intent)
            for entry, intent in intents
            if entry.state is not EntryState.INTENDED or self._settled(entry, intent) is EntryState.DONE
        ]
        if not self._withdraw(written):
            notices.append(
                f"What was begun with “{entries[0].note}” could not be taken back yet: the next start tries."
            )
            return
        for entry, _ in intents:
            if entry not in [one for one, _ in written]:
                self._end(entry, EntryState.DROPPED)

    def _recover_one(
        self, entry: JournalEntry, never_made: Collection[NotePath], *, is_batch_begun: bool, notices: list[str]
    ) -> EntryState:
        """Bring one write to its end. ``never_made`` are the names that renames of its batch would have given."""
        intent = self._intent_of(entry)
        is_waiting = entry.note in never_made and self._bytes_of(entry.note) is None
        state = EntryState.DROPPED if is_waiting else self._settled(entry, intent)
        if state is EntryState.DROPPED and is_batch_begun:
            self._do(entry, intent)
            state = EntryState.DONE
        self._journal.finish(entry.id, state)
        self._take_back_folders(entry, state)
        if state is EntryState.OVERTAKEN:
            notices.append(
                f"“{entry.note}” was being written when the program ended, and somebody else wrote it since:"
                f" it was left as it is; history entry {entry.id} has the version before and after."
            )
        return state

    def _carry_out(self, entries: Sequence[JournalEntry], intents: Sequence[Intent]) -> None:
        done: list[tuple[JournalEntry, Intent]] = []
        for number, (entry, intent) in enumerate(zip(entries, intents, strict=True)):
            try:
                self._do(entry, intent)
            except BaseException as error:
                state = self._state_after_failure(entry, intent, error)
                unwritten = list(entries[number:])
                if state in (EntryState.DONE, EntryState.INTENDED) and len(entries) > 1:
                    done.append((entry, intent))
                    unwritten.remove(entry)
                if self._withdraw(done):
                    for other in unwritten:
                        self._end(other, state if other is entry else EntryState.DROPPED)
                raise
            self._end(entry, EntryState.DONE)
            done.append((entry, intent))

    def _do(self, entry: JournalEntry, intent: Intent, *, takes_back: bool = False) -> None:
        restores = takes_back or intent.undoes is not None
        match intent.action:
            case Action.CREATE:
                self._writer.create(intent.note, _there(intent.after), token=entry.token, restores=restores)
            case Action.CHANGE:
                self._writer.replace(
                    intent.note,
                    _there(intent.after),
                    expected=checksum_of(_there(intent.before)),
                    token=entry.token,
                    keep=lambda content: self._journal.keep(entry.id, content),
                )
            case Action.RENAME:
                assert intent.new_note is not None
                self._writer.rename(
                    intent.note,
                    intent.new_note,
                    expected=checksum_of(_there(intent.before)),
                    token=entry.token,
                    restores=restores,
                )
            case Action.REMOVE:
                self._writer.remove(intent.note, expected=checksum_of(_there(intent.before)), token=entry.token)

    def _withdraw(self, written: Sequence[tuple[JournalEntry, Intent]]) -> bool:
        """Take back, newest first, what a batch that failed has written; say whether nothing is left to the next start.

        The journal knows what is taken back before the first file changes. Where it has no room even for that, nothing
        is taken back: the next start does the batch to its end.
        """
        if not all(self._end(entry, EntryState.WITHDRAWN) for entry, _ in written):
            return False
        left = [entry for entry, intent in reversed(written) if not self._take_back(entry, intent)]
        return not left

    def _take_back(self, entry: JournalEntry, intent: Intent) -> bool:
        """Undo one part of a batch; what somebody changed meanwhile stays, and stays in the journal as done."""
        back = _opposite(intent)
        try:
            state = self._settled(entry, back)
            if state is EntryState.DROPPED:
                self._do(entry, back, takes_back=True)
        except (NoteConflict, NoteNotFound, NoteExists):
            state = EntryState.OVERTAKEN
        except VaultMindError:
            return False
        return self._end(entry, EntryState.DONE if state is EntryState.OVERTAKEN else EntryState.DROPPED)

    def _state_after_failure(self, entry: JournalEntry, intent: Intent, error: BaseException) -> EntryState:
        """Return what a write that raised came to; what cannot be told now is told at the next start."""
        try:
            state = self._settled(entry, intent)
        except VaultMindError:
            return EntryState.INTENDED
        is_refused = state is EntryState.OVERTAKEN and isinstance(error, VaultMindError)
        return EntryState.DROPPED if is_refused else state

    def _end(self, entry: JournalEntry, state: EntryState) -> bool:
        """Note the end of a write. Where even that fails (a full disk), the next start finds it out from the file."""
        try:
            self._journal.finish(entry.id, state)
        except VaultMindError:
            return False
        self._take_back_folders(entry, state)
        return True

    def _with_new_folders(self, intents: Sequence[Intent]) -> list[Intent]:
        """Return the intents with how many folders each will make; a folder is made by the first that needs it."""
        counted: list[Intent] = []
        made: set[str] = set()
        for intent in intents:
            place = intent.note if intent.action is Action.CREATE else intent.new_note
            missing = 0 if place is None else self._writer.missing_folders(place)
            folders = [] if place is None else list(accumulate(place.split("/")[:-1], "{}/{}".format))
            new = set(folders[len(folders) - missing :]) - made
            made |= new
            counted.append(replace(intent, new_folders=len(new)))
        return counted

    def _take_back_folders(self, entry: JournalEntry, state: EntryState) -> None:
        """Remove the folders that a write made and that are empty, once it was dropped or taken back."""
        made = entry if state is EntryState.DROPPED else None
        with contextlib.suppress(VaultMindError):
            if state is EntryState.DONE and entry.undoes is not None:
                made = self._journal.entry(entry.undoes)
            if made is not None and made.new_folders:
                self._writer.remove_folders(made.new_note or made.note, made.new_folders)

    def _settled(self, entry: JournalEntry, intent: Intent) -> EntryState:
        """Look at the files of an interrupted write, put away what is hidden, and return what it came to."""
        if intent.action is Action.RENAME:
            return self._settled_rename(entry, intent)
        for _ in range(_LEFTOVERS):
            left = self._writer.leftover(entry.note, token=entry.token)
            found = self._bytes_of(entry.note)
            recovery = plan_recovery(intent.action, before=intent.before, after=intent.after, found=found, left=left)
            if recovery.leftover is Leftover.RESTORE and left is not None:
                with contextlib.suppress(VaultMindError):  # who read our text meanwhile may write it over these words
                    self._journal.keep(entry.id, left)
                self._writer.restore_leftover(entry.note, token=entry.token)
            elif left is not None:
                if recovery.leftover is Leftover.KEEP:
                    self._journal.keep(entry.id, left)
                self._writer.discard_leftover(entry.note, token=entry.token, expected=checksum_of(left))
            else:
                break
        if recovery.rewrite is not None and found is not None:
            self._journal.keep(entry.id, found)
            self._writer.replace(
                entry.note,
                recovery.rewrite,
                expected=checksum_of(found),
                token=entry.token,
                keep=lambda content: self._journal.keep(entry.id, content),
            )
        return recovery.state

    def _settled_rename(self, entry: JournalEntry, intent: Intent) -> EntryState:
        assert intent.new_note is not None
        old, new = self._bytes_of(intent.note), self._bytes_of(intent.new_note)
        if old is None and new is None and self._writer.leftover(intent.note, token=entry.token) is not None:
            self._writer.restore_leftover(intent.note, token=entry.token)
            return EntryState.DROPPED
        if old is not None and name_key(intent.note) == name_key(intent.new_note):
            return EntryState.DONE if self._is_now_called(intent.new_note, intent.note) else EntryState.DROPPED
        if old is not None and new is None:
            return EntryState.DROPPED
        return EntryState.DONE if old is None and new == intent.before else EntryState.OVERTAKEN

    def _is_now_called(self, new: NotePath, old: NotePath) -> bool:
        """Say which of two names that differ in case a file has on the disk; where both are files, the old one."""
        found = self._files.look([new, old])
        spelled = {*found.notes, *found.attachments, *(skipped.path for skipped in found.skipped)}
        return new in spelled and old not in spelled

    def _intent_of(self, entry: JournalEntry) -> Intent:
        before = None if entry.before is None else self._journal.content(entry.before)
        after = None if entry.after is None else self._journal.content(entry.after)
        return Intent(entry.action, entry.note, before, after, entry.edits, entry.new_note, entry.undoes)

    def _bytes_of(self, path: NotePath) -> bytes | None:
        try:
            return self._files.read(path)
        except NoteNotFound:
            return None

    def _wait_until_quiet(self, paths: Sequence[NotePath]) -> None:
        """Wait for notes that are open in Obsidian and were changed a moment ago; raise ``NoteConflict`` in the end."""
        open_now = set(self._open_notes())
        deadline = self._clock.monotonic() + _LONGEST_WAIT_S
        for path in paths:
            while path in open_now and not self._is_as_we_left_it(path):
                stamp = self._files.stamp(path)
                changed_ns = 0 if stamp is None else stamp.mtime_ns
                wait_s = seconds_to_wait(is_open=True, changed_ns=changed_ns, now_ns=self._clock.now_ns())
                if not wait_s:
                    break
                if self._clock.monotonic() + wait_s > deadline:
                    raise NoteConflict(
                        f"“{path}” is being typed in, in Obsidian; nothing was written: try again.", note=path
                    )
                self._clock.sleep(wait_s)
                open_now = set(self._open_notes())

    def _is_as_we_left_it(self, path: NotePath) -> bool:
        """Say whether the last change of a note was our own, so that nobody need be waited for."""
        last = next(iter(self._journal.entries(limit=1, note=path)), None)
        if last is None or last.state is not EntryState.DONE or last.after is None:
            return False
        content = self._bytes_of(path)
        return content is not None and checksum_of(content) == last.after


def _opposite(intent: Intent) -> Intent:
    """Return what takes a change back that was just made."""
    if intent.action is Action.RENAME:
        assert intent.new_note is not None
        return Intent(Action.RENAME, intent.new_note, intent.before, intent.before, new_note=intent.note)
    action = {Action.CREATE: Action.REMOVE, Action.REMOVE: Action.CREATE}.get(intent.action, intent.action)
    return Intent(action, intent.note, intent.after, intent.before)


def _there(content: bytes | None) -> bytes:
    assert content is not None
    return content


def _paths(entries: Iterable[JournalEntry]) -> list[NotePath]:
    return [path for entry in entries for path in (entry.note, entry.new_note) if path is not None]


@contextlib.contextmanager
def _noticed(notices: list[str], entry: JournalEntry) -> Iterator[None]:
    try:
        yield
    except VaultMindError as error:
        notices.append(f"A write of “{entry.note}” was interrupted, and could not be brought to its end: {error}")
