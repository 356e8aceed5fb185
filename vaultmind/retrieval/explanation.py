"""Why a note is or is not among the passages of a question."""

from dataclasses import dataclass

from vaultmind.domain.chunk import Ranks
from vaultmind.domain.link import NotePath


@dataclass(frozen=True, slots=True)
class Explanation:
    """What each leg of a search says of one note; ``place`` counts passages as they are shown, from 1.

    It is ``None`` where the note was not found, and where it was but the note ``said_by`` says the same before it.
    """

    note: NotePath
    is_indexed: bool
    is_excluded: bool
    passes_filters: bool
    words_found: tuple[str, ...]
    words_missing: tuple[str, ...]
    has_vectors: bool
    ranks: Ranks
    via: tuple[NotePath, ...]
    place: int | None
    score: float | None
    notices: tuple[str, ...] = ()
    """What of the query could not be done as asked."""
    said_by: NotePath | None = None

    def sentences(self) -> list[str]:
        """Return the explanation in sentences a person can read, the decisive one first, what was not done last."""
        return [*self._told(), *self.notices]

    def _told(self) -> list[str]:
        if not self.is_indexed:
            return ["The note is not in the index."]
        if self.is_excluded:
            return ["The note is among the excluded files of this vault, so that searches leave it out."]
        if not self.passes_filters:
            return ["A filter of the query leaves the note out."]
        told = [
            self._place(),
            self._words(),
            self._meaning(),
        ]
        if self.ranks.graph is not None:
            names = ", ".join(note.rpartition("/")[2].removesuffix(".md") for note in self.via)
            told.append(f"Links lead to it from {names} (place {self.ranks.graph} among linked notes).")
        return told

    def _place(self) -> str:
        if self.place is not None:
            return f"It stands at place {self.place}."
        if self.said_by is not None:
            return f"It is found, but {self.said_by} says the same before it and stands for it."
        return "It is not among the passages."

    def _words(self) -> str:
        found = ", ".join(self.words_found) or "none"
        missing = f"; missing: {', '.join(self.words_missing)}" if self.words_missing else ""
        place = f"place {self.ranks.lexical}" if self.ranks.lexical is not None else "not among the first"
        return f"By its words it is {place}; it holds: {found}{missing}."

    def _meaning(self) -> str:
        if not self.has_vectors:
            return "It has no vectors yet, so that its meaning is not compared."
        place = f"place {self.ranks.semantic}" if self.ranks.semantic is not None else "not among the first"
        return f"By its meaning it is {place}."
