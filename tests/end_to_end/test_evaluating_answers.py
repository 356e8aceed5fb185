"""``evaluate answers``: the ways to answer, side by side on the same questions."""

import json
from pathlib import Path

import pytest

from vaultmind.cli.main import main

QUESTIONS = [
    {"id": "1", "question": "How deep is the well?", "gold_notes": ["Well.md"], "answers": ["twelve metres"]},
    {"id": "2", "question": "How deep is the pond?", "gold_notes": ["Pond.md"], "answers": ["nine metres"]},
    {"id": "3", "question": "Who won the race on Mars?", "gold_notes": []},
    {"id": "4", "question": "Which opera was sung in Peru?", "gold_notes": []},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "Well.md").write_text("The well in the garden is twelve metres deep.\n")
    (tmp_path / "vault" / "Pond.md").write_text("The pond behind the barn is two metres deep.\n")
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, QUESTIONS)))
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("VAULTMIND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VAULTMIND_VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("VAULTMIND_ENGINE", "off")
    return tmp_path


def test_sentences_are_scored_alone_where_no_model_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "evaluate", "answers", str(folder / "questions.jsonl")]) == 0
    shape = json.loads(capsys.readouterr().out)
    ways = shape.pop("ways")
    assert ways == {"selected": shape}
    assert (shape["answerable"], shape["unanswerable"]) == (2, 2)
    assert (shape["answer_contained"], shape["refused_unanswerable"], shape["citations_on_gold"]) == (0.5, 1.0, 1.0)


def test_a_sample_takes_as_many_of_each_kind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "evaluate", "answers", str(folder / "questions.jsonl"), "--sample", "1"]) == 0
    shape = json.loads(capsys.readouterr().out)
    assert (shape["answerable"], shape["unanswerable"]) == (1, 1)
    assert main(["evaluate", "answers", str(folder / "questions.jsonl"), "--sample", "1"]) == 0
    assert "selected" in capsys.readouterr().out.splitlines()[0]
