"""What only a real child process can show: crashes, memory that returns, sharing, files that do not load."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from vaultmind.adapters.models.hosted_model import HostedModel, default_threads
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint
from vaultmind.domain.errors import EndpointProblem, ModelProblem
from vaultmind.ports import ChatTurn

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason='no runtime for model files: pip install "vaultmind[llm]"'
)
QUESTION = [ChatTurn("user", "Count from 1 to 500.")]
MakeModel = Callable[..., HostedModel]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[MakeModel]:
    made: list[HostedModel] = []

    def make(path: Path, idle_s: float = 0.0) -> HostedModel:
        folder = tmp_path / "hosts"
        made.append(HostedModel(path, name="SmolLM2", folder=folder, context_tokens=512, threads=1, idle_s=idle_s))
        return made[-1]

    yield make
    for model in made:
        model.close()


def pid_of(model: HostedModel) -> int:
    assert model._host is not None
    return model._host.address.pid


def is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_loaded_model_says_where_it_runs(host: MakeModel, smollm2: Path) -> None:
    model = host(smollm2)
    assert model.placement is None
    placement = model.load()
    assert (placement.context_tokens, placement.threads, placement.layers) == (512, 1, 31)
    assert placement.layers_on_gpu == 0 or placement.device != "CPU"


@pytest.mark.skipif(sys.platform == "win32", reason="niceness is of Unix")
def test_its_process_gives_way_with_every_thread(host: MakeModel, smollm2: Path) -> None:
    model = host(smollm2)
    model.load()
    wanted = min(psutil.Process().nice() + 5, 19)
    process = psutil.Process(pid_of(model))
    assert process.nice() == wanted
    if sys.platform == "linux":
        assert {os.getpriority(os.PRIO_PROCESS, thread.id) for thread in process.threads()} == {wanted}


def test_unloading_ends_the_process_and_so_returns_its_memory(host: MakeModel, smollm2: Path) -> None:
    model = host(smollm2)
    model.load()
    pid = pid_of(model)
    model.close()
    assert is_gone(pid)
    assert model.placement is None
    assert not list((smollm2.parent).glob("model-*.json"))


def test_an_idle_model_is_unloaded_and_the_next_question_loads_it_again(host: MakeModel, smollm2: Path) -> None:
    model = host(smollm2, idle_s=1.0)
    pieces = model.stream(QUESTION, max_tokens=400)
    next(pieces)
    pid = pid_of(model)
    time.sleep(1.5)
    assert psutil.pid_exists(pid), "it was unloaded while it was read"
    pieces.close()
    assert is_gone(pid)
    assert model.placement is None
    assert list(model.stream(QUESTION, max_tokens=2))
    assert pid_of(model) != pid


def test_the_key_is_on_no_command_line_and_in_no_environment(host: MakeModel, smollm2: Path) -> None:
    model = host(smollm2)
    model.load()
    assert model._host is not None
    process = psutil.Process(pid_of(model))
    assert model._host.address.key not in " ".join(process.cmdline())
    assert model._host.address.key not in str(process.environ())
    for record in (model._folder).glob("model-*.json"):
        assert os.name == "nt" or record.stat().st_mode & 0o777 == 0o600


def test_without_the_key_nothing_is_answered(host: MakeModel, smollm2: Path) -> None:
    model = host(smollm2)
    model.load()
    assert model._host is not None
    with pytest.raises(EndpointProblem, match="refused the key"):
        list(OpenAiEndpoint(model._host.address.url, "x", key="wrong").stream(QUESTION, max_tokens=2))


@pytest.mark.parametrize("moment", ["while answering", "while idle"])
def test_a_crash_is_one_sentence_and_the_next_question_starts_anew(host: MakeModel, smollm2: Path, moment: str) -> None:
    model = host(smollm2)
    model.load()
    pieces = model.stream(QUESTION, max_tokens=400)
    if moment == "while answering":
        next(pieces)
    os.kill(pid_of(model), signal.SIGKILL)
    with pytest.raises(ModelProblem, match=r"SmolLM2 was killed, .* the next question starts it again\."):
        list(pieces)
    assert list(model.stream(QUESTION, max_tokens=2))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space are Linux's")
@pytest.mark.parametrize("bytes_allowed", [430_000_000, 650_000_000])
def test_where_memory_runs_out_while_loading_it_is_one_sentence(
    tmp_path: Path, smollm2: Path, bytes_allowed: int
) -> None:
    code = (
        "import resource; from pathlib import Path\n"
        "from vaultmind.adapters.models.hosted_model import HostedModel\n"
        "from vaultmind.domain.errors import ModelProblem\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({bytes_allowed}, {bytes_allowed}))\n"
        f"model = HostedModel(Path({str(smollm2)!r}), name='small', folder=Path({str(tmp_path)!r}), threads=1)\n"
        "try: model.load()\n"
        "except ModelProblem as problem: print(problem)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.startswith("The model small could not be loaded: ")
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_two_owners_share_one_process_and_the_last_one_ends_it(host: MakeModel, smollm2: Path) -> None:
    first, second = host(smollm2), host(smollm2)
    first.load()
    second.load()
    pid = pid_of(first)
    assert pid_of(second) == pid
    first.close()
    assert psutil.pid_exists(pid)
    assert list(second.stream(QUESTION, max_tokens=2))
    second.close()
    assert is_gone(pid)


def test_a_sharer_notices_a_crash_too(host: MakeModel, smollm2: Path) -> None:
    first, second = host(smollm2), host(smollm2)
    first.load()
    second.load()
    os.kill(pid_of(first), signal.SIGKILL)
    with pytest.raises(ModelProblem, match="stopped unexpectedly"):
        list(second.stream(QUESTION, max_tokens=2))
    assert list(second.stream(QUESTION, max_tokens=2))


def test_the_host_does_not_outlive_a_killed_owner(smollm2: Path, tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib\n"
        "from vaultmind.adapters.models.hosted_model import HostedModel\n"
        "path, folder = map(pathlib.Path, sys.argv[1:])\n"
        "model = HostedModel(path, name='m', folder=folder, context_tokens=512)\n"
        "model.load(); print(model._host.address.pid, flush=True); time.sleep(60)\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", script, smollm2, tmp_path], stdout=subprocess.PIPE)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    assert psutil.pid_exists(pid)
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert is_gone(pid)


def test_a_file_that_does_not_fit_is_refused_with_figures(host: MakeModel, smollm2: Path, tmp_path: Path) -> None:
    huge = tmp_path / "huge.gguf"
    huge.write_bytes(smollm2.read_bytes())
    os.truncate(huge, 12_000_000_000_000)
    with pytest.raises(ModelProblem, match=r"needs about 12,000\.\d GB .* GB of memory are free") as problem:
        host(huge).load()
    assert "\n" not in str(problem.value)


def test_a_model_the_runtime_does_not_know_is_said_in_its_words(host: MakeModel, smollm2: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.gguf"
    odd.write_bytes(smollm2.read_bytes().replace(b"llama", b"zlama"))
    with pytest.raises(ModelProblem, match="could not be loaded: unknown model architecture: 'zlama'"):
        host(odd).load()


def test_a_model_gone_from_disk_is_said_to_be(host: MakeModel, tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="There is no model file"):
        host(tmp_path / "gone.gguf").load()


def test_one_core_is_left_to_everything_else() -> None:
    assert 1 <= default_threads() <= max(1, (os.cpu_count() or 1) - 1)
