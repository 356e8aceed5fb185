"""Servers of models on the command line: tried with one word, allowed by name, used with their address."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.chat_server import ChatServer
from vaultmind import api
from vaultmind.cli.main import main

ELSEWHERE = "https://models.example.org/v1"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with closing(ChatServer()) as made:
        made.says = "ready"
        yield made


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "Pear.md").write_text("The pear tree is watered twice a week.\n")
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    for name, place in (("CONFIG", "settings.toml"), ("DATA", "data"), ("CACHE", "cache"), ("VAULT", "vault")):
        monkeypatch.setenv(f"VAULTMIND_{name}", str(tmp_path / place))
    monkeypatch.setenv("VAULTMIND_ENGINE", "off")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    assert main(["--json", "models", *command]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_trial_sends_one_line_and_no_note(
    vault: Path, server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "http://{}:{}/v1".format(*server.address)
    found = told(capsys, "test", url)
    assert (found["model"], found["models"], found["said"], found["leaves_machine"]) == (
        "tiny",
        ["tiny"],
        "ready",
        False,
    )
    assert [one["messages"] for one in server.asked] == [[{"role": "user", "content": "Reply with one word: ready"}]]

    told(capsys, "use", "tiny", "--url", url)
    settings = api.load_settings(vault / "settings.toml")
    assert (settings.answers.model, settings.answers.url) == ("tiny", url)
    told(capsys, "use", "none")
    settings = api.load_settings(vault / "settings.toml")
    assert (settings.answers.model, settings.answers.url) == ("", "")


def test_a_server_elsewhere_is_refused_with_the_way_to_allow_it(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "use", "big", "--url", ELSEWHERE)
    for command in (["models", "test", ELSEWHERE], ["ask", "How often is the pear watered?", "--model", "big"]):
        assert main(command) == 1
        said = capsys.readouterr().err
        assert "models.example.org is off this machine" in said
        assert "`vaultmind models allow models.example.org` allows it." in said

    assert [one["host"] for one in told(capsys, "allow", ELSEWHERE)["allowed"]] == ["models.example.org"]
    assert [one["host"] for one in told(capsys, "servers")["allowed"]] == ["models.example.org"]
    assert told(capsys, "allow", "models.example.org", "--take-back")["allowed"] == []
