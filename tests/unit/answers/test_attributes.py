import pytest

from vaultmind.answers.asked_for import asked_for
from vaultmind.answers.attributes import Attributes
from vaultmind.answers.extractive import answer_extractively
from vaultmind.answers.note_form import NoteForm
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span

MARK = "---\nтелефон: +7 911 204-55-10\nгород: Тверь\nстраховка до: 2027-02-14\n---\nПознакомились с ним на гребле."


def passage(text: str, note: str) -> Passage:
    title = note.removesuffix(".md")
    return Passage(1, Chunk(NotePath(note), 0, Span(0, len(text)), (1, 9), (), title, text), 1.0)


def answer_of(question: str, note: str, text: str, body: str) -> str:
    return answer_extractively(question, [passage(body, note)], read_note=lambda _: text).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Телефон Марка", "телефон: +7 911 204-55-10 [1]"),
        ("Какой телефон у Марка?", "телефон: +7 911 204-55-10 [1]"),
        ("В каком городе Марк?", "город: Тверь [1]"),
    ],
)
def test_a_property_answers_by_its_name_and_that_of_its_note(question: str, said: str) -> None:
    assert answer_of(question, "Марк.md", MARK, "Познакомились с ним на гребле.") == f"Марк: {said}"


@pytest.mark.parametrize(
    ("question", "note", "found"),
    [
        ("Телефон Марка", "Mark.md", ["телефон: +7 911 204-55-10"]),
        ("Телефон Павла", "Mark.md", []),
        ("До когда страховка?", "Машина.md", ["страховка до: 2027-02-14"]),
        ("Чем белят город?", "Белый.md", []),
        ("До когда страховка дачи?", "Машина.md", []),
        ("Почему Марк сменил телефон?", "Марк.md", []),
    ],
)
def test_a_note_is_named_in_either_script_or_its_property_has_all_that_is_asked(
    question: str, note: str, found: list[str]
) -> None:
    attributes = Attributes(question, kind=asked_for(question), meaning=None)
    properties = attributes.properties(passage("", note), NoteForm.of(NotePath(note), MARK).properties)
    assert [written for written, _, _ in properties] == found


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is Mark's phone number?", "Phone: 0113 496 0044 [1]"),
        ("What is Judith's phone number?", "Your notes do not say."),
    ],
)
def test_a_line_below_a_title_answers_by_its_label(question: str, said: str) -> None:
    text = "Mark is the brother of the cellist. He repairs bows in Leeds.\nPhone: 0113 496 0044\n"
    assert answer_of(question, "Mark.md", text, text) == said


class Near:
    """Meanings of which a question and a label are as near as ``known`` says, any others not at all."""

    def __init__(self, known: dict[tuple[str, str], float]) -> None:
        self.known = known

    def of_question(self, text: str) -> str:
        return text

    def similarities(self, question: str, texts: list[str]) -> list[float]:
        return [self.known.get((question, text), 0.0) for text in texts]


@pytest.mark.parametrize(("nearness", "found"), [(0.48, ["phone: +7 921"]), (0.4, [])])
def test_a_property_is_named_in_another_language_where_its_meaning_is_near(nearness: float, found: list[str]) -> None:
    form = NoteForm.of(NotePath("Степан.md"), "---\nphone: +7 921\nrole: сосед\n---\nЧинит насосы.")
    meaning = Near({("Какой телефон?", "phone"): nearness})
    attributes = Attributes("Какой телефон у Степана?", kind=None, meaning=meaning)  # type: ignore[arg-type]
    properties = attributes.properties(passage("Чинит насосы.", "Степан.md"), form.properties)
    assert [written for written, _, _ in properties] == found
