"""Names, signs, learning and the list that comes of them, on vaults of a few notes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.edit import apply_edits
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkFormat, LinkRules
from vaultmind.domain.suggestion import Decision, Decisions, SourceSuggestions, SuggestionKind, Verdict
from vaultmind.domain.suggestion import SuggestionReasonKind as Reason
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.anchors import Names
from vaultmind.suggesting.evidence import SIGNS, Weighed
from vaultmind.suggesting.learning import boost
from vaultmind.suggesting.places import see_also_edit
from vaultmind.suggesting.properties import LinkProperties
from vaultmind.suggesting.ranking import learn
from vaultmind.suggesting.reasons import have_reasons, reasons_of
from vaultmind.suggesting.scoring import newest_pairs, score_links
from vaultmind.suggesting.structure import LinkMatrix, top
from vaultmind.suggesting.suggestions import Habits, suggest_links
from vaultmind.suggesting.words import NoteWords, words_of_note


def read(vault: dict[str, str]) -> tuple[list[NoteWords], LinkGraph]:
    notes = [words_of_note(read_note(NotePath(path), text.encode())) for path, text in vault.items()]
    return notes, LinkGraph({note.path: note.links for note in notes})


def suggested(vault: dict[str, str], source: str, decisions: Decisions | None = None) -> SourceSuggestions:
    notes, graph = read(vault)
    return suggest_links(
        learn(notes, graph),
        NotePath(source),
        vault[source],
        habits=Habits(graph.names, properties=LinkProperties(notes, graph)),
        decisions=decisions or Decisions(),
        is_target=lambda _: True,
    )


NEURAL = {"Нейросеть.md": "# Нейросеть\n", "Память.md": "# Память\n", "Дневник.md": "Пишу нейросетью о памяти."}


def test_the_sentence_keeps_its_words_and_every_form_of_a_name_is_found() -> None:
    found = suggested(NEURAL, "Дневник.md")
    by_target = {one.target: one for one in found.suggestions}
    one = by_target[NotePath("Нейросеть.md")]
    assert (one.kind, one.replacement) == (SuggestionKind.MENTION, "[[Нейросеть|нейросетью]]")
    assert one.anchor is not None
    assert one.anchor.span.of(NEURAL["Дневник.md"]) == "нейросетью"
    assert by_target[NotePath("Память.md")].replacement == "[[Память|памяти]]"


def test_what_is_linked_or_refused_or_the_note_itself_is_not_suggested() -> None:
    vault = {**NEURAL, "Дневник.md": "Дневник: [[Память]] и память, нейросеть."}
    assert found_targets(suggested(vault, "Дневник.md")) == {"Нейросеть.md"}
    refused = Decisions([Decision(NotePath("Дневник.md"), NotePath("Нейросеть.md"), Verdict.REJECTED)])
    assert found_targets(suggested(vault, "Дневник.md", refused)) == set()


def found_targets(found: SourceSuggestions) -> set[str]:
    return {str(one.target) for one in found.suggestions if one.kind is SuggestionKind.MENTION}


def test_in_a_table_the_bar_is_escaped() -> None:
    vault = {"Soil.md": "", "T.md": "| a | b |\n|---|---|\n| soils | x |\n"}
    (one,) = suggested(vault, "T.md").suggestions
    assert one.replacement == "[[Soil\\|soils]]"


def test_the_longest_name_counts() -> None:
    notes, graph = read({"Red.md": "", "Red clay.md": "", "N.md": "All red clay and red."})
    found = Names(notes, graph).mentions(notes[2], {})
    assert {(mention.name, mention.count) for mention in found} == {(("red", "clay"), 1), (("red",), 1)}


def test_a_display_text_becomes_a_name_and_a_hidden_link_does_not() -> None:
    notes, graph = read({"Soil.md": "", "A.md": "[[Soil|the ground]]", "B.md": "On the ground."})
    assert ("the", "ground") in Names(notes, graph).uses
    assert ("the", "ground") not in Names(notes, graph, {(NotePath("A.md"), NotePath("Soil.md"))}).uses


def test_structural_signs_of_a_small_graph() -> None:
    links = LinkMatrix(4, [(0, 1), (2, 1), (2, 3), (1, 1)])
    assert links.by_shared_neighbours(0)[0][2] == pytest.approx(1 / np.log(4))
    assert links.citing_alike(0)[2] > 0
    assert links.two_steps(0).sum() == 0
    assert links.cited_together(1)[3] > 0
    voted, voters = links.voted(0, links.citing_alike(0))
    assert voters.tolist() == [2]
    assert voted[3] == pytest.approx(1.0)
    assert links.shared_neighbours(0)[2] == 1
    assert links.walk(0).sum() == pytest.approx(1.0)


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=25))
def test_shared_neighbours_are_those_of_both(pairs: set[tuple[int, int]]) -> None:
    links = LinkMatrix(7, pairs)
    around = [{b for a, b in pairs if a == note != b} | {a for a, b in pairs if b == note != a} for note in range(7)]
    for one in range(7):
        assert links.shared_neighbours(one).tolist() == [len(around[one] & on) for on in around]


SKY = {
    "Sun.md": "A star that planets orbit. [[Venus]]",
    "Venus.md": "A planet with an orbit around the [[Sun]], hot as an oven.",
    "Mars.md": "A red planet, its orbit around the [[Sun]] and past [[Venus]].",
    "Planets.md": "Each planet has an orbit: [[Mars]], [[Venus]], [[Sun]].",
    "Red clay bricks.md": "Clay of the red kind, from the oven.",
    "Diary.md": "Bricks of clay, red as Mars. The oven stood [[Sun|in the sun]].",
    "Alone.md": "Nothing.",
}


def test_a_link_has_reasons_exactly_where_some_are_said() -> None:
    notes, graph = read(SKY)
    ranker = learn(notes, graph)
    told: list[tuple[Reason, ...]] = []
    for number, note in enumerate(notes):
        weighed, _ = ranker.ranked(number)
        shared = ranker.evidence.links.shared_neighbours(number)
        said = [
            [one.kind for one in reasons_of(ranker.evidence, weighed, row, SKY[note.path], shared=shared)]
            for row in range(len(weighed.targets))
        ]
        assert have_reasons(weighed, shared).tolist() == [bool(kinds) for kinds in said]
        told += [tuple(kinds) for kinds in said]
    assert {kind for kinds in told for kind in kinds} == {
        Reason.NAMED, Reason.USUALLY_LINKED, Reason.NAMED_IN_PART, Reason.LINKS_BACK, Reason.SHARED_NEIGHBOURS,
        Reason.LIKE_NOTES_LINK, Reason.SAME_WORDS,
    }  # fmt: skip
    assert () in told


@pytest.mark.parametrize(
    ("sign", "strength", "neighbours", "is_said"),
    [
        ("title_in", 0.65, 0, True), ("title_in", 0.55, 0, False), ("links_back", 1.0, 0, True),
        ("voted_share", 0.35, 0, True), ("voted_share", 0.25, 0, False), ("cosine", 0.2, 0, True),
        ("cosine", 0.1, 0, False), ("meaning", 1.0, 0, False), ("walk", 9.0, 1, False), ("walk", 0.0, 2, True),
    ],
)  # fmt: skip
def test_one_sign_alone_is_a_reason_where_it_is_strong(
    sign: str, strength: float, neighbours: int, is_said: bool
) -> None:
    notes, graph = read(SKY)
    evidence = learn(notes, graph).evidence
    rows = np.zeros((1, len(SIGNS)), np.float32)
    rows[0, SIGNS.index(sign)] = strength
    weighed = Weighed(0, np.array([3], np.int32), rows, {}, np.zeros(0, np.int32))
    shared = np.full(len(notes), neighbours)
    assert have_reasons(weighed, shared).tolist() == [is_said]
    assert bool(list(reasons_of(evidence, weighed, 0, SKY["Sun.md"], shared=shared))) is is_said


def test_a_link_is_written_as_from_the_folder_it_stands_in() -> None:
    _, graph = read({"A/Soil.md": "", "B/Soil.md": "", "A/N.md": "", "B/N.md": ""})
    habits = Habits(graph.names, LinkRules(LinkFormat.RELATIVE))
    target = NotePath("A/Soil.md")
    for source, link in (("A/N.md", "[[Soil]]"), ("B/N.md", "[[../A/Soil]]"), ("A/M.md", "[[Soil]]")):
        assert habits.link(target, source=NotePath(source)) == link


def test_the_best_come_first_and_nothing_that_is_nought() -> None:
    assert top(np.array([0.0, 3.0, 1.0, 2.0]), 2).tolist() == [1, 3]
    assert top(np.array([0.0, 0.5]), 5).tolist() == [1]


def test_trees_learn_what_no_line_can() -> None:
    one, other = np.meshgrid(np.linspace(0, 1, 40), np.linspace(0, 1, 40))
    rows = np.stack([one.ravel(), other.ravel()], axis=1).astype(np.float32)
    labels = (rows[:, 0] > 0.5) != (rows[:, 1] > 0.3)
    model = boost(rows, labels)
    assert ((model.margins(rows) > 0) == labels).mean() > 0.98
    assert (boost(rows, labels).margins(rows) == model.margins(rows)).all()


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Body.\n", "Body.\n\n## See also\n\n- [[A]]\n"),
        ("Body.\n\n## See also\n\n- [[B]]\n\n## End\n", "Body.\n\n## See also\n\n- [[B]]\n- [[A]]\n\n## End\n"),
        ("", "## See also\n\n- [[A]]"),
        ("Просто текст.\n", "Просто текст.\n\n## См. также\n\n- [[A]]\n"),
    ],
)
def test_a_link_without_a_place_goes_under_see_also(text: str, after: str) -> None:
    headings = read_note(NotePath("n.md"), text.encode()).note.headings
    assert apply_edits(text, [see_also_edit(text, headings, ["[[A]]"])]) == after


def test_the_newest_links_are_hidden_and_half_of_a_note_stays() -> None:
    linked = {NotePath(f"{n}.md"): [NotePath(f"t{m}.md") for m in range(10)] for n in range(10)}
    modified = {NotePath(f"{n}.md"): n for n in range(10)}
    hidden = newest_pairs(linked, modified)
    assert len(hidden) == 10
    assert {source for source, _ in hidden} == {"9.md", "8.md"}


def test_scores_of_links() -> None:
    a, b, c, d = (NotePath(f"{name}.md") for name in "abcd")
    found = score_links([(a, b), (a, c), (d, a)], lambda source: [b, d, c] if source == a else [])
    assert found.recall == pytest.approx({"1": 1 / 3, "5": 2 / 3, "10": 2 / 3})
    assert found.macro_recall == pytest.approx({"1": 0.25, "5": 0.5, "10": 0.5})
    assert found.precision["5"] == pytest.approx(2 / 3)
    assert found.mrr == 0.5


def a_vault_where_soil_is_linked_and_work_is_not() -> dict[str, str]:
    """Return notes that link ``soil`` nearly always where it stands, and ``work`` never."""
    vault = {"Soil.md": "", "Work.md": "", "Clay (river).md": "", "Clay (garden).md": ""}
    for number in range(12):
        vault[f"n{number}.md"] = f"Some [[Soil|soil]], much work, [[Clay (garden)|clay]] and word{number}."
    return vault | {"new.md": "The soil here asks for work, and is clay."}


def test_a_common_word_that_is_never_linked_stands_behind_one_that_always_is() -> None:
    found = suggested(a_vault_where_soil_is_linked_and_work_is_not(), "new.md").suggestions
    scores = {one.target: one.score for one in found if one.kind is SuggestionKind.MENTION}
    assert scores[NotePath("Soil.md")] > 0.3
    assert scores[NotePath("Work.md")] < 0.1


MERCURY = {
    "Space/Mercury.md": "The nearest planet to the Sun. Its orbit is short and its surface has craters.",
    "Chemistry/Mercury.md": "A metal that is liquid in a room. Poison. Once used in a thermometer.",
    "Space/Sun.md": "The star in the middle; every planet has its orbit around it.",
    "Space/Venus.md": "A hot planet with thick air. Its orbit lies within ours.",
    "Chemistry/Gold.md": "A metal that does not rust.",
    "Chemistry/Lead.md": "A heavy metal, soft and a poison.",
}
PLANS = {"A/Work/Plan.md": "Ship.", "B/Plan.md": "Pond.", "A/Team.md": "Ann.", "B/Seeds.md": "Bought."}
JAVA = {
    "Java (island).md": "Rice and tea grow there. See [[Indonesia]] and [[Volcano]].",
    "Java (language).md": "For programs. See [[Compiler]] and [[Class]].",
    "Indonesia.md": "Islands, rice",
    "Volcano.md": "Lava, an island",
    "Compiler.md": "programs",
    "Class.md": "programs",
}
JOBS = {f"job{number}.md": f"Work {number} in [[Java (language)|Java]], a [[Compiler]]." for number in range(5)}
PYTHON = {
    "Python.md": "A snake that eats rats in the jungle.",
    "CPython.md": "---\naliases: [Python]\n---\nAn interpreter; code, modules, bytecode.",
    "Code.md": "modules, tests, bytecode",
    "Jungle.md": "snake, rats",
}
APPLES = {
    "Apple (firm).md": "#company phones",
    "Apple (fruit).md": "#fruit sweet",
    "Pear.md": "#fruit sour",
    "Shop.md": "#company clothes",
}


@pytest.mark.parametrize(
    ("vault", "source", "text", "meant"),
    [
        (MERCURY, "Diary.md", "The mercury of the old thermometer: liquid metal, poison.", "Chemistry/Mercury.md"),
        (MERCURY, "Diary.md", "We saw Mercury before dawn, a planet whose orbit is short.", "Space/Mercury.md"),
        (PLANS, "B/May.md", "Everything goes by the plan so far.", "B/Plan.md"),
        (PLANS, "A/Work/June/Week.md", "By the plan so far.", "A/Work/Plan.md"),
        (JAVA, "Trip.md", "From [[Indonesia]] by boat to Java, past a [[Volcano]].", "Java (island).md"),
        (JAVA, "Job.md", "A [[Compiler]] for Java; each [[Class]] is a file.", "Java (language).md"),
        (
            JAVA | JOBS,
            "Trip.md",
            "From [[Indonesia]] to Java, an island of rice, past a [[Volcano]].",
            "Java (island).md",
        ),
        (JAVA | JOBS, "Word.md", "They said Java.", "Java (language).md"),
        (PYTHON, "Script.md", "Code in Python: two modules, compiled to bytecode.", "CPython.md"),
        (PYTHON, "Zoo.md", "The python sleeps, a snake full of rats from the jungle.", "Python.md"),
        (APPLES, "Plum.md", "#fruit It is smaller than an apple.", "Apple (fruit).md"),
    ],
)
def test_what_stands_around_decides_which_note_a_name_means(
    vault: dict[str, str], source: str, text: str, meant: str
) -> None:
    both = {"Mercury", "Plan", "Java", "Python", "CPython", "Apple"}
    found = [
        (one.score, one.target)
        for one in suggested({**vault, source: text}, source).suggestions
        if one.target.rpartition("/")[2].removesuffix(".md").partition(" (")[0] in both
    ]
    assert found[0][1] == meant
    assert found[0][0] > found[1][0]


def test_an_ambiguous_name_leads_where_it_mostly_leads() -> None:
    found = suggested(a_vault_where_soil_is_linked_and_work_is_not(), "new.md").suggestions
    clay = [one.target for one in found if one.anchor is not None and one.anchor.text == "clay"]
    assert clay[0] == "Clay (garden).md"
    assert NotePath("Clay (river).md") in clay
