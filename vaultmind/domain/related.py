"""Notes that belong to a note, each with its reasons."""

from dataclasses import dataclass
from enum import StrEnum

from vaultmind.domain.link import NotePath


class ReasonKind(StrEnum):
    """What relates two notes."""

    LINK = "link"
    BACKLINK = "backlink"
    MEANING = "meaning"
    SHARED_LINKS = "shared_links"
    """Both link to the same notes (bibliographic coupling)."""
    CITED_TOGETHER = "cited_together"
    """The same notes link to both (co-citation)."""
    SHARED_SOURCES = "shared_sources"
    """Both cite the same things outside the vault: a citation key, a DOI, an arXiv paper, a web address."""
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a note is related; ``detail`` is what a person would want to see, e.g. the notes that both link to."""

    kind: ReasonKind
    detail: str
    score: float


@dataclass(frozen=True, slots=True)
class RelatedNote:
    """A note with the reasons that relate it, strongest first; ``score`` is their sum."""

    note: NotePath
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class RelatedReport:
    """The notes most related to one note, best first."""

    note: NotePath
    related: tuple[RelatedNote, ...]
