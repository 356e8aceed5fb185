"""What each part of retrieval earns: ``python benchmarks/retrieval.py GOLD --data DIR [--sets NAME…]``.

GOLD holds one folder a set, each with ``vault/`` and ``questions.jsonl`` (rows with ``id``, ``question``,
``gold_notes``). Every set is indexed once below ``--data``, its vectors kept beside, and asked again and again with
other weights. Prints one Markdown table a set, or ``--rows`` of it. ``--predictions DIR`` writes what the shipped
settings found.
"""

import argparse
import json
import os
import pickle
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import platformdirs

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore
from vaultmind.adapters.vectors.vector_cache import CachedEmbedder, VectorCache
from vaultmind.domain.chunk import Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.question import GoldQuestion
from vaultmind.domain.views import IndexRequest, SearchMode
from vaultmind.evaluation import RetrievalScores, question_of, score_retrieval
from vaultmind.indexing import Indexer
from vaultmind.ports import Reranker, Vector
from vaultmind.retrieval.retriever import Retriever
from vaultmind.retrieval.weights import SHIPPED, Weights
from vaultmind.session.knowledge import Knowledge

VARIANTS: Sequence[tuple[str, SearchMode, bool, Weights]] = (
    ("words", "lexical", False, SHIPPED),
    ("meaning", "semantic", False, SHIPPED),
    ("words + meaning", "hybrid", False, SHIPPED),
    ("+ links (second hop off)", "hybrid", True, replace(SHIPPED, second_hop_seeds=0)),
    ("+ second hop (shipped)", "hybrid", True, SHIPPED),
)


class KeptQuestions:
    """An embedder whose questions are read by the model once, over all runs of this benchmark."""

    def __init__(self, embedder: E5Embedder, file: Path) -> None:
        self.identity, self.dimensions = embedder.identity, embedder.dimensions
        self._embedder, self._file = embedder, file
        self._kept: dict[str, Vector] = pickle.loads(file.read_bytes()) if file.is_file() else {}
        self._is_changed = False

    def embed_query(self, text: str) -> Vector:
        if text not in self._kept:
            self._kept[text] = self._embedder.embed_query(text)
            self._is_changed = True
        return self._kept[text]

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        return self._embedder.embed_passages(texts)

    def letters_a_piece(self, words: Sequence[str]) -> list[float]:
        return self._embedder.letters_a_piece(words)

    def save(self) -> None:
        if self._is_changed:
            self._file.write_bytes(pickle.dumps(self._kept))


class Bench:
    """One indexed set."""

    def __init__(self, name: str, *, gold: Path, data: Path, embedder: KeptQuestions, cache: VectorCache) -> None:
        folder = data / name
        folder.mkdir(parents=True, exist_ok=True)
        self.embedder = embedder
        self.catalog = SqliteCatalog(folder / "catalog.sqlite")
        self.vectors = EdgeVectorStore(folder / "vectors", dimensions=embedder.dimensions, identity=embedder.identity)
        started = time.process_time()
        report = Indexer(
            files=DiskVaultFiles(gold / name / "vault"),
            catalog=self.catalog,
            clock=SystemClock(),
            vectors=self.vectors,
            embedder=CachedEmbedder(embedder, cache),
        ).run(IndexRequest())
        print(
            f"\n## {name}: {report.notes} notes, {report.chunks} chunks, {report.links} links; "
            f"{report.embedding_calls} texts embedded, {time.process_time() - started:.0f} CPU s\n"
        )
        self.knowledge = Knowledge(self.catalog)
        rows = (gold / name / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        self.questions = [question_of(json.loads(row)) for row in rows]

    def retriever(self, weights: Weights, *, reranker: Reranker | None = None) -> Retriever:
        return Retriever(
            self.catalog,
            self.catalog,
            self.vectors,
            self.embedder,
            self.knowledge.graph,
            titles=self.knowledge.titles,
            is_excluded=self.knowledge.is_excluded,
            reranker=reranker,
            weights=weights,
        )

    def close(self) -> None:
        self.vectors.close()
        self.catalog.close()


def notes_of(passages: Sequence[Passage]) -> list[NotePath]:
    return list(dict.fromkeys(passage.chunk.note for passage in passages))


def measured(
    bench: Bench, mode: SearchMode, weights: Weights, *, use_graph: bool
) -> tuple[dict[str, RetrievalScores], list[float]]:
    retriever = bench.retriever(weights)
    retriever.search("warm")
    cpu_ms: list[float] = []

    def ranked(question: GoldQuestion) -> list[NotePath]:
        started = time.thread_time()
        found = retriever.search(question.question, limit=20, mode=mode, use_graph=use_graph)
        cpu_ms.append((time.thread_time() - started) * 1000)
        return notes_of(found)

    return score_retrieval(bench.questions, ranked), sorted(cpu_ms)


def row_of(name: str, scores: RetrievalScores, cpu_ms: Sequence[float]) -> str:
    figures = [
        *(f"{scores.recall[cut]:.3f}" for cut in (1, 5, 10)),
        f"{scores.all_gold[10]:.3f}",
        f"{scores.mrr:.3f}",
        f"{scores.ndcg_10:.3f}",
        f"{cpu_ms[len(cpu_ms) // 2]:.0f} / {cpu_ms[int(len(cpu_ms) * 0.95)]:.0f}",
    ]
    return f"| {name} | {' | '.join(figures)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=[])
    parser.add_argument(
        "--model", type=Path, default=platformdirs.user_cache_path("vaultmind") / "models" / FOLDER_NAME
    )
    parser.add_argument("--predictions", type=Path)
    every = range(1, len(VARIANTS) + 1)
    parser.add_argument("--rows", nargs="+", type=int, choices=every, default=every, help="of a table, from 1 (all)")
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    arguments.data.mkdir(parents=True, exist_ok=True)
    embedder = KeptQuestions(E5Embedder(arguments.model), arguments.data / "questions.pickle")
    sets = arguments.sets or sorted(folder.name for folder in arguments.gold.iterdir() if folder.is_dir())
    with closing(VectorCache(arguments.data / "vectors.sqlite")) as cache:
        for name in sets:
            with closing(
                Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=cache)
            ) as bench:
                report(bench, arguments.rows)
                embedder.save()
                if arguments.predictions:
                    predict(bench, arguments.predictions / f"{name}.jsonl")


def report(bench: Bench, rows: Sequence[int]) -> None:
    print("| | r@1 | r@5 | r@10 | all gold in 10 | MRR | nDCG@10 | CPU ms p50 / p95 |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name, mode, use_graph, weights in (VARIANTS[row - 1] for row in rows):
        scores, cpu_ms = measured(bench, mode, weights, use_graph=use_graph)
        print(row_of(name, scores["all"], cpu_ms), flush=True)
        if name.endswith("(shipped)"):
            for group, of_group in scores.items():
                if group.startswith(("lang=", "mojibake=")) and of_group.count < scores["all"].count:
                    print(row_of(f"{name}, {group}, {of_group.count} questions", of_group, cpu_ms))


def predict(bench: Bench, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    retriever = bench.retriever(SHIPPED)
    with file.open("w", encoding="utf-8") as out:
        for question in bench.questions:
            notes = notes_of(retriever.search(question.question, limit=20))
            out.write(json.dumps({"id": question.id, "notes": notes}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
