"""``vaultmind evaluate``: the same figures as the benchmarks, on a person's own questions."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vaultmind import api
from vaultmind.cli.opening import opened
from vaultmind.cli.output import show, visible
from vaultmind.cli.questions import rows_of
from vaultmind.cli.shapes import notes_in_order, plain

_DEPTH = 20
_NAMED = 5


def run(args: Namespace) -> int:
    """Score search or answers on the questions of a file, or links on the vault's own."""
    if args.what == "links":
        with opened(args) as session:
            links = session.evaluate_links()
            show(args, plain(links), _link_words(links))
        return 0
    is_own = args.what == "retrieval" and args.own
    if is_own and args.file is not None:
        raise api.VaultMindError("Either a FILE of questions or `--own`, not both.")
    if getattr(args, "save", None) is not None and not is_own:
        raise api.VaultMindError("`--save` goes with `--own`: it keeps the questions that are drawn.")
    questions = [] if is_own else _questions_in(args.file, args.what)
    with opened(args) as session:
        if args.what == "retrieval":
            _name_absent(session, questions)
            questions = list(session.draw_questions()) if is_own else questions
            if args.save is not None:
                _save(questions, args.save)
            found = _retrieval(session, questions, graph=not args.no_graph)
            show(args, plain(found), _retrieval_words(found))
        else:
            asked = questions if args.sample is None else api.sampled(questions, args.sample)
            ways = {"selected": _answers(session, asked)}
            if args.model is not None:
                ways["generated"] = _answers(session, asked, model=args.model)
                ways["chosen"] = _answers(session, asked, model=args.model, select=True)
            scores = plain(ways["generated" if args.model is not None else "selected"])
            show(args, {**scores, "ways": plain(ways)}, _answer_words(ways))
    return 0


def _questions_in(file: Path | None, what: str) -> list[api.GoldQuestion]:
    if file is None:
        own = ", or `--own` to draw them from the vault" if what == "retrieval" else ""
        raise api.VaultMindError(f"`evaluate {what}` needs a FILE of questions{own}.")
    try:
        return [api.question_of(row) for row in rows_of(file)]
    except ValueError as error:
        raise api.VaultMindError(f"{file}: {error}") from error


def _save(questions: Sequence[api.GoldQuestion], file: Path) -> None:
    """Write questions as ``evaluate retrieval FILE`` reads them; a file that is there stays as it is."""
    rows = [json.dumps(api.row_of_question(one), ensure_ascii=False) for one in questions]
    try:
        with file.open("x", encoding="utf-8") as written:
            written.write("".join(f"{row}\n" for row in rows))
    except OSError as error:
        raise api.VaultMindError(f"{file} cannot be written: {error.strerror}.") from error


def _name_absent(session: api.Session, questions: Sequence[api.GoldQuestion]) -> None:
    """Say on standard error which gold notes the vault does not have: no search can find them."""
    gold = dict.fromkeys(note for question in questions for note in question.gold_notes)
    here = {file.path for file in session.library().files} if gold else set()
    absent = [note for note in gold if note not in here]
    if absent:
        more = f" and {len(absent) - _NAMED} more" if len(absent) > _NAMED else ""
        told = f"Gold notes that are not in the vault count as not found: {', '.join(absent[:_NAMED])}{more}."
        print(f"vaultmind: {visible(told)}", file=sys.stderr)


def _retrieval(
    session: api.Session, questions: Sequence[api.GoldQuestion], *, graph: bool
) -> Mapping[str, api.RetrievalScores]:
    def ranked(question: api.GoldQuestion) -> list[api.NotePath]:
        report = session.search(api.SearchRequest(question.question, limit=_DEPTH, graph=graph))
        notes = notes_in_order(report.passages)
        return [api.NotePath(note) for note in notes if note != question.drawn_from]

    return api.score_retrieval(questions, ranked)


def _answers(
    session: api.Session, questions: Sequence[api.GoldQuestion], *, model: str | None = None, select: bool = False
) -> api.AnswerScores:
    """Score answers of the notes' sentences, or of a model that writes, or of one that chooses them."""

    def answered(question: api.GoldQuestion) -> api.Answer:
        request = api.AskRequest(question.question, model=model, extractive=model is None, select=select)
        (answer,) = (event for event in session.ask(request) if isinstance(event, api.Answer))
        return answer

    return api.score_answers(questions, answered)


def _retrieval_words(found: Mapping[str, api.RetrievalScores]) -> Iterator[str]:
    if not found:
        yield "There is no question with a note that answers it."
    for group, scores in found.items():
        recall = "  ".join(f"recall@{cut} {share:.3f}" for cut, share in scores.recall.items())
        gold = "  ".join(f"all@{cut} {share:.3f}" for cut, share in scores.all_gold.items() if cut in {5, 10})
        yield f"{group:<24} n={scores.count}  {recall}  {gold}  MRR {scores.mrr:.3f}  nDCG@10 {scores.ndcg_10:.3f}"


def _answer_words(ways: Mapping[str, api.AnswerScores]) -> Iterator[str]:
    """Yield the figures of each way to answer, side by side."""
    yield f"{'':<22}" + "".join(f"{way:>12}" for way in ways)
    rows = [plain(scores) for scores in ways.values()]
    for key in rows[0]:
        yield f"{key:<22}" + "".join(f"{_figure(row[key]):>12}" for row in rows)


def _link_words(found: api.LinkScores) -> Iterator[str]:
    yield f"{found.hidden} of the newest links hidden, in {found.sources} notes; MRR {found.mrr:.3f}"
    for cut, share in found.recall.items():
        macro, precision = found.macro_recall[cut], found.precision[cut]
        yield f"first {cut:>2}: recall {share:.3f}  mean over notes {macro:.3f}  precision {precision:.3f}"


def _figure(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
