"""Where ``vaultmind`` begins: what is for a window that is open, and that telling it loads nothing large."""

import subprocess
import sys
from pathlib import Path

import pytest

from vaultmind.cli import window

_WHAT_IS_LOADED = """
import sys
from vaultmind.cli.window import told_window
assert not told_window(["toggle"])
print(sorted(name for name in ("PySide6", "numpy", "msgspec", "vaultmind.api", "argparse") if name in sys.modules))
"""


def test_telling_a_window_loads_neither_qt_nor_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    done = subprocess.run([sys.executable, "-c", _WHAT_IS_LOADED], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_only_toggle_and_a_lone_link_are_for_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, str]] = []
    monkeypatch.setattr(window, "knock", lambda _door, message: told.append(message) or True)
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "t")
    for others in ([], ["search", "toggle"], ["toggle", "now"], ["--vault", "vaultmind://open"], ["--hidden"]):
        assert not window.told_window(others)
    assert told == []
    assert window.told_window(["toggle"])
    assert window.told_window(["--data", "/d", "toggle"])
    assert window.told_window(["VAULTMIND://ask?question=x"])
    assert told == [
        {"do": "toggle", "token": "t"},
        {"do": "toggle", "token": "t"},
        {"do": "link", "link": "VAULTMIND://ask?question=x", "token": "t"},
    ]
