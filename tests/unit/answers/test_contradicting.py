from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.contradicting import clash_of, without_contradictions
from vaultmind.answers.correcting import corrections_in
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span


def passage(number: int, text: str) -> Passage:
    return Passage(
        number, Chunk(NotePath(f"{'ABC'[number]}.md"), 0, Span(0, len(text)), (1, 1), (), str(number), text), 1.0
    )


def clash(question: str, one: str, other: str, *, same_passage: bool = False) -> tuple[str, str] | None:
    first, second = passage(1, one), passage(1 if same_passage else 2, other)
    found = clash_of(question, [(1, first, one)], [(first, one), (second, other)])
    return None if found is None else found.differs


DEEP, WHO, WHEN = "Какой глубины колодец?", "Кто привил Титовку?", "Когда белили яблони?"


@pytest.mark.parametrize(
    ("question", "one", "other", "differs"),
    [
        (DEEP, "Глубина колодца 12 метров.", "Глубина колодца 14 метров.", ("12 метров", "14 метров")),
        (WHO, "Старую Титовку привил Пётр.", "Старую Титовку привил Игорь.", ("Пётр", "Игорь")),
        (WHEN, "Яблони белили 28 октября.", "Яблони белили 30 октября.", ("28 октября", "30 октября")),
        (
            "How deep is the well?",
            "The well is twelve metres deep.",
            "The well is 14 metres deep.",
            ("twelve metres", "14 metres"),
        ),
        (WHO, "Титовку привил Dr. Hale.", "Титовку привил Dr. Brown.", ("Dr. Hale", "Dr. Brown")),
        ("Who is the dentist?", "Dr. Hale is the dentist.", "Dr. Brown is the dentist.", ("Dr. Hale", "Dr. Brown")),
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


WHEN_BACKUPS, BUS = "Когда идут копии?", "When does the bus leave?"


@pytest.mark.parametrize(
    ("question", "said", "one", "other", "contradict"),
    [
        (WHEN_BACKUPS, "Копии идут в {}.", "02:00", "04:00", True),
        (WHEN_BACKUPS, "Копии идут в {} каждую ночь.", "02:30", "04:15", True),
        (WHEN_BACKUPS, "Копии идут в {}.", "14.30", "16:30", True),
        (WHEN_BACKUPS, "Копии идут в {}.", "14.30", "14:30", False),
        (WHEN_BACKUPS, "Копии идут 5 мая в {}.", "2:05", "02:05", False),
        (BUS, "The bus leaves at {}.", "2:00 pm", "15:00", True),
        (BUS, "The bus leaves at {}.", "2 pm", "4 p.m.", True),
        (BUS, "The bus leaves at {}.", "2:00 pm", "14:00", False),
        (BUS, "The bus leaves at {}.", "12 am", "0:00", False),
        (BUS, "The bus leaves at {}.", "14:00", "14", False),
        (BUS, "The bus leaves on {}.", "May 9, 2024", "2024-05-10", True),
        (BUS, "The bus leaves on {}.", "May 9, 2024", "2024-05-09", False),
        ("Сколько весит насос?", "Насос весит {}.", "1 кг", "900 г", True),
        ("Сколько весит насос?", "Насос весит {}.", "1 кг", "1000 г", False),
        ("Сколько весит насос?", "Насос весит {}.", "полтора кг", "1,5 килограмма", False),
        ("How heavy is the pump?", "The pump weighs {}.", "1.5 kg", "1,500 g", False),
        ("How heavy is the pump?", "The pump weighs {}.", "0.5 t", "600 kg", True),
        ("How long does the bread rise?", "The bread rises {}.", "1.5 h", "90 min", False),
        ("How long does the bread rise?", "The bread rises {}.", "1.5 hours", "two hours", True),
        ("Сколько поднимается хлеб?", "Хлеб поднимается {}.", "1,5 часа", "90 минут", False),
        ("Сколько поднимается хлеб?", "Хлеб поднимается {}.", "две недели", "14 дней", False),
        ("Сколько поднимается хлеб?", "Хлеб поднимается {}.", "2–3 часа", "2–4 часа", True),
        ("How wide is the door?", "The door is {} wide.", "90 cm", "0.9 m", False),
        ("How wide is the door?", "The door is {} wide.", "90 cm", "1 m", True),
        ("How much does the tank hold?", "The tank holds {}.", "1.2 l", "1200 ml", False),
        ("How warm is the oven?", "The oven is at {}.", "20 °C", "68 °F", False),
        ("How warm is the oven?", "The oven is at {}.", "−18 °C", "+18 °C", True),
        ("How much is the pump?", "The pump costs {}.", "€90", "€95", True),
        ("How much is the pump?", "The pump costs {}.", "90 euros", "95 euros", True),
        ("Who checks the pump?", "The pump is checked by {}.", "Anna Schmidt", "Anna Weber", True),
        ("Кто проверяет насос?", "Насос проверяет {}.", "Пётр Ильич", "Пётр Семёнович", True),
        ("How many rooms has the house?", "The house has {}.", "12 rooms", "14 rooms", True),
        ("How many rooms has the house?", "The house has {} now.", "12", "14", True),
        ("How much memory does the server have?", "The server has {} of memory.", "32 GB", "16 GB", True),
        ("How much memory does the server have?", "The server has {} of memory.", "32GB", "16GB", True),
        ("How much memory does the server have?", "The server has {} of memory.", "32 GB", "32 MB", True),
        ("Сколько памяти у сервера?", "У сервера {} памяти.", "32 Гб", "16 Гб", True),
        ("Сколько памяти у сервера?", "У сервера {} памяти.", "32Гб", "32 Гб", False),
        ("How long is the path?", "The path is {} long.", "5 km", "7 km", True),
        ("How fast is the boat?", "The boat does {} at most.", "5 km/h", "7 km/h", True),
        ("How warm is the barn?", "The barn is kept at {}.", "5 °C", "7 °C", True),
        ("How warm is the barn?", "The barn is kept at {}.", "5°", "7°", True),
        ("What does the pump cost?", "The pump costs {}.", "$5", "$7", True),
        ("What does the pump cost?", "The pump costs {}.", "£5", "£7", True),
        ("What does the pump cost?", "The pump costs {}.", "EUR 5", "EUR 7", True),
        ("Сколько стоит насос?", "Насос стоит {}.", "5 тыс. руб", "7 тыс. руб", True),
        ("How moist is the soil?", "The soil is moist to {}.", "12 %", "15 %", True),
        ("What is the boiler pressure?", "The boiler pressure is {}.", "1.5 bar", "2.1 bar", True),
        ("Какая мощность котла?", "Мощность котла {}.", "24 кВт", "28 кВт", True),
        ("How big is the garden?", "The garden is {} large.", "600 square metres", "800 square metres", True),
        ("How big is the garden?", "The garden is {} large.", "600 m²", "800 m²", True),
        ("When does the lease end?", "The lease ends in {} for good.", "2024", "2025", True),
    ],
)
def test_what_differs_is_said_as_the_notes_write_it_and_is_the_same_in_other_units(
    question: str, said: str, one: str, other: str, contradict: bool
) -> None:
    expected = (one, other) if contradict else None
    assert clash(question, said.format(one), said.format(other)) == expected
    assert clash(question, said.format(other), said.format(one)) == (expected and expected[::-1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Coffee is good for the liver, says Dr. Hale.", "Coffee is not good for the liver, says Dr. Brown."),
        ("Coffee is good for the liver.", "Coffee is not good for the liver, according to Brown."),
        ("Кофе полезен для печени, по словам Хейла.", "Кофе не полезен для печени, говорит доктор Браун."),
        ("Кофе полезен для печени, считает Хейл.", "Кофе не полезен для печени."),
    ],
)
def test_two_who_are_named_for_a_yes_and_a_no_contradict_each_other(one: str, other: str) -> None:
    question = "Is coffee good for the liver?" if "Coffee" in one else "Полезен ли кофе для печени?"
    assert clash(question, one, other) == (one, other)


def test_a_number_in_brackets_of_the_notes_own_is_no_mark_in_what_is_told() -> None:
    one, other = passage(1, "Колодец глубиной 12 метров."), passage(2, "Колодец глубиной 14 метров [2].")
    found = clash_of(DEEP, [(1, one, one.chunk.text)], [(other, other.chunk.text)])
    assert found is not None
    assert found.in_words(DEEP, 2).endswith(r"14 метров [2]: «Колодец глубиной 14 метров \[2\]».")


SUGAR, PER = "Сколько сахара на килограмм вишни?", "На килограмм вишни берут"


@pytest.mark.parametrize(
    ("question", "one", "other", "differs"),
    [
        (SUGAR, f"{PER} полтора кг сахара.", f"{PER} килограмм сахара.", ("полтора кг", "килограмм")),
        (SUGAR, f"{PER} кило сахара.", "На 1 кг вишни берут 2 кг сахара.", ("кило", "2 кг")),
        ("How much sugar?", "It needs a kilo of sugar.", "Cherries need 2 kg of sugar.", None),
        ("How much sugar?", "Jam needs a kilo of sugar.", "Jam needs 2 kg of sugar.", ("a kilo", "2 kg")),
        ("Сколько варить?", "Варенье варят полчаса.", "Варенье варят час.", ("полчаса", "час")),
        (SUGAR, f"{PER} кило сахара.", "На 1 кг вишни берут 1 кг сахара.", None),
        (SUGAR, f"{PER} килограмм сахара.", "На два килограмма вишни берут два килограмма сахара.", None),
        (SUGAR, f"{PER} килограмм сахара.", "На килограмм сливы берут полтора килограмма сахара.", None),
        (SUGAR, f"{PER} килограмм сахара.", f"{PER} 1000 г сахара.", None),
        (SUGAR, f"Сейчас {PER} кило сахара.", f"Сейчас {PER} полтора кило сахара.", None),
        ("How long does it boil?", "The jam boils an hour.", "The jam boils 60 minutes.", None),
        ("Сколько варить?", "Варенье варят полчаса.", "Варенье варят 0,5 часа.", None),
        ("Когда обед?", "Обед варят в полдень.", "Обед варят в день приезда.", None),
    ],
)
def test_another_amount_in_the_same_words_contradicts(
    question: str, one: str, other: str, differs: tuple[str, str] | None
) -> None:
    assert clash(question, one, other) == differs
    assert clash(question, other, one) == (differs and differs[::-1])


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


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Is Г-7 safe?", "Г-7 is safe.", "Г-7 is not safe."),
        ("Is Г-7 safe?", "Г-7 isn't safe.", "Г-7 is safe."),
        ("Нужен ли полив?", "Полив нужен.", "Полив не нужен."),
        ("Можно ли белить весной?", "Белить весной можно.", "Белить весной нельзя."),
        ("Does the pump need oil?", "The pump needs oil.", "The pump does not need oil."),
        ("Can the gate be locked?", "The gate can be locked.", "The gate cannot be locked."),
        ("Надо ли кипятить крышки?", "Крышки кипятить десять минут.", "Крышки не кипятить, а ошпаривать."),
        ("Надо ли кипятить крышки?", "Крышки надо кипятить.", "Крышки не кипятить, а ошпаривать."),
    ],
)
def test_the_same_said_with_a_no_contradicts(question: str, one: str, other: str) -> None:
    assert clash(question, one, other) == (one, other)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Is it safe?", "It is safe.", "It is not safe."),
        ("Нужен ли полив?", "Полив весной нужен.", "Полив осенью не нужен."),
        ("Нужен ли полив?", "Полив нужен.", "Если идёт дождь, полив не нужен."),
        ("Нужен ли полив?", "Полив нужен.", "Пока полив не нужен."),
        ("Нужен ли полив?", "Сейчас полив нужен.", "Сейчас полив не нужен."),
        ("Is the pump safe?", "The old pump is safe.", "The new pump is not safe."),
        ("Is the pump safe?", "The pump is safe for children.", "The pump is not safe for dogs."),
        ("Is the pump safe?", "The pump is not safe.", "The pump is not only safe."),
        ("Is the pump safe?", "The pump is safe.", "The pump is safe, not loud."),
        ("Is the pump safe?", "The pump is safe, not loud.", "The pump is safe and loud."),
        ("Кто обрезает грушу?", "Пётр обрезает грушу.", "Не Пётр обрезает грушу каждый год."),
        ("Does Ann like tea?", "Ann likes tea.", "Ann does not like cold tea."),
        ("Is the well deep?", "The well is deep.", "The well is not 12 metres deep."),
        ("Что не так с забором?", "Забор не красили.", "Забор не чинили."),
        ("Is the gate locked?", "The gate is locked at night.", "The gate is not locked by day."),
        ("Есть ли вода в колодце?", "Вода в колодце есть.", "Воды в колодце нет с 2020 года."),
        ("Работает ли насос?", "Насос работает.", "Насос не работает без масла."),
        ("Is the oak ill?", "The oak is ill.", "The ill oak is not here."),
        ("Нужна ли известь?", "Известь нужна.", "Нужна не известь, а глина."),
        ("Is frost a danger?", "Frost is a danger to buds.", "Frost is no danger to roots."),
        ("Was the fence paid?", "The fence was paid in May.", "The fence was not paid in April."),
        ("What is the pressure?", "The pressure is 1.5 bar.", "The pump pressure is not 1.5 bar, it is 2.1 bar."),
        ("What is the pressure?", "The pressure is 1.5 bar.", "The pressure is not only 1.5 bar, but up to 2.1 bar."),
        ("What is the pressure?", "The pressure is 1.5 bar.", "If the pressure is not 1.5 bar, it is faulty."),
        ("Кто обрезает грушу?", "Весной грушу обрезает Пётр.", "Грушу осенью обрезает не Пётр, а Игорь."),
        ("Is coffee good?", "Coffee is good for the liver.", "Some say coffee is not good for the liver, but tea is."),
        ("Is coffee good?", "Coffee is good for the liver.", "Is coffee not good for the liver?"),
        ("Надо ли кипятить крышки?", "Крышки надо кипятить.", "Возможно, крышки не надо кипятить."),
        ("How far is the lake?", "The lake is 10 km away.", "The lake is not 10 miles away, it is 6.2 miles away."),
        ("Кто врач?", "Проф. Иванов лечит сердце.", "Проф. Петров лечит глаза."),
        ("Who came?", "Dr. Hale came to dinner.", "Dr. Brown also came to dinner."),
    ],
)
def test_a_no_to_something_else_does_not_contradict(question: str, one: str, other: str) -> None:
    assert clash(question, one, other) is None


BOILER, KOTEL = "What is the boiler pressure?", "Какое давление в котле?"
IS_READ, IST = "The boiler pressure is 1.5 bar.", "Давление в котле 1,5 бар."


@pytest.mark.parametrize(
    ("question", "claimed", "correcting", "differs"),
    [
        (BOILER, IS_READ, "The boiler pressure is not 1.5 bar, it is 2.1 bar.", ("1.5 bar", "2.1 bar")),
        (BOILER, IS_READ, "Measured again: the boiler pressure isn’t 1.5 bar, it’s 2.1 bar.", ("1.5 bar", "2.1 bar")),
        (BOILER, IS_READ, "Boiler pressure: not 1.5 bar but 2.1 bar.", ("1.5 bar", "2.1 bar")),
        (BOILER, IS_READ, "The boiler pressure is no longer 1.5 bar, now it is 2.1 bar.", ("1.5 bar", "2.1 bar")),
        (BOILER, IS_READ, "The boiler pressure is 1.5 bar no longer, now it is 2.1 bar.", ("1.5 bar", "2.1 bar")),
        (BOILER, IS_READ, "The boiler pressure is 2.1 bar, not 1.5 bar.", ("1.5 bar", "2.1 bar")),
        (BOILER, IS_READ, "The boiler pressure is 2.1 bar (not 1.5 bar).", ("1.5 bar", "2.1 bar")),
        (BOILER, IS_READ, "The boiler pressure is 2.1 bar instead of 1.5 bar.", ("1.5 bar", "2.1 bar")),
        (
            BOILER,
            "The pressure of the boiler: 1.5 bar.",
            "Boiler pressure is 2.1 bar, not 1.5.",
            ("1.5 bar", "2.1 bar"),
        ),
        (KOTEL, IST, "Давление в котле не 1,5 бар, а 2,1 бар.", ("1,5 бар", "2,1 бар")),
        (KOTEL, IST, "Давление в котле больше не 1,5 бар, теперь 2,1 бар.", ("1,5 бар", "2,1 бар")),
        (KOTEL, IST, "Давление в котле уже не 1,5 бар, а 2,1 бар.", ("1,5 бар", "2,1 бар")),
        (KOTEL, IST, "Давление в котле 2,1 бар, а не 1,5 бар.", ("1,5 бар", "2,1 бар")),
        (KOTEL, IST, "Давление в котле 2,1 бар вместо 1,5 бар.", ("1,5 бар", "2,1 бар")),
        ("Кто обрезает грушу?", "Грушу обрезает Пётр.", "Грушу обрезает не Пётр, а Игорь.", ("Пётр", "Игорь")),
        ("Who dug the well?", "Ivan dug the well.", "The well was dug not by Ivan but by Peter.", ("Ivan", "Peter")),
        (
            "When is the meeting?",
            "The meeting is on 3 May.",
            "The meeting is on 5 May, not on 3 May.",
            ("3 May", "5 May"),
        ),
        (BOILER, IS_READ, "The boiler pressure is not 3 bar, it is 2.1 bar.", None),
        (BOILER, IS_READ, "The boiler pressure is not 3 bar, it is 1.5 bar.", None),
        (BOILER, IS_READ, "The boiler pressure is not only 1.5 bar, it is 2.1 bar in winter.", None),
        (BOILER, IS_READ, "If the boiler pressure is not 1.5 bar, it is 2.1 bar.", None),
        (BOILER, IS_READ, "Is the boiler pressure not 1.5 bar, is it 2.1 bar?", None),
        (BOILER, IS_READ, "The pump pressure is not 1.5 bar, it is 2.1 bar.", None),
        (BOILER, IS_READ, "The boiler pressure is not below 1.5 bar, it is fine.", None),
        (KOTEL, "Давление в котле не 1,5 бар, а 2,1 бар.", "Давление в котле 2,1 бар, а не 1,5 бар.", None),
        (KOTEL, "Давление в котле 2,1 бар.", "Давление в котле не 1,5 бар, а 2,1 бар.", None),
    ],
)
def test_a_correction_says_what_is_so_against_what_it_denies_also_on_another_day(
    question: str, claimed: str, correcting: str, differs: tuple[str, str] | None
) -> None:
    said = [
        Passage(number, Chunk(NotePath(note), 0, Span(0, len(text)), (1, 1), (), note, text), 1.0)
        for number, (note, text) in enumerate((("Day/2024-05-03.md", claimed), ("Day/2024-06-11.md", correcting)))
    ]
    found = clash_of(question, [(1, said[0], claimed)], [(said[1], correcting)])
    assert (found and found.differs) == differs
    turned = clash_of(question, [(1, said[1], correcting)], [(said[0], claimed)])
    assert (turned and turned.differs) == (differs and differs[::-1])


@given(st.text(alphabet="not ,;—it is but не а 1.5bar?n'tlonger", max_size=80))
def test_every_sentence_can_be_read_for_corrections(sentence: str) -> None:
    assert all(one.denied and one.stated for one in corrections_in(sentence))


@pytest.mark.parametrize(
    ("first", "second", "contradicts"),
    [
        (("Garden.md", ()), ("Plan.md", ()), True),
        (("Trees/Oak.md", ()), ("Trees/Ash.md", ()), False),
        (("Diary/2024-05-09.md", ()), ("Diary/2025-05-09.md", ()), False),
        (("Garden.md", ("Spring",)), ("Plan.md", ("Autumn",)), False),
        (("Garden.md", ("Spring",)), ("Garden.md", ("Autumn",)), False),
        (("Oak.md", ()), ("Ash.md", ()), True),
        (("Oak.md", ("Oak",)), ("Ash.md", ("Ash",)), True),
        (("Oak.md", ("The old oak",)), ("Ash.md", ("Ash", "Spring")), True),
        (("Oak.md", ("Oak", "Spring")), ("Ash.md", ("Ash", "Autumn")), False),
        (("1.md", ("Oak",)), ("2.md", ("Ash",)), False),
    ],
)
@pytest.mark.parametrize("denied", ["Pruning is not needed.", "Pruning is not needed, but watering."])
def test_notes_of_a_row_speak_each_of_its_own(
    first: tuple[str, tuple[str, ...]], second: tuple[str, tuple[str, ...]], contradicts: bool, denied: str
) -> None:
    texts = ("Pruning is needed.", denied)
    one, other = (
        Passage(number, Chunk(NotePath(note), 0, Span(0, 9), (1, 1), heading, note, text), 1.0)
        for number, ((note, heading), text) in enumerate(zip((first, second), texts, strict=True))
    )
    found = clash_of("Is pruning needed?", [(1, one, texts[0])], [(other, texts[1])])
    assert (found is not None) is contradicts


def test_of_two_notes_the_question_names_one() -> None:
    one, other = passage(1, "Обрезка нужна."), passage(2, "Обрезка не нужна.")
    beside = replace(other, chunk=replace(other.chunk, note=NotePath("Титовка.md")))
    assert clash_of("Нужна ли обрезка Титовке?", [(1, one, one.chunk.text)], [(beside, other.chunk.text)]) is None


def test_both_sentences_are_said_where_one_says_no() -> None:
    one, other = passage(1, "Полив нужен."), passage(2, "Полив не нужен.")
    found = clash_of("Нужен ли полив?", [(1, one, one.chunk.text)], [(other, other.chunk.text)])
    assert found is not None
    assert found.in_words("Нужен ли полив?", 2) == (
        "Заметки противоречат друг другу: «Полив нужен» [1], но «Полив не нужен» [2]."
    )


def test_the_longer_of_two_may_contradict() -> None:
    longer = "The old well in the yard is 14 metres deep."
    assert clash("How deep is the well?", "The well is 12 metres deep.", longer) == ("12 metres", "14 metres")


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
