"""Downloads that pause, go on, are thrown away; models by their place on the hub; a disk that is really full."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.test_local_models import GGUF, Hub, entry, shelf
from vaultmind.adapters.models.downloads import RemoteFile, download, part_of
from vaultmind.domain.errors import Cancelled, ModelProblem, StorageFull
from vaultmind.domain.model import BegunModel, Checked, ModelKind
from vaultmind.ports import Progress

LARGE = GGUF + bytes(range(256)) * 2000


@pytest.fixture
def hub(file_server: Any, served: Any) -> Hub:
    return Hub(file_server, served)


class StopAtOnce:
    """Says stop after the first piece."""

    def __init__(self) -> None:
        self.asked = 0

    def cancelled(self) -> bool:
        self.asked += 1
        return self.asked > 1


class TestPausing:
    def test_a_paused_pull_is_listed_goes_on_where_it_was_and_is_listed_no_more(
        self, tmp_path: Path, hub: Hub, file_server: Any
    ) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": LARGE})
        known = entry(size_bytes=len(LARGE), sha256=hashlib.sha256(LARGE).hexdigest())
        models = shelf(tmp_path, hub, known)
        with pytest.raises(Cancelled):
            models.pull(known.name, cancel=StopAtOnce())

        (begun,) = shelf(tmp_path, hub, known).begun()
        assert (begun.name, begun.kind, begun.source) == (known.name, ModelKind.CHAT, known.name)
        assert 0 < begun.done_bytes < begun.total_bytes == len(LARGE)
        assert models.installed() == []
        models.pull(begun.source)
        assert file_server.requests[-1][1] == f"bytes={begun.done_bytes}-"
        assert models.begun() == []
        assert [model.name for model in models.installed()] == [known.name]

    def test_what_is_in_no_catalogue_knows_its_address(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/x", {"Own-Q4.gguf": LARGE})
        address = f"{hub.address}/org/x/resolve/main/Own-Q4.gguf"
        models = shelf(tmp_path, hub)
        with pytest.raises(Cancelled):
            models.pull(address, cancel=StopAtOnce())
        (begun,) = models.begun()
        assert begun == BegunModel("own-q4", ModelKind.CHAT, address, begun.done_bytes, len(LARGE))
        assert models.pull(begun.source).name == "own-q4"
        assert models.begun() == []

    def test_one_that_is_thrown_away_frees_the_disk(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": LARGE})
        known = entry(size_bytes=len(LARGE), sha256=hashlib.sha256(LARGE).hexdigest())
        models = shelf(tmp_path, hub, known)
        with pytest.raises(Cancelled):
            models.pull(known.name, cancel=StopAtOnce())
        (begun,) = models.begun()
        assert models.remove(known.name) >= begun.done_bytes
        assert models.begun() == []
        assert list(tmp_path.rglob("*.part")) == []


class TestPlacesOnTheHub:
    def test_a_file_of_any_repository_is_pulled_against_the_sum_the_hub_states(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/other-GGUF", {"Other-Q4.gguf": GGUF, "Other-Q8.gguf": GGUF + b"x"})
        model = shelf(tmp_path, hub).pull("org/other-GGUF/Other-Q4.gguf")
        assert (model.name, model.checked) == ("other-q4", Checked.HUB)
        assert Path(model.path).read_bytes() == GGUF

    def test_the_only_file_of_a_repository_needs_no_name(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/other-GGUF", {"Other-Q4.gguf": GGUF, "README.md": b"#"})
        assert shelf(tmp_path, hub).pull("org/other-GGUF").name == "other-q4"

    def test_of_several_none_is_guessed(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/other-GGUF", {"Other-Q4.gguf": GGUF, "Other-Q8.gguf": GGUF})
        with pytest.raises(ModelProblem, match=r"Other-Q4\.gguf, Other-Q8\.gguf; name one"):
            shelf(tmp_path, hub).pull("org/other-GGUF")
        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_is_not_the_one_of_the_listing_is_thrown_away(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/other-GGUF", {"Other-Q4.gguf": GGUF})
        hub.spoil("org/other-GGUF", "Other-Q4.gguf", GGUF[:-1] + b"?")
        models = shelf(tmp_path, hub)
        with pytest.raises(ModelProblem, match="checksum differs"):
            models.pull("org/other-GGUF/Other-Q4.gguf")
        assert models.installed() == []
        assert models.begun() == []

    def test_a_name_near_a_known_one_is_not_looked_for_elsewhere(
        self, tmp_path: Path, hub: Hub, file_server: Any
    ) -> None:
        known = entry(name="BAAI/bge-reranker-base", kind="reranker")
        with pytest.raises(ModelProblem, match="Did you mean BAAI/bge-reranker-base"):
            shelf(tmp_path, hub, known).pull("BAAI/bge-rerankr-base")
        assert file_server.requests == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 70 MB, of which a download leaves 64 free."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a file system of its own")
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=70m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not let root mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


class TestFullDisk:
    CONTENT = bytes(range(256)) * 32_768
    SHA256 = hashlib.sha256(CONTENT).hexdigest()

    def test_one_without_room_is_told_before_the_first_byte(
        self, small_disk: Path, file_server: Any, served: Any
    ) -> None:
        file_server.files["/model.gguf"] = served(self.CONTENT)
        target = small_disk / "model.gguf"
        with pytest.raises(StorageFull, match=r"has 0\.1 GB left"):
            download(RemoteFile(f"{file_server.address}/model.gguf", sha256=self.SHA256), target, loopback=True)
        assert not part_of(target).exists()

    def test_one_that_fills_up_meanwhile_keeps_what_came_and_it_goes_on(
        self, small_disk: Path, file_server: Any, served: Any
    ) -> None:
        file_server.files["/model.gguf"] = served(self.CONTENT, states_length=False)
        target, filler = small_disk / "model.gguf", small_disk / "filler"
        remote = RemoteFile(f"{file_server.address}/model.gguf", sha256=self.SHA256)

        def fill_up(step: Progress) -> None:
            if step.done > 1_000_000 and not filler.exists():
                with filler.open("wb") as file:
                    try:
                        while True:
                            file.write(bytes(65_536))
                            file.flush()
                    except OSError:
                        return

        with pytest.raises(StorageFull, match="what was fetched so far is kept"):
            download(remote, target, progress=fill_up, loopback=True)
        kept = part_of(target).stat().st_size
        assert 1_000_000 < kept < len(self.CONTENT)
        assert not target.exists()

        filler.unlink()
        subprocess.run(["mount", "-o", "remount,size=90m", str(small_disk)], check=True)
        file_server.files["/model.gguf"].states_length = True
        download(remote, target, loopback=True)
        assert file_server.requests[-1] == ("/model.gguf", f"bytes={kept}-")
        assert target.read_bytes() == self.CONTENT
