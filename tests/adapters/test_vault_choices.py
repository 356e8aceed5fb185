"""Which vaults are offered: those opened before, those Obsidian lists, and a sample to try."""

import json
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.api.vaults import known_vault


def test_vaults_opened_before_come_first_then_obsidians_and_none_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("One", "Two", "Listed"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "obsidian").mkdir(parents=True)
    listed = {"a": {"path": str(tmp_path / "Listed")}, "b": {"path": str(tmp_path / "One")}, "c": {"path": "/gone"}}
    (tmp_path / "config" / "obsidian" / "obsidian.json").write_text(json.dumps({"vaults": listed}), encoding="utf-8")
    for name in ("One", "Two"):
        known_vault(tmp_path / name, tmp_path / "data")
    choices = api.vault_choices(tmp_path / "data")
    assert [(one.name, one.is_known, one.in_obsidian) for one in choices] == [
        ("Two", True, False),
        ("One", True, True),
        ("Listed", False, True),
    ]


def test_of_obsidians_vaults_the_one_open_there_comes_first_then_the_last_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: dict[str, dict[str, object]] = {
        "a": {"path": str(tmp_path / "Always"), "ts": 3},
        "b": {"path": str(tmp_path / "Before"), "ts": "yesterday"},
        "c": {"path": str(tmp_path / "Current"), "ts": 1, "open": True},
        "d": {"path": str(tmp_path / "Daily"), "ts": 5},
    }
    for entry in listed.values():
        Path(str(entry["path"])).mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "obsidian").mkdir(parents=True)
    (tmp_path / "config" / "obsidian" / "obsidian.json").write_text(json.dumps({"vaults": listed}), encoding="utf-8")

    names = [one.name for one in api.vault_choices(tmp_path / "data")]

    assert names == ["Current", "Daily", "Always", "Before"]


def test_the_sample_is_copied_once_and_what_is_written_into_it_stays(tmp_path: Path) -> None:
    root = api.sample_vault(tmp_path / "data")
    (root / "Mine.md").write_text("mine", encoding="utf-8")
    assert api.sample_vault(tmp_path / "data") == root
    assert (root / "Mine.md").read_text(encoding="utf-8") == "mine"
    assert (root / "Сад.md").exists()


def test_where_no_vault_was_opened_none_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VAULTMIND_VAULT", raising=False)
    assert api.vault_meant(data=tmp_path / "data") is None
    (tmp_path / "vault").mkdir()
    known_vault(tmp_path / "vault", tmp_path / "data")
    assert api.vault_meant(data=tmp_path / "data") == tmp_path / "vault"
