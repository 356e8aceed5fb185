"""Where a link would stand: in a sentence, in a property, in a list at the end."""

import numpy as np
import pytest

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.edit import Edit, apply_edits
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import Decisions, LinkSuggestion, SuggestionKind, SuggestionReasonKind
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.evidence import SIGNS, Evidence
from vaultmind.suggesting.likeness import WordLikeness
from vaultmind.suggesting.meaning import Passages
from vaultmind.suggesting.places import end_of_sentence, sentence_around, tells_something
from vaultmind.suggesting.properties import LinkProperties
from vaultmind.suggesting.ranking import learn
from vaultmind.suggesting.suggestions import Habits, suggest_links
from vaultmind.suggesting.words import NoteWords, words_of_note

HERE, THERE = NotePath("here.md"), NotePath("there.md")
VAULT = {
    "here.md": "# Here\n\nNothing of note. Mulching keeps moisture in the beds.\n\nThe end.\n",
    "there.md": "# Straw\n\nMulching with straw: moisture stays in the beds.\n",
    "a.md": "mulching, beds and weeds",
    "b.md": "moisture of air",
    "c.md": "other things",
    "d.md": "still others",
}


def read(vault: dict[str, str]) -> list[NoteWords]:
    return [words_of_note(read_note(NotePath(path), text.encode())) for path, text in vault.items()]


def passages_of(vault: dict[str, str], *, near: float) -> Passages:
    """Return one passage a note, all at right angles but those of here and there, which have this cosine."""
    vectors = [np.eye(len(vault), dtype=np.float32)[number : number + 1] for number in range(len(vault))]
    vectors[1] = near * vectors[0] + np.sqrt(1 - near**2) * vectors[1]
    return Passages([[number] for number in range(len(vault))], vectors, len(vault))


def suggested(vault: dict[str, str], passages: Passages | None) -> dict[str, LinkSuggestion]:
    notes = read(vault)
    graph = LinkGraph({note.path: note.links for note in notes})

    def chunk(number: int) -> Chunk:
        path = list(vault)[number]
        return Chunk(NotePath(path), 0, Span(0, len(vault[path])), (1, 1), ("Straw",), "", vault[path])

    found = suggest_links(
        learn(notes, graph, passages=passages),
        HERE,
        vault["here.md"],
        habits=Habits(graph.names, properties=LinkProperties(notes, graph), chunk=chunk),
        decisions=Decisions(),
        is_target=lambda _: True,
    )
    return {one.target: one for one in found.suggestions}


def test_a_link_to_a_note_that_says_the_same_belongs_into_the_sentence_that_says_it() -> None:
    one = suggested(VAULT, passages_of(VAULT, near=0.9))[THERE]
    assert one.kind is SuggestionKind.SEMANTIC
    assert one.sentence == "Mulching keeps moisture in the beds."
    assert one.anchor is not None
    after = apply_edits(VAULT["here.md"], [Edit(one.anchor.span, one.replacement)])
    assert "Mulching keeps moisture in the beds ([[there]])." in after
    reasons = {reason.kind: reason.detail for reason in one.reasons}
    assert reasons[SuggestionReasonKind.SAME_PASSAGE] == "Straw"
    assert set(reasons[SuggestionReasonKind.SAME_WORDS].split(", ")) <= {"mulching", "keeps", "moisture", "beds", "the"}


def test_without_a_sentence_it_goes_under_see_also() -> None:
    vault = {**VAULT, "here.md": "Mulching.\n\nBeds.\n\nMoisture.\n"}
    one = suggested(vault, passages_of(vault, near=0.9))[THERE]
    assert (one.anchor, one.property, one.replacement) == (None, "", "[[there]]")


def test_meaning_speaks_for_a_link_that_words_do_not_see() -> None:
    vault = {**VAULT, "here.md": "Canicule: paillage protège potager quand pluie manque.\n"}
    with_meaning = suggested(vault, passages_of(vault, near=0.95))[THERE]
    assert with_meaning.kind is SuggestionKind.SEMANTIC
    assert THERE not in suggested(vault, None)
    assert with_meaning.score > suggested(vault, passages_of(vault, near=0.5))[THERE].score


def test_the_sign_of_meaning_is_nought_for_any_two_notes_and_one_for_the_same() -> None:
    notes = read(VAULT)
    graph = LinkGraph({note.path: note.links for note in notes})
    evidence = Evidence(notes, graph, WordLikeness(notes), passages=passages_of(VAULT, near=1.0))
    weighed = evidence.weigh(0)
    meaning = dict(zip(weighed.targets.tolist(), weighed.rows[:, SIGNS.index("meaning")].tolist(), strict=True))
    assert meaning[1] == pytest.approx(1.0, abs=1e-3)
    assert {round(meaning[other], 3) for other in meaning if other != 1} <= {0.0}


def test_nearest_passages_are_told_by_their_ids() -> None:
    vectors = [np.eye(3, dtype=np.float32)[:2], np.eye(3, dtype=np.float32)[1:]]
    near = Passages([[10, 11], [20, 21]], vectors, 3).nearest(0, 1)
    assert near is not None
    assert (near.here, near.there) == (11, 20)
    assert Passages([[10, 11], []], [vectors[0], None], 3).nearest(0, 1) is None


def test_passages_that_tell_nothing_are_passed_over() -> None:
    vectors = [np.eye(3, dtype=np.float32)[:2], np.eye(3, dtype=np.float32)]
    passages = Passages([[10, 11], [20, 21, 22]], vectors, 3)
    near = passages.nearest(0, 1, tells=lambda note, passage: (note, passage) not in {(0, 10), (1, 21)})
    assert near is not None
    assert near.here == 11
    assert near.there in (20, 22)
    assert near.closeness == 0.0
    assert passages.nearest(0, 1, tells=lambda note, _: note == 1) is None


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Mulching with straw keeps moisture there all summer.", True),
        (
            "## Next steps of all this work\n\nup:: [[Garden]]\nproblem:: [[Mulching with straw keeps moisture]]\n",
            False,
        ),
        ("- [ ] 2024-11-28 done", False),
        ("of the and in with because there should", False),
    ],
)
def test_a_passage_of_a_template_tells_nothing(text: str, tells: bool) -> None:
    (note,) = read({"a.md": text})
    assert tells_something(note, Span(0, len(text)), WordLikeness([note]).is_common) == tells


def test_words_of_most_notes_and_those_outside_tell_nothing() -> None:
    text = "Water mulch straw beds summer.\n\nUncommon words outside the passage entirely."
    notes = read({f"{number}.md": text if number == 0 else "water mulch straw beds summer" for number in range(9)})
    passage = Span(0, text.index("\n"))
    assert not tells_something(notes[0], passage, WordLikeness(notes).is_common)
    assert tells_something(notes[0], passage, lambda _: False)


PROPERTIES = {
    "MOC/Garden.md": "",
    "MOC/House.md": "",
    "a.md": "---\nup: '[[Garden]]'\nrelated: ['[[b]]', '[[c]]']\n---\n",
    "b.md": "---\nup: '[[Garden]]'\nrelated:\n---\n",
    "c.md": "---\nup:\nrelated: ['[[a]]']\n---\n",
    "d.md": "No properties.",
}


@pytest.mark.parametrize(
    ("source", "target", "name"),
    [
        ("c.md", "MOC/House.md", "up"),  # its folder is what `up` leads to
        ("a.md", "MOC/House.md", ""),  # it has its one `up` already
        ("b.md", "c.md", "related"),
        ("a.md", "d.md", "related"),  # a list takes one more
        ("d.md", "a.md", ""),  # a note without the property gets none
    ],
)
def test_a_property_takes_links_like_those_it_has(source: str, target: str, name: str) -> None:
    notes = {note.path: note for note in read(PROPERTIES)}
    properties = LinkProperties(list(notes.values()), LinkGraph({path: note.links for path, note in notes.items()}))
    assert properties.place(notes[NotePath(source)], NotePath(target)) == name


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("One. Two words here.", "Two words here ([[x]])."),
        ("One. Two **words here.**", "Two **words here ([[x]]).**"),
        ("One. Two words here ^id", "Two words here ([[x]]) ^id"),
        ("One. «Два слова тут!»", "«Два слова тут ([[x]])!»"),
    ],
)
def test_a_link_stands_before_the_full_stop(text: str, after: str) -> None:
    sentence = sentence_around(text, Span(7, 8))
    edit = Edit(end_of_sentence(text, sentence), " ([[x]])")
    assert apply_edits(text, [edit])[sentence.start :] == after
