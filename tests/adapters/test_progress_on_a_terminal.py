import os
import select
import subprocess
import sys

import pytest

pty = pytest.importorskip("pty", reason="a pseudo-terminal is a POSIX thing")

SCRIPT = """
import time
from vaultmind.api import Progress
from vaultmind.cli.progress import show_progress
def work():
    yield Progress("read", 1, 3)
    time.sleep(1.1)
    yield Progress("read", 2, 3)
    yield "done"
print(list(show_progress(work())))
"""


def test_a_terminal_that_does_not_know_its_size_still_shows_the_bar() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], stderr=theirs, stdin=theirs, stdout=subprocess.PIPE, text=True, check=True
    )
    seen = os.read(ours, 10_000).decode() if select.select([ours], [], [], 0)[0] else ""
    os.close(theirs)
    os.close(ours)
    assert done.stdout == "['done']\n"
    assert "Reading" in seen
    assert "2/3" in seen
