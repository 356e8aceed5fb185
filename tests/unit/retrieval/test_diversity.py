from collections.abc import Iterator
from math import inf

import pytest

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.retrieval.diversity import diversify, said_before

LONG = "The soil behind the house is heavy clay and wants sand, compost and patience before anything grows in it."


def chunk(note: str, text: str) -> Chunk:
    return Chunk(NotePath(note), 0, Span(0, len(text)), (1, 1), (), note, text)


def chosen(*chunks: Chunk, limit: int = 10, per_note: int = 2) -> list[int]:
    return diversify(list(enumerate(chunks)), limit=limit, per_note=per_note, near_duplicate=0.8)


def test_what_says_the_same_is_said_once() -> None:
    assert chosen(chunk("a", LONG), chunk("b", LONG.upper()), chunk("c", f"{LONG} Yes."), chunk("d", "Sand.")) == [0, 3]


def test_what_shares_a_sentence_is_not_the_same() -> None:
    assert chosen(chunk("a", LONG), chunk("b", f"{LONG} {LONG[::-1]}")) == [0, 1]


def test_a_note_has_its_turn_and_the_rest_of_it_comes_last() -> None:
    parts = [chunk("a", f"part {number} of it") for number in ("one", "two", "three")]
    assert chosen(*parts, chunk("b", "another note")) == [0, 1, 3, 2]


def test_no_more_than_asked_for() -> None:
    assert chosen(*(chunk(str(number), f"text {number} alone") for number in range(9)), limit=4) == [0, 1, 2, 3]
    assert chosen(limit=4) == []


def test_what_comes_after_the_last_chosen_is_not_asked_for() -> None:
    asked: list[int] = []

    def ranked() -> Iterator[tuple[int, Chunk]]:
        for number in range(9):
            asked.append(number)
            yield number, chunk(str(number), f"text {number} alone")

    assert diversify(ranked(), limit=3, per_note=2, near_duplicate=0.8) == [0, 1, 2]
    assert asked == [0, 1, 2]


class Unread:
    """A passage whose text nobody may look at."""

    def __init__(self, note: str) -> None:
        self.note = NotePath(note)

    @property
    def text(self) -> str:
        pytest.fail("a text was looked at")


def test_a_list_compares_no_texts_and_leaves_nothing_out() -> None:
    every: list[tuple[int, Chunk]] = [(number, Unread(f"{number}.md")) for number in range(50)]  # type: ignore[misc]
    assert diversify(every, limit=50, per_note=2, near_duplicate=inf) == list(range(50))
    assert said_before(every, NotePath("49.md"), near_duplicate=inf) is None


def test_who_said_the_same_before_is_named() -> None:
    listed = list(enumerate([chunk("a", LONG), chunk("b", LONG.upper()), chunk("c", "Sand.")]))
    assert [said_before(listed, NotePath(note), near_duplicate=0.8) for note in "abc"] == [None, "a", None]
