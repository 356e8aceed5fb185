"""The vault that a command works on."""

import os
from argparse import Namespace
from contextlib import closing

from vaultmind import api


def opened(args: Namespace, *, catch_up: bool = True) -> "closing[api.Session]":
    """Return the session of the vault that the arguments name, to be closed with the block.

    It is the engine's, or with ``--no-engine`` (or ``VAULTMIND_ENGINE=off``) this process is its own.
    """
    is_alone = args.no_engine or os.environ.get("VAULTMIND_ENGINE") == "off"
    opening = api.open_vault if is_alone else api.join_engine
    return closing(opening(vault=args.vault, data=args.data, catch_up=catch_up))
