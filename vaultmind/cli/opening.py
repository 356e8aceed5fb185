"""The vault that a command works on."""

from argparse import Namespace
from contextlib import closing

from vaultmind import api


def opened(args: Namespace, *, catch_up: bool = True) -> "closing[api.Session]":
    """Return the session of the vault that the arguments name, to be closed with the block."""
    return closing(api.open_vault(vault=args.vault, data=args.data, catch_up=catch_up))
