"""The bridge: what comes of work arrives in Qt's thread, once, for an owner that still is."""

import threading
import time
from collections.abc import Callable, Iterator

import shiboken6
from PySide6.QtCore import QObject
from vaultmind_ui.bridge import Bridge, Stop

from vaultmind import api


def test_a_call_made_before_the_vault_is_open_is_answered_in_qts_thread(
    bridge: Bridge, vault, until: Callable[..., None]
) -> None:
    owner, arrived = QObject(), []
    bridge.open(vault.open)
    bridge.call(
        owner, lambda session: session.status().vault, lambda root: arrived.append((root, threading.get_ident()))
    )
    until(lambda: bool(arrived))
    assert arrived == [(str(vault.root), threading.main_thread().ident)]


def test_a_stream_brings_its_values_in_order_and_then_its_end(
    bridge: Bridge, vault, until: Callable[..., None]
) -> None:
    owner, arrived = QObject(), []
    bridge.open(vault.open)
    bridge.stream(owner, lambda session, stop: iter(range(500)), arrived.append, lambda _: arrived.append("end"))
    until(lambda: "end" in arrived)
    assert arrived == [*range(500), "end"]


def test_nothing_arrives_after_cancel_but_that_it_stopped(bridge: Bridge, vault, until: Callable[..., None]) -> None:
    owner, arrived = QObject(), []
    bridge.open(vault.open)

    def numbers(session: api.Session, stop: Stop) -> Iterator[int]:
        while not stop.cancelled():
            yield 1
            time.sleep(0.002)

    task = bridge.stream(owner, numbers, arrived.append, stopped=lambda: arrived.append("stopped"))
    until(lambda: len(arrived) > 3)
    task.cancel()
    seen = len(arrived)
    until(lambda: "stopped" in arrived)
    assert arrived[seen:] == ["stopped"]
    assert not task.is_running


def test_nothing_arrives_for_an_owner_that_is_gone(bridge: Bridge, vault, until: Callable[..., None]) -> None:
    owner, arrived, is_told = QObject(), [], threading.Event()
    bridge.open(vault.open)
    task = bridge.call(owner, lambda session: is_told.wait(60), arrived.append)
    shiboken6.delete(owner)
    until(lambda: not task.is_running)
    is_told.set()
    other: list[int] = []
    bridge.call(bridge, lambda session: 1, other.append)
    until(lambda: other == [1])
    assert arrived == []


def test_a_problem_is_one_sentence_for_whoever_asked(bridge: Bridge, vault, until: Callable[..., None]) -> None:
    owner, arrived = QObject(), []
    bridge.open(vault.open)

    def note(root: str) -> None:
        arrived.append((root, threading.get_ident()))

    bridge.call(owner, lambda session: session.status().vault, note)
    until(lambda: bool(arrived))
    assert arrived == [(str(vault.root), threading.main_thread().ident)]


def test_a_vault_that_is_not_there_fails_and_so_does_what_waited_for_it(
    bridge: Bridge, vault, tmp_path, until: Callable[..., None]
) -> None:
    owner, opening, asked = QObject(), [], []
    bridge.not_opened.connect(opening.append)
    bridge.open(lambda: api.open_vault(vault=tmp_path / "none", data=vault.data))
    bridge.call(owner, lambda session: session.status(), failed=asked.append)
    until(lambda: bool(opening and asked))
    assert "none" in opening[0]
    assert asked == opening


def test_another_vault_takes_the_place_of_the_first_and_its_tasks_are_stopped(
    bridge: Bridge, vault, tmp_path, until: Callable[..., None]
) -> None:
    owner, opened, arrived = QObject(), [], []
    other = tmp_path / "other"
    other.mkdir()
    (other / "One.md").write_text("one", encoding="utf-8")
    bridge.opened.connect(lambda status: opened.append(status.vault))
    bridge.open(vault.open)
    until(lambda: opened == [str(vault.root)])
    bridge.stream(
        owner,
        lambda session, stop: session.watch(cancel=stop),
        lambda _: None,
        stopped=lambda: arrived.append("stopped"),
    )
    bridge.open(lambda: api.open_vault(vault=other, data=vault.data, catch_up=False))
    until(lambda: len(opened) == 2 and arrived == ["stopped"])
    assert opened[1] == str(other)


def test_a_change_on_disk_is_told(bridge: Bridge, vault, until: Callable[..., None]) -> None:
    counts: list[int] = []
    bridge.opened.connect(lambda status: counts.append(status.notes))
    bridge.index_changed.connect(lambda status: counts.append(status.notes))
    bridge.open(vault.open)
    until(lambda: bool(counts) and counts[-1] == 4)
    vault.write("New.md", "new")
    until(lambda: counts[-1] == 5)


def test_an_engine_that_was_stopped_is_told_to_whom_it_was_answering_and_to_nobody_else(
    bridge: Bridge, vault, until: Callable[..., None]
) -> None:
    owner, opened, lost, broken = QObject(), [], [], []
    bridge.opened.connect(opened.append)
    bridge.lost.connect(lost.append)
    bridge.open(lambda: api.join_engine(vault=vault.root, data=vault.data))
    try:
        until(lambda: bool(opened))
        bridge.stream(
            owner,
            lambda session, stop: session.follow_active(cancel=stop),
            lambda _: None,
            failed=broken.append,
        )
        followed: list[int] = []
        bridge.index_changed.connect(lambda status: followed.append(status.notes))
        api.stop_engine(vault=vault.root, data=vault.data)
        until(lambda: bool(broken))
        assert "in the middle of its answer" in broken[0]
        vault.write("New.md", "new")
        until(lambda: bool(followed) and followed[-1] == 5)
        assert lost == []
    finally:
        bridge.close(60)
        api.stop_engine(vault=vault.root, data=vault.data)
