"""Chats of which a third is stored as UTF-8 read as Mac Roman read, and are found, like the sound ones."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.morphology import stems_of
from vaultmind.parsing.reading import ReadNote, read_note
from vaultmind.ports import IndexedNote

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"2025-\d\d-\d\dT\d\d:\d\d")
LEFT_OVER = re.compile(r"[–—][\u00a0-\u02ff\u2020-\u2260Ω]|‚Ä")
"""What one damaged character looks like when it was left as it was."""


@pytest.fixture(scope="module")
def nexus(shared_data: Callable[[str], Path]) -> Path:
    return next(shared_data("gold-nexus_ru").rglob("questions.jsonl")).parent


@pytest.fixture(scope="module")
def notes(nexus: Path) -> dict[str, ReadNote]:
    vault = nexus / "vault"
    return {file.name: read_note(NotePath(file.name), file.read_bytes()) for file in sorted(vault.glob("*.md"))}


@pytest.fixture(scope="module")
def chats(notes: dict[str, ReadNote]) -> dict[str, ReadNote]:
    return {name: note for name, note in notes.items() if "nexus_user" in note.text}


def test_the_damaged_third_is_recognised_and_nothing_else(nexus: Path, notes: dict[str, ReadNote]) -> None:
    stats = json.loads((nexus / "stats.json").read_text())
    repaired = {name for name, note in notes.items() if note.note.repaired_from}
    assert len(repaired) == stats["mojibake"]
    assert {note.note.repaired_from for note in notes.values()} == {None, "mac_roman"}
    assert all(LEFT_OVER.search(note.text) for name, note in notes.items() if name in repaired)


def test_nothing_damaged_is_left(notes: dict[str, ReadNote]) -> None:
    for name, note in notes.items():
        assert not LEFT_OVER.search(note.repaired_text), name
        for chunk in split_into_chunks(note):
            assert not LEFT_OVER.search(chunk.text + chunk.breadcrumb), name


def test_damaged_chats_have_the_messages_of_sound_ones(nexus: Path, chats: dict[str, ReadNote]) -> None:
    assert len(chats) == json.loads((nexus / "stats.json").read_text())["chats"]
    for name, chat in chats.items():
        messages = chat.note.messages
        assert len(messages) == chat.text.count("[!nexus_"), name
        assert [message.role for message in messages] == [Role.USER, Role.ASSISTANT] * (len(messages) // 2), name
        for message in messages:
            assert UID.fullmatch(message.uid or ""), name
            assert TIME.fullmatch(message.time or ""), name
            assert message.span.of(chat.text).startswith(">[!nexus_"), name
        times = [message.time or "" for message in messages]
        assert times == sorted(times), name


def test_links_of_chats_lead_to_notes(notes: dict[str, ReadNote], chats: dict[str, ReadNote]) -> None:
    titles = {note.note.title for note in notes.values()}
    targets = Counter(link.target for chat in chats.values() for link in chat.note.links)
    assert len(targets) > 20
    assert set(targets) <= titles


def test_each_chunk_is_of_one_speaker_and_at_its_place(chats: dict[str, ReadNote]) -> None:
    for name, chat in chats.items():
        for chunk in split_into_chunks(chat):
            owner = [message for message in chat.note.messages if message.span.overlaps(chunk.span)]
            assert [message.role for message in owner] == [chunk.role], name
            assert chunk.evidence == (chunk.role is Role.USER), name
            assert not chunk.text.startswith(">"), name
            lines = chat.repaired_text.split("\n")[chunk.lines[0] - 1 : chunk.lines[1]]
            assert chunk.text.split()[0] in " ".join(lines), name


def stored(note: ReadNote) -> IndexedNote:
    chunks: tuple[Chunk, ...] = tuple(split_into_chunks(note))
    words = tuple(" ".join(stems_of(chunk.text, keep_stop_words=False)) for chunk in chunks)
    return IndexedNote(note.path, Stamp(1, 1, 1, 1), "", note.note.title, chunks=chunks, words=words)


@pytest.fixture(scope="module")
def catalog(notes: dict[str, ReadNote], tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteCatalog]:
    catalog = SqliteCatalog(tmp_path_factory.mktemp("nexus") / "catalog.sqlite")
    for note in notes.values():
        catalog.replace(stored(note))
    yield catalog
    catalog.close()


def test_damaged_chats_are_found_by_words_like_sound_ones(nexus: Path, catalog: SqliteCatalog) -> None:
    found: dict[bool, list[bool]] = {True: [], False: []}
    for line in (nexus / "questions.jsonl").read_text().splitlines():
        question = json.loads(line)
        hits = catalog.search(question["question"], limit=30)
        chunks = catalog.chunks([hit.chunk_id for hit in hits])
        order = list(dict.fromkeys(chunks[hit.chunk_id].note for hit in hits if hit.chunk_id in chunks))
        found[question["mojibake"]].append(bool(set(question["gold_notes"]) & set(order[:5])))
    recall = {damaged: sum(hits) / len(hits) for damaged, hits in found.items()}
    assert recall[True] >= 0.95
    assert abs(recall[True] - recall[False]) <= 0.03
