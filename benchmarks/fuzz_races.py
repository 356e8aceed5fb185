"""Races of the fuzz of writing: a child writes, a stranger changes the same notes, and the child is killed."""

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fuzzed_vault import Bench, Violation, check_journal, random_request

from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.edit import checksum_of
from vaultmind.domain.errors import VaultMindError
from vaultmind.domain.journal import JournalEntry
from vaultmind.domain.link import NotePath
from vaultmind.domain.writing import WriteKind, WriteRequest
from vaultmind.parsing.decoding import decode
from vaultmind.writeback.note_text import NoteText

RACE_S = 0.25
MARK = "stranger"


def race(bench: Bench, counts: Counter[str]) -> None:
    """Let a stranger change notes while a child writes into them and is killed; then look for every change."""
    rng = bench.rng
    notes = rng.sample([path for path in bench.snapshot() if path.endswith(".md")], rng.choice([1, 2, 4]))
    pause_s = rng.choice([0.0, 0.002, 0.01])
    stranger = subprocess.Popen(
        [sys.executable, __file__, str(bench.vault), str(rng.randrange(10**9)), str(pause_s), *notes],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    last = max((entry.id for entry in _entries_after(bench, 0)), default=0)
    assert stranger.stdin is not None
    assert stranger.stdout is not None
    stranger.stdout.readline()
    child = os.fork()
    if not child:
        _write_until_killed(bench, notes)
    time.sleep(RACE_S * (0.3 + rng.random()))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said, _ = stranger.communicate(b"end\n")
    marks = said.decode().split()
    with bench.writer() as writer:
        writer.recover()
    now = bench.snapshot()
    texts = [decode(content).text for path, content in now.items()]
    missing = [mark for mark in marks if not any(mark in text for text in texts)]
    if missing:
        missing = _not_kept(bench, missing, counts)
    if missing:
        raise Violation(f"changes of another program are lost: {missing} in {notes}")
    hidden = [path for path in now if ".vaultmind-" in path]
    if hidden:
        raise Violation(f"hidden files were left: {hidden}")
    counts["races"] += 1
    counts["changes of another program, all found"] += len(marks)
    counts["edits in races"] += len(_entries_after(bench, last))
    check_journal(bench)


def _entries_after(bench: Bench, last: int) -> Sequence[JournalEntry]:
    journal = SqliteJournal(bench.memory)
    try:
        return journal.later(last)
    finally:
        journal.close()


def _not_kept(bench: Bench, marks: Sequence[str], counts: Counter[str]) -> list[str]:
    """Return the marks that are not in a version that the journal keeps since it could not stay in the vault."""
    journal = SqliteJournal(bench.memory)
    kept = [decode(journal.content(one)).text for entry in journal.entries(limit=10_000) for one in entry.kept]
    journal.close()
    found = [mark for mark in marks if any(mark in text for text in kept)]
    counts["changes of another program, kept in the journal alone"] += len(found)
    return [mark for mark in marks if mark not in found]


def _write_until_killed(bench: Bench, notes: Sequence[str]) -> None:
    """Write into notes for ever, never over a stranger's words that were there to be seen."""
    try:
        rng = random.Random(bench.rng.random())
        with bench.writer() as writer:
            while True:
                note = rng.choice(notes)
                with contextlib.suppress(VaultMindError, OSError):
                    content = (bench.vault / note).read_bytes()
                    kinds = [WriteKind.APPEND, WriteKind.HEADING, WriteKind.PROPERTY, WriteKind.SPAN, WriteKind.BLOCK]
                    request = random_request(rng, note, content, rng.choice(kinds), "person")
                    request = WriteRequest(
                        note, request.kind, request.text, request.place, request.span, request.value, why="race"
                    )
                    if _names_a_mark(NoteText(NotePath(note), content), request):
                        continue
                    writer.write(
                        WriteRequest(
                            note,
                            request.kind,
                            request.text,
                            request.place,
                            request.span,
                            request.value,
                            why="race",
                            expected=checksum_of(content),
                        )
                    )
    finally:
        os._exit(0)


def _names_a_mark(opened: NoteText, request: WriteRequest) -> bool:
    """Say whether a write replaces or cuts a stranger's words by name, as a person may."""
    if request.kind is WriteKind.BLOCK:
        return any(MARK in block.extent.of(opened.text) for block in opened.note.blocks)
    span = request.span
    return span is not None and any(
        found.start() < span.end and span.start < found.end() for found in re.finditer(rf"{MARK}\d*", opened.text)
    )


def _be_a_stranger(vault: Path, seed: int, pause_s: float, notes: Sequence[str]) -> None:
    """Change notes as editors and sync tools do, say which change was made, and stop when told to."""
    rng = random.Random(seed)
    print("ready", flush=True)
    os.set_blocking(sys.stdin.fileno(), False)
    made: list[str] = []
    while not sys.stdin.buffer.read():
        path = vault / rng.choice(list(notes))
        mark = f"{MARK}{rng.randrange(10**12)}"
        with contextlib.suppress(OSError):
            if _change_as_a_stranger(path, mark, rng):
                made.append(mark)
        time.sleep(rng.random() * pause_s)
    print("\n".join(made), flush=True)


def _change_as_a_stranger(path: Path, mark: str, rng: random.Random) -> bool:
    """Read a note and write it with a mark, whatever became of it between.

    It is careless on purpose, as scripts and sync tools are: where our text has the name for a moment, it writes that
    over its own earlier marks. These are then no loss of its making: they must be in the journal.
    """
    content = path.read_bytes()
    decoded = decode(content)
    line = decoded.encode(f"\n\n{mark}\n")[len(decoded.bom) : None if not decoded.tail else -len(decoded.tail)]
    way = rng.choice(["append", "in place", "in two steps", "replace"])
    if way == "append":
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
        os.write(descriptor, line)
        os.close(descriptor)
        return True
    if way == "replace":
        beside = path.with_name(f".sync-{mark}")
        beside.write_bytes(content + line)
        beside.replace(path)
        return True
    descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC)
    try:
        half = len(content) // 2
        os.write(descriptor, content[:half])
        if way == "in two steps":
            time.sleep(0.004)
        os.write(descriptor, content[half:] + line)
    finally:
        os.close(descriptor)
    return True


if __name__ == "__main__":
    _be_a_stranger(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4:])
