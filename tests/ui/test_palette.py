"""The palette and the map of keys: found by letters, done by Enter, gone by Escape."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.palette import Palette
from vaultmind_ui.place import NoteTarget, QuestionTarget
from vaultmind_ui.places import all_places

from vaultmind import api


@pytest.fixture
def palette(window: MainWindow) -> Palette:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.palette_card.isVisible()
    return window.palette_card


def titles(palette: Palette) -> list[str]:
    return [palette.model.index(row).data() for row in range(palette.model.rowCount())]


def test_it_opens_with_every_command_that_is_possible(palette: Palette, window: MainWindow) -> None:
    assert palette.letters.hasFocus()
    assert "Go to Settings" in titles(palette)
    assert "Pause indexing, or go on with it" not in titles(palette)


def test_commands_of_places_nobody_went_to_are_there_soon(window: MainWindow, until: Callable[..., None]) -> None:
    built: list[int] = []
    window.complete.connect(lambda: built.append(window.stack.count()))
    until(lambda: bool(built))
    assert built == [len(all_places()) + 1]  # and what stands in their stead without a vault
    window.show_palette()
    QTest.keyClicks(window.palette_card.letters, "find problems")
    assert titles(window.palette_card)[0] == "Find problems"
    QTest.keyClick(window.palette_card.letters, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.place("library")


def test_a_command_is_found_by_letters_and_done_by_enter(palette: Palette, window: MainWindow) -> None:
    QTest.keyClicks(palette.letters, "goset")
    assert titles(palette)[0] == "Go to Settings"
    QTest.keyClick(palette.letters, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.stack.currentWidget() is window.place("settings")


def test_a_row_of_a_note_says_its_name_once(palette: Palette, until: Callable[..., None]) -> None:
    QTest.keyClicks(palette.letters, "pump")
    until(lambda: "Pump" in titles(palette))
    rows = {entry.title: entry.detail for row in range(palette.model.rowCount()) if (entry := palette.model.entry(row))}
    assert rows["Pump"] == ""
    by_folder = api.NoteFound(api.NotePath("Answers/Which pump.md"), "Which pump", 1.0)
    by_alias = api.NoteFound(api.NotePath("Answers/Which pump.md"), "The pump", 1.0)
    palette._notes = (by_folder, by_alias)
    palette._show_entries()
    rows = {entry.title: entry.detail for row in range(palette.model.rowCount()) if (entry := palette.model.entry(row))}
    assert (rows["Which pump"], rows["The pump"]) == ("Answers", "Answers/Which pump.md")


def test_a_note_is_found_by_its_title_and_opened_in_our_view(
    palette: Palette, window: MainWindow, until: Callable[..., None]
) -> None:
    wanted: list[tuple[str, object]] = []
    window.shell.place_wanted.connect(lambda place, target: wanted.append((place, target)))
    QTest.keyClicks(palette.letters, "pmp")
    until(lambda: "Pump" in titles(palette))
    QTest.keyClick(palette.letters, Qt.Key.Key_Down)
    QTest.keyClick(palette.letters, Qt.Key.Key_Up)
    palette.list.setCurrentIndex(palette.model.index(titles(palette).index("Pump")))
    QTest.keyClick(palette.letters, Qt.Key.Key_Return)
    assert wanted == [("note", NoteTarget("Pump.md"))]


def test_a_question_that_was_asked_is_offered_again(palette: Palette, window: MainWindow) -> None:
    wanted: list[tuple[str, object]] = []
    window.shell.remember_question("How deep is the well?")
    window.shell.place_wanted.connect(lambda place, target: wanted.append((place, target)))
    QTest.keyClicks(palette.letters, "deepwell")
    assert titles(palette)[0] == "How deep is the well?"
    QTest.keyClick(palette.letters, Qt.Key.Key_Return)
    assert wanted == [("ask", QuestionTarget("How deep is the well?"))]


def test_escape_gives_the_focus_back(window: MainWindow) -> None:
    before = window.focusWidget()
    window.show_palette()
    QTest.keyClick(window.palette_card.letters, Qt.Key.Key_Escape)
    assert not window.palette_card.isVisible()
    assert window.focusWidget() is before


def test_its_list_is_an_item_model_as_qt_wants_it(palette: Palette, qtmodeltester) -> None:
    qtmodeltester.check(palette.model, force_py=True)


def test_the_map_names_every_command_with_a_key(window: MainWindow) -> None:
    before = window.place("ask").question
    before.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.key_map.isVisible()
    shown = {label.text() for label in window.key_map.findChildren(QLabel)}
    with_keys = {command.title() for command in window.shell.commands.all() if command.shortcuts}
    assert with_keys <= shown
    assert {"Ctrl+1", "Ctrl+Q", "?   F1"} <= shown
    window.show_keys()  # once more over itself, as two presses of the key do
    QTest.keyClick(window.key_map.area, Qt.Key.Key_Escape)
    assert not window.key_map.isVisible()
    assert window.focusWidget() is before


def test_a_question_mark_typed_into_a_field_is_no_command(window: MainWindow) -> None:
    window.show_palette()
    QTest.keyClicks(window.palette_card.letters, "?")
    assert window.palette_card.letters.text() == "?"
    assert not window.key_map.isVisible()


def test_what_was_asked_in_the_window_is_in_the_palette_the_newest_first(
    window: MainWindow, until: Callable[..., None]
) -> None:
    for question in ("How deep is the well?", "Who mended the pump?", "How deep is the well?"):
        window.show_place("ask", QuestionTarget(question))
    assert list(window.shell.recent_questions) == ["How deep is the well?", "Who mended the pump?"]
    window.palette_card.show_palette("mended")
    assert "Who mended the pump?" in titles(window.palette_card)


def test_what_nothing_is_called_by_is_asked_of_the_notes(
    palette: Palette, window: MainWindow, until: Callable[..., None]
) -> None:
    palette.letters.setText("zzqq xyw")
    until(lambda: palette.model.rowCount() == 1)
    entry = palette.model.entry(0)
    assert entry is not None
    assert (entry.title, entry.detail) == ("zzqq xyw", "ask your notes")
    QTest.keyClick(palette.letters, Qt.Key.Key_Return)
    place = window.place("ask")
    assert window.stack.currentWidget() is place
    until(lambda: not place.is_asking and bool(place.turns))  # type: ignore[attr-defined]
    assert place.turns[0].question == "zzqq xyw"  # type: ignore[attr-defined]
