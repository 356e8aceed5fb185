"""The vault of the fuzz of writing: copies of real notes, random writes into them, and what its journal must hold."""

import contextlib
import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.files.disk_writing import DiskWriter
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.journal import Action
from vaultmind.domain.link import Link, NotePath
from vaultmind.domain.span import Span
from vaultmind.domain.writing import WriteKind, WriteReport, WriteRequest
from vaultmind.parsing.reading import read_note
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.note_writer import NoteWriter

MOST_NOTES = 90
LARGEST_NOTE = 60_000
WORDS = ("soil", "почва", "garden", "сад", "ёжик", "[[Garden]]", "#tag", "🌱", "- item", "`code`", "> quote", "")
MODEL_WORDS = ("<% tp.x %>", "`$= dv`", "<script>", "%%x%%", "---", "![x](http://e.com/p.png)", "text ^id")

Snapshot = dict[str, bytes]
Act = Callable[[NoteWriter, bool], WriteReport]
"""A write; its second argument asks for a dry run."""


class Violation(AssertionError):
    """Something was lost, changed that was not named, or not restored."""


class Bench:
    """One vault in a folder of its own, with its journal, and the means to write into it."""

    def __init__(self, folder: Path, sources: Sequence[Path], rng: random.Random) -> None:
        self.vault = folder / "vault"
        self.memory = folder / "data" / "memory.sqlite"
        self.locks = folder / "locks"
        self.vault.mkdir()
        self.rng = rng
        _fill_vault(self.vault, sources, rng)

    @contextlib.contextmanager
    def writer(self) -> Iterator[NoteWriter]:
        journal = SqliteJournal(self.memory)
        try:
            yield NoteWriter(
                files=DiskVaultFiles(self.vault),
                writer=DiskWriter(self.vault, locks=self.locks),
                journal=journal,
                clock=SystemClock(),
            )
        finally:
            journal.close()

    def snapshot(self) -> Snapshot:
        """Return every file of the vault, hidden ones too."""
        found = {}
        start = len(str(self.vault)) + 1
        for folder, _, names in os.walk(self.vault):
            for name in names:
                path = f"{folder}/{name}"
                with open(path, "rb") as file:  # noqa: PTH123 - a hundred files in every round
                    found[path[start:]] = file.read()
        return found

    def folders(self) -> set[str]:
        """Return every folder of the vault."""
        return {folder for folder, _, _ in os.walk(self.vault)}

    def names_of(self, note: str) -> list[str]:
        """Return all names of a file with several hard links, else its one name."""
        path = self.vault / note
        if not path.exists() or path.stat().st_nlink == 1:
            return [note]
        return [str(other.relative_to(self.vault)) for other in self.vault.rglob("*") if other.samefile(path)]

    def restore(self, wanted: Snapshot) -> None:
        for path in set(self.snapshot()) - set(wanted):
            (self.vault / path).unlink()
        for path, content in wanted.items():
            file = self.vault / path
            if not file.is_file() or file.read_bytes() != content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)


def _fill_vault(vault: Path, sources: Sequence[Path], rng: random.Random) -> None:
    notes = [
        (source, path)
        for source in sources
        for path in sorted(source.rglob("*"))
        if path.suffix in (".md", ".canvas")
        and not path.is_symlink()
        and path.is_file()
        and path.stat().st_size <= LARGEST_NOTE
        and not any(part.startswith(".") for part in path.relative_to(source).parts)
    ]
    if not notes:
        raise SystemExit("There are no notes to try: give --vault DIR.")
    for number, source in enumerate(sources):
        own = [path for of, path in notes if of == source]
        for path in rng.sample(own, min(len(own), max(MOST_NOTES // len(sources), 8))):
            copy = vault / f"{number}" / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                shutil.copyfile(path, copy)
    (vault / "Garden.md").write_bytes(b"# Garden\r\n\r\n- [[Soil]] ^li\r\n\r\n## Soil\r\n\r\nslow\r\n")
    (vault / "Soil.md").write_bytes(("\ufeff---\nup: '[[Garden]]' # up\n---\nsee [g](Garden.md) ^p").encode())
    (vault / "Сад.md").write_bytes(
        "Старая заметка о саде, о почве и о яблонях\r\nи ещё одна строка\r\n".encode("cp1251")
    )
    (vault / "wide.md").write_bytes("# Wide\n\nсад [[Garden]]\n".encode("utf-16"))
    (vault / "board.canvas").write_text('{"nodes":[{"id":"1","type":"file","file":"Garden.md"}],"edges":[]}')
    os.link(vault / "Garden.md", vault / "Garden twin.md")


def random_act(bench: Bench, before: Snapshot) -> Act:
    """Return a random write of a random note."""
    rng = bench.rng
    notes = [path for path in before if path.endswith(".md")]
    note = rng.choice(notes)
    kind = rng.choice([*WriteKind, "rename", "model"])
    if kind == "rename":
        return _random_rename(bench, before, note)
    asked_by = "model" if kind == "model" else "person"
    request = random_request(
        rng, note, before[note], WriteKind.APPEND if kind == "model" else WriteKind(kind), asked_by
    )
    return lambda writer, dry_run: writer.write(replace(request, dry_run=dry_run))


def random_request(rng: random.Random, note: str, content: bytes, kind: WriteKind, asked_by: str) -> WriteRequest:
    words = WORDS + (MODEL_WORDS if asked_by == "model" else ())
    text = "\n".join(rng.choice(words) for _ in range(rng.randrange(1, 6)))
    opened = NoteText(NotePath(note), content)
    place, span, value = "", None, None
    if opened.decoded.is_text:
        if kind is WriteKind.HEADING:
            place = rng.choice([heading.text for heading in opened.note.headings] or ["none"])
        elif kind is WriteKind.BLOCK:
            place = rng.choice([block.id for block in opened.note.blocks] or ["none"])
        elif kind is WriteKind.REGION:
            place = rng.choice(["list", "answers"])
        elif kind is WriteKind.PROPERTY:
            place = rng.choice([*opened.note.properties, "status", "tags"])
            value = rng.choice(["done", 3, True, None, ["a", "б"], "[[Garden]]", "a: b", 2.5, "2026-11-02"])
        elif kind is WriteKind.SPAN:
            ends = sorted(rng.randrange(len(opened.text) + 1) for _ in range(2))
            span = Span(ends[0], min(ends[1], ends[0] + 200))
    target = f"New/{rng.randrange(10**6)}" if kind is WriteKind.CREATE else note
    return WriteRequest(target, kind, text, place, span, value, asked_by=asked_by)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def _links_of(path: str, content: bytes) -> tuple[Link, ...]:
    return read_note(NotePath(path), content).note.links


def _random_rename(bench: Bench, before: Snapshot, note: str) -> Act:
    rng = bench.rng
    new = rng.choice([f"Renamed {rng.randrange(10**6)}", f"Ещё/Новое имя {rng.randrange(10**6)}", note.swapcase()])
    links = {
        NotePath(path): _links_of(path, content)
        for path, content in before.items()
        if path.endswith((".md", ".canvas"))
    }
    return lambda writer, dry_run: writer.rename(note, new, links=links, dry_run=dry_run)


def check_journal(bench: Bench) -> None:
    """Raise ``Violation`` where the journal has loose ends, or an entry changed more than its edits say."""
    journal = SqliteJournal(bench.memory)
    try:
        if journal.unfinished():
            raise Violation("the journal has unfinished entries after recovery")
        for entry in journal.entries(limit=3):
            if entry.action is not Action.CHANGE or entry.before is None or entry.after is None:
                continue
            content, place = journal.content(entry.before), 0
            pieces = []
            for edit in entry.edits:
                pieces += (content[place : edit.start], edit.replacement)
                place = edit.end
            if b"".join([*pieces, content[place:]]) != journal.content(entry.after):
                raise Violation(f"entry {entry.id} changed bytes outside of its edits")
    finally:
        journal.close()
