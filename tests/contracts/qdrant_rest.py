"""The REST interface of a Qdrant server over a real socket, as far as a vector store needs it.

No server binary comes from a package registry. Every request is read by the models that qdrant-client generates from
the server's own OpenAPI description, which refuse what the description does not know; the collections are those of the
client's in-memory mode. What only a server can show (storage, optimizers, a cluster) is not shown here.
"""

import json
import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import BaseModel
from qdrant_client import QdrantClient, models
from qdrant_client.http.models import (
    CountRequest,
    CreateCollection,
    CreateFieldIndex,
    PointRequest,
    PointsBatch,
    QueryRequest,
    ScrollRequest,
)

KEY = "secret"


class QdrantRest:
    """A server on a free port of this machine; ``requests`` are the method and path of all it was asked."""

    def __init__(self) -> None:
        self.client = QdrantClient(":memory:")
        self.requests: list[str] = []
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                body = json.loads(self.rfile.read(length)) if length else {}
                path = self.path.partition("?")[0]
                status, result = outer.answer(self.command, path, body, self.headers.get("api-key"))
                content = json.dumps({"result": result, "status": "ok", "time": 0.0}, default=_plain).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 (the names that http.server looks for)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Go away, as a server does that is stopped."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, body: Any, key: str | None) -> tuple[int, Any]:
        """Return the status and the result for one request."""
        self.requests.append(f"{method} {path}")
        if key != KEY:
            return 403, "forbidden"
        for (known_method, pattern), act in _ROUTES.items():
            found = re.fullmatch(pattern, path)
            if found and method == known_method:
                with self._lock:
                    return 200, act(self.client, *found.groups(), body)
        return 404, f"no route {method} {path}"


def _create(client: QdrantClient, name: str, body: Any) -> bool:
    wanted = CreateCollection.model_validate(body)
    assert wanted.vectors is not None
    return client.create_collection(name, vectors_config=wanted.vectors)


def _index(client: QdrantClient, name: str, body: Any) -> Any:
    wanted = CreateFieldIndex.model_validate(body)
    return client.create_payload_index(name, wanted.field_name, wanted.field_schema)


def _upsert(client: QdrantClient, name: str, body: Any) -> Any:
    return client.upsert(name, PointsBatch.model_validate(body).batch)


def _query(client: QdrantClient, name: str, body: Any) -> Any:
    asked = QueryRequest.model_validate(body)
    assert asked.limit is not None
    return client.query_points(
        name, query=asked.query, limit=asked.limit, query_filter=asked.filter, with_payload=asked.with_payload or False
    )


def _scroll(client: QdrantClient, name: str, body: Any) -> Any:
    asked = ScrollRequest.model_validate(body)
    assert asked.limit is not None
    records, following = client.scroll(
        name,
        limit=asked.limit,
        offset=asked.offset,
        with_payload=asked.with_payload or False,
        with_vectors=asked.with_vector or False,
    )
    return {"points": records, "next_page_offset": following}


def _retrieve(client: QdrantClient, name: str, body: Any) -> Any:
    asked = PointRequest.model_validate(body)
    return client.retrieve(name, asked.ids, with_payload=False, with_vectors=asked.with_vector or False)


def _remove(client: QdrantClient, name: str, body: Any) -> Any:
    return client.delete(name, models.PointIdsList.model_validate(body))


def _count(client: QdrantClient, name: str, body: Any) -> Any:
    return client.count(name, exact=bool(CountRequest.model_validate(body).exact))


_NAME = "/collections/([^/]+)"
_ROUTES: Mapping[tuple[str, str], Callable[..., Any]] = {
    ("GET", "/collections"): lambda client, _: client.get_collections(),
    ("GET", f"{_NAME}/exists"): lambda client, name, _: {"exists": client.collection_exists(name)},
    ("PUT", _NAME): _create,
    ("DELETE", _NAME): lambda client, name, _: client.delete_collection(name),
    ("PUT", f"{_NAME}/index"): _index,
    ("PUT", f"{_NAME}/points"): _upsert,
    ("POST", f"{_NAME}/points"): _retrieve,
    ("POST", f"{_NAME}/points/query"): _query,
    ("POST", f"{_NAME}/points/scroll"): _scroll,
    ("POST", f"{_NAME}/points/count"): _count,
    ("POST", f"{_NAME}/points/delete"): _remove,
}


def _plain(value: Any) -> Any:
    """Return a model of the client as JSON has it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    raise TypeError(type(value))
