"""The small odd vaults of ``tests/vaults``, read from disk as a program reads them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.domain.daily_notes import DailyNotes
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.series import card_id, card_orders, find_series, spelling_key
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.reading import ReadNote, read_note

VAULTS = Path(__file__).resolve().parents[1] / "vaults"

Notes = dict[str, ReadNote]


@pytest.fixture
def read() -> Callable[[str], Notes]:
    def read_vault(name: str) -> Notes:
        files = DiskVaultFiles(VAULTS / name)
        return {path: read_note(path, files.read(path)) for path in files.listing().notes if path != "README.md"}

    return read_vault


def test_every_exporter_tells_the_same_conversation(read: Callable[[str], Notes]) -> None:
    notes = read("chats")
    assert notes.pop("not a chat.md").note.messages == ()
    assert len(notes) == 4
    for name, note in notes.items():
        chunks = [(chunk.role, chunk.text, chunk.evidence) for chunk in split_into_chunks(note)]
        assert chunks == [
            (Role.USER, "Когда поливать [[Помидоры]]?", True),
            (Role.ASSISTANT, "### Кратко\n\nУтром, под корень.", False),
            (Role.NOTE, "Попробую завтра.", True),
        ], name
        assert [message.time for message in note.note.messages] == ["2025-06-16T21:34", "2025-06-16T21:35"], name
    for name in ("nexus.md", "damaged.md"):
        assert [message.uid for message in notes[name].note.messages] == ["0a1", "0a2"]


def test_damage_is_undone_and_sound_text_is_not(read: Callable[[str], Notes]) -> None:
    notes = read("damaged")
    named = {name: note.note.repaired_from for name, note in notes.items()}
    assert named == {
        "mac_roman.md": "mac_roman",
        "cp1252.md": "cp1252",
        "cp1251.md": "cp1251",
        "twice.md": "cp1252 twice",
        "half.md": "mac_roman",
        "windows.md": None,
        "about.md": None,
        "–°–∞–¥.md": None,
    }
    meant = notes["mac_roman.md"].repaired_text
    for name in ("cp1252.md", "cp1251.md", "twice.md"):
        assert notes[name].repaired_text == meant
    for name in ("mac_roman.md", "cp1252.md", "cp1251.md", "twice.md", "windows.md"):
        assert [link.target for link in notes[name].note.links] == ["Помидоры"], name
    assert notes["half.md"].repaired_text.splitlines()[3] == "А эту строку испортил импорт."
    assert notes["–°–∞–¥.md"].note.title == "Сад"


def test_a_slip_box_is_understood(read: Callable[[str], Notes]) -> None:
    titles = {NotePath(path): note.note.title for path, note in read("zettelkasten").items()}
    assert sum(card_id(title) is not None for title in titles.values()) == 5
    (by_time,) = card_orders(titles)
    assert len(by_time.members) == 3
    (series,) = find_series({path: title for path, title in titles.items() if "AGI" in title})
    assert series.after(NotePath("21 Overlay AGI.md")) == "51 Overlay AGI.md"
    assert spelling_key(titles[NotePath("05_да можешь.md")]) == spelling_key(titles[NotePath("05_да_можешь.md")])
    settings = json.loads((VAULTS / "zettelkasten" / ".obsidian" / "daily-notes.json").read_text())
    daily = DailyNotes.from_settings(settings)
    days = {daily.day_of(path) for path in titles} - {None}
    assert days == {date(2025, 6, 16), date(2025, 6, 17)}
    assert daily.path_of(date(2025, 6, 16)) in titles


def test_boards_have_links_and_words(read: Callable[[str], Notes]) -> None:
    notes = read("boards")
    graph = LinkGraph({NotePath(path): note.note.links for path, note in notes.items()})
    sources = [found.source for found in graph.backlinks(NotePath("Помидоры.md"))]
    assert sorted(sources) == ["board.canvas", "board.canvas", "books.base", "sketch.excalidraw.md"]
    board = split_into_chunks(notes["board.canvas"])
    assert board[0].text == 'Полив: "утром"\n\nсм. [[Помидоры|грядка]] #сад'
    assert board[0].breadcrumb == "board > Лето"
    assert notes["broken.canvas"].warnings == ("The canvas is not valid JSON; nothing in it is read.",)
    (drawing,) = split_into_chunks(notes["sketch.excalidraw.md"])
    assert (drawing.text, drawing.block_id) == ("Грядка у забора [[Помидоры]]", "el1")
