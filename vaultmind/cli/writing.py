"""``write``, ``rename``, ``history``, ``undo`` and ``doctor``: whatever changes notes, each with its way back."""

import difflib
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import yaml

from vaultmind import api
from vaultmind.cli.opening import opened
from vaultmind.cli.output import show
from vaultmind.cli.progress import show_progress
from vaultmind.cli.shapes import Shape, plain

_STATES = {
    "intended": ", interrupted",
    "withdrawn": ", interrupted",
    "dropped": ", not written",
    "overtaken": ", interrupted, then written by somebody else",
}


def write(args: Namespace) -> int:
    """Make one write into one note, or print its diff."""
    with opened(args) as session:
        report = session.write(_request(args))
        show(args, report_shape(report), report_words(report, dry_run=args.dry_run))
    return 0


def rename(args: Namespace) -> int:
    """Give a note another name and its links their new text."""
    with opened(args) as session:
        report = session.rename(args.note, args.new, dry_run=args.dry_run)
        show(args, report_shape(report), report_words(report, dry_run=args.dry_run))
    return 0


def history(args: Namespace) -> int:
    """List the newest writes, or show what one of them changed."""
    with opened(args) as session:
        if args.show is not None:
            written = session.written(args.show)
            show(args, plain(written), [written.diff.rstrip("\n") or "Nothing changed."])
            return 0
        found = session.history(limit=args.limit, note=args.note)
        show(args, plain(found), _history_words(found))
    return 0


def undo(args: Namespace) -> int:
    """Take back one write or a batch."""
    with opened(args) as session:
        report = session.undo(args.edit, dry_run=args.dry_run)
        show(args, report_shape(report), report_words(report, dry_run=args.dry_run))
    return 0


def conflicts(args: Namespace) -> int:
    """List the conflict copies of the vault, or settle one."""
    if (args.copy is None) != (args.keep is None):
        print(
            "vaultmind: conflicts COPY --keep original, copy or both settles one; without both all are listed.",
            file=sys.stderr,
        )
        return 2
    with opened(args) as session:
        if args.copy is not None:
            report = session.settle_conflict(args.copy, api.Keep(args.keep), dry_run=args.dry_run)
            show(args, report_shape(report), report_words(report, dry_run=args.dry_run))
            return 0
        found = session.conflicts()
        show(args, plain(found), _conflict_words(found))
    return 0


def doctor(args: Namespace) -> int:
    """Say what is wrong with the notes; with ``--fix`` show the diff, and mend only when told to."""
    with opened(args) as session:
        if args.fix is not None:
            report = session.repair(args.fix, dry_run=not args.yes)
            show(args, report_shape(report), report_words(report, dry_run=not args.yes))
            if not args.yes:
                print("Nothing is written yet: repeat with --yes to do so.", file=sys.stderr)
            return 0
        for event in show_progress(session.diagnose()):
            show(args, plain(event), _diagnosis_words(event))
    return 0


def _request(args: Namespace) -> api.WriteRequest:
    kind, place, span, value = api.WriteKind.CREATE, "", None, None
    if args.append:
        kind = api.WriteKind.APPEND
    elif args.heading is not None:
        kind, place = api.WriteKind.HEADING, args.heading
    elif args.region is not None:
        kind, place = api.WriteKind.REGION, args.region
    elif args.replace_block is not None:
        kind, place = api.WriteKind.BLOCK, args.replace_block
    elif args.span is not None:
        kind, span = api.WriteKind.SPAN, args.span
    elif args.set is not None:
        kind = api.WriteKind.PROPERTY
        place, _, written = args.set.partition("=")
        value = _property_value(written)
    text = "" if kind is api.WriteKind.PROPERTY else _text(args.source)
    return api.WriteRequest(args.note, kind, text, place, span, value, dry_run=args.dry_run)


def _text(source: Path | None) -> str:
    """Return the text to write: of a file, or of standard input."""
    try:
        content = sys.stdin.buffer.read() if source is None else source.read_bytes()
        return content.decode("utf-8")
    except OSError as error:
        raise api.VaultMindError(f"The text in {source} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise api.VaultMindError("The text to write is not UTF-8: save it so, then try again.") from error


def _property_value(written: str) -> api.PropertyValue:
    """Return a list, mapping or quoted text as YAML 1.2 would read it, and all else as the words that were typed.

    So ``[a, b]`` is a list, and ``Garden: a diary``, ``# one`` and the link ``[[Soil]]`` are text.
    """
    written = written.strip()
    if not written.startswith(("[", "{", '"', "'")) or (written.startswith("[[") and written.endswith("]]")):
        return _scalar(written)
    try:
        value = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 (BaseLoader makes text and lists alone)
    except yaml.YAMLError:
        return written
    return _typed(value)


def _typed(value: object) -> api.PropertyValue:
    if isinstance(value, list):
        return [_typed(entry) for entry in value]
    if isinstance(value, dict):
        return {str(key): _typed(entry) for key, entry in value.items()}
    return _scalar(str(value or "").strip())


def _scalar(written: str) -> api.PropertyValue:
    if written in {"true", "false"}:
        return written == "true"
    if written in {"", "null", "~"}:
        return None
    for number in (int, float):
        try:
            value = number(written)
        except ValueError:
            continue
        if str(value) == written:
            return value
    return written


def report_shape(report: api.WriteReport) -> Shape:
    """Return what was written as JSON."""
    shape: Shape = plain(report)
    return shape


def report_words(report: api.WriteReport, *, dry_run: bool) -> Iterator[str]:
    """Yield what was written, or the diff of what would be."""
    if dry_run:
        yield report.diff.rstrip("\n") or "Nothing would change."
    elif report.journal is None:
        yield "Nothing to change."
    else:
        place = f"{report.note} → {report.new_note}" if report.new_note else report.note
        others = len({edit.note for edit in report.edits} - {report.note, report.new_note})
        more = f" and {others} more {'note' if others == 1 else 'notes'}" if others else ""
        yield f"{place}{more}: written; `vaultmind undo {report.journal}` takes it back."
    yield from report.notices


def _history_words(found: api.History) -> Iterator[str]:
    if not found.entries:
        yield "Nothing was written yet."
    for line in found.entries:
        place = f"{line.note} → {line.new_note}" if line.new_note else line.note
        undone = f", taken back by {line.undone_by}" if line.undone_by else ""
        state = _STATES.get(line.state, "")
        words = f", words of {', '.join(line.words_of)}" if line.words_of else ""
        said = f"{line.why}{words}{state}{undone}"
        yield f"{line.id:>5}  {line.batch:>6}  {line.at}  {line.action.value:<7} {place}  ({said})"


def both_versions(error: api.NoteConflict) -> Iterator[str]:
    """Yield what is in the note now beside what was to be written, as a diff; nothing where one is not at hand."""
    if error.on_disk is None or error.wanted is None:
        return
    now, wanted = (version.decode("utf-8", "replace").split("\n") for version in (error.on_disk, error.wanted))
    yield from difflib.unified_diff(now, wanted, "in the note now", "to be written", lineterm="")
    yield ""


def _conflict_words(found: api.Conflicts) -> Iterator[str]:
    if not found.copies:
        yield "There are no conflict copies."
    for copy in found.copies:
        what = " (equal)" if copy.is_equal else " (the original is gone)" if copy.is_alone else ""
        yield f"{copy.copy}: a second version of {copy.original}{what}"
        yield from copy.diff.splitlines()


def _diagnosis_words(found: api.Diagnosis) -> Iterator[str]:
    if not found.problems:
        yield "Nothing is wrong."
    for problem in found.problems:
        yield f"{problem.note}:{problem.line}: {problem.kind.value}: {problem.detail}"
        if problem.fix:
            yield f"    --fix {problem.kind.value}: {problem.fix}"
