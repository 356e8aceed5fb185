"""Ask over a real vault: answered, cited, copied, saved; refused where the notes do not say."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from vaultmind_ui.ask.ask_place import AskPlace
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.theme import LIGHT


@pytest.fixture
def place(window: MainWindow) -> AskPlace:
    found = window.place("ask")
    assert isinstance(found, AskPlace)
    return found


def test_a_question_is_answered_cited_copied_and_saved(
    place: AskPlace, window: MainWindow, vault, until: Callable[..., None]
) -> None:
    place.question.setText("How deep is the well?")
    place.ask()
    until(lambda: place.answer is not None)
    assert "twelve metres" in place.view.toPlainText()
    assert place.kind.text().startswith("In the words of your notes.")
    assert place.chips[0].text() == "[1] Well"
    place.view.anchorClicked.emit(QUrl("cite:1"))
    assert "twelve metres" in place.preview.toPlainText()
    assert f"background-color:{LIGHT.marked}" in place.preview.toHtml()
    place.copy_button.click()
    assert "[1] [[Well]]" in QApplication.clipboard().text()
    place.save_button.click()
    until(lambda: window.status_line.said.text().startswith("Saved as "))
    note = window.status_line.said.text().removeprefix("Saved as ")
    assert "twelve metres" in (vault.root / note).read_text(encoding="utf-8")


def test_an_answer_that_cannot_be_saved_says_why_and_can_be_tried_again(
    place: AskPlace, vault, until: Callable[..., None]
) -> None:
    (vault.root / "Answers").write_text("a file where the folder of answers should be", encoding="utf-8")
    place.question.setText("How deep is the well?")
    place.ask()
    until(lambda: place.answer is not None)
    before = place.kind.text()
    place.save_button.click()
    until(lambda: place.kind.text() != before)
    assert place.save_button.isEnabled()


def test_what_the_notes_do_not_say_is_refused_and_not_saved(place: AskPlace, until: Callable[..., None]) -> None:
    place.question.setText("zebra quagga okapi")
    place.ask()
    until(lambda: place.answer is not None)
    assert place.answer is not None
    assert place.answer.refused
    assert not place.save_button.isEnabled()
