"""The version, and a newer one only where a person asks for it."""

import json

import pytest

from vaultmind import __version__, api
from vaultmind.cli.main import main


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was asked of an index whose newest version is 9.1.0."""
    said: list[str] = []

    def newest() -> api.Release:
        said.append("newest")
        return api.Release(__version__, "9.1.0")

    monkeypatch.setattr(api, "newest_release", newest)
    return said


def test_the_version_alone_asks_nobody(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert capsys.readouterr().out == f"vaultmind {__version__}\n"
    assert asked == []


def test_a_newer_version_is_one_sentence(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version", "--check"]) == 0
    assert "Version 9.1.0 is out" in capsys.readouterr().out
    assert asked == ["newest"]


@pytest.mark.usefixtures("asked")
def test_its_json_has_the_documented_keys(capsys: pytest.CaptureFixture[str]) -> None:
    main(["version", "--check", "--json"])
    assert json.loads(capsys.readouterr().out) == {"version": __version__, "newest": "9.1.0", "is_old": True}
    main(["version", "--json"])
    assert json.loads(capsys.readouterr().out) == {"version": __version__, "newest": None, "is_old": False}
