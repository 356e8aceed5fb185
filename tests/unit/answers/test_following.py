"""What a follow-up takes from the turns before, and what it must not take: pairs in both languages."""

import doctest

import pytest

from vaultmind.answers import following
from vaultmind.answers.conversation import understand
from vaultmind.answers.following import by_rules, leans_on_history, without_thanks
from vaultmind.domain.conversation import Turn
from vaultmind.domain.link import NotePath
from vaultmind.parsing.morphology import stems_of

WELL = Turn("How deep is the well in the Garden?", "The well is twelve metres deep [1].")

PAIRS = [
    # before, its answer, the follow-up, what it means (None: it stands alone as it is)
    ("Когда привита Титовка?", "", "А Антоновка?", "Когда привита Антоновка?"),
    ("Когда посадили Антоновку?", "", "А про Титовку?", "Когда посадили Титовку?"),
    ("Когда посадили Антоновку?", "", "А что насчёт Титовки?", "Когда посадили Титовки?"),
    ("Когда Дэвид привёз Боровинку?", "", "А Титовку?", "Когда Дэвид привёз Титовку?"),
    ("Как хранить яблоки зимой?", "", "А груши?", "Как хранить груши зимой?"),
    ("Когда собрали яблоки?", "", "А груши?", "Когда собрали груши?"),
    ("Когда обрезают смородину?", "", "А вишню?", "Когда обрезают вишню?"),
    ("Зачем нужна побелка?", "", "А обрезка?", "Зачем нужна обрезка?"),
    ("Сколько деревьев в саду?", "", "А в роще?", "Сколько деревьев в роще?"),
    ("Сколько поливать Титовку летом?", "", "а зимой?", "Сколько поливать Титовку летом зимой?"),
    ("Где стоят ульи?", "", "А зимой?", "Где стоят ульи зимой?"),
    ("Когда привита Титовка?", "", "кто её посадил?", "Кто её посадил (Титовка)?"),
    ("Какой глубины колодец в Саду?", "", "Кто его вырыл?", "Кто его вырыл (глубины колодец Саду)?"),
    ("Кто посадил Титовку?", "Её посадил сосед Дэвид [1].", "А сколько ему лет?", "Сколько ему лет (Дэвид, Титовку)?"),
    ("Когда привита Титовка?", "", "Почему?", "Почему (привита Титовка)?"),
    ("Когда привита Титовка?", "", "а подробнее?", "Подробнее (привита Титовка)?"),
    ("Когда привита Титовка?", "", "Какая высота?", "Какая высота (Титовка)?"),
    ("Когда привита Титовка?", "", "Спасибо, а кто её посадил?", "Кто её посадил (Титовка)?"),
    ("Когда купили насос?", "", "Спасибо", None),
    ("Когда купили насос?", "", "Спасибо!", None),
    ("Когда купили насос?", "", "Понятно.", None),
    ("Когда привита Титовка?", "", "А когда посадили Антоновку?", None),
    ("Когда привита Титовка?", "", "Когда белят стволы яблонь?", None),
    ("Когда привита Титовка?", "", "А что такое кордон?", None),
    ("Когда привита Титовка?", "", "Расскажи про насос", None),
    ("Когда привита Титовка?", "", "А как хранить яблоки зимой в погребе?", None),
    ("Who planted the old Titovka?", "", "What about the Antonovka?", "Who planted the old Antonovka?"),
    ("How deep is the well in the Garden?", "", "And the pond?", "How deep is the pond in the Garden?"),
    ("When was the well dug?", "", "And the pond?", "When was the pond dug?"),
    ("When did the grafts fail?", "", "What about the cuttings?", "When did the cuttings fail?"),
    ("How often do we water the tomatoes?", "", "and in winter?", "How often do we water the tomatoes in winter?"),
    ("How often is the Titovka watered?", "", "And in winter?", "How often is the Titovka watered in winter?"),
    ("How often do we water in summer?", "", "And in winter?", "How often do we water in winter?"),
    ("How many hives are there?", "", "And now?", "How many hives are there now?"),
    ("How deep is the well in the Garden?", "", "why?", "Why (deep well Garden)?"),
    ("How deep is the well in the Garden?", "", "Tell me more", "Tell me more (deep well Garden)?"),
    ("How deep is the well in the Garden?", "", "When was it dug?", "When was it dug (well, Garden)?"),
    ("Who planted the old Titovka?", "By David [1].", "Where does he live?", "Where does David live?"),
    ("Where do we keep the long ladder?", "", "What is the price?", "What is the price (long ladder)?"),
    ("Where do we keep the ladder?", "", "Thanks, and how long is it?", "How long is the ladder?"),
    ("Where does Боровинка stand?", "", "When does it ripen?", "When does Боровинка ripen?"),
    ("Where do we keep the ladder?", "", "How old is its wood?", "How old is its wood (ladder)?"),
    ("Where do we keep the ladder?", "", "Thank you!", None),
    ("Where do we keep the ladder?", "", "ok", None),
    ("Who planted the Titovka?", "", "When was the frost?", None),
    ("Who planted the Titovka?", "", "How do I store apples?", None),
    ("Who planted the Titovka?", "", "And what did Anna say of the pump?", None),
    ("Who planted the Titovka?", "", "What is a cordon?", None),
    ("Who planted the Titovka?", "", "And how often should I water young tomatoes?", None),
    ("Who planted the Titovka?", "", "Tell me about the pump", None),
    ("Какой телефон у Марка?", "", "А у Степана?", "Какой телефон у Степана?"),
    ("Телефон Марка", "", "А у Степана?", "Телефон Степана?"),
    ("Какой телефон Марка?", "", "А у Ольги Петровны?", "Какой телефон Ольги Петровны?"),
    ("Где рыбачит Марк?", "", "А у Камы?", "Где рыбачит Марк у Камы?"),
    ("Какой телефон у Марка?", "", "А телефон Степана?", "Какой телефон у Степана?"),
    ("Какой телефон у Марка?", "", "А почта?", "Какой почта у Марка?"),
    ("What is Mark's phone number?", "", "And Anna's email?", "What is Anna's email?"),
    ("What is Mark's phone number?", "", "And Anna?", "What is Anna's phone number?"),
    ("What is Mark's phone number?", "", "What about Anna's?", "What is Anna's phone number?"),
    ("What is Mark's phone number?", "", "And what is Anna's?", "What is Anna's phone number?"),
    ("What is the phone number of Mark?", "", "And for Anna?", "What is the phone number of Anna?"),
    ("Where does Mark live?", "", "And Anna?", "Where does Anna live?"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "answer", "question", "meant"), PAIRS)
def test_a_follow_up_takes_what_it_needs_and_nothing_else(
    before: str, answer: str, question: str, meant: str | None
) -> None:
    found = understand(question, [Turn(before, answer)])
    assert (found.meant if found is not None else None) == meant


SPOKEN = frozenset(stems_of("Листья отправили в Мичуринск. The leaves were sent to the institute."))


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("А когда отправили листья?", True),
        ("А когда обрезают смородину?", False),
        ("А где лестница?", False),
        ("Где лестница?", False),
        ("А чем поливали?", True),
        ("Кто помог?", True),
        ("Кто придёт?", True),
        ("Когда замёрз?", True),
        ("And when were the leaves sent?", True),
        ("And where is the ladder?", False),
        ("And why fail?", True),
        ("А кто её привил?", True),
    ],
)
def test_a_thing_that_the_turn_and_its_notes_do_not_speak_of_is_another_topic(question: str, leans: bool) -> None:
    assert leans_on_history(question, lambda: SPOKEN) is leans


def test_the_notes_of_the_turn_are_read_only_where_nothing_else_decides() -> None:
    def never() -> frozenset[str]:
        raise AssertionError("read")

    leans = {
        question: leans_on_history(question, never)
        for question in ("А кто её привил?", "А Антоновка?", "Почему?", "Спасибо", "Когда белят стволы яблонь?")
    }
    assert [question for question in leans if leans[question]] == ["А кто её привил?", "А Антоновка?", "Почему?"]
    with pytest.raises(AssertionError, match="read"):
        leans_on_history("А когда отправили листья?", never)


def test_thanks_are_no_turn_that_a_follow_up_leans_on() -> None:
    found = understand("Кто её посадил?", [Turn("Когда привита Титовка?"), Turn("Спасибо")])
    assert found is not None
    assert found.meant == "Кто её посадил (Титовка)?"
    assert understand("Почему?", [Turn("Спасибо!")]) is None
    assert without_thanks("Хорошо ли растёт Титовка?") == "Хорошо ли растёт Титовка?"
    assert without_thanks("Good grafting wax: where is it?") == "Good grafting wax: where is it?"


def test_it_and_they_take_the_thing_of_their_number_of_an_earlier_turn_if_need_be() -> None:
    first = Turn("How many delta traps are hung for the codling moth?")
    second = Turn("At what height are the delta traps?")
    assert by_rules("When do we spray it?", second, [first]) == "When do we spray the codling moth?"
    assert by_rules("When do we buy them?", second, [first]) == "When do we buy the delta traps?"


def test_a_name_that_is_but_a_place_is_not_the_topic() -> None:
    assert by_rules("Who dug it?", WELL) == "Who dug it (well, Garden)?"
    assert by_rules("Где?", Turn("А это?", sources=(NotePath("Деревья/Титовка.md"),))) == "Где (Титовка)?"


def test_the_examples_hold() -> None:
    assert doctest.testmod(following).failed == 0
