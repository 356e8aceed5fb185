"""Where ``vaultmind`` begins: a running window is told at once, before anything large is loaded."""

import sys
from collections.abc import Sequence

from vaultmind.cli.window import told_window


def main(argv: Sequence[str] | None = None) -> int:
    """Tell the window that is open what is wanted, where that is all; else run the command line."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if told_window(arguments):
        return 0
    from vaultmind.cli.main import main as run  # noqa: PLC0415 (it loads the whole program)

    return run(arguments)
