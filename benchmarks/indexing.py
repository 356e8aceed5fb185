"""Words and links of generated vaults: first run, restart, edits, a renamed folder, saves while following.

    python benchmarks/indexing.py [--notes 1000 10000] [--saves 60]

Prints wall and CPU seconds (children included) for each vault size. 100,000 notes need 2 GB of disk and some minutes.
"""

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generated import make_vault

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.files.watcher import watch
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.worker_pool import WorkerPool
from vaultmind.domain.views import IndexRequest
from vaultmind.indexing import Indexer, Pace, follow


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print wall and CPU seconds of what is inside, children included."""
    before, started = os.times(), time.perf_counter()
    yield
    wall, after = time.perf_counter() - started, os.times()
    print(f"  {what:44} {wall:8.2f} s wall {sum(after[:4]) - sum(before[:4]):8.2f} s CPU", flush=True)


def measure_saves(vault: Path, indexer: Indexer, catalog: SqliteCatalog, saves: int) -> None:
    """Save notes one after another while the vault is followed; print how long each took to be found."""
    over = threading.Event()
    ready = threading.Event()

    class Stop:
        def cancelled(self) -> bool:
            return over.is_set()

    def run() -> None:
        slow = Pace(duty=0.0)
        clock, tell = SystemClock(), lambda _: ready.set()
        follow(indexer, lambda: watch(vault), clock, tell=tell, pace=lambda: slow, cancel=Stop())

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    waits: list[float] = []
    notes = sorted(vault.rglob("*.md"))[:saves]
    for number, note in enumerate(notes):
        word = f"savedword{number}x"
        text = note.read_text(encoding="utf-8")
        started = time.perf_counter()
        note.write_text(f"{text}\n{word}\n", encoding="utf-8")
        while not catalog.search(word, limit=1):
            time.sleep(0.005)
        waits.append(time.perf_counter() - started)
    over.set()
    thread.join()
    waits.sort()
    p95 = waits[int(len(waits) * 0.95) - 1]
    print(f"  save to found by words: p50 {statistics.median(waits):.3f} s, p95 {p95:.3f} s, worst {waits[-1]:.3f} s")


def measure(notes: int, saves: int) -> None:
    """Print every figure of one vault size."""
    with tempfile.TemporaryDirectory() as temporary:
        vault, data = Path(temporary) / "vault", Path(temporary) / "catalog.sqlite"
        vault.mkdir()
        make_vault(vault, notes)
        megabytes = sum(place.stat().st_size for place in vault.rglob("*.md")) / 1e6
        print(f"{notes} notes, {megabytes:.1f} MB, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        catalog = SqliteCatalog(data)
        indexer = Indexer(files=DiskVaultFiles(vault), catalog=catalog, clock=SystemClock(), workers=WorkerPool())
        with measured("words and links of the whole vault"):
            report = indexer.run(IndexRequest())
        print(f"  {report.chunks} chunks, {report.links} links, {dict(report.stages)}")
        with measured("run again, nothing changed"):
            assert not indexer.run(IndexRequest()).changed
        with measured("one line in one note"):
            some = next(vault.rglob("*.md"))
            some.write_text(some.read_text(encoding="utf-8") + "\nline\n", encoding="utf-8")
            assert len(indexer.run(IndexRequest()).changed) == 1
        with measured("folder of 1000 notes renamed"):
            (vault / "Folder 0").rename(vault / "Renamed")
            renamed = indexer.run(IndexRequest())
        assert all(one.kind == "renamed" for one in renamed.changed)
        measure_saves(vault, indexer, catalog, saves)
        catalog.close()
        print(f"  catalog on disk: {data.stat().st_size / 1e6:.1f} MB")
        with measured("open the catalog"):
            catalog = SqliteCatalog(data)
        with measured("links of every note"):
            sum(len(links) for _, links in catalog.iter_links())
        queries = ["garden soil water", "сад и земля осенью", "слово77 яблоня", "root", "Note 5"] * 10
        started = time.process_time()
        for query in queries:
            catalog.search(query, limit=50)
        print(f"  a query by words: {(time.process_time() - started) / len(queries) * 1000:.1f} ms CPU")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
        print(f"  peak memory of this process: {peak:.0f} MB")
        catalog.close()
        shutil.rmtree(vault)


def main() -> None:
    """Measure each vault size that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--saves", type=int, default=60)
    chosen = parser.parse_args()
    for notes in chosen.notes:
        measure(notes, chosen.saves)


if __name__ == "__main__":
    main()
