"""The engine: serves one session to many clients, and leaves when nobody needs it."""

import hmac
import logging
import os
import re
import socket
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaultmind.domain.errors import Cancelled, EngineProblem, EngineStopped
from vaultmind.engine.address import forget_address, listen, peer_is_this_user
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
    Welcome,
    encode,
    failure_of,
    methods_of,
)
from vaultmind.session.interface import Session
from vaultmind.session.streams import Stop

_LOG = logging.getLogger(__name__)
_HELLO_S = 5.0
_SEND_S = 30
_POLL_S = 0.25
_FINISH_S = 30.0
_REST_S = 1.0
_MOST_CALLS = 64


@dataclass(frozen=True, slots=True)
class Renewal:
    """How an engine comes to another session: ``is_due`` is asked often, ``open`` once the session before is closed."""

    is_due: Callable[[], bool]
    open: Callable[[], Session]


class EngineServer:
    """Serves ``session`` on a local socket; whoever makes one holds the lock of the index in ``index_folder``."""

    def __init__(
        self,
        session: Session,
        index_folder: Path,
        *,
        version: str,
        idle_s: float | None = 60.0,
        interface: type = Session,
        protocol: int = PROTOCOL,
        renewal: Renewal | None = None,
    ) -> None:
        """Begin to listen; ``run`` answers. After ``idle_s`` without clients it leaves, with ``None`` it stays."""
        self.session = session
        self._renewal = renewal
        self._looking = threading.Lock()
        self._serving = threading.Condition()
        self._asked = 0
        self._resumable: set[Stop] = set()
        self._is_renewing = False
        self._has_none = False
        self._index_folder = index_folder
        self._version = version
        self._protocol = protocol
        self._idle_s = idle_s
        self._methods = methods_of(interface)
        self._connections: set[_Connection] = set()
        self._lock = threading.Lock()
        self._leaving = threading.Event()
        self._alone_since = time.monotonic()
        self._listener, self.address = listen(index_folder)
        self._listener.settimeout(_POLL_S)

    def run(self) -> None:
        """Serve until ``stop``, a client's wish, or idleness; calls that have begun are finished."""
        self._alone_since = time.monotonic()
        while not self._leaving.is_set():
            with suppress(TimeoutError):
                accepted, _ = self._listener.accept()
                self._admit(accepted)
            self._renew_if_due()
            if self._connections:
                self._alone_since = time.monotonic()
            elif self._idle_s is not None and time.monotonic() - self._alone_since >= self._idle_s:
                self._leaving.set()
        self._listener.close()
        forget_address(self._index_folder, self.address)
        for connection in list(self._connections):
            connection.finish(_FINISH_S)

    def is_deserted(self) -> bool:
        """Say whether nobody is there any more for whom to work; an engine that stays without clients never is."""
        is_alone = self._idle_s is not None and not self._connections
        return is_alone and time.monotonic() - self._alone_since >= _REST_S

    def close_session(self) -> None:
        """Let go of the session that is served now."""
        self.session.close()

    def stop(self) -> None:
        """Ask the engine to leave; ``run`` returns when the calls that have begun are done."""
        self._leaving.set()

    def _admit(self, accepted: socket.socket) -> None:
        if not peer_is_this_user(accepted):
            accepted.close()
            return
        connection = _Connection(self, accepted)
        with self._lock:
            self._connections.add(connection)
        threading.Thread(target=self._attend, args=(connection,), name="engine-client", daemon=True).start()

    def _attend(self, connection: "_Connection") -> None:
        try:
            if self._greet(connection):
                connection.answer_calls()
        except (OSError, EngineProblem) as problem:
            _LOG.info("A client was let go: %s", type(problem).__name__)
        finally:
            connection.drop()
            with self._lock:
                self._connections.discard(connection)

    def _greet(self, connection: "_Connection") -> bool:
        """Exchange versions and say whether this client can be served."""
        hello = connection.receive(timeout_s=_HELLO_S)
        if not isinstance(hello, Hello):
            return False
        if not hmac.compare_digest(hello.token.encode(), self.address.token.encode()):
            return False
        is_older = (self._protocol, release(self._version)) < (hello.protocol, release(hello.version))
        connection.send(Welcome(self._protocol, self._version, os.getpid(), leaving=is_older))
        if is_older:
            self.stop()
        return not is_older and hello.protocol == self._protocol

    def _renew_if_due(self) -> None:
        """Renew the session if it is time, looked at before each call too: none is answered by what was before."""
        with self._looking:
            if self._renewal is not None and not self._has_none and self._renewal.is_due():
                self._renew(self._renewal)

    def _renew(self, renewal: "Renewal") -> None:
        """Put another session in the place of this one; whoever asks meanwhile waits, and streams go on in it.

        An answer that is being given is not cut short: the renewal comes after it.
        """
        with self._serving:
            if self._asked > len(self._resumable):
                return
            self._is_renewing = True
            for stop in self._resumable:
                stop.cancel()
            self._serving.wait_for(lambda: not self._asked)
        try:
            self.session.close()
            self.session = renewal.open()
        except Exception as error:  # noqa: BLE001 (the next engine tells its client what is wrong)
            _LOG.warning("The session could not be renewed: %s", type(error).__name__)
            self._has_none = True
            self.stop()
        finally:
            with self._serving:
                self._is_renewing = False
                self._serving.notify_all()

    @contextmanager
    def _current(self, method: Method, stop: Stop) -> Iterator[tuple[Session, Stop]]:
        """Hold the session for one call, with what stops the call and, where it can be resumed, also a renewal.

        Where there is none any more the client is not answered: its connection ends, and it asks the next engine.
        """
        own = Stop(stop)
        self._renew_if_due()
        with self._serving:
            self._serving.wait_for(lambda: not self._is_renewing)
            if self._has_none:
                raise ConnectionAbortedError
            self._asked += 1
            if method.is_resumable:
                self._resumable.add(own)
        try:
            yield self.session, own
        finally:
            with self._serving:
                self._asked -= 1
                self._resumable.discard(own)
                self._serving.notify_all()

    def call(self, method: Method, call: Call, connection: "_Connection", stop: Stop) -> None:
        """Answer one call, item by item where it is a stream."""
        if not method.is_stream:
            arguments = method.unpack(call.arguments)
            if method.token is not None:
                arguments[method.token] = stop
            with self._current(method, stop) as (session, _):
                outcome = getattr(session, method.name)(**arguments)
            connection.send(Result(call.id, outcome))
            return
        while self._was_interrupted(method, call, connection, stop):
            _LOG.info("A stream goes on in a renewed session.")
        if stop.cancelled():  # a client that cancelled does not listen any more; one that did not learns why
            raise EngineStopped("The engine stopped in the middle of its answer; ask again.")
        connection.send(Result(call.id))

    def _was_interrupted(self, method: Method, call: Call, connection: "_Connection", stop: Stop) -> bool:
        """Send what a stream yields, and say whether a renewal ended it before its time."""
        arguments = method.unpack(call.arguments)
        with self._current(method, stop) as (session, own):
            if method.token is not None:
                arguments[method.token] = own
            outcome = getattr(session, method.name)(**arguments)
            try:
                for value in outcome:
                    if own.cancelled():
                        break
                    connection.send(Item(call.id, type(value).__name__, value))
            except Cancelled:
                if not own.cancelled():
                    raise
            finally:
                outcome.close()
            return own.cancelled() and not stop.cancelled()

    def method(self, name: str) -> Method:
        """Return a method by name; raise ``EngineProblem`` for one this engine does not have."""
        if name not in self._methods:
            raise EngineProblem(f"The engine does not know {name!r}; is it of the same version?")
        return self._methods[name]


class _Connection:
    """One client: a reader of its lines, and a thread for each of its calls."""

    def __init__(self, engine: EngineServer, accepted: socket.socket) -> None:
        self._engine = engine
        _limit_sending(accepted)
        self._socket = accepted
        self._lines = accepted.makefile("rb")
        self._decoder = Decoder(FromClient)
        self._sending = threading.Lock()
        self._lock = threading.Lock()
        self._calls: dict[int, tuple[Stop, threading.Thread, bool]] = {}

    def receive(self, *, timeout_s: float | None = None) -> FromClient | None:
        """Return the next message, or ``None`` when the client has gone."""
        self._socket.settimeout(timeout_s)
        message: Any = None
        while message is None:
            line = self._lines.readline(LONGEST_LINE + 1)
            if not line.endswith(b"\n"):
                return None
            message = self._decoder.decode(line)
        found: FromClient = message
        return found

    def send(self, message: FromEngine) -> None:
        """Send one message whole; a client that does not read for long is given up."""
        with self._sending:
            for line in encode(message):
                self._socket.sendall(line)

    def answer_calls(self) -> None:
        """Start the calls of this client as they come, until it goes."""
        while (message := self.receive()) is not None:
            match message:
                case Call():
                    self._begin(message)
                case Cancel():
                    self._cancel(message.id)
                case Leave():
                    self._engine.stop()
                case _:
                    raise EngineProblem("A client spoke out of turn.")

    def finish(self, patience_s: float) -> None:
        """Cancel streams, wait for other calls to be done, and let the client go."""
        with self._lock:
            calls = list(self._calls.values())
        for stop, _, is_stream in calls:
            if is_stream:
                stop.cancel()
        deadline = time.monotonic() + patience_s
        for _, thread, _ in calls:
            thread.join(max(0.0, deadline - time.monotonic()))
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def drop(self) -> None:
        """Cancel whatever this client was waiting for."""
        with self._lock:
            calls = list(self._calls.values())
        for stop, _, _ in calls:
            stop.cancel()
        with suppress(OSError):
            self._socket.close()

    def _begin(self, call: Call) -> None:
        try:
            method = self._engine.method(call.method)
            if len(self._calls) >= _MOST_CALLS:
                raise EngineProblem("The engine has too many questions of this program to answer already.")
        except EngineProblem as problem:
            self.send(failure_of(call.id, problem))
            return
        stop = Stop()
        thread = threading.Thread(
            target=self._answer, args=(method, call, stop), name=f"engine-{call.method}", daemon=True
        )
        with self._lock:  # whoever looks at the calls may wait for their threads: they have begun
            self._calls[call.id] = (stop, thread, method.is_stream)
            thread.start()

    def _answer(self, method: Method, call: Call, stop: Stop) -> None:
        try:
            self._engine.call(method, call, self, stop)
        except OSError:
            _LOG.info("A client left before its answer.")
        except Exception as error:  # noqa: BLE001 (every error crosses the border as a value)
            failure = failure_of(call.id, error)
            if failure.kind != type(error).__name__:
                places = "".join(traceback.format_tb(error.__traceback__))  # without its words: notes may be in them
                _LOG.error("%s in %s\n%s", type(error).__name__, call.method, places)
            with suppress(OSError):
                self.send(failure)
        finally:
            with self._lock:
                self._calls.pop(call.id, None)

    def _cancel(self, call_id: int) -> None:
        with self._lock:
            found = self._calls.get(call_id)
        if found is not None:
            found[0].cancel()


def announce(message: Welcome | Failure) -> None:
    """Tell whoever started this process by its first line whether it serves; nothing is written after that.

    Where nobody waits for it any more, nobody is told.
    """
    with suppress(OSError):
        for line in encode(message):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def release(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, for comparing: ``"0.10.1.dev3"`` is ``(0, 10, 1)``."""
    leading = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in leading.group().split(".")) if leading else ()


def _limit_sending(connection: socket.socket) -> None:
    """Let a send fail that waits for long, without limiting how long the same socket may wait for words."""
    limit = struct.pack("=I", _SEND_S * 1000) if sys.platform == "win32" else struct.pack("@ll", _SEND_S, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
