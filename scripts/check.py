"""Every gate that a change must pass: style, types, import directions, and last the tests."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
GATES = (
    ("the embedding model is here", [PYTHON, "-m", "vaultmind", "models", "pull", "multilingual-e5-small"]),
    ("ruff check", [PYTHON, "-m", "ruff", "check", "."]),
    ("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    ("mypy --strict", [PYTHON, "-m", "mypy"]),
    ("import directions", [PYTHON, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]),
    ("tests", [PYTHON, "-m", "pytest", "--numprocesses=auto", "--dist=loadfile", *sys.argv[1:]]),
)


def without_qt() -> list[str]:
    """Return what pytest needs to be told where Qt cannot be loaded: its plugin would end the run."""
    if subprocess.run([PYTHON, "-c", "import PySide6.QtWidgets"], check=False, capture_output=True).returncode == 0:
        return []
    print("== Qt cannot be loaded here: the window's tests are left out", flush=True)
    return ["-p", "no:pytest-qt"]


def main() -> int:
    """Run every gate, also after one has failed; return 1 if any has."""
    failed: list[str] = []
    for name, command in GATES:
        if failed and name == "tests":
            print(f"== FAILED so far: {', '.join(failed)}; the tests run all the same", flush=True)
        print(f"== {name}", flush=True)
        more = without_qt() if name == "tests" else []
        if subprocess.run([*command, *more], cwd=ROOT, check=False).returncode:
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
