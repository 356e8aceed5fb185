"""Vectors in Qdrant: embedded in the index folder (Qdrant Edge), or on a server. Both keep one contract."""

import itertools
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import filelock
import numpy as np

from vaultmind.domain.errors import IndexBusy, IndexProblem, StorageFull
from vaultmind.ports import Scored, Vector, VectorEntry

_BATCH = 1000
_PAGE = 10_000
_LANGUAGE = "language"
_SPARE_BYTES = 128 * 2**20
"""Room that must be left before anything is added: the engine maps its files, and a mapped page that finds no room
on the disk ends the whole process."""
_TIMEOUT_S = 30
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class _QdrantVectors(ABC):
    """What both kinds of store do alike: batches, pages, and values in our own terms."""

    dimensions: int

    def upsert(self, entries: Sequence[VectorEntry]) -> None:
        """Store vectors, replacing those of equal ids; each batch of 1,000 is there wholly or not."""
        for entry in entries:
            if entry.vector.shape != (self.dimensions,) or not np.isfinite(entry.vector).all():
                raise IndexProblem(f"The vector of chunk {entry.chunk_id} is not {self.dimensions} finite numbers.")
        for batch in _batches(entries):
            self._upsert(batch)

    def remove(self, chunk_ids: Iterable[int]) -> None:
        """Forget vectors; ids that are not stored are no error."""
        for batch in _batches(chunk_ids):
            self._remove(batch)

    def search(self, vector: Vector, *, limit: int, language: str | None = None) -> Sequence[Scored]:
        """Return the nearest chunks by cosine, best first, among one language where it is given."""
        if limit <= 0:
            return ()
        points = self._search(np.asarray(vector, np.float32), limit, language)
        return [Scored(int(point.id), float(point.score)) for point in points]

    def vectors(self, chunk_ids: Sequence[int]) -> Mapping[int, Vector]:
        """Return the stored unit vectors of those ids that have one."""
        records = itertools.chain.from_iterable(map(self._retrieve, _batches(chunk_ids)))
        return {int(record.id): np.asarray(record.vector, np.float32) for record in records}

    def ids(self) -> frozenset[int]:
        """Return the ids of all stored vectors."""
        found: list[int] = []
        offset: Any = None
        while True:
            records, offset = self._scroll(offset)
            found += [int(record.id) for record in records]
            if offset is None:
                return frozenset(found)

    @abstractmethod
    def _upsert(self, entries: Sequence[VectorEntry]) -> None: ...
    @abstractmethod
    def _remove(self, chunk_ids: Sequence[int]) -> None: ...
    @abstractmethod
    def _search(self, vector: Vector, limit: int, language: str | None) -> Iterable[Any]: ...
    @abstractmethod
    def _retrieve(self, chunk_ids: Sequence[int]) -> Iterable[Any]: ...
    @abstractmethod
    def _scroll(self, offset: Any) -> tuple[Sequence[Any], Any]: ...


class EdgeVectorStore(_QdrantVectors):
    """One Qdrant Edge shard in a folder of its own, searched exactly (no approximate index), owned by one process.

    A shard that cannot be read, or was made for another model, is thrown away: vectors can always be made again. Then,
    and for a new folder, ``made_anew`` is true, and every chunk is to be embedded. Calls hold Python's global lock.
    """

    def __init__(self, folder: Path, *, dimensions: int, identity: str) -> None:
        self.dimensions = dimensions
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = filelock.FileLock(folder / "owner.lock", timeout=0)
        try:
            self._lock.acquire()
        except filelock.Timeout as error:
            raise IndexBusy(f"The vectors in {folder} are in use by another process.") from error
        try:
            self._shard, self.made_anew = self._opened(f"{identity} {dimensions}")
        except BaseException:
            self._lock.release()
            raise

    def count(self) -> int:
        """Return how many vectors are stored."""
        return int(self._call(lambda edge: self._shard.count(edge.CountRequest())))

    def flush(self) -> None:
        """Bring what was written to the disk, so that it survives a loss of power."""
        self._call(lambda _: self._shard.flush())

    def close(self) -> None:
        """Flush and let go of the folder; a second call does nothing."""
        if self._lock.is_locked:
            self._shard.close()
            self._lock.release()

    def _opened(self, made_for: str) -> tuple[Any, bool]:
        import qdrant_edge as edge  # noqa: PLC0415 (36 MB of native code, for the engine alone)

        shard, note = self._folder / "shard", self._folder / "made-for.txt"
        if note.is_file() and note.read_text(encoding="utf-8") == made_for:
            try:
                return edge.EdgeShard.load(str(shard)), False
            except Exception:  # noqa: BLE001 (the engine raises nothing narrower, whatever is damaged)
                note.unlink()
        note.unlink(missing_ok=True)
        shutil.rmtree(shard, ignore_errors=True)
        with self._errors():
            params = edge.EdgeVectorParams(size=self.dimensions, distance=edge.Distance.Cosine)
            made = edge.EdgeShard.create(str(shard), edge.EdgeConfig(vectors=params))
            made.update(edge.UpdateOperation.create_field_index(_LANGUAGE, edge.PayloadSchemaType.Keyword))
            made.flush()
            note.write_text(made_for, encoding="utf-8")
        return made, True

    def _upsert(self, entries: Sequence[VectorEntry]) -> None:
        if shutil.disk_usage(self._folder).free < _SPARE_BYTES:
            raise StorageFull(f"The disk of {self._folder} is full; the vectors stored so far are whole.")

        def update(edge: Any) -> None:
            points = [edge.Point(one.chunk_id, one.vector, {_LANGUAGE: one.language}) for one in entries]
            self._shard.update(edge.UpdateOperation.upsert_points(points))

        self._call(update)

    def _remove(self, chunk_ids: Sequence[int]) -> None:
        self._call(lambda edge: self._shard.update(edge.UpdateOperation.delete_points(list(chunk_ids))))

    def _search(self, vector: Vector, limit: int, language: str | None) -> Iterable[Any]:
        def query(edge: Any) -> Any:
            among = None
            if language is not None:
                condition = edge.FieldCondition(key=_LANGUAGE, match=edge.MatchValue(language))
                among = edge.Filter(must=[condition])
            return self._shard.query(edge.QueryRequest(limit=limit, query=edge.Query.Nearest(vector), filter=among))

        return list(self._call(query))

    def _retrieve(self, chunk_ids: Sequence[int]) -> Iterable[Any]:
        return list(self._call(lambda _: self._shard.retrieve(list(chunk_ids), False, True)))

    def _scroll(self, offset: Any) -> tuple[Sequence[Any], Any]:
        def scroll(edge: Any) -> Any:
            return self._shard.scroll(edge.ScrollRequest(offset=offset, limit=_PAGE, with_payload=False))

        records, following = self._call(scroll)
        return records, following

    def _call(self, use: Callable[[Any], Any]) -> Any:
        import qdrant_edge  # noqa: PLC0415 (loaded already)

        with self._errors():
            return use(qdrant_edge)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn the engine's one kind of exception into ours; its words are shown, never decided on."""
        try:
            yield
        except Exception as error:
            if shutil.disk_usage(self._folder).free < _SPARE_BYTES // 2:
                raise StorageFull(f"The disk of {self._folder} is full.") from error
            raise IndexProblem(f"The vector store in {self._folder} failed: {_first_line(error)}.") from error


class QdrantServerVectorStore(_QdrantVectors):
    """One collection of a Qdrant server. Its name holds vault and model, so that neither meets another's vectors."""

    def __init__(self, client: Any, *, vault_id: str, dimensions: int, identity: str) -> None:
        self.dimensions = dimensions
        self._client = client
        model = blake2b(f"{identity} {dimensions}".encode(), digest_size=6).hexdigest()
        self._name = f"vaultmind-{vault_id}-{model}"
        with self._errors():
            self.made_anew = not client.collection_exists(self._name)
            if self.made_anew:
                self._create()

    @classmethod
    def connect(
        cls, url: str, *, api_key: str | None, vault_id: str, dimensions: int, identity: str
    ) -> "QdrantServerVectorStore":
        """Open the collection on the server at ``url``; off this machine only https is spoken."""
        from qdrant_client import QdrantClient  # noqa: PLC0415 (a second to import)

        parts = urlsplit(url)
        local = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if parts.scheme != "https" and not local:
            raise IndexProblem(f"The Qdrant server {url} is not on this machine and not an https address.")
        client = QdrantClient(url=url, api_key=api_key, timeout=_TIMEOUT_S, check_compatibility=False)
        return cls(client, vault_id=vault_id, dimensions=dimensions, identity=identity)

    def count(self) -> int:
        """Return how many vectors are stored."""
        with self._errors():
            return int(self._client.count(self._name, exact=True).count)

    def flush(self) -> None:
        """Do nothing: the server has written what it acknowledged."""

    def close(self) -> None:
        """Close the connection; the collection stays."""
        self._client.close()

    def _create(self) -> None:
        from qdrant_client import models  # noqa: PLC0415 (a second to import)

        params = models.VectorParams(size=self.dimensions, distance=models.Distance.COSINE)
        self._client.create_collection(self._name, vectors_config=params)
        self._client.create_payload_index(self._name, _LANGUAGE, models.PayloadSchemaType.KEYWORD)

    def _upsert(self, entries: Sequence[VectorEntry]) -> None:
        from qdrant_client import models  # noqa: PLC0415 (loaded already)

        points = models.Batch(
            ids=[entry.chunk_id for entry in entries],
            vectors=[entry.vector.tolist() for entry in entries],
            payloads=[{_LANGUAGE: entry.language} for entry in entries],
        )
        with self._errors():
            self._client.upsert(self._name, points, wait=True)

    def _remove(self, chunk_ids: Sequence[int]) -> None:
        from qdrant_client import models  # noqa: PLC0415 (loaded already)

        with self._errors():
            self._client.delete(self._name, models.PointIdsList(points=list(chunk_ids)), wait=True)

    def _search(self, vector: Vector, limit: int, language: str | None) -> Iterable[Any]:
        from qdrant_client import models  # noqa: PLC0415 (loaded already)

        among = None
        if language is not None:
            match = models.MatchValue(value=language)
            among = models.Filter(must=[models.FieldCondition(key=_LANGUAGE, match=match)])
        with self._errors():
            found = self._client.query_points(
                self._name, query=vector.tolist(), limit=limit, query_filter=among, with_payload=False
            )
            return list(found.points)

    def _retrieve(self, chunk_ids: Sequence[int]) -> Iterable[Any]:
        with self._errors():
            return list(self._client.retrieve(self._name, list(chunk_ids), with_payload=False, with_vectors=True))

    def _scroll(self, offset: Any) -> tuple[Sequence[Any], Any]:
        with self._errors():
            records, following = self._client.scroll(
                self._name, limit=_PAGE, offset=offset, with_payload=False, with_vectors=False
            )
        return records, following

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from qdrant_client.http.exceptions import ApiException, UnexpectedResponse  # noqa: PLC0415 (loaded already)

        try:
            yield
        except UnexpectedResponse as error:
            if error.status_code in (401, 403):
                raise IndexProblem("The Qdrant server refuses the key.") from error
            raise IndexProblem(f"The Qdrant server answered {error.status_code}.") from error
        except (ApiException, OSError) as error:
            raise IndexProblem("The Qdrant server cannot be reached.") from error


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield lists of at most 1,000."""
    iterator = iter(things)
    while batch := list(itertools.islice(iterator, _BATCH)):
        yield batch


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
