"""Addresses of model servers: whose machine they are on, and what a key or a consent belongs to."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from vaultmind.domain.errors import ModelProblem

_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
_LONGEST_NAME = 253


def is_on_this_machine(url: str) -> bool:
    """Say whether an address is this machine's own."""
    host = host_of(url)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def host_of(named: str) -> str:
    """Return the machine in an address or a bare name, e.g. ``api.example.org`` for ``https://api.example.org/v1``.

    ``""`` where there is none, or what stands in its place can be the name of no machine, as ``*`` or ``foo bar``.
    """
    bare = named.removeprefix("[").removesuffix("]")
    parts = _split(f"https://[{bare}]" if ":" in bare and _is_number(bare) else named)
    return (parts.hostname or "").removesuffix(".") if parts is not None else ""


def address_of(url: str) -> str:
    """Return scheme, machine and port, e.g. ``https://api.example.org:443``; ``ModelProblem`` where it is none."""
    parts = _split(url) if "://" in url else None
    if parts is None or parts.hostname is None:
        raise ModelProblem(f"{url} is not the address of a model; it must look like http://127.0.0.1:11434/v1.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{parts.port or _PORTS[parts.scheme]}"


def require_secure(url: str) -> None:
    """Raise ``ModelProblem`` unless an address is on this machine or spoken to by https."""
    address_of(url)
    if not is_on_this_machine(url) and urlsplit(url).scheme != "https":
        raise ModelProblem(f"{host_of(url)} is off this machine, so its address must begin with https://.")


def _split(named: str) -> SplitResult | None:
    """Return the parts of an address of a machine that can be, ``None`` for anything else."""
    machine = named.partition("://")[2].partition("/")[0] if "://" in named else named
    if " " in machine or not named.isprintable():
        return None
    try:
        parts = urlsplit(named if "://" in named else f"https://{named}")
        is_sound = parts.scheme in _PORTS and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    return parts if is_sound and _can_be(parts.hostname or "") else None


def _can_be(host: str) -> bool:
    """Say whether a machine can have this name: an IP address, or labels parted by dots, the last not a number."""
    if _is_number(host):
        return True
    labels = host.removesuffix(".").split(".")
    is_named = all(_LABEL.fullmatch(label) for label in labels) and not _NUMBER.fullmatch(labels[-1])
    return is_named and len(host) <= _LONGEST_NAME


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
