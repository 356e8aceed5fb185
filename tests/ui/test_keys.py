"""Keys that people try: Enter on a button, Escape, letters on a Russian keyboard, the size of text."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from vaultmind_ui.answering import Answering
from vaultmind_ui.ask.way_box import WayBox
from vaultmind_ui.commands import Command, Commands
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.recipes.model_box import ModelBox
from vaultmind_ui.settings.settings_place import SettingsPlace
from vaultmind_ui.words import FilterField, ToolButton, button

from vaultmind import api

Until = Callable[..., None]


@pytest.mark.parametrize("make", [button, ToolButton])
def test_enter_presses_the_button_that_has_the_focus_once(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    shown = make()
    qtbot.addWidget(shown)
    shown.show()
    pressed: list[bool] = []
    shown.clicked.connect(lambda _=False: pressed.append(True))  # type: ignore[attr-defined]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(shown, key)
    assert len(pressed) == 3
    QTest.keyClick(shown, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 3


def test_escape_empties_a_filter_and_then_goes_to_its_list(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    shown = QListView()
    field = FilterField(shown)
    rows = QVBoxLayout(around)
    rows.addWidget(field)
    rows.addWidget(shown)
    around.show()
    field.setFocus()
    QTest.keyClicks(field, "well")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), around.focusWidget()) == ("", field)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert around.focusWidget() is shown


def test_a_bare_letter_is_found_on_a_russian_keyboard_by_its_key(qtbot: QtBot) -> None:
    shown = QWidget()
    qtbot.addWidget(shown)
    commands, done = Commands(shown), []
    for name, keys in (("accept", "A"), ("never", "Shift+R"), ("find", "Ctrl+F"), ("open", "Return")):
        commands.add(shown, Command(f"links.{name}", lambda: "", lambda name=name: done.append(name), (keys,)))
    found = [[keys.toString() for keys in action.shortcuts()] for action in shown.actions()]
    assert found == [["A", "Ф"], ["Shift+R", "Shift+К"], ["Ctrl+F"], ["Return"]]
    assert [command.shortcuts for command in commands.all()] == [("A",), ("Shift+R",), ("Ctrl+F",), ("Return",)]


def test_the_size_of_text_is_set_by_keys_and_wheel_at_once_and_kept(window: MainWindow, until: Until) -> None:
    before = QApplication.font().pointSizeF()
    settings = window.place("settings")
    assert isinstance(settings, SettingsPlace)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    until(lambda: QApplication.font().pointSizeF() == pytest.approx(before * 1.2))
    assert window.place("note").font().pointSizeF() == pytest.approx(before * 1.2)
    until(lambda: settings.editors["window.text_percent"].value() == 120)
    view = window.place("ask").view.viewport()
    for shown in (view, window.status_line):
        over = QPointF(shown.mapTo(window, QPoint(20, 10)))
        QTest.wheelEvent(window.windowHandle(), over, QPoint(0, -120), QPoint(), Qt.KeyboardModifier.ControlModifier)
        QTest.wheelEvent(window.windowHandle(), over, QPoint(0, -120), QPoint(), Qt.KeyboardModifier.NoModifier)
    until(lambda: QApplication.font().pointSizeF() == pytest.approx(before))
    QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    until(lambda: QApplication.font().pointSizeF() == pytest.approx(before * 1.1))
    file = api.find_places(window.shell.data).settings_file
    until(lambda: api.load_settings(file).window.text_percent == 110)
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    until(lambda: QApplication.font().pointSizeF() == before)
    until(lambda: api.load_settings(file).window.text_percent == 100)


def test_text_is_never_smaller_or_larger_than_can_be_set(window: MainWindow) -> None:
    for key, most in ((Qt.Key.Key_Plus, 300), (Qt.Key.Key_Minus, 50)):
        for _ in range(30):
            QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.shell.appearance.text_percent == most
    window.shell.appearance.set_text_percent(100)


def test_a_way_to_answer_that_there_is_not_says_why_and_leads_to_where_it_can_be_had(qtbot: QtBot) -> None:
    box = WayBox()
    qtbot.addWidget(box)
    wanted: list[str] = []
    box.wanted.connect(wanted.append)
    box.heed(Answering())
    assert (box.way, box.asked) == ("notes", "write")  # of a model that has just been set nothing may be known here
    assert box.itemText(0) == "Written by the model (no model is chosen)"
    assert not box.model().flags(box.model().index(0, 0)) & Qt.ItemFlag.ItemIsEnabled
    box.turn()
    assert box.way == "notes"
    box.setCurrentIndex(box.findText("Choose a model…"))
    box.activated.emit(box.currentIndex())
    assert (wanted.pop(), box.way) == ("models", "notes")
    box.heed(Answering("", (), (":exact", ":sceptic", "notes")))
    assert not box.model().flags(box.model().index(3, 0)) & Qt.ItemFlag.ItemIsEnabled
    box.heed(Answering("small", ("small",)))
    assert (box.way, box.itemText(0)) == ("write", "Written by the model")
    box.setCurrentIndex(box.findText("Name voices…"))
    box.activated.emit(box.currentIndex())
    assert (wanted.pop(), box.way) == ("settings", "write")
    box.turn()
    assert box.way == "select"
    box.heed(Answering("small", ("small",), ("small", "notes")))
    assert box.way == "select"
    assert [box.turn() or box.way for _ in range(3)] == ["notes", "council", "write"]
    box.choose("notes")
    assert (box.way, box.asked) == ("notes", "notes")


def test_the_ask_place_offers_what_there_is(window: MainWindow, until: Until) -> None:
    ask = window.place("ask")
    until(lambda: ask.way.way == "notes")
    file = api.find_places(window.shell.data).settings_file
    api.change_setting(file, "answers", "model", "small")
    window.show_place("ask")
    until(lambda: ask.way.way == "write")
    ask.way.wanted.emit("models")
    assert window.stack.currentWidget() is window.place("models")


def test_the_model_of_a_recipe_is_shown_and_another_may_be_chosen(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    box = ModelBox(around)
    box.heed(Answering("small", ("small", "large")))
    assert (box.currentText(), box.name) == ("small (answers questions)", "")
    box.show_named("large")
    assert (box.currentText(), box.name) == ("large (named by the recipe)", "")
    box.setCurrentIndex(box.findText("small"))
    assert (box.name, box.is_extractive) == ("small", False)
    box.setCurrentIndex(box.findText("Without a model"))
    assert (box.name, box.is_extractive) == ("", True)
    box.show_named("gone")
    assert (box.currentText(), box.name, box.is_extractive) == ("gone (named by the recipe, not here)", "", False)
    box.show_named("")
    box.heed(Answering())
    assert box.currentText() == "Without a model"
    assert box.findText("Models…") == box.count() - 1
