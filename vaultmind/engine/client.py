"""A session in another process: finds the engine of an index, or has it started, and asks it everything."""

import functools
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from filelock import FileLock, Timeout

from vaultmind.domain.errors import Cancelled, EngineProblem, EngineStopped, IndexBusy
from vaultmind.engine.address import EngineAddress, connect, read_address
from vaultmind.engine.protocol import (
    LONGEST_LINE,
    PROTOCOL,
    Call,
    Cancel,
    Decoder,
    Failure,
    FromClient,
    FromEngine,
    Hello,
    Item,
    Leave,
    Method,
    Result,
    Unread,
    Welcome,
    encode,
    error_of,
    methods_of,
)
from vaultmind.ports import CancelToken
from vaultmind.session.interface import Session

START_S = 60.0
"""How long whoever starts an engine waits for it, in seconds; others wait a little longer for what came of that."""

_WELCOME_S = 10.0
_LEAVING_S = 30.0
_WAITING_S = START_S + 15.0
_BUSY_S = 5.0
_PAUSE_S = 0.05
_POLL_S = 0.05


def open_remote(index_folder: Path, *, version: str, start: Callable[[], None]) -> Session:
    """Return the session of the engine that serves the index in ``index_folder``.

    ``start`` starts one when there is none, and returns when it serves, or another's will; it raises what kept it from
    serving.
    """
    session = RemoteSession(index_folder, version=version, start=start)
    session.connect()
    return cast("Session", session)


def check_announcement(line: bytes) -> None:
    """Raise what kept an engine from serving, if its first line says so, or if there is none."""
    message = Decoder(FromEngine).decode(line) if line else None
    if isinstance(message, Failure):
        raise error_of(message)
    if not isinstance(message, Welcome):
        raise EngineProblem("The engine of this vault ended before it could serve; its log may say why.")


def still_starting() -> EngineProblem:
    """Return the problem of an engine that takes its time: it goes on, and whoever asks later finds it."""
    return EngineProblem("The engine of this vault is still starting; ask again in a moment.")


def stop_engine(index_folder: Path, *, version: str) -> bool:
    """Ask the engine of an index to leave and wait until it has; return whether there was one."""
    address = read_address(index_folder)
    connection = _Connection.open(address, version, PROTOCOL) if address else None
    if connection is None:
        return False
    connection.send(Leave())
    return connection.wait_for_end(_LEAVING_S)


class RemoteSession:
    """Every method of the session interface, by name; the connection is renewed when the engine has gone."""

    def __init__(
        self,
        index_folder: Path,
        *,
        version: str,
        start: Callable[[], None],
        interface: type = Session,
        protocol: int = PROTOCOL,
    ) -> None:
        self._index_folder = index_folder
        self._version = version
        self._protocol = protocol
        self._start = start
        self._methods = methods_of(interface)
        self._lock = threading.Lock()
        self._connection: _Connection | None = None
        self._is_closed = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        methods: Mapping[str, Method] = self.__dict__.get("_methods", {})
        if name not in methods:
            raise AttributeError(name)
        method = methods[name]
        return functools.partial(self._stream if method.is_stream else self._ask, method)

    def connect(self) -> None:
        """Find the engine or have it started; raise ``EngineProblem`` or what kept it from starting."""
        self._connected()

    def close(self) -> None:
        """Leave the engine to its other clients."""
        with self._lock:
            self._is_closed = True
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _ask(self, method: Method, *arguments: Any, **named: Any) -> Any:
        sent = method.pack(arguments, named)
        token = named.get(method.token) if method.token else None
        for is_last in (not method.is_repeatable, True):
            with self._connected().begin(method.name, sent) as call:
                match call.next_message(token):
                    case Result(value=value):
                        return method.value(value)
                    case Failure() as failure:
                        raise error_of(failure)
            if is_last:
                break
        raise EngineStopped("The engine stopped before it answered; ask again.")

    def _stream(self, method: Method, *arguments: Any, **named: Any) -> Iterator[Any]:
        sent = method.pack(arguments, named)
        token = named.get(method.token) if method.token else None
        call = self._connected().begin(method.name, sent)
        with call:
            while True:
                match call.next_message(token):
                    case Item(kind=kind, value=value):
                        yield method.item(kind, value)
                    case Result():
                        return
                    case Failure() as failure:
                        raise error_of(failure)
                    case _:
                        raise EngineStopped("The engine stopped in the middle of its answer; ask again.")

    def _connected(self) -> "_Connection":
        with self._lock:
            if self._is_closed:
                raise EngineProblem("This session is closed.")
            if self._connection is None or self._connection.has_ended:
                self._connection = self._find_or_start()
            return self._connection

    def _find_or_start(self) -> "_Connection":
        deadline = time.monotonic() + _WAITING_S
        busy_until = None
        starting = FileLock(self._index_folder / "engine.starting")
        while time.monotonic() < deadline:
            with suppress(Timeout):
                if (found := self._find()) is not None:
                    return found
                with starting.acquire(timeout=_PAUSE_S):
                    if (found := self._find()) is not None:
                        return found
                    try:
                        self._start()
                    except IndexBusy:
                        busy_until = busy_until or time.monotonic() + _BUSY_S
                        if time.monotonic() > busy_until:
                            raise
                        time.sleep(_PAUSE_S)
        raise still_starting()

    def _find(self) -> "_Connection | None":
        address = read_address(self._index_folder)
        return _Connection.open(address, self._version, self._protocol) if address else None


class _Connection:
    """One connection to an engine; a thread of its own reads it and hands every answer to its call."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._lines = connected.makefile("rb")
        self._decoder = Decoder(Unread)
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._calls: dict[int, _Call] = {}
        self._last_id = 0
        self._ended = threading.Event()

    @classmethod
    def open(cls, address: EngineAddress, version: str, protocol: int) -> "_Connection | None":
        """Return a connection that was welcomed, or ``None`` where nobody is, or somebody who is leaving.

        Raises ``EngineProblem`` when the engine is newer than this program.
        """
        connected = connect(address)
        if connected is None:
            return None
        connection = cls(connected)
        try:
            connected.settimeout(_WELCOME_S)
            connection.send(Hello(protocol, version, address.token))
            welcome = connection.receive()
            connected.settimeout(None)
        except OSError:
            welcome = None
        if not isinstance(welcome, Welcome) or welcome.leaving:
            connected.close()
            return None
        if welcome.protocol > protocol:
            connected.close()
            raise EngineProblem(
                f"The engine of this vault is VaultMind {welcome.version}, newer than this one ({version}); "
                "update this program, or stop the engine with the newer one."
            )
        threading.Thread(target=connection.read, name="engine-answers", daemon=True).start()
        return connection

    @property
    def has_ended(self) -> bool:
        """Say whether the engine has gone."""
        return self._ended.is_set()

    def wait_for_end(self, patience_s: float) -> bool:
        """Wait until the engine has gone, and say whether it has."""
        return self._ended.wait(patience_s)

    def begin(self, method: str, arguments: dict[str, Any]) -> "_Call":
        """Send a call and return where its answer will arrive."""
        with self._lock:
            self._last_id += 1
            call = self._calls[self._last_id] = _Call(self, self._last_id)
        self.send(Call(call.id, method, arguments))
        if self.has_ended:
            call.arrived.put(None)
        return call

    def send(self, message: FromClient) -> None:
        """Send one message; a connection that has broken ends, which every call on it will see."""
        try:
            with self._sending:
                for line in encode(message):
                    self._socket.sendall(line)
        except OSError:
            self.close()

    def receive(self) -> FromEngine | None:
        """Return the next message, or ``None`` when the engine has gone."""
        message: Any = None
        while message is None:
            line = self._lines.readline(LONGEST_LINE + 1)
            if not line.endswith(b"\n"):
                return None
            message = self._decoder.decode(line)
        found: FromEngine = message
        return found

    def read(self) -> None:
        """Hand out messages until the engine goes; then tell every call that waits."""
        with suppress(OSError, ValueError, EngineProblem):
            while (message := self.receive()) is not None:
                if isinstance(message, Item | Result | Failure):
                    with self._lock:
                        call = self._calls.get(message.id)
                    if call is not None:
                        call.arrived.put(message)
        self._ended.set()
        self.close()
        with self._lock:
            calls = list(self._calls.values())
        for call in calls:
            call.arrived.put(None)

    def forget(self, call: "_Call") -> None:
        """Take no more answers to a call."""
        with self._lock:
            self._calls.pop(call.id, None)

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        with suppress(OSError):
            self._socket.close()


class _Call:
    """One call that was sent. Leaving it before its end tells the engine that nobody waits for it any more."""

    def __init__(self, connection: _Connection, number: int) -> None:
        self.id = number
        self.arrived: queue.SimpleQueue[Item | Result | Failure | None] = queue.SimpleQueue()
        self._connection = connection
        self._is_over = False

    def next_message(self, cancel: CancelToken | None) -> Item | Result | Failure | None:
        """Return what comes next, ``None`` if the engine has gone; raise ``Cancelled`` once ``cancel`` says so."""
        while True:
            if cancel is not None and cancel.cancelled():
                raise Cancelled("Stopped.")
            try:
                message = self.arrived.get(timeout=_POLL_S if cancel is not None else None)
            except queue.Empty:
                continue
            self._is_over = not isinstance(message, Item)
            return message

    def __enter__(self) -> "_Call":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.forget(self)
        if not self._is_over:
            self._connection.send(Cancel(self.id))
