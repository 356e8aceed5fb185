import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

TARGET = Path(__file__).with_name("fuzz_read_note.py")


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_reading_withstands_a_bounded_run_of_the_fuzzer(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    # The peak of whoever starts a process counts as that of the process (Linux), and this one has run other tests.
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    memory = f"-rss_limit_mb={2048 + peak_mb}"
    limits = ["-max_total_time=8", "-timeout=20", "-max_len=2000", "-seed=7", memory, f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(
        [sys.executable, str(TARGET), *limits],
        capture_output=True, text=True, timeout=120, cwd=TARGET.parents[2], check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    runs = re.search(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
    assert runs is not None
    assert int(runs[1]) > 50
