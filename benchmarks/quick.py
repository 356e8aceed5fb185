"""Quick-ask on a screen of its own: from the key to the focus in the field, and from a letter to the first passages.

    python benchmarks/quick.py [--times N]

Each press is sent with XTEST; the window says when its field has the focus and was painted, in the same clock. The
control is a letter typed into the field of the same window that is shown and does nothing else: what the screen, the
window manager and the load of the machine take by themselves. Needs Xvfb and openbox; prints milliseconds, median,
95th percentile and largest, and the load beside.
"""

import argparse
import ctypes
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
from driving import screen
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.desktop import Desktop
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.shell import Shell
from vaultmind_ui.translation import Translation

from vaultmind import api

_WINDOW = "--window"


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument(_WINDOW, dest="window", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.window:
        return run_window(asked.window)
    if not all(shutil.which(tool) for tool in ("Xvfb", "openbox")):
        print("Xvfb and openbox are needed.")
        return 1
    os.environ.pop("DISPLAY", None)
    with screen(), tempfile.TemporaryDirectory(prefix="vaultmind-quick-") as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": folder}
        other = subprocess.Popen([sys.executable, "-c", _OTHER], env=environment, stdout=subprocess.PIPE, text=True)
        window = subprocess.Popen(
            [sys.executable, __file__, _WINDOW, folder], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            assert other.stdout is not None
            assert window.stdout is not None
            other.stdout.readline()
            window.stdout.readline()
            time.sleep(1.0)
            measure(Keyboard(), window.stdout, asked.times)
        finally:
            for one in (window, other):
                one.kill()
                one.wait()
    return 0


def measure(keyboard: "Keyboard", said: IO[str], times: int) -> None:
    """Press the key, then letters, so many times."""
    shown, letters, passages = [], [], []
    for _ in range(times):
        start = keyboard.press("Control_L", "Alt_L", "space")
        shown.append(_when(said, "focused") - start)
        time.sleep(0.4)
        start = keyboard.press("a")
        letters.append(_when(said, "typed") - start)
        for letter in "ppl":
            keyboard.press(letter)
        start = keyboard.press("e")
        passages.append(_when(said, "found") - start)
        keyboard.press("Escape")
        _when(said, "hidden")
        time.sleep(0.3)
    for name, values in (
        ("control: a letter to the field that is shown", letters),
        ("the key to the focus in the field, painted", shown),
        ("a letter to the first passages, shown", passages),
    ):
        ordered = sorted(value * 1000 for value in values)
        late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        print(f"{name}: median {statistics.median(ordered):.0f} ms, 95 % {late:.0f} ms, largest {ordered[-1]:.0f} ms")
    print(f"{times} times, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


class Keyboard:
    """Presses keys by XTEST."""

    def __init__(self) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._x.XKeysymToKeycode.restype = ctypes.c_ubyte
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))

    def press(self, *names: str) -> float:
        """Press keys together and let them go; return when the last went down, in seconds of the monotonic clock."""
        codes = [self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(name.encode())) for name in names]
        for code in codes:
            self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        down = time.monotonic()
        self._x.XFlush(self._display)
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XFlush(self._display)
        return down


def _when(said: IO[str], what: str) -> float:
    while True:
        name, at = json.loads(said.readline())
        if name == what:
            return float(at)


_OTHER = """
from PySide6.QtWidgets import QApplication, QPlainTextEdit
app = QApplication([])
editor = QPlainTextEdit()
editor.resize(900, 700)
editor.show()
print("ready", flush=True)
app.exec()
"""


def run_window(folder: Path) -> int:
    """Be the window on the sample vault, and say when what happens."""
    os.environ["VAULTMIND_CONFIG"] = str(folder / "settings.toml")
    (folder / "settings.toml").write_text('[embedding]\nmodel = "off"\n', encoding="utf-8")
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    vault = folder / "Apple orchard"
    shutil.copytree(api.resource("sample_vault"), vault)
    shell = Shell(
        Bridge(),
        Appearance(app, mode="light"),
        Translation(app, "en"),
        lambda root: api.open_vault(vault=root, data=folder / "data", catch_up=False),
        data=folder / "data",
    )
    desktop = Desktop(app, MainWindow(shell), api.WindowSettings())
    quick = desktop.quick

    def say(what: str) -> None:
        print(json.dumps([what, time.monotonic()]), flush=True)

    class Watcher(QObject):
        """Says when the field was painted for the first time with the focus in it."""

        is_new = True

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
            if event.type() == QEvent.Type.Hide and watched is quick:
                self.is_new = True
                say("hidden")
            is_paint = event.type() == QEvent.Type.Paint and watched is quick.place.question
            if is_paint and self.is_new and quick.place.question.hasFocus() and quick.isActiveWindow():
                self.is_new = False
                QTimer.singleShot(0, lambda: say("focused"))
            return False

    watcher = Watcher()
    quick.installEventFilter(watcher)
    quick.place.question.installEventFilter(watcher)
    quick.place.question.textEdited.connect(lambda _: say("typed"))
    quick.place.evidence.list.rows.modelReset.connect(lambda: quick.place._found and say("found"))  # noqa: SLF001
    shell.bridge.index_reported.connect(lambda _: print('["ready", 0]', flush=True))
    shell.open_vault(vault)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
