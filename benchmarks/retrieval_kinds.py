"""What weights that depend on the question earn: ``python benchmarks/retrieval_kinds.py GOLD --data DIR``.

GOLD and DIR as for ``benchmarks/retrieval.py``. Asks each set's vault, without links, for words and names that one note
alone holds (``draw_questions``, those drawn after the first ``--skip`` of a kind, which chose the weights), and for the
two or three rarest words of its gold questions (those after the first 300), once with the weights of a sentence
whatever is asked and once as shipped. Prints a Markdown row a set and kind: recall@1, recall@5, MRR.
"""

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import platformdirs
from retrieval import Bench, KeptQuestions, notes_of

from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.domain.link import NotePath
from vaultmind.domain.query import Term
from vaultmind.domain.question import GoldQuestion
from vaultmind.evaluation import score_retrieval
from vaultmind.parsing.morphology import is_stop_word, words_of
from vaultmind.retrieval.own_questions import draw_questions
from vaultmind.retrieval.weights import SHIPPED, QuestionKind, Weights

FLAT = replace(SHIPPED, legs=dict.fromkeys(QuestionKind, SHIPPED.legs[QuestionKind.SENTENCE]))
_QUESTIONS_THAT_CHOSE = 300


def asked(bench: Bench, *, skip: int, count: int) -> Mapping[str, Sequence[GoldQuestion]]:
    """Return questions by kind, always the same."""
    catalog = bench.catalog
    chunks = (chunk for row in catalog.notes() for chunk in catalog.chunks(catalog.chunk_ids_of(row.path)).values())
    drawn = draw_questions(chunks, bench.knowledge.graph, limit=5 * (skip + count))
    of_kind = {
        kind: [one for one in drawn if one.groups == (f"set={kind}",)][skip : skip + count] for kind in ("word", "name")
    }
    rest = [question for question in bench.questions[_QUESTIONS_THAT_CHOSE:] if question.gold_notes]
    return {**of_kind, "few words": list(_few_words(bench, rest[: 2 * count]))}


def _few_words(bench: Bench, questions: Sequence[GoldQuestion]) -> Iterator[GoldQuestion]:
    """Yield each question as its rarest words in their order, two and three in turn."""
    for number, question in enumerate(questions):
        words = list(dict.fromkeys(word for word in words_of(question.question) if not is_stop_word(word)))
        counts = dict(zip(words, bench.catalog.counts([Term(word) for word in words]), strict=True))
        kept = sorted(words, key=counts.__getitem__)[: 2 + number % 2]
        if len(kept) > 1:
            yield replace(question, question=" ".join(word for word in words if word in kept))


def figures(bench: Bench, weights: Weights, questions: Sequence[GoldQuestion]) -> str:
    retriever = bench.retriever(weights)

    def ranked(question: GoldQuestion) -> list[NotePath]:
        return notes_of(retriever.search(question.question, limit=20, use_graph=False))

    scores = score_retrieval(questions, ranked)["all"]
    return f"{scores.recall[1]:.3f}/{scores.recall[5]:.3f}/{scores.mrr:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=["xquad_ru", "xquad_en", "xquad_mixed", "nexus_ru"])
    parser.add_argument("--skip", type=int, default=100)
    parser.add_argument("--count", type=int, default=100)
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    model = platformdirs.user_cache_path("vaultmind") / "models" / FOLDER_NAME
    embedder = KeptQuestions(E5Embedder(model), arguments.data / "kinds.pickle")
    print("| set | kind | questions | one weight for all | by kind (shipped) |\n|---|---|---|---|---|")
    with closing(VectorCache(arguments.data / "vectors.sqlite")) as cache:
        for name in arguments.sets:
            with closing(
                Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=cache)
            ) as bench:
                for kind, questions in asked(bench, skip=arguments.skip, count=arguments.count).items():
                    if questions:
                        flat, shipped = (figures(bench, weights, questions) for weights in (FLAT, SHIPPED))
                        print(f"| {name} | {kind} | {len(questions)} | {flat} | {shipped} |", flush=True)
                embedder.save()


if __name__ == "__main__":
    main()
