"""How a note says that a model wrote it, so that an answer never rests on it unasked (decision 14)."""

from collections.abc import Mapping

from vaultmind.domain.note import PropertyValue

GENERATED_BY_PROPERTY = "generated-by"
GENERATED_BY = "vaultmind"
KIND_PROPERTY = "vaultmind"
"""The property that says what a note is to this program."""
CONVERSATION = "conversation"
RECIPE = "recipe"


def is_generated(properties: Mapping[str, PropertyValue]) -> bool:
    """Say whether the properties of a note carry our own provenance, ``generated-by: vaultmind``."""
    value = properties.get(GENERATED_BY_PROPERTY)
    return isinstance(value, str) and value.strip().casefold() == GENERATED_BY


def is_recipe(properties: Mapping[str, PropertyValue]) -> bool:
    """Say whether a note is a recipe, ``vaultmind: recipe``: what a model is told is no evidence either."""
    return properties.get(KIND_PROPERTY) == RECIPE
