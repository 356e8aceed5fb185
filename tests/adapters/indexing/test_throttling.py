"""How much of the time goes into vectors follows what the machine's load leaves, as it is told at the moment."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.adapters.indexing.conftest import Index, LetterModel
from vaultmind.adapters.vectors.vector_cache import CachedEmbedder
from vaultmind.domain.change import FileEvent
from vaultmind.indexing import Indexer, follow, pace_for
from vaultmind.ports import MachineLoad, Vector

TEXTS = 200
READS_A_TEXT_S = 0.1


class Hours:
    """A clock that goes on only by what is done, and so to the same moment each time."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def now_iso(self) -> str:
        return "2026-01-01T00:00:00.000+00:00"

    def now_ns(self) -> int:
        return int((1_700_000_000 + self.now) * 1e9)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class SlowModel(LetterModel):
    """A model that takes a tenth of a second a text."""

    def __init__(self, clock: Hours) -> None:
        super().__init__()
        self._clock = clock

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        self._clock.now += READS_A_TEXT_S * len(texts)
        return super().embed_passages(texts)


class Quiet:
    """A watcher of a vault in which nothing happens."""

    notices = ()

    def __init__(self, clock: Hours) -> None:
        self._clock = clock

    def wait(self, timeout_s: float) -> tuple[FileEvent, ...]:
        self._clock.now += timeout_s
        return ()

    def close(self) -> None:
        """Let go of nothing."""


@pytest.fixture
def seconds_until_done(index: Index, vault: Path) -> Callable[[Callable[[float], MachineLoad]], float]:
    """A function that has all vectors made under the load of each share of the work, and returns the seconds."""
    (vault / "a.md").write_text("\n".join(f"# Heading {number}\n\n{'soil ' * 40}" for number in range(TEXTS)))

    def measure(load_at: Callable[[float], MachineLoad]) -> float:
        clock = Hours()
        model = SlowModel(clock)

        class UntilDone:
            def cancelled(self) -> bool:
                totals = index.catalog.totals()
                return totals.chunks > 0 and totals.waiting == 0

        indexer = Indexer(
            files=index.files,
            catalog=index.catalog,
            clock=clock,
            vectors=index.vectors,
            embedder=CachedEmbedder(model, index.cache),
        )
        began = clock.now
        follow(
            indexer,
            lambda: Quiet(clock),
            clock,
            tell=lambda _: None,
            pace=lambda: pace_for(load_at(len(model.read) / TEXTS)),
            cancel=UntilDone(),
        )
        assert len(model.read) == TEXTS
        return clock.now - began

    return measure


@pytest.mark.parametrize(
    ("load", "share"),
    [
        (MachineLoad(busy=0.0), 1.0),
        (MachineLoad(busy=0.5), 0.6),
        (MachineLoad(busy=0.9), 0.25),
        (MachineLoad(busy=0.0, is_on_battery=True), 0.15),
    ],
)
def test_the_share_of_the_time_is_what_the_load_leaves(
    seconds_until_done: Callable[[Callable[[float], MachineLoad]], float], load: MachineLoad, share: float
) -> None:
    took_s = seconds_until_done(lambda _: load)
    assert TEXTS * READS_A_TEXT_S / took_s == pytest.approx(share, rel=0.08)


def test_a_machine_that_becomes_busy_and_free_again_is_followed(
    seconds_until_done: Callable[[Callable[[float], MachineLoad]], float],
) -> None:
    took_s = seconds_until_done(lambda done: MachineLoad(busy=0.9 if 0.25 <= done < 0.75 else 0.1))
    work_s = TEXTS * READS_A_TEXT_S
    assert took_s == pytest.approx(work_s / 2 + work_s / 2 / 0.25, rel=0.08)
