"""When a note was made, as SQL: what its properties say first, then the date that its name begins with."""

# ruff: noqa: S608 (statements are composed of constants alone)

from collections.abc import Sequence

CREATED_PROPERTIES = ("created", "date created", "created_at", "date")
"""Properties that say when a note was made; the first that holds a date counts."""

_NAME = "replace(path, rtrim(path, replace(path, '/', '')), '')"
_DIGIT = "[0-9]"
_DATE = f"{_DIGIT * 4}-[01]{_DIGIT}-[0-3]{_DIGIT}*"
_TIME = f"[12]{_DIGIT * 3}[01]{_DIGIT}[0-3]{_DIGIT}[0-2]{_DIGIT}[0-5]{_DIGIT}"
_BY_NAME = f"""
    CASE
        WHEN path NOT GLOB '{_DIGIT * 4}*' AND path NOT GLOB '*/{_DIGIT * 4}*' THEN NULL
        WHEN {_NAME} GLOB '{_DATE}' THEN substr({_NAME}, 1, 10)
        WHEN {_NAME} GLOB '{_TIME}[^0-9]*' OR {_NAME} GLOB '{_TIME}{_DIGIT * 2}[^0-9]*'
        THEN substr({_NAME}, 1, 4) || '-' || substr({_NAME}, 5, 2) || '-' || substr({_NAME}, 7, 2)
    END
"""

_IS_DATE = f"value GLOB '{_DIGIT * 4}*'"


def created_within(bounds: str) -> str:
    """Return a query for the notes made within bounds of ``value``, e.g. ``"value >= ?"``, ISO 8601 compared as text.

    Each property is looked up by its index, and binds the values of the bounds anew, as do the names: ``PLACES`` times.
    A note is found by what says so first, and by nothing else.
    """
    names = [f"'{name}'" for name in CREATED_PROPERTIES]
    first = [_said_first(name, names[:at]) for at, name in enumerate(names)]
    named = f"SELECT id AS note_id, {_BY_NAME} AS value FROM note"
    named = f"SELECT note_id FROM ({named}) AS named WHERE {bounds} AND {_no_date_in('named', names)}"
    return " UNION ALL ".join([*(f"{one} AND {bounds}" for one in first), named])


PLACES = len(CREATED_PROPERTIES) + 1
"""Places where a note can say when it was made."""


def _said_first(name: str, before: Sequence[str]) -> str:
    """Return a query for the notes that say it by a property, in its earliest value, and by none that goes before."""
    earlier = f"SELECT 1 FROM property AS earlier WHERE earlier.note_id = said.note_id AND earlier.name = {name}"
    earlier = f"{earlier} AND earlier.{_IS_DATE} AND earlier.value < said.value"
    said = f"SELECT note_id FROM property AS said WHERE name = {name} AND {_IS_DATE} AND NOT EXISTS ({earlier})"
    return f"{said} AND {_no_date_in('said', before)}" if before else said


def _no_date_in(note: str, names: Sequence[str]) -> str:
    other = f"SELECT 1 FROM property AS other WHERE other.note_id = {note}.note_id AND other.{_IS_DATE}"
    return f"NOT EXISTS ({other} AND other.name IN ({', '.join(names)}))"
