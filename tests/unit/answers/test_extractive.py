import pytest

from vaultmind.answers.extractive import WeighedSentence, answer_extractively, answer_from, may_state
from vaultmind.domain.answer import Answer
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.parsing.morphology import stems_of


def answered(question: str, text: str, **options: object) -> Answer:
    chunk = Chunk(NotePath("Disks.md"), 0, Span(0, len(text)), (1, 3), (), "Disks", text)
    return answer_extractively(question, [Passage(1, chunk, 1.0)], read_note=lambda _: text, **options)  # type: ignore[arg-type]


TABLE = "| Disk | Size of the disk |\n| --- | --- |\n| The disk of the NAS | 4 TB |\n"


def test_a_tables_header_answers_nothing_and_its_rows_do() -> None:
    answer = answered("What is the size of the disk of the NAS?", TABLE)
    assert "4 TB" in answer.text
    assert "Size" not in answer.text


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


def test_a_sentence_is_a_statement_with_its_source_and_its_dead_links() -> None:
    text = "The pump of the garden stands in [[Shed]]. The pump of the garden was bought in 2020."
    answer = answered("Where is the pump of the garden?", text, leads_somewhere=lambda target: target != "Shed")
    first, *_ = answer.statements
    assert first.span.of(answer.text) == "The pump of the garden stands in [[Shed]]. [1]"
    assert (first.citations, first.missing) == ((1,), ("[[Shed]]",))
    assert answer.notices == ("Leads nowhere: [[Shed]].",)
    assert [statement.span.of(answer.text)[-3:] for statement in answer.statements] == ["[1]", "[2]"]


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


def test_a_refusal_makes_no_statement() -> None:
    assert answered("Какая погода на Марсе?", TABLE).statements == ()
    assert answered("Какая погода на Марсе?", TABLE).text == "В ваших заметках об этом не сказано."
