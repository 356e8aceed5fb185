"""One journey through the window with real keys: open, index, ask, cite, save, find it again, leave.

    python scripts/journey.py [--pictures DIR] COMMAND [ARGUMENT…]

``COMMAND`` starts VaultMind, e.g. ``vaultmind`` or ``.venv/bin/python -m vaultmind``. Needs xdotool, and Xvfb where
no DISPLAY is set. What the window did is read from the disk and asked of the command line. Prints each step; exits 1
at the first that fails.
"""

import hashlib
import json
import sys
import time
from pathlib import Path

from driving import Journey, make

NOTES = {
    "Well.md": "# Well\n\nThe well is twelve metres deep. ^depth\n\nIts water is cold even in July. See [[Pump]].\n",
    "Pump.md": "# Pump\n\nThe pump of the [[Well]] was mended in May by Martin.\n",
    "Сад.md": "# Сад\n\nВ саду растут три старые яблони.\n",
}
QUESTION = "How deep is the well?"


class WindowJourney(Journey):
    """One window on one vault."""

    def __init__(self, command: list[str], folder: Path, pictures: Path | None) -> None:
        super().__init__(command, folder, pictures, NOTES)

    def run(self) -> None:
        """Go through every step."""
        before = self._sums()
        self.step("open: the window names its vault, and every note is indexed", self.open)
        self.step("ask and save: the answer is a note that cites the right one", self.ask_and_save)
        self.step("find: search has the saved note", self.find_by_command)
        self.step("find: the palette opens the saved note", self.find_by_palette)
        self.step("keys: the map is shown and goes", self.look_at_keys)
        self.step("leave: the window ends at once", self.leave)
        after = self._sums()
        assert after == before, "a note was changed"

    def open(self) -> None:
        """Start the window and keep to it."""
        self.start()
        self.window = self.find_window("Journey — VaultMind")

    def ask_and_save(self) -> None:
        """Type a question, and save its answer as soon as it can be."""
        self.key("ctrl+1")
        self.type(QUESTION)
        self.key("Return")
        self.until(lambda: self.key("ctrl+s") or self.saved(), pause_s=1.0)
        text = self.saved()[0].read_text(encoding="utf-8")
        assert "twelve metres" in text, text
        assert "[[Well" in text, text
        self.picture("asked")

    def find_by_command(self) -> None:
        """Search for the saved note from outside."""
        name = self.saved()[0].name
        self.until(lambda: name in json.dumps(self.json("search", "twelve metres deep well"), ensure_ascii=False))

    def find_by_palette(self) -> None:
        """Find the saved note by its name in the palette and open it in the window."""
        name = self.saved()[0].stem

        def found() -> bool:
            self.key("Escape")
            self.key("ctrl+k")
            self.type(name[:24])
            time.sleep(1.0)
            self.picture("palette")
            self.key("Return")
            time.sleep(0.5)
            return name in self.title()

        self.until(found, pause_s=1.0)
        self.picture("found")

    def look_at_keys(self) -> None:
        """Open the map of keys and close it; the window is usable afterwards."""
        self.key("F1")
        time.sleep(0.5)
        self.picture("keys")
        self.key("Escape")
        self.key("ctrl+1")
        self.until(lambda: self.saved()[0].stem not in self.title())

    def _sums(self) -> dict[str, str]:
        return {name: hashlib.sha256(self.note(name)).hexdigest() for name in NOTES}


if __name__ == "__main__":
    sys.exit(make(WindowJourney, __doc__))
