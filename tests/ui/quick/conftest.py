"""A desktop around the window: quick-ask, a key that the test presses, and a model that writes slowly."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from vaultmind_ui.desktop import Desktop
from vaultmind_ui.hotkey.hotkey import Hotkey
from vaultmind_ui.main_window import MainWindow

from vaultmind import api

_spec = importlib.util.spec_from_file_location("slow_writer", Path(__file__).parents[1] / "ask" / "conftest.py")
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
write_slowly = _module.write_slowly


class Key(Hotkey):
    """A key of no system: the test presses it, and says which one is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []
        self.refused = ""

    def take(self, key: str) -> None:
        self.taken.append(key)
        self.settled.emit(f"{key} is refused." if key and key == self.refused else "")

    def release(self) -> None:
        self.taken.append("")


@pytest.fixture
def key(qapp: QApplication) -> Key:
    return Key()


@pytest.fixture
def desktop(window: MainWindow, key: Key, qapp: QApplication) -> Iterator[Desktop]:
    """What lives around the small vault's window."""
    made = Desktop(qapp, window, api.WindowSettings(hotkey="Ctrl+Alt+J"), hotkey=key)
    yield made
    window.quit()
    made.tray.menu.deleteLater()
