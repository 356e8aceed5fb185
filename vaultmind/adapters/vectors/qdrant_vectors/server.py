"""Vectors on a Qdrant server, through its client."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from vaultmind.adapters.vectors.qdrant_vectors.base import LANGUAGE, PAGE, QdrantVectors
from vaultmind.domain.errors import IndexProblem
from vaultmind.ports import CancelToken, Vector, VectorEntry

_TIMEOUT_S = 30
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class QdrantServerVectorStore(QdrantVectors):
    """One collection of a Qdrant server. Its name holds vault and model, so that neither meets another's vectors."""

    def __init__(self, client: Any, *, vault_id: str, dimensions: int, identity: str) -> None:
        self.dimensions = dimensions
        self._client = client
        model = blake2b(f"{identity} {dimensions}".encode(), digest_size=6).hexdigest()
        self.name = f"vaultmind-{vault_id}-{model}"
        with self._errors():
            self.made_anew = not client.collection_exists(self.name)
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
            return int(self._client.count(self.name, exact=True).count)

    def drop_collections(self, *, prefix: str, kept: Collection[str]) -> None:
        """Remove the collections whose names begin with ``prefix``, but not those kept."""
        with self._errors():
            for one in self._client.get_collections().collections:
                if one.name.startswith(prefix) and one.name not in kept:
                    self._client.delete_collection(one.name)

    def flush(self) -> None:
        """Do nothing: the server has written what it acknowledged."""

    def tidy(self, *, approximate: bool = False, cancel: CancelToken | None = None) -> bool:  # noqa: ARG002
        """Do nothing: a server tidies and indexes by itself."""
        return False

    def close(self) -> None:
        """Close the connection; the collection stays."""
        self._client.close()

    def _create(self) -> None:
        from qdrant_client import models  # noqa: PLC0415 (a second to import)

        params = models.VectorParams(size=self.dimensions, distance=models.Distance.COSINE)
        self._client.create_collection(self.name, vectors_config=params)
        self._client.create_payload_index(self.name, LANGUAGE, models.PayloadSchemaType.KEYWORD)

    def _upsert(self, entries: Sequence[VectorEntry]) -> None:
        from qdrant_client import models  # noqa: PLC0415 (loaded already)

        points = models.Batch(
            ids=[entry.chunk_id for entry in entries],
            vectors=[entry.vector.tolist() for entry in entries],
            payloads=[{LANGUAGE: entry.language} for entry in entries],
        )
        with self._errors():
            self._client.upsert(self.name, points, wait=True)

    def _remove(self, chunk_ids: Sequence[int]) -> None:
        from qdrant_client import models  # noqa: PLC0415 (loaded already)

        with self._errors():
            self._client.delete(self.name, models.PointIdsList(points=list(chunk_ids)), wait=True)

    def _search(self, vector: Vector, limit: int, language: str | None) -> Iterable[Any]:
        from qdrant_client import models  # noqa: PLC0415 (loaded already)

        among = None
        if language is not None:
            match = models.MatchValue(value=language)
            among = models.Filter(must=[models.FieldCondition(key=LANGUAGE, match=match)])
        with self._errors():
            found = self._client.query_points(
                self.name, query=vector.tolist(), limit=limit, query_filter=among, with_payload=False
            )
            return list(found.points)

    def _compare(self, vector: Vector, chunk_ids: Sequence[int]) -> Iterable[Any]:
        from qdrant_client import models  # noqa: PLC0415 (loaded already)

        among = models.Filter(must=[models.HasIdCondition(has_id=list(chunk_ids))])
        exactly = models.SearchParams(exact=True)
        with self._errors():
            found = self._client.query_points(
                self.name,
                query=vector.tolist(),
                limit=len(chunk_ids),
                query_filter=among,
                search_params=exactly,
                with_payload=False,
            )
            return list(found.points)

    def _retrieve(self, chunk_ids: Sequence[int]) -> Iterable[Any]:
        with self._errors():
            return list(self._client.retrieve(self.name, list(chunk_ids), with_payload=False, with_vectors=True))

    def _scroll(self, offset: Any) -> tuple[Sequence[Any], Any]:
        with self._errors():
            records, following = self._client.scroll(
                self.name, limit=PAGE, offset=offset, with_payload=False, with_vectors=False
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
