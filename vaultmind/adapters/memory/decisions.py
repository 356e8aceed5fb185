"""Decisions on suggestions, in the vault's memory file beside the journal."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from vaultmind.adapters.memory.memory_schema import open_memory, told_of_memory
from vaultmind.domain.link import NotePath
from vaultmind.domain.suggestion import Decision, LinkSuggestion, SuggestionKind, Verdict

MOST_OFFERED = 300_000
"""When more suggestions than this were shown, those of before are forgotten; what is shown stays until then."""

_SUGGESTION = msgspec.json.Decoder(LinkSuggestion)
"""Made out on import: where two threads have msgspec (0.22) make a type out at once, the process crashes."""


class SqliteDecisions:
    """Keeps every decision in the order it was made, and the suggestions that a person has seen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_memory(path)
        self._lock = threading.RLock()

    def decisions(self) -> Sequence[Decision]:
        with self._lock, told_of_memory(self._path):
            rows = self._connection.execute(
                "SELECT source, target, verdict, name, score, at, id, words, kind FROM decision ORDER BY id"
            ).fetchall()
        return [
            Decision(
                NotePath(source),
                NotePath(target),
                Verdict(verdict),
                name,
                score,
                at,
                number,
                words,
                SuggestionKind(kind) if kind else None,
            )
            for source, target, verdict, name, score, at, number, words, kind in rows
        ]

    def decide(self, decisions: Sequence[Decision]) -> None:
        rows = [
            (one.source, one.target, one.verdict.value, one.name, one.score, one.at, one.words, one.kind or "")
            for one in decisions
        ]
        with self._lock, told_of_memory(self._path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT INTO decision(source, target, verdict, name, score, at, words, kind) "
                "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def offer(self, suggestions: Sequence[LinkSuggestion]) -> None:
        rows = [(one.id, msgspec.json.encode(replace(one, reasons=()))) for one in suggestions]
        with self._lock, told_of_memory(self._path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            if self._connection.execute("SELECT count(*) FROM offered").fetchone()[0] > MOST_OFFERED:
                self._connection.execute("DELETE FROM offered")
            self._connection.executemany("INSERT OR REPLACE INTO offered VALUES(?, ?)", rows)

    def offered(self, suggestion_id: str) -> LinkSuggestion | None:
        with self._lock, told_of_memory(self._path):
            row = self._connection.execute("SELECT suggestion FROM offered WHERE id = ?", (suggestion_id,)).fetchone()
        return None if row is None else _SUGGESTION.decode(row[0])

    def withdraw(self, ids: Sequence[int]) -> None:
        with self._lock, told_of_memory(self._path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("DELETE FROM decision WHERE id = ?", [(one,) for one in ids])

    def follow(self, renamed: Mapping[NotePath, NotePath]) -> None:
        with self._lock, told_of_memory(self._path), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            rows = self._connection.execute("SELECT source, target, id FROM decision").fetchall()
            moved = [
                (renamed.get(source, source), renamed.get(target, target), number)
                for source, target, number in rows
                if source in renamed or target in renamed
            ]
            self._connection.executemany("UPDATE decision SET source = ?, target = ? WHERE id = ?", moved)

    def close(self) -> None:
        with self._lock:
            self._connection.close()
