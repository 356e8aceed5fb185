"""Pause and resume of real vectors, by the button of the status line."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from vaultmind_ui.main_window import MainWindow

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
