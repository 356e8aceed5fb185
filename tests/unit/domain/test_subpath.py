import pytest

from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Note
from vaultmind.domain.subpath import find_block, find_heading, find_subpath, heading_section
from vaultmind.parsing.markdown import parse_note

TEXT = """intro

# Dup

## Sub *one*

text ^Para

## Other: "two"

- item ^it
  - nested

# Dup

## Only here
last
"""


@pytest.fixture
def note() -> Note:
    return parse_note(NotePath("n.md"), TEXT)


FOUND_AT = [
    ("Dup", 3), ("dup", 3), ("Dup#Only here", 16), ("Sub one", 5), ("Sub *one*", 5), ("Other two", 9),
    ('Other: "two"', 9), ("#Dup#Sub *one*", 5), ("Sub *one*#Dup", None), ("Nope", None), ("", None), ("#", None),
]  # fmt: skip


@pytest.mark.parametrize(("chain", "line"), FOUND_AT)
def test_headings_are_found_without_case_and_punctuation_down_a_chain(note: Note, chain: str, line: int | None) -> None:
    found = find_heading(note, chain)
    assert (found.line if found else None) == line


def test_a_section_goes_to_the_next_heading_of_its_level(note: Note) -> None:
    heading = find_heading(note, "Dup")
    assert heading is not None
    section = heading_section(note, heading).of(TEXT)
    assert section.startswith("# Dup\n\n## Sub")
    assert section.endswith("nested\n\n")
    assert find_subpath(note, heading="Only here") is not None
    assert find_subpath(note, heading="Nope") is None


def test_blocks_are_found_without_case_and_show_what_is_nested(note: Note) -> None:
    block = find_block(note, "para")
    assert block is not None
    assert block.span.of(TEXT) == "text"
    shown = find_subpath(note, block_id="it")
    assert shown is not None
    assert shown.of(TEXT) == "- item ^it\n  - nested"
    assert find_subpath(note, block_id="nope") is None
    whole = find_subpath(note)
    assert whole is not None
    assert whole.of(TEXT) == TEXT
