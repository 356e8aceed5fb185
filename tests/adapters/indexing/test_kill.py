"""kill -9 at any instant: what is opened again is sound, and one run later equals a rebuild."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CHILD = Path(__file__).with_name("living_child.py")
NOTES = 80


@pytest.fixture
def attacked(shared_data: Callable[[str], Path], tmp_path: Path) -> Path:
    """A part of a real vault, small enough to be rebuilt after each death."""
    [source] = [path for path in shared_data("links-mitre-attack").rglob("vault_masked") if path.is_dir()]
    vault = tmp_path / "vault"
    vault.mkdir()
    for note in sorted(source.rglob("*.md"))[:NOTES]:
        shutil.copy(note, vault / note.name)
    return vault


def live_and_die(vault: Path, data: Path, seed: int) -> None:
    """Let a process change and index the vault, and kill it after a moment of at most half a second."""
    child = subprocess.Popen([sys.executable, CHILD, vault, data, str(seed)], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(random.Random(seed).random() * 0.5)
        assert child.poll() is None, "the process died by itself"
    finally:
        child.kill()
        child.wait()


def differences_after(deaths: int, vault: Path, tmp_path: Path, new_index: Callable[..., Any]) -> int:
    """Return after how many of the deaths the index was not what a rebuild makes."""
    data = tmp_path / "data"
    wrong = 0
    for seed in range(deaths):
        live_and_die(vault, data, seed)
        index = new_index(vault, data)
        index.catalog.check()
        try:
            index.run()
            index.check()
        except AssertionError as difference:
            print(f"death {seed}: {difference}")
            wrong += 1
        finally:
            index.close()
    return wrong


def test_killed_twenty_times_it_equals_a_rebuild(attacked: Path, tmp_path: Path, new_index: Callable[..., Any]) -> None:
    assert differences_after(20, attacked, tmp_path, new_index) == 0


@pytest.fixture
def masked(shared_data: Callable[[str], Path]) -> Path:
    """The real vault whose links were hidden."""
    [source] = [path for path in shared_data("links-mitre-attack").rglob("vault_masked") if path.is_dir()]
    return source


@pytest.mark.parametrize(
    ("rounds", "seed"), [(20, 1), pytest.param(1_000, 2, marks=pytest.mark.soak)], ids=["twenty", "thousand"]
)
@pytest.mark.timeout(600)
def test_an_engine_that_is_killed_while_it_indexes_leaves_what_equals_a_rebuild(
    masked: Path, tmp_path: Path, rounds: int, seed: int
) -> None:
    command = [sys.executable, CHILD.with_name("engine_kills.py"), masked, "--rounds", str(rounds), "--seed", str(seed)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "PYTHONPATH": str(CHILD.parents[3])}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    print(told)
    assert f"killed {rounds} times (seed {seed}): 0 differences from a rebuild" in told
