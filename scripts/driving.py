"""What the journeys through VaultMind share: a screen, a vault of a few notes, real keys, and another program.

Nothing of VaultMind is imported, so that a journey can be made through an installed package as well. Needs xdotool,
and Xvfb where no DISPLAY is set.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

PATIENCE_S = 90.0
_EDITOR = """
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


class Journey(ABC):
    """VaultMind on a vault of its own, driven by xdotool; ``run`` goes through the steps."""

    name = "journey"
    """Begins the names of the pictures."""

    def __init__(
        self, command: list[str], folder: Path, pictures: Path | None, notes: Mapping[str, str | bytes]
    ) -> None:
        self.command = command
        self.pictures = pictures
        self.vault = folder / "Journey"
        self.window = ""
        """The window that is given the focus before each key; ``""`` leaves the focus where it is."""
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("VAULTMIND_")},
            "VAULTMIND_CONFIG": str(folder / "settings.toml"),
            "VAULTMIND_DATA": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
        }
        self.vault.mkdir()
        for path, text in notes.items():
            (self.vault / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        (folder / "run").mkdir(mode=0o700)
        (folder / "settings.toml").write_text('language = "en"\n[embedding]\nmodel = "off"\n', encoding="utf-8")

    @abstractmethod
    def run(self) -> None:
        """Go through every step; raise ``TimeoutError`` or ``AssertionError`` at the first that fails."""

    def step(self, name: str, do: Callable[[], None]) -> None:
        """Do one step, and print its name and how long it took."""
        started = time.monotonic()
        do()
        print(f"{name} ({time.monotonic() - started:.1f} s)", flush=True)

    def start(self, *arguments: str) -> None:
        """Start VaultMind on the vault, and wait until its window names it and every note is in the index."""
        self.started.append(subprocess.Popen([*self._on_vault(), *arguments], env=self.environment))
        self.until(lambda: self.find_window("Journey — VaultMind"))
        self.until(lambda: self.json("status").get("notes") == len(list(self.vault.rglob("*.md"))), pause_s=0.5)

    def call(self, *arguments: str) -> int:
        """Run a command of VaultMind; return its exit status."""
        return subprocess.run(
            [*self.command, *arguments], env=self.environment, timeout=PATIENCE_S, check=False
        ).returncode

    def json(self, *arguments: str) -> dict[str, object]:
        """Return what a command says of the vault; nothing where it could not, which it says on standard error."""
        done = subprocess.run(
            [*self._on_vault(), *arguments, "--json"],
            env=self.environment, stdout=subprocess.PIPE, check=False, timeout=PATIENCE_S,
        )  # fmt: skip
        found: dict[str, object] = json.loads(done.stdout) if done.returncode == 0 else {}
        return found

    def note(self, path: str) -> bytes:
        """Return the bytes of a note."""
        return (self.vault / path).read_bytes()

    def saved(self) -> list[Path]:
        """Return the notes that answers were saved as."""
        return sorted((self.vault / "Answers").glob("*.md"))

    def key(self, keys: str) -> None:
        """Press one key, with what is held down beside it, e.g. ``ctrl+k``."""
        self.focus()
        self.xdotool("key", "--clearmodifiers", keys)
        time.sleep(0.2)

    def type(self, text: str) -> None:
        """Type a text."""
        self.focus()
        self.xdotool("type", "--delay", "25", text)

    def focus(self) -> None:
        """Give the focus to the window that was opened, where there is one to be kept to."""
        if self.window:
            self.xdotool("windowfocus", "--sync", self.window)

    def title(self) -> str:
        """Return what stands over the window that was opened."""
        return self.xdotool("getwindowname", self.window)

    def active(self) -> str:
        """Return what stands over the window that has the focus."""
        return self.xdotool("getactivewindow", "getwindowname")

    def find_window(self, name: str) -> str:
        """Return the first visible window of that name, ``""`` where there is none."""
        return self.xdotool("search", "--onlyvisible", "--name", name).split("\n")[0]

    def xdotool(self, *arguments: str) -> str:
        """Run xdotool and return what it prints."""
        done = subprocess.run(
            ["xdotool", *arguments],  # noqa: S607
            capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        return done.stdout.strip()

    def picture(self, name: str) -> None:
        """Take a picture of the screen, where pictures are wanted and scrot is there."""
        if self.pictures is not None and shutil.which("scrot"):
            file = str(self.pictures / f"{self.name}-{name}.png")
            subprocess.run(["scrot", "--overwrite", file], env=self.environment, check=False)  # noqa: S607

    def until(self, found: Callable[[], object], *, pause_s: float = 0.2) -> str:
        """Wait until something is so, and return it as text."""
        deadline = time.monotonic() + PATIENCE_S
        while not (value := found()):
            if self.started and self.started[0].poll() is not None:
                raise AssertionError(f"the window ended with {self.started[0].returncode}")
            if time.monotonic() > deadline:
                self.picture("failed")
                raise TimeoutError(f"it did not come to be; {self.active()!r} has the focus")
            time.sleep(pause_s)
        return str(value)

    def leave(self) -> None:
        """Quit by the key; the process must be gone soon after."""
        self.key("ctrl+q")
        assert self.started[0].wait(timeout=60) == 0

    def close(self) -> None:
        """End what is still running."""
        for one in self.started:
            if one.poll() is None:
                one.kill()
                one.wait()
        with contextlib.suppress(subprocess.SubprocessError, OSError):
            subprocess.run(
                [*self._on_vault(), "engine", "--stop"],
                env=self.environment, timeout=30, capture_output=True, check=False,
            )  # fmt: skip

    def _on_vault(self) -> list[str]:
        return [*self.command, "--vault", str(self.vault)]


class OtherProgram:
    """An editor of no relation, made with PySide6: what is written in it, and how often Escape reached it."""

    def __init__(self, journey: Journey) -> None:
        self.text = ""
        self.escapes = 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", _EDITOR], env=journey.environment, stdout=subprocess.PIPE
        )
        journey.started.append(self._process)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            self.text = said.get("text", self.text)
            self.escapes += "escape" in said


@contextlib.contextmanager
def screen() -> Iterator[None]:
    """Have a screen: the one that is there, or one made for this, with a window manager where there is one."""
    made: list[subprocess.Popen[bytes]] = []
    try:
        if not os.environ.get("DISPLAY"):
            read, write = os.pipe()
            made.append(
                subprocess.Popen(
                    ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],  # noqa: S607
                    pass_fds=[write],
                    stderr=subprocess.DEVNULL,
                )
            )
            os.close(write)
            with os.fdopen(read) as number:
                os.environ["DISPLAY"] = f":{number.readline().strip()}"
            if shutil.which("openbox"):
                made.append(subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))  # noqa: S607
        yield
    finally:
        for one in reversed(made):
            one.terminate()
            one.wait()


def make(kind: Callable[[list[str], Path, Path | None], Journey], described: str | None) -> int:
    """Make a journey with the command of the command line; return 1 where a step failed."""
    parser = argparse.ArgumentParser(description=described, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vaultmind-journey-") as folder, screen():
        journey = kind(asked.command, Path(folder), asked.pictures)
        try:
            journey.run()
        except (AssertionError, TimeoutError, subprocess.SubprocessError) as problem:
            print(f"FAILED: {problem}", flush=True)
            return 1
        finally:
            journey.close()
    print("The journey is done.", flush=True)
    return 0
