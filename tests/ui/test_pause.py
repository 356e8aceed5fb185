"""Pause and resume of real vectors, by the button of the status line."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from vaultmind_ui.ask.conversation_view import ConversationView
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import QuestionTarget

from vaultmind.indexing import Indexer

NOTES = 150


@pytest.fixture
def vault(vault, e5_folder: Path, tmp_path: Path):
    """The small vault with many notes more, and the model that makes vectors of them."""
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "models").symlink_to(e5_folder.parent)
    for number in range(NOTES):
        vault.write(f"Beds/{number}.md", f"# Bed {number}\n\n" + f"In bed {number} stand {number + 3} currants. " * 40)
    return vault


@pytest.mark.timeout(600)
def test_the_button_pauses_vectors_and_goes_on_with_them(window: MainWindow, until: Callable[..., None]) -> None:
    line = window.status_line

    def indexing():
        assert window.shell.status is not None
        return window.shell.status.indexing

    until(lambda: indexing().state == "vectors" and indexing().done > 0 and line.pause.isVisible(), patience_s=200)
    line.pause.click()
    until(lambda: indexing().state == "paused", patience_s=120)
    assert "paused" in line.index.text()
    window.show_place("ask", QuestionTarget("How many currants stand in bed 7?"))
    view = window.place("ask").findChild(ConversationView)
    until(lambda: "passages can be found by their words alone so far." in view.toPlainText(), patience_s=120)
    time.sleep(1.0)
    paused_at = _done(window, until)
    time.sleep(1.5)
    assert _done(window, until) == paused_at
    assert paused_at < NOTES

    line.pause.click()
    until(lambda: not line.is_paused and indexing().done > paused_at, patience_s=200)


def _done(window: MainWindow, until: Callable[..., None]) -> int:
    """Return how many passages have vectors, as the session says now."""
    said: list[int] = []
    window.shell.bridge.call(window, lambda session: session.status().indexing.done, said.append)
    until(lambda: bool(said))
    return said[0]


@pytest.fixture
def words_alone(vault, tmp_path: Path):
    """The same vault, with nothing that makes vectors."""
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n[index]\nworkers = 1\n', encoding="utf-8")
    return vault


@pytest.mark.timeout(600)
def test_the_button_pauses_the_reading_of_notes_and_goes_on_with_it(
    words_alone, window: MainWindow, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch is stored when the test lets it, so that the button comes in the middle however fast reading is."""
    line, may_store = window.status_line, threading.Semaphore(0)
    stored = Indexer._store
    monkeypatch.setattr("vaultmind.indexing.indexer._NOTES_PER_COMMIT", 10)
    monkeypatch.setattr(Indexer, "_store", lambda *run: (may_store.acquire(timeout=60), stored(*run))[1])

    def indexing():
        assert window.shell.status is not None
        return window.shell.status.indexing

    other = words_alone.root.parent / "Other"
    other.mkdir()
    for number in range(NOTES):
        (other / f"{number}.md").write_text(f"Bed {number}", encoding="utf-8")
    window.shell.open_vault(other)
    until(lambda: window.shell.status is not None and indexing().state == "words")
    assert line.index.text() == "Looking through the notes…"
    may_store.release(4)
    until(lambda: indexing().done > 0 and line.pause.isVisible())
    line.pause.click()
    may_store.release()
    until(lambda: indexing().state == "held")
    assert line.is_paused
    may_store.release(1000)
    time.sleep(1.0)
    held_at = _done(window, until)
    time.sleep(1.0)
    assert _done(window, until) == held_at < NOTES
    line.pause.click()
    until(lambda: indexing().state == "current")
    assert line.index.text() == f"{NOTES} notes · found by their words alone"


def _press(window: MainWindow) -> None:
    """Press the key of the pause where no part of the window has the focus."""
    if (focus := QApplication.focusWidget()) is not None:
        focus.clearFocus()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def _state(window: MainWindow) -> str:
    return window.shell.status.indexing.state if window.shell.status is not None else "opening"


def _other(beside: Path) -> Path:
    other = beside.parent / "Other"
    other.mkdir()
    for number in range(NOTES):
        (other / f"{number}.md").write_text(f"Bed {number}", encoding="utf-8")
    return other


@pytest.mark.timeout(600)
def test_a_pause_while_a_vault_is_opened_holds_what_would_be_read_until_it_is_resumed(
    words_alone, window: MainWindow, until: Callable[..., None]
) -> None:
    line, may_open = window.status_line, threading.Event()
    opened = window.shell._open_session
    window.shell._open_session = lambda root: (may_open.wait(60), opened(root))[1]
    window.shell.open_vault(_other(words_alone.root))
    assert line.pause.isVisible()
    for does, said in (
        ("Go on indexing", "Indexing pauses as soon as the vault is open."),
        ("Pause indexing", "Indexing goes on as soon as the vault is open."),
        ("Go on indexing", "Indexing pauses as soon as the vault is open."),
    ):
        _press(window)
        assert (line.pause.toolTip(), line.said.text()) == (does, said)
    may_open.set()
    until(lambda: _state(window) == "held")
    until(lambda: line.said.text() == "")  # it is so now
    time.sleep(0.5)
    assert _done(window, until) == 0
    window.show_place("ask", QuestionTarget("How deep is the well?"))
    view = window.place("ask").findChild(ConversationView)
    until(lambda: "The notes are still being looked through: not all of them can be found yet." in view.toPlainText())
    assert "What can be found so far does not say." in view.toPlainText()
    assert "Your notes do not say" not in view.toPlainText()
    _press(window)
    assert (line.pause.toolTip(), line.said.text()) == ("Pause indexing", "Indexing goes on…")
    until(lambda: _state(window) == "current")
    assert line.index.text() == f"{NOTES} notes · found by their words alone"
    _press(window)
    assert line.said.text() == "There is nothing to pause: the index is current."


@pytest.mark.timeout(600)
def test_what_is_held_stays_held_when_the_vault_is_opened_anew_for_another_setting(
    words_alone, window: MainWindow, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_store = threading.Semaphore(0)
    stored = Indexer._store
    monkeypatch.setattr("vaultmind.indexing.indexer._NOTES_PER_COMMIT", 10)
    monkeypatch.setattr(Indexer, "_store", lambda *run: (may_store.acquire(timeout=60), stored(*run))[1])
    window.shell.open_vault(_other(words_alone.root))
    may_store.release(4)
    until(lambda: _state(window) == "words" and _done(window, until) > 0)
    _press(window)
    assert window.status_line.said.text() == "Indexing pauses…"
    may_store.release()
    until(lambda: _state(window) == "held")
    may_store.release(1000)
    time.sleep(0.5)
    held_at = _done(window, until)
    assert 0 < held_at < NOTES

    window.shell.reopen_vault()
    assert (_state(window), window.status_line.pause.toolTip()) == ("opening", "Go on indexing")
    until(lambda: _state(window) == "held")
    time.sleep(0.5)
    assert _done(window, until) == held_at
    assert window.status_line.index.text() == f"Reading is paused: {held_at} of {NOTES} files"

    window.shell.reopen_vault()
    _press(window)
    assert window.status_line.said.text() == "Indexing goes on as soon as the vault is open."
    until(lambda: _state(window) == "current")


def test_where_no_vault_is_open_the_key_of_the_pause_says_so(window: MainWindow) -> None:
    window.shell.status = None
    _press(window)
    assert window.status_line.said.text() == "No vault is open yet"
