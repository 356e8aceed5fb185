"""A llama-server binary that the person points at, watched over by this process."""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

import psutil

from vaultmind.adapters.models.hosts.placing import (
    Device,
    Offload,
    plan_offload,
    read_devices,
    read_offload,
    read_reason,
    why_not_there,
)
from vaultmind.adapters.models.hosts.protocol import Announce, CannotLoad, HostRequest, Loaded
from vaultmind.adapters.spawn import spawn

_LISTING_S = 60.0
_POLL_S = 0.05
_ASK_S = 5.0
_LEAVING_S = 2.0
_ALL = 999


def load(request: HostRequest, announce: Announce) -> Loaded:
    """Start the binary on a port of its own choice, with the key in a file that is gone when it runs."""
    binary = Path(request.server)
    if not binary.is_file() or not os.access(binary, os.X_OK):
        raise CannotLoad(f"{binary} is not a program that can be started")
    devices = _devices(binary)
    wanted = plan_offload(request, devices) if devices is not None else Offload(_asked(request), "the graphics device")
    if wanted.layers:
        announce(wanted.device, wanted.layers)
    key_file = Path(request.record).with_suffix(f".{os.getpid()}.key")
    with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(request.key + "\n")
    try:
        server = _Server(_command(binary, request, key_file, layers=wanted.layers))
        url = server.wait_until_up()
    finally:
        key_file.unlink(missing_ok=True)
    log = server.keep_no_log()
    on_gpu, layers = read_offload(log) or (0, request.layers)
    reason = why_not_there(wanted, on_gpu) if devices or on_gpu == 0 else ""
    return Loaded(
        url=url,
        pid=server.pid,
        device=wanted.device if on_gpu else "CPU",
        layers_on_gpu=on_gpu,
        layers=layers,
        reason=reason,
        end=server.end,
        kept=server,
    )


def _asked(request: HostRequest) -> int:
    return _ALL if request.gpu_layers < 0 else request.gpu_layers


def _devices(binary: Path) -> list[Device] | None:
    """Return the devices that the binary lists, ``None`` where it is too old to be asked or broken."""
    try:
        done = subprocess.run(  # noqa: S603 (the program that the person named)
            [binary, "--list-devices"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(),
            timeout=_LISTING_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_devices(done.stdout.decode("utf-8", "replace")) if done.returncode == 0 else None


def _command(binary: Path, request: HostRequest, key_file: Path, *, layers: int) -> list[str]:
    command = [str(binary), "-m", request.path, "--alias", request.name]
    command += ["--host", "127.0.0.1", "--port", "0", "--api-key-file", str(key_file)]
    command += ["-c", str(request.context_tokens), "-np", "1", "-ngl", str(layers)]
    command += ["-t", str(request.threads), "-b", str(request.batch_tokens), "-ub", str(request.batch_tokens)]
    command += ["-lv", "4", "--no-warmup", "--no-slots"]
    for adapter in request.adapters:
        command += ["--lora", adapter]
    return command


def _environment() -> dict[str, str]:
    """Return our environment without what a frozen bundle changed in it for its own libraries."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            before = environment.pop(f"{name}_ORIG", None)
            environment.pop(name, None)
            environment |= {name: before} if before else {}
    return environment


class _Server:
    """The running binary. When it ends, this process ends in the same way; when this one is killed, it is too."""

    def __init__(self, command: list[str]) -> None:
        self._lines: deque[str] = deque(maxlen=4000)
        self._keeps_log = True
        self._is_ending = False
        warden = spawn("vaultmind.adapters.models.warden", piped=True)
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        try:
            self._program = subprocess.Popen(  # noqa: S603 (as above)
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=_environment(),
                cwd=Path(command[0]).anchor,
                creationflags=flags,
            )
        except OSError as error:
            raise CannotLoad(f"{command[0]} could not be started: {error.strerror}") from error
        self.pid = self._program.pid
        assert warden.stdin is not None
        warden.stdin.write(f"{self.pid}\n".encode())
        warden.stdin.flush()
        self._warden = warden
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_until_up(self) -> str:
        """Return the address once the model is loaded; raise ``CannotLoad`` when the program ends before that."""
        while self._program.poll() is None:
            port = self._port()
            if port and _is_healthy(port):
                threading.Thread(target=self._end_with_it, daemon=True).start()
                return f"http://127.0.0.1:{port}"
            time.sleep(_POLL_S)
        self._reader.join(_LEAVING_S)
        words = read_reason("".join(self._lines), f"its server ended with status {self._program.returncode}")
        raise CannotLoad(words)

    def keep_no_log(self) -> str:
        """Return what was written, and keep nothing from now on, since prompts are in it."""
        self._keeps_log = False
        log = "".join(self._lines)
        self._lines.clear()
        return log

    def end(self) -> None:
        """Stop the program and wait until its memory is free."""
        self._is_ending = True
        with suppress(OSError):
            self._program.kill()
        with suppress(subprocess.TimeoutExpired):
            self._program.wait(_LEAVING_S)

    def _port(self) -> int | None:
        with suppress(psutil.Error):
            for one in psutil.Process(self.pid).net_connections(kind="tcp"):
                if one.status == psutil.CONN_LISTEN:
                    return int(one.laddr.port)
        return None

    def _read(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            if self._keeps_log:
                self._lines.append(line.decode("utf-8", "replace"))

    def _end_with_it(self) -> None:
        """End as the program ended, so that whoever started this process sees a crash as one."""
        status = self._program.wait()
        if self._is_ending:
            return
        if status < 0:
            os.kill(os.getpid(), -status)
            time.sleep(_LEAVING_S)  # a signal may arrive after the call has returned
        os._exit(status or 1)


def _is_healthy(port: int) -> bool:
    """Say whether the server has loaded its model; it answers 503 until then."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ASK_S)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
