"""How a model runs best here: which way is chosen, what is kept, and a real measurement."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from vaultmind.adapters.models import fitting
from vaultmind.adapters.models.fitting import Fits, measure_fit, window_for, window_in_memory
from vaultmind.adapters.models.gguf import GgufHeader
from vaultmind.adapters.models.hosted_model import HostedModel, needed_bytes
from vaultmind.domain.errors import Cancelled
from vaultmind.domain.model import Fit, FitTry, Placement, Timings
from vaultmind.ports import CancelToken, ChatTurn, Progress, Token


def header(trained: int = 131072) -> GgufHeader:
    return GgufHeader("tiny", "qwen2", 500_000_000, 24, trained, 12_000, has_chat_template=True)


def nobody(_: int | None) -> float:
    """Return that no other program works."""
    return 0.0


class Machine:
    """Says how fast each way of running is: (threads, batch, on the device) to (reading, writing)."""

    def __init__(self, speeds: dict[tuple[int, int, bool], tuple[float, float]], *, layers_on_gpu: int = 0) -> None:
        self.speeds = speeds
        self.layers_on_gpu = layers_on_gpu
        self.ran: list[tuple[int, int, bool]] = []

    def host(self, folder: Path, way: FitTry, window: int) -> "Hosting":
        assert folder.is_dir()
        return Hosting(self, way, window)


class Hosting:
    process_id = None
    name = "tiny"

    def __init__(self, machine: Machine, way: FitTry, window: int) -> None:
        self.machine, self.way, self.window = machine, way, window
        self.on_device = bool(machine.layers_on_gpu and way.gpu_layers)

    def load(self, cancel: CancelToken | None = None) -> Placement:
        layers = self.machine.layers_on_gpu if self.on_device else 0
        return Placement("GPU" if layers else "CPU", layers, 25, self.window, self.way.threads)

    def stream(self, turns: Sequence[ChatTurn], **_: Any) -> Generator[Token, None, None]:
        key = (self.way.threads, self.way.batch_tokens, self.on_device)
        self.machine.ran.append(key)
        reading, writing = self.machine.speeds[key]
        yield Token("So", stop="length", timings=Timings(200, 0, 24, 200 / reading, 24 / writing))

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("threads", "speeds", "best"),
    [
        pytest.param(1, {(1, 32, False): (20.0, 5.0)}, (1, 32), id="slow: a larger batch could not be stopped"),
        pytest.param(
            7,
            {(7, 32, False): (150.0, 20.0), (3, 32, False): (90.0, 14.0), (7, 128, False): (240.0, 20.0)},
            (7, 128),
            id="a larger batch reads faster",
        ),
        pytest.param(
            7,
            {(7, 32, False): (150.0, 20.0), (3, 32, False): (140.0, 19.8), (3, 128, False): (142.0, 20.0)},
            (3, 32),
            id="half of the threads write as fast, the larger batch is worth nothing",
        ),
    ],
)
def test_the_way_that_is_clearly_faster_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
    threads: int,
    speeds: dict[tuple[int, int, bool], tuple[float, float]],
    best: tuple[int, int],
) -> None:
    monkeypatch.setattr(fitting, "default_threads", lambda: threads)
    machine = Machine(speeds)
    fit = measure_fit(header(), machine.host, others_s=nobody)
    assert (fit.best.threads, fit.best.batch_tokens) == best
    assert set(machine.ran) == set(speeds)
    assert fit.best in fit.tried
    assert len(fit.tried) == len(speeds)


@pytest.mark.parametrize(("on_processor", "layers"), [(10.0, 25), (30.0, 0)])
def test_a_graphics_device_slower_than_the_processor_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, on_processor: float, layers: int
) -> None:
    monkeypatch.setattr(fitting, "default_threads", lambda: 1)
    machine = Machine({(1, 32, True): (20.0, 20.0), (1, 32, False): (20.0, on_processor)}, layers_on_gpu=25)
    fit = measure_fit(header(), machine.host, others_s=nobody)
    assert fit.layers_on_gpu == layers
    assert fit.best.gpu_layers == (-1 if layers else 0)


@pytest.mark.parametrize(
    ("busy_runs", "others", "runs"),
    [
        pytest.param(0, 0.0, 1, id="calm"),
        pytest.param(1, 0.0, 2, id="disturbed once, and calm when it was repeated"),
        pytest.param(2, 0.0, 3, id="calm at last"),
        pytest.param(99, 1.0, 3, id="busy all the time"),
    ],
)
def test_a_run_that_others_disturbed_is_repeated_and_what_stays_disturbed_is_not_final(
    monkeypatch: pytest.MonkeyPatch, busy_runs: int, others: float, runs: int
) -> None:
    monkeypatch.setattr(fitting, "default_threads", lambda: 1)
    machine = Machine({(1, 32, False): (20.0, 5.0)})
    asked: list[int | None] = []

    def others_s(process: int | None) -> float:
        asked.append(process)
        runs_begun = (len(asked) + 1) // 2
        return 1e6 * len(asked) if runs_begun <= busy_runs else 0.0

    fit = measure_fit(header(), machine.host, others_s=others_s)
    assert fit.others == others
    assert fit.is_final == (others == 0.0)
    assert len(machine.ran) == runs
    assert len(fit.tried) == 1


def test_work_of_other_programs_is_noticed_and_work_of_the_model_is_not() -> None:
    burn = [sys.executable, "-c", "import time\nend = time.process_time() + 2\nwhile time.process_time() < end: pass"]
    before = fitting._others_s(None)
    with subprocess.Popen(burn) as other:
        while psutil.Process(other.pid).status() != psutil.STATUS_ZOMBIE:
            alone = fitting._others_s(None) - fitting._others_s(other.pid)
        assert alone > 1.0, "its seconds are those of no other"
    assert fitting._others_s(None) - before > 1.5


def test_a_stopped_measurement_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        def cancelled(self) -> bool:
            return True

    machine = Machine({(1, 32, False): (20.0, 5.0)})
    with pytest.raises(Cancelled):
        measure_fit(header(), machine.host, cancel=Stopped())
    assert machine.ran == []


def test_the_window_is_what_half_of_the_free_memory_has_room_for() -> None:
    one = header()
    for free in (2_000_000_000, 4_000_000_000, 64_000_000_000):
        window = window_in_memory(one, free_bytes=free)
        assert window == 131072 or needed_bytes(one, 2 * window) > free / 2
        assert window == 4096 or needed_bytes(one, window) <= free / 2
    assert window_in_memory(one, free_bytes=64_000_000_000) == 131072
    assert window_in_memory(header(2048), free_bytes=64_000_000_000) == 2048


def fit_with(most: int) -> Fit:
    way = FitTry(1, 32, -1, 20.0, 5.0)
    return Fit(way, (way,), most, 1.0, 1, "CPU", 0, 25, "2026-11-22T00:00:00+00:00")


@pytest.mark.parametrize(
    ("fit", "needed", "window"),
    [
        (None, 100_000, 8192),
        (fit_with(131072), 1500, 4096),
        (fit_with(131072), 20_000, 32768),
        (fit_with(131072), 10**6, 131072),
        (fit_with(2048), 20_000, 2048),
    ],
)
def test_the_window_holds_what_can_be_read_in_time(fit: Fit | None, needed: int, window: int) -> None:
    assert window_for(fit, needed_tokens=needed) == window


class TestKeeping:
    def test_a_fit_is_kept_for_this_file_on_this_machine(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        model = tmp_path / "tiny.gguf"
        model.write_bytes(b"one")
        fits = Fits(tmp_path / "cache" / "model-fits.json")
        assert fits.of(model) is None
        fits.keep(model, fit_with(8192))
        assert Fits(tmp_path / "cache" / "model-fits.json").of(model) == fit_with(8192)

        os.utime(model, ns=(1, 1))
        assert fits.of(model) is None, "another file of that name is another model"
        fits.keep(model, fit_with(4096))
        assert len(json.loads((tmp_path / "cache" / "model-fits.json").read_text())) == 1

        monkeypatch.setattr(fitting, "this_machine", lambda: "another")
        assert fits.of(model) is None

    def test_what_is_gone_is_forgotten(self, tmp_path: Path) -> None:
        fits = Fits(tmp_path / "model-fits.json")
        one, two = tmp_path / "one.gguf", tmp_path / "two.gguf"
        for model in (one, two):
            model.write_bytes(b"x")
            fits.keep(model, fit_with(8192))
        one.unlink()
        fits.keep(two, fit_with(4096))
        assert [Path(key).name.split("|")[0] for key in json.loads((tmp_path / "model-fits.json").read_text())] == [
            "two.gguf"
        ]

    @pytest.mark.parametrize("written", ["", "[]", "{}", '{"x": 1}', "\x00"])
    def test_a_damaged_file_holds_no_fit(self, tmp_path: Path, written: str) -> None:
        model = tmp_path / "tiny.gguf"
        model.write_bytes(b"one")
        fits = Fits(tmp_path / "model-fits.json")
        (tmp_path / "model-fits.json").write_text(written)
        assert fits.of(model) is None
        fits.keep(model, fit_with(8192))
        assert fits.of(model) == fit_with(8192)


@pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason='no runtime for model files: pip install "vaultmind[llm]"'
)
def test_a_real_model_is_measured(smollm2: Path) -> None:
    from vaultmind.adapters.models.gguf import read_gguf

    steps: list[Progress] = []

    def make_host(folder: Path, way: FitTry, window: int) -> HostedModel:
        return HostedModel(
            smollm2, name="tiny", folder=folder, context_tokens=window, threads=way.threads,
            batch_tokens=way.batch_tokens, gpu_layers=0,
        )  # fmt: skip

    fit = measure_fit(read_gguf(smollm2), make_host, progress=steps.append)
    assert 0 <= fit.others <= 1
    assert fit.best.reading_tokens_s > 0
    assert fit.best.writing_tokens_s > 0
    assert fit.memory_bytes > smollm2.stat().st_size // 2
    assert (fit.device, fit.layers_on_gpu) == ("CPU", 0)
    assert {step.done for step in steps} == set(range(len(fit.tried)))
    with closing(make_host(smollm2.parent, fit.best, 512)) as host:
        assert host.process_id is None, "nothing stays loaded"
