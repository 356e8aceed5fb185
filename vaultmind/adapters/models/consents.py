"""Which machines a vault's questions and passages may be sent to: asked once for each, kept beside its index."""

import json
import os
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from vaultmind.adapters.models.addresses import host_of, is_on_this_machine
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.model import AllowedHost

_FILE = "allowed_hosts.json"


class Consents:
    """The consents of one vault, in its own folder among the data: forgotten with it, never a part of the settings."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE

    def all(self) -> tuple[AllowedHost, ...]:
        """Return the machines that are allowed, the first first; a file that cannot be read allows none."""
        return tuple(AllowedHost(host, since) for host, since in self._read().items())

    def allows(self, url: str) -> bool:
        """Say whether an address may be sent anything: one on this machine always may."""
        return is_on_this_machine(url) or (bool(host_of(url)) and host_of(url) in self._read())

    def allow(self, host: str) -> AllowedHost:
        """Allow a machine, by its name or an address on it; raise ``ModelProblem`` for what is none."""
        name = _named(host)
        if is_on_this_machine(name):
            raise ModelProblem(f"{name} is this machine: nothing has to be allowed.")
        with FileLock(self._file.with_suffix(".lock")):
            known = dict(self._read())
            since = known.setdefault(name, datetime.now(UTC).isoformat(timespec="seconds"))
            self._write(known)
        return AllowedHost(name, since)

    def take_back(self, host: str) -> str:
        """Allow a machine no longer, and return its name; raise ``ModelProblem`` where it was not allowed."""
        name = _named(host)
        with FileLock(self._file.with_suffix(".lock")):
            known = dict(self._read())
            if known.pop(name, None) is None:
                raise ModelProblem(f"{name} was not allowed, so there is nothing to take back.")
            self._write(known)
        return name

    def _read(self) -> Mapping[str, str]:
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            return {host: str(since) for host, since in told["hosts"].items() if host and host_of(host) == host}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write(self, hosts: Mapping[str, str]) -> None:
        try:
            handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=".allowed-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"hosts": hosts}, file, indent=1)
            Path(name).replace(self._file)
        except OSError as error:
            raise ModelProblem(f"{self._file} cannot be written: {error.strerror or error}.") from error


def _named(host: str) -> str:
    """Return the name of a machine that can be; raise ``ModelProblem`` where there is none."""
    name = host_of(host)
    if not name:
        raise ModelProblem(f"“{host}” cannot be the name of a machine; one looks like api.example.org or 192.168.1.5.")
    return name
