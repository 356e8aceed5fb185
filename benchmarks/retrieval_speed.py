"""CPU time of one search in a large index: ``python benchmarks/retrieval_speed.py VAULT --data DIR [--chunks 100000]``.

Makes notes of one chunk each from the words of VAULT (their frequencies kept), two links a note, and synthetic
clustered vectors, so that no model is needed; the model's own time is in ``benchmarks/retrieval.py``.
Questions are six words of a random note. The index stays below ``--data`` and is used again.
"""

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from zlib import crc32

import numpy as np

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.span import Span
from vaultmind.ports import IndexedNote, Vector, VectorEntry
from vaultmind.retrieval.retriever import Retriever
from vaultmind.retrieval.weights import SHIPPED
from vaultmind.session.knowledge import Knowledge

_WORDS_A_CHUNK = 80
_CLUSTERS = 500


class Synthetic:
    """An embedder whose vectors are a cluster chosen by the text, and noise."""

    identity, dimensions = "synthetic", 384

    def __init__(self) -> None:
        self._centres = np.random.default_rng(1).standard_normal((_CLUSTERS, self.dimensions), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        seeds = [crc32(text.encode()) for text in texts]
        noise = np.stack([np.random.default_rng(seed).standard_normal(self.dimensions, np.float32) for seed in seeds])
        made = self._centres[[seed % _CLUSTERS for seed in seeds]] + 0.7 * noise
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def embed_query(self, text: str) -> Vector:
        return self.embed_passages([text])[0]


def build(folder: Path, vault: Path, count: int, model: Synthetic) -> tuple[SqliteCatalog, EdgeVectorStore]:
    catalog = SqliteCatalog(folder / "catalog.sqlite")
    vectors = EdgeVectorStore(folder / "vectors", dimensions=model.dimensions, identity=model.identity)
    if catalog.totals().chunks >= count:
        vectors.tidy()
        return catalog, vectors
    chance = random.Random(0)
    words = " ".join(path.read_text(encoding="utf-8") for path in islice(sorted(vault.rglob("*.md")), 3000)).split()
    with catalog.batch():
        for number in range(count):
            path = NotePath(f"{number % 100}/Note {number}.md")
            text = " ".join(chance.choices(words, k=_WORDS_A_CHUNK))
            title = " ".join(chance.choices(words, k=3))
            chunk = Chunk(path, 0, Span(0, len(text)), (1, 1), (), title, text, "en")
            links = tuple(Link(LinkKind.WIKILINK, f"Note {chance.randrange(count)}") for _ in range(2))
            catalog.replace(
                IndexedNote(path, Stamp(1, number, 1, number), str(number), title, chunks=(chunk,), links=links)
            )
    while waiting := catalog.waiting(1000):
        made = model.embed_passages([chunk.text for _, chunk in waiting])
        vectors.upsert([VectorEntry(one, vector, "en") for (one, _), vector in zip(waiting, made, strict=True)])
        catalog.mark_embedded([one for one, _ in waiting])
    vectors.flush()
    vectors.tidy()
    return catalog, vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--chunks", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=60)
    arguments = parser.parse_args()
    arguments.data.mkdir(parents=True, exist_ok=True)
    model = Synthetic()
    catalog, vectors = build(arguments.data, arguments.vault, arguments.chunks, model)
    started = time.process_time()
    knowledge = Knowledge(catalog)
    print(f"graph and titles of {arguments.chunks} notes: {time.process_time() - started:.1f} CPU s")
    chance = random.Random(7)
    texts = [
        chunk.text
        for chunk in catalog.chunks(chance.sample(sorted(catalog.all_chunk_ids()), arguments.questions)).values()
    ]
    questions = [" ".join(chance.sample(text.split(), 6)) for text in texts]
    print("| | CPU ms p50 | p95 | wall ms p50 | p95 |\n|---|---|---|---|---|")
    for name, mode, use_graph, weights in (
        ("words", "lexical", False, SHIPPED),
        ("meaning", "semantic", False, SHIPPED),
        ("words + meaning", "hybrid", False, SHIPPED),
        ("+ links", "hybrid", True, replace(SHIPPED, second_hop_seeds=0)),
        ("+ second hop", "hybrid", True, SHIPPED),
    ):
        retriever = Retriever(
            catalog, catalog, vectors, model, knowledge.graph, titles=knowledge.titles, weights=weights
        )
        spent: list[float] = []
        waited: list[float] = []
        for question in ["warm up the caches", *questions]:
            cpu, begun = time.process_time(), time.perf_counter()
            retriever.search(question, mode=mode, use_graph=use_graph)  # type: ignore[arg-type]
            spent.append((time.process_time() - cpu) * 1000)
            waited.append((time.perf_counter() - begun) * 1000)
        figures = [
            f"{sorted(of[1:])[int(len(questions) * part)]:.1f}" for of in (spent, waited) for part in (0.5, 0.95)
        ]
        print(f"| {name} | {' | '.join(figures)} |", flush=True)
    vectors.close()
    catalog.close()


if __name__ == "__main__":
    main()
