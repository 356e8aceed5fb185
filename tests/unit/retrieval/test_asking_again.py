from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.retrieval.asking_again import asked_with

TEXT = "Насос стоит в саду. Воду качают летом. Его построила Анна Берг из Тарту. Рядом растёт клён."


def chunk(text: str = TEXT) -> Chunk:
    return Chunk(NotePath("Дача/Насос.md"), 0, Span(0, len(text)), (1, 1), (), "Насос", text)


def test_the_sentences_nearest_to_the_question_are_told_in_the_order_of_the_note() -> None:
    question = "Кем построен насос и в каком году основан её город?"
    assert asked_with(question, chunk(), most_words=10) == (
        "Кем и каком году основан её город? Насос стоит в саду. Его построила Анна Берг из Тарту."
    )


def test_the_name_of_the_note_is_told_where_its_sentences_do_not_say_it() -> None:
    assert asked_with("Чем качают?", chunk(), most_words=3) == "Чем Насос. Воду качают летом."


def test_no_more_words_are_told_than_asked_for_and_the_nearest_sentence_keeps_its_own() -> None:
    assert (
        asked_with("Когда жила Анна Берг?", chunk(), most_words=7)
        == "Когда жила Насос Его построила Анна Берг из Тарту."
    )


def test_without_a_word_in_common_the_beginning_is_told() -> None:
    assert asked_with("Where?", chunk(), most_words=5) == "Where? Насос стоит в саду. Воду"


def test_an_empty_passage_adds_its_name_alone() -> None:
    assert asked_with("Where?", chunk(""), most_words=5) == "Where? Насос. "
