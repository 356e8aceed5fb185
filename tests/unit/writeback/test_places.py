import pytest

from vaultmind.domain.edit import Edit, apply_edits
from vaultmind.domain.errors import PlaceNotFound, WriteRefused
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.places import append, into_region, replace_block, replace_span, under_heading


def opened(text: str) -> NoteText:
    return NoteText(NotePath("n.md"), text.encode())


def applied(text: str, edits: list[Edit]) -> str:
    return apply_edits(text, edits)


class TestAppend:
    @pytest.mark.parametrize(
        ("text", "result"),
        [
            ("", "NEW\n"),
            ("a\n", "a\n\nNEW\n"),
            ("a", "a\n\nNEW"),
            ("a\n\n", "a\n\nNEW\n"),
            ("a\n\n\n\n", "a\n\n\n\nNEW\n"),
            ("a\r\nb\r\n", "a\r\nb\r\n\r\nNEW\r\n"),
            ("a \t", "a \t\n\nNEW"),
            ("# Head\n", "# Head\n\nNEW\n"),
            ("---\na: 1\n---\n", "---\na: 1\n---\nNEW\n"),
            ("- item\n", "- item\n\nNEW\n"),
            ("> quote\n", "> quote\n\nNEW\n"),
        ],
    )
    def test_a_paragraph_stands_by_itself(self, text: str, result: str) -> None:
        assert applied(text, append(opened(text), "NEW\n")) == result

    @pytest.mark.parametrize("item", ["- b", "* b", "1. b", "- [ ] b", "  - b"])
    def test_an_item_follows_an_item(self, item: str) -> None:
        assert applied("- a\n", append(opened("- a\n"), item)) == f"- a\n{item}\n"

    @pytest.mark.parametrize("text", ["", "\n", " \r\n\t"])
    def test_no_words_are_no_edit(self, text: str) -> None:
        assert append(opened("a\n"), text) == []
        assert under_heading(opened("# A\nb\n"), "A", text) == []

    def test_several_lines_take_the_line_ends_of_the_note(self) -> None:
        assert applied("a\r\n", append(opened("a\r\n"), "x\ny\r\nz")) == "a\r\n\r\nx\r\ny\r\nz\r\n"


class TestUnderHeading:
    NOTE = "# A\ntext\n\n## B\n\n- one\n\n\n# C\n# D\n\n## B\nq"

    @pytest.mark.parametrize(
        ("heading", "result"),
        [
            ("A", NOTE.replace("text\n", "text\n\nNEW\n")),
            ("a", NOTE.replace("text\n", "text\n\nNEW\n")),
            ("## B", NOTE.replace("- one\n", "- one\n\nNEW\n")),
            ("A#B", NOTE.replace("- one\n", "- one\n\nNEW\n")),
            ("D#B", NOTE + "\n\nNEW"),
            ("C", NOTE.replace("# C\n", "# C\n\nNEW\n")),
        ],
    )
    def test_the_text_ends_what_stands_right_under_it(self, heading: str, result: str) -> None:
        assert applied(self.NOTE, under_heading(opened(self.NOTE), heading, "NEW")) == result

    def test_an_item_joins_the_list_of_the_heading(self) -> None:
        assert "- one\n- two\n\n\n# C" in applied(self.NOTE, under_heading(opened(self.NOTE), "B", "- two"))

    @pytest.mark.parametrize("heading", ["nope", "C#B", "#", ""])
    def test_a_heading_that_is_not_there(self, heading: str) -> None:
        with pytest.raises(PlaceNotFound):
            under_heading(opened(self.NOTE), heading, "NEW")

    def test_headings_are_compared_as_links_write_them(self) -> None:
        text = "# Soil: [[Garden|my]] #1\nx\n"
        assert applied(text, under_heading(opened(text), "Soil: Garden my #1", "NEW")).endswith("x\n\nNEW\n")

    def test_a_heading_in_code_is_none(self) -> None:
        with pytest.raises(PlaceNotFound):
            under_heading(opened("```\n# A\n```\n"), "A", "NEW")


class TestRegion:
    def test_a_region_is_made_at_the_end(self) -> None:
        made = applied("a\n", into_region(opened("a\n"), "my list", "x\ny\n"))
        assert made == "a\n\n%% Begin my list %%\nx\ny\n%% End my list %%\n"

    @pytest.mark.parametrize(("text", "inside"), [("new", "new\n"), ("", ""), ("\nnew\nlines\n", "new\nlines\n")])
    def test_only_its_inside_changes(self, text: str, inside: str) -> None:
        note = "top\n%% Begin r %%\nold\n%% End r %%\nbelow"
        assert applied(note, into_region(opened(note), "r", text)) == note.replace("old\n", inside)

    def test_the_same_content_is_no_edit(self) -> None:
        assert into_region(opened("%% Begin r %%\nold\n%% End r %%"), "r", "old\n") == []

    @pytest.mark.parametrize(
        "note",
        [
            "%% Begin r %%\nx",
            "%% End r %%\n%% Begin r %%\n",
            "%% Begin r %%\n%% Begin r %%\n%% End r %%",
            "%% Begin r %% %% End r %%",
        ],
    )
    def test_unclear_marks_are_refused(self, note: str) -> None:
        with pytest.raises(WriteRefused):
            into_region(opened(note), "r", "x")

    @pytest.mark.parametrize("name", ["", "a%%b", "a\nb", "../x", "x" * 100])
    def test_names_that_would_break_the_marks_are_refused(self, name: str) -> None:
        with pytest.raises(WriteRefused):
            into_region(opened("a"), name, "x")

    def test_text_with_the_marks_in_it_is_refused(self) -> None:
        with pytest.raises(WriteRefused):
            into_region(opened("a"), "r", "x %% End r %%")


class TestBlock:
    NOTE = "para one\ntwo ^p1\n\n- item ^li\n- [x] task ^ta\n\n> q1\n> q2 ^q\n\n| a |\n|-|\n| b |\n\n^tb\n"

    @pytest.mark.parametrize(
        ("block", "old", "new"),
        [
            ("p1", "para one\ntwo", "NEW\nline"),
            ("^p1", "para one\ntwo", "NEW\nline"),
            ("li", "item", "NEW\n  line"),
            ("ta", "task", "NEW\n      line"),
            ("q", "q1\n> q2", "NEW\n> line"),
        ],
    )
    def test_the_words_change_and_the_identifier_stays(self, block: str, old: str, new: str) -> None:
        edits = replace_block(opened(self.NOTE), block, "NEW\nline")
        assert applied(self.NOTE, edits) == self.NOTE.replace(old, new)

    def test_a_table_keeps_its_identifier_below(self) -> None:
        edits = replace_block(opened(self.NOTE), "tb", "| z |\n|-|")
        assert applied(self.NOTE, edits) == self.NOTE.replace("| a |\n|-|\n| b |", "| z |\n|-|")

    def test_an_unknown_block(self) -> None:
        with pytest.raises(PlaceNotFound):
            replace_block(opened(self.NOTE), "zz", "x")

    def test_a_repeated_identifier(self) -> None:
        with pytest.raises(WriteRefused, match="2 times"):
            replace_block(opened("a ^x\n\nb ^X\n"), "x", "y")

    @pytest.mark.parametrize("text", ["a\n\nb", "```\ncode", "# Head\nx"])
    def test_text_that_is_not_one_block_is_refused(self, text: str) -> None:
        with pytest.raises(WriteRefused):
            replace_block(opened(self.NOTE), "p1", text)


class TestSpan:
    def test_code_points_are_replaced(self) -> None:
        assert applied("a🌱b", replace_span(opened("a🌱b"), Span(1, 2), "сад")) == "aсадb"

    @pytest.mark.parametrize("span", [Span(2, 1), Span(-1, 1), Span(0, 4)])
    def test_a_span_outside_of_the_text(self, span: Span) -> None:
        with pytest.raises(PlaceNotFound):
            replace_span(opened("abc"), span, "x")

    @pytest.mark.parametrize("span", [Span(0, 2), Span(2, 3)])
    def test_half_a_line_end_is_refused(self, span: Span) -> None:
        with pytest.raises(WriteRefused):
            replace_span(opened("a\r\nb"), span, "x")

    def test_the_same_words_are_no_edit(self) -> None:
        assert replace_span(opened("abc"), Span(1, 2), "b") == []
