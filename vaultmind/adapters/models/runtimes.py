"""Which runtime hosts a model file, in which order it is tried, and what stands in its way."""

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vaultmind.adapters.models.gguf import GgufHeader, read_gguf
from vaultmind.adapters.models.legacy_files import is_legacy, read_legacy

Runtime = Literal["auto", "xllamacpp", "cyllama", "ctransformers", "llama-server"]
_CYLLAMA_BEGINS = (3, 12)


@dataclass(frozen=True, slots=True)
class Way:
    """One try to host a model: the runtime, its layers on the graphics device, whether it leaves without a device."""

    runtime: str
    gpu_layers: int
    needs_gpu: bool = False


def header_for(path: Path, runtime: Runtime) -> GgufHeader:
    """Return what a file says of itself; raise ``ModelProblem`` in one sentence where that runtime cannot load it."""
    if runtime == "ctransformers" or (runtime == "auto" and is_legacy(path)):
        return read_legacy(path)
    return read_gguf(path)


def ways_to_run(path: Path, runtime: Runtime, *, server: str, gpu_layers: int) -> list[Way]:
    """Return the hosts to try, the best first; the last is on the processor.

    A file of 2023 goes to ctransformers, any other to the llama-server that the person points at, else to cyllama
    where it is installed and finds a graphics device, else to xllamacpp.
    """
    if runtime == "auto":
        runtime = "ctransformers" if is_legacy(path) else "llama-server" if server else "auto"
    if runtime == "ctransformers":
        return [Way("ctransformers", 0)]
    if runtime == "auto":
        on_processor = Way("xllamacpp" if _is_installed("xllamacpp") or not _has_cyllama() else "cyllama", 0)
        if gpu_layers == 0:
            return [on_processor]
        if _has_cyllama():
            return [Way("cyllama", gpu_layers, needs_gpu=True), on_processor]
        runtime = "xllamacpp"
    return [Way(runtime, gpu_layers), Way(runtime, 0)] if gpu_layers else [Way(runtime, 0)]


def _has_cyllama() -> bool:
    return sys.version_info >= _CYLLAMA_BEGINS and _is_installed("cyllama")


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
