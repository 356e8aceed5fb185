"""Markdown to values: what Obsidian shows, where each word stands, and nothing that leads out of the vault."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaultmind_ui.markdown.math_text import readable_math
from vaultmind_ui.markdown.reading import LONGEST_SHOWN, Embedded, GrowingMarkdown, read_markdown
from vaultmind_ui.markdown.values import (
    Block,
    Blocks,
    Bubble,
    Callout,
    Code,
    Embed,
    Footnotes,
    Heading,
    Inline,
    ItemList,
    LinkToCitation,
    LinkToNote,
    LinkToTag,
    LinkToWeb,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Style,
    Table,
    plain_text,
)


def inlines(blocks: Blocks) -> Iterator[Inline]:
    """Yield every run and picture, in the order of the page."""
    for block in blocks:
        yield from _own(block)


def _own(block: Block) -> Iterator[Inline]:
    match block:
        case Paragraph(found) | Heading(_, found):
            yield from found
        case Callout(_, title, _, inner):
            yield from title
            yield from inlines(inner)
        case Quote(inner) | Bubble(inner) | Embed(_, _, inner):
            yield from inlines(inner)
        case ItemList(items):
            for item in items:
                yield from inlines(item.blocks)
        case Table(rows):
            for row in rows:
                for cell in row:
                    yield from cell
        case Code(runs):
            yield from runs
        case Footnotes(entries):
            for _, inner in entries:
                yield from inlines(inner)


def words(text: str) -> str:
    return plain_text(tuple(inlines(read_markdown(text))))


def only(text: str, **settings: object) -> Block:
    (block,) = read_markdown(text, **settings)  # type: ignore[arg-type]
    return block


def targets(text: str, **settings: object) -> list[object]:
    found = inlines(read_markdown(text, **settings))  # type: ignore[arg-type]
    return [one.target for one in found if isinstance(one, Run) and one.target is not None]


_SIGNS = "> |- |1. |# |    |[!note]- |[[|]]|![[|](file:///etc/passwd)|](javascript:x)|![|](|)|<img src=x>|<!--|-->|%%"
_SIGNS += "|==|**|_|`|```|~~|$|$$|&amp;|[^1]|[^1]: |^[|]|#тег|[ ] |[1]|---|https://a.b|<http://c.d>|слово|word|😀|^id"
_ODD = ["\n", "\r\n", "\t", "\\", "|", "| a | b |\n|-|-|\n", "\u2028", "\x00", "\ufdd0", "\ufffc"]
_PIECE = st.sampled_from([*_SIGNS.split("|"), *_ODD])
PIECES = st.lists(_PIECE, max_size=40).map("".join)


@settings(max_examples=80, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=200)))
def test_any_text_is_read_and_every_word_stands_where_it_says(text: str) -> None:
    for one in inlines(read_markdown(text, citations={1})):
        if not isinstance(one, Run) or one.start < 0:
            continue
        assert 0 <= one.start <= one.end <= len(text)
        if one.end - one.start == len(one.text) and Style.MATH not in one.style and not _is_special(one, text):
            assert text[one.start : one.end].replace("\0", "\ufffd") == one.text


def _is_special(run: Run, text: str) -> bool:
    return text[run.start] in "\\&"


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_no_link_leaves_the_vault_but_to_the_web(text: str) -> None:
    for one in inlines(read_markdown(text, citations={1})):
        target = one.target if isinstance(one, Run) else None
        if isinstance(target, LinkToWeb):
            assert target.url.lower().startswith(("http://", "https://", "mailto:"))
        if isinstance(target, LinkToNote):
            assert not target.written.lower().startswith(("file:", "javascript:"))
        if isinstance(one, Picture):
            assert "://" not in one.path


@pytest.mark.parametrize(
    "text",
    [
        "[x](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "[x](obsidian://open?vault=1)",
        "[x](//host/share)",
        "[x](data:text/html,hi)",
        "[x](vaultmind://open)",
        "![x](http://a.b/c.png)",
        "![x](file:///etc/x.png)",
        "![x](\\\\host\\x.png)",
        "<a href='file:///etc'>x</a>",
        "<img src='http://a.b/c.png' alt='x'>",
        "[x]\n\n[x]: file:///etc",
    ],
)
def test_what_leads_elsewhere_is_text(text: str) -> None:
    assert targets(text) == []
    assert [one for one in inlines(read_markdown(text)) if isinstance(one, Picture)] == []
    assert "x" in words(text)


def test_links_to_the_web_are_links_in_every_form() -> None:
    text = "[x](https://a.b/c) <http://c.d> [m](mailto:a@b.c) https://e.f/g, (https://h.i)"
    addresses = ["https://a.b/c", "http://c.d", "mailto:a@b.c", "https://e.f/g", "https://h.i"]
    assert targets(text) == [LinkToWeb(address) for address in addresses]


def test_callouts_nest_fold_and_take_a_title() -> None:
    outer = only("> [!Warning]- Mind *this*\n> body\n> > [!tip]\n> > inner")
    assert isinstance(outer, Callout)
    assert (outer.kind, outer.fold, plain_text(outer.title)) == ("warning", "-", "Mind this")
    body, inner = outer.blocks
    assert isinstance(inner, Callout)
    assert (inner.kind, inner.title, plain_text(body.inlines)) == ("tip", (), "body")  # type: ignore[union-attr]


def test_a_message_of_a_chat_is_a_callout_and_its_identifier_is_unseen() -> None:
    first = read_markdown(">[!nexus_user] **User** - 16.06.2025 at 21:34\n>\n>Почему?\n\n<!-- UID: 1f -->\n")
    assert isinstance(first[0], Callout)
    assert plain_text(first[0].title) == "User - 16.06.2025 at 21:34"
    assert len(first) == 1


def test_tasks_lose_their_brackets_and_keep_their_mark() -> None:
    found = only("- [ ] open\n- [x] done\n- [?] odd\n- plain")
    assert isinstance(found, ItemList)
    assert [item.task for item in found.items] == [" ", "x", "?", None]
    assert words("- [ ] open\n  - inner") == "openinner"


def test_tables_know_their_sides_and_an_escaped_bar() -> None:
    found = only("| a | b |\n|:-|-:|\n| 1 \\| 2 | `x` |")
    assert isinstance(found, Table)
    assert found.sides == ("left", "right")
    assert plain_text(found.rows[1][0]) == "1 | 2"


def test_comments_frontmatter_and_block_identifiers_are_unseen() -> None:
    text = "---\nsecret: 1\n---\nBefore %%hidden%% after ^block\n\n"
    text += "%%\nhidden [[Note]]\n\nmore\n%%\n\n<!-- gone -->\n\n^own\n"
    assert words(text) == "Before  after"


def test_highlights_hold_other_marks() -> None:
    runs = [one for one in inlines(read_markdown("==so **very** much== not")) if isinstance(one, Run)]
    assert [one.text for one in runs if Style.HIGHLIGHT in one.style] == ["so ", "very", " much"]
    assert [one.text for one in runs if Style.BOLD in one.style] == ["very"]


def test_only_numbers_that_were_given_are_citations() -> None:
    assert targets("The well is deep [1], they say [7].", citations={1}) == [LinkToCitation(1)]


def test_links_are_resolved_by_their_place() -> None:
    seen: list[tuple[str, int]] = []

    def resolve(written: str, start: int) -> str:
        seen.append((written, start))
        return "Сад/Note.md" if written == "Note" else ""

    text = "See [[Note#Soil|soil]], [[Gone]], [там](Note.md#^b1) #сад/вода #12"
    assert targets(text, resolve=resolve)[:2] == [
        LinkToNote("Note", "Сад/Note.md", "Soil"),
        LinkToNote("Gone", "", ""),
    ]
    assert seen[:2] == [("Note", 4), ("Gone", 24)]
    assert LinkToTag("сад/вода") in targets(text)
    assert LinkToTag("12") not in targets(text)
    assert targets("issue#tag and (#tag)") == []
    gone = next(one for one in inlines(read_markdown(text, resolve=resolve)) if plain_text((one,)) == "Gone")
    assert isinstance(gone, Run)
    assert Style.UNRESOLVED in gone.style


def test_pictures_are_of_the_vault_and_have_a_width() -> None:
    assert only("![[Files/a.png|200x80]]") == Paragraph((Picture("Files/a.png", "Files/a.png", 200),))
    assert only("![alt](a%20b.jpg)") == Paragraph((Picture("a b.jpg", "alt"),))


def test_an_embed_shows_the_blocks_it_is_given_and_else_its_name() -> None:
    link = LinkToNote("Well", None, "Depth", is_embed=True)
    shown = Embedded("Well › Depth", (Paragraph((Run("Twelve metres."),)),))
    before, embed = read_markdown("See [[Well#Depth]]\n![[Well#Depth]]", embeds={link: shown})
    assert plain_text(before.inlines).strip() == "See Well > Depth"  # type: ignore[union-attr]
    assert embed == Embed(link, "Well › Depth", shown.blocks)
    assert words("![[Well#Depth]]") == "Well#Depth"


def test_footnotes_are_numbered_as_they_are_met() -> None:
    text = "One[^moon], two^[said here], three[^5], the moon again[^moon].\n\n"
    text += "[^5]: Five\n[^moon]: The moon\n[^none]: Unused\n"
    *_, last = read_markdown(text)
    assert words(text).startswith("One1, two2, three3, the moon again1.")
    assert isinstance(last, Footnotes)
    assert [label for label, _ in last.entries] == ["1", "2", "3", "none"]


@pytest.mark.parametrize("mark", ["> ", "- ", "> - "])
def test_words_in_boxes_of_any_depth_are_shown(mark: str) -> None:
    text = "\n".join(mark * depth + f"word{depth}" for depth in range(1, 40))
    assert all(f"word{depth}" in words(text) for depth in range(1, 40))


def test_footnotes_stand_at_the_end() -> None:
    *_, last = read_markdown("A[^n] and ^[inline *one*].\n\n[^n]: The `note`.\n\nLast.")
    assert isinstance(last, Footnotes)
    assert [(label, plain_text(tuple(inlines(inner)))) for label, inner in last.entries] == [
        ("1", "The note."),
        ("2", "inline one"),
    ]


def test_code_is_coloured_where_its_language_is_known() -> None:
    found = only("```python\ndef f(): return 'x'\n```")
    assert isinstance(found, Code)
    assert {run.ink.value for run in found.runs} >= {"keyword", "text"}
    assert plain_text(found.runs) == "def f(): return 'x'"
    unknown = only("```no-such-language\ndef\n```")
    assert isinstance(unknown, Code)
    assert [run.ink.value for run in unknown.runs] == [""]


def test_rules_and_line_breaks() -> None:
    assert only("---") == Rule() or read_markdown("a\n\n---")[1] == Rule()
    assert words("one\ntwo<br>three") == "one\ntwo\nthree"


def test_line_ends_of_windows_keep_the_offsets() -> None:
    text = "One\r\n\r\n> two\r\n> three [[Four]]\r\n"
    found = {one.text: one.start for one in inlines(read_markdown(text)) if isinstance(one, Run) and one.text.strip()}
    assert found == {"One": 0, "two": text.index("two"), "three ": text.index("three"), "Four": text.index("Four")}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(_PIECE, st.sampled_from(["\n\n", "- a\n", "# H\n"])), max_size=15))
def test_what_streams_in_is_read_as_if_it_had_been_there(pieces: list[str]) -> None:
    growing, text = GrowingMarkdown(), ""
    for piece in pieces:
        text += piece
        shown = growing.read(text)
        for one in inlines(shown):
            if (
                isinstance(one, Run)
                and one.start >= 0
                and one.end - one.start == len(one.text)
                and not _is_special(one, text)
            ):
                assert Style.MATH in one.style or text[one.start : one.end].replace("\0", "\ufffd") == one.text


def test_paragraphs_that_stream_in_are_read_once_and_end_alike() -> None:
    text = "# Head\n\nOne **two**.\n\n- a\n- b\n\n> [!tip] T\n> x\n\n```py\nx = 1\n```\n\nLast [1].\n"
    growing = GrowingMarkdown()
    for end in range(1, len(text) + 1):
        shown = growing.read(text[:end], citations={1})
    assert shown == read_markdown(text, citations={1})


def test_a_very_long_text_is_cut_at_a_line() -> None:
    shown = words("слово\n" * 100_000)
    assert LONGEST_SHOWN - 10 < len(shown) <= LONGEST_SHOWN


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"E = mc^2", "E = mc²"),
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\alpha \leq \sqrt{x} \in \mathbb{R}", "α ≤ √x ∈ ℝ"),
        (r"\text{sim}(a,b)", "sim(a,b)"),
        (r"x^{\text{long}}", "x^(long)"),
        (r"\unknown{x}", "unknownx"),
        (r"\left( \vec{v} \right)", "( v⃗ )"),
        (r"A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}", "A = (a, b; c, d)"),
        (r"\begin{bmatrix}1&0\\0&1\\\end{bmatrix} x", "[1, 0; 0, 1] x"),
        (r"\left[\begin{array}{cc} 1 & x^2 \end{array}\right]", "[1, x²]"),
        (r"|x| = \begin{cases} x & x \ge 0 \\ -x & x < 0 \end{cases}", "|x| = {x, x ≥ 0; -x, x < 0"),
        (r"\begin{vmatrix} \begin{matrix} 1 & 2 \end{matrix} & 3", "|1, 2, 3|"),
    ],
)
def test_formulas_can_be_read(tex: str, said: str) -> None:
    assert readable_math(tex) == said


@given(st.text(alphabet="\\{}^_&abcxfrat12 $\n", max_size=200))
def test_any_formula_becomes_a_text(tex: str) -> None:
    assert isinstance(readable_math(tex), str)
    assert len(readable_math(tex)) <= 4 * len(tex) + 8
