"""An index over a vault of files: real storage for notes and vectors, a model small enough for thousands of runs."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.index.sqlite_content import differences
from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore
from vaultmind.adapters.vectors.vector_cache import CachedEmbedder, VectorCache
from vaultmind.adapters.worker_pool import WorkerPool
from vaultmind.domain.change import Stamp
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import IndexReport
from vaultmind.domain.views import IndexRequest
from vaultmind.indexing import Indexer
from vaultmind.ports import Listing, Vector


class LetterModel:
    """An embedder whose vectors are made of the hash of a text; refuses texts that hold ``UNREADABLE``."""

    dimensions = 8

    def __init__(self, identity: str = "letters/1") -> None:
        self.identity = identity
        self.read: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        for text in texts:
            if "UNREADABLE" in text:
                raise ModelProblem("The model cannot read this text.")
        self.read += texts
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        seed = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        vector = np.random.default_rng(seed).normal(size=self.dimensions).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


class CoarseFiles(DiskVaultFiles):
    """A vault on a file system whose clock ticks every 15 ms and that knows no inodes: saves may share a stamp."""

    def listing(self) -> Listing:
        return self._coarse(super().listing())

    def look(self, paths: Iterable[NotePath]) -> Listing:
        return self._coarse(super().look(paths))

    def stamp(self, path: NotePath) -> Stamp | None:
        stamp = super().stamp(path)
        return stamp and self._ticked(stamp)

    def _coarse(self, listing: Listing) -> Listing:
        return replace(listing, notes={path: self._ticked(stamp) for path, stamp in listing.notes.items()})

    def _ticked(self, stamp: Stamp) -> Stamp:
        tick = 15_000_000
        return replace(stamp, mtime_ns=stamp.mtime_ns // tick * tick, ctime_ns=stamp.ctime_ns // tick * tick, inode=0)


class Index:
    """One index of one vault, opened and closed as a program would."""

    def __init__(
        self,
        vault: Path,
        data: Path,
        *,
        workers: WorkerPool | None = None,
        has_vectors: bool = True,
        is_coarse: bool = False,
    ) -> None:
        self.vault, self.data = vault, data
        self.workers = workers
        self.model = LetterModel()
        self.has_vectors = has_vectors
        self.is_coarse = is_coarse
        self.open()

    def open(self) -> None:
        self.data.mkdir(exist_ok=True)
        self.catalog = SqliteCatalog(self.data / "catalog.sqlite")
        self.cache = VectorCache(self.data / "cache.sqlite")
        self.vectors = EdgeVectorStore(
            self.data / "vectors", dimensions=self.model.dimensions, identity=self.model.identity
        )
        self.files = CoarseFiles(self.vault) if self.is_coarse else DiskVaultFiles(self.vault)
        self.indexer = Indexer(
            files=self.files,
            catalog=self.catalog,
            clock=SystemClock(),
            vectors=self.vectors if self.has_vectors else None,
            embedder=CachedEmbedder(self.model, self.cache) if self.has_vectors else None,
            workers=self.workers,
        )

    def close(self) -> None:
        self.catalog.close()
        self.cache.close()
        self.vectors.close()

    def reopen(self) -> None:
        self.close()
        self.open()

    def run(self, *, confirm_deletions: bool = True, rebuild: bool = False) -> IndexReport:
        return self.indexer.run(IndexRequest(confirm_deletions=confirm_deletions, rebuild=rebuild))

    def rebuilt(self) -> SqliteCatalog:
        """Return a catalog of the vault as it is now, made from nothing."""
        place = self.data / "rebuilt.sqlite"
        for part in ("", "-wal", "-shm"):
            Path(f"{place}{part}").unlink(missing_ok=True)
        catalog = SqliteCatalog(place)
        fresh = Indexer(files=DiskVaultFiles(self.vault), catalog=catalog, clock=SystemClock())
        fresh.run(IndexRequest())
        return catalog

    def check(self) -> None:
        """Fail unless the index is what a rebuild would make, and every chunk has its vector and no other is stored."""
        fresh = self.rebuilt()
        try:
            assert differences(self.catalog, fresh) == []
        finally:
            fresh.close()
        if not self.has_vectors:
            return
        totals = self.catalog.totals()
        assert (totals.waiting, totals.failed) == (0, 0)
        assert self.vectors.ids() == self.catalog.all_chunk_ids()
        chunks = self.catalog.chunks(self.catalog.all_chunk_ids())
        stored = self.vectors.vectors(list(chunks))
        for chunk_id, chunk in chunks.items():
            wanted = self.model.embed_query(f"{chunk.breadcrumb}\n{chunk.text}")
            assert np.allclose(stored[chunk_id], wanted, atol=0.01), chunk


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


@pytest.fixture
def open_index(tmp_path: Path, vault: Path) -> Iterator[Callable[..., Index]]:
    """A function that opens an index of the vault in a folder of its own."""
    opened: list[Index] = []

    def make(**options: Any) -> Index:
        opened.append(Index(vault, tmp_path / f"data{len(opened)}", **options))
        return opened[-1]

    yield make
    for index in opened:
        index.close()
        shutil.rmtree(index.data, ignore_errors=True)


@pytest.fixture
def index(open_index: Callable[..., Index]) -> Index:
    return open_index()


@pytest.fixture(scope="session")
def new_index() -> Callable[..., Index]:
    """The index itself, for tests that choose its folders: ``new_index(vault, data)``."""
    return Index
