"""A language model in a file, hosted by a child process that all engines of this user share."""

import hashlib
import json
import os
import queue
import secrets
import signal
import socket
import subprocess
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import psutil
from filelock import FileLock, Timeout

from vaultmind.adapters.models.gguf import GgufHeader
from vaultmind.adapters.models.hosts.protocol import HostAddress, HostRequest
from vaultmind.adapters.models.openai_endpoint import DEFAULT_PATIENCE, OpenAiEndpoint, Patience
from vaultmind.adapters.models.runtimes import Runtime, header_for, ways_to_run
from vaultmind.adapters.spawn import spawn
from vaultmind.domain.errors import Cancelled, EndpointProblem, ModelProblem
from vaultmind.domain.model import Placement, RunningModel
from vaultmind.ports import CancelToken, ChatTurn, Token

_ADDRESS = msgspec.json.Decoder(HostAddress)
"""Made out on import: where two threads have msgspec (0.22) make a type out at once, the process crashes."""
_WORKING_BYTES = 350_000_000
_SURROUNDINGS = {"OMP_WAIT_POLICY": "passive", "GGML_NO_BACKTRACE": "1"}
"""No spinning while it waits, and no debugger that is started when it aborts: that would show what is in its memory."""
_RECORD = "model-"
_POLL_S = 0.05
_LEASE_S = 5.0
_DEATH_S = 0.5
_LEAVING_S = 3.0


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter in a GGUF file, and how strongly it is applied."""

    name: str
    path: Path
    scale: float = 1.0


def needed_bytes(header: GgufHeader, context_tokens: int) -> int:
    """Return the memory a model takes: its weights, the cache of its context, and room to work."""
    return header.size_bytes + context_tokens * header.cache_bytes_per_token + _WORKING_BYTES


def require_room(header: GgufHeader, context_tokens: int, *, free_bytes: int) -> None:
    """Raise ``ModelProblem`` with the figures when a model cannot fit into memory."""
    needed = needed_bytes(header, context_tokens)
    if needed <= free_bytes:
        return
    raise ModelProblem(
        f"{header.name} does not fit: it needs about {needed / 1e9:,.1f} GB ({header.size_bytes / 1e9:,.1f} GB of "
        f"weights, {context_tokens * header.cache_bytes_per_token / 1e9:,.1f} GB for a window of {context_tokens:,} "
        f"tokens), and {free_bytes / 1e9:.1f} GB of memory are free; choose a smaller model or window."
    )


def require_machine(header: GgufHeader, context_tokens: int, *, all_bytes: int) -> None:
    """Raise ``ModelProblem`` with the figures when a model cannot fit into memory whatever else is closed."""
    needed = needed_bytes(header, context_tokens)
    if needed <= all_bytes:
        return
    raise ModelProblem(
        f"{header.name} does not fit into this machine: it needs about {needed / 1e9:,.1f} GB "
        f"({header.size_bytes / 1e9:,.1f} GB of weights), and there are {all_bytes / 1e9:.1f} GB of memory; choose a "
        "smaller model."
    )


def default_threads() -> int:
    """Return how many threads a model may use: one core is left to everything else."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    return max(1, min(cores, allowed) - 1)


class _Host:
    """One lease on a running host: as its starter, or by a connection to one that another process started."""

    def __init__(
        self, address: HostAddress, *, process: subprocess.Popen[bytes] | None, lease: socket.socket | None
    ) -> None:
        self.address = address
        self._process = process
        self._lease = lease

    def has_died(self) -> bool:
        """Say whether the host is gone, giving the system a moment to notice."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_DEATH_S)
            return self._process.returncode is not None
        assert self._lease is not None
        try:
            self._lease.settimeout(_DEATH_S)
            return not self._lease.recv(1)
        except TimeoutError:
            return False
        except OSError:
            return True

    def last_words(self) -> str:
        """Return how it ended, as far as this process can know."""
        return _ending(self._process.returncode if self._process is not None else None)

    def release(self) -> None:
        """Give up the lease; the host leaves, and its memory returns, unless another process holds one."""
        if self._lease is not None:
            self._lease.close()
        if self._process is None:
            return
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVING_S)


class HostedModel:
    """A chat model in a file. It is loaded by its first use, and again after its host has died."""

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        folder: Path,
        context_tokens: int = 8192,
        threads: int | None = None,
        batch_tokens: int = 32,
        gpu_layers: int = -1,
        runtime: Runtime = "auto",
        server: str = "",
        adapters: Sequence[Adapter] = (),
        adapter: str = "",
        patience: Patience = DEFAULT_PATIENCE,
        idle_s: float = 0.0,
    ) -> None:
        """Prepare to host ``path``; ``folder`` is where the processes of this user find each other's hosts.

        A prompt cannot be stopped within a batch: small ones make a slow machine free again sooner. ``gpu_layers`` is
        how many layers go on the graphics device, -1 for as many as fit. ``server`` is the path of a llama-server that
        hosts instead of our own runtime. Of ``adapters`` the one named ``adapter`` answers; models that differ in
        that alone share one host. A model that was not asked for ``idle_s`` seconds is unloaded, and loaded again by
        the next question; 0 keeps it.
        """
        self._path = path
        self._name = name
        self._folder = folder
        self._context_tokens = context_tokens
        self._threads = threads or default_threads()
        self._batch_tokens = batch_tokens
        self._gpu_layers = gpu_layers
        self._runtime: Runtime = runtime
        self._server = server
        self._adapters = tuple(adapters)
        self._adapter = adapter
        self._failed_device = ""
        self._patience = patience
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._host: _Host | None = None
        self._readers = 0
        self._idle: threading.Timer | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def placement(self) -> Placement | None:
        """Return where the model runs, or ``None`` while it is not loaded."""
        host = self._host
        return _placement(host.address) if host is not None else None

    @property
    def process_id(self) -> int | None:
        """Return the process that hosts the model, or ``None`` while it is not loaded."""
        host = self._host
        return host.address.pid if host is not None else None

    def load(self, cancel: CancelToken | None = None) -> Placement:
        """Load the model if it is not; raise ``ModelProblem`` when it cannot be, before it takes any memory."""
        with self._lock:
            if self._host is None:
                self._host = self._find_or_start(cancel)
            placement = self.placement
        assert placement is not None
        return placement

    def stream(
        self,
        turns: Sequence[ChatTurn],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        seed: int = 0,
        top_logprobs: int = 0,
        cancel: CancelToken | None = None,
    ) -> Generator[Token, None, None]:
        """Yield pieces as they come; a host that dies is a ``ModelProblem``, and the next call starts another."""
        with self._in_use():
            yield from self._asked(
                turns,
                cancel,
                max_tokens=max_tokens,
                temperature=temperature,
                seed=seed,
                top_logprobs=top_logprobs,
            )

    def close(self) -> None:
        """Unload the model; its memory returns to the system unless another engine uses it too."""
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            host, self._host = self._host, None
        if host is not None:
            host.release()

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        """Keep the model loaded meanwhile, and begin to count its idle time afterwards."""
        with self._lock:
            self._readers += 1
            if self._idle is not None:
                self._idle.cancel()
        try:
            yield
        finally:
            with self._lock:
                self._readers -= 1
                if self._idle_s and not self._readers:
                    self._idle = threading.Timer(self._idle_s, self._unload_if_idle)
                    self._idle.daemon = True
                    self._idle.start()

    def _unload_if_idle(self) -> None:
        with self._lock:
            if self._readers:
                return
            host, self._host = self._host, None
        if host is not None:
            host.release()

    def _asked(
        self, turns: Sequence[ChatTurn], cancel: CancelToken | None, **options: Any
    ) -> Generator[Token, None, None]:
        self.load(cancel)
        host = self._host
        if host is None:
            raise ModelProblem(f"The model {self._name} was unloaded meanwhile.")
        scales = [
            {"id": place, "scale": one.scale if one.name == self._adapter else 0.0}
            for place, one in enumerate(self._adapters)
        ]
        endpoint = OpenAiEndpoint(
            host.address.url,
            self._name,
            key=host.address.key,
            patience=self._patience,
            extra={"lora": scales} if scales else None,
        )
        try:
            yield from endpoint.stream(turns, cancel=cancel, **options)
        except EndpointProblem as problem:
            if not host.has_died():
                raise
            self._forget(host)
            self._failed_device = host.address.device if host.address.layers_on_gpu else self._failed_device
            raise ModelProblem(
                f"The model {self._name} {host.last_words()}; the next question starts it again."
            ) from problem

    def _forget(self, host: _Host) -> None:
        with self._lock:
            if self._host is host:
                self._host = None
        host.release()

    def _find_or_start(self, cancel: CancelToken | None) -> _Host:
        header = header_for(self._path, self._runtime)
        context_tokens = min(self._context_tokens, header.trained_context_tokens)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        record = self._folder / f"{_RECORD}{self._fingerprint(context_tokens)}.json"
        lock = FileLock(record.with_suffix(".lock"))
        while True:
            try:
                with lock.acquire(timeout=_POLL_S):
                    return _join(record) or self._start(header, context_tokens, record, cancel)
            except Timeout:
                _raise_if(cancel)

    def _fingerprint(self, context_tokens: int) -> str:
        """Return what two processes must agree on to share one host."""
        files = [_stamp(self._path), *(_stamp(one.path) for one in self._adapters)]
        numbers = (context_tokens, self._threads, self._batch_tokens, self._gpu_layers)
        agreed = (files, numbers, self._runtime, self._server)
        return hashlib.blake2b(repr(agreed).encode(), digest_size=8).hexdigest()

    def _start(self, header: GgufHeader, context_tokens: int, record: Path, cancel: CancelToken | None) -> _Host:
        """Start the first host that can: on the graphics device if there is one, else on the processor, saying why."""
        require_room(header, context_tokens, free_bytes=psutil.virtual_memory().available)
        request = HostRequest(
            path=str(self._path.resolve()),
            name=self._name,
            key=secrets.token_urlsafe(32),
            record=str(record),
            runtime="xllamacpp",
            context_tokens=context_tokens,
            threads=self._threads,
            batch_tokens=self._batch_tokens,
            gpu_layers=self._gpu_layers,
            layers=header.layers + 1,
            size_bytes=header.size_bytes,
            cache_bytes_per_token=header.cache_bytes_per_token,
            server=self._server,
            adapters=[str(one.path.resolve()) for one in self._adapters],
        )
        ways = ways_to_run(self._path, self._runtime, server=self._server, gpu_layers=self._gpu_layers)
        reason = ""
        if self._failed_device and len(ways) > 1:
            ways, reason = ways[1:], f"{self._failed_device} failed while it answered, so it runs on the processor."
        for place, way in enumerate(ways):
            started = _try(replace(request, **asdict(way), reason=reason), cancel)
            if isinstance(started, _Host):
                return started
            if place == len(ways) - 1 or not started.may_go_elsewhere:
                if started.has_died:
                    raise ModelProblem(f"The model {self._name} could not be loaded: it {started.words}.")
                raise ModelProblem(f"The model {self._name} could not be loaded: {started.words}.")
            reason = started.instead
        raise AssertionError("there is always a way")


@dataclass(frozen=True, slots=True)
class _NotStarted:
    """Why a host did not start, as the end of a sentence, and what to say when another one does."""

    words: str
    device: str
    has_no_gpu: bool = False
    has_died: bool = False

    @property
    def may_go_elsewhere(self) -> bool:
        """Say whether it was the graphics device that failed."""
        return self.has_no_gpu or bool(self.device)

    @property
    def instead(self) -> str:
        """Return why it runs on the processor, in one sentence."""
        if self.has_no_gpu:
            return "No graphics device was found, so it runs on the processor."
        return f"It could not be loaded onto {self.device} ({self.words}), so it runs on the processor."


def running_models(folder: Path) -> tuple[RunningModel, ...]:
    """Return the models that are loaded by the hosts whose records lie in ``folder``; nothing is loaded or kept."""
    found: dict[int, RunningModel] = {}
    for record in sorted(folder.glob(f"{_RECORD}*.json")):
        try:
            address = _ADDRESS.decode(record.read_bytes())
        except (OSError, msgspec.MsgspecError):
            continue
        if psutil.pid_exists(address.pid):
            found[address.pid] = RunningModel(address.name, address.path, address.pid, _placement(address))
    return tuple(found.values())


def _placement(address: HostAddress) -> Placement:
    return Placement(
        device=address.device,
        layers_on_gpu=address.layers_on_gpu,
        layers=address.layers,
        context_tokens=address.context_tokens,
        threads=address.threads,
        runtime=address.runtime,
        reason=address.reason,
    )


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError as error:
        raise ModelProblem(f"There is no model file {path}.") from error
    return str(path.resolve()), stat.st_size, stat.st_mtime_ns


def _try(request: HostRequest, cancel: CancelToken | None) -> "_Host | _NotStarted":
    """Start a host as asked; return why it did not where it did not."""
    process = spawn("vaultmind.adapters.models.model_host", environment=_SURROUNDINGS, piped=True)
    device = ""
    lines = _lines_of(process, json.dumps(asdict(request)))
    try:
        while True:
            said = _next_line(lines, cancel)
            if said is None:
                return _NotStarted(_ending(process.wait()), device, has_died=True)
            if "placing" in said:
                device = str(said["placing"])
                continue
            if "problem" in said:
                process.wait()
                words = str(said["problem"]).rstrip(".")
                return _NotStarted(words, device, has_no_gpu=bool(said.get("has_no_gpu")))
            return _Host(msgspec.convert(said, _ADDRESS.type), process=process, lease=None)
    except Cancelled:
        process.kill()
        process.wait()
        raise


def _join(record: Path) -> _Host | None:
    """Return a lease on the host that ``record`` tells of, or ``None`` when it is not there any more."""
    try:
        address = _ADDRESS.decode(record.read_bytes())
        lease = socket.create_connection(("127.0.0.1", address.lease_port), timeout=_LEASE_S)
    except (OSError, msgspec.MsgspecError):
        return None
    with suppress(OSError):
        lease.sendall(address.key.encode() + b"\n")
        if lease.recv(16).startswith(b"held"):
            return _Host(address, process=None, lease=lease)
    lease.close()
    return None


def _lines_of(process: subprocess.Popen[bytes], request: str) -> "queue.SimpleQueue[bytes]":
    """Send the request to a new host and return where its lines arrive; an empty one is the end."""
    assert process.stdin is not None
    assert process.stdout is not None
    said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    output = process.stdout

    def read() -> None:
        for line in output:
            said.put(line)
        said.put(b"")

    threading.Thread(target=read, daemon=True).start()
    with suppress(OSError):
        process.stdin.write(request.encode() + b"\n")
        process.stdin.flush()
    return said


def _next_line(lines: "queue.SimpleQueue[bytes]", cancel: CancelToken | None) -> dict[str, object] | None:
    """Return the next line of a host, or ``None`` when it ended without one."""
    while True:
        _raise_if(cancel)
        with suppress(queue.Empty):
            line = lines.get(timeout=_POLL_S)
            found: dict[str, object] | None = json.loads(line) if line.strip() else None
            return found


def _raise_if(cancel: CancelToken | None) -> None:
    if cancel is not None and cancel.cancelled():
        raise Cancelled("Stopped.")


def _ending(returncode: int | None) -> str:
    """Return the end of a process as the rest of a sentence that begins with its name."""
    if returncode in (-signal.SIGILL, 0xC000001D):
        return "does not run on this processor"
    if returncode == -9:
        return "was killed, perhaps because memory ran out"
    if returncode in (-signal.SIGSEGV, -signal.SIGABRT, 0xC0000005):
        return "crashed"
    return "stopped unexpectedly"
