"""A server that holds a chat model, as far as a client can tell."""

import json
import re
import socket
import threading


class ChatServer:
    """An OpenAI-compatible server on loopback: it says what it is told to, and votes with ``votes``, yes at first."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.says = ""
        self.window = 8192
        self.name = "tiny"
        self.votes: dict[str, float] = {"yes": -0.01, "да": -0.01}
        self.asked: list[dict[str, object]] = []
        self.lines: list[str] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._listener.getsockname()
        return str(host), int(port)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        if head.startswith(b"GET /v1/models"):
            listed = json.dumps({"data": [{"id": self.name, "max_model_len": self.window}]}).encode()
            length = f"Content-Length: {len(listed)}".encode()
            connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + length + b"\r\n\r\n" + listed)
            return
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
        while len(body) < length:
            body += connection.recv(65536)
        self.lines.append(head.split(b"\r\n")[0].decode())
        asked = json.loads(body)
        self.asked.append(asked)
        choice: dict[str, object] = {"index": 0, "delta": {"content": self.says}, "finish_reason": "stop"}
        if asked.get("logprobs"):
            top = [{"token": token, "logprob": value} for token, value in self.votes.items()]
            choice |= {"delta": {"content": top[0]["token"]}, "logprobs": {"content": [{"top_logprobs": top}]}}
        usage = {"prompt_tokens": 400, "completion_tokens": 9, "prompt_tokens_details": {"cached_tokens": 380}}
        events = [json.dumps(one) for one in ({"choices": [choice]}, {"choices": [], "usage": usage}, "[DONE]")]
        said = "".join(f"data: {event.strip(chr(34))}\n\n" for event in events).encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + said)

    def close(self) -> None:
        self._listener.close()
