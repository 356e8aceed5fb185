"""Quick-ask with real keys over another program: opened, answered, hidden, there again, moved, told from outside.

    python scripts/quick_journey.py [--pictures DIR] COMMAND [ARGUMENT…]

``COMMAND`` starts VaultMind, e.g. ``.venv/bin/python -m vaultmind``. Needs xdotool, and Xvfb and openbox where no
DISPLAY is set. The other program is an editor that prints what is written in it. Prints each step; exits 1 at the
first that fails.
"""

import sys
import time
from pathlib import Path

from driving import Journey, OtherProgram, make

NOTES = {
    "Well.md": "# Well\n\nThe well is twelve metres deep. ^depth\n\nIts water is cold even in July. See [[Pump]].\n",
    "Pump.md": "# Pump\n\nThe pump of the [[Well]] was mended in May by Martin.\n",
}
QUESTION = "How deep is the well?"
KEY = "ctrl+alt+space"


class QuickJourney(Journey):
    """VaultMind and another program on one screen."""

    name = "quick"

    def __init__(self, command: list[str], folder: Path, pictures: Path | None) -> None:
        super().__init__(command, folder, pictures, NOTES)
        self.other: OtherProgram

    def run(self) -> None:
        """Go through every step."""
        self.step("start: the window names its vault, another program has the focus", self.start_both)
        self.step("key: quick-ask opens over it with the focus in its field", self.open_by_key)
        self.step("answer: it is asked and saved as a note", self.ask_and_save)
        self.step("escape: it hides, and the other program is written in again", self.hide)
        self.step("again: the thread is there, and is copied with its links", self.find_again)
        self.step("toggle: the command shows and hides it", self.toggle)
        self.step("second start: the first comes to the front", self.start_again)
        self.step("link: a stranger's link fills the field and asks nothing", self.follow_link)
        self.step("leave: the key is given back", self.leave_and_press)

    def start_both(self) -> None:
        """Start VaultMind, then the other program over it."""
        self.start()
        self.other = OtherProgram(self)
        self.until(lambda: self.active() == "Another program")
        self.type("abc")
        self.until(lambda: self.other.text == "abc")

    def open_by_key(self) -> None:
        """Press the one key while the other program has the focus; type without touching a window."""
        self.key(KEY)
        self.until(lambda: self.active().startswith("Quick-ask"))
        self.type(QUESTION)
        time.sleep(1.0)
        self.picture("typed")
        assert self.other.text == "abc", f"the other program was written in: {self.other.text!r}"

    def ask_and_save(self) -> None:
        """Ask by Enter and save by Ctrl+Enter as soon as there is an answer."""
        self.key("Return")
        self.until(lambda: self.key("ctrl+Return") or self.saved(), pause_s=0.5)
        self.picture("answered")
        saved = self.saved()
        assert len(saved) == 1, saved
        text = saved[0].read_text(encoding="utf-8")
        assert "twelve metres" in text, text
        assert "[[Well" in text, text

    def hide(self) -> None:
        """Press Escape twice: the first hides quick-ask, the second belongs to the other program."""
        self.key("Escape")
        self.until(lambda: self.active() == "Another program")
        self.type("def")
        self.until(lambda: self.other.text == "abcdef")
        assert self.other.escapes == 0, "the other program saw the Escape that was not its own"
        self.key("Escape")
        self.until(lambda: self.other.escapes == 1)

    def find_again(self) -> None:
        """Open it by the key, copy the thread's answer, hide it by the same key, and paste in the other program."""
        self.key(KEY)
        self.until(lambda: self.active().startswith("Quick-ask"))
        self.picture("again")
        self.key("ctrl+c")
        self.key(KEY)
        self.until(lambda: self.active() == "Another program")
        self.key("ctrl+v")
        self.until(lambda: "twelve metres" in self.other.text)
        assert "[[Well#^depth]]" in self.other.text, self.other.text

    def toggle(self) -> None:
        """Run the command that a desktop's own key would run, twice."""
        assert self.call("toggle") == 0
        self.until(lambda: self.active().startswith("Quick-ask"))
        assert self.call("toggle") == 0
        self.until(lambda: self.active() == "Another program")

    def start_again(self) -> None:
        """Start VaultMind once more: that process ends at once, and the window that runs is in front."""
        windows = self._windows()
        assert self.call("--vault", str(self.vault)) == 0
        self.until(lambda: self.active().endswith("Journey — VaultMind"))
        assert self._windows() == windows

    def follow_link(self) -> None:
        """Hand over a link with a question, and one with a vault that nobody knows."""
        before = len(self.saved())
        assert self.call("vaultmind://ask?vault=Journey&question=Who%20mended%20the%20pump%3F") == 0
        self.until(lambda: self.active().startswith("Quick-ask"))
        self.picture("filled")
        self.key("ctrl+a")
        self.key("ctrl+c")
        self.key("Escape")
        self.xdotool("windowactivate", "--sync", self.find_window("Another program"))
        self.key("ctrl+v")
        self.until(lambda: self.other.text.endswith("Who mended the pump?"))
        assert len(self.saved()) == before
        assert self.call("vaultmind://open?vault=Elsewhere") == 0
        self.until(lambda: self.active().endswith("Journey — VaultMind"))

    def leave_and_press(self) -> None:
        """Quit by the key of the window; then the key over every program is the other program's again."""
        self.leave()
        self.xdotool("windowactivate", "--sync", self.find_window("Another program"))
        self.key(KEY)
        time.sleep(0.3)
        assert self.active() == "Another program"

    def _windows(self) -> list[str]:
        return sorted(self.xdotool("search", "--onlyvisible", "--name", "VaultMind").split())


if __name__ == "__main__":
    sys.exit(make(QuickJourney, __doc__))
