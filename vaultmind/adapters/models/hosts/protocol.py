"""What a host is told, what it answers, and what a runtime hands over to it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HostRequest:
    """What a host is to load. ``record`` is the file that tells other processes of this user where it is.

    ``gpu_layers``: -1 as many as fit, 0 none. With ``needs_gpu`` a host without a graphics device leaves again;
    ``reason`` is why an earlier one did. A LoRA of ``adapters`` is applied by its place in that list, when a question
    asks for it.
    """

    path: str
    name: str
    key: str
    record: str
    runtime: str
    context_tokens: int
    threads: int
    batch_tokens: int
    gpu_layers: int
    layers: int
    size_bytes: int
    cache_bytes_per_token: int
    needs_gpu: bool = False
    reason: str = ""
    server: str = ""
    adapters: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HostAddress:
    """Where a loaded model is, and where it really runs. ``pid`` is the process that holds its memory."""

    pid: int
    url: str
    lease_port: int
    key: str
    name: str
    path: str
    runtime: str
    context_tokens: int
    threads: int
    device: str
    layers_on_gpu: int
    layers: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model that a runtime serves at ``url``. ``end`` is called before the host leaves; ``kept`` is what lives on."""

    url: str
    pid: int
    device: str
    layers_on_gpu: int
    layers: int
    reason: str = ""
    end: Callable[[], None] | None = None
    kept: object = None


class CannotLoad(RuntimeError):
    """Why a runtime cannot load a file, without a full stop at the end."""


class NoGraphicsDevice(CannotLoad):
    """A host that was started for the graphics device finds none."""


Announce = Callable[[str, int], None]
"""Told the name of the device and the number of layers before they are put there: whoever waits knows what failed."""
