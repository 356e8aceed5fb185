"""Chunks follow the text, fit, know their place, and an edit in a body touches at most two."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.parsing.borders import begins_chunk
from vaultmind.parsing.chunking import as_shown, split_into_chunks
from vaultmind.parsing.language import estimate_tokens
from vaultmind.parsing.reading import read_note


def chunks_of(text: str, path: str = "Garden.md", *, is_template: bool = False) -> list[Chunk]:
    return split_into_chunks(read_note(NotePath(path), text.encode()), is_template=is_template)


def long(words: int, word: str = "word") -> str:
    """Return a paragraph of about 1.4 tokens a word."""
    return " ".join(f"{word}{place}" for place in range(words))


def test_each_section_is_a_chunk_with_its_path() -> None:
    text = f"---\ntags: [soil, earth]\n---\n# Soil\n\n{long(60)}\n\n## Clay\n\n{long(60)}\n\n# Water\n\n{long(60)}\n"
    chunks = chunks_of(text)
    assert [chunk.heading for chunk in chunks] == [("Soil",), ("Soil", "Clay"), ("Water",)]
    assert [chunk.breadcrumb for chunk in chunks] == [
        "Garden > Soil #soil #earth",
        "Garden > Soil > Clay #soil #earth",
        "Garden > Water #soil #earth",
    ]
    for chunk in chunks:
        assert chunk.span.of(text) == chunk.text == long(60)
        assert text.split("\n")[chunk.lines[0] - 1] == chunk.text
        assert chunk.lines[0] == chunk.lines[1]


def test_the_folder_is_never_in_the_breadcrumb() -> None:
    assert chunks_of("words", "Deep/Folder/My_note.md")[0].breadcrumb == "My note"


def test_a_heading_that_repeats_the_title_is_named_once() -> None:
    assert chunks_of(f"# Garden\n\n{long(60)}")[0].breadcrumb == "Garden"


def test_small_sections_share_a_chunk_under_their_parent() -> None:
    text = "# Day\n\n## 10:00\nMet Ann\n\n## 11:00\nRain\n\n## 12:00\nLunch\n"
    (chunk,) = chunks_of(text)
    assert chunk.heading == ("Day",)
    assert chunk.text == "## 10:00\nMet Ann\n\n## 11:00\nRain\n\n## 12:00\nLunch"
    assert chunk.lines == (3, 10)
    assert chunk.sections == ("10:00", "11:00", "12:00")


def test_small_sections_of_different_parents_stay_apart() -> None:
    text = "# A\n\n## A1\nRain\n\n# B\n\n## B1\nSun\n"
    assert [chunk.heading for chunk in chunks_of(text)] == [("A", "A1"), ("B", "B1")]
    assert all(chunk.sections == () for chunk in chunks_of(text))


def test_code_and_tables_are_kept_whole_where_they_fit() -> None:
    code = "\n".join(f"value_{place} = {place}" for place in range(20))
    table = "\n".join(["| a | b |", "|---|---|", *(f"| {place} | x |" for place in range(20))])
    chunks = chunks_of(f"{long(30)}\n\n```py\n{code}\n```\n\n{table}\n\n{long(30)}")
    assert any(chunk.text == code for chunk in chunks)
    assert any(chunk.text.startswith("| a | b |\n| 0 | x |") and chunk.text.count("\n") >= 20 for chunk in chunks)


def test_what_does_not_fit_is_cut_at_items_and_rows() -> None:
    items = "\n".join(f"- item number {place} with {long(8)}" for place in range(60))
    chunks = chunks_of(items)
    assert len(chunks) > 3
    assert all(chunk.text.startswith("- item number") for chunk in chunks)
    assert "\n".join(chunk.text for chunk in chunks) == items


def test_a_line_without_end_is_cut_between_words() -> None:
    text = long(5000)
    chunks = chunks_of(text)
    assert " ".join(chunk.text for chunk in chunks) == text


def test_each_part_of_a_message_has_the_identifier_of_the_message() -> None:
    said = "> ".join(f"{long(100)}\n" for _ in range(9))
    asked, answered = "> [!user] Me - 16.06.2025\n> peas?\n", f"> [!agent] AI - 16.06.2025\n> {said}\n^a1\n"
    text = f"{asked}\n{answered}\n{asked}"
    found = [(chunk.role, chunk.block_id) for chunk in chunks_of(text)]
    assert found[0] == (Role.USER, None)
    assert found[-1] == (Role.USER, None)
    assert len(found) > 4
    assert set(found[1:-1]) == {(Role.ASSISTANT, "a1")}


def test_block_identifiers_are_kept_beside_the_text() -> None:
    chunk = chunks_of("A claim worth citing. ^claim-1\n")[0]
    assert (chunk.text, chunk.block_id) == ("A claim worth citing.", "claim-1")


def test_comments_are_found_but_are_no_evidence() -> None:
    chunks = chunks_of(f"{long(40)} %%a secret%% end\n\n%%\nwhole block\n%%\n")
    assert [(chunk.text, chunk.evidence) for chunk in chunks] == [
        (f"{long(40)}  end", True),
        ("a secret", False),
        ("whole block", False),
    ]


def test_html_comments_are_left_out() -> None:
    assert chunks_of("before <!-- hidden --> after\n\n<!-- UID: 1 -->\n")[0].text == "before  after"


def test_messages_are_never_mixed_and_an_assistant_is_no_evidence() -> None:
    text = (
        "My own words.\n\n>[!nexus_user] **User** - 16.06.2025 at 21:34\n> question?\n<!-- UID: a -->\n\n"
        ">[!nexus_agent] **Assistant** - 16.06.2025 at 21:35\n> answer\n> > quoted\n<!-- UID: b -->\n\nAfterthought.\n"
    )
    assert [(chunk.role, chunk.text, chunk.evidence) for chunk in chunks_of(text)] == [
        (Role.NOTE, "My own words.", True),
        (Role.USER, "question?", True),
        (Role.ASSISTANT, "answer\nquoted", False),
        (Role.NOTE, "Afterthought.", True),
    ]


def test_templates_and_generated_notes_are_no_evidence() -> None:
    assert not chunks_of("words", is_template=True)[0].evidence
    assert not chunks_of("---\ngenerated-by: vaultmind\n---\nwords")[0].evidence


def test_a_callout_reads_as_prose() -> None:
    assert chunks_of("> [!tip]- Title\n> body\n> > [!note] Inner\n> > text")[0].text == "Title\nbody\nInner\ntext"


def test_pictures_in_the_text_are_left_out() -> None:
    text = f"before ![](data:image/png;base64,{'iVBORw0KGgo' * 5000}) after {'x' * 5000} end"
    assert chunks_of(text)[0].text == "before   after   end"


@pytest.mark.parametrize("text", ["", " \n\t\n", "---\ntags: a\n---\n", "%%%%", "<!-- x -->"])
def test_a_note_without_prose_is_found_by_its_title(text: str) -> None:
    (chunk,) = chunks_of(text)
    assert (chunk.text, chunk.evidence) == ("", False)
    assert chunk.breadcrumb.startswith("Garden")


def test_properties_that_are_sentences_are_found() -> None:
    text = f"---\nauthor: '[[Ann]]'\nabout: A short description of this garden\n---\n{long(50)}"
    front, body = chunks_of(text)
    assert front.text == "about: A short description of this garden"
    assert front.lines == (1, 4)
    assert body.text == long(50)


def test_all_properties_are_found_where_there_is_no_body() -> None:
    (front,) = chunks_of("---\nauthor: '[[Ann Lee|Ann]]'\nyear: '1999'\nurl: https://example.org\ntags: x\n---\n")
    assert front.text == "author: Ann\nyear: 1999"


def test_language_is_that_of_the_chunk() -> None:
    chunks = chunks_of(f"# A\n\n{long(60, 'слово')}\n\n# B\n\n{long(60)}")
    assert [chunk.language for chunk in chunks] == ["ru", "en"]


def test_headings_are_shown_without_marks() -> None:
    assert as_shown("**Soil** of the [[Garden|my garden]] and `code`") == "Soil of the my garden and code"
    assert as_shown("[text](https://e.org) ==x==") == "text x"
    assert as_shown("[[Law [2] of 1990|the law]] and [[Art [3]") == "the law and [[Art [3]"
    assert as_shown("[[Law [2] b]] and [[A]]") == "Law [2] b and A"


def test_a_long_breadcrumb_is_cut() -> None:
    chunk = chunks_of(f"# {long(300)}\n\nbody of it", f"{'long name ' * 20}.md")[0]
    assert estimate_tokens(chunk.breadcrumb) <= 60


VOCABULARY = "сад земля вода note garden soil rain время дерево корень лист work idea plan проект письмо"
WORDS = st.sampled_from(VOCABULARY.split())
LINES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
BLOCKS = st.one_of(
    LINES.map(lambda line: f"{line}.\n"),
    st.lists(LINES, min_size=1, max_size=6).map(lambda lines: "".join(f"- {line}\n" for line in lines)),
    st.lists(LINES, min_size=1, max_size=4).map(lambda lines: "".join(f"{line}\n" for line in lines)),
    st.tuples(st.integers(1, 3), WORDS).map(lambda heading: f"{'#' * heading[0]} {heading[1]}\n"),
    LINES.map(lambda line: f"> {line}\n"),
    LINES.map(lambda line: f"```\n{line}\n```\n"),
)
NOTES = st.lists(BLOCKS, min_size=1, max_size=30).map(
    lambda blocks: "\n".join(
        f"{place} {block}" if block[0] not in "#->`" else block for place, block in enumerate(blocks)
    )
)


@settings(max_examples=150)
@given(NOTES)
def test_chunks_fit_stay_in_order_and_lose_no_word(text: str) -> None:
    chunks = chunks_of(text)
    for chunk in chunks:
        assert estimate_tokens(chunk.text) + estimate_tokens(chunk.breadcrumb) <= 480
        assert text[: chunk.span.start].count("\n") + 1 == chunk.lines[0]
    for one, following in pairwise(chunks):
        assert one.span.end <= following.span.start
    found = " ".join(f"{' '.join(chunk.heading)} {chunk.text}" for chunk in chunks).split()
    assert {word.strip(".") for word in text.split()} - {word.strip(".") for word in found} <= {
        "#",
        "##",
        "###",
        "-",
        ">",
        "```",
    }


def is_body_line(line: str) -> bool:
    return bool(line) and (line[0].isalnum() or line.startswith("- "))


@settings(max_examples=200, derandomize=True)
@given(NOTES, LINES, st.sampled_from(["word", "line", "insert", "append"]), st.integers(0, 10_000))
def test_an_edited_line_costs_at_most_two_chunks(text: str, line: str, edit: str, choice: int) -> None:
    lines = text.split("\n")
    places = [place for place, old in enumerate(lines) if is_body_line(old)]
    assume(places)
    place = places[choice % len(places)]
    mark = "- " if lines[place].startswith("- ") else ""
    edited = list(lines)
    match edit:
        case "word":
            edited[place] += " ещё"
        case "line":
            edited[place] = f"{mark}{choice} {line}"
        case "insert":
            edited.insert(place, f"{mark}{choice} {line}")
        case _:
            edited.append(f"{choice} {line}")
    before = {chunk.content_hash for chunk in chunks_of(text)}
    after = {chunk.content_hash for chunk in chunks_of("\n".join(edited))}
    assert len(after - before) <= 2


PARAGRAPHS = st.tuples(st.integers(12, 24), st.integers(0, 3))
"""How many words, and whether it may begin a chunk: 0 says not."""


def paragraph_of(drawn: tuple[int, int], chance: Random) -> str:
    words, may_begin = drawn
    while True:
        text = " ".join([f"{chance.choice(VOCABULARY.split())}{chance.randrange(9999)}", *["garden"] * (words - 1)])
        if begins_chunk(text, estimate_tokens(text)) == bool(may_begin):
            return text


@settings(max_examples=300, derandomize=True)
@given(
    st.lists(PARAGRAPHS, min_size=3, max_size=8),
    st.sampled_from(["front", "replace", "insert", "remove"]),
    PARAGRAPHS,
    st.integers(0, 10_000),
)
def test_an_edited_paragraph_of_a_section_costs_at_most_two_chunks(
    drawn: list[tuple[int, int]], edit: str, other: tuple[int, int], seed: int
) -> None:
    chance = Random(seed)
    section = [paragraph_of(one, chance) for one in drawn]
    place = chance.randrange(1, len(section))
    new = {
        "front": [f"{chance.randrange(9999)} {section[place]}"],
        "replace": [paragraph_of(other, chance)],
        "insert": [paragraph_of(other, chance), section[place]],
        "remove": [],
    }
    edited = [*section[:place], *new[edit], *section[place + 1 :]]
    before, after = (chunks_of("\n\n".join(["# Garden", *one])) for one in (section, edited))
    assert len({chunk.content_hash for chunk in after} - {chunk.content_hash for chunk in before}) <= 2


@pytest.mark.parametrize("seed", range(5))
def test_ticking_a_task_of_a_long_list_moves_no_border(seed: int) -> None:
    chance = Random(seed)
    tasks = [" ".join(chance.choices(VOCABULARY.split(), k=chance.randint(8, 30))) for _ in range(60)]
    lines = [f"- [ ] {task}" for task in tasks]
    before = {chunk.content_hash for chunk in chunks_of("\n".join(lines))}
    assert len(before) > 2
    for place, line in enumerate(lines):
        ticked = [*lines[:place], line.replace("[ ]", "[x]", 1), *lines[place + 1 :]]
        after = {chunk.content_hash for chunk in chunks_of("\n".join(ticked))}
        assert len(after - before) == 1
