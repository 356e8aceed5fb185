"""The room of removed vectors is given back while nothing waits, and no save waits for it."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.watcher import watch
from vaultmind.adapters.vectors.qdrant_vectors import edge
from vaultmind.indexing import Pace, vectors
from vaultmind.session.keeper import IndexKeeper

if TYPE_CHECKING:
    from .conftest import Index
else:
    Index = Any


@pytest.fixture
def index(open_index: "Callable[..., Index]", vault: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setattr(vectors, "_WORTH_TIDYING", 20)
    monkeypatch.setattr(edge, "_WASTE_BYTES", 0)
    (vault / "Old").mkdir()
    for number in range(100):
        folder = vault / "Old" if number < 25 else vault
        (folder / f"{number}.md").write_text(f"note number {number}", encoding="utf-8")
    opened = open_index()
    opened.run()
    return opened


@pytest.fixture
def keeper(index: Index) -> Iterator[IndexKeeper]:
    made = IndexKeeper(
        index.indexer,
        lambda: watch(index.vault),
        SystemClock(),
        index.catalog,
        pace=lambda: Pace(idle_s=0.05, whole_every_s=0.5),
        learn=lambda _: None,
    )
    yield made
    made.close()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_vectors_are_tidied_once_many_were_removed(index: Index, keeper: IndexKeeper) -> None:
    before = (index.data / "vectors" / "current.json").read_text(encoding="utf-8")
    shutil.rmtree(index.vault / "Old")
    keeper.start()
    until(lambda: (index.data / "vectors" / "current.json").read_text(encoding="utf-8") != before)
    until(lambda: index.vectors.ids() == index.catalog.all_chunk_ids())
    assert index.vectors.count() == 75


def test_a_save_is_taken_in_while_vectors_are_tidied(
    index: Index, keeper: IndexKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = Event(), Event()
    tidy = index.vectors.tidy

    def slow_tidy(**words: Any) -> bool:
        begun.set()
        assert may_end.wait(60)
        is_done: bool = tidy(**words)
        return is_done

    monkeypatch.setattr(index.vectors, "tidy", slow_tidy)
    shutil.rmtree(index.vault / "Old")
    keeper.start()
    assert begun.wait(60)
    (index.vault / "Saved.md").write_text("saved meanwhile", encoding="utf-8")
    until(lambda: index.catalog.totals().vectors == 76)
    may_end.set()
