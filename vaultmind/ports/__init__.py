"""The sockets through which the world is plugged in. Adapters implement them, rules and use cases know only these."""

from vaultmind.ports.catalog import (
    Catalog,
    CatalogTotals,
    FoundNote,
    IndexedNote,
    LexicalIndex,
    NoteRow,
    Scored,
    VectorState,
)
from vaultmind.ports.machine import CancelToken, Clock, MachineLoad, Progress, ProgressSink, Workers
from vaultmind.ports.memory import ConversationMemory, DecisionMemory, Journal
from vaultmind.ports.models import ChatTurn, LanguageModel, LanguageModels, ModelShelf, Token
from vaultmind.ports.vault import Listing, ObsidianSettings, VaultFiles, VaultWriter, Watcher
from vaultmind.ports.vectors import (
    ChunkEmbedder,
    Embedded,
    Embedder,
    ReadsWords,
    Reranker,
    TellsFailure,
    Vector,
    VectorEntry,
    VectorStore,
)

__all__ = [
    "CancelToken",
    "Catalog",
    "CatalogTotals",
    "ChatTurn",
    "ChunkEmbedder",
    "Clock",
    "ConversationMemory",
    "DecisionMemory",
    "Embedded",
    "Embedder",
    "FoundNote",
    "IndexedNote",
    "Journal",
    "LanguageModel",
    "LanguageModels",
    "LexicalIndex",
    "Listing",
    "MachineLoad",
    "ModelShelf",
    "NoteRow",
    "ObsidianSettings",
    "Progress",
    "ProgressSink",
    "ReadsWords",
    "Reranker",
    "Scored",
    "TellsFailure",
    "Token",
    "VaultFiles",
    "VaultWriter",
    "Vector",
    "VectorEntry",
    "VectorState",
    "VectorStore",
    "Watcher",
    "Workers",
]
