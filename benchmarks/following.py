"""How long it takes until the note in front of Obsidian is shown in the window, with what is related to it.

python benchmarks/following.py           the sample vault
python benchmarks/following.py large     10,000 notes

Each time another note is written into ``workspace.json`` as Obsidian does (a new file in the place of the old), and the
window is watched until the whole note, and then the first related notes, are there.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import screenshots
from PySide6.QtWidgets import QApplication
from vaultmind_ui.note.note_place import NotePlace

TRIALS = 20
PATIENCE_S = 5.0


def main() -> None:
    """Print the median and the longest of some trials, in milliseconds of the clock, and the load beside them."""
    app = QApplication([])
    kind = sys.argv[1] if len(sys.argv) > 1 else "sample"
    with tempfile.TemporaryDirectory() as scratch:
        settings = Path(scratch) / "settings.toml"
        settings.write_text('[embedding]\nmodel = "off"\n', encoding="utf-8")
        os.environ["VAULTMIND_CONFIG"] = str(settings)
        vault = screenshots.make_vault(kind, Path(scratch))  # type: ignore[arg-type]
        with screenshots.opened(app, vault, Path(scratch) / "data", "light", "en") as stage:
            place = stage.show("note")
            assert isinstance(place, NotePlace)
            notes = sorted(str(note.relative_to(vault)) for note in vault.rglob("*.md"))[:TRIALS]
            shown, related = zip(*(_one(app, place, vault, note) for note in notes), strict=True)
    related = tuple(one for one in related if one < PATIENCE_S * 1000)  # some notes have none
    for name, times in (("note shown", shown), ("related shown", related)):
        print(f"{kind}: {name}: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms")
    print(f"load {os.getloadavg()[0]:.1f}")


def _one(app: QApplication, place: NotePlace, vault: Path, note: str) -> tuple[float, float]:
    time.sleep(0.1)
    folder = vault / ".obsidian"
    folder.mkdir(exist_ok=True)
    leaf = {"id": "1", "type": "leaf", "state": {"state": {"file": note}}}
    fresh = folder / "workspace.new"
    fresh.write_text(json.dumps({"main": {"type": "tabs", "children": [leaf]}, "active": "1"}), encoding="utf-8")
    started = time.monotonic()
    fresh.replace(folder / "workspace.json")

    def until(found: object) -> float:
        while not found() and time.monotonic() < started + PATIENCE_S:  # type: ignore[operator]
            app.processEvents()
            time.sleep(0.002)
        return (time.monotonic() - started) * 1000

    return until(lambda: place.note == note and place.view.is_whole), until(lambda: bool(place.related.rows.rows))


if __name__ == "__main__":
    main()
