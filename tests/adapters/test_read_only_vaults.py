"""A vault that cannot be written is told from one that can."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vaultmind.adapters.files.writable import why_read_only

_AS_NOBODY = """
import os, sys
from pathlib import Path
from vaultmind.adapters.files.writable import why_read_only
os.setuid(65534)
print(why_read_only(Path(sys.argv[1])))
"""


def test_a_folder_of_ones_own_can_be_written(tmp_path: Path) -> None:
    assert why_read_only(tmp_path) == ""


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs root to become somebody else")
def test_a_folder_of_somebody_elses_says_that_it_can_only_be_read() -> None:
    source = "/usr/share"
    said = subprocess.run([sys.executable, "-c", _AS_NOBODY, source], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == f"You may read the folder {source}, not write in it."
