"""How long one search of a large vault takes: ``python benchmarks/retrieval_speed.py GOLD --data DIR [--sets NAME…]``.

DIR holds the indexes that ``benchmarks/retrieval.py GOLD --data DIR`` made. Those of ``--sets`` are copied over and
over into one of ``--passages``, below ``--data``: a copy's links lead to notes of the same copy, a third of its words
are drawn anew from its set, its vectors are turned a little. Then gold questions are asked, each for the first time,
the real model reading them and what a second hop asks. Prints CPU and wall milliseconds at the median and the 95th
percentile; ``--parts`` adds what each part of a search takes. ``--minutes`` ends the copying; the next run goes on.
"""

import argparse
import json
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from retrieval import Bench, KeptQuestions

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.evaluation import question_of
from vaultmind.ports import IndexedNote, VectorEntry
from vaultmind.retrieval.retriever import Retriever
from vaultmind.retrieval.weights import SHIPPED
from vaultmind.session.knowledge import Knowledge

DRAWN, TURNED = 0.33, 0.4
NOTES_AT_ONCE = 500


class Copies:
    """Copies of an indexed set, note by note, always the same."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._bench, self._name = bench, name
        self._notes = [row.path for row in bench.catalog.notes()]
        ids = sorted(bench.catalog.all_chunk_ids())
        self.chunks = len(ids)
        self._words = " ".join(chunk.text for chunk in bench.catalog.chunks(ids).values()).split()

    def of(self, number: int) -> Iterator[tuple[IndexedNote, list[np.ndarray[Any, Any]]]]:
        """Yield the notes of a copy with the vectors of their passages."""
        catalog, graph = self._bench.catalog, self._bench.knowledge.graph
        for place, path in enumerate(self._notes):
            chance = random.Random(f"{self._name} {number} {place}")
            turned = np.random.default_rng((number, place))
            ids = catalog.chunk_ids_of(path)
            vectors = self._bench.vectors.vectors(ids)
            if len(vectors) < len(ids):
                continue
            own = self._path(number, path)
            chunks = tuple(self._said(catalog.chunks([one])[one], own, chance) for one in ids)
            targets = dict.fromkeys(link.target for link in graph.outgoing(path) if link.target is not None)
            links = tuple(Link(LinkKind.WIKILINK, self._path(number, target)) for target in targets)
            title = f"{own.rpartition('/')[2].removesuffix('.md')} {number}"
            stamp = Stamp(1, number, 1, place)
            note = IndexedNote(own, stamp, f"{own}", title, chunks=chunks, links=links, made_with="copied")
            yield note, [_unit(vectors[one] + TURNED * _unit(turned.standard_normal(384))) for one in ids]

    def _path(self, number: int, path: NotePath) -> NotePath:
        return NotePath(f"{self._name} {number}/{path}")

    def _said(self, chunk: Chunk, path: NotePath, chance: random.Random) -> Chunk:
        words = [chance.choice(self._words) if chance.random() < DRAWN else word for word in chunk.text.split()]
        return replace(chunk, note=path, text=" ".join(words))


def _unit(row: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(row / np.linalg.norm(row), np.float32)


def build(catalog: SqliteCatalog, vectors: EdgeVectorStore, sets: Sequence[Copies], passages: int, end: float) -> bool:
    """Add copies until there are enough passages or the time is over; say whether there are enough."""
    there = catalog.stamps()
    number = 0
    while catalog.totals().chunks < passages:
        for copies in sets:
            waiting = [one for one in copies.of(number) if one[0].path not in there]
            for start in range(0, len(waiting), NOTES_AT_ONCE):
                if time.monotonic() > end:
                    return False
                _store(catalog, vectors, waiting[start : start + NOTES_AT_ONCE])
        number += 1
    vectors.tidy()
    return True


def _store(
    catalog: SqliteCatalog, vectors: EdgeVectorStore, notes: Sequence[tuple[IndexedNote, list[np.ndarray[Any, Any]]]]
) -> None:
    entries: list[VectorEntry] = []
    with catalog.batch():
        for note, rows in notes:
            catalog.replace(note)
            for one, row, chunk in zip(catalog.chunk_ids_of(note.path), rows, note.chunks, strict=True):
                entries.append(VectorEntry(one, row, chunk.language))
        catalog.mark_embedded([entry.chunk_id for entry in entries])
    vectors.upsert(entries)
    vectors.flush()


class Timed:
    """Adds up the CPU time of calls of an object's methods by name."""

    def __init__(self, inside: Any, spent_ms: Counter[str]) -> None:
        self._inside, self._spent_ms = inside, spent_ms

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inside, name)
        return self._timed(name, found) if callable(found) else found

    def _timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return call(*args, **named)
            finally:
                self._spent_ms[f"{type(self._inside).__name__}.{name}"] += (time.process_time() - started) * 1000

        return timed


def ask(
    catalog: SqliteCatalog, vectors: EdgeVectorStore, model: E5Embedder, questions: Sequence[str], *, parts: bool
) -> None:
    """Ask every question in each way and print a row a way."""
    knowledge = Knowledge(catalog)
    spent_ms: Counter[str] = Counter()
    timed = [Timed(one, spent_ms) if parts else one for one in (catalog, catalog, vectors, model)]
    print("| | CPU ms p50 | p95 | wall ms p50 | p95 | most |\n|---|---|---|---|---|---|", flush=True)
    for name, mode, use_graph, weights in (
        ("words", "lexical", False, SHIPPED),
        ("meaning", "semantic", False, SHIPPED),
        ("words + meaning", "hybrid", False, SHIPPED),
        ("+ links", "hybrid", True, replace(SHIPPED, second_hop_seeds=0)),
        ("+ second hop (shipped)", "hybrid", True, SHIPPED),
    ):
        retriever = Retriever(*timed, knowledge.graph, titles=knowledge.titles, weights=weights)
        for warm in ("warm up the caches of the index", "Где прогреть кэши?", *questions[-5:]):
            retriever.search(warm, mode=mode, use_graph=use_graph)  # type: ignore[arg-type]
        spent_ms.clear()
        cpu_ms: list[float] = []
        wall_ms: list[float] = []
        for question in questions[:-5]:
            cpu, begun = time.process_time(), time.perf_counter()
            retriever.search(question, mode=mode, use_graph=use_graph)  # type: ignore[arg-type]
            cpu_ms.append((time.process_time() - cpu) * 1000)
            wall_ms.append((time.perf_counter() - begun) * 1000)
        figures = [figure for of in (cpu_ms, wall_ms) for figure in (statistics.median(of), quantile(of))]
        print(f"| {name} | {' | '.join(f'{one:.1f}' for one in (*figures, max(wall_ms)))} |", flush=True)
        for part, whole_ms in spent_ms.most_common() if parts else ():
            print(f"    {part}: {whole_ms / len(wall_ms):.1f} CPU ms a question")


def quantile(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=["multihop_large", "xquad_mixed"])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=100, help="questions of each set")
    parser.add_argument("--minutes", type=float, default=600.0, help="how long copying may take in this run")
    parser.add_argument("--parts", action="store_true", help="tell what each part of a search takes")
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    end = time.monotonic() + arguments.minutes * 60
    model = E5Embedder(platformdirs.user_cache_path("vaultmind") / "models" / FOLDER_NAME)
    folder = arguments.data / f"speed-{arguments.passages}"
    folder.mkdir(parents=True, exist_ok=True)
    questions = [one for name in arguments.sets for one in drawn(arguments.gold / name, arguments.questions)]
    vectors = EdgeVectorStore(folder / "vectors", dimensions=model.dimensions, identity=model.identity)
    with closing(SqliteCatalog(folder / "catalog.sqlite")) as catalog, closing(vectors):
        if catalog.totals().chunks < arguments.passages:
            kept = KeptQuestions(model, arguments.data / "questions.pickle")
            with closing(VectorCache(arguments.data / "vectors.sqlite")) as cache:
                benches = [
                    Bench(name, gold=arguments.gold, data=arguments.data, embedder=kept, cache=cache)
                    for name in arguments.sets
                ]
                copies = [Copies(bench, name) for bench, name in zip(benches, arguments.sets, strict=True)]
                is_whole = build(catalog, vectors, copies, arguments.passages, end)
                for bench in benches:
                    bench.close()
            if not is_whole:
                print(f"{catalog.totals().chunks} passages so far")
                return
        print(f"{catalog.totals().chunks} passages, {catalog.totals().links} links, load {os.getloadavg()[0]:.0f}\n")
        ask(catalog, vectors, model, questions, parts=arguments.parts)


def drawn(gold: Path, count: int) -> list[str]:
    """Return questions of a set, always the same."""
    rows = [question_of(json.loads(row)) for row in (gold / "questions.jsonl").read_text("utf-8").splitlines()]
    random.Random(7).shuffle(rows)
    return [row.question for row in rows if row.gold_notes][:count]


if __name__ == "__main__":
    main()
