"""What supports an answer, as the command line tells it: statements, dead links, chosen sentences, refusals."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.chat_server import ChatServer
from vaultmind.cli.main import main

NOT_CHOSEN = "No language model is set, so the search alone chose these sentences."
WELL = "The well in the garden is blue. The well in the garden is twelve metres deep. It was dug by [[Ivan]].\n"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "Well.md").write_text(WELL)
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("VAULTMIND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VAULTMIND_VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("VAULTMIND_ENGINE", "off")
    with closing(ChatServer()) as made:
        host, port = made.address
        (tmp_path / "settings.toml").write_text(
            f'[embedding]\nmodel = "off"\n[answers]\nmodel = "small"\nurl = "http://{host}:{port}/v1"\n'
        )
        yield made


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["--json", "ask", *words]) == 0
    shape: dict[str, Any] = json.loads(capsys.readouterr().out)
    return shape


def test_each_statement_is_told_with_what_supports_it(server: ChatServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.says = (
        "The well in the garden is twelve metres deep [1]. It was dug in 1950 [1]. See [[Moon]] in the garden [1]."
    )
    shape = asked(capsys, "How deep is the well in the garden?")
    assert shape["mode"] == "generated"
    assert [(one["supported"], one["missing"]) for one in shape["statements"]] == [
        (True, []),
        (False, ["1950"]),
        (False, ["[[Moon]]"]),
    ]
    assert shape["statements"][0] == {
        "text": "The well in the garden is twelve metres deep [1].",
        "citations": [1],
        "supported": True,
        "missing": [],
        "unnamed": [],
    }
    assert any("1950" in notice for notice in shape["notices"])
    assert any("[[Moon]]" in notice for notice in shape["notices"])


def test_a_link_that_a_note_itself_has_and_that_leads_nowhere_is_named(
    server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    shape = asked(capsys, "By whom was it dug?", "--extractive")
    assert "[[Ivan]]" in shape["answer"]
    assert [one["missing"] for one in shape["statements"]] == [["[[Ivan]]"]]
    assert "Leads nowhere: [[Ivan]]." in shape["notices"]
    assert server.asked == []


LINKED = (
    "The well in the garden is twelve metres deep [1], see [[Pump#Oil]], [[Pump#Rust|its rust]], [[Moon|that moon]] "
    "and ![[well.png]] [1]. The well in the garden is twelve metres deep, says [[Pump]] [1]."
)


def test_every_link_of_an_answer_is_looked_up_and_a_dead_one_marked_in_its_place(
    server: ChatServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "vault" / "Pump.md").write_text("# Oil\nIt is changed in May. ^may\n")
    (tmp_path / "vault" / "well.png").write_bytes(b"x")
    server.says = f"The well in the garden is twelve metres deep [1]. {LINKED}"
    question = "How deep is the well in the garden?"
    shape = asked(capsys, question)
    assert [(one["text"], one["note"], one["dead"]) for one in shape["links"]] == [
        ("[[Pump#Oil]]", "Pump.md", False),
        ("[[Pump#Rust|its rust]]", "Pump.md", True),
        ("[[Moon|that moon]]", None, True),
        ("![[well.png]]", "well.png", False),
        ("[[Pump]]", "Pump.md", False),
    ]
    assert all(shape["answer"][one["start"] : one["end"]] == one["text"] for one in shape["links"])
    assert [(one["missing"], one["unnamed"], one["supported"]) for one in shape["statements"][1:3]] == [
        (["[[Pump#Rust|its rust]]", "[[Moon|that moon]]"], ["[[Pump#Oil]]"], False),
        ([], ["[[Pump]]"], False),
    ]
    assert "Leads nowhere: [[Pump#Rust|its rust]], [[Moon|that moon]]." in shape["notices"]
    assert not any(notice.startswith("Not in the cited notes") for notice in shape["notices"])
    marked = "see {}, its rust (no such place there), that moon (leads nowhere) and"
    assert main(["ask", question, "--save", "Saved.md", "--conversation", "Talk.md"]) == 0
    assert marked.format("Pump > Oil") in capsys.readouterr().out
    for kept in ("Saved.md", "Talk.md"):
        text = (tmp_path / "vault" / kept).read_text()
        assert marked.format("[[Pump#Oil]]") in text
        assert "[[Moon" not in text


@pytest.mark.parametrize(
    ("question", "says", "kept", "uncited"),
    [
        (
            "How deep is the well in the garden?",
            "The well in the garden is twelve metres deep [1]. It was dug in `1950` by Peter [1]. Frogs sing.",
            "metres deep {}. It was dug in `1950` by Peter {}. (not in the cited notes: 1950, Peter) Frogs sing.",
            " (no note is cited for this)\n",
        ),
        (
            "Какой глубины колодец в саду?",
            "Колодец в саду глубиной двенадцать метров [1]. Его выкопал Пётр в 1950 году [1]. Лягушки поют.",
            "метров {}. Его выкопал Пётр в 1950 году {}. (нет в указанных заметках: 1950, Пётр) Лягушки поют.",
            " (для этого не указана ни одна заметка)\n",
        ),
    ],
)
def test_what_is_not_held_is_marked_in_its_place_in_every_note_that_keeps_the_answer(
    server: ChatServer,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    question: str,
    says: str,
    kept: str,
    uncited: str,
) -> None:
    (tmp_path / "vault" / "Колодец.md").write_text("Колодец в саду глубиной двенадцать метров. Колодец в саду синий.\n")
    server.says = says
    assert main(["ask", question, "--save", "Saved.md", "--conversation", "Talk.md"]) == 0
    for note in ("Saved.md", "Talk.md"):
        text = (tmp_path / "vault" / note).read_text().replace("[[Колодец|1]]", "{}").replace("[[Well|1]]", "{}")
        assert f"{kept}{uncited}" in text
        assert text.count(uncited.strip()) == 1
    assert f"{kept}{uncited}".replace("{}", "[1]") in capsys.readouterr().out


def test_a_sentence_of_a_note_links_as_it_does_there(
    server: ChatServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "vault" / "Barn").mkdir()
    (tmp_path / "vault" / "Barn" / "Oil.md").write_text("Oil.")
    (tmp_path / "vault" / "Barn" / "Pump.md").write_text(
        "# Rust\nThe pump of the barn is green, see [[#Rust]] and [[./Oil]] and [[#Moss]].\n"
    )
    shape = asked(capsys, "What colour is the pump of the barn?", "--extractive")
    assert [(one["text"], one["note"], one["dead"]) for one in shape["links"]] == [
        ("[[#Rust]]", "Barn/Pump.md", False),
        ("[[./Oil]]", "Barn/Oil.md", False),
        ("[[#Moss]]", "Barn/Pump.md", True),
    ]
    assert main(["ask", "What colour is the pump of the barn?", "--extractive", "--save", "Saved.md"]) == 0
    said, _, sources = (tmp_path / "vault" / "Saved.md").read_text().partition("\n\n1. ")
    assert "see [[Barn/Pump#Rust|Rust]] and [[Barn/Oil|./Oil]] and Moss (no such place there)." in said
    assert "see Rust and ./Oil and Moss." in sources


@pytest.mark.parametrize(("number", "said"), [("1", "blue"), ("2", "twelve")])
def test_the_model_chooses_among_sentences_and_writes_nothing(
    server: ChatServer, capsys: pytest.CaptureFixture[str], number: str, said: str
) -> None:
    server.says, server.votes = "Nonsense of my own [1].", {number: -0.01}
    shape = asked(capsys, "What of the well in the garden?", "--select")
    listed = server.asked[-1]["messages"][-1]["content"]  # type: ignore[index]
    assert f"{number}. <<< The well in the garden is {said}" in listed
    assert said in shape["answer"].split("[1]")[0]
    assert (shape["mode"], shape["model"]) == ("extractive", "small")
    assert [len(server.asked), server.asked[-1]["max_tokens"]] == [1, 1]


@pytest.mark.parametrize(("option", "is_said"), [("--select", True), ("--extractive", False)])
def test_without_a_model_a_selection_says_that_the_search_chose(
    server: ChatServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: str,
    is_said: bool,
) -> None:
    monkeypatch.setenv("VAULTMIND_CACHE", str(tmp_path / "no models"))
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    shape = asked(capsys, "How deep is the well in the garden?", option)
    assert "twelve metres" in shape["answer"]
    assert shape["model"] is None
    assert (NOT_CHOSEN in shape["notices"]) is is_said
    assert server.asked == []


@pytest.mark.parametrize(
    ("question", "notices", "is_refused"),
    [
        ("gardden", ["Nothing says “gardden”; shown is “garden”."], False),
        ("Which Gradens?", ["Nothing says “Gradens”; shown is “garden”."], False),
        ("garden", [], False),
        ("gardenias", [], True),
    ],
)
def test_a_mistyped_word_is_answered_as_the_notes_spell_it_and_that_is_said(
    server: ChatServer, capsys: pytest.CaptureFixture[str], question: str, notices: list[str], is_refused: bool
) -> None:
    shape = asked(capsys, question, "--extractive")
    assert shape["question"] == question
    assert [notice for notice in shape["notices"] if "Nothing says" in notice] == notices
    assert shape["refused"] is is_refused
    assert server.asked == []


@pytest.mark.parametrize("option", ["--select", "--extractive", "--model=small"])
def test_what_the_notes_do_not_say_is_refused_in_words_with_the_nearest_notes(
    server: ChatServer, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    server.says = "Maria won it [1]."
    shape = asked(capsys, "Who won the race of the garden gnomes on Mars?", option)
    assert shape["refused"]
    assert shape["answer"] == "Your notes do not say."
    assert [passage["note"] for passage in shape["passages"]] == ["Well.md"]
    assert shape["citations"] == shape["statements"] == []
