"""Versions of this program: the one that runs, and the newest there is."""

import re
from dataclasses import dataclass

_VERSION = re.compile(r"(\d{1,6}(?:\.\d{1,6}){0,3})((?:a|b|rc|\.dev)\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Release:
    """The version that runs and, where it was asked for, the newest that was released; e.g. ``("0.1.0", "0.2.0")``."""

    version: str
    newest: str | None = None

    @property
    def is_old(self) -> bool:
        """Say whether a newer version than the one that runs was released."""
        return self.newest is not None and place_of(self.newest) > place_of(self.version)


def is_version(text: str) -> bool:
    """Say whether a text is a version such as ``1.2``, ``1.2.3`` or ``2.0rc1``."""
    return _VERSION.fullmatch(text) is not None


def place_of(version: str) -> tuple[tuple[int, ...], bool]:
    """Return what orders versions: their numbers without zeros at the end, and a preview before its release.

    Two previews of one release are equal. Raises ``ValueError`` for a text that is no version.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError(version)
    numbers = [int(number) for number in found[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers), found[2] is None
