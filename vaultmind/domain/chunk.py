"""What is embedded and found."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.quick_value import made_quickly
from vaultmind.domain.span import Span


@made_quickly
@dataclass(frozen=True, slots=True)
class Chunk:
    """One unit of embedding: a stretch of one note under one heading.

    ``text`` is what a reader would see as prose (repaired, quote marks of a chat message removed), ``breadcrumb`` the
    title, headings and tags above it, ``span`` and ``lines`` (from 1, inclusive) its place in the text as on disk.
    """

    note: NotePath
    ordinal: int
    span: Span
    lines: tuple[int, int]
    heading: tuple[str, ...]
    breadcrumb: str
    text: str
    language: str = ""
    """``"ru"``, ``"en"`` or ``""`` where the script does not say."""
    role: Role = Role.NOTE
    block_id: str | None = None
    """The identifier of the block the chunk begins with, where it has one."""
    evidence: bool = True
    """Whether an answer may rest on it: not an assistant's words, not our own, not a template."""
    sections: tuple[str, ...] = ()
    """The headings below ``heading`` whose sections are so small that it holds several of them."""

    @property
    def content_hash(self) -> str:
        """Return the key of the embedding: equal breadcrumb and text are embedded once."""
        return blake2b(f"{self.breadcrumb}\n{self.text}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class ChunkPlace(NamedTuple):
    """What a search asks of every candidate: the note it stands in, and its language."""

    note: NotePath
    language: str = ""


@dataclass(frozen=True, slots=True)
class Ranks:
    """The place a passage took in each list, from 1; ``None`` where the list did not have it."""

    lexical: int | None = None
    semantic: int | None = None
    graph: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was retrieved, with its score and why."""

    chunk_id: int
    chunk: Chunk
    score: float
    ranks: Ranks = Ranks()
    via: tuple[NotePath, ...] = ()
    """The notes whose links led here, when links did."""
