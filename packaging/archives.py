"""What a package of a folder is made with: one way to pack, and the name of the machine it is for."""

import platform
import tarfile
from pathlib import Path


def archive(folder: Path, target: Path, *, name: str, moment: int) -> None:
    """Pack a folder as ``.tar.xz``: names in order, one time, no owner."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = moment
        return entry

    with tarfile.open(target, "w:xz", preset=3) as packed:
        for path in [folder, *sorted(folder.rglob("*"))]:
            packed.add(path, arcname=str(Path(name) / path.relative_to(folder)), recursive=False, filter=plain)


def machine() -> str:
    """Return this machine's architecture as Debian calls it."""
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
