"""Why a note is not found: each kind of missing note says its own reason, where it is asked for by its name."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.domain.errors import NoteNotFound
from vaultmind.session.interface import Session

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    vault, settings = tmp_path / "vault", tmp_path / "settings.toml"
    (vault / "Private").mkdir(parents=True)
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "app.json").write_text(json.dumps({"userIgnoreFilters": ["Private/"]}))
    (vault / "Plums.md").write_text("The secret plan speaks of plums.\n")
    (vault / "Private" / "Pears.md").write_text("The secret plan speaks of plums.\n")
    (vault / "Well.md").write_text("Twelve metres deep.\n")
    (vault / ".Cloud.md.icloud").write_text("")
    (tmp_path / "elsewhere.md").write_text("The secret plan speaks of plums.\n")
    (vault / "Outside.md").symlink_to(tmp_path / "elsewhere.md")
    (vault / "Broken.md").symlink_to(vault / "nowhere.md")
    os.mkfifo(vault / "Pipe.md")
    settings.write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    opened = api.open_vault(vault=vault, data=tmp_path / "data")
    yield opened
    opened.close()


def test_a_note_that_is_there_says_leg_by_leg_what_it_has(session: Session) -> None:
    told = session.explain("Plums", "the plan of plums")
    assert (told.place, told.words_missing, told.is_excluded, told.has_vectors) == (1, (), False, False)
    told = session.explain("Well", "the plan of plums")
    assert (told.place, told.words_found) == (None, ())
    assert len(told.words_missing) == 2
    told = session.explain("Private/Pears", "the plan of plums")
    assert (told.place, told.is_excluded) == (None, True)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Cloud", "Online only"),
        ("Outside", "leads out of the vault"),
        ("Broken.md", "leads nowhere"),
        ("Pipe", "named pipe"),
        ("Nobody", "There is no note “Nobody”"),
    ],
)
def test_a_file_that_is_not_indexed_says_why(session: Session, name: str, reason: str) -> None:
    with pytest.raises(NoteNotFound, match=reason):
        session.explain(name, "the plan of plums")
    if name != "Nobody":
        told = session.note_status(name)
        assert (told.note, told.state) == (f"{name.removesuffix('.md')}.md", "skipped")
        assert reason in told.reason


def test_a_note_is_meant_before_a_file_of_its_name_that_was_skipped(session: Session, tmp_path: Path) -> None:
    (tmp_path / "vault" / "Private" / "Pipe.md").write_text("A note about pipes.\n")
    list(session.index(api.IndexRequest()))
    assert session.note_status("Private/Pipe").state == "indexed"
    assert session.note_status("Pipe").note == "Private/Pipe.md"
    assert session.note_status("Pipe.md").state == "skipped"


@pytest.fixture
def unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Return a session that has looked at nothing yet."""
    vault, settings = tmp_path / "vault", tmp_path / "settings.toml"
    (vault / "Garden").mkdir(parents=True)
    (vault / "Garden" / "Plums.md").write_text("The secret plan speaks of plums.\n")
    (vault / "Outside.md").symlink_to(tmp_path / "elsewhere.md")
    (tmp_path / "elsewhere.md").write_text("The secret plan speaks of plums.\n")
    settings.write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    opened = api.open_vault(vault=vault, data=tmp_path / "data", catch_up=False)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ["Garden/Plums.md", "Garden/Plums", "plums", "Garden\\Plums.md"])
def test_a_note_that_was_not_read_yet_waits(unread: Session, name: str) -> None:
    told = unread.note_status(name)
    assert (told.note, told.state, told.reason) == ("Garden/Plums.md", "waiting", "It has not been read yet.")
    with pytest.raises(NoteNotFound, match=r"“Garden/Plums.md” is not in the index. It has not been read yet\."):
        unread.explain(name, "the plan of plums")


def test_a_file_that_is_left_out_says_why_before_anything_was_read(unread: Session) -> None:
    told = unread.note_status("Outside.md")
    assert (told.note, told.state) == ("Outside.md", "skipped")
    assert "leads out of the vault" in told.reason


@pytest.mark.parametrize("name", ["../elsewhere.md", "../elsewhere", "Garden/../../elsewhere.md", "/elsewhere.md"])
def test_only_what_is_in_the_vault_waits_to_be_read(unread: Session, name: str) -> None:
    with pytest.raises(NoteNotFound, match="There is no note"):
        unread.note_status(name)
