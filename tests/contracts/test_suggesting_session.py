"""Suggesting, accepting and refusing through a session, alone and over the socket of a real engine."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.api import owning
from vaultmind.domain.errors import NoteConflict, PlaceNotFound, WriteRefused
from vaultmind.session import link_knowledge
from vaultmind.session.interface import Session

DIARY = "# День\n\nПишу нейросетью о памяти.\n"


@pytest.fixture(params=[api.open_vault, api.join_engine], ids=["alone", "engine"])
def session(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    yield from opened(request.param, tmp_path, monkeypatch)
    api.stop_engine(vault=tmp_path / "vault", data=tmp_path / "data")


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session of this process: for what does not depend on whose it is."""
    yield from opened(api.open_vault, tmp_path, monkeypatch)


def opened(open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    vault = tmp_path / "vault"
    vault.mkdir()
    for name, text in {"Нейросеть": "# Нейросеть\n", "Память": "См. [[Нейросеть]].\n", "День": DIARY}.items():
        (vault / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    made = open_session(vault=vault, data=tmp_path / "data")
    yield made
    made.close()


def suggested(session: Session, note: str = "День") -> dict[str, api.LinkSuggestion]:
    *_, found = session.suggest(api.SuggestRequest(note))
    assert isinstance(found, api.SourceSuggestions)
    return {one.target: one for one in found.suggestions if one.anchor is not None}


def test_accepted_links_are_written_as_one_and_taken_back(session: Session, tmp_path: Path) -> None:
    note = tmp_path / "vault" / "День.md"
    ids = [one.id for one in suggested(session).values()]
    assert session.accept(ids, dry_run=True).journal is None
    assert note.read_text(encoding="utf-8") == DIARY
    session.accept(ids)
    assert note.read_text(encoding="utf-8") == "# День\n\nПишу [[Нейросеть|нейросетью]] о [[Память|памяти]].\n"
    session.catch_up()
    assert suggested(session) == {}
    session.undo()
    assert note.read_text(encoding="utf-8") == DIARY


def test_a_refused_link_does_not_come_back(session: Session) -> None:
    one = suggested(session)["Память.md"]
    (decision,) = session.reject([one.id]).decisions
    assert (decision.source, decision.target, decision.name) == ("День.md", "Память.md", one.name)
    assert set(suggested(session)) == {"Нейросеть.md"}


def test_a_link_whose_words_are_gone_is_not_written(alone: Session, tmp_path: Path) -> None:
    one = suggested(alone)["Память.md"]
    note = tmp_path / "vault" / "День.md"
    note.write_text("Другое.\n", encoding="utf-8")
    with pytest.raises(NoteConflict):
        alone.accept([one.id])
    assert note.read_text(encoding="utf-8") == "Другое.\n"


def test_an_unknown_suggestion(alone: Session) -> None:
    with pytest.raises(PlaceNotFound, match="no suggestion"):
        alone.accept(["nothing"])


def test_every_note_that_has_suggestions_comes_once(session: Session) -> None:
    found = [one for one in session.suggest(api.SuggestRequest()) if isinstance(one, api.SourceSuggestions)]
    assert [one.source for one in found] == sorted({one.source for one in found})
    assert session.evaluate_links().hidden <= 1


def asked(session: Session, *kinds: api.SuggestionKind, note: str | None = None) -> list[api.LinkSuggestion]:
    session.catch_up()
    events = session.suggest(api.SuggestRequest(note, kinds=kinds))
    return [one for event in events if isinstance(event, api.SourceSuggestions) for one in event.suggestions]


def written(tmp_path: Path, **notes: str) -> dict[str, Path]:
    paths = {name: tmp_path / "vault" / f"{name}.md" for name in notes}
    for name, text in notes.items():
        paths[name].write_text(text, encoding="utf-8")
    return paths


def test_a_refusal_is_listed_and_taken_back(session: Session) -> None:
    one = suggested(session)["Память.md"]
    session.reject([one.id])
    (refused,) = session.rejected().decisions
    assert (refused.target, refused.verdict) == ("Память.md", api.Verdict.REJECTED)
    assert session.reconsider([refused.id]).decisions == (refused,)
    assert session.rejected().decisions == ()
    assert "Память.md" in suggested(session)
    with pytest.raises(PlaceNotFound, match="no decision"):
        session.reconsider([refused.id])


def test_a_refusal_follows_a_note_that_was_renamed_on_the_disk(session: Session, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    written(tmp_path, Память="---\naliases: [Былое]\n---\nСм. [[Нейросеть]].\n", День="О памяти, о былом. Нейросети.\n")
    session.catch_up()
    session.reject([suggested(session)["Память.md"].id])
    (vault / "Память.md").rename(vault / "Память людей.md")
    session.catch_up()
    assert set(suggested(session)) == {"Нейросеть.md"}
    (vault / "День.md").rename(vault / "Вечер.md")
    session.catch_up()
    assert set(suggested(session, "Вечер")) == {"Нейросеть.md"}
    assert [(one.source, one.target) for one in session.rejected().decisions] == [("Вечер.md", "Память людей.md")]


def test_a_refusal_of_a_name_everywhere_follows_its_note(session: Session, tmp_path: Path) -> None:
    written(tmp_path, Память="---\naliases: [Былое]\n---\nСм. [[Нейросеть]].\n", День="О былом. Нейросети.\n")
    session.catch_up()
    session.reject([suggested(session)["Память.md"].id], everywhere=True)
    session.rename("Память", "Папка/Память людей.md")
    written(tmp_path, Вечер="Думаю о былом.\n")
    session.catch_up()
    assert set(suggested(session)) == {"Нейросеть.md"}
    assert suggested(session, "Вечер") == {}


def test_a_refusal_follows_a_rename_that_changes_the_note_and_comes_back_with_its_undo(
    session: Session, tmp_path: Path
) -> None:
    written(tmp_path, День="# День\n\nСм. [[День#День]]. Пишу нейросетью о памяти.\n")
    session.catch_up()
    session.reject([suggested(session)["Память.md"].id])
    session.rename("День", "Вечер")
    session.catch_up()
    assert "[[Вечер#День]]" in (tmp_path / "vault" / "Вечер.md").read_text(encoding="utf-8")
    assert set(suggested(session, "Вечер")) == {"Нейросеть.md"}
    session.undo()
    session.catch_up()
    assert set(suggested(session)) == {"Нейросеть.md"}


def test_a_new_note_of_the_old_name_is_refused_nothing(alone: Session, tmp_path: Path) -> None:
    alone.reject([suggested(alone)["Память.md"].id])
    alone.rename("День", "Вечер")
    written(tmp_path, День=DIARY)
    alone.catch_up()
    assert "Память.md" in suggested(alone)
    assert "Память.md" not in suggested(alone, "Вечер")


def test_a_refused_mention_leaves_the_broken_link_to_be_mended(session: Session, tmp_path: Path) -> None:
    written(tmp_path, День="# День\n\nПамять и [[Памят]].\n")
    session.catch_up()
    refused = session.reject([suggested(session)["Память.md"].id]).decisions
    (broken,) = asked(session, api.SuggestionKind.UNRESOLVED, note="День")
    assert [(one.words, one.kind) for one in refused] == [("Память", api.SuggestionKind.MENTION)]
    session.reject([broken.id])
    assert asked(session, api.SuggestionKind.UNRESOLVED, note="День") == []
    session.reconsider([refused[0].id])
    assert set(suggested(session)) == {"Память.md"}
    assert asked(session, api.SuggestionKind.UNRESOLVED, note="День") == []


def test_what_was_refused_twice_is_taken_back_at_once(alone: Session, tmp_path: Path) -> None:
    written(tmp_path, Вечер="О памяти.\n")
    alone.catch_up()
    one = suggested(alone)["Память.md"]
    other = suggested(alone, "Вечер")["Память.md"]
    alone.reject([one.id])
    alone.reject([one.id])
    alone.reject([other.id])
    newest, *_ = (refused for refused in alone.rejected().decisions if refused.source == "День.md")
    assert [taken.source for taken in alone.reconsider([newest.id]).decisions] == ["День.md", "День.md"]
    assert "Память.md" in suggested(alone)
    assert "Память.md" not in suggested(alone, "Вечер")


def test_what_is_sure_is_as_likely_as_asked_for_however_much_was_accepted(alone: Session, tmp_path: Path) -> None:
    words = [f"слово{n}" for n in range(6)]
    written(tmp_path, **{word.title(): f"{word}\n" for word in words}, Все=". ".join(words))
    alone.accept([one.id for one in asked(alone, *api.LINKS, note="Все") if one.anchor is not None])
    written(tmp_path, Ещё="слово1 и слово2\n")
    likeliest = max(one.score for one in asked(alone, *api.LINKS))
    with pytest.raises(WriteRefused, match="sure"):
        list(alone.accept_sure(threshold=likeliest * 1.5))


def test_a_name_refused_everywhere_is_refused_in_other_notes(alone: Session, tmp_path: Path) -> None:
    written(tmp_path, Вечер="О памяти.\n")
    alone.catch_up()
    assert "Память.md" in suggested(alone, "Вечер")
    alone.reject([suggested(alone)["Память.md"].id], everywhere=True)
    assert "Память.md" not in suggested(alone, "Вечер")


def test_refusals_raise_the_threshold_quietly(alone: Session, tmp_path: Path) -> None:
    written(tmp_path, **{f"Слово{n}": f"слово{n}\n" for n in range(6)}, Все=" ".join(f"слово{n}." for n in range(6)))
    refused = [one for one in asked(alone, *api.LINKS, note="Все") if one.anchor is not None]
    least = sorted(one.score for one in refused)[len(refused) // 2]
    assert min(one.score for one in asked(alone, *api.LINKS)) < least
    alone.reject([one.id for one in asked(alone, *api.LINKS, note="Все") if one.anchor is not None])
    shown = [one.score for one in asked(alone, *api.LINKS)]
    assert shown
    assert min(shown) >= least


def test_sure_ones_are_previewed_written_as_one_and_undone_at_once(session: Session, tmp_path: Path) -> None:
    paths = written(tmp_path, Вечер="О памяти и о [[Старое/Нейросеть|ней]].\n", Утро="[[Память]] была.\n")
    before = {path: path.read_text(encoding="utf-8") for path in (tmp_path / "vault").glob("*.md")}
    session.catch_up()
    *_, preview = session.accept_sure(threshold=0.05, dry_run=True)
    assert isinstance(preview, api.WriteReport)
    assert preview.journal is None
    assert "+О [[Память|памяти]] и о [[Нейросеть|ней]]." in preview.diff
    assert {path: path.read_text(encoding="utf-8") for path in before} == before
    *_, report = session.accept_sure(threshold=0.05)
    assert isinstance(report, api.WriteReport)
    assert report.diff == preview.diff
    assert paths["Вечер"].read_text(encoding="utf-8") == "О [[Память|памяти]] и о [[Нейросеть|ней]].\n"
    session.undo()
    assert {path: path.read_text(encoding="utf-8") for path in before} == before


def test_nothing_sure_writes_nothing(alone: Session) -> None:
    with pytest.raises(WriteRefused, match="sure"):
        list(alone.accept_sure(threshold=0.999))


def test_a_missing_note_is_made_and_the_making_undone(alone: Session, tmp_path: Path) -> None:
    written(tmp_path, Утро="[[Почва]] важна.\n", Вечер="Снова [[почва]].\n")
    (one,) = asked(alone, api.SuggestionKind.MISSING)
    assert (one.target, one.source) == ("Почва.md", "Вечер.md")
    assert [found.id for found in asked(alone, api.SuggestionKind.MISSING, note="Утро")] == [one.id]
    alone.accept([one.id])
    assert (tmp_path / "vault" / "Почва.md").read_text(encoding="utf-8") == ""
    assert asked(alone, api.SuggestionKind.MISSING) == []
    alone.undo()
    assert not (tmp_path / "vault" / "Почва.md").exists()


def test_a_merge_and_a_link_of_the_same_two_notes_are_told_apart(alone: Session, tmp_path: Path) -> None:
    recipe = (
        "# Apples in a barrel\n\nTo a bucket of [[Yoga]] and [[Garden]]: honey, salt, rye flour and rye straw.\n\n"
        "Scald the straw, brew the flour, pour it over, press it for a week and keep it forty days in the cellar.\n"
    )
    written(tmp_path, Pickling=recipe, Steeping=f"{recipe}\nThis year with berries.\n", Yoga="", Garden="")
    alone.catch_up()
    request = api.SuggestRequest(None, threshold=0.0, kinds=tuple(api.SuggestionKind))
    found = [one for one in alone.suggest(request) if isinstance(one, api.SourceSuggestions)]
    every = [one for each in found for one in each.suggestions]
    (merge,) = (one for one in every if one.kind is api.SuggestionKind.DUPLICATE)
    links = [one for one in every if (one.source, one.target) == (merge.source, merge.target) and one is not merge]
    assert [one.anchor for one in links] == [None]
    assert len({one.id for one in every}) == len(every)
    assert "+++ /dev/null" in alone.accept([merge.id], dry_run=True).diff
    assert f"+- [[{merge.target.removesuffix('.md')}]]" in alone.accept([links[0].id], dry_run=True).diff


def test_duplicates_are_merged_after_a_preview_and_parted_again(alone: Session, tmp_path: Path) -> None:
    same = "Каждое утро поливаем грядки, пока солнце не поднялось, а потом пропалываем всё, что взошло за ночь."
    paths = written(tmp_path, Полив=f"{same}\n", Грядки=f"---\ntags: [сад]\n---\n{same}\n\nИ отдыхаем.\n")
    paths |= written(tmp_path, Утро="См. [[Грядки]] и [[Полив]], потом [[Полив|его]].\n")
    before = {path: path.read_bytes() for path in paths.values()}
    (one,) = asked(alone, api.SuggestionKind.DUPLICATE)
    assert (one.source, one.target) == ("Грядки.md", "Полив.md")
    assert "+И отдыхаем." in alone.accept([one.id], dry_run=True).diff
    assert {path: path.read_bytes() for path in before} == before
    alone.accept([one.id])
    assert paths["Полив"].read_text(encoding="utf-8") == f"---\ntags:\n  - сад\n---\n{same}\n\nИ отдыхаем.\n"
    assert paths["Утро"].read_text(encoding="utf-8") == "См. [[Полив|Грядки]] и [[Полив]], потом [[Полив|его]].\n"
    assert not paths["Грядки"].exists()
    alone.undo()
    assert {path: path.read_bytes() for path in before} == before


def test_a_merge_adds_no_sentence_that_is_there_already(alone: Session, tmp_path: Path) -> None:
    said = "Yoga classes are on Tuesday in the old school, at seven in the evening. Bring a mat and water."
    known = f"We know that. {said} Never pay cash.\n"
    texts = {"Yoga classes": f"{said}\n\nPay\n", "yoga-classes": known, "Old": "[[yoga-classes]]"}
    paths = written(tmp_path, **texts)
    (twins,) = (one for one in asked(alone, api.SuggestionKind.DUPLICATE) if one.source == "Yoga classes.md")
    alone.accept([twins.id])
    assert paths["yoga-classes"].read_text(encoding="utf-8") == f"{known}\nPay\n"


def test_daily_notes_and_templates_are_no_targets_unless_asked(alone: Session, tmp_path: Path) -> None:
    settings = tmp_path / "vault" / ".obsidian"
    settings.mkdir()
    (settings / "templates.json").write_text('{"folder": "Шаблоны"}', encoding="utf-8")
    (tmp_path / "vault" / "Шаблоны").mkdir()
    (tmp_path / "vault" / "Шаблоны" / "Встреча.md").write_text("", encoding="utf-8")
    written(tmp_path, Вечер="Встреча была 2024-05-01.\n", **{"2024-05-01": ""})
    alone.catch_up()

    def targets(*, noise: bool) -> set[str]:
        *_, found = alone.suggest(api.SuggestRequest("Вечер", noise=noise))
        assert isinstance(found, api.SourceSuggestions)
        return {one.target for one in found.suggestions if one.anchor is not None}

    assert targets(noise=False) == set()
    assert targets(noise=True) == {"Шаблоны/Встреча.md", "2024-05-01.md"}


def test_diary_notes_and_templates_are_known_without_settings(alone: Session, tmp_path: Path) -> None:
    (tmp_path / "vault" / "_Templates").mkdir()
    (tmp_path / "vault" / "_Templates" / "Встреча.md").write_text("", encoding="utf-8")
    filled = {"9 мая 2024": "О вечере.\n", "2024-W19": "", "Книга": "# {{title}}\n"}
    written(tmp_path, Вечер="Встреча 9 мая 2024, то есть в 2024-W19. Книга.\n", **filled)
    alone.catch_up()

    def targets(*, noise: bool) -> set[str]:
        *_, found = alone.suggest(api.SuggestRequest("Вечер", noise=noise))
        assert isinstance(found, api.SourceSuggestions)
        return {one.target for one in found.suggestions if one.anchor is not None}

    assert targets(noise=False) == set()
    assert targets(noise=True) == {"_Templates/Встреча.md", "9 мая 2024.md", "2024-W19.md", "Книга.md"}
    everywhere = [one for one in alone.suggest(api.SuggestRequest()) if isinstance(one, api.SourceSuggestions)]
    assert "9 мая 2024.md" not in {one.source for one in everywhere}


def test_a_link_into_a_property_keeps_what_is_there(alone: Session, tmp_path: Path) -> None:
    listed = '---\nrelated:\n  - "[[День]]"\n  - "[[Память]]"\n---\n'
    paths = written(tmp_path, А=listed, Б=listed, В='---\nrelated: ["[[Память]]"]\n---\n[[День]] [[Б]]\n')
    found = [one for one in asked(alone, *sorted(api.LINKS), note="В") if one.property]
    assert found
    assert {one.property for one in found} == {"related"}
    alone.accept([found[0].id])
    assert f'related: ["[[Память]]", "{found[0].replacement}"]' in paths["В"].read_text(encoding="utf-8")


def test_notes_made_since_are_named_at_once(alone: Session, tmp_path: Path) -> None:
    assert set(suggested(alone)) == {"Нейросеть.md", "Память.md"}
    written(tmp_path, Пишу="О том, как пишу.\n")
    alone.catch_up()
    assert set(suggested(alone)) == {"Нейросеть.md", "Память.md", "Пишу.md"}
    (tmp_path / "vault" / "Пишу.md").unlink()
    alone.catch_up()
    assert set(suggested(alone)) == {"Нейросеть.md", "Память.md"}


def test_two_links_for_the_same_words_are_not_written(alone: Session, tmp_path: Path) -> None:
    written(tmp_path, Мозг="---\naliases: [память]\n---\n")
    alone.catch_up()
    both = [one.id for one in suggested(alone).values() if one.anchor and one.anchor.text == "памяти"]
    assert len(both) == 2
    with pytest.raises(WriteRefused, match="same words"):
        alone.accept(both)


class LastFirst:
    """``Workers`` of this process that end in the opposite order."""

    def run(
        self, function: Callable[[bytes], bytes], jobs: Iterable[bytes], *, timeout_s: float
    ) -> Iterator[tuple[int, bytes | None]]:
        yield from reversed([(number, function(job)) for number, job in enumerate(jobs)])


def test_what_is_known_does_not_depend_on_which_worker_ends_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_knowledge, "_WORTH_WORKERS", 1)
    monkeypatch.setattr(link_knowledge, "_NOTES_OF_A_JOB", 1)
    monkeypatch.setattr(owning, "WorkerPool", lambda _: LastFirst())
    for session in opened(api.open_vault, tmp_path, monkeypatch):
        known = session._suggesting._knowledge  # type: ignore[attr-defined]
        for _ in known.refresh():
            pass
        assert list(known.words) == ["День.md", "Нейросеть.md", "Память.md"]
