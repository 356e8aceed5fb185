"""Rows of a table in a passage are a table again, each cell where it stands in the source."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaultmind_ui.ask.passage_tables import as_table
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.markdown.values import Paragraph, Run, Table

CELL = st.text("абв 12.[]*x", min_size=0, max_size=8)


def words(table: Table) -> list[list[str]]:
    return [["".join(one.text for one in cell if isinstance(one, Run)) for cell in row] for row in table.rows]


def test_rows_without_the_line_that_makes_them_a_table_are_one() -> None:
    text = "| Сорт | Сняли |\n| [[Антоновка]] | 24 **сен** |\n| Титовка |  |"
    (block,) = map(as_table, read_markdown(text))
    assert isinstance(block, Table)
    assert words(block) == [["Сорт", "Сняли"], ["Антоновка", "24 сен"], ["Титовка", ""]]
    for row in block.rows:
        for cell in row:
            for one in cell:
                assert isinstance(one, Run)
                assert text[one.start : one.end] == one.text


@pytest.mark.parametrize("text", ["a | b\nc | d", "| one row |", "| a | b |\n| c |", "plain", "| a | b |\nand words"])
def test_what_is_no_table_stays_as_it_is(text: str) -> None:
    blocks = read_markdown(text)
    assert tuple(map(as_table, blocks)) == tuple(blocks)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=2, max_size=4))
def test_each_run_of_a_cell_is_what_stands_at_its_place(rows: list[tuple[str, str]]) -> None:
    text = "\n".join(f"| {first} | {second} |" for first, second in rows)
    for block in map(as_table, read_markdown(text)):
        if isinstance(block, Table):
            for one in (one for row in block.rows for cell in row for one in cell):
                if isinstance(one, Run) and one.end - one.start == len(one.text):
                    assert text[one.start : one.end] == one.text


def test_a_paragraph_of_several_lines_is_read_as_before() -> None:
    (block,) = map(as_table, read_markdown("one\ntwo"))
    assert isinstance(block, Paragraph)
