"""The main job on the sample vault: index it, ask one question in each language, print the cited answers."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from vaultmind.adapters.bundled import resource

ROOT = Path(__file__).resolve().parents[1]
VAULTMIND = [sys.executable, "-m", "vaultmind"]
ON_SAMPLE = ["--vault", os.path.relpath(resource("sample_vault"), ROOT), "--data", ".demo"]
MODEL = os.environ.get("VAULTMIND_DEMO_MODEL", "qwen2.5-coder-1.5b")
"""The model that words the answers, 1.1 GB to fetch once; empty for none."""


def main() -> int:
    """Run the demonstration; return the exit status of the first step that could not be done."""
    questions = resource("sample_questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [row["question"] for row in map(json.loads, questions) if row.get("demo")]
    for step in (["models", "pull", "multilingual-e5-small"], ["index", *ON_SAMPLE]):
        if status := _run(step):
            return status
    worded_by: list[str] = []
    if MODEL and _run(["models", "pull", MODEL]) == 0:
        worded_by = ["--model", MODEL]
    else:
        print("\nWithout a language model the answers are the notes' own sentences.", flush=True)
    for question in asked:
        if status := _run(["ask", *ON_SAMPLE, *worded_by, question]):
            return status
    if _has_screen() and _window_loads():
        print("\nThe window opens on the same vault.", flush=True)
        subprocess.Popen([*VAULTMIND, *ON_SAMPLE], cwd=ROOT, start_new_session=True)
    return 0


def _run(step: list[str]) -> int:
    print("\n$ vaultmind", shlex.join(step), flush=True)
    return subprocess.run([*VAULTMIND, *step], cwd=ROOT, check=False).returncode


def _window_loads() -> bool:
    return (
        subprocess.run([sys.executable, "-c", "import PySide6.QtWidgets"], check=False, capture_output=True).returncode
        == 0
    )


def _has_screen() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
