from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultmind.domain.answer import Answer, AnswerMode, Citation
from vaultmind.domain.conversation import Conversation, Turn
from vaultmind.domain.edit import apply_edits
from vaultmind.domain.errors import PlaceNotFound
from vaultmind.domain.link import NotePath
from vaultmind.domain.names import VaultNames
from vaultmind.domain.note import Note
from vaultmind.parsing.chat import find_messages
from vaultmind.parsing.markdown import parse_note
from vaultmind.parsing.reading import read_note
from vaultmind.parsing.turns import place_turns
from vaultmind.writeback.conversation_notes import (
    ConversationPlace,
    append_turn,
    conversation_note,
    conversation_path,
    linked_turn,
    message_text,
    replace_turn,
    turn_of,
)
from vaultmind.writeback.note_text import NoteText

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HERE = NotePath("Разговоры/Титовка.md")
NAMES = VaultNames([HERE, NotePath("Титовка.md"), NotePath("Cider/Log.md")])
PLACE = ConversationPlace(HERE, NAMES)
ANSWER = Answer(
    "Когда её привили?",
    "Титовку привили в 2019 году [1].",
    False,
    AnswerMode.GENERATED,
    (Citation(1, NotePath("Титовка.md"), ("Титовка", "История"), (3, 3), "Привита в 2019 году.", True),),
    model="small",
    meant="Когда привили Титовку?",
)

ODD_LINES = st.sampled_from([
    "[!nexus_user] **User** - 01.02.2024 at 10:00", "> [!nexus_agent] **Assistant**", "<!-- UID: abc -->", "---", "```",
    "~~~js", "```dataviewjs", "%%", "$$", "# Heading", "- [ ] task", "    code", "> quote", "", " ", "^id", "[^1]: x",
    "<!-- vaultmind: {} -->", "<!--", "-->", "| a | b |", "|---|---|", "`$= 1`", "<% tp %>", "1. one", "\\", "<div>",
    "text [1]", "[[Титовка]]", "![[Титовка]]", "\ttab", "***", "===", "key:: value", "<!-- UID:",
])  # fmt: skip
TEXTS = st.lists(st.one_of(ODD_LINES, st.text(max_size=12)), max_size=5).map("\n".join)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)).map(lambda at: f"{at.year:04}-{at:%m-%dT%H:%M}")
UIDS = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)
MEANT = st.text(max_size=20).map(lambda text: " ".join(text.encode("utf-8", "replace").decode().split()))


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    question, answer = message_text(draw(TEXTS)), message_text(draw(TEXTS)) or "…"
    meant, model = draw(MEANT), draw(st.sampled_from(["", "qwen2.5", "gpt-4o-2024-08-06"]))
    return Turn(question or "?", answer, meant, model, (), draw(TIMES), draw(TIMES), draw(UIDS), draw(UIDS))


def read(content: bytes, path: NotePath = HERE) -> tuple[Turn, ...]:
    """Return the turns as they stand, without the repair of what looks damaged."""
    text = content.decode()
    note = parse_note(path, text)
    messages = find_messages(text, note.sections)
    placed = place_turns(text, note, messages, resolve=lambda target: NAMES.resolve(target, source=path))
    return tuple(one.turn for one in placed)


def without_sources(found: tuple[Turn, ...]) -> list[tuple[str, ...]]:
    return [(t.question, t.answer, t.meant, t.model, t.asked_at or "", t.answered_at or "", t.uid, t.answer_uid)
            for t in found]  # fmt: skip


@given(st.lists(turns(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_conversation_is_read_back_as_the_turns_it_was(said: list[Turn]) -> None:
    note = conversation_note(Conversation(tuple(said)), PLACE, at=AT)
    assert without_sources(read(note.text.encode())) == without_sources(tuple(said))


@given(st.lists(turns(), min_size=1, max_size=2), turns(), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=40, deadline=None)
def test_a_further_turn_goes_under_the_note_as_it_was(said: list[Turn], further: Turn, line_end: str) -> None:
    before = conversation_note(Conversation(tuple(said)), PLACE, at=AT).text.replace("\n", line_end)
    opened = NoteText(HERE, before.encode())
    after = apply_edits(opened.text, append_turn(opened, further, PLACE))
    assert after.split(f"{line_end}---{line_end}", 1)[1].startswith(before.split(f"{line_end}---{line_end}", 1)[1])
    assert without_sources(read(after.encode())) == without_sources((*said, further))


@given(TEXTS)
@settings(max_examples=80, deadline=None)
@example("[!note] x\n<!-- UID: 1 -->")
def test_text_of_a_message_stays_as_it_is_once_made(text: str) -> None:
    made = message_text(text)
    assert message_text(made) == made


def test_a_turn_keeps_links_model_and_how_it_was_meant() -> None:
    text = conversation_note(Conversation((turn_of(ANSWER, at=AT),)), PLACE, at=AT).text
    (found,) = read(text.encode())
    assert found == linked_turn(turn_of(ANSWER, at=AT), PLACE)
    assert found.sources == (NotePath("Титовка.md"),)
    assert found.answer.startswith("Титовку привили в 2019 году [[Титовка#История|1]].")
    assert (found.meant, found.model, found.asked_at) == ("Когда привили Титовку?", "small", "2026-11-22T09:30")
    properties = parsed(text).properties
    assert properties["generated-by"] == "vaultmind"
    assert (properties["model"], properties["sources"]) == (["small"], ["[[Титовка]]"])


@pytest.mark.parametrize(("mode", "refused"), [(AnswerMode.EXTRACTIVE, False), (AnswerMode.GENERATED, True)])
def test_a_turn_that_no_model_wrote_names_none(mode: AnswerMode, refused: bool) -> None:
    turn = turn_of(replace(ANSWER, mode=mode, refused=refused), at=AT)
    written = conversation_note(Conversation((turn,), HERE), PLACE, at=AT).text
    assert ("model:\n  - notes\n" in written) is not refused  # a refusal is nobody's words
    assert "small" not in written
    (found,) = read(written.encode())
    assert (found.model, found.meant, found.refused) == ("", "Когда привили Титовку?", refused)


def test_the_models_of_a_council_are_named_one_by_one() -> None:
    turn = turn_of(replace(ANSWER, model="small, large:exact, notes"), at=AT)
    written = conversation_note(Conversation((turn,), HERE), PLACE, at=AT).text
    assert parsed(written).properties["model"] == ["small", "large:exact", "notes"]
    (found,) = read(written.encode())
    older = written.replace("model:\n  - small\n  - large:exact\n  - notes", 'model:\n  - "small, large:exact, notes"')
    for text in (written, older):
        edits = replace_turn(NoteText(HERE, text.encode()), found.uid, replace(turn, model="large:exact"), PLACE)
        assert parsed(apply_edits(text, edits)).properties["model"] == ["large:exact"]


def test_the_mark_before_a_colon_is_a_link_as_the_others_are() -> None:
    said = "2019 [1].\n\nЗаметки противоречат друг другу: 2019 [1], но 2020 [1]: «Привита в 2020»."
    turn = linked_turn(turn_of(replace(ANSWER, text=said), at=AT), PLACE)
    assert "[1]" not in turn.answer
    assert turn.answer.count("[[Титовка#История|1]]") == 3


def test_further_sources_and_models_join_those_of_the_note_and_a_removed_property_stays_away() -> None:
    first = linked_turn(turn_of(ANSWER, at=AT), PLACE)
    other = Turn("And?", "[[Log|1]]", "", "large", (NotePath("Cider/Log.md"),), "2026-11-22T09:31", "2026-11-22T09:31")
    text = conversation_note(Conversation((first,)), PLACE, at=AT).text
    opened = NoteText(HERE, text.encode())
    properties = parsed(apply_edits(opened.text, append_turn(opened, other, PLACE))).properties
    assert (properties["model"], properties["sources"]) == (["small", "large"], ["[[Титовка]]", "[[Log]]"])
    bare = NoteText(HERE, text.replace('sources:\n  - "[[Титовка]]"\n', "").encode())
    assert "sources" not in parsed(apply_edits(bare.text, append_turn(bare, other, PLACE))).properties


def test_an_answer_is_given_anew_in_its_place_and_what_a_person_wrote_between_stays() -> None:
    said = [Turn("One?", "1", uid="aa", answer_uid="ab"), Turn("Two?", "2", uid="ba", answer_uid="bb")]
    text = conversation_note(Conversation(tuple(said)), PLACE, at=AT).text
    text = text.replace("<!-- UID: ab -->\n", "<!-- UID: ab -->\n\nMy own thought.\n")
    opened = NoteText(HERE, text.encode())
    anew = Turn("One, but other?", "eins", uid="zz", answer_uid="ac")
    after = apply_edits(opened.text, replace_turn(opened, "aa", anew, PLACE))
    assert [(turn.question, turn.answer, turn.uid) for turn in read(after.encode())] == [
        ("One, but other?", "eins", "aa"),
        ("Two?", "2", "ba"),
    ]
    assert "\n\nMy own thought.\n" in after
    with pytest.raises(PlaceNotFound, match="no message"):
        replace_turn(opened, "nowhere", anew, PLACE)


def test_what_an_answer_given_anew_no_longer_rests_on_leaves_the_provenance() -> None:
    def turn(number: int, words: str, model: str, *sources: str) -> Turn:
        return Turn(
            f"{number}?", words, "", model, tuple(map(NotePath, sources)), uid=f"{number}a", answer_uid=f"{number}b"
        )

    said = [
        turn(1, "[[Титовка|1]]", "small", "Титовка.md"),
        turn(2, "[[Титовка|1]] [[Log|2]]", "small", "Титовка.md", "Cider/Log.md"),
        turn(3, "So.", "large"),
    ]
    text = conversation_note(Conversation(tuple(said)), PLACE, at=AT).text.replace("- small", "- mine\n  - small")
    opened = NoteText(HERE, text.encode())

    def after(uid: str, anew: Turn) -> tuple[object, object]:
        properties = parsed(apply_edits(opened.text, replace_turn(opened, uid, anew, PLACE))).properties
        return properties["model"], properties["sources"]

    assert after("2a", turn(2, "None.", "large")) == (["mine", "small", "large"], ["[[Титовка]]"])
    assert after("1a", turn(1, "[[Log|1]]", "other", "Cider/Log.md")) == (
        ["mine", "small", "large", "other"],
        ["[[Титовка]]", "[[Log]]"],
    )
    assert after("3a", turn(3, "So.", "small")) == (["mine", "small"], ["[[Титовка]]", "[[Log]]"])


def test_a_question_without_a_reply_gets_one() -> None:
    text = ">[!nexus_user] **User** - 14.07.2024 at 20:12\n> Why?\n<!-- UID: q1 -->\n\nEnd of mine.\n"
    opened = NoteText(HERE, text.encode())
    after = apply_edits(opened.text, replace_turn(opened, "q1", Turn("Why?", "So.", answer_uid="a1"), PLACE))
    assert after.endswith("\n\nEnd of mine.\n")
    assert [(turn.question, turn.answer) for turn in read(after.encode())] == [("Why?", "So.")]


def test_a_conversation_is_called_by_its_day_and_first_question() -> None:
    conversation = Conversation((Turn("Когда привита Титовка?"),))
    path = conversation_path(conversation, at=AT, folder="Разговоры", names=NAMES)
    assert path == "Разговоры/2026-11-22 Когда привита Титовка.md"
    taken = VaultNames([path])
    assert conversation_path(conversation, at=AT, folder="Разговоры", names=taken).endswith("Титовка (2).md")


def parsed(text: str) -> Note:
    return read_note(HERE, text.encode()).note


def test_what_was_meant_cannot_end_the_comment_it_is_kept_in() -> None:
    turn = Turn("?", "So.", 'why --> then? <!-- "x" }', "m", asked_at="2026-01-01", answered_at="2026-01-01", uid="a")
    text = conversation_note(Conversation((turn,)), PLACE, at=AT).text
    assert text.count("-->") == text.count("<!--") == 2
    assert read(text.encode())[0].meant == turn.meant


def test_what_a_model_said_does_nothing_in_the_note() -> None:
    said = "```dataviewjs\ndv.pages()\n```\n<script>x</script> ![p](http://x.y/p.png) <% tp.file %> [a](javascript:x)"
    answer = Answer("Why?", said, False, AnswerMode.GENERATED)
    text = conversation_note(Conversation((turn_of(answer, at=AT),)), PLACE, at=AT).text
    assert "> ```text dataviewjs" in text
    assert not any(form in text for form in ("<script", "![p](http", "<%", "](javascript"))
