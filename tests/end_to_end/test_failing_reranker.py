"""A reranker that fails is told of wherever it was to read: by searches and by answers, as a view and as text."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.api import owning
from vaultmind.cli.main import main

GONE = "The reranker failed, so what it did not read stays as found. The model is gone."


class Gone:
    """A reranker whose model is gone from its second question on."""

    def __init__(self) -> None:
        self.questions = 0

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        self.questions += 1
        return [0.0 for _ in texts]

    def failure(self) -> str | None:
        return "The model is gone." if self.questions > 1 else None


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[api.Session]:
    monkeypatch.setattr(owning, "find_reranker", lambda *_: Gone())
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "Garden.md").write_text("The soil of the garden is clay.", encoding="utf-8")
    session = api.open_vault(vault=tmp_path / "vault", data=tmp_path / "data", catch_up=False)
    list(session.index(api.IndexRequest(vectors=False)))
    yield session
    session.close()


def answer_of(session: api.Session, question: str) -> api.Answer:
    asked = session.ask(api.AskRequest(question, extractive=True))
    return next(event for event in asked if isinstance(event, api.Answer))


def test_an_answer_tells_that_the_reranker_failed_as_a_search_does(opened: api.Session) -> None:
    assert GONE not in answer_of(opened, "What is the soil of the garden?").notices
    assert GONE in answer_of(opened, "What is the soil of the garden?").notices
    assert GONE in opened.search(api.SearchRequest("soil of the garden")).notices


def test_what_no_reranker_was_to_read_says_nothing_of_an_earlier_failure(opened: api.Session) -> None:
    for _ in range(2):
        report = opened.search(api.SearchRequest("soil of the garden"))
    assert GONE in report.notices
    assert GONE not in opened.search(api.SearchRequest("path:Garden")).notices
    assert GONE not in opened.search(api.SearchRequest("section:(soil)")).notices


def test_the_command_line_tells_it_in_both_forms(
    opened: api.Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Gone, "failure", lambda _: "The model is gone.")
    opened.close()
    asked = ["--vault", str(tmp_path / "vault"), "--data", str(tmp_path / "data"), "--no-engine"]
    assert main([*asked, "ask", "What is the soil of the garden?", "--extractive"]) == 0
    assert GONE in capsys.readouterr().out
    assert main([*asked, "--json", "ask", "What is the soil of the garden?", "--extractive"]) == 0
    assert GONE in json.loads(capsys.readouterr().out.splitlines()[-1])["notices"]


def test_a_search_in_between_takes_no_notice_from_an_answer(opened: api.Session) -> None:
    opened.search(api.SearchRequest("soil of the garden"))
    events = iter(opened.ask(api.AskRequest("What is the soil of the garden?", extractive=True)))
    told: list[api.Answer] = []
    for event in events:
        opened.search(api.SearchRequest("path:Garden"))
        told += [event] if isinstance(event, api.Answer) else []
    assert GONE in told[0].notices
    assert GONE not in answer_of(opened, "section:(soil)").notices
