"""VaultMind among other programs: what starts, links, the tray and settings do to the one that runs."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from vaultmind_ui.desktop import Desktop
from vaultmind_ui.hotkey.hotkey import NoHotkey
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.settings.editors import KeyLine
from vaultmind_ui.settings.settings_place import SettingsPlace

from vaultmind import api

Until = Callable[..., None]


@pytest.fixture
def tray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)


@pytest.fixture
def settings_place(desktop: Desktop, window: MainWindow, until: Until) -> SettingsPlace:
    window.show_place("settings")
    place = window.place("settings")
    assert isinstance(place, SettingsPlace)
    until(lambda: place.editors["window.hotkey"].value() == "Ctrl+Alt+Space")
    return place


def saved(window: MainWindow) -> api.WindowSettings:
    return api.load_settings(api.find_places(window.shell.data).settings_file).window


def test_without_a_tray_closing_quits_and_the_key_is_given_back(desktop: Desktop, window: MainWindow) -> None:
    left: list[bool] = []
    window.left.connect(lambda: left.append(True))
    window.close()
    assert left == [True]
    assert desktop.hotkey.taken[-1] == ""  # type: ignore[attr-defined]


@pytest.mark.usefixtures("tray")
def test_with_a_tray_a_closed_window_stays_and_comes_back(desktop: Desktop, window: MainWindow, until: Until) -> None:
    left: list[bool] = []
    window.left.connect(lambda: left.append(True))
    window.close()
    assert left == []
    assert not window.isVisible()
    done: list[object] = []
    window.shell.bridge.call(window, lambda session: session.status(), done.append)
    until(lambda: bool(done))
    desktop.tray.open.trigger()
    assert window.isVisible()
    desktop.tray.quit.trigger()
    assert left == [True]


@pytest.mark.usefixtures("tray")
def test_whoever_wants_no_tray_quits_by_closing(desktop: Desktop, window: MainWindow) -> None:
    window.shell.setting_taken.emit("window.stay_in_tray", False)
    left: list[bool] = []
    window.left.connect(lambda: left.append(True))
    window.close()
    assert left == [True]


def test_hidden_is_in_the_tray_and_minimised_where_there_is_none(
    desktop: Desktop, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.hide()
    desktop.start("hidden")
    assert window.isMinimized()
    window.hide()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    desktop.start("hidden")
    assert not window.isVisible()
    desktop.start("toggle")
    assert desktop.quick.isVisible()


def test_the_tray_says_what_vaultmind_does_and_offers_the_few_things(desktop: Desktop) -> None:
    desktop.tray.retranslate()
    assert desktop.tray.state.text().startswith("4 notes")
    assert desktop.tray.model.text() == "No language model"
    shown = [one.text() for one in desktop.tray.menu.actions() if one.isVisible() and one.isEnabled() and one.text()]
    assert shown == ["Quick question", "Open VaultMind", "Quit"]
    desktop.tray.quick.trigger()
    assert desktop.quick.isVisible()


def test_a_second_start_brings_the_window_forward_on_the_vault_it_names(
    desktop: Desktop, window: MainWindow, tmp_path: Path, until: Until
) -> None:
    window.showMinimized()
    desktop.do({"do": "show", "vault": "", "link": "", "token": ""})
    assert window.isVisible()
    assert not window.isMinimized()
    (tmp_path / "other").mkdir()
    desktop.do({"do": "show", "vault": str(tmp_path / "other"), "link": "", "token": ""})
    until(lambda: window.shell.status is not None and Path(window.shell.status.vault).name == "other")


def test_a_link_fills_the_field_and_asks_nothing(desktop: Desktop, window: MainWindow, until: Until) -> None:
    desktop.follow("vaultmind://ask?vault=vault&question=How%20deep%3F")
    until(desktop.quick.isVisible)
    assert desktop.quick.place.question.text() == "How deep?"
    QTest.qWait(200)
    assert desktop.quick.place.turns == []


def test_a_link_shows_a_note_in_another_vault_that_was_opened_before(
    desktop: Desktop, window: MainWindow, vault: object, tmp_path: Path, until: Until
) -> None:
    (tmp_path / "other").mkdir()
    window.shell.open_vault(tmp_path / "other")
    until(lambda: window.shell.status is not None and window.shell.status.notes == 0)
    desktop.follow(f"vaultmind://open?vault=vault&note={quote('Сад.md')}")
    until(lambda: "Сад" in window.windowTitle())
    assert window.shell.status is not None
    assert Path(window.shell.status.vault).name == "vault"


def test_a_link_to_a_vault_nobody_opened_says_so_and_opens_nothing(
    desktop: Desktop, window: MainWindow, tmp_path: Path, until: Until
) -> None:
    (tmp_path / "strange").mkdir()
    said: list[str] = []
    window.shell.said.connect(said.append)
    desktop.follow(f"vaultmind://open?vault={quote(str(tmp_path / 'strange'))}")
    until(lambda: bool(said))
    assert "is no vault that was opened here" in said[0]
    assert window.shell.status is not None
    assert Path(window.shell.status.vault).name == "vault"


def test_the_key_is_changed_by_pressing_it_and_taken_at_once(
    settings_place: SettingsPlace, desktop: Desktop, window: MainWindow, until: Until
) -> None:
    line = settings_place.editors["window.hotkey"].widget
    assert isinstance(line, KeyLine)
    line.setFocus()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(line, Qt.Key.Key_K, held)
    assert desktop.hotkey.taken[-1] == "Ctrl+Shift+K"  # type: ignore[attr-defined]
    until(lambda: saved(window).hotkey == "Ctrl+Shift+K")
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    assert desktop.hotkey.taken[-1] == ""  # type: ignore[attr-defined]
    until(lambda: saved(window).hotkey == "")
    assert not window.palette_card.isVisible()


def test_a_key_that_cannot_be_had_is_not_kept_and_the_one_before_goes_on(
    settings_place: SettingsPlace, desktop: Desktop, window: MainWindow, until: Until
) -> None:
    desktop.hotkey.refused = "Ctrl+Shift+K"  # type: ignore[attr-defined]
    line = settings_place.editors["window.hotkey"].widget
    assert isinstance(line, KeyLine)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(line, Qt.Key.Key_K, held)
    assert settings_place.problem.text() == "Ctrl+Shift+K is refused."
    assert desktop.hotkey.taken == ["Ctrl+Alt+J", "Ctrl+Shift+K", "Ctrl+Alt+J"]  # type: ignore[attr-defined]
    until(lambda: line.key == "Ctrl+Alt+Space")
    assert saved(window).hotkey == "Ctrl+Alt+Space"
    assert settings_place.problem.isVisible()


def test_a_key_that_cannot_be_had_is_said_beside_the_settings_and_in_the_status_line(
    settings_place: SettingsPlace, desktop: Desktop, window: MainWindow
) -> None:
    desktop.hotkey.settled.emit("Ctrl+Shift+K is taken by another program.")
    assert settings_place.problem.isVisible()
    assert settings_place.problem.text() == "Ctrl+Shift+K is taken by another program."
    assert window.status_line.said.text() == "Ctrl+Shift+K is taken by another program."


def test_starting_with_the_session_makes_the_entry_and_takes_it_away(
    settings_place: SettingsPlace, window: MainWindow, tmp_path: Path, until: Until
) -> None:
    entry = tmp_path / "config" / "autostart" / "io.github.vaultmind.VaultMind.desktop"
    tick = settings_place.editors["window.start_with_session"].widget
    tick.click()  # type: ignore[attr-defined]
    assert "--hidden" in entry.read_text(encoding="utf-8")
    until(lambda: saved(window).start_with_session)
    tick.click()  # type: ignore[attr-defined]
    assert not entry.exists()
    until(lambda: not saved(window).start_with_session)


def test_nothing_is_notified_of_what_somebody_looks_at(desktop: Desktop, until: Until) -> None:
    told: list[str] = []
    desktop.tray.notify = told.append  # type: ignore[method-assign]
    desktop.quick.come_forward()
    until(desktop.quick.isActiveWindow)
    desktop.quick.place.answered.emit()
    assert told == []
    desktop.quick.hide()
    desktop.quick.place.answered.emit()
    assert told == ["The answer is there."]


def test_a_desktop_without_keys_says_what_to_do_when_one_is_chosen(qapp: QApplication) -> None:
    none = NoHotkey()
    told: list[str] = []
    none.settled.connect(told.append)
    none.take("")
    assert told == [""]
    none.take("Ctrl+Alt+Space")
    assert "vaultmind toggle" in told[1]
