"""What a recipe does, said to a person: what it asks for, part by part, without the fields that steer it."""

from vaultmind import api

_MARKS = ("{{title}}", "{{other}}", "{{date}}")
_IN_WORDS = {"en": ("the note", "the other note", "today"), "ru": ("эта заметка", "другая заметка", "сегодня")}
"""What the marks stand for, in the language of the recipe around them."""


def recipe_in_words(view: api.RecipeView) -> str:
    """Return what a built-in recipe asks for; one's own as it is written, for a person is to vouch for it."""
    recipe = view.recipe
    if recipe.note is not None:
        return view.text.partition("\n---\n")[2] or view.text
    asked = "\n\n".join((recipe.preamble, *(f"## {part.heading}\n\n{part.instruction}" for part in recipe.parts)))
    for mark, said in zip(_MARKS, _IN_WORDS.get(recipe.language, _IN_WORDS["en"]), strict=True):
        asked = asked.replace(mark, said)
    return asked.strip()
