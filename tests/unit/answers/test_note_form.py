import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.extractive import answer_extractively, weigh_sentences
from vaultmind.answers.note_form import NoteForm
from vaultmind.domain.answer import Answer
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.parsing.unsaid import unsaid_in

PEARS = """---
author: Марина Титова
date: 2024-06-01
tags: [груши]
---
# Опрыскивание груш

| Препарат | Доза | Когда |
|---|---|---|
| Бордоская жидкость | 3 % | до почек. Второй раз осенью |
| [[Сера\\|Коллоидная сера]] | | после цветения |

```dataview
TABLE опрыскивание груш, препарат FROM "Груши"
```

> ```tasks
> опрыскивание груш не сделано
> ```

%% опрыскивание груш отменить секретно %%
<% опрыскивание груш шаблон tp.date.now() %>
`= this.опрыскивание груш сегодня`
![[опрыскивание груш.png]]

Опрыскивание груш сделали с лестницы.
"""


def passage(text: str, name: str = "Груши.md") -> Passage:
    title = name.rpartition("/")[2].removesuffix(".md")
    return Passage(1, Chunk(NotePath(name), 0, Span(0, len(text)), (1, 9), (), title, text), 1.0)


def answered(question: str, note: str, name: str = "Груши.md") -> Answer:
    body = note.rpartition("---\n")[2] if note.startswith("---") else note
    return answer_extractively(question, [passage(body, name)], read_note=lambda _: note)


def test_code_queries_comments_templates_embeds_and_header_rows_are_no_candidates() -> None:
    body = PEARS.partition("---\n#")[2].replace("```dataview\n", "").replace("> ```tasks\n> ", "").replace("```\n", "")
    weighed = weigh_sentences("Опрыскивание груш?", [passage(body)], read_note=lambda _: PEARS)
    assert {one.as_read for one in weighed} == {
        "Препарат: Бордоская жидкость; Доза: 3 %; Когда: до почек. Второй раз осенью",
        "Препарат: [[Сера|Коллоидная сера]]; Когда: после цветения",
        "Опрыскивание груш сделали с лестницы.",
    }


def test_a_row_is_read_by_its_headers_and_cited_as_it_is_written() -> None:
    answer = answered("Какая доза у препарата Бордоская жидкость?", PEARS)
    assert answer.text == "Препарат: Бордоская жидкость; Доза: 3 %; Когда: до почек. Второй раз осенью [1]"
    assert answer.citations[0].quote == "| Бордоская жидкость | 3 % | до почек. Второй раз осенью |"
    assert answer.citations[0].verified
    assert answer.citations[0].lines == (10, 10)


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ("| a | b |", "X: a; Y: b"),
        ("a | b", "X: a; Y: b"),
        (r"| `a|b` | c |", "X: `a|b`; Y: c"),
        ("|a||", "X: a"),
        ("| Why a? | b |", "Y: b"),
    ],
)
def test_borders_of_cells(row: str, read: str) -> None:
    assert NoteForm.of(NotePath("T.md"), f"| X | Y |\n| - | :-: |\n{row}\n\nNo row | here.").shown(row) == read


@pytest.mark.parametrize(
    ("name", "front", "day"),
    [
        ("Дневник/2024-05-09.md", "", "2024-05-09"),
        ("09.05.2024 Сад.md", "", "09.05.2024"),
        ("Сад.md", "date: 2024-05-09\ncreated: 2024-06-01", "date: 2024-05-09"),
        ("Сад.md", "created: 2024-06-01", "created: 2024-06-01"),
        ("Сад.md", "planned: 2024-06-01", ""),
    ],
)
def test_the_day_of_a_note_is_that_of_its_name_or_a_property(name: str, front: str, day: str) -> None:
    assert NoteForm.of(NotePath(name), f"---\n{front}\n---\nText.").day == day


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Когда посадили вишню?", "Посадили вишню у ворот. (2024-05-09) [1]"),
        ("Кто посадил вишню?", "Посадили вишню у ворот. [1]"),
    ],
)
def test_when_is_answered_by_the_day_of_a_note(question: str, said: str) -> None:
    assert answered(question, "Посадили вишню у ворот.", "Дневник/2024-05-09.md").text == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who wrote Dune?", "Dune: author: Frank Herbert [1]"),
        ("What is the status of Dune?", "Dune: status: half read [1]"),
        ("When was Dune finished?", "Dune: finished: 2024-02-03 [1]"),
        ("Who wrote Ulysses?", "Your notes do not say."),
        ("What is the pace of the novel?", "Your notes do not say."),
    ],
)
def test_properties_answer_what_is_asked_of_their_note(question: str, said: str) -> None:
    note = "---\nauthor: Frank Herbert\nstatus: half read\nfinished: 2024-02-03\n---\nSand everywhere."
    answer = answered(question, note, "Dune.md")
    assert answer.text == said
    assert all(one.verified for one in answer.citations)


@pytest.mark.parametrize("question", ["2024-05-09", "9 мая 2024", "May 9, 2024?", "9 мая"])
def test_a_day_alone_asks_for_what_its_note_says(question: str) -> None:
    day, other = "Цветки яблонь побурели. Насос встал ночью.", "Собрали яблоки в саду."
    texts = {"2024-09-20.md": other, "Дневник/2024-05-09.md": day}
    passages = [passage(text, name) for name, text in texts.items()]
    answer = answer_extractively(question, passages, read_note=texts.get)  # type: ignore[arg-type]
    assert answer.text == "Цветки яблонь побурели. [1] Насос встал ночью. [2]"


DIARY = """# Дневник
## 2024-05-03
Утром вешу 82 кг. Звонил Марте про котёл.
## 2024-06-11
Купил велосипед. Марта починила котёл.
## 2024-07-01
Хочу продать велосипед.
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Сколько я весил 3 мая 2024?", "Утром вешу 82 кг. [1]"),
        ("Что я делал 11 июня 2024?", "Марта починила котёл. [1]"),
        ("Что с велосипедом 1 июля 2024?", "Хочу продать велосипед. [1]"),
        ("Что с велосипедом 2 июля 2024?", "В ваших заметках об этом не сказано."),
    ],
)
def test_a_dated_heading_bounds_what_is_of_its_day(question: str, said: str) -> None:
    assert answered(question, DIARY, "Дневник.md").text.startswith(said)


def test_the_note_of_a_day_comes_before_a_section_of_it() -> None:
    texts = {"Дневник.md": DIARY, "2024-06-11.md": "The boiler pressure was 2.1 bar."}
    passages = [passage(text, name) for name, text in texts.items()]
    answer = answer_extractively("What did I do on 2024-06-11?", passages, read_note=texts.get)  # type: ignore[arg-type]
    assert answer.citations[0].note == "2024-06-11.md"
    assert "продать" not in answer.text


def test_a_heading_without_a_day_ends_a_dated_one() -> None:
    text = "# Дневник\n## 2024-05-03\nУтром вешу 82 кг.\n## Потом\nЗатем вешу 84 кг."
    assert "84" not in answered("Сколько я вешу 3 мая 2024?", text, "2024-05-04.md").text


CARDS = """Столица Казахстана::Астана

Сколько хромосом у человека?
?
46

Кто открыл пенициллин?::Александр Флеминг
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Какая столица Казахстана?", "Столица Казахстана: Астана [1]"),
        ("Сколько хромосом у человека?", "Сколько хромосом у человека? 46 [1]"),
        ("Кто открыл пенициллин?", "Кто открыл пенициллин? Александр Флеминг [1]"),
        ("Какая столица Монголии?", "В ваших заметках об этом не сказано."),
    ],
)
def test_a_card_is_read_as_question_and_answer(question: str, said: str) -> None:
    answer = answered(question, CARDS, "Карточки.md")
    assert answer.text == said
    assert all(one.verified for one in answer.citations)


def test_a_day_of_which_nothing_is_said_is_refused() -> None:
    assert answered("2023-05-09", "Цветки яблонь побурели.", "Дневник/2024-05-09.md").refused


def test_why_is_answered_by_a_reason_under_a_title_with_the_questions_words() -> None:
    note = "On Sunday I put whitewash on the bark of B-4. Bark that thaws at lunch splits. That is the whole argument."
    answer = answered("Why do we whitewash the trees?", note, "Why whitewash.md")
    assert answer.text.startswith("Bark that thaws at lunch splits. [1]")
    assert "That is" not in answer.text


OIL = "The old pump weighs 12 kg with oil."


@pytest.mark.parametrize(
    "note",
    [
        f"```py``` is inline code.\n\n{OIL}",
        f"Text.\n\n    ```\n\n{OIL}",
        f"A comment begins with `<!--` here.\n\n{OIL}\n\nIt ends with `-->` there.",
        f"A comment begins with `%%` here. {OIL} It ends with `%%` there.",
        f"```html\n<!-- a\n```\n\n{OIL}\n\n<!-- b -->",
        f"A command begins with `<% x` here.\n\n{OIL}\n\n<% y %>",
        f"```\n<% x\n```\n\n{OIL}\n\nIt ends with %> there.",
        f"```\nx\n`````\n{OIL}",
        f"> ```\n> x\n\n{OIL}",
        f"- one\n  ```\n  x\n  ```\n- two\n\n{OIL}",
        f"<!-- a --> {OIL} <!-- b -->",
    ],
)
def test_what_stands_beside_code_and_comments_is_said(note: str) -> None:
    assert not NoteForm.of(NotePath("Pump.md"), note).is_hidden(OIL)


@pytest.mark.parametrize(
    "note",
    [
        f"```\n{OIL}\n```",
        f"```\nx\n```python\n{OIL}\n```",
        f"~~~\n{OIL}",
        f"> ```\n> {OIL}\n> ```",
        f"- one\n  ```\n  {OIL}\n  ```",
        f"%%\n\n{OIL}\n\n%%",
        f"Said. %% {OIL} %% Said.",
        f"> Said. %% {OIL} %%",
        f"<!--\n\n{OIL}\n\n-->",
        f"Said. <!-- {OIL} --> Said.",
        f"> [!tip] T\n> <!-- {OIL} -->",
        f"Said. <% {OIL} %> Said.",
        f"<%*\n\n{OIL}\n\n%>",
        f"| a | b |\n|---|---|\n| x | %% {OIL} %% |",
    ],
)
def test_what_stands_within_code_and_comments_is_hidden(note: str) -> None:
    assert NoteForm.of(NotePath("Pump.md"), note).is_hidden(OIL)


def test_a_property_of_a_few_words_states_nothing_by_itself() -> None:
    said = "The pump of the old well was mended by Anna in spring"
    note = f"---\nrole: cider, pests\ndone: It was mended.\nsummary: {said}\n---\nrole: a line of the text"
    form = NoteForm.of(NotePath("David.md"), note)
    hidden = ("role: cider, pests", "done: It was mended.", f"summary: {said}", "role: a line of the text")
    assert [form.is_hidden(line) for line in hidden] == [True, False, False, False]


@given(
    pieces=st.lists(
        st.sampled_from(("p", "`<!--`", "`-->`", "`%%`", "`<%`", "```js\nh\n```", "%% h %%", "<!-- h -->", "<% h %>"))
    )
)
def test_what_is_hidden_is_what_stands_in_code_and_comments_alone(pieces: list[str]) -> None:
    numbered = [piece.replace("h", f"hidden{at}.").replace("p", f"plain{at}.") for at, piece in enumerate(pieces)]
    text = "\n\n".join(numbered)
    form = NoteForm.of(NotePath("A.md"), text)
    assert len(form.said) == len(text)
    for at, piece in enumerate(pieces):
        assert form.is_hidden(f"hidden{at}.") is ("h" in piece)
        assert ("p" in piece) is (f"plain{at}." in form.said)


@pytest.mark.parametrize("mark", ["<% a ", "<!-- a ", "<% <!-- "])
def test_a_mark_that_nothing_closes_is_looked_up_once(mark: str) -> None:
    class Counted(str):
        __slots__ = ()
        searched = 0

        def find(self, *args: object) -> int:  # type: ignore[override]
            Counted.searched += 1
            return super().find(*args)  # type: ignore[arg-type]

    for text in (f"Said. {mark * 500}", mark * 500):
        Counted.searched = 0
        assert len(unsaid_in(Counted(text), 0)) <= 1
        assert 0 < Counted.searched < 20


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Столица Казахстана::Астана", "Столица Казахстана: Астана"),
        ("Capital of Kazakhstan::Astana", "Capital of Kazakhstan: Astana"),
        ("Atomic number of gold::79", "Atomic number of gold: 79"),
        ("Author of Ivanhoe:::Sir Walter Scott", "Author of Ivanhoe: Sir Walter Scott"),
        ("cat::кошка", "cat: кошка"),
        ("rating:: 5 of 5", "rating: 5 of 5"),
        ("Year of the war :: 1945", "Year of the war: 1945"),
        ("Who wrote Dune?::frank herbert", "Who wrote Dune? frank herbert"),
        ("What is std::vector?::a container", ""),
        ("The server answers at the address fe80::1:20.", ""),
        ("The server listens on ::1.", ""),
        ("The network fe80:: is local.", ""),
        ("Use std::vector for lists.", ""),
        ("Call C::b before the rest.", ""),
        ("Внутри C::b мы вызываем остальное.", ""),
        ("We use `std:: vector` here.", ""),
        ("We met (with:: Anna) at noon.", ""),
        ("Use std::map::iterator here.", ""),
        ("a::b", ""),
        ("::b", ""),
        ("b::", ""),
    ],
)
def test_colons_make_a_card_only_between_its_sides(line: str, read: str) -> None:
    assert NoteForm.of(NotePath("Cards.md"), f"Before.\n\n{line}\n\nAfter.").shown(line) == read
    assert NoteForm.of(NotePath("Cards.md"), f"```\n{line}\n```").shown(line) == ""
