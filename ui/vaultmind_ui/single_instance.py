"""One window for a data folder: whoever starts a second is heard by the first."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from vaultmind import api

WANTED = ("show", "toggle", "hidden", "link")


class Door(QObject):
    """Hears what later starts want; only programs of the same person can knock.

    ``knocked`` brings a message: ``do`` is one of ``WANTED``, ``link`` a link as a stranger wrote it, ``vault`` the
    folder that a person named, ``token`` the desktop's leave to come to the front; what was not given is ``""``.
    """

    knocked = Signal(dict)

    def __init__(self, door: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def open(self) -> bool:
        """Begin to listen; a door that a killed window left behind is replaced. ``False`` where it cannot be."""
        if not self._door:
            return False
        if self._server.listen(self._door):
            return True
        if sys.platform != "win32" and Path(self._door).is_socket():
            QLocalServer.removeServer(self._door)
        return self._server.listen(self._door)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connection(self) -> None:
        while (knocking := self._server.nextPendingConnection()) is not None:
            knocking.readyRead.connect(lambda one=knocking: self._on_ready(one))
            knocking.disconnected.connect(knocking.deleteLater)
            if knocking.bytesAvailable():
                self._on_ready(knocking)

    def _on_ready(self, knocking: QLocalSocket) -> None:
        if not knocking.canReadLine():
            if knocking.bytesAvailable() > api.LONGEST_MESSAGE:
                knocking.abort()
            return
        message = message_of(bytes(knocking.readLine(api.LONGEST_MESSAGE + 1).data()))
        if message is None:
            knocking.abort()
            return
        knocking.write(b"ok\n")
        knocking.flush()
        knocking.disconnectFromServer()
        self.knocked.emit(message)


def message_of(line: bytes) -> dict[str, str] | None:
    """Read one message; ``None`` where it is none."""
    try:
        read = json.loads(line)
    except ValueError:
        return None
    if not isinstance(read, dict) or read.get("do") not in WANTED:
        return None
    known = {name: read.get(name, "") for name in ("do", "link", "vault", "token")}
    return known if all(isinstance(value, str) for value in known.values()) else None
