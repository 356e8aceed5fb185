"""The child process that hosts one GGUF model: ``python -m vaultmind.adapters.models.model_host``.

Its first line of standard input says what to load, its only line of output where the model is, or why it is not. It
lives while somebody holds a lease: its starter by keeping standard input open, any other by a connection.
"""

import hmac
import json
import os
import re
import socket
import sys
import threading
from collections import deque
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers to GPU")
_REASON = re.compile(
    r"(?:error loading model\S*|failed to load model|llama_model_load): (?:error loading model: )?(.+)"
)
_FIRST_LINE_S = 5.0


@dataclass(frozen=True, slots=True)
class HostRequest:
    """What a host is to load. ``record`` is the file that tells other processes of this user where it is."""

    path: str
    key: str
    record: str
    context_tokens: int
    threads: int
    batch_tokens: int
    gpu_layers: int
    layers: int


@dataclass(frozen=True, slots=True)
class HostAddress:
    """Where a loaded model is, and where it really runs."""

    pid: int
    url: str
    lease_port: int
    key: str
    context_tokens: int
    threads: int
    device: str
    layers_on_gpu: int
    layers: int


class _Leases:
    """Counts who still needs the model; the process ends with the last of them."""

    def __init__(self, key: str, record: Path) -> None:
        self._key = key.encode()
        self._record = record
        self._lock = threading.Lock()
        self._held = 1
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def serve(self) -> None:
        """Watch standard input and answer connections, in the background."""
        threading.Thread(target=self._watch_stdin, daemon=True).start()
        threading.Thread(target=self._accept, daemon=True).start()

    def _watch_stdin(self) -> None:
        while sys.stdin.buffer.read(4096):
            pass
        self._release()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._hold, args=(connection,), daemon=True).start()

    def _hold(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(_FIRST_LINE_S)
            with connection.makefile("rb") as lines:
                if not hmac.compare_digest(lines.readline(256).strip(), self._key):
                    return
                with self._lock:
                    self._held += 1
                try:
                    connection.settimeout(None)
                    connection.sendall(b"held\n")
                    while lines.read(1):
                        pass
                except OSError:
                    pass
                finally:
                    self._release()

    def _release(self) -> None:
        with self._lock:
            self._held -= 1
            if self._held > 0:
                return
            self._record.unlink(missing_ok=True)
            os._exit(0)


class _NativeLog:
    """What native code writes to standard error while it loads; afterwards nothing is kept, since prompts are in it."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=4000)
        reading, writing = os.pipe()
        os.dup2(writing, 2)
        os.close(writing)
        self._reader = threading.Thread(target=self._read, args=(reading,), daemon=True)
        self._reader.start()

    def close(self) -> str:
        """Stop listening and return what was written."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        self._reader.join(2.0)
        return "".join(self._lines)

    def _read(self, reading: int) -> None:
        with os.fdopen(reading, "r", encoding="utf-8", errors="replace") as lines:
            self._lines.extend(lines)


def _load(request: HostRequest) -> tuple[Any, str]:
    """Return the running server and its log; raise ``RuntimeError`` when the runtime cannot load the file."""
    import xllamacpp  # noqa: PLC0415 (the native library, 100 MB, is for this process alone)

    params = xllamacpp.CommonParams()
    params.model.path = request.path
    params.model_alias = {Path(request.path).name}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [request.key]
    params.n_ctx = request.context_tokens
    params.n_batch = params.n_ubatch = request.batch_tokens
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = request.threads
    params.n_parallel = 2  # so that a question about a passage does not push out the prompt that answers share
    params.kv_unified = True
    params.n_gpu_layers = request.gpu_layers
    params.cache_ram_mib = 0
    params.n_threads_http = 4
    params.warmup = False
    params.ui = params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = False
    params.verbosity = 4
    log = _NativeLog()
    try:
        server = xllamacpp.Server(params)
    except Exception as error:
        reasons = _REASON.findall(log.close())
        raise RuntimeError(reasons[0].strip() if reasons else str(error)) from error
    return server, log.close()


def _describe(request: HostRequest, server: Any, log: str, lease_port: int) -> HostAddress:
    import xllamacpp  # noqa: PLC0415 (loaded already)

    offloaded = _OFFLOADED.search(log)
    on_gpu, layers = (int(offloaded.group(1)), int(offloaded.group(2))) if offloaded else (0, request.layers)
    devices = [device["description"] for device in xllamacpp.get_device_info() if device["name"] != "CPU"]
    return HostAddress(
        pid=os.getpid(),
        url=server.listening_address,
        lease_port=lease_port,
        key=request.key,
        context_tokens=request.context_tokens,
        threads=request.threads,
        device=devices[0] if on_gpu and devices else "CPU",
        layers_on_gpu=on_gpu,
        layers=layers,
    )


def _write_record(record: Path, text: str) -> None:
    beside = record.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(record)


def _keep_output() -> int:
    """Return where our one line goes; what native code prints on standard output goes nowhere."""
    ours = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return ours


def main() -> None:
    """Load what standard input asks for, say where it is, and serve until nobody needs it."""
    answers = _keep_output()
    request = HostRequest(**json.loads(sys.stdin.buffer.readline()))
    leases = _Leases(request.key, Path(request.record))
    leases.serve()
    try:
        server, log = _load(request)
    except ImportError:
        said = json.dumps({"problem": 'the runtime for model files is not installed: pip install "vaultmind[llm]"'})
    except RuntimeError as error:
        said = json.dumps({"problem": str(error)})
    else:
        said = json.dumps(asdict(_describe(request, server, log, leases.port)))
        _write_record(Path(request.record), said)
    os.write(answers, said.encode() + b"\n")
    if "problem" not in said:
        threading.Event().wait()


if __name__ == "__main__":
    main()
