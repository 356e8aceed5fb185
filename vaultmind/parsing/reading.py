"""The one door from bytes to a note: Markdown, canvas, base and drawing alike."""

from dataclasses import dataclass

from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Note
from vaultmind.domain.offsets import OffsetMap
from vaultmind.parsing.decoding import decode
from vaultmind.parsing.markdown import parse_note


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of readable Markdown: the whole note, or one card of a canvas.

    ``note`` is what was parsed from ``text``, with spans in ``text``; ``offsets`` lead from ``text`` to the text as on
    disk (``None`` where both are the same); ``heading`` is the path above it, e.g. the label of a canvas group.
    """

    text: str
    note: Note
    offsets: OffsetMap | None = None
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A file as it was read. ``text`` is the text as on disk, and the spans of ``note`` are in it."""

    text: str
    note: Note
    prose: tuple[Prose, ...] = ()
    encoding: str = "utf-8"
    skipped_reason: str | None = None
    """Why nothing was read, in one sentence; the note is then empty."""

    @property
    def path(self) -> NotePath:
        return self.note.path

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.note.warnings

    @property
    def repaired_text(self) -> str:
        """Return what a person reads: damage undone; the same lines as ``text``."""
        return self.prose[0].text if len(self.prose) == 1 else self.text

    @property
    def offsets(self) -> OffsetMap:
        """Return the way from ``repaired_text`` to ``text``."""
        return (self.prose[0].offsets if len(self.prose) == 1 else None) or OffsetMap()


def read_note(path: NotePath, data: bytes) -> ReadNote:
    """Return everything that is read from one file of the vault; never raises."""
    decoded = decode(data)
    note = parse_note(path, decoded.text)
    return ReadNote(decoded.text, note, (Prose(decoded.text, note),), decoded.encoding)
