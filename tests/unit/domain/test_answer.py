import pytest

from vaultmind.domain.answer import Answer, AnswerLink, AnswerMode, Statement, without_marks_of_doubt
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span

TEXT = "[[Gone|it]], ![[Pump#Rust]], [[./Oil#^a|oil]] and [[Pump]]"
LINKS = (
    AnswerLink(Span(0, 11), None, True, "it"),
    AnswerLink(Span(13, 27), NotePath("Barn/Pump.md"), True, "Pump > Rust"),
    AnswerLink(Span(29, 45), NotePath("Barn/Oil.md"), False, "oil"),
    AnswerLink(Span(50, 58), NotePath("Barn/Pump.md"), False, "Pump"),
)


@pytest.mark.parametrize(
    ("question", "nowhere", "no_place"),
    [("Where?", "leads nowhere", "no such place there"), ("Где?", "никуда не ведёт", "такого места там нет")],
)
def test_a_dead_link_is_its_words_and_a_mark_in_the_language_of_the_question(
    question: str, nowhere: str, no_place: str
) -> None:
    answer = Answer(question, TEXT, False, AnswerMode.GENERATED, links=LINKS)
    said = f"it ({nowhere}), Pump > Rust ({no_place}), [[Barn/Oil#^a|oil]] and [[Pump]]"
    assert answer.marked_text == said


def marked(text: str, *statements: Statement, question: str = "Why?", links: tuple[AnswerLink, ...] = ()) -> str:
    return Answer(question, text, False, AnswerMode.GENERATED, statements=statements, links=links).marked_text


@pytest.mark.parametrize(
    ("statement", "mark"),
    [
        (Statement(Span(0, 8), (1,)), ""),
        (Statement(Span(0, 8), (1,), ("1950", "Peter")), " (not in the cited notes: 1950, Peter)"),
        (Statement(Span(0, 8), (), ("1950",)), " (not in the cited notes: 1950)"),
        (Statement(Span(0, 8), (1,), ("“a [[b]]”", "**c**", "#d")), " (not in the cited notes)"),
        (Statement(Span(0, 8), (1,), ("“" + "long " * 20 + "”",)), " (not in the cited notes)"),
        (Statement(Span(0, 8), ()), " (no note is cited for this)"),
        (Statement(Span(0, 8), (1,), ("[[Moon]]",)), ""),
        (Statement(Span(0, 8), (1,), (), False, ("[[Moon]]",)), " (the cited notes do not name what is linked)"),
        (Statement(Span(0, 8), (1,), (), True), " (the cited notes may not say this)"),
    ],
)
def test_a_statement_that_is_not_held_has_a_mark_behind_it_that_can_be_taken_away(
    statement: Statement, mark: str
) -> None:
    said = marked("So [[1]]. And.", statement)
    assert said == f"So [[1]]{mark}. And."
    assert without_marks_of_doubt(said) == "So [[1]]. And."


def test_a_mark_stands_within_the_cell_of_a_row_and_behind_a_link() -> None:
    row = "| a | so |"
    assert marked(row, Statement(Span(0, len(row)), ())) == "| a | so (no note is cited for this) |"
    link = AnswerLink(Span(4, 15), None, True, "St. Ann")
    said = marked("See [[St. Ann]] now.", Statement(Span(0, 9), ()), links=(link,))
    assert said == "See St. Ann (leads nowhere) (no note is cited for this) now."


def test_a_mark_is_in_the_language_of_the_question() -> None:
    said = marked("Так.", Statement(Span(0, 4), (), ("1950",)), question="Почему?")
    assert said == "Так. (нет в указанных заметках: 1950)"
    assert without_marks_of_doubt(said) == "Так."


@pytest.mark.parametrize(
    ("mode", "refused", "model", "writer"),
    [
        (AnswerMode.GENERATED, False, "small", "small"),
        (AnswerMode.GENERATED, True, "small", ""),
        (AnswerMode.EXTRACTIVE, False, "small", ""),
        (AnswerMode.GENERATED, False, None, ""),
    ],
)
def test_the_writer_of_an_answer_is_the_model_whose_words_are_shown(
    mode: AnswerMode, refused: bool, model: str | None, writer: str
) -> None:
    assert Answer("Why?", "So.", refused, mode, model=model).written_by == writer
