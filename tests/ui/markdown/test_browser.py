"""Where a text stands that is written slice by slice: how much of it a slice holds must not be seen in the end."""

from collections.abc import Callable, Iterator
from itertools import count
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QFont, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar
from vaultmind_ui.ask.conversation_view import ConversationView
from vaultmind_ui.ask.turns import ShownTurn
from vaultmind_ui.markdown.browser import MarkdownBrowser
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.images import words_of_selection
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.theme import DARK, LIGHT, Theme

Until = Callable[[Callable[[], bool]], None]
BEFORE = 40
LONG = "Line.\n\n" * BEFORE + "## Soil\n\nClay.\n\n" + "Line.\n\n" * 40
SLICES = (1, 7, BEFORE + 1, BEFORE + 2, BEFORE + 5, 1000)


def parts(text: str) -> list[Part]:
    return [Part("note", block) for block in read_markdown(text)]


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let a slice hold so many parts: the clock of the document goes on by one with every part."""

    def hold(number: int) -> None:
        ticks = count()
        clock = SimpleNamespace(perf_counter=lambda: float(next(ticks)))
        monkeypatch.setattr("vaultmind_ui.markdown.document.time", clock)
        monkeypatch.setattr("vaultmind_ui.markdown.browser._SLICE_S", float(number))

    return hold


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[MarkdownBrowser]:
    yield from shown(MarkdownBrowser(LIGHT))


@pytest.fixture
def conversation(qapp: QApplication) -> Iterator[ConversationView]:
    yield from shown(ConversationView(LIGHT))


def shown(made: MarkdownBrowser) -> Iterator[MarkdownBrowser]:
    made.resize(500, 400)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def words_at(browser: MarkdownBrowser, down: int) -> str:
    """Return the words of the paragraph so many pixels below the top of what is seen."""
    return browser.cursorForPosition(QPoint(0, down)).block().text()


@pytest.mark.parametrize("number", SLICES)
def test_a_heading_stands_at_the_top_however_the_text_was_cut(
    browser: MarkdownBrowser, slices: Callable[[int], None], until: Until, number: int
) -> None:
    slices(number)
    browser.show_parts(parts(LONG), is_other=True)
    browser.go_to_heading("Soil")
    until(lambda: browser.is_whole)
    until(lambda: words_at(browser, 0) == "Soil")
    assert 0 < browser.verticalScrollBar().value() < browser.verticalScrollBar().maximum()


@pytest.mark.parametrize("number", SLICES)
def test_a_stretch_stands_a_third_down_however_the_text_was_cut(
    browser: MarkdownBrowser, slices: Callable[[int], None], until: Until, number: int
) -> None:
    slices(number)
    at = LONG.index("Clay")
    browser.show_parts(parts(LONG), is_other=True)
    browser.go_to(("note", at, at + 4))
    until(lambda: browser.is_whole)
    until(lambda: words_at(browser, browser.viewport().height() // 3 + 4) == "Clay.")


@pytest.mark.parametrize("height", range(400, 440, 8))
def test_another_text_begins_at_its_top_however_little_its_first_slice_is_too_high(
    browser: MarkdownBrowser, slices: Callable[[int], None], until: Until, height: int
) -> None:
    browser.resize(500, height)
    slices(1)
    browser.show_parts(parts(LONG), is_other=True)
    until(lambda: browser.is_whole and browser.verticalScrollBar().maximum() > height)
    assert browser.verticalScrollBar().value() == 0


@pytest.mark.parametrize("number", SLICES)
def test_a_conversation_whose_end_is_looked_at_stays_there(
    conversation: ConversationView, slices: Callable[[int], None], until: Until, number: int
) -> None:
    slices(number)
    written = parts(LONG)
    conversation.show_parts(written[:BEFORE])
    until(lambda: conversation.is_whole and conversation.verticalScrollBar().maximum() > 0)
    conversation.go_to_end()
    before = conversation.verticalScrollBar().value()
    conversation.show_parts(written)
    until(lambda: conversation.is_whole)
    until(conversation.is_at_end)
    assert conversation.verticalScrollBar().value() > before


def at_size(browser: MarkdownBrowser, points: float, theme: Theme = LIGHT) -> None:
    """Do what the window does when the size of text changes: another font, and then everything is drawn anew."""
    font = QFont(browser.font())
    font.setPointSizeF(points)
    browser.setFont(font)
    browser.use_theme(theme)


NUMBERED = "".join(f"Paragraph {number}: {'word ' * (number % 60)}\n\n" for number in range(120))


@pytest.mark.parametrize("number", SLICES)
@pytest.mark.parametrize("kind", ["browser", "conversation"])
def test_another_size_of_text_leaves_what_is_read_at_the_top(
    request: pytest.FixtureRequest, slices: Callable[[int], None], until: Until, number: int, kind: str
) -> None:
    slices(number)
    browser: MarkdownBrowser = request.getfixturevalue(kind)
    size = browser.font().pointSizeF()
    browser.show_parts(parts(NUMBERED), is_other=True)
    until(lambda: browser.is_whole)
    bar = browser.verticalScrollBar()
    bar.setValue(bar.maximum() * 2 // 3)
    at, top = bar.value(), words_at(browser, 0)
    for points in (size * 1.5, size * 0.8, size * 2):
        at_size(browser, points)
        until(lambda: browser.is_whole)
        assert words_at(browser, 0) == top
    assert bar.value() != at
    at_size(browser, size, DARK)
    until(lambda: browser.is_whole)
    assert bar.value() == at


def test_another_size_of_text_leaves_the_end_in_view(browser: MarkdownBrowser, until: Until) -> None:
    browser.show_parts(parts(NUMBERED), is_other=True)
    until(lambda: browser.is_whole)
    browser.go_to_end()
    at_size(browser, browser.font().pointSizeF() * 1.5)
    until(lambda: browser.is_whole)
    assert browser.verticalScrollBar().value() == browser.verticalScrollBar().maximum()


def test_other_words_leave_the_same_part_at_the_top(conversation: ConversationView, until: Until) -> None:
    conversation.show_parts(parts(NUMBERED))
    until(lambda: conversation.is_whole)
    conversation.verticalScrollBar().setValue(conversation.verticalScrollBar().maximum() // 2)
    top = words_at(conversation, 0).partition(":")[0]
    conversation.show_parts(parts(NUMBERED.replace("Paragraph", "Абзац")))
    until(lambda: conversation.is_whole)
    assert words_at(conversation, 0).partition(":")[0] == top.replace("Paragraph", "Абзац")


def test_who_scrolls_while_all_is_drawn_anew_is_not_called_back(
    browser: MarkdownBrowser, slices: Callable[[int], None], until: Until
) -> None:
    browser.show_parts(parts(NUMBERED), is_other=True)
    until(lambda: browser.is_whole)
    bar = browser.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    slices(50)
    browser.use_theme(DARK)
    until(lambda: bar.maximum() > 0)
    assert not browser.is_whole
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    until(lambda: browser.is_whole)
    assert bar.value() == 0


@pytest.mark.parametrize("number", SLICES)
def test_pages_are_turned_from_what_is_seen(
    browser: MarkdownBrowser, slices: Callable[[int], None], until: Until, number: int
) -> None:
    slices(number)
    browser.show_parts(parts(NUMBERED), is_other=True)
    until(lambda: browser.is_whole)
    bar, page = browser.verticalScrollBar(), browser.viewport().height()
    QTest.keyClick(browser, Qt.Key.Key_PageDown)
    assert page // 2 < bar.value() <= page
    bar.triggerAction(bar.SliderAction.SliderToMaximum)
    bar.setValue(bar.maximum() // 2)
    at = bar.value()
    QTest.keyClick(browser, Qt.Key.Key_PageDown)
    assert page // 2 < bar.value() - at <= page
    QTest.keyClick(browser, Qt.Key.Key_PageUp)
    assert bar.value() == at
    QTest.keyClick(browser, Qt.Key.Key_Down)
    assert abs(bar.value() - at) < page // 2


def test_a_page_more_is_chosen_from_what_is_seen(browser: MarkdownBrowser, until: Until) -> None:
    browser.show_parts(parts(NUMBERED), is_other=True)
    until(lambda: browser.is_whole)
    bar = browser.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = words_at(browser, 30)
    QTest.keyClick(browser, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    chosen = browser.textCursor().selectedText()
    assert top[:14] in chosen
    assert len(chosen) < len(NUMBERED) // 4
    QTest.keyClick(browser, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    assert browser.textCursor().selectedText().startswith(chosen)


@pytest.mark.parametrize("number", SLICES)
def test_the_caret_of_another_text_stands_at_its_start(
    browser: MarkdownBrowser, slices: Callable[[int], None], until: Until, number: int
) -> None:
    slices(number)
    for text in (NUMBERED, LONG):
        browser.show_parts(parts(text), is_other=True)
        until(lambda: browser.is_whole)
        assert browser.textCursor().position() == 0


@pytest.mark.parametrize("factors", [(1.1, 1.2, 1.0), (1.1, 1.2, 1.3, 1.4, 1.5, 1.0), (1.1, 1.2, 1.1, 1.0)])
def test_sizes_that_come_and_go_by_keys_leave_the_place(
    browser: MarkdownBrowser, until: Until, factors: tuple[float, ...]
) -> None:
    """The size is changed by Ctrl with another key: Ctrl alone reaches the text, the text gets another width too."""
    size, width = browser.font().pointSizeF(), browser.width()
    browser.show_parts(parts(NUMBERED), is_other=True)
    until(lambda: browser.is_whole)
    bar = browser.verticalScrollBar()
    for _ in range(9):
        QTest.keyClick(browser, Qt.Key.Key_PageDown)
    at, top = bar.value(), words_at(browser, 0)
    for factor in factors:
        QTest.keyPress(browser, Qt.Key.Key_Control)
        at_size(browser, size * factor)
        browser.resize(round(width * (2 - factor)), browser.height())
        until(lambda: browser.is_whole)
        QTest.keyRelease(browser, Qt.Key.Key_Control)
    assert words_at(browser, 0) == top
    assert bar.value() == at


def long_turns(number: int) -> list[ShownTurn]:
    return [ShownTurn(f"Question {one}?", "stopped", "Line.\n\n" * 30) for one in range(number)]


@pytest.mark.parametrize("number", SLICES)
def test_a_new_question_below_a_long_conversation_is_seen_however_it_was_cut(
    conversation: ConversationView, until: Until, slices: Callable[[int], None], number: int
) -> None:
    turns = long_turns(6)
    slices(number)
    conversation.show_turns(turns)
    until(lambda: conversation.is_whole)
    conversation.verticalScrollBar().setValue(100)
    turns.append(ShownTurn("And the last one?", text="Line.\n\n" * 3, state="stopped"))
    conversation.forget_made()
    conversation.show_turns([*turns])
    conversation.go_to_end()
    until(lambda: conversation.is_whole)
    assert conversation.is_at_end()
    assert "And the last one?" in words_seen(conversation)


def test_a_new_question_is_seen_also_when_a_panel_beside_takes_its_room(
    conversation: ConversationView, until: Until
) -> None:
    turns = [ShownTurn(f"Question {one}?", "stopped", "word " * 300) for one in range(8)]
    conversation.show_turns(turns)
    until(lambda: conversation.is_whole)
    conversation.verticalScrollBar().setValue(100)
    conversation.show_turns([*turns, ShownTurn("And the last one?")])
    conversation.go_to_end()
    conversation.resize(350, 380)
    assert conversation.is_at_end()
    assert "And the last one?" in words_seen(conversation)


def test_what_is_read_stays_at_the_top_when_a_panel_beside_takes_its_room(
    browser: MarkdownBrowser, until: Until
) -> None:
    browser.show_parts(parts(NUMBERED), is_other=True)
    until(lambda: browser.is_whole)
    browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum() // 2)
    top = words_at(browser, 0).partition(":")[0]
    browser.resize(300, 380)
    assert words_at(browser, 0).partition(":")[0] == top


@pytest.mark.parametrize("number", SLICES)
def test_a_turn_that_is_asked_for_stands_at_the_top_however_the_conversation_was_cut(
    conversation: ConversationView, until: Until, slices: Callable[[int], None], number: int
) -> None:
    slices(number)
    conversation.show_turns(long_turns(6))
    conversation.go_to_turn(3)
    until(lambda: conversation.is_whole)
    assert words_seen(conversation).startswith("Question 3?")


@pytest.mark.parametrize("go", ["turn", "end", "text"])
def test_who_scrolls_before_the_wanted_place_is_drawn_stays_where_he_went(
    conversation: ConversationView, until: Until, slices: Callable[[int], None], go: str
) -> None:
    slices(40)
    conversation.show_turns(long_turns(6))
    match go:
        case "turn":
            conversation.go_to_turn(5)
        case "end":
            conversation.go_to_end()
        case "text":
            conversation.go_to(("5", 0, 4))
    assert not conversation.is_whole
    conversation.verticalScrollBar().triggerAction(QScrollBar.SliderAction.SliderToMinimum)
    until(lambda: conversation.is_whole)
    assert conversation.verticalScrollBar().value() == 0


def words_seen(browser: MarkdownBrowser) -> str:
    """Return the words between the top and the bottom of what is seen."""
    view = browser.viewport().rect()
    cursor = browser.cursorForPosition(view.topLeft())
    cursor.setPosition(browser.cursorForPosition(view.bottomRight()).position(), QTextCursor.MoveMode.KeepAnchor)
    return "".join(sign for sign in cursor.selectedText() if sign.isprintable())


FOLDED = "Before.\n\n> [!tip]- Mind **this** well\n> Inside.\n\nAfter. [[Pump **house** key|the pump]]\n"


def test_a_box_that_folds_is_named_by_its_title_and_its_arrow_is_no_word(
    browser: MarkdownBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def announced(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", announced)
    browser.show_parts(parts(FOLDED), is_other=True)
    browser.setFocus()
    words = browser.toPlainText().replace("\ufffc", "")
    assert words.split("\n") == ["Before.", "", "Mind this well", "After. the pump"]
    QTest.keyClick(browser, Qt.Key.Key_Tab)
    chosen = browser.textCursor()
    assert chosen.selectedText().replace("\ufffc", "") == "Mind this well"
    assert words_of_selection(chosen) == "Mind this well"
    assert said == ["folded"]
    QTest.keyClick(browser, Qt.Key.Key_Return)
    assert "Inside." in browser.toPlainText()
    assert said == ["folded", "unfolded"]
    assert browser.textCursor().selectedText().replace("\ufffc", "") == "Mind this well"
    QTest.keyClick(browser, Qt.Key.Key_Return)
    assert "Inside." not in browser.toPlainText()
    assert said == ["folded", "unfolded", "folded"]
    QTest.keyClick(browser, Qt.Key.Key_Tab)
    assert browser.textCursor().selectedText() == "the pump"


def test_a_box_is_folded_by_a_click_on_its_arrow_or_its_title(browser: MarkdownBrowser, until: Until) -> None:
    browser.show_parts(parts(FOLDED), is_other=True)
    until(lambda: browser.is_whole)
    for word, is_open in (("Mind", True), ("well", False)):
        cursor = browser.document().find(word)
        at = browser.cursorRect(cursor).center() - QPoint(3, 0)
        QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert ("Inside." in browser.toPlainText()) is is_open
        assert not browser.textCursor().hasSelection()
    title = browser.document().find("Mind")
    title.setPosition(title.selectionStart())
    arrow = browser.cursorRect(title).center() - QPoint(6, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert "Inside." in browser.toPlainText()


@pytest.mark.parametrize("number", SLICES)
def test_a_box_far_down_is_folded_where_it_stands(
    browser: MarkdownBrowser, slices: Callable[[int], None], until: Until, number: int
) -> None:
    slices(number)
    browser.show_parts(parts(f"{LONG}\n\n{FOLDED}\n\n{LONG}"), is_other=True)
    browser.setFocus()
    until(lambda: browser.is_whole)
    browser.verticalScrollBar().setValue(browser.cursorRect(browser.document().find("Before.")).top() - 150)
    caret = browser.textCursor()
    caret.setPosition(browser.document().find("Before.").position())
    browser.setTextCursor(caret)
    QTest.keyClick(browser, Qt.Key.Key_Tab)
    for is_open in (True, False):
        down = browser.cursorRect(browser.document().find("Mind")).top()
        QTest.keyClick(browser, Qt.Key.Key_Return)
        until(lambda: browser.is_whole)
        assert ("Inside." in browser.toPlainText()) is is_open
        assert browser.cursorRect(browser.document().find("Mind")).top() == down
        assert words_of_selection(browser.textCursor()) == "Mind this well"
