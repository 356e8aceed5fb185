"""The library over a real vault: every file and why it is found, problems mended and unmended, topics covered."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from vaultmind_ui.library import files_panel
from vaultmind_ui.library.arranging import Group
from vaultmind_ui.library.library_place import FILES, FINDINGS, TOPIC, LibraryPlace
from vaultmind_ui.library.phrases import file_row, problem_row
from vaultmind_ui.library.value_model import ValueModel
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import NoteTarget
from vaultmind_ui.row_list import ROW_ROLE

from vaultmind import api

WINTER = "# Зима\n\nЯблоки лежат в погребе до самой весны, а картофель рядом с ними портится быстрее.\n"
GARBLED = WINTER.encode().decode("mac_roman")


@pytest.fixture
def place(window: MainWindow, until: Callable[..., None]) -> LibraryPlace:
    window.show_place("library")
    found = window.place("library")
    assert isinstance(found, LibraryPlace)
    until(lambda: found.files.model.rowCount() > 0)
    return found


@pytest.fixture
def in_all(vault: Any) -> None:
    """Blocks with one name, a picture, a pipe that is skipped, and a link that leads nowhere."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    vault.write("Blocks.md", "One. ^same\n\nTwo. ^same\n\n[[Nowhere at all]]\n")
    vault.write("Other.md", "One. ^same\n\nTwo. ^same\n")
    vault.write("Winter.md", GARBLED)
    (vault.root / "photo.png").write_bytes(b"\x89PNG")
    os.mkfifo(vault.root / "pipe")


def paths(place: LibraryPlace) -> list[str]:
    return [str(file.path) for file in place.files.model.values]


def choose(place: LibraryPlace, path: str) -> None:
    place.files.list.setCurrentIndex(place.files.model.index_where(lambda file: file.path == path))


def choose_problem(place: LibraryPlace, kind: api.ProblemKind, note: str) -> None:
    model = place.findings.model
    index = model.index_where(lambda one: one.kind is kind and one.note == note)
    assert index.isValid()
    place.findings.list.setCurrentIndex(index)


@pytest.mark.usefixtures("in_all")
class TestFiles:
    def test_every_file_is_listed_with_its_state_and_its_reason(self, place: LibraryPlace) -> None:
        assert paths(place) == [
            "Дневник/2026-05-09.md",
            "Blocks.md",
            "Other.md",
            "photo.png",
            "pipe",
            "Pump.md",
            "Well.md",
            "Winter.md",
            "Сад.md",
        ]
        rows = [place.files.model.index(row).data(ROW_ROLE) for row in range(9)]
        assert (rows[4].side, rows[4].tone) == ("skipped", "bad")
        assert "named pipe" in rows[4].detail
        assert rows[3].side == "attachment"
        assert (rows[6].title, rows[6].side) == ("Well", "")

    def test_it_is_narrowed_by_state_and_by_words_and_ordered(
        self, place: LibraryPlace, until: Callable[..., None]
    ) -> None:
        place.files.groups.setCurrentIndex(list(Group).index(Group.SKIPPED))
        until(lambda: paths(place) == ["pipe"])
        assert place.files.groups.itemText(0) == "All files  9"
        place.files.groups.setCurrentIndex(0)
        place.files.needle.setText("2026 дневник")
        until(lambda: paths(place) == ["Дневник/2026-05-09.md"])
        place.files.needle.setText("no such file")
        until(place.files.state.isVisible)
        assert place.files.state.text() == "No file has these words in its path."
        place.files.needle.clear()
        place.files.order.setCurrentIndex(1)
        until(lambda: paths(place)[-1:] == ["Дневник/2026-05-09.md"])

    def test_a_file_that_changed_says_so_until_the_next_look(
        self, place: LibraryPlace, vault: Any, until: Callable[..., None]
    ) -> None:
        choose(place, "Well.md")
        assert place.files.inspector.state.text() == "It is in the index as it is on the disk."
        choose(place, "pipe")
        assert "named pipe" in place.files.inspector.state.text()
        assert not place.files.inspector.question.isVisible()
        choose(place, "photo.png")
        assert "not searched" in place.files.inspector.state.text()
        (vault.root / "Pump.md").unlink()
        until(lambda: "Pump.md" not in paths(place))

    def test_another_place_can_ask_for_one_note(
        self, place: LibraryPlace, window: MainWindow, until: Callable[..., None]
    ) -> None:
        place.files.needle.setText("Pump")
        window.show_place("library", NoteTarget("Сад.md"))
        until(lambda: place.files.inspector.heading.text() == "Сад")


def test_why_a_note_is_missing_is_said_leg_by_leg(place: LibraryPlace, until: Callable[..., None], qtbot: Any) -> None:
    inspector = place.files.inspector
    choose(place, "Pump.md")
    place.files.list.setFocus()
    qtbot.keyClick(place.files.list, Qt.Key.Key_W)
    assert inspector.question.hasFocus()
    qtbot.keyClicks(inspector.question, "pump zeppelin")
    qtbot.keyClick(inspector.question, Qt.Key.Key_Return)
    until(inspector.legs[0].isVisible)
    assert inspector.result.text() == "It is found at place 1."
    assert inspector.legs[0].verdict.text() == "place 1"
    assert inspector.legs[0].detail.text() == "In the note: pump. Not in the note: zeppelin."
    assert inspector.legs[1].verdict.text() == "not compared"
    choose(place, "Сад.md")
    assert not inspector.legs[0].isVisible()
    assert inspector.question.text() == "pump zeppelin", "the question stays for the next note"
    inspector.ask_button.click()
    until(inspector.legs[0].isVisible)
    assert inspector.result.text() == "It is not found by this question."
    assert inspector.legs[0].verdict.text() == "not among the first"
    qtbot.keyClick(
        inspector.question, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert QGuiApplication.clipboard().text().splitlines()[:5] == [
        "Сад.md",
        "It is in the index as it is on the disk.",
        "? pump zeppelin",
        "It is not found by this question.",
        "By its words: not among the first. Not in the note: pump, zeppelin.",
    ]


@pytest.mark.usefixtures("in_all")
class TestProblems:
    @pytest.mark.parametrize(
        ("kind", "name", "gone", "come"),
        [
            (api.ProblemKind.DUPLICATE_BLOCK_ID, "Blocks.md", "-One. ^same", "+One. ^same-2"),
            (api.ProblemKind.DAMAGED_ENCODING, "Winter.md", GARBLED.splitlines()[2], f"+{WINTER.splitlines()[2]}"),
        ],
    )
    def test_a_damaged_note_is_fixed_by_a_key_and_the_fix_undone(
        self,
        place: LibraryPlace,
        vault: Any,
        until: Callable[..., None],
        qtbot: Any,
        kind: api.ProblemKind,
        name: str,
        gone: str,
        come: str,
    ) -> None:
        before = (vault.root / name).read_bytes()
        other = (vault.root / "Other.md").read_bytes()
        place.tabs.setCurrentIndex(FINDINGS)
        until(lambda: place.findings.model.rowCount() > 0)
        choose_problem(place, kind, name)
        until(place.findings.can_fix)
        shown = place.findings.finding.diff.toPlainText()
        assert gone in shown
        assert come in shown
        assert (vault.root / name).read_bytes() == before, "a preview writes nothing"
        place.findings.list.setFocus()
        qtbot.keyClick(place.findings.list, Qt.Key.Key_F)
        until(lambda: (vault.root / name).read_bytes() != before)
        assert (vault.root / "Other.md").read_bytes() == other, "one key writes into one note"
        until(lambda: not place.findings.is_working and not place.findings.is_looking)
        kinds = [(one.kind, one.note) for one in place.findings.model.values]
        assert (kind, name) not in kinds
        qtbot.keyClick(place.findings.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        until(lambda: (vault.root / name).read_bytes() == before)
        until(lambda: not place.findings.is_working and not place.findings.is_looking)
        assert not place.findings.undo_button.isEnabled()

    def test_what_was_taken_back_elsewhere_is_asked_for_once(
        self, place: LibraryPlace, window: MainWindow, until: Callable[..., None]
    ) -> None:
        place.tabs.setCurrentIndex(FINDINGS)
        until(lambda: place.findings.model.rowCount() > 0)
        choose_problem(place, api.ProblemKind.DAMAGED_ENCODING, "Winter.md")
        until(place.findings.can_fix)
        place.findings.fix()
        until(lambda: not place.findings.is_working and not place.findings.is_looking)
        undone: list[api.WriteReport] = []
        window.shell.bridge.call(place, lambda session: session.undo(), undone.append)
        until(lambda: bool(undone))
        place.findings.undo()
        until(lambda: not place.findings.is_working)
        assert not place.findings.undo_button.isEnabled()

    def test_all_of_a_kind_are_fixed_as_one_batch_after_a_preview(
        self, place: LibraryPlace, vault: Any, until: Callable[..., None]
    ) -> None:
        before = {name: (vault.root / name).read_bytes() for name in ("Blocks.md", "Other.md")}
        place.tabs.setCurrentIndex(FINDINGS)
        until(lambda: place.findings.model.rowCount() > 0)
        choose_problem(place, api.ProblemKind.DUPLICATE_BLOCK_ID, "Blocks.md")
        until(place.findings.can_fix)
        place.findings.finding.all_button.click()
        until(lambda: place.findings.finding.fix_button.text() == "Fix 2 notes")
        assert {name: (vault.root / name).read_bytes() for name in before} == before
        place.findings.finding.fix_button.click()
        until(lambda: all((vault.root / name).read_bytes() != before[name] for name in before))
        until(lambda: not place.findings.is_working)
        place.findings.undo()
        until(lambda: {name: (vault.root / name).read_bytes() for name in before} == before)

    def test_kinds_narrow_the_list_and_what_no_program_can_mend_offers_no_fix(
        self, place: LibraryPlace, until: Callable[..., None]
    ) -> None:
        place.tabs.setCurrentIndex(FINDINGS)
        until(lambda: place.findings.model.rowCount() > 0)
        kinds = list(api.ProblemKind)
        place.findings.kinds.setCurrentIndex(1 + kinds.index(api.ProblemKind.UNRESOLVED_LINK))
        assert [problem.note for problem in place.findings.model.values] == ["Blocks.md"]
        assert place.findings.finding.detail.text() == "[[Nowhere at all]] leads nowhere."
        assert not place.findings.finding.fix_button.isVisible()
        place.findings.kinds.setCurrentIndex(1 + kinds.index(api.ProblemKind.NOT_UTF8))
        until(lambda: place.findings.state.text() == "Nothing of this kind was found.")
        assert not place.findings.list.isVisible()

    def test_a_vault_that_can_only_be_read_says_why_and_writes_nothing(
        self, place: LibraryPlace, vault: Any, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = (vault.root / "Blocks.md").read_bytes()
        monkeypatch.setattr(type(place.shell), "why_no_writes", property(lambda _: "It can only be read."))
        place.tabs.setCurrentIndex(FINDINGS)
        until(lambda: place.findings.model.rowCount() > 0)
        choose_problem(place, api.ProblemKind.DUPLICATE_BLOCK_ID, "Blocks.md")
        until(lambda: bool(place.findings.finding.diff.toPlainText()))
        assert not place.findings.finding.fix_button.isEnabled()
        assert place.findings.finding.fix_button.toolTip() == "It can only be read."
        place.findings.fix()
        assert not place.findings.is_working
        assert (vault.root / "Blocks.md").read_bytes() == before


def test_the_last_problem_is_unfixed_by_its_key_although_the_list_is_gone(
    vault: Any, window: MainWindow, until: Callable[..., None], qtbot: Any
) -> None:
    for name in ("Дневник/2026-05-09.md", "Сад.md"):
        (vault.root / name).unlink()
    garbled = GARBLED + "\n[[Well]]\n"
    vault.write("Winter.md", garbled)
    vault.write("Pump.md", "The pump of the [[Well]] in [[Winter]].\n")
    window.show_place("library")
    place = window.place("library")
    assert isinstance(place, LibraryPlace)
    until(lambda: paths(place) == ["Pump.md", "Well.md", "Winter.md"])
    place.tabs.setCurrentIndex(FINDINGS)
    until(lambda: place.findings.can_fix() and not place.findings.is_looking)
    assert [(one.kind, one.note) for one in place.findings.model.values] == [
        (api.ProblemKind.DAMAGED_ENCODING, "Winter.md")
    ]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F)
    until(lambda: place.findings.state.text() == "Nothing is wrong with your notes.")
    assert not place.findings.list.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: (vault.root / "Winter.md").read_text(encoding="utf-8") == garbled)
    until(lambda: place.findings.list.hasFocus() and not place.findings.is_looking)


def test_an_orphan_is_shown_with_its_best_first_link_which_one_key_writes(
    vault: Any, window: MainWindow, until: Callable[..., None], qtbot: Any
) -> None:
    vault.write("Rain gauge.md", "# Rain gauge\n\nIt stands behind the shed.\n")
    vault.write("Weather.md", "# Weather\n\nI read the rain gauge every morning. See [[Well]].\n")
    window.show_place("library")
    place = window.place("library")
    assert isinstance(place, LibraryPlace)
    until(lambda: "Weather.md" in paths(place))
    place.tabs.setCurrentIndex(FINDINGS)
    until(lambda: place.findings.model.rowCount() > 0)
    choose_problem(place, api.ProblemKind.ORPHAN, "Rain gauge.md")
    until(lambda: place.findings.finding.suggestion is not None)
    assert place.findings.finding.link.heading.text() == "Weather → Rain gauge"
    place.findings.list.setFocus()
    qtbot.keyClick(place.findings.list, Qt.Key.Key_F)
    until(lambda: "[[" in (vault.root / "Weather.md").read_text(encoding="utf-8").partition("See")[0])
    until(lambda: not place.findings.is_working and not place.findings.is_looking)
    assert (api.ProblemKind.ORPHAN, "Rain gauge.md") not in [
        (one.kind, one.note) for one in place.findings.model.values
    ]


def test_a_duplicate_is_merged_only_after_the_merging_was_seen(
    vault: Any, window: MainWindow, until: Callable[..., None]
) -> None:
    text = "# Compost\n\nLeaves, kitchen waste and a little soil in turns; it is turned over twice a year.\n"
    vault.write("Compost.md", text)
    vault.write("Old/Compost.md", text)
    vault.write("Beds.md", "The beds get [[Compost]] in April.\n")
    window.show_place("library")
    place = window.place("library")
    assert isinstance(place, LibraryPlace)
    until(lambda: "Old/Compost.md" in paths(place) and "Beds.md" in paths(place))
    place.tabs.setCurrentIndex(FINDINGS)
    until(lambda: place.findings.model.rowCount() > 0)
    choose_problem(place, api.ProblemKind.DUPLICATE_NOTE, "Old/Compost.md")
    until(lambda: place.findings.finding.suggestion is not None)
    before = sorted(path.name for path in vault.root.rglob("*.md"))
    place.findings.fix()
    until(lambda: place.findings.finding.suggestion is None and place.findings.can_fix())
    assert sorted(path.name for path in vault.root.rglob("*.md")) == before, "it was shown, not written"
    assert "Compost.md" in place.findings.finding.diff.toPlainText()
    place.findings.fix()
    until(lambda: len(list(vault.root.rglob("Compost.md"))) == 1)
    until(lambda: not place.findings.is_working and not place.findings.is_looking)
    place.findings.undo()
    until(lambda: len(list(vault.root.rglob("Compost.md"))) == 2)
    until(lambda: not place.findings.is_working and not place.findings.is_looking)


class TestTopic:
    def test_the_few_notes_that_cover_a_topic_are_a_curve_a_list_and_a_query(
        self, place: LibraryPlace, until: Callable[..., None], qtbot: Any
    ) -> None:
        place.tabs.setCurrentIndex(TOPIC)
        qtbot.keyClicks(place.topic.topic, "well pump")
        qtbot.keyClick(place.topic.topic, Qt.Key.Key_Return)
        until(lambda: place.topic.has_cover)
        rows = place.topic.list.rows.rows
        assert {row.title for row in rows} == {"Well", "Pump"}
        points = place.topic.curve.points()
        assert len(points) == len(rows)
        assert [point.y() for point in points] == sorted((point.y() for point in points), reverse=True)
        assert rows[-1].side == "100%"
        assert "OR" in place.topic.query.text()
        place.topic.copy_button.click()
        assert QGuiApplication.clipboard().text() == place.topic.query.text()

    def test_a_topic_that_no_note_speaks_of_says_so(self, place: LibraryPlace, until: Callable[..., None]) -> None:
        place.tabs.setCurrentIndex(TOPIC)
        place.topic.topic.setText("zeppelin")
        place.topic.look_button.click()
        until(lambda: place.topic.state.text().startswith("No note speaks of it. Other words may."))
        assert "No note has “zeppelin”." in place.topic.state.text()
        assert not place.topic.curve.isVisible()

    def test_what_of_a_topic_could_not_be_done_is_said_with_it(
        self, place: LibraryPlace, until: Callable[..., None]
    ) -> None:
        place.tabs.setCurrentIndex(TOPIC)
        place.topic.topic.setText("zeppelin /(?=x)/")
        place.topic.look_button.click()
        until(lambda: place.topic.state.text().startswith("No note speaks of it."))
        assert "`/(?=x)/` cannot be searched for" in place.topic.state.text()


def test_files_are_counted_beside_qts_thread_alone(
    place: LibraryPlace, english: Any, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(lambda: place.files.groups.itemText(0) == "All files  4")
    counted_in: list[str] = []
    counted = files_panel.counted
    monkeypatch.setattr(
        files_panel, "counted", lambda files: counted_in.append(threading.current_thread().name) or counted(files)
    )
    english.use("ru")
    until(lambda: place.files.groups.itemText(0) == "Все файлы  4")
    assert counted_in == []
    place.files.refresh()
    until(lambda: bool(counted_in))
    assert threading.main_thread().name not in counted_in


def test_ten_thousand_files_are_a_model_that_qt_accepts(qtmodeltester: Any) -> None:
    files = [api.LibraryFile(api.NotePath(f"{number:05}.md"), "indexed", passages=2) for number in range(10_000)]
    model: ValueModel[api.LibraryFile] = ValueModel(file_row)
    model.show(files)
    qtmodeltester.check(model)
    assert model.rowCount() == 10_000
    assert model.index(9_999).data(Qt.ItemDataRole.AccessibleTextRole) == "09999. / · 2 passages"
    problems: ValueModel[api.Problem] = ValueModel(problem_row)
    problems.show([api.Problem(api.NotePath("a.md"), 3, api.ProblemKind.ORPHAN, "No other note links here.")])
    qtmodeltester.check(problems)
    assert problems.index(0).data() == "a"


@pytest.mark.usefixtures("in_all")
def test_every_word_is_russian_where_the_window_is(
    place: LibraryPlace, english: Any, until: Callable[..., None]
) -> None:
    place.tabs.setCurrentIndex(FINDINGS)
    until(lambda: place.findings.model.rowCount() > 0)
    choose_problem(place, api.ProblemKind.DUPLICATE_BLOCK_ID, "Blocks.md")
    english.use("ru")
    until(lambda: place.tabs.tabText(FILES) == "Файлы")
    assert place.findings.finding.heading.text() == "Идентификатор блока повторяется"
    shown = [label.text() for label in place.findings.finding.findChildren(QLabel) if label.isVisible()]
    assert not [text for text in shown if "identifier" in text.casefold()], shown
