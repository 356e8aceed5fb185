"""How many layers of a model fit on a graphics device, and what a runtime says it really put there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vaultmind.adapters.models.hosts.protocol import HostRequest, NoGraphicsDevice

_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers to GPU")
_LISTED = re.compile(r"^\s*(\S+): (.+) \((\d+) MiB, (\d+) MiB free\)\s*$", re.MULTILINE)
_REASON = re.compile(
    r"(?:error loading model\S*|failed to load model|llama_model_load): (?:error loading model: )?(.+)"
)
_OUT_OF_MEMORY = re.compile(
    r"out of (?:device )?memory|ErrorOutOfDeviceMemory|failed to allocate \S* ?buffer", re.IGNORECASE
)
_SPARE_BYTES = 512 << 20
_SPARE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Device:
    """A graphics device, e.g. ``Vulkan0``. ``free_bytes`` is ``None`` where the runtime does not tell."""

    name: str
    description: str
    free_bytes: int | None


@dataclass(frozen=True, slots=True)
class Offload:
    """How many layers are to be asked for, on which device, and why not all of them."""

    layers: int
    device: str = ""
    reason: str = ""


def layers_that_fit(request: HostRequest, free_bytes: int) -> int:
    """Return how many of a model's layers, each with its share of weights and context, fit into ``free_bytes``.

    A tenth of the memory, and half a gigabyte at least, stays free for what the runtime works with.
    """
    each = (request.size_bytes + request.context_tokens * request.cache_bytes_per_token) / request.layers
    room = free_bytes - max(_SPARE_BYTES, int(free_bytes * _SPARE_SHARE))
    return max(0, min(request.layers, int(room / each)))


def plan_offload(request: HostRequest, devices: Sequence[Device]) -> Offload:
    """Return what to put on the graphics devices; raise ``NoGraphicsDevice`` where the request needs one."""
    if request.gpu_layers == 0:
        return Offload(0)
    if not devices:
        if request.needs_gpu:
            raise NoGraphicsDevice("no graphics device was found")
        asked = request.gpu_layers > 0
        return Offload(0, reason="No graphics device was found, so it runs on the processor." if asked else "")
    name = " and ".join(device.description for device in devices)
    if request.gpu_layers > 0:
        return Offload(min(request.gpu_layers, request.layers), name)
    known = [device.free_bytes for device in devices if device.free_bytes is not None]
    if len(known) < len(devices):
        return Offload(request.layers, name)
    fitting = layers_that_fit(request, sum(known))
    if fitting == request.layers:
        return Offload(fitting, name)
    free = f"{sum(known) / 1e9:.1f}"
    if fitting == 0:
        return Offload(0, reason=f"No layer fits into the {free} GB that are free on {name}: the processor runs it.")
    reason = f"{fitting} of {request.layers} layers fit into the {free} GB that are free on {name}, and no more."
    return Offload(fitting, name, reason)


def read_offload(log: str) -> tuple[int, int] | None:
    """Return how many layers of how many are on a graphics device by a runtime's log, ``None`` if it says nothing."""
    found = _OFFLOADED.findall(log)
    return (int(found[-1][0]), int(found[-1][1])) if found else None


def read_devices(listing: str) -> list[Device]:
    """Return the devices in what ``llama-server --list-devices`` prints."""
    return [Device(name, words, int(free) << 20) for name, words, _, free in _LISTED.findall(listing)]


def read_reason(log: str, otherwise: str) -> str:
    """Return why a runtime could not load a file, in its own words where it has any."""
    if _OUT_OF_MEMORY.search(log):
        return "the memory of the device does not suffice"
    reasons = _REASON.findall(log)
    return reasons[0].strip() if reasons else otherwise


def why_not_there(wanted: Offload, on_gpu: int) -> str:
    """Return one sentence where a runtime put less on the device than it was asked to, else the reason it was asked."""
    if wanted.layers and on_gpu == 0:
        return f"The runtime put no layer on {wanted.device}, so it runs on the processor."
    return wanted.reason
