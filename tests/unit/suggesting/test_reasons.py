"""Every reason is literally true of the notes, and what is sure can mean nothing else."""

import pytest

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.suggestion import (
    Decisions,
    LinkSuggestion,
    SuggestionKind,
    SuggestionReasonKind,
    is_sure,
)
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.ranking import learn
from vaultmind.suggesting.suggestions import Habits, suggest_links
from vaultmind.suggesting.unresolved import KnownNames, unresolved_links
from vaultmind.suggesting.words import words_of_note

Kind = SuggestionReasonKind


def suggested(vault: dict[str, str], source: str = "N.md") -> dict[str, LinkSuggestion]:
    notes = [words_of_note(read_note(NotePath(path), text.encode())) for path, text in vault.items()]
    graph = LinkGraph({note.path: note.links for note in notes})
    found = suggest_links(
        learn(notes, graph),
        NotePath(source),
        vault[source],
        habits=Habits(graph.names),
        decisions=Decisions(),
        is_target=lambda _: True,
    )
    return {str(one.target): one for one in found.suggestions}


def said(one: LinkSuggestion) -> dict[SuggestionReasonKind, str]:
    return {reason.kind: reason.detail for reason in one.reasons}


def test_all_names_of_a_note_are_counted_and_headings_are_not() -> None:
    text = "# Soil\n\nThe soil. Clay and soils, and clays.\n"
    (one,) = suggested({"Soil.md": "---\naliases: [Clay]\n---\n", "N.md": text}).values()
    assert said(one)[Kind.NAMED] == "4"


def test_a_name_in_a_heading_alone_is_said_to_stand_there() -> None:
    (one,) = suggested({"Soil.md": "Linked [[N]].", "N.md": "# Soil\n\nNothing.\n"}).values()
    assert said(one)[Kind.NAMED_IN_HEADING] == "Soil"
    assert Kind.NAMED not in said(one)


def test_a_word_of_the_same_root_is_not_said_to_be_the_name_and_is_never_sure() -> None:
    one = suggested({"Configuration.md": "Linked [[N]].", "N.md": "A day spent configuring."})["Configuration.md"]
    assert said(one)[Kind.SAME_ROOT] == "configuring"
    assert Kind.NAMED not in said(one)
    assert not one.certain


def test_words_of_links_are_not_said_to_be_a_name() -> None:
    vault = {"Soil.md": "", "A.md": "[[Soil|red ground]]", "B.md": "The [[Soil|red ground]].", "N.md": "Red grounds."}
    one = suggested(vault)["Soil.md"]
    assert said(one)[Kind.LINK_TEXT] == "Red grounds"
    assert said(one)[Kind.USUALLY_LINKED] == "2/3"
    assert Kind.NAMED not in said(one)


@pytest.mark.parametrize(
    ("title", "text", "is_said"),
    [
        ("Batch 2025", "A batch of cider.", False),
        ("Red clay 2025", "The clay was red.", True),
        ("G 7", "7 g of it.", False),
        ("The soil of the garden", "A garden.", False),
    ],
)
def test_most_words_of_a_title_stand_in_the_note_where_that_is_said(title: str, text: str, *, is_said: bool) -> None:
    found = suggested({f"{title}.md": "[[N]]", "N.md": text, "Other.md": "Nothing here."})
    assert [Kind.NAMED_IN_PART in said(one) for one in found.values()] == [is_said]


def test_signs_and_numbers_are_no_words_in_common() -> None:
    vault = {f"{at}.md": "Nothing of it." for at in range(20)}
    vault |= {"A.md": "x 17 1931 q orchard meadow", "N.md": "x 17 1931 q orchard meadow"}
    assert said(suggested(vault)["A.md"])[Kind.SAME_WORDS] == "meadow, orchard"


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("Прививкой", "Прививка", Kind.OTHER_FORM),
        ("Прививкы", "Прививка", Kind.TYPING_ERROR),
        ("людей", "Человек", Kind.OTHER_FORM),
        ("Gardens", "Garden", Kind.OTHER_FORM),
        ("Gardene", "Garden", Kind.TYPING_ERROR),
        ("Mice", "Mouse", Kind.OTHER_FORM),
        ("Сда", "Сад", None),
        ("Frst", "First", None),  # under five letters another letter is mostly another word
    ],
)
def test_a_form_is_told_from_a_slip(written: str, name: str, kind: SuggestionReasonKind | None) -> None:
    vault = {f"{name}.md": "", "N.md": f"See [[{written}]]."}
    notes = {NotePath(path): words_of_note(read_note(NotePath(path), text.encode())) for path, text in vault.items()}
    graph = LinkGraph({note.path: note.links for note in notes.values()})
    known = KnownNames(notes.values(), graph)
    found = unresolved_links(notes[NotePath("N.md")], vault["N.md"], lambda: known, graph, Habits(graph.names))
    assert [one.reasons[0].kind for one in found] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("We saw Venus there.", True),
        ("We saw venus there.", False),
        ("Venus there we saw.", False),
        ("We went. Venus there we saw.", False),
        ("1. Venus there we saw.", False),
        ("On Mount Venus there.", False),
        ("The Venus Express flew.", False),
        ("It was red clay there.", True),
        ("The tray of clay.", False),
    ],
)
def test_what_is_sure_can_mean_nothing_else(text: str, *, is_certain: bool) -> None:
    vault = {"Venus.md": "[[N]]", "Red clay.md": "[[N]]", "1 Tray of clay.md": "[[N]]", "2 Tray of clay.md": "[[N]]"}
    found = suggested({**vault, "N.md": text})
    assert {one.certain for one in found.values() if one.kind is SuggestionKind.MENTION} == {is_certain}


def test_words_by_which_one_note_alone_links_another_are_not_sure() -> None:
    vault = {"Cider log.md": "", "A.md": "The [[Cider log|cider]].", "N.md": "Who likes cider?"}
    assert not suggested(vault)["Cider log.md"].certain
    assert suggested({**vault, "B.md": "Our [[Cider log|cider]]."})["Cider log.md"].certain


def test_a_link_without_a_place_is_never_sure() -> None:
    one = suggested({"Red clay.md": "[[N]]", "N.md": "# Red clay\n"})["Red clay.md"]
    assert not is_sure(one, 0.0)


@pytest.mark.parametrize("links", ["", "[[1]] [[2]] [[3]] [[4]] [[5]] [[6]] [[7]] [[8]] [[9]] [[10]] [[11]] [[12]]"])
def test_in_a_vault_that_is_not_linked_yet_a_whole_title_is_sure(links: str) -> None:
    vault = {f"{at}.md": f"Page {at} of nothing." for at in range(20)}
    vault |= {"Winter storage.md": "Apples in sand.", "Old.md": links}
    vault["N.md"] = "The cellar is for winter storage, mostly."
    one = suggested(vault)["Winter storage.md"]
    assert is_sure(one) == (not links)


def test_a_name_that_two_notes_have_is_not_sure() -> None:
    vault = {"A/Red clay.md": "[[N]]", "B/Red clay.md": "[[N]]", "N.md": "It was red clay there."}
    assert {one.certain for one in suggested(vault).values()} == {False}


@pytest.mark.parametrize(("others", "is_certain"), [([], True), (["Gardeny"], False)])
def test_a_broken_link_is_sure_where_one_note_alone_fits(others: list[str], *, is_certain: bool) -> None:
    vault = {"Gardena.md": "", **{f"{name}.md": "" for name in others}, "N.md": "See [[Gardenu]]."}
    notes = {NotePath(path): words_of_note(read_note(NotePath(path), text.encode())) for path, text in vault.items()}
    graph = LinkGraph({note.path: note.links for note in notes.values()})
    known = KnownNames(notes.values(), graph)
    (one,) = unresolved_links(notes[NotePath("N.md")], vault["N.md"], lambda: known, graph, Habits(graph.names))
    assert one.certain == is_certain
