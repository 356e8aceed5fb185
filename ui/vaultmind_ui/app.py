"""The desktop app's entry point; Qt is loaded when it is called, since a bare installation has none."""

import os
from pathlib import Path

from vaultmind import api


def main(vault: Path | None = None, data: Path | None = None, *, wanted: str = "show", link: str = "") -> int:
    """Open the window on a vault and return its exit status; ``VaultMindError`` where there is no Qt.

    Where one is open on the same data folder it is told what is ``wanted``: ``"show"``, ``"toggle"`` or ``"hidden"``,
    or the ``vaultmind://`` link to follow.
    """
    token = os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID") or ""
    named = {"vault": str(vault.expanduser().absolute())} if vault is not None else {}
    if api.knock(api.door_of(data), {"do": "link" if link else wanted, "link": link, "token": token, **named}):
        return 0
    try:
        from PySide6 import QtWidgets  # noqa: F401, PLC0415
    except ImportError as error:
        raise api.VaultMindError(
            f"The window needs Qt and its system libraries: give pip the file this was installed from, with [desktop] "
            f"behind it ({error})."
        ) from error
    from vaultmind_ui.starting import run  # noqa: PLC0415

    opening = api.open_vault if os.environ.get("VAULTMIND_ENGINE") == "off" else api.join_engine
    return run(
        lambda root: opening(vault=root, data=data, catch_up=False), vault=vault, data=data, wanted=wanted, link=link
    )
