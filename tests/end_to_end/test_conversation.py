"""Conversations on the command line: follow-ups, notes, turns asked anew."""

import json
from pathlib import Path

import pytest

from vaultmind.cli.main import main


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "Well.md").write_text("The well in the garden is twelve metres deep.\n")
    (folder / "Pond.md").write_text("The pond behind the barn is two metres deep.\n")
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n[saving]\nconversations = "Chats/{x}"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    monkeypatch.setenv("VAULTMIND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VAULTMIND_VAULT", str(folder))
    return folder


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["--json", "ask", *words]) == 0
    shape: dict[str, object] = json.loads(capsys.readouterr().out)
    return shape


def test_a_follow_up_is_understood_and_kept_where_a_note_was_asked_for(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = ask(capsys, "How deep is the well?")
    assert (first["meant"], first["conversation"], first["turn"]) == (None, None, 1)
    second = ask(capsys, "And the pond?", "--follow")
    assert second["meant"] == "How deep is the pond?"
    assert (second["conversation"], second["turn"]) == (None, 2)

    kept = ask(capsys, "How deep is the well?", "--conversation", "Talks/Water")
    assert (kept["conversation"], kept["turn"]) == ("Talks/Water.md", 1)
    further = ask(capsys, "Why?", "--follow")
    assert (further["conversation"], further["turn"]) == ("Talks/Water.md", 2)
    anew = ask(capsys, "How deep is the pond?", "--conversation", "Talks/Water", "--turn", "1")
    assert (anew["turn"], anew["question"]) == (1, "How deep is the pond?")
    text = (vault / "Talks" / "Water.md").read_text(encoding="utf-8")
    assert "[[Pond|1]]" in text
    assert "[[Well" not in text.split("---", 2)[2].split("Why?")[0]


def test_a_new_conversation_goes_where_the_settings_say(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = ask(capsys, "How deep is the well?", "--conversation", "")
    assert str(kept["conversation"]).startswith("Chats/{x}/")
    assert str(kept["conversation"]).endswith("How deep is the well.md")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x", "--follow", "--turn", "3"], "no turn 3"),
        (["  ?! "], "has no words"),
        (["x", "--follow", "--conversation", "y"], "not both"),
        (["x", "--conversation", "Well"], "no conversation"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    vault: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["ask", *words]) == 1
    assert said in capsys.readouterr().err


def test_a_turn_is_replaced_only_in_a_conversation_that_was_named(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = ask(capsys, "How deep is the well?", "--conversation", "Talks/Water")
    before = (vault / str(kept["conversation"])).read_bytes()
    assert main(["ask", "How deep is the pond?", "--turn", "1"]) == 1
    assert "--turn needs --follow or --conversation NOTE" in capsys.readouterr().err
    assert (vault / str(kept["conversation"])).read_bytes() == before
    assert ask(capsys, "How deep is the pond?", "--turn", "1", "--follow")["turn"] == 1


def test_a_follow_up_on_what_the_notes_of_the_turn_do_not_speak_of_is_another_topic(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (vault / "Well.md").write_text("The well in the garden is twelve metres deep. The pump was oiled in May.\n")
    (vault / "Ladder.md").write_text("The ladder hangs in the barn.\n")
    assert ask(capsys, "How deep is the well?")["meant"] is None
    assert ask(capsys, "And when was the pump oiled?", "--follow")["meant"] == "When was the pump oiled (well)?"
    assert ask(capsys, "How deep is the well?")["meant"] is None
    assert ask(capsys, "And where is the ladder?", "--follow")["meant"] is None
