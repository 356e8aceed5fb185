"""One contract for both places vectors may live: Qdrant Edge in a folder, and the interface of a Qdrant server."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore, QdrantServerVectorStore
from vaultmind.adapters.vectors.vector_stores import ServerVectorStores
from vaultmind.domain.errors import IndexProblem
from vaultmind.ports import Vector, VectorEntry, VectorStore

from .qdrant_rest import KEY, QdrantRest

DIMENSIONS = 8
pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")


def unit(seed: int) -> Vector:
    vector = np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def entry(chunk_id: int, *, seed: int | None = None, language: str = "ru") -> VectorEntry:
    return VectorEntry(chunk_id, unit(chunk_id if seed is None else seed), language)


@dataclass(frozen=True)
class Model:
    """As much of an embedder as its store needs to know."""

    identity: str = "model/r1"
    dimensions: int = DIMENSIONS

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        return unit(len(text))


def in_memory_server() -> QdrantServerVectorStore:
    from qdrant_client import QdrantClient

    return QdrantServerVectorStore(QdrantClient(":memory:"), vault_id="v", dimensions=DIMENSIONS, identity="model/r1")


@pytest.fixture(scope="module")
def rest() -> Iterator[QdrantRest]:
    """What answers as a Qdrant server does, over a socket."""
    server = QdrantRest()
    yield server
    server.close()


@pytest.fixture(params=["edge", "client", "server"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path, rest: QdrantRest) -> Iterator[Callable[[], VectorStore]]:
    """A function that opens another empty store."""
    opened: list[VectorStore] = []
    vault = iter(f"{tmp_path.name}-{number}" for number in range(1_000))

    def make() -> VectorStore:
        store: VectorStore
        if request.param == "edge":
            store = EdgeVectorStore(tmp_path / str(len(opened)), dimensions=DIMENSIONS, identity="model/r1")
        elif request.param == "server":
            store = ServerVectorStores(rest.url, api_key=KEY, vault_id=next(vault)).open(Model())
        else:
            store = in_memory_server()
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store: Callable[[], VectorStore]) -> VectorStore:
    return new_store()


class TestVectorStore:
    def test_a_new_store_is_empty(self, store: VectorStore) -> None:
        assert store.count() == 0
        assert store.ids() == frozenset()
        assert list(store.search(unit(1), limit=5)) == []
        assert dict(store.vectors([1, 2])) == {}

    def test_the_nearest_comes_first_with_its_cosine(self, store: VectorStore) -> None:
        store.upsert([entry(i) for i in range(1, 21)])
        found = store.search(unit(7), limit=20)
        cosines = {i: float(unit(7) @ unit(i)) for i in range(1, 21)}
        assert [one.chunk_id for one in found] == sorted(cosines, key=lambda i: -cosines[i])
        assert [one.score for one in found] == pytest.approx([cosines[one.chunk_id] for one in found], abs=1e-5)

    def test_a_limit_is_kept(self, store: VectorStore) -> None:
        store.upsert([entry(i) for i in range(1, 21)])
        assert len(store.search(unit(1), limit=3)) == 3
        assert len(store.search(unit(1), limit=0)) == 0

    def test_a_language_leaves_the_others_out(self, store: VectorStore) -> None:
        store.upsert([entry(i, language="ru" if i % 2 else "en") for i in range(1, 21)])
        assert {one.chunk_id for one in store.search(unit(3), limit=20, language="en")} == set(range(2, 21, 2))
        assert list(store.search(unit(3), limit=20, language="")) == []

    def test_vectors_come_back_as_they_were(self, store: VectorStore) -> None:
        store.upsert([entry(1), entry(2**40)])
        vectors = store.vectors([2**40, 3, 1])
        assert set(vectors) == {1, 2**40}
        np.testing.assert_allclose(vectors[1], unit(1), atol=1e-6)
        assert vectors[1].dtype == np.float32

    def test_the_cosine_to_chosen_chunks_is_exact_and_leaves_out_what_is_not_stored(self, store: VectorStore) -> None:
        store.upsert([entry(i, language="ru" if i % 2 else "en") for i in range(1, 1502)])
        near = store.similarities(unit(7), [3, 7, 1300, 4000])
        assert near == pytest.approx({i: float(unit(7) @ unit(i)) for i in (3, 7, 1300)}, abs=1e-6)
        assert len(store.similarities(unit(7), range(1, 1502))) == 1501
        assert dict(store.similarities(unit(7), [])) == {}

    def test_an_equal_id_replaces_vector_and_language(self, store: VectorStore) -> None:
        store.upsert([entry(1), entry(2)])
        store.upsert([entry(1, seed=99, language="en")])
        assert store.count() == 2
        np.testing.assert_allclose(store.vectors([1])[1], unit(99), atol=1e-6)
        assert [one.chunk_id for one in store.search(unit(99), limit=5, language="en")] == [1]

    def test_removed_is_gone_and_removing_twice_is_no_error(self, store: VectorStore) -> None:
        store.upsert([entry(i) for i in range(1, 6)])
        store.remove([2, 4, 77])
        store.remove([2])
        assert store.ids() == {1, 3, 5}
        assert {one.chunk_id for one in store.search(unit(2), limit=9)} == {1, 3, 5}

    def test_more_than_a_batch(self, store: VectorStore) -> None:
        store.upsert([entry(i) for i in range(1, 2502)])
        assert store.count() == 2501
        assert store.ids() == frozenset(range(1, 2502))
        assert len(store.vectors(range(1, 2502))) == 2501
        store.remove(range(1, 2501))
        assert store.ids() == {2501}

    @pytest.mark.parametrize(
        "vector",
        [np.ones(DIMENSIONS + 1, np.float32), np.full(DIMENSIONS, np.nan, np.float32), np.ones((1, DIMENSIONS))],
    )
    def test_what_is_no_vector_of_the_model_is_refused_whole(self, store: VectorStore, vector: Vector) -> None:
        with pytest.raises(IndexProblem, match="chunk 2"):
            store.upsert([entry(1), VectorEntry(2, vector, "ru")])
        assert store.count() == 0

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        steps=st.lists(
            st.one_of(
                st.tuples(st.just("put"), st.integers(1, 12), st.integers(0, 99), st.sampled_from(["ru", "en", ""])),
                st.tuples(st.just("drop"), st.integers(1, 12), st.just(0), st.just("")),
            ),
            max_size=25,
        )
    )
    def test_any_history_leaves_what_a_mapping_would_hold(
        self, new_store: Callable[[], VectorStore], steps: list[tuple[str, int, int, str]]
    ) -> None:
        store, expected = new_store(), dict[int, tuple[int, str]]()
        for kind, chunk_id, seed, language in steps:
            if kind == "put":
                store.upsert([entry(chunk_id, seed=seed, language=language)])
                expected[chunk_id] = (seed, language)
            else:
                store.remove([chunk_id])
                expected.pop(chunk_id, None)
        assert store.ids() == set(expected)
        for language in ("ru", "en", ""):
            among = {one.chunk_id for one in store.search(unit(5), limit=50, language=language)}
            assert among == {i for i, (_, spoken) in expected.items() if spoken == language}
        for chunk_id, vector in store.vectors(list(expected)).items():
            np.testing.assert_allclose(vector, unit(expected[chunk_id][0]), atol=1e-6)


def test_both_places_rank_alike(tmp_path: Path) -> None:
    edge = EdgeVectorStore(tmp_path, dimensions=DIMENSIONS, identity="model/r1")
    server = in_memory_server()
    entries = [entry(i, language="ru" if i % 3 else "en") for i in range(1, 301)]
    for store in (edge, server):
        store.upsert(entries)
    for seed in range(1000, 1030):
        for language in (None, "en"):
            left, right = (store.search(unit(seed), limit=10, language=language) for store in (edge, server))
            assert [one.chunk_id for one in left] == [one.chunk_id for one in right]
            assert [one.score for one in left] == pytest.approx([one.score for one in right], abs=1e-5)
    edge.close()
    server.close()


class TestServerVectorStores:
    @pytest.fixture
    def stores(self, rest: QdrantRest, tmp_path: Path) -> ServerVectorStores:
        return ServerVectorStores(rest.url, api_key=KEY, vault_id=tmp_path.name)

    def test_what_is_stored_is_there_for_who_connects_next(self, stores: ServerVectorStores) -> None:
        first = stores.open(Model())
        assert first.made_anew
        first.upsert([entry(1), entry(2)])
        first.close()
        again = stores.open(Model())
        assert not again.made_anew
        assert again.ids() == {1, 2}
        again.close()

    def test_each_model_has_vectors_of_its_own_and_others_are_dropped_on_request(
        self, stores: ServerVectorStores
    ) -> None:
        old, new = Model("model/r1"), Model("model/r2")
        for model in (old, new):
            store = stores.open(model)
            store.upsert([entry(1)])
            store.close()
        assert stores.has(old)
        stores.drop_except([new])
        assert (stores.has(old), stores.has(new)) == (False, True)

    def test_another_vault_keeps_its_vectors(self, stores: ServerVectorStores, rest: QdrantRest) -> None:
        other = ServerVectorStores(rest.url, api_key=KEY, vault_id="another")
        store = other.open(Model())
        store.upsert([entry(1)])
        store.close()
        stores.drop_except([Model("model/r2")])
        assert other.has(Model())

    def test_every_request_is_one_that_a_server_knows(self, stores: ServerVectorStores, rest: QdrantRest) -> None:
        store = stores.open(Model())
        store.upsert([entry(1)])
        store.search(unit(1), limit=1, language="ru")
        store.close()
        assert f"POST /collections/{store.name}/points/query" in rest.requests
        assert f"PUT /collections/{store.name}/index" in rest.requests

    def test_a_wrong_key_is_a_sentence(self, rest: QdrantRest) -> None:
        with pytest.raises(IndexProblem, match="refuses the key"):
            ServerVectorStores(rest.url, api_key="wrong", vault_id="v").open(Model())

    def test_a_server_that_went_away_is_a_sentence(self) -> None:
        server = QdrantRest()
        store = ServerVectorStores(server.url, api_key=KEY, vault_id="v").open(Model())
        server.close()
        with pytest.raises(IndexProblem, match="cannot be reached"):
            store.count()

    def test_off_this_machine_only_https_is_spoken(self) -> None:
        with pytest.raises(IndexProblem, match="not an https address"):
            ServerVectorStores("http://example.com:6333", api_key=None, vault_id="v").open(Model())
