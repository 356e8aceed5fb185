"""Tables keep their words whole: columns share what room there is, and what has none is scrolled to."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCursor, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from vaultmind_ui.markdown import tables
from vaultmind_ui.markdown.browser import MarkdownBrowser
from vaultmind_ui.markdown.cutting import parts_of
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.markdown.tables import Column, widths_of
from vaultmind_ui.theme import LIGHT
from vaultmind_ui.translation import Translation

Until = Callable[[Callable[[], bool]], None]
HEADS = ("Имя", "сентябрь", "**Высота**", "Дата", "Градус", "Примечание", "Население", "`Ширина`", "Река", "Область")
CELLS = (
    "Тула",
    "сентябрь",
    "168 м",
    "1958-10-12",
    "54.2",
    "самый обыкновенный город на реке",
    "12",
    "`x_1`",
    "Ока",
    "",
)


def table(columns: int, rows: int = 4) -> str:
    times = -(-columns // len(HEADS))
    head, cells = (HEADS * times)[:columns], (CELLS * times)[:columns]
    lines = (head, ("-",) * columns, *[cells] * rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[MarkdownBrowser]:
    made = MarkdownBrowser(LIGHT)
    made.resize(700, 500)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def show(browser: MarkdownBrowser, text: str, until: Until) -> None:
    browser.show_parts(list(parts_of("note", read_markdown(text))), is_other=True)
    until(lambda: browser.is_whole)


def broken_words(browser: MarkdownBrowser) -> list[str]:
    """Return the words that a line ends within, as they are shown."""
    browser.document().size()
    found, block = [], browser.document().begin()
    while block.isValid():
        layout, text = block.layout(), block.text()
        for number in range(1, layout.lineCount()):
            at = layout.lineAt(number).textStart()
            if text[at - 1].isalnum() and text[at].isalnum():
                found.append(f"{text[:at]}/{text[at:]}")
        block = block.next()
    return found


@pytest.mark.parametrize("frame", ["", "> ", "> [!tip] Title\n> "])
@pytest.mark.parametrize("columns", [6, 8, 10, 20, 60])
def test_no_word_is_broken_whatever_the_width_and_the_size_of_text(
    browser: MarkdownBrowser, until: Until, columns: int, frame: str
) -> None:
    mark = "> " if frame else ""
    show(browser, frame + table(columns).replace("\n", "\n" + mark), until)
    assert broken_words(browser) == []
    for width in (1120, 420):
        browser.resize(width, 500)
        assert broken_words(browser) == []
    font = QFont(browser.font())
    font.setPointSizeF(font.pointSizeF() * 1.7)
    browser.setFont(font)
    browser.use_theme(LIGHT)
    until(lambda: browser.is_whole)
    assert broken_words(browser) == []


def test_a_table_that_fits_by_wrapping_is_not_scrolled(browser: MarkdownBrowser, until: Until) -> None:
    show(browser, "| a | b |\n|-|-|\n| " + "many short words " * 40 + "| " + "and more of them " * 20 + "|", until)
    browser.document().size()
    assert browser.horizontalScrollBar().maximum() == 0
    browser.resize(300, 500)
    browser.document().size()
    assert browser.horizontalScrollBar().maximum() == 0
    assert broken_words(browser) == []


def test_an_endless_word_is_broken_rather_than_scrolled_along(browser: MarkdownBrowser, until: Until) -> None:
    show(browser, f"| a | b |\n|-|-|\n| {'address' * 60} | word |", until)
    browser.document().size()
    assert browser.horizontalScrollBar().maximum() == 0
    assert broken_words(browser) != []


def test_what_has_no_room_is_reached_by_keys(browser: MarkdownBrowser, until: Until, qtbot: QtBot) -> None:
    show(browser, table(60), until)
    browser.document().size()
    bar = browser.horizontalScrollBar()
    assert bar.maximum() > browser.width()
    cursor = browser.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    browser.setTextCursor(cursor)
    furthest = 0
    for _ in range(400):
        qtbot.keyClick(browser, Qt.Key.Key_Right)
        furthest = max(furthest, bar.value())
    assert furthest > browser.width()


def test_columns_share_what_is_left_by_what_they_ask_for() -> None:
    columns = (Column(50, 50), Column(50, 250))
    assert widths_of(columns, 1000) == [50, 250]
    assert widths_of(columns, 200) == [50, 150]
    assert widths_of(columns, 80) == [50, 50]


def many_rows(count: int) -> str:
    return "| number | word |\n|-|-|\n" + "".join(f"| {number} | stone {number} |\n" for number in range(count))


def test_more_rows_are_shown_by_tab_and_enter(
    english: Translation, browser: MarkdownBrowser, until: Until, qtbot: QtBot
) -> None:
    show(browser, many_rows(2_000) + "\nThe end.\n", until)
    assert "stone 1499" in browser.toPlainText()
    assert "stone 1500" not in browser.toPlainText()
    assert "Show more: 500 rows left" in browser.toPlainText()
    english.use("ru")
    browser.show_parts([])
    show(browser, many_rows(2_000), until)
    assert "Показать дальше: осталось 500 строк" in browser.toPlainText()
    browser.setFocus()
    qtbot.keyClick(browser, Qt.Key.Key_Tab)
    before = browser.verticalScrollBar().value()
    qtbot.keyClick(browser, Qt.Key.Key_Return)
    until(lambda: browser.is_whole)
    assert "stone 1999" in browser.toPlainText()
    assert "Показать" not in browser.toPlainText()
    assert abs(browser.verticalScrollBar().value() - before) < browser.height()


def test_words_in_rows_that_are_not_shown_are_gone_to(
    english: Translation, browser: MarkdownBrowser, until: Until
) -> None:
    text = many_rows(5_000)
    show(browser, text, until)
    at = text.index("stone 3456")
    assert "stone 3456" not in browser.toPlainText()
    browser.mark([(("note", at, at + 10), "marked")])
    browser.go_to(("note", at, at + 10))
    until(lambda: browser.is_whole)
    assert [one.cursor.selectedText() for one in browser.extraSelections()] == ["stone 3456"]
    assert browser.viewport().rect().intersects(browser.cursorRect(browser.extraSelections()[0].cursor))
    assert browser.toPlainText().count("Show more") == 2
    show(browser, text, until)
    assert "stone 3456" not in browser.toPlainText()


def test_bold_letters_are_measured_where_they_stand_behind_signs_of_two_units(
    browser: MarkdownBrowser, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []

    class Watched(QTextLayout):
        def setFormats(self, formats: list[QTextLayout.FormatRange]) -> None:  # noqa: N802 (Qt's name)
            units = self.text().encode("utf-16-le")
            measured.extend(units[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le") for one in formats)
            super().setFormats(formats)

    monkeypatch.setattr(tables, "QTextLayout", Watched)
    show(browser, "| 😀 **h𝒽** |\n|-|\n| 😀😀 **bold** `co😀de` |\n", until)
    assert measured[:4] == ["😀 ", "h𝒽", "bold", "co😀de"]
