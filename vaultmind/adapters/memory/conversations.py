"""The last conversation and the recipes that were let run, in the vault's memory file beside the journal."""

import threading
from pathlib import Path

import msgspec

from vaultmind.adapters.memory.memory_schema import open_memory, told_of_memory
from vaultmind.domain.conversation import Conversation
from vaultmind.domain.edit import Checksum

_CONVERSATION = msgspec.json.Decoder(Conversation)
"""Made out on import: where two threads have msgspec (0.22) make a type out at once, the process crashes."""


class SqliteConversations:
    """Keeps one conversation, and for each recipe that ran the checksum of what it was."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_memory(path)
        self._lock = threading.RLock()

    def last(self) -> Conversation:
        with self._lock, told_of_memory(self._path):
            row = self._connection.execute("SELECT conversation FROM conversation").fetchone()
        return Conversation() if row is None else _CONVERSATION.decode(row[0])

    def remember(self, conversation: Conversation) -> None:
        packed = msgspec.json.encode(conversation)
        with self._lock, told_of_memory(self._path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("INSERT OR REPLACE INTO conversation VALUES(1, ?)", (packed,))

    def has_run(self, recipe: Checksum) -> bool:
        with self._lock, told_of_memory(self._path):
            found = self._connection.execute("SELECT 1 FROM recipe_run WHERE checksum = ?", (recipe,)).fetchone()
        return found is not None

    def let_run(self, recipe: Checksum, *, name: str, at: str) -> None:
        with self._lock, told_of_memory(self._path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("INSERT OR REPLACE INTO recipe_run VALUES(?, ?, ?)", (recipe, name, at))

    def close(self) -> None:
        with self._lock:
            self._connection.close()
