"""The map of a vault, made of its catalog and its graph; where notes were drawn is kept with the index."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from vaultmind.domain.daily_notes import DailyNotes
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.vault_map import MapNote, MapPlace, VaultMap
from vaultmind.ports import Catalog, NoteRow

_PLACES = "map_places"
_DAYS = ("created", "date", "day", "дата", "создано")
"""Properties that say when a note was made, the first that is there."""


def map_of(catalog: Catalog, graph: LinkGraph, daily_notes: DailyNotes | None) -> VaultMap:
    """Return the map of a vault; links to excluded notes and to itself are left out."""
    rows = [row for row in catalog.notes() if not row.is_excluded]
    places = _places(catalog)
    notes = tuple(
        MapNote(row.path, row.title, _day_of(row, daily_notes), row.tags, *places.get(row.path, (None, None)))
        for row in rows
    )
    numbers = {row.path: number for number, row in enumerate(rows)}
    links = {
        (number, numbers[found.target])
        for path, number in numbers.items()
        for found in graph.outgoing(path)
        if found.target is not None and found.target in numbers and found.target != path
    }
    return VaultMap(notes, tuple(sorted(links)))


def keep_places(catalog: Catalog, places: Sequence[MapPlace]) -> None:
    """Keep where notes are drawn, instead of what was kept before."""
    written = {place.note: [round(place.x, 1), round(place.y, 1)] for place in places}
    catalog.set_value(_PLACES, json.dumps(written, ensure_ascii=False, separators=(",", ":")))


def _places(catalog: Catalog) -> Mapping[NotePath, tuple[float, float]]:
    kept = json.loads(catalog.value(_PLACES) or "{}")
    return {NotePath(note): (float(x), float(y)) for note, (x, y) in kept.items()}


def _day_of(row: NoteRow, daily_notes: DailyNotes | None) -> str:
    day = daily_notes.day_of(row.path) if daily_notes is not None else None
    if day is not None:
        return day.isoformat()
    properties = {name.casefold(): value for name, value in row.properties.items()}
    for name in _DAYS:
        written = properties.get(name)
        if isinstance(written, str):
            try:
                return date.fromisoformat(written[:10]).isoformat()
            except ValueError:
                continue
    return datetime.fromtimestamp(row.modified_ns / 1e9, UTC).date().isoformat()
