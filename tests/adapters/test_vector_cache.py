"""The cache saves work and never fails anything: shared, bounded, damaged, full."""

import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import CachedEmbedder, VectorCache, embedded_text
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.ports import Vector


def unit(seed: int, dimensions: int = 384) -> Vector:
    vector = np.random.default_rng(seed).normal(size=dimensions).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def key(number: int) -> str:
    return f"{number:032x}"


def chunk(text: str, *, breadcrumb: str = "Garden > Soil", note: str = "Garden.md") -> Chunk:
    return Chunk(NotePath(note), 0, Span(0, len(text)), (1, 1), (), breadcrumb, text)


class Counting:
    """The real model, counting the texts it reads."""

    def __init__(self, model: E5Embedder, *, identity: str = "") -> None:
        self._model = model
        self.identity = identity or model.identity
        self.dimensions = model.dimensions
        self.read: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        self.read += texts
        return self._model.embed_passages(texts)

    def embed_query(self, text: str) -> Vector:
        return self._model.embed_query(text)


@pytest.fixture(scope="session")
def model(e5_folder: Path) -> E5Embedder:
    return E5Embedder(e5_folder)


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    return VectorCache(tmp_path / "vectors.sqlite")


class TestCachedEmbedder:
    def test_a_text_is_read_once_in_the_life_of_the_cache(self, model: E5Embedder, tmp_path: Path) -> None:
        counting, file = Counting(model), tmp_path / "vectors.sqlite"
        first = CachedEmbedder(counting, VectorCache(file)).embed([chunk("a"), chunk("b")])
        again = CachedEmbedder(counting, VectorCache(file)).embed([chunk("b", note="Other.md"), chunk("c"), chunk("a")])
        assert (first.calls, again.calls) == (2, 1)
        assert counting.read == [embedded_text(chunk(text)) for text in "abc"]
        np.testing.assert_array_equal(again.vectors[2], first.vectors[0])

    def test_equal_chunks_of_a_batch_are_one_call(self, model: E5Embedder, cache: VectorCache) -> None:
        embedded = CachedEmbedder(Counting(model), cache).embed([chunk("a")] * 3 + [chunk("a", breadcrumb="Lease")])
        assert embedded.calls == 2
        assert embedded.vectors.shape == (4, 384)
        np.testing.assert_array_equal(embedded.vectors[0], embedded.vectors[2])
        assert not np.array_equal(embedded.vectors[0], embedded.vectors[3])

    def test_the_breadcrumb_is_read_before_the_text(self, model: E5Embedder, cache: VectorCache) -> None:
        counting = Counting(model)
        CachedEmbedder(counting, cache).embed([chunk("kept wet", breadcrumb="Clay")])
        assert counting.read == ["Clay\nkept wet"]

    def test_vectors_are_the_models_to_four_digits_and_unit(self, model: E5Embedder, cache: VectorCache) -> None:
        chunks = [chunk(f"{i} глина") for i in range(20)]
        embedded = CachedEmbedder(model, cache).embed(chunks).vectors
        own = model.embed_passages([embedded_text(one) for one in chunks])
        assert (embedded * own).sum(1).min() > 0.999999
        np.testing.assert_allclose(np.linalg.norm(embedded, axis=1), 1, atol=1e-6)

    def test_another_model_reads_again(self, model: E5Embedder, cache: VectorCache) -> None:
        CachedEmbedder(model, cache).embed([chunk("a")])
        assert CachedEmbedder(Counting(model, identity="other/r1"), cache).embed([chunk("a")]).calls == 1

    def test_nothing_is_nothing(self, model: E5Embedder, cache: VectorCache) -> None:
        embedded = CachedEmbedder(model, cache).embed([])
        assert embedded.vectors.shape == (0, 384)
        assert embedded.calls == 0

    def test_what_was_read_before_a_crash_is_kept(self, model: E5Embedder, cache: VectorCache) -> None:
        class Dying(Counting):
            def embed_passages(self, texts: Sequence[str]) -> Vector:
                if self.read:
                    raise KeyboardInterrupt
                return super().embed_passages(texts)

        chunks = [chunk(str(i)) for i in range(40)]
        dying = Dying(model)
        with pytest.raises(KeyboardInterrupt):
            CachedEmbedder(dying, cache).embed(chunks)
        assert CachedEmbedder(model, cache).embed(chunks).calls == 40 - len(dying.read)
        assert dying.read


class TestVectorCache:
    def test_what_is_put_comes_back_and_nothing_else(self, cache: VectorCache) -> None:
        cache.put("m", {key(i): unit(i) for i in range(1200)})
        found = cache.get("m", [key(i) for i in range(0, 2400, 2)])
        assert set(found) == {key(i) for i in range(0, 1200, 2)}
        np.testing.assert_allclose(found[key(2)], unit(2), atol=1e-4)
        assert cache.get("n", [key(1)]) == {}

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=40).filter(lambda row: max(map(abs, row)) > 1e-2))
    def test_any_vector_keeps_its_direction(self, tmp_path_factory: pytest.TempPathFactory, row: list[float]) -> None:
        cache = VectorCache(tmp_path_factory.mktemp("c") / "v.sqlite")
        vector = np.asarray(row, np.float32) / np.float32(np.linalg.norm(row))
        cache.put("m", {key(1): vector})
        assert float(cache.get("m", [key(1)])[key(1)] @ vector) > 0.99999
        cache.close()

    def test_beyond_the_limit_the_oldest_go(self, tmp_path: Path) -> None:
        cache = VectorCache(tmp_path / "v.sqlite", limit_bytes=1_000_000)
        for start in range(0, 5000, 100):
            cache.put("m", {key(i): unit(i) for i in range(start, start + 100)})
        cache.close()
        assert cache.size_bytes() < 1_500_000
        kept = cache.get("m", [key(i) for i in range(5000)])
        assert key(4999) in kept
        assert key(0) not in kept
        assert 700 < len(kept) < 1300

    @pytest.mark.parametrize("damage", ["garbage", "cut", "middle", "empty", "another table", "other columns"])
    def test_a_damaged_file_is_begun_anew(self, tmp_path: Path, damage: str) -> None:
        file = tmp_path / "v.sqlite"
        cache = VectorCache(file)
        cache.put("m", {key(i): unit(i) for i in range(500)})
        cache.close()
        content = bytearray(file.read_bytes())
        if damage == "garbage":
            file.write_bytes(b"this is no database" * 100)
        elif damage == "cut":
            file.write_bytes(content[: len(content) // 2])
        elif damage == "middle":
            content[4096:] = bytes(len(content) - 4096)
            file.write_bytes(content)
        elif damage == "empty":
            file.write_bytes(b"")
        elif damage == "other columns":
            database = sqlite3.connect(file)
            database.executescript("DROP TABLE vector; CREATE TABLE vector (x)")
            database.close()
        else:
            file.unlink()
            sqlite3.connect(file).execute("CREATE TABLE vector (x)").connection.close()
        again = VectorCache(file)
        again.get("m", [key(i) for i in range(500)])
        again.put("m", {key(1): unit(1)})
        np.testing.assert_allclose(again.get("m", [key(1)])[key(1)], unit(1), atol=1e-4)
        again.close()

    def test_a_flipped_bit_is_a_miss_and_not_a_vector(self, tmp_path: Path) -> None:
        file = tmp_path / "v.sqlite"
        cache = VectorCache(file)
        cache.put("m", {key(1): unit(1)})
        cache.close()
        database = sqlite3.connect(file)
        (packed,) = database.execute("SELECT packed FROM vector").fetchone()
        with database:
            database.execute("UPDATE vector SET packed = ?", (bytes([packed[0] ^ 4]) + packed[1:],))
        database.close()
        assert VectorCache(file).get("m", [key(1)]) == {}

    def test_a_held_lock_makes_it_forget_and_not_fail(
        self, cache: VectorCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaultmind.adapters.vectors.vector_cache._BUSY_TIMEOUT_S", 0.05)
        cache.put("m", {key(1): unit(1)})
        cache.close()
        holder = sqlite3.connect(tmp_path / "vectors.sqlite", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        cache.put("m", {key(2): unit(2)})
        assert set(cache.get("m", [key(1), key(2)])) == {key(1)}
        holder.execute("ROLLBACK")
        holder.close()
        cache.put("m", {key(2): unit(2)})
        assert set(cache.get("m", [key(1), key(2)])) == {key(1), key(2)}

    def test_a_folder_that_cannot_be_written_makes_it_forget(self, tmp_path: Path) -> None:
        (tmp_path / "v.sqlite").mkdir()
        cache = VectorCache(tmp_path / "v.sqlite")
        cache.put("m", {key(1): unit(1)})
        assert cache.get("m", [key(1)]) == {}

    @pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are a matter of POSIX")
    def test_no_room_makes_it_forget_and_the_rest_stays(self, tmp_path: Path) -> None:
        file = tmp_path / "v.sqlite"
        first = VectorCache(file)
        first.put("m", {key(i): unit(i) for i in range(100)})
        first.close()
        script = (
            "import resource, signal, sys\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
            f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
            "from pathlib import Path\n"
            "from test_vector_cache import VectorCache, key, unit\n"
            f"cache = VectorCache(Path({str(file)!r}))\n"
            "cache.put('m', {key(i): unit(i) for i in range(100, 3000)})\n"
            "print(len(cache.get('m', [key(i) for i in range(100)])))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "100", done.stderr
        assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 200_000
        assert len(VectorCache(file).get("m", [key(i) for i in range(100)])) == 100

    def test_threads_and_processes_share_it(self, tmp_path: Path) -> None:
        file = tmp_path / "v.sqlite"

        def fill(first: int) -> None:
            mine = VectorCache(file)
            for i in range(first, first + 30):
                mine.put("m", {key(i): unit(i)})
            mine.close()

        script = (
            f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
            "from pathlib import Path\nfrom test_vector_cache import VectorCache, key, unit\n"
            f"cache = VectorCache(Path({str(file)!r}))\n"
            "for i in range(1000, 1030): cache.put('m', {key(i): unit(i)})"
        )
        other = subprocess.Popen([sys.executable, "-c", script])
        threads = [threading.Thread(target=fill, args=(100 * n,)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert other.wait() == 0
        wanted = [key(first + i) for first in (0, 100, 200, 1000) for i in range(30)]
        assert len(VectorCache(file).get("m", wanted)) == 120
