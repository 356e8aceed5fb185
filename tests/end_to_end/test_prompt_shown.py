"""What a model is given to read: as much as it has time and room for, and shown when a person asks for it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.chat_server import ChatServer
from vaultmind.cli.main import main

QUESTION = "How often is the pear tree watered?"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    served = ChatServer()
    served.says = "The pear tree is watered twice a week [1]."
    yield served
    served.close()


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ChatServer) -> Path:
    folder = tmp_path / "vault"
    (folder / ".obsidian").mkdir(parents=True)
    (folder / "Pear.md").write_text("The pear tree is watered twice a week in summer.\n")
    for number in range(60):
        (folder / f"Tree {number}.md").write_text(f"Tree {number} was not watered in {number}.\n")
    host, port = server.address
    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'[answers]\nurl = "http://{host}:{port}/v1"\nmodel = "tiny"\nreading_s = 3600.0\n[embedding]\nmodel = "off"\n'
    )
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    monkeypatch.setenv("VAULTMIND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VAULTMIND_CACHE", str(tmp_path / "cache"))
    return folder


def asked(vault: Path, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    assert main(["--vault", str(vault), "--json", "--no-engine", "ask", QUESTION, *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_prompt_is_shown_as_it_was_sent(
    vault: Path, server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    found = asked(vault, capsys, "--show-prompt")

    sent = [one for one in server.asked if not one.get("logprobs") and len(one["messages"]) > 1][-1]  # type: ignore[arg-type]
    assert [{"role": part["role"], "content": part["text"]} for part in found["prompt"]] == sent["messages"]
    assert QUESTION in found["prompt"][-1]["text"]
    assert found["timings"] == {
        "read_tokens": 20, "cached_tokens": 380, "written_tokens": 9, "reading_s": 0.0, "writing_s": 0.0,
    }  # fmt: skip
    assert "prompt" not in asked(vault, capsys)


def test_it_can_be_read_without_json(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--vault", str(vault), "--no-engine", "ask", QUESTION, "--show-prompt"]) == 0
    said = capsys.readouterr().out
    assert "tiny was sent:" in said
    assert "--- system" in said
    assert "twice a week in summer" in said
    assert "20 tokens read, 380 known from before" in said


def test_without_a_model_nothing_was_sent(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(vault, capsys, "--show-prompt", "--extractive")["prompt"] is None


def test_a_model_with_time_reads_more_passages_and_one_with_a_small_window_fewer(
    vault: Path, server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(vault, capsys)  # its speed is not known before the first question
    many = asked(vault, capsys, "--show-prompt")["prompt"][-1]["text"]
    server.window = 1500
    few = asked(vault, capsys, "--show-prompt")["prompt"][-1]["text"]

    assert many.count("<<<") > 12
    assert 1 <= few.count("<<<") < 12
