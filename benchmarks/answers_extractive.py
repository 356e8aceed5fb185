"""How extractive answers fare: ``python benchmarks/answers_extractive.py GOLD --data DIR --sets NAME… [--every 3]``.

Uses the indexes that ``benchmarks/retrieval.py`` made below ``--data``. Prints one row a set: the share of answers that
hold the right wording, refusals of questions with and without an answer, and citations on the right notes.
"""

import argparse
import os
from contextlib import closing
from pathlib import Path

import platformdirs
from retrieval import Bench, KeptQuestions

from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.answers.extractive import answer_extractively
from vaultmind.domain.link import NotePath
from vaultmind.evaluation import score_answers
from vaultmind.parsing.reading import read_note
from vaultmind.retrieval.weights import SHIPPED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument(
        "--model", type=Path, default=platformdirs.user_cache_path("vaultmind") / "models" / FOLDER_NAME
    )
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    embedder = KeptQuestions(E5Embedder(arguments.model), arguments.data / "questions.pickle")
    with closing(VectorCache(arguments.data / "vectors.sqlite")) as cache:
        for name in arguments.sets:
            with closing(
                Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=cache)
            ) as bench:
                report(name, bench, DiskVaultFiles(arguments.gold / name / "vault"), arguments.every)


def report(name: str, bench: Bench, files: DiskVaultFiles, every: int) -> None:
    def text_now(path: NotePath) -> str:
        return read_note(path, files.read(path)).repaired_text

    print("| | questions | answer contained | refused, answerable | refused, not | citations | on gold | verified |")
    print("|---|---|---|---|---|---|---|---|")
    for label, has_model in ((name, True), (f"{name}, words alone", False)):
        retriever = bench.retriever(SHIPPED)
        meaning = retriever.meaning if has_model else None
        scores = score_answers(
            bench.questions[::every],
            lambda asked: answer_extractively(
                asked.question,
                retriever.search(asked.question, mode="hybrid" if has_model else "lexical"),  # noqa: B023
                read_note=text_now,
                meaning=meaning,  # noqa: B023
            ),
        )
        print(
            f"| {label} | {scores.answerable} + {scores.unanswerable} | {scores.answer_contained:.3f} | "
            f"{scores.refused_answerable:.3f} | {scores.refused_unanswerable:.3f} | {scores.citations} | "
            f"{scores.citations_on_gold:.3f} | {scores.citations_verified:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
