"""Regular expressions over names, tags and properties, as a function of SQL."""

# ruff: noqa: S608 (the columns are constants; every value is bound)

import json
import sqlite3
from collections.abc import Iterator

from vaultmind.domain.query import PatternFilter, PatternPlace
from vaultmind.parsing.patterns import pattern_of

_COLUMNS = {
    PatternPlace.PATH: "note.path",
    PatternPlace.FILE: "note.path",
    PatternPlace.TAG: "note.tags",
    PatternPlace.PROPERTY: "note.properties",
}


def add_matching(db: sqlite3.Connection) -> None:
    """Let a connection ask ``matches(place, name, pattern, is_cased, column)``."""
    db.create_function("matches", 5, _matches, deterministic=True)


def condition_of(wanted: PatternFilter) -> tuple[str, list[object]]:
    """Return what asks for the notes a filter takes, with the values it binds."""
    values: list[object] = [wanted.place.value, wanted.name.casefold(), wanted.pattern, int(wanted.is_cased)]
    return f"note.id IN (SELECT note.id FROM note WHERE matches(?, ?, ?, ?, {_COLUMNS[wanted.place]}))", values


def _matches(place: str, name: str, written: str, is_cased: int, column: str) -> bool:
    pattern = pattern_of(written, is_cased=bool(is_cased))
    return pattern is not None and any(map(pattern.is_in, _texts(place, name, column)))


def _texts(place: str, name: str, column: str) -> Iterator[str]:
    if place == PatternPlace.PATH:
        yield column
    elif place == PatternPlace.FILE:
        yield column.rpartition("/")[2]
    elif place == PatternPlace.TAG:
        yield from (f"#{tag}" for tag in json.loads(column))
    elif column != "{}":
        for key, value in json.loads(column).items():
            if key.casefold() == name:
                yield from _written(value)


def _written(value: object) -> Iterator[str]:
    """Yield a property's value as text, or each entry of a list."""
    if isinstance(value, list):
        for entry in value:
            yield from _written(entry)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, dict):
        yield json.dumps(value, ensure_ascii=False)
    else:
        yield "" if value is None else str(value)
