"""What every language model promises, whether our own child process or somebody's server serves it."""

import importlib.util
import json
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.llama_server import llama_server
from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint, Patience
from vaultmind.domain.errors import Cancelled, EndpointProblem, ModelProblem, PromptTooLong
from vaultmind.ports import ChatTurn, LanguageModel, Token

WINDOW = 1024
QUESTION = [ChatTurn("system", "Be brief."), ChatTurn("user", "Name a colour.")]
ESSAY = [ChatTurn("user", "Count from 1 to 500, with commas.")]


@dataclass(frozen=True)
class Maker:
    """How one kind of model is made; what it needs is looked for first."""

    make: Callable[[Path, Path], Iterator[LanguageModel]]
    needs: str = ""
    hint: str = ""


def hosted(path: Path, folder: Path, **options: Any) -> Iterator[LanguageModel]:
    model = HostedModel(path, name="SmolLM2", folder=folder, context_tokens=WINDOW, threads=1, **options)
    yield model
    model.close()


def by_xllamacpp(path: Path, folder: Path) -> Iterator[LanguageModel]:
    yield from hosted(path, folder, runtime="xllamacpp")


def by_cyllama(path: Path, folder: Path) -> Iterator[LanguageModel]:
    if sys.version_info < (3, 12):
        pytest.skip("cyllama begins with Python 3.12")
    yield from hosted(path, folder, runtime="cyllama")


def by_ctransformers(path: Path, folder: Path) -> Iterator[LanguageModel]:
    """A file of 2023, rewritten from the one that the others load."""
    yield from hosted(path, folder, runtime="ctransformers")


def by_llama_server(path: Path, folder: Path) -> Iterator[LanguageModel]:
    """A llama-server that the person points at, as a child of ours."""
    yield from hosted(path, folder, server=str(llama_server(path)))


def served(path: Path, _folder: Path) -> Iterator[LanguageModel]:
    """A llama-server of other people's making, with a key, on loopback."""
    binary = llama_server(path)
    key = secrets.token_hex(8)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [binary, "-m", path, "--port", str(port), "--api-key", key, "-c", str(WINDOW), "-np", "1", "-t", "1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LD_LIBRARY_PATH": str(binary.parent), "OMP_WAIT_POLICY": "passive"},
    )
    try:
        model = OpenAiEndpoint(f"http://127.0.0.1:{port}/v1", "SmolLM2", key=key)
        wait_until_up(model, process)
        yield model
    finally:
        process.kill()
        process.wait()


def wait_until_up(model: OpenAiEndpoint, process: subprocess.Popen[bytes]) -> None:
    while True:
        assert process.poll() is None
        try:
            model.models()
        except EndpointProblem:
            time.sleep(0.1)
        else:
            return


GOOD = {
    "xllamacpp": Maker(by_xllamacpp, "xllamacpp", 'pip install "vaultmind[llm]"'),
    "cyllama": Maker(by_cyllama, "cyllama", 'pip install "vaultmind[gpu-vulkan]"'),
    "ctransformers": Maker(by_ctransformers, "ctransformers", 'pip install "vaultmind[ctransformers]"'),
    "llama-server": Maker(by_llama_server),
    "endpoint": Maker(served),
}


@pytest.fixture(scope="module", params=list(GOOD))
def model(
    request: pytest.FixtureRequest, smollm2: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LanguageModel]:
    maker = GOOD[request.param]
    if maker.needs and importlib.util.find_spec(maker.needs) is None:
        pytest.skip(f"no {maker.needs} here: {maker.hint}")
    file = request.getfixturevalue("rewritten") if maker.make is by_ctransformers else smollm2
    yield from maker.make(file, tmp_path_factory.mktemp("hosts"))


def answer(model: LanguageModel, turns: list[ChatTurn], *, max_tokens: int = 12, top: int = 0) -> list[Token]:
    return list(model.stream(turns, max_tokens=max_tokens, top_logprobs=top))


def test_an_answer_comes_in_pieces_and_says_why_it_ended(model: LanguageModel) -> None:
    pieces = answer(model, QUESTION)
    assert "".join(piece.text for piece in pieces).strip()
    assert [piece.stop for piece in pieces[:-1]] == [None] * (len(pieces) - 1)
    assert pieces[-1].stop in {"stop", "length"}


def test_the_length_asked_for_is_kept(model: LanguageModel) -> None:
    pieces = answer(model, ESSAY, max_tokens=3)
    assert pieces[-1].stop == "length"
    assert 1 <= sum(bool(piece.text) for piece in pieces) <= 3


def test_alternatives_come_with_log_probabilities(model: LanguageModel) -> None:
    first = answer(model, QUESTION, max_tokens=1, top=5)[0]
    assert first.top is not None
    assert len(first.top) == 5
    assert all(value <= 0 for value in first.top.values())
    assert all(piece.top is None for piece in answer(model, QUESTION, max_tokens=1))


def test_other_scripts_arrive_whole(model: LanguageModel) -> None:
    pieces = answer(model, [ChatTurn("user", "Repeat: Привет, 日本, 🌱")], max_tokens=40)
    assert "\ufffd" not in "".join(piece.text for piece in pieces[:-2])


def test_a_prompt_longer_than_the_window_is_said_to_be(model: LanguageModel) -> None:
    with pytest.raises(PromptTooLong, match="too long for the model SmolLM2"):
        answer(model, [ChatTurn("user", "soil " * 3 * WINDOW)])
    assert answer(model, QUESTION)


class Flag:
    def __init__(self) -> None:
        self.is_set = False

    def cancelled(self) -> bool:
        return self.is_set


def test_cancelling_ends_an_answer_and_frees_the_model(model: LanguageModel) -> None:
    flag = Flag()
    pieces = model.stream(ESSAY, max_tokens=WINDOW, cancel=flag)
    next(pieces)
    flag.is_set = True
    with pytest.raises(Cancelled):
        list(pieces)
    assert answer(model, QUESTION, max_tokens=2)


def test_cancelling_works_while_the_prompt_is_evaluated(model: LanguageModel) -> None:
    flag = Flag()
    timer = threading.Timer(0.3, lambda: setattr(flag, "is_set", True))
    timer.start()
    with pytest.raises(Cancelled):
        list(model.stream([ChatTurn("user", f"{time.time()}" + " soil" * 900)], max_tokens=8, cancel=flag))
    assert answer(model, QUESTION, max_tokens=2)


def test_closing_the_iterator_frees_the_model(model: LanguageModel) -> None:
    for _ in range(3):
        pieces = model.stream(ESSAY, max_tokens=WINDOW)
        next(pieces)
        pieces.close()  # type: ignore[attr-defined]
    assert answer(model, QUESTION, max_tokens=2)


def test_two_readers_at_once_both_get_an_answer(model: LanguageModel) -> None:
    answers: list[str] = []

    def read(word: str) -> None:
        answers.append("".join(piece.text for piece in answer(model, [ChatTurn("user", f"Say {word}.")])))

    readers = [threading.Thread(target=read, args=(word,)) for word in ("one", "two", "three")]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(answers) == 3
    assert all(answers)


def event(text: str, stop: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": stop}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
BAD = {
    "hangs up at once": b"",
    "says no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "breaks off": OK + event("Green and"),
    "never stops": OK + event("green ") * 5000,
    "sends no JSON": OK + b"data: {'choices': 1}\n\n",
    "sends another shape": OK + b'data: {"choices": "green"}\n\n',
    "sends no text": OK + b'data: {"choices": [{"delta": {"content": 7}}]}\n\n',
    "sends a line without end": OK + b"data: " + b"x" * 1_100_000,
    "sends no UTF-8": OK + b"\xff\xfe\x00data\n\n",
    "fails in the middle": OK + event("Gre") + b'data: {"error": {"code": 500, "message": "out of\\nmemory"}}\n\n',
    "redirects": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    "refuses the key": b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
    "says nothing": b"silence",
}


@pytest.fixture(params=list(BAD))
def bad(request: pytest.FixtureRequest) -> Iterator[LanguageModel]:
    """An endpoint that breaks the protocol in one way, to everybody who asks."""
    listener = socket.create_server(("127.0.0.1", 0))
    answered = BAD[request.param]

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.recv(65536)
                if answered == b"silence":
                    time.sleep(2.0)
                else:
                    connection.sendall(answered)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    patience = Patience(connect_s=2.0, first_token_s=1.0, next_token_s=1.0)
    yield OpenAiEndpoint(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", "SmolLM2", key="k", patience=patience)
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5.0)


def test_a_bad_endpoint_is_one_sentence_each_time(bad: LanguageModel) -> None:
    for _ in range(2):
        with pytest.raises(ModelProblem) as problem:
            answer(bad, QUESTION)
        words = str(problem.value)
        assert words.endswith(".")
        assert "\n" not in words
        assert len(words) < 300
        assert "127.0.0.1" in words


def test_a_bad_endpoint_can_be_stopped_and_left(bad: LanguageModel) -> None:
    flag = Flag()
    flag.is_set = True
    with pytest.raises(Cancelled):
        list(bad.stream(QUESTION, max_tokens=8, cancel=flag))
    bad.stream(QUESTION, max_tokens=8).close()
    bad.close()
    with pytest.raises(ModelProblem):
        answer(bad, QUESTION)
