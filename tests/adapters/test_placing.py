"""How many layers go on a graphics device, and what is read from a runtime's words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.adapters.models.hosts.placing import (
    Device,
    Offload,
    layers_that_fit,
    plan_offload,
    read_devices,
    read_offload,
    read_reason,
    why_not_there,
)
from vaultmind.adapters.models.hosts.protocol import HostRequest, NoGraphicsDevice

GB = 1_000_000_000
MODEL = HostRequest(
    path="/models/m.gguf",
    name="m",
    key="k",
    record="/run/m.json",
    runtime="cyllama",
    context_tokens=8192,
    threads=4,
    batch_tokens=64,
    gpu_layers=-1,
    layers=37,
    size_bytes=2_500_000_000,
    cache_bytes_per_token=147_456,
)
CARD = Device("Vulkan0", "GeForce RTX 3060", 12 * GB)


def test_a_model_that_fits_goes_there_whole() -> None:
    assert plan_offload(MODEL, [CARD]) == Offload(37, "GeForce RTX 3060")


def test_of_one_that_does_not_fit_as_many_layers_as_do_and_it_is_said() -> None:
    planned = plan_offload(MODEL, [replace(CARD, free_bytes=2 * GB)])
    assert planned.layers == 14
    assert planned.reason == "14 of 37 layers fit into the 2.0 GB that are free on GeForce RTX 3060, and no more."


def test_where_no_layer_fits_the_processor_runs_it_and_it_is_said() -> None:
    planned = plan_offload(MODEL, [replace(CARD, free_bytes=GB // 2)])
    assert (planned.layers, planned.device) == (0, "")
    assert planned.reason == "No layer fits into the 0.5 GB that are free on GeForce RTX 3060: the processor runs it."


def test_a_longer_window_takes_room_from_layers() -> None:
    long = replace(MODEL, context_tokens=32_768)
    assert layers_that_fit(long, 4 * GB) < layers_that_fit(MODEL, 4 * GB) == 34


@given(st.integers(0, 64 * GB), st.integers(0, 64 * GB))
def test_more_memory_never_holds_fewer_layers_and_what_is_placed_fits(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert layers_that_fit(MODEL, less) <= layers_that_fit(MODEL, more) <= MODEL.layers
    each = (MODEL.size_bytes + MODEL.context_tokens * MODEL.cache_bytes_per_token) / MODEL.layers
    assert layers_that_fit(MODEL, less) * each <= less


def test_two_devices_share_the_layers() -> None:
    halves = [replace(CARD, free_bytes=GB), Device("Vulkan1", "Arc A380", 3 * GB)]
    planned = plan_offload(MODEL, halves)
    assert planned.layers == layers_that_fit(MODEL, 4 * GB)
    assert planned.device == "GeForce RTX 3060 and Arc A380"


def test_what_was_asked_for_is_asked_of_the_runtime() -> None:
    assert plan_offload(replace(MODEL, gpu_layers=5), [CARD]) == Offload(5, "GeForce RTX 3060")
    assert plan_offload(replace(MODEL, gpu_layers=99), [CARD]).layers == 37
    assert plan_offload(replace(MODEL, gpu_layers=0), [CARD]) == Offload(0)
    assert plan_offload(MODEL, [replace(CARD, free_bytes=None)]) == Offload(37, "GeForce RTX 3060")


def test_a_missing_device_is_said_to_who_asked_for_one() -> None:
    assert plan_offload(MODEL, []) == Offload(0)
    asked = plan_offload(replace(MODEL, gpu_layers=5), [])
    assert asked == Offload(0, reason="No graphics device was found, so it runs on the processor.")
    with pytest.raises(NoGraphicsDevice):
        plan_offload(replace(MODEL, needs_gpu=True), [])


LOADED = """load_tensors: offloading output layer to GPU
load_tensors: offloading 29 repeating layers to GPU
load_tensors: offloaded 31/31 layers to GPU
load_tensors:      Vulkan0 model buffer size =    92.10 MiB
"""


def test_what_was_offloaded_is_read_from_the_runtimes_words() -> None:
    assert read_offload(LOADED) == (31, 31)
    assert read_offload(LOADED.replace("31/31", "0/31")) == (0, 31)
    assert read_offload("llama_model_loader: loaded meta data") is None


def test_a_runtime_that_ignores_what_it_was_asked_is_found_out() -> None:
    wanted = Offload(31, "llvmpipe")
    assert why_not_there(wanted, 0) == "The runtime put no layer on llvmpipe, so it runs on the processor."
    assert why_not_there(wanted, 31) == ""
    assert why_not_there(Offload(0, reason="No layer fits."), 0) == "No layer fits."


def test_the_devices_of_a_llama_server_are_read_from_its_list() -> None:
    listed = "Available devices:\n  Vulkan0: llvmpipe (LLVM 15.0.6, 256 bits) (2048 MiB, 1024 MiB free)\n"
    assert read_devices(listed) == [Device("Vulkan0", "llvmpipe (LLVM 15.0.6, 256 bits)", 1024 << 20)]
    assert read_devices("Available devices:\n  (none)\n") == []


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("error loading model: unknown model architecture: 'zlama'\n", "unknown model architecture: 'zlama'"),
        (
            "ggml_vulkan: allocation of size 9 failed: vk::Device::allocateMemory: ErrorOutOfDeviceMemory",
            "the memory of the device does not suffice",
        ),
        ("ggml_backend_cuda_buffer_type_alloc_buffer: out of memory", "the memory of the device does not suffice"),
        ("nothing of use", "it failed"),
    ],
)
def test_why_a_file_cannot_be_loaded_is_said_in_the_runtimes_words(log: str, said: str) -> None:
    assert read_reason(log, "it failed") == said
