from collections.abc import Generator, Sequence
from math import log

import pytest

from vaultmind.answers.voting import ModelVote, VotingReranker
from vaultmind.domain.errors import ModelProblem
from vaultmind.ports import ChatTurn, Token


class Judge:
    """A model that says yes to what names a fox, and keeps what it was asked."""

    name = "judge"

    def __init__(self, sure: float = 0.9) -> None:
        self.sure = sure
        self.asked: list[str] = []

    def stream(self, turns: Sequence[ChatTurn], **options: object) -> Generator[Token, None, None]:
        assert options["max_tokens"] == 1
        self.asked.append(turns[-1].text)
        yes = self.sure if "fox" in turns[-1].text.partition("Question")[0] else 1 - self.sure
        yield Token("yes", {"Yes": log(yes), " no": log(1 - yes)})

    def close(self) -> None:
        pass


class Mute(Judge):
    """A model that says neither yes nor no."""

    def stream(self, turns: Sequence[ChatTurn], **options: object) -> Generator[Token, None, None]:
        yield Token("Well", {"Well": -0.1})


def test_a_vote_is_the_share_of_yes_in_the_first_word() -> None:
    vote = ModelVote(Judge(0.8))
    assert vote.probability_of_yes("Who ran?", "The fox ran.") == pytest.approx(0.8)
    assert vote.probability_of_yes("Who ran?", "The hen slept.") == pytest.approx(0.2)


def test_a_model_that_says_neither_has_no_vote() -> None:
    assert ModelVote(Mute()).probability_of_yes("Who ran?", "The fox ran.") is None


def test_of_a_long_text_the_model_reads_what_is_near_the_question() -> None:
    judge = Judge()
    long = " ".join(f"Line {number} of many." for number in range(400)) + " The fox ran home."
    ModelVote(judge, judged_tokens=60).probability_of_yes("Who ran home?", long)
    assert "The fox ran home." in judge.asked[0]
    assert len(judge.asked[0]) < 600


def test_texts_are_scored_in_their_order_and_those_never_read_come_last_in_theirs() -> None:
    judge = Judge(0.9)
    scores = VotingReranker(lambda: judge, most=2).score("Who ran?", ["A hen.", "A fox.", "A fox too.", "A cow."])
    assert scores == pytest.approx([0.1, 0.9, -1.0, -2.0])
    assert len(judge.asked) == 2


def test_nothing_is_loaded_for_no_texts() -> None:
    def never() -> Judge:
        raise AssertionError("loaded")

    assert list(VotingReranker(never).score("Who?", [])) == []


def test_a_model_without_a_vote_puts_a_text_below_every_yes_and_above_the_unread() -> None:
    assert list(VotingReranker(Mute, most=1).score("Who ran?", ["The fox ran.", "A hen."])) == [0.0, -1.0]


class Dying(Judge):
    """A model that judges one text and is gone."""

    def stream(self, turns: Sequence[ChatTurn], **options: object) -> Generator[Token, None, None]:
        if self.asked:
            raise ModelProblem("The model is gone.")
        yield from super().stream(turns, **options)


def test_what_a_failing_model_did_not_judge_stays_in_its_order() -> None:
    dying = Dying()
    assert VotingReranker(lambda: dying).score("Who ran?", ["A fox.", "A hen.", "A fox."]) == pytest.approx(
        [0.9, -1, -2]
    )

    reranker = VotingReranker(Dying)
    reranker.score("Who ran?", ["A fox.", "A hen."])
    assert reranker.failure() == "The model is gone."
    reranker.score("Who ran?", [])
    assert reranker.failure() is None

    def gone() -> Judge:
        raise ModelProblem("It is not here.")

    assert list(VotingReranker(gone).score("Who ran?", ["A hen.", "A fox."])) == [-1.0, -2.0]
