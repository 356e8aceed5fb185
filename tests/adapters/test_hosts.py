"""Hosts beyond our own runtime: a llama-server that the person points at, adapters, and what falls back to what."""

import importlib.util
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.llama_server import llama_server
from tests.model_files import lora
from vaultmind.adapters.models import runtimes
from vaultmind.adapters.models.hosted_model import HostedModel, running_models
from vaultmind.adapters.models.hosting import HostWishes, host_installed
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.lora import require_fit
from vaultmind.adapters.models.runtimes import Way, ways_to_run
from vaultmind.cli.models import where_it_runs
from vaultmind.domain.errors import ModelProblem
from vaultmind.ports import ChatTurn

QUESTION = [ChatTurn("user", "Name a colour.")]
Make = Callable[..., HostedModel]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[HostedModel] = []

    def build(path: Path, **options: object) -> HostedModel:
        settings = {"name": "SmolLM2", "folder": tmp_path / "run", "context_tokens": 512, "threads": 1, **options}
        made.append(HostedModel(path, **settings))  # type: ignore[arg-type]
        return made[-1]

    yield build
    for model in made:
        model.close()


def said(model: HostedModel) -> str:
    return "".join(piece.text for piece in model.stream(QUESTION, max_tokens=12))


def is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


class TestLlamaServer:
    def test_it_is_a_child_with_a_key_that_stands_nowhere(self, make: Make, smollm2: Path, tmp_path: Path) -> None:
        model = make(smollm2, server=str(llama_server(smollm2)))
        assert model.load().runtime == "llama-server"
        assert said(model)
        assert model._host is not None
        server = psutil.Process(model.process_id)
        assert server.name() == "llama-server"
        assert server.net_connections()[0].laddr.ip == "127.0.0.1"
        key = model._host.address.key
        assert key not in " ".join(server.cmdline())
        assert key not in str(server.environ())
        assert list((tmp_path / "run").glob("*.key")) == []

    def test_unloading_ends_it_and_it_is_listed_until_then(self, make: Make, smollm2: Path, tmp_path: Path) -> None:
        model = make(smollm2, server=str(llama_server(smollm2)))
        placement = model.load()
        pid = model.process_id
        assert pid is not None
        (running,) = running_models(tmp_path / "run")
        assert (running.name, running.process_id, running.placement) == ("SmolLM2", pid, placement)
        model.close()
        assert is_gone(pid)
        assert running_models(tmp_path / "run") == ()

    def test_its_crash_is_a_sentence_and_the_next_question_starts_it_again(self, make: Make, smollm2: Path) -> None:
        model = make(smollm2, server=str(llama_server(smollm2)))
        model.load()
        first = model.process_id
        assert first is not None
        pieces = model.stream([ChatTurn("user", "Count from 1 to 500.")], max_tokens=400)
        next(pieces)
        os.kill(first, signal.SIGSEGV)
        with pytest.raises(ModelProblem, match=r"SmolLM2 crashed; the next question starts it again\."):
            list(pieces)
        assert said(model)
        assert model.process_id != first

    def test_it_does_not_outlive_a_killed_owner(self, make: Make, smollm2: Path) -> None:
        model = make(smollm2, server=str(llama_server(smollm2)))
        model.load()
        pid = model.process_id
        assert pid is not None
        owner = psutil.Process(pid).parent()
        assert owner is not None
        owner.kill()
        assert is_gone(pid)

    def test_what_is_no_program_is_said_to_be_none(self, make: Make, smollm2: Path, tmp_path: Path) -> None:
        with pytest.raises(ModelProblem, match=r"/nowhere is not a program that can be started\.$"):
            make(smollm2, server="/nowhere").load()
        script = tmp_path / "broken-server"
        script.write_text("#!/bin/sh\nexit 3\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        with pytest.raises(ModelProblem, match=r"could not be loaded: its server ended with status 3\.$"):
            make(smollm2, server=str(script)).load()

    @pytest.mark.skipif(sys.platform != "linux", reason="a shell script stands in for a server")
    def test_a_server_that_fails_on_the_device_is_started_again_without_it(
        self, make: Make, smollm2: Path, tmp_path: Path
    ) -> None:
        """A driver that crashes the server as soon as a layer is put on its device."""
        script = tmp_path / "server-with-a-bad-driver"
        script.write_text(
            "#!/bin/sh\n"
            'case "$*" in\n'
            "  --list-devices) echo '  Vulkan0: Bad Card (4096 MiB, 4000 MiB free)'; exit 0;;\n"
            '  *"-ngl 0"*) exec ' + str(llama_server(smollm2)) + ' "$@";;\n'
            "esac\n"
            "kill -SEGV $$\n"
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        model = make(smollm2, server=str(script))
        placement = model.load()
        assert (placement.device, placement.layers_on_gpu) == ("CPU", 0)
        assert placement.reason.startswith("It could not be loaded onto Bad Card (its server ended with status -11)")
        assert placement.reason.endswith(", so it runs on the processor.")
        assert said(model)

    @pytest.mark.skipif(sys.platform != "linux", reason="a script stands in for a server")
    def test_a_device_that_fails_while_it_answers_is_left_for_the_processor(
        self, make: Make, smollm2: Path, tmp_path: Path
    ) -> None:
        """A card that is lost in the middle of an answer, on which the runtime ends itself, as llama.cpp does."""
        script = tmp_path / "server-that-loses-its-device"
        script.write_text(_LOSES_ITS_DEVICE.format(python=sys.executable, server=llama_server(smollm2)))
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        model = make(smollm2, server=str(script))
        placement = model.load()
        assert (placement.device, placement.layers_on_gpu, placement.reason) == ("Bad Card", 31, "")
        pieces = model.stream(QUESTION, max_tokens=12)
        assert next(pieces).text == "Bl"
        with pytest.raises(ModelProblem, match=r"^The model SmolLM2 crashed; the next question starts it again\.$"):
            list(pieces)
        assert said(model)
        assert model.placement is not None
        assert (model.placement.device, model.placement.layers_on_gpu) == ("CPU", 0)
        assert model.placement.reason == "Bad Card failed while it answered, so it runs on the processor."
        (running,) = running_models(tmp_path / "run")
        assert where_it_runs(running).endswith("Bad Card failed while it answered, so it runs on the processor.")


_LOSES_ITS_DEVICE = """#!{python}
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

if "--list-devices" in sys.argv:
    print("  Vulkan0: Bad Card (4096 MiB, 4000 MiB free)")
    sys.exit(0)
if sys.argv[sys.argv.index("-ngl") + 1] == "0":
    os.execv("{server}", ["{server}", *sys.argv[1:]])


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b'data: {{"choices": [{{"index": 0, "delta": {{"content": "Bl"}}}}]}}\\n\\n')
        self.wfile.flush()
        print("terminate called after throwing an instance of 'vk::DeviceLostError'", flush=True)
        os.abort()


print("load_tensors: offloaded 31/31 layers to GPU", flush=True)
HTTPServer(("127.0.0.1", 0), Handler).serve_forever()
"""


class TestAdapters:
    @pytest.fixture
    def shelf(self, tmp_path: Path, smollm2: Path) -> LocalModels:
        shelf = LocalModels(tmp_path / "models")
        shelf.add_file(str(smollm2))
        base = shelf.installed()[0].name
        for name, strength in (("loud", 1.0), ("silent", 0.0)):
            shelf.add_file(str(lora(smollm2, tmp_path / f"{name}.gguf", strength=strength)), base=base, scale=1.0)
        return shelf

    def test_an_adapter_is_a_model_of_its_own_name(self, shelf: LocalModels, smollm2: Path) -> None:
        loud = shelf.find("loud")
        base = next(model for model in shelf.installed() if Path(model.path) == smollm2)
        assert (loud.base, loud.scale, loud.kind) == (base.name, 1.0, base.kind)
        assert shelf.remove("loud") > 0
        assert [model.name for model in shelf.installed()] == ["silent", base.name]

    @pytest.mark.parametrize("runtime", ["xllamacpp", "llama-server", "cyllama"])
    def test_turning_from_one_to_another_loads_nothing(
        self, shelf: LocalModels, smollm2: Path, tmp_path: Path, runtime: str
    ) -> None:
        if runtime != "llama-server" and importlib.util.find_spec(runtime) is None:
            pytest.skip(f"no {runtime} here")
        server = str(llama_server(smollm2)) if runtime == "llama-server" else ""
        wishes = HostWishes(runtime, server)  # type: ignore[arg-type]
        base = shelf.find("loud").base
        models = {
            name: host_installed(
                shelf.find(name), shelf, tmp_path / "run", wishes, context_tokens=512, threads=1, gpu_layers=0
            )
            for name in (base, "loud", "silent")
        }
        try:
            plain = said(models[base])
            loaded = models[base].process_id
            assert said(models["loud"]) != plain
            assert said(models["silent"]) == plain
            assert said(models[base]) == plain
            assert {model.process_id for model in models.values()} == {loaded}
        finally:
            for model in models.values():
                model.close()

    def test_one_that_does_not_fit_is_refused_before_anything_is_loaded(
        self, shelf: LocalModels, tmp_path: Path, smollm2: Path
    ) -> None:
        good = lora(smollm2, tmp_path / "good.gguf", strength=1.0)
        require_fit(good, smollm2)
        other = tmp_path / "other.gguf"
        other.write_bytes(good.read_bytes().replace(b"attn_q", b"attn_k"))
        with pytest.raises(ModelProblem, match=r"does not fit .*: its blk\.0\.attn_k\.weight is of another model"):
            shelf.add_file(str(other), base=shelf.find("loud").base)
        lame = tmp_path / "lame.gguf"
        lame.write_bytes(good.read_bytes().replace(b"lora_b", b"lora_c"))
        with pytest.raises(ModelProblem, match="damaged LoRA adapter: its factors are not in pairs"):
            require_fit(lame, smollm2)
        strange = tmp_path / "strange.gguf"
        strange.write_bytes(good.read_bytes().replace(b"\x05\0\0\0\0\0\0\0llama", b"\x05\0\0\0\0\0\0\0qwen2"))
        with pytest.raises(ModelProblem, match=r"is for a qwen2 model, and .* is a llama model"):
            require_fit(strange, smollm2)
        with pytest.raises(ModelProblem, match="is no LoRA adapter, but a GGUF file of kind 'model'"):
            require_fit(smollm2, smollm2)
        with pytest.raises(ModelProblem, match="is an adapter: say of which model, with --base NAME"):
            shelf.add_file(str(good))
        with pytest.raises(ModelProblem, match="loud is no model that an adapter can be applied to"):
            shelf.add_file(str(good), base="loud")


class TestWays:
    @pytest.mark.parametrize(
        ("installed", "python", "layers", "ways"),
        [
            ({"xllamacpp"}, (3, 11), -1, [Way("xllamacpp", -1), Way("xllamacpp", 0)]),
            ({"xllamacpp"}, (3, 11), 0, [Way("xllamacpp", 0)]),
            ({"xllamacpp", "cyllama"}, (3, 11), -1, [Way("xllamacpp", -1), Way("xllamacpp", 0)]),
            ({"xllamacpp", "cyllama"}, (3, 12), -1, [Way("cyllama", -1, needs_gpu=True), Way("xllamacpp", 0)]),
            ({"cyllama"}, (3, 12), -1, [Way("cyllama", -1, needs_gpu=True), Way("cyllama", 0)]),
            ({"cyllama"}, (3, 12), 0, [Way("cyllama", 0)]),
            (set(), (3, 12), -1, [Way("xllamacpp", -1), Way("xllamacpp", 0)]),
        ],
    )
    def test_the_graphics_device_comes_first_and_the_processor_last(
        self,
        monkeypatch: pytest.MonkeyPatch,
        smollm2: Path,
        installed: set[str],
        python: tuple[int, int],
        layers: int,
        ways: list[Way],
    ) -> None:
        monkeypatch.setattr(runtimes, "_is_installed", installed.__contains__)
        monkeypatch.setattr(sys, "version_info", python)
        assert ways_to_run(smollm2, "auto", server="", gpu_layers=layers) == ways

    def test_what_the_person_chose_is_tried_alone(self, smollm2: Path) -> None:
        chosen = ways_to_run(smollm2, "auto", server="/opt/llama-server", gpu_layers=-1)
        assert chosen == [Way("llama-server", -1), Way("llama-server", 0)]
        assert ways_to_run(smollm2, "cyllama", server="", gpu_layers=7) == [Way("cyllama", 7), Way("cyllama", 0)]
        assert ways_to_run(smollm2, "ctransformers", server="", gpu_layers=7) == [Way("ctransformers", 0)]

    def test_a_runtime_that_is_not_installed_is_said_with_what_installs_it(self, make: Make, smollm2: Path) -> None:
        if importlib.util.find_spec("cyllama") is not None:
            pytest.skip("cyllama is installed")
        with pytest.raises(ModelProblem, match=r'cyllama is not installed: pip install "vaultmind\[gpu-vulkan\]"\.$'):
            make(smollm2, runtime="cyllama").load()
