"""The fuzz of writing, short in every run and long in ``make soak``."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fuzz forks and kills")
_SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "write_fuzz.py"


@pytest.fixture
def fuzz(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    memory = Path("/dev/shm")
    if memory.is_dir():
        monkeypatch.setattr("tempfile.tempdir", str(memory))  # a sync costs nothing there, a kill is as hard
    monkeypatch.syspath_prepend(str(_SCRIPT.parent))
    spec = importlib.util.spec_from_file_location("write_fuzz", _SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["write_fuzz"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("rounds", "seed"),
    [
        pytest.param(500, 1, marks=pytest.mark.timeout(600)),
        pytest.param(10_000, 2, marks=[pytest.mark.soak, pytest.mark.timeout(0)]),
    ],
)
def test_random_edits_lose_nothing_though_everything_goes_wrong(
    fuzz: ModuleType, tmp_path: Path, rounds: int, seed: int
) -> None:
    ended = fuzz.run(rounds=rounds, seed=seed, sources=fuzz.find_sources([], tmp_path))
    counts = ended.counts
    assert ended.done == rounds
    assert counts["edits written"] > rounds / 5
    assert counts["edits undone, every byte restored"] > rounds / 10
    assert counts["kill -9"] > rounds / 20
    assert counts["full disk"] > rounds / 20
    assert counts["changes of another program, all found"] > 0
