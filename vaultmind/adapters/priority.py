"""Who computes beside others gives way: where every processor is taken, its process gets less of them."""

import os
import sys
from contextlib import suppress
from pathlib import Path

_STEPS = 5
"""Of niceness: of a processor shared with one that does not give way, a quarter."""
_GROUP = Path("/proc/self/autogroup")
"""Where Linux shares the processors out among sessions before it looks at the niceness of their processes."""


def give_way() -> None:
    """Have this process, the threads it starts from now on and its children give way to others."""
    if sys.platform == "win32":
        import psutil  # noqa: PLC0415 (only here is it needed)

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        return
    os.nice(_STEPS)
    if os.getsid(0) == os.getpid():  # a session of somebody else, e.g. a terminal's, is not ours to lower
        with suppress(OSError):
            _GROUP.write_text(str(_STEPS), encoding="ascii")
