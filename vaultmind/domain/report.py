"""What an index run did, as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from vaultmind.domain.change import ChangeKind
from vaultmind.domain.link import NotePath


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not indexed, and why in one sentence."""

    path: NotePath
    reason: str


@dataclass(frozen=True, slots=True)
class ChangedNote:
    """One note whose place in the index is new; ``old_path`` only for a rename."""

    note: NotePath
    kind: ChangeKind
    old_path: NotePath | None = None


@dataclass(frozen=True, slots=True)
class IndexReport:
    """The state of the index after a run, and what the run changed.

    ``embedding_calls`` counts the texts sent to the embedder in this run, ``embedding_calls_total`` in the life of the
    index; ``embedded`` counts the chunks that got a vector, from the embedder or from the cache. ``unresolved`` is
    ``None`` where nobody asked for it. ``waiting_deletions`` are notes that vanished all at once: they stay indexed
    until a person confirms.
    """

    notes: int = 0
    boards: int = 0
    """Canvases and bases, which are read as notes are."""
    attachments: int = 0
    links: int = 0
    unresolved: int | None = None
    chunks: int = 0
    waiting: int = 0
    embedded: int = 0
    embedding_calls: int = 0
    embedding_calls_total: int = 0
    changed: tuple[ChangedNote, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    waiting_deletions: tuple[NotePath, ...] = ()
    remaining_s: float | None = None
    """How long the vectors that are waiting will take at the pace of this run; ``None`` where nobody can know."""
    notices: tuple[str, ...] = ()
    """What a person should know, each one sentence."""
    elapsed_s: float = 0.0
    stages: Mapping[str, float] = field(default_factory=dict)
    """Seconds spent in each stage: ``scan``, ``read``, ``store``, ``embed``."""

    def followed_by(self, later: "IndexReport") -> "IndexReport":
        """Return one report of two runs: the state of the later, what both changed, the work of both."""
        stages = dict(self.stages)
        for stage, seconds in later.stages.items():
            stages[stage] = stages.get(stage, 0.0) + seconds
        return replace(
            later,
            embedded=self.embedded + later.embedded,
            embedding_calls=self.embedding_calls + later.embedding_calls,
            changed=(*self.changed, *later.changed),
            waiting_deletions=self.waiting_deletions or later.waiting_deletions,
            notices=tuple(dict.fromkeys((*self.notices, *later.notices))),
            elapsed_s=self.elapsed_s + later.elapsed_s,
            stages=stages,
        )

    def noticing(self, notices: Iterable[str]) -> "IndexReport":
        """Return the report with more notices, each once."""
        return replace(self, notices=tuple(dict.fromkeys((*self.notices, *notices))))
