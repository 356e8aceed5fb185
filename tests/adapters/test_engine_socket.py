"""Engine and clients over real sockets, with a session small enough to be slow, silent or broken on purpose."""

import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

import pytest
from filelock import FileLock

from vaultmind.domain.errors import Cancelled, EngineProblem, IndexBusy, NoteNotFound
from vaultmind.domain.views import AnswerDelta
from vaultmind.engine import address as addresses
from vaultmind.engine.address import EngineAddress, address_file, connect, listen, read_address, runtime_folder
from vaultmind.engine.client import START_S, RemoteSession, stop_engine
from vaultmind.engine.protocol import Call, Hello, encode
from vaultmind.engine.server import EngineServer, Renewal, release
from vaultmind.ports import CancelToken
from vaultmind.session.interface import repeatable, resumable

PATIENCE_S = 60.0


class Interface(Protocol):
    """What the session of these tests can do."""

    @repeatable
    def echo(self, text: str) -> str: ...
    @repeatable
    def die(self) -> str: ...
    def fail(self, kind: str) -> None: ...
    def count(self, upto: int) -> Iterator[AnswerDelta]: ...
    def silence(self, *, cancel: CancelToken | None = None) -> Iterator[AnswerDelta]: ...
    @resumable
    def watch(self, *, cancel: CancelToken | None = None) -> Iterator[AnswerDelta]: ...
    def slow_write(self) -> str: ...
    def close(self) -> None: ...


class OddSession:
    """Remembers what was done to it."""

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.may_finish = threading.Event()
        self.on_death: Callable[[], None] = lambda: None

    def echo(self, text: str) -> str:
        return text

    def die(self) -> str:
        """Die the first time, as far as a client can see."""
        self.happened.append("died")
        self.on_death()
        return "alive"

    def fail(self, kind: str) -> None:
        raise NoteNotFound("There is no such note.") if kind == "ours" else ValueError(f"words {kind}")

    def count(self, upto: int) -> Iterator[AnswerDelta]:
        try:
            for number in range(upto):
                yield AnswerDelta(str(number))
            self.happened.append("counted")
        finally:
            self.happened.append("count ended")

    def silence(self, *, cancel: CancelToken | None = None) -> Iterator[AnswerDelta]:
        assert cancel is not None
        self.happened.append("silence began")
        while not cancel.cancelled():
            time.sleep(0.01)
        self.happened.append("silence ended")
        yield AnswerDelta("too late")

    def watch(self, *, cancel: CancelToken | None = None) -> Iterator[AnswerDelta]:
        assert cancel is not None
        yield AnswerDelta(f"watching {id(self)}")
        while not cancel.cancelled():
            time.sleep(0.01)
        raise Cancelled("Watching was stopped.")

    def slow_write(self) -> str:
        self.happened.append("write began")
        assert self.may_finish.wait(PATIENCE_S)
        self.happened.append("write ended")
        return "written"

    def close(self) -> None:
        self.happened.append("closed")

    def saw(self, event: str) -> bool:
        deadline = time.monotonic() + PATIENCE_S
        while event not in self.happened:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True


class Running:
    """An engine in a thread of the test."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.session = OddSession()
        self.folder = folder
        self.starts = 0
        options = {"version": "1.2.0", "idle_s": None, "interface": Interface} | options
        before_it_serves: Callable[[EngineAddress], object] = options.pop("before_it_serves", lambda _: None)
        self.server = EngineServer(self.session, folder, **options)  # type: ignore[arg-type]
        before_it_serves(self.server.address)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def client(self, **options: Any) -> RemoteSession:
        def start() -> None:
            self.starts += 1
            raise EngineProblem("No engine is started here.")

        options = {"version": "1.2.0", "interface": Interface, "start": start} | options
        return RemoteSession(self.folder, **options)

    def has_left(self) -> bool:
        self.thread.join(PATIENCE_S)
        return not self.thread.is_alive()

    def stop(self) -> None:
        self.session.may_finish.set()
        self.server.stop()
        self.thread.join(PATIENCE_S)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Running]]:
    engines: list[Running] = []

    def start(**options: Any) -> Running:
        engines.append(Running(tmp_path, **options))
        return engines[-1]

    with tempfile.TemporaryDirectory() as short:  # a socket's path may have 100 bytes, and a worker's tmp_path has more
        monkeypatch.setenv("XDG_RUNTIME_DIR", short)
        yield start
        for engine in engines:
            engine.stop()


@pytest.fixture(params=["unix", "port"])
def engine(request: pytest.FixtureRequest, run: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> Running:
    if request.param == "port":
        monkeypatch.setattr("vaultmind.engine.server.listen", lambda folder: listen(folder, unix=False))
    elif not addresses._HAS_UNIX_SOCKETS:
        pytest.skip("this system has no Unix sockets")
    running = run()
    assert (running.server.address.path is None) == (request.param == "port")
    return running


def test_values_and_streams_come_back(engine: Running) -> None:
    client = engine.client()
    assert client.echo("Привет\n\udce9") == "Привет\n\udce9"
    assert [delta.text for delta in client.count(1000)] == [str(number) for number in range(1000)]
    assert engine.starts == 0


def test_errors_are_raised_as_what_they_are(engine: Running, caplog: pytest.LogCaptureFixture) -> None:
    client = engine.client()
    with pytest.raises(NoteNotFound, match="There is no such note"):
        client.fail("ours")
    with pytest.raises(EngineProblem, match="ValueError"):
        client.fail("a bug")
    assert "ValueError in fail" in caplog.text
    assert "words a bug" not in caplog.text
    assert client.echo("still there") == "still there"


def test_several_clients_and_calls_at_once(engine: Running) -> None:
    clients = [engine.client() for _ in range(4)]
    results: list[str] = []

    def work(client: RemoteSession, name: str) -> None:
        for number in range(20):
            assert client.echo(f"{name} {number}") == f"{name} {number}"
        results.append("".join(delta.text for delta in client.count(50)))

    threads = [
        threading.Thread(target=work, args=(client, f"{client} {turn}")) for client in clients for turn in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["".join(map(str, range(50)))] * 8


def test_closing_a_stream_ends_it_in_the_engine(engine: Running) -> None:
    client = engine.client()
    stream = client.count(10_000_000)
    assert next(stream).text == "0"
    stream.close()
    assert engine.session.saw("count ended")
    assert "counted" not in engine.session.happened
    assert client.echo("on") == "on"


class Flag:
    def __init__(self) -> None:
        self.is_set = False

    def cancelled(self) -> bool:
        return self.is_set


def test_a_token_cancels_what_is_silent(engine: Running) -> None:
    client, flag = engine.client(), Flag()
    when(engine.session, "silence began", lambda: setattr(flag, "is_set", True))
    with pytest.raises(Cancelled):
        list(client.silence(cancel=flag))
    assert engine.session.saw("silence ended")


def when(session: OddSession, event: str, then: Callable[[], object]) -> None:
    """Do something in another thread as soon as the session saw an event."""
    threading.Thread(target=lambda: session.saw(event) and then(), daemon=True).start()


def test_a_client_that_dies_takes_its_calls_with_it(engine: Running) -> None:
    dying = engine.client()
    threading.Thread(target=lambda: list(swallow(dying.silence())), daemon=True).start()
    assert engine.session.saw("silence began")
    dying.close()
    assert engine.session.saw("silence ended")
    assert engine.client().echo("others go on") == "others go on"


def swallow(stream: Iterator[AnswerDelta]) -> Iterator[AnswerDelta]:
    try:
        yield from stream
    except EngineProblem:
        return


def test_an_engine_that_leaves_finishes_its_write(engine: Running) -> None:
    client = engine.client()
    written: list[str] = []
    writer = threading.Thread(target=lambda: written.append(client.slow_write()))
    writer.start()
    assert engine.session.saw("write began")
    engine.server.stop()
    time.sleep(0.3)
    engine.session.may_finish.set()
    writer.join(PATIENCE_S)
    assert written == ["written"]
    assert engine.has_left()
    assert read_address(engine.folder) is None


def test_a_stream_ends_with_a_sentence_when_the_engine_leaves(engine: Running) -> None:
    stream = engine.client().silence()
    when(engine.session, "silence began", engine.server.stop)
    with pytest.raises(EngineProblem, match="in the middle of its answer"):
        list(stream)


def test_an_engine_nobody_needs_leaves(run: Callable[..., Running]) -> None:
    early: list[socket.socket] = []

    def comes_first(address: EngineAddress) -> None:
        connection = connect(address)
        assert connection is not None
        early.append(connection)
        for line in encode(Hello(1, "1.2.0", address.token)):
            connection.sendall(line)

    engine = run(idle_s=0.5, before_it_serves=comes_first)
    client = engine.client()
    assert client.echo("one") == "one"
    early[0].close()
    time.sleep(1.0)
    assert engine.thread.is_alive()
    assert client.echo("two") == "two"
    client.close()
    assert engine.has_left()
    assert not address_file(engine.folder).exists()


def test_an_engine_that_its_last_client_left_is_deserted_until_another_comes(run: Callable[..., Running]) -> None:
    engine = run(idle_s=600.0)
    for _ in range(2):
        client = engine.client()
        assert client.echo("one") == "one"
        assert not engine.server.is_deserted()
        client.close()
        end = time.monotonic() + PATIENCE_S
        while not engine.server.is_deserted():
            assert time.monotonic() < end
            time.sleep(0.01)


def test_an_older_engine_makes_room_for_a_newer_client(run: Callable[..., Running]) -> None:
    old = run(version="1.9.0")
    newer: list[Running] = []

    def start() -> None:
        if not old.has_left():
            raise IndexBusy("The old one is still here.")
        newer.append(run(version="1.10.0"))

    client = old.client(version="1.10.0", start=start)
    assert client.echo("hello") == "hello"
    assert len(newer) == 1


@pytest.mark.parametrize("older", [{"version": "1.1.0"}, {"version": "0.9"}])
def test_an_older_client_of_the_same_protocol_is_served(run: Callable[..., Running], older: dict[str, Any]) -> None:
    assert run().client(**older).echo("hello") == "hello"


def test_an_older_client_of_another_protocol_is_told_to_update(run: Callable[..., Running]) -> None:
    engine = run(protocol=2)
    with pytest.raises(EngineProblem, match=r"VaultMind 1\.2\.0, newer than this one \(1\.0\)"):
        engine.client(protocol=1, version="1.0").echo("hello")
    assert engine.thread.is_alive()
    assert engine.starts == 0


def test_what_an_engine_left_behind_when_it_was_killed_does_not_matter(run: Callable[..., Running]) -> None:
    dead = run()
    left = address_file(dead.folder).read_bytes()
    dead.stop()
    address_file(dead.folder).write_bytes(left)
    alive: list[Running] = []
    client = dead.client(start=lambda: alive.append(run()))
    assert client.echo("hello") == "hello"
    assert len(alive) == 1


def test_who_waits_for_the_start_of_another_waits_as_long_as_that_may_take(
    run: Callable[..., Running], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []

    def clock() -> float:
        looks.append(0.0)
        return time.monotonic() + (START_S - 1 if len(looks) > 2 else 0)

    monkeypatch.setattr("vaultmind.engine.client.time", SimpleNamespace(monotonic=clock, sleep=time.sleep))
    client = RemoteSession(tmp_path, version="1.2.0", interface=Interface, start=lambda: run() and None)
    said: list[str] = []
    waiting = threading.Thread(target=lambda: said.append(client.echo("hello")))
    with FileLock(tmp_path / "engine.starting"):
        waiting.start()
        while len(looks) < 6 and waiting.is_alive():
            time.sleep(0.01)
    waiting.join(PATIENCE_S)
    assert said == ["hello"]


def test_a_session_finds_the_next_engine_after_the_first_has_gone(run: Callable[..., Running]) -> None:
    first = run()
    client = first.client(start=lambda: run() and None)
    assert client.echo("one") == "one"
    first.stop()
    time.sleep(0.1)
    assert client.echo("two") == "two"


def test_what_changes_nothing_is_asked_again_when_the_engine_died(run: Callable[..., Running]) -> None:
    first = run()
    second: list[Running] = []

    def hang_up() -> None:
        first.server.stop()
        while read_address(first.folder) is not None:
            time.sleep(0.01)
        for connection in list(first.server._connections):
            connection._socket.shutdown(socket.SHUT_RDWR)

    first.session.on_death = hang_up
    assert first.client(start=lambda: second.append(run())).die() == "alive"
    assert second[0].session.happened == ["died"]


def test_an_engine_that_does_not_come_up_says_why(tmp_path: Path) -> None:
    def start() -> None:
        raise NoteNotFound("The vault is gone.")

    with pytest.raises(NoteNotFound, match="The vault is gone"):
        RemoteSession(tmp_path, version="1", interface=Interface, start=start).echo("x")


def test_stopping_an_engine_waits_until_it_has_left(run: Callable[..., Running]) -> None:
    engine = run()
    assert stop_engine(engine.folder, version="1.2.0")
    assert engine.has_left()
    assert not stop_engine(engine.folder, version="1.2.0")


def test_a_closed_session_stays_closed(engine: Running) -> None:
    client = engine.client()
    client.close()
    with pytest.raises(EngineProblem, match="closed"):
        client.echo("x")
    with pytest.raises(AttributeError):
        client.surprise()


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\n",
        b"{" * 1000 + b"\n",
        b'{"type":"leave"}\n',
        b"".join(encode(Call(1, "echo", {"text": "no hello"}))),
        b"".join(encode(Hello(1, "1.2.0", token="wrong"))),
    ],
)
def test_strangers_are_let_go(engine: Running, said: bytes) -> None:
    connection = connect(engine.server.address)
    assert connection is not None
    if said.startswith(b'{"type":"hello"') and engine.server.address.token == "":
        pytest.skip("a Unix socket knows its user and needs no token")
    connection.sendall(said)
    connection.settimeout(PATIENCE_S)
    assert connection.recv(1000) == b""
    assert engine.client().echo("still there") == "still there"


def test_a_client_that_does_not_read_is_given_up(run: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaultmind.engine.server._SEND_S", 1)
    engine = run()
    connection = connect(engine.server.address)
    assert connection is not None
    for line in (*encode(Hello(1, "1.2.0")), *encode(Call(1, "count", {"upto": 10_000_000}))):
        connection.sendall(line)
    assert engine.session.saw("count ended")
    assert engine.client().echo("others go on") == "others go on"
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX systems")
def test_the_runtime_folder_must_be_ours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = runtime_folder()
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    with pytest.raises(EngineProblem, match="must belong to you alone"):
        runtime_folder()
    folder.rmdir()
    folder.symlink_to(tmp_path)
    with pytest.raises(EngineProblem, match="in the way"):
        runtime_folder()


@pytest.mark.skipif(sys.platform == "win32", reason="there is a port and a token on Windows")
def test_the_address_is_for_nobody_else(run: Callable[..., Running]) -> None:
    engine = run()
    assert address_file(engine.folder).stat().st_mode & 0o777 == 0o600
    assert engine.server.address.path is not None
    assert len(os.fsencode(engine.server.address.path)) <= 100


def test_a_port_is_used_where_the_path_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    listener, address = listen(tmp_path)
    assert listener.family == socket.AF_INET
    assert address.path is None
    assert len(address.token) >= 32
    listener.close()


@pytest.mark.parametrize(
    ("written", "numbers"), [("1.10.0", (1, 10, 0)), ("0.2.dev3+g12", (0, 2)), ("1.0rc1", (1, 0)), ("", ())]
)
def test_versions_are_compared_by_their_numbers(written: str, numbers: tuple[int, ...]) -> None:
    assert release(written) == numbers


class Renewing(Running):
    """An engine that comes to another session when a test says so."""

    def __init__(self, folder: Path) -> None:
        self.is_due = False
        self.opened: list[OddSession] = []
        super().__init__(folder, renewal=Renewal(lambda: self.is_due, self.open))

    def open(self) -> OddSession:
        assert self.session.happened[-1] == "closed"
        self.is_due = False
        self.opened.append(OddSession())
        return self.opened[-1]


def test_a_renewed_engine_answers_from_another_session_on_the_same_connection(tmp_path: Path) -> None:
    running = Renewing(tmp_path)
    client = running.client()
    assert client.echo("before") == "before"
    running.is_due = True
    assert running.session.saw("closed")
    assert client.echo("after") == "after"
    assert client.die() == "alive"
    assert running.opened[0].happened == ["died"]
    client.close()
    running.server.stop()


def test_no_call_is_answered_by_the_session_before_a_renewal_that_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultmind.engine.server._POLL_S", 5.0)  # nobody looks between two calls
    running = Renewing(tmp_path)
    client = running.client()
    assert client.echo("before") == "before"
    running.is_due = True
    assert client.die() == "alive"
    assert running.session.happened == ["closed"], "what was before is not asked any more"
    assert running.opened[0].happened == ["died"]
    running.is_due = True
    assert next(client.watch()).text == f"watching {id(running.opened[1])}"
    client.close()
    running.server.stop()


def test_a_stream_that_can_be_resumed_goes_on_in_the_renewed_session(tmp_path: Path) -> None:
    running = Renewing(tmp_path)
    client = running.client()
    stream = client.watch()
    assert next(stream).text == f"watching {id(running.session)}"
    running.is_due = True
    assert next(stream).text == f"watching {id(running.opened[0])}"
    stream.close()
    client.close()
    running.server.stop()


def test_an_answer_that_is_being_given_is_not_cut_short_by_a_renewal(tmp_path: Path) -> None:
    running = Renewing(tmp_path)
    client = running.client()
    said: list[str] = []
    writer = threading.Thread(target=lambda: said.append(client.slow_write()))
    writer.start()
    assert running.session.saw("write began")
    running.is_due = True
    time.sleep(0.5)
    assert client.echo("meanwhile") == "meanwhile"
    assert "closed" not in running.session.happened
    running.session.may_finish.set()
    writer.join(PATIENCE_S)
    assert said == ["written"]
    assert running.session.saw("closed")
    client.close()
    running.server.stop()


def test_an_engine_that_finds_no_other_session_leaves(tmp_path: Path) -> None:
    running = Renewing(tmp_path)
    running.open = lambda: (_ for _ in ()).throw(EngineProblem("It cannot be opened."))  # type: ignore[method-assign]
    running.server._renewal = Renewal(lambda: running.is_due, running.open)
    running.is_due = True
    assert running.has_left()


def test_who_asks_while_no_other_session_is_found_is_sent_to_the_next_engine(tmp_path: Path) -> None:
    running = Renewing(tmp_path)

    def fails() -> OddSession:
        (connection,) = running.server._connections
        deadline = time.monotonic() + PATIENCE_S
        while not connection._calls and time.monotonic() < deadline:  # who asked waits for the renewal
            time.sleep(0.01)
        raise EngineProblem("It cannot be opened.")

    running.server._renewal = Renewal(lambda: running.is_due, fails)
    client = running.client()
    assert client.echo("before") == "before"
    running.is_due = True
    assert running.session.saw("closed")
    with pytest.raises(EngineProblem, match="No engine is started here"):
        client.echo("after")
    assert running.starts == 1
    assert running.has_left()
