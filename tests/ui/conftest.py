"""A real window over a real small vault; whatever Qt warns of, and every thread, timer or widget left behind, fails."""

import gc
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from vaultmind import api

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid
    from vaultmind_ui.appearance import Appearance
    from vaultmind_ui.bridge import Bridge
    from vaultmind_ui.main_window import MainWindow
    from vaultmind_ui.shell import Shell
    from vaultmind_ui.translation import Translation
except ImportError as error:
    WHY_NOT = f"Qt or its system libraries are not here: {error}"
    collect_ignore_glob = ["*"]
else:
    WHY_NOT = ""

HERE = Path(__file__).parent
_LOADS_XCB = """
import ctypes, pathlib, PySide6
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""
_OF_THE_OFFSCREEN_PLATFORM = ("This plugin does not support", "This plugin supports", ".*systemTrayWindowChanged")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(*_OF_THE_OFFSCREEN_PLATFORM, extend=True))


@dataclass(frozen=True, slots=True)
class SmallVault:
    """A vault of a few notes, its data folder, and how a session on it is opened in this process."""

    root: Path
    data: Path

    def open(self, root: Path | None = None) -> api.Session:
        """Open this vault, or another beside it."""
        return api.open_vault(vault=root or self.root, data=self.data, catch_up=False)

    def write(self, name: str, text: str) -> Path:
        """Write a note; return its file."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallVault:
    """Notes in both languages with links, a heading, a block and a tag; no embedding model, settings of its own."""
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n', encoding="utf-8")
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    monkeypatch.setenv("VAULTMIND_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "vault").mkdir()
    small = SmallVault(tmp_path / "vault", tmp_path / "data")
    small.write("Well.md", "# Well\n\nThe well is twelve metres deep. ^depth\n\nIts water is cold. See [[Pump]].\n")
    small.write("Pump.md", "# Pump\n\nThe pump of the [[Well]] was mended in May. #garden\n")
    small.write("Сад.md", "# Сад\n\nВ саду растут три старые яблони: антоновка, коричное и белый налив.\n")
    small.write("Дневник/2026-05-09.md", "# 9 мая\n\nНочью был мороз, минус два. Цвет на [[Сад|яблонях]] почернел.\n")
    return small


@pytest.fixture
def appearance(qapp: "QApplication") -> Iterator["Appearance"]:
    system_font = qapp.font()
    made = Appearance(qapp, mode="light")
    yield made
    qapp.setFont(system_font)
    qapp.styleHints().colorSchemeChanged.disconnect()
    made.deleteLater()


@pytest.fixture
def english(qapp: "QApplication") -> Iterator["Translation"]:
    """The window in English; ``use("ru")`` turns it to Russian within the test."""
    translation = Translation(qapp, "en")
    yield translation
    translation.use("en")


@pytest.fixture
def bridge(qapp: "QApplication", vault: SmallVault) -> Iterator["Bridge"]:
    """A bridge to the small vault, not opened yet: ``bridge.open(vault.open)``."""
    made = Bridge()
    yield made
    made.close(60)
    made.deleteLater()


@pytest.fixture
def window(
    vault: SmallVault, appearance: "Appearance", english: "Translation", until: Callable[..., None]
) -> Iterator["MainWindow"]:
    """The window with every place, on the small vault, open and indexed."""
    shown = MainWindow(Shell(Bridge(), appearance, english, vault.open, data=vault.data))
    try:
        shown.show()
        notes = sum(1 for _ in vault.root.rglob("*.md"))
        shown.shell.open_vault(vault.root)
        until(lambda: shown.shell.status is not None and shown.shell.status.notes == notes)
        yield shown
    finally:
        shown.close()
        shown.shell.bridge.close(60)
        shown.deleteLater()


@pytest.fixture
def screenless(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a journey on a screen of its own: nothing says of another; skips where it cannot have one."""
    if sys.platform != "linux":
        pytest.skip("Xvfb is a thing of Linux")
    if missing := [tool for tool in ("Xvfb", "xdotool", "openbox") if shutil.which(tool) is None]:
        pytest.skip(f"not installed here and not by scripts/setup.sh: {', '.join(missing)}")
    if subprocess.run([sys.executable, "-c", _LOADS_XCB], check=False, capture_output=True).returncode:
        pytest.skip("Qt's plugin for X11 cannot be loaded: its system libraries are not here")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def make_journey(screenless: None) -> Callable[[str], list[str]]:
    """Make the journey of a script with the VaultMind of this Python; return its steps, or fail with what it said."""

    def make(script: str) -> list[str]:
        driver = HERE.parents[1] / "scripts" / script
        command = [sys.executable, str(driver), sys.executable, "-m", "vaultmind"]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=580)
        *steps, last = done.stdout.splitlines() or [""]
        assert last == "The journey is done.", done.stdout + done.stderr
        return [step.partition(":")[0] for step in steps]

    return make


@pytest.fixture
def until() -> Callable[..., None]:
    """Let Qt work until something is so; fail when it is not after a while."""

    def wait(found: Callable[[], bool], *, patience_s: float = 60) -> None:
        deadline = time.monotonic() + patience_s
        while not found():
            assert time.monotonic() < deadline, "it did not come to be"
            QApplication.processEvents()
            time.sleep(0.005)

    return wait


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: "QApplication") -> Iterator[None]:
    """Fail where a thread of the window, a running timer or a top-level widget outlives its test.

    What is left in the end is frozen: the next test collects its own garbage alone, in a tenth of the time.
    """
    before = set(QApplication.topLevelWidgets())
    timers_before = {id(timer) for timer in _running_timers()}
    threads_before = set(threading.enumerate())
    yield
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()
    deadline = time.monotonic() + 60
    while (threads := _threads(threads_before)) and time.monotonic() < deadline:
        time.sleep(0.02)
    timers = [timer.interval() for timer in _running_timers() if id(timer) not in timers_before]
    gc.freeze()
    assert threads == []
    assert [type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget not in before] == []
    assert timers == []


def _threads(before: set[threading.Thread]) -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("vaultmind") and one not in before]


def _running_timers() -> list["QTimer"]:
    return [one for one in gc.get_objects() if type(one) is QTimer and isValid(one) and one.isActive()]
