"""How a model runs best on this machine: measured once for each file, kept, and measured anew when asked."""

import hashlib
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

import msgspec
import psutil

from vaultmind.adapters.models.gguf import GgufHeader
from vaultmind.adapters.models.hosted_model import default_threads, needed_bytes
from vaultmind.domain.errors import Cancelled, ModelProblem
from vaultmind.domain.model import BUSY, Fit, FitTry, Placement, Timings
from vaultmind.ports import CancelToken, ChatTurn, LanguageModel, Progress, ProgressSink

SMALLEST_WINDOW = 4096
USUAL_WINDOW = 8192
"""Of a model that was not measured."""

USUAL_BATCH = 32

_FIT = msgspec.json.Decoder(Fit)
"""Made out on import: where two threads have msgspec (0.22) make a type out at once, the process crashes."""
_BATCHES = (USUAL_BATCH, 128, 512)
_LONGEST_BATCH_S = 1.0
"""A prompt cannot be stopped within a batch."""
_LEAST_GAIN = 1.05
"""How much faster another way must be to be worth more threads, or a longer wait for a stop."""
_SHORTEST_PROMPT, _LONGEST_PROMPT = 160, 1024
_WRITTEN_TOKENS = 24
_SHARE_OF_MEMORY = 0.5
_MOST_REPEATED = 2
"""How many runs that other programs disturbed are run once more."""
_SENTENCE = "The garden needs water when the soil is dry. "
_TOKENS_OF_SENTENCE = 10


OthersSeconds = Callable[[int | None], float]
"""Tells how many seconds all processes but one, and this one, have had of the processors since some time."""


def _others_s(process: int | None) -> float:
    """Return the seconds of all processors that were not idle, without those of a process and of this one."""
    times = psutil.cpu_times()
    parts = ("user", "nice", "system", "irq", "softirq", "steal")
    busy_s = sum(float(getattr(times, part, 0.0)) for part in parts)
    return busy_s - sum(_taken_by(one) for one in (process, os.getpid()) if one is not None)


def _taken_by(process: int) -> float:
    try:
        times = psutil.Process(process).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


class Host(LanguageModel, Protocol):
    """A model in a process of its own."""

    def load(self, cancel: CancelToken | None = None) -> Placement: ...
    @property
    def process_id(self) -> int | None: ...


MakeHost = Callable[[Path, FitTry, int], Host]
"""Prepares a host below a folder, run in this way, with a window of so many tokens."""


def measure_fit(
    header: GgufHeader,
    make_host: MakeHost,
    *,
    gpu_layers: int = -1,
    progress: ProgressSink | None = None,
    cancel: CancelToken | None = None,
    others_s: OthersSeconds = _others_s,
) -> Fit:
    """Run a model in a few ways, some seconds each, and return the best; raise ``ModelProblem`` and ``Cancelled``.

    Fewer threads are tried with the smallest batch, then larger batches as long as one takes at most a second, then
    the processor alone where a graphics device was used: a weak one may be slower. A run that other programs disturbed
    is repeated, twice in all; what they had of the processors is in the fit. ``others_s`` tells the seconds that all
    processes but one, and this one, have had of them since some time.
    """
    measuring = _Measuring(header, make_host, progress, cancel, others_s)
    most = default_threads()
    best = measuring.run(FitTry(most, _BATCHES[0], gpu_layers, 0, 0))
    if most >= 4:
        best = _better(best, measuring.run(FitTry(most // 2, _BATCHES[0], gpu_layers, 0, 0)), by_writing=True)
    for batch in _BATCHES[1:]:
        if batch > best.reading_tokens_s * _LONGEST_BATCH_S:
            break
        best = _better(best, measuring.run(FitTry(best.threads, batch, gpu_layers, 0, 0)), by_writing=False)
    if measuring.placement.layers_on_gpu:
        best = _better(best, measuring.run(FitTry(best.threads, best.batch_tokens, 0, 0, 0)), by_writing=True)
    chosen = measuring.placements[best]
    return Fit(
        best=best,
        tried=tuple(measuring.placements),
        most_context_tokens=window_in_memory(header, free_bytes=psutil.virtual_memory().available),
        load_s=round(measuring.load_s, 2),
        memory_bytes=measuring.memory_bytes,
        device=chosen.device,
        layers_on_gpu=chosen.layers_on_gpu,
        layers=chosen.layers,
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        others=round(measuring.others, 2),
    )


def window_in_memory(header: GgufHeader, *, free_bytes: int) -> int:
    """Return the largest window, doubled from the smallest, for which half of the free memory has room."""
    window = min(SMALLEST_WINDOW, header.trained_context_tokens)
    while (
        2 * window <= header.trained_context_tokens
        and needed_bytes(header, 2 * window) <= free_bytes * _SHARE_OF_MEMORY
    ):
        window *= 2
    return window


def window_for(fit: Fit | None, *, needed_tokens: int) -> int:
    """Return the window to run a model with: as large as what it can read in its time, not larger than fits."""
    if fit is None:
        return USUAL_WINDOW
    window = min(SMALLEST_WINDOW, fit.most_context_tokens)
    while window < needed_tokens and 2 * window <= fit.most_context_tokens:
        window *= 2
    return window


class Fits:
    """The fits that were measured, in one file of the cache; one that belongs to another file or machine is none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, model: Path) -> Fit | None:
        """Return the fit of a model's file as it is now, ``None`` where none was measured."""
        try:
            told = self._read()[_key(model)]
            if told["machine"] != this_machine():
                return None
            return msgspec.convert(told["fit"], _FIT.type)
        except (OSError, KeyError, TypeError, msgspec.ValidationError):
            return None

    def keep(self, model: Path, fit: Fit) -> None:
        """Keep a fit, and forget those of files that are gone."""
        told = {key: kept for key, kept in self._read().items() if Path(key.rpartition("|")[0]).exists()}
        told = {key: kept for key, kept in told.items() if not key.startswith(f"{model.resolve()}|")}
        told[_key(model)] = {"machine": this_machine(), "fit": asdict(fit)}
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = self._file.with_suffix(".new")
            beside.write_text(json.dumps(told, indent=1), encoding="utf-8")
            beside.replace(self._file)
        except OSError as error:
            raise ModelProblem(f"{self._file} cannot be written: {error.strerror or error}.") from error

    def _read(self) -> Mapping[str, dict[str, object]]:
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}


def this_machine() -> str:
    """Return what a measurement depends on: processor, cores, memory, and the version of the runtime."""
    try:
        runtime = version("xllamacpp")
    except PackageNotFoundError:
        runtime = ""
    gigabytes = round(psutil.virtual_memory().total / 2**30)
    told = (platform.machine(), platform.processor(), psutil.cpu_count(), default_threads(), gigabytes, runtime)
    return hashlib.blake2b(repr(told).encode(), digest_size=8).hexdigest()


class _Measuring:
    """The runs of one measurement, each in a process of its own."""

    def __init__(
        self,
        header: GgufHeader,
        make_host: MakeHost,
        progress: ProgressSink | None,
        cancel: CancelToken | None,
        others_s: OthersSeconds,
    ) -> None:
        self._make_host = make_host
        self._progress = progress
        self._cancel = cancel
        self._window = min(2048, header.trained_context_tokens)
        self.placements: dict[FitTry, Placement] = {}
        self.placement: Placement
        self.load_s = 0.0
        self.memory_bytes = 0
        self.others = 0.0
        self._others_s = others_s
        self._may_repeat = _MOST_REPEATED

    def run(self, way: FitTry) -> FitTry:
        """Return a way to run the model with its speeds, of the run that was disturbed least."""
        found, others = self._run(way)
        while others >= BUSY and self._may_repeat:
            self._may_repeat -= 1
            again, others_again = self._run(way)
            if others_again < others:
                found, others = again, others_again
        self.others = max(self.others, others)
        self.placements[found] = self.placement
        return found

    def _run(self, way: FitTry) -> tuple[FitTry, float]:
        """Return a way with its speeds once, and the share of all processors that others had meanwhile."""
        if self._cancel is not None and self._cancel.cancelled():
            raise Cancelled("The measurement was stopped.")
        if self._progress is not None:
            self._progress(Progress("fit", len(self.placements), None))
        with tempfile.TemporaryDirectory(prefix="vaultmind-fit-") as folder:
            host = self._make_host(Path(folder), way, self._window)
            with closing(host):
                began = time.monotonic()
                self.placement = host.load(self._cancel)
                load_s = time.monotonic() - began
                before, began = self._others_s(host.process_id), time.monotonic()
                found = self._timed(host, way)
                span_s = max(1e-3, time.monotonic() - began) * (psutil.cpu_count() or 1)
                others = (self._others_s(host.process_id) - before) / span_s
                memory = _held_by(host.process_id)
        if not self.placements:
            self.load_s = load_s
        self.memory_bytes = max(self.memory_bytes, memory)
        return found, min(1.0, max(0.0, others))

    def _timed(self, host: Host, way: FitTry) -> FitTry:
        tokens = min(max(2 * way.batch_tokens, _SHORTEST_PROMPT), _LONGEST_PROMPT, self._window // 2)
        text = f"{time.monotonic_ns()} {_SENTENCE * (tokens // _TOKENS_OF_SENTENCE)} Go on with this text."
        began = time.monotonic()
        first_s, pieces, timings = 0.0, 0, None
        for piece in self._words(host, text):
            first_s = first_s or time.monotonic() - began
            pieces += bool(piece[0])
            timings = piece[1] or timings
        if timings is not None and timings.reading_s and timings.writing_s:
            speeds = timings.reading_tokens_s, timings.writing_tokens_s
        else:
            writing_s = max(time.monotonic() - began - first_s, 1e-3)
            speeds = tokens / max(first_s, 1e-3), max(pieces - 1, 0) / writing_s
        return FitTry(way.threads, way.batch_tokens, way.gpu_layers, round(speeds[0], 1), round(speeds[1], 1))

    def _words(self, host: Host, text: str) -> Iterator[tuple[str, Timings | None]]:
        with closing(host.stream((ChatTurn("user", text),), max_tokens=_WRITTEN_TOKENS, cancel=self._cancel)) as pieces:
            for piece in pieces:
                yield piece.text, piece.timings


def _better(known: FitTry, other: FitTry, *, by_writing: bool) -> FitTry:
    """Return the other way where it is clearly faster, else the one that is known."""
    if by_writing and other.threads < known.threads:
        return known if known.writing_tokens_s > other.writing_tokens_s * _LEAST_GAIN else other
    if by_writing:
        return other if other.writing_tokens_s > known.writing_tokens_s * _LEAST_GAIN else known
    return other if other.reading_tokens_s > known.reading_tokens_s * _LEAST_GAIN else known


def _held_by(process: int | None) -> int:
    """Return the memory of a process in bytes, 0 where it is gone."""
    try:
        return int(psutil.Process(process).memory_info().rss) if process is not None else 0
    except psutil.Error:
        return 0


def _key(model: Path) -> str:
    stat = model.stat()
    return f"{model.resolve()}|{stat.st_size}-{stat.st_mtime_ns}"
