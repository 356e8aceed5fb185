"""What the memory of decisions promises, shown on SQLite."""

from dataclasses import replace
from pathlib import Path

import pytest

from vaultmind.adapters.memory import decisions
from vaultmind.adapters.memory.decisions import SqliteDecisions
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.link import NotePath
from vaultmind.domain.suggestion import Decision, LinkSuggestion, SuggestionKind, SuggestionPlace, Verdict

A, B = NotePath("a.md"), NotePath("Папка/b.md")
SUGGESTION = LinkSuggestion(
    "0a", A, B, SuggestionKind.MENTION, SuggestionPlace(1, 0, 4, "сада"), "[[b|сада]]", 0.5, name="сад"
)


def test_decisions_come_back_in_order_after_closing(tmp_path: Path) -> None:
    memory = SqliteDecisions(tmp_path / "memory.sqlite")
    said = [Decision(A, B, Verdict.REJECTED, "сад", 0.5, "2026-05-09"), Decision(B, A, Verdict.ACCEPTED)]
    memory.decide(said[:1])
    memory.decide(said[1:])
    memory.close()
    again = SqliteDecisions(tmp_path / "memory.sqlite")
    assert again.decisions() == said
    again.close()


def test_a_shown_suggestion_is_found_by_its_id(tmp_path: Path) -> None:
    memory = SqliteDecisions(tmp_path / "memory.sqlite")
    memory.offer([SUGGESTION])
    memory.offer([SUGGESTION])
    assert memory.offered("0a") == SUGGESTION
    assert memory.offered("0b") is None
    memory.close()


def test_it_shares_its_file_with_the_journal(tmp_path: Path) -> None:
    journal, memory = SqliteJournal(tmp_path / "memory.sqlite"), SqliteDecisions(tmp_path / "memory.sqlite")
    memory.decide([Decision(A, B, Verdict.ACCEPTED)])
    assert journal.entries() == []
    assert len(memory.decisions()) == 1
    journal.close()
    memory.close()


def test_a_decision_is_taken_back_by_its_number(tmp_path: Path) -> None:
    memory = SqliteDecisions(tmp_path / "memory.sqlite")
    memory.decide([Decision(A, B, Verdict.REJECTED), Decision(B, A, Verdict.REJECTED)])
    first, second = memory.decisions()
    memory.withdraw([first.id])
    assert [one.id for one in memory.decisions()] == [second.id]
    memory.close()


def test_what_was_shown_is_forgotten_only_when_it_grows_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "MOST_OFFERED", 1)
    memory = SqliteDecisions(tmp_path / "memory.sqlite")
    memory.decide([Decision(A, B, Verdict.REJECTED)])
    memory.offer([SUGGESTION])
    memory.offer([replace(SUGGESTION, id="0b")])
    assert memory.offered("0a") is not None
    memory.offer([replace(SUGGESTION, id="0c")])
    assert memory.offered("0a") is None
    assert memory.offered("0c") is not None
    assert len(memory.decisions()) == 1
    memory.close()


def test_decisions_follow_notes_that_change_their_names_at_once(tmp_path: Path) -> None:
    c = NotePath("c.md")
    memory = SqliteDecisions(tmp_path / "memory.sqlite")
    memory.decide(
        [Decision(A, B, Verdict.REJECTED), Decision(c, A, Verdict.ACCEPTED), Decision(c, c, Verdict.ACCEPTED)]
    )
    memory.follow({A: B, B: A})
    assert [(one.source, one.target) for one in memory.decisions()] == [(B, A), (c, B), (c, c)]
    memory.close()


def test_words_and_kind_of_what_was_decided_are_kept(tmp_path: Path) -> None:
    memory = SqliteDecisions(tmp_path / "memory.sqlite")
    said = Decision(A, B, Verdict.REJECTED, "сад", words="Сады", kind=SuggestionKind.UNRESOLVED)
    memory.decide([said])
    assert memory.decisions() == [said]
    memory.close()
