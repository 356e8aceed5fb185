"""What only the embedded store can show: one owner, kill -9, damage, another model; and a server's refusals."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore, QdrantServerVectorStore, edge, resident
from vaultmind.adapters.vectors.qdrant_vectors.optimizing import Kind
from vaultmind.domain.errors import IndexBusy, IndexProblem, StorageFull
from vaultmind.ports import VectorEntry

DIMENSIONS = 16


def opened(folder: Path, *, identity: str = "model/r1") -> EdgeVectorStore:
    return EdgeVectorStore(folder, dimensions=DIMENSIONS, identity=identity)


def entries(first: int, count: int) -> list[VectorEntry]:
    rows = np.random.default_rng(first).normal(size=(count, DIMENSIONS)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return [VectorEntry(first + i, row, "ru") for i, row in enumerate(rows)]


def test_vectors_are_there_after_closing_and_opening(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.made_anew
    store.upsert(entries(1, 50))
    store.close()
    store.close()
    again = opened(tmp_path)
    assert not again.made_anew
    assert again.ids() == frozenset(range(1, 51))
    np.testing.assert_allclose(again.vectors([7])[7], entries(1, 50)[6].vector, atol=1e-6)
    again.close()


def test_a_second_owner_is_told_who_has_it_and_the_first_goes_on(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with pytest.raises(IndexBusy, match="in use by another process"):
        opened(tmp_path)
    store.upsert(entries(1, 3))
    assert store.count() == 3
    store.close()


def test_a_disk_without_room_opens_nothing_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    store.upsert(entries(1, 3))
    store.close()
    with monkeypatch.context() as full:
        free = type(shutil.disk_usage(tmp_path))(10**12, 10**12 - 2**20, 2**20)
        full.setattr(shutil, "disk_usage", lambda _: free)
        with pytest.raises(StorageFull, match="what is stored is whole"):
            opened(tmp_path)
    again = opened(tmp_path)
    assert (again.made_anew, again.count()) == (False, 3)
    again.close()


def test_another_model_begins_anew(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.upsert(entries(1, 3))
    store.close()
    other = opened(tmp_path, identity="model/r2")
    assert other.made_anew
    assert other.count() == 0
    other.close()


@pytest.mark.parametrize("damage", ["config", "segments", "note cut", "note gone", "note lies", "shard gone"])
def test_a_damaged_store_begins_anew(tmp_path: Path, damage: str) -> None:
    store = opened(tmp_path)
    store.upsert(entries(1, 100))
    store.close()
    (shard,) = tmp_path.glob("shard-*")
    note = tmp_path / "current.json"
    if damage == "config":
        (shard / "edge_config.json").write_text("{nonsense")
    elif damage == "segments":
        for file in (shard / "segments").rglob("*.json"):
            file.write_bytes(b"\x00\xff")
    elif damage == "note cut":
        note.write_bytes(note.read_bytes()[:20])
    elif damage == "note gone":
        note.unlink()
    elif damage == "note lies":
        note.write_text(json.dumps({**json.loads(note.read_text()), "shard": "../../elsewhere"}))
    else:
        shard.rename(tmp_path / "away")
    healed = opened(tmp_path)
    assert healed.made_anew
    healed.upsert(entries(1, 5))
    assert healed.count() == 5
    healed.close()
    assert len(list(tmp_path.glob("shard-*"))) == 1


class TestTidying:
    def wasteful(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> EdgeVectorStore:
        """Return a store in which most of the room is taken by vectors that are gone."""
        monkeypatch.setattr(edge, "_WASTE_BYTES", 0)
        store = opened(folder)
        for first in range(1, 40_001, 5000):
            store.upsert(entries(first, 5000))
        store.remove(range(101, 40_001))
        store.flush()
        return store

    def test_room_of_removed_vectors_is_given_back(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        store = self.wasteful(tmp_path, monkeypatch)
        asked = entries(1, 20)
        before = [store.search(one.vector, limit=30) for one in asked]
        size = sum(path.stat().st_size for path in (tmp_path).rglob("segments/**/*") if path.is_file())
        assert store.tidy()
        assert sum(path.stat().st_size for path in (tmp_path).rglob("segments/**/*") if path.is_file()) < size
        assert [store.search(one.vector, limit=30) for one in asked] == before
        assert store.ids() == frozenset(range(1, 101))
        assert len(list(tmp_path.glob("shard-*"))) == 1
        store.close()
        again = opened(tmp_path)
        assert not again.made_anew
        assert again.count() == 100
        again.close()

    def test_a_store_without_waste_is_left_alone(self, tmp_path: Path) -> None:
        store = opened(tmp_path)
        store.upsert(entries(1, 100))
        (shard,) = tmp_path.glob("shard-*")
        assert not store.tidy()
        assert list(tmp_path.glob("shard-*")) == [shard]
        store.close()

    def test_changes_made_meanwhile_are_kept(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        store = self.wasteful(tmp_path, monkeypatch)
        optimize = edge.optimize_in_child

        def change_meanwhile(*given: object, **named: object) -> bool:
            store.upsert([VectorEntry(7, entries(500, 1)[0].vector, "en"), *entries(90_001, 30)])
            store.remove([1, 2, 90_005])
            assert store.search(entries(500, 1)[0].vector, limit=1)[0].chunk_id == 7
            return optimize(*given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(edge, "optimize_in_child", change_meanwhile)
        assert store.tidy()
        expected = frozenset(range(3, 101)) | frozenset(range(90_001, 90_031)) - {90_005}
        assert store.ids() == expected
        np.testing.assert_allclose(store.vectors([7])[7], entries(500, 1)[0].vector, atol=1e-6)
        assert [one.chunk_id for one in store.search(entries(1, 1)[0].vector, limit=9, language="en")] == [7]
        store.close()

    def test_readers_see_one_store_before_and_after(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        store = self.wasteful(tmp_path, monkeypatch)
        done, wrong, asked = threading.Event(), [], 0

        def read() -> None:
            nonlocal asked
            while not done.is_set():
                for one in entries(1, 100)[::9]:
                    best = store.search(one.vector, limit=1)[0].chunk_id
                    asked += 1
                    if best != one.chunk_id:
                        wrong.append(best)

        reader = threading.Thread(target=read)
        reader.start()
        assert store.tidy()
        done.set()
        reader.join()
        assert wrong == []
        assert asked
        store.close()

    def test_an_approximate_index_is_built_and_kept(self, tmp_path: Path) -> None:
        store = opened(tmp_path)
        store.upsert(entries(1, 30_000))
        exact = [{one.chunk_id for one in store.search(entry.vector, limit=10)} for entry in entries(50_000, 40)]
        assert store.tidy(approximate=True)
        near = [{one.chunk_id for one in store.search(entry.vector, limit=10)} for entry in entries(50_000, 40)]
        found = sum(len(one & other) for one, other in zip(exact, near, strict=True)) / 400
        assert found > 0.85
        assert not store.tidy(approximate=True)
        store.upsert(entries(60_000, 10))
        assert store.search(entries(60_000, 1)[0].vector, limit=1)[0].chunk_id == 60_000
        store.close()
        again = opened(tmp_path)
        assert not again.made_anew
        assert again.count() == 30_010
        assert not again.tidy(approximate=True)
        again.close()

    def test_many_vectors_are_kept_compactly_and_found_as_before(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(edge, "_COMPACT_FROM", 20_000)
        store = opened(tmp_path)
        store.upsert(entries(1, 20_000))
        asked = entries(50_000, 30)
        exact = [list(store.search(one.vector, limit=50)) for one in asked]
        filtered = [list(store.search(one.vector, limit=50, language="ru")) for one in asked]
        assert store.tidy()
        assert store._kind is Kind.COMPACT
        both = [0, 0]
        for one, before, among in zip(asked, exact, filtered, strict=True):
            found = store.search(one.vector, limit=50)
            both[0] += len({each.chunk_id for each in found} & {each.chunk_id for each in before})
            assert [each.score for each in found[:10]] == pytest.approx([each.score for each in before[:10]], abs=1e-5)
            there = {each.chunk_id for each in store.search(one.vector, limit=50, language="ru")}
            both[1] += len(there & {each.chunk_id for each in among})
        let_go: list[Path] = []
        monkeypatch.setattr(edge, "_HELD_BYTES", 0)
        monkeypatch.setattr(edge, "let_go", lambda folder: (resident.let_go(folder), let_go.append(folder)))
        assert list(store.search(asked[-1].vector, limit=50)) == list(found)
        assert let_go == [store._path()]
        monkeypatch.setattr(edge, "_HELD_BYTES", 2**40)
        assert list(store.search(asked[-1].vector, limit=50)) == list(found)
        assert len(let_go) == 1
        assert min(both) >= 0.97 * 50 * len(asked)  # the bounds of the small forms are drawn from a sample each time
        assert not store.tidy()
        store.upsert(entries(60_000, 6_000))
        assert store.search(entries(60_000, 1)[0].vector, limit=1)[0].chunk_id == 60_000
        assert store.tidy()
        assert (store.count(), store.tidy()) == (26_000, False)
        store.close()
        again = opened(tmp_path)
        assert (again.made_anew, again._kind) == (False, Kind.COMPACT)
        np.testing.assert_allclose(again.vectors([7])[7], entries(1, 7)[6].vector, atol=1e-6)
        again.close()

    def test_a_store_that_became_small_is_exact_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(edge, "_COMPACT_FROM", 1_000)
        store = opened(tmp_path)
        store.upsert(entries(1, 1_500))
        assert store.tidy()
        store.remove(range(1, 1_001))
        assert store.tidy()
        assert (store._kind, store.count()) == (Kind.EXACT, 500)
        store.close()

    def test_what_an_earlier_program_noted_is_understood(self, tmp_path: Path) -> None:
        store = opened(tmp_path)
        store.upsert(entries(1, 10))
        store.close()
        note = json.loads((tmp_path / "current.json").read_text())
        del note["kind"]
        (tmp_path / "current.json").write_text(json.dumps({**note, "is_indexed": False}))
        again = opened(tmp_path)
        assert (again.made_anew, again.count()) == (False, 10)
        again.close()

    @pytest.mark.parametrize("when", ["copied", "optimized"])
    def test_a_crash_in_the_middle_leaves_the_old_store(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
    ) -> None:
        store = self.wasteful(tmp_path, monkeypatch)
        optimize = edge.optimize_in_child

        def crash(*given: object, **named: object) -> bool:
            if when == "optimized":
                optimize(*given, **named)  # type: ignore[arg-type]
            raise KeyboardInterrupt

        monkeypatch.setattr(edge, "optimize_in_child", crash)
        monkeypatch.setattr(edge.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            store.tidy()
        monkeypatch.undo()
        assert len(list(tmp_path.glob("shard-*"))) == 2
        store.close()
        again = opened(tmp_path)
        assert not again.made_anew
        assert again.ids() == frozenset(range(1, 101))
        assert len(list(tmp_path.glob("shard-*"))) == 1
        again.close()

    def test_stopping_leaves_the_store_as_it_was(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Stop:
            def cancelled(self) -> bool:
                return True

        store = self.wasteful(tmp_path, monkeypatch)
        assert not store.tidy(cancel=Stop())
        assert store.count() == 100
        assert len(list(tmp_path.glob("shard-*"))) == 1
        store.close()

    def test_short_memory_is_said_before_anything_is_built(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = opened(tmp_path)
        store.upsert(entries(1, 100))
        monkeypatch.setattr("vaultmind.adapters.vectors.qdrant_vectors.optimizing._INDEX_PEAK", 1e9)
        with pytest.raises(IndexProblem, match="of memory"):
            store.tidy(approximate=True)
        assert store.count() == 100
        store.close()


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_qdrant_vectors import entries, opened
store = opened(Path(sys.argv[1]))
for batch in range(10_000):
    store.upsert(entries(batch * 20 + 1, 20))
    print(batch, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    acknowledged = -1
    for round_number in range(3):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(Path(__file__).parent)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        for _ in range(12 + 9 * round_number):
            acknowledged = max(acknowledged, int(writer.stdout.readline()))
        os.kill(writer.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
        writer.wait()
    store = opened(tmp_path)
    assert not store.made_anew
    expected = {one.chunk_id: one.vector for batch in range(acknowledged + 1) for one in entries(batch * 20 + 1, 20)}
    stored = store.vectors(list(expected))
    assert set(stored) == set(expected)
    for chunk_id, vector in stored.items():
        np.testing.assert_allclose(vector, expected[chunk_id], atol=1e-6)
    store.close()


def test_readers_and_a_writer_at_once(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.upsert(entries(1, 200))
    done, wrong = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            for one in entries(1, 200)[::40]:
                best = store.search(one.vector, limit=1)[0]
                if best.chunk_id != one.chunk_id:
                    wrong.append(best)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for batch in range(20):
        store.upsert(entries(1000 + batch * 50, 50))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert store.count() == 1200
    store.close()


class Refusing(BaseHTTPRequestHandler):
    status = 401

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.filterwarnings("ignore:Api key is used with an insecure connection")
@pytest.mark.parametrize(("status", "sentence"), [(401, "refuses the key"), (500, "answered 500")])
def test_a_server_that_refuses_is_one_sentence(status: int, sentence: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Refusing,), {"status": status}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(IndexProblem, match=sentence):
            connect(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
    with pytest.raises(IndexProblem, match="cannot be reached"):
        connect(f"http://127.0.0.1:{server.server_port}")


@pytest.mark.parametrize("url", ["http://192.0.2.7:6333", "http://qdrant.example:6333", "ftp://127.0.0.1"])
def test_a_server_elsewhere_needs_https(url: str) -> None:
    with pytest.raises(IndexProblem, match="https"):
        connect(url)


def connect(url: str) -> QdrantServerVectorStore:
    return QdrantServerVectorStore.connect(url, api_key="k", vault_id="v", dimensions=4, identity="m")
