"""A scene: a state of one place, and the vault that it is shown on."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtWidgets import QApplication, QWidget
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import Place

from vaultmind import api

VaultKind = Literal["sample", "empty", "large"]
"""The sample vault; a folder without notes; 10,000 notes with links, made up."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An open window on a vault whose words are indexed; ``language`` is ``"en"`` or ``"ru"``."""

    window: MainWindow
    vault: Path
    language: str

    def show(self, place_id: str) -> Place:
        """Turn to a place and return it."""
        self.window.show_place(place_id)
        return self.window.place(place_id)

    def until(self, found: Callable[[], bool], *, patience_s: float = 120) -> None:
        """Let the window work until something is so; ``TimeoutError`` when it is not after a while."""
        deadline = time.monotonic() + patience_s
        while not found():
            if time.monotonic() > deadline:
                raise TimeoutError("the scene did not come to be")
            QApplication.processEvents()
            time.sleep(0.005)

    def open_as(self, wrap: Callable[[api.Session], Any]) -> None:
        """Open the vault anew, with its session in another that does some of it otherwise."""
        shell, seen = self.window.shell, []
        shell.bridge.opened.connect(seen.append)
        shell.vault_leaving.emit()
        shell.bridge.open(lambda: wrap(api.open_vault(vault=self.vault, data=shell.data, catch_up=False)))
        self.until(lambda: bool(seen))

    def open_again(self) -> None:
        """Open the vault as it was opened first."""
        seen: list[object] = []
        self.window.shell.bridge.opened.connect(seen.append)
        self.window.shell.open_vault(self.vault)
        self.until(lambda: bool(seen))

    def settle(self, seconds: float = 0.3) -> None:
        """Let the window work for a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.005)


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture. ``arrange`` brings the window there; it may return what to undo after the picture was taken."""

    name: str
    arrange: Callable[[Stage], Callable[[], object] | None]
    vault: VaultKind = "sample"
    size: tuple[int, int] = (1120, 720)
    shown: Callable[[Stage], QWidget] | None = None
    """Another window than the main one, of which the picture is taken."""
