import pytest

from vaultmind.domain.answer import Answer, AnswerLink, AnswerMode
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
