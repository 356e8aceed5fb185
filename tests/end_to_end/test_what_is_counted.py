"""What is called notes are notes: canvases and bases are read too and counted by their own names."""

import json
import sqlite3
from pathlib import Path

import pytest

from vaultmind.adapters.index.sqlite_schema import IS_BOARD
from vaultmind.cli.main import main


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    vault = tmp_path / "vault"
    vault.mkdir()
    for number in range(3):
        (vault / f"{number}.md").write_text(f"Note {number}.", encoding="utf-8")
    (vault / "Plan.canvas").write_text('{"nodes": [], "edges": []}', encoding="utf-8")
    (vault / "Books.base").write_text("views: []\n", encoding="utf-8")
    return ["--vault", str(vault), "--data", str(tmp_path / "data"), "--no-engine"]


@pytest.mark.parametrize("command", ["index", "status", "graph"])
def test_the_command_line_counts_notes_apart_from_what_else_is_read(
    where: list[str], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*where, command]) == 0
    assert "3 notes, 2 canvases and bases, " in capsys.readouterr().out
    if command != "graph":
        assert main([*where, "--json", command]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["notes"], found["boards"]) == (3, 2)


def test_they_are_counted_without_a_look_at_every_row(where: list[str], tmp_path: Path) -> None:
    assert main([*where, "index"]) == 0
    [file] = (tmp_path / "data").rglob("catalog-*.sqlite")
    with sqlite3.connect(file) as db:
        plan = " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN SELECT count(*) FROM note WHERE {IS_BOARD}"))
    assert "note_board" in plan
