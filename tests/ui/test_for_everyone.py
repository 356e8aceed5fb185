"""What holds for every person and vault: one that can only be read, leaving in the middle of a write, keys alone."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import NoteTarget, QuestionTarget
from vaultmind_ui.quick.quick_window import QuickWindow
from vaultmind_ui.translation import Translation

from vaultmind import api

Until = Callable[..., None]


@pytest.fixture
def locked(vault) -> Iterator[Path]:
    """The folder of the small vault, which cannot be written: by its rights, or for root by a mount."""
    root: Path = vault.root
    if sys.platform == "win32":
        pytest.skip("Windows knows no folder that its owner cannot write")
    if os.geteuid() != 0:
        root.chmod(0o555)
        yield root
        root.chmod(0o755)
        return
    mounts = (["mount", "--bind", str(root), str(root)], ["mount", "-o", "remount,ro,bind", str(root)])
    if any(subprocess.run(one, check=False, capture_output=True).returncode for one in mounts):
        pytest.skip("root writes everywhere, and may not mount here")
    yield root
    subprocess.run(["umount", str(root)], check=True)


def test_a_vault_that_can_only_be_read_is_asked_and_shown_and_stays_as_it_is(
    locked: Path, window: MainWindow, until: Until
) -> None:
    before = {file: file.read_bytes() for file in locked.rglob("*") if file.is_file()}
    why = window.shell.why_no_writes
    assert why in {f"The disk of {locked} can only be read.", f"You may read the folder {locked}, not write in it."}
    assert window.status_line.index.text().endswith("read only")
    window.shell.show_place("ask", QuestionTarget("How deep is the well?"))
    ask = window.place("ask")
    until(lambda: bool(ask.turns) and "twelve metres" in ask.turns[-1].text and ask.turns[-1].state == "done")
    refused: list[str] = []
    window.shell.bridge.call(
        window,
        lambda session: session.write(api.WriteRequest("Well.md", api.WriteKind.APPEND, "more")),
        lambda _: refused.append(""),
        refused.append,
    )
    until(lambda: bool(refused))
    assert refused[0].startswith("“Well.md” cannot be written")
    window.shell.show_place("note", NoteTarget("Well.md"))
    until(lambda: window.place("note").note == "Well.md")
    assert {file: file.read_bytes() for file in locked.rglob("*") if file.is_file()} == before


def test_leaving_while_a_note_is_written_leaves_it_written_and_in_the_history(window: MainWindow, vault) -> None:
    begun = threading.Event()
    more = "Line by line.\n" * 20_000

    def write(session: api.Session) -> None:
        begun.set()
        session.write(api.WriteRequest("Well.md", api.WriteKind.APPEND, more))

    window.shell.bridge.call(window, write)
    assert begun.wait(60)
    window.close()
    window.shell.bridge.close(60)

    text = (vault.root / "Well.md").read_text(encoding="utf-8")
    assert text.startswith("# Well\n")
    assert text.rstrip().endswith(more.rstrip())
    with contextlib.closing(vault.open()) as session:
        assert [entry.note for entry in session.history().entries] == ["Well.md"]


def test_tab_goes_through_every_place_once_and_downwards(window: MainWindow, until: Until) -> None:
    wrong = {}
    for place_id in window._entries:
        window.show_place(place_id)
        until(lambda place_id=place_id: window.place(place_id).isVisible())
        chain = _chain(window)
        assert len(chain) == len(set(chain))
        place = window.place(place_id)
        here = [one for one in chain if place.isAncestorOf(one)]
        focusable = {one for one in place.findChildren(QWidget) if _takes_tab(one)}
        assert focusable == set(here), place_id
        upwards = [
            (type(one).__name__, type(two).__name__)
            for number, one in enumerate(here)
            for two in here[number + 1 :]
            if _top(two) + two.height() <= _top(one) and _left(two) < _left(one) + one.width()
        ]
        if upwards:
            wrong[place_id] = upwards
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_as_narrow_as_it_can_be_the_sidebar_has_its_icons_alone(
    language: str, window: MainWindow, english: Translation, until: Until
) -> None:
    english.use(language)
    window.show_keys()  # which builds every place: the widest of them decides how narrow the window can be
    window.key_map.close_card()
    window.resize(1120, 700)
    QTest.qWait(200)  # words of another length have to be laid out
    button = window.sidebar._buttons["ask"]
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    window.resize(window.minimumSizeHint().width(), 700)
    until(lambda: button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly, patience_s=20)


def test_everything_that_can_take_the_focus_has_a_name_also_where_it_is_not_seen_yet(window: MainWindow) -> None:
    window.show_keys()  # which builds every place
    window.show_first_run()
    quick = QuickWindow(window.shell)
    nameless = [
        f"{type(one.parentWidget()).__name__} > {type(one).__name__} {one.objectName()}"
        for one in (*window.findChildren(QWidget), *quick.findChildren(QWidget))
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not _is_named(one)
    ]
    quick.deleteLater()
    assert nameless == []


def _is_named(one: QWidget) -> bool:
    """Say whether a screen reader has a name for it; a hidden button gets its words with the state that shows it."""
    if isinstance(one, QAbstractButton):
        return bool(one.accessibleName() or one.text()) or not one.isVisible()
    of_a_box = one.parentWidget() is not None and isinstance(one.parentWidget().parentWidget(), QComboBox)
    return bool(one.accessibleName()) or of_a_box  # the list of a box is read by the box's name


def _chain(window: MainWindow) -> list[QWidget]:
    found, one = [], window.nextInFocusChain()
    while one is not window:
        if _takes_tab(one):
            found.append(one)
        one = one.nextInFocusChain()
    return found


def _takes_tab(one: QWidget) -> bool:
    return one.isVisible() and one.isEnabled() and bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _top(one: QWidget) -> int:
    return one.mapToGlobal(QPoint(0, 0)).y()


def _left(one: QWidget) -> int:
    return one.mapToGlobal(QPoint(0, 0)).x()
