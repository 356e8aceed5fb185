"""Children start the same way from a Python environment and from a frozen program."""

import subprocess
import sys
from pathlib import Path

import pytest

from vaultmind.adapters.spawn import CHILD_FLAG, child_command, run_child, spawn, start_detached


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command("vaultmind", ["engine"]) == [sys.executable, CHILD_FLAG, "vaultmind", "engine"]


def test_and_runs_the_module_it_was_started_for() -> None:
    program = [sys.executable, "-m", "vaultmind"]  # stands for the frozen program: its entry point is the same
    done = subprocess.run([*program, CHILD_FLAG, "vaultmind", "--version"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("vaultmind "), done.stderr


@pytest.mark.parametrize("arguments", [[], ["index"], [CHILD_FLAG], [CHILD_FLAG, "os"], [CHILD_FLAG, "vaultminds.x"]])
def test_nothing_else_is_run(arguments: list[str]) -> None:
    assert not run_child(arguments)


def test_a_package_in_the_current_folder_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "vaultmind"
    planted.mkdir()
    (planted / "__init__.py").write_text("")
    (planted / "__main__.py").write_text("print('planted')")
    monkeypatch.chdir(tmp_path)
    command = child_command("vaultmind", ["--version"])
    assert "planted" not in subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path).stdout


def test_the_first_line_of_a_detached_process_comes_back() -> None:
    assert start_detached("vaultmind", ["--version"], patience_s=120).startswith(b"vaultmind ")
    assert start_detached("vaultmind", ["status", "--vault", "/nowhere-at-all"], patience_s=120) == b""


def test_a_child_gets_its_environment() -> None:
    child = spawn("vaultmind", ["--version"], environment={"OMP_WAIT_POLICY": "passive"}, piped=True)
    said, _ = child.communicate(timeout=120)
    assert child.returncode == 0
    assert said.startswith(b"vaultmind ")


def test_a_child_that_is_merely_slow_is_not_taken_for_one_that_ended() -> None:
    with pytest.raises(TimeoutError):
        start_detached("vaultmind", ["--version"], patience_s=0.0)
