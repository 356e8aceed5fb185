"""``python -m vaultmind``: the command line."""

import sys

from vaultmind.cli.start import main

if __name__ == "__main__":
    sys.exit(main())
