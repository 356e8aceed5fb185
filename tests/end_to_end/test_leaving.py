"""Leaving: what was there before VaultMind is there after it, byte by byte, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vaultmind.adapters.bundled import resource

PROGRAM = [sys.executable, "-m", "vaultmind"]
LEFT = {"vaults.json": b'"vaults":{}'}
"""What may stay: a list of no vaults; besides it locks, which are empty files."""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the home of somebody new, with a vault of two notes and a file that has nothing to do with it."""
    home = tmp_path / "home"
    notes = home / "Notes"
    notes.mkdir(parents=True)
    for name in ("Rootstocks.md", "Apple scab.md"):
        (notes / name).write_bytes((resource("sample_vault") / "Orchard" / name).read_bytes())
    (home / "mine.txt").write_text("mine", encoding="utf-8")
    return home


def run(home: Path, *arguments: str, text: str = "") -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "VAULTMIND_"))}
    runtime = home.parent / "run"
    runtime.mkdir(exist_ok=True, mode=0o700)
    environment = {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPYCACHEPREFIX": str(runtime)}
    done = subprocess.run(
        [*PROGRAM, "--vault", str(home / "Notes"), *arguments],
        input=text, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the folders are those of Linux")
def test_who_leaves_finds_everything_as_it_was(home: Path, tmp_path: Path) -> None:
    before = contents(home)

    run(home, "index", "--no-vectors")
    assert "[1]" in run(home, "ask", "--extractive", "What is apple scab?")
    run(home, "write", "Rootstocks", "--append", text="- one more\n")
    run(home, "undo")
    while_used = contents(home)
    run(home, "forget", "--yes")
    after = contents(home)

    assert len(while_used) > len(before) + 3  # index, memory, logs
    left = {name: content for name, content in after.items() if name not in before}
    held = {Path(name).name: content for name, content in left.items() if not name.endswith(".lock") or content}
    assert held.keys() == LEFT.keys(), sorted(left)
    assert LEFT["vaults.json"] in held["vaults.json"].replace(b" ", b"")
    assert {name: after.get(name) for name in before} == before
    assert list((tmp_path / "run").rglob("*.sock")) == []
