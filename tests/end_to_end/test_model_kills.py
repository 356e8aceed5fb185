"""The process that hosts the model is killed while it answers: the notes answer all the same, and nothing is lost."""

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from vaultmind import api

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason='no runtime for model files: pip install "vaultmind[llm]"'
)
TEXT = "The well in the garden is twelve metres deep. " + "It is cleaned in spring. " * 40


@pytest.fixture
def session(tmp_path: Path, smollm2: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[api.Session]:
    assert smollm2.is_file()
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "Well.md").write_text(TEXT)
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n[answers]\nmodel = "smollm2-135m"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with closing(api.open_vault(vault=tmp_path / "vault", data=tmp_path / "data")) as opened:
        list(opened.index(api.IndexRequest()))
        yield opened


def host() -> psutil.Process:
    (found,) = (
        child
        for child in psutil.Process().children(recursive=True)
        if child.status() != psutil.STATUS_ZOMBIE and any("model_host" in word for word in child.cmdline())
    )
    return found


@pytest.mark.parametrize("delay_s", [0.0, 0.15])
def test_a_killed_model_leaves_an_answer_of_the_notes_and_the_next_question_has_it_back(
    session: api.Session, tmp_path: Path, delay_s: float
) -> None:
    list(session.ask(api.AskRequest("When is the well cleaned?")))  # the model is loaded
    killed: list[int] = []

    def kill() -> None:
        process = host()
        process.kill()
        killed.append(process.pid)

    answers: list[api.Answer] = []
    for event in session.ask(api.AskRequest("How deep is the well in the garden?")):
        if isinstance(event, api.Progress) and event.stage == "answer":
            threading.Timer(delay_s, kill).start() if delay_s else kill()
        if isinstance(event, api.Answer):
            answers.append(event)
    assert len(killed) == 1
    (answer,) = answers
    assert answer.mode is api.AnswerMode.EXTRACTIVE
    assert "twelve metres" in answer.text
    assert answer.notices[0].startswith("The model smollm2-135m was killed")
    assert (tmp_path / "vault" / "Well.md").read_text() == TEXT

    *_, again = session.ask(api.AskRequest("How deep is the well in the garden?"))
    assert isinstance(again, api.Answer)
    assert not any("killed" in notice for notice in again.notices)
    assert host().pid not in killed
