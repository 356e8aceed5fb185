"""For the test beside it: two programs on a screen of its own want one key; prints what each is told."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))
from driving import screen

_SECOND = "--second"


def main() -> None:
    from PySide6.QtWidgets import QApplication
    from vaultmind_ui.hotkey.x11 import X11Hotkey

    app = QApplication([])
    own = X11Hotkey()
    told: list[str] = []
    own.settled.connect(told.append)
    if _SECOND in sys.argv:
        own.take(sys.argv[-1])
        print(told[-1] or "ours", flush=True)
        return
    own.take("Ctrl+Alt+Space")
    print("first:", told[-1] or "ours", flush=True)
    for name, key in (("second", "Ctrl+Alt+Space"), ("second, another key", "Ctrl+Alt+J")):
        done = subprocess.run([sys.executable, __file__, _SECOND, key], check=True, capture_output=True, text=True)
        print(f"{name}:", done.stdout.strip(), flush=True)
    own.release()
    own.take("Ctrl+Alt+Space")
    print("first, after letting go:", told[-1] or "ours", flush=True)
    _press(app, own)


def _press(app: object, own: object) -> None:
    """Hold the key until it repeats, press it once more, then press Escape in a field."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QLineEdit

    seen: list[str] = []

    class Field(QLineEdit):
        def keyPressEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
            seen.append(Qt.Key(event.key()).name)  # type: ignore[attr-defined]

    field = Field()
    field.show()
    pressed: list[str] = []
    own.pressed.connect(pressed.append)  # type: ignore[attr-defined]

    def settle(seconds: float, is_so: Callable[[], bool] = lambda: True) -> None:
        """Let Qt work until something is so, at most a minute, and for so long afterwards."""
        end = time.monotonic() + 60
        while not is_so() and time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.005)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.005)

    def keys(*words: str) -> None:
        subprocess.run(["xdotool", *words], check=True)

    settle(0.5)
    keys("keydown", "ctrl", "keydown", "alt", "keydown", "space")
    settle(1.5, lambda: bool(pressed))
    keys("keyup", "space", "keyup", "alt", "keyup", "ctrl")
    settle(0.3)
    print("held down:", len(pressed), flush=True)
    keys("key", "ctrl+alt+space")
    settle(0.3, lambda: len(pressed) > 1)
    print("pressed again:", len(pressed), flush=True)
    field.activateWindow()
    settle(0.3, field.isActiveWindow)
    keys("key", "Escape")
    settle(0.0, lambda: "Key_Escape" in seen)
    is_seen = "Key_Escape" in seen
    print("Escape:", "seen by the program that has the focus" if is_seen else f"not seen: {seen}", flush=True)


if __name__ == "__main__":
    with screen():
        import os

        os.environ["QT_QPA_PLATFORM"] = "xcb"
        main()
