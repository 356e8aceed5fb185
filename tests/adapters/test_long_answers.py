"""A long answer of an engine, over a real socket: no thread of the client keeps the interpreter for long."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec
import pytest

from vaultmind.domain.link import NotePath
from vaultmind.domain.vault_map import MapNote, VaultMap
from vaultmind.engine.client import RemoteSession
from vaultmind.engine.server import EngineServer

NOTES = 5_000
MAP = VaultMap(
    tuple(MapNote(NotePath(f"{n}.md"), f"Заметка {n}", "2026-01-01", ("part",)) for n in range(NOTES)),
    tuple((n, (n * 7 + 1) % NOTES) for n in range(NOTES)),
)


class Mapping(Protocol):
    """What the session of this test can do."""

    def vault_map(self) -> VaultMap: ...
    def close(self) -> None: ...


class Mapped:
    """A session whose map is long."""

    def vault_map(self) -> VaultMap:
        return MAP

    def close(self) -> None:
        return


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with tempfile.TemporaryDirectory() as short:  # a socket's path may have 100 bytes
        monkeypatch.setenv("XDG_RUNTIME_DIR", short)
        server = EngineServer(Mapped(), tmp_path, version="1.2.0", idle_s=None, interface=Mapping)  # type: ignore[arg-type]
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        session = RemoteSession(tmp_path, version="1.2.0", interface=Mapping, start=lambda: None)
        yield session
        session.close()
        server.stop()
        thread.join(60)


def test_a_long_answer_is_read_in_pieces_by_who_asked_for_it(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[str, int]] = []
    decode = msgspec.json.decode

    def seen(line: Any, *, type: Any) -> Any:  # noqa: A002 (its name)
        value = decode(line, type=type)
        if "Raw" not in str(type) and not isinstance(getattr(value, "value", None), msgspec.Raw):
            read.append((threading.current_thread().name, memoryview(line).nbytes))
        return value

    client.connect()
    monkeypatch.setattr(msgspec.json, "decode", seen)
    assert client.vault_map() == MAP
    assert max(size for _, size in read) < 50_000
    assert sum(size for name, size in read if name == threading.current_thread().name) > 200_000
