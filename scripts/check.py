"""Every gate that a change must pass: style, types, import directions, and last the tests."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
LAST_FAILED = ROOT / ".pytest_cache/v/cache/lastfailed"
AT_MOST_AGAIN = 5
TESTS_FAILED = 1
GATES = (
    ("the embedding model is here", [PYTHON, "-m", "vaultmind", "models", "pull", "multilingual-e5-small"]),
    ("ruff check", [PYTHON, "-m", "ruff", "check", "."]),
    ("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    ("mypy --strict", [PYTHON, "-m", "mypy"]),
    ("import directions", [PYTHON, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]),
)


def without_qt() -> list[str]:
    """Return what pytest needs to be told where Qt cannot be loaded: its plugin would end the run."""
    if subprocess.run([PYTHON, "-c", "import PySide6.QtWidgets"], check=False, capture_output=True).returncode == 0:
        return []
    print("== Qt cannot be loaded here: the window's tests are left out", flush=True)
    return ["-p", "no:pytest-qt"]


def tests_pass() -> bool:
    """Run the tests side by side, and the few that failed once more by themselves; name those that pass then.

    The tests use real processes, clocks and windows: a machine that stands still for a minute may fail one that has
    nothing wrong. It is named so that it is looked at: such a test has a defect, or has found one.
    """
    command = [PYTHON, "-m", "pytest", *without_qt(), *sys.argv[1:]]
    LAST_FAILED.unlink(missing_ok=True)
    code = subprocess.run([*command, "--numprocesses=auto", "--dist=loadfile"], cwd=ROOT, check=False).returncode
    failed = list(json.loads(LAST_FAILED.read_text(encoding="utf-8"))) if LAST_FAILED.exists() else []
    if code != TESTS_FAILED or not 0 < len(failed) <= AT_MOST_AGAIN:
        return code == 0
    print("== the tests that failed, by themselves", flush=True)
    if subprocess.run([*command, "--last-failed"], cwd=ROOT, check=False).returncode:
        return False
    print("== TO LOOK AT: failed beside the others, passed alone:", *failed, sep="\n   ", flush=True)
    return True


def main() -> int:
    """Run every gate, also after one has failed; return 1 if any has."""
    failed: list[str] = []
    for name, command in GATES:
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"== FAILED so far: {', '.join(failed)}; the tests run all the same", flush=True)
    print("== tests", flush=True)
    return 0 if tests_pass() and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
