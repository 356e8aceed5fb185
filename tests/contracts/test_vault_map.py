"""The map of a vault, alone in this process and over the socket of a real engine process alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind import api

NOTES = {
    ".obsidian/daily-notes.json": '{"folder": "Days", "format": "YYYY-MM-DD"}',
    ".obsidian/app.json": '{"userIgnoreFilters": ["Attic/"]}',
    "Days/2024-02-24.md": "[[Well]] and [[Well]] again, [[Nowhere]], [[Days/2024-02-24]]\n",
    "Well.md": "---\ncreated: 2021-07-01T10:00\ntags: [water]\n---\nSee [[Attic/Old]].\n",
    "Attic/Old.md": "[[Well]]\n",
}


@pytest.fixture(params=[api.open_vault, api.join_engine], ids=["alone", "engine"])
def session(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[api.Session]:
    for name, text in NOTES.items():
        path = tmp_path / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    opened = request.param(vault=tmp_path / "vault", data=tmp_path / "data")
    yield opened
    opened.close()
    api.stop_engine(vault=tmp_path / "vault", data=tmp_path / "data")


def test_the_map_has_every_note_once_with_its_day_and_every_pair_once(session: api.Session) -> None:
    shown = session.vault_map()

    by_note = {note.note: note for note in shown.notes}
    assert set(by_note) == {"Days/2024-02-24.md", "Well.md"}, "an excluded note is no part of the map"
    assert by_note[api.NotePath("Days/2024-02-24.md")].day == "2024-02-24"
    assert by_note[api.NotePath("Well.md")].day == "2021-07-01"
    assert by_note[api.NotePath("Well.md")].tags == ("water",)
    numbers = {note.note: number for number, note in enumerate(shown.notes)}
    assert shown.links == ((numbers[api.NotePath("Days/2024-02-24.md")], numbers[api.NotePath("Well.md")]),)


def test_where_notes_are_drawn_is_kept(session: api.Session) -> None:
    assert {(note.x, note.y) for note in session.vault_map().notes} == {(None, None)}

    session.keep_map([api.MapPlace(api.NotePath("Well.md"), 12.34, -5.0)])

    kept = {note.note: (note.x, note.y) for note in session.vault_map().notes}
    assert kept == {"Well.md": (12.3, -5.0), "Days/2024-02-24.md": (None, None)}
