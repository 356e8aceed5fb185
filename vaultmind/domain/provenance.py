"""How a note says that a model wrote it, so that an answer never rests on it unasked (decision 14)."""

from collections.abc import Mapping

from vaultmind.domain.note import PropertyValue

GENERATED_BY_PROPERTY = "generated-by"
GENERATED_BY = "vaultmind"


def is_generated(properties: Mapping[str, PropertyValue]) -> bool:
    """Say whether the properties of a note carry our own provenance, ``generated-by: vaultmind``."""
    value = properties.get(GENERATED_BY_PROPERTY)
    return isinstance(value, str) and value.strip().casefold() == GENERATED_BY
