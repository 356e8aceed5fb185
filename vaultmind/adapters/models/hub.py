"""Model repositories on the hub, by plain https: no client library, no telemetry, no token."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from vaultmind.adapters.models.downloads import (
    RemoteFile,
    download,
    is_allowed,
    require_room,
    shifted,
    storage_errors,
)
from vaultmind.adapters.models.waiting import Waiting
from vaultmind.domain.errors import EndpointProblem, ModelProblem
from vaultmind.ports import CancelToken, ProgressSink

HUB = "https://huggingface.co"
REDIRECT_HOSTS = frozenset({"huggingface.co", "hf.co"})
"""Where the hub keeps large files: hosts whose names end so."""

_NOTES = "pulled.json"
_LISTING_LIMIT = 8 * 2**20


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file of a repository at one commit; large ones have a sha256, small ones the identifier of their git blob."""

    path: str
    size_bytes: int
    sha256: str | None
    git_blob: str | None


@dataclass(frozen=True, slots=True)
class HubListing:
    """What a repository holds at ``commit``."""

    repository: str
    commit: str
    files: Mapping[str, HubFile]


def hub_address() -> str:
    """Return the hub to ask: ``$HF_ENDPOINT`` where a mirror is set there, else the hub itself."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or HUB


def list_hub(
    repository: str,
    *,
    revision: str = "main",
    address: str | None = None,
    cancel: CancelToken | None = None,
    loopback: bool = False,
) -> HubListing:
    """Ask the hub what a repository holds; raise ``ModelProblem`` where it cannot be asked."""
    import httpx  # noqa: PLC0415 (an engine that asks nobody starts without it)

    hub = address or hub_address()
    if not is_allowed(hub, loopback=loopback):
        raise ModelProblem(f"The model hub {hub} is not an https address.")
    url = f"{hub}/api/models/{quote(repository)}/revision/{quote(revision, safe='')}?blobs=true"
    try:
        with Waiting(cancel) as wait:
            response = wait.on(lambda: httpx.get(url, timeout=httpx.Timeout(30, connect=10), follow_redirects=False))
    except httpx.TransportError as error:
        host = urlsplit(hub).hostname
        raise EndpointProblem(f"{host} cannot be reached: check the connection, then try again.") from error
    if response.status_code != 200 or len(response.content) > _LISTING_LIMIT:
        raise ModelProblem(f"{urlsplit(hub).hostname} answered {response.status_code} for {repository}.")
    try:
        told = response.json()
        files = (_read_file(entry) for entry in told["siblings"])
        return HubListing(repository, str(told["sha"]), {file.path: file for file in files})
    except (ValueError, KeyError, TypeError) as error:
        raise ModelProblem(f"{urlsplit(hub).hostname} describes {repository} in a form that is not known.") from error


def pull_from_hub(
    repository: str,
    required: Sequence[str],
    folder: Path,
    *,
    optional: Sequence[str] = (),
    progress: ProgressSink | None = None,
    cancel: CancelToken | None = None,
    address: str | None = None,
    loopback: bool = False,
) -> None:
    """Fetch files of a repository into ``folder``, all of one commit; ``pulled_revision`` then names it.

    Only the files asked for are fetched, under their own names, each against the hub's checksum. What a stopped pull
    left is gone on with.
    """
    listing = list_hub(repository, address=address, cancel=cancel, loopback=loopback)
    missing = [name for name in required if name not in listing.files]
    if missing:
        raise ModelProblem(f"{repository} on the hub has no {missing[0]}.")
    wanted = [listing.files[name] for name in (*required, *optional) if name in listing.files]
    total, before = sum(file.size_bytes for file in wanted), 0
    notes = folder / _NOTES
    with storage_errors(folder.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        notes.unlink(missing_ok=True)
        here = sum(path.stat().st_size for path in folder.iterdir())
        require_room(folder, max(total - here, 0))
    for file in wanted:
        remote = remote_file(listing, file, address or hub_address())
        shown = None if progress is None else shifted(progress, before, total)
        download(remote, folder / file.path, progress=shown, cancel=cancel, loopback=loopback)
        before += file.size_bytes
    with storage_errors(folder):
        files = {file.path: file.size_bytes for file in wanted}
        notes.write_text(json.dumps({"repository": repository, "commit": listing.commit, "files": files}))


def is_pulled(folder: Path) -> bool:
    """Say whether a folder was pulled whole."""
    try:
        pulled_revision(folder)
    except ModelProblem:
        return False
    return True


def pulled_revision(folder: Path) -> str:
    """Return the commit that a folder was pulled at; raise ``ModelProblem`` where it was not pulled whole."""
    try:
        notes = json.loads((folder / _NOTES).read_text(encoding="utf-8"))
        whole = all((folder / name).stat().st_size == size for name, size in notes["files"].items())
        commit = str(notes["commit"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        whole, commit = False, ""
    if not whole:
        raise ModelProblem(f"The model in {folder} is not here or not whole; pull it first.")
    return commit


def _read_file(entry: Mapping[str, Any]) -> HubFile:
    large = entry.get("lfs")
    size = int(large["size"] if large else entry["size"])
    return HubFile(str(entry["rfilename"]), size, str(large["sha256"]) if large else None, entry.get("blobId"))


def remote_file(listing: HubListing, file: HubFile, hub: str) -> RemoteFile:
    """Return where a file is at the commit of its listing, with the sum the hub states for it."""
    return RemoteFile(
        f"{hub}/{quote(listing.repository)}/resolve/{listing.commit}/{quote(file.path)}",
        sha256=file.sha256,
        git_blob=None if file.sha256 else file.git_blob,
        size_bytes=file.size_bytes,
        redirect_hosts=REDIRECT_HOSTS,
    )
