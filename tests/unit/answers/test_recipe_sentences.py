"""What of a note recipes take for sentences."""

from vaultmind.answers.recipes.selecting import sentences_of
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span


def passage(text: str, note: str, number: int) -> Passage:
    return Passage(number, Chunk(NotePath(f"{note}.md"), 0, Span(0, len(text)), (1, 2), (), note, text, "en"), 1.0)


def test_tables_fields_and_bare_links_are_no_sentences() -> None:
    text = (
        "| a | b | c d e f |\nkey:: a b c d e\n[[A note of some length]]\nRoots killed at | −16 °C | chosen | yes\n"
        "[^1]: A real sentence about frogs stands here."
    )
    assert [one.text for one in sentences_of([passage(text, "T", 1)])] == ["A real sentence about frogs stands here."]


def test_a_sentence_broken_at_the_width_of_the_page_is_one() -> None:
    text = (
        "> The old well has been dry since the very beginning of last August, and the\n> trees suffer. A pump would\n"
        "> help them.\n\n- The first item of a list that is as long as a page is wide, and goes\n  on below it.\n"
        "- The second item of the list is short\n"
    )
    assert [one.text for one in sentences_of([passage(text, "W", 1)])] == [
        "The old well has been dry since the very beginning of last August, and the trees suffer.",
        "The first item of a list that is as long as a page is wide, and goes on below it.",
        "The second item of the list is short",
    ]


def test_who_speaks_is_no_part_of_what_is_said_and_a_question_in_a_chat_may_be_short() -> None:
    text = (
        "**Я:** Почему скрипит дверь?\n\n**Бот:** Скрипит из-за сухих петель; смажьте их литолом.\n\n"
        "User: And rusty hinges?\n\nAssistant: Clean the rust with a brush before you oil them.\n\nЯ: Да.\n"
    )
    assert [one.text for one in sentences_of([passage(text, "Chat", 1)])] == [
        "Почему скрипит дверь?",
        "Скрипит из-за сухих петель; смажьте их литолом.",
        "And rusty hinges?",
        "Clean the rust with a brush before you oil them.",
    ]


def test_what_is_to_be_done_or_follows_is_a_sentence_of_three_words_and_what_else_is_told_is_not() -> None:
    text = (
        "Надо отодвинуть пианино от стены. Если не решить, дека треснет. Настройщик приехал в марте. "
        "Clean the rust now."
    )
    assert [one.text for one in sentences_of([passage(text, "W", 1)])] == [
        "Надо отодвинуть пианино от стены.",
        "Если не решить, дека треснет.",
        "Clean the rust now.",
    ]
