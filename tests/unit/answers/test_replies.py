import pytest

from vaultmind.answers.extractive import answer_extractively
from vaultmind.answers.note_form import NoteForm
from vaultmind.answers.replies import replies_in, utterances_of
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span

BOLD = """**Я:** Почему скрипит дверь?

**Бот:** Из-за сухих петель. Смажьте их.

**Я:** А если петли ржавые?

**Бот:** Тогда щёткой.
"""
CALLOUTS = """> [!nexus_user] **User** - 16.06.2025 at 21:34
> I read your note.
> Why does the door creak?
<!-- UID: 1a -->

> [!nexus_agent] **Assistant** - 16.06.2025 at 21:35
> The hinges are dry.
>
> - Oil them.
<!-- UID: 1b -->

Not said in the chat.
"""
NAMES = "Anna: Where is the key?\nPiotr: Under the pot.\nIt is rusty.\nAnna: Thank you.\nPiotr: Not at all.\n"


def replies(text: str) -> dict[str, str]:
    return dict(replies_in(list(utterances_of(text))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            BOLD,
            {
                "Из-за сухих петель.": "Почему скрипит дверь?",
                "Смажьте их.": "Почему скрипит дверь?",
                "Тогда щёткой.": "А если петли ржавые?",
            },
        ),
        (CALLOUTS, {"The hinges are dry.": "Why does the door creak?", "Oil them.": "Why does the door creak?"}),
        (NAMES, {"Under the pot.": "Where is the key?", "It is rusty.": "Where is the key?"}),
        ("Status: is it done?\nOwner: Piotr pays.\n", {}),  # lines with a colon are no chat
        ("Q: Is it dry?\nA: It is wet.\n", {"It is wet.": "Is it dry?"}),
        ("**Q:** Is it dry?\n\n# Weather\nIt rained.\n", {}),  # a heading ends a message
        ("**I:** Is it dry?\n\n**I:** I mean the soil.\n", {}),  # who goes on does not reply
    ],
)
def test_each_sentence_of_a_reply_is_under_what_was_asked(text: str, expected: dict[str, str]) -> None:
    assert replies(text) == expected


def answered(question: str, text: str) -> tuple[str, bool]:
    chunk = Chunk(NotePath("Chat.md"), 0, Span(0, len(text)), (1, 3), (), "Chat", text)
    answer = answer_extractively(question, [Passage(1, chunk, 1.0)], read_note=lambda _: text)
    return answer.text, all(one.verified for one in answer.citations)


def test_a_reply_answers_the_question_before_it_without_the_name_of_who_says_it() -> None:
    text = (
        "**Я:** Что делать, если петли ржавые?\n\n**Бот:** Сначала очистите щёткой.\n\n**Я:** Спасибо, сделаю завтра.\n"
    )
    assert answered("Что делать, если петли ржавые?", text) == ("Сначала очистите щёткой. [1]", True)


def test_a_message_that_asks_nothing_leaves_its_reply_alone() -> None:
    text = "**Я:** Петли ржавые.\n\n**Бот:** Сначала очистите щёткой.\n"
    assert NoteForm.of(NotePath("Chat.md"), text).replies == {}
