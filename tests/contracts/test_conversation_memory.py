"""What the memory of conversations and recipes promises, shown on SQLite."""

import sqlite3
from contextlib import closing
from pathlib import Path

from vaultmind.adapters.memory.conversations import SqliteConversations
from vaultmind.adapters.memory.memory_schema import MIGRATIONS
from vaultmind.domain.conversation import Conversation, Turn
from vaultmind.domain.edit import Checksum
from vaultmind.domain.link import NotePath

KEPT = Conversation(
    (Turn("Когда?", "В 2019 [1].", "Когда привита Титовка?", "m", (NotePath("Титовка.md"),), "2026-01-02T03:04"),),
    NotePath("Разговоры/Когда.md"),
    "Когда",
)


def test_the_last_conversation_comes_back_after_closing(tmp_path: Path) -> None:
    memory = SqliteConversations(tmp_path / "memory.sqlite")
    assert memory.last() == Conversation()
    memory.remember(Conversation((Turn("Earlier?"),)))
    memory.remember(KEPT)
    memory.close()
    again = SqliteConversations(tmp_path / "memory.sqlite")
    assert again.last() == KEPT
    again.close()


def test_a_recipe_is_known_by_its_very_content(tmp_path: Path) -> None:
    memory = SqliteConversations(tmp_path / "memory.sqlite")
    memory.let_run(Checksum("a" * 64), name="review", at="2026-11-22T10:00:00+00:00")
    memory.let_run(Checksum("a" * 64), name="review", at="2026-11-23T10:00:00+00:00")
    assert memory.has_run(Checksum("a" * 64))
    assert not memory.has_run(Checksum("b" * 64))
    memory.close()


def test_a_memory_of_the_version_before_is_copied_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with closing(sqlite3.connect(path)) as old:
        for script in MIGRATIONS[:2]:
            old.executescript(script)
        old.execute("INSERT INTO decision VALUES(1, 'a.md', 'b.md', 'accepted', 'b', 0.5, '2026')")
        old.execute("PRAGMA user_version = 2")
        old.commit()
    memory = SqliteConversations(path)
    memory.remember(KEPT)
    memory.close()
    assert (tmp_path / "memory.sqlite.version-2").exists()
    with closing(sqlite3.connect(path)) as new:
        assert new.execute("SELECT source FROM decision").fetchall() == [("a.md",)]
