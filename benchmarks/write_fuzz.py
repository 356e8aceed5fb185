"""Random edits of real notes under kill -9, a full disk and another program that writes the same notes.

    python benchmarks/write_fuzz.py --rounds 10000 [--seed 1] [--vault DIR …] [--state FILE] [--minutes M]

Each round makes one random edit in a child process and lets something go wrong: the child is killed at a system call
or after a random time, or the disk is full, or both. Afterwards every file of the vault must be as before or as
planned, all of a batch or nothing of it; what the edit did not name must be byte-identical; recovery must have known
what to do; and undo must restore every byte. Between the rounds come races: a child writes, another program changes the
same notes, and the child is killed; no change of the other program may be missing. A violation ends the run with the
seed that shows it again; the counts are printed. With a state file a run that was stopped, by itself after so many
minutes or by somebody, goes on where it was.
"""

import argparse
import contextlib
import json
import math
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files import disk_writing, exchange, posix_folder
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.files.disk_writing import DiskWriter
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.edit import checksum_of
from vaultmind.domain.errors import StorageFull, VaultMindError
from vaultmind.domain.journal import Action, JournalEntry
from vaultmind.domain.link import Link, NotePath
from vaultmind.domain.span import Span
from vaultmind.domain.writing import WriteKind, WriteReport, WriteRequest
from vaultmind.parsing.decoding import decode
from vaultmind.parsing.reading import read_note
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.note_writer import NoteWriter

ROOT = Path(__file__).resolve().parents[1]
MOST_NOTES = 90
LARGEST_NOTE = 60_000
ROUNDS_A_VAULT = 250
RACE_EVERY = 25
RACE_S = 0.25
MARK = "stranger"
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


def _random_act(bench: Bench, before: Snapshot) -> Act:
    """Return a random write of a random note."""
    rng = bench.rng
    notes = [path for path in before if path.endswith(".md")]
    note = rng.choice(notes)
    kind = rng.choice([*WriteKind, "rename", "model"])
    if kind == "rename":
        return _random_rename(bench, before, note)
    asked_by = "model" if kind == "model" else "person"
    request = _random_request(
        rng, note, before[note], WriteKind.APPEND if kind == "model" else WriteKind(kind), asked_by
    )
    return lambda writer, dry_run: writer.write(replace(request, dry_run=dry_run))


def _random_request(rng: random.Random, note: str, content: bytes, kind: WriteKind, asked_by: str) -> WriteRequest:
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


def _planned(bench: Bench, act: Act) -> WriteReport | None:
    """Return what an act will do, or ``None`` where it is refused; nothing is written."""
    with bench.writer() as writer:
        try:
            return act(writer, True)
        except VaultMindError:
            return None


def _expected(bench: Bench, before: Snapshot, report: WriteReport) -> Snapshot:
    """Return the vault after a report, made from its edits alone: all bytes outside of them are those from before."""
    after = dict(before)
    names = {str(edit.note): bench.names_of(str(edit.note)) for edit in report.edits}
    if report.new_note is not None:
        after[str(report.new_note)] = after.pop(str(report.note))
    for note, twins in names.items():
        edits = [edit for edit in report.edits if str(edit.note) == note]
        decoded = decode(after.get(note, b""))
        text, pieces, done = decoded.exact, [], 0
        for edit in edits:
            if decoded.text[edit.start : edit.end] != edit.removed:
                raise Violation(f"{note}: the report says that {edit.removed!r} goes, which is not there")
            pieces += (text[done : edit.start], edit.inserted)
            done = edit.end
        content = decoded.encode("".join([*pieces, text[done:]]))
        after |= dict.fromkeys([note, *(name for name in twins if name in after)], content)
    if report.checksum_after != checksum_of(after[str(report.new_note or report.note)]):
        raise Violation(f"{report.note}: the checksum of the report is not that of its edits")
    return after


# What goes wrong


def _in_child(act: Act, bench: Bench, prepare: Callable[[], object]) -> int:
    """Start a child that writes; return its process id. Its exit status says how it ended."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        prepare()
        with bench.writer() as writer:
            act(writer, False)
        status = 0
    except StorageFull:
        status = 3
    except VaultMindError:
        status = 2
    finally:
        os._exit(status)
    return 0


def _die_at_call(number: int) -> Callable[[], None]:
    """Return what makes a process kill itself right before or right after its ``number``-th system call that writes."""

    def prepare() -> None:
        left = [number]

        def deadly(call: Callable[..., object]) -> Callable[..., object]:
            def counted(*args: object, **named: object) -> object:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                result = call(*args, **named)
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return result

            return counted

        for name in ("write", "fsync", "unlink", "rename", "link", "ftruncate", "mkdir", "fchmod"):
            setattr(os, name, deadly(getattr(os, name)))
        posix_folder.exchange_names = deadly(exchange.exchange_names)  # type: ignore[assignment]
        posix_folder.move_name = deadly(exchange.move_name)  # type: ignore[assignment]

    return prepare


def _full_disk(bytes_left: int, *, for_journal: bool) -> Callable[[], None]:
    """Return what lets no file grow over a size, in the middle of a write: notes alone, or the journal too."""

    def limit(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def limited(call: Callable[..., object]) -> Callable[..., object]:
        def within(*args: object, **named: object) -> object:
            limit(bytes_left)
            try:
                return call(*args, **named)
            finally:
                limit(resource.RLIM_INFINITY)

        return within

    def prepare() -> None:
        if for_journal:
            limit(bytes_left)
        disk_writing._fill = limited(disk_writing._fill)  # type: ignore[assignment]  # noqa: SLF001 - the place of the fault
        disk_writing._replace_in_place = limited(disk_writing._replace_in_place)  # type: ignore[assignment]  # noqa: SLF001

    return prepare


def _quiet_round(bench: Bench, counts: Counter[str]) -> None:
    before = bench.snapshot()
    act = _random_act(bench, before)
    report = _planned(bench, act)
    counts["edits"] += 1
    if report is None or (not report.edits and report.new_note is None):
        counts["edits refused, or with nothing to do"] += 1
        return
    after = _expected(bench, before, report)
    if not _under_fault(bench, act, counts, before, after):
        counts["edits that left all as it was"] += 1
        return
    counts["edits written"] += 1
    if bench.rng.random() < 0.3 and "New/" not in str(report.note):
        return
    with bench.writer() as writer:
        last = writer.history(limit=1).entries[0].batch
    if not _under_fault(bench, lambda writer, _: writer.undo(last), counts, after, before):
        with bench.writer() as writer:
            writer.undo(last)
        _check_state(before, before, bench.snapshot(), was_told_done=True)
    counts["edits undone, every byte restored"] += 1


def _under_fault(bench: Bench, act: Act, counts: Counter[str], before: Snapshot, after: Snapshot) -> bool:
    """Let a child act while something goes wrong; recover, check the vault, and say whether it is as after."""
    rng = bench.rng
    fault = rng.choice(["none", "call", "call", "call", "time", "full", "full", "both"])
    faults: list[Callable[[], None]] = []
    if fault in ("full", "both"):
        faults.append(_full_disk(rng.choice([0, 0, 100, 1000]), for_journal=rng.random() < 0.2))
    if fault in ("call", "both"):
        faults.append(_die_at_call(rng.randrange(1, 60)))
    child = _in_child(act, bench, lambda: [prepare() for prepare in faults])
    if fault == "time":
        time.sleep(rng.random() * 0.03)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    counts["kill -9"] += os.WIFSIGNALED(status)
    counts["full disk"] += fault in ("full", "both") and os.WIFEXITED(status) and os.WEXITSTATUS(status) in (2, 3)
    with bench.writer() as writer:
        notices = writer.recover()
    now = bench.snapshot()
    _check_state(before, after, now, was_told_done=os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0)
    if notices:
        raise Violation(f"nothing is lost, yet recovery could not tell: {notices}")
    _check_journal(bench)
    return now == after


def _check_state(before: Snapshot, after: Snapshot, now: Snapshot, *, was_told_done: bool) -> None:
    if now == after or (now == before and not was_told_done):
        return
    wrong = [path for path in {*now, *before, *after} if now.get(path) != after.get(path)]
    raise Violation(f"the vault is neither as before nor as planned: {wrong}")


def _check_journal(bench: Bench) -> None:
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


# Races


def _race(bench: Bench, counts: Counter[str]) -> None:
    """Let a stranger change notes while a child writes into them and is killed; then look for every change."""
    rng = bench.rng
    notes = rng.sample([path for path in bench.snapshot() if path.endswith(".md")], rng.choice([1, 2, 4]))
    pause_s = rng.choice([0.0, 0.002, 0.01])
    stranger = subprocess.Popen(
        [sys.executable, __file__, "--stranger", str(bench.vault), str(rng.randrange(10**9)), str(pause_s), *notes],
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
    _check_journal(bench)


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
                    request = _random_request(rng, note, content, rng.choice(kinds), "person")
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


# Running


@dataclass
class Run:
    """How far a run is: it goes vault by vault, each of them made from its number and the seed alone."""

    seed: int
    rounds: int
    done: int = 0
    number: int = 0
    elapsed_s: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def resumed(cls, state: Path | None, *, seed: int, rounds: int) -> "Run":
        """Return the run that the state file tells of if it is of this seed, else a new one."""
        if state is not None and state.is_file():
            found = json.loads(state.read_text("utf-8"))
            if found["seed"] == seed:
                return cls(**{**found, "rounds": rounds, "counts": Counter(found["counts"])})
        return cls(seed, rounds)

    def keep(self, state: Path | None) -> None:
        """Write the state file, for the run to go on from here."""
        if state is not None:
            beside = state.with_name(f"{state.name}~")
            beside.write_text(json.dumps(vars(self)), "utf-8")
            beside.replace(state)


def run(
    *,
    rounds: int,
    seed: int,
    sources: Sequence[Path],
    state: Path | None = None,
    most_s: float = math.inf,
    say: Callable[[str], object] = print,
) -> Run:
    """Run the fuzz, for about ``most_s`` seconds; return how far it came, or raise ``Violation`` with the seed."""
    so_far = Run.resumed(state, seed=seed, rounds=rounds)
    began = time.monotonic()
    while so_far.done < rounds and time.monotonic() - began < most_s:
        started = time.monotonic()
        _run_one_vault(so_far, sources)
        so_far.number += 1
        so_far.elapsed_s += time.monotonic() - started
        so_far.keep(state)
        say(f"{so_far.done} rounds: {dict(so_far.counts)}")
    return so_far


def _run_one_vault(so_far: Run, sources: Sequence[Path]) -> None:
    seed = f"{so_far.seed}.{so_far.number}"
    with tempfile.TemporaryDirectory(prefix="vaultmind-fuzz-") as folder:
        bench = Bench(Path(folder), sources, random.Random(seed))
        first = bench.snapshot()
        for number in range(1, min(ROUNDS_A_VAULT, so_far.rounds - so_far.done) + 1):
            try:
                if number % RACE_EVERY == 0:
                    _race(bench, so_far.counts)
                    bench.restore(first)
                else:
                    _quiet_round(bench, so_far.counts)
            except Violation as violation:
                raise Violation(f"{violation} (seed {seed}, round {number} of its vault)") from violation
            so_far.done += 1


def find_sources(given: Sequence[Path], unpacked: Path) -> list[Path]:
    """Return the folders with notes to try: those given, the shared test data, else the sample vault."""
    if given:
        return list(given)
    shared = Path(os.environ.get("VAULTMIND_SHARED", ROOT.parent / "shared")) / "data"
    for name in ("vaults", "nasty"):
        if (shared / f"{name}.tar.gz").is_file():
            with tarfile.open(shared / f"{name}.tar.gz") as archive:
                archive.extractall(unpacked / name, filter="data")
    found = [folder for folder in sorted(unpacked.glob("vaults/*/*")) if folder.is_dir()]
    found += [folder for folder in unpacked.glob("nasty/*/vault") if folder.is_dir()]
    return found or [ROOT / "resources" / "sample_vault"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Random edits of real notes while everything goes wrong.")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--vault", type=Path, action="append", default=[])
    parser.add_argument("--state", type=Path, help="a file to go on from, and to keep how far it is")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after so long, to go on another time")
    given = parser.parse_args()
    if Path("/dev/shm").is_dir():  # a sync costs nothing there, and a kill is as hard
        tempfile.tempdir = "/dev/shm"
    with tempfile.TemporaryDirectory(prefix="vaultmind-fuzz-") as unpacked:
        sources = find_sources(given.vault, Path(unpacked))
        ended = run(rounds=given.rounds, seed=given.seed, sources=sources, state=given.state, most_s=given.minutes * 60)
    print(f"no violation in {ended.done} of {ended.rounds} rounds ({ended.elapsed_s:.0f} s, seed {given.seed})")
    for name, count in sorted(ended.counts.items()):
        print(f"{count:8}  {name}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stranger"]:
        _be_a_stranger(Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), sys.argv[5:])
    else:
        main()
