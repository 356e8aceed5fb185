"""Whether a ranker's vote is right: ``python benchmarks/votes.py GOLD --data DIR [--model NAME] [--url URL]``.

GOLD, NAME, URL and what is kept below ``--data`` as for ``benchmarks/answers.py``. Of each set as many questions are
drawn by seed; each makes a pair: the passage that search finds first of those which hold the answer in its right note,
and another among the first ten found, drawn by the same seed. ``--draw`` gives other questions than those on which a
prompt or a bar was chosen. Two rankers vote: how well the best sentence of a passage supports an answer, which decides
what is answered at all, and with ``--model`` the model's yes, which is right where it is likelier for the right one.
Prints a Markdown row a set: how many votes are right, how many pairs the order of search has right already, and how
many of the right and of the other passages got a model's yes. Each pair is written below ``--data``; SIGTERM ends a run
with those it has.
"""

import argparse
import json
import os
import random
import signal
from collections.abc import Sequence
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import platformdirs
from answers import SEED, KeptModel, model_of
from retrieval import Bench, KeptQuestions

from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.answers.extractive import weigh_sentences
from vaultmind.answers.voting import VotingReranker
from vaultmind.domain.chunk import Passage
from vaultmind.retrieval.weights import SHIPPED

DRAWS = 4
HEAD = (
    "| set | pairs | support right | model right | search right | yes to the right one | yes to the other "
    "| s a vote |\n" + "|---" * 8 + "|"
)


def drawn_pairs(bench: Bench, count: int, draw: int) -> list[tuple[str, Passage, Passage]]:
    """Return question, right passage and another one, always the same; no question stands in two draws."""
    order = random.Random(SEED)
    questions = [question for question in bench.questions if question.gold_notes]
    order.shuffle(questions)
    share = len(questions) // DRAWS
    questions = questions[draw * share : (draw + 1) * share]
    retriever = bench.retriever(SHIPPED)
    pairs: list[tuple[str, Passage, Passage]] = []
    for question in questions:
        found = retriever.search(question.question, limit=10)
        right = [
            passage
            for passage in found
            if passage.chunk.note in question.gold_notes
            and any(answer.casefold() in passage.chunk.text.casefold() for answer in question.answers)
        ]
        others = [passage for passage in found if passage.chunk.note not in question.gold_notes]
        if right and others:
            pairs.append((question.question, right[0], order.choice(others)))
        if len(pairs) == count:
            break
    return pairs


def run(bench: Bench, name: str, model: KeptModel | None, arguments: argparse.Namespace) -> None:
    meaning = bench.retriever(SHIPPED).meaning
    reranker = VotingReranker(lambda: model, most=2, judged_tokens=arguments.tokens) if model is not None else None

    def support(question: str, passage: Passage) -> float:
        weighed = weigh_sentences(question, [passage], read_note=lambda _: None, meaning=meaning)
        return max((one.margin for one in weighed), default=-1.0)

    supports: list[tuple[float, float]] = []
    votes: list[tuple[float, float]] = []
    ahead = 0
    pairs = drawn_pairs(bench, arguments.pairs, arguments.draw)
    with (arguments.data / f"votes-{name}-{arguments.draw}.jsonl").open("w") as file, suppress(KeyboardInterrupt):
        for question, right, other in pairs:
            row: dict[str, object] = {"question": question, "right": right.chunk.text, "other": other.chunk.text}
            if reranker is not None:
                yes, no = reranker.score(question, [right.chunk.text, other.chunk.text])
                votes.append((yes, no))
                row["yes"] = [yes, no]
            supports.append((support(question, right), support(question, other)))
            ahead += right.score > other.score
            file.write(json.dumps({**row, "support": supports[-1]}, ensure_ascii=False) + "\n")
    print(
        f"| {name}, {model.name if model is not None else 'no model'} | {len(supports)} | {right_of(supports)} "
        f"| {right_of(votes)} | {ahead / max(len(supports), 1):.3f} | {share_of([yes >= 0.5 for yes, _ in votes])} "
        f"| {share_of([no >= 0.5 for _, no in votes])} "
        f"| {model.seconds / max(model.asked, 1) if model is not None else 0.0:.1f} |",
        flush=True,
    )


def right_of(pairs: Sequence[tuple[float, float]]) -> str:
    return share_of([one > other for one, other in pairs])


def share_of(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.3f}" if found else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="", help="a model that votes too; without one no model is asked")
    parser.add_argument("--url", default="")
    parser.add_argument("--sets", nargs="*", default=["xquad_ru", "xquad_en"])
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--draw", type=int, default=0, choices=range(DRAWS), help="which of the draws of questions")
    parser.add_argument("--tokens", type=int, default=200, help="tokens of a passage that the model reads")
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    arguments.data.mkdir(parents=True, exist_ok=True)
    models = platformdirs.user_cache_path("vaultmind") / "models"
    embedder = KeptQuestions(E5Embedder(models / FOLDER_NAME), arguments.data / "questions.pickle")
    model = KeptModel(model_of(arguments, models), arguments.data / "replies.jsonl") if arguments.model else None
    print(HEAD)
    with closing(model) if model else nullcontext(), closing(VectorCache(arguments.data / "vectors.sqlite")) as vectors:
        for name in arguments.sets:
            with closing(
                Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=vectors)
            ) as bench:
                run(bench, name, model, arguments)
                embedder.save()


if __name__ == "__main__":
    main()
