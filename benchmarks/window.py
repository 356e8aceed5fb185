"""Whether the window is in the way: ``python benchmarks/window.py [--notes N] [--seconds S] [--model NAME]``.

Makes a vault of N notes up and opens the window on it (offscreen, its engine in a process of its own, as always).
While notes are indexed, while nothing happens and while a model words answers, it measures in the window's thread the
gaps of a 16 ms timer and the longest handler in CPU time. A bare Qt window without anything of ours runs beside it the
whole time: its gaps are the control. Every place is visited and the palette is typed into in each phase. Then the
longest handler while each place is visited for the first time and while the size of text, the theme and the language
change in it. Then how long a window takes to be usable: with an engine to be started, with one that runs, and, for
root on Linux, with nothing of it in the system's cache of files. And what memory it takes.

``--folder DIR`` keeps the vault and its index; ``--only`` runs one of four parts on it: ``vault`` writes the notes,
``gaps`` measures the phases (on an index made anew), ``looks`` first visits and changes, ``starts`` the starts.
"""

import argparse
import gc
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QTextBrowser
from vaultmind_ui import bridge
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Bridge, Task
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import QuestionTarget
from vaultmind_ui.places import all_places
from vaultmind_ui.shell import Shell
from vaultmind_ui.starting import GARBAGE_THRESHOLDS, SWITCH_S
from vaultmind_ui.translation import Translation

from vaultmind import api

TICK_MS = 16
STARTS = 5
NAMED_MS = 40
"""A handler that takes longer is named."""
CACHE_OF_FILES = Path("/proc/sys/vm/drop_caches")
LETTERS = "note1 alpha zz"


class MeasuredApplication(QApplication):
    """Keeps the longest handler of an event, in CPU time of this thread, with whose it was."""

    def __init__(self) -> None:
        super().__init__(sys.argv[:1])
        self.longest_ms, self.whose, self._depth = 0.0, "", 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._depth:
            return super().notify(receiver, event)
        self._depth += 1
        started = time.thread_time()
        kind, name = event.type(), type(receiver).__name__
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            took = (time.thread_time() - started) * 1000
            if took > self.longest_ms + 0.5:
                self.longest_ms, self.whose = took, f"{name}, {kind.name}"


class MeasuredTask(Task):
    """Names the owner of the longest hand-over of an answer, which Qt sees as an event of the bridge."""

    app: MeasuredApplication

    def deliver(self, kind: str, value: object) -> None:
        started = time.thread_time()
        super().deliver(kind, value)
        took = (time.thread_time() - started) * 1000
        if took > self.app.longest_ms:
            self.app.longest_ms, self.app.whose = took, f"{type(self._owner).__name__}, {type(value).__name__}"


class Gaps(QObject):
    """The gaps of a timer in Qt's thread, with when each ended."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[float, float]] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.seen.append((time.time(), (now - self._last) * 1000))
        self._last = now


def bare(file: Path) -> None:
    """Be the control: a window with nothing of ours, until the file ``stop`` appears beside ``file``."""
    app = QApplication(sys.argv[:1])
    shown = QTextBrowser()
    shown.show()
    gaps = Gaps()
    ending = QTimer(interval=200)
    ending.timeout.connect(lambda: app.quit() if file.with_name("stop").exists() else None)
    ending.start()
    app.exec()
    file.write_text(json.dumps(gaps.seen))


def open_window(app: QApplication, vault: Path, data: Path) -> MainWindow:
    """Show the window on a vault that its engine serves."""

    def open_session(root: Path | None) -> api.Session:
        return api.join_engine(vault=root, data=data, catch_up=False)

    settings = api.load_settings(api.find_places(data).settings_file)
    shell = Shell(Bridge(), Appearance(app), Translation(app, settings.language), open_session, data=data)
    shell.open_vault(vault)
    window = MainWindow(shell)
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    sys.setswitchinterval(SWITCH_S)
    window.complete.connect(gc.freeze)
    window.show()
    return window


def start(vault: Path, data: Path, began: float) -> None:
    """Print how long after ``began`` the window was painted, and when its vault answered; leave."""
    app = QApplication(sys.argv[:1])
    window = open_window(app, vault, data)
    app.processEvents()
    window.repaint()
    painted = time.time() - began
    loop = QEventLoop()
    window.shell.bridge.opened.connect(lambda _: loop.quit())
    if window.shell.status is None:
        loop.exec()
    cpu = sum(psutil.Process().cpu_times()[:2])
    print(json.dumps({"painted": painted, "answered": time.time() - began, "cpu": cpu}), flush=True)
    window.close()
    os._exit(0)


class Measured:
    """The window in its phases."""

    def __init__(self, vault: Path, data: Path, seconds: float, model: str, control: Path) -> None:
        self.app = MeasuredTask.app = MeasuredApplication()
        bridge.Task = MeasuredTask
        self.seconds, self.model, self.control = seconds, model, control
        self.gaps = Gaps()
        self.window = open_window(self.app, vault, data)
        self.phases: list[tuple[str, float, float, float, str]] = []

    def run(self) -> None:
        """Go through the phases and print a row for each, beside the control's of the same time."""
        shell = self.window.shell
        is_built: list[bool] = []
        self.window.complete.connect(lambda: is_built.append(True))
        began = time.time()
        self._until(lambda: bool(is_built))
        self.phases.append(("opening: places are built", began, time.time(), self.app.longest_ms, self.app.whose))
        self.phase("indexing words", use=False)
        self.phase("indexing words, in use", use=True)
        self._until(lambda: shell.status is not None and shell.status.indexing.state != "words", patience_s=900)
        self.phase("making vectors, in use", use=True)
        shell.bridge.call(shell, lambda session: session.pause_vectors(), lambda _: None)
        self._wait(3)
        self.phase("idle", use=False)
        if self.model:
            shell.show_place("ask", QuestionTarget("What is written about note 17?"))
            self.phase("generating", use=False)
            self.phase("generating, in use", use=True)
        memory = psutil.Process().memory_full_info()
        self.control.with_name("stop").touch()
        self._wait(2)
        self._print_rows()
        print(f"memory of the window: {memory.rss / 1e6:.0f} MB resident, {memory.uss / 1e6:.0f} MB its own")
        self.window.close()
        sys.stdout.flush()
        os._exit(0)

    def phase(self, name: str, *, use: bool) -> None:
        """Let the window live for a while, used or not."""
        self.app.longest_ms, self.app.whose = 0.0, ""
        began = time.time()
        step = 0
        places = [entry.id for entry in all_places()]
        while time.time() - began < self.seconds:
            self._wait(0.5)
            if use and step % 4 == 0:
                self.window.show_place(places[(step // 4) % len(places)])
            elif use and step % 4 == 2:
                self.window.show_palette()
                self.window.palette_card.letters.setText(LETTERS[: 1 + step % len(LETTERS)])
            elif use and step % 4 == 3:
                self.window.palette_card.close_card()
            step += 1
        self.phases.append((name, began, time.time(), self.app.longest_ms, self.app.whose))

    def run_looks(self) -> None:
        """Print the longest handler of each place: its first visit, and changes of looks while it is shown."""
        self._until(lambda: self.window.shell.status is not None)
        is_built: list[bool] = []
        self.window.complete.connect(lambda: is_built.append(True))
        self._until(lambda: bool(is_built))
        shell = self.window.shell
        shell.bridge.call(shell, lambda session: session.pause_vectors(), lambda _: None)
        self._wait(2)
        names = ("first visit", "visited again", "text", "text again", "theme", "theme again", "language")
        print(f"load {os.getloadavg()[0]:.1f}; the longest handler, ms of CPU")
        print("| place |", " | ".join(names), "|")
        print("|---" * (len(names) + 1) + "|")
        for entry in all_places():
            show = partial(self.window.show_place, entry.id)
            larger = partial(shell.appearance.set_text_percent, 130)
            seen = [self._longest(show, 1.0)]
            self.window.show_place("ask" if entry.id != "ask" else "settings")
            self._wait(0.5)
            seen += [self._longest(one, 0.4) for one in (show, larger, partial(shell.appearance.set_text_percent, 100))]
            for mode in ("dark", "light"):
                seen.append(self._longest(partial(shell.appearance.set_mode, mode), 0.4))
            seen.append(self._longest(partial(shell.translation.use, "ru"), 0.4))
            shell.translation.use("en")
            self._wait(0.5)
            print(f"| {entry.id} |", " | ".join(seen), "|", flush=True)
        self.window.close()
        sys.stdout.flush()
        os._exit(0)

    def _longest(self, act: Callable[[], object], seconds: float) -> str:
        """Return the longest handler while a handler does ``act``, and for so long after it."""
        self.app.longest_ms, self.app.whose = 0.0, ""
        QTimer.singleShot(0, self.window, act)
        self._wait(seconds)
        whose = f" ({self.app.whose})" if self.app.longest_ms > NAMED_MS else ""
        return f"{self.app.longest_ms:.1f}{whose}"

    def _print_rows(self) -> None:
        deadline = time.time() + 10
        while not self.control.exists() and time.time() < deadline:
            self._wait(0.2)
        control = json.loads(self.control.read_text())
        print(f"load {os.getloadavg()[0]:.1f}; gaps of a {TICK_MS} ms timer, ms; longest handler, ms of CPU")
        print("| phase | p50 | p99 | max | control p50 | p99 | max | longest handler |")
        print("|---|---|---|---|---|---|---|---|")
        for name, began, ended, longest, whose in self.phases:
            ours = _quantiles([gap for at, gap in self.gaps.seen if began <= at <= ended])
            bare_ones = _quantiles([gap for at, gap in control if began <= at <= ended])
            print(f"| {name} | {ours} | {bare_ones} | {longest:.1f} ({whose}) |")

    def _wait(self, seconds: float) -> None:
        loop = QEventLoop()  # not the application's own: ending that closes its windows
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def _until(self, found, *, patience_s: float = 60) -> None:
        deadline = time.time() + patience_s
        while not found() and time.time() < deadline:
            self._wait(0.2)


def _quantiles(gaps: list[float]) -> str:
    ordered = sorted(gaps) or [0.0]
    return " | ".join(f"{ordered[min(len(ordered) - 1, int(len(ordered) * share))]:.1f}" for share in (0.5, 0.99, 1.0))


def make_vault(vault: Path, notes: int) -> None:
    """Write notes of about 1.5 KB with links, headings and tags."""
    for number in range(notes):
        folder = vault / f"{number // 500:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        words = " ".join(f"слово{(number * 31 + k * 7) % 4000} word{(number * 17 + k * 11) % 4000}" for k in range(60))
        links = " ".join(f"[[Note {(number * k + k) % notes:05d}]]" for k in (3, 7, 11))
        text = f"# Note {number:05d}\n\n{words}\n\n## Links\n\n{links} #part{number % 40}\n"
        (folder / f"Note {number:05d}.md").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--model", default="qwen2.5-coder-0.5b", help="that words answers; empty for none")
    parser.add_argument("--folder", type=Path, help="where the vault and its index are kept")
    parser.add_argument("--only", choices=("vault", "gaps", "looks", "starts"))
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        match asked.part:
            case ["bare", file]:
                bare(Path(file))
            case ["start", vault, data, began]:
                start(Path(vault), Path(data), float(began))
            case ["measured", vault, data, control]:
                Measured(Path(vault), Path(data), asked.seconds, asked.model, Path(control)).run()
            case ["looks", vault, data]:
                Measured(Path(vault), Path(data), 0, "", Path(data) / "control.json").run_looks()
        return
    with tempfile.TemporaryDirectory(prefix="vaultmind-window-") as scratch:
        folder = asked.folder or Path(scratch)
        vault, data = folder / "vault", folder / "data"
        if not vault.exists():
            make_vault(vault, asked.notes)
        settings = folder / "settings.toml"
        settings.write_text(f'language = "en"\n[answers]\nmodel = "{asked.model}"\n', encoding="utf-8")
        os.environ["VAULTMIND_CONFIG"] = str(settings)
        if asked.only in (None, "gaps"):
            shutil.rmtree(data, ignore_errors=True)
            _measure_gaps(folder, asked.seconds, asked.model)
        if asked.only in (None, "looks"):
            subprocess.run([*_this(), "--part", "looks", str(vault), str(data)], check=True)
        if asked.only in (None, "starts"):
            _measure_starts(vault, data)
        api.stop_engine(vault=vault, data=data)


def _measure_gaps(folder: Path, seconds: float, model: str) -> None:
    control = folder / "control.json"
    for old in (control, control.with_name("stop")):
        old.unlink(missing_ok=True)
    beside = _part("bare", str(control))
    part = ["--part", "measured", str(folder / "vault"), str(folder / "data"), str(control)]
    subprocess.run([*_this(), "--seconds", str(seconds), "--model", model, *part], check=True)
    beside.wait()


def _measure_starts(vault: Path, data: Path) -> None:
    kinds = [("engine to be started", True, False), ("engine runs", False, False)]
    if os.access(CACHE_OF_FILES, os.W_OK):
        kinds.append(("engine to be started, no file in the cache", True, True))
    for name, is_cold, is_uncached in kinds:
        rows = [_started(vault, data, is_cold=is_cold, is_uncached=is_uncached) for _ in range(STARTS)]
        painted = statistics.median(row["painted"] for row in rows)
        answered = statistics.median(row["answered"] for row in rows)
        cpu = statistics.median(row["cpu"] for row in rows)
        print(f"{name}: painted after {painted:.2f} s, vault answers after {answered:.2f} s, {cpu:.2f} s of CPU")


def _started(vault: Path, data: Path, *, is_cold: bool, is_uncached: bool) -> dict[str, float]:
    if is_cold:
        api.stop_engine(vault=vault, data=data)
    if is_uncached:
        os.sync()
        CACHE_OF_FILES.write_text("3")
    part = ["--part", "start", str(vault), str(data), str(time.time())]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([*_this(), *part], check=True, capture_output=True, text=True, env=kept)
    return json.loads(done.stdout.splitlines()[-1])


def _this() -> list[str]:
    return [sys.executable, __file__]


def _part(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*_this(), "--part", *arguments])


if __name__ == "__main__":
    main()
