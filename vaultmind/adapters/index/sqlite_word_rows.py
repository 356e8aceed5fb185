"""Rows of the full-text table, written when a batch ends: FTS5 would flush what it gathers at every savepoint."""

import sqlite3
from itertools import groupby
from operator import itemgetter

_INSERT = "INSERT INTO words(rowid, title, heading, body) VALUES(?, ?, ?, ?)"
_DELETE = "INSERT INTO words(words, rowid, title, heading, body) VALUES('delete', ?, ?, ?, ?)"

WordRow = tuple[int, str, str, str]
"""Chunk id, and the stems of title, headings and text."""


class WordRows:
    """What is to be put in and taken out, in order. The table keeps no content: a row leaves by its very stems."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, WordRow]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, row: WordRow) -> None:
        """Let the words of a chunk be found once the batch ends."""
        self._waiting.append((_INSERT, row))

    def take_out(self, row: WordRow) -> None:
        """Let the words of a chunk no longer be found; ``row`` is what was put."""
        self._waiting.append((_DELETE, row))

    def forget_after(self, length: int) -> None:
        """Drop what was added since there were ``length`` rows: the change it belonged to is undone."""
        del self._waiting[length:]

    def write(self, db: sqlite3.Connection) -> None:
        """Write all that waits."""
        waiting, self._waiting = self._waiting, []
        for statement, entries in groupby(waiting, key=itemgetter(0)):
            db.executemany(statement, [row for _, row in entries])
