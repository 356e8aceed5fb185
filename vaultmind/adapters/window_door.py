"""The door of the window that is open: where a second start, a desktop's key or a link knocks.

Standard library alone: whoever knocks must be quick.
"""

import hashlib
import json
import os
import socket
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

LONGEST_MESSAGE = 16_384
"""Bytes that one message, a JSON object on one line, may have."""
_PATIENCE_S = 3.0


def door_of(data: Path | None = None) -> str:
    """Return the address of the window that works on a data folder: a socket's path, on Windows the name of a pipe.

    ``data`` or ``$VAULTMIND_DATA`` is the folder a person named; each has a window of its own. ``""`` where this
    person can have no folder for sockets: then every start opens a window.
    """
    named = str(data) if data is not None else os.environ.get("VAULTMIND_DATA", "")
    whose = os.environ.get("USERNAME", "") if sys.platform == "win32" else ""
    folder = str(Path(named).expanduser().absolute()) if named else ""
    mark = hashlib.sha256(f"{whose}\n{folder}".encode()).hexdigest()[:12] if folder or whose else "usual"
    if sys.platform == "win32":
        return rf"\\.\pipe\vaultmind-window-{mark}"
    sockets = _runtime_folder()
    return str(sockets / f"window-{mark}.sock") if sockets is not None else ""


def knock(door: str, message: Mapping[str, str], *, patience_s: float = _PATIENCE_S) -> bool:
    """Hand a message to the window behind a door; ``False`` where there is none, or it does not answer in time.

    Of a link that is too long for a message only that it came is handed over: the window refuses one without words.
    """
    line = _line(message)
    if len(line) > LONGEST_MESSAGE:
        line = _line({**message, "link": ""})
    if not door or len(line) > LONGEST_MESSAGE:
        return False
    try:
        return (_by_pipe(door, line) if sys.platform == "win32" else _by_socket(door, line, patience_s)) == b"ok\n"
    except OSError:
        return False


def _line(message: Mapping[str, str]) -> bytes:
    return (json.dumps(dict(message)) + "\n").encode()


def _by_socket(door: str, line: bytes, patience_s: float) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(patience_s)
        connection.connect(door)
        connection.sendall(line)
        return connection.recv(16)


def _by_pipe(door: str, line: bytes) -> bytes:
    with Path(door).open("r+b", buffering=0) as pipe:
        pipe.write(line)
        return pipe.read(16) or b""


def _runtime_folder() -> Path | None:
    """Return this person's folder for sockets, made with mode 0700; ``None`` where there can be none of their own."""
    given = os.environ.get("XDG_RUNTIME_DIR")
    usual = Path(tempfile.gettempdir()) / f"vaultmind-{os.getuid()}"
    for folder in (Path(given) / "vaultmind", usual) if given else (usual,):
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.lstat().st_uid == os.getuid() and not folder.is_symlink():
                return folder
        except OSError:
            continue
    return None
