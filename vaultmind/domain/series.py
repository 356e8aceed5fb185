"""Zettelkasten: card identifiers, notes numbered in a series, and what names that differ in spelling alone share.

Next-in-series is a relation between notes; the shared tail of a series is an ambiguous mention.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from vaultmind.domain.link import NotePath

_TIMESTAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?!\d)")
_BRANCH = re.compile(r"(?:\d{1,4}\.)*\d{1,4}(?:[a-z]{1,2}\d{1,4})*(?:[a-z]{1,2})?(?![\w.])")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)(?!\w)")
_PARTS = re.compile(r"\d+|[a-z]+|\.")
_NUMBERED = re.compile(r"(\d{1,4})(?:[.)]?[\s_-]+|[.)])(?=[^\W\d_])(.*\S)|(.*[^\W\d_].*?)[\s_-]+(\d{1,4})", re.DOTALL)
_DATE_LIKE = re.compile(r"\d{1,4}[-._]\d{1,2}(?:[-._]\d{1,4})?(?!\d)")
_FEWEST_CARDS = 3
_SEPARATORS = re.compile(r"[\W_]+")


def card_id(title: str) -> str | None:
    """Return the identifier a title begins with: a time such as ``202506162134``, or a branch such as ``1a2b``.

    A plain number is none, since it may number a series or anything else. ``3d printing`` begins with a branch too:
    ask ``id_scheme`` what a vault means by it.
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


def id_scheme(titles: Iterable[str]) -> Literal["time", "branch"] | None:
    """Return how the cards of a vault are named, where a tenth of the titles and at least three begin so."""
    counted = Counter[str]()
    for title in titles:
        identifier = card_id(title)
        counted["notes"] += 1
        if identifier is not None:
            counted["time" if identifier.isdigit() else "branch"] += 1
    scheme: Literal["time", "branch"] = "time" if counted["time"] >= counted["branch"] else "branch"
    return scheme if counted[scheme] >= _FEWEST_CARDS and counted[scheme] * 10 >= counted["notes"] else None


@dataclass(frozen=True, slots=True)
class Series:
    """Notes that share a name but for a number, e.g. ``11 Overlay AGI`` and ``51 Overlay AGI``, in order."""

    tail: str
    """The shared part, as the first of them writes it: as a mention it is ambiguous. Empty for ``card_order``."""
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


def card_order(titles: Mapping[NotePath, str]) -> Series | None:
    """Return the cards of a vault in the order of their identifiers, ``None`` where it does not name its notes so.

    Where cards branch a plain number is one too: ``1 Soil``, ``1a Worms``, ``1a1 Castings``, ``1b Fungi``, ``2 Water``.
    """
    scheme = id_scheme(titles.values())
    cards: list[tuple[tuple[tuple[int, str], ...], NotePath]] = []
    for path, title in titles.items():
        identifier = card_id(title)
        if scheme == "branch" and identifier is None and not _DATE_LIKE.match(title) and not _ORDINAL.match(title):
            branch = _BRANCH.match(title)
            identifier = branch[0] if branch is not None else None
        if identifier is not None and scheme == ("time" if _TIMESTAMP.fullmatch(identifier) else "branch"):
            parts = [part for part in _PARTS.findall(identifier) if part != "."]
            cards.append((tuple((int(part), "") if part.isdigit() else (len(part), part) for part in parts), path))
    return Series("", tuple(enumerate((path for _, path in sorted(cards)), start=1))) if scheme is not None else None


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
