"""What links earn on questions that did not choose their weights: ``retrieval_split.py GOLD --data DIR``.

GOLD and DIR as for ``benchmarks/retrieval.py``. The questions of each set fall into two halves by their identifier. On
one half every weight of links and of the second hop is chosen, one after the other from ``CHOICES``, beginning with the
shipped ones: what has the best mean of recall@5, all gold notes in ten and MRR over the sets. Printed are the figures
of the other half, and then the other way round: with the weights so chosen, with the shipped ones, without links.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import platformdirs
from retrieval import Bench, KeptQuestions, notes_of

from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.evaluation import RetrievalScores, score_retrieval
from vaultmind.retrieval.weights import SHIPPED, Weights

CHOICES: Mapping[str, Sequence[float]] = {
    "seeds": (3, 5),
    "seed_decay": (0.7, 1.0),
    "backlink": (0.5, 1.0),
    "mention": (0.15, 0.6),
    "hub": (0.1, 0.4),
    "neighbour": (0.6, 1.0),
    "neighbour_own": (0.15, 0.6),
    "neighbours": (10, 24),
    "answered": (0.15, 0.6),
    "second_hop": (0.6, 1.0),
    "second_hop_lexical": (0.25, 1.0),
    "second_hop_terms": (3, 6),
    "second_hop_words": (16, 32),
}
"""By weight: what is tried beside the shipped value."""


def scores_of(bench: Bench, weights: Weights, half: int, *, use_graph: bool = True) -> RetrievalScores:
    """Return the scores of a half of the questions of a set."""
    retriever = bench.retriever(weights)
    questions = [one for one in bench.questions if blake2b(one.id.encode()).digest()[0] % 2 == half]
    scores = score_retrieval(
        questions, lambda one: notes_of(retriever.search(one.question, limit=20, use_graph=use_graph))
    )
    return scores["all"]


def worth(benches: Sequence[Bench], weights: Weights, half: int) -> float:
    """Return what is to be as large as possible."""
    every = [scores_of(bench, weights, half) for bench in benches]
    return sum(one.recall[5] + one.all_gold[10] + one.mrr for one in every) / (3 * len(every))


def chosen(benches: Sequence[Bench], half: int) -> Weights:
    """Return the weights that one pass over ``CHOICES`` finds best on a half."""
    best, most = SHIPPED, worth(benches, SHIPPED, half)
    for name, values in CHOICES.items():
        for value in values:
            change: dict[str, Any] = {name: value}
            changed = replace(best, **change)
            now = worth(benches, changed, half)
            if now > most + 1e-9:
                best, most = changed, now
    return best


def row_of(name: str, scores: RetrievalScores) -> str:
    figures = (*(scores.recall[cut] for cut in (1, 5, 10)), scores.all_gold[10], scores.mrr)
    return f"| {name} | {' | '.join(f'{one:.3f}' for one in figures)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=["multihop_small", "multihop_large"])
    parser.add_argument("--choose-on", nargs="+", type=int, choices=(1, 2), default=(1, 2), help="halves (both)")
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    model = E5Embedder(platformdirs.user_cache_path("vaultmind") / "models" / FOLDER_NAME)
    embedder = KeptQuestions(model, arguments.data / "questions.pickle")
    with ExitStack() as opened:
        cache = opened.enter_context(closing(VectorCache(arguments.data / "vectors.sqlite")))
        benches = {
            name: opened.enter_context(
                closing(Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=cache))
            )
            for name in arguments.sets
        }
        for half in (number - 1 for number in arguments.choose_on):
            weights = chosen(list(benches.values()), half)
            embedder.save()
            changed = {name: now for name in CHOICES if (now := getattr(weights, name)) != getattr(SHIPPED, name)}
            print(f"\nChosen on half {half + 1}: {changed or 'as shipped'}. Of half {2 - half}:\n")
            print("| | r@1 | r@5 | r@10 | all gold in 10 | MRR |\n|---|---|---|---|---|---|")
            for name, bench in benches.items():
                print(row_of(f"{name}, no links", scores_of(bench, SHIPPED, 1 - half, use_graph=False)))
                print(row_of(f"{name}, chosen on the others", scores_of(bench, weights, 1 - half)))
                print(row_of(f"{name}, shipped", scores_of(bench, SHIPPED, 1 - half)), flush=True)


if __name__ == "__main__":
    main()
