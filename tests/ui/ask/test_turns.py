"""What a conversation shows of a turn: kind of answer, sources, what can be done, Markdown for the clipboard."""

from dataclasses import replace

import pytest
from vaultmind_ui.ask.evidence import evidence_of, found_of, row_of
from vaultmind_ui.ask.turns import (
    ShownTurn,
    as_markdown,
    kind_of,
    place_name,
    statements_of,
    turn_before,
    turn_of,
    turn_parts,
)
from vaultmind_ui.markdown.values import (
    Blocks,
    Bubble,
    Callout,
    Columns,
    ItemList,
    LinkToAction,
    LinkToCitation,
    LinkToNote,
    Paragraph,
    Quote,
    Run,
    Style,
    plain_text,
)
from vaultmind_ui.translation import Translation

from vaultmind import api
from vaultmind.domain.chunk import Chunk

CITED = api.Citation(
    1, api.NotePath("Work/Well.md"), ("Well", "Depth"), (3, 3), "twelve metres", True, "obsidian://x", None
)


def answered(text: str = "It is twelve metres deep [1].", **changes: object) -> ShownTurn:
    settings = {"mode": api.AnswerMode.GENERATED, "citations": (CITED,), "model": "Qwen", "refused": False, **changes}
    answer = api.Answer(question="How deep?", text=text, **settings)  # type: ignore[arg-type]
    return ShownTurn("How deep?", "done", text, answer=answer)


def runs(blocks: Blocks) -> list[Run]:
    found: list[Run] = []
    for block in blocks:
        match block:
            case Paragraph(inlines):
                found += [one for one in inlines if isinstance(one, Run)]
            case Bubble(inner) | Quote(inner):
                found += runs(inner)
            case Callout(_, title, _, inner):
                found += [one for one in title if isinstance(one, Run)]
                found += runs(inner)
            case ItemList(items):
                for item in items:
                    found += runs(item.blocks)
    return found


def shown(turn: ShownTurn) -> list[Run]:
    return runs(tuple(part.block for part in turn_parts(turn, 0)))


def said(turn: ShownTurn) -> str:
    return " ".join(run.text for run in shown(turn))


def actions(turn: ShownTurn) -> list[str]:
    return [run.target.action for run in shown(turn) if isinstance(run.target, LinkToAction)]


def test_each_kind_of_answer_says_what_it_is_in_another_look() -> None:
    turns = {
        "generated": answered(),
        "extractive": answered(mode=api.AnswerMode.EXTRACTIVE, model=None),
        "refused": answered("Your notes do not say.", refused=True, citations=()),
        "failed": ShownTurn("How deep?", "failed", problem="No memory."),
        "stopped": ShownTurn("How deep?", "stopped", "It is"),
        "looking": ShownTurn("How deep?"),
    }
    kinds = {name: kind_of(turn) for name, turn in turns.items()}
    assert len({words for words, _ in kinds.values()}) == 6
    assert kinds["generated"] == ("Written by Qwen from your notes", Style.MUTED)
    assert kinds["extractive"][1] is Style.GOOD
    assert kinds["refused"][1] is Style.WARNING
    assert kinds["failed"] == ("No memory.", Style.BAD)
    quotes = {name: any(isinstance(part.block, Quote) for part in turn_parts(turn, 0)) for name, turn in turns.items()}
    assert [name for name, is_quote in quotes.items() if is_quote] == ["extractive"]


def test_only_what_can_be_done_is_offered() -> None:
    assert actions(answered()) == ["copy", "save", "again", "edit"]
    assert actions(answered("No.", refused=True, citations=())) == ["copy", "again", "edit"]
    assert actions(ShownTurn("How deep?", "failed", problem="No.")) == ["again", "edit"]
    assert actions(ShownTurn("How deep?", "writing", "It")) == []


def test_a_refusal_is_said_once_in_the_language_of_the_window(english: Translation) -> None:
    in_russian = "В ваших заметках об этом не сказано."
    for text in ("Your notes do not say.", in_russian):
        refused = answered(text, refused=True, citations=())
        assert said(refused).startswith("How deep? ○ Your notes do not say. No note comes near it; other words may")
        english.use("ru")
        assert said(refused).startswith(f"How deep? ○ {in_russian} Близких заметок не нашлось; попробуйте")
        english.use("en")


def test_a_model_that_reads_is_not_said_to_be_looked_for(english: Translation) -> None:
    turn = ShownTurn("How deep?")
    assert kind_of(turn)[0] == "Looking in your notes…"
    turn.awaits_model = True
    assert kind_of(turn)[0] == "The model is getting ready…"
    turn.reads = 1
    assert kind_of(turn) == ("The model is reading 1 passage…", Style.MUTED)
    english.use("ru")
    said_of = {}
    for turn.reads in (1, 3, 12):
        said_of[turn.reads] = kind_of(turn)[0]
    assert said_of == {
        1: "Модель читает 1 отрывок…", 3: "Модель читает 3 отрывка…", 12: "Модель читает 12 отрывков…"
    }  # fmt: skip
    turn.state = "writing"
    assert kind_of(turn)[0] == "Пишу…"


def test_citations_are_pressed_in_the_text_and_as_chips_and_no_other_number_is() -> None:
    turn = answered("Deep [1], they say [7].")
    pressed = [run for run in shown(turn) if isinstance(run.target, LinkToCitation)]
    assert [run.target for run in pressed] == [LinkToCitation(1), LinkToCitation(1)]
    assert Style.CHIP in pressed[1].style
    assert "Well\u00a0›\u00a0Depth" in pressed[1].text
    assert "[7]" in said(turn)


def test_numbers_can_be_pressed_as_soon_as_they_are_cited() -> None:
    turn = ShownTurn("How deep?", "writing", "It is deep [1].")
    assert not any(isinstance(run.target, LinkToCitation) for run in shown(turn))
    turn.citing[1] = api.CitationSeen(1, api.NotePath("Well.md"), ())
    assert any(isinstance(run.target, LinkToCitation) for run in shown(turn))


def test_a_refusal_names_the_nearest_notes_each_once() -> None:
    chunk = Chunk(api.NotePath("Pond.md"), 0, api.Span(0, 4), (1, 1), (), "Pond", "Cold")
    passages = (api.Passage(1, chunk, 1.0), api.Passage(2, chunk, 0.5))
    turn = answered("No.", refused=True, citations=(), passages=passages)
    assert [run.target for run in shown(turn) if isinstance(run.target, LinkToNote)] == [
        LinkToNote("Pond.md", "Pond.md")
    ]


def test_a_row_a_quote_and_a_list_item_are_shown_without_their_marks() -> None:
    turn = answered(
        "| Aquarius | 95 | **98** | [1]\n\nThe Brook hums, says the neighbour. [1]", mode=api.AnswerMode.EXTRACTIVE
    )
    quoted = next(part.block for part in turn_parts(turn, 0) if isinstance(part.block, Quote))
    row, sentence = (runs((block,)) for block in quoted.blocks)
    assert "".join(run.text for run in row) == "Aquarius · 95 · 98 [1]"
    assert "".join(run.text for run in sentence) == "The Brook hums, says the neighbour. [1]"
    for run in row:
        if run.end - run.start == len(run.text):
            assert turn.text[run.start : run.end].replace("|", "·") == run.text
    for text in ("a | b", "|x| is 3", "p || q || r"):
        other = answered(text, mode=api.AnswerMode.EXTRACTIVE)
        assert text in said(other)


def test_what_is_no_evidence_is_not_among_what_an_answer_could_rest_on() -> None:
    mine = Chunk(api.NotePath("Pond.md"), 0, api.Span(0, 4), (1, 1), (), "Pond", "Cold")
    saved = replace(mine, note=api.NotePath("Answers/How deep.md"), evidence=False)
    passages = (api.Passage(1, saved, 1.0), api.Passage(2, mine, 0.5))
    assert [one.note for one in evidence_of(ShownTurn("How deep?", found=passages))] == ["Pond.md"]
    refused = answered("No.", refused=True, citations=(), passages=passages)
    assert [run.target for run in shown(refused) if isinstance(run.target, LinkToNote)] == [
        LinkToNote("Pond.md", "Pond.md")
    ]
    assert "nearest" not in said(answered("No.", refused=True, citations=(), passages=passages[:1]))
    assert [row_of(one).detail for one in found_of(passages)] == ["Line 1 · an answer or a template", "Line 1"]


def test_how_a_follow_up_was_understood_is_said() -> None:
    turn = answered()
    turn.meant = "How deep is the well?"
    assert "Understood as: How deep is the well?" in said(turn)
    turn.meant = turn.question
    assert "Understood" not in said(turn)


def test_an_answer_is_copied_with_links_to_its_sources() -> None:
    assert as_markdown(answered()) == "It is twelve metres deep [1].\n\n[1] [[Work/Well#Depth]]\n"
    block = api.Citation(1, api.NotePath("Well.md"), ("Depth",), (3, 3), "x", True, "", "depth")
    assert as_markdown(answered(citations=(block,))).endswith("[1] [[Well#^depth]]\n")
    assert as_markdown(ShownTurn("q", "stopped", "Half an")) == "Half an\n"


def test_statements_of_an_extractive_answer_end_with_their_citations() -> None:
    turn = answered("One. [1] Two and three. [2][3]\n\nFour [1].", mode=api.AnswerMode.EXTRACTIVE)
    assert turn.answer is not None
    found = statements_of(turn.answer)
    assert [one.span.of(turn.answer.text) for one in found] == ["One. [1]", "Two and three. [2][3]", "Four [1]."]
    assert [one.citations for one in found] == [(1,), (2, 3), (1,)]


def test_evidence_marks_the_quoted_words_and_says_whether_the_note_has_them() -> None:
    chunk = Chunk(CITED.note, 0, api.Span(0, 40), (3, 4), CITED.heading, "Well", "It is twelve\n> metres deep.")
    turn = answered(passages=(api.Passage(1, chunk, 1.0),))
    (one,) = evidence_of(turn)
    assert one.mark is not None
    assert one.text[slice(*one.mark)] == "twelve\n> metres"
    assert row_of(one).mark == "[1]"
    assert "✓" in row_of(one).detail
    assert evidence_of(turn, api.Statement(api.Span(0, 1), (2,))) == ()
    other = api.Statement(api.Span(0, 1), (1,), quotes=("It is twelve",))
    (quoted,) = evidence_of(turn, other)
    assert (quoted.quote, quoted.lines) == ("It is twelve", (3, 4))
    (own,) = evidence_of(turn, replace(other, quotes=("Nowhere there",)))
    assert own == one
    before = Chunk(CITED.note, 1, api.Span(0, 4), (1, 1), CITED.heading, "Well", "Other words.")
    both = answered(passages=(api.Passage(2, before, 2.0), api.Passage(1, chunk, 1.0)))
    assert evidence_of(both)[0].text == one.text
    missing = api.Citation(1, CITED.note, (), (3, 3), "gone", False)
    row = row_of(evidence_of(answered(citations=(missing,)))[0])
    assert "✕" in row.detail
    assert row.tone == "warning"


def test_a_property_that_is_cited_stands_marked_above_what_else_its_passage_says() -> None:
    chunk = Chunk(CITED.note, 0, api.Span(0, 40), (1, 4), (), "Well", "It is old.")
    quoted = api.Citation(1, CITED.note, (), (2, 2), "depth: 12 m", True)
    (one,) = evidence_of(answered(passages=(api.Passage(1, chunk, 1.0),), citations=(quoted,)))
    assert one.mark is not None
    assert one.text[slice(*one.mark)] == "depth: 12 m"
    assert one.text.endswith("It is old.")


@pytest.mark.parametrize(
    ("note", "heading", "name"),
    [("a/Well.md", ("Well", "Depth"), "Well › Depth"), ("Well.md", (), "Well"), ("Год.canvas", (), "Год.canvas")],
)
def test_places_are_named_without_folders_and_repetition(note: str, heading: tuple[str, ...], name: str) -> None:
    assert place_name(note, heading) == name


def test_keys_name_their_turn() -> None:
    assert [turn_of(key) for key in ("3", "3+", "", "note")] == [3, 3, None, None]


def test_a_council_shows_what_differs_what_some_say_and_every_voice() -> None:
    one, other = api.Said("It is 12 m deep.", (":exact",)), api.Said("It is 30 m deep.", ("notes",))
    voices = (
        api.Voice(":exact", answered("It is 12 m deep [1].").answer),
        api.Voice("notes", answered("It is 30 m deep [1].").answer),
        api.Voice(":sceptic", None, "It took longer than 180 s."),
    )
    turn = answered("It is deep [1].")
    assert turn.answer is not None
    turn.council = api.CouncilAnswer(
        turn.answer,
        voices,
        only_some=(one,),
        contradictions=(api.Contradiction(api.ContradictionKind.NUMBER, one, other, ("12", "30")),),
    )
    assert kind_of(turn)[0] == "Put together from what 2 of 3 voices say"
    boxes = [part.block for part in turn_parts(turn, 4) if isinstance(part.block, Callout)]
    assert [plain_text(box.title) for box in boxes] == [
        "They contradict each other",
        "The exact one",
        "The notes themselves",
        "The sceptic",
    ]
    assert plain_text(boxes[0].blocks[0].inlines) == "12 ≠ 30  — The exact one / The notes themselves"
    replaced = api.Voice(
        ":broad", replace(answered("It is deep [1].").answer, mode=api.AnswerMode.EXTRACTIVE, model="m")
    )
    turn.council = replace(turn.council, voices=(*voices, replaced))
    assert kind_of(turn)[0] == "Put together from what 2 of 4 voices say"
    instead = "The one who looks at the whole  — had nothing held; its notes' sentences shown instead"
    assert instead in [plain_text(part.block.title) for part in turn_parts(turn, 4) if isinstance(part.block, Callout)]
    assert "It took longer than 180 s." in said(turn)
    assert len({box.start for box in boxes if box.fold}) == 3
    other_turn = [part.block for part in turn_parts(turn, 5) if isinstance(part.block, Callout)]
    assert not {box.start for box in boxes if box.fold} & {box.start for box in other_turn if box.fold}


@pytest.mark.parametrize(
    ("voices", "room", "rows"),
    [(2, 1, [1, 1]), (2, 2, [2]), (3, 3, [3]), (3, 2, [2, 1]), (4, 3, [2, 2]), (4, 4, [4]), (4, 9, [4])],
)
def test_voices_stand_side_by_side_where_there_is_room(voices: int, room: int, rows: list[int]) -> None:
    turn = answered("It is deep [1].")
    assert turn.answer is not None
    turn.council = api.CouncilAnswer(turn.answer, tuple(api.Voice(f"v{one}", turn.answer) for one in range(voices)))
    blocks = [part.block for part in turn_parts(turn, 0, room=room)]
    assert [
        len(one.blocks) if isinstance(one, Columns) else 1 for one in blocks if isinstance(one, Columns | Callout)
    ] == rows


def test_while_a_council_speaks_it_is_said_who_is_heard_left_out_and_awaited() -> None:
    turn = ShownTurn("How deep?")
    turn.saying = {":exact": "", "notes": "", ":sceptic": ""}
    assert kind_of(turn)[0] == "Awaited: The exact one, The notes themselves, The sceptic…"
    turn.state, turn.saying["notes"] = "writing", "It is 12 m deep."
    turn.heard["notes"] = api.Voice("notes", answered("It is 12 m deep [1].").answer)
    turn.heard[":exact"] = api.Voice(":exact", None, "It took longer than 180 s.")
    assert kind_of(turn)[0] == "Heard: The notes themselves. Left out: The exact one. Awaited: The sceptic…"
    assert "It took longer than 180 s." in said(turn)
    assert "Nothing said yet…" in said(turn)
    turn.heard[":sceptic"] = replace(turn.heard["notes"], name=":sceptic")
    assert kind_of(turn)[0].endswith("Left out: The exact one. What they said is put together…")


def test_the_line_of_a_council_says_when_one_voice_alone_or_none_has_answered() -> None:
    turn = answered("It is deep [1].")
    assert turn.answer is not None
    failed = api.Voice(":sceptic", None, "It failed.")
    turn.council = api.CouncilAnswer(turn.answer, (api.Voice(":exact", turn.answer), failed))
    assert kind_of(turn)[0] == "Of 2 voices one alone has answered: The exact one"
    replaced = replace(turn.answer, mode=api.AnswerMode.EXTRACTIVE, model="m")
    turn.council = api.CouncilAnswer(replaced, (api.Voice(":exact", replaced), failed))
    assert kind_of(turn)[0] == "No voice said what the notes hold; in their own words"


def test_no_remark_stands_twice_below_an_answer() -> None:
    turn = answered("It is deep [1].", notices=("“12” is not in what is cited.",) * 3)
    assert said(turn).count("“12” is not in what is cited.") == 1


def test_a_passage_that_holds_nothing_of_the_answer_is_not_shown_as_its_proof() -> None:
    turn = answered(citations=(replace(CITED, supports=False),))
    (chip,) = [run for run in shown(turn) if isinstance(run.target, LinkToCitation) and Style.CHIP in run.style]
    assert Style.WARNING in chip.style
    row = row_of(evidence_of(turn)[0])
    assert (row.detail, row.mark, row.tone) == ("✕ what cites it is not supported · Line 3", "[1]", "warning")


def test_a_dead_link_of_an_answer_looks_dead_in_its_place_and_a_live_one_leads_there() -> None:
    text = "See [[Well]] and [[Moon|that moon]] [1]."
    links = (
        api.AnswerLink(api.Span(4, 12), api.NotePath("Work/Well.md"), False, "Well"),
        api.AnswerLink(api.Span(17, 35), None, True, "that moon"),
    )
    turn = answered(text, links=links)
    linked = [run for run in shown(turn) if isinstance(run.target, LinkToNote)]
    assert [(run.text, run.target.path, Style.UNRESOLVED in run.style) for run in linked] == [
        ("Well", "Work/Well.md", False),
        ("that moon (leads nowhere)", "", True),
    ]
    assert as_markdown(turn).startswith("See [[Well]] and that moon (leads nowhere) [1].")


def test_a_dead_link_in_what_a_voice_says_looks_dead_too() -> None:
    text = "See [[Moon]] [1]."
    links = (api.AnswerLink(api.Span(4, 12), None, True, "Moon"),)
    voice = answered(text, links=links).answer
    assert voice is not None
    merged = answered("Twelve [1].")
    merged.council = api.CouncilAnswer(voice, (api.Voice("a", voice, "", 1.0),))
    (link,) = [run for run in shown(merged) if isinstance(run.target, LinkToNote)]
    assert (link.text, Style.UNRESOLVED in link.style) == ("Moon (leads nowhere)", True)


def test_a_refusal_that_was_kept_before_that_was_noted_is_one() -> None:
    assert turn_before(api.Turn("How deep?", "Your notes do not say.")).answer.refused  # type: ignore[union-attr]
    for said in (
        api.Turn("How deep?", "It is deep [[Well|1]].", sources=(api.NotePath("Well.md"),)),
        api.Turn("How deep?", "Deep.", model="qwen3-4b"),
    ):
        assert not turn_before(said).answer.refused  # type: ignore[union-attr]
    assert kind_of(turn_before(api.Turn("How deep?")))[0] == "Stopped."


def test_of_a_reply_in_a_note_nothing_is_said_of_whose_it_is_and_no_word_is_hidden() -> None:
    shown = turn_before(api.Turn("How deep?", "Ask a well digger."), is_in_note=True)
    assert kind_of(shown)[0] == "As it stands in the note of this conversation"
    assert "Ask a well digger." in str(list(turn_parts(shown, 0)))
    written = turn_before(api.Turn("How deep?", "Twelve metres.", model="qwen3-4b"), is_in_note=True)
    assert kind_of(written)[0] == "Written by qwen3-4b from your notes"
    refused = turn_before(api.Turn("How deep?", "Your notes do not say.", refused=True), is_in_note=True)
    assert kind_of(refused)[0] == "Your notes do not say."
