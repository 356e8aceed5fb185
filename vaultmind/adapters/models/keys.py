"""Keys of model servers, in the keyring of the system, each for the one address it was saved for."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from vaultmind.adapters.models.addresses import address_of
from vaultmind.domain.errors import ModelProblem

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "vaultmind"
_OWN_KEYRINGS = {
    "darwin": ("macOS.Keyring",),
    "win32": ("Windows.WinVaultKeyring",),
    "linux": ("SecretService.Keyring", "libsecret.Keyring", "kwallet.DBusKeyring", "kwallet.DBusKeyringKWallet4"),
}
_LEAST_PRIORITY = 1
"""Backends below it keep passwords in plain files, or nowhere."""


def why_no_keyring() -> str:
    """Return ``""`` where the system has a keyring, else in one sentence what serves instead."""
    return "" if _backend() is not None else (
        "This machine has no keyring that could keep a key; an environment variable serves, the one that the setting "
        "answers.key_env names."
    )  # fmt: skip


def read_key(url: str) -> str | None:
    """Return the key that was saved for an address, ``None`` where there is none or the keyring stays shut."""
    backend = _backend()
    if backend is None:
        return None
    try:
        return backend.get_password(SERVICE, address_of(url))
    except Exception:  # noqa: BLE001 (each system's keyring has errors of its own; a shut one holds no key for us)
        return None


def save_key(url: str, key: str) -> None:
    """Keep a key for an address; raise ``ModelProblem`` where there is no keyring, or it does not take it."""
    if not key.strip() or "\n" in key.strip() or not key.isprintable():
        raise ModelProblem("A key is one line of printable characters.")
    backend = _backend()
    if backend is None:
        raise ModelProblem(why_no_keyring())
    try:
        backend.set_password(SERVICE, address_of(url), key.strip())
    except Exception as error:
        raise ModelProblem(f"The keyring did not take the key: {type(error).__name__}.") from error


def remove_key(url: str) -> None:
    """Forget the key of an address; raise ``ModelProblem`` where none is kept."""
    backend = _backend()
    if backend is None or read_key(url) is None:
        raise ModelProblem(f"No key is kept for {address_of(url)}.")
    try:
        backend.delete_password(SERVICE, address_of(url))
    except Exception as error:
        raise ModelProblem(f"The keyring did not give up the key: {type(error).__name__}.") from error


def remove_every_key(urls: Iterable[str]) -> int:
    """Forget every key: those of these addresses, and all that the keyring can list; return how many there were."""
    removed = 0
    for url in urls:
        with suppress(ModelProblem):
            remove_key(url)
            removed += 1
    backend = _backend()
    with suppress(Exception):  # a shut keyring, or one that cannot list what it holds
        while backend is not None and (found := backend.get_credential(SERVICE, None)) is not None:
            backend.delete_password(SERVICE, found.username)
            removed += 1
    return removed


def _backend() -> "KeyringBackend | None":
    """Return the keyring of this system, ``None`` where there is none that keeps a secret secret."""
    try:
        import keyring  # noqa: PLC0415 (a client of the system's services; most questions need none)

        choose_keyring()
        backend = keyring.get_keyring()
        return backend if float(backend.priority) >= _LEAST_PRIORITY else None
    except Exception:  # noqa: BLE001 (not installed, or a backend that cannot even say what it is)
        return None


@cache
def choose_keyring() -> None:
    """Choose the keyring, once: the one the person has set for all programs, else the best of this system's own.

    The library would try those of other systems as well, and one of these runs programs to look for what it needs.
    """
    from keyring import core  # noqa: PLC0415
    from keyring.backends import fail  # noqa: PLC0415

    chosen = core.load_env() or core.load_config()
    if chosen is None:
        chosen = max(_of_this_system(), key=lambda one: float(one.priority), default=fail.Keyring())  # type: ignore[no-untyped-call]
    core.set_keyring(chosen)


def _of_this_system() -> "Iterator[KeyringBackend]":
    from keyring import core  # noqa: PLC0415

    for name in _OWN_KEYRINGS.get(sys.platform, _OWN_KEYRINGS["linux"]):
        with suppress(Exception):  # what it needs is not installed, or its service does not run
            yield core.load_keyring(f"keyring.backends.{name}")
