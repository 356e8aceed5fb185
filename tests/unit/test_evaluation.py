import pytest

from vaultmind.domain.answer import Answer, AnswerMode, Citation
from vaultmind.domain.link import NotePath
from vaultmind.domain.question import GoldQuestion
from vaultmind.evaluation import question_of, sampled, score_answers, score_retrieval

A, B, C, D = (NotePath(f"{name}.md") for name in "ABCD")


def question(name: str, *gold: NotePath, answers: tuple[str, ...] = (), groups: tuple[str, ...] = ()) -> GoldQuestion:
    return GoldQuestion(name, name, gold, answers, groups)


def test_scores_of_rankings_known_by_hand() -> None:
    ranked = {"one": [A, B], "two": [C, D, A], "none": [A]}
    scores = score_retrieval(
        [question("one", A, groups=("lang=ru",)), question("two", A, B), question("none")],
        lambda asked: ranked[asked.question],
    )
    every = scores["all"]
    assert every.count == 2
    assert every.recall == {1: 0.5, 5: 0.75, 10: 0.75, 20: 0.75}
    assert every.all_gold == {1: 0.5, 5: 0.5, 10: 0.5, 20: 0.5}
    assert every.mrr == pytest.approx((1 + 1 / 3) / 2)
    assert every.ndcg_10 == pytest.approx((1 + 0.5 / (1 + 0.6309297535714574)) / 2)
    assert scores["lang=ru"].recall[1] == 1.0


def test_a_note_that_repeats_counts_where_it_comes_first() -> None:
    scores = score_retrieval([question("one", B)], lambda _: [A, A, A, A, A, B])
    assert scores["all"].recall[5] == 1.0
    assert scores["all"].mrr == 0.5


def test_scores_of_answers() -> None:
    def citation(note: NotePath, *, verified: bool = True) -> Citation:
        return Citation(1, note, (), (1, 1), "words", verified)

    def answered(asked: GoldQuestion) -> Answer:
        match asked.question:
            case "right":
                return Answer("", "It is Clay [1].", False, AnswerMode.EXTRACTIVE, (citation(A),))
            case "wrong":
                cited = (citation(C), citation(B, verified=False))
                return Answer("", "Sand.", False, AnswerMode.EXTRACTIVE, cited)
            case _:
                return Answer("", "Your notes do not say clay.", True, AnswerMode.EXTRACTIVE)

    scores = score_answers(
        [
            question("right", A, answers=("loam", "clay")),
            question("wrong", B, answers=("clay",)),
            question("refused", A, answers=("clay",)),
            question("refused too"),
        ],
        answered,
    )
    assert (scores.answerable, scores.unanswerable, scores.citations) == (3, 1, 3)
    assert scores.answer_contained == pytest.approx(1 / 3)
    assert scores.refused_answerable == pytest.approx(1 / 3)
    assert scores.refused_unanswerable == 1.0
    assert scores.citations_on_gold == pytest.approx(2 / 3)
    assert scores.citations_verified == pytest.approx(2 / 3)


def test_rows_of_question_files() -> None:
    row = {"id": "q1", "question": "Where?", "gold_notes": ["A.md", "A.md"], "answer": "here", "lang": "en"}
    assert question_of(row) == GoldQuestion("q1", "Where?", (A,), ("here",), ("lang=en",))
    assert question_of({"question": "Where?", "gold_notes": []}).id == "Where?"


@pytest.mark.parametrize("row", [{}, {"question": " ", "gold_notes": []}, {"question": "x", "gold_notes": "A.md"}])
def test_a_row_that_is_no_question_says_what_it_lacks(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs the key"):
        question_of(row)


def test_a_sample_has_as_many_of_each_kind_and_is_always_the_same() -> None:
    questions = [GoldQuestion(str(number), "?", (NotePath("A.md"),) if number % 3 else ()) for number in range(30)]
    sample = sampled(questions, 4)
    assert [bool(question.gold_notes) for question in sample] == [True] * 4 + [False] * 4
    assert sample == sampled(list(reversed(questions)), 4)
    assert [question.id for question in sample[:4]] != ["1", "2", "4", "5"]
    assert len(sampled(questions, 100)) == 30
