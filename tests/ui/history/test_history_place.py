"""The journal in the window, over a real vault: what was written is seen, undone, and conflict copies are settled."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from vaultmind_ui.history.history_place import HistoryPlace
from vaultmind_ui.history.write_model import Role
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.note.note_place import NotePlace
from vaultmind_ui.place import NoteTarget

from vaultmind import api
from vaultmind.adapters.memory.journal import SqliteJournal

COPY = "Well.sync-conflict-20240131-101500-ABCDEFG.md"


@pytest.fixture
def place(window: MainWindow) -> HistoryPlace:
    window.show_place("history")
    found = window.place("history")
    assert isinstance(found, HistoryPlace)
    return found


def do(place: HistoryPlace, until: Callable[..., None], work: Callable[[api.Session], Any]) -> Any:
    done: list[Any] = []
    place.shell.bridge.call(place, work, done.append)
    until(lambda: bool(done))
    return done[0]


def append(note: str, text: str) -> Callable[[api.Session], api.WriteReport]:
    return lambda session: session.write(api.WriteRequest(note, api.WriteKind.APPEND, text))


def test_a_vault_without_writes_says_so(place: HistoryPlace, until: Callable[..., None]) -> None:
    until(lambda: place.heading.text() == "Nothing was written yet.")
    assert not place.undo_button.isVisible()
    place.tabs.setCurrentIndex(1)
    assert place.heading.text() == "There are no conflict copies."
    assert not place.original_button.isVisible()


def test_a_journal_that_cannot_be_read_is_not_called_empty(
    window: MainWindow, vault: Any, until: Callable[..., None]
) -> None:
    (folder,) = (vault.data / "vaults").iterdir()
    memory = folder / "memory.sqlite"
    memory.unlink(missing_ok=True)
    memory.mkdir()
    window.show_place("history")
    place = window.place("history")
    assert isinstance(place, HistoryPlace)
    until(place.problem.isVisible)
    assert str(folder) in place.problem.text()
    assert place.heading.text() == "What was written cannot be read now."
    place.tabs.setCurrentIndex(1)
    assert place.heading.text() == "Conflict copies cannot be looked for now."
    memory.rmdir()
    place.refresh()
    until(lambda: place.heading.text() == "There are no conflict copies.")
    assert not place.problem.isVisible()
    place.tabs.setCurrentIndex(0)
    assert place.heading.text() == "Nothing was written yet."


def test_a_write_is_seen_with_its_difference_and_undone_by_a_key(
    place: HistoryPlace, vault: Any, until: Callable[..., None], qtbot: Any
) -> None:
    before = (vault.root / "Well.md").read_bytes()
    do(place, until, append("Well.md", "<b>It is deep.</b>"))
    place.refresh()
    until(lambda: "+<b>It is deep.</b>" in place.diff.toPlainText())
    assert place.heading.text() == "Well"
    assert "added at the end" in place.facts.text()
    qtbot.keyClick(place.tree, Qt.Key.Key_U)
    until(lambda: (vault.root / "Well.md").read_bytes() == before)
    until(lambda: "-<b>It is deep.</b>" in place.diff.toPlainText())
    rows = [place.writes.index(row, 0, place.writes.index(0, 0)) for row in range(2)]
    assert [row.data(Role.STATE) for row in rows] == ["", "undone"]
    place.tree.setCurrentIndex(rows[1])
    assert not place.undo_button.isEnabled()
    window = place.window()
    assert isinstance(window, MainWindow)
    qtbot.keyClick(place.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.status_line.said.text() == "It was taken back already."
    place.tree.setCurrentIndex(rows[0])
    until(place.undo_button.isEnabled)
    qtbot.keyClick(place.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: b"It is deep." in (vault.root / "Well.md").read_bytes())


def test_a_note_is_opened_where_it_is_now_and_not_where_it_is_no_more(
    place: HistoryPlace, window: MainWindow, vault: Any, until: Callable[..., None], qtbot: Any
) -> None:
    do(place, until, append("Well.md", "It is deep."))
    do(place, until, lambda session: session.rename("Well", "Spring"))
    do(place, until, lambda session: session.write(api.WriteRequest("New.md", api.WriteKind.CREATE, "new")))
    place.refresh()
    until(lambda: place.heading.text() == "New")
    assert place.note_button.isEnabled()
    place.undo()
    until(lambda: not place.note_button.isEnabled() and place.facts.text().endswith("taken back"))
    assert place.note_button.toolTip() == "The note is not in the vault now."
    rows = [place.writes.index(row, 0, place.writes.index(0, 0)) for row in range(4)]
    place.tree.setCurrentIndex(rows[1])
    assert place.facts.text().endswith("undone")
    qtbot.keyClick(place.tree, Qt.Key.Key_Return)
    assert window.status_line.said.text() == "The note is not in the vault now."
    assert place.isVisible()
    assert not place.note_button.isEnabled()
    vault.write("New.md", "again")
    place.refresh()
    until(place.note_button.isEnabled)
    assert place.note_button.toolTip() == ""
    place.tree.setCurrentIndex(place.writes.index(3, 0, place.writes.index(0, 0)))
    assert place.heading.text() == "Well"
    qtbot.keyClick(place.tree, Qt.Key.Key_Return)
    shown = window.place("note")
    assert isinstance(shown, NotePlace)
    until(lambda: shown.note == "Spring.md")


def test_a_batch_is_undone_whole_or_one_file_of_it(place: HistoryPlace, vault: Any, until: Callable[..., None]) -> None:
    do(place, until, lambda session: session.rename("Well", "Spring"))
    place.refresh()
    until(lambda: place.undo_button.text() == "Undo in all 2 files")
    assert place.heading.text() == "Well → Spring"
    assert place.facts.text().endswith("· renamed")
    until(lambda: place.diff.toPlainText().startswith("Well.md → Spring.md\n\nPump.md\n⋯\n"))
    batch = place.tree.currentIndex()
    assert place.writes.rowCount(batch) == 2
    place.tree.setCurrentIndex(place.writes.index(0, 0, batch))
    until(lambda: place.diff.toPlainText().startswith("Pump.md"))
    assert "+The pump of the [[Spring]]" in place.diff.toPlainText()
    assert place.facts.text().endswith("· links follow")
    assert place.undo_button.text() == "Undo"
    place.tree.setCurrentIndex(batch)
    place.undo_button.click()
    until(lambda: (vault.root / "Well.md").exists() and not (vault.root / "Spring.md").exists())
    assert "[[Well]]" in (vault.root / "Pump.md").read_text(encoding="utf-8")


def test_an_undo_over_another_hand_is_refused_with_the_reason(
    place: HistoryPlace, vault: Any, until: Callable[..., None]
) -> None:
    do(place, until, append("Well.md", "ours"))
    text = (vault.root / "Well.md").read_text(encoding="utf-8").replace("ours", "ours, and mine")
    vault.write("Well.md", text)
    place.refresh()
    until(place.undo_button.isEnabled)
    place.undo()
    until(lambda: "changed in the same place" in place.problem.text())
    assert place.problem.isVisible()
    assert (vault.root / "Well.md").read_text(encoding="utf-8") == text
    assert place.undo_button.isEnabled()


@pytest.mark.parametrize(
    ("choose", "left"),
    [
        ("original_button", {"Well.md": "ours"}),
        ("copy_button", {"Well.md": "theirs"}),
        ("both_button", {"Well.md": "ours", "Well (2).md": "theirs"}),
    ],
)
def test_a_conflict_copy_is_compared_and_settled(
    place: HistoryPlace, vault: Any, until: Callable[..., None], choose: str, left: dict[str, str]
) -> None:
    vault.write("Well.md", "ours\n")
    vault.write(COPY, "theirs\n")
    do(place, until, lambda session: session.catch_up())
    place.refresh()
    until(lambda: place.tabs.tabText(1) == "Conflict copies (1)")
    place.tabs.setCurrentIndex(1)
    assert place.heading.text() == "Well.md"
    assert "-ours\n+theirs" in place.diff.toPlainText()
    getattr(place, choose).click()
    until(lambda: not (vault.root / COPY).exists())
    found = {path.name: path.read_text(encoding="utf-8").strip() for path in vault.root.glob("Well*.md")}
    assert found == left
    until(lambda: place.tabs.tabText(1) == "Conflict copies")


def test_a_vault_that_can_only_be_read_shows_its_history_and_undoes_nothing(
    place: HistoryPlace, vault: Any, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    do(place, until, append("Well.md", "ours"))
    after = (vault.root / "Well.md").read_bytes()
    monkeypatch.setattr(type(place.shell), "why_no_writes", property(lambda _: "It can only be read."))
    place.refresh()
    until(lambda: "+ours" in place.diff.toPlainText())
    assert not place.undo_button.isEnabled()
    assert place.undo_button.toolTip() == "It can only be read."
    place.shell.commands.run("history.undo")
    assert not place._is_working
    assert (vault.root / "Well.md").read_bytes() == after


def test_a_version_that_was_kept_becomes_a_note(place: HistoryPlace, vault: Any, until: Callable[..., None]) -> None:
    report = do(place, until, append("Well.md", "ours"))
    (memory,) = vault.data.rglob("memory.sqlite")
    journal = SqliteJournal(memory)
    journal.keep(int(report.journal), b"theirs")
    journal.close()
    place.refresh()
    until(place.keep_version_button.isVisible)
    place.keep_version_button.click()
    until(lambda: len(list(vault.root.glob("Well (kept version *).md"))) == 1)
    (note,) = vault.root.glob("Well (kept version *).md")
    assert note.read_bytes() == b"theirs"


def test_the_writes_of_one_note_alone(place: HistoryPlace, window: MainWindow, until: Callable[..., None]) -> None:
    do(place, until, append("Well.md", "one"))
    do(place, until, append("Pump.md", "two"))
    window.show_place("history", NoteTarget("Well.md"))
    until(lambda: place.writes.count == 1)
    assert place.all_button.isVisible()
    place.all_button.click()
    until(lambda: place.writes.count == 2)
    assert not place.all_button.isVisible()


def test_what_goes_and_what_comes_have_grounds_of_their_own(place: HistoryPlace) -> None:
    place.diff.show_diff("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\r\n+n\u2029w\r\n same\n\\ No newline at end of file\n")
    assert place.diff.toPlainText() == "x\n⋯\n-old\n+n␍w\n same"
    theme = place.shell.appearance.theme
    grounds = []
    for number in range(2, 5):
        formats = place.diff.document().findBlockByNumber(number).layout().formats()
        words = [one.format.background() for one in formats if one.start <= 1 < one.start + one.length]
        grounds.append(words[0].color() if words else None)
    assert grounds == [QColor(theme.removed), QColor(theme.added), None]


def test_every_word_is_said_in_russian(
    place: HistoryPlace, english: Any, window: MainWindow, until: Callable[..., None]
) -> None:
    do(place, until, append("Сад.md", "ещё"))
    place.refresh()
    until(lambda: place.heading.text() == "Сад")
    english.use("ru")
    until(lambda: place.undo_button.text() == "Отменить")
    assert place.tabs.tabText(0) == "Записи"
    assert "дописано в конец" in place.facts.text()
