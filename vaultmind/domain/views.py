"""What a session shows of a vault: the values behind the shapes in ``docs/command-line.md``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from vaultmind.domain.chunk import Passage
from vaultmind.domain.conversation import Turn
from vaultmind.domain.link import LinkKind, NotePath
from vaultmind.domain.model import Timings
from vaultmind.domain.note import Role
from vaultmind.domain.offsets import OffsetMap
from vaultmind.domain.report import Skipped


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link of a note and where it leads now."""

    kind: LinkKind
    text: str
    target: str
    heading: str | None
    block_id: str | None
    alias: str | None
    line: int
    start: int
    end: int
    resolved: NotePath | None


@dataclass(frozen=True, slots=True)
class HeadingView:
    """One heading of a note."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block identifier of a note; ``start`` and ``end`` are what an embed of it shows."""

    id: str
    line: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class BacklinkView:
    """One link that leads to a note."""

    source: NotePath
    line: int


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of a chat note."""

    role: Role
    time: str | None
    uid: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as it was read, with what leads to it.

    ``text`` is what a person reads, damage undone; all offsets of the view are in the text as on disk, and ``offsets``
    lead there. ``uri`` is the address under which Obsidian opens the note.
    """

    path: NotePath
    title: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    properties: Mapping[str, object]
    headings: tuple[HeadingView, ...]
    blocks: tuple[BlockView, ...]
    links: tuple[LinkView, ...]
    backlinks: tuple[BacklinkView, ...]
    messages: tuple[MessageView, ...]
    repaired_from: str | None
    warnings: tuple[str, ...]
    text: str = ""
    offsets: OffsetMap = OffsetMap()
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the vault that a note may show, e.g. a picture; ``content`` are its bytes."""

    path: NotePath
    content: bytes


@dataclass(frozen=True, slots=True)
class ActiveNote:
    """The note in front of Obsidian's window, as Obsidian last said it; ``None`` where it names none."""

    note: NotePath | None


@dataclass(frozen=True, slots=True)
class GraphLink:
    """One resolved link of the graph."""

    source: NotePath
    target: NotePath
    kind: LinkKind
    line: int


@dataclass(frozen=True, slots=True)
class UnresolvedLink:
    """One link that leads nowhere, with the name it was meant for."""

    source: NotePath
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class GraphView:
    """Every note and every link of the vault."""

    notes: tuple[NotePath, ...]
    links: tuple[GraphLink, ...]
    unresolved: tuple[UnresolvedLink, ...]


@dataclass(frozen=True, slots=True)
class NoteFound:
    """A note found by a few letters of ``name``, its title or one of its aliases."""

    note: NotePath
    name: str
    score: float


SearchMode = Literal["hybrid", "lexical", "semantic"]
"""Which lists a search consults."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to the index. ``graph`` says whether links may add passages."""

    query: str
    limit: int = 10
    mode: SearchMode = "hybrid"
    graph: bool = True


@dataclass(frozen=True, slots=True)
class SearchReport:
    """Passages, best first; ``notices`` say what the search does not cover yet."""

    query: str
    passages: tuple[Passage, ...]
    elapsed_ms: float
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskRequest:
    """One question to be answered. ``model`` is a configured name; ``extractive`` asks for sentences of the notes.

    ``limit`` is how many passages the answer may rest on, ``None`` for as many as the person has set. ``history`` is
    what was asked and answered before, oldest first, in the light of which a short question is understood. With
    ``select`` the model chooses sentences of the notes and writes nothing.
    """

    question: str
    model: str | None = None
    extractive: bool = False
    limit: int | None = None
    history: tuple[Turn, ...] = ()
    select: bool = False
    show_prompt: bool = False
    """Whether ``PromptSeen`` is wanted too."""


@dataclass(frozen=True, slots=True)
class PromptPart:
    """One turn of what a model was sent; ``role`` is ``system``, ``user`` or ``assistant``."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class PromptSeen:
    """All that the model was sent to write an answer, and what reading and writing took it where that is known."""

    model: str
    parts: tuple[PromptPart, ...]
    timings: Timings | None = None


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """A piece of an answer as it is made."""

    text: str


@dataclass(frozen=True, slots=True)
class CitationSeen:
    """A number that an answer has just cited, and where it leads; the quote comes with the whole answer."""

    number: int
    note: NotePath
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexRequest:
    """What an index run should do. ``confirm_deletions`` lets a plan remove many notes at once.

    ``drop_old_vectors`` removes, at the end, what models made that neither answer nor are chosen.
    """

    rebuild: bool = False
    vectors: bool = True
    wait_for_vectors: bool = True
    confirm_deletions: bool = False
    drop_old_vectors: bool = False


@dataclass(frozen=True, slots=True)
class NoteStatus:
    """The one state a file has, and why."""

    note: NotePath
    state: Literal["indexed", "waiting", "skipped"]
    vectors: Literal["done", "waiting", "off", "failed"]
    reason: str


@dataclass(frozen=True, slots=True)
class EngineView:
    """Who serves the index, and with what."""

    pid: int
    embedder: str | None
    schema: int
    state: str


IndexingState = Literal["words", "held", "vectors", "paused", "waiting", "current"]
"""``words``: notes are being looked for and read, ``held``: that is paused; ``vectors``: they are being made,
``paused``: that is; ``waiting``: notes are not looked for, or vectors not made, for a reason."""


@dataclass(frozen=True, slots=True)
class IndexingView:
    """What an index is busy with: ``done`` of ``total`` notes (``words``, ``held``) or passages (every other state).

    ``total`` is ``None`` while notes are being looked for.

    ``remaining_s`` is how long the rest takes at the pace of the last minutes, rests included; ``None`` where nobody
    can know. ``reason`` says in a sentence why it goes slower than it could, or not at all.
    """

    state: IndexingState
    done: int = 0
    total: int | None = None
    remaining_s: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VaultStatus:
    """Totals and coverage of a vault's index; ``boards`` counts canvases and bases, which are read as notes are."""

    vault: str
    notes: int
    chunks: int
    vectors: int
    waiting: int
    attachments: int
    links: int
    unresolved: int
    embedding_calls_total: int
    skipped: tuple[Skipped, ...]
    engine: EngineView
    notices: tuple[str, ...] = field(default=())
    indexing: IndexingView = IndexingView("current")
    boards: int = 0
    why_read_only: str = ""
    """Why nothing can be written into the vault, in a sentence; empty where it can."""
