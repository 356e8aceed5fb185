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
import json
import math
import os
import random
import resource
import signal
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fuzz_races import race
from fuzzed_vault import Act, Bench, Snapshot, Violation, check_journal, random_act

from vaultmind.adapters.files import disk_writing, exchange, posix_folder
from vaultmind.domain.edit import checksum_of
from vaultmind.domain.errors import StorageFull, VaultMindError
from vaultmind.domain.writing import WriteReport
from vaultmind.parsing.decoding import decode

ROOT = Path(__file__).resolve().parents[1]
ROUNDS_A_VAULT = 250
RACE_EVERY = 25


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
    before, folders = bench.snapshot(), bench.folders()
    act = random_act(bench, before)
    report = _planned(bench, act)
    counts["edits"] += 1
    if report is None or (not report.edits and report.new_note is None):
        counts["edits refused, or with nothing to do"] += 1
        return
    after = _expected(bench, before, report)
    if not _under_fault(bench, act, counts, before, after):
        _check_folders(bench, folders)
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
    _check_folders(bench, folders)
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
    check_journal(bench)
    return now == after


def _check_folders(bench: Bench, before: set[str]) -> None:
    if bench.folders() != before:
        raise Violation(f"folders came or went: {sorted(bench.folders() ^ before)}")


def _check_state(before: Snapshot, after: Snapshot, now: Snapshot, *, was_told_done: bool) -> None:
    if now == after or (now == before and not was_told_done):
        return
    wrong = [path for path in {*now, *before, *after} if now.get(path) != after.get(path)]
    raise Violation(f"the vault is neither as before nor as planned: {wrong}")


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
                    race(bench, so_far.counts)
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
    main()
