"""Recipes in the window, over a real vault: chosen, shown, run on a note, undone, made one's own and confirmed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from vaultmind_ui.answering import Answering
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import NoteTarget
from vaultmind_ui.recipes.recipes_place import RecipesPlace


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
