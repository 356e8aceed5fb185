"""Scores of retrieval and of answers on questions whose right notes are known; and such questions drawn from a vault.

Rows come in parsed and scores go out: reading files and asking an index are the caller's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import log2

from vaultmind.domain.answer import Answer
from vaultmind.domain.link import NotePath
from vaultmind.domain.question import GoldQuestion

CUTS = (1, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """Means over the questions that have gold notes; ``count`` says how many those are."""

    count: int
    recall: Mapping[int, float]
    """By cut: the share of a question's gold notes among its first notes."""
    all_gold: Mapping[int, float]
    """By cut: the share of questions with every gold note among the first notes."""
    mrr: float
    """Mean of one over the place of the first gold note; 0 where there is none."""
    ndcg_10: float


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """How answers fared: shares over the answerable questions, over the unanswerable, and over all citations."""

    answerable: int
    unanswerable: int
    answer_contained: float
    """Share of the answerable whose answer holds one of the right wordings; a refusal holds none."""
    refused_answerable: float
    refused_unanswerable: float
    citations: int
    citations_on_gold: float
    citations_verified: float


def question_of(row: Mapping[str, object]) -> GoldQuestion:
    """Return a question from a row of ``questions.jsonl``; raise ``ValueError`` that says what the row lacks."""
    question = row.get("question")
    gold = row.get("gold_notes")
    if not isinstance(question, str) or not question.strip():
        raise ValueError("A question row needs the key `question` with a text.")
    if not isinstance(gold, list) or not all(isinstance(path, str) for path in gold):
        raise ValueError("A question row needs the key `gold_notes` with a list of paths.")
    wordings = row.get("answers") or ([row["answer"]] if row.get("answer") else [])
    answers = tuple(str(one) for one in wordings if one) if isinstance(wordings, list) else ()
    kinds = ("lang", "set", "type", "mojibake", "gold_linked")
    groups = tuple(f"{kind}={row[kind]}" for kind in kinds if row.get(kind) is not None)
    source = row.get("drawn_from")
    return GoldQuestion(
        id=str(row.get("id") or question),
        question=question,
        gold_notes=tuple(NotePath(path) for path in dict.fromkeys(gold)),
        answers=answers,
        groups=groups,
        drawn_from=NotePath(source) if isinstance(source, str) else None,
    )


def row_of_question(question: GoldQuestion) -> dict[str, object]:
    """Return the row of ``questions.jsonl`` from which ``question_of`` makes this question again."""
    groups = dict(group.split("=", 1) for group in question.groups)
    row: dict[str, object] = {"id": question.id, "question": question.question, "gold_notes": list(question.gold_notes)}
    if question.answers:
        row["answers"] = list(question.answers)
    return {**row, **groups, **({"drawn_from": question.drawn_from} if question.drawn_from is not None else {})}


def score_retrieval(
    questions: Iterable[GoldQuestion], ranked_notes: Callable[[GoldQuestion], Sequence[NotePath]]
) -> dict[str, RetrievalScores]:
    """Return the scores over all questions (``"all"``) and over each group, in the order the groups come.

    ``ranked_notes`` returns notes best first; what repeats counts where it comes first.
    """
    places: dict[str, list[list[int | None]]] = {}
    for question in questions:
        if not question.gold_notes:
            continue
        found = {note: place for place, note in enumerate(dict.fromkeys(ranked_notes(question)), start=1)}
        for group in ("all", *question.groups):
            places.setdefault(group, []).append([found.get(gold) for gold in question.gold_notes])
    return {group: _retrieval_scores(of_group) for group, of_group in places.items()}


def _retrieval_scores(places: Sequence[Sequence[int | None]]) -> RetrievalScores:
    return RetrievalScores(
        count=len(places),
        recall={
            cut: _mean(sum(_within(place, cut) for place in golds) / len(golds) for golds in places) for cut in CUTS
        },
        all_gold={cut: _mean(float(all(_within(place, cut) for place in golds)) for golds in places) for cut in CUTS},
        mrr=_mean(max((1 / place for place in golds if place is not None), default=0.0) for golds in places),
        ndcg_10=_mean(_ndcg(golds, 10) for golds in places),
    )


def _within(place: int | None, cut: int) -> bool:
    return place is not None and place <= cut


def _ndcg(places: Sequence[int | None], cut: int) -> float:
    """Return the discounted gain of gold notes at these places over the best possible (Järvelin, Kekäläinen 2002)."""
    gained = sum(1 / log2(place + 1) for place in places if place is not None and place <= cut)
    return gained / sum(1 / log2(place + 1) for place in range(1, min(len(places), cut) + 1))


def score_answers(questions: Iterable[GoldQuestion], answered: Callable[[GoldQuestion], Answer]) -> AnswerScores:
    """Return how the answers to these questions fared."""
    contained: list[float] = []
    refused: dict[bool, list[float]] = {True: [], False: []}
    on_gold: list[float] = []
    verified: list[float] = []
    for question in questions:
        answer = answered(question)
        refused[bool(question.gold_notes)].append(float(answer.refused))
        if not question.gold_notes:
            continue
        if question.answers:
            said = "" if answer.refused else answer.text.casefold()
            contained.append(float(any(wording.strip().casefold() in said for wording in question.answers)))
        on_gold.extend(float(citation.note in question.gold_notes) for citation in answer.citations)
        verified.extend(float(citation.verified) for citation in answer.citations)
    return AnswerScores(
        answerable=len(refused[True]),
        unanswerable=len(refused[False]),
        answer_contained=_mean(contained),
        refused_answerable=_mean(refused[True]),
        refused_unanswerable=_mean(refused[False]),
        citations=len(on_gold),
        citations_on_gold=_mean(on_gold),
        citations_verified=_mean(verified),
    )


def sampled(questions: Sequence[GoldQuestion], count: int) -> list[GoldQuestion]:
    """Return up to ``count`` questions that have an answer and as many that have none, the same ones every time."""
    order = sorted(questions, key=lambda question: blake2b(question.id.encode(), digest_size=8).digest())
    answerable = [question for question in order if question.gold_notes]
    unanswerable = [question for question in order if not question.gold_notes]
    return answerable[:count] + unanswerable[:count]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
