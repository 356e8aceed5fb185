"""What is long is shown in parts none of which is long; the rows of endless tables as they are asked for."""

import pytest
from vaultmind_ui.markdown.cutting import hidden_at, parts_of, with_rows
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.markdown.values import (
    Blocks,
    Callout,
    Code,
    Embed,
    ItemList,
    LinkToNote,
    MoreRows,
    Paragraph,
    Quote,
    Run,
    Table,
    inner_of,
    plain_text,
)


def cut(text: str) -> list:
    return [part.block for part in parts_of("note", read_markdown(text))]


def test_a_long_list_goes_on_with_its_numbers() -> None:
    blocks = cut("".join(f"{number}. item {number}\n" for number in range(3, 103)))
    assert [type(block) for block in blocks] == [ItemList] * 3
    assert [block.first for block in blocks] == [3, 43, 83]
    words = [plain_text(item.blocks[0].inlines) for block in blocks for item in block.items]
    assert words == [f"item {number}" for number in range(3, 103)]


def test_a_long_table_repeats_its_head() -> None:
    blocks = cut("| head |\n|-|\n" + "".join(f"| {number} |\n" for number in range(100)))
    assert [type(block) for block in blocks] == [Table] * 4
    assert {plain_text(block.rows[0][0]) for block in blocks} == {"head"}
    assert [plain_text(row[0]) for block in blocks for row in block.rows[1:]] == [str(number) for number in range(100)]


def test_long_code_keeps_every_line() -> None:
    code = "\n".join(f"x{number} = {number}  # comment" for number in range(500))
    blocks = cut(f"```python\n{code}\n```")
    assert len(blocks) > 2
    assert all(isinstance(block, Code) for block in blocks)
    assert "\n".join(plain_text(block.runs) for block in blocks) == code


@pytest.mark.parametrize(("mark", "kind"), [("> ", Quote), ("> [!tip] Title\n> ", Callout)])
def test_long_quotes_and_callouts_keep_every_paragraph(mark: str, kind: type) -> None:
    blocks = cut(mark + "\n>\n> ".join(f"word {number}" for number in range(50)))
    assert [type(block) for block in blocks] == [kind] * 3
    words = [plain_text(inner.inlines) for block in blocks for inner in block.blocks]
    assert words == [f"word {number}" for number in range(50)]
    if kind is Callout:
        assert [block.is_continued for block in blocks] == [False, True, True]


def test_a_long_paragraph_keeps_every_word_at_its_place() -> None:
    text = "слово **два** " * 3000
    blocks = cut(text)
    assert len(blocks) > 3
    assert all(isinstance(block, Paragraph) for block in blocks)
    runs = [run for block in blocks for run in block.inlines if isinstance(run, Run)]
    assert all(text[run.start : run.end] == run.text for run in runs)
    assert "".join(run.text for run in runs) == text.replace("**", "").strip()


def test_one_endless_word_is_cut_too() -> None:
    blocks = cut("а" * 20_000)
    assert [len(plain_text(block.inlines)) for block in blocks] == [4000] * 5
    assert [(block.inlines[0].start, block.inlines[0].end) for block in blocks][1:3] == [(4000, 8000), (8000, 12000)]


def test_what_is_short_stays_whole() -> None:
    text = "# Head\n\n- a\n- b\n\n> [!tip]- Title\n> x\n"
    assert cut(text) == list(read_markdown(text))


def wide_table(rows: int, columns: int = 60) -> str:
    head = "| " + " | ".join(f"c{column}" for column in range(columns)) + " |\n|" + "-|" * columns + "\n"
    return head + "".join(
        "| " + " | ".join(f"{row}.{column}" for column in range(columns)) + " |\n" for row in range(rows)
    )


def rows_of(parts: list[Part]) -> list[str]:
    tables = [part.block for part in parts if isinstance(part.block, Table)]
    return [plain_text(row[0]) for table in tables for row in table.rows[1:]]


def test_of_a_long_table_some_rows_are_shown_and_the_rest_as_asked_for() -> None:
    parts = list(parts_of("note", read_markdown(wide_table(170))))
    every = [f"{row}.0" for row in range(170)]
    assert rows_of(parts) == every[:45]
    asked: set[tuple[str, int]] = set()
    for shown in (90, 135, 170):
        seen = list(with_rows(parts, asked))
        assert isinstance(seen[-1].block, MoreRows)
        assert seen[-1].block.count == 170 - len(rows_of(seen))
        asked.add(("note", seen[-1].block.start))
        assert rows_of(list(with_rows(parts, asked))) == every[:shown]
    assert not any(isinstance(part.block, MoreRows) for part in with_rows(parts, asked))


def test_rows_in_the_middle_are_shown_between_those_that_are_not() -> None:
    text = wide_table(170)
    parts = list(parts_of("note", read_markdown(text)))
    at = text.index("| 120.7 ") + 2
    assert hidden_at(parts, "other", at, at + 5) is None
    assert hidden_at(parts, "note", text.index("| 20.7 "), text.index("| 20.7 ") + 5) is None
    hidden = hidden_at(parts, "note", at, at + 5)
    assert hidden is not None
    seen = list(with_rows(parts, {hidden}))
    assert [part.block.count for part in seen if isinstance(part.block, MoreRows)] == [45, 35]
    assert rows_of(seen) == [f"{row}.0" for row in (*range(45), *range(90, 135))]


def boxed(text: str, box: str) -> Blocks:
    """Return the blocks of a text in an embed, or with the mark of a box before each of its lines."""
    if box == "embed":
        return (Embed(LinkToNote("Big", "Big.md"), "Big", read_markdown(text)),)
    first, rest = {"quote": ("> ", "> "), "callout": ("> [!tip] Title\n> ", "> "), "list": ("- item\n\n  ", "  ")}[box]
    return read_markdown(first + f"\n{rest}".join(text.splitlines()))


def cells_in(blocks: Blocks) -> int:
    shown = sum(len(row) for block in blocks if isinstance(block, Table) for row in block.rows)
    return shown + sum(cells_in(inner) for block in blocks for inner in inner_of(block))


def more_in(blocks: Blocks) -> list[MoreRows]:
    here = [block for block in blocks if isinstance(block, MoreRows)]
    return here + [more for block in blocks for inner in inner_of(block) for more in more_in(inner)]


@pytest.mark.parametrize("box", ["embed", "quote", "callout", "list"])
def test_a_long_table_in_a_box_is_bounded_and_all_of_it_comes_as_it_is_asked_for(box: str) -> None:
    parts = list(parts_of("note", boxed(wide_table(170), box)))
    key = "" if box == "embed" else "note"
    asked: set[tuple[str, int]] = set()
    rows = []
    for _ in range(13):
        seen = list(with_rows(parts, asked))
        left = [more.count for more in more_in(tuple(part.block for part in seen))]
        rows.append(170 - sum(left))
        if not left:
            break
        asked.add((key, more_in(tuple(part.block for part in seen))[0].start))
    assert rows[:3] == [15, 30, 45]
    assert rows[-1] == 170
    assert cells_in(tuple(part.block for part in parts)) == 16 * 60


def test_the_tables_of_a_text_share_what_is_shown_of_it_unasked() -> None:
    many = "\n\ntext\n\n".join([wide_table(60)] * 8)
    for blocks in (read_markdown(many), *(boxed(many, box) for box in ("embed", "quote", "callout", "list"))):
        parts = tuple(part.block for part in parts_of("note", blocks))
        assert 600 <= cells_in(parts) <= 12_000
        assert len(more_in(parts)) == 8
    short = "\n\ntext\n\n".join(["| a | b |\n|-|-|\n| 1 | 2 |\n"] * 300)
    blocks = boxed(short, "quote")
    assert cells_in(tuple(part.block for part in parts_of("note", blocks))) == 300 * 4


def test_words_in_the_hidden_rows_of_a_box_are_found_there() -> None:
    text = "> " + wide_table(170).replace("\n", "\n> ").rstrip("> ")
    parts = list(parts_of("note", read_markdown(text)))
    at = text.index("| 120.7 ") + 2
    hidden = hidden_at(parts, "note", at, at + 5)
    assert hidden is not None
    [shown] = with_rows(parts, {hidden})
    tables = [block for block in shown.block.blocks if isinstance(block, Table)]
    assert "120.7" in {plain_text(cell) for row in tables[-1].rows for cell in row}
    assert hidden_at([shown], "note", at, at + 5) is None


def test_rows_without_words_are_shown_batch_by_batch_too() -> None:
    empty = "|" + " |" * 60 + "\n|" + "-|" * 60 + "\n" + ("|" + " |" * 60 + "\n") * 170
    parts = list(parts_of("note", read_markdown(f"{empty}\ntext\n\n{empty}")))
    names = [
        MoreRows((batch,)).start for more in more_in(tuple(part.block for part in parts)) for batch in more.batches
    ]
    assert len(names) == len(set(names)) == 6
    asked: set[tuple[str, int]] = set()
    for left in (250, 205, 160, 125, 80, 35):
        seen = tuple(part.block for part in with_rows(parts, asked))
        assert sum(more.count for more in more_in(seen)) == left
        asked.add(("note", more_in(seen)[0].start))
    assert not more_in(tuple(part.block for part in with_rows(parts, asked)))
