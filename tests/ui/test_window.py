"""The window over a real vault and its real session: open, ask, cite, copy, save, close."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vaultmind import api

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    from PySide6.QtCore import QUrl
    from PySide6.QtWidgets import QApplication
    from vaultmind_ui.bridge import Bridge
    from vaultmind_ui.main_window import MainWindow
    from vaultmind_ui.theme import LIGHT
except ImportError as error:
    pytest.skip(f"Qt or its system libraries are not here: {error}", allow_module_level=True)

pytestmark = pytest.mark.timeout(60)


def until(found: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not found():
        assert time.monotonic() < deadline
        QApplication.processEvents()
        time.sleep(0.01)


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "Well.md").write_text("The well is twelve metres deep.\n\nIts water is cold.\n", encoding="utf-8")
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    app = QApplication.instance() or QApplication([])
    bridge = Bridge(lambda: api.open_vault(vault=vault, data=tmp_path / "data"))
    shown = MainWindow(bridge, LIGHT)
    shown.show()
    bridge.open()
    until(shown.ask_panel.ask_button.isEnabled)
    yield shown
    shown.close()
    assert app is not None
    assert [thread for thread in threading.enumerate() if thread.name == "vaultmind-window"] == []


def test_a_question_is_answered_cited_copied_and_saved(window: MainWindow, tmp_path: Path) -> None:
    panel = window.ask_panel
    assert window.statusBar().currentMessage() == "Notes: 1 · found by their words alone"
    panel.question.setText("How deep is the well?")
    panel.ask()
    until(lambda: panel.answer is not None)
    assert "twelve metres" in panel.view.toPlainText()
    assert panel.kind.text().startswith("In the words of your notes.")
    assert panel.chips[0].text() == "[1] Well"
    panel.view.anchorClicked.emit(QUrl("cite:1"))
    assert panel.preview.isVisible()
    assert "twelve metres" in panel.preview.toPlainText()
    assert f"background-color:{LIGHT.marked}" in panel.preview.toHtml()
    panel.copy_button.click()
    assert "[1] [[Well]]" in QApplication.clipboard().text()
    panel.save_button.click()
    until(lambda: window.statusBar().currentMessage().startswith("Saved as "))
    note = window.statusBar().currentMessage().removeprefix("Saved as ")
    assert "twelve metres" in (tmp_path / "vault" / note).read_text(encoding="utf-8")


def test_an_answer_that_cannot_be_saved_says_why_and_can_be_tried_again(window: MainWindow, tmp_path: Path) -> None:
    panel = window.ask_panel
    (tmp_path / "vault" / "Answers").write_text("a file where the folder of answers should be", encoding="utf-8")
    panel.question.setText("How deep is the well?")
    panel.ask()
    until(lambda: panel.answer is not None)
    before = panel.kind.text()
    panel.save_button.click()
    until(lambda: panel.kind.text() != before)
    assert panel.save_button.isEnabled()


def test_what_the_notes_do_not_say_is_refused_and_not_saved(window: MainWindow) -> None:
    panel = window.ask_panel
    panel.question.setText("zebra quagga okapi")
    panel.ask()
    until(lambda: panel.answer is not None)
    assert panel.answer is not None
    assert panel.answer.refused
    assert not panel.save_button.isEnabled()


def test_a_vault_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    QApplication.instance() or QApplication([])
    bridge = Bridge(lambda: api.open_vault(vault=tmp_path / "nowhere", data=tmp_path / "data"))
    shown = MainWindow(bridge, LIGHT)
    bridge.open()
    until(lambda: "nowhere" in shown.statusBar().currentMessage())
    assert not shown.ask_panel.ask_button.isEnabled()
    shown.close()
