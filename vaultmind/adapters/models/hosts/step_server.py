"""Serves a model that is driven token by token as llama-server would: loopback, a key, streamed chat completions."""

import hmac
import json
import select
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from vaultmind.adapters.models.hosts.stepping import Effort, Interrupted, Question, StepModel, Stepper, TooLong, Written
from vaultmind.ports import ChatTurn

_MOST_BODY_BYTES = 64 << 20
_WATCH_S = 0.1
_MOST_TOP = 100


class StepServer:
    """One model on a port of its own. A question waits for the one before; one whose asker is gone is dropped."""

    def __init__(self, model: StepModel, *, name: str, key: str) -> None:
        self._model = model
        self._stepper = Stepper(model)
        self._turn = threading.Lock()
        self.name = name
        self._key = f"Bearer {key}".encode()
        server = self

        class Asked(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.get(self)

            def do_POST(self) -> None:
                server.post(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
                """Write nothing down: what is asked is the person's own."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def get(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer what models there are."""
        if self._is_refused(asked):
            return
        if asked.path != "/v1/models":
            _send(asked, HTTPStatus.NOT_FOUND, _error("not_found_error", "no such address"))
            return
        _send(asked, HTTPStatus.OK, {"object": "list", "data": [{"id": self.name, "object": "model"}]})

    def post(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer a chat, streamed; nothing else is served."""
        if self._is_refused(asked):
            return
        if asked.path != "/v1/chat/completions":
            _send(asked, HTTPStatus.NOT_FOUND, _error("not_found_error", "no such address"))
            return
        try:
            question = _question(_body(asked))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            _send(asked, HTTPStatus.BAD_REQUEST, _error("invalid_request_error", f"not a question: {error}"))
            return
        self._answer(asked, question)

    def _is_refused(self, asked: BaseHTTPRequestHandler) -> bool:
        given = asked.headers.get("Authorization", "").encode("latin-1", "replace")
        if hmac.compare_digest(given, self._key):
            return False
        _send(asked, HTTPStatus.UNAUTHORIZED, _error("authentication_error", "wrong key"))
        return True

    def _answer(self, asked: BaseHTTPRequestHandler, question: Question) -> None:
        watch = _Watch(asked.connection, self._model)
        has_begun = False
        effort = Effort()
        try:
            while not self._turn.acquire(timeout=_WATCH_S):
                if watch.is_gone():
                    return
            try:
                watch.begin()
                for written in self._stepper.answer(question, effort, watch.is_gone):
                    if not has_begun:
                        _begin(asked)
                        has_begun = True
                    asked.wfile.write(_event(self._chunk(written, effort)))
                asked.wfile.write(b"data: [DONE]\n\n")
            finally:
                watch.end()
                self._turn.release()
        except (Interrupted, OSError):
            pass
        except TooLong as long:
            words = f"the request ({long.tokens} tokens) exceeds the available context size ({long.window} tokens)"
            figures = {"n_prompt_tokens": long.tokens, "n_ctx": long.window}
            _send(asked, HTTPStatus.BAD_REQUEST, _error("exceed_context_size_error", words, figures))
        except RuntimeError as error:
            if has_begun:
                with suppress(OSError):
                    asked.wfile.write(_event(_error("server_error", str(error))))
            else:
                _send(asked, HTTPStatus.INTERNAL_SERVER_ERROR, _error("server_error", str(error)))
        finally:
            asked.close_connection = True

    def _chunk(self, written: Written, effort: Effort) -> dict[str, Any]:
        choice: dict[str, Any] = {"index": 0, "delta": {"content": written.text}, "finish_reason": written.end or None}
        if written.top is not None:
            top = [{"token": token, "logprob": value} for token, value in written.top.items()]
            choice["logprobs"] = {"content": [{"token": written.text, "logprob": 0.0, "top_logprobs": top}]}
        chunk: dict[str, Any] = {"object": "chat.completion.chunk", "model": self.name, "choices": [choice]}
        if written.end:
            chunk["timings"] = {
                "cache_n": effort.cached_tokens,
                "prompt_n": effort.read_tokens,
                "prompt_ms": effort.reading_s * 1000,
                "predicted_n": effort.written_tokens,
                "predicted_ms": effort.writing_s * 1000,
            }
        return chunk


class _Watch:
    """Notices that the asker hung up, also while native code evaluates, and has that end."""

    def __init__(self, connection: socket.socket, model: StepModel) -> None:
        self._connection = connection
        self._model = model
        self._gone = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Look from now on whether somebody still waits."""
        threading.Thread(target=self._look, daemon=True).start()

    def end(self) -> None:
        """Stop looking: from now on the evaluation of somebody else may be under way."""
        with self._lock:
            self._over.set()

    def is_gone(self) -> bool:
        """Say whether nobody waits any more."""
        if not self._gone.is_set() and self._has_hung_up():
            self._gone.set()
        return self._gone.is_set()

    def _look(self) -> None:
        while not self._over.wait(_WATCH_S):
            with self._lock:
                if self.is_gone() and not self._over.is_set():
                    self._model.interrupt()

    def _has_hung_up(self) -> bool:
        try:
            readable, _, _ = select.select([self._connection], [], [], 0)
            return bool(readable) and not self._connection.recv(1, socket.MSG_PEEK)
        except (OSError, ValueError):
            return True


def _question(body: Mapping[str, Any]) -> Question:
    if not body.get("stream"):
        raise ValueError("only streamed answers are served")
    turns = [ChatTurn(str(turn["role"]), str(turn["content"])) for turn in body["messages"]]
    if not turns:
        raise ValueError("no messages")
    stops = body.get("stop") or []
    return Question(
        turns=turns,
        max_tokens=max(0, int(body.get("max_tokens") or 256)),
        temperature=float(body.get("temperature") or 0.0),
        seed=int(body.get("seed") or 0),
        top=min(int(body.get("top_logprobs") or 0), _MOST_TOP) if body.get("logprobs") else 0,
        stops=[stops] if isinstance(stops, str) else [str(stop) for stop in stops],
        adapters={int(one["id"]): float(one["scale"]) for one in body.get("lora") or []},
    )


def _body(asked: BaseHTTPRequestHandler) -> Mapping[str, Any]:
    length = int(asked.headers.get("Content-Length", "0"))
    if not 0 < length <= _MOST_BODY_BYTES:
        raise ValueError("no body, or too long a one")
    body = json.loads(asked.rfile.read(length))
    if not isinstance(body, dict):
        raise TypeError("not an object")
    return body


def _begin(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(HTTPStatus.OK)
    asked.send_header("Content-Type", "text/event-stream")
    asked.send_header("Connection", "close")
    asked.end_headers()


def _send(asked: BaseHTTPRequestHandler, status: HTTPStatus, content: Mapping[str, Any]) -> None:
    payload = json.dumps(content).encode()
    with suppress(OSError):
        asked.send_response(status)
        asked.send_header("Content-Type", "application/json")
        asked.send_header("Content-Length", str(len(payload)))
        asked.send_header("Connection", "close")
        asked.end_headers()
        asked.wfile.write(payload)
    asked.close_connection = True


def _event(content: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(content, ensure_ascii=False).encode() + b"\n\n"


def _error(kind: str, message: str, figures: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message, **(figures or {})}}
