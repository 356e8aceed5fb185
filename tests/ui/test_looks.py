"""A change of theme or size of text: one for all keys that wait, seen places first, the others before they are seen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QWidget,
)
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import Place
from vaultmind_ui.quick.quick_window import QuickWindow
from vaultmind_ui.settings.settings_place import SettingsPlace
from vaultmind_ui.theme import DARK, LIGHT, TEXTS, Theme
from vaultmind_ui.translation import Translation
from vaultmind_ui.tray import Tray
from vaultmind_ui.words import percent

Until = Callable[..., None]
GROUPS = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
_ROLE = QPalette.ColorRole
WRITTEN = (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText, _ROLE.HighlightedText, _ROLE.Link)
PLACEHOLDER = (_ROLE.PlaceholderText,)
_WRITING = (QLabel, QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QAbstractItemView)
WITH_PLACEHOLDERS = (QLineEdit, QPlainTextEdit, QComboBox)


def test_keys_that_wait_make_one_change(window: MainWindow, until: Until) -> None:
    before, changes = QApplication.font().pointSizeF(), []
    window.shell.appearance.changed.connect(lambda: changes.append(QApplication.font().pointSizeF()))
    for _ in range(7):
        QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert changes == []
    until(lambda: bool(changes))
    assert changes == [pytest.approx(before * 1.7)]


def test_a_place_that_is_not_seen_is_dressed_when_it_is_shown_or_when_nothing_else_waits(
    window: MainWindow, until: Until
) -> None:
    window.show_keys()  # which builds every place
    window.key_map.close_card()
    window.show_place("ask")
    all_places = {place_id: window.place(place_id) for place_id in window._entries}
    before, seen = _text_sizes(window.sidebar), []
    old = {place_id: _text_sizes(place) for place_id, place in all_places.items()}
    assert all(sizes == before for sizes in old.values())

    def at_the_change() -> None:
        seen.append({place_id: _text_sizes(place) for place_id, place in all_places.items()})
        window.show_place("links")
        seen.append({place_id: _text_sizes(place) for place_id, place in all_places.items()})

    window.shell.appearance.changed.connect(at_the_change)
    window.shell.appearance.set_text_percent(200)
    until(lambda: bool(seen))
    new = {round(2 * size, 2) for size in before}
    assert _text_sizes(window.sidebar) == new
    assert seen == [old, {**old, "links": new}]
    until(lambda: all(_text_sizes(place) == new for place in all_places.values()))


def test_no_bar_has_words_cut_off_in_it(window: MainWindow) -> None:
    window.show_keys()  # which builds every place
    bars = window.findChildren(QProgressBar)
    assert len(bars) == 4
    assert [bar.objectName() for bar in bars if bar.isTextVisible()] == []


def test_a_share_is_written_as_the_language_writes_it(english: Translation) -> None:
    assert percent(0.137) == "14%"
    english.use("ru")
    assert percent(0.137) == "14\u00a0%"


def test_every_place_takes_up_the_colours_although_nobody_turns_to_it(window: MainWindow, until: Until) -> None:
    window.show_keys()
    titled = [label for label in window.findChildren(QLabel) if label.objectName() == "muted"]
    assert len(titled) > 20
    assert {_ink(label) for label in titled} == {LIGHT.muted}
    window.shell.appearance.set_mode("dark")
    until(lambda: {_ink(label) for label in titled} == {DARK.muted})


def test_a_place_that_is_being_built_during_the_change_is_right_when_it_is_whole(
    window: MainWindow, until: Until
) -> None:
    entry = window._entries["settings"]
    window._begin("settings", entry.load())
    steps = window._unfolding["settings"]
    for _ in range(6):
        next(steps)
    window.shell.appearance.set_text_percent(150)
    until(lambda: window._dressing.is_worn(window._places["settings"]))
    window.show_place("settings")
    assert _text_sizes(window.place("settings")) == _text_sizes(window.sidebar)


def test_the_small_window_is_dressed_when_it_is_wanted(
    window: MainWindow, appearance: Appearance, until: Until
) -> None:
    quick = QuickWindow(window.shell)
    before = _text_sizes(quick)
    changes: list[int] = []
    appearance.changed.connect(lambda: changes.append(1))
    appearance.set_text_percent(150)
    until(lambda: bool(changes))
    assert _text_sizes(quick.place) == before
    quick.come_forward()
    assert _text_sizes(quick) == {round(1.5 * size, 2) for size in before}
    quick.deleteLater()


def test_nothing_that_is_shown_wears_no_sheet(window: MainWindow, until: Until) -> None:
    window.show_keys()
    window.show_first_run()
    tray = Tray(window, window.status_line, window.shell.appearance)
    shown = {*window.findChildren(QWidget), *window.findChildren(QMenu)}
    dressed = {one for one in shown if _is_dressed(one)}
    frame = {holder for one in dressed for holder in _holders(one)}  # what holds parts that are dressed one by one
    assert [type(one).__name__ for one in shown - dressed - frame] == []
    assert [type(one).__name__ for one in frame - dressed if isinstance(one, _WRITING)] == []
    tray.leave()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_widget_writes_in_an_ink_that_is_measured(theme: Theme, window: MainWindow, until: Until) -> None:
    window.show_keys()
    window.show_first_run()
    window.shell.appearance.set_mode("dark" if theme.is_dark else "light")
    until(lambda: window.shell.appearance.theme is theme and window._dressing.is_done)
    inks = {getattr(theme, name) for name in (*TEXTS, "accent_text")}
    odd = {
        (type(one).__name__, group.name, role.name, colour)
        for one in window.findChildren(QWidget)
        for role in (*WRITTEN, *(PLACEHOLDER if isinstance(one, WITH_PLACEHOLDERS) else ()))
        for group in GROUPS
        if (colour := _hex(one.palette().color(group, role))) not in inks
    }
    assert odd == set()


def _hex(colour: QColor) -> str:
    return colour.name() if colour.alpha() == 255 else colour.name(QColor.NameFormat.HexArgb)


def _holders(one: QWidget) -> Iterator[QWidget]:
    while (holder := one.parentWidget()) is not None:
        yield holder
        one = holder


def _is_dressed(one: QWidget | None) -> bool:
    while one is not None and "QToolTip" not in one.styleSheet():
        one = one.parentWidget()
    return one is not None


def _text_sizes(part: QWidget) -> set[float]:
    """Return the sizes of text of a part, without those of headings and of what it shows as a document."""
    wearing = part.dressed if isinstance(part, Place) else (part,)
    return {round(one.font().pointSizeF(), 2) for one in (*wearing, *part.findChildren(QLabel))}


def _ink(label: QLabel) -> str:
    return label.palette().color(label.foregroundRole()).name()


def test_settings_are_dressed_in_parts_that_come_one_after_another(window: MainWindow, until: Until) -> None:
    settings = window.place("settings")
    assert isinstance(settings, SettingsPlace)
    dressed = window.shell.appearance.dress
    worn: list[int] = []

    def dress(part: QWidget) -> None:
        worn.append(len(part.findChildren(QWidget)))
        dressed(part)

    window.shell.appearance.dress = dress  # type: ignore[method-assign]
    window.shell.appearance.set_text_percent(150)
    until(lambda: window._dressing.is_done and bool(worn))
    assert max(worn) <= 160
    assert _text_sizes(settings) == _text_sizes(window.sidebar)
