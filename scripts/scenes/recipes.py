"""Recipes: the list with one that ships, one at work, one that failed, and what one made of a note."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from vaultmind_ui.place import NoteTarget
from vaultmind_ui.recipes.recipes_place import RecipesPlace

from scenes.stage import Scene, Stage
from vaultmind import api

_MOST = 10_000
_NOTES = {"en": ("key-thoughts", "Bark grafting"), "ru": ("review", "Чёрный рак коры")}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("recipes-list", _listed),
        Scene("recipes-run", _run),
        Scene("recipes-running", _at_work),
        Scene("recipes-failed", _failed),
        Scene("recipes-many", _many),
    )


def _listed(stage: Stage) -> None:
    place = stage.show("recipes")
    assert isinstance(place, RecipesPlace)
    stage.until(lambda: place.view_of is not None)


def _run(stage: Stage) -> None:
    place = _chosen(stage)
    place.run(dry_run=True)
    stage.until(lambda: place.output is not None)


def _at_work(stage: Stage) -> Callable[[], object]:
    stage.open_as(_ThroughOnePart)
    place = _chosen(stage)
    place.run()
    stage.until(lambda: bool(place.text.toPlainText()) and "2" in place.going.text())

    def stop() -> None:
        place.stop()
        stage.until(place.stop_button.isHidden)
        stage.open_again()

    return stop


def _failed(stage: Stage) -> Callable[[], object]:
    stage.open_as(_FailsAfterOnePart)
    place = _chosen(stage)
    place.run()
    stage.until(lambda: bool(place.problem.text()))
    return stage.open_again


def _many(stage: Stage) -> Callable[[], object]:
    stage.open_as(_HasManyRecipes)
    place = stage.show("recipes")
    assert isinstance(place, RecipesPlace)
    stage.until(lambda: len(place.list.rows.rows) > _MOST)
    place.list.setCurrentIndex(place.list.rows.index(0))
    stage.until(lambda: place.view_of is not None)
    place.list.scrollTo(place.list.rows.index(_MOST // 2))

    def put_back() -> None:
        place.list.scrollToTop()
        stage.open_again()

    return put_back


def _chosen(stage: Stage) -> RecipesPlace:
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
    return place


class _HasManyRecipes:
    """A session with ten thousand recipes of the person's own beside those that ship."""

    def __init__(self, session: api.Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def recipes(self) -> api.Recipes:
        own = (
            api.RecipeLine(
                f"mine-{number}", f"Recipe {number:05}", "en", api.NotePath(f"Recipes/Recipe {number:05}.md"), True
            )
            for number in range(1, _MOST + 1)
        )
        return api.Recipes((*self._session.recipes().lines, *own))


class _ThroughOnePart:
    """A session whose recipe makes one of three parts, and is at the second until it is stopped; nothing is written."""

    def __init__(self, session: api.Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def run_recipe(self, request: api.RecipeRequest, *, cancel: Any) -> Iterator[object]:
        yield api.Progress("recipe", 0, 3)
        tried = api.RecipeRequest(request.name, request.notes, language=request.language, dry_run=True)
        yield next(one for one in self._session.run_recipe(tried, cancel=cancel) if isinstance(one, api.PartMade))
        yield api.Progress("recipe", 1, 3)
        self._end(cancel)

    def _end(self, cancel: Any) -> None:
        while not cancel.cancelled():
            time.sleep(0.05)


class _FailsAfterOnePart(_ThroughOnePart):
    def _end(self, cancel: Any) -> None:  # noqa: ARG002
        raise api.VaultMindError(
            "The disk with /home/anna/.local/share/vaultmind is full: free some space, then index again."
        )
