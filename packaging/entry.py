"""What the bundle starts: the command line, which opens the window where no command is given."""

import sys

from vaultmind.cli.start import main

if __name__ == "__main__":
    sys.exit(main())
