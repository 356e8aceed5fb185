from collections.abc import Sequence
from zlib import crc32

import pytest

from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.parsing.language import language_of
from vaultmind.retrieval.cover import cover_topic


def passage(note: str, text: str, score: float = 1.0) -> Passage:
    chunk = Chunk(NotePath(note), 0, Span(0, len(text)), (1, 1), (), note, text, language=language_of(text))
    return Passage(crc32(note.encode()), chunk, score)


def near(passages: Sequence[Passage], cosine: float = 0.5) -> dict[int, float]:
    return {one.chunk_id: cosine for one in passages}


GARDEN = [
    passage("overview", "compost mulch clay watering pruning grafting"),
    passage("soil", "compost mulch clay"),
    passage("trees", "pruning grafting rootstock"),
    passage("orchard", "grafting rootstock"),
    passage("lonely", "nothing shared whatsoever"),
]


def test_the_note_that_says_most_comes_first_and_the_curve_rises_to_one() -> None:
    cover = cover_topic(GARDEN, topic="garden", nearness=near(GARDEN))
    assert [step.note for step in cover.steps] == ["overview", "trees"]
    assert cover.steps[1].brought == ("rootstock",)
    shares = [step.covered for step in cover.steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_enough_is_where_a_further_note_adds_next_to_nothing() -> None:
    words = " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    notes = [passage("all", words), passage("again", words), passage("more", f"{words} extra"), passage("x", "extra")]
    cover = cover_topic(notes, topic="words")
    assert [step.note for step in cover.steps] == ["all", "more"]
    assert cover.enough == 1


def test_the_query_finds_the_rest() -> None:
    query = cover_topic(GARDEN, topic="The garden's soil", nearness=near(GARDEN)).query
    assert query.startswith("garden's OR soil OR ")
    assert "grafting" in query
    assert "whatsoever" not in query


def test_nothing_found_is_nothing_to_read() -> None:
    cover = cover_topic([], topic="garden")
    assert cover.steps == ()
    assert cover.enough == 0
    assert cover.query == "garden"


def test_what_a_search_filled_its_list_with_is_no_part_of_the_topic() -> None:
    found = [
        passage("a", "jade necklace carved by hand", 5.0),
        passage("b", "jades carved and polished", 3.0),
        passage("meant", "нефрит резной carved polished", 4.5),
        passage("filler", "tractor repair polished winter", 0.5),
        passage("filler two", "tractor repair winter", 0.4),
    ]
    cover = cover_topic(found, topic="jade")
    assert {step.note for step in cover.steps} <= {"a", "b", "meant"}
    assert "tractor" not in cover.query
    assert any("polished" in step.brought for step in cover.steps)


def test_a_topic_in_another_language_than_the_notes_is_covered_by_what_is_found_well() -> None:
    found = [
        passage("a", "immune cells respond", 5.9),
        passage("b", "immune cells remember", 4.8),
        passage("c", "immune response", 3.9),
        passage("filler", "cells of a chloroplast divide", 1.8),
        passage("filler two", "a chloroplast divides", 1.7),
    ]
    cover = cover_topic(found, topic="иммунная система", nearness=near(found, 0.4))
    assert {step.note for step in cover.steps} <= {"a", "b", "c"}
    assert "chloroplast" not in cover.query
    assert cover.query.startswith("иммунная OR система OR immune OR ")


def test_one_word_of_several_is_not_the_topic_and_all_of_them_are() -> None:
    found = [
        passage("a", "immune system cells", 9.0),
        passage("b", "an immune system of cells", 8.0),
        passage("c", "cells", 8.0),
        passage("far", "the system that is immune to money and cells", 1.0),
        passage("filler", "a system of money", 2.0),
    ]
    cover = cover_topic(found, topic="immune system")
    assert "money" not in cover.query
    found[4] = passage("filler", "immune, a system of money", 0.5)
    assert "money" in cover_topic(found, topic="immune system").query


def test_words_that_the_whole_vault_holds_are_no_part_of_what_is_to_be_covered() -> None:
    def rarity(words: Sequence[str]) -> list[float]:
        return [0.0 if word == "compost" else 0.1 if word == "mulch" else 1.0 for word in words]

    cover = cover_topic(GARDEN, topic="garden", rarity=rarity, nearness=near(GARDEN))
    assert "compost" not in cover.query
    assert cover.query.index("pruning") < cover.query.index("mulch")


RUSSIAN = [
    passage("Доходы", "Доходы богатых растут быстрее, чем доходы бедных.", 5.0),
    passage("Налоги", "Налоги на доходы платят раз в год.", 3.0),
]
ENGLISH = [passage("Incomes", "The incomes of the rich grow faster than those of the poor.", 5.0)]


@pytest.mark.parametrize(("topic", "cosine"), [("квантовая хромодинамика", 0.42), ("разрыв поколений", 0.37)])
def test_of_a_topic_that_no_note_speaks_of_only_the_nearest_notes_are_named(topic: str, cosine: float) -> None:
    cover = cover_topic(RUSSIAN, topic=topic, nearness=near(RUSSIAN, cosine))
    assert cover.steps == ()
    assert cover.enough == 0
    assert cover.nearest == ("Доходы", "Налоги")
    assert cover.query == topic.replace(" ", " OR ")


def test_a_note_speaks_of_a_topic_by_all_its_words_or_by_meaning_and_fewer_words_need_more_of_it() -> None:
    def speaks(topic: str, cosine: float) -> bool:
        return bool(cover_topic(RUSSIAN, topic=topic, nearness=near(RUSSIAN, cosine)).steps)

    assert speaks("доходами богатого", 0.0), "both words, in other forms"
    assert speaks("разрыв доходов", 0.39)
    assert not speaks("разрыв доходов", 0.37)
    assert speaks("имущественное расслоение", 0.45)
    assert not speaks("имущественное расслоение", 0.43)


def test_in_another_language_meaning_alone_says_whether_a_note_speaks_of_a_topic() -> None:
    assert cover_topic(ENGLISH, topic="разрыв в доходах", nearness=near(ENGLISH, 0.38)).steps
    assert not cover_topic(ENGLISH, topic="разрыв в доходах", nearness=near(ENGLISH, 0.36)).steps


def test_without_vectors_two_words_of_three_must_be_there() -> None:
    assert cover_topic(RUSSIAN, topic="доходы богатых людей").steps
    assert not cover_topic(RUSSIAN, topic="доходы старых людей").steps


def test_what_filters_alone_take_is_covered() -> None:
    assert cover_topic(RUSSIAN, topic="path:Notes").steps
    assert cover_topic(RUSSIAN, topic="path:Notes").nearest == ()


def test_words_of_a_topic_that_no_note_has_in_any_form_are_named_where_no_note_speaks_of_it() -> None:
    def notices(topic: str, cosine: float, *held: str) -> tuple[str, ...]:
        def rarity(words: Sequence[str]) -> list[float]:
            return [0.9 if word in held else 1.0 for word in words]

        return cover_topic(RUSSIAN, topic=topic, rarity=rarity, nearness=near(RUSSIAN, cosine)).notices

    assert notices("квантовая и хромодинамика", 0.3, "квантовая") == ("No note has “хромодинамика”.",)
    assert notices("квантовая хромодинамика", 0.6, "квантовая") == ()
    assert notices("человек", 0.3, "люди") == ()
    assert cover_topic((), topic="сон", rarity=lambda words: [1.0 for _ in words]).notices == ("No note has “сон”.",)
