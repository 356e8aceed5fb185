"""What Qt's thread does for a frame while the list of ten thousand suggested links is scrolled.

    QT_QPA_PLATFORM=offscreen python benchmarks/scrolling.py

A frame is one step of the scroll bar and the painting of the list after it, in ms of this thread's CPU.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

import screenshots
from PySide6.QtWidgets import QApplication
from scenes import links
from vaultmind_ui.links.links_place import LinksPlace

FRAMES = 600


def main() -> None:
    """Print the frames of slow and of fast scrolling."""
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="vaultmind-scrolling-") as scratch:
        os.environ["VAULTMIND_CONFIG"] = str(Path(scratch) / "settings.toml")
        Path(os.environ["VAULTMIND_CONFIG"]).write_text('[embedding]\nmodel = "off"\n', encoding="utf-8")
        os.environ["VAULTMIND_CACHE"] = str(Path(scratch) / "cache")
        vault = screenshots.make_vault("sample", Path(scratch))
        with screenshots.opened(app, vault, Path(scratch) / "data", "light", "en") as stage:
            full = next(scene for scene in links.scenes() if scene.name == "links-full")
            stage.window.resize(*full.size)
            full.arrange(stage)
            stage.settle()
            place = stage.window.findChild(LinksPlace)
            assert place is not None
            print(f"{place.model.rowCount()} rows")
            for name, rows in (("a row at a time", 1), ("a page at a time", 15)):
                print(f"{name}: {_told(_frames(place, rows))}")


def _frames(place: LinksPlace, rows: int) -> list[float]:
    bar = place.list.verticalScrollBar()
    step = max(1, bar.maximum() * rows // place.model.rowCount())
    took, at, direction = [], 0, 1
    for _ in range(FRAMES):
        at += direction * step
        if not 0 <= at <= bar.maximum():
            direction = -direction
            at += 2 * direction * step
        began = time.thread_time()
        bar.setValue(at)
        place.list.viewport().repaint()
        took.append(1000 * (time.thread_time() - began))
    return took


def _told(took: list[float]) -> str:
    ordered = sorted(took)
    most = ordered[len(ordered) * 99 // 100]
    return f"median {statistics.median(took):.1f} ms, p99 {most:.1f}, most {ordered[-1]:.1f}"


if __name__ == "__main__":
    main()
