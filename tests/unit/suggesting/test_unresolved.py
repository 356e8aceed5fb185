"""What else the links of a vault ask for: links that lead nowhere, notes that are not there, orphans, duplicates."""

import pytest

from vaultmind.domain.edit import Edit, apply_edits
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkFormat, LinkRules
from vaultmind.domain.suggestion import (
    Decisions,
    LinkSuggestion,
    SuggestionKind,
    SuggestionReason,
    SuggestionReasonKind,
)
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.duplicates import DuplicateFinder
from vaultmind.suggesting.orphans import first_link, is_alone
from vaultmind.suggesting.ranking import Ranker, learn
from vaultmind.suggesting.suggestions import Habits, suggest_links
from vaultmind.suggesting.unresolved import KnownNames, missing_notes, unresolved_links
from vaultmind.suggesting.words import NoteWords, words_of_note


def read(vault: dict[str, str]) -> tuple[dict[str, NoteWords], LinkGraph]:
    notes = [words_of_note(read_note(NotePath(path), text.encode())) for path, text in vault.items()]
    return {note.path: note for note in notes}, LinkGraph({note.path: note.links for note in notes})


def unresolved(vault: dict[str, str], source: str, rules: LinkRules = LinkRules()) -> list[LinkSuggestion]:  # noqa: B008
    notes, graph = read(vault)
    known = KnownNames(notes.values(), graph)
    return list(unresolved_links(notes[source], vault[source], lambda: known, graph, Habits(graph.names, rules)))


@pytest.mark.parametrize(
    ("written", "kind", "after"),
    [
        ("[[Old/Нейросеть]]", SuggestionReasonKind.MOVED, "[[Нейросеть]]"),
        ("[[Old/Нейросеть#Суть|она]]", SuggestionReasonKind.MOVED, "[[Нейросеть#Суть|она]]"),
        ("![[Old/Нейросеть]]", SuggestionReasonKind.MOVED, "![[Нейросеть]]"),
        ("[она](Old/Soil.md#Clay)", SuggestionReasonKind.MOVED, "[она](Soil.md#Clay)"),
        ("[[нейросетью]]", SuggestionReasonKind.OTHER_FORM, "[[Нейросеть|нейросетью]]"),
        ("[[Нейрость]]", SuggestionReasonKind.TYPING_ERROR, "[[Нейросеть]]"),
        ("[[Нейросетъ]]", SuggestionReasonKind.TYPING_ERROR, "[[Нейросеть]]"),
        ("[[НС]]", SuggestionReasonKind.ALIAS, "[[Нейросеть|НС]]"),
        ("[[05_да_можешь]]", SuggestionReasonKind.SPELLED_ALIKE, "[[05_да можешь]]"),
        ("[[Глава 2]]", None, ""),
        ("[[Совсем другое]]", None, ""),
    ],
)
def test_a_link_that_leads_nowhere_can_have_meant_a_note(
    written: str, kind: SuggestionReasonKind | None, after: str
) -> None:
    text = f"Пишу {written} тут."
    vault = {"Нейросеть.md": "---\naliases: [НС]\n---\n", "05_да можешь.md": "", "Глава 1.md": "", "n.md": text}
    vault["Soil.md"] = ""
    found = unresolved(vault, "n.md")
    assert [one.reasons[0].kind for one in found] == ([kind] if kind else [])
    for one in found:
        assert one.kind is SuggestionKind.UNRESOLVED
        assert one.anchor is not None
        assert apply_edits(text, [Edit(one.anchor.span, one.replacement)]) == f"Пишу {after} тут."


def test_a_wikilink_stays_one_in_a_vault_of_markdown_links() -> None:
    rules = LinkRules(LinkFormat.RELATIVE, markdown=True)
    (one,) = unresolved({"Soil.md": "", "deep/n.md": "See [[Gone/Soil]]."}, "deep/n.md", rules)
    assert one.replacement == "[[../Soil]]"


def test_a_link_in_a_property_is_rewritten_in_its_value() -> None:
    text = '---\nup: "[[Old/Soil]]"\n---\n'
    (one,) = unresolved({"Soil.md": "", "n.md": text}, "n.md")
    assert one.anchor is not None
    assert apply_edits(text, [Edit(one.anchor.span, one.replacement)]) == '---\nup: "[[Soil]]"\n---\n'


def test_of_two_notes_that_fit_none_is_sure() -> None:
    vault = {
        "a/Clay.md": "---\naliases: [earth]\n---\n",
        "b/Sand.md": "---\naliases: [earth]\n---\n",
        "n.md": "[[earth]]",
    }
    (one,) = unresolved(vault, "n.md")
    assert one.score < 0.5


def test_a_name_that_several_notes_link_should_be_a_note() -> None:
    vault = {"a.md": "[[Soil]] [[Once]]", "b.md": "[[soil]] [[pic.png]]", "c.md": "[[pic.png]] [[D]]", "d.md": ""}
    notes, graph = read(vault)
    known = KnownNames(notes.values(), graph)
    (one,) = missing_notes(list(notes.values()), lambda: known, graph, lambda _: True)
    assert (one.kind, one.target, one.source) == (SuggestionKind.MISSING, "Soil.md", "a.md")
    assert [(reason.kind, reason.detail) for reason in one.reasons] == [(SuggestionReasonKind.LINKED_FROM, "2")]


def test_the_first_link_of_an_orphan_may_lead_to_it() -> None:
    vault = {"Clay.md": "Heavy.", "a.md": "We dug into clay. [[b]]", "b.md": "[[a]] and other words", "c.md": "[[b]]"}
    notes, graph = read(vault)
    ranker = learn(list(notes.values()), graph)
    assert [path for path in notes if is_alone(ranker.evidence, NotePath(path))] == ["Clay.md"]
    one = first_link(
        ranker,
        NotePath("Clay.md"),
        lambda path: vault[path],
        habits=Habits(graph.names),
        decisions=Decisions(),
        is_target=lambda _: True,
    )
    assert one is not None
    assert (one.source, one.target, one.kind) == ("a.md", "Clay.md", SuggestionKind.ORPHAN)
    assert one.replacement == "[[Clay|clay]]"
    assert one.reasons[0].kind is SuggestionReasonKind.WITHOUT_LINKS
    (same,) = (other for other in mentions(ranker, graph, vault, "a.md") if other.target == "Clay.md")
    assert one.id != same.id


@pytest.mark.parametrize(
    ("links", "reason"),
    [
        ("", SuggestionReasonKind.WITHOUT_LINKS),
        ("[[nowhere]] and [[b.png]]", SuggestionReasonKind.ONLY_UNRESOLVED),
        ("[[#Below]] [[Clay]] https://a.b", SuggestionReasonKind.WITHOUT_LINKS),
    ],
)
def test_a_note_whose_links_lead_nowhere_is_not_said_to_have_none(links: str, reason: SuggestionReasonKind) -> None:
    vault = {"Clay.md": f"Heavy. {links}", "a.md": "We dug into clay. [[b]]", "b.md": "[[a]]"}
    notes, graph = read(vault)
    one = first_link(
        learn(list(notes.values()), graph),
        NotePath("Clay.md"),
        lambda path: vault[path],
        habits=Habits(graph.names),
        decisions=Decisions(),
        is_target=lambda _: True,
    )
    assert one is not None
    assert one.reasons[0] == SuggestionReason(reason, "Clay.md")


def mentions(ranker: Ranker, graph: LinkGraph, vault: dict[str, str], source: str) -> tuple[LinkSuggestion, ...]:
    return suggest_links(
        ranker,
        NotePath(source),
        vault[source],
        habits=Habits(graph.names),
        decisions=Decisions(),
        is_target=lambda _: True,
    ).suggestions


LONG = "Every morning we water the beds before the sun is high and then pull the weeds that came overnight."


@pytest.mark.parametrize(
    ("vault", "pairs"),
    [
        ({"a.md": LONG, "b.md": f"{LONG} And rest."}, {("a.md", "b.md")}),
        ({"05_а_б.md": "", "05_а б.md": "Да.", "x/05_а б.md": ""}, {("05_а_б.md", "05_а б.md")}),
        ({"a.md": LONG, "b.md": LONG[::-1]}, set()),
        ({"Note 1.md": "", "Note 2.md": ""}, set()),
        ({"Shop.md": "Buy milk.\n", "x/List.md": "---\na: 1\n---\nBuy  milk."}, {("x/List.md", "Shop.md")}),
        ({"Shop copy.md": "Buy milk.", "Shop.md": "Buy milk."}, {("Shop copy.md", "Shop.md")}),
        ({"Sum.md": "$$a + b$$", "x/Total.md": "$$a + b$$"}, {("x/Total.md", "Sum.md")}),
        ({"a.md": "See https://a.org", "b.md": "See https://b.org"}, set()),
        ({"a.md": "---\na: 1\n---\n", "b.md": "---\na: 1\n---\n"}, set()),
        ({f"{name}.md": "#todo write this" for name in "abcd"}, set()),
    ],
)  # fmt: skip
def test_likely_duplicates(vault: dict[str, str], pairs: set[tuple[str, str]]) -> None:
    notes, graph = read(vault)
    found = DuplicateFinder().find(list(notes.values()), graph.backlink_count)
    assert {(one.source, one.target) for one in found} == pairs


def test_a_short_note_that_is_there_twice_is_said_to_have_the_same_text() -> None:
    notes, graph = read({"Shop.md": "Buy milk.", "List.md": "Buy milk."})
    (one,) = DuplicateFinder().find(list(notes.values()), graph.backlink_count)
    assert one.reasons == (SuggestionReason(SuggestionReasonKind.SAME_TEXT, "100"),)


def test_the_note_that_is_linked_more_stays() -> None:
    notes, graph = read({"a.md": LONG, "b.md": f"{LONG} More.", "c.md": "[[a]]"})
    finder = DuplicateFinder()
    (one,) = finder.find(list(notes.values()), graph.backlink_count)
    assert (one.source, one.target) == ("b.md", "a.md")
    assert finder.find(list(notes.values()), graph.backlink_count) == [one]
