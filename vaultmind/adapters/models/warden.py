"""Ends a foreign program together with who started it: ``python -m vaultmind.adapters.models.warden``.

Its standard input brings one line with the identifier of the program; when that pipe closes the program is killed, so
it cannot outlive an owner that was killed itself. The start time is compared, since identifiers are given out again.
"""

import sys
from contextlib import suppress

import psutil


def main() -> None:
    """Wait until the owner is gone, then kill the program."""
    line = sys.stdin.buffer.readline().strip()
    try:
        ward = psutil.Process(int(line))
        ward.create_time()  # read now and compared by kill()
    except (ValueError, psutil.Error):
        return
    while sys.stdin.buffer.read(4096):
        pass
    with suppress(psutil.Error):
        ward.kill()


if __name__ == "__main__":
    main()
