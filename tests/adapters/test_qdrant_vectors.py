"""What only the embedded store can show: one owner, kill -9, damage, another model; and a server's refusals."""

import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from vaultmind.adapters.qdrant_vectors import EdgeVectorStore, QdrantServerVectorStore
from vaultmind.domain.errors import IndexBusy, IndexProblem
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


def test_another_model_begins_anew(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.upsert(entries(1, 3))
    store.close()
    other = opened(tmp_path, identity="model/r2")
    assert other.made_anew
    assert other.count() == 0
    other.close()


@pytest.mark.parametrize("damage", ["config", "segments", "note", "half made"])
def test_a_damaged_store_begins_anew(tmp_path: Path, damage: str) -> None:
    store = opened(tmp_path)
    store.upsert(entries(1, 100))
    store.close()
    if damage == "config":
        (tmp_path / "shard" / "edge_config.json").write_text("{nonsense")
    elif damage == "segments":
        for file in (tmp_path / "shard" / "segments").rglob("*.json"):
            file.write_bytes(b"\x00\xff")
    elif damage == "note":
        (tmp_path / "made-for.txt").write_text("")
    else:
        (tmp_path / "made-for.txt").unlink()
    healed = opened(tmp_path)
    assert healed.made_anew
    healed.upsert(entries(1, 5))
    assert healed.count() == 5
    healed.close()


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
