"""What a session promises of conversations, alone in this process and over the socket of a real engine alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.session.interface import Session

NOTES = {
    "Титовка.md": "Титовку привили в 2019 году на сеянец. Её вырастил дед.\n",
    "Антоновка.md": "Антоновку привили в 2014 году у забора.\n",
    "Old chat.md": (
        ">[!nexus_user] **User** - 14.07.2024 at 20:12\n> Why does the bark crack?\n<!-- UID: u1 -->\n\n"
        ">[!nexus_agent] **Assistant** - 14.07.2024 at 20:13\n> Frost, see [[Титовка]].\n<!-- UID: a1 -->\n"
    ),
}


@pytest.fixture(params=[api.open_vault, api.join_engine], ids=["alone", "engine"])
def vault(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Session, Path]]:
    folder, data = tmp_path / "vault", tmp_path / "data"
    folder.mkdir()
    for name, text in NOTES.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    session = request.param(vault=folder, data=data)
    yield session, folder
    session.close()
    api.stop_engine(vault=folder, data=data)


def asked(session: Session, question: str, *history: api.Turn) -> tuple[list[api.Understood], api.Answer]:
    *before, answer = session.ask(api.AskRequest(question, extractive=True, history=history))
    assert isinstance(answer, api.Answer)
    return [event for event in before if isinstance(event, api.Understood)], answer


def test_a_conversation_is_had_remembered_kept_and_gone_on_with(vault: tuple[Session, Path]) -> None:
    session, _ = vault
    assert session.last_conversation() == api.Conversation()
    understood, first = asked(session, "Когда привили Титовку?")
    assert (understood, first.meant) == ([], "")
    kept = session.keep_turn(first, conversation=api.Conversation())
    assert kept.report is None
    assert session.last_conversation() == kept.conversation

    understood, second = asked(session, "А Антоновку?", *kept.conversation.turns)
    assert [one.meant for one in understood] == ["Когда привили Антоновку?"]
    assert (second.question, second.meant) == ("А Антоновку?", "Когда привили Антоновку?")
    assert [citation.note for citation in second.citations] == ["Антоновка.md"]

    noted = session.keep_conversation(kept.conversation)
    note = noted.conversation.note
    assert note is not None
    kept = session.keep_turn(second, conversation=noted.conversation)
    read = session.conversation(note)
    assert [turn.question for turn in read.turns] == ["Когда привили Титовку?", "А Антоновку?"]
    assert [turn.sources for turn in read.turns] == [("Титовка.md",), ("Антоновка.md",)]
    assert read.turns[1] == kept.conversation.turns[1]
    assert session.last_conversation() == read
    session.catch_up()
    passages = session.search(api.SearchRequest("привили антоновку 2014")).passages
    assert note in {passage.chunk.note for passage in passages}
    assert not any(passage.chunk.evidence for passage in passages if passage.chunk.note == note)


def test_an_answer_is_given_anew_in_its_place_and_each_write_is_taken_back(vault: tuple[Session, Path]) -> None:
    session, folder = vault
    _, answer = asked(session, "Когда привили Титовку?")
    kept = session.keep_conversation(session.keep_turn(answer, conversation=api.Conversation()).conversation, path="Т")
    path = folder / "Т.md"
    before = path.read_bytes()
    _, other = asked(session, "Когда привили Антоновку?")
    turn = kept.conversation.turns[0]
    anew = session.keep_turn(other, conversation=kept.conversation, replaces=turn.uid)
    assert [(one.question, one.uid) for one in session.conversation("Т").turns] == [
        ("Когда привили Антоновку?", turn.uid)
    ]
    assert [one.question for one in anew.conversation.turns] == ["Когда привили Антоновку?"]
    assert anew.report is not None
    session.undo(anew.report.journal)
    assert path.read_bytes() == before
    session.undo()
    assert not path.exists()
    assert session.last_conversation().note is None


def test_a_chat_from_elsewhere_is_gone_on_with_byte_for_byte(vault: tuple[Session, Path]) -> None:
    session, folder = vault
    chat = session.conversation("Old chat")
    assert [(turn.question, turn.answer) for turn in chat.turns] == [
        ("Why does the bark crack?", "Frost, see [[Титовка]].")
    ]
    assert chat.turns[0].sources == ("Титовка.md",)
    _, answer = asked(session, "Когда привили Титовку?", *chat.turns)
    session.keep_turn(answer, conversation=chat)
    text = (folder / "Old chat.md").read_text(encoding="utf-8")
    assert text.startswith(NOTES["Old chat.md"])
    assert len(session.conversation("Old chat").turns) == 2


def test_the_list_has_ours_and_those_of_elsewhere_the_last_said_first(vault: tuple[Session, Path]) -> None:
    session, _ = vault
    _, answer = asked(session, "Когда привили Титовку?")
    kept = session.keep_conversation(session.keep_turn(answer, conversation=api.Conversation()).conversation)
    session.catch_up()
    lines = session.conversations().lines
    assert [(line.note, line.turns, line.is_ours) for line in lines] == [
        (kept.conversation.note, 1, True),
        ("Old chat.md", 1, False),
    ]
    assert lines[1].last_at == "2024-07-14T20:13"


def test_what_is_no_conversation_says_so(vault: tuple[Session, Path]) -> None:
    session, _ = vault
    with pytest.raises(api.VaultProblem, match="no conversation"):
        session.conversation("Титовка")
    with pytest.raises(api.VaultProblem, match="nothing said"):
        session.keep_conversation(api.Conversation())


def test_a_recipe_runs_and_is_written_and_taken_back(vault: tuple[Session, Path]) -> None:
    session, folder = vault
    assert {line.name for line in session.recipes().lines} >= {"review", "key-thoughts"}
    before = (folder / "Old chat.md").read_bytes()
    *events, output = session.run_recipe(api.RecipeRequest("review", ("Old chat",), language="en"))
    assert [type(event) for event in events if not isinstance(event, api.Progress)] == [api.PartMade] * 3
    assert isinstance(output, api.RecipeOutput)
    assert (folder / "Old chat.md").read_bytes() != before
    session.undo(output.report.journal)
    assert (folder / "Old chat.md").read_bytes() == before


def test_a_recipe_that_nobody_confirmed_does_not_run(vault: tuple[Session, Path]) -> None:
    session, _ = vault
    report = session.customise_recipe("summary", language="en")
    with pytest.raises(api.RecipeNotConfirmed, match="look at it"):
        list(session.run_recipe(api.RecipeRequest("summary", ("Титовка",), language="en")))
    view = session.recipe("summary", language="en")
    assert (view.recipe.note, view.is_known) == (report.note, False)
    confirmed = api.RecipeRequest("summary", ("Титовка",), language="en", confirmed=view.recipe.checksum, dry_run=True)
    *_, output = session.run_recipe(confirmed)
    assert isinstance(output, api.RecipeOutput)
    assert output.report.journal is None
    assert session.recipe("summary", language="en").is_known


def test_a_council_ends_with_what_its_voices_say_together(vault: tuple[Session, Path]) -> None:
    session, _ = vault
    assert "sceptic" in session.council_roles()
    *events, found = session.council(api.CouncilRequest("Когда привили Титовку?", ("notes", "no-such-model")))
    assert isinstance(found, api.CouncilAnswer)
    assert {event.name: bool(event.failure) for event in events if isinstance(event, api.Voice)} == {
        "notes": False,
        "no-such-model": True,
    }
    assert "2019" in found.merged.text
    assert found.merged.citations[0].uri.startswith("obsidian://")
