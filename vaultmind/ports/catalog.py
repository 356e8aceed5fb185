"""What is kept of the notes, and their words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk, ChunkPlace
from vaultmind.domain.link import Link, NotePath
from vaultmind.domain.query import Filter, LexicalQuery, Term
from vaultmind.domain.report import Skipped
from vaultmind.domain.span import Span


@dataclass(frozen=True, slots=True)
class IndexedNote:
    """What the catalog keeps of a note (or canvas, or base): enough for search, graph and suggestions."""

    path: NotePath
    stamp: Stamp
    content_hash: str
    title: str
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    properties: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    repaired_from: str | None = None
    is_excluded: bool = False
    made_with: str = ""
    """The versions of parser and chunker that read it; another version asks for reading it again."""
    words: tuple[str, ...] = ()
    """The stems of each chunk's text, blanks between; empty lets the catalog reduce the text itself."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note without its chunks and links, as lists and pickers need it."""

    path: NotePath
    title: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    repaired_from: str | None
    warnings: tuple[str, ...]
    modified_ns: int
    properties: Mapping[str, object] = field(default_factory=dict)
    is_excluded: bool = False
    """Whether the person excluded it in Obsidian: a link target, but left out of search, graph and suggestions."""
    conflict_of: NotePath | None = None
    """The note whose conflict copy this is, by the name a sync tool gave it."""


@dataclass(frozen=True, slots=True)
class CatalogTotals:
    """How much there is. ``waiting`` counts chunks whose vector is not stored yet, ``failed`` those that never will.

    ``notes`` counts every file that is read, ``boards`` the canvases and bases among them.
    """

    notes: int
    chunks: int
    links: int
    vectors: int
    waiting: int
    failed: int = 0
    boards: int = 0


@dataclass(frozen=True, slots=True)
class VectorState:
    """How far the vectors of one note are, in chunks, and why some failed."""

    chunks: int
    waiting: int
    failed: int
    reason: str = ""


class Catalog(Protocol):
    """The notes, links and chunks of one index. Each ``replace`` and ``remove`` of a note is all or nothing.

    Chunk ids are positive integers below 2**53, never used twice, not even by an index made anew. A chunk that is the
    same as before (equal heading, breadcrumb, text and role) keeps its id when its note is replaced or renamed, so its
    vector stays.
    """

    @property
    def was_interrupted(self) -> bool:
        """Say whether the catalog was not closed before it was opened, so that other stores may know more or less."""
        ...

    def stamps(self, under: Collection[NotePath] | None = None) -> Mapping[NotePath, Stamp]:
        """Return the stamp of every note as it was when its content was read, or of those at and below some paths."""
        ...

    def change_count(self) -> int | None:
        """Return a number that is another after any change made through this catalog; ``None`` while one is made."""
        ...

    def outdated(self, made_with: str) -> frozenset[NotePath]:
        """Return notes that another version of parser or chunker read."""
        ...

    def content_hash(self, path: NotePath) -> str | None: ...
    def paths_of_content(self, content_hash: str) -> Sequence[NotePath]: ...
    def replace(self, note: IndexedNote, *, old_path: NotePath | None = None) -> None:
        """Put a note in the place of what its path (or ``old_path``, after a rename) held before."""
        ...

    def touch(self, path: NotePath, stamp: Stamp) -> None:
        """Note a new stamp of a file whose content is the same."""
        ...

    def remove(self, paths: Iterable[NotePath]) -> None: ...
    def batch(self) -> AbstractContextManager[None]:
        """Let the changes made inside become durable together, so that many notes cost few waits for the disk."""
        ...

    def note(self, path: NotePath) -> NoteRow | None: ...
    def notes(self) -> Sequence[NoteRow]: ...
    def links(self) -> Mapping[NotePath, tuple[Link, ...]]: ...
    def links_of(self, paths: Iterable[NotePath]) -> Mapping[NotePath, tuple[Link, ...]]: ...
    def iter_links(self) -> Iterator[tuple[NotePath, tuple[Link, ...]]]:
        """Yield the links of every note, one note at a time."""
        ...

    def chunk(self, chunk_id: int) -> Chunk | None: ...
    def chunks(self, chunk_ids: Iterable[int]) -> Mapping[int, Chunk]: ...
    def chunk_places(self, chunk_ids: Iterable[int]) -> Mapping[int, ChunkPlace]:
        """Return note and language of chunks without reading their text; what is not there is left out."""
        ...

    def chunk_ids_of(self, path: NotePath) -> Sequence[int]:
        """Return the chunks of a note in the order of its text."""
        ...

    def all_chunk_ids(self) -> frozenset[int]: ...
    def notes_with_values(self, names: Collection[str], values: Collection[str]) -> Sequence[tuple[NotePath, str]]:
        """Return each note with each of these values, folded, that a property of one of these names has."""
        ...

    def skipped(self) -> Sequence[Skipped]: ...
    def set_skipped(self, skipped: Sequence[Skipped]) -> None: ...

    def attachments(self) -> frozenset[NotePath]: ...
    def set_attachments(self, attachments: frozenset[NotePath]) -> None: ...

    def set_excluded(self, paths: frozenset[NotePath]) -> None:
        """Flag exactly these notes as excluded by the person."""
        ...

    def set_backlink_counts(self, counts: Mapping[NotePath, int]) -> None:
        """Let the vectors of notes that many links lead to be made earlier; notes without a count keep theirs."""
        ...

    def waiting(self, limit: int) -> Sequence[tuple[int, Chunk]]:
        """Return chunks without a vector: newest notes first, each backlink counting as a day."""
        ...

    def mark_embedded(self, chunk_ids: Iterable[int]) -> None: ...
    def mark_failed(self, chunk_ids: Iterable[int], reason: str) -> None:
        """Take chunks out of the waiting that no embedder can take, until ``mark_all_waiting``."""
        ...

    def mark_waiting(self, chunk_ids: Iterable[int]) -> None:
        """Let the vectors of these chunks be made; those that failed stay as they are."""
        ...

    def mark_all_waiting(self) -> None:
        """Let every vector be made again, those that failed too."""
        ...

    def vector_state(self, path: NotePath) -> VectorState | None: ...
    def vector_states(self) -> Mapping[NotePath, VectorState]:
        """Return ``vector_state`` of every note that has chunks."""
        ...

    def removed_chunks(self) -> Sequence[int]:
        """Return ids of chunks that are gone from the catalog but whose vectors may still be stored."""
        ...

    def forget_removed(self, chunk_ids: Iterable[int]) -> None: ...

    def due_for_hashing(self, before_ns: int, limit: int) -> Sequence[NotePath]:
        """Return notes whose content was last compared with the disk before that time, longest ago first."""
        ...

    def refresh_words(self, *, anyway: bool = False) -> bool:
        """Make the stems anew if another morphology made them, or ``anyway``; say whether. Before any other change."""
        ...

    def totals(self) -> CatalogTotals: ...
    def value(self, key: str) -> str | None: ...
    def set_value(self, key: str, value: str) -> None: ...
    def found_out(self, key: str) -> str | None:
        """Return what was kept by ``keep_finding``, if neither a note nor the list of other files changed since."""
        ...

    def keep_finding(self, key: str, value: str) -> None:
        """Keep what was found out from the notes as they are now, until one changes."""
        ...

    def add_to_count(self, key: str, amount: int) -> int:
        """Add to a number kept under ``key`` (0 at first) and return the sum."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Scored:
    """One chunk in a ranked list, best first; the scale of ``score`` is the list's own."""

    chunk_id: int
    score: float


class FoundNote(NamedTuple):
    """A note that a filter takes; ``is_damaged`` where its text is read repaired."""

    path: NotePath
    is_damaged: bool = False


class LexicalIndex(Protocol):
    """Words, reduced to stems by script."""

    def search(self, query: str | LexicalQuery, *, limit: int) -> Sequence[Scored]:
        """Return chunks that share words with the query, weighted by BM25 over title, headings and body.

        A plain text is taken as its words, any of which may match, common words of the language left out.
        """
        ...

    def counts(self, terms: Sequence[Term]) -> Sequence[int]:
        """Return for each term how many chunks hold its rarest word, in the order of the terms."""
        ...

    def stems_beginning(self, letter: str, lengths: tuple[int, int]) -> Sequence[tuple[str, int]]:
        """Return the stems with that first letter and so many letters, with how many chunks hold each."""
        ...

    def chunks_where(self, filters: Sequence[Filter], *, include_excluded: bool = False) -> frozenset[int]:
        """Return the chunks that every filter takes, so that other lists can be filtered alike."""
        ...

    def notes_where(self, filters: Sequence[Filter]) -> Sequence[FoundNote]:
        """Return the notes of which every filter takes a chunk, without those the person excluded.

        They come newest first, but those first of whose name a ``NameFilter`` leaves least.
        """
        ...

    def chunk_spans(self, paths: Iterable[NotePath]) -> Mapping[NotePath, Sequence[tuple[int, Span]]]:
        """Return id and place of every chunk of these notes, in the order of the text."""
        ...
