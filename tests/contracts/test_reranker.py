"""What a reranker keeps, shown on a cross-encoder small enough to read: it counts the words question and text share."""

import importlib.util
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cross_encoder import write_small_cross_encoder
from vaultmind import api
from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.adapters.vectors.embedders import FastembedReranker
from vaultmind.answers.voting import VotingReranker
from vaultmind.ports import Reranker


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> Reranker:
    folder = tmp_path_factory.mktemp("reranker")
    write_small_cross_encoder(folder)
    return FastembedReranker("BAAI/bge-reranker-base", folder)


class TestReranker:
    def test_scores_are_in_the_order_of_the_texts_and_higher_where_it_fits(self, reranker: Reranker) -> None:
        scores = reranker.score("tomato water", ["lease march", "tomato water", "tomato march"])
        assert list(scores) == [0.0, 2.0, 1.0]
        assert all(isinstance(score, float) for score in scores)

    def test_a_score_does_not_depend_on_what_is_beside_it(self, reranker: Reranker) -> None:
        texts = ["tomato", "water " * 30, "томат полив", ""]
        alone = [reranker.score("томат water", [text])[0] for text in texts]
        assert list(reranker.score("томат water", texts)) == alone

    def test_no_texts_are_no_scores(self, reranker: Reranker) -> None:
        assert list(reranker.score("tomato", [])) == []

    @pytest.mark.parametrize("text", ["", "\ud83d", "\x00", "x " * 100_000])
    def test_any_text_has_a_score(self, reranker: Reranker, text: str) -> None:
        assert len(reranker.score(text, [text])) == 1


class TestChosenByItsName:
    NAME = "BAAI/bge-reranker-base"

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / "vault").mkdir()
        for name, text in {"One": "The pump in the garden.", "Two": "Of tomato and of water."}.items():
            (tmp_path / "vault" / f"{name}.md").write_text(text, "utf-8")
        monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
        monkeypatch.setenv("VAULTMIND_CACHE", str(tmp_path / "cache"))
        return tmp_path

    def search(self, folder: Path, reranker: str) -> api.SearchReport:
        text = f'[embedding]\nmodel = "off"\n[search]\nreranker = "{reranker}"\n'
        (folder / "settings.toml").write_text(text, "utf-8")
        with closing(api.open_vault(vault=folder / "vault", data=folder / "data")) as session:
            return session.search(api.SearchRequest("pump garden tomato water"))

    def test_it_puts_the_best_in_order_once_it_is_here(self, folder: Path) -> None:
        without = [passage.chunk.note for passage in self.search(folder, "").passages]
        missing = self.search(folder, self.NAME)
        assert without == [passage.chunk.note for passage in missing.passages] == ["One.md", "Two.md"]
        assert any(f"models pull {self.NAME}" in notice for notice in missing.notices)

        place = folder / "cache" / "models" / self.NAME.replace("/", "--")
        write_small_cross_encoder(place)
        (place / "pulled.json").write_text(json.dumps({"commit": "0" * 40, "files": {}}), "utf-8")
        found = self.search(folder, self.NAME)
        assert not any("reranker" in notice for notice in found.notices)
        assert [passage.chunk.note for passage in found.passages] == ["Two.md", "One.md"]

    def test_one_that_nobody_knows_is_named(self, folder: Path) -> None:
        with pytest.raises(api.ModelProblem, match="no reranker nobody/knows-this"):
            self.search(folder, "nobody/knows-this")


class Ballot:
    """A server that votes yes on what speaks of two words, as one that holds a chat model might."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as request:
                length = 0
                while (line := request.readline()).strip():
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                asked = json.loads(request.read(length))["messages"][-1]["content"]
                yes, no = (-0.1, -3.0) if "tomato" in asked.partition("Question")[0] else (-3.0, -0.1)
                top = [{"token": "Yes", "logprob": yes}, {"token": "No", "logprob": no}]
                choice = {"delta": {"content": "Yes"}, "logprobs": {"content": [{"top_logprobs": top}]}}
                said = json.dumps({"choices": [choice | {"finish_reason": "length"}]})
                connection.sendall(
                    f"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndata: {said}\n\ndata: [DONE]\n\n".encode()
                )

    def close(self) -> None:
        self._listener.close()


@pytest.fixture(scope="module")
def voting(smollm2: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reranker]:
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip('no runtime for model files: pip install "vaultmind[llm]"')
    folder = tmp_path_factory.mktemp("hosts")
    with closing(HostedModel(smollm2, name="SmolLM2", folder=folder, context_tokens=1024, threads=1)) as model:
        yield VotingReranker(lambda: model, most=3)


class TestAChatModelVotes:
    def test_scores_are_probabilities_in_the_order_of_the_texts(self, voting: Reranker) -> None:
        scores = voting.score("Who waters?", ["Ivan waters it.", "The lease ends.", "", "never read", "nor this"])
        assert len(scores) == 5
        assert all(0 <= score <= 1 for score in scores[:3])
        assert list(scores[3:]) == [-1.0, -2.0]
        assert len(set(scores[:3])) == 3, "it did not read the texts"

    def test_a_score_does_not_depend_on_what_is_beside_it(self, voting: Reranker) -> None:
        texts = ["Ivan waters it.", "The lease ends."]
        alone = [voting.score("Who waters?", [text])[0] for text in texts]
        assert list(voting.score("Who waters?", texts)) == pytest.approx(alone, abs=0.03)

    def test_search_is_put_in_order_by_the_model_that_answers(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "vault").mkdir()
        for name, text in {"One": "The pump in the garden.", "Two": "Of tomato and of water."}.items():
            (tmp_path / "vault" / f"{name}.md").write_text(text, "utf-8")
        monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
        with closing(Ballot()) as server:
            orders = []
            for reranker in ("", "judge"):
                text = f'[embedding]\nmodel = "off"\n[search]\nreranker = "{reranker}"\n'
                text += f'[answers]\nmodel = "judge"\nurl = "{server.url}"\n'
                (tmp_path / "settings.toml").write_text(text, "utf-8")
                with closing(api.open_vault(vault=tmp_path / "vault", data=tmp_path / "data")) as session:
                    found = session.search(api.SearchRequest("pump garden tomato water"))
                    orders.append([passage.chunk.note for passage in found.passages])
        assert orders == [["One.md", "Two.md"], ["Two.md", "One.md"]]

    def test_a_reranker_whose_model_fails_is_said_with_what_was_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "vault").mkdir()
        (tmp_path / "vault" / "One.md").write_text("The pump in the garden.", "utf-8")
        monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
        text = '[embedding]\nmodel = "off"\n[search]\nreranker = "judge"\n'
        text += '[answers]\nmodel = "judge"\nurl = "http://127.0.0.1:1"\n'
        (tmp_path / "settings.toml").write_text(text, "utf-8")
        with closing(api.open_vault(vault=tmp_path / "vault", data=tmp_path / "data")) as session:
            found = session.search(api.SearchRequest("pump garden"))
        assert [passage.chunk.note for passage in found.passages] == ["One.md"]
        (said,) = (one for one in found.notices if "reranker" in one)
        assert said.startswith("The reranker failed, so what it did not read stays as found. ")
        assert "127.0.0.1" in said
