"""Threads that are kept for the next piece of work."""

import threading
from collections.abc import Iterator

import pytest
from vaultmind_ui.workers import Workers

_NAME = "vaultmind-try"
_LONG_S = 60.0


@pytest.fixture
def workers() -> Iterator[Workers]:
    found = Workers(_NAME)
    yield found
    found.close()
    for thread in _living():
        thread.join(_LONG_S)
    assert _living() == []


def _living() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == _NAME]


def test_a_piece_is_done_beside_the_thread_that_gave_it(workers: Workers) -> None:
    seen: list[int] = []
    piece = workers.start(lambda: seen.append(threading.get_ident()))
    assert piece.wait(_LONG_S)
    assert piece.is_done
    assert seen != [threading.get_ident()]


def test_the_thread_of_one_piece_does_the_next(workers: Workers) -> None:
    seen: list[int] = []
    for _ in range(20):
        assert workers.start(lambda: seen.append(threading.get_ident())).wait(_LONG_S)
        _wait_until_idle(workers)
    assert len(set(seen)) == 1


def _wait_until_idle(workers: Workers) -> None:
    for _ in range(int(_LONG_S * 1000)):
        if workers.idle:
            return
        threading.Event().wait(0.001)
    raise AssertionError("no thread became idle")


def test_no_piece_waits_for_another(workers: Workers) -> None:
    together = threading.Barrier(12, timeout=_LONG_S)
    pieces = [workers.start(together.wait) for _ in range(12)]
    assert all(piece.wait(_LONG_S) for piece in pieces)
    assert not together.broken


def test_only_a_few_threads_are_kept(workers: Workers) -> None:
    together = threading.Barrier(12, timeout=_LONG_S)
    for piece in [workers.start(together.wait) for _ in range(12)]:
        piece.wait(_LONG_S)
    for _ in range(int(_LONG_S * 1000)):
        if len(_living()) == 8:
            break
        threading.Event().wait(0.001)
    assert len(_living()) == 8


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_piece_that_raises_counts_as_done_and_keeps_nobody_from_the_next(workers: Workers) -> None:
    failed = workers.start(lambda: 1 // 0)
    assert failed.wait(_LONG_S)
    done: list[int] = []
    assert workers.start(lambda: done.append(1)).wait(_LONG_S)
    assert done == [1]


def test_a_thread_that_works_ends_after_its_work_when_all_is_closed() -> None:
    workers, may_end = Workers(_NAME), threading.Event()
    piece = workers.start(lambda: may_end.wait(_LONG_S))
    workers.close()
    assert not piece.is_done
    may_end.set()
    for thread in _living():
        thread.join(_LONG_S)
    assert piece.is_done
    assert _living() == []
