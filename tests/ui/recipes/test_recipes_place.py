"""Recipes in the window, over a real vault: chosen, shown, run on a note, undone, made one's own and confirmed."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from vaultmind_ui.answering import Answering
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import NoteTarget
from vaultmind_ui.recipes.recipes_place import RecipesPlace

from vaultmind.api import VaultProblem
from vaultmind.session import recipes
from vaultmind.session.writing import Writing


@pytest.fixture
def place(window: MainWindow, until: Callable[..., None]) -> RecipesPlace:
    window.show_place("recipes")
    found = window.place("recipes")
    assert isinstance(found, RecipesPlace)
    until(lambda: found.view_of is not None)
    return found


def choose(place: RecipesPlace, name: str, until: Callable[..., None], *, language: str = "en") -> None:
    rows = place.list.rows.rows
    number = next(n for n, row in enumerate(rows) if (row.subject.name, row.subject.language) == (name, language))
    place.list.setCurrentIndex(place.list.rows.index(number))
    until(lambda: place.view_of is not None and place.view_of.recipe.name == name)


def test_the_shipped_recipes_are_listed_and_the_first_in_the_windows_language_is_shown(place: RecipesPlace) -> None:
    assert len(place.list.rows.rows) == 14
    assert place.view_of is not None
    assert place.view_of.recipe.language == "en"
    assert place.heading.text() == place.view_of.recipe.title


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_built_in_recipe_is_shown_by_what_it_asks_for_and_ones_own_as_it_is_written(
    place: RecipesPlace, window: MainWindow, until: Callable[..., None], language: str
) -> None:
    for line in [row.subject for row in place.list.rows.rows if row.subject.language == language]:
        choose(place, line.name, until, language=language)
        until(lambda: place.view_of is not None and place.view_of.recipe.language == language)
        shown = place.text.toPlainText()
        assert place.view_of is not None
        assert all(part.heading in shown for part in place.view_of.recipe.parts)
        assert "::" not in shown
        assert "{{" not in shown
    choose(place, "review", until, language=language)
    place.customise_button.click()
    until(lambda: not place.isVisible())
    window.show_place("recipes")
    until(lambda: any(row.side == "new or changed" for row in place.list.rows.rows))
    choose(place, "review", until, language=language)
    until(lambda: place.view_of is not None and place.view_of.recipe.note is not None)
    assert "form:: prose" in place.text.toPlainText()


def test_a_recipe_is_run_on_a_note_shown_written_and_undone(
    place: RecipesPlace, vault: object, until: Callable[..., None]
) -> None:
    choose(place, "summary", until)
    place.show_target(NoteTarget("Well"))
    file = vault.root / "Well.md"  # type: ignore[attr-defined]
    before = file.read_bytes()
    place.show_button.click()
    until(lambda: place.output is not None and not place.stop_button.isVisible())
    assert file.read_bytes() == before
    assert not place.undo_button.isVisible()
    place.run_button.click()
    until(place.undo_button.isVisible)
    assert b"%% Begin vaultmind summary %%" in file.read_bytes()
    assert "twelve metres" in place.text.toPlainText()
    place.undo_button.click()
    until(lambda: not place.undo_button.isVisible())
    assert file.read_bytes() == before


def test_what_was_written_is_taken_back_by_the_key_right_after_a_note_was_typed(
    place: RecipesPlace, vault: object, until: Callable[..., None]
) -> None:
    choose(place, "summary", until)
    place.window().activateWindow()
    place.note_field.setFocus()
    until(place.note_field.hasFocus)
    QTest.keyClicks(place.note_field, "Well")
    file = vault.root / "Well.md"  # type: ignore[attr-defined]
    before = file.read_bytes()
    QTest.keyClick(place.note_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(place.undo_button.isVisible)
    assert file.read_bytes() != before
    focused = place.window().focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: not place.undo_button.isVisible())
    assert file.read_bytes() == before
    assert place.note_field.text() == "Well"


class Gate:
    """Holds what was done in a worker until the test lets it go on."""

    def __init__(self) -> None:
        self.reached, self.may_go = threading.Event(), threading.Event()

    def hold(self) -> None:
        self.reached.set()
        assert self.may_go.wait(30)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.may_go.set()


@pytest.fixture
def after_the_first_part(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> Gate:
    make = recipes.make_draft

    def held(*given: Any) -> Iterator[Any]:
        for event in make(*given):
            yield event
            gate.hold()

    monkeypatch.setattr(recipes, "make_draft", held)
    return gate


def test_a_run_says_which_part_it_is_at_and_a_stop_that_nothing_was_written(
    place: RecipesPlace, vault: object, after_the_first_part: Gate, until: Callable[..., None]
) -> None:
    choose(place, "summary", until)
    place.show_target(NoteTarget("Well"))
    file = vault.root / "Well.md"  # type: ignore[attr-defined]
    before = file.read_bytes()
    place.run_button.click()
    assert place.going.text() == "Reading the notes…"
    until(lambda: place.going.text() == "Part 2 of 2 is being written…")
    assert place.going.isVisible()
    place.shell.translation.use("ru")
    until(lambda: place.going.text() == "Пишется часть 2 из 2…")
    place.shell.translation.use("en")
    place.stop_button.click()
    assert place.going.text() == "Stopping…"
    after_the_first_part.may_go.set()
    until(lambda: place.going.text() == "Stopped; nothing was written.")
    assert not place.stop_button.isVisible()
    assert file.read_bytes() == before
    place.run_button.click()
    until(place.undo_button.isVisible)
    assert place.going.text() == "Made of the notes' own sentences."


def test_a_stop_that_comes_after_the_write_shows_it_to_be_taken_back(
    place: RecipesPlace, vault: object, gate: Gate, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    put = Writing.put_recipe

    def held(*given: Any, **named: Any) -> Any:
        written = put(*given, **named)
        gate.hold()
        return written

    monkeypatch.setattr(Writing, "put_recipe", held)
    choose(place, "summary", until)
    place.show_target(NoteTarget("Well"))
    file = vault.root / "Well.md"  # type: ignore[attr-defined]
    before = file.read_bytes()
    place.run_button.click()
    until(gate.reached.is_set)
    place.stop_button.click()
    gate.may_go.set()
    until(place.undo_button.isVisible)
    assert "Stopped" not in place.going.text()
    place.undo_button.click()
    until(lambda: not place.undo_button.isVisible())
    assert file.read_bytes() == before


def test_a_run_that_failed_says_so_keeps_its_parts_and_can_be_run_again(
    place: RecipesPlace, vault: object, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    put, failures = Writing.put_recipe, iter((VaultProblem("The disk is full."),))

    def fails_once(*given: Any, **named: Any) -> Any:
        for problem in failures:
            raise problem
        return put(*given, **named)

    monkeypatch.setattr(Writing, "put_recipe", fails_once)
    choose(place, "summary", until)
    place.show_target(NoteTarget("Well"))
    file = vault.root / "Well.md"  # type: ignore[attr-defined]
    before = file.read_bytes()
    place.run_button.click()
    until(lambda: place.problem.text() == "The disk is full." and not place.stop_button.isVisible())
    assert place.problem.isVisible()
    assert "nothing was written" in place.going.text()
    assert "twelve metres" in place.text.toPlainText()
    assert not place.trouble.isVisible()
    assert file.read_bytes() == before
    place.run_button.click()
    until(place.undo_button.isVisible)
    assert place.going.text() == "Made of the notes' own sentences."
    assert not place.problem.isVisible()


def test_what_was_made_stays_to_be_undone_when_one_comes_back(
    place: RecipesPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    choose(place, "summary", until)
    place.show_target(NoteTarget("Well"))
    place.run_button.click()
    until(place.undo_button.isVisible)
    asked, seen = place.view_of, place.text.toPlainText()
    window.show_place("history")
    window.show_place("recipes")
    until(lambda: place.view_of is not asked)
    assert place.undo_button.isVisible()
    assert place.text.toPlainText() == seen


def test_another_recipe_chosen_while_one_runs_is_shown_as_it_is_and_the_run_where_it_belongs(
    place: RecipesPlace, window: MainWindow, vault: object, after_the_first_part: Gate, until: Callable[..., None]
) -> None:
    choose(place, "summary", until)
    ran = place.heading.text()
    place.show_target(NoteTarget("Well"))
    place.run_button.click()
    until(after_the_first_part.reached.is_set)
    until(lambda: "twelve metres" in place.text.toPlainText())
    choose(place, "review", until)
    assert place.view_of is not None
    asked = [part.heading for part in place.view_of.recipe.parts]
    assert "twelve metres" not in place.text.toPlainText()
    assert place.going.text().startswith(f"“{ran}”: ")
    assert place.stop_button.isVisible()
    assert not place.run_button.isEnabled()
    assert place.run_button.toolTip() == f"“{ran}” is running: wait for it, or stop it."
    choose(place, "summary", until)
    assert "twelve metres" in place.text.toPlainText()
    assert not place.going.text().startswith("“")
    choose(place, "review", until)
    after_the_first_part.may_go.set()
    until(lambda: not place.stop_button.isVisible())
    assert window.status_line.said.text() == "Written into Well.md."
    assert all(heading in place.text.toPlainText() for heading in asked)
    assert "twelve metres" not in place.text.toPlainText()
    assert not place.going.isVisible()
    assert not place.undo_button.isVisible()
    choose(place, "summary", until)
    assert "twelve metres" in place.text.toPlainText()
    place.undo_button.click()
    until(lambda: not place.undo_button.isVisible())
    choose(place, "review", until)
    choose(place, "summary", until)
    assert "twelve metres" not in place.text.toPlainText()


def test_a_run_that_fails_or_is_stopped_beside_another_recipe_is_said_in_the_status_line(
    place: RecipesPlace, window: MainWindow, gate: Gate, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    def broken(*_: object) -> Iterator[Any]:
        gate.hold()
        raise VaultProblem("The disk is gone.")
        yield

    monkeypatch.setattr(recipes, "make_draft", broken)
    choose(place, "summary", until)
    ran = place.heading.text()
    place.show_target(NoteTarget("Well"))
    place.run_button.click()
    until(gate.reached.is_set)
    choose(place, "review", until)
    gate.may_go.set()
    until(lambda: not place.stop_button.isVisible())
    assert window.status_line.said.text() == f"“{ran}”: The disk is gone."
    assert not place.problem.isVisible()
    choose(place, "summary", until)
    assert place.problem.text() == "The disk is gone."
    assert place.going.text().startswith("It failed, and nothing was written.")


def test_in_a_vault_that_can_only_be_read_enter_runs_nothing_and_says_why(
    place: RecipesPlace, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(place, "summary", until)
    why = "The disk of /mnt can only be read."
    monkeypatch.setattr(type(place.shell), "why_no_writes", property(lambda _: why))
    place.note_field.setText("Welcome")
    QTest.keyClick(place.note_field, Qt.Key.Key_Return)
    assert place.problem.text() == why
    assert not place.stop_button.isVisible()


def test_a_note_must_be_named_and_exist(place: RecipesPlace, until: Callable[..., None]) -> None:
    choose(place, "summary", until)
    place.run_button.click()
    assert "Name the note" in place.problem.text()
    place.note_field.setText("Nowhere")
    place.run_button.click()
    until(lambda: "Nowhere" in place.problem.text())
    assert place.problem.isVisible()


def test_two_notes_are_asked_for_where_a_recipe_compares_and_none_where_it_reads_days(
    place: RecipesPlace, until: Callable[..., None]
) -> None:
    choose(place, "compare", until)
    assert place.other_field.isVisible()
    choose(place, "weekly-digest", until)
    assert not place.note_field.isVisible()


def test_a_recipe_made_ones_own_is_to_be_read_before_it_runs(
    place: RecipesPlace, window: MainWindow, vault: object, until: Callable[..., None]
) -> None:
    choose(place, "review", until)
    place.customise_button.click()
    until(lambda: not place.isVisible())
    assert (vault.root / "Recipes" / "Review.md").exists()  # type: ignore[attr-defined]
    window.show_place("recipes")
    until(lambda: any(row.side == "new or changed" for row in place.list.rows.rows))
    choose(place, "review", until)
    until(lambda: place.view_of is not None and place.view_of.recipe.note is not None)
    assert place.new.isVisible()
    assert place.run_button.text() == "I have read it: run it"
    assert not place.customise_button.isVisible()
    place.note_field.setText("Well")
    place.run_button.click()
    until(place.undo_button.isVisible)


def test_the_model_that_was_chosen_carries_the_recipe_out(
    place: RecipesPlace, window: MainWindow, until: Callable[..., None]
) -> None:
    choose(place, "summary", until)
    place.show_target(NoteTarget("Well"))
    place.model.heed(Answering("", ("nowhere",)))
    place.model.setCurrentIndex(place.model.findText("nowhere"))
    place.show_button.click()
    until(lambda: "nowhere" in place.problem.text())
    assert place.output is None
    place.model.setCurrentIndex(0)
    place.show_button.click()
    until(lambda: place.output is not None)
    place.model.wanted.emit()
    assert window.stack.currentWidget() is window.place("models")


def test_tab_goes_from_the_notes_to_the_model_and_on_to_run(place: RecipesPlace, until: Callable[..., None]) -> None:
    choose(place, "compare", until)
    place.window().activateWindow()
    place.note_field.setFocus()
    for after in (place.other_field, place.model, place.run_button, place.show_button):
        focused = place.window().focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert after.hasFocus()


def test_a_model_whose_name_has_no_room_ends_in_an_ellipsis(place: RecipesPlace) -> None:
    place.model.addItem("a-model-of-a-very-long-name-that-no-box-has-room-for-at-all-and-then-some-more", "x")
    place.model.setCurrentIndex(place.model.count() - 1)
    assert place.model.shown_words().startswith("a-model")
    assert place.model.shown_words().endswith("…")
    place.model.setCurrentIndex(0)
    assert place.model.shown_words() == place.model.currentText()
