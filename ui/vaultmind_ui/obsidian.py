"""Whether Obsidian opens its links on this machine."""

import shutil
import subprocess
import sys

_SCHEME = "x-scheme-handler/obsidian"
_PATIENCE_S = 5.0


def opens_links() -> bool:
    """Say whether a program is registered for ``obsidian:`` links; ``True`` where nobody can tell before it is tried.

    On a Linux desktop opening a link succeeds also where nothing takes it, so it must be asked before. Not for Qt's
    thread: it runs a program.
    """
    asking = shutil.which("xdg-mime")
    if sys.platform in ("win32", "darwin") or asking is None:
        return True
    try:
        said = subprocess.run(  # noqa: S603 (found on the path, as what opens the link is)
            [asking, "query", "default", _SCHEME], capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return True
    return bool(said.stdout.strip())
