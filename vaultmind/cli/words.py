"""Views as text for a terminal."""

import json
import re
from collections.abc import Iterator, Sequence

from vaultmind.api import (
    Answer,
    Citation,
    CouncilAnswer,
    Cover,
    GraphView,
    IndexingView,
    IndexReport,
    NoteStatus,
    NoteView,
    Passage,
    RelatedReport,
    Release,
    SearchReport,
    VaultStatus,
)
from vaultmind.cli.shapes import plain

_WIDTH = 240
_WRITTEN = re.compile(
    r"`[^`\n]*`|\\\[(?P<own>\d+)\\\]|!?\[\[(?P<link>[^\[\]\n]+)\]\]|!?\[(?P<words>[^\[\]\n]+)\]\((?![a-z]+:)[^()\s]+\)"
)
"""Code, a number in brackets that is a note's own, links in both forms; those of the web keep their addresses."""
_UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))


def passages(report: SearchReport) -> Iterator[str]:
    """Yield what a search found, three lines a passage."""
    if not report.passages:
        yield "Nothing found."
    for number, passage in enumerate(report.passages, start=1):
        yield f"{number:>2}  {_place(passage)}"
        yield f"    {_short(passage.chunk.text)}"
        if passage.via:
            yield f"    by links from {', '.join(passage.via)}"
    yield from report.notices


def answer(found: Answer) -> Iterator[str]:
    """Yield an answer and its numbered sources."""
    yield as_read(found.marked_text)
    if found.citations:
        yield ""
    yield from (citation(one) for one in found.citations)
    if found.refused and found.passages:
        yield ""
        yield "The nearest notes:"
        yield from (f"  - {note}" for note in _nearest(found))
    yield from found.notices


def council(found: CouncilAnswer) -> Iterator[str]:
    """Yield what each voice of a council said by itself."""
    for voice in found.voices:
        said = voice.answer.marked_text if voice.answer is not None else voice.failure
        instead = "had nothing held; its notes' sentences shown instead: " if voice.is_replaced else ""
        yield f"{voice.name} ({voice.elapsed_ms / 1000:.1f} s): {instead}{as_read(said)}"
    yield ""


def as_read(text: str) -> str:
    """Return an answer as a terminal shows it: links by their words, ``(1)`` where a note has ``[1]`` of its own."""
    return _WRITTEN.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    if found["own"]:
        return f"({found['own']})"
    if not found["link"]:
        return found["words"] or found.group()
    target, bar, named = found["link"].replace("\\|", "|").partition("|")
    return named if bar and named.strip() else " > ".join(filter(None, re.split(r"#\^?", target)))


def _nearest(found: Answer) -> Sequence[str]:
    evidence = (passage.chunk.note for passage in found.passages if passage.chunk.evidence)
    return list(dict.fromkeys(evidence))[:5]


def citation(one: Citation) -> str:
    """Return one source, e.g. ``[1] Garden.md > Soil, lines 4-6 (found in the note)``."""
    place = " > ".join((one.note, *one.heading))
    checked = "quote not found as it stands"
    if one.verified:
        checked = "quote checked" if one.supports else "what cites it is not supported"
    return f"[{one.number}] {place}, {_lines(one.lines)} ({checked})"


def index_report(report: IndexReport) -> Iterator[str]:
    """Yield what an index run did."""
    yield (
        f"{_notes(report.notes, report.boards)}, {report.links} links, {report.chunks} passages; "
        f"{len(report.changed)} changed, {report.embedding_calls} embedded, {report.elapsed_s:.1f} s."
    )
    for skipped in report.skipped[:10]:
        yield f"Skipped {skipped.path}: {skipped.reason}"
    if len(report.skipped) > 10:
        yield f"… and {len(report.skipped) - 10} more skipped; `vaultmind status` lists them."
    gone = report.waiting_deletions
    if gone:
        yield (
            f"{len(gone)} notes are no longer on the disk, e.g. {gone[0]}: they stay indexed until they come back, "
            "or `vaultmind index --confirm-deletions` lets them go."
        )
    yield from report.notices


def note(view: NoteView) -> Iterator[str]:
    """Yield how a note was read."""
    yield f"{view.title}  ({view.path})"
    if view.repaired_from:
        yield f"Damaged text, read as if it had not gone through {view.repaired_from}; the file is as it was."
    yield from view.warnings
    for label, values in (("aliases", view.aliases), ("tags", [f"#{tag}" for tag in view.tags])):
        if values:
            yield f"{label}: {', '.join(values)}"
    yield from (
        f"{key}: {_property(value)}" for key, value in view.properties.items() if key not in {"aliases", "tags"}
    )
    yield from (f"{'#' * heading.level} {heading.text}  (line {heading.line})" for heading in view.headings)
    for link in view.links:
        yield f"line {link.line}: {link.text} → {link.resolved or 'nowhere'}"
    yield from (f"linked from {backlink.source}, line {backlink.line}" for backlink in view.backlinks)


def graph(view: GraphView) -> Iterator[str]:
    """Yield every link on a line."""
    boards = sum(note.lower().endswith((".canvas", ".base")) for note in view.notes)
    yield f"{_notes(len(view.notes) - boards, boards)}, {len(view.links)} links, {len(view.unresolved)} unresolved."
    yield from (f"{link.source}:{link.line} → {link.target}" for link in view.links)
    yield from (f"{link.source}:{link.line} → {link.target} (nowhere)" for link in view.unresolved)


def _notes(notes: int, boards: int) -> str:
    """Return how many notes there are, and what is read besides, e.g. ``51 notes, 2 canvases and bases``."""
    return f"{notes} notes, {boards} canvases and bases" if boards else f"{notes} notes"


def status(view: VaultStatus) -> Iterator[str]:
    """Yield totals, coverage and what was skipped."""
    yield view.vault
    notes = _notes(view.notes, view.boards)
    yield f"{notes}, {view.attachments} attachments, {view.links} links, {view.unresolved} unresolved."
    meaning = f"{view.vectors} of {view.chunks} passages can be found by meaning"
    if view.engine.embedder is not None:
        yield f"{meaning}; {view.waiting} wait." if view.waiting else f"{meaning}."
    busy = indexing(view.indexing)
    if busy and not any(busy in notice for notice in view.notices):
        yield busy
    yield from (f"Skipped {skipped.path}: {skipped.reason}" for skipped in view.skipped)
    yield from view.notices


def indexing(view: IndexingView) -> str:
    """Return what an index is busy with, with how long it takes."""
    match view.state:
        case "words" if view.total is None:
            return "Notes are being looked for."
        case "words":
            left = "" if view.remaining_s is None else f"; about {_span(view.remaining_s)} left"
            return f"Notes are being read: {view.done} of {view.total} files{left}."
        case "vectors":
            left = "" if view.remaining_s is None else f"; about {_span(view.remaining_s)} left"
            return f"Vectors are being made{left}. {view.reason}".strip()
        case _:
            return view.reason


def _span(seconds: float) -> str:
    """Return a time as people say it, e.g. ``4 minutes are``."""
    size, name = next((one for one in _UNITS if seconds >= one[0]), _UNITS[-1])
    count = max(1, round(seconds / size))
    return f"{count} {name} is" if count == 1 else f"{count} {name}s are"


def release(found: Release) -> Iterator[str]:
    """Yield the version that runs and, where it was asked for, whether there is a newer one."""
    yield f"vaultmind {found.version}"
    if found.is_old:
        yield f"Version {found.newest} is out; it is installed the way this one was."
    elif found.newest is not None:
        yield "No newer version is out."


def related(report: RelatedReport) -> Iterator[str]:
    """Yield related notes with their reasons."""
    if not report.related:
        yield f"Nothing is related to {report.note}."
    for one in report.related:
        yield f"{one.score:6.2f}  {one.note}"
        yield from (f"        {reason.kind.value.replace('_', ' ')}: {reason.detail}" for reason in one.reasons)


def cover(found: Cover) -> Iterator[str]:
    """Yield the notes that cover a topic, and where reading on adds nothing."""
    if not found.steps:
        yield "No note speaks of it."
    if found.nearest:
        yield f"Nearest: {', '.join(found.nearest)}"
    for number, step in enumerate(found.steps, start=1):
        yield f"{number:>2}  {step.covered:4.0%}  {step.note}  ({', '.join(step.brought[:5])})"
        if number == found.enough and number < len(found.steps):
            yield "    — after these each note adds less than a twentieth —"
    if found.query and found.steps:
        yield f"All that speaks of it: {found.query}"
    yield from found.notices


def note_status(view: NoteStatus) -> Iterator[str]:
    """Yield the state of one file."""
    yield f"{view.note}: {view.state}, vectors {view.vectors}." + (f" {view.reason}" if view.reason else "")


def _place(passage: Passage) -> str:
    chunk = passage.chunk
    return f"{' > '.join((chunk.note, *chunk.heading))}, {_lines(chunk.lines)}"


def _property(value: object) -> str:
    """Return a value as a person writes it: text bare, nothing as nothing, the rest as JSON, which is YAML."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(plain(value), ensure_ascii=False)


def _lines(lines: tuple[int, int]) -> str:
    return f"line {lines[0]}" if lines[0] == lines[1] else f"lines {lines[0]}-{lines[1]}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else flat[: _WIDTH - 1] + "…"
