"""A council on the command line: real servers on loopback, one of which never answers, and a small model in roles."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.cli.main import main

NOTES = {
    "Backups.md": "Backups run at night. Backups are kept for 14 days on the NAS.\n",
    "Old plan.md": "The old plan was to keep backups for 30 days.\n",
}
QUESTION = "How long are backups kept?"


def server(words: str, leave: threading.Event, *, asked: list[str]) -> ThreadingHTTPServer:
    """A model's server that writes ``words``, finds everything likely, and with no words says nothing until told."""

    class Speaks(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body["messages"][0]["content"])
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            if not words:
                leave.wait(120)
                return
            top = [{"token": "yes", "logprob": -0.05}, {"token": "no", "logprob": -3.0}]
            said = "yes" if body.get("logprobs") else words
            choice = {"delta": {"content": said}, "logprobs": {"content": [{"token": said, "top_logprobs": top}]}}
            end = {"delta": {}, "finish_reason": "stop"}
            for event in (choice, end):
                self.wfile.write(b"data: " + json.dumps({"choices": [event]}).encode() + b"\n\n")
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, *_: object) -> None:
            pass

    found = ThreadingHTTPServer(("127.0.0.1", 0), Speaks)
    found.daemon_threads = True
    threading.Thread(target=found.serve_forever, daemon=True).start()
    return found


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    def made(**endpoints: str) -> Path:
        folder = tmp_path / "vault"
        folder.mkdir()
        for name, text in NOTES.items():
            (folder / name).write_text(text)
        settings = tmp_path / "settings.toml"
        written = ", ".join(f'"{name}" = "{url}"' for name, url in endpoints.items())
        settings.write_text(f'[embedding]\nmodel = "off"\n[answers]\nendpoints = {{ {written} }}\n')
        monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
        monkeypatch.setenv("VAULTMIND_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("VAULTMIND_VAULT", str(folder))
        return folder

    return made


@pytest.fixture
def speakers() -> Iterator[Callable[[str], tuple[str, list[str]]]]:
    """Return a function that starts a server and gives its address and what it was asked."""
    leave = threading.Event()
    with ExitStack() as stack:

        def started(words: str) -> tuple[str, list[str]]:
            asked: list[str] = []
            found = server(words, leave, asked=asked)
            stack.callback(found.server_close)
            stack.callback(found.shutdown)
            return f"http://127.0.0.1:{found.server_port}/v1", asked

        yield started
        leave.set()


def test_three_voices_one_of_which_never_answers_are_merged_with_their_contradiction_named(
    vault: Callable[..., Path],
    speakers: Callable[[str], tuple[str, list[str]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    (one, asked), (other, _), (silent, _) = (
        speakers("Backups are kept for 14 days on the NAS [1]."),
        speakers("Backups are kept for 30 days [1]."),
        speakers(""),
    )
    vault(one=one, other=other, silent=silent)
    voices = "one:exact,silent,other"
    assert main(["--json", "ask", QUESTION, "--council", voices, "--patience", "12"]) == 0
    shape = json.loads(capsys.readouterr().out)
    assert [(voice["name"], voice["failure"]) for voice in shape["voices"]] == [
        ("one:exact", None),
        ("silent", "It took longer than 12 s."),
        ("other", None),
    ]
    (contradiction,) = [found for found in shape["contradictions"] if found["kind"] == "number"]
    assert contradiction["differs"] == ["14 days", "30 days"]
    assert contradiction["likelihood"] > 0.9
    assert "They contradict each other" in shape["answer"]
    assert shape["answer"].endswith("Not heard: silent.")
    numbers = {citation["number"] for citation in shape["citations"]}
    assert {
        number for found in (contradiction["one"], contradiction["other"]) for number in found["citations"]
    } <= numbers
    assert all(citation["verified"] and citation["uri"].startswith("obsidian://") for citation in shape["citations"])
    assert any("You are exact" in told for told in asked)
    assert not shape["refused"]


def test_what_every_voice_says_is_agreed(
    vault: Callable[..., Path],
    speakers: Callable[[str], tuple[str, list[str]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, other = (speakers("Backups are kept for 14 days on the NAS [1].")[0] for _ in range(2))
    vault(one=one, other=other)
    assert main(["--json", "ask", QUESTION, "--council", "one,other,notes", "--conversation", "Talk"]) == 0
    shape = json.loads(capsys.readouterr().out)
    assert [found["voices"] for found in shape["agreed"]] == [["one", "other", "notes"]]
    assert shape["conversation"] == "Talk.md"


def test_where_no_voice_is_named_those_speak_that_are_set(
    vault: Callable[..., Path], speakers: Callable[[str], tuple[str, list[str]]], tmp_path: Path
) -> None:
    folder = vault(one=speakers("Backups are kept for 14 days on the NAS [1].")[0])
    settings = tmp_path / "settings.toml"
    settings.write_text(settings.read_text() + 'voices = ["notes", "one:exact"]\n')
    session = api.open_vault(vault=folder, data=tmp_path / "data")
    try:
        *_, found = session.council(api.CouncilRequest(QUESTION))
    finally:
        session.close()
    assert isinstance(found, api.CouncilAnswer)
    assert sorted(voice.name for voice in found.voices) == ["notes", "one:exact"]
    assert all(voice.has_answered for voice in found.voices)


def test_voices_that_cannot_be_are_told_apart_from_those_that_can(
    vault: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    vault(down="http://127.0.0.1:9/v1")
    assert main(["--json", "ask", QUESTION, "--council", "down,nowhere,:sceptic,notes"]) == 0
    shape = json.loads(capsys.readouterr().out)
    failures = {voice["name"]: voice["failure"] for voice in shape["voices"]}
    assert failures["notes"] is None
    assert "127.0.0.1:9" in failures["down"]
    assert "nowhere" in failures["nowhere"]
    assert "No model is set" in failures[":sceptic"]
    assert "14 days" in shape["answer"]
    with pytest.raises(SystemExit) as left:
        main(["ask", QUESTION, "--council", "notes"])
    assert left.value.code == 2


def test_a_real_model_speaks_in_two_roles_beside_the_notes(
    vault: Callable[..., Path], smollm2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = vault()
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    session = api.open_vault(vault=folder, data=tmp_path / "data")
    try:
        request = api.CouncilRequest(QUESTION, ("smollm2-135m:exact", "smollm2-135m:sceptic", "notes"))
        *events, found = session.council(request)
    finally:
        session.close()
    assert isinstance(found, api.CouncilAnswer)
    assert [voice.name for voice in found.voices] == list(request.voices)
    assert all(not voice.failure for voice in found.voices)
    assert {event.voice for event in events if isinstance(event, api.VoiceDelta)} <= set(request.voices)
    assert {event.name for event in events if isinstance(event, api.Voice)} == set(request.voices)
    assert "14 days" in found.merged.text
