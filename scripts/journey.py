"""One journey through the window with real keys: open, index, ask, cite, save, find it again, leave.

    python scripts/journey.py [--pictures DIR] COMMAND [ARGUMENT…]

``COMMAND`` starts VaultMind, e.g. ``vaultmind`` or ``.venv/bin/python -m vaultmind``. Needs xdotool, and Xvfb where
no DISPLAY is set; nothing of VaultMind is imported, so that it can be run against a package as well. What the window
did is read from the disk and asked of the command line. Prints each step; exits 1 at the first that fails.
"""

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

NOTES = {
    "Well.md": "# Well\n\nThe well is twelve metres deep. ^depth\n\nIts water is cold even in July. See [[Pump]].\n",
    "Pump.md": "# Pump\n\nThe pump of the [[Well]] was mended in May by Martin.\n",
    "Сад.md": "# Сад\n\nВ саду растут три старые яблони.\n",
}
QUESTION = "How deep is the well?"
PATIENCE_S = 90.0


class Journey:
    """One window on one vault, driven by xdotool."""

    def __init__(self, command: list[str], folder: Path, pictures: Path | None) -> None:
        self.command = command
        self.vault = folder / "Journey"
        self.data = folder / "data"
        self.pictures = pictures
        self.window = ""
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("VAULTMIND_")},
            "VAULTMIND_CONFIG": str(folder / "settings.toml"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
        }
        for name, text in NOTES.items():
            self.vault.mkdir(exist_ok=True)
            (self.vault / name).write_text(text, encoding="utf-8")
        (folder / "run").mkdir(mode=0o700)
        (folder / "settings.toml").write_text('language = "en"\n[embedding]\nmodel = "off"\n', encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Go through every step; raise ``TimeoutError`` or ``AssertionError`` at the first that fails."""
        before = self._sums()
        self._step("open: the window names its vault", self.open)
        self._step("index: every note is indexed", self.wait_for_index)
        self._step("ask and save: the answer is a note that cites the right one", self.ask_and_save)
        self._step("find: search has the saved note", self.find_by_command)
        self._step("find: the palette opens the saved note", self.find_by_palette)
        self._step("keys: the map is shown and goes", self.look_at_keys)
        self._step("leave: the window ends at once", self.leave)
        after = self._sums()
        assert all(after.get(name) == sum_ for name, sum_ in before.items()), "a note was changed"

    def open(self) -> None:
        """Start the window and wait until it says which vault it shows."""
        self.process = subprocess.Popen(self._full(), env=self.environment)
        self.window = self._until(
            lambda: self._xdotool("search", "--onlyvisible", "--name", "VaultMind").split("\n")[0]
        )
        self._until(lambda: "Journey" in self._title())
        self._focus()

    def wait_for_index(self) -> None:
        """Ask the command line, which joins the same engine, until every note is counted."""
        self._until(lambda: self._json("status").get("notes") == len(NOTES))

    def ask_and_save(self) -> None:
        """Type a question, and save its answer as soon as it can be."""
        self._key("ctrl+1")
        self._type(QUESTION)
        self._key("Return")
        self._until(lambda: self._key("ctrl+s") or self._saved(), pause_s=1.0)
        text = self._saved()[0].read_text(encoding="utf-8")
        assert "twelve metres" in text, text
        assert "[[Well" in text, text
        self._picture("asked")

    def find_by_command(self) -> None:
        """Search for the saved note from outside."""
        name = self._saved()[0].name
        self._until(lambda: name in json.dumps(self._json("search", "twelve metres deep well"), ensure_ascii=False))

    def find_by_palette(self) -> None:
        """Find the saved note by its name in the palette and open it in the window."""
        name = self._saved()[0].stem

        def found() -> bool:
            self._key("Escape")
            self._key("ctrl+k")
            self._type(name[:24])
            time.sleep(1.0)
            self._picture("palette")
            self._key("Return")
            time.sleep(0.5)
            return name in self._title()

        self._until(found, pause_s=1.0)
        self._picture("found")

    def look_at_keys(self) -> None:
        """Open the map of keys and close it; the window is usable afterwards."""
        self._key("F1")
        time.sleep(0.5)
        self._picture("keys")
        self._key("Escape")
        self._key("ctrl+1")
        self._until(lambda: self._saved()[0].stem not in self._title())

    def leave(self) -> None:
        """Quit by the key; the process must be gone soon after."""
        assert self.process is not None
        self._key("ctrl+q")
        assert self.process.wait(timeout=15) == 0

    def close(self) -> None:
        """End what is still running."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        with contextlib.suppress(subprocess.SubprocessError, OSError):
            subprocess.run(
                self._full("engine", "--stop"), env=self.environment, timeout=30, capture_output=True, check=False
            )

    def _step(self, name: str, do: Callable[[], None]) -> None:
        started = time.monotonic()
        do()
        print(f"{name} ({time.monotonic() - started:.1f} s)", flush=True)

    def _saved(self) -> list[Path]:
        return sorted((self.vault / "Answers").glob("*.md")) if (self.vault / "Answers").is_dir() else []

    def _sums(self) -> dict[str, str]:
        return {name: hashlib.sha256((self.vault / name).read_bytes()).hexdigest() for name in NOTES}

    def _full(self, *arguments: str) -> list[str]:
        return [*self.command, "--vault", str(self.vault), "--data", str(self.data), *arguments]

    def _json(self, *arguments: str) -> dict[str, object]:
        """Return what a command answers; nothing where it could not, which it says on standard error."""
        done = subprocess.run(
            self._full(*arguments, "--json"),
            env=self.environment,
            stdout=subprocess.PIPE,
            check=False,
            timeout=PATIENCE_S,
        )
        found: dict[str, object] = json.loads(done.stdout) if done.returncode == 0 else {}
        return found

    def _title(self) -> str:
        return self._xdotool("getwindowname", self.window)

    def _focus(self) -> None:
        self._xdotool("windowfocus", "--sync", self.window)

    def _key(self, keys: str) -> None:
        self._focus()
        self._xdotool("key", "--clearmodifiers", keys)
        time.sleep(0.15)

    def _type(self, text: str) -> None:
        self._focus()
        self._xdotool("type", "--delay", "25", text)

    def _picture(self, name: str) -> None:
        if self.pictures is not None and shutil.which("import"):
            file = str(self.pictures / f"journey-{name}.png")
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

    def _until(self, found: Callable[[], object], *, pause_s: float = 0.2) -> str:
        deadline = time.monotonic() + PATIENCE_S
        while not (value := found()):
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the window ended with {self.process.returncode}")
            if time.monotonic() > deadline:
                self._picture("failed")
                raise TimeoutError("it did not come to be")
            time.sleep(pause_s)
        return str(value)


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


def main() -> int:
    """Make the journey; return 1 where a step failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vaultmind-journey-") as folder, screen():
        journey = Journey(asked.command, Path(folder), asked.pictures)
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
