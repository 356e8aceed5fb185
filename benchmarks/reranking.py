"""What a chat model earns as a reranker: ``python benchmarks/reranking.py GOLD --data DIR --model NAME [--url URL]``.

GOLD and DIR as for ``benchmarks/retrieval.py``, NAME and URL as for ``benchmarks/answers.py``. Of each set as many
questions are drawn by seed, always the same ones; each is asked as shipped and with the model's vote on the first
passages. Votes are kept below ``--data``, so that a run goes on where ``--minutes`` or a signal ended it; a set is
printed once all its votes are there: recall@1, recall@5, recall@10, all gold notes in ten, MRR, nDCG@10.
"""

import argparse
import os
import random
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import platformdirs
from answers import SEED, KeptModel, model_of
from retrieval import Bench, KeptQuestions, notes_of, row_of

from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.answers.voting import VotingReranker
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.question import GoldQuestion
from vaultmind.evaluation import score_retrieval
from vaultmind.ports import ChatTurn, Reranker, Token
from vaultmind.retrieval.weights import SHIPPED

VOTES = 4


class HeardModel(KeptModel):
    """A model whose failures are counted: a reranker takes them for no vote, which would say nothing of its votes."""

    failures = 0

    def stream(self, turns: Sequence[ChatTurn], **options: Any) -> Generator[Token, None, None]:
        try:
            yield from super().stream(turns, **options)
        except ModelProblem:
            self.failures += 1
            raise


def drawn(bench: Bench, count: int) -> list[GoldQuestion]:
    """Return questions that have an answer, always the same ones."""
    questions = [question for question in bench.questions if question.gold_notes]
    random.Random(SEED).shuffle(questions)
    return questions[:count]


def ask(bench: Bench, questions: Sequence[GoldQuestion], reranker: Reranker | None, end: float) -> str | None:
    """Return the row of figures, or nothing where the time was over before."""
    retriever = bench.retriever(SHIPPED, reranker=reranker)
    found: dict[str, list[NotePath]] = {}
    cpu_ms: list[float] = []
    for question in questions:
        if time.monotonic() > end:
            return None
        started = time.thread_time()
        found[question.id] = notes_of(retriever.search(question.question, limit=20))
        cpu_ms.append((time.thread_time() - started) * 1000)
    scores = score_retrieval(questions, lambda question: found[question.id])
    return row_of("with its vote" if reranker is not None else "as shipped", scores["all"], sorted(cpu_ms))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--url", default="")
    parser.add_argument("--sets", nargs="*", default=["multihop_small", "xquad_ru", "xquad_en"])
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--votes", type=int, default=VOTES, help="passages of a question that are voted on")
    parser.add_argument("--minutes", type=float, default=600.0)
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    models = platformdirs.user_cache_path("vaultmind") / "models"
    embedder = KeptQuestions(E5Embedder(models / FOLDER_NAME), arguments.data / "questions.pickle")
    end = time.monotonic() + arguments.minutes * 60
    model = HeardModel(model_of(arguments, models), arguments.data / "votes.jsonl")
    with closing(model), closing(VectorCache(arguments.data / "vectors.sqlite")) as cache:
        for name in arguments.sets:
            with closing(
                Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=cache)
            ) as bench:
                questions = drawn(bench, arguments.questions)
                voting = VotingReranker(lambda: model, most=arguments.votes)
                rows = [ask(bench, questions, one, end) for one in (None, voting)]
                embedder.save()
            if model.failures:
                print(f"{name}: the model failed; what was voted is kept", flush=True)
                break
            if None in rows:
                print(f"{name}: the time was over; what was voted is kept", flush=True)
                break
            print(f"{model.name}, {name}, {len(questions)} questions, {arguments.votes} votes each")
            print("| | r@1 | r@5 | r@10 | all gold in 10 | MRR | nDCG@10 | CPU ms p50 / p95 |")
            print("|---|---|---|---|---|---|---|---|", *rows, sep="\n", flush=True)
    print(f"{model.asked} votes in this run, {model.seconds / max(model.asked, 1):.2f} s each", flush=True)


if __name__ == "__main__":
    main()
