"""Kills the engine at random instants while it indexes: ``engine_kills.py VAULT [--rounds 1000] [--seed 1]``.

Each round brings a copy of VAULT to the next of a few states (notes edited, renamed, removed, a folder moved), asks the
engine for an index run, kills it with ``kill -9``, opens what it left, indexes once more and compares every row and
every vector with a rebuild; the words, whose reading takes longer than all that, every tenth time and in the end.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np
from living_child import load_conftest

from vaultmind import __version__, api
from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.index_folder import catalog_file
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.index.vault_registry import VaultRegistry
from vaultmind.api import owning
from vaultmind.domain.errors import EngineProblem
from vaultmind.engine.address import read_address
from vaultmind.engine.client import open_remote
from vaultmind.indexing import Indexer

STATES = 5
PATIENCE_S = 60.0
CLOSE = 0.01
"""How far a number of a vector may be from the model's, which is kept in 16 bits."""
WORDS_EVERY = 10
REBUILDS = 0.03
"""The share of runs that read every note anew."""
NOT_COMPARED = {"id", "note_id", "size", "mtime_ns", "ctime_ns", "inode", "hashed_ns", "backlinks"}
WORDS = (
    "SELECT doc, col, count(*), sum((offset + 1) * (length(term) * 131 + unicode(term) * 31"
    " + unicode(substr(term, -1)))) FROM temp.stems GROUP BY doc, col"
)
State = Mapping[str, bytes]
"""A vault: the bytes of each file by its path."""


def states_of(vault: Path, chance: random.Random) -> list[State]:
    """Return a vault as it is, and as it might become."""
    states = [{str(path.relative_to(vault)): path.read_bytes() for path in sorted(vault.rglob("*")) if path.is_file()}]
    while len(states) < STATES:
        states.append(changed(states[-1], chance))
    return states


def changed(state: State, chance: random.Random) -> State:
    """Return a state some time later: some notes edited, some renamed or gone, a small folder moved, some new."""
    result = dict(state)
    notes = sorted(path for path in result if path.endswith(".md"))
    for path in chance.sample(notes, len(notes) // 30):
        result[path] += f"\n\n## Later\n\n{chance.random()} [[{Path(chance.choice(notes)).stem}]] соль\n".encode()
    for path in chance.sample(notes, len(notes) // 100):
        result[f"Moved/{chance.random()} {Path(path).name}"] = result.pop(path)
    for path in chance.sample(sorted(set(notes) & set(result)), len(notes) // 200):
        del result[path]
    sizes = Counter(str(Path(path).parent) for path in result)
    folder = chance.choice([one for one, size in sorted(sizes.items()) if size <= 40 and one != "."] or ["none"])
    for path in [path for path in result if path.startswith(f"{folder}/")]:
        result[f"Folder {chance.randrange(99)}/{path}"] = result.pop(path)
    for number in range(10):
        result[f"New/{chance.random()}.md"] = f"# New {number}\n\n{chance.random()} text\n".encode()
    return result


def bring_to(vault: Path, state: State, before: State) -> None:
    """Make the files of a vault those of a state, writing only what differs."""
    for path in before.keys() - state.keys():
        (vault / path).unlink()
    for path, content in state.items():
        if before.get(path) != content:
            (vault / path).parent.mkdir(parents=True, exist_ok=True)
            (vault / path).write_bytes(content)


class Harness:
    """One copy of a vault, the rebuilt index of each of its states, and engines that come and go."""

    def __init__(self, vault: Path, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.vault, self.data = folder / "vault", folder / "data"
        self.vault.mkdir(parents=True)
        self.states = states_of(vault, random.Random(seed))
        self.at: State = {}
        self.model = load_conftest().LetterModel()
        owning.find_embedder = lambda *_: self.model
        self.vectors: dict[str, Any] = {}
        self.rounds = self.state = 0
        self.may_start = True
        """Whether whoever asks an engine that is gone may have another: not in a round whose engine is killed."""
        self.rebuilt = [self._rebuilt(state, folder / f"rebuilt-{n}") for n, state in enumerate(self.states)]
        api.open_vault(vault=self.vault, data=self.data).close()
        (self.known,) = VaultRegistry(self.data).all()
        command = [sys.executable, str(Path(__file__).with_name("engine_seed.py")), str(self.vault), str(self.data)]
        self.seed = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.pid = 0
        self.longest_s = 1.0
        self.fell = Counter[str]()

    def close(self) -> None:
        """End the process that forks engines."""
        assert self.seed.stdin is not None
        self.seed.stdin.close()
        self.seed.wait()

    def round(self) -> list[str]:
        """Let an engine index another state and die; return how what it left differs from a rebuild."""
        self.rounds += 1
        self.may_start = True
        number = self.state = max(0, min(len(self.states) - 1, self.state + self.chance.choice((-1, 1))))
        session = open_remote(self.known.folder, version=__version__, start=self._start)
        session.status()
        bring_to(self.vault, self.states[number], self.at)
        self.at = self.states[number]
        killer = threading.Timer(self.chance.uniform(0.0, self.longest_s), os.kill, (self.pid, signal.SIGKILL))
        began = time.monotonic()
        self.may_start = False
        killer.start()
        with suppress(EngineProblem):
            list(session.index(api.IndexRequest(rebuild=self.chance.random() < REBUILDS)))
            self.longest_s = 0.8 * self.longest_s + 0.2 * (time.monotonic() - began)
        killer.join()
        session.close()
        assert self.seed.stdout is not None
        assert self.seed.stdout.readline() == "ended\n"
        return self._differences(number)

    def _start(self) -> None:
        if not self.may_start:
            raise EngineProblem("The engine was killed before it was asked.")
        assert self.seed.stdin is not None
        assert self.seed.stdout is not None
        print(flush=True, file=self.seed.stdin)
        self.pid = int(self.seed.stdout.readline())
        end = time.monotonic() + PATIENCE_S
        while (address := read_address(self.known.folder)) is None or address.pid != self.pid:
            assert time.monotonic() < end, "the engine does not come up"
            time.sleep(0.002)

    def _differences(self, number: int) -> list[str]:
        session: Any = api.open_vault(vault=self.vault, data=self.data, catch_up=False)
        try:
            catalog, vectors = session._catalog, session._indexer._queue._vectors
            catalog.check()
            before = {path: (self.vault / path).read_bytes() for path in self.at}
            *_, report = session.index(api.IndexRequest(confirm_deletions=True))
            assert isinstance(report, api.IndexReport)
            self.fell["with work left" if report.changed or report.embedded else "with all done"] += 1
            found = rows_of(catalog_file(self.known.folder / "index"), words=self.rounds % WORDS_EVERY == 0)
            wrong = [
                f"{len(found[subject] ^ self.rebuilt[number][subject])} rows of {subject}"
                for subject in found
                if found[subject] != self.rebuilt[number][subject]
            ]
            if before != dict(self.at):
                wrong.append("files of the vault changed")
            if report.waiting or vectors.ids() != catalog.all_chunk_ids():
                wrong.append(f"{report.waiting} vectors wait, {vectors.count()} of {report.chunks} are stored")
            texts = texts_of(catalog_file(self.known.folder / "index"))
            stored = vectors.vectors(list(texts))
            wanted = np.array([self._vector(texts[one]) for one in stored])
            apart = np.abs(np.array(list(stored.values())) - wanted).max(axis=1)
            wrong += [f"the vector of passage {one} is another's" for one in np.array(list(stored))[apart > CLOSE]]
            return wrong
        finally:
            session.close()

    def _vector(self, text: str) -> Any:
        if text not in self.vectors:
            self.vectors[text] = self.model.embed_query(text)
        return self.vectors[text]

    def _rebuilt(self, state: State, folder: Path) -> Mapping[str, frozenset[Any]]:
        bring_to(folder, state, {})
        file = folder.with_suffix(".sqlite")
        catalog = SqliteCatalog(file)
        Indexer(files=DiskVaultFiles(folder), catalog=catalog, clock=SystemClock()).run(api.IndexRequest())
        catalog.close()
        shutil.rmtree(folder)
        return rows_of(file, words=True)


def rows_of(file: Path, *, words: bool) -> Mapping[str, frozenset[Any]]:
    """Return everything a catalog says but ids, stamps and the state of vectors; its words as a sum of each passage."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        paths = dict(db.execute("SELECT id, path FROM note"))
        rows: dict[str, frozenset[Any]] = {}
        for table in ("note", "outline", "tag", "property", "chunk", "attachment", "skipped"):
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            kept = [name for name in names if name not in NOT_COMPARED]
            owner = "note_id" if "note_id" in names else "NULL"
            found = db.execute(f"SELECT {owner}, {', '.join(kept)} FROM {table}")
            rows[table] = frozenset((paths.get(note), *values) for note, *values in found)
        if words:
            places = {
                one: (paths.get(note), at) for one, note, at in db.execute("SELECT id, note_id, ordinal FROM chunk")
            }
            db.execute("CREATE VIRTUAL TABLE temp.stems USING fts5vocab(main, words, instance)")
            rows["words"] = frozenset((places.get(chunk), *values) for chunk, *values in db.execute(WORDS))
        return rows


def texts_of(file: Path) -> Mapping[int, str]:
    """Return what the model reads of each chunk."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        return {one: f"{above}\n{text}" for one, above, text in db.execute("SELECT id, breadcrumb, text FROM chunk")}


def kill_engines(vault: Path, folder: Path, *, rounds: int, seed: int) -> tuple[int, Counter[str]]:
    """Return after how many rounds something differed, and how often the engine died in the middle of its work."""
    harness = Harness(vault, folder, seed)
    wrong = 0
    try:
        for number in range(rounds):
            if number == rounds - 1:
                harness.rounds = -1
            found = harness.round()
            if found:
                wrong += 1
                print(f"round {number}, seed {seed}: {len(found)} differences, e.g. {found[:3]}", flush=True)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            if harness.pid:
                os.kill(harness.pid, signal.SIGKILL)
        harness.close()
    return wrong, harness.fell


def main() -> None:
    """Print the counts of one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    started, cpu = time.monotonic(), sum(os.times()[:4])
    with tempfile.TemporaryDirectory() as folder:
        wrong, fell = kill_engines(chosen.vault, Path(folder), rounds=chosen.rounds, seed=chosen.seed)
    spent = f"{time.monotonic() - started:.0f} s, {sum(os.times()[:4]) - cpu:.0f} CPU s"
    print(
        f"killed {chosen.rounds} times (seed {chosen.seed}): {wrong} differences from a rebuild; {dict(fell)}; {spent}"
    )


if __name__ == "__main__":
    main()
