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

    assert told(capsys, "use", "tiny", "--url", url) == {"model": "tiny", "url": url, "problem": ""}
    settings = api.load_settings(vault / "settings.toml")
    assert (settings.answers.model, settings.answers.url) == ("tiny", url)
    told(capsys, "use", "none")
    settings = api.load_settings(vault / "settings.toml")
    assert (settings.answers.model, settings.answers.url) == ("", "")


def test_a_server_elsewhere_is_refused_with_the_way_to_allow_it(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    used = told(capsys, "use", "big", "--url", ELSEWHERE)
    assert "`vaultmind models allow models.example.org` allows it." in used["problem"]
    for command in (["models", "test", ELSEWHERE], ["ask", "How often is the pear watered?", "--model", "big"]):
        assert main(command) == 1
        said = capsys.readouterr().err
        assert "models.example.org is off this machine" in said
        assert "`vaultmind models allow models.example.org` allows it." in said

    assert [one["host"] for one in told(capsys, "allow", ELSEWHERE)["allowed"]] == ["models.example.org"]
    assert [one["host"] for one in told(capsys, "servers")["allowed"]] == ["models.example.org"]
    assert told(capsys, "allow", "models.example.org", "--take-back")["allowed"] == []


def test_a_server_that_cannot_answer_yet_is_not_said_to(
    vault: Path, server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "http://{}:{}/v1".format(*server.address)

    def said(*command: str) -> str:
        assert main(["models", *command]) == 0
        return capsys.readouterr().out.strip()

    assert said("use", "tiny", "--url", url) == f"Questions go to tiny at {url} from now on."
    assert said("use", "other", "--url", url) == (
        f"Questions are to go to other at {url}, but not yet: {url} has no model other; it offers tiny."
    )
    assert said("use", "big", "--url", ELSEWHERE).startswith(
        f"Questions are to go to big at {ELSEWHERE}, but not yet: models.example.org is off this machine"
    )
    assert server.asked == [], "no model was asked anything"
    for name, address, refusal in (
        ("none", url, f"Which model of {url}?"),
        ("big", "http://models.example.org/v1", "its address must begin with https://."),
        ("big", "https://*/v1", "is not the address of a model"),
    ):
        assert main(["models", "use", name, "--url", address]) == 1
        assert refusal in capsys.readouterr().err
    assert api.load_settings(vault / "settings.toml").answers.url == ELSEWHERE


def test_only_a_machine_can_be_allowed(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for named in ("*", "foo bar", "a..b", "https://*"):
        assert main(["models", "allow", named]) == 1
        assert f"“{named}” cannot be the name of a machine; one looks like" in capsys.readouterr().err
    assert told(capsys, "servers")["allowed"] == []
    assert main(["models", "allow", "https://API.example.org:8443/v1"]) == 0
    assert main(["models", "allow", "api.example.org.", "--take-back"]) == 0
    assert "Nothing of this vault goes to api.example.org any more." in capsys.readouterr().out


def test_a_model_is_found_by_the_name_that_ollama_shortens(
    vault: Path, server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "http://{}:{}/v1".format(*server.address)
    server.name = "llama3:latest"
    assert told(capsys, "test", url, "--model", "llama3")["model"] == "llama3"
    assert told(capsys, "use", "llama3", "--url", url)["problem"] == ""


def test_a_server_of_this_machine_is_tried_without_a_vault(
    vault: Path, server: ChatServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VAULTMIND_VAULT")
    monkeypatch.chdir(vault / "vault")
    assert told(capsys, "test", "http://{}:{}/v1".format(*server.address))["said"] == "ready"
    assert main(["models", "test", ELSEWHERE]) == 1
    assert "models.example.org is off this machine" in capsys.readouterr().err
