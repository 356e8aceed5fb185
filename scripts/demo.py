"""The main job on the sample vault: index it, ask one question in each language, print the cited answers."""

import json
import os
import shlex
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from vaultmind.adapters.bundled import resource

ROOT = Path(__file__).resolve().parents[1]
VAULTMIND = [sys.executable, "-m", "vaultmind"]
ON_SAMPLE = ["--vault", os.path.relpath(resource("sample_vault"), ROOT), "--data", ".demo"]


def main() -> int:
    """Run the demonstration; return the exit status of the first step that could not be done."""
    questions = resource("sample_questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [row["question"] for row in map(json.loads, questions) if row.get("demo")]
    steps = [["models", "pull", "multilingual-e5-small"], ["index", *ON_SAMPLE]]
    steps += [["ask", *ON_SAMPLE, question] for question in asked]
    for step in steps:
        print("\n$ vaultmind", shlex.join(step), flush=True)
        status = subprocess.run([*VAULTMIND, *step], cwd=ROOT, check=False).returncode
        if status:
            return status
    if _has_screen() and entry_points(group="vaultmind.desktop"):
        subprocess.Popen([*VAULTMIND, *ON_SAMPLE], cwd=ROOT, start_new_session=True)
    return 0


def _has_screen() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
