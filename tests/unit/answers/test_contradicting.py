import pytest

from vaultmind.answers.contradicting import clash_of, without_contradictions
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span


def passage(number: int, text: str) -> Passage:
    return Passage(number, Chunk(NotePath(f"{number}.md"), 0, Span(0, len(text)), (1, 1), (), str(number), text), 1.0)


def clash(question: str, one: str, other: str, *, same_passage: bool = False) -> tuple[str, str] | None:
    first, second = passage(1, one), passage(1 if same_passage else 2, other)
    found = clash_of(question, [(1, first, one)], [(first, one), (second, other)])
    return None if found is None else found.differs


DEEP, WHO, WHEN = "Какой глубины колодец?", "Кто привил Титовку?", "Когда белили яблони?"


@pytest.mark.parametrize(
    ("question", "one", "other", "differs"),
    [
        (DEEP, "Глубина колодца 12 метров.", "Глубина колодца 14 метров.", ("12", "14")),
        (WHO, "Старую Титовку привил Пётр.", "Старую Титовку привил Игорь.", ("Пётр", "Игорь")),
        (WHEN, "Яблони белили 28 октября.", "Яблони белили 30 октября.", ("28 октября", "30 октября")),
        ("How deep is the well?", "The well is twelve metres deep.", "The well is 14 metres deep.", ("12", "14")),
        (WHEN, "В 2023 яблони белили 28 октября.", "В 2024 яблони белили 30 октября.", None),
        (DEEP, "Глубина колодца 12 метров.", "Глубина колодца двенадцать метров.", None),
        (DEEP, "Глубина колодца 12 метров.", "Пруд вырыт 14 лет назад.", None),
        (DEEP, "| колодец | 12 |", "| колодец | 14 |", None),
        ("Сколько стоит насос?", "Насос стоит 90 евро.", "Колодец стоит 95 евро.", None),
    ],
)
def test_another_number_date_or_name_for_the_same_contradicts(
    question: str, one: str, other: str, differs: tuple[str, str] | None
) -> None:
    assert clash(question, one, other) == differs


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("What does the bike cost?", "The red bike costs 400 euros.", "The blue bike costs 550 euros."),
        ("Сколько едет поезд?", "Поезд из Москвы в Тверь едет 2 часа.", "Поезд из Твери в Москву едет 3 часа."),
        ("When did we meet?", "We met Ann on 3 May.", "We also met Ann on 10 May."),
        ("Which port is open?", "The port 443 is open for the web.", "The port 22 is open for ssh."),
        ("How much is the rent?", "The rent is 500 before tax.", "The rent is 430 after tax."),
        ("How far is the lake?", "The lake is 10 km away.", "The lake is 6.2 miles away."),
        ("Какая цена?", "Цена оптом 90 рублей.", "Цена в розницу 120 рублей."),
    ],
)
def test_what_speaks_of_two_things_does_not_contradict(question: str, one: str, other: str) -> None:
    assert clash(question, one, other) is None


def test_the_longer_of_two_may_contradict() -> None:
    longer = "The old well in the yard is 14 metres deep."
    assert clash("How deep is the well?", "The well is 12 metres deep.", longer) == ("12", "14")


def test_one_passage_does_not_contradict_itself() -> None:
    assert clash(DEEP, "Глубина колодца 12 метров.", "Глубина колодца 14 метров.", same_passage=True) is None


@pytest.mark.parametrize(("question", "said"), [(DEEP, "Заметки противоречат друг другу"), ("Deep?", "Your notes")])
def test_it_is_said_in_the_language_of_the_question_and_can_be_taken_off(question: str, said: str) -> None:
    one, other = passage(1, "Глубина колодца 12 метров."), passage(2, "Глубина колодца 14 метров.")
    found = clash_of(DEEP, [(1, one, one.chunk.text)], [(other, other.chunk.text)])
    assert found is not None
    words = found.in_words(question, 2)
    assert words.startswith(said)
    assert words.endswith(("«Глубина колодца 14 метров».", "“Глубина колодца 14 метров”."))
    assert without_contradictions(f"12 [1].\n\n{words}") == "12 [1]."
