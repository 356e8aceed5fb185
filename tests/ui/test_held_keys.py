"""A key that is held does its deed once, also where Qt takes what it says again for other presses; no key does two."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget
from vaultmind_ui.commands import Command, Commands
from vaultmind_ui.main_window import MainWindow

_KINDS = {"press": QEvent.Type.ShortcutOverride, "release": QEvent.Type.KeyRelease}


def tell(widget: Any, kind: str, key: Qt.Key, moment: int) -> bool:
    """Tell a widget of a key as X does where Qt has not seen that it is held; say whether it may do its deed."""
    event = QKeyEvent(_KINDS[kind], key, Qt.KeyboardModifier.NoModifier, "a")
    event.setTimestamp(moment)
    event.setAccepted(False)
    QApplication.sendEvent(widget, event)
    return not event.isAccepted()


@pytest.fixture
def shown(qtbot: Any) -> QListWidget:
    widget = QListWidget()
    qtbot.addWidget(widget)
    commands = Commands(widget)
    for name in "AR":
        commands.add(widget, Command(f"test.{name}", lambda: "Do", lambda: None, (name,)), once=True)
    return widget


def test_a_press_in_the_moment_of_its_release_is_none(shown: QListWidget) -> None:
    assert tell(shown, "press", Qt.Key.Key_A, 1000)
    for moment in (1660, 1700, 1740):
        tell(shown, "release", Qt.Key.Key_A, moment)
        assert not tell(shown, "press", Qt.Key.Key_A, moment)
    tell(shown, "release", Qt.Key.Key_A, 1755)
    assert tell(shown, "press", Qt.Key.Key_A, 1900), "it was let go and pressed again"


def test_another_key_may_be_pressed_while_one_is_let_go(shown: QListWidget) -> None:
    tell(shown, "release", Qt.Key.Key_A, 1000)
    assert tell(shown, "press", Qt.Key.Key_R, 1000)


def test_keys_that_move_may_be_held(shown: QListWidget) -> None:
    tell(shown, "release", Qt.Key.Key_Down, 1000)
    assert tell(shown, "press", Qt.Key.Key_Down, 1000)


def test_every_key_that_writes_does_so_once(window: MainWindow) -> None:
    writing = {
        "links": ("links.accept", "links.reject", "links.take_back", "links.sure", "links.undo"),
        "library": ("library.fix", "library.undo"),
        "history": ("history.undo", "history.keep-original", "history.keep-copy", "history.keep-both"),
        "note": ("note.accept", "note.reject", "note.undo"),
    }
    for place, names in writing.items():
        window.show_place(place)
        for name in names:
            action = window.shell.commands._commands[name][1]
            owner = action.parent()
            tell(owner, "release", Qt.Key.Key_A, 1000)
            assert not tell(owner, "press", Qt.Key.Key_A, 1000), name
            assert not action.autoRepeat(), name


def test_no_place_has_a_key_that_the_whole_window_has(window: MainWindow) -> None:
    for place in ("ask", "note", "links", "graph", "library", "recipes", "history", "models", "settings"):
        window.show_place(place)
    listed = [(action, one) for one, action in window.shell.commands._commands.values()]
    whole = {keys: one.id for action, one in listed if _is_everywhere(action) for keys in one.shortcuts}
    both = [(one.id, whole[keys]) for action, one in listed for keys in one.shortcuts if keys in whole]
    assert [pair for pair in both if pair[0] != pair[1]] == []


def _is_everywhere(action: QAction) -> bool:
    return action.shortcutContext() is Qt.ShortcutContext.WindowShortcut
