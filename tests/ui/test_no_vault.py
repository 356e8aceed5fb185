"""Without a vault, and while one is being opened: what stands in the stead of the places, and the way to a vault."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.ask.ask_place import AskPlace
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import NoteTarget
from vaultmind_ui.shell import Shell
from vaultmind_ui.translation import Translation

from vaultmind import api

Until = Callable[..., None]
WITH_VAULT = ("note", "links", "graph", "library", "recipes", "history")


@pytest.fixture
def may_open() -> threading.Event:
    """Lets a vault be opened while it is set."""
    made = threading.Event()
    made.set()
    return made


@pytest.fixture
def fresh(vault, appearance: Appearance, english: Translation, may_open: threading.Event) -> Iterator[MainWindow]:
    """A window without a vault."""

    def open_session(root: Path | None) -> api.Session:
        assert may_open.wait(60)
        opened = vault.open(root)
        opened.catch_up()
        return opened

    shown = MainWindow(Shell(Bridge(), appearance, english, open_session, data=vault.data))
    shown.show()
    yield shown
    may_open.set()
    shown.close()
    shown.shell.bridge.close(60)
    shown.deleteLater()


def test_every_place_that_needs_a_vault_says_how_to_come_to_one(fresh: MainWindow, english: Translation) -> None:
    for place_id in ("ask", *WITH_VAULT):
        fresh.show_place(place_id)
        assert fresh.stack.currentWidget() is fresh.no_vault, place_id
        assert fresh.no_vault.heading.text() == "No vault is open"
        assert fresh.focusWidget() is fresh.no_vault.open_button
        assert "Ctrl+Shift+O" in fresh.no_vault.help.text()
    for place_id in ("models", "settings"):
        fresh.show_place(place_id)
        assert fresh.stack.currentWidget() is fresh.place(place_id)
    english.use("ru")
    QTest.qWait(20)
    assert fresh.no_vault.heading.text() == "Хранилище не открыто"
    assert fresh.status_line.index.text() == "Хранилище пока не открыто"


def test_three_skips_lead_to_a_vault_by_keys(fresh: MainWindow, until: Until) -> None:
    fresh.show_first_run()
    assert fresh.first_run is not None
    for _ in range(3):
        fresh.first_run.skip_step()
    assert fresh.stack.currentWidget() is fresh.no_vault
    QTest.keyClick(fresh.no_vault.open_button, Qt.Key.Key_Return)
    until(fresh.vault_button.choices.isVisible)
    assert fresh.vault_button.choices.actions()[-1].text() == "Try the sample vault"
    QTest.keyClick(fresh.vault_button.choices, Qt.Key.Key_Escape)
    QTest.keyClick(fresh.no_vault.open_button, Qt.Key.Key_Tab)
    assert fresh.focusWidget() is fresh.no_vault.sample_button
    QTest.keyClick(fresh.no_vault.sample_button, Qt.Key.Key_Return)
    until(lambda: fresh.shell.status is not None and fresh.shell.status.notes > 40)
    ask = fresh.place("ask")
    assert isinstance(ask, AskPlace)
    assert fresh.stack.currentWidget() is ask
    until(lambda: fresh.focusWidget() is ask.question)


def test_while_a_vault_is_opened_its_name_is_said_and_a_question_can_be_asked(
    fresh: MainWindow, vault, may_open: threading.Event, until: Until
) -> None:
    may_open.clear()
    fresh.shell.open_vault(vault.root)
    assert fresh.status_line.index.text() == "Opening vault…"
    assert fresh.shell.why_no_writes == "Opening vault…"
    for place_id in WITH_VAULT:
        fresh.show_place(place_id)
        assert fresh.stack.currentWidget() is fresh.no_vault, place_id
        assert fresh.no_vault.heading.text() == "Opening vault…"
        assert not fresh.no_vault.open_button.isVisible()
    fresh.show_place("ask")
    ask = fresh.place("ask")
    assert isinstance(ask, AskPlace)
    assert fresh.stack.currentWidget() is ask
    QTest.keyClicks(ask.question, "How deep is the well?")
    QTest.keyClick(ask.question, Qt.Key.Key_Return)
    fresh.show_place("note", NoteTarget("Well.md"))
    assert fresh.stack.currentWidget() is fresh.no_vault
    may_open.set()
    note = fresh.place("note")
    until(lambda: fresh.stack.currentWidget() is note)
    until(lambda: "twelve metres" in note.view.toPlainText())  # type: ignore[attr-defined]
    assert fresh.windowTitle() == "Well — vault — VaultMind"
    until(lambda: ask.turns[0].answer is not None)
    assert [turn.question for turn in ask.turns] == ["How deep is the well?"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (LookupError(), "VaultMind made a mistake (LookupError)."),
        (PermissionError(13, "Permission denied", "/data/index"), "“/data/index” cannot be used: Permission denied."),
    ],
)
def test_a_mistake_in_opening_a_vault_is_said(
    fresh: MainWindow, vault, monkeypatch: pytest.MonkeyPatch, until: Until, error: Exception, said: str
) -> None:
    def mistaken(_: Path | None) -> api.Session:
        raise error

    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)
    monkeypatch.setattr(fresh.shell, "_open_session", mistaken)
    fresh.shell.open_vault(vault.root)
    until(fresh.banner.isVisible)
    assert fresh.banner.sentence.text() == said
    assert fresh.stack.currentWidget() is fresh.no_vault


def test_a_vault_that_cannot_be_opened_leaves_the_way_to_another(
    fresh: MainWindow, tmp_path: Path, until: Until
) -> None:
    fresh.shell.open_vault(tmp_path / "gone")
    assert fresh.stack.currentWidget() is fresh.place("ask")
    until(fresh.banner.isVisible)
    assert fresh.stack.currentWidget() is fresh.no_vault
    assert fresh.no_vault.heading.text() == "No vault is open"
    assert fresh.status_line.index.text() == "No vault is open yet"


def test_another_vault_stands_in_the_place_that_was_shown(
    fresh: MainWindow, vault, tmp_path: Path, until: Until
) -> None:
    fresh.shell.open_vault(vault.root)
    until(lambda: fresh.shell.status is not None)
    fresh.show_place("links")
    (tmp_path / "Other").mkdir()
    fresh.shell.open_vault(tmp_path / "Other")
    assert fresh.stack.currentWidget() is fresh.no_vault
    assert fresh.no_vault.heading.text() == "Opening Other…"
    until(lambda: fresh.stack.currentWidget() is fresh.place("links"))
