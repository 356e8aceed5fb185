"""Downloads against a server that cuts, lies, changes and redirects; and a disk that is full."""

import hashlib
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vaultmind.adapters.models import downloads
from vaultmind.adapters.models.downloads import RemoteFile, download, forget_part, part_of
from vaultmind.domain.errors import Cancelled, EndpointProblem, ModelProblem, StorageFull
from vaultmind.ports import Progress

Stopping = Callable[[], dict[str, Any]]
CONTENT = random.Random(1).randbytes(1_500_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "model.gguf"


def remote(server: Any, **more: Any) -> RemoteFile:
    return RemoteFile(f"{server.address}/model.gguf", **{"sha256": SHA256, "size_bytes": len(CONTENT)} | more)


def fetch(server: Any, target: Path, **more: Any) -> None:
    download(remote(server), target, loopback=True, **more)


def nothing_is_left(target: Path) -> bool:
    return not target.exists() and not part_of(target).exists()


def test_a_file_arrives_whole_with_progress(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    steps: list[Progress] = []
    fetch(file_server, target, progress=steps.append)
    assert target.read_bytes() == CONTENT
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1] == Progress("download", len(CONTENT), len(CONTENT))
    assert sorted(path.name for path in target.parent.iterdir() if path.suffix != ".lock") == ["model.gguf"]


def test_what_is_here_and_right_is_not_asked_for(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    fetch(file_server, target)
    fetch(file_server, target)
    assert len(file_server.requests) == 1


def test_a_cut_connection_is_gone_on_with(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT, cut_after=[700_000, 300_000])
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT
    assert [wanted for _, wanted in file_server.requests] == ["", "bytes=700000-", "bytes=1000000-"]


def test_a_line_that_keeps_breaking_is_a_sentence_and_the_next_call_goes_on(
    file_server: Any, served: Any, target: Path
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT, cut_after=[500_000, 100_000, 100_000])
    with pytest.raises(ModelProblem, match=r"broke after 1 MB; the next try goes on"):
        fetch(file_server, target)
    assert part_of(target).stat().st_size == 700_000
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT
    assert file_server.requests[-1][1] == "bytes=700000-"


def test_stopping_keeps_what_came_and_the_next_call_goes_on(
    file_server: Any, served: Any, target: Path, stopping: Stopping
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    with pytest.raises(Cancelled):
        fetch(file_server, target, **stopping())
    have = part_of(target).stat().st_size
    assert 0 < have < len(CONTENT)
    assert not target.exists()
    fetch(file_server, target)
    assert file_server.requests[-1][1] == f"bytes={have}-"
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("silent_after", [0, 1000])
def test_stopping_waits_for_no_server_that_is_silent(
    file_server: Any, served: Any, target: Path, silent_after: int
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT, silent_after=silent_after)
    stop = threading.Event()
    ended: list[BaseException] = []

    class Token:
        def cancelled(self) -> bool:
            return stop.is_set()

    def run() -> None:
        try:
            fetch(file_server, target, cancel=Token())
        except Cancelled as error:
            ended.append(error)

    at_it = threading.Thread(target=run)
    at_it.start()
    while not file_server.requests or (silent_after and not part_of(target).exists()):
        time.sleep(0.01)
    stop.set()
    at_it.join(10)  # the time limit of a read is three times that
    assert not at_it.is_alive()
    assert len(ended) == 1
    assert not target.exists()


def test_a_part_can_be_forgotten(file_server: Any, served: Any, target: Path, stopping: Stopping) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    with pytest.raises(Cancelled):
        fetch(file_server, target, **stopping())
    forget_part(target)
    assert nothing_is_left(target)
    fetch(file_server, target)
    assert [wanted for _, wanted in file_server.requests] == ["", ""]


@pytest.mark.parametrize("honours_if_range", [True, False])
def test_another_etag_begins_anew(
    file_server: Any, served: Any, target: Path, stopping: Stopping, honours_if_range: bool
) -> None:
    other = random.Random(2).randbytes(len(CONTENT))
    file_server.files["/model.gguf"] = served(other)
    with pytest.raises(Cancelled):
        fetch(file_server, target, **stopping())
    file_server.files["/model.gguf"] = served(CONTENT, etag='"v2"')
    if not honours_if_range:
        handler_etag = file_server.files["/model.gguf"]
        handler_etag.etag = '"v1"'
        part_notes = part_of(target).with_name(f"{part_of(target).name}.json")
        part_notes.write_text(part_notes.read_text().replace("v1", "v0"))
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_etag_nothing_is_resumed(
    file_server: Any, served: Any, target: Path, stopping: Stopping, etag: str
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT, etag=etag)
    with pytest.raises(Cancelled):
        fetch(file_server, target, **stopping())
    fetch(file_server, target)
    assert [wanted for _, wanted in file_server.requests] == ["", ""]
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("how", [{"honours_range": False}, {"lies_about_start": True}])
def test_a_server_that_answers_ranges_wrongly_is_seen(
    file_server: Any, served: Any, target: Path, how: dict[str, bool]
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT, cut_after=[700_000], **how)
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT


def test_a_part_of_full_length_that_is_wrong_does_not_stay(
    file_server: Any, served: Any, target: Path, stopping: Stopping
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    with pytest.raises(Cancelled):
        fetch(file_server, target, **stopping())
    part_of(target).write_bytes(bytes(len(CONTENT)))
    with pytest.raises(ModelProblem, match="checksum differs"):
        fetch(file_server, target)
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT


def test_a_part_longer_than_the_file_is_begun_anew(
    file_server: Any, served: Any, target: Path, stopping: Stopping
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    with pytest.raises(Cancelled):
        fetch(file_server, target, **stopping())
    part_of(target).write_bytes(bytes(len(CONTENT) + 1))
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT


def test_a_part_that_was_whole_when_the_machine_stopped_is_not_fetched_again(
    file_server: Any, served: Any, target: Path, stopping: Stopping
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    with pytest.raises(Cancelled):
        fetch(file_server, target, **stopping())
    part_of(target).write_bytes(CONTENT)
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT
    assert len(file_server.requests) == 1


def test_a_wrong_checksum_leaves_nothing(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT[:-1] + b"\x00")
    with pytest.raises(ModelProblem, match="checksum differs"):
        fetch(file_server, target)
    assert nothing_is_left(target)


def test_a_git_blob_is_checked(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(b"what is up, doc?")
    right = "bd9dbf5aae1a3862dd1526723246b20206e5fc37"  # from the Git book, "Object Storage"
    small = {"sha256": None, "size_bytes": 16}
    download(remote(file_server, git_blob=right, **small), target, loopback=True)
    with pytest.raises(ModelProblem, match="checksum differs"):
        download(remote(file_server, git_blob="0" * 40, **small), target.with_name("other"), loopback=True)


def test_another_size_than_expected_is_refused_at_once(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT + b"more")
    with pytest.raises(ModelProblem, match="offers 1,500,004 bytes instead of 1,500,000"):
        fetch(file_server, target)
    assert nothing_is_left(target)


@pytest.mark.parametrize("states_length", [True, False])
def test_a_flood_is_stopped_at_the_limit(file_server: Any, served: Any, target: Path, states_length: bool) -> None:
    file_server.files["/model.gguf"] = served(CONTENT, states_length=states_length)
    limited = RemoteFile(f"{file_server.address}/model.gguf", limit_bytes=400_000)
    with pytest.raises(ModelProblem, match="more than"):
        download(limited, target, loopback=True)
    assert nothing_is_left(target)


def test_no_length_and_no_checksum_still_arrives(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT, states_length=False)
    download(RemoteFile(f"{file_server.address}/model.gguf"), target, loopback=True)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_refusal_is_one_sentence(file_server: Any, served: Any, target: Path, status: int) -> None:
    file_server.files["/model.gguf"] = served(b"<html>", status=status)
    with pytest.raises(ModelProblem, match=f"answered {status} for model.gguf"):
        fetch(file_server, target)
    assert nothing_is_left(target)


def test_nobody_there_is_one_sentence(file_server: Any, target: Path) -> None:
    address = file_server.address
    file_server.close()
    with pytest.raises(EndpointProblem, match="cannot be reached"):
        download(RemoteFile(f"{address}/x"), target, loopback=True)


def test_a_redirect_on_the_same_host_is_followed(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(redirect="/blobs/1")
    file_server.files["/blobs/1"] = served(CONTENT)
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("http://127.0.0.1:9/x", "leads to another host"),
        ("http://example.org/x", "not an https address"),
        ("https://example.org/x", "another host, example.org"),
        ("https://evilhf.co/x", "another host, evilhf.co"),
        ("file:///etc/passwd", "not an https address"),
        ("/model.gguf", "from one address to the next"),
    ],
)
def test_a_redirect_elsewhere_is_refused(file_server: Any, served: Any, target: Path, to: str, sentence: str) -> None:
    file_server.files["/model.gguf"] = served(redirect=to)
    with pytest.raises(ModelProblem, match=sentence):
        download(remote(file_server, redirect_hosts=frozenset({"hf.co"})), target, loopback=True)
    assert nothing_is_left(target)


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "http://example.org/x", "ftp://127.0.0.1/x", "/etc/x", ""])
def test_without_leave_only_https_is_spoken(target: Path, url: str) -> None:
    with pytest.raises(ModelProblem, match="not an https address"):
        download(RemoteFile(url), target)


def test_two_downloads_of_one_file_do_not_meet(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    inside, go_on = threading.Event(), threading.Event()

    def pause(_: Progress) -> None:
        inside.set()
        go_on.wait(60)

    first = threading.Thread(target=fetch, args=(file_server, target), kwargs={"progress": pause})
    first.start()
    assert inside.wait(60)
    with pytest.raises(ModelProblem, match="being downloaded already"):
        fetch(file_server, target)
    go_on.set()
    first.join()
    assert target.read_bytes() == CONTENT


def test_a_disk_without_room_is_said_before_the_first_byte(
    file_server: Any, served: Any, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    monkeypatch.setattr(downloads, "SPARE_BYTES", 2**60)
    with pytest.raises(StorageFull, match="GB left"):
        fetch(file_server, target)
    assert nothing_is_left(target)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are a matter of POSIX")
def test_a_disk_that_fills_up_keeps_what_came(file_server: Any, served: Any, target: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    script = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from vaultmind.adapters.models.downloads import RemoteFile, download\n"
        "from vaultmind.domain.errors import StorageFull\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
        f"remote = RemoteFile({file_server.address + '/model.gguf'!r}, sha256={SHA256!r})\n"
        f"try: download(remote, Path({str(target)!r}), loopback=True)\n"
        "except StorageFull as problem: print(problem)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "No room left" in done.stdout, done.stderr
    assert 0 < part_of(target).stat().st_size <= 600_000
    fetch(file_server, target)
    assert target.read_bytes() == CONTENT


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes where it may not")
def test_a_folder_that_cannot_be_written_is_one_sentence(file_server: Any, served: Any, tmp_path: Path) -> None:
    file_server.files["/model.gguf"] = served(CONTENT)
    tmp_path.chmod(0o500)
    with pytest.raises(ModelProblem, match="cannot be written"):
        fetch(file_server, tmp_path / "new" / "model.gguf")
