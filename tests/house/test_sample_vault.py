"""The sample vault holds what it is there to show, and its questions can be answered from it."""

import json
from pathlib import Path

import pytest

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.note import Role
from vaultmind.parsing.reading import ReadNote, read_note

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
VAULT = RESOURCES / "sample_vault"
QUESTIONS = [json.loads(line) for line in (RESOURCES / "sample_questions.jsonl").read_text("utf-8").splitlines()]
DAMAGED = "Зимнее хранение.md"


@pytest.fixture(scope="module")
def notes() -> dict[str, ReadNote]:
    paths = (path for path in sorted(VAULT.rglob("*")) if path.suffix in {".md", ".canvas", ".base"})
    named = {path.relative_to(VAULT).as_posix(): path for path in paths}
    return {name: read_note(name, path.read_bytes()) for name, path in named.items()}


@pytest.fixture(scope="module")
def graph(notes: dict[str, ReadNote]) -> LinkGraph:
    attachments = (path.relative_to(VAULT).as_posix() for path in (VAULT / "Файлы").iterdir())
    return LinkGraph({path: read.note.links for path, read in notes.items()}, attachments)


def test_every_note_is_read_without_a_warning(notes: dict[str, ReadNote]) -> None:
    assert len(notes) > 40
    assert [path for path, read in notes.items() if read.skipped_reason] == []
    assert {path: read.warnings for path, read in notes.items() if read.warnings and path != DAMAGED} == {}


def test_one_note_is_damaged_and_read_all_the_same(notes: dict[str, ReadNote]) -> None:
    assert "Антоновка" not in (VAULT / DAMAGED).read_text(encoding="utf-8")
    assert "Антоновка" in notes[DAMAGED].repaired_text
    assert notes[DAMAGED].note.repaired_from == "mac_roman"
    assert [path for path, read in notes.items() if read.repaired_text != read.text] == [DAMAGED]


def test_one_name_leads_nowhere_and_one_note_stands_alone(notes: dict[str, ReadNote], graph: LinkGraph) -> None:
    assert {found.link.target for found in graph.unresolved()} == {"Подвои для суглинка"}
    alone = {path for path in notes if not any(graph.outgoing(path)) and not graph.backlinks(path)}
    assert "Reading list.md" in alone


def test_a_conversation_has_both_voices(notes: dict[str, ReadNote]) -> None:
    roles = [message.role for message in notes["Переписка/Чёрный рак коры.md"].note.messages]
    assert roles == [Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.USER]


@pytest.mark.parametrize("row", QUESTIONS, ids=[row["id"] for row in QUESTIONS])
def test_the_answer_to_a_question_stands_in_its_notes(row: dict[str, object], notes: dict[str, ReadNote]) -> None:
    expected = row["gold_notes"]
    assert isinstance(expected, list)
    assert bool(expected) == (row["answer"] is not None)
    for path in expected:
        assert str(row["answer"]) in notes[path].repaired_text
