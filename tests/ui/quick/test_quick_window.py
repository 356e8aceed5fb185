"""Quick-ask over a real vault: what each key of the small window does, and what it never does."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from vaultmind_ui import obsidian
from vaultmind_ui.ask.ask_place import AskPlace
from vaultmind_ui.desktop import Desktop
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.quick.quick_window import QuickWindow

from vaultmind import api
from vaultmind.session.vault import VaultSession

Until = Callable[..., None]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def quick(desktop: Desktop, until: Until) -> QuickWindow:
    desktop.hotkey.pressed.emit("")
    until(desktop.quick.isActiveWindow)
    return desktop.quick


def hide_and_show(quick: QuickWindow, desktop: Desktop, until: Until) -> None:
    """Hide it by the key, have another window take the focus, as a desktop would, and show it by the key."""
    if quick.isVisible():
        desktop.hotkey.pressed.emit("")
    assert not quick.isVisible()
    desktop.window.activateWindow()
    until(desktop.window.isActiveWindow)
    desktop.hotkey.pressed.emit("")
    until(quick.isActiveWindow)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    monkeypatch.setattr(obsidian, "opens_links", lambda: True)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()) or True)
    return seen


def press(quick: QuickWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(quick.place.question, key, held)


def ask(quick: QuickWindow, question: str, until: Until) -> None:
    quick.place.question.clear()
    QTest.keyClicks(quick.place.question, question)
    press(quick, Qt.Key.Key_Return)
    until(lambda: bool(quick.place.turns) and quick.place.turns[-1].question.startswith(question))
    until(lambda: not quick.place.is_asking and bool(quick.place.turns[-1].uid), patience_s=120)
    quick.place.view.draw()


def drop(quick: QuickWindow, mime: QMimeData) -> None:
    where = QPoint(20, 20).toPointF()
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    quick.dropEvent(QDropEvent(where, copy, mime, left, Qt.KeyboardModifier.NoModifier))


def test_the_key_shows_it_with_the_focus_in_the_field_and_hides_it_again(
    quick: QuickWindow, desktop: Desktop, until: Until
) -> None:
    assert quick.place.question.hasFocus()
    assert desktop.hotkey.taken == ["Ctrl+Alt+J"]  # type: ignore[attr-defined]
    hide_and_show(quick, desktop, until)
    assert quick.place.question.hasFocus()
    room = quick.screen().availableGeometry()
    assert abs(quick.frameGeometry().center().x() - room.center().x()) <= 1


def test_escape_hides_it_and_the_thread_is_there_again(quick: QuickWindow, desktop: Desktop, until: Until) -> None:
    ask(quick, "How deep is the well?", until)
    press(quick, Qt.Key.Key_Escape)
    assert not quick.isVisible()
    hide_and_show(quick, desktop, until)
    assert "twelve metres deep" in quick.place.view.toPlainText()
    assert quick.place.view.isVisible()
    ask(quick, "And its water?", until)
    assert len(quick.place.turns) == 2


def test_passages_come_while_somebody_types_and_go_with_the_words(quick: QuickWindow, until: Until) -> None:
    QTest.keyClicks(quick.place.question, "pump mended")
    until(quick.place.evidence.isVisible)
    first = quick.place.evidence.list.rows.rows[0]
    assert (first.mark, first.title) == ("1", "Pump")
    assert "was mended in May" in first.detail
    assert quick.place.turns == []
    quick.place.question.clear()
    until(lambda: not quick.place.evidence.isVisible())


def test_what_a_search_says_of_its_query_stands_over_the_passages(quick: QuickWindow, until: Until) -> None:
    quick.place.question.setText("pump line:path:mended")
    until(quick.place.notices.isVisible)
    assert "is read as text, not as two operators" in quick.place.notices.text()
    quick.place.question.clear()
    until(lambda: not quick.place.notices.isVisible())


def test_a_search_for_what_was_typed_before_ends_when_typing_goes_on(
    quick: QuickWindow, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched, began, ended = VaultSession.search, threading.Event(), threading.Event()

    def search(
        session: VaultSession, request: api.SearchRequest, *, cancel: api.CancelToken | None = None
    ) -> api.SearchReport:
        began.set()
        while request.query == "pump" and cancel is not None and not cancel.cancelled():
            time.sleep(0.01)
        if request.query == "pump":
            ended.set()
        return searched(session, request, cancel=cancel)

    monkeypatch.setattr(VaultSession, "search", search)
    quick.place.question.setText("pump")
    until(began.is_set)
    quick.place.question.setText("pump mended")
    until(quick.place.evidence.isVisible)
    assert ended.wait(60)


def test_the_answer_streams_and_goes_on_while_it_is_hidden(
    quick: QuickWindow, desktop: Desktop, window: MainWindow, write_slowly: Callable[..., object], until: Until
) -> None:
    writer = write_slowly(["The well ", "is ", "twelve ", "metres ", "deep ", "[1]."] * 4, pause_s=0.05)
    settings = api.find_places(window.shell.data).settings_file
    url = writer.url  # type: ignore[attr-defined]
    settings.write_text(f'[embedding]\nmodel = "off"\n[answers]\nmodel = "slow"\nurl = "{url}"\n', encoding="utf-8")
    window.shell.reopen_vault()
    until(lambda: window.shell.status is not None)
    notified: list[str] = []
    desktop.tray.notify = notified.append  # type: ignore[method-assign]
    QTest.keyClicks(quick.place.question, "How deep is the well?")
    writer.may_go_on.clear()  # type: ignore[attr-defined]
    press(quick, Qt.Key.Key_Return)
    until(lambda: bool(quick.place.turns) and quick.place.turns[0].text != "", patience_s=120)
    half = quick.place.turns[0].text
    assert quick.place.is_asking
    press(quick, Qt.Key.Key_Escape)
    assert not quick.isVisible()
    writer.may_go_on.set()  # type: ignore[attr-defined]
    until(lambda: not quick.place.is_asking, patience_s=120)
    assert len(quick.place.turns[0].text) > len(half)
    assert notified == ["The answer is there."]


def test_ctrl_enter_saves_the_answer_as_a_note_once(quick: QuickWindow, vault: object, until: Until) -> None:
    press(quick, Qt.Key.Key_Return, CTRL)
    assert quick.said.text() == "There is no answer to save yet."
    ask(quick, "How deep is the well?", until)
    press(quick, Qt.Key.Key_Return, CTRL)
    until(lambda: bool(quick.place.turns[0].saved))
    press(quick, Qt.Key.Key_Return, CTRL)
    assert quick.said.text().startswith("Saved already as ")
    notes = list((vault.root / "Answers").glob("*.md"))  # type: ignore[attr-defined]
    assert len(notes) == 1
    assert "[[Well" in notes[0].read_text(encoding="utf-8")


def test_ctrl_c_copies_the_answer_with_links_and_chosen_words_as_they_are(quick: QuickWindow, until: Until) -> None:
    ask(quick, "How deep is the well?", until)
    press(quick, Qt.Key.Key_C, CTRL)
    assert "[[Well#^depth]]" in QApplication.clipboard().text()
    QTest.keyClicks(quick.place.question, "chosen words")
    quick.place.question.selectAll()
    press(quick, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "chosen words"


def test_alt_and_a_digit_open_that_source_in_obsidian(quick: QuickWindow, opened: list[str], until: Until) -> None:
    ask(quick, "How deep is the well?", until)
    press(quick, Qt.Key.Key_9, ALT)
    assert opened == []
    press(quick, Qt.Key.Key_1, ALT)
    until(lambda: len(opened) == 1)
    assert opened[0].startswith("obsidian://open?")
    assert "Well" in opened[0]


def test_alt_and_a_digit_open_a_passage_while_they_are_listed(
    quick: QuickWindow, opened: list[str], window: MainWindow, until: Until
) -> None:
    QTest.keyClicks(quick.place.question, "pump mended")
    until(quick.place.evidence.isVisible)
    press(quick, Qt.Key.Key_1, ALT)
    until(lambda: "Pump" in (opened[0] if opened else window.windowTitle()))


def test_one_key_moves_the_thread_to_the_main_window(quick: QuickWindow, window: MainWindow, until: Until) -> None:
    ask(quick, "How deep is the well?", until)
    press(quick, Qt.Key.Key_M, CTRL)
    main = window.place("ask")
    assert isinstance(main, AskPlace)
    assert [turn.question for turn in main.turns] == ["How deep is the well?"]
    assert len(main.conversation.turns) == 1
    assert quick.place.turns == []
    assert not quick.isVisible()
    assert window.isVisible()
    main.question.setText("And its water?")
    main.ask()
    until(lambda: not main.is_asking and len(main.conversation.turns) == 2, patience_s=120)


def test_a_thread_moves_when_its_answer_is_whole(quick: QuickWindow, window: MainWindow, until: Until) -> None:
    QTest.keyClicks(quick.place.question, "How deep is the well?")
    press(quick, Qt.Key.Key_Return)
    press(quick, Qt.Key.Key_M, CTRL)
    main = window.place("ask")
    assert isinstance(main, AskPlace)
    assert main.turns == []
    assert quick.said.text() == "It moves to the main window when the answer is whole."
    until(lambda: len(main.turns) == 1, patience_s=120)
    assert main.turns[0].answer is not None
    assert not quick.isVisible()


def test_the_clipboard_goes_along_only_when_asked_and_is_shown_before(quick: QuickWindow, until: Until) -> None:
    QApplication.clipboard().setText("Martin mended something in May.")
    ask(quick, "How deep is the well?", until)
    assert "Martin" not in quick.place.turns[0].question
    press(quick, Qt.Key.Key_V, CTRL | SHIFT)
    assert quick.place.attached.isVisible()
    assert quick.place.attached.text() == "Goes along: Martin mended something in May."
    press(quick, Qt.Key.Key_X, CTRL | SHIFT)
    assert not quick.place.attached.isVisible()
    press(quick, Qt.Key.Key_V, CTRL | SHIFT)
    ask(quick, "What was mended?", until)
    assert quick.place.turns[1].question == "What was mended?\n\n> Martin mended something in May."
    assert quick.place.attachment is None
    assert not quick.place.attached.isVisible()


def test_a_dragged_file_is_shown_and_one_that_is_no_text_is_refused(
    quick: QuickWindow, tmp_path: Path, until: Until
) -> None:
    text, picture = tmp_path / "list.txt", tmp_path / "picture.png"
    text.write_text("milk\nbread\n", encoding="utf-8")
    picture.write_bytes(b"\x89PNG\xff\xfe")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture))])
    drop(quick, mime)
    until(lambda: quick.said.text().startswith("picture.png is not attached"))
    assert quick.place.attachment is None
    mime.setUrls([QUrl("http://127.0.0.1:9/x.txt")])
    drop(quick, mime)
    assert quick.said.text() == "Only a file of this machine can be attached."
    mime.setUrls([QUrl.fromLocalFile(str(text))])
    drop(quick, mime)
    until(lambda: quick.place.attachment is not None)
    assert quick.place.attached.text() == "Goes along: list.txt: milk bread"


def test_it_names_the_vault_and_a_key_offers_others(quick: QuickWindow, until: Until) -> None:
    assert quick.vault_button.text().strip() == "vault"
    until(lambda: len(quick.vault_button.choices.actions()) > 2)
    shown: list[bool] = []

    def seen() -> None:
        shown.append(True)
        quick.vault_button.choices.close()

    quick.vault_button.choices.aboutToShow.connect(lambda: QTimer.singleShot(0, seen))
    press(quick, Qt.Key.Key_O, CTRL | SHIFT)
    until(lambda: bool(shown))


def test_another_vault_is_asked_and_the_thread_of_the_one_before_is_gone(
    quick: QuickWindow, window: MainWindow, tmp_path: Path, until: Until
) -> None:
    ask(quick, "How deep is the well?", until)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "Sea.md").write_text("# Sea\n\nThe sea is wide.\n", encoding="utf-8")
    window.shell.open_vault(tmp_path / "other")
    until(lambda: window.shell.status is not None and window.shell.status.notes == 1)
    assert quick.place.turns == []
    assert quick.vault_button.text().strip() == "other"


def test_every_key_of_it_is_in_the_map_and_possible_only_while_it_is_shown(
    quick: QuickWindow, window: MainWindow
) -> None:
    own = [one for one in window.shell.commands.all() if one.group == "quick"]
    assert len(own) == 11
    assert all(one.shortcuts and one.is_possible() for one in own)
    quick.hide()
    assert not any(one.is_possible() for one in own)


def test_russian_and_dark_are_taken_up(quick: QuickWindow, window: MainWindow, english: object, until: Until) -> None:
    english.use("ru")  # type: ignore[attr-defined]
    QApplication.processEvents()
    window.shell.appearance.set_mode("dark")
    assert quick.windowTitle() == "Быстрый вопрос — VaultMind"
    assert "спросить" in quick.said.text()
    until(lambda: quick.palette().window().color().lightness() < 60)


def test_what_is_not_shown_takes_no_room(quick: QuickWindow) -> None:
    shown = {type(one).__name__ for one in quick.findChildren(QWidget) if one.isVisible()}
    assert "QComboBox" not in shown
    assert quick.height() < 200


def test_it_is_no_higher_than_what_it_shows(quick: QuickWindow, desktop: Desktop, until: Until) -> None:
    alone = quick.height()
    quick.place.attach_text("Martin mended something in May.")
    assert quick.height() > alone
    press(quick, Qt.Key.Key_X, CTRL | SHIFT)
    assert quick.height() == alone
    quick.place.attach_text("Martin mended something in May.")
    quick.hide()
    quick.place.detach()
    hide_and_show(quick, desktop, until)
    assert quick.height() == alone
