"""Suggesting, accepting and refusing through a session, alone and over the socket of a real engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.domain.errors import NoteConflict, PlaceNotFound
from vaultmind.session.interface import Session

pytestmark = pytest.mark.timeout(120)

DIARY = "# День\n\nПишу нейросетью о памяти.\n"


@pytest.fixture(params=[api.open_vault, api.join_engine], ids=["alone", "engine"])
def session(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    vault = tmp_path / "vault"
    vault.mkdir()
    for name, text in {"Нейросеть": "# Нейросеть\n", "Память": "См. [[Нейросеть]].\n", "День": DIARY}.items():
        (vault / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    opened = request.param(vault=vault, data=tmp_path / "data")
    yield opened
    opened.close()
    api.stop_engine(vault=vault, data=tmp_path / "data")


def suggested(session: Session, note: str = "День") -> dict[str, api.LinkSuggestion]:
    *_, found = session.suggest(api.SuggestRequest(note))
    assert isinstance(found, api.SourceSuggestions)
    return {one.target: one for one in found.suggestions if one.anchor is not None}


def test_accepted_links_are_written_as_one_and_taken_back(session: Session, tmp_path: Path) -> None:
    note = tmp_path / "vault" / "День.md"
    ids = [one.id for one in suggested(session).values()]
    assert session.accept(ids, dry_run=True).journal is None
    assert note.read_text(encoding="utf-8") == DIARY
    session.accept(ids)
    assert note.read_text(encoding="utf-8") == "# День\n\nПишу [[Нейросеть|нейросетью]] о [[Память|памяти]].\n"
    session.catch_up()
    assert suggested(session) == {}
    session.undo()
    assert note.read_text(encoding="utf-8") == DIARY


def test_a_refused_link_does_not_come_back(session: Session) -> None:
    one = suggested(session)["Память.md"]
    (decision,) = session.reject([one.id]).decisions
    assert (decision.source, decision.target, decision.name) == ("День.md", "Память.md", one.name)
    assert set(suggested(session)) == {"Нейросеть.md"}


def test_a_link_whose_words_are_gone_is_not_written(session: Session, tmp_path: Path) -> None:
    one = suggested(session)["Память.md"]
    note = tmp_path / "vault" / "День.md"
    note.write_text("Другое.\n", encoding="utf-8")
    with pytest.raises(NoteConflict):
        session.accept([one.id])
    assert note.read_text(encoding="utf-8") == "Другое.\n"


def test_an_unknown_suggestion(session: Session) -> None:
    with pytest.raises(PlaceNotFound, match="no suggestion"):
        session.accept(["nothing"])


def test_every_note_that_has_suggestions_comes_once(session: Session) -> None:
    found = [one for one in session.suggest(api.SuggestRequest()) if isinstance(one, api.SourceSuggestions)]
    assert [one.source for one in found] == sorted({one.source for one in found})
    assert session.evaluate_links().hidden <= 1
