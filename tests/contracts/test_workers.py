"""What processes that work beside this one promise."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from vaultmind.adapters.worker_pool import WorkerPool
from vaultmind.domain.change import Stamp
from vaultmind.indexing.preparing import Reading, pack_readings, prepare_packed, unpack_prepared


@pytest.fixture
def workers() -> Callable[[], set[psutil.Process]]:
    """Return a function that finds the children of this test: earlier ones may have left some of their own."""
    others = set(psutil.Process().children())
    return lambda: set(psutil.Process().children()) - others


def job(n: int) -> bytes:
    return pack_readings([Reading(f"{n}.md", f"text {n}".encode(), Stamp(1, 1, 1, 1))])


def test_every_job_has_its_result_in_whatever_order() -> None:
    results = dict(WorkerPool(2).run(prepare_packed, (job(n) for n in range(20)), timeout_s=60))
    assert sorted(results) == list(range(20))
    for n, result in results.items():
        assert result is not None
        [note] = unpack_prepared(result)
        assert not isinstance(note, str)
        assert note.path == f"{n}.md"


def test_no_jobs_are_no_processes(workers: Callable[[], set[psutil.Process]]) -> None:
    assert list(WorkerPool(2).run(prepare_packed, [], timeout_s=1)) == []
    assert workers() == set()


def test_a_job_that_fails_is_none_and_the_next_has_its_turn() -> None:
    results = dict(WorkerPool(1).run(prepare_packed, [b"nonsense", job(1)], timeout_s=60))
    assert results[0] is None
    assert results[1] is not None


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe of Unix")
def test_a_job_that_hangs_is_ended(tmp_path: Path, workers: Callable[[], set[psutil.Process]]) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    results = list(WorkerPool(1).run(io.open, [bytes(tmp_path / "pipe")], timeout_s=1.0))  # type: ignore[arg-type]
    assert results == [(0, None)]
    assert workers() == set()


@pytest.mark.skipif(sys.platform == "win32", reason="niceness is of Unix")
def test_workers_give_way_to_who_started_them(workers: Callable[[], set[psutil.Process]]) -> None:
    run = WorkerPool(1).run(prepare_packed, (job(n) for n in range(50)), timeout_s=60)
    next(run)
    (worker,) = workers()
    assert worker.nice() == min(psutil.Process().nice() + 5, 19)
    run.close()  # type: ignore[attr-defined]


def test_a_worker_that_dies_costs_its_job_alone(workers: Callable[[], set[psutil.Process]]) -> None:
    results: dict[int, bytes | None] = {}
    run = WorkerPool(1).run(prepare_packed, (job(n) for n in range(6)), timeout_s=60)
    for number, result in run:
        results[number] = result
        if number == 1:
            for child in workers():
                child.kill()
    assert sorted(results) == list(range(6))
    assert sum(result is None for result in results.values()) <= 1


def test_closing_the_results_leaves_no_process(workers: Callable[[], set[psutil.Process]]) -> None:
    run = WorkerPool(2).run(prepare_packed, (job(n) for n in range(50)), timeout_s=60)
    next(run)
    run.close()  # type: ignore[attr-defined]
    assert workers() == set()
