"""Settings: every one has its row and its words, what is changed is in the file at once, looks change at once."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.settings.fields import all_fields
from vaultmind_ui.settings.settings_place import SettingsPlace

from vaultmind import api


@pytest.fixture
def place(window: MainWindow, until: Callable[..., None]) -> SettingsPlace:
    window.show_place("settings")
    found = window.place("settings")
    assert isinstance(found, SettingsPlace)
    until(lambda: found.editors["answers.passages"].value() == 12)
    return found


def settings_of(window: MainWindow) -> api.Settings:
    return api.load_settings(api.find_places(window.shell.data).settings_file)


def test_every_setting_of_the_core_has_a_row_and_none_that_it_has_not() -> None:
    known = set()
    settings = api.Settings()
    for one in fields(settings):
        value = getattr(settings, one.name)
        known |= {f"{one.name}.{key.name}" for key in fields(value)} if is_dataclass(value) else {one.name}
    assert {field.id for field in all_fields()} == known


def test_what_is_changed_is_in_the_file_and_the_vault_is_offered_to_be_opened_anew(
    place: SettingsPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    number = place.editors["answers.passages"].widget
    assert isinstance(number, QSpinBox)
    number.setFocus()
    number.setValue(20)
    QTest.keyClick(number, "\r")
    until(lambda: settings_of(window).answers.passages == 20)
    until(place.notice.isVisible)
    place.reopen_button.click()
    until(lambda: window.shell.status is not None and not place.notice.isVisible())


def test_a_tick_a_list_and_names_are_written(
    place: SettingsPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    tick = place.editors["answers.from_assistants"].widget
    tags, names = place.editors["saving.tags"].widget, place.editors["saving.properties"].widget
    assert isinstance(tick, QCheckBox)
    assert isinstance(tags, QLineEdit)
    assert isinstance(names, QLineEdit)
    tick.click()
    tags.setText("#ответ, vm")
    tags.editingFinished.emit()
    names.setText("question = вопрос, model =")
    names.editingFinished.emit()
    until(lambda: settings_of(window).saving.properties == {"question": "вопрос", "model": ""})
    until(lambda: settings_of(window).saving.tags == ["ответ", "vm"])
    until(lambda: settings_of(window).answers.from_assistants)


def test_theme_language_and_size_of_text_change_at_once(
    place: SettingsPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    theme, language = place.editors["window.theme"].widget, place.editors["language"].widget
    percent = place.editors["window.text_percent"].widget
    assert isinstance(theme, QComboBox)
    assert isinstance(language, QComboBox)
    assert isinstance(percent, QSpinBox)
    before = window.font().pointSizeF()
    theme.setCurrentIndex(theme.findData("dark"))
    theme.activated.emit(theme.currentIndex())
    until(lambda: window.shell.appearance.theme.is_dark)
    percent.setValue(150)
    percent.editingFinished.emit()
    until(lambda: window.font().pointSizeF() == pytest.approx(before * 1.5))
    language.setCurrentIndex(language.findData("ru"))
    language.activated.emit(language.currentIndex())
    until(lambda: place.reopen_button.text() == "Открыть заново")
    hotkey = place.editors["window.hotkey"].widget
    assert isinstance(hotkey, QLineEdit)
    assert hotkey.text() == "Ctrl+Alt+Пробел"
    until(lambda: settings_of(window).language == "ru" and settings_of(window).window.text_percent == 150)
    assert place.notice.isHidden()


def test_a_number_can_be_read_in_its_field(place: SettingsPlace) -> None:
    number = place.editors["answers.passages"].widget
    assert isinstance(number, QSpinBox)
    shown = number.findChild(QLineEdit)
    assert shown is not None
    assert shown.text() == "12"
    assert shown.width() > shown.fontMetrics().horizontalAdvance("12")


def test_a_file_that_cannot_be_read_is_said_with_what_to_do_and_read_again_once_it_is_right(
    place: SettingsPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    file = api.find_places(window.shell.data).settings_file
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text('[answers]\npassages = "many"\n', "utf-8")
    window.shell.translation.use("ru")
    window.show_place("ask")
    window.show_place("settings")
    until(place.unread.isVisible)
    assert not place.editors["answers.passages"].widget.isVisible()  # it shows what stands in no file
    assert not place.problem.isVisible()
    assert place.unread.sentence.text() == (
        f'В настройке answers.passages ({file}) ожидается целое число, а не "many".'
    )
    until(place.unread.try_button.hasFocus)
    place.unread.try_button.click()
    until(place.unread.isVisible)
    file.write_text(before, "utf-8")
    place.unread.try_button.click()
    until(place.area.isVisible)
    assert not place.unread.isVisible()
    until(place.editors["language"].widget.hasFocus)


def test_who_comes_back_to_settings_that_were_scrolled_sees_where_the_keys_go(
    place: SettingsPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    bar = place.area.verticalScrollBar()
    until(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    window.show_place("ask")
    window.show_place("settings")
    first = place.editors["language"].widget
    assert first.hasFocus()
    until(lambda: place.area.viewport().rect().contains(first.mapTo(place.area.viewport(), first.rect().center())))


def test_a_program_that_there_is_not_is_one_sentence(place: SettingsPlace, until: Callable[..., None]) -> None:
    line = place.editors["models.server"].widget
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.setText("/no/such/llama-server")
    QTest.keyClick(line, "\r")
    until(lambda: place.problem.text() == "There is no program /no/such/llama-server.")


def test_a_model_that_is_chosen_here_works_at_once_as_where_models_are_chosen(
    place: SettingsPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    opened: list[object] = []
    window.shell.bridge.opened.connect(opened.append)
    box = place.editors["search.reranker"].widget
    assert isinstance(box, QComboBox)
    box.setFocus()
    box.setEditText("BAAI/bge-reranker-base")
    QTest.keyClick(box.lineEdit(), "\r")
    until(lambda: bool(opened))
    assert settings_of(window).search.reranker == "BAAI/bge-reranker-base"
    assert not place.notice.isVisible()
