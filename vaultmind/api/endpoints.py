"""Servers of models: who may be sent what, with which key, and whether they answer."""

import os
from pathlib import Path

from vaultmind.adapters.models import keys
from vaultmind.adapters.models.addresses import address_of, is_on_this_machine, require_secure
from vaultmind.adapters.models.consents import Consents
from vaultmind.adapters.models.local_servers import require_offered, try_endpoint
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint
from vaultmind.api.vaults import known_vault, vault_meant
from vaultmind.config import Settings, change_setting, load_settings, settings_path
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.model import EndpointTrial, KeySource
from vaultmind.ports import CancelToken


def key_for(settings: Settings, url: str) -> str | None:
    """Return the key of an address: the keyring's, or that in the environment variable named for it."""
    return keys.read_key(url) or _key_of_environment(settings, url)


def key_source(settings: Settings, url: str) -> KeySource:
    """Say where the key of an address is kept, if there is one."""
    if keys.read_key(url) is not None:
        return KeySource.KEYRING
    return KeySource.ENVIRONMENT if _key_of_environment(settings, url) else KeySource.NONE


def key_variable(settings: Settings, url: str) -> str:
    """Return which environment variable an address takes its key from, where the keyring has none."""
    return next((variable for at, variable in _variables(settings) if _is_same(at, url)), settings.answers.key_env)


def remove_every_key() -> int:
    """Forget every key that was saved, as somebody does who leaves; return how many there were."""
    settings = load_settings(settings_path())
    return keys.remove_every_key(url for url in (settings.answers.url, *settings.answers.endpoints.values()) if url)


def open_consents(*, vault: Path | None = None, data: Path | None = None) -> Consents:
    """Return the machines that the vault's questions and passages may be sent to."""
    known, _ = known_vault(vault, data)
    known.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Consents(known.folder)


def try_server(
    url: str,
    model: str = "",
    *,
    vault: Path | None = None,
    data: Path | None = None,
    cancel: CancelToken | None = None,
) -> EndpointTrial:
    """Ask a server's model for one word; a machine that the vault may not be sent to is not asked even that.

    Raises ``ModelProblem`` with one sentence for whatever is wrong.
    """
    settings = load_settings(settings_path())
    may_leave = _may_be_asked(url, vault, data)
    key = key_for(settings, url) if may_leave else None
    source = key_source(settings, url) if may_leave else KeySource.NONE
    return try_endpoint(url, model, key=key, key_source=source, may_leave_machine=may_leave, cancel=cancel)


def why_not_asked(url: str, model: str, *, vault: Path | None = None, data: Path | None = None) -> str:
    """Return in a sentence why a model of a server cannot answer the vault now, ``""`` where it can.

    A server that may be asked is asked for the names of its models.
    """
    may_leave = _may_be_asked(url, vault, data)
    key = key_for(load_settings(settings_path()), url) if may_leave else None
    try:
        offered = OpenAiEndpoint(url, model, key=key, may_leave_machine=may_leave).models()
        require_offered(url, model, offered)
    except ModelProblem as problem:
        return str(problem)
    return ""


def _may_be_asked(url: str, vault: Path | None, data: Path | None) -> bool:
    """Say whether the vault that is meant may be sent to an address; without a vault only this machine may be asked."""
    if is_on_this_machine(url):
        return True
    if vault_meant(vault, data) is None:
        return False
    return Consents(known_vault(vault, data)[0].folder).allows(url)


def use_server(settings_file: Path, url: str, model: str) -> None:
    """Let a model of a server answer from now on; raise ``ModelProblem`` for an address that is never asked."""
    require_secure(url)
    change_setting(settings_file, "answers", "url", url)
    change_setting(settings_file, "answers", "model", model)


def _key_of_environment(settings: Settings, url: str) -> str | None:
    """Return the key in the variable that is named for exactly this address, so that none is sent to another."""
    named = (variable for at, variable in _variables(settings) if _is_same(at, url))
    return next((key for variable in named if (key := os.environ.get(variable))), None)


def _variables(settings: Settings) -> list[tuple[str, str]]:
    """Return the addresses of the settings, each with the variable that is named for it."""
    answers = settings.answers
    named = [(answers.endpoints.get(name, ""), variable) for name, variable in answers.endpoint_keys.items()]
    return [(answers.url, answers.key_env), *named]


def _is_same(one: str, other: str) -> bool:
    try:
        return bool(one) and address_of(one) == address_of(other)
    except ModelProblem:
        return False
