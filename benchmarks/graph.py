"""Frames and layout of the graph at 1,000, 10,000 and 50,000 notes, beside pyqtgraph in the same run.

    QT_QPA_PLATFORM=offscreen python benchmarks/graph.py [--notes 1000 10000 50000] [--peer]

A frame is what Qt's thread does while the map is dragged and zoomed: the widget's ``paintEvent``. Gaps are those of a
16 ms timer while layout and painting go on beside it, with those of an idle window before as the control. ``--peer``
draws the same nodes and links as a pyqtgraph ``GraphItem`` (``pip install pyqtgraph`` first; it is no dependency).
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.graph.background import Background
from vaultmind_ui.graph.graph_place import settle
from vaultmind_ui.graph.graph_view import GraphView
from vaultmind_ui.graph.layout import Layout
from vaultmind_ui.graph.picture import Scene

FRAMES = 240


def made_up(notes: int) -> np.ndarray:
    """Return links of a vault in groups: three a note, nine in ten of them inside its group of about 150."""
    random = np.random.default_rng(1)
    group = random.integers(0, max(5, notes // 150), notes)
    order = np.argsort(group, kind="stable")
    place = np.empty(notes, dtype=np.int64)
    place[order] = np.arange(notes)
    one = random.integers(0, notes, 3 * notes)
    other = order[np.clip(place[one] + random.integers(-60, 60, len(one)), 0, notes - 1)]
    far = random.random(len(one)) < 0.1
    other[far] = random.integers(0, notes, int(far.sum()))
    links = np.stack([one, other], axis=1)
    return links[one != other].astype(np.int64)


def gaps_while(tick: Callable[[int], object]) -> list[float]:
    """Return the gaps of a 16 ms timer in ms, while ``tick`` is called at each."""
    loop = QEventLoop()
    gaps: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append((now - last[0]) * 1000)
        last[0] = now
        tick(len(gaps))
        if len(gaps) >= FRAMES:
            loop.quit()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start(16)
    loop.exec()
    timer.stop()
    return gaps


def shown(gaps: list[float]) -> str:
    ordered = sorted(gaps)
    most = ordered[int(len(ordered) * 0.99)]
    return f"gaps p50 {statistics.median(ordered):.1f} p99 {most:.1f} max {ordered[-1]:.1f} ms"


class Timed(GraphView):
    """The view of the window, with the CPU time of each frame."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        self.frames: list[float] = []

    def paintEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
        began = time.thread_time()
        super().paintEvent(event)  # type: ignore[arg-type]
        self.frames.append((time.thread_time() - began) * 1000)


def measure(app: QApplication, appearance: Appearance, notes: int) -> None:
    links = made_up(notes)
    began = time.process_time()
    layout = Layout(notes, links)
    layout.settle(100)
    print(
        f"{notes:>6} notes, {len(links)} links: 100 steps of layout {time.process_time() - began:.2f} s of CPU",
        flush=True,
    )
    view = Timed(appearance)
    view.resize(1000, 700)
    view.show()
    idle = gaps_while(lambda _: view.update())
    degrees = np.bincount(links.ravel(), minlength=notes)
    everything = np.ones(notes, dtype=bool)
    titles = tuple(f"Note {number}" for number in range(notes))
    scene = Scene(
        layout.positions(), links, titles, np.arange(notes) % 12, tuple("abcdefghijkl"), degrees, everything, everything
    )
    view.show_scene(scene, fit=True)
    view.frames.clear()

    def drag(beat: int) -> None:
        view.zoom(1.01) if beat > FRAMES // 2 else view.pan(4, 2)

    moving = gaps_while(drag)
    frames = sorted(view.frames)
    print(
        f"       frame p50 {statistics.median(frames):.2f} max {frames[-1]:.2f} ms of CPU; idle {shown(idle)}",
        flush=True,
    )
    print(f"       dragged, painted anew beside: {shown(moving)}", flush=True)
    worker = Background("graph-bench", view)
    worker.arrived.connect(lambda settled: view.move_nodes(settled.positions))
    worker.want(lambda stop: settle(Layout(notes, links), stop, is_kept=False))
    print(f"       dragged while the layout lives: {shown(gaps_while(drag))}", flush=True)
    view.deleteLater()
    app.processEvents()


def measure_peer(app: QApplication, notes: int) -> None:
    import pyqtgraph  # noqa: PLC0415 (no dependency)

    links = made_up(notes)
    positions = Layout(notes, links).settle(100).positions
    plot = pyqtgraph.GraphicsLayoutWidget()
    plot.resize(1000, 700)
    box = plot.addViewBox()
    item = pyqtgraph.GraphItem(pos=positions, adj=links, size=6, pxMode=True)
    box.addItem(item)
    plot.show()
    app.processEvents()
    frames: list[float] = []

    def drag(beat: int) -> None:
        began = time.thread_time()
        box.translateBy((4, 2)) if beat <= FRAMES // 2 else box.scaleBy((0.99, 0.99))
        plot.viewport().repaint()
        frames.append((time.thread_time() - began) * 1000)

    gaps = gaps_while(drag)
    print(
        f"       pyqtgraph: frame p50 {statistics.median(frames):.1f} max {max(frames):.1f} ms of CPU; {shown(gaps)}",
        flush=True,
    )
    plot.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--peer", action="store_true")
    args = parser.parse_args()
    app = QApplication(sys.argv[:1])
    appearance = Appearance(app, mode="light")
    for notes in args.notes:
        measure(app, appearance, notes)
        if args.peer:
            measure_peer(app, notes)
    print(f"load {os.getloadavg()[0]:.1f}")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
