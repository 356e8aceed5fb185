"""Where an engine can be reached, and proof that both ends belong to the same user."""

import hashlib
import os
import secrets
import socket
import stat
import struct
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from vaultmind.domain.errors import EngineProblem

_LONGEST_SOCKET_PATH = 100
_CONNECT_S = 2.0
_HAS_UNIX_SOCKETS = hasattr(socket, "AF_UNIX") and sys.platform != "win32"


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where one engine listens: a socket file, or a port of this machine, where the token comes first."""

    pid: int
    path: str | None
    port: int | None
    token: str


_ADDRESS = msgspec.json.Decoder(EngineAddress)
"""Made out on import: where two threads have msgspec (0.22) make a type out at once, the process crashes."""


def runtime_folder() -> Path:
    """Return a folder of mode 0700 for sockets and records of running processes; raise ``EngineProblem`` if it is not.

    It is in ``$XDG_RUNTIME_DIR`` where there is one, else in the system's folder for temporary files.
    """
    given = os.environ.get("XDG_RUNTIME_DIR")
    if given and Path(given).is_dir() and os.access(given, os.W_OK):
        folder = Path(given) / "vaultmind"
    else:
        folder = Path(tempfile.gettempdir()) / f"vaultmind-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise EngineProblem(f"{folder} is in the way: it must be a folder of your own.")
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o077):
        raise EngineProblem(f"{folder} must belong to you alone (mode 0700), or the engine could be overheard.")
    return folder


def address_file(index_folder: Path) -> Path:
    """Return the file in which the engine of an index says where it listens."""
    return index_folder / "engine.json"


def read_address(index_folder: Path) -> EngineAddress | None:
    """Return where the engine of an index listens, or listened last."""
    try:
        return _ADDRESS.decode(address_file(index_folder).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return None


def listen(index_folder: Path, *, unix: bool = _HAS_UNIX_SOCKETS) -> tuple[socket.socket, EngineAddress]:
    """Listen for the clients of an index and write down where; only the holder of its lock may do so."""
    place = runtime_folder() / f"{hashlib.blake2b(str(index_folder).encode(), digest_size=8).hexdigest()}.sock"
    if unix and len(os.fsencode(place)) <= _LONGEST_SOCKET_PATH:
        place.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(place))
        address = EngineAddress(os.getpid(), str(place), None, "")
    else:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", 0))
        address = EngineAddress(os.getpid(), None, listener.getsockname()[1], secrets.token_urlsafe(32))
    listener.listen(128)
    _write_alone(address_file(index_folder), msgspec.json.encode(address))
    return listener, address


def forget_address(index_folder: Path, address: EngineAddress) -> None:
    """Remove what ``listen`` wrote, unless another engine has written its own since."""
    if read_address(index_folder) == address:
        address_file(index_folder).unlink(missing_ok=True)
        if address.path is not None:
            Path(address.path).unlink(missing_ok=True)


def connect(address: EngineAddress) -> socket.socket | None:
    """Return a connection to the engine, or ``None`` when nobody listens, or somebody else than this user."""
    try:
        if address.path is not None:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(_CONNECT_S)
            connection.connect(address.path)
        else:
            connection = socket.create_connection(("127.0.0.1", address.port or 0), timeout=_CONNECT_S)
    except OSError:
        return None
    if not peer_is_this_user(connection):
        connection.close()
        return None
    return connection


def peer_is_this_user(connection: socket.socket) -> bool:
    """Say whether the other end of a Unix socket runs as the same user; a port cannot tell, its token must."""
    if connection.family != getattr(socket, "AF_UNIX", None):
        return True
    if sys.platform == "linux":
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return bool(struct.unpack("3i", credentials)[1] == os.getuid())
    if sys.platform == "darwin":
        # struct xucred: version, uid, and groups that do not matter here
        credentials = connection.getsockopt(0, 1, 76)
        return bool(struct.unpack_from("=II", credentials)[1] == os.getuid())
    return True


def _write_alone(path: Path, content: bytes) -> None:
    beside = path.with_suffix(f".{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    beside.replace(path)
