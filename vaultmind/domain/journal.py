"""What was written into a vault: when, by whom, why, and how it is taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vaultmind.domain.edit import ByteEdit, Checksum
from vaultmind.domain.link import NotePath


class Action(StrEnum):
    """What is done to a file."""

    CREATE = "create"
    CHANGE = "change"
    RENAME = "rename"
    REMOVE = "remove"


class EntryState(StrEnum):
    """How far a write came."""

    INTENDED = "intended"
    """The journal knows of it, the file may or may not have changed."""
    DONE = "done"
    DROPPED = "dropped"
    """Nothing was written, or what was written was taken back at once."""
    WITHDRAWN = "withdrawn"
    """It was written, but another part of its batch could not be: it is being taken back."""
    OVERTAKEN = "overtaken"
    """After a crash the file held neither the old nor the new bytes: somebody else wrote it, and it was left alone."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One change of one file, as it is written into the journal before the file is touched.

    ``before`` is ``None`` for a file that is to be made, ``after`` for one that is to be removed; for a rename both are
    the bytes of the file, which stay. ``edits`` are the stretches of ``before`` that change. ``new_folders`` is how
    many folders above the file, the innermost, the write makes.
    """

    action: Action
    note: NotePath
    before: bytes | None
    after: bytes | None
    edits: tuple[ByteEdit, ...] = ()
    new_note: NotePath | None = None
    undoes: int | None = None
    new_folders: int = 0


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One change of one file, as the journal remembers it. The bytes are kept under their checksums.

    ``batch`` is shared by all that was asked for at once, e.g. ``"b17"`` of a rename and its links. ``token`` names the
    hidden files that the write may have left behind. ``kept`` are versions of the note that the write came across and
    that are nowhere else. ``undone_by`` is the entry that took this one back.
    """

    id: int
    batch: str
    at: str
    action: Action
    note: NotePath
    new_note: NotePath | None
    asked_by: str
    why: str
    state: EntryState
    before: Checksum | None
    after: Checksum | None
    edits: tuple[ByteEdit, ...]
    token: str
    undoes: int | None = None
    undone_by: int | None = None
    kept: tuple[Checksum, ...] = ()
    new_folders: int = 0
    words_of: str = ""
    """Names of the models whose words these are, ``notes`` for the notes' own sentences; ``""`` where it is unknown."""


def current_place(note: NotePath, later: Sequence[JournalEntry]) -> NotePath:
    """Return where a note is after the renames among ``later`` entries, oldest first."""
    for entry in later:
        if entry.action is Action.RENAME and entry.state is EntryState.DONE and entry.note == note and entry.new_note:
            note = entry.new_note
    return note


def places_now(entries: Iterable[JournalEntry], renames: Iterable[JournalEntry]) -> dict[int, NotePath]:
    """Return where the note of each entry is after the ``renames`` that came after it, by the entry's id."""
    waiting = sorted(renames, key=lambda one: one.id)
    goes_to: dict[NotePath, NotePath] = {}
    places: dict[int, NotePath] = {}
    for entry in sorted(entries, key=lambda one: one.id, reverse=True):
        while waiting and waiting[-1].id > entry.id:
            rename = waiting.pop()
            if rename.state is EntryState.DONE and rename.new_note is not None:
                goes_to[rename.note] = goes_to.get(rename.new_note, rename.new_note)
        is_moved = entry.state is EntryState.DONE and entry.new_note is not None
        left_at = entry.new_note if is_moved and entry.new_note else entry.note
        places[entry.id] = goes_to.get(left_at, left_at)
    return places
