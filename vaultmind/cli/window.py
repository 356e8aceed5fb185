"""What is done by a window that is open: ``toggle`` and ``vaultmind:`` links, with nothing large loaded."""

import os
from collections.abc import Sequence
from pathlib import Path

from vaultmind.adapters.window_door import door_of, knock

_LINK = "vaultmind:"


def told_window(arguments: Sequence[str]) -> bool:
    """Do ``toggle`` or a ``vaultmind://`` link by a window that is open; say whether that was all."""
    message = _message_of(arguments)
    return message is not None and knock(door_of(_data_named(arguments)), message)


def is_link(argument: str) -> bool:
    """Say whether an argument is a link that a browser or Obsidian handed over."""
    return argument.lower().startswith(_LINK)


def token() -> str:
    """Return what lets a window come to the front on this desktop, if whoever started this process gave it."""
    return os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID") or ""


def _message_of(arguments: Sequence[str]) -> dict[str, str] | None:
    if len(arguments) == 1 and is_link(arguments[0]):
        return {"do": "link", "link": arguments[0], "token": token()}
    others = _without_data(arguments)
    if others == ["toggle"]:
        return {"do": "toggle", "token": token()}
    return None


def _without_data(arguments: Sequence[str]) -> list[str]:
    found, skips = [], False
    for one in arguments:
        if skips:
            skips = False
        elif one == "--data":
            skips = True
        elif not one.startswith("--data="):
            found.append(one)
    return found


def _data_named(arguments: Sequence[str]) -> Path | None:
    named = None
    for place, one in enumerate(arguments):
        if one.startswith("--data="):
            named = one.removeprefix("--data=")
        elif one == "--data" and place + 1 < len(arguments):
            named = arguments[place + 1]
    return Path(named) if named else None
