import itertools

from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.citations import CitationReader, cite, find_quote, number_passages
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span


def read(pieces: list[str], offered: set[int]) -> tuple[str, list[int]]:
    reader = CitationReader(offered)
    found = [one for piece in pieces for one in reader.feed(piece)] + list(reader.finish())
    return "".join(one for one in found if isinstance(one, str)), [one for one in found if isinstance(one, int)]


def test_numbers_are_read_in_every_usual_form() -> None:
    text, numbers = read(["Yes [1], [2, 3] and [1-2]; also 【3】 and [^1] and [[2]]."], {1, 2, 3})
    assert text == "Yes [1], [2][3] and [1][2]; also [3] and [1] and [2]."
    assert numbers == [1, 2, 3, 1, 2, 3, 1, 2]


def test_numbers_never_offered_are_dropped_with_their_blank() -> None:
    assert read(["Soil is wet [4]. Sand is dry [1, 9]."], {1}) == ("Soil is wet. Sand is dry [1].", [1])


def test_years_links_and_code_stay() -> None:
    text = "In [2015] we met at [[Garden]] and ran x[i], [a](b)."
    assert read([text], {1}) == (text, [])


def test_a_mark_cut_off_by_the_end_is_dropped() -> None:
    assert read(["It is wet [1"], {1}) == ("It is wet", [])


@given(st.text(alphabet="ab [1]2,-【】^\n", max_size=40), st.lists(st.integers(0, 40), max_size=6))
def test_pieces_do_not_matter(text: str, cuts: list[int]) -> None:
    borders = sorted({0, *(cut for cut in cuts if cut < len(text)), len(text)})
    pieces = [text[start:end] for start, end in itertools.pairwise(borders)]
    assert read(pieces, {1, 2}) == read([text], {1, 2})


@given(st.text(alphabet="ab [1]2,-【】^\n", max_size=40))
def test_only_offered_numbers_come_out(text: str) -> None:
    assert set(read([text], {2})[1]) <= {2}


def test_a_quote_is_found_across_line_ends_and_quote_marks() -> None:
    text = "> [!nexus_user] **User**\n> Soil is\n> wet today.\n"
    span = find_quote("Soil is wet today.", text)
    assert span is not None
    assert span.of(text) == "Soil is\n> wet today."


def test_a_quote_that_is_not_there_is_not_found() -> None:
    assert find_quote("Soil is dry.", "Soil is wet.") is None
    assert find_quote("", "Soil") is None
    assert find_quote("a.c", "abc") is None


def passage(text: str) -> Passage:
    return Passage(7, Chunk(NotePath("Garden.md"), 0, Span(0, 20), (1, 9), ("Soil",), "Garden > Soil", text), 1.0)


def test_a_citation_is_verified_in_the_note_as_it_is_now() -> None:
    given_passage = passage("Soil is wet. Sand is dry.")
    fresh = cite(1, given_passage, "Sand is dry.", read_note=lambda _: "# Soil\n\nSoil is wet.\nSand is dry.\n")
    assert fresh.verified
    assert fresh.lines == (4, 4)
    stale = cite(1, given_passage, "Sand is dry.", read_note=lambda _: "rewritten")
    assert not stale.verified
    assert stale.lines == (1, 9)
    assert not cite(1, given_passage, "Sand is dry.", read_note=lambda _: None).verified


def test_passages_are_numbered_from_one() -> None:
    one = passage("x")
    assert number_passages([one, one]) == {1: one, 2: one}
