"""What is long is shown in parts none of which is long; the rows of endless tables as they are asked for."""

import pytest
from vaultmind_ui.markdown.cutting import hidden_at, parts_of, with_rows
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.markdown.values import (
    Block,
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


def wide_table(rows: int, columns: int = 30) -> str:
    head = "| " + " | ".join(f"c{column}" for column in range(columns)) + " |\n|" + "-|" * columns + "\n"
    return head + "".join(
        "| " + " | ".join(f"{row}.{column}" for column in range(columns)) + " |\n" for row in range(rows)
    )


def rows_of(parts: list[Part]) -> list[str]:
    tables = [part.block for part in parts if isinstance(part.block, Table)]
    return [plain_text(row[0]) for table in tables for row in table.rows[1:]]


def test_of_a_long_table_some_rows_are_shown_and_the_rest_as_asked_for() -> None:
    parts = list(parts_of("note", read_markdown(wide_table(340))))
    every = [f"{row}.0" for row in range(340)]
    assert rows_of(parts) == every[:100]
    asked: set[tuple[str, int]] = set()
    for shown in (200, 300, 340):
        seen = list(with_rows(parts, asked))
        assert isinstance(seen[-1].block, MoreRows)
        assert seen[-1].block.count == 340 - len(rows_of(seen))
        asked.add(("note", seen[-1].block.start))
        assert rows_of(list(with_rows(parts, asked))) == every[:shown]
    assert not any(isinstance(part.block, MoreRows) for part in with_rows(parts, asked))


def test_rows_in_the_middle_are_shown_between_those_that_are_not() -> None:
    text = wide_table(340)
    parts = list(parts_of("note", read_markdown(text)))
    at = text.index("| 220.7 ") + 2
    assert hidden_at(parts, "other", at, at + 5) is None
    assert hidden_at(parts, "note", text.index("| 20.7 "), text.index("| 20.7 ") + 5) is None
    hidden = hidden_at(parts, "note", at, at + 5)
    assert hidden is not None
    seen = list(with_rows(parts, {hidden}))
    assert [part.block.count for part in seen if isinstance(part.block, MoreRows)] == [100, 40]
    assert rows_of(seen) == [f"{row}.0" for row in (*range(100), *range(200, 300))]


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
    for _ in range(23):
        seen = list(with_rows(parts, asked))
        left = [more.count for more in more_in(tuple(part.block for part in seen))]
        rows.append(170 - sum(left))
        if not left:
            break
        asked.add((key, more_in(tuple(part.block for part in seen))[0].start))
    assert rows[:3] == ([8, 16, 24] if box == "list" else [28, 56, 84])
    assert rows[-1] == 170
    assert cells_in(tuple(part.block for part in parts)) == (10 if box == "list" else 35) * 30


def test_the_tables_of_a_text_share_what_is_shown_of_it_unasked() -> None:
    many = "\n\ntext\n\n".join([wide_table(160)] * 8)
    for blocks in (read_markdown(many), *(boxed(many, box) for box in ("embed", "quote", "callout", "list"))):
        parts = tuple(part.block for part in parts_of("note", blocks))
        assert 300 <= cells_in(parts) <= 12_000
        assert len(more_in(parts)) == 8
    short = "\n\ntext\n\n".join(["| a | b |\n|-|-|\n| 1 | 2 |\n"] * 300)
    blocks = boxed(short, "quote")
    assert cells_in(tuple(part.block for part in parts_of("note", blocks))) == 300 * 4


def weight_of(block: Block) -> int:
    here = sum(len(row) for row in block.rows) if isinstance(block, Table) else 3
    return here + sum(weight_of(one) for inner in inner_of(block) for one in inner)


@pytest.mark.parametrize("box", ["embed", "quote", "callout", "> > ", "> [!tip]- Closed\n> > "])
def test_no_part_of_a_box_takes_long_however_much_is_in_it_and_whatever_is_asked_for(box: str) -> None:
    text = "\n\n".join(["word", wide_table(40), "- item\n" * 30, wide_table(60, 4)] * 4)
    blocks = boxed(text, box) if box.isalpha() else read_markdown(box + "\n> > ".join(text.splitlines()))
    parts = list(parts_of("note", blocks))
    asked = {(key, more.start) for key in ("", "note") for more in more_in(tuple(part.block for part in parts))}
    for seen in (parts, list(with_rows(parts, asked))):
        assert max(weight_of(part.block) for part in seen) <= 250
    words = [plain_text(one.inlines) for part in parts for one in paragraphs_in((part.block,))]
    assert words.count("word") == 4
    assert words.count("item") == 120


def paragraphs_in(blocks: Blocks) -> list[Paragraph]:
    here = [block for block in blocks if isinstance(block, Paragraph)]
    return here + [one for block in blocks for inner in inner_of(block) for one in paragraphs_in(inner)]


def test_of_the_widest_tables_the_first_columns_are_shown() -> None:
    for block in (*cut(wide_table(6, 200)), *cut("> " + wide_table(6, 200).replace("\n", "\n> "))):
        table = block if isinstance(block, Table) else next(one for one in block.blocks if isinstance(one, Table))
        assert [plain_text(table.rows[0][column]) for column in (0, 39, 40)] == ["c0", "c39", "…"]
        assert {len(row) for row in table.rows} == {41}


def test_words_in_the_hidden_rows_of_a_box_are_found_there() -> None:
    text = "> " + wide_table(170).replace("\n", "\n> ").rstrip("> ")
    parts = list(parts_of("note", read_markdown(text)))
    at = text.index("| 120.7 ") + 2
    hidden = hidden_at(parts, "note", at, at + 5)
    assert hidden is not None
    shown = list(with_rows(parts, {hidden}))
    tables = [block for part in shown for block in part.block.blocks if isinstance(block, Table)]
    assert "120.7" in {plain_text(cell) for table in tables for row in table.rows for cell in row}
    assert hidden_at(shown, "note", at, at + 5) is None


def test_rows_without_words_are_shown_batch_by_batch_too() -> None:
    empty = "|" + " |" * 30 + "\n|" + "-|" * 30 + "\n" + ("|" + " |" * 30 + "\n") * 340
    parts = list(parts_of("note", read_markdown(f"{empty}\ntext\n\n{empty}")))
    names = [
        MoreRows((batch,)).start for more in more_in(tuple(part.block for part in parts)) for batch in more.batches
    ]
    assert len(names) == len(set(names)) == 6
    asked: set[tuple[str, int]] = set()
    for left in (480, 380, 280, 240, 140, 40):
        seen = tuple(part.block for part in with_rows(parts, asked))
        assert sum(more.count for more in more_in(seen)) == left
        asked.add(("note", more_in(seen)[0].start))
    assert not more_in(tuple(part.block for part in with_rows(parts, asked)))
