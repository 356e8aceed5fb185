"""Positions in a text."""

from dataclasses import dataclass

from vaultmind.domain.quick_value import made_quickly


@made_quickly
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch of code points of the text as on disk, e.g. ``Span(3, 7)`` for ``text[3:7]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch of ``text`` that this span names."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end
