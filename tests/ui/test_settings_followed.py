"""What another program writes into the settings file is taken up by the window as if it were chosen there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.settings.settings_place import SettingsPlace
from vaultmind_ui.settings_followed import SettingsFollower

from vaultmind import api

Until = Callable[..., None]


@pytest.fixture
def file(window: MainWindow) -> Path:
    """The settings file of a window that follows it."""
    found = api.find_places(window.shell.data).settings_file
    SettingsFollower(window.shell, api.load_settings(found))
    return found


def write(file: Path, text: str, *, is_replaced: bool = False) -> None:
    """Write the file as editors do: in place, or as a new one that takes its name."""
    written = file.with_suffix(".new") if is_replaced else file
    written.write_text(text, encoding="utf-8")
    written.replace(file)


@pytest.mark.parametrize("is_replaced", [False, True], ids=["in place", "replaced"])
def test_language_theme_and_size_of_text_are_taken_up_at_once(
    window: MainWindow, file: Path, until: Until, *, is_replaced: bool
) -> None:
    before, looks = window.font().pointSizeF(), window.shell.appearance
    for _ in range(2):
        write(file, 'language = "ru"\n', is_replaced=is_replaced)
        until(lambda: window.shell.translation.code == "ru", patience_s=10)
        write(file, 'language = "ru"\nwindow = { theme = "dark", text_percent = 150 }\n', is_replaced=is_replaced)
        until(lambda: looks.theme.is_dark and window.font().pointSizeF() == pytest.approx(before * 1.5), patience_s=10)
        write(file, 'language = "en"\nwindow = { theme = "light" }\n', is_replaced=is_replaced)
        until(lambda: window.shell.translation.code == "en" and not looks.theme.is_dark, patience_s=10)


def test_what_the_window_itself_chose_and_what_is_no_setting_stay_out_of_it(
    window: MainWindow, file: Path, until: Until
) -> None:
    taken: list[tuple[str, object]] = []
    window.shell.setting_taken.connect(lambda name, value: taken.append((name, value)))
    window.shell.use_language("ru")
    window.shell.use_theme("dark")
    until(lambda: api.load_settings(file).window.theme == "dark")
    write(file, "language = 7\n")
    QTest.qWait(600)
    assert (window.shell.translation.code, window.shell.appearance.mode, taken) == ("ru", "dark", [])
    write(file, 'language = "ru"\nwindow = { theme = "dark", stay_in_tray = false }\n')
    until(lambda: taken == [("window.stay_in_tray", False)], patience_s=10)


def test_the_place_of_settings_shows_what_came_and_keeps_what_is_being_typed(
    window: MainWindow, file: Path, until: Until
) -> None:
    window.show_place("settings")
    place = window.place("settings")
    assert isinstance(place, SettingsPlace)
    until(lambda: place.editors["answers.passages"].value() == 12)
    tags = place.editors["saving.tags"].widget
    assert isinstance(tags, QLineEdit)
    tags.setText("half a ta")
    write(file, "answers = { passages = 7 }\n")
    until(lambda: place.editors["answers.passages"].value() == 7, patience_s=10)
    assert tags.text() == "half a ta"
    write(file, "answers = { passages = true }\n")
    until(place.unread.isVisible, patience_s=10)
    write(file, "answers = { passages = 9 }\n")
    until(place.editors["answers.passages"].widget.isVisible, patience_s=10)
    assert place.editors["answers.passages"].value() == 9
