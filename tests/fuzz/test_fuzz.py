import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

TARGET = Path(__file__).with_name("fuzz_parse_note.py")


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_parse_note_withstands_a_bounded_run_of_the_fuzzer(tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(TARGET),
        "-max_total_time=12",
        "-timeout=20",
        f"-artifact_prefix={tmp_path}/",
        "-seed=7",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=TARGET.parents[2], check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    runs = re.search(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
    assert runs is not None
    assert int(runs[1]) > 100
