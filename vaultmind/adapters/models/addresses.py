"""Addresses of model servers: whose machine they are on, and what a key or a consent belongs to."""

import ipaddress
from urllib.parse import urlsplit

from vaultmind.domain.errors import ModelProblem

_PORTS = {"http": 80, "https": 443}


def is_on_this_machine(url: str) -> bool:
    """Say whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(named: str) -> str:
    """Return the machine in an address or a bare name, e.g. ``api.example.org`` for ``https://api.example.org/v1``."""
    try:
        parts = urlsplit(named if "://" in named else f"https://{named}")
    except ValueError:
        return ""
    return (parts.hostname or "") if not parts.username else ""


def address_of(url: str) -> str:
    """Return scheme, machine and port, e.g. ``https://api.example.org:443``; ``ModelProblem`` where it is none."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username:
        raise ModelProblem(f"{url} is not the address of a model; it must look like http://127.0.0.1:11434/v1.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{parts.port or _PORTS[parts.scheme]}"
