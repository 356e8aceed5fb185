import numpy as np
import pytest

from vaultmind.answers.names_alone import say_a_name_alone

SENTENCES = ("Mark is the brother of Judith.", "Mark mends bows in Leeds.", "The bow is old.")


class Near:
    """Meanings of which each word is as near to each of the sentences as ``nearness`` says, in order."""

    def __init__(self, *nearness: float) -> None:
        self.nearness = nearness

    def of_question(self, text: str) -> np.ndarray:
        return np.array(self.nearness, dtype=np.float32)


@pytest.mark.parametrize(
    ("question", "nearness", "alone"),
    [
        ("Who is Mark's wife?", (0.3, 0.3, 0.3), [True, True, True]),
        ("Who is Mark's sister?", (0.4, 0.2, 0.2), [False, True, True]),
        ("Who is Mark's brother?", (0.3, 0.3, 0.3), [False, True, True]),
        ("Who is the aunt of Mark and Judith?", (0.3, 0.3, 0.3), [False, True, True]),
        ("Who mends a bow?", (0.3, 0.3, 0.3), [False, False, False]),
        ("Which teacher of the town school has Mark liked?", (0.3, 0.3, 0.3), [False, False, False]),
    ],
)
def test_a_sentence_speaks_of_what_is_asked_of_a_name_in_a_word_or_its_meaning(
    question: str, nearness: tuple[float, ...], alone: list[bool]
) -> None:
    vectors = np.eye(3, dtype=np.float32)
    assert say_a_name_alone(question, SENTENCES, vectors, Near(*nearness)) == alone  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "alone"),
    [("Чем занят Степан?", False), ("Кто жена Степана?", True), ("Какие насосы у Степана?", False)],
)
def test_a_verb_may_be_told_of_by_anything(question: str, alone: bool) -> None:
    meaning = Near(0.3)
    found = say_a_name_alone(question, ["Степан чинит насосы."], np.eye(1, dtype=np.float32), meaning)  # type: ignore[arg-type]
    assert found == [alone]
