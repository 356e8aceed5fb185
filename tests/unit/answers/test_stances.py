import doctest

import pytest

from vaultmind.answers.recipes import stances
from vaultmind.answers.recipes.stances import says
from vaultmind.domain.recipe import PartSays


@pytest.mark.parametrize(
    "text",
    [
        "Wax each cut at once, see the card.",
        "Never stronger on green tissue; it burns.",
        "Cut a limb back to 6–8 cm across, slit the bark 4 cm down, tie, wax.",
        "Next time: turn the water on before +1 °C, not after.",
        "One spray of granulosis virus there on 19 June, none elsewhere.",
        "Below that we do nothing.",
        "The pump must be drained before frost.",
        "On windy days we wax the tip first.",
        "Overwinters in fallen leaves, so the cheapest treatment is a rake.",
        "Зачистите поражённое место до здоровой древесины.",
        "Плавить канифоль, добавить воск, снять с огня, сало последним.",
        "Крупные чистим ножом, сутки сушим, потом замазка из глины.",
        "Храним в погребе при +1…+2 °C, в мокрой мешковине.",
        "Плёнку надо снять через шесть недель.",
        "Не закрывать крышку до утра.",
        "Старую яблоню нельзя омолодить за один раз.",
        "Мы поливаем их утром.",
    ],
)
def test_it_tells_what_to_do(text: str) -> None:
    assert says(text, PartSays.INSTRUCTION)


@pytest.mark.parametrize(
    "text",
    [
        "Wax was cold that day.",
        "The three failures were all on A-5.",
        "The year ended at 210 kg against 640 the year before.",
        "What do I do with the wax?",
        "Keeps the Cider log and the trap counts.",
        "Two scions in each, tied with tape.",
        "Переводить друг друга договорились только вслух.",
        "Часть деревьев вымерзла зимой.",
        "Печать стояла на обороте письма.",
        "Письмо пришло 14 марта 2025 года.",
        "Глубина скважины — 18 метров, дебит полтора куба в час.",
        "Боровинка созревает в августе.",
        "Что делать летом?",
    ],
)
def test_it_does_not_tell_what_to_do(text: str) -> None:
    assert not says(text, PartSays.INSTRUCTION)


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("Never stronger on green tissue; it burns.", True),
        ("Wax it, or else the cut dries.", True),
        ("If left bare, a limb lets canker in.", True),
        ("A bare limb dies back from the cut.", True),
        ("Старую яблоню нельзя омолодить за один раз: вырастет лес волчков.", True),
        ("Снять её надо через шесть недель, иначе врежется.", True),
        ("Не закрывать крышку: закиснет.", True),
        ("If it rains, we stay in.", False),
        ("Twelve bark grafts, two scions in each.", False),
        ("Снимать надо в августе.", False),
    ],
)
def test_it_tells_what_follows(text: str, follows: bool) -> None:
    assert says(text, PartSays.CONSEQUENCE) is follows


def test_any_sentence_says_anything() -> None:
    assert says("Frogs.", PartSays.ANYTHING)


def test_the_examples_hold() -> None:
    assert doctest.testmod(stances).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "Погибли четыре яблони и три груши.",
        "Без этого крыша не простоит и года.",
        "Затяжка ведет к потере урожая.",
        "Трубы зимой могут лопнуть.",
        "The pipes may burst or freeze; the pump could leak.",
        "Without it the disk is not read.",
        "A cold pot led to three dead grafts.",
        "Drain the hose or it will crack.",
    ],
)
def test_harm_that_is_told_is_what_follows(text: str) -> None:
    assert says(text, PartSays.CONSEQUENCE)


def test_what_was_done_once_is_told() -> None:
    assert not says("Приехали рано, чтобы не стоять в очереди.", PartSays.INSTRUCTION)


@pytest.mark.parametrize(
    "text",
    [
        "Срез делаем косым, чтобы не стояла вода.",
        "Чтобы не было сырости, открыть отдушину в октябре.",
        "Ventilate in the morning so that blight does not come back.",
        "The cuts are waxed at once, lest they dry.",
    ],
)
def test_what_is_done_so_that_a_thing_does_not_happen_is_the_way_out_of_it(text: str) -> None:
    assert says(text, PartSays.INSTRUCTION)
    assert not says(text, PartSays.CONSEQUENCE)


@pytest.mark.parametrize(
    "text",
    [
        "Из-за этого в шаблон добавлены два поля.",
        "As a result, the form has two more fields.",
        "Можем сломать старый сарай летом сами.",
        "Without sugar the cake is fine.",
        "He led the men to the barn.",
    ],
)
def test_what_is_no_harm_is_no_consequence(text: str) -> None:
    assert not says(text, PartSays.CONSEQUENCE)
