"""Fetch one file over https: checked, resumable, bounded, and whole or not there at all."""

import errno
import functools
import hashlib
import json
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import filelock

from vaultmind.adapters.models.addresses import host_of
from vaultmind.adapters.models.waiting import Waiting
from vaultmind.domain.errors import Cancelled, EndpointProblem, ModelProblem, StorageFull
from vaultmind.ports import CancelToken, Progress, ProgressSink

if TYPE_CHECKING:
    import httpx

SPARE_BYTES = 64 * 2**20
"""Room a download leaves on the disk."""

_ATTEMPTS = 3
_MAX_REDIRECTS = 5
_TIMEOUT_S = (10.0, 30.0, 30.0, 30.0)
"""Connecting, reading, writing, and waiting for a connection."""

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at an https address.

    Its content is checked against ``sha256``, or against ``git_blob`` (the SHA-1 git gives a blob), where one is known.
    ``size_bytes`` is exact where it is known; ``limit_bytes`` holds where it is not. A redirect may lead to the same
    host, or to one that ends in a name of ``redirect_hosts``.
    """

    url: str
    sha256: str | None = None
    git_blob: str | None = None
    size_bytes: int | None = None
    limit_bytes: int = 64 * 2**30
    redirect_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a file that is only half here: resumed only while the address and the strong ETag are equal."""

    url: str
    etag: str
    total: int | None = None


class _Broken(Exception):
    """The connection ended early; the next attempt goes on from there."""


class _NotResumable(_Broken):
    """What has come cannot be gone on with; the next attempt begins anew."""


def download(
    remote: RemoteFile,
    target: Path,
    *,
    progress: ProgressSink | None = None,
    cancel: CancelToken | None = None,
    loopback: bool = False,
) -> None:
    """Bring ``remote`` to ``target``, which appears only when it is whole and its checksum is right.

    Stopped by ``cancel`` (raises ``Cancelled``), a full disk or a broken line, what has come so far stays beside the
    target, and the next call goes on from it; without a strong ETag nobody could, and it goes. Raises ``ModelProblem``
    (``EndpointProblem`` where nobody answers) and ``StorageFull``.
    ``loopback`` allows http on this machine.
    """
    import httpx  # noqa: PLC0415 (an engine that asks nobody starts without it)

    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = part_of(target)
    client = httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False)
    with only_one(target), Waiting(cancel, last=client.close) as wait:
        if (remote.sha256 or remote.git_blob) and target.is_file() and _is_right(target, remote):
            return
        try:
            for attempt in range(1, _ATTEMPTS + 1):
                try:
                    _receive(client, wait, remote, part, progress=progress, loopback=loopback)
                    break
                except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                    host = _host(remote.url)
                    raise EndpointProblem(f"{host} cannot be reached: check the connection, then try again.") from error
                except (_Broken, httpx.TransportError) as error:
                    if isinstance(error, _NotResumable):
                        _drop(part)
                    if attempt == _ATTEMPTS:
                        raise ModelProblem(_unfinished(remote, part)) from error
        except BaseException as error:
            what_follows = _what_follows(part, remote)
            if not _can_go_on(part, remote):
                _drop(part)
            if isinstance(error, Cancelled):
                raise Cancelled(f"Stopped; {what_follows}.") from error
            raise
        with storage_errors(target.parent):
            settle(part, target, remote)


def is_allowed(url: str, *, loopback: bool) -> bool:
    """Say whether an address is https, or http on this machine where ``loopback`` allows it."""
    if not host_of(url):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or (loopback and parts.scheme == "http" and parts.hostname in _LOOPBACK)


def part_of(target: Path) -> Path:
    """Return where a half-fetched ``target`` is kept."""
    return target.with_name(f"{target.name}.part")


def total_of(part: Path) -> int:
    """Return how long the file will be that ``part`` is the beginning of, 0 where that is not known."""
    try:
        return int(json.loads(_notes_of(part).read_text(encoding="utf-8"))["total"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def forget_part(target: Path) -> None:
    """Throw away what a stopped download left."""
    _drop(part_of(target))


def settle(part: Path, target: Path, remote: RemoteFile) -> None:
    """Turn a whole part into the target, or drop it and raise ``ModelProblem`` where its checksum is another."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    if not _is_right(part, remote):
        _drop(part)
        raise ModelProblem(f"{target.name} is not the file expected: its checksum differs, so it was thrown away.")
    part.replace(target)
    _notes_of(part).unlink(missing_ok=True)


def require_room(folder: Path, size_bytes: int) -> None:
    """Raise ``StorageFull`` where ``size_bytes`` more would not fit."""
    free = shutil.disk_usage(folder).free
    needed = size_bytes + SPARE_BYTES
    if free < needed:
        raise StorageFull(f"The disk of {folder} has {free / 1e9:.1f} GB left; {needed / 1e9:.1f} GB are needed.")


def shifted(progress: ProgressSink, before: int, total: int) -> ProgressSink:
    """Return a sink for one file of several: ``before`` bytes of ``total`` were there when it began."""
    return lambda step: progress(Progress(step.stage, before + step.done, total))


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Say in one sentence that a write failed for want of room, or for another reason of the disk."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(f"No room left in {folder}. Free some space and try again.") from error
        raise ModelProblem(f"{folder} cannot be written: {error.strerror or error}.") from error


@contextmanager
def only_one(target: Path) -> Iterator[None]:
    """Hold the right to write ``target``; raise ``ModelProblem`` where another process has it."""
    file = target.with_name(f".{target.name}.lock")
    lock = filelock.FileLock(file, timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise ModelProblem(f"{target.name} is being downloaded already.") from error
    try:
        yield
    finally:
        if sys.platform != "win32":  # before it is released: whoever has it open then finds it gone and begins anew
            file.unlink(missing_ok=True)
        lock.release()
        if sys.platform == "win32":  # where a file that is held cannot go
            with suppress(OSError):
                file.unlink()


def is_underway(folder: Path) -> bool:
    """Say whether some process is downloading into ``folder``."""
    for file in folder.glob(".*.lock"):
        lock = filelock.FileLock(file, timeout=0)
        try:
            lock.acquire()
        except filelock.Timeout:
            return True
        lock.release()
    return False


def _is_right(file: Path, remote: RemoteFile) -> bool:
    """Say whether a file has the checksums that are known of it."""
    if remote.git_blob is not None:
        content = file.read_bytes()
        name = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
        if name != remote.git_blob:
            return False
    if remote.sha256 is None:
        return True
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == remote.sha256


def _receive(
    client: "httpx.Client",
    wait: Waiting,
    remote: RemoteFile,
    part: Path,
    *,
    progress: ProgressSink | None,
    loopback: bool,
) -> None:
    """Add to ``part`` until it is as long as the server says."""
    notes = _read_notes(part, remote)
    have = part.stat().st_size if notes is not None else 0
    if have and have == remote.size_bytes:
        return
    headers = {"Accept-Encoding": "identity"}
    if notes is not None and have:
        headers |= {"Range": f"bytes={have}-", "If-Range": notes.etag}
    response = _open(client, wait, remote, headers, loopback=loopback)
    try:
        start = _first_byte(response)
        etag = response.headers.get("ETag", "")
        if response.status_code == 206 and (start != have or notes is None or etag != notes.etag):
            raise _NotResumable
        total = _total(response, start, remote)
        with storage_errors(part.parent):
            require_room(part.parent, max((total or 0) - start, 0))
            _write_notes(part, _Part(remote.url, etag, total))
            with part.open("ab" if start else "wb") as file:
                done = start
                pieces = response.iter_raw()
                while piece := wait.on(lambda: next(pieces, b"")):
                    done += len(piece)
                    if done > (total or remote.limit_bytes):
                        break
                    file.write(piece)
                    if progress is not None:
                        progress(Progress("download", done, total))
    except (Cancelled, KeyboardInterrupt):
        _hang_up(response)
        raise
    except BaseException:
        wait.on(response.close)
        raise
    wait.on(response.close)
    if done > (total or remote.limit_bytes):
        _drop(part)
        raise ModelProblem(f"{_host(remote.url)} sent more than {(total or remote.limit_bytes) / 1e6:,.0f} MB.")
    if total is not None and done < total:
        raise _Broken


def _hang_up(response: "httpx.Response") -> None:
    """End a connection on which nothing is waited for any more, so that who reads from it is not held."""
    stream = response.extensions.get("network_stream")
    line = stream.get_extra_info("socket") if stream is not None else None
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _open(
    client: "httpx.Client", wait: Waiting, remote: RemoteFile, headers: dict[str, str], *, loopback: bool
) -> "httpx.Response":
    """Return the response with the bytes, still to be read, after the redirects that are allowed."""
    url = remote.url
    for _ in range(_MAX_REDIRECTS + 1):
        _check_address(url, remote, loopback=loopback)
        request = client.build_request("GET", url, headers=headers)
        response = wait.on(functools.partial(client.send, request, stream=True))
        if response.status_code in (200, 206):
            return response
        wait.on(response.close)
        if response.is_redirect:
            url = urljoin(url, response.headers.get("Location", ""))
        elif response.status_code == 416:
            raise _NotResumable
        else:
            raise ModelProblem(f"{_host(url)} answered {response.status_code} for {Path(urlsplit(url).path).name}.")
    raise ModelProblem(f"{_host(remote.url)} only leads from one address to the next.")


def _check_address(url: str, remote: RemoteFile, *, loopback: bool) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not is_allowed(url, loopback=loopback):
        raise ModelProblem(f"{url} is not an https address; nothing was downloaded.")
    same = parts.netloc == urlsplit(remote.url).netloc
    if not same and not any(host == name or host.endswith(f".{name}") for name in remote.redirect_hosts):
        raise ModelProblem(f"{_host(remote.url)} leads to another host, {host}; nothing was downloaded.")


def _first_byte(response: "httpx.Response") -> int:
    """Return where in the file the response begins; -1 where it does not say."""
    if response.status_code == 200:
        return 0
    unit, _, span = response.headers.get("Content-Range", "").partition(" ")
    first = span.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdecimal() else -1


def _total(response: "httpx.Response", start: int, remote: RemoteFile) -> int | None:
    """Return the length of the whole file; raise ``ModelProblem`` where it is not the one expected, or too much."""
    stated = response.headers.get("Content-Length", "")
    total = start + int(stated) if stated.isdecimal() else remote.size_bytes
    if remote.size_bytes is not None and total != remote.size_bytes:
        raise ModelProblem(f"{_host(remote.url)} offers {total:,} bytes instead of {remote.size_bytes:,}.")
    if total is not None and total > remote.limit_bytes:
        raise ModelProblem(f"{_host(remote.url)} offers {total / 1e6:,.0f} MB, more than is taken from it.")
    return total


def _notes_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _read_notes(part: Path, remote: RemoteFile) -> _Part | None:
    """Return what is known of a part that may be gone on with, else ``None``."""
    try:
        written = json.loads(_notes_of(part).read_text(encoding="utf-8"))
        notes = _Part(url=str(written["url"]), etag=str(written["etag"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    strong = notes.etag.startswith('"')
    return notes if strong and notes.url == remote.url and part.is_file() else None


def _write_notes(part: Path, notes: _Part) -> None:
    _notes_of(part).write_text(json.dumps(asdict(notes)), encoding="utf-8")


def _drop(part: Path) -> None:
    part.unlink(missing_ok=True)
    _notes_of(part).unlink(missing_ok=True)


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _can_go_on(part: Path, remote: RemoteFile) -> bool:
    """Say whether something has come that the next call can go on from."""
    return _read_notes(part, remote) is not None and part.stat().st_size > 0


def _what_follows(part: Path, remote: RemoteFile) -> str:
    return "the next try goes on from there" if _can_go_on(part, remote) else "the next try begins anew"


def _unfinished(remote: RemoteFile, part: Path) -> str:
    have = part.stat().st_size if part.is_file() else 0
    return f"The connection to {_host(remote.url)} broke after {have / 1e6:,.0f} MB; {_what_follows(part, remote)}."
