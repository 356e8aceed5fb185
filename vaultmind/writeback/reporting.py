"""What was or would be written, as a person and a program read it."""

from collections.abc import Iterator, Sequence

from vaultmind.domain.edit import ByteEdit, Checksum, checksum_of
from vaultmind.domain.journal import Action, Intent, JournalEntry
from vaultmind.domain.link import NotePath
from vaultmind.domain.writing import EditView, HistoryLine, WriteReport
from vaultmind.parsing.decoding import Decoded, decode
from vaultmind.writeback.diff import unified_diff


def report_of(
    note: NotePath, intents: Sequence[Intent], entries: Sequence[JournalEntry], *, notices: tuple[str, ...] = ()
) -> WriteReport:
    """Return the report of planned changes; of a dry run or of no change where there are no ``entries``."""
    first = intents[0] if intents else None
    before, after = _checksums(intents)
    return WriteReport(
        note=first.note if first else note,
        edits=tuple(view for intent in intents for view in _views(intent)),
        checksum_before=before,
        checksum_after=after,
        journal=_journal_name(entries),
        diff=diff_of(intents),
        new_note=first.new_note if first else None,
        notices=notices,
    )


def line_of(entry: JournalEntry, *, now: NotePath | None) -> HistoryLine:
    """Return an entry of the journal as a person reads it."""
    return HistoryLine(
        id=str(entry.id),
        batch=entry.batch,
        at=entry.at,
        action=entry.action,
        note=entry.note,
        new_note=entry.new_note,
        asked_by=entry.asked_by,
        why=entry.why,
        state=entry.state,
        checksum_before=entry.before,
        checksum_after=entry.after,
        undoes=None if entry.undoes is None else str(entry.undoes),
        undone_by=None if entry.undone_by is None else str(entry.undone_by),
        words_of=tuple(entry.words_of.split(", ")) if entry.words_of else (),
        now=now,
    )


def diff_of(intents: Sequence[Intent]) -> str:
    """Return what intents change, one unified diff after the other."""
    return "".join(_diff(intent) for intent in intents)


def _journal_name(entries: Sequence[JournalEntry]) -> str | None:
    if not entries:
        return None
    return str(entries[0].id) if len(entries) == 1 else entries[0].batch


def _checksums(intents: Sequence[Intent]) -> tuple[Checksum | None, Checksum | None]:
    """Return the checksums of the first note, before and after all that is done to it."""
    if not intents:
        return None, None
    last = intents[0]
    for intent in intents[1:]:
        if intent.note == (last.new_note or last.note):
            last = intent
    before, after = intents[0].before, last.after
    return None if before is None else checksum_of(before), None if after is None else checksum_of(after)


def _diff(intent: Intent) -> str:
    new_name = intent.new_note or intent.note
    if intent.action is Action.RENAME:
        return f"rename from {intent.note}\nrename to {new_name}\n"
    before, after = decode(intent.before or b"").text, decode(intent.after or b"").text
    if before == after and intent.before is not None:
        before = intent.before.decode("utf-8", "replace")  # another encoding: as Obsidian showed it, and will
    return unified_diff(
        old_name=None if intent.before is None else intent.note,
        new_name=None if intent.after is None else new_name,
        before=before,
        after=after,
    )


def _views(intent: Intent) -> Iterator[EditView]:
    """Yield the edits with their places in code points of the text before."""
    decoded = decode(intent.before or intent.after or b"")
    content = intent.before or b""
    place, line, done = 0, 1, len(decoded.bom) if content else 0
    for edit in intent.edits:
        between = _text(decoded, content[done : edit.start])
        removed = _text(decoded, content[edit.start : edit.end])
        place += len(between)
        line += _line_ends(between)
        yield EditView(intent.note, place, place + len(removed), line, removed, _inserted(decoded, edit))
        place += len(removed)
        line += _line_ends(removed)
        done = edit.end


def _inserted(decoded: Decoded, edit: ByteEdit) -> str:
    return _text(decoded, edit.replacement)


def _text(decoded: Decoded, content: bytes) -> str:
    return content.decode(decoded.encoding, "replace")


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
