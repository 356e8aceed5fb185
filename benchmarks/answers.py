"""How well a model answers: ``python benchmarks/answers.py GOLD --data DIR --model NAME [--url URL] [--sets NAME…]``.

GOLD holds one folder a set, as for ``benchmarks/retrieval.py``. Of each set as many answerable and unanswerable
questions are drawn as ``--questions`` says, always the same ones: from the beginning after ``--skip``, on which the
answers were tuned, or with ``--test`` the last ones, on which they were not. NAME is an installed model, or with
``--url`` one at an OpenAI-compatible server, its key in ``VAULTMIND_MODEL_KEY``. What the model said is kept below
``--data`` by prompt, so a run goes on where it was stopped, and asks again only what has changed. Prints two Markdown
rows a set: worded by the model, and sentences of the notes for the same questions. "By its words" counts the answer
without the sentence of the notes that follows it in quotes.
"""

import argparse
import hashlib
import json
import os
import random
import re
import signal
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import platformdirs
from retrieval import Bench, KeptQuestions

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.model_choice import ModelChoice
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint, Patience
from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.answers.answerer import Answerer, Effort, Notes
from vaultmind.answers.extractive import answer_extractively
from vaultmind.domain.answer import Answer, AnswerMode
from vaultmind.domain.link import NotePath
from vaultmind.domain.question import GoldQuestion
from vaultmind.engine.address import runtime_folder
from vaultmind.evaluation import score_answers
from vaultmind.parsing.reading import read_note
from vaultmind.ports import CancelToken, ChatTurn, LanguageModel, Token
from vaultmind.retrieval.weights import SHIPPED

SEED = 20261122
HEAD = (
    "| set | questions | answer contained | by its words | citations on gold notes | citations that resolve | verified "
    "| verified but not there | refused: unanswerable | refused: answerable | worded by the model "
    "| with a notice | s a reply |\n|" + "---|" * 13
)


class KeptModel:
    """A model whose replies are kept by what it was asked."""

    def __init__(self, model: LanguageModel, file: Path) -> None:
        self._model, self._file = model, file
        self.name = model.name
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        self._kept = {row["asked"]: row["said"] for row in map(json.loads, lines)}
        self.seconds = 0.0
        self.asked = 0

    def stream(
        self,
        turns: Sequence[ChatTurn],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        seed: int = 0,
        top_logprobs: int = 0,
        cancel: CancelToken | None = None,  # noqa: ARG002 (nobody cancels here)
    ) -> Generator[Token, None, None]:
        asked = json.dumps([self.name, *map(asdict, turns), max_tokens, temperature, seed, top_logprobs])
        key = hashlib.blake2b(asked.encode(), digest_size=16).hexdigest()
        if key not in self._kept:
            started = time.perf_counter()
            pieces = self._model.stream(turns, max_tokens=max_tokens, top_logprobs=top_logprobs)
            self._kept[key] = [asdict(piece) for piece in pieces]
            self.seconds += time.perf_counter() - started
            self.asked += 1
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"asked": key, "said": self._kept[key]}, ensure_ascii=False) + "\n")
        yield from (Token(**piece) for piece in self._kept[key])

    def close(self) -> None:
        self._model.close()


def keep_replies(file: Path) -> None:
    """Have every model that a session chooses remember in ``file`` what it said to what."""
    choose: Callable[[ModelChoice, str | None], Any] = ModelChoice.choose
    kept: dict[str, KeptModel] = {}

    def chosen(models: ModelChoice, name: str | None) -> KeptModel | None:
        model = choose(models, name)
        return None if model is None else kept.setdefault(model.name, KeptModel(model, file))

    ModelChoice.choose = chosen  # type: ignore[method-assign,assignment]


def drawn(questions: Sequence[GoldQuestion], count: int, skip: int, *, test: bool = False) -> list[GoldQuestion]:
    """Return the same answerable and unanswerable questions every time; ``test`` takes the last ones."""
    order = random.Random(SEED)
    chosen: list[GoldQuestion] = []
    for is_answerable in (True, False):
        kind = [question for question in questions if bool(question.gold_notes) == is_answerable]
        order.shuffle(kind)
        chosen.extend(kind[-count:] if test else kind[skip : skip + count])
    return chosen


def model_of(arguments: argparse.Namespace, models: Path) -> LanguageModel:
    if arguments.url:
        return OpenAiEndpoint(arguments.url, arguments.model, key=os.environ.get("VAULTMIND_MODEL_KEY"))
    installed = LocalModels(models).find(arguments.model)
    return HostedModel(
        Path(installed.path),
        name=installed.name,
        folder=runtime_folder(),
        context_tokens=4096,
        patience=Patience(first_token_s=900.0, next_token_s=600.0),  # a busy machine may stop for a while
    )


def quote_is_there(quote: str, text: str) -> bool:
    """Say, by another rule than the product's, whether a quote stands in a note."""
    return " ".join(quote.split()) in " ".join(re.sub(r"(?m)^[> ]+", "", text).split())


def run(bench: Bench, vault: Path, model: KeptModel, arguments: argparse.Namespace, out: Path) -> None:
    retriever = bench.retriever(SHIPPED)
    texts = {path: (vault / path).read_text(encoding="utf-8") for path in bench.catalog.stamps()}

    def text_now(path: NotePath) -> str:
        return read_note(path, (vault / path).read_bytes()).repaired_text

    answerer = Answerer(
        model,
        SystemClock(),
        Notes(text_now, lambda _: None, retriever.meaning),
        effort=Effort(budget_tokens=arguments.budget),
    )
    answers: dict[str, Answer] = {}

    def answered(question: GoldQuestion) -> Answer:
        if question.id not in answers:
            passages = retriever.search(question.question, limit=12)
            *_, answers[question.id] = answerer.answer(question.question, passages)
            write(question, answers[question.id])
        return answers[question.id]

    def write(question: GoldQuestion, answer: Answer) -> None:
        row = {
            "id": question.id,
            "question": question.question,
            "gold": question.answers,
            "gold_notes": question.gold_notes,
            "mode": answer.mode,
            "refused": answer.refused,
            "answer": answer.text,
            "citations": [asdict(citation) for citation in answer.citations],
            "notices": answer.notices,
        }
        with out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    out.unlink(missing_ok=True)
    questions = drawn(bench.questions, arguments.questions, arguments.skip, test=arguments.test)
    print(HEAD)
    if not arguments.selected:
        answer_until_stopped(questions, answered)
        questions = [question for question in questions if question.id in answers]
        seconds = model.seconds / max(model.asked, 1)
        print(row_of(f"{vault.parent.name}, {model.name}", questions, answered, texts, seconds), flush=True)

    def selected(question: GoldQuestion) -> Answer:
        passages = retriever.search(question.question, limit=12)
        return answer_extractively(question.question, passages, read_note=text_now, meaning=retriever.meaning)

    print(row_of(f"{vault.parent.name}, selected", questions, cache(selected), texts, 0.0), flush=True)


def answer_until_stopped(questions: Sequence[GoldQuestion], answered: Callable[[GoldQuestion], Answer]) -> None:
    """Have the questions answered, by turns one with and one without an answer, until the end or SIGTERM."""
    halves = [[one for one in questions if bool(one.gold_notes) == kind] for kind in (True, False)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for pair in zip_longest(*halves):
            for question in pair:
                if question is not None:
                    answered(question)
    except KeyboardInterrupt:
        print("stopped before the end")


def row_of(
    name: str,
    questions: Sequence[GoldQuestion],
    answered: Callable[[GoldQuestion], Answer],
    texts: Mapping[NotePath, str],
    seconds: float,
) -> str:
    """Return one row of the table."""
    scores = score_answers(questions, answered)
    by_words = score_answers(questions, lambda question: in_its_words(answered(question)))
    answers = [answered(question) for question in questions]
    shown = [(answer, citation) for answer in answers for citation in answer.citations]
    resolved = [citation.note in texts and f"[{citation.number}]" in answer.text for answer, citation in shown]
    lying = [one for _, one in shown if one.verified and not quote_is_there(one.quote, texts[one.note])]
    said = [answer for answer in answers if not answer.refused]
    return (
        f"| {name} | {scores.answerable} + {scores.unanswerable} | {scores.answer_contained:.3f} "
        f"| {by_words.answer_contained:.3f} | {scores.citations_on_gold:.3f} of {scores.citations} "
        f"| {sum(resolved)} of {len(resolved)} | {scores.citations_verified:.3f} | {len(lying)} "
        f"| {scores.refused_unanswerable:.3f} | {scores.refused_answerable:.3f} "
        f"| {sum(answer.mode == 'generated' for answer in said)} of {len(said)} "
        f"| {sum(bool(answer.notices) for answer in said)} | {seconds:.1f} |"
    )


def in_its_words(answer: Answer) -> Answer:
    """Return an answer without the sentence of the notes that follows the words of a model."""
    if answer.mode != AnswerMode.GENERATED or "\n\n" not in answer.text:
        return answer
    return replace(answer, text=answer.text.rsplit("\n\n", 1)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--url", default="")
    parser.add_argument("--sets", nargs="*", default=["xquad_ru", "xquad_en"])
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--test", action="store_true", help="the last questions instead of the first")
    parser.add_argument("--selected", action="store_true", help="sentences of the notes alone, no model is asked")
    parser.add_argument("--budget", type=int, default=200, help="tokens of passages in a prompt")
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    arguments.data.mkdir(parents=True, exist_ok=True)
    models = platformdirs.user_cache_path("vaultmind") / "models"
    embedder = KeptQuestions(E5Embedder(models / FOLDER_NAME), arguments.data / "questions.pickle")
    with (
        closing(KeptModel(model_of(arguments, models), arguments.data / "replies.jsonl")) as model,
        closing(VectorCache(arguments.data / "vectors.sqlite")) as vectors,
    ):
        for name in arguments.sets:
            with closing(
                Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=vectors)
            ) as bench:
                try:
                    run(
                        bench,
                        arguments.gold / name / "vault",
                        model,
                        arguments,
                        arguments.data / f"answers-{name}.jsonl",
                    )
                finally:
                    embedder.save()


if __name__ == "__main__":
    main()
