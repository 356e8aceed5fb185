"""Settings that cannot be read are said in a window: who starts the program by an icon sees no terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton
from vaultmind_ui.settings_refused import SettingsRefused, read_settings
from vaultmind_ui.translation import Translation

from vaultmind import api

GOOD, BAD = 'language = "ru"\n', "[answers]\nfoo = 1\n"


def choose(choose_from: Callable[[SettingsRefused], QPushButton]) -> None:
    """Click in the window that says what is wrong, as soon as it is there."""

    def click() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, SettingsRefused):
            choose_from(shown).click()
        else:
            QTimer.singleShot(5, click)

    QTimer.singleShot(0, click)


def test_settings_that_can_be_read_are_read_without_a_word(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(GOOD, "utf-8")
    assert read_settings(file).language == "ru"
    assert not [one for one in qapp.topLevelWidgets() if isinstance(one, SettingsRefused)]


def test_the_window_names_what_is_wrong_and_reads_the_file_again(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(BAD, "utf-8")
    said: list[str] = []

    def mend(shown: SettingsRefused) -> QPushButton:
        said.append(shown.text())
        file.write_text(GOOD, "utf-8")
        return shown.try_button

    choose(mend)
    assert read_settings(file).language == "ru"
    assert len(said) == 1
    assert "answers.foo" in said[0]
    assert str(file) in said[0]


def test_given_up_it_says_the_same_where_it_was_started(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[answers\n", "utf-8")
    choose(lambda shown: shown.quit_button)
    with pytest.raises(api.VaultMindError, match="not valid TOML"):
        read_settings(file)
    assert file.read_text("utf-8") == "[answers\n"


def test_the_file_is_opened_and_the_window_stays(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(BAD, "utf-8")
    opened: list[str] = []

    def opens(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        choose(lambda shown: shown.quit_button)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", opens)
    choose(lambda shown: shown.open_button)
    with pytest.raises(api.VaultMindError):
        read_settings(file)
    assert opened == [str(file)]


def test_it_speaks_the_language_of_the_system(qapp: QApplication, tmp_path: Path) -> None:
    translation = Translation(qapp, "ru")
    try:
        refused = SettingsRefused(tmp_path / "s.toml", "There is no setting answers.foo (in s.toml): known are model.")
        assert refused.text() == "Настройки answers.foo (в s.toml) нет: известны: model."
        assert refused.try_button.text() == "Попробовать ещё раз"
        refused.deleteLater()
    finally:
        translation.use("en")
