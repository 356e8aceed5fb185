from zlib import crc32

from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.retrieval.cover import cover_topic


def passage(note: str, text: str, score: float = 1.0) -> Passage:
    return Passage(crc32(note.encode()), Chunk(NotePath(note), 0, Span(0, len(text)), (1, 1), (), note, text), score)


GARDEN = [
    passage("overview", "compost mulch clay watering pruning grafting"),
    passage("soil", "compost mulch clay"),
    passage("trees", "pruning grafting rootstock"),
    passage("orchard", "grafting rootstock"),
    passage("lonely", "nothing shared whatsoever"),
]


def test_the_note_that_says_most_comes_first_and_the_curve_rises_to_one() -> None:
    cover = cover_topic(GARDEN, topic="garden")
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
    query = cover_topic(GARDEN, topic="The garden's soil").query
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
