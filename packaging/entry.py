"""What the bundle starts: the command line, which opens the window where no command is given."""

import os
import sys

from vaultmind.cli.start import main


def free_other_programs() -> None:
    """Give back the library path that the bundle's starter took, so that Obsidian and a browser find their own."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        free_other_programs()
    sys.exit(main())
