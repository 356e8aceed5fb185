"""Each import contract holds, and is seen to fail when a copy of the tree breaks it."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

PLANTED = {
    "a room that is not in the drawing": ("vaultmind/utils.py", "", "layers"),
    "rules that know a reader": ("vaultmind/domain/planted.py", "import vaultmind.parsing", "layers"),
    "a reader that knows a use case": ("vaultmind/parsing/planted.py", "import vaultmind.retrieval", "layers"),
    "retrieval that knows answers": ("vaultmind/retrieval/planted.py", "import vaultmind.answers", "layers"),
    "answers that know suggestions": ("vaultmind/answers/planted.py", "import vaultmind.suggesting", "layers"),
    "an adapter that reads the settings": ("vaultmind/adapters/planted.py", "import vaultmind.config", "layers"),
    "an adapter that knows a use case": ("vaultmind/adapters/planted.py", "import vaultmind.retrieval", "adapters"),
    "an engine that knows the command line": ("vaultmind/engine/planted.py", "import vaultmind.cli", "layers"),
    "an engine that plugs adapters in": ("vaultmind/engine/planted.py", "import vaultmind.adapters", "engine"),
    "a core that sees Qt": ("vaultmind/answers/planted.py", "from PySide6 import QtCore", "no-qt"),
    "a core that opens the window": ("vaultmind/cli/planted.py", "import vaultmind_ui", "no-qt"),
    "a window that goes round the door": ("ui/vaultmind_ui/planted.py", "import vaultmind.ports", "front-door"),
    "a database outside the adapters": ("vaultmind/retrieval/planted.py", "import sqlite3", "windows"),
    "a vector engine outside the adapters": ("vaultmind/answers/planted.py", "import qdrant_edge", "windows"),
    "a child process outside the adapters": ("vaultmind/parsing/planted.py", "import subprocess", "windows"),
    "a socket in the engine's pure part": ("vaultmind/engine/planted.py", "import socket", "windows"),
    "a socket outside the adapters": ("vaultmind/suggesting/planted.py", "import socket", "windows"),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of everything that the contracts speak of."""
    for name in ("vaultmind", "ui"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree: Path, *contracts: str) -> "subprocess.CompletedProcess[str]":
    asked = [f"--contract={contract}" for contract in contracts]
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", *asked],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tree), str(tree / "ui")))},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_every_contract_is_kept(tree: Path) -> None:
    checked = lint(tree)
    assert checked.returncode == 0, checked.stdout
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_violation_is_refused(tree: Path, file: str, line: str, contract: str) -> None:
    (tree / file).write_text(f'"""Planted."""\n{line}\n', encoding="utf-8")
    checked = lint(tree, contract)
    assert checked.returncode == 1, checked.stdout
    assert "0 kept, 1 broken" in checked.stdout
    assert Path(file).stem in checked.stdout


def test_every_contract_has_a_planted_violation() -> None:
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = {line.split('"')[1] for line in written.splitlines() if line.startswith("id = ")}
    assert names == {contract for _, _, contract in PLANTED.values()}


def foreign_imports(source: str, *, room: str) -> list[str]:
    """Return what a module imports beyond the standard library and its own room."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
    return [
        name
        for name in names
        if name.split(".")[0] not in sys.stdlib_module_names and name != room and not name.startswith(f"{room}.")
    ]


@pytest.mark.parametrize("module", sorted((ROOT / "vaultmind/domain").rglob("*.py")), ids=lambda path: path.stem)
def test_the_domain_stands_on_the_standard_library_alone(module: Path) -> None:
    assert foreign_imports(module.read_text(encoding="utf-8"), room="vaultmind.domain") == []


@pytest.mark.parametrize("planted", ["import numpy", "from vaultmind import ports", "from .. import ports"])
def test_a_foreign_import_in_the_domain_is_seen(planted: str) -> None:
    assert foreign_imports(f"import re\n{planted}\n", room="vaultmind.domain")
