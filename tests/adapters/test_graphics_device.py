"""Layers on a graphics device, for real: ``pytest -m vulkan``. A software device will do, and takes a minute a model.

On Debian: ``apt-get install libvulkan1 mesa-vulkan-drivers``. llama.cpp takes a device of the processor only if it is
named, so ``GGML_VK_VISIBLE_DEVICES=0`` is set here.
"""

import importlib.util
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.llama_server import llama_server
from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.domain.model import Placement
from vaultmind.ports import ChatTurn

pytestmark = [pytest.mark.vulkan, pytest.mark.timeout(900)]
QUESTION = [ChatTurn("user", "What is the capital of France?")]


@pytest.fixture(params=["cyllama", "llama-server"])
def options(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, smollm2: Path) -> dict[str, object]:
    """Return how a model is hosted by one of the runtimes that know Vulkan; skip where there is no device for it."""
    monkeypatch.setenv("GGML_VK_VISIBLE_DEVICES", "0")
    if request.param == "llama-server":
        server = llama_server(smollm2)
        listed = subprocess.run([server, "--list-devices"], capture_output=True, text=True, check=False, timeout=120)
        if "Vulkan0" not in listed.stdout + listed.stderr:
            pytest.skip("llama-server finds no Vulkan device: apt-get install mesa-vulkan-drivers")
        return {"server": str(server)}
    if sys.version_info < (3, 12) or importlib.util.find_spec("cyllama") is None:
        pytest.skip('no cyllama: pip install "vaultmind[gpu-vulkan]" on Python 3.12 or later')
    code = "import cyllama.llama.llama_cpp as c; c.ggml_backend_load_all(); print(c.ggml_backend_dev_info())"
    listed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    if "'GPU'" not in listed.stdout:
        pytest.skip("cyllama finds no graphics device: apt-get install mesa-vulkan-drivers")
    return {}


def test_every_layer_is_on_the_device_and_it_answers(options: dict[str, object], smollm2: Path, tmp_path: Path) -> None:
    hosted = HostedModel(smollm2, name="m", folder=tmp_path, context_tokens=256, threads=2, **options)  # type: ignore[arg-type]
    with closing(hosted) as model:
        placement = model.load()
        print(placement)
        assert (placement.layers_on_gpu, placement.layers) == (31, 31)
        assert placement.device not in ("", "CPU")
        assert placement.reason == ""
        assert placement.runtime == ("llama-server" if "server" in options else "cyllama")
        assert "".join(piece.text for piece in model.stream(QUESTION, max_tokens=2))


def test_as_many_layers_as_asked_for_are_there(options: dict[str, object], smollm2: Path, tmp_path: Path) -> None:
    def placed(layers: int) -> Placement:
        hosted = HostedModel(
            smollm2,
            name="m",
            folder=tmp_path,
            context_tokens=256,
            gpu_layers=layers,
            **options,  # type: ignore[arg-type]
        )
        with closing(hosted) as model:
            return model.load()

    assert (placed(5).layers_on_gpu, placed(5).layers) == (5, 31)
    assert (placed(0).layers_on_gpu, placed(0).device, placed(0).reason) == (0, "CPU", "")


def test_a_device_that_is_hidden_leaves_the_processor_and_the_reason(
    options: dict[str, object], smollm2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GGML_VK_VISIBLE_DEVICES")
    hosted = HostedModel(smollm2, name="m", folder=tmp_path, context_tokens=256, gpu_layers=9, **options)  # type: ignore[arg-type]
    with closing(hosted) as model:
        placement = model.load()
        assert (placement.layers_on_gpu, placement.device) == (0, "CPU")
        assert placement.reason == "No graphics device was found, so it runs on the processor."
        assert "".join(piece.text for piece in model.stream(QUESTION, max_tokens=2))


def test_a_driver_that_is_broken_leaves_the_processor_and_the_reason(
    options: dict[str, object], smollm2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(
        '{"file_format_version": "1.0.0", "ICD": {"library_path": "/nowhere.so", "api_version": "1.1.0"}}'
    )
    monkeypatch.setenv("VK_ICD_FILENAMES", str(broken))
    hosted = HostedModel(smollm2, name="m", folder=tmp_path, context_tokens=256, gpu_layers=9, **options)  # type: ignore[arg-type]
    with closing(hosted) as model:
        assert model.load().reason == "No graphics device was found, so it runs on the processor."
