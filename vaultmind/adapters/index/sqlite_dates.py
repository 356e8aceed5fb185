"""When a note was made, as SQL: what its properties say first, then the date that its name begins with."""

# ruff: noqa: S608 (statements are composed of constants alone)

CREATED_PROPERTIES = ("created", "date created", "created_at", "date")
"""Properties that say when a note was made; the first that holds a date counts."""

_NAME = "replace(path, rtrim(path, replace(path, '/', '')), '')"
_DIGIT = "[0-9]"
_DATE = f"{_DIGIT * 4}-[01]{_DIGIT}-[0-3]{_DIGIT}*"
_TIME = f"[12]{_DIGIT * 3}[01]{_DIGIT}[0-3]{_DIGIT}[0-2]{_DIGIT}[0-5]{_DIGIT}"
_BY_PROPERTY = ", ".join(
    f"(SELECT min(value) FROM property WHERE note_id = note.id AND name = '{name}' AND value GLOB '{_DIGIT * 4}*')"
    for name in CREATED_PROPERTIES
)
_BY_NAME = f"""
    CASE
        WHEN path NOT GLOB '{_DIGIT * 4}*' AND path NOT GLOB '*/{_DIGIT * 4}*' THEN NULL
        WHEN {_NAME} GLOB '{_DATE}' THEN substr({_NAME}, 1, 10)
        WHEN {_NAME} GLOB '{_TIME}[^0-9]*' OR {_NAME} GLOB '{_TIME}{_DIGIT * 2}[^0-9]*'
        THEN substr({_NAME}, 1, 4) || '-' || substr({_NAME}, 5, 2) || '-' || substr({_NAME}, 7, 2)
    END
"""

CREATED_NOTES = f"SELECT id AS note_id, coalesce({_BY_PROPERTY}, {_BY_NAME}) AS value FROM note"
"""Each note with the day or moment it was made, ISO 8601; NULL where nothing says so."""
