"""What an endpoint may do to us: every misbehaviour is one sentence, and none of it hangs."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from vaultmind.adapters.models.addresses import is_on_this_machine
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint, Patience
from vaultmind.domain.errors import Cancelled, EndpointProblem, KeyRefused, ModelProblem, PromptTooLong
from vaultmind.domain.model import Timings
from vaultmind.ports import ChatTurn

Script = Callable[[socket.socket], None]
SHORT = Patience(connect_s=60.0, first_token_s=0.4, next_token_s=0.4)
LONG = Patience(connect_s=60.0, first_token_s=60.0, next_token_s=60.0)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def event(text: str | None = None, *, stop: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": stop}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


def status(code: int, body: object = None, extra: str = "") -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    return f"HTTP/1.1 {code} X\r\n{extra}Content-Length: {len(content)}\r\n\r\n".encode() + content


def whole_request(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    while received and b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length.group(1)):
        body += connection.recv(65536)
    return head


class BadServer:
    """Accepts connections on loopback, reads the request and does what it is told."""

    def __init__(self, script: Script) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._script = script
        self.requests: list[bytes] = []
        self.closed_by_client = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(200)
                self.requests.append(whole_request(connection))
                try:
                    self._script(connection)
                except OSError:
                    self.closed_by_client.set()

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Script], BadServer]]:
    servers: list[BadServer] = []

    def start(script: Script) -> BadServer:
        servers.append(BadServer(script))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def sends(*pieces: bytes) -> Script:
    return lambda connection: [connection.sendall(piece) for piece in pieces] and None


def stays_silent(connection: socket.socket) -> None:
    if connection.recv(1) == b"":
        raise OSError


def asked(server_url: str, *, key: str | None = None, max_tokens: int = 8, patience: Patience = LONG) -> str:
    endpoint = OpenAiEndpoint(server_url, "tiny", key=key, patience=patience)
    return "".join(piece.text for piece in endpoint.stream([ChatTurn("user", "Why?")], max_tokens=max_tokens))


OVERFLOW = {"error": {"code": 400, "type": "exceed_context_size_error", "n_prompt_tokens": 9000, "n_ctx": 4096}}
MISBEHAVIOURS: list[tuple[Script, type[ModelProblem], str]] = [
    (stays_silent, EndpointProblem, r"sent nothing for 0\.4 s\."),
    (lambda c: (c.sendall(HEAD + event("So")), stays_silent(c))[1], EndpointProblem, r"sent nothing for 0\.4 s\."),
    (lambda c: (c.sendall(HEAD), stays_silent(c))[1], EndpointProblem, r"sent nothing for 0\.4 s\."),
    (sends(b""), EndpointProblem, "broke off in the middle"),
    (sends(HEAD), EndpointProblem, "broke off in the middle"),
    (sends(HEAD, event("So")), EndpointProblem, "broke off in the middle"),
    (sends(HEAD.replace(b"close", b"close\r\nTransfer-Encoding: chunked"), b"5\r\nda"), EndpointProblem, "broke off"),
    (sends(b"\x16\x03\x01 what"), EndpointProblem, "broke off in the middle"),
    (sends(HEAD, b"<html>Hello</html>\n"), EndpointProblem, "does not speak the OpenAI protocol"),
    (sends(HEAD, b"data: {]\n\n"), EndpointProblem, "does not speak the OpenAI protocol"),
    (sends(HEAD, b"data: \xff\xfe\n\n"), EndpointProblem, "does not speak the OpenAI protocol"),
    (sends(HEAD, b"data: [1]\n\n"), EndpointProblem, "does not speak the OpenAI protocol"),
    (sends(HEAD, b'data: {"choices": [7]}\n\n'), EndpointProblem, "does not speak the OpenAI protocol"),
    (sends(HEAD, b'data: {"choices": [{"delta": {"content": 7}}]}\n\n'), EndpointProblem, "does not speak the OpenAI"),
    (sends(HEAD, b"data: " + b"x" * 2_000_000), EndpointProblem, "does not speak the OpenAI protocol"),
    (sends(HEAD, *[event("So ")] * 1000), EndpointProblem, "does not stop at the length"),
    (
        sends(HEAD, event("So"), b'data: {"error": {"code": 500, "message": "out of memory."}}\n\n'),
        EndpointProblem,
        "mem",
    ),
    (sends(HEAD, event("So"), b'error: {"error": "gone"}\n\n'), EndpointProblem, "gone"),
    (sends(status(400, OVERFLOW)), PromptTooLong, r"\(9000 tokens, 4096 fit\)"),
    (sends(HEAD, b"data: " + json.dumps(OVERFLOW).encode() + b"\n\n"), PromptTooLong, "too long for the model tiny"),
    (sends(status(401)), EndpointProblem, "wants a key"),
    (sends(status(403, b"<html>")), EndpointProblem, "wants a key"),
    (sends(status(404)), EndpointProblem, "knows no model tiny"),
    (sends(status(429)), EndpointProblem, "asks to wait"),
    (sends(status(503)), EndpointProblem, "still loading"),
    (sends(status(500, {"error": {"message": "GPU fell\n off."}})), EndpointProblem, r"status 500: GPU fell off\."),
    (sends(status(302, extra="Location: http://example.invalid/\r\n")), EndpointProblem, "redirects are not followed"),
]


@pytest.mark.parametrize(("script", "kind", "said"), MISBEHAVIOURS)
def test_a_misbehaving_endpoint_is_one_sentence(
    serve: Callable[[Script], BadServer], script: Script, kind: type[ModelProblem], said: str
) -> None:
    patience = SHORT if said.startswith("sent nothing") else LONG
    with pytest.raises(kind, match=said) as problem:
        asked(serve(script).url, patience=patience)
    message = str(problem.value)
    assert message.endswith(".")
    assert "\n" not in message


def test_an_endpoint_that_is_down_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(EndpointProblem, match=f"Nothing answers at 127.0.0.1:{port}"):
        asked(f"http://127.0.0.1:{port}/v1")


def test_pieces_arrive_whatever_the_network_makes_of_them(serve: Callable[[Script], BadServer]) -> None:
    whole = (
        HEAD
        + b": ping\n\n"
        + event(None)
        + event("Soil is ")
        + b'data: {"choices": []}\n\n'
        + event("мокрая")
        + (event(None, stop="stop") + b"data: [DONE]\n\n")
    )

    def byte_by_byte(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for place in range(len(whole)):
            connection.sendall(whole[place : place + 1])

    assert asked(serve(byte_by_byte).url) == "Soil is мокрая"


def test_the_key_is_sent_and_kept_out_of_messages(serve: Callable[[Script], BadServer]) -> None:
    server = serve(sends(status(401)))
    with pytest.raises(EndpointProblem) as problem:
        asked(server.url, key="sk-secret")
    assert b"Bearer sk-secret" in server.requests[0]
    assert "sk-secret" not in str(problem.value)


class CancelledWhenAsked:
    """Cancels as soon as the server has the whole request."""

    def __init__(self, server: BadServer) -> None:
        self._server = server

    def cancelled(self) -> bool:
        return bool(self._server.requests)


def test_cancelling_closes_the_connection_while_the_prompt_is_evaluated(serve: Callable[[Script], BadServer]) -> None:
    server = serve(stays_silent)
    endpoint = OpenAiEndpoint(server.url, "tiny")
    with pytest.raises(Cancelled):
        list(endpoint.stream([ChatTurn("user", "Why?")], max_tokens=8, cancel=CancelledWhenAsked(server)))
    assert server.closed_by_client.wait(60)


def test_closing_the_iterator_closes_the_connection(serve: Callable[[Script], BadServer]) -> None:
    server = serve(lambda c: (c.sendall(HEAD + event("So")), stays_silent(c))[1])
    pieces = OpenAiEndpoint(server.url, "tiny").stream([ChatTurn("user", "Why?")], max_tokens=8)
    assert next(pieces).text == "So"
    pieces.close()  # type: ignore[attr-defined]
    assert server.closed_by_client.wait(60)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://models.example.org/v1", "must begin with https"),
        ("http://192.168.1.7:11434", "must begin with https"),
        ("https://models.example.org/v1", "`vaultmind models allow models.example.org`"),
        ("ftp://127.0.0.1", "not the address of a model"),
        ("127.0.0.1:11434", "not the address of a model"),
        ("http://me:word@127.0.0.1", "not the address of a model"),
    ],
)
def test_addresses_that_are_not_used(url: str, said: str) -> None:
    with pytest.raises(ModelProblem, match=said):
        OpenAiEndpoint(url, "tiny")


def test_a_person_may_let_questions_leave_by_https() -> None:
    assert OpenAiEndpoint("https://models.example.org/v1", "tiny", may_leave_machine=True).name == "tiny"
    with pytest.raises(ModelProblem, match="must begin with https"):
        OpenAiEndpoint("http://models.example.org/v1", "tiny", may_leave_machine=True)


@pytest.mark.parametrize("url", ["http://localhost:1", "http://127.0.0.1", "http://127.8.8.8", "http://[::1]:80"])
def test_loopback_is_this_machine(url: str) -> None:
    assert is_on_this_machine(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1.example.org", "http://10.0.0.1", "http://localhost.example", "x"])
def test_nothing_else_is(url: str) -> None:
    assert not is_on_this_machine(url)


def test_the_models_of_an_endpoint_are_listed(serve: Callable[[Script], BadServer]) -> None:
    assert OpenAiEndpoint(serve(sends(status(200, {"data": [{"id": "a"}, {"id": "b"}]}))).url, "a").models() == (
        "a",
        "b",
    )
    with pytest.raises(EndpointProblem, match="does not speak"):
        OpenAiEndpoint(serve(sends(status(200, b"<html>"))).url, "a").models()
    with pytest.raises(KeyRefused, match="wants a key"):
        OpenAiEndpoint(serve(sends(status(401))).url, "a").models()
    with pytest.raises(KeyRefused, match="refused the key"):
        OpenAiEndpoint(serve(sends(status(401))).url, "a", key="k").models()


def told(usage: object) -> bytes:
    return b"data: " + json.dumps({"choices": [], **usage}).encode() + b"\n\n"  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("usage", "timings"),
    [
        (
            {"timings": {"prompt_n": 12, "cache_n": 480, "prompt_ms": 500.0, "predicted_n": 6, "predicted_ms": 300.0}},
            Timings(12, 480, 6, 0.5, 0.3),
        ),
        (
            {"usage": {"prompt_tokens": 492, "completion_tokens": 6, "prompt_tokens_details": {"cached_tokens": 480}}},
            Timings(12, 480, 6),
        ),
        ({"usage": {"prompt_tokens": 492, "completion_tokens": 6}}, Timings(492, 0, 6)),
        ({"usage": None}, None),
    ],
)
def test_what_it_took_comes_with_the_last_piece(
    serve: Callable[[Script], BadServer], usage: object, timings: Timings | None
) -> None:
    server = serve(sends(HEAD, event("So", stop=None), event(stop="stop"), told(usage), b"data: [DONE]\n\n"))
    *_, last = OpenAiEndpoint(server.url, "tiny").stream([ChatTurn("user", "Why?")], max_tokens=8)
    assert (last.stop, last.timings) == ("stop", timings)


def test_rates_follow_from_what_was_told() -> None:
    took = Timings(read_tokens=12, cached_tokens=480, written_tokens=6, reading_s=0.5, writing_s=0.3)
    assert took.reading_tokens_s == 24
    assert took.writing_tokens_s == pytest.approx(20)
    assert Timings(12, 0, 6).writing_tokens_s == 0
