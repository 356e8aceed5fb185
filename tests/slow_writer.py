"""A model at an address of this machine that writes what it is told, word by word, over real HTTP."""

import json
import re
import socket
import threading
import time
from collections.abc import Sequence


class SlowWriter:
    """Answers every call that may write with ``words``, ``pause_s`` apart; with one token's room it says yes.

    Before the first word it waits while ``may_begin`` is not set, after it while ``may_go_on`` is not.
    """

    def __init__(self, words: Sequence[str], *, pause_s: float = 0.02, model: str = "slow") -> None:
        self._words = words
        self._model = model
        self._pause_s = pause_s
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.written = 0
        self.may_go_on = threading.Event()
        self.may_begin = threading.Event()
        for one in (self.may_begin, self.may_go_on):
            one.set()
        self.prompts: list[str] = []
        threading.Thread(target=self._serve, name="slow-writer", daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), name="slow-writer", daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                head, _, body = self._request(connection)
                if b"chat/completions" not in head.split(b"\r\n")[0]:
                    connection.sendall(_whole({"data": [{"id": self._model}]}))
                    return
                asked = json.loads(body)
                self.prompts.append(json.dumps(asked["messages"], ensure_ascii=False))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
                self._write(connection, asked)
            except OSError:
                return

    def _write(self, connection: socket.socket, asked: dict[str, object]) -> None:
        if asked["max_tokens"] == 1:
            connection.sendall(_event(" yes", probable="yes") + _event(None, stop="length") + b"data: [DONE]\n\n")
            return
        self.may_begin.wait(60)
        for word in self._words:
            time.sleep(self._pause_s)
            connection.sendall(_event(word))
            self.written += 1
            self.may_go_on.wait(60)
        connection.sendall(_event(None, stop="stop") + b"data: [DONE]\n\n")

    @staticmethod
    def _request(connection: socket.socket) -> tuple[bytes, bytes, bytes]:
        received = connection.recv(65536)
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
        head, border, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        while length and len(body) < int(length.group(1)):
            body += connection.recv(65536)
        return head, border, body


def _whole(value: object) -> bytes:
    content = json.dumps(value).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(content) + content


def _event(text: str | None, *, stop: str | None = None, probable: str = "") -> bytes:
    choice: dict[str, object] = {"index": 0, "delta": {"content": text}, "finish_reason": stop}
    if probable:
        sure = [{"token": probable, "logprob": -0.01}, {"token": probable.title(), "logprob": -5.0}]
        choice["logprobs"] = {"content": [{"token": probable, "logprob": -0.01, "top_logprobs": sure}]}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"
