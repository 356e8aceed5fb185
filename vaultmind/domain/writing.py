"""What may be asked of the part that writes, and what it says it did: the values behind ``docs/command-line.md``."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from vaultmind.domain.edit import Checksum
from vaultmind.domain.journal import Action, EntryState
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.provenance import NOTES_OWN
from vaultmind.domain.span import Span

AskedBy = Literal["person", "model", "program"]
"""Who wanted a write, with whose words: a person, a model, or a program: this one where it puts notes together."""


def written_by(model: str | None) -> AskedBy:
    """Return whose words an answer is: a model's, or the notes' own, which the program puts together without one."""
    return "model" if model else "program"


def whose_words(*models: str | None) -> str:
    """Return whose words these are, each once: ``"qwen3-4b, notes"``, where ``notes`` stands for their own sentences.

    One of the names may be several already, as those of a council are.
    """
    return ", ".join(dict.fromkeys(name for model in models for name in (model or NOTES_OWN).split(", ")))


class WriteKind(StrEnum):
    """Where in a note the text of a write goes."""

    CREATE = "create"
    APPEND = "append"
    HEADING = "heading"
    REGION = "region"
    BLOCK = "block"
    SPAN = "span"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """One write into one note.

    ``place`` is the heading (``"Soil"`` or ``"Garden#Soil"``), the name of the region, the block identifier or the name
    of the property. ``span`` is in the text as on disk. ``expected`` is the checksum of the note that was looked at,
    where the asker knows it. Text that a model wrote (``asked_by``) is made inert.
    """

    note: str
    kind: WriteKind
    text: str = ""
    place: str = ""
    span: Span | None = None
    value: PropertyValue = None
    asked_by: AskedBy = "person"
    why: str = ""
    expected: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class EditView:
    """One stretch of a note that changed: ``start`` and ``end`` in the text as it was, ``line`` from 1."""

    note: NotePath
    start: int
    end: int
    line: int
    removed: str
    inserted: str


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What was written, or with a dry run would be.

    ``journal`` is what ``undo`` takes: ``"17"`` for one edit, ``"b17"`` for a batch; ``None`` when nothing was written.
    The checksums are of ``note`` (of ``new_note`` after a rename); ``None`` for a note that was or is not there.
    """

    note: NotePath
    edits: tuple[EditView, ...]
    checksum_before: Checksum | None
    checksum_after: Checksum | None
    journal: str | None
    diff: str
    new_note: NotePath | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the journal as a person reads it.

    ``words_of`` names the models that wrote the words, ``notes`` for the notes' own sentences; none where it is not
    known: a person's words, those of a program that did not say, and all that was written before this was kept.
    ``now`` is where the note is today, whatever it was renamed to since; ``None`` where it is not in the vault.
    """

    id: str
    batch: str
    at: str
    action: Action
    note: NotePath
    new_note: NotePath | None
    asked_by: str
    why: str
    state: EntryState
    checksum_before: Checksum | None
    checksum_after: Checksum | None
    undoes: str | None
    undone_by: str | None
    words_of: tuple[str, ...] = ()
    now: NotePath | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The newest entries of the journal, newest first."""

    entries: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version of a note that a write came across and that is nowhere else, kept in the journal."""

    note: NotePath
    checksum: Checksum
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """What one entry or one batch of the journal changed, as a unified diff, and what it came across."""

    entries: tuple[HistoryLine, ...]
    diff: str
    kept: tuple[KeptVersion, ...] = ()


class Keep(StrEnum):
    """Which of two versions of a note goes on, where a sync tool kept both."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ConflictCopy:
    """A sync tool's second version of a note; ``diff`` is what keeping the copy would change in the original.

    ``is_alone`` says that the original is gone; ``is_equal`` that both are the same, byte for byte.
    """

    copy: NotePath
    original: NotePath
    diff: str
    is_alone: bool = False
    is_equal: bool = False


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The conflict copies of a vault, by their originals."""

    copies: tuple[ConflictCopy, ...]


class ProblemKind(StrEnum):
    """What the doctor looks for."""

    UNRESOLVED_LINK = "unresolved-link"
    DAMAGED_ENCODING = "damaged-encoding"
    INVALID_FRONTMATTER = "invalid-frontmatter"
    DUPLICATE_BLOCK_ID = "duplicate-block-id"
    DUPLICATE_NOTE = "duplicate-note"
    ORPHAN = "orphan"
    CONFLICT_COPY = "conflict-copy"
    NOT_UTF8 = "not-utf8"
    DAMAGED_BYTES = "damaged-bytes"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a note; ``fix`` says what ``doctor --fix`` does, ``None``: a person must act."""

    note: NotePath
    line: int
    kind: ProblemKind
    detail: str
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All problems, by note and line."""

    problems: tuple[Problem, ...] = field(default=())
