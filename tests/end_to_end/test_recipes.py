"""Recipes: each on a chat and on an ordinary note, in both languages, with a tiny model and without."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.adapters.bundled import resource
from vaultmind.cli.main import main
from vaultmind.domain.errors import Cancelled
from vaultmind.parsing.reading import read_note

RECIPES = ("review", "key-thoughts", "opponent", "summary", "questions", "compare", "weekly-digest")
CHAT_RU, NOTE_RU = "Переписка/Чёрный рак коры.md", "Работы/Обрезка.md"
CHAT_EN, NOTE_EN = "Chats/Grafting.md", "Orchard/Bark grafting.md"
ENGLISH_CHAT = (
    ">[!nexus_user] **User** - 18.05.2024 at 20:12\n> Three of my bark grafts have failed. What did I do wrong?\n"
    "<!-- UID: q1 -->\n\n>[!nexus_agent] **Assistant** - 18.05.2024 at 20:13\n"
    "> The wax was probably cold. Wax the cut within a minute, see [[202405181930 Wax before wind]].\n"
    "<!-- UID: a1 -->\n"
)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "vault"
    shutil.copytree(resource("sample_vault"), folder)
    (folder / "Chats").mkdir()
    (folder / CHAT_EN).write_text(ENGLISH_CHAT)
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n')
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    monkeypatch.setenv("VAULTMIND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VAULTMIND_VAULT", str(folder))
    return folder


def broken(session: api.Session, folder: Path, note: str) -> list[str]:
    """Return the links of a note that lead nowhere, and its footnotes that are not both used and defined."""
    view = session.note(note)
    nowhere = [link.text for link in view.links if link.resolved is None]
    text = (folder / view.path).read_text(encoding="utf-8")
    read = read_note(view.path, text.encode()).note
    called = {span.of(text)[2:-1] for span in read.footnote_references}
    defined = [str(footnote.label) for footnote in read.footnotes]
    return [*nowhere, *sorted(called.symmetric_difference(defined)), *(x for x in set(defined) if defined.count(x) > 1)]


def notes_for(recipe: str, note: str, language: str) -> tuple[str, ...]:
    if recipe == "weekly-digest":
        return ()
    other = {"ru": "Работы/Прививка.md", "en": "Orchard/Apple scab.md"}[language]
    return (note, other) if recipe == "compare" else (note,)


@pytest.mark.parametrize("recipe", RECIPES)
def test_each_recipe_holds_on_a_chat_and_on_a_note_in_both_languages(vault: Path, recipe: str) -> None:
    session = api.open_vault(vault=vault)
    try:
        for note, language in ((CHAT_RU, "ru"), (NOTE_RU, "ru"), (CHAT_EN, "en"), (NOTE_EN, "en")):
            before = broken(session, vault, note)
            request = api.RecipeRequest(recipe, notes_for(recipe, note, language), language=language)
            *_, output = session.run_recipe(request)
            assert isinstance(output, api.RecipeOutput)
            session.catch_up()
            written = output.report.note
            assert broken(session, vault, written) == (before if written == note else [])
            assert output.report.journal is not None
            (line,) = session.history(limit=1).entries
            assert (line.asked_by, line.words_of) == ("program", ("notes",)), "there is no model"
            assert output.sources or recipe == "summary"
            heading = {"ru": "Источники", "en": "Sources"}[language]
            assert (f"### {heading}" in output.text) is bool(output.sources)
            assert len(output.text.splitlines()) > 5
            session.undo(output.report.journal)
            session.catch_up()
    finally:
        session.close()


@pytest.mark.parametrize("note", [CHAT_RU, CHAT_EN])
@pytest.mark.parametrize("recipe", ["review", "key-thoughts"])
def test_review_and_key_thoughts_stand_between_a_message_and_its_reply(
    vault: Path, capsys: pytest.CaptureFixture[str], recipe: str, note: str
) -> None:
    before = (vault / note).read_text(encoding="utf-8")
    assert main(["--json", "recipes", "run", recipe, note]) == 0
    shape = json.loads(capsys.readouterr().out)
    after = (vault / note).read_text(encoding="utf-8")
    place = after.index(f"%% Begin vaultmind {recipe} %%")
    assert after[:place].rstrip().endswith("-->")
    end = f"%% End vaultmind {recipe} %%"
    assert after[after.index(end) + len(end) :].lstrip().startswith(">[!nexus_agent]")
    assert [m.role for m in read_note(api.NotePath(note), after.encode()).note.messages] == [
        m.role for m in read_note(api.NotePath(note), before.encode()).note.messages
    ]
    assert main(["--json", "recipes", "run", recipe, note]) == 0
    assert (vault / note).read_text(encoding="utf-8").count(f"%% Begin vaultmind {recipe} %%") == 1
    assert shape["journal"] == "1"
    capsys.readouterr()
    assert main(["--json", "history"]) == 0
    written = json.loads(capsys.readouterr().out)["entries"]
    assert [main(["undo"]) for _ in written] == [0] * len(written)
    assert (vault / note).read_text(encoding="utf-8") == before


def test_a_tiny_model_cannot_break_links_or_footnotes(vault: Path, smollm2: Path) -> None:
    assert smollm2.exists()
    for path in sorted(vault.rglob("*.md")):
        if path.relative_to(vault).as_posix() not in {CHAT_EN, "Карточки/202405181930 Wax before wind.md"}:
            path.unlink()
    session = api.open_vault(vault=vault)
    try:
        request = api.RecipeRequest("summary", (CHAT_EN,), model="smollm2-135m")
        *events, output = session.run_recipe(request)
        assert isinstance(output, api.RecipeOutput)
        made = [event for event in events if isinstance(event, api.PartMade)]
        assert [event.done for event in events if isinstance(event, api.Progress)][-1] == len(made) == 2
        assert session.history(limit=1).entries[0].words_of == output.words_of
        session.catch_up()
        assert broken(session, vault, CHAT_EN) == []
        assert output.sources == ("Карточки/202405181930 Wax before wind.md",)
    finally:
        session.close()


class AfterTheFirstPart:
    def __init__(self) -> None:
        self.made = 0

    def cancelled(self) -> bool:
        return self.made > 0


@pytest.mark.parametrize("name", ["summary", "weekly-digest"])
def test_a_stop_without_a_model_writes_nothing_either(vault: Path, name: str) -> None:
    session = api.open_vault(vault=vault)
    cancel = AfterTheFirstPart()
    try:
        notes = notes_for(name, NOTE_EN, "en")
        events = iter(session.run_recipe(api.RecipeRequest(name, notes, language="en"), cancel=cancel))
        while not cancel.made:
            cancel.made += isinstance(next(events), api.PartMade)
        with pytest.raises(Cancelled):
            list(events)
        assert session.history(limit=1).entries == ()
    finally:
        session.close()


@pytest.fixture
def own(vault: Path) -> Callable[..., Path]:
    def written(front: str = "", body: str = "## Part\ncount:: 1\n\nSay something.") -> Path:
        path = vault / "Recipes" / "Mine.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\nvaultmind: recipe\nname: mine\nlanguage: en\n{front}---\n{body}\n")
        return path

    return written


def test_a_recipe_of_the_vault_is_shown_before_it_runs_and_again_when_it_was_changed(
    vault: Path, own: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = own()
    before = (vault / NOTE_EN).read_bytes()
    assert main(["recipes", "run", "mine", NOTE_EN]) == 1
    said = capsys.readouterr().err
    assert "Say something." in said
    assert "--yes" in said
    assert (vault / NOTE_EN).read_bytes() == before
    assert main(["recipes", "run", "mine", NOTE_EN, "--yes", "--dry-run"]) == 0
    assert (vault / NOTE_EN).read_bytes() == before
    assert main(["recipes", "run", "mine", NOTE_EN]) == 0
    assert (vault / NOTE_EN).read_bytes() != before
    path.write_text(path.read_text() + "Say it differently.\n")
    assert main(["recipes", "run", "mine", NOTE_EN]) == 1
    capsys.readouterr()
    assert main(["--json", "recipes", "list"]) == 0
    known = {line["name"]: line["is_known"] for line in json.loads(capsys.readouterr().out)["recipes"]}
    assert (known["mine"], known["review"]) == (False, True)


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("model: https://evil.example/v1\n", "evil.example"),
        ("model: no-such-model\n", "no-such-model"),
        ("output: note\npath: ../../outside\n", "outside"),
        ("output: note\npath: /etc/outside\n", "outside"),
    ],
)
def test_a_recipe_names_configured_models_and_places_in_the_vault_alone(
    vault: Path, own: Callable[..., Path], capsys: pytest.CaptureFixture[str], front: str, said: str
) -> None:
    own(front)
    before = sorted(path for path in vault.parent.rglob("*.md"))
    assert main(["recipes", "run", "mine", NOTE_EN, "--yes"]) == 1
    assert said in capsys.readouterr().err
    assert sorted(path for path in vault.parent.rglob("*.md")) == before


def test_a_shipped_recipe_is_customised_and_goes_before_the_shipped_one(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--json", "recipes", "customise", "review", "--language", "ru"]) == 0
    assert json.loads(capsys.readouterr().out)["note"] == "Recipes/Обзор.md"
    copied = vault / "Recipes" / "Обзор.md"
    copied.write_text(copied.read_text("utf-8").replace("title: Обзор", "title: Мой обзор"), encoding="utf-8")
    assert main(["--json", "recipes", "show", "review", "--language", "ru"]) == 0
    view = json.loads(capsys.readouterr().out)
    assert (view["recipe"]["title"], view["is_known"]) == ("Мой обзор", False)
    assert main(["--json", "recipes", "show", "review", "--language", "en"]) == 0
    assert json.loads(capsys.readouterr().out)["recipe"]["note"] is None
    assert main(["recipes", "customise", "review", "--language", "ru"]) == 1
    session = api.open_vault(vault=vault)
    try:
        passages = session.search(api.SearchRequest("вдумчивый редактор личных заметок")).passages
    finally:
        session.close()
    assert {passage.chunk.evidence for passage in passages if passage.chunk.note == "Recipes/Обзор.md"} == {False}


def test_a_recipe_of_ones_own_is_found_by_an_alias_and_a_shipped_one_by_a_part_of_its_title(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (vault / "Recipes").mkdir(exist_ok=True)
    text = "---\nvaultmind: recipe\ntitle: My ledger\nlanguage: en\naliases:\n  - Counting\n---\n## Sum\n\nCount.\n"
    (vault / "Recipes" / "Ledger.md").write_text(text)
    for words, said in (("COUNTING", "My ledger"), ("ледж", ""), ("размышл", "Вопросы для размышления")):
        assert main(["recipes", "show", words]) == (0 if said else 1)
        assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", NOTE_EN], "There is no recipe"),
        (["к", NOTE_EN], "say which recipe"),
        (["review"], "name one"),
        (["compare", NOTE_EN], "name both"),
        (["review", "No such note"], "No such note"),
        (["review", CHAT_EN, "--after", "zz"], "no message zz"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    vault: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["recipes", "run", *words]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "review", NOTE_RU, "--language", "de"], "The recipe “review” is not in “de”: en, ru."),
        (["show", "review", "--language", "de"], "The recipe “review” is not in “de”: en, ru."),
        (["customise", "review", "--language", "de"], "The recipe “review” is not in “de”: en, ru."),
        (["run", "summary", NOTE_RU, NOTE_EN], "was given more notes than it reads (1)."),
        (["run", "weekly-digest", NOTE_EN], "was given more notes than it reads (0)."),
    ],
)
def test_what_a_recipe_cannot_do_is_said_in_a_sentence(
    vault: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    assert main(["recipes", *words]) == 1
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("settings", "daily"),
    [
        ('{"folder": "Log", "format": "DD.MM.YYYY"}', "Log/%d.%m.%Y.md"),
        ('{"folder": "Log", "format": "YYYY/MM/YYYY-MM-DD"}', "Log/%Y/%m/%Y-%m-%d.md"),
        ("{}", "Anywhere/%Y-%m-%d.md"),
    ],
)
def test_a_week_is_that_of_the_daily_notes_own_days(
    vault: Path, capsys: pytest.CaptureFixture[str], settings: str, daily: str
) -> None:
    shutil.rmtree(vault)
    (vault / ".obsidian").mkdir(parents=True)
    (vault / ".obsidian" / "daily-notes.json").write_text(settings)
    today = datetime.now()
    for days in (1, 6, 8, 40, -1):
        note = vault / (today - timedelta(days=days)).strftime(daily)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"- [ ] Task of {days} days ago\n")
    other = vault / "Old.md"
    other.write_text("- [ ] Task of a note of long ago\n")
    os.utime(other, (0, 0))
    assert main(["--json", "recipes", "run", "weekly-digest", "--language", "en", "--extractive"]) == 0
    text = json.loads(capsys.readouterr().out)["text"]
    assert [days for days in (1, 6, 8, 40, -1) if f"Task of {days} days" in text] == [1, 6]
    assert "long ago" not in text


def test_an_empty_week_says_so(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in vault.rglob("*.md"):
        os.utime(path, (0, 0))
    assert main(["recipes", "run", "weekly-digest"]) == 1
    assert "The last 7 days have no note: neither one of a day nor one that was changed." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("front", "body", "said"),
    [
        ("", "## A\n\nSay {{titel}}.", "“placeholder: titel” is not known; title, other, date, folder are."),
        ("", "## A\n\nSay {{the title}}.", "“placeholder: the title” is not known; title, other, date, folder are."),
        ("passages: many\n", "## A\n\nx", "“passages: many” must be a number up to 60."),
        ("", "## A\nform:: poem\n\nx", "“form: poem” is not known; prose, list, questions, notes are."),
    ],
)
def test_what_is_wrong_in_a_recipe_is_one_sentence_and_it_runs_without_it(
    vault: Path, own: Callable[..., Path], capsys: pytest.CaptureFixture[str], front: str, body: str, said: str
) -> None:
    own(front, body)
    assert main(["recipes", "run", "mine", NOTE_EN, "--yes", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines().count(said) == 1


def test_a_recipe_without_parts_and_a_note_without_text_are_refused_in_a_sentence(
    vault: Path, own: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    own(body="Nothing.")
    (vault / "Empty.md").write_text("")
    (vault / "Front.md").write_text("---\ntags: [a]\n---\n")
    before = {path: path.read_bytes() for path in vault.rglob("*.md")}
    assert main(["recipes", "run", "mine", NOTE_EN, "--yes"]) == 1
    assert "It has no parts: each heading of the second level is one." in capsys.readouterr().err
    for note in ("Empty", "Front"):
        assert main(["recipes", "run", "review", note]) == 1
        assert "There is nothing to read for the recipe “" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in vault.rglob("*.md")} == before


def test_the_heading_of_a_part_has_its_placeholders_filled(
    vault: Path, own: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    own(body="## About {{title}}\n\nx")
    assert main(["--json", "recipes", "run", "mine", NOTE_EN, "--yes"]) == 0
    assert "### About Bark grafting\n" in json.loads(capsys.readouterr().out)["text"]
