"""The child process that hosts one model file: ``python -m vaultmind.adapters.models.model_host``.

Its first line of standard input says what to load. It answers with a line when it is about to put layers on a graphics
device, and a last one with where the model is, or why it is not. It lives while somebody holds a lease: its starter by
keeping standard input open, any other by a connection.
"""

import hmac
import importlib
import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import cast

from vaultmind.adapters.models.hosts.protocol import (
    Announce,
    CannotLoad,
    HostAddress,
    HostRequest,
    Loaded,
    NoGraphicsDevice,
)
from vaultmind.adapters.priority import give_way

_FIRST_LINE_S = 5.0
RUNTIMES = {
    "xllamacpp": ("xllamacpp_host", "llm"),
    "cyllama": ("cyllama_host", "gpu-vulkan"),
    "ctransformers": ("ctransformers_host", "ctransformers"),
    "llama-server": ("llama_server_host", "llm"),
}
"""The module of each runtime, and the extra that installs it."""


class _Leases:
    """Counts who still needs the model; the process ends with the last of them."""

    def __init__(self, key: str, record: Path) -> None:
        self._key = key.encode()
        self._record = record
        self._lock = threading.Lock()
        self._held = 1
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.end: Callable[[], None] | None = None

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
            if self.end is not None:
                self.end()
            os._exit(0)


def _load(request: HostRequest, announce: Announce) -> Loaded:
    """Hand the request to its runtime; nothing of another runtime is imported."""
    module, _ = RUNTIMES[request.runtime]
    load = importlib.import_module(f"vaultmind.adapters.models.hosts.{module}").load
    return cast("Loaded", load(request, announce))


def _describe(request: HostRequest, loaded: Loaded, lease_port: int) -> HostAddress:
    return HostAddress(
        pid=loaded.pid,
        url=loaded.url,
        lease_port=lease_port,
        key=request.key,
        name=request.name,
        path=request.path,
        runtime=request.runtime,
        context_tokens=request.context_tokens,
        threads=request.threads,
        device=loaded.device,
        layers_on_gpu=loaded.layers_on_gpu,
        layers=loaded.layers,
        reason=loaded.reason or request.reason,
    )


def _write_record(record: Path, text: str) -> None:
    beside = record.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(record)


def _keep_output() -> int:
    """Return where our own lines go; what native code prints on standard output goes nowhere."""
    ours = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return ours


def main() -> None:
    """Load what standard input asks for, say where it is, and serve until nobody needs it."""
    give_way()
    answers = _keep_output()
    request = HostRequest(**json.loads(sys.stdin.buffer.readline()))
    leases = _Leases(request.key, Path(request.record))
    leases.serve()

    def say(words: dict[str, object]) -> None:
        os.write(answers, json.dumps(words).encode() + b"\n")

    try:
        loaded = _load(request, lambda device, layers: say({"placing": device, "layers": layers}))
    except ImportError:
        extra = RUNTIMES[request.runtime][1]
        say({"problem": f'the runtime {request.runtime} is not installed: pip install "vaultmind[{extra}]"'})
        return
    except CannotLoad as problem:
        say({"problem": str(problem), "has_no_gpu": isinstance(problem, NoGraphicsDevice)})
        return
    leases.end = loaded.end
    address = asdict(_describe(request, loaded, leases.port))
    _write_record(Path(request.record), json.dumps(address))
    say(address)
    threading.Event().wait()


if __name__ == "__main__":
    main()
