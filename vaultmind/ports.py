"""The sockets through which the world is plugged in. Adapters implement them, rules and use cases know only these."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

from vaultmind.domain.change import FileEvent, Stamp
from vaultmind.domain.chunk import Chunk, ChunkPlace
from vaultmind.domain.conversation import Conversation
from vaultmind.domain.daily_notes import DailyNotes
from vaultmind.domain.edit import Checksum
from vaultmind.domain.journal import EntryState, Intent, JournalEntry
from vaultmind.domain.link import Link, NotePath
from vaultmind.domain.linking import LinkRules
from vaultmind.domain.model import BegunModel, Fit, InstalledModel, KnownModel, Timings
from vaultmind.domain.query import Filter, LexicalQuery, Term
from vaultmind.domain.report import Skipped
from vaultmind.domain.suggestion import Decision, LinkSuggestion

Vector: TypeAlias = "npt.NDArray[np.float32]"
"""One embedding of shape ``(dimensions,)``, or a stack ``(count, dimensions)``; of unit length."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a walk of the vault found: notes, canvases and bases in ``notes``, every other file in ``attachments``."""

    notes: Mapping[NotePath, Stamp]
    attachments: frozenset[NotePath]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class ObsidianSettings:
    """What Obsidian's settings in a vault say; ``ignore_filters`` are its ``userIgnoreFilters`` as written."""

    ignore_filters: tuple[str, ...] = ()
    template_folders: tuple[NotePath, ...] = ()
    link_rules: LinkRules = LinkRules()
    daily_notes: DailyNotes = DailyNotes()


class VaultFiles(Protocol):
    """The files of one vault. Every path is checked to stay inside it."""

    def listing(self) -> Listing:
        """Walk the vault once; raise ``VaultProblem`` when its root is gone."""
        ...

    def look(self, paths: Iterable[NotePath]) -> Listing:
        """Return what is at these paths now, folders with all that is in them; a path without a file is left out."""
        ...

    def read(self, path: NotePath) -> bytes:
        """Return the bytes of a file; raise ``NoteNotFound``, or ``VaultProblem`` when it cannot be read."""
        ...

    def stamp(self, path: NotePath) -> Stamp | None:
        """Return the stamp of a file, or ``None`` when there is none."""
        ...

    def obsidian_settings(self) -> ObsidianSettings:
        """Return what the vault's own Obsidian settings say of its files; defaults where nothing can be read."""
        ...


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
    """How much there is. ``waiting`` counts chunks whose vector is not stored yet, ``failed`` those that never will."""

    notes: int
    chunks: int
    links: int
    vectors: int
    waiting: int
    failed: int = 0


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
    def add_to_count(self, key: str, amount: int) -> int:
        """Add to a number kept under ``key`` (0 at first) and return the sum."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Scored:
    """One chunk in a ranked list, best first; the scale of ``score`` is the list's own."""

    chunk_id: int
    score: float


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

    def chunks_where(self, filters: Sequence[Filter], *, include_excluded: bool = False) -> frozenset[int]:
        """Return the chunks that every filter takes, so that other lists can be filtered alike."""
        ...


@dataclass(frozen=True, slots=True)
class VectorEntry:
    """One vector to keep, with what it may be filtered by."""

    chunk_id: int
    vector: Vector
    language: str


class VectorStore(Protocol):
    """Vectors by chunk id. Survives a crash of the process at any point; ``flush`` survives a loss of power."""

    def upsert(self, entries: Sequence[VectorEntry]) -> None: ...
    def remove(self, chunk_ids: Iterable[int]) -> None: ...
    def search(self, vector: Vector, *, limit: int, language: str | None = None) -> Sequence[Scored]:
        """Return the nearest chunks by cosine, among one language where it is given."""
        ...

    def vectors(self, chunk_ids: Sequence[int]) -> Mapping[int, Vector]: ...
    def similarities(self, vector: Vector, chunk_ids: Collection[int]) -> Mapping[int, float]:
        """Return the exact cosine of ``vector`` to each of these chunks that has one."""
        ...

    def ids(self) -> frozenset[int]: ...
    def count(self) -> int: ...
    def flush(self) -> None: ...
    def tidy(self, *, approximate: bool = False, cancel: CancelToken | None = None) -> bool:
        """Give back the room of removed vectors where that is worth it, or build an approximate index.

        Answers and takes changes meanwhile; says whether anything was done. Raises ``IndexProblem``, ``StorageFull``.
        """
        ...

    def close(self) -> None: ...


class Embedder(Protocol):
    """Texts to vectors. ``identity`` names model, revision and format: equal identities give comparable vectors."""

    @property
    def identity(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Return unit vectors of shape ``(len(texts), dimensions)``."""
        ...

    def embed_query(self, text: str) -> Vector:
        """Return one unit vector of shape ``(dimensions,)``."""
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors in the order of their chunks, shape ``(chunks, dimensions)``, and the number of texts the model read."""

    vectors: Vector
    calls: int


class ChunkEmbedder(Protocol):
    """Chunks to vectors, never giving the model a breadcrumb and text that it has read before."""

    @property
    def identity(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    def embed(self, chunks: Sequence[Chunk]) -> Embedded:
        """Embed one batch; what the model has read is kept even if the next batch never comes."""
        ...


class Reranker(Protocol):
    """Judges how well a passage answers a question, by reading both."""

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]: ...


@dataclass(frozen=True, slots=True)
class MachineLoad:
    """How much of the processors others use, from 0 to 1, and whether they run on battery."""

    busy: float = 0.0
    is_on_battery: bool = False


class Watcher(Protocol):
    """Tells what happens in a vault. Events may be late, doubled or lost: the next whole plan heals it."""

    @property
    def notices(self) -> Sequence[str]:
        """Return what a person should know, e.g. that the vault is looked at every few seconds instead."""
        ...

    def wait(self, timeout_s: float) -> Sequence[FileEvent]:
        """Return the events since the last call as soon as there are any, or none after ``timeout_s``."""
        ...

    def close(self) -> None: ...


class Workers(Protocol):
    """Processes that work beside this one, so that nothing here waits for them."""

    def run(
        self, function: Callable[[bytes], bytes], jobs: Iterable[bytes], *, timeout_s: float
    ) -> Iterator[tuple[int, bytes | None]]:
        """Yield ``(number of the job, result)`` as results come; ``None`` for one that failed, died or took too long.

        ``function`` is a module's own; jobs are taken from the iterable as workers become free.
        """
        ...


class Clock(Protocol):
    """Time, so that rules need not ask the system for it."""

    def now_iso(self) -> str:
        """Return local time as ISO 8601 with seconds and offset."""
        ...

    def now_ns(self) -> int:
        """Return the time of file stamps: nanoseconds since 1970."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        ...

    def sleep(self, seconds: float) -> None: ...


class CancelToken(Protocol):
    """Asked between steps of anything long."""

    def cancelled(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long step is, e.g. ``Progress("embed", 120, 4800)``; ``total`` is ``None`` where nobody knows."""

    stage: str
    done: int
    total: int | None


ProgressSink = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """One turn of a conversation with a model; ``role`` is ``system``, ``user`` or ``assistant``."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an answer as it arrives; ``top`` maps alternatives to log probabilities where they were asked for.

    ``stop`` says on the last piece why the model ended: ``"stop"`` by itself, ``"length"`` at its limit. ``timings``
    come with it where the server tells them.
    """

    text: str
    top: Mapping[str, float] | None = None
    stop: str | None = None
    timings: Timings | None = None


class ModelShelf(Protocol):
    """The models that are known and the models that are here. Nothing is downloaded but by ``pull``."""

    def known(self) -> Sequence[KnownModel]: ...
    def installed(self) -> Sequence[InstalledModel]: ...
    def begun(self) -> Sequence[BegunModel]:
        """Return the models of which only a part is here; ``pull`` goes on with them."""
        ...

    def find(self, name: str) -> InstalledModel:
        """Return an installed model; raise ``ModelProblem`` where it is not here or not whole."""
        ...

    def pull(
        self, name: str, *, progress: ProgressSink | None = None, cancel: CancelToken | None = None
    ) -> InstalledModel:
        """Download a known model, or a GGUF file by its https address or its place on the hub; a stopped pull goes on.

        Raises ``ModelProblem``, ``StorageFull`` and ``Cancelled``.
        """
        ...

    def add_file(self, path: str, *, base: str = "", scale: float = 1.0) -> InstalledModel:
        """Take up a model file that is on this machine, where it is; with ``base`` a LoRA adapter of that model."""
        ...

    def remove(self, name: str) -> int:
        """Remove an installed model and what a stopped pull left of it; return the bytes that were freed."""
        ...


class LanguageModel(Protocol):
    """A chat model, hosted here or at an endpoint."""

    @property
    def name(self) -> str: ...
    def stream(
        self,
        turns: Sequence[ChatTurn],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        seed: int = 0,
        top_logprobs: int = 0,
        cancel: CancelToken | None = None,
    ) -> Generator[Token, None, None]:
        """Yield pieces as they come; closing the iterator frees the model.

        Raises ``ModelProblem`` with one sentence for whatever goes wrong, ``PromptTooLong`` among them, and
        ``Cancelled`` at once when ``cancel`` says so, also while the prompt is still being evaluated.
        """
        ...

    def close(self) -> None: ...


class LanguageModels(Protocol):
    """The models that may answer, each loaded by its first use and kept for the next."""

    def choose(self, name: str | None) -> LanguageModel | None:
        """Return the model of that name, without one the model that is set, or ``None`` where none is.

        Raises ``ModelProblem`` when it is not here or may not be asked.
        """
        ...

    def runs_on(self, name: str | None) -> str:
        """Return the machine that the model of that name would work on, ``""`` for this one; nothing is loaded."""
        ...

    def fit(self, name: str | None) -> Fit | None:
        """Return how the model runs best here, ``None`` where that was not measured; nothing is loaded."""
        ...

    def window(self, name: str | None) -> int:
        """Return how many tokens a prompt and its answer may have together; nothing is loaded."""
        ...

    def close(self) -> None:
        """Unload every model."""
        ...


class VaultWriter(Protocol):
    """Changes files of one vault, each change all or nothing, never through a symbolic link and never out of the vault.

    Nothing foreign is lost: a version that is not ``expected`` is put back, and ``NoteConflict`` says so. A ``token``
    names the hidden file beside the note that a crash may leave behind. Raises ``UnsafePath``, ``NoteNotFound``,
    ``NoteExists``, ``StorageFull`` or ``VaultProblem`` with one sentence; nothing was written then.
    """

    def locked(self, paths: Iterable[NotePath]) -> AbstractContextManager[None]:
        """Keep other VaultMind processes and threads from writing these files."""
        ...

    def create(self, path: NotePath, content: bytes, *, token: str, restores: bool = False) -> None:
        """Make a file and the folders above it; ``NoteExists`` where the name is taken on this or another system.

        With ``restores`` the file was there before, and a neighbour whose name differs in case alone is no hindrance.
        """
        ...

    def replace(self, path: NotePath, content: bytes, *, expected: Checksum, token: str) -> None:
        """Give a file other bytes if it still has the expected ones; mode, owner and attributes stay."""
        ...

    def rename(self, path: NotePath, new: NotePath, *, expected: Checksum, token: str, restores: bool = False) -> None:
        """Give a file another name or folder, never over another file; also where only the case differs."""
        ...

    def remove(self, path: NotePath, *, expected: Checksum, token: str) -> None:
        """Remove a file if it still has the expected bytes."""
        ...

    def missing_folders(self, path: NotePath) -> int:
        """Return how many folders above a path are not there; they are the innermost."""
        ...

    def remove_folders(self, path: NotePath, count: int) -> None:
        """Remove the ``count`` innermost folders above a path, as far as they are there and empty."""
        ...

    def leftover(self, path: NotePath, *, token: str) -> bytes | None:
        """Return the bytes of the hidden file that an interrupted write left beside a note, or ``None``."""
        ...

    def discard_leftover(self, path: NotePath, *, token: str, expected: Checksum) -> None:
        """Remove the hidden file if it still has the expected bytes."""
        ...

    def restore_leftover(self, path: NotePath, *, token: str) -> None:
        """Give the hidden file the name of the note again; what had the name becomes the hidden file."""
        ...


class Journal(Protocol):
    """What was written into a vault, with the bytes before and after. Survives crashes and is never rebuilt."""

    def begin(self, intents: Sequence[Intent], *, at: str, asked_by: str, why: str) -> Sequence[JournalEntry]:
        """Keep what is about to be done, as one batch; it is on the disk, synced, when this returns."""
        ...

    def finish(self, entry_id: int, state: EntryState) -> None:
        """Note how a write ended."""
        ...

    def keep(self, entry_id: int, content: bytes) -> None:
        """Keep a version of the note that a write came across and that is nowhere else; synced when this returns."""
        ...

    def entry(self, entry_id: int) -> JournalEntry | None: ...
    def batch(self, batch: str) -> Sequence[JournalEntry]:
        """Return the entries of a batch, in the order they were written."""
        ...

    def entries(
        self, *, limit: int = 50, note: NotePath | None = None, before: int | None = None
    ) -> Sequence[JournalEntry]:
        """Return the entries, newest first; with ``note``, those of that path; with ``before``, those older than it."""
        ...

    def later(self, entry_id: int) -> Sequence[JournalEntry]:
        """Return the entries after this one, oldest first."""
        ...

    def unfinished(self) -> Sequence[JournalEntry]:
        """Return the entries that are still only intended, or withdrawn and not yet taken back, oldest first."""
        ...

    def content(self, checksum: Checksum) -> bytes:
        """Return the bytes kept under a checksum; raise ``VaultProblem`` when they are damaged or gone."""
        ...

    def close(self) -> None: ...


class DecisionMemory(Protocol):
    """What a person said to suggestions, and which were shown. Never rebuilt."""

    def decisions(self) -> Sequence[Decision]:
        """Return every decision, oldest first."""
        ...

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Keep decisions, all or none."""
        ...

    def offer(self, suggestions: Sequence[LinkSuggestion]) -> None:
        """Remember suggestions under their ids, so that a later command may name them."""
        ...

    def offered(self, suggestion_id: str) -> LinkSuggestion | None:
        """Return a suggestion that was shown; its reasons are not kept."""
        ...

    def withdraw(self, ids: Sequence[int]) -> None:
        """Forget decisions by their ids, all or none."""
        ...

    def close(self) -> None: ...


class ConversationMemory(Protocol):
    """The conversation that a person was last in, and the recipes that they have let run. Never rebuilt."""

    def last(self) -> Conversation:
        """Return the conversation that was remembered last, without turns where there is none."""
        ...

    def remember(self, conversation: Conversation) -> None: ...
    def has_run(self, recipe: Checksum) -> bool:
        """Say whether a recipe of this very content was let run before."""
        ...

    def let_run(self, recipe: Checksum, *, name: str, at: str) -> None: ...
    def close(self) -> None: ...
