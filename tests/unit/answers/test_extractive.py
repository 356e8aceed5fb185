from dataclasses import dataclass

import pytest

from vaultmind.answers.extractive import WeighedSentence, answer_extractively, answer_from, is_asked, may_state
from vaultmind.domain.answer import Answer
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import stems_of


def answered(question: str, text: str, **options: object) -> Answer:
    chunk = Chunk(NotePath("Disks.md"), 0, Span(0, len(text)), (1, 3), (), "Disks", text)
    return answer_extractively(question, [Passage(1, chunk, 1.0)], read_note=lambda _: text, **options)  # type: ignore[arg-type]


TABLE = "| Disk | Size of the disk |\n| --- | --- |\n| The disk of the NAS | 4 TB |\n"


def test_a_tables_header_answers_nothing_and_its_rows_do() -> None:
    answer = answered("What is the size of the disk of the NAS?", TABLE)
    assert answer.text == "Disk: The disk of the NAS; Size of the disk: 4 TB [1]"
    assert answer.citations[0].quote == "| The disk of the NAS | 4 TB |"
    assert answer.citations[0].verified


@pytest.mark.parametrize(
    ("sentence", "question", "may"),
    [
        ("See also: [[Water]], [[Soil]]", "What is soil?", False),
        ("Часть статьи [[Immune system]]", "Что такое immune system?", False),
        ("[a](b.md), [c](d.md)", "Who?", False),
        ("Автор: [[Иванов]]", "Кто автор книги?", True),
        ("The well was dug by [[Ivan]] in spring.", "Who dug the well?", True),
        ("# Heading of a note", "What?", False),
        ("Is it deep?", "What?", False),
    ],
)
def test_what_can_state_something_by_its_form(sentence: str, question: str, may: bool) -> None:
    assert may_state(sentence, set(stems_of(question))) is may


@pytest.mark.parametrize(("question", "is_there"), [("Что такое Г-7?", True), ("Что такое Д-7?", False)])
def test_a_mark_of_a_letter_and_a_number_is_asked_for(question: str, is_there: bool) -> None:
    chunk = Chunk(NotePath("Trees.md"), 0, Span(0, 20), (1, 1), (), "Trees", "Дерево Г-7 — антоновка.")
    assert is_asked(question, [Passage(1, chunk, 1.0)], None) is is_there


def test_a_sentence_is_a_statement_with_its_source_and_its_dead_links() -> None:
    text = "The pump of the garden stands in [[Shed]]. The pump of the garden was bought in 2020."
    answer = answered("Where is the pump of the garden?", text, leads_somewhere=lambda target: target != "Shed")
    first, *_ = answer.statements
    assert first.span.of(answer.text) == "The pump of the garden stands in [[Shed]]. [1]"
    assert (first.citations, first.missing) == ((1,), ("[[Shed]]",))
    assert answer.notices == ("Leads nowhere: [[Shed]].",)
    assert [statement.span.of(answer.text)[-3:] for statement in answer.statements] == ["[1]", "[2]"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The pine of the yard is 18 metres high [7].", r"The pine of the yard is 18 metres high \[7\]. [1]"),
        ("The pine of the yard is `heights[7]` high.", "The pine of the yard is `heights[7]` high. [1]"),
        ("The pine of the yard is [7](a.md) high.", "The pine of the yard is [7](a.md) high. [1]"),
    ],
)
def test_a_number_in_brackets_of_the_note_is_no_citation(written: str, shown: str) -> None:
    answer = answered("How high is the pine of the yard?", written)
    assert answer.text == shown
    assert answer.citations[0].verified


@pytest.mark.parametrize(
    ("elsewhere", "behind", "is_said"), [(False, 0.07, True), (True, 0.07, False), (True, 0.03, True)]
)
def test_a_sentence_of_another_note_must_come_nearer_to_the_best(elsewhere: bool, behind: float, is_said: bool) -> None:
    texts = {"Pump.md": "The pump is in the shed. It is red.", "Sump.md": "It is red."}
    passages = [
        Passage(1, Chunk(NotePath(note), 0, Span(0, len(text)), (1, 1), (), note, text), 1.0)
        for note, text in texts.items()
    ]
    weighed = [
        WeighedSentence("The pump is in the shed.", passages[0], 0, False, 1.0, margin=0.3, choice=0.8),
        WeighedSentence("It is red.", passages[elsewhere], int(elsewhere), False, 1.0, margin=0.3, choice=0.8 - behind),
    ]
    answer = answer_from("Where is the pump?", passages, weighed, read_note=texts.get)  # type: ignore[arg-type]
    assert ("It is red. [2]" in answer.text) is is_said


def test_a_note_answers_the_question_that_is_its_title_though_no_sentence_says_it_again() -> None:
    text = "They turn all day long."
    assert answered("What are disks?", text).text == "They turn all day long. [1]"
    assert answered("What are red disks?", text).refused


def test_a_refusal_makes_no_statement() -> None:
    assert answered("Какая погода на Марсе?", TABLE).statements == ()
    assert answered("Какая погода на Марсе?", TABLE).text == "В ваших заметках об этом не сказано."


class AllAlike:
    """Meanings of which each is as near to every other as can be; reads the words of ``words`` as words."""

    def __init__(self, *words: str, nearness: float = 0.9, own: float | None = None) -> None:
        self.words = words
        self.nearness = nearness
        self.own = nearness if own is None else own

    def of_question(self, text: str) -> str:
        return text

    def of_texts(self, texts: list[str]) -> "AllAlike.Texts":
        return AllAlike.Texts(self, texts)

    @dataclass
    class Texts:
        """Texts whose product with a question is how near each is to it."""

        meaning: "AllAlike"
        texts: list[str]

        def __matmul__(self, question: str) -> list[float]:
            of = self.meaning
            return [of.own if language_of(text) == language_of(question) else of.nearness for text in self.texts]

    def reads_any(self, words: list[str]) -> bool:
        return any(word in self.words for word in words)


@pytest.mark.parametrize(
    ("question", "is_answered"),
    [
        ("Как глубок колодец?", True),
        ("ыфва олдж?", False),
        ("x?", False),
        ("what is it?", False),
        ("ok", False),
        ("Pump?", True),
        ("Wie alt ist die Pumpe?", True),
    ],
)
def test_a_question_without_a_word_that_the_notes_or_a_language_know_is_refused(
    question: str, is_answered: bool
) -> None:
    meaning = AllAlike("колодец", "pumpe")
    assert answered(question, "The pump of the garden is blue.", meaning=meaning).refused is not is_answered


@pytest.mark.parametrize(
    ("question", "nearness", "is_answered"),
    [
        ("колодец?", 0.35, False),
        ("колодец?", 0.4, True),
        ("Как глубок колодец?", 0.35, False),
        ("Какой глубины старый колодец?", 0.35, True),
    ],
)
def test_a_word_or_two_must_come_nearer_to_a_sentence_in_another_language(
    question: str, nearness: float, is_answered: bool
) -> None:
    meaning = AllAlike("колодец", nearness=nearness)
    assert answered(question, "The pump of the garden is blue.", meaning=meaning).refused is not is_answered


@pytest.mark.parametrize(("nearness", "first"), [(0.5, "The well is"), (0.41, "Колодец")])
def test_a_sentence_in_another_language_comes_first_where_it_is_nearer(nearness: float, first: str) -> None:
    text = "Колодец у дома старый. The well is twelve metres deep."
    meaning = AllAlike("колодец", nearness=nearness, own=0.4)
    assert answered("Какой глубины старый колодец?", text, meaning=meaning).text.startswith(first)


@pytest.mark.parametrize(("own", "is_answered"), [(0.45, False), (0.41, True)])
def test_a_sentence_in_another_language_answers_nothing_where_one_in_the_questions_lies_nearer(
    own: float, is_answered: bool
) -> None:
    text = "Забор у дома старый и синий. The pump is twelve metres deep."
    meaning = AllAlike("скважина", nearness=0.4, own=own)
    assert answered("Какой глубины новая скважина?", text, meaning=meaning).refused is not is_answered


SCAB = "# Apples\n\n## Apple scab\n\nSpray with copper before bud break.\n\n## Pruning\n\nThe saw hangs in the shed.\n"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What helps against apple scab?", "Spray with copper before bud break. [1]"),
        ("What goes with pruning?", "The saw hangs in the shed. [1]"),
        ("What helps against sawfly?", "Your notes do not say."),
    ],
)
def test_a_heading_within_a_passage_says_what_the_sentences_below_it_are_of(question: str, said: str) -> None:
    assert answered(question, SCAB, meaning=AllAlike(nearness=0.4)).text == said


def test_a_heading_makes_no_answer_of_each_row_of_the_table_below_it() -> None:
    text = "# Rootstocks\n\n| Name | Height |\n| --- | --- |\n| M9 | 2.5 m |\n"
    assert answered("Which rootstock was chosen?", text, meaning=AllAlike(nearness=0.4)).refused


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("What rosin do I use?", "The bow is new. Rosin: Bernardel.", "Rosin: Bernardel. [1]"),
        ("Какая аллергия у Бима?", "# Бим\n\nАллергия: курица. Рост мал.", "Аллергия: курица. [1]"),
        ("What is Bernardel for?", "The bow is new. Rosin: Bernardel.", "Your notes do not say."),
    ],
)
def test_what_stands_behind_a_label_answers_what_asks_for_it(question: str, text: str, said: str) -> None:
    assert answered(question, text).text.startswith(said)


@pytest.mark.parametrize(
    ("question", "said"),
    [("Какой у меня рост?", "Рост 178. [1]"), ("Какой был порт?", "Порт 8443. [1]"), ("Где сад?", "В ваших заметках")],
)
def test_a_name_and_its_number_answer_what_asks_for_that_name(question: str, said: str) -> None:
    assert answered(question, "Рост 178. Порт 8443. Сад большой.").text.startswith(said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Сколько я вешу?", "Утром вешу 82 кг."),
        ("Сколько ты весишь?", "Утром вешу 82 кг."),
        ("Сколько весит мой пёс?", "В ваших заметках об этом не сказано."),
    ],
)
def test_another_form_of_a_verb_says_it_and_a_word_that_asks_for_an_amount_says_nothing(
    question: str, said: str
) -> None:
    text = "Сколько ткани на клетку, зависит от неё. Утром вешу 82 кг."
    assert answered(question, text).text.startswith(said)


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Что я читал?", "- [x] прочитал «Солярис», Лем\n- [ ] купить корм коту", "прочитал «Солярис», Лем [1]"),
        ("Что ты прочитал?", "Читал в поезде «Солярис» Лема. Купил корм коту.", "Читал в поезде «Солярис» Лема. [1]"),
        ("Кому я звонил?", "- [x] позвонил Марку\n- [ ] купить корм коту", "позвонил Марку [1]"),
        ("Кому я звонил?", "Зазвонил будильник.", "В ваших заметках об этом не сказано."),
    ],
)
def test_the_other_aspect_of_a_verb_says_it_also_in_a_task_of_two_words(question: str, text: str, said: str) -> None:
    assert answered(question, text).text == said


CLASH = {
    "Backups.md": "Backups are kept for 14 days. They lie on the NAS.",
    "Plan.md": "Backups are kept for 30 days. The plan is old.",
    "Log.md": "In 2024 backups were kept for 7 days.",
}


def clashing(*names: str, question: str = "How long are backups kept?") -> Answer:
    passages = [
        Passage(number, Chunk(NotePath(name), 0, Span(0, len(CLASH[name])), (1, 1), (), name[:-3], CLASH[name]), 1.0)
        for number, name in enumerate(names, 1)
    ]
    return answer_extractively(question, passages, read_note=lambda path: CLASH[path])


def test_two_notes_that_contradict_each_other_are_both_shown_and_named() -> None:
    answer = clashing("Backups.md", "Plan.md")
    assert answer.text.endswith(
        "\n\nYour notes contradict each other: 14 days [1], but 30 days [2]: “Backups are kept for 30 days”."
    )
    assert [(one.note, one.quote) for one in answer.citations] == [
        ("Backups.md", "Backups are kept for 14 days."),
        ("Plan.md", "Backups are kept for 30 days."),
    ]
    assert answer.statements[-1].span.of(answer.text).startswith("Your notes contradict")
    assert answer.statements[-1].citations == (1, 2)


def test_two_notes_of_which_one_says_no_are_both_shown() -> None:
    texts = {"Лето.md": "Полив нужен.", "План.md": "Полив не нужен."}
    passages = [
        Passage(number, Chunk(NotePath(note), 0, Span(0, len(text)), (1, 1), (), note[:-3], text), 1.0)
        for number, (note, text) in enumerate(texts.items(), 1)
    ]
    answer = answer_extractively("Нужен ли полив?", passages, read_note=texts.get)  # type: ignore[arg-type]
    assert answer.text.endswith("Заметки противоречат друг другу: «Полив нужен» [1], но «Полив не нужен» [2].")
    assert [one.note for one in answer.citations] == ["Лето.md", "План.md"]
    assert all(one.verified for one in answer.citations)


@pytest.mark.parametrize("names", [("Backups.md",), ("Backups.md", "Log.md")])
def test_what_differs_in_more_than_one_thing_is_no_contradiction(names: tuple[str, ...]) -> None:
    assert "contradict" not in clashing(*names).text


def test_what_a_note_no_longer_says_contradicts_nothing() -> None:
    passages = [
        Passage(number, Chunk(NotePath(name), 0, Span(0, len(CLASH[name])), (1, 1), (), name[:-3], CLASH[name]), 1.0)
        for number, name in enumerate(("Backups.md", "Plan.md"), 1)
    ]
    now = {**CLASH, "Plan.md": "It was changed."}
    answer = answer_extractively("How long are backups kept?", passages, read_note=lambda path: now[path])
    assert "contradict" not in answer.text


def test_a_sentence_that_is_quoted_already_is_not_said_again_where_it_contradicts() -> None:
    passages = [
        Passage(number, Chunk(NotePath(name), 0, Span(0, len(CLASH[name])), (1, 1), (), name[:-3], CLASH[name]), 1.0)
        for number, name in enumerate(("Backups.md", "Plan.md"), 1)
    ]
    weighed = [
        WeighedSentence(CLASH[one.chunk.note].split(". ")[0] + ".", one, place, False, 1.0, margin=0.3, choice=0.8)
        for place, one in enumerate(passages)
    ]
    answer = answer_from("How long are backups kept?", passages, weighed, read_note=lambda path: CLASH[path])
    assert answer.text == (
        "Backups are kept for 14 days. [1] Backups are kept for 30 days. [2]\n\n"
        "Your notes contradict each other: 14 days [1], but 30 days [2]."
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Какая квартплата за март?", "Квартплата за февраль — 7 850 рублей."),
        ("Where does Stepan work on Sundays?", "On Saturdays Stepan works at the market."),
    ],
)
def test_what_is_said_of_another_month_or_weekday_answers_nothing(question: str, text: str) -> None:
    assert answered(question, text).refused
    assert not answered(question.replace("март", "февраль").replace("Sunday", "Saturday"), text).refused
