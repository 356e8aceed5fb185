"""Whether anything may be written into a vault."""

import os
from pathlib import Path


def why_read_only(root: Path) -> str:
    """Return in a sentence why nothing can be written into the folder ``root``, or ``""`` where it can."""
    if hasattr(os, "statvfs"):
        try:
            is_mounted_so = bool(os.statvfs(root).f_flag & os.ST_RDONLY)
        except OSError:
            is_mounted_so = False
        if is_mounted_so:
            return f"The disk of {root} can only be read."
    if root.is_dir() and not os.access(root, os.W_OK | os.X_OK):
        return f"You may read the folder {root}, not write in it."
    return ""
