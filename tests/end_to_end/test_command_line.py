"""The main job as a person does it: a vault indexed, searched and answered with citations, by the program itself."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
QUESTIONS = [json.loads(line) for line in (RESOURCES / "sample_questions.jsonl").read_text("utf-8").splitlines()]
ACROSS = [row for row in QUESTIONS if row.get("across")]
"""Questions in one language whose answer stands in the other."""
WITHIN = [row for row in QUESTIONS if row["gold_notes"] and row not in ACROSS]


class Vault:
    """A copy of the sample vault with a data folder of its own, and the program pointed at both."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "vault"
        self.data = folder / "data"
        shutil.copytree(RESOURCES / "sample_vault", self.root)

    def run(self, *words: str, environment: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "vaultmind", "--vault", self.root, "--data", self.data, "--no-engine", *words],
            env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=240,
        )

    def ask(self, *words: str) -> list[dict[str, Any]]:
        """Return the JSON lines that a command prints."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory, e5_folder: Path) -> Vault:
    made = Vault(tmp_path_factory.mktemp("sample"))
    (report,) = made.ask("index")
    assert report["notes"] > 40
    assert report["embedded"] == report["chunks"] > 0
    return made


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    rows = [{"id": row["id"], "question": row["question"]} for row in QUESTIONS]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(file)


def test_a_second_run_does_nothing(vault: Vault) -> None:
    (report,) = vault.ask("index")
    assert report["changed"] == []
    assert report["embedding_calls"] == 0


def test_the_vault_is_left_as_it_was(vault: Vault) -> None:
    before = {path.relative_to(RESOURCES / "sample_vault"): path for path in (RESOURCES / "sample_vault").rglob("*")}
    after = {path.relative_to(vault.root): path for path in vault.root.rglob("*")}
    assert before.keys() == after.keys()
    assert all(path.read_bytes() == after[name].read_bytes() for name, path in before.items() if path.is_file())


def test_every_question_finds_its_note(vault: Vault, batch: str) -> None:
    found = {row["id"]: row["notes"] for row in vault.ask("search", "--batch", batch)}
    not_first = [row["id"] for row in WITHIN if found[row["id"]][0] not in row["gold_notes"]]
    assert len(not_first) <= 1, not_first
    missed = [row["id"] for row in ACROSS if not set(row["gold_notes"]) & set(found[row["id"]][:10])]
    assert len(missed) <= 1, missed


def test_every_citation_is_a_quote_that_stands_in_its_note(vault: Vault, batch: str) -> None:
    answers = {row["id"]: row for row in vault.ask("ask", "--extractive", "--batch", batch)}
    wrong = [row["id"] for row in WITHIN if row["answer"] not in answers[row["id"]]["answer"]]
    assert len(wrong) <= 2, wrong
    assert [row["id"] for row in QUESTIONS if not row["gold_notes"] and not answers[row["id"]]["refused"]] == []
    for answer in answers.values():
        assert bool(answer["citations"]) != answer["refused"]
        assert all(citation["verified"] for citation in answer["citations"])


def test_a_question_without_words_fails_alone_in_a_batch(vault: Vault, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [{"id": 1, "question": "?!"}, {"id": 2, "question": "Когда белят стволы?"}, {"id": 3, "question": ""}]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    done = vault.run("ask", "--extractive", "--batch", str(file), "--json")
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in said] == [1, 2, 3]
    assert [row["error"] for row in said] == [said[0]["error"], None, said[0]["error"]]
    assert "no words" in said[0]["error"]
    assert [(bool(row["answer"]), row["refused"], bool(row["notes"])) for row in said] == [
        (False, True, False), (True, False, True), (False, True, False),
    ]  # fmt: skip
    assert said[0].keys() == said[1].keys()
    assert done.stderr.splitlines()[-1] == "vaultmind: 2 of 3 questions could not be answered: “error” says why."
    assert done.returncode == 1


@pytest.mark.parametrize("command", [("ask", "--extractive"), ("search",)])
def test_a_line_that_is_no_question_fails_alone_in_a_batch(
    vault: Vault, tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "questions.jsonl"
    asked = '{"id": 7, "question": "Когда белят стволы?"}'
    file.write_text(f'not json\n{asked}\n["list"]\n\n{{"id": 8}}\n{asked}', encoding="utf-8")
    done = vault.run(*command, "--batch", str(file), "--json")
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in said] == [None, 7, None, 8, 7]
    assert [bool(row["notes"]) for row in said] == [False, True, False, False, True]
    errors = [f'Line {number} of {file} is not {{"id": …, "question": …}}.' for number in (1, 3, 5)]
    assert [row["error"] for row in said] == [errors[0], None, errors[1], errors[2], None]
    assert said[0].keys() == said[1].keys()
    assert done.returncode == 1


def test_words_of_another_form_and_of_another_language_lead_to_the_note(vault: Vault) -> None:
    (russian,) = vault.ask("search", "заморозками", "--mode", "lexical")
    assert "Orchard/The frost of 9 May.md" in [passage["note"] for passage in russian["passages"]]
    (english,) = vault.ask("search", "What did the mice do to the young trees?", "--mode", "semantic")
    assert "Работы/Зимовка.md" in [passage["note"] for passage in english["passages"]]


def test_a_note_is_shown_with_where_its_links_lead(vault: Vault) -> None:
    (shown,) = vault.ask("note", "Г-7")
    assert shown["path"] == "Деревья/Г-7.md"
    assert {"Неизвестное дерево", "Tree G-7"} == set(shown["aliases"])
    assert shown["properties"]["место"] == "ряд Г, седьмое"
    assert ("property", "Деревья/Титовка.md") in [(link["kind"], link["resolved"]) for link in shown["links"]]
    assert "Деревья/Титовка.md" in [backlink["source"] for backlink in shown["backlinks"]]
    assert "answer" in [block["id"] for block in shown["blocks"]]
    (damaged,) = vault.ask("note", "Зимнее хранение.md")
    assert damaged["repaired_from"] == "mac_roman"


def test_the_graph_names_the_one_note_that_is_not_there(vault: Vault) -> None:
    (graph,) = vault.ask("graph")
    assert {link["target"] for link in graph["unresolved"]} == {"Подвои для суглинка"}
    assert {(link["source"], link["target"]) for link in graph["links"]} >= {
        ("Год в саду.canvas", "Cider/Cider log.md")
    }


def test_the_status_says_that_all_is_covered(vault: Vault) -> None:
    (status,) = vault.ask("status")
    assert status["waiting"] == 0
    assert status["vectors"] == status["chunks"] > 0
    (note,) = vault.ask("status", "Сад.md")
    assert (note["state"], note["vectors"]) == ("indexed", "done")


def test_results_read_well_on_a_terminal(vault: Vault) -> None:
    done = vault.run("ask", "--extractive", "Какой сорт оказался у дерева Г-7?")
    assert done.returncode == 0
    assert "Титовка" in done.stdout
    assert "[1] Деревья/Г-7.md > Дерево Г-7 > Ответ, line 19" in done.stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("note", "Нет такой"), 1, "Нет такой"),
        (("search",), 2, "QUERY"),
        (("search", "--batch", "nowhere.jsonl"), 1, "nowhere.jsonl"),
        (("search", "x", "--limit", "0"), 2, "1 or more"),
        (("search", "x", "--limit", "many"), 2, "1 or more"),
        (("--vault", "/nowhere/at/all", "index"), 1, "/nowhere/at/all"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(vault: Vault, words: tuple[str, ...], status: int, said: str) -> None:
    done = vault.run(*words)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if status == 1:
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["empty", "file.md", "no_notes"])
def test_a_vault_that_is_none_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    made = Vault(tmp_path)
    shutil.rmtree(made.root)
    match name:
        case "empty":
            made.root.mkdir()
        case "no_notes":
            made.root.mkdir()
            (made.root / "photo.png").write_bytes(b"\x89PNG")
        case _:
            made.root.write_text("A note is no folder.", encoding="utf-8")
    done = made.run("index", "--no-vectors")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_wrong_setting_is_named(vault: Vault, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[embedding]\nmodle = 'off'\n", encoding="utf-8")
    done = vault.run("status", environment={"VAULTMIND_CONFIG": str(settings)})
    assert done.returncode == 1
    assert "embedding.modle" in done.stderr
    assert "embedding.model" in done.stderr


@pytest.mark.parametrize(
    ("word", "note"), [("заморозки", "Orchard/The frost of 9 May.md"), ("codling", "Orchard/Codling moth.md")]
)
def test_a_word_that_few_notes_hold_finds_them_first(vault: Vault, word: str, note: str) -> None:
    (found,) = vault.ask("search", word)
    assert found["passages"][0]["note"] == note
