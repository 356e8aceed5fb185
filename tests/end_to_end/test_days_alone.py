"""A query that is the words for a day and nothing else, in a vault where many notes hold these words."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from vaultmind import api


def test_the_daily_note_comes_before_notes_that_only_have_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    days = {f"{date.today() - timedelta(days=back)}.md" for back in range(-1, 4)}  # midnight may pass meanwhile
    for day in days:
        (vault / day).write_text("Копал грядки у дома.\n", encoding="utf-8")
    for number in range(15):
        (vault / f"Note {number}.md").write_text(f"Вчера было дело, номер {number}.\n", encoding="utf-8")
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    session = api.open_vault(vault=vault, data=tmp_path / "data")
    session.index(api.IndexRequest())

    alone = session.search(api.SearchRequest("вчера", limit=3))
    asked = session.search(api.SearchRequest("что я делал вчера?", limit=3))
    more = session.search(api.SearchRequest("номер того дела вчера", limit=3))
    session.close()

    assert alone.passages[0].chunk.note in days
    assert asked.passages[0].chunk.note in days
    assert more.passages[0].chunk.note not in days, "words beside the days count as before"
