"""The second chapter of the first page with real keys: an empty home, three steps, the sample vault, a cited answer.

    python scripts/first_page_journey.py [--pictures DIR] COMMAND [ARGUMENT…]

``COMMAND`` starts VaultMind, e.g. ``vaultmind``. Needs xdotool, and Xvfb where no DISPLAY is set. The answer is saved
and read from the disk. Prints each step; exits 1 at the first that fails.
"""

import subprocess
import sys
from pathlib import Path

from driving import Journey, make

SAMPLE = "Apple orchard"
QUESTION = "Why did three grafts fail?"
ANSWER = "all on A-5"


class FirstPageJourney(Journey):
    """Somebody who has nothing yet: no settings, no vault, no index."""

    name = "first-page"

    def __init__(self, command: list[str], folder: Path, pictures: Path | None) -> None:
        super().__init__(command, folder, pictures, {})
        (folder / "settings.toml").unlink()
        self.vault = folder / "data" / "sample" / SAMPLE

    def run(self) -> None:
        """Go through every step."""
        self.step("1. start: the window asks which notes", self.open)
        self.step("2. the sample vault: the next step comes by itself", self.try_the_sample)
        self.step("3. language and model: the window is ready", self.begin)
        self.step("4. and 5. the question is answered, with its source", self.ask)
        self.step("leave: the window ends at once", self.leave)

    def open(self) -> None:
        """Start the window and keep to it."""
        self.started.append(subprocess.Popen(self.command, env=self.environment))
        self.window = self.until(lambda: self.find_window("VaultMind$"))
        self.picture("which-notes")

    def try_the_sample(self) -> None:
        """Press the second button under the list of vaults."""
        self.until(lambda: self.press("Tab", "Tab", "space") or self.vault.is_dir(), pause_s=2.0)
        self.until(lambda: self.title().startswith(SAMPLE))
        self.picture("which-language")

    def begin(self) -> None:
        """Take the language as it is and no model: from the first choice it is three places to the button."""
        self.press("Tab", "Tab", "Tab", "space")
        self.picture("which-model")
        self.press("space")
        notes = [path for path in self.vault.rglob("*") if path.suffix in {".md", ".canvas", ".base"}]
        self.until(lambda: self.json("status").get("notes") == len(notes), pause_s=1.0)
        self.picture("begun")

    def ask(self) -> None:
        """Write the question into the field, and keep the answer as soon as it is there."""
        self.key("ctrl+1")
        self.type(QUESTION)
        self.key("Return")
        self.until(lambda: self.key("ctrl+s") or self.saved(), pause_s=1.0)
        self.picture("answered")
        text = self.saved()[0].read_text(encoding="utf-8")
        assert ANSWER in text, text
        assert "[[Bark grafting" in text, text

    def press(self, *keys: str) -> None:
        """Press one key after another."""
        for key in keys:
            self.key(key)


if __name__ == "__main__":
    sys.exit(make(FirstPageJourney, __doc__))
