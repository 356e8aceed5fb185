"""Waiting for what blocks: what came of it is returned or raised, and nobody who is stopped waits for it."""

import threading

import pytest

from vaultmind.adapters.models.waiting import Waiting
from vaultmind.domain.errors import Cancelled


class Token:
    def __init__(self) -> None:
        self.is_set = False

    def cancelled(self) -> bool:
        return self.is_set


def test_what_comes_is_returned_and_what_goes_wrong_is_raised_each_in_one_thread_beside() -> None:
    closed: list[int] = []
    with Waiting(None, last=lambda: closed.append(threading.get_ident())) as wait:
        threads = {wait.on(threading.get_ident) for _ in range(3)}
        with pytest.raises(ZeroDivisionError):
            wait.on(lambda: 1 // 0)
        assert wait.on(lambda: "after") == "after"
    assert {*closed} == threads
    assert threading.get_ident() not in threads


def test_who_is_stopped_waits_for_nothing_and_what_was_left_is_ended_in_its_thread() -> None:
    token, may_go_on, closed = Token(), threading.Event(), threading.Event()

    def silent() -> None:
        token.is_set = True
        may_go_on.wait(60)

    with pytest.raises(Cancelled), Waiting(token, last=closed.set) as wait:
        wait.on(silent)
    assert not closed.is_set()
    may_go_on.set()
    assert closed.wait(10)


def test_who_is_interrupted_waits_for_nothing() -> None:
    may_go_on = threading.Event()

    class Interrupted:
        def cancelled(self) -> bool:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Waiting(Interrupted()) as wait:
        wait.on(may_go_on.wait)  # for ever, if it were waited for
    may_go_on.set()
