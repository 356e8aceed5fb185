"""Values to a document: exact words are found again, what streams in ends as if it had been there, no HTML is read."""

import os
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    from PySide6.QtGui import QImage, QTextCursor, QTextDocument, QTextFragment
    from PySide6.QtWidgets import QApplication
    from vaultmind_ui.markdown.document import MarkdownDocument, Part
    from vaultmind_ui.markdown.reading import read_markdown
    from vaultmind_ui.markdown.values import LinkToNote, LinkToWeb, Paragraph, Run, utf16_length
    from vaultmind_ui.theme import DARK, LIGHT
except ImportError as error:
    pytest.skip(f"Qt or its system libraries are not here: {error}", allow_module_level=True)


@pytest.fixture(autouse=True, scope="module")
def _application() -> object:
    return QApplication.instance() or QApplication([])


def parts(text: str, key: str = "note") -> list[Part]:
    return [Part(key, block) for block in read_markdown(text, citations={1})]


def shown(text: str) -> tuple[QTextDocument, MarkdownDocument]:
    document = QTextDocument()
    made = MarkdownDocument(document, LIGHT)
    made.show(parts(text))
    made.go_on()
    return document, made


def words_at(document: QTextDocument, start: int, end: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2028", "\n")


RICH = (
    "# Колодец\n\nГлина 😀 **красная**, вода [[Пруд|холодная]] [1].\n\n"
    "> [!warning]- Осторожно\n> > [!tip] Внутри\n> > 😀 слово\n\n"
    "- [x] сделано\n  - глубже\n\n1. раз\n2. два\n\n| а | б |\n|-|-|\n| 😀 | `код` |\n\n"
    "```python\nx = 1\n```\n\n$$x^2$$\n\n---\n\n"
    "Конец[^1].\n\n[^1]: Сноска.\n"
)


@pytest.mark.parametrize("wanted", ["красная", "холодная", "глубже", "код", "x = 1", "Сноска", "😀", "Глина 😀"])
def test_the_words_of_the_source_are_found_in_the_document(wanted: str) -> None:
    document, made = shown(RICH)
    start = RICH.index(wanted)
    ranges = list(made.ranges("note", start, start + len(wanted)))
    assert "".join(words_at(document, *one) for one in ranges) == wanted
    assert made.source_at(ranges[0][0]) == ("note", start)
    assert list(made.ranges("other", start, start + len(wanted))) == []


def test_a_word_behind_a_letter_of_two_units_is_found_exactly() -> None:
    text = "Один 😀 два 😀 три."
    document, made = shown(text)
    (place,) = made.ranges("note", text.index("три"), text.index("три") + 3)
    assert words_at(document, *place) == "три"
    assert made.source_at(place[0] + 1) == ("note", text.index("три") + 1)


def test_signs_that_mean_something_to_qt_are_blanks() -> None:
    document, _ = shown("a\ufdd0b\ufdd1c\ufffcd\u2029e")
    assert document.toPlainText() == "a b c d e"
    assert document.blockCount() == 1


def test_a_closed_callout_shows_its_title_until_it_is_turned() -> None:
    document, made = shown("> [!tip]- Title\n> inside")
    assert "inside" not in document.toPlainText()
    made.show(parts("> [!tip]- Title\n> inside"), turned={0})
    made.go_on()
    assert "inside" in document.toPlainText()


PARAGRAPHS = [
    "Text 😀.",
    "- a\n- b",
    "> quote",
    "| a |\n|-|\n| b |",
    "```\ncode\n```",
    "# Head",
    "---",
    "> [!tip] T\n> x",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARAGRAPHS), max_size=5), min_size=1, max_size=5))
def test_what_changes_bit_by_bit_ends_as_if_it_had_been_there(history: list[list[str]]) -> None:
    document = QTextDocument()
    made = MarkdownDocument(document, LIGHT)
    for texts in history:
        made.show(parts("\n\n".join(texts)))
        made.go_on()
    fresh, _ = shown("\n\n".join(history[-1]))
    assert document.toPlainText() == fresh.toPlainText()
    assert document.blockCount() == fresh.blockCount()


HOSTILE = st.text(
    alphabet=st.sampled_from(list("<>&\"'/=imgscrptahef:[]()!#*_`|-\n \\$%^{}😀я\u2029\ufdd0\ufdd1\ufffc\x00")),
    max_size=120,
)


@settings(max_examples=50, deadline=None)
@given(HOSTILE)
def test_no_document_holds_an_address_but_our_own(text: str) -> None:
    document, _ = shown(text)
    html = document.toHtml()
    assert re.findall(r'href="(?!ref:\d+")', html) == []
    assert re.findall(r'src="(?!picture:)', html) == []


def test_raw_html_is_shown_as_it_is_written() -> None:
    document, _ = shown("<img src='file:///etc/passwd'>\n\nA <script>x</script> b")
    assert "<img src='file:///etc/passwd'>" in document.toPlainText()
    assert "<script>x</script>" in document.toPlainText()


def test_anchors_lead_to_the_values_they_stand_for() -> None:
    _, made = shown("[[Note]] and https://a.b")
    assert made.target("ref:0") == (LinkToNote("Note"), "note")
    assert made.target("ref:1") == (LinkToWeb("https://a.b"), "note")
    for foreign in ("ref:2", "ref:-1", "ref:x", "file:///etc", "https://a.b", ""):
        assert made.target(foreign) is None


def test_a_picture_is_shown_where_it_is_at_hand_and_else_named() -> None:
    document = QTextDocument()
    made = MarkdownDocument(document, LIGHT)
    made.show(parts("![[a.png|50]]"))
    made.go_on()
    assert document.toPlainText() == "[a.png]"
    image = QImage(100, 40, QImage.Format.Format_RGB32)
    made.show(parts("![[a.png|50]]"), pictures={"a.png": image})
    made.go_on()
    assert document.toPlainText() == "\ufffc"
    form = document.begin().begin().fragment().charFormat().toImageFormat()
    assert (form.width(), form.height()) == (50, 20)


def test_work_is_done_in_slices_and_goes_on_where_it_stopped() -> None:
    document = QTextDocument()
    made = MarkdownDocument(document, LIGHT)
    made.show(parts("word\n\n" * 50))
    slices = 0
    while not made.is_whole:
        made.go_on(0.0)
        slices += 1
    assert slices == 50
    assert document.toPlainText().split() == ["word"] * 50


def test_another_theme_shows_the_same_words() -> None:
    document, made = shown(RICH)
    before = document.toPlainText()
    made.use_theme(DARK)
    assert not made.is_whole
    made.go_on()
    assert document.toPlainText() == before


def test_lone_halves_of_letters_do_not_stop_the_page() -> None:
    document = QTextDocument()
    made = MarkdownDocument(document, LIGHT)
    made.show([Part("a", Paragraph((Run("a\ud800b"),)))])
    made.go_on()
    assert document.toPlainText() == "a b"


def test_lengths_are_those_of_qt() -> None:
    assert [utf16_length(text) for text in ("", "abc", "я", "😀", "a😀b")] == [0, 3, 1, 2, 4]


@pytest.mark.parametrize("line", ["> ", "> [!note] Title\n"])
def test_only_so_many_boxes_stand_in_each_other_and_no_word_is_lost(line: str) -> None:
    levels = 15
    text = "".join(f"{'> ' * level}{line}" if "[" in line else line for level in range(levels))
    document, _ = shown(f"{text}{'> ' * levels if '[' in line else ''}innermost")
    deepest, frames = 0, [(document.rootFrame(), 0)]
    while frames:
        frame, level = frames.pop()
        deepest = max(deepest, level)
        frames += [(inner, level + 1) for inner in frame.childFrames()]
    assert 1 < deepest <= 8, "twenty would take a quarter of a minute: each is laid out twice for the one around it"
    assert "innermost" in document.toPlainText()
    if "[" in line:
        assert document.toPlainText().count("Title") == levels


def test_what_the_author_highlighted_is_not_taken_for_what_a_citation_marks() -> None:
    document, _ = shown("Glycerine ==in the airlock== now.")
    (found,) = {
        fragment.charFormat().background().color().name()
        for fragment in _fragments(document)
        if fragment.text() == "in the airlock"
    }
    assert found == LIGHT.highlight
    assert LIGHT.highlight != LIGHT.marked


def _fragments(document: QTextDocument) -> Iterator[QTextFragment]:
    block = document.begin()
    while block.isValid():
        for piece in block:
            yield piece.fragment()
        block = block.next()
