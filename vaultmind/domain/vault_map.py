"""A vault as a map: every note with its place and its day, and which notes are linked."""

from dataclasses import dataclass

from vaultmind.domain.link import NotePath


@dataclass(frozen=True, slots=True)
class MapNote:
    """One note of the map. ``day`` is ``YYYY-MM-DD`` of its daily note, its properties or its file, in that order.

    ``x`` and ``y`` are where it was drawn last, ``None`` where it never was.
    """

    note: NotePath
    title: str
    day: str
    tags: tuple[str, ...]
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class VaultMap:
    """The notes of a vault but for excluded ones, and pairs of their numbers: each pair linked from first to second."""

    notes: tuple[MapNote, ...]
    links: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """Where a note is drawn, in the map's own units."""

    note: NotePath
    x: float
    y: float
