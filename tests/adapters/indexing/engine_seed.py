"""A process that has loaded everything an engine needs and forks one when asked: ``engine_seed.py VAULT DATA``.

An engine that must first be imported dies twice a second at the most; a forked one a few milliseconds after the last.
It answers each line on its standard input with the process number of a new engine.
"""

import os
import sys
from pathlib import Path

import qdrant_edge  # noqa: F401 (loaded once for all)
from living_child import load_conftest

from vaultmind import api
from vaultmind.api import owning
from vaultmind.engine import server  # noqa: F401 (loaded once for all)


def main() -> None:
    """Fork engines until standard input ends."""
    model = load_conftest().LetterModel()
    owning.find_embedder = lambda *_: model
    for _ in sys.stdin:
        engine = os.fork()
        if engine == 0:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1):
                os.dup2(nowhere, number)
            api.serve_vault(vault=Path(sys.argv[1]), data=Path(sys.argv[2]))
            os._exit(0)
        print(engine, flush=True)
        os.waitpid(engine, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
