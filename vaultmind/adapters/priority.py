"""Who computes beside others gives way: where every processor is taken, its process gets less of them."""

import os
import sys

import psutil

_STEPS = 5
"""Of niceness: of a processor shared with one that does not give way, a quarter."""


def give_way() -> None:
    """Have this process, the threads it starts from now on and its children give way to others."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_STEPS)
