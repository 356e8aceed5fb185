"""Whether leaving stops at once and loses nothing: ``python benchmarks/quitting.py [--times N] [--hogs N]``.

Opens the window as a person does (offscreen, its engine in a process of its own) on a vault of N notes, beside
programs that burn the processors. It is left in the midst of four things: indexing the vault for the first time,
writing a long note, an answer, and a model that words one. From the wish to leave to the end of the process is
measured. Then the vault is looked at: the note is as it was or wholly written, and its history says which; the notes
beside it are untouched.
"""

import argparse
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from vaultmind_ui import starting
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import QuestionTarget
from window import make_vault

from vaultmind import api

MIDST = ("indexing", "writing", "answering", "wording")
WRITTEN = "Written.md"
BEFORE = "# Written\n\nAs it was.\n"
MORE = "Line by line.\n" * 20_000
BURN = "while True: pass"


class Leaving(MainWindow):
    """Begins what it shall be left in the midst of as soon as its vault answers, and leaves a moment later."""

    midst, model = "", ""

    def _on_opened(self, status: api.VaultStatus) -> None:
        super()._on_opened(status)
        if self.midst == "writing":
            wish = api.WriteRequest(WRITTEN, api.WriteKind.APPEND, MORE)
            self.shell.bridge.call(self, lambda session: session.write(wish))
        elif self.midst in ("answering", "wording"):
            self.show_place("ask", QuestionTarget("What is written about note 17?"))
        QTimer.singleShot({"indexing": 2000, "wording": 3000}.get(self.midst, 30), self._leave)

    def _leave(self) -> None:
        print(json.dumps({"asked": time.time()}), flush=True)
        self.quit()


def leave(midst: str, vault: Path, data: Path) -> int:
    """Open the window and leave it in the midst of something; return its exit status."""
    Leaving.midst = midst
    starting.MainWindow = Leaving
    return starting.run(lambda root: api.join_engine(vault=root, data=data, catch_up=False), vault=vault, data=data)


def measured(midst: str, folder: Path, number: int) -> tuple[float, str]:
    """Return how many seconds it took to leave, and what became of the note that was being written."""
    vault, data = folder / "vault", folder / (f"data-{number}" if midst == "indexing" else "data")
    note = vault / WRITTEN
    note.write_text(BEFORE, encoding="utf-8")
    others, told_before = _sums(vault), _told(vault, data)
    command = [sys.executable, __file__, "--part", midst, str(vault), str(data)]
    done = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert done.stdout is not None
    asked = json.loads(done.stdout.readline())["asked"]
    status = done.wait(300)
    took = time.time() - asked
    assert status == 0, f"it ended with {status}"
    api.stop_engine(vault=vault, data=data)
    told = _told(vault, data)
    text = note.read_text(encoding="utf-8")
    assert _sums(vault) == others, "another note is not as it was"
    is_written = text.rstrip() == (BEFORE + "\n" + MORE).rstrip() or text.rstrip() == (BEFORE + MORE).rstrip()
    assert is_written or text == BEFORE, "the note is torn"
    assert not is_written or told > told_before, "what was written is not in the history"
    return took, "written" if is_written else "as it was"


def _told(vault: Path, data: Path) -> int:
    """Return how often the history tells of the note."""
    with contextlib.closing(api.open_vault(vault=vault, data=data, catch_up=False)) as session:
        return sum(entry.note == WRITTEN for entry in session.history().entries)


def _sums(vault: Path) -> dict[str, str]:
    return {
        str(file.relative_to(vault)): hashlib.blake2b(file.read_bytes()).hexdigest()
        for file in vault.rglob("*.md")
        if file.name != WRITTEN
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--hogs", type=int, default=4, help="programs that burn the processors beside it")
    parser.add_argument("--model", default="qwen2.5-coder-0.5b", help="that words answers; empty for none")
    parser.add_argument("--part", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        midst, vault, data = asked.part
        sys.exit(leave(midst, Path(vault), Path(data)))
    with tempfile.TemporaryDirectory(prefix="vaultmind-quitting-") as scratch:
        folder = Path(scratch)
        make_vault(folder / "vault", asked.notes)
        (folder / "vault" / WRITTEN).write_text(BEFORE, encoding="utf-8")
        settings = folder / "settings.toml"
        os.environ["VAULTMIND_CONFIG"] = str(settings)
        settings.write_text('language = "en"\n[embedding]\nmodel = "off"\n', encoding="utf-8")
        with contextlib.closing(api.open_vault(vault=folder / "vault", data=folder / "data")):
            pass
        hogs = [subprocess.Popen([sys.executable, "-c", BURN]) for _ in range(asked.hogs)]
        try:
            for midst in MIDST:
                model = asked.model if midst == "wording" else ""
                if midst == "wording" and not model:
                    continue
                settings.write_text(
                    f'language = "en"\n[embedding]\nmodel = "off"\n[answers]\nmodel = "{model}"\n', encoding="utf-8"
                )
                rows = [measured(midst, folder, number) for number in range(asked.times)]
                seconds = ", ".join(f"{took:.2f}" for took, _ in sorted(rows))
                fates = {fate: sum(one == fate for _, one in rows) for _, fate in rows}
                print(f"{midst}: left after {seconds} s; the note: {fates}; load {os.getloadavg()[0]:.1f}", flush=True)
        finally:
            for hog in hogs:
                hog.kill()


if __name__ == "__main__":
    main()
