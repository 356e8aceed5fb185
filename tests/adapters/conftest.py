"""A file server on this machine that keeps or breaks the rules of HTTP as a test asks it to."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import pytest

from vaultmind.ports import Progress


@dataclass
class Served:
    """One file and how it is served."""

    content: bytes = b""
    etag: str = '"v1"'
    status: int = 200
    redirect: str = ""
    cut_after: list[int] = field(default_factory=list)
    """Bytes after which the connection is cut, one for each of the next requests."""
    states_length: bool = True
    honours_range: bool = True
    lies_about_start: bool = False
    silent_after: int | None = None
    """Bytes after which nothing more comes, though the connection stays; 0 keeps the head back too."""


class FileServer:
    """Files by path; ``requests`` keeps (path, Range header) of every request."""

    def __init__(self) -> None:
        self.files: dict[str, Served] = {}
        self.requests: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._closed = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range", "")
        self.requests.append((request.path, wanted))
        served = self.files.get(unquote(request.path.partition("?")[0]), Served(status=404))
        if served.redirect:
            request.send_response(302)
            request.send_header("Location", served.redirect)
            request.end_headers()
            return
        fresh = request.headers.get("If-Range", served.etag) == served.etag
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and served.honours_range and fresh else 0
        if start and start >= len(served.content):
            request.send_response(416)
            request.end_headers()
            return
        body = served.content[start:]
        if served.silent_after == 0:
            self._closed.wait()
            return
        request.send_response(206 if start else served.status)
        if start:
            told = 0 if served.lies_about_start else start
            span = f"bytes {told}-{len(served.content) - 1}/{len(served.content)}"
            request.send_header("Content-Range", span)
        if served.etag:
            request.send_header("ETag", served.etag)
        if served.states_length:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if served.silent_after is not None:
            request.wfile.write(body[: served.silent_after])
            self._closed.wait()
            return
        request.wfile.write(body[: served.cut_after.pop(0)] if served.cut_after else body)


class StopOnceSomethingCame:
    """Says stop as soon as some of a file is here; told so as a sink of progress."""

    def __init__(self) -> None:
        self._came = False

    def __call__(self, step: Progress) -> None:
        self._came = step.done > 0

    def cancelled(self) -> bool:
        return self._came


@pytest.fixture
def stopping() -> Callable[[], dict[str, Any]]:
    """Return what stops a download as soon as some of it is here, made anew with each call."""

    def options() -> dict[str, Any]:
        token = StopOnceSomethingCame()
        return {"cancel": token, "progress": token}

    return options


@pytest.fixture
def file_server() -> Iterator[FileServer]:
    server = FileServer()
    yield server
    server.close()


@pytest.fixture
def served() -> type[Served]:
    return Served
