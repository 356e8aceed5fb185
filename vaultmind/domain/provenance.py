"""How a note says that a model wrote it, so that an answer never rests on it unasked (decision 14)."""

from collections.abc import Mapping

from vaultmind.domain.note import PropertyValue

GENERATED_BY_PROPERTY = "generated-by"
GENERATED_BY = "vaultmind"
KIND_PROPERTY = "vaultmind"
"""The property that says what a note is to this program."""
CONVERSATION = "conversation"
NOTES_OWN = "notes"
"""What stands for a model's name where no model wrote: the notes' own sentences."""
RECIPE = "recipe"


def is_generated(properties: Mapping[str, object]) -> bool:
    """Say whether the properties of a note carry our own provenance, ``generated-by: vaultmind``."""
    value = properties.get(GENERATED_BY_PROPERTY)
    return isinstance(value, str) and value.strip().casefold() == GENERATED_BY


def is_recipe(properties: Mapping[str, PropertyValue]) -> bool:
    """Say whether a note is a recipe, ``vaultmind: recipe``: what a model is told is no evidence either."""
    return properties.get(KIND_PROPERTY) == RECIPE


def begin_of_region(name: str) -> str:
    """Return the comment before a stretch of a note that a program writes and may write anew."""
    return f"%% Begin {name} %%"


def end_of_region(name: str) -> str:
    """Return the comment after such a stretch."""
    return f"%% End {name} %%"


def is_own_region(comment: str) -> bool:
    """Say whether a comment begins a stretch that this program wrote, which is no evidence."""
    return comment.startswith(f"%% Begin {GENERATED_BY} ")


def is_end_of_own_region(comment: str) -> bool:
    """Say whether a comment ends such a stretch."""
    return comment.startswith(f"%% End {GENERATED_BY} ")
