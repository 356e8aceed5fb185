from collections.abc import Generator, Sequence
from math import log

import pytest

from vaultmind.answers.extractive import WeighedSentence, weigh_sentences
from vaultmind.answers.selecting import Choosing, answer_by_choice, chances_of
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.ports import ChatTurn, Token

TEXT = "The pump of the garden is blue. The pump of the garden is from 2020. Bees fly."
QUESTION = "What is told of the pump of the garden?"
ONE = Choosing(weight=5.0)


class Chooser:
    """A model that gives each number its probability."""

    name = "chooser"

    def __init__(self, **chances: float) -> None:
        self.chances = {key.removeprefix("n"): value for key, value in chances.items()}
        self.asked: list[Sequence[ChatTurn]] = []

    def stream(self, turns: Sequence[ChatTurn], **options: object) -> Generator[Token, None, None]:
        assert options["max_tokens"] == 1
        self.asked.append(turns)
        yield Token("1", {word: log(chance) for word, chance in self.chances.items()})

    def close(self) -> None:
        pass


def passages(text: str = TEXT) -> list[Passage]:
    return [Passage(1, Chunk(NotePath("Pump.md"), 0, Span(0, len(text)), (1, 1), (), "Pump", text), 1.0)]


def weighed(question: str = QUESTION) -> list[WeighedSentence]:
    return weigh_sentences(question, passages(), read_note=lambda _: None)


def answer(model: Chooser, question: str = QUESTION) -> str:
    found = answer_by_choice(question, passages(), weighed(question), model, read_note=lambda _: TEXT, choosing=ONE)
    assert found.model == "chooser"
    return found.text


@pytest.mark.parametrize(
    ("chances", "first"), [({"n1": 0.9, "n2": 0.1}, "is blue"), ({"n1": 0.1, "n2": 0.9}, "from 2020")]
)
def test_the_sentence_that_the_model_thinks_likeliest_is_said(chances: dict[str, float], first: str) -> None:
    order = [one.text for one in weighed()]
    assert "blue" in order[0]
    said = answer(Chooser(**chances))
    assert first in said
    assert said.count("[") == 1


def test_nothing_is_said_that_no_note_says_and_nothing_that_the_notes_do_not_support() -> None:
    assert answer(Chooser(n1=0.9), "Who won the race on Mars?").startswith("Your notes do not say")
    assert all(part.rstrip(" [12]") in TEXT for part in answer(Chooser(n1=0.5, n2=0.5)).split(". ")[:1])


def test_one_sentence_needs_no_choice() -> None:
    model = Chooser(n1=0.9)
    found = answer_by_choice(QUESTION, passages(), weighed()[:1], model, read_note=lambda _: TEXT)
    assert model.asked == []
    assert "blue" in found.text


def test_chances_are_shares_of_the_numbers_and_of_none() -> None:
    chances = chances_of(QUESTION, weighed()[:2], Chooser(n1=0.2, n2=0.2, n0=0.4, n7=0.1, The=0.1))
    assert chances == pytest.approx({0: 0.25, 1: 0.25})
    assert chances_of(QUESTION, weighed()[:2], Chooser(The=0.9)) == {}


def test_a_model_chooses_among_rows_as_they_are_read() -> None:
    table = "| Pump | Year |\n|---|---|\n| of the garden | 2020 |\n| of the well | 2021 |\n"
    weighed = weigh_sentences("Which pump of the garden?", passages(table), read_note=lambda _: table)
    model = Chooser(n1=0.9)
    chances_of(QUESTION, weighed, model)
    assert "1. <<< Pump: of the garden; Year: 2020 >>>" in model.asked[0][-1].text


def test_sentences_stand_numbered_behind_their_fence() -> None:
    model = Chooser(n1=0.9)
    chances_of(QUESTION, weighed()[:2], model)
    assert "1. <<< The pump of the garden is blue. >>>\n2. <<< The pump" in model.asked[0][-1].text
