"""What was released: asked of the package index in one request, and only when a person wants to know."""

import json
from importlib.metadata import metadata

import httpx

from vaultmind import __version__
from vaultmind.domain.errors import VaultMindError
from vaultmind.domain.release import Release, is_version

INDEX = "https://pypi.org"
PROJECT = "vaultmind"

_LIMIT_BYTES = 8 * 2**20
_TIMEOUT = httpx.Timeout(10)


def newest_release(*, index: str = INDEX) -> Release:
    """Return the version that runs with the newest the index has; nothing is fetched but that one answer.

    No redirect is followed and nothing is told about this machine. The name may be another program's there, so the
    answer counts only if it describes itself as this program does. Raises ``VaultMindError`` with one sentence.
    """
    described = _ask(f"{index}/pypi/{PROJECT}/json")
    if described.get("summary") != metadata(PROJECT)["Summary"]:
        raise VaultMindError(
            f"On {_host(index)} the name {PROJECT} is another program's, so new versions cannot be looked up there."
        )
    newest = described.get("version")
    if not isinstance(newest, str) or not is_version(newest):
        raise VaultMindError(f"{_host(index)} did not say which version is the newest.")
    return Release(__version__, newest)


def _ask(url: str) -> dict[str, object]:
    """Return what the index says of a project; an answer that is too long or of another shape is an error."""
    received = bytearray()
    headers = {"User-Agent": PROJECT, "Accept": "application/json"}
    try:
        with (
            httpx.Client(timeout=_TIMEOUT, follow_redirects=False, headers=headers) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code == httpx.codes.NOT_FOUND:
                raise VaultMindError(f"No version of {PROJECT} was released on {_host(url)} yet.")
            if response.status_code != httpx.codes.OK:
                raise VaultMindError(f"{_host(url)} answered with status {response.status_code}.")
            for piece in response.iter_bytes():
                received += piece
                if len(received) > _LIMIT_BYTES:
                    raise VaultMindError(f"{_host(url)} answered with more than was asked for.")
    except httpx.TimeoutException as error:
        raise VaultMindError(f"{_host(url)} does not answer in time.") from error
    except httpx.HTTPError as error:
        raise VaultMindError(f"{_host(url)} cannot be reached: check the connection, then try again.") from error
    try:
        described = json.loads(received)["info"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise VaultMindError(f"{_host(url)} did not say which version is the newest.") from error
    return described if isinstance(described, dict) else {}


def _host(url: str) -> str:
    return httpx.URL(url).host
