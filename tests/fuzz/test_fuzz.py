import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
@pytest.mark.parametrize(
    ("target", "limits", "fewest_runs"),
    [
        ("fuzz_parse_note.py", ("-max_total_time=12",), 100),
        ("fuzz_read_note.py", ("-max_total_time=8", "-max_len=2000"), 50),
    ],
)
def test_reading_withstands_a_bounded_run_of_the_fuzzer(
    tmp_path: Path, target: str, limits: tuple[str, ...], fewest_runs: int
) -> None:
    resource = pytest.importorskip("resource")
    # The peak of whoever starts a process counts as that of the process (Linux), and this one has run other tests.
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    bounds = ("-timeout=20", "-seed=7", f"-rss_limit_mb={2048 + peak_mb}", f"-artifact_prefix={tmp_path}/")
    done = subprocess.run(
        [sys.executable, str(HERE / target), *limits, *bounds],
        capture_output=True, text=True, timeout=120, cwd=HERE.parents[1], check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    runs = re.search(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
    assert runs is not None
    assert int(runs[1]) > fewest_runs
