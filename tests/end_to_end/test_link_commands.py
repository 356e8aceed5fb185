"""Links as a person gets them from the command line: listed with reasons, accepted, taken back, never again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultmind.cli.main import main

pytestmark = pytest.mark.timeout(180)

VAULT = {
    "Нейросеть.md": "# Нейросеть\n",
    "Память.md": "См. [[Нейросеть]] и [[Опечатка нейросетти]].\n",
    "День.md": "# День\n\nПишу нейросетью о памяти: `память`, $память$, https://память.рф и [память](https://a.b).\n",
    "Покупки.md": "Молоко и хлеб.\n",
    "Списки/Магазин.md": "Молоко и хлеб.\n",
    "Одна.md": "Память есть. [[Нет такой]]\n",
    "Ещё.md": "[[Нет такой]]\n",
    "Опечатка нейросети.md": "",
}
Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name, text in VAULT.items():
        (tmp_path / "vault" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "vault" / name).write_text(text, encoding="utf-8")
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))

    def run(*words: str) -> str:
        where = ["--vault", str(tmp_path / "vault"), "--data", str(tmp_path / "data"), "--no-engine"]
        code = main([*where, *words])
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return printed.out

    run("index")
    return run


def ids(listed: str) -> dict[str, str]:
    """Return the id of each suggestion by what accepting it would do."""
    lines = [line.split("  ", 2) for line in listed.splitlines() if line[:1].isalnum() and line.count("  ") > 1]
    return {change: id_ for id_, _, change in lines}


def test_links_are_shown_with_their_reasons_and_written_and_taken_back(run: Run, tmp_path: Path) -> None:
    note = tmp_path / "vault" / "День.md"
    listed = run("suggest", "День")
    made = ids(listed)
    assert {change for change in made if change.startswith("line")} == {
        "line 3: памяти → [[Память|памяти]]  (Память.md)",
        "line 3: нейросетью → [[Нейросеть|нейросетью]]  (Нейросеть.md)",
    }
    assert "named once" in listed
    wanted = [id_ for change, id_ in made.items() if change.startswith("line 3")]
    assert "+Пишу [[Нейросеть|нейросетью]] о [[Память|памяти]]: `память`" in run("accept", "--dry-run", *wanted)
    assert note.read_text(encoding="utf-8") == VAULT["День.md"]
    run("accept", *wanted)
    assert note.read_text(encoding="utf-8") == VAULT["День.md"].replace(
        "нейросетью о памяти", "[[Нейросеть|нейросетью]] о [[Память|памяти]]"
    )
    run("undo")
    assert note.read_text(encoding="utf-8") == VAULT["День.md"]


def test_what_is_refused_stays_away_until_it_is_taken_back(run: Run) -> None:
    (refused,) = (id_ for change, id_ in ids(run("suggest", "День")).items() if "[[Память|памяти]]" in change)
    run("reject", refused)
    assert "[[Память|памяти]]" not in run("suggest", "День")
    (row,) = json.loads(run("--json", "reject", "--list"))["decisions"]
    run("reject", "--take-back", str(row["id"]))
    assert "[[Память|памяти]]" in run("suggest", "День")


def test_a_refusal_is_told_in_the_words_of_the_note(run: Run) -> None:
    (mention,) = (id_ for change, id_ in ids(run("suggest", "День")).items() if "[[Память|памяти]]" in change)
    (broken,) = ids(run("suggest", "Память", "--kind", "unresolved")).values()
    assert run("reject", mention) == "   1  Память.md by “памяти” in День.md: never again.\n"
    said = run("reject", broken, "--everywhere")
    assert said == "   2  broken link to Опечатка нейросети.md by “Опечатка нейросетти” in any note: never again.\n"
    assert run("suggest", "Память", "--kind", "unresolved") == "No links to suggest for Память.md.\n"


def test_what_is_hardly_likely_is_shown_where_it_is_asked_for(run: Run) -> None:
    usual, all_of_them = ids(run("suggest", "Одна")), ids(run("suggest", "Одна", "--threshold", "0"))
    assert usual.items() < all_of_them.items()
    lines = run("suggest", "--all", "--threshold", "0.9").splitlines()
    assert all(one["score"] >= 0.9 for line in lines for one in json.loads(line)["suggestions"])
    assert any(json.loads(line)["targets"] for line in lines)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["suggest"], "Name a NOTE, or give --all, or --kind"),
        (["suggest", "Нет её"], "There is no note “Нет её”"),
        (["accept"], "Name the suggestions by their IDs, or give --sure"),
        (["accept", "x", "--threshold", "0.5"], "--threshold goes with --sure"),
        (["accept", "x"], "There is no suggestion x"),
        (["reject"], "Name the suggestions by their IDs, or give --list"),
        (["reject", "--list", "--take-back", "1"], "Name the suggestions by their IDs, or give --list"),
        (["reject", "--list", "--everywhere"], "--everywhere goes with the IDs"),
        (["reject", "--take-back", "9"], "There is no decision 9"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    where = ["--vault", str(tmp_path / "vault"), "--data", str(tmp_path / "data"), "--no-engine"]
    assert main([*where, *words]) == 1
    assert said in capsys.readouterr().err


def test_a_list_for_all_notes_says_whose_each_suggestion_is(run: Run) -> None:
    listed = run("suggest", "--kind", "unresolved", "--kind", "duplicate", "--kind", "missing").splitlines()
    headings = [line for line in listed if line.endswith(".md:")]
    assert headings == sorted(headings)
    assert {"Списки/Магазин.md:"} <= set(headings)
    at = listed.index("Списки/Магазин.md:")
    assert "merge Списки/Магазин.md into Покупки.md" in listed[at + 1]
    assert "100% of its text is there too" in listed[at + 2]


def test_a_note_that_links_what_is_not_there_is_said_to(run: Run) -> None:
    listed = run("suggest", "Одна", "--kind", "orphan")
    assert "Одна.md links no note that is there, and none links it" in listed
    assert "no link joins" not in listed
    assert "no link joins День.md to another note" in run("suggest", "День", "--kind", "orphan")


def test_a_link_to_an_orphan_says_in_which_note_it_would_stand(run: Run, tmp_path: Path) -> None:
    (tmp_path / "vault" / "Горихвостка.md").write_text("Птица с рыжим хвостом.\n", encoding="utf-8")
    (tmp_path / "vault" / "Двор.md").write_text("Утром видели под крышей Горихвостку.\n", encoding="utf-8")
    (line,) = [one for one in run("suggest", "Горихвостка", "--kind", "orphan").splitlines() if "line 1" in one]
    assert "Двор.md, line 1: Горихвостку → [[Горихвостка|Горихвостку]]" in line
