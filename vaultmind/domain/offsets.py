"""Where the characters of a text that was repaired for reading stand in the text as on disk."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from vaultmind.domain.span import Span


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Pairs of equal places, ``read[i]`` in the text that is read and ``disk[i]`` in the text as on disk, ascending.

    Between two pairs both texts run in step; where one of them is shorter it waits at its end. The first pair is
    ``(0, 0)`` unless said otherwise, and after the last pair both run in step for ever.
    """

    read: tuple[int, ...] = (0,)
    disk: tuple[int, ...] = (0,)

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[int, int]]) -> "OffsetMap":
        """Return the map of ascending ``(read, disk)`` pairs."""
        listed = list(pairs)
        return cls(tuple(pair[0] for pair in listed), tuple(pair[1] for pair in listed))

    def to_disk(self, offset: int) -> int:
        """Return the place on disk of a place in the text that is read."""
        return _across(self.read, self.disk, offset)

    def to_read(self, offset: int) -> int:
        """Return the place in the text that is read of a place on disk."""
        return _across(self.disk, self.read, offset)

    def span_to_disk(self, span: Span) -> Span:
        """Return the span on disk of a span in the text that is read."""
        return Span(self.to_disk(span.start), self.to_disk(span.end))

    def after(self, inner: "OffsetMap") -> "OffsetMap":
        """Return the map of a text that was repaired twice; ``inner`` was the first repair, ``self`` the second."""
        places = sorted({*self.read, *(self.to_read(place) for place in inner.read)})
        return OffsetMap.of_pairs((place, inner.to_disk(self.to_disk(place))) for place in places)


def _across(here: tuple[int, ...], there: tuple[int, ...], offset: int) -> int:
    pair = bisect_right(here, offset) - 1
    if pair < 0:
        return there[0] if there else offset
    reached = there[pair] + offset - here[pair]
    return min(reached, there[pair + 1]) if pair + 1 < len(there) else reached
