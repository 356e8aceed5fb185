"""How an index grows with its vault: time, disk, opening, memory of serving, and queries, as a Markdown table.

    python benchmarks/scale.py [--notes 1000 10000]

Vaults and vectors are generated (seeded; 384 dimensions). 100,000 notes need some minutes and 4 GB of disk. Seconds
and milliseconds are CPU time; serving is measured in a process of its own.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from indexing import make_vault

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore
from vaultmind.adapters.worker_pool import WorkerPool
from vaultmind.domain.views import IndexRequest
from vaultmind.indexing import Indexer
from vaultmind.ports import VectorEntry
from vaultmind.session.knowledge import Knowledge

DIMENSIONS = 384
QUERIES = ["garden soil water", "сад и земля осенью", "слово77 яблоня", "root", "Note 5"] * 6


def open_vectors(folder: Path) -> EdgeVectorStore:
    """Open the store of generated vectors."""
    return EdgeVectorStore(folder / "vectors", dimensions=DIMENSIONS, identity="generated")


def build(notes: int, folder: Path) -> str:
    """Index a generated vault in ``folder``; return notes, chunks, seconds of words and of vectors, disk in MB."""
    (folder / "vault").mkdir()
    make_vault(folder / "vault", notes)
    catalog, vectors = SqliteCatalog(folder / "catalog.sqlite"), open_vectors(folder)
    files = DiskVaultFiles(folder / "vault")
    before = os.times()
    report = Indexer(files=files, catalog=catalog, clock=SystemClock(), workers=WorkerPool()).run(IndexRequest())
    words_s = sum(os.times()[:4]) - sum(before[:4])
    random, started = np.random.default_rng(7), time.process_time()
    ids = sorted(catalog.all_chunk_ids())
    for at in range(0, len(ids), 1000):
        some = random.standard_normal((len(ids[at : at + 1000]), DIMENSIONS)).astype(np.float32)
        vectors.upsert([VectorEntry(one, row, "en") for one, row in zip(ids[at : at + 1000], some, strict=True)])
    vectors.close()
    catalog.close()
    vectors_s = time.process_time() - started
    kept = [path for path in folder.rglob("*") if path.is_file() and folder / "vault" not in path.parents]
    disk_mb = sum(path.stat().st_blocks * 512 for path in kept) / 1e6
    return f"{notes:,} | {report.chunks:,} | {words_s:.1f} | {vectors_s:.1f} | {disk_mb:.0f}"


def serve(folder: Path) -> str:
    """Open an index and ask it; return seconds to open, medians of queries in ms, and memory in MB."""
    started = time.process_time()
    catalog, vectors = SqliteCatalog(folder / "catalog.sqlite"), open_vectors(folder)
    Knowledge(catalog)
    open_s = time.process_time() - started
    random = np.random.default_rng(8)
    words_ms, meaning_ms = [], []
    for query in QUERIES:
        started = time.process_time()
        catalog.search(query, limit=50)
        words_ms.append((time.process_time() - started) * 1000)
        vector = random.standard_normal(DIMENSIONS).astype(np.float32)
        started = time.process_time()
        vectors.search(vector, limit=50)
        meaning_ms.append((time.process_time() - started) * 1000)
    memory_mb = psutil.Process().memory_info().rss / 1e6
    vectors.close()
    catalog.close()
    return f"{open_s:.2f} | {statistics.median(words_ms):.1f} | {statistics.median(meaning_ms):.1f} | {memory_mb:.0f}"


def main() -> None:
    """Print a row for each vault size that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        print(serve(chosen.serve))
        return
    print("| notes | chunks | words s | vectors s | disk MB | open s | words ms | meaning ms | memory MB |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for notes in chosen.notes:
        with tempfile.TemporaryDirectory() as temporary:
            built = build(notes, Path(temporary))
            asked = [sys.executable, __file__, "--serve", temporary]
            served = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        print(f"| {built} | {served} |", flush=True)


if __name__ == "__main__":
    main()
