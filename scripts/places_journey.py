"""Three journeys through the window's places with real keys, in one window.

    python scripts/places_journey.py [--pictures DIR] COMMAND [ARGUMENT…]

A suggested link is accepted and undone; a damaged note is fixed, unfixed and fixed, and the last write taken back from
the history; and it is found out why a note is missing from an answer, which is copied into another program.
``COMMAND`` starts VaultMind, e.g. ``.venv/bin/python -m vaultmind``. Needs xdotool and PySide6, and Xvfb and openbox
where no DISPLAY is set. Prints each step; exits 1 at the first that fails.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from driving import Journey, OtherProgram, make

WINTER = "# Зима\n\nЯблоки лежат в погребе до самой весны. [[Well]]\n"
GARBLED = WINTER.encode().decode("mac_roman").encode()
WALK = b"# Walk\n\nWe went to the well. It was hot.\n"
LINKED = WALK.replace(b"the well", b"the [[Well|well]]")
NOTES = {
    "Well.md": "# Well\n\nThe well is twelve metres deep. See [[Pump]], [[Winter]] and [[Walk]].\n",
    "Pump.md": "# Pump\n\nThe pump of the [[Well]] was mended in May by Martin.\n",
    "Winter.md": GARBLED,
    "Walk.md": WALK,
}
QUESTION = "zeppelin mended"
_BETWEEN_S = 4.0


class PlacesJourney(Journey):
    """One window, and another program to paste into."""

    name = "places"

    def __init__(self, command: list[str], folder: Path, pictures: Path | None) -> None:
        super().__init__(command, folder, pictures, NOTES)

    def run(self) -> None:
        """Go through every step."""
        self.step("open: the window names its vault", self.open)
        self.step("link: a suggestion is accepted by one key", self.accept_link)
        self.step("link: and undone by another", self.undo_link)
        self.step("damaged: its note is fixed by one key", self.fix_note)
        self.step("damaged: the fix is undone, and done again", self.undo_fix)
        self.step("history: the last write is taken back where it is listed", self.undo_in_history)
        self.step("missing: why a note is not found is said and copied", self.find_out_why)
        self.step("leave: the window ends at once", self.leave)

    def open(self) -> None:
        """Start the window and keep to it."""
        self.start()
        self.window = self.find_window("Journey — VaultMind")

    def accept_link(self) -> None:
        """Go to the inbox, where the link is the only one for the whole vault."""
        self.key("ctrl+3")
        self._press_until("a", lambda: self.note("Walk.md") != WALK)
        assert self.note("Walk.md") == LINKED, self.note("Walk.md").decode()
        self.picture("accepted")

    def undo_link(self) -> None:
        """Take it back: the note is again what it was, byte by byte."""
        self._press_until("ctrl+z", lambda: self.note("Walk.md") != LINKED)
        assert self.note("Walk.md") == WALK, self.note("Walk.md").decode()

    def fix_note(self) -> None:
        """Let the doctor look, and fix what it finds first: the note whose letters are garbled."""
        self._command("Find problems")
        self._press_until("f", lambda: self.note("Winter.md") != GARBLED)
        assert self.note("Winter.md").decode() == WINTER, self.note("Winter.md").decode()
        self.picture("fixed")

    def undo_fix(self) -> None:
        """Take the fix back byte by byte, and write it once more."""
        self._press_until("ctrl+z", lambda: self.note("Winter.md") != WINTER.encode())
        assert self.note("Winter.md") == GARBLED, self.note("Winter.md").decode()
        self._press_until("f", lambda: self.note("Winter.md") != GARBLED)
        assert self.note("Winter.md").decode() == WINTER, self.note("Winter.md").decode()

    def undo_in_history(self) -> None:
        """Choose the newest write in the list of days and undo it there."""
        self.key("ctrl+7")
        self.key("Home")
        self.key("Down")
        self._press_until("u", lambda: self.note("Winter.md") != WINTER.encode())
        self.picture("history")
        assert self.note("Winter.md") == GARBLED, self.note("Winter.md").decode()
        assert {name: self.note(name) for name in ("Well.md", "Pump.md", "Walk.md")} == {
            name: text.encode() if isinstance(text, str) else text
            for name, text in NOTES.items()
            if name != "Winter.md"
        }

    def find_out_why(self) -> None:
        """Ask the library why a question misses one note and finds another; paste what it says elsewhere."""
        own, other = self.window, OtherProgram(self)
        self.until(lambda: self.active() == "Another program")
        for name in ("Walk", "Pump"):
            self.xdotool("windowactivate", "--sync", own)
            self.window = own
            self._command("Filter files" if name == "Pump" else "Show every file")
            if name == "Walk":
                self.key("ctrl+f")
            self.key("ctrl+a")
            self.type(name)
            self._command("Why is a note not found")
            self.key("ctrl+a")
            self.type(QUESTION)
            self.key("Return")
            self._paste(other, f"{name}.md")
        said = other.text
        self.picture("why")
        assert said.startswith("Walk.md\nIt is in the index as it is on the disk.\n? zeppelin mended\n"), said
        missed, _, found = said.partition("Pump.md\n")
        assert "It is not found by this question." in missed, said
        assert "By its words: not among the first. Not in the note: zeppelin, mended." in missed, said
        assert "It is found at place 1." in found, said
        assert "By its words: place 1. In the note: mended. Not in the note: zeppelin." in found, said

    def _paste(self, other: OtherProgram, path: str) -> None:
        """Copy what is shown as soon as it is there, and paste it where it has not been pasted."""
        own, before = self.window, other.text

        def is_there() -> bool:
            self.window = own
            self.xdotool("windowactivate", "--sync", own)
            self.key("ctrl+shift+c")
            self.xdotool("windowactivate", "--sync", self.find_window("Another program"))
            self.window = ""
            self.key("ctrl+v")
            self.until(lambda: other.text != before, pause_s=0.1)
            if other.text[len(before) :].startswith(path):
                return True
            for _ in range(3):
                self.key("ctrl+z")
            return False

        self.until(is_there, pause_s=0.5)
        self.window = own

    def _command(self, words: str) -> None:
        """Do a command by its name in the palette."""
        self.key("ctrl+k")
        self.type(words)
        self.key("Return")

    def _press_until(self, keys: str, is_done: Callable[[], bool]) -> None:
        """Press a key, and again where it came before its place had what it works on."""

        def is_done_soon() -> bool:
            self.key(keys)
            deadline = time.monotonic() + _BETWEEN_S
            while not is_done() and time.monotonic() < deadline:
                time.sleep(0.1)
            return is_done()

        self.until(is_done_soon)


if __name__ == "__main__":
    sys.exit(make(PlacesJourney, __doc__))
