"""The inbox of suggestions: what is shown, and that one key does one thing, with its way back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from vaultmind_ui.links.arranging import Arrangement, Group, Grouping, Order, Section, arrange, sure_ones
from vaultmind_ui.links.links_place import LinksPlace
from vaultmind_ui.links.phrases import change_of, reason_words
from vaultmind_ui.links.suggestion_model import Role, SuggestionModel
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import NoteTarget

from tests.ui.conftest import SmallVault
from vaultmind import api
from vaultmind.domain.suggestion import SuggestionPlace

WALK = "# Walk\n\nWe went to the well. The pump was loud.\n"


def suggestion(
    number: int, *, score: float = 0.5, start: int = 0, certain: bool = True, **said: str
) -> api.LinkSuggestion:
    return api.LinkSuggestion(
        id=f"{number:x}",
        source=api.NotePath(said.get("source", "a.md")),
        target=api.NotePath(said.get("target", "b.md")),
        kind=api.SuggestionKind(said.get("kind", "mention")),
        anchor=SuggestionPlace(1, start, start + 4, "well"),
        replacement="[[b|well]]",
        score=score,
        name="well",
        sentence="well and more",
        sentence_start=start,
        certain=certain,
    )


@pytest.fixture
def vault(vault: SmallVault) -> SmallVault:
    vault.write("Walk.md", WALK)
    vault.write("Mill.md", "The [[Pump|pump]] and the [[Well|well]] feed it.\n")
    vault.write("Old.md", "See [[Gone/Pump]] and [[Barn]].\n")
    vault.write("Older.md", "[[Barn]] again.\n")
    return vault


@pytest.fixture
def place(window: MainWindow, until: Callable[..., None]) -> LinksPlace:
    window.show_place("links")
    shown = window.place("links")
    assert isinstance(shown, LinksPlace)
    until(lambda: not shown.is_loading and not shown.is_busy and shown.model.rowCount() > 0)
    return shown


def choose(place: LinksPlace, target: str, until: Callable[..., None]) -> api.LinkSuggestion:
    until(lambda: not place.is_busy and not place.is_loading)
    one = next(one for one in place.model.suggestions() if one.target == target and one.source == "Walk.md")
    place.list.setCurrentIndex(place.model.index_of(one.id))
    until(lambda: place.detail.shown == one)
    return one


def test_what_an_empty_section_says_stands_in_the_middle(place: LinksPlace, until: Callable[..., None]) -> None:
    def middle() -> float:
        return place.state.mapTo(place, place.state.rect().center()).x() / place.width()

    until(place.right.isVisible)
    for section in (Section.DUPLICATES, Section.REJECTED):
        place.tabs.setCurrentIndex(list(Section).index(section))
        until(lambda: place.state.isVisible() and abs(middle() - 0.5) < 0.03)
    place.tabs.setCurrentIndex(0)
    until(place.right.isVisible)


def test_the_model_is_one_that_qt_can_trust(qtmodeltester: ModelTester) -> None:
    model = SuggestionModel()
    model.show(arrange([suggestion(n, source=f"{n % 3}.md") for n in range(9)], Arrangement()), Grouping.NOTE)
    qtmodeltester.check(model)
    assert model.rowCount() == 12
    model.remove({"0", "3", "6"})
    assert model.rowCount() == 8
    assert [row.path for row in (model.index(n).data(Role.ROW) for n in range(8)) if isinstance(row, Group)] == [
        "1.md",
        "2.md",
    ]


def test_heads_cannot_be_chosen_and_the_next_suggestion_is_found() -> None:
    model = SuggestionModel()
    model.show(arrange([suggestion(1), suggestion(2, source="c.md")], Arrangement(order=Order.NAME)), Grouping.NOTE)
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert [model.near(row).row() for row in range(4)] == [1, 1, 3, 3]
    assert model.near(9).row() == 3
    model.remove({"1", "2"})
    assert model.rowCount() == 0
    assert model.near(0) == QModelIndex()


def test_rows_are_grouped_ordered_and_filtered() -> None:
    every = [
        suggestion(1, source="a.md", target="x.md", score=0.2),
        suggestion(2, source="b.md", target="x.md", score=0.9),
        suggestion(3, source="b.md", target="y.md", score=0.95),
        suggestion(4, source="b.md", target="z.md", kind="unresolved"),
    ]

    def shown(how: Arrangement) -> list[str]:
        return [row.path if isinstance(row, Group) else row.id for row in arrange(every, how)]

    assert shown(Arrangement()) == ["b.md", "3", "2", "a.md", "1"]
    assert shown(Arrangement(order=Order.NAME)) == ["a.md", "1", "b.md", "3", "2"]
    assert shown(Arrangement(grouping=Grouping.TARGET)) == ["y.md", "3", "x.md", "2", "1"]
    assert shown(Arrangement(needle="Y.MD")) == ["b.md", "3"]
    assert shown(Arrangement(section=Section.UNRESOLVED)) == ["b.md", "4"]


def test_sure_ones_take_no_words_twice() -> None:
    every = [suggestion(1, score=0.9), suggestion(2, score=0.95), suggestion(3, score=0.85, start=30), suggestion(4)]
    every.append(suggestion(5, score=0.99, start=60, certain=False))
    assert [one.id for one in sure_ones(every)] == ["2", "3"]


def test_the_change_is_told_within_its_sentence() -> None:
    change = change_of(suggestion(1, start=7))
    assert (change.before, change.removed, change.added, change.after) == ("", "well", "[[b|well]]", " and more")


def test_reasons_are_words_in_both_languages(english: object) -> None:
    three = api.SuggestionReason(api.SuggestionReasonKind.NAMED, "3")
    assert reason_words(three) == "named 3 times"
    fared = api.SuggestionReason(api.SuggestionReasonKind.USUALLY_LINKED, "1/3")
    assert reason_words(fared) == "by these words linked in 1 note, left plain in 2"
    english.use("ru")  # type: ignore[attr-defined]
    assert reason_words(three) == "названа 3 раза"
    kinds = list(api.SuggestionReasonKind)
    said = {reason_words(api.SuggestionReason(kind, "2/5" if "usually" in kind else "5")) for kind in kinds}
    assert len(said) == len(kinds)


def test_one_key_accepts_one_link_and_another_takes_it_back(
    place: LinksPlace, vault: SmallVault, qtbot: QtBot, until: Callable[..., None]
) -> None:
    walk = vault.root / "Walk.md"
    one = choose(place, "Well.md", until)
    qtbot.keyClick(place.list, Qt.Key.Key_A)
    qtbot.keyClick(place.list, Qt.Key.Key_A)
    until(lambda: not place.is_busy)
    assert walk.read_text(encoding="utf-8") == WALK.replace("the well", "the [[Well|well]]")
    assert one.id not in {other.id for other in place.model.suggestions()}
    choose(place, "Pump.md", until)
    qtbot.keyClick(place.list, Qt.Key.Key_A)
    until(lambda: not place.is_busy)
    assert "[[Pump|pump]]" in walk.read_text(encoding="utf-8")
    for _ in range(2):
        qtbot.keyClick(place, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        until(lambda: not place.is_busy and not place.is_loading)
    assert walk.read_text(encoding="utf-8") == WALK
    until(lambda: one.id in {other.id for other in place.model.suggestions()})


def test_what_was_taken_back_elsewhere_does_not_bar_the_way_to_what_was_accepted_before(
    place: LinksPlace, window: MainWindow, vault: SmallVault, qtbot: QtBot, until: Callable[..., None]
) -> None:
    for target in ("Well.md", "Pump.md"):
        choose(place, target, until)
        qtbot.keyClick(place.list, Qt.Key.Key_A)
        until(lambda: not place.is_busy)
    undone: list[api.WriteReport] = []
    window.shell.bridge.call(place, lambda session: session.undo(), undone.append)
    until(lambda: bool(undone))
    for _ in range(2):
        qtbot.keyClick(place, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        until(lambda: not place.is_busy and not place.is_loading)
    assert (vault.root / "Walk.md").read_text(encoding="utf-8") == WALK


def test_a_rejected_link_is_shown_under_rejected_and_taken_back(
    place: LinksPlace, qtbot: QtBot, until: Callable[..., None]
) -> None:
    one = choose(place, "Pump.md", until)
    qtbot.keyClick(place.list, Qt.Key.Key_R)
    until(lambda: not place.is_busy and place.rejected.rows.rowCount() == 1)
    assert one.id not in {other.id for other in place.model.suggestions()}
    place.tabs.setCurrentIndex(list(Section).index(Section.REJECTED))
    row = place.rejected.current
    assert row is not None
    assert row.title == "Walk → Pump"
    qtbot.keyClick(place.rejected, Qt.Key.Key_T)
    until(lambda: not place.is_busy and place.rejected.rows.rowCount() == 0)
    place.tabs.setCurrentIndex(0)
    until(lambda: one.id in {other.id for other in place.model.suggestions()})


def test_all_sure_ones_are_written_only_after_their_preview(
    place: LinksPlace, vault: SmallVault, until: Callable[..., None]
) -> None:
    before = (vault.root / "Old.md").read_bytes()
    assert place.sure_button.isEnabled()
    place.sure_button.click()
    until(lambda: bool(place.preview.suggestions))
    assert "[[Pump]]" in place.preview.diff.toPlainText()
    assert (vault.root / "Old.md").read_bytes() == before
    place.preview.leave_button.click()
    assert not place.preview.suggestions
    place.sure_button.click()
    until(lambda: bool(place.preview.suggestions))
    place.preview.write_button.click()
    until(lambda: not place.is_busy and not place.preview.suggestions)
    assert (vault.root / "Old.md").read_text(encoding="utf-8") == "See [[Pump]] and [[Barn]].\n"
    place.undo()
    until(lambda: not place.is_busy and (vault.root / "Old.md").read_bytes() == before)


def test_other_sections_have_their_own_and_a_missing_note_is_made(
    place: LinksPlace, vault: SmallVault, until: Callable[..., None]
) -> None:
    place.tabs.setCurrentIndex(list(Section).index(Section.UNRESOLVED))
    until(lambda: [one.replacement for one in place.model.suggestions()] == ["[[Pump]]"])
    place.tabs.setCurrentIndex(list(Section).index(Section.MISSING))
    until(lambda: [one.target for one in place.model.suggestions()] == ["Barn.md"])
    assert place.detail.accept_button.text() == "Make the note"
    place.accept()
    until(lambda: (vault.root / "Barn.md").exists() and not place.is_busy)
    assert place.model.rowCount() == 0


def test_the_suggestions_of_one_note_and_again_of_all(
    place: LinksPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    window.shell.show_place("links", NoteTarget("Old.md"))
    until(lambda: not place.is_loading and place.note == "Old.md")
    assert {one.source for one in place.suggestions.values()} == {"Old.md"}
    place.scope_button.click()
    until(lambda: not place.is_loading and "Walk.md" in {one.source for one in place.suggestions.values()})
    assert place.note == ""


def test_what_cannot_be_looked_for_is_not_called_none(
    window: MainWindow, vault: SmallVault, until: Callable[..., None]
) -> None:
    (folder,) = (vault.data / "vaults").iterdir()
    memory = folder / "memory.sqlite"
    memory.unlink(missing_ok=True)
    memory.mkdir()
    window.show_place("links")
    place = window.place("links")
    assert isinstance(place, LinksPlace)
    until(lambda: not place.is_loading and str(folder) in place.trouble.sentence.text())
    assert place.trouble.isVisible()
    memory.rmdir()
    place.load()
    until(lambda: not place.is_loading and place.model.rowCount() > 0)


def test_nothing_is_written_into_a_vault_that_cannot_be_written(
    place: LinksPlace, vault: SmallVault, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    choose(place, "Well.md", until)
    monkeypatch.setattr(type(place.shell), "why_no_writes", property(lambda _: "It cannot be written."))
    place.accept()
    assert not place.is_working
    assert Path(vault.root / "Walk.md").read_text(encoding="utf-8") == WALK


def test_enter_writes_what_is_previewed_and_escape_leaves_it(
    place: LinksPlace, vault: SmallVault, until: Callable[..., None]
) -> None:
    before = (vault.root / "Walk.md").read_bytes()
    one = choose(place, "Well.md", until)
    for _ in range(2):
        place.preview_of((one,))
        until(place.preview.write_button.hasFocus)
        QTest.keyClick(place.preview.write_button, Qt.Key.Key_Escape)
        assert place.preview.suggestions == ()
        assert place.list.hasFocus()
    assert (vault.root / "Walk.md").read_bytes() == before
    place.preview_of((one,))
    until(place.preview.write_button.hasFocus)
    QTest.keyClick(place.preview.write_button, Qt.Key.Key_Return)
    until(lambda: "[[Well|well]]" in (vault.root / "Walk.md").read_text(encoding="utf-8"))


def test_escape_stops_looking_and_says_that_it_did(place: LinksPlace, until: Callable[..., None]) -> None:
    place.load()
    assert place.is_loading
    QTest.keyClick(place, Qt.Key.Key_Escape)
    assert not place.is_loading
    until(lambda: not place.is_busy)
    if not place.model.rowCount():
        assert place.trouble.sentence.text() == "It was not looked to the end."
        assert place.trouble.again.isVisible()
    place.activated()
    until(lambda: not place.is_loading and not place.is_busy and place.model.rowCount() > 0)
