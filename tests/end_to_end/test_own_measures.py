"""Search measured on a person's own notes, by the program itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a small vault, and settings that leave the index to words."""
    root = tmp_path / "vault"
    root.mkdir()
    (root / "Pump.md").write_text("# The deep pump\n\nThe pump lifts water from nine metres.\n", "utf-8")
    (root / "Well.md").write_text("# Well\n\nThe bucket went down in spring, repaired by [[Pump|him]].\n", "utf-8")
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n', "utf-8")
    return tmp_path


def evaluate(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return run(folder, "--json", "evaluate", *words)


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    place = ["--vault", folder / "vault", "--data", folder / "data", "--no-engine"]
    return subprocess.run(
        [sys.executable, "-m", "vaultmind", *place, *words],
        env={**os.environ, "PYTHONUTF8": "1", "VAULTMIND_CONFIG": str(folder / "settings.toml")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_a_vault_is_measured_by_questions_of_its_own(folder: Path) -> None:
    done = evaluate(folder, "retrieval", "--own")
    assert done.returncode == 0, done.stderr
    scores = json.loads(done.stdout)
    counts = {group: of_group["count"] for group, of_group in scores.items()}
    assert counts == {"all": 2, "set=heading": 1, "set=link": 1}
    assert scores["set=heading"]["recall"]["1"] == 1.0
    assert scores["set=link"]["recall"]["1"] == 1.0


def test_drawn_questions_are_kept_and_asked_again_with_the_same_figures(folder: Path) -> None:
    kept = folder / "own.jsonl"
    drawn = evaluate(folder, "retrieval", "--own", "--save", str(kept))
    assert drawn.returncode == 0, drawn.stderr
    rows = [json.loads(row) for row in kept.read_text("utf-8").splitlines()]
    assert [row["set"] for row in rows] == ["heading", "link"]
    assert rows[1]["drawn_from"] not in rows[1]["gold_notes"]
    assert json.loads(evaluate(folder, "retrieval", str(kept)).stdout) == json.loads(drawn.stdout)
    before = kept.read_bytes()
    again = evaluate(folder, "retrieval", "--own", "--save", str(kept))
    assert (again.returncode != 0, "cannot be written" in again.stderr, kept.read_bytes()) == (True, True, before)
    wrong = evaluate(folder, "retrieval", "--save", str(folder / "more.jsonl"), str(kept))
    assert "goes with `--own`" in wrong.stderr


def test_options_may_stand_before_the_file_of_questions(folder: Path) -> None:
    questions = folder / "questions.jsonl"
    questions.write_text('{"id": "1", "question": "nine metres", "gold_notes": ["Pump.md"]}\n', "utf-8")
    done = evaluate(folder, "retrieval", "--no-graph", str(questions))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["all"]["mrr"] == 1.0


def test_a_gold_note_that_is_not_in_the_vault_is_named(folder: Path) -> None:
    questions = folder / "questions.jsonl"
    rows = [("1", "Pump.md"), ("2", "Pmp.md")]
    questions.write_text(
        "".join(f'{{"id": "{row}", "question": "nine metres", "gold_notes": ["{note}"]}}\n' for row, note in rows),
        "utf-8",
    )
    done = evaluate(folder, "retrieval", str(questions))
    assert json.loads(done.stdout)["all"]["count"] == 2
    assert "not in the vault" in done.stderr
    assert "Pmp.md" in done.stderr
    assert "Pump.md" not in done.stderr


def test_a_file_of_questions_that_is_not_there_is_said_in_words(folder: Path) -> None:
    done = evaluate(folder, "retrieval", "absent.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith("The questions in absent.jsonl cannot be read: No such file or directory.")


@pytest.mark.parametrize("topic", ["", '((("', " - "])
def test_a_topic_without_a_word_is_refused(folder: Path, topic: str) -> None:
    done = run(folder, "search", "--cover", topic)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--cover" in done.stderr


def test_what_a_search_cannot_do_is_said_beside_its_passages(folder: Path) -> None:
    found = json.loads(run(folder, "--json", "search", "pump created:soon").stdout)
    (notice,) = [one for one in found["notices"] if "created:soon" in one]
    assert "read as words" in notice
    assert notice in run(folder, "search", "pump created:soon").stdout


def test_questions_of_ones_own_come_without_a_file(folder: Path) -> None:
    done = evaluate(folder, "retrieval", "--own", "questions.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Either a FILE of questions or `--own`" in done.stderr


def test_a_topic_is_covered_by_notes_that_speak_of_it_and_of_another_the_nearest_are_named(folder: Path) -> None:
    covered = json.loads(run(folder, "--json", "search", "--cover", "deep pump").stdout)
    assert covered["steps"][0]["note"] == "Pump.md"
    assert covered["steps"][-1]["covered"] == 1.0
    assert covered["query"].startswith("deep OR pump OR ")
    assert covered["nearest"] == []
    nearest = ["Pump.md", "Well.md"]
    absent = json.loads(run(folder, "--json", "search", "--cover", "airship pump").stdout)
    notices = ["No note has “airship”."]
    assert absent == {"steps": [], "enough": 0, "query": "airship OR pump", "nearest": nearest, "notices": notices}
    told = run(folder, "search", "--cover", "airship pump").stdout.splitlines()
    assert told == ["No note speaks of it.", "Nearest: Pump.md, Well.md", "No note has “airship”."]
