"""How an index grows with its vault: time, disk, opening, memory of serving, and queries, as a table and a plot.

    python benchmarks/scale.py --folder DIR [--notes 1000 10000 100000] [--plot growth.svg] [--until words]
                               [--minutes 15]

Vaults are generated: notes of 9 KB with ten passages each, two languages, a link a passage; so are their vectors (384
numbers). Everything stays in DIR and a run that was stopped goes on there: 100,000 notes need 10 GB and half an hour.
``--minutes`` ends a piece of work in good order when its time is over; the next run adds to its figures.
``--until swap`` builds a graph (HNSW) over a copy of the vectors at last, while questions go on.
``benchmarks/retrieval_speed.py VAULT --data DIR/notes-100000`` asks the same index. CPU seconds include child
processes; serving is measured in a process of its own.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import psutil
from generated import Synthetic, make_vault, questions
from growth_plot import draw

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore
from vaultmind.adapters.vectors.qdrant_vectors.optimizing import Kind
from vaultmind.adapters.worker_pool import WorkerPool
from vaultmind.domain.errors import Cancelled
from vaultmind.domain.views import IndexRequest
from vaultmind.indexing import Indexer
from vaultmind.ports import VectorEntry
from vaultmind.retrieval.retriever import Retriever
from vaultmind.retrieval.weights import SHIPPED
from vaultmind.session.knowledge import Knowledge

SECTIONS, QUESTIONS, BATCH, NEAREST = 10, 60, 1_000, 200
SUMMED = ("words_cpu_s", "words_wall_s", "vectors_cpu_s")
"""Figures of work that may be done in pieces."""
STAGES = ("vault", "words", "vectors", "serve", "swap")
AGAIN = ("serve", "swap")
"""Stages that leave nothing behind, and are done anew when they are the last that is asked for."""
KINDS = {
    "words": ("lexical", False, SHIPPED),
    "meaning": ("semantic", False, SHIPPED),
    "both": ("hybrid", False, SHIPPED),
    "links": ("hybrid", True, replace(SHIPPED, second_hop_seeds=0)),
    "hop": ("hybrid", True, SHIPPED),
}
COLUMNS = {
    "notes": "notes",
    "passages": "passages",
    "words_cpu_s": "words and links, CPU s",
    "words_wall_s": "wall s",
    "vectors_cpu_s": "storing vectors, CPU s",
    "tidy_cpu_s": "making them compact, CPU s",
    "catalog_mb": "words, MB",
    "vectors_mb": "vectors, MB",
    "open_cpu_s": "open, CPU s",
    "memory_mb": "memory of serving, MB",
    "resident_mb": "with the pages of files, MB",
    "most_mb": "the most at any time, MB",
    **{f"{kind}_ms": f"{kind}, CPU ms p50 / p95" for kind in KINDS},
    "load": "load",
    "graph_wall_s": "graph over the vectors (HNSW), wall s",
    "graph_cpu_s": "CPU s",
    **{f"nearest_{when}_ms": f"nearest {when}, wall ms p50 / p95 / most" for when in ("before", "meanwhile", "after")},
    "swap_wall_s": "the swap at its end, wall s",
    "nearest_in_swap_ms": "longest wait that met the swap, wall ms",
    "graph_found": "of the best 200 before, found after",
}


def open_index(folder: Path) -> tuple[SqliteCatalog, EdgeVectorStore]:
    """Open the catalog and the vectors that are kept in ``folder``."""
    vectors = EdgeVectorStore(folder / "vectors", dimensions=Synthetic.dimensions, identity=Synthetic.identity)
    return SqliteCatalog(folder / "catalog.sqlite"), vectors


def cpu_s() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


def size_mb(*places: Path) -> float:
    """Return the room that files and folders take on the disk."""
    files = [file for place in places for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file()]
    return sum(file.stat().st_blocks * 512 for file in files) / 1e6


class Until:
    """``CancelToken`` that ends a piece of work after some minutes."""

    def __init__(self, minutes: float) -> None:
        self._end = time.monotonic() + minutes * 60

    def cancelled(self) -> bool:
        """Say whether the time is over."""
        return time.monotonic() > self._end


def index_words(folder: Path, until: Until) -> dict[str, float]:
    """Bring words and links of the vault into the catalog, or as many as there is time for."""
    catalog = SqliteCatalog(folder / "catalog.sqlite")
    indexer = Indexer(
        files=DiskVaultFiles(folder / "vault"), catalog=catalog, clock=SystemClock(), workers=WorkerPool()
    )
    cpu, started, is_done = cpu_s(), time.perf_counter(), True
    try:
        indexer.run(IndexRequest(), cancel=until)
    except Cancelled:
        is_done = False
    report = indexer.report()
    catalog.close()
    told = {"is_done": is_done, "words_cpu_s": cpu_s() - cpu, "words_wall_s": time.perf_counter() - started}
    told |= {"passages": report.chunks, "links": report.links}
    return told | {"words_peak_mb": psutil.Process().memory_info().rss / 1e6, "load": os.getloadavg()[0]}


def store_vectors(folder: Path, until: Until) -> dict[str, float]:
    """Make a vector for every passage that has none, or as there is time for; only storing them is counted."""
    catalog, vectors = open_index(folder)
    model, spent_s, batches = Synthetic(), 0.0, 0
    while (waiting := catalog.waiting(BATCH)) and not until.cancelled():
        rows = model.embed_passages([chunk.text for _, chunk in waiting])
        entries = [VectorEntry(one, row, chunk.language or "") for (one, chunk), row in zip(waiting, rows, strict=True)]
        cpu = time.process_time()
        vectors.upsert(entries)
        catalog.mark_embedded([one for one, _ in waiting])
        batches += 1
        if batches % 10 == 0:
            vectors.flush()
        spent_s += time.process_time() - cpu
    vectors.flush()
    if waiting:
        vectors.close()
        catalog.close()
        return {"is_done": False, "vectors_cpu_s": spent_s}
    cpu = cpu_s()
    vectors.tidy()
    tidy_s = cpu_s() - cpu
    vectors.close()
    catalog.close()
    sizes = {"catalog_mb": size_mb(*folder.glob("catalog.sqlite*")), "vectors_mb": size_mb(folder / "vectors")}
    return {"vectors_cpu_s": spent_s, "tidy_cpu_s": tidy_s, **sizes}


def serve(folder: Path, _: Until) -> dict[str, float | list[float]]:
    """Open an index and ask it; return seconds to open, CPU and wall milliseconds of queries, and memory in MB."""
    cpu, started = time.process_time(), time.perf_counter()
    catalog, vectors = open_index(folder)
    words_s = time.perf_counter() - started
    knowledge = Knowledge(catalog)
    told: dict[str, float | list[float]] = {
        "open_words_s": words_s,
        "open_s": time.perf_counter() - started,
        "open_cpu_s": time.process_time() - cpu,
    }
    ids = random.Random(7).sample(sorted(catalog.all_chunk_ids()), QUESTIONS)
    asked = list(questions([chunk.text for chunk in catalog.chunks(ids).values()]))
    for kind, (mode, use_graph, weights) in KINDS.items():
        retriever = Retriever(
            catalog, catalog, vectors, Synthetic(), knowledge.graph, titles=knowledge.titles, weights=weights
        )
        spent: list[float] = []
        waited: list[float] = []
        for question in ["warm up the caches", *asked]:
            cpu, started = time.process_time(), time.perf_counter()
            retriever.search(question, mode=mode, use_graph=use_graph)  # type: ignore[arg-type]
            spent.append((time.process_time() - cpu) * 1000)
            waited.append((time.perf_counter() - started) * 1000)
        told |= {f"{kind}_ms": halves(spent[1:]), f"{kind}_wall_ms": halves(waited[1:])}
    told |= {"memory_mb": held_mb(), "resident_mb": psutil.Process().memory_info().rss / 1e6, "most_mb": most_mb()}
    vectors.close()
    catalog.close()
    return told | {"load": os.getloadavg()[0]}


class NotedStore(EdgeVectorStore):
    """A store that notes when it began and ended to put its new vectors in the place of the old."""

    swapped: tuple[float, float]

    def _swap(self, made: Path, kind: Kind) -> None:
        began = time.perf_counter()
        super()._swap(made, kind)
        self.swapped = (began, time.perf_counter())


def swap(folder: Path, _: Until) -> dict[str, float | list[float]]:
    """Build a graph over a copy of the vectors, ask for the nearest all the while; return how long questions waited."""
    copy = folder / "vectors-swapped"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder / "vectors", copy)
    store = NotedStore(copy, dimensions=Synthetic.dimensions, identity=Synthetic.identity)
    asked = Synthetic().embed_passages([f"question {number}" for number in range(QUESTIONS)])
    waited: dict[str, list[float]] = {"before": [], "meanwhile": [], "after": []}
    spans: list[tuple[float, float]] = []
    found: dict[str, list[frozenset[int]]] = {"before": [], "after": []}

    def ask(number: int, when: str) -> None:
        started = time.perf_counter()
        nearest = store.search(asked[number % QUESTIONS], limit=NEAREST)
        spans.append((started, time.perf_counter()))
        waited[when].append((spans[-1][1] - started) * 1000)
        if when in found:
            found[when].append(frozenset(one.chunk_id for one in nearest))

    for number in range(QUESTIONS):
        ask(number, "before")
    building = threading.Thread(target=store.tidy, kwargs={"approximate": True})
    cpu, started = sum(os.times()[2:4]), time.perf_counter()
    building.start()
    while building.is_alive():
        ask(len(waited["meanwhile"]), "meanwhile")
        time.sleep(0.25)
    building.join()
    told: dict[str, float | list[float]] = {"graph_wall_s": time.perf_counter() - started}
    told["graph_cpu_s"] = sum(os.times()[2:4]) - cpu
    for number in range(QUESTIONS):
        ask(number, "after")
    store.close()
    shutil.rmtree(copy)
    told |= {f"nearest_{when}_ms": [*halves(times), max(times)] for when, times in waited.items()}
    first, last = store.swapped
    met = [(end - begin) * 1000 for begin, end in spans if begin < last and end > first]
    told |= {"swap_wall_s": last - first, "nearest_in_swap_ms": max(met, default=0.0)}
    shared = sum(len(one & other) for one, other in zip(found["before"], found["after"], strict=True))
    return told | {"graph_found": shared / (NEAREST * QUESTIONS)}


def held_mb() -> float:
    """Return the memory that is this process's own; pages of files are not, for the system takes them back at need."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) * 1024 / 1e6
    except OSError:
        return psutil.Process().memory_full_info().uss / 1e6


def most_mb() -> float:
    """Return the most that this process held at any time, pages of files and all; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6
    except OSError:
        return 0.0


def halves(times: list[float]) -> list[float]:
    """Return the median and the 95th percentile."""
    return [statistics.median(times), statistics.quantiles(times, n=20)[-1]]


def measured(notes: int, folder: Path, until: str, minutes: float) -> dict[str, object]:
    """Do the stages of one size that are not done yet, as there is time for, and return the figures of all."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "figures.json"
    told: dict[str, object] = json.loads(file.read_text()) if file.exists() else {"notes": notes, "done": []}
    for stage in STAGES[: STAGES.index(until) + 1]:
        done = told["done"]
        assert isinstance(done, list)
        if stage in done and not (stage == until and stage in AGAIN):
            continue
        if stage == "vault":
            make_vault(folder / "vault", notes, sections=SECTIONS)
        else:
            command = [sys.executable, __file__, "--folder", str(folder), "--stage", stage, "--minutes", str(minutes)]
            ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            found = json.loads(ran.stdout.splitlines()[-1])
            is_done = found.pop("is_done", True)
            told |= {key: value + told.get(key, 0.0) if key in SUMMED else value for key, value in found.items()}
            if not is_done:
                file.write_text(json.dumps(told, indent=1))
                print(f"{notes} notes, {stage} not done: {json.dumps(told)}", file=sys.stderr, flush=True)
                break
        told["done"] = [*(one for one in done if one != stage), stage]
        file.write_text(json.dumps(told, indent=1))
        print(f"{notes} notes, {stage}: {json.dumps(told)}", file=sys.stderr, flush=True)
    return told


def cell(value: object) -> str:
    """Return a figure as it stands in the table."""
    if isinstance(value, list):
        return " / ".join(cell(one) for one in value)
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 1 else f"{value:.1f}"
    return "–" if value is None else f"{value:,}"


def table(rows: list[Mapping[str, object]]) -> str:
    """Return the figures as Markdown, a column for each size."""
    lines = ["| | " + " | ".join(f"{row['notes']:,} notes" for row in rows) + " |", "|---" * (len(rows) + 1) + "|"]
    for key, name in list(COLUMNS.items())[1:]:
        lines.append(f"| {name} | " + " | ".join(cell(row.get(key)) for row in rows) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure each size that was asked for, and print the table of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where vaults and indexes are kept")
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--until", choices=STAGES, default="serve", help="stop after this stage")
    parser.add_argument("--plot", type=Path, help="draw the growth into this SVG file")
    parser.add_argument("--minutes", type=float, default=600.0, help="how long words or vectors may take in this run")
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.stage:
        stages = {"words": index_words, "vectors": store_vectors, "serve": serve, "swap": swap}
        stage = stages[chosen.stage]
        print(json.dumps(stage(chosen.folder, Until(chosen.minutes))))  # type: ignore[operator]
        return
    rows = [measured(notes, chosen.folder / f"notes-{notes}", chosen.until, chosen.minutes) for notes in chosen.notes]
    print(table(rows))
    if chosen.plot:
        chosen.plot.write_text(draw(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
