"""Quick-ask with real keys over another program: opened, answered, hidden, there again, moved, told from outside.

    python scripts/quick_journey.py [--pictures DIR] COMMAND [ARGUMENT…]

``COMMAND`` starts VaultMind, e.g. ``.venv/bin/python -m vaultmind``. Needs xdotool, and Xvfb and openbox where no
DISPLAY is set. The other program is an editor that prints what is written in it. Prints each step; exits 1 at the
first that fails.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from journey import screen

NOTES = {
    "Well.md": "# Well\n\nThe well is twelve metres deep. ^depth\n\nIts water is cold even in July. See [[Pump]].\n",
    "Pump.md": "# Pump\n\nThe pump of the [[Well]] was mended in May by Martin.\n",
}
QUESTION = "How deep is the well?"
KEY = "ctrl+alt+space"
PATIENCE_S = 60.0
EDITOR = """
import json, sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
class Editor(QPlainTextEdit):
    def keyPressEvent(self, event):
        if event.key() == Qt.Key.Key_Escape:
            print(json.dumps({"escape": True}), flush=True)
        super().keyPressEvent(event)
app = QApplication([])
editor = Editor()
editor.setWindowTitle("Another program")
editor.textChanged.connect(lambda: print(json.dumps({"text": editor.toPlainText()}), flush=True))
editor.resize(700, 500)
editor.show()
app.exec()
"""


class QuickJourney:
    """VaultMind and another program on one screen, driven by xdotool."""

    def __init__(self, command: list[str], folder: Path, pictures: Path | None) -> None:
        self.command = command
        self.pictures = pictures
        self.vault = folder / "Journey"
        self.vault.mkdir()
        for name, text in NOTES.items():
            (self.vault / name).write_text(text, encoding="utf-8")
        (folder / "run").mkdir(mode=0o700)
        (folder / "settings.toml").write_text('language = "en"\n[embedding]\nmodel = "off"\n', encoding="utf-8")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("VAULTMIND_")},
            "VAULTMIND_CONFIG": str(folder / "settings.toml"),
            "VAULTMIND_DATA": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
        }
        self.started: list[subprocess.Popen[bytes]] = []
        self.text = ""
        self.escapes = 0

    def run(self) -> None:
        """Go through every step; raise ``TimeoutError`` or ``AssertionError`` at the first that fails."""
        self._step("start: the window names its vault, another program has the focus", self.start)
        self._step("key: quick-ask opens over it with the focus in its field", self.open_by_key)
        self._step("answer: it is asked and saved as a note", self.ask_and_save)
        self._step("escape: it hides, and the other program is written in again", self.hide)
        self._step("again: the thread is there, and is copied with its links", self.find_again)
        self._step("toggle: the command shows and hides it", self.toggle)
        self._step("second start: the first comes to the front", self.start_again)
        self._step("link: a stranger's link fills the field and asks nothing", self.follow_link)
        self._step("leave: the key is given back", self.leave)

    def start(self) -> None:
        """Start VaultMind, then the other program over it."""
        self.started.append(subprocess.Popen([*self.command, "--vault", str(self.vault)], env=self.environment))
        self._until(lambda: self._window("Journey — VaultMind"))
        self._until(lambda: self._notes() == len(NOTES), pause_s=1.0)
        editor = subprocess.Popen([sys.executable, "-c", EDITOR], env=self.environment, stdout=subprocess.PIPE)
        self.started.append(editor)
        threading.Thread(target=self._listen, args=(editor,), daemon=True).start()
        self._until(lambda: self._active() == "Another program")
        self._type("abc")
        self._until(lambda: self.text == "abc")

    def open_by_key(self) -> None:
        """Press the one key while the other program has the focus; type without touching a window."""
        self._key(KEY)
        self._until(lambda: self._active().startswith("Quick-ask"))
        self._type(QUESTION)
        time.sleep(1.0)
        self._picture("typed")
        assert self.text == "abc", f"the other program was written in: {self.text!r}"

    def ask_and_save(self) -> None:
        """Ask by Enter and save by Ctrl+Enter as soon as there is an answer."""
        self._key("Return")
        self._until(lambda: self._key("ctrl+Return") or self._saved(), pause_s=0.5)
        self._picture("answered")
        saved = self._saved()
        assert len(saved) == 1, saved
        text = saved[0].read_text(encoding="utf-8")
        assert "twelve metres" in text, text
        assert "[[Well" in text, text

    def hide(self) -> None:
        """Press Escape twice: the first hides quick-ask, the second belongs to the other program."""
        self._key("Escape")
        self._until(lambda: self._active() == "Another program")
        self._type("def")
        self._until(lambda: self.text == "abcdef")
        assert self.escapes == 0, "the other program saw the Escape that was not its own"
        self._key("Escape")
        self._until(lambda: self.escapes == 1)

    def find_again(self) -> None:
        """Open it by the key, copy the thread's answer, hide it by the same key, and paste in the other program."""
        self._key(KEY)
        self._until(lambda: self._active().startswith("Quick-ask"))
        self._picture("again")
        self._key("ctrl+c")
        self._key(KEY)
        self._until(lambda: self._active() == "Another program")
        self._key("ctrl+v")
        self._until(lambda: "twelve metres" in self.text)
        assert "[[Well#^depth]]" in self.text, self.text

    def toggle(self) -> None:
        """Run the command that a desktop's own key would run, twice."""
        assert self._run("toggle") == 0
        self._until(lambda: self._active().startswith("Quick-ask"))
        assert self._run("toggle") == 0
        self._until(lambda: self._active() == "Another program")

    def start_again(self) -> None:
        """Start VaultMind once more: that process ends at once, and the window that runs is in front."""
        windows = self._windows()
        assert self._run("--vault", str(self.vault)) == 0
        self._until(lambda: self._active().endswith("Journey — VaultMind"))
        assert self._windows() == windows

    def follow_link(self) -> None:
        """Hand over a link with a question, and one with a vault that nobody knows."""
        before = len(self._saved())
        assert self._run("vaultmind://ask?vault=Journey&question=Who%20mended%20the%20pump%3F") == 0
        self._until(lambda: self._active().startswith("Quick-ask"))
        self._picture("filled")
        self._key("ctrl+a")
        self._key("ctrl+c")
        self._key("Escape")
        self._xdotool("windowactivate", "--sync", self._window("Another program"))
        self._key("ctrl+v")
        self._until(lambda: self.text.endswith("Who mended the pump?"))
        assert len(self._saved()) == before
        assert self._run("vaultmind://open?vault=Elsewhere") == 0
        self._until(lambda: self._active().endswith("Journey — VaultMind"))

    def leave(self) -> None:
        """Quit by the key of the window; then the key over every program is the other program's again."""
        self._key("ctrl+q")
        assert self.started[0].wait(timeout=15) == 0
        self._xdotool("windowactivate", "--sync", self._window("Another program"))
        self._key(KEY)
        time.sleep(0.3)
        assert self._active() == "Another program"

    def close(self) -> None:
        """End what is still running."""
        for one in self.started:
            if one.poll() is None:
                one.kill()
                one.wait()
        with contextlib.suppress(subprocess.SubprocessError, OSError):
            subprocess.run(
                [*self.command, "--vault", str(self.vault), "engine", "--stop"],
                env=self.environment,
                timeout=30,
                capture_output=True,
                check=False,
            )

    def _step(self, name: str, do: Callable[[], None]) -> None:
        started = time.monotonic()
        do()
        print(f"{name} ({time.monotonic() - started:.1f} s)", flush=True)

    def _listen(self, editor: subprocess.Popen[bytes]) -> None:
        assert editor.stdout is not None
        for line in editor.stdout:
            said = json.loads(line)
            self.text = said.get("text", self.text)
            self.escapes += "escape" in said

    def _run(self, *arguments: str) -> int:
        return subprocess.run([*self.command, *arguments], env=self.environment, timeout=60, check=False).returncode

    def _notes(self) -> int:
        done = subprocess.run(
            [*self.command, "--vault", str(self.vault), "status", "--json"],
            env=self.environment, capture_output=True, check=False, timeout=PATIENCE_S,
        )  # fmt: skip
        return int(json.loads(done.stdout)["notes"]) if done.returncode == 0 else 0

    def _saved(self) -> list[Path]:
        return sorted((self.vault / "Answers").glob("*.md"))

    def _active(self) -> str:
        return self._xdotool("getactivewindow", "getwindowname")

    def _window(self, name: str) -> str:
        return self._xdotool("search", "--onlyvisible", "--name", name).split("\n")[0]

    def _windows(self) -> list[str]:
        return sorted(self._xdotool("search", "--onlyvisible", "--name", "VaultMind").split())

    def _key(self, keys: str) -> None:
        self._xdotool("key", "--clearmodifiers", keys)
        time.sleep(0.2)

    def _type(self, text: str) -> None:
        self._xdotool("type", "--delay", "25", text)

    def _picture(self, name: str) -> None:
        if self.pictures is not None:
            file = str(self.pictures / f"quick-{name}.png")
            subprocess.run(["import", "-window", "root", file], env=self.environment, check=False)  # noqa: S607

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout.strip()

    def _until(self, found: Callable[[], object], *, pause_s: float = 0.1) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not found():
            if time.monotonic() > deadline:
                raise TimeoutError(f"it did not come to be; {self._active()!r} has the focus, {self.text!r} is written")
            time.sleep(pause_s)


def main() -> int:
    """Make the journey; return 1 where a step failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vaultmind-quick-") as folder, screen():
        journey = QuickJourney(asked.command, Path(folder), asked.pictures)
        try:
            journey.run()
        except (AssertionError, TimeoutError, subprocess.SubprocessError) as problem:
            print(f"FAILED: {problem}", flush=True)
            return 1
        finally:
            journey.close()
    print("The journey is done.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
