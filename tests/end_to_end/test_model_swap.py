"""Another embedding model is chosen: the old one answers until the new vectors are whole, then they switch at once."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from vaultmind import api
from vaultmind.adapters.index.vault_registry import VaultRegistry
from vaultmind.api import IndexReport, IndexRequest, SearchRequest, Session, Settings, owning
from vaultmind.parsing.morphology import stems_of
from vaultmind.ports import Vector


@dataclass
class Stems:
    """A model that only counts stems, and remembers how many questions it was asked."""

    identity: str
    dimensions: int
    questions: int = 0

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        return np.stack([self._vector(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        self.questions += 1
        return self._vector(text)

    def _vector(self, text: str) -> Vector:
        vector = np.full(self.dimensions, 0.01, np.float32)
        for stem in stems_of(text, keep_stop_words=False):
            vector[crc32(stem.encode()) % self.dimensions] += 1
        return vector / np.float32(np.linalg.norm(vector))


class Place:
    """A small vault, two installed models, and the setting that chooses one of them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.data = folder / "vault", folder / "data"
        self.root.mkdir()
        for name in ("Soil", "Pump", "Roof"):
            (self.root / f"{name}.md").write_text(f"The {name.lower()} is old.", encoding="utf-8")
        self.models = {"first": Stems("stems-1", 96), "second": Stems("stems-2", 64)}
        self.chosen = "first"
        monkeypatch.setattr(api, "load_settings", self._settings)
        monkeypatch.setattr(owning, "find_embedder", self._find)

    def _settings(self, _: Path) -> Settings:
        return replace(Settings(), embedding=replace(Settings().embedding, model=self.chosen))

    def _find(self, _: object, settings: Settings) -> Stems | str:
        return self.models.get(settings.embedding.model, "It is not here.")

    def open(self) -> Session:
        return api.open_vault(vault=self.root, data=self.data)

    def folders(self) -> int:
        (vault,) = VaultRegistry(self.data).all()
        return len(list((vault.folder / "index" / "vectors").iterdir()))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place(tmp_path, monkeypatch)
    session = made.open()
    index(session)
    session.close()
    return made


def index(session: Session, *, drop: bool = False, wait: bool = True) -> IndexReport:
    request = IndexRequest(drop_old_vectors=drop, wait_for_vectors=wait)
    return next(event for event in session.index(request) if isinstance(event, IndexReport))


def asked(place: Place, session: Session) -> tuple[str, ...]:
    """Return the models that a search asks, after seeing that it finds by meaning."""
    before = {name: model.questions for name, model in place.models.items()}
    report = session.search(SearchRequest("old pump", mode="semantic"))
    assert [passage.chunk.note for passage in report.passages][:1] == ["Pump.md"]
    return tuple(name for name, model in place.models.items() if model.questions > before[name])


def test_the_old_model_answers_until_the_new_vectors_are_whole(place: Place) -> None:
    place.chosen = "second"
    session = place.open()
    index(session, wait=False)
    assert asked(place, session) == ("first",)
    assert "first answers until" in " ".join(session.status().notices)
    assert index(session).embedding_calls == 3
    assert asked(place, session) == ("second",)
    assert not session.status().notices
    assert place.folders() == 2
    session.close()


def test_a_stream_of_questions_meets_no_gap_and_turns_to_the_new_model_once(place: Place) -> None:
    for number in range(60):
        (place.root / f"Field {number}.md").write_text(f"Field number {number} lies fallow.", encoding="utf-8")
    session = place.open()
    index(session)
    session.close()
    place.chosen = "second"
    session = place.open()
    index(session, wait=False)
    answered: list[tuple[str, ...]] = []
    trouble: list[Exception] = []
    is_over = threading.Event()

    def ask_on() -> None:
        try:
            while not is_over.is_set():
                answered.append(asked(place, session))
        except Exception as error:  # noqa: BLE001 (told by the thread that waits)
            trouble.append(error)

    stream = threading.Thread(target=ask_on)
    stream.start()
    while not answered and stream.is_alive():
        time.sleep(0.01)
    assert index(session).embedding_calls == 63
    is_over.set()
    stream.join()
    assert not trouble
    answered.append(asked(place, session))
    turned = answered.index(("second",))
    assert turned > 0
    assert set(answered[:turned]) == {("first",)}
    assert set(answered[turned:]) == {("second",)}
    session.close()


def test_a_swap_that_was_left_half_way_goes_on(place: Place) -> None:
    place.chosen = "second"
    for _ in range(2):
        session = place.open()
        assert asked(place, session) == ("first",)
        session.close()
    session = place.open()
    index(session)
    session.close()
    session = place.open()
    assert asked(place, session) == ("second",)
    session.close()


def test_old_vectors_go_when_asked_and_never_those_that_answer(place: Place) -> None:
    place.chosen = "second"
    session = place.open()
    index(session, drop=True, wait=False)
    assert (place.folders(), asked(place, session)) == (2, ("first",))
    index(session, drop=True)
    assert (place.folders(), asked(place, session)) == (1, ("second",))
    session.close()


def test_going_back_costs_no_call(place: Place) -> None:
    place.chosen = "second"
    session = place.open()
    index(session)
    session.close()
    place.chosen = "first"
    session = place.open()
    assert asked(place, session) == ("second",)
    assert index(session).embedding_calls == 0
    assert asked(place, session) == ("first",)
    session.close()


def test_without_the_old_model_words_answer_and_the_new_one_takes_over(place: Place) -> None:
    place.chosen = "second"
    del place.models["first"]
    session = place.open()
    index(session)
    assert asked(place, session) == ("second",)
    session.close()
