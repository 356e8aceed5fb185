"""Pause and resume of real vectors, by the button of the status line."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from vaultmind_ui.main_window import MainWindow

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
