"""What the embedded vector store costs as it grows: ``python benchmarks/vectors.py [--counts N…] [--folder DIR]``.

From 50,000 on, the store is made compact too (``compact_ms``, and the share of the exact best 200 that it finds).
Stores made-up unit vectors (384 numbers, 200 clusters, one of two languages) and asks for the nearest 200, each phase
in a fresh process. Prints one Markdown row a count, with ``--local`` another for the local mode of qdrant-client
(``path=``) on the same vectors in the same run. Times are CPU time of the process; the load average stands beside.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import psutil

from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore, QdrantServerVectorStore
from vaultmind.ports import Vector, VectorEntry

DIMENSIONS, CLUSTERS, BATCH, DEPTH, QUESTIONS = 384, 200, 1000, 200, 60
IDENTITY = "benchmark/384"


def made_up(first: int, count: int) -> Vector:
    """Return unit vectors around cluster centres, the same for the same ``first``."""
    centres = np.random.default_rng(0).normal(size=(CLUSTERS, DIMENSIONS))
    random = np.random.default_rng(first + 1)
    rows = centres[random.integers(0, CLUSTERS, count)] + 0.9 * random.normal(size=(count, DIMENSIONS))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def batches(count: int) -> Iterator[list[VectorEntry]]:
    for first in range(0, count, BATCH):
        rows = made_up(first, min(BATCH, count - first))
        yield [VectorEntry(first + i + 1, row, "ru" if i % 3 else "en") for i, row in enumerate(rows)]


def opened(folder: Path) -> EdgeVectorStore | QdrantServerVectorStore:
    """Open what is compared, by the name of its folder: our embedded store, or the client's local mode."""
    if not folder.name.startswith("local"):
        return EdgeVectorStore(folder, dimensions=DIMENSIONS, identity=IDENTITY)
    from qdrant_client import QdrantClient  # noqa: PLC0415 (not in the process that measures the other)

    client = QdrantClient(path=str(folder))
    return QdrantServerVectorStore(client, vault_id="benchmark", dimensions=DIMENSIONS, identity=IDENTITY)


def build(folder: Path, count: int) -> dict[str, float]:
    """Store everything, flushing after each batch of 10,000."""
    store, spent = opened(folder), 0.0
    for number, batch in enumerate(batches(count), start=1):
        started = time.process_time()
        store.upsert(batch)
        if number % 10 == 0:
            store.flush()
        spent += time.process_time() - started
    store.close()
    size = sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
    return {"build_s": spent, "disk_mb": size / 1e6}


def serve(folder: Path, count: int) -> dict[str, float]:
    """Open, ask, change twenty vectors at a time, list all ids."""
    process = psutil.Process()
    started, cpu = time.perf_counter(), time.process_time()
    store = opened(folder)
    figures = {"open_s": time.perf_counter() - started, "open_cpu_s": time.process_time() - cpu}
    questions = made_up(10**9, QUESTIONS if isinstance(store, EdgeVectorStore) else 10)
    figures["first_ms"] = timed(lambda: store.search(questions[0], limit=DEPTH))
    asked = [timed(lambda row=row: store.search(row, limit=DEPTH)) for row in questions]
    among = [timed(lambda row=row: store.search(row, limit=DEPTH, language="en")) for row in questions]
    figures |= {"query_ms": statistics.median(asked), "language_ms": statistics.median(among)}
    figures["query_p95_ms"] = statistics.quantiles(asked, n=20)[-1]
    changed = []
    for first in range(0, 10 * len(questions) // 3, 20):
        entries = [VectorEntry(first + i + 1, row, "ru") for i, row in enumerate(made_up(first + 7, 20))]
        changed.append(timed(lambda entries=entries: (store.upsert(entries), store.flush())))
    figures["change_ms"] = statistics.median(changed)
    figures["ids_s"] = timed(lambda: len(store.ids())) / 1000
    if isinstance(store, EdgeVectorStore):
        exact = [{one.chunk_id for one in store.search(row, limit=DEPTH)} for row in questions]
        if store.tidy():
            again = [{one.chunk_id for one in store.search(row, limit=DEPTH)} for row in questions]
            figures["compact_ms"] = statistics.median(
                timed(lambda row=row: store.search(row, limit=DEPTH)) for row in questions
            )
            figures["compact_found"] = sum(len(one & other) for one, other in zip(exact, again, strict=True)) / sum(
                map(len, exact)
            )
    memory = process.memory_full_info()
    figures |= {"private_mb": memory.uss / 1e6, "resident_mb": memory.rss / 1e6}
    if store.count() != count:
        raise SystemExit(f"{store.count()} vectors are stored instead of {count}")
    store.close()
    return figures


def timed(work: object) -> float:
    """Return the milliseconds of CPU time that a call takes."""
    started = time.process_time()
    work()  # type: ignore[operator]
    return 1000 * (time.process_time() - started)


def in_fresh_process(function: object, folder: Path, count: int) -> dict[str, float]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, folder, count).result()  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--local", action="store_true", help="measure the local mode of qdrant-client beside it")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    arguments = parser.parse_args()
    print(
        "| vectors | build CPU s | disk MB | open s | query CPU ms, p50 / p95 | one language | 20 changed, flushed |",
        end="",
    )
    print(" all ids, s | private / resident MB | load |\n" + "|---" * 10 + "|")
    for count in arguments.counts:
        for name in ("edge", "local") if arguments.local else ("edge",):
            folder = Path(tempfile.mkdtemp(dir=arguments.folder, prefix=f"{name}-"))
            try:
                told = in_fresh_process(build, folder, count) | in_fresh_process(serve, folder, count)
            finally:
                shutil.rmtree(folder)
            print(
                f"| {count:,} ({name}) | {told['build_s']:.1f} | {told['disk_mb']:.0f} | {told['open_s']:.2f}"
                f" | {told['query_ms']:.1f} / {told['query_p95_ms']:.1f} | {told['language_ms']:.1f}"
                f" | {told['change_ms']:.1f} ms | {told['ids_s']:.2f}"
                f" | {told['private_mb']:.0f} / {told['resident_mb']:.0f} | {os.getloadavg()[0]:.1f} |",
                flush=True,
            )
            print(json.dumps({key: round(value, 3) for key, value in told.items()}), flush=True)


if __name__ == "__main__":
    main()
