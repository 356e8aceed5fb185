"""Zettelkasten: card identifiers, notes numbered in a series, and what names that differ in spelling alone share.

Next-in-series is a relation between notes; the shared tail of a series is an ambiguous mention.
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass

from vaultmind.domain.link import NotePath

_TIMESTAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?!\d)")
_BRANCH = re.compile(r"(?:\d{1,4}\.)*\d{1,4}(?:[a-z]{1,2}\d{1,4})*(?:[a-z]{1,2})?(?![\w.])")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)(?!\w)")
_PARTS = re.compile(r"\d+|[a-z]+|\.")
_NUMBERED = re.compile(r"(\d{1,4})(?:[.)]?[\s_-]+|[.)])(?=[^\W\d_])(.*\S)|(.*[^\W\d_].*?)[\s_-]+(\d{1,4})", re.DOTALL)
_DATE_LIKE = re.compile(r"\d{1,4}[-._]\d{1,2}(?:[-._]\d{1,4})?(?!\d)")
_FEWEST_CARDS = 3
_SEPARATORS = re.compile(r"[\W_]+")

_Place = tuple[tuple[int, str], ...]
"""Where a card stands, e.g. ``((1, ""), (1, "a"), (2, ""))`` for ``1a2``: numbers by size, letters by their count."""


def card_id(title: str) -> str | None:
    """Return the identifier a title begins with: a time such as ``202506162134``, or a branch such as ``1a2b``.

    A plain number is none, since it may number a series or anything else. ``3d printing`` begins with a branch too:
    ``card_orders`` asks whether others continue it.
    """
    stamp = _TIMESTAMP.match(title)
    if stamp is not None:
        _, month, day, hour, minute = (int(part) for part in stamp.groups()[:5])
        if 1 <= month <= 12 and 1 <= day <= 31 and hour <= 23 and minute <= 59:
            return stamp[0]
        return None
    branch = _BRANCH.match(title)
    if branch is None or _ORDINAL.match(title) or not any(part.isalpha() for part in _PARTS.findall(branch[0])):
        return None
    return branch[0]


@dataclass(frozen=True, slots=True)
class Series:
    """Notes that share a name but for a number, e.g. ``11 Overlay AGI`` and ``51 Overlay AGI``, in order."""

    tail: str
    """The shared part, as the first of them writes it: as a mention it is ambiguous. Empty for ``card_orders``."""
    members: tuple[tuple[int, NotePath], ...]

    def after(self, note: NotePath) -> NotePath | None:
        """Return the next note of the series, or ``None`` for the last one and for strangers."""
        return self._beside(note, 1)

    def before(self, note: NotePath) -> NotePath | None:
        """Return the note before it in the series, or ``None`` for the first one and for strangers."""
        return self._beside(note, -1)

    def _beside(self, note: NotePath, step: int) -> NotePath | None:
        paths = [path for _, path in self.members]
        place = paths.index(note) + step if note in paths else -1
        return paths[place] if 0 <= place < len(paths) else None


def find_series(titles: Mapping[NotePath, str]) -> tuple[Series, ...]:
    """Return the series among notes, by their titles; each has at least two different numbers."""
    groups: dict[str, list[tuple[int, NotePath, str]]] = {}
    for path, title in titles.items():
        numbered = split_number(title)
        if numbered is not None:
            number, tail, is_before = numbered
            groups.setdefault(f"{is_before} {spelling_key(tail)}", []).append((number, path, tail))
    series: list[Series] = []
    for entries in groups.values():
        entries.sort()
        if len({number for number, _, _ in entries}) > 1:
            series.append(Series(entries[0][2], tuple((number, path) for number, path, _ in entries)))
    return tuple(sorted(series, key=lambda found: found.tail))


def card_orders(titles: Mapping[NotePath, str]) -> tuple[Series, ...]:
    """Return the cards of a vault in the order of their identifiers: one order for times, one or more for branches.

    Times are an order from three on. Branches are one where at least three cards continue each other, however many
    other notes there are: ``1a Worms``, ``1a1 Castings``, ``1b Fungi``, but not ``3d printing`` and ``7b models``.
    Where a tenth of the notes are such cards every plain number is one too (``1 Soil``, ``2 Water``); elsewhere
    that alone which branches. Folders that use the same identifiers are boxes of their own.
    """
    times: list[tuple[_Place, NotePath]] = []
    branches: dict[NotePath, _Place] = {}
    for path, title in titles.items():
        identifier = card_id(title)
        if identifier is not None and identifier.isdigit():
            times.append((((int(identifier.ljust(14, "0")), ""),), path))
            continue
        branch = _BRANCH.match(title)
        if branch is not None and not _DATE_LIKE.match(title) and not _ORDINAL.match(title):
            branches[path] = tuple(_step(part) for part in _PARTS.findall(branch[0]) if part != ".")
    found = [times] if len(times) >= _FEWEST_CARDS else []
    boxes = _boxes(branches)
    paths = sorted(titles) if len(boxes) > 1 else []
    for folder, box in boxes:
        whole = bisect(paths, f"{folder}\U0010ffff") - bisect(paths, folder) if folder else len(titles)
        found.append([(place, path) for path, place in _cards(box, whole).items()])
    return tuple(Series("", tuple(enumerate((path for _, path in sorted(cards)), start=1))) for cards in found if cards)


def _step(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdigit() else (len(part), part)


def _boxes(branches: Mapping[NotePath, _Place]) -> list[tuple[str, Mapping[NotePath, _Place]]]:
    """Return the cards by folder where several folders use the same identifiers, else all as one."""
    boxes: list[tuple[str, Mapping[NotePath, _Place]]] = []
    left: list[tuple[str, Mapping[NotePath, _Place]]] = [("", branches)]
    while left:
        folder, box = left.pop()
        used: dict[_Place, set[str]] = {}
        below: dict[str, dict[NotePath, _Place]] = {}
        for path, place in box.items():
            if _has_letters(place):
                used.setdefault(place, set()).add(path.rpartition("/")[0])
            first, slash, _ = path[len(folder) :].partition("/")
            below.setdefault(f"{folder}{first}/" if slash else folder, {})[path] = place
        if sum(len(folders) > 1 for folders in used.values()) < _FEWEST_CARDS:
            boxes.append((folder, box))
            continue
        for inner, part in below.items():
            (left if inner != folder else boxes).append((inner, part))
    return sorted(boxes, key=lambda found: found[0])


def _cards(box: Mapping[NotePath, _Place], whole: int) -> Mapping[NotePath, _Place]:
    """Return what of a box are cards; none where not enough continue each other. ``whole`` counts the notes there."""
    places = set(box.values())
    followed = {before for place in places for before in _before(place)}
    lettered = {place for place in places if _has_letters(place)}
    continued = {place for place in lettered if place in followed or not places.isdisjoint(_before(place))}
    if len(continued) < _FEWEST_CARDS:
        return {}
    if len(continued) * 10 >= whole:
        return box
    among_them = continued | {place[:-1] for place in continued}
    return {path: place for path, place in box.items() if place in among_them}


def _has_letters(place: _Place) -> bool:
    return any(letters for _, letters in place)


def _before(place: _Place) -> tuple[_Place, ...]:
    """Return what a card continues: the one before it on its branch, or the one it branches off.

    ``3d`` branches off no ``3``: a number is continued by its ``a``.
    """
    *above, (number, letters) = place
    stem = tuple(above)
    if not letters:
        return ((*stem, (number - 1, "")), stem) if stem else ()
    if letters[-1] == "a":
        return (stem,)
    before = (*stem, _step(letters[:-1] + chr(ord(letters[-1]) - 1)))
    return (before, stem) if _has_letters(stem) else (before,)


def split_number(title: str) -> tuple[int, str, bool] | None:
    """Return number, shared part, and whether the number stands first; ``None`` for dates and unnumbered titles."""
    written = title.strip()
    if _DATE_LIKE.match(written):
        return None
    found = _NUMBERED.fullmatch(written)
    if found is None:
        return None
    if found[1] is not None:
        return int(found[1]), found[2].strip(), True
    number = int(found[4])
    is_year = len(found[4]) == 4 and 1900 <= number <= 2100
    return None if is_year else (number, found[3].strip(), False)


def spelling_key(title: str) -> str:
    """Return what spelling twins share: case, ``ё``, marks, blanks and underscores do not count; ``й`` is not ``и``."""
    folded = unicodedata.normalize("NFKC", title).casefold().replace("ё", "е")
    return _SEPARATORS.sub(" ", folded).strip()
