import threading
import time

from vaultmind.indexing import Turns

PATIENCE_S = 60.0


def waits(turns: Turns, count: int) -> None:
    """Return when that many have or want a turn."""
    end = time.monotonic() + PATIENCE_S
    while len(turns._waiting) < count:
        assert time.monotonic() < end
        time.sleep(0.001)


def test_turns_come_in_the_order_they_were_asked_for() -> None:
    turns, had = Turns(), []

    def take(name: str) -> None:
        with turns:
            had.append(name)

    threads = [threading.Thread(target=take, args=(name,)) for name in "abcd"]
    with turns:
        for at, thread in enumerate(threads):
            thread.start()
            waits(turns, at + 2)
        assert had == []
    for thread in threads:
        thread.join(PATIENCE_S)
    assert had == list("abcd")


def test_a_long_run_gives_way_and_goes_on_afterwards() -> None:
    turns, had = Turns(), []

    def take() -> None:
        with turns:
            had.append("short")

    with turns.long() as is_ours:
        assert is_ours
        assert not turns.give_way()
        thread = threading.Thread(target=take)
        thread.start()
        waits(turns, 2)
        assert turns.give_way()
        had.append("long")
    thread.join(PATIENCE_S)
    assert had == ["short", "long"]


def test_who_took_a_turn_cannot_take_it_again_before_those_who_wait() -> None:
    turns, had = Turns(), []

    def take() -> None:
        with turns:
            had.append("other")

    with turns:
        thread = threading.Thread(target=take)
        thread.start()
        waits(turns, 2)
    with turns:
        had.append("greedy")
    thread.join(PATIENCE_S)
    assert had == ["other", "greedy"]


def test_there_is_one_long_run_at_a_time_and_a_second_gets_no_turn() -> None:
    turns = Turns()
    with turns.long():
        assert turns.is_long_taken
        with turns.long() as is_ours:
            assert not is_ours
    assert not turns.is_long_taken
    with turns.long() as is_ours:
        assert is_ours


def test_a_turn_ends_with_an_error_too() -> None:
    turns = Turns()
    try:
        with turns.long():
            raise KeyError
    except KeyError:
        pass
    with turns.long() as is_ours, threading.Lock():
        assert is_ours
