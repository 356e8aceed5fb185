"""Which recipe a person means by a name, said in full or in part."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from vaultmind.domain.recipe import Recipe


def recipes_named(written: str, recipes: Sequence[Recipe], *, language: str = "") -> list[Recipe]:
    """Return the recipes that a name may mean, by the surest of its readings; those of one name are one recipe.

    What is called so goes before an alias, an alias before what begins so and that before what holds it. Case, ё, forms
    of Unicode and spaces around do not matter. Of several by a part of their names, those in ``language`` go first.
    """
    wanted = _folded(written).removesuffix(".md")
    if not wanted:
        return []
    exact: tuple[Callable[[Recipe], bool], ...] = (
        lambda one: wanted in _called(one),
        lambda one: wanted in map(_folded, one.aliases),
    )
    for is_meant in exact:
        if found := [one for one in recipes if is_meant(one)]:
            return found
    in_part: tuple[Callable[[str], bool], ...] = (lambda name: name.startswith(wanted), lambda name: wanted in name)
    for fits in in_part:
        if found := [one for one in recipes if any(map(fits, _names(one)))]:
            own = [one for one in found if one.language == language]
            return own if own and len({one.name for one in found}) > 1 else found
    return []


def _called(recipe: Recipe) -> Iterable[str]:
    note = _folded(recipe.note or "").removesuffix(".md")
    return (_folded(recipe.name), _folded(recipe.title), note, note.rpartition("/")[2])


def _names(recipe: Recipe) -> Iterable[str]:
    """Return by what a recipe is found in part: not by its folder, which all of them have."""
    return map(_folded, (recipe.name, recipe.title, *recipe.aliases))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("ё", "е").split())
