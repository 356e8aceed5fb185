"""Recipes: the list with one that ships, and what one made of a note."""

from vaultmind_ui.place import NoteTarget
from vaultmind_ui.recipes.recipes_place import RecipesPlace

from scenes.stage import Scene, Stage

_NOTES = {"en": ("key-thoughts", "Bark grafting"), "ru": ("review", "Чёрный рак коры")}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (Scene("recipes-list", _listed), Scene("recipes-run", _run))


def _listed(stage: Stage) -> None:
    place = stage.show("recipes")
    assert isinstance(place, RecipesPlace)
    stage.until(lambda: place.view_of is not None)


def _run(stage: Stage) -> None:
    place = stage.show("recipes")
    assert isinstance(place, RecipesPlace)
    stage.until(lambda: place.view_of is not None)
    name, note = _NOTES[stage.language]
    rows = place.list.rows.rows
    wanted = (name, stage.language)
    number = next(n for n, row in enumerate(rows) if (row.subject.name, row.subject.language) == wanted)  # type: ignore[attr-defined]
    place.list.setCurrentIndex(place.list.rows.index(number))
    stage.until(lambda: place.view_of is not None and place.view_of.recipe.name == name)
    place.show_target(NoteTarget(note))
    place.run(dry_run=True)
    stage.until(lambda: place.output is not None)
