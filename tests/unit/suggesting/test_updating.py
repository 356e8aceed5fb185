"""What is known of a vault after any changes is what reading all of it anew would tell."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.evidence import Evidence
from vaultmind.suggesting.likeness import WordLikeness
from vaultmind.suggesting.packing import pack_notes, unpack_words, words_packed
from vaultmind.suggesting.words import NoteWords, words_of_note

NAMES = ("soil", "clay", "red clay", "frost", "x/clay")
WORDS = ("soil", "clay", "red clay", "[[soil]]", "[[clay]]", "[[clay|soil]]", "[[Frost]] clay", "frost.", "#garden")
CHANGES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.none(), st.lists(st.sampled_from(WORDS), max_size=4))), max_size=4
)


def words(path: str, text: str) -> NoteWords:
    return words_of_note(read_note(NotePath(path), text.encode()))


def graph_of(notes: dict[NotePath, NoteWords]) -> LinkGraph:
    return LinkGraph({path: note.links for path, note in notes.items()})


def known(evidence: Evidence) -> dict[str, object]:
    """Return everything that must not depend on how it came to be known, by path instead of by number."""
    paths = {number: path for path, number in evidence.numbers.items()}
    links = evidence.links
    weighed: dict[str, object] = {
        name: (use.kinds, use.linked, use.plain, use.plain_capital, use.linked_capital)
        for name, use in evidence.names.uses.items()
    }
    for number, path in paths.items():
        walk = links.walk(number)
        folder, tag = evidence.groups.rates(number)
        weighed[path] = (
            {paths[one] for one in links.out[number].tolist()},
            {paths[one] for one in links.into[number].tolist()},
            {paths[one] for one in evidence.naming(number)},
            {paths[at]: round(float(walk[at]), 9) for at in np.flatnonzero(walk).tolist()},
            {paths[at]: round(float(folder[at] + tag[at]), 9) for at in np.flatnonzero(folder + tag).tolist()},
        )
    return weighed


@settings(max_examples=120, deadline=None)
@given(CHANGES, st.lists(CHANGES, max_size=4))
def test_any_history_of_changes_equals_a_rebuild(first: list[tuple[str, list[str] | None]], later: object) -> None:
    texts = {f"{name}.md": " ".join(told) for name, told in first if told is not None}
    notes = {NotePath(path): words(path, text) for path, text in texts.items()}
    graph = graph_of(notes)
    evidence = Evidence(list(notes.values()), graph, WordLikeness(list(notes.values())))
    for batch in later:  # type: ignore[attr-defined]
        before = {path: {link.target for link in graph.outgoing(path)} for path in notes}
        said = {NotePath(f"{name}.md"): told for name, told in batch}
        gone = [path for path, told in said.items() if told is None and path in notes]
        fresh = {path: words(path, " ".join(told)) for path, told in said.items() if told is not None}
        notes = {path: note for path, note in (notes | fresh).items() if path not in gone}
        graph = graph_of(notes)
        led_elsewhere = [
            note
            for path, note in notes.items()
            if path not in fresh and before.get(path) != {link.target for link in graph.outgoing(path)}
        ]
        evidence.update([*fresh.values(), *led_elsewhere], gone, graph)
    rebuilt = Evidence(list(notes.values()), graph, WordLikeness(list(notes.values())))
    assert known(evidence) == known(rebuilt)


TANGLED = {
    "soil.md": "[[clay]] and [[red clay|the red one]], soil",
    "clay.md": "[[soil]] of [[red clay]], the red one",
    "red clay.md": "[[clay|soil]], [[soil]] and clay",
    "frost.md": "[[soil]], [[clay|the red one]] and [[red clay|clay]]",
}


@pytest.mark.parametrize(
    "hidden", [*combinations(permutations(TANGLED, 2), 1), *combinations(permutations(TANGLED, 2), 2)]
)
def test_what_is_known_without_some_links_equals_reading_without_them(hidden: tuple[tuple[str, str], ...]) -> None:
    notes = [words(path, text) for path, text in TANGLED.items()]
    graph, likeness = graph_of({note.path: note for note in notes}), WordLikeness(notes)
    pairs = {(NotePath(source), NotePath(target)) for source, target in hidden}
    whole = Evidence(notes, graph, likeness)
    shared = Evidence(notes, graph, likeness, hidden=pairs, known=whole)
    assert known(shared) == known(Evidence(notes, graph, likeness, hidden=pairs))
    assert sorted(shared.pairs()) == sorted(set(whole.pairs()) - pairs)
    assert known(whole) == known(Evidence(notes, graph, likeness))


def test_the_words_of_a_hidden_link_are_read_as_words() -> None:
    notes = [words("soil.md", ""), words("clay.md", ""), words("frost.md", "[[soil]] and [[clay]]")]
    graph, likeness = graph_of({note.path: note for note in notes}), WordLikeness(notes)
    hidden = {(NotePath("frost.md"), NotePath("soil.md"))}
    evidence = Evidence(notes, graph, likeness, hidden=hidden)
    assert [evidence.naming(number) for number in range(3)] == [{2}, set(), set()]


def test_words_of_a_changed_note_are_weighed_anew() -> None:
    texts = {"a.md": "frost and soil", "b.md": "frost soil clay", "c.md": "clay", "d.md": "other"}
    notes = [words(path, text) for path, text in texts.items()]
    graph = LinkGraph({note.path: note.links for note in notes})
    evidence = Evidence(notes, graph, WordLikeness(notes))
    assert evidence.likeness.cosines(0)[2] == 0
    evidence.update([words("a.md", "clay")], [], graph)
    assert evidence.likeness.cosines(0)[2] == pytest.approx(1.0)
    assert evidence.likeness.cosines(0)[1] == pytest.approx(evidence.likeness.cosines(1)[0])


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab ю\u0438\u0306[]()|`#.:!\n\t>", max_size=80))
def test_words_that_crossed_a_process_are_the_same(text: str) -> None:
    job = pack_notes([(NotePath("Сад/n.md"), text.encode()), (NotePath("b.md"), b"[[n|soil]]")])
    assert job is not None
    assert unpack_words(words_packed(job)) == [words("Сад/n.md", text), words("b.md", "[[n|soil]]")]


def test_a_path_that_is_no_unicode_is_read_here() -> None:
    assert pack_notes([(NotePath("\udcff.md"), b"")]) is None
