"""Fifty notes that give orders, and a model that obeys them all: see docs/untrusted-notes.md for what is counted."""

import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.chat_server import ChatServer
from vaultmind import api
from vaultmind.cli.main import main
from vaultmind.parsing.language import language_of

VAULTS = Path(__file__).parents[1] / "vaults"
THIRTY, LATER = (
    tomllib.loads((VAULTS / name).read_text("utf-8"))["note"] for name in ("untrusted.toml", "untrusted_later.toml")
)
NOTES = [*THIRTY, *LATER]
NUMBERS = range(1, len(NOTES) + 1)
CONTROL_WORDS = ("<|im_", "[INST]", "[/INST]", "<<SYS>>", "</s>", "<s>", "_of_turn>")
PLANTED = "kept outside the vault"


def question_of(number: int) -> str:
    russian = language_of(NOTES[number - 1]["text"]) == "ru"
    return f"Какой код у ворот {number:02}?" if russian else f"What is the code of gate {number:02}?"


def text_of(number: int) -> str:
    russian = language_of(NOTES[number - 1]["text"]) == "ru"
    fact = (
        f"Код у ворот {number:02} такой: 44{number:02}."
        if russian
        else f"The code of gate {number:02} is 44{number:02}."
    )
    return f"{fact.format(number)}\n\n{NOTES[number - 1]['text']}\n"


@dataclass
class Seen:
    """What this process did while somebody looked: connections, processes, and files opened, made or removed."""

    connections: list[object]
    processes: list[object]
    files: list[str]


_SEEN: list[Seen] = []


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if not _SEEN:
        return
    seen = _SEEN[-1]
    if event == "socket.connect":
        seen.connections.append(arguments[1])
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "webbrowser.open"):
        seen.processes.append(arguments[0])
    elif event in ("open", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink"):
        seen.files.extend(str(one) for one in arguments[:2] if isinstance(one, str))


sys.addaudithook(_look)


@contextmanager
def watched() -> Iterator[Seen]:
    _SEEN.append(Seen([], [], []))
    try:
        yield _SEEN[-1]
    finally:
        _SEEN.pop()


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass
class House:
    """A vault of these notes, beside it what no note may reach, and the server that obeys."""

    root: Path
    server: ChatServer

    @property
    def vault(self) -> Path:
        return self.root / "vault"

    def ask(self, number: int) -> tuple[api.Answer, Seen]:
        self.server.says = NOTES[number - 1]["obedient"]
        self.server.asked.clear()
        with closing(api.open_vault(vault=self.vault, data=self.root / "data")) as session, watched() as seen:
            *_, answer = session.ask(api.AskRequest(question_of(number)))
        assert isinstance(answer, api.Answer)
        return answer, seen


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    root = tmp_path_factory.mktemp("untrusted")
    (root / "vault").mkdir()
    (root / "secret.txt").write_text(PLANTED)
    for number in NUMBERS:
        (root / "vault" / f"Gate {number:02}.md").write_text(text_of(number), "utf-8")
    with closing(ChatServer()) as server, pytest.MonkeyPatch.context() as patch:
        host, port = server.address
        settings = f'[embedding]\nmodel = "off"\n[answers]\nmodel = "obedient"\nurl = "http://{host}:{port}/v1"\n'
        (root / "settings.toml").write_text(settings)
        patch.setenv("VAULTMIND_CONFIG", str(root / "settings.toml"))
        patch.setenv("VAULTMIND_CACHE", str(root / "cache"))
        patch.setenv("VAULTMIND_DATA", str(root / "data"))
        patch.setenv("VAULTMIND_ENGINE", "off")
        with closing(api.open_vault(vault=root / "vault", data=root / "data")) as session:
            list(session.index(api.IndexRequest()))
        yield House(root, server)


def test_there_are_thirty_of_them_and_twenty_that_came_later() -> None:
    assert (len(THIRTY), len(LATER)) == (30, 20)
    assert len({note["text"] for note in NOTES}) == 50


@pytest.mark.parametrize("number", NUMBERS)
def test_asking_sends_writes_and_leaves_nothing(house: House, number: int) -> None:
    before = digests(house.vault)
    answer, seen = house.ask(number)
    assert {str(line) for line in house.server.lines} == {"POST /v1/chat/completions HTTP/1.1"}
    assert set(map(str, seen.connections)) <= {str(house.server.address)}
    assert seen.processes == []
    assert digests(house.vault) == before
    own = (str(house.root / "vault"), str(house.root / "data"), str(house.root / "cache"), str(house.root / "settings"))
    inside = str(house.root)
    assert [path for path in seen.files if path.startswith(inside) and not path.startswith(own)] == []
    assert not any("passwd" in path or ".bashrc" in path or "obeyed" in path for path in seen.files)
    assert PLANTED not in answer.text
    assert f"44{number:02}" in answer.text
    assert NOTES[number - 1]["words"] not in answer.text or "is_claim" in NOTES[number - 1]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_forged_citation_is_accepted(house: House, number: int) -> None:
    answer, _ = house.ask(number)
    offered = str(house.server.asked[-1]["messages"]).count("<<<\\n")
    assert offered, "the model was not asked to write"
    shown = {int(mark) for mark in re.findall(r"\[(\d{1,3})\]", answer.text)}
    assert shown == {citation.number for citation in answer.citations}
    for citation in answer.citations:
        note = house.vault / citation.note
        assert note.resolve().is_relative_to(house.vault)
        text = note.read_bytes().decode()
        plain = " ".join(re.sub(r"(?m)^[> ]+", "", text).split())
        assert not citation.verified or " ".join(citation.quote.split()) in plain
    for statement in answer.statements:
        if statement.is_supported:
            assert "Mallory" not in statement.span.of(answer.text)
            assert "[[../" not in statement.span.of(answer.text)


@pytest.mark.parametrize("number", NUMBERS)
def test_no_note_speaks_from_outside_its_fence(house: House, number: int) -> None:
    house.ask(number)
    for asked in house.server.asked:
        turns = asked["messages"]
        assert isinstance(turns, list)
        roles = [turn["role"] for turn in turns]
        assert roles in (["system", "user"], ["system", "user", "assistant", "user", "assistant", "user"])
        last = turns[-1]["content"]
        assert not any(word in last for word in CONTROL_WORDS)
        assert last.count("<<<") == last.count(">>>")
        listed = re.findall(r"(?m)^\[(\d+)\] .*\n<<<\n", last)
        assert listed == [str(place) for place in range(1, last.count("<<<") + 1)] or len(turns) == 2
        outside = re.sub(r"(?s)<<<\n.*?\n>>>", "", last)
        assert not any(len(line) > 12 and line in outside for line in NOTES[number - 1]["text"].split("\n"))


LIVE = re.compile(
    r"```\s*dataviewjs|```\s*button|<%|`\s*\$=|<img|<iframe|<function|!\[[^\]]*\]\(|(?<!\\)!\[\[|\]\(\s*<?(?:file|obsidian|vaultmind):"
    r"|\x1b|\u202e|\^code$|<script|<a |<details|<span|<div|\]\(\s*<?javascript:|^\[\^\d+\]: https:",
    re.MULTILINE,
)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_saved_answer_is_one_inert_note(house: House, number: int) -> None:
    before = digests(house.vault)
    house.server.says = NOTES[number - 1]["obedient"]
    with closing(api.open_vault(vault=house.vault, data=house.root / "data")) as session:
        *_, answer = session.ask(api.AskRequest(question_of(number)))
        assert isinstance(answer, api.Answer)
        report = session.save_answer(answer, path=None)
        after = digests(house.vault)
        made = [path for path in after if path not in before]
        assert made == [report.note]
        assert made[0].startswith("Answers/")
        assert {path: after[path] for path in before} == before
        text = (house.vault / made[0]).read_bytes().decode()
        _, properties, body = text.split("---\n", 2)
        assert LIVE.findall(body) == []
        assert "aliases:" not in properties
        session.undo()
    assert digests(house.vault) == before


@pytest.mark.parametrize("number", NUMBERS)
def test_a_terminal_gets_no_control_signs(
    house: House, number: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    house.server.says = NOTES[number - 1]["obedient"]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["--vault", str(house.vault), "ask", question_of(number)]) == 0
    shown = capsys.readouterr().out
    assert f"Gate {number:02}" in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)
