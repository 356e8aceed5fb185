"""Every file with its state, and mending one note alone; in this process and over the socket of a real engine alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind import api

BLOCKS = "One. ^same\n\nTwo. ^same\n"


@pytest.fixture(params=[api.open_vault, api.join_engine], ids=["alone", "engine"])
def session(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[api.Session]:
    root = tmp_path / "vault"
    (root / ".obsidian").mkdir(parents=True)
    (root / "Attic").mkdir()
    (root / ".obsidian/app.json").write_text('{"userIgnoreFilters": ["Attic/"]}')
    (root / "Well.md").write_text("The well.\n")
    (root / "Blocks.md").write_text(BLOCKS)
    (root / "More.md").write_text(BLOCKS)
    (root / "Attic/Old.md").write_text("Old.\n")
    (root / "photo.png").write_bytes(b"\x89PNG")
    with (root / "huge.md").open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    opened = request.param(vault=root, data=tmp_path / "data")
    yield opened
    opened.close()
    api.stop_engine(vault=root, data=tmp_path / "data")


def test_every_file_is_there_once_with_its_state(session: api.Session) -> None:
    list(session.index(api.IndexRequest()))

    shown = session.library()

    assert not shown.has_vectors
    assert [(file.path, file.state) for file in shown.files] == [
        ("Attic/Old.md", "excluded"),
        ("Blocks.md", "indexed"),
        ("More.md", "indexed"),
        ("Well.md", "indexed"),
        ("huge.md", "skipped"),
        ("photo.png", "attachment"),
    ]
    by_path = {file.path: file for file in shown.files}
    assert "larger than" in by_path[api.NotePath("huge.md")].reason
    assert by_path[api.NotePath("Well.md")].passages == 1
    assert by_path[api.NotePath("photo.png")].passages == 0


def test_one_note_alone_is_mended_and_has_its_way_back(session: api.Session, tmp_path: Path) -> None:
    root = tmp_path / "vault"
    shown = session.repair(api.ProblemKind.DUPLICATE_BLOCK_ID, note="Blocks.md")
    assert "Blocks.md" in shown.diff
    assert "More.md" not in shown.diff
    assert (root / "Blocks.md").read_text() == BLOCKS

    done = session.repair(api.ProblemKind.DUPLICATE_BLOCK_ID, note="Blocks.md", dry_run=False)

    assert (root / "Blocks.md").read_text() != BLOCKS
    assert (root / "More.md").read_text() == BLOCKS
    session.undo(done.journal)
    assert (root / "Blocks.md").read_text() == BLOCKS


def test_what_the_next_look_will_bring_is_said_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    root = tmp_path / "vault"
    root.mkdir()
    for name in ("Changing.md", "Leaving.md", "Staying.md"):
        (root / name).write_text("Once.\n")
    session = api.open_vault(vault=root, data=tmp_path / "data")
    try:
        (root / "Changing.md").write_text("Once, and now more.\n")
        (root / "Leaving.md").unlink()
        (root / "Coming.md").write_text("New.\n")

        found = {str(file.path): file.state for file in session.library().files}

        assert found == {"Changing.md": "changed", "Coming.md": "new", "Leaving.md": "gone", "Staying.md": "indexed"}
        session.catch_up()
        assert {file.state for file in session.library().files} == {"indexed"}
    finally:
        session.close()
