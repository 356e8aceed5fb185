import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.edit import apply_edits
from vaultmind.domain.errors import PlaceNotFound, UnsafePath
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import shortest_link_text
from vaultmind.domain.names import VaultNames
from vaultmind.domain.recipe import Bearing, DraftLine, PartForm, PartMade, RecipeDraft
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.reading import read_note
from vaultmind.writeback import recipe_notes
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.recipe_notes import (
    RecipeTarget,
    labels_outside,
    put_after,
    put_into,
    recipe_note,
    recipe_path,
    recipe_text,
)

HERE = NotePath("Chats/Рак.md")
SCAB, CUT, ODD = NotePath("Orchard/Apple scab.md"), NotePath("Обрезка.md"), NotePath("a#b.md")
NAMES = VaultNames([HERE, SCAB, CUT, ODD, NotePath("Other/Обрезка.md")])
TARGET = RecipeTarget(HERE, NAMES)
CHAT = (
    ">[!nexus_user] **User** - 14.07.2024 at 20:12\n> Why?\n<!-- UID: u1 -->\n\n\n"
    ">[!nexus_agent] **Assistant** - 14.07.2024 at 20:13\n> So.\n<!-- UID: a1 -->\n\n"
    ">[!nexus_user] **User** - 14.07.2024 at 20:14\n> Thanks.\n<!-- UID: u2 -->\n"
)
DRAFT = RecipeDraft(
    "Обзор",
    "ru",
    (
        PartMade(
            "1. Проблема",
            PartForm.PROSE,
            (DraftLine("Кора почернела.", (Bearing(SCAB, "Spray"),)), DraftLine("Рана 30 см.", (), ("30",))),
            (
                Bearing(CUT, "", "Раны зачищают до [[Древесина|древесины]] #сад[^9]."),
                Bearing(ODD, "", "x"),
                Bearing(HERE),
            ),
        ),
        PartMade("2. Мысли", PartForm.LIST, (DraftLine("Одна.", (Bearing(CUT, "", "Что дала."),)), DraftLine("", ()))),
    ),
    "small",
)

ODD_TEXTS = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from([
            "[[Nowhere]]", "[[", "]]", "![[Обрезка]]", "[^1]", "[^x]:", "^[note]", "#tag", "`", "``", "```", "$", "$$",
            "%%", "<!--", "<b>", "\\", "*", "**", "_", "==", "~~", "[a](b.md)", "[a][b]", "^id", "|", "> ", "- ", "1. ",
            "# ", "key:: v", "https://x.y", "word", " ", "\n", "![", "](", "[x]: y", "<%", "{{", "obsidian://x",
        ]),
        max_size=9,
    ).map("".join),
)  # fmt: skip
BEARINGS = st.builds(Bearing, st.sampled_from([SCAB, CUT, ODD, HERE, NotePath("Gone.md")]), ODD_TEXTS, ODD_TEXTS)
LINES = st.builds(
    DraftLine,
    ODD_TEXTS,
    st.lists(BEARINGS, max_size=3).map(tuple),
    st.lists(ODD_TEXTS, max_size=2).map(tuple),
    st.booleans(),
)
PARTS = st.builds(
    PartMade,
    ODD_TEXTS,
    st.sampled_from(PartForm),
    st.lists(LINES, max_size=3).map(tuple),
    st.lists(BEARINGS, max_size=3).map(tuple),
)
DRAFTS = st.builds(RecipeDraft, ODD_TEXTS, st.sampled_from(["ru", "en", "x"]), st.lists(PARTS, max_size=2).map(tuple))


def check(text: str, path: NotePath = HERE, outside: frozenset[str] = frozenset()) -> None:
    """Every link resolves; every footnote that is called is defined once, and every one defined is called."""
    note = read_note(path, text.encode()).note
    for link in note.links:
        assert NAMES.resolve(link.target, source=path) is not None, link
    called = [span.of(text)[2:-1] for span in note.footnote_references]
    defined = [footnote.label for footnote in note.footnotes]
    assert len(defined) == len(set(defined))
    assert set(called) - outside == set(defined) - outside
    assert note.tags == ()


@given(DRAFTS, st.sampled_from([frozenset[str](), frozenset({"1", "2", "x"})]))
@settings(max_examples=150, deadline=None)
def test_whatever_was_written_every_link_resolves_and_every_footnote_is_used_and_defined(
    draft: RecipeDraft, labels: frozenset[str]
) -> None:
    made = recipe_text(draft, RecipeTarget(HERE, NAMES, labels=labels))
    check(made.text)
    called = {span.of(made.text)[2:-1] for span in read_note(HERE, made.text.encode()).note.footnote_references}
    assert not called & labels
    assert len(called) == len(made.sources)


def test_a_draft_is_written_with_relevant_notes_footnotes_and_sources() -> None:
    made = recipe_text(DRAFT, TARGET)
    cut = shortest_link_text(NAMES, CUT, source=HERE)
    assert made.text == (
        "## Обзор\n\n### 1. Проблема\n\nКора почернела.[^1] Рана 30 см. *(нет в заметках: 30)*\n\n"
        f"**Связанные заметки**\n\n- [[{cut}]] — Раны зачищают до древесины \\#сад.[^2]\n\n"
        "### 2. Мысли\n\n1. Одна.[^2]\n\n### Источники\n\n[^1]: [[Apple scab]]\n"
        f"[^2]: [[{cut}]] — № 1: Что дала."
    )
    assert made.sources == (SCAB, CUT)


def test_of_one_list_each_source_says_which_items_it_gave() -> None:
    lines = (DraftLine("One.", (Bearing(SCAB), Bearing(CUT))), DraftLine("Two."), DraftLine("Three.", (Bearing(SCAB),)))
    part = PartMade("P", PartForm.LIST, lines)
    cut = shortest_link_text(NAMES, CUT, source=HERE)
    made = recipe_text(RecipeDraft("T", "en", (part,)), TARGET)
    assert made.text.endswith(f"\n[^1]: [[Apple scab]] — № 1, 3\n[^2]: [[{cut}]] — № 1")
    two = recipe_text(RecipeDraft("T", "en", (part, replace(part, heading="Q"))), TARGET)
    assert "№" not in two.text, "a number of which list?"


@pytest.mark.parametrize(
    ("language", "mark"), [("en", "*(the notes may not say so)*"), ("ru", "*(в заметках этого может не быть)*")]
)
def test_what_no_note_holds_is_marked(language: str, mark: str) -> None:
    lines = (DraftLine("One.", is_doubted=True), DraftLine("Two.", (Bearing(SCAB),)))
    made = recipe_text(RecipeDraft("T", language, (PartMade("P", PartForm.LIST, lines),)), TARGET)
    assert f"1. One. {mark}\n2. Two.[^1]" in made.text
    check(made.text)


def test_emphasis_goes_whole_also_at_the_front() -> None:
    lines = (DraftLine("*The Book of Apples*, Morgan and Richards"), DraftLine("- **Bold** start"))
    made = recipe_text(RecipeDraft("T", "en", (PartMade("P", PartForm.LIST, lines),)), TARGET)
    assert made.text.endswith("1. The Book of Apples, Morgan and Richards\n2. Bold start")


def test_what_the_escapes_do_not_catch_is_caught_by_reading_the_output_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe_notes, "_plain", lambda text: text)
    draft = RecipeDraft(
        "T", "en", (PartMade("P", PartForm.PROSE, (DraftLine("See [[Nowhere]] #tag [^7].", (Bearing(CUT),)),)),)
    )
    made = recipe_text(draft, TARGET)
    check(made.text)
    assert "Nowhere" in made.text
    assert made.sources == (CUT,)


def test_it_stands_between_a_message_and_its_reply_and_is_written_anew_in_its_place() -> None:
    opened = NoteText(HERE, CHAT.encode())
    made = recipe_text(DRAFT, TARGET)
    once = apply_edits(opened.text, put_after(opened, "vaultmind review", made, uid=""))
    assert once.index("UID: u1") < once.index("## Обзор") < once.index(">[!nexus_agent]")
    assert [message.role.value for message in read_note(HERE, once.encode()).note.messages] == [
        "user",
        "assistant",
        "user",
    ]
    assert once.replace(once[once.index("%% Begin") : once.index("%% End vaultmind review %%") + 26], "").replace(
        "\n", ""
    ) == CHAT.replace("\n", "")
    again = NoteText(HERE, once.encode())
    assert labels_outside(again, "vaultmind review") == frozenset()
    short = recipe_text(RecipeDraft("Обзор", "ru", ()), TARGET)
    twice = apply_edits(again.text, put_after(again, "vaultmind review", short, uid=""))
    assert twice.count("## Обзор") == 1
    assert "Кора" not in twice
    last = apply_edits(opened.text, put_after(opened, "vaultmind review", made, uid="u2"))
    assert last.index("UID: u2") < last.index("## Обзор")
    with pytest.raises(PlaceNotFound, match="no message zz"):
        put_after(opened, "vaultmind review", made, uid="zz")


@pytest.mark.parametrize("below", ["\n^m1", "\n\n^m1", "\n\n^m1  "])
def test_the_identifier_below_a_message_stays_below_it(below: str) -> None:
    chat = f">[!nexus_user] **User**\n> Why?{below}\n\n>[!nexus_agent] **Agent**\n> So.\n"
    opened = NoteText(HERE, chat.encode())
    (block,) = read_note(HERE, chat.encode()).note.blocks
    made = recipe_text(DRAFT, TARGET)
    after = apply_edits(opened.text, put_after(opened, "vaultmind review", made, uid=""))
    found = {one.id: one.extent.of(after) for one in read_note(HERE, after.encode()).note.blocks}
    assert found[block.id] == block.extent.of(chat)
    assert after.index("^m1") < after.index("%% Begin") < after.index("[!nexus_agent]")


def test_footnotes_of_the_note_keep_their_numbers() -> None:
    opened = NoteText(HERE, "Mine[^3].\n\n[^3]: [[Обрезка]]\n".encode())
    labels = labels_outside(opened, "vaultmind review")
    made = recipe_text(DRAFT, RecipeTarget(HERE, NAMES, labels=labels))
    assert "[^4]: [[Apple scab]]" in made.text
    after = apply_edits(opened.text, put_into(opened, "vaultmind review", made))
    check(after)


def test_what_a_recipe_left_in_a_note_is_no_evidence() -> None:
    opened = NoteText(HERE, b"My own words about the bark of the tree.\n")
    after = apply_edits(opened.text, put_into(opened, "vaultmind review", recipe_text(DRAFT, TARGET)))
    chunks = split_into_chunks(read_note(HERE, after.encode()))
    assert {chunk.evidence for chunk in chunks if "почернела" in chunk.text} == {False}
    assert {chunk.evidence for chunk in chunks if "My own words" in chunk.text} == {True}


def test_a_note_of_its_own_says_what_made_it() -> None:
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    note = recipe_note(DRAFT, TARGET, recipe="review", at=at)
    properties = read_note(HERE, note.text.encode()).note.properties
    assert properties["generated-by"] == "vaultmind"
    assert (properties["recipe"], properties["model"]) == ("review", "small")
    assert len(properties["sources"]) == 2
    mixed = recipe_note(replace(DRAFT, has_notes_own=True), TARGET, recipe="review", at=at)
    assert read_note(HERE, mixed.text.encode()).note.properties["model"] == "small, notes"


@pytest.mark.parametrize("written", ["/etc/passwd", "../x", "a/../../x", "~/x", "\\\\host\\x"])
def test_a_recipe_cannot_name_a_place_outside_the_vault(written: str) -> None:
    with pytest.raises(UnsafePath):
        recipe_path(written, title="x", names=NAMES)


def test_a_recipes_note_gets_a_free_name() -> None:
    assert recipe_path("Обзоры/Что: это?", title="x", names=NAMES) == "Обзоры/Что это.md"
    assert recipe_path("Обрезка", title="x", names=NAMES) == "Обрезка (2).md"
    assert recipe_path(".obsidian/plugins/x", title="x", names=NAMES) == "obsidian/plugins/x.md"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (r"Alcohol is $ABV = (OG - FG) \times 131.25$ here.", r"Alcohol is $ABV = (OG - FG) \times 131.25$ here."),
        ("Energy $$E=mc^2$$ and **bold** $a_1^2$", "Energy $$E=mc^2$$ and bold $a_1^2$"),
        ("It costs $5 and $10.", r"It costs \$5 and \$10."),
        ("A lone $$ here", r"A lone \$\$ here"),
        (r"`$x$` is code", r"\$x\$ is code"),
    ],
)
def test_math_stands_as_it_is_in_the_note(said: str, written: str) -> None:
    draft = RecipeDraft("T", "en", (PartMade("P", PartForm.PROSE, (DraftLine(said),)),))
    text = recipe_text(draft, TARGET).text
    assert text.splitlines()[-1] == written
    seen = [span.of(text) for span in read_note(HERE, text.encode()).note.math]
    assert seen == re.findall(r"\$\$[^$]+\$\$|(?<!`)\$[A-Za-z][^$]*\$", said)


@pytest.mark.parametrize(
    ("language", "none", "fewer", "no_items"),
    [
        ("en", "No other note bears on this.", "*The notes give 1, not 10.*", "*The notes give none.*"),
        ("ru", "Других заметок об этом нет.", "*Заметки дают 1, а не 10.*", "*Заметки ничего не дают.*"),
    ],
)
def test_a_part_says_where_no_note_bears_on_it_and_a_list_how_few_items_there_are(
    language: str, none: str, fewer: str, no_items: str
) -> None:
    one = (DraftLine("One.", ()),)
    parts = (
        PartMade("P", PartForm.PROSE, one, is_noted=True),
        PartMade("Q", PartForm.PROSE, one),
        PartMade("L", PartForm.LIST, one, wanted=10),
        PartMade("M", PartForm.LIST, (), wanted=10),
    )
    made = recipe_text(RecipeDraft("T", language, parts), TARGET).text
    heading = {"en": "Relevant notes", "ru": "Связанные заметки"}[language]
    assert f"### P\n\nOne.\n\n**{heading}**\n\n{none}\n\n### Q\n\nOne.\n\n### L\n\n1. One.\n\n{fewer}\n\n" in made
    assert made.endswith(f"### M\n\n{no_items}")


def test_two_notes_stand_side_by_side_each_with_its_own_footnote() -> None:
    line = DraftLine("At two.", (Bearing(SCAB),), beside=DraftLine("At four.", (Bearing(CUT),)))
    made = recipe_text(RecipeDraft("T", "en", (PartMade("P", PartForm.LIST, (line,)),)), TARGET)
    assert "1. At two.[^1] — At four.[^2]\n" in made.text
    assert made.sources == (SCAB, CUT)
    check(made.text)


def test_of_one_list_each_source_says_what_it_gave_to_which_item_and_where_it_says_otherwise() -> None:
    lines = (
        DraftLine("Twelve kilos.", (Bearing(SCAB, words="Ten kilos.", is_otherwise=True),)),
        DraftLine("For an hour.", (Bearing(SCAB, words="An hour is enough."),)),
        DraftLine("At night.", (Bearing(SCAB, words="An hour is enough."),)),
    )
    made = recipe_text(RecipeDraft("T", "en", (PartMade("P", PartForm.LIST, lines),)), TARGET)
    assert made.text.endswith("[^1]: [[Apple scab]] — № 1 (says otherwise): Ten kilos. № 2, 3: An hour is enough.")
    check(made.text)


def test_a_part_of_notes_is_a_line_for_each_and_what_is_told_where_there_is_nothing_is_no_item() -> None:
    notes = PartMade("P", PartForm.NOTES, (), (Bearing(SCAB, words="How it bears."),), is_noted=True)
    told = PartMade("Q", PartForm.LIST, (DraftLine("Nothing is open.", is_told=True),))
    made = recipe_text(RecipeDraft("T", "en", (notes, told, replace(notes, heading="R", relevant=()))), TARGET)
    assert (
        "### P\n\n- [[Apple scab]] — How it bears.[^1]\n\n### Q\n\nNothing is open.\n\n### R\n\nNo other note"
        in made.text
    )
    check(made.text)


def test_an_item_that_rests_on_its_own_note_alone_names_it_and_others_do_not() -> None:
    lines = (DraftLine("One.", (Bearing(HERE),)), DraftLine("Two.", (Bearing(HERE), Bearing(SCAB))))
    made = recipe_text(RecipeDraft("T", "en", (PartMade("P", PartForm.LIST, lines),)), TARGET)
    assert "1. One.[^1]\n2. Two.[^2]\n" in made.text
    name = shortest_link_text(NAMES, HERE, source=HERE)
    assert made.text.endswith(f"[^1]: [[{name}]] — № 1: this note itself\n[^2]: [[Apple scab]] — № 2")
    prose = recipe_text(RecipeDraft("T", "en", (PartMade("P", PartForm.PROSE, lines[:1]),)), TARGET)
    assert prose.sources == ()


def test_a_link_into_a_note_is_said_as_obsidian_shows_it() -> None:
    lines = (DraftLine("See [[Apple scab#Cure]] and [[Apple scab#Cure|the cure]]."),)
    made = recipe_text(RecipeDraft("T", "en", (PartMade("P", PartForm.LIST, lines),)), TARGET)
    assert made.text.endswith("1. See Apple scab > Cure and the cure.")


def test_a_note_that_no_link_can_lead_to_is_a_source_by_its_name() -> None:
    made = recipe_text(
        RecipeDraft("T", "en", (PartMade("P", PartForm.PROSE, (DraftLine("One.", (Bearing(ODD),)),)),)), TARGET
    )
    assert "One.[^1]\n" in made.text
    assert made.text.endswith(r"[^1]: a\#b")
    check(made.text)
