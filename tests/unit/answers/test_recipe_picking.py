"""What other notes say against a note and beyond it, what is asked of its sentences, and what bids to do a thing."""

import pytest

from tests.unit.answers.test_recipes import made, passage
from vaultmind.answers.recipes.making import Material
from vaultmind.answers.recipes.picking import beyond
from vaultmind.answers.recipes.selecting import Likeness, bearings, linked_with, sentences_of
from vaultmind.answers.recipes.stances import says
from vaultmind.domain.recipe import PartSays, RecipeDraft

OPPONENT = (
    "## Against\nform:: list\nnotes:: 0\ncount:: 9\nfrom:: others\nseek:: mistake\notherwise:: Nothing is against it."
    "\n\nx\n\n## Beyond\nnotes:: 0\ncount:: 9\nfrom:: others\npick:: beyond\notherwise:: Nothing is beyond it.\n\ny"
)


def opposed(own: str, *others: str) -> tuple[list[str], list[str]]:
    found = [passage(text, f"Other {number}", number) for number, text in enumerate(others, 2)]
    draft = made(OPPONENT, material=Material([passage(own, "Well", 1)], found, {"title": "Well"}, "Well"))
    first, second = ([line.text for line in part.lines] for part in draft.parts)
    return first, second


def test_what_another_note_says_otherwise_speaks_against_a_note() -> None:
    against, _ = opposed(
        "The old well is 12 metres deep below the yard.", "The old well is 14 metres deep below the yard."
    )
    assert against == ["The old well is 14 metres deep below the yard."]
    against, _ = opposed("Колодец во дворе чистят каждый год.", "Колодец во дворе не чистят каждый год.")
    assert against == ["Колодец во дворе не чистят каждый год."]
    against, _ = opposed(
        "The old well is 12 metres deep below the yard.", "The yard has 14 metres of fence and an old gate."
    )
    assert against == ["Nothing is against it."]


def test_beyond_a_note_is_what_is_near_to_it_and_it_does_not_say_itself() -> None:
    own = "The old well runs dry every August. We carry water from the pond."
    again, new = "Every August the old well runs dry.", "A deeper ring would keep the old well wet in August."
    _, beyond = opposed(own, f"{again} {new}", "Saturn has seven broad rings and many moons.")
    assert beyond == [new]
    assert opposed(own, again)[1] == ["Nothing is beyond it."]


def test_a_question_of_another_note_is_no_objection() -> None:
    against, beyond = opposed(
        "The old well runs dry every August.", "Is it a mistake that the old well runs dry in May?"
    )
    assert (against, beyond) == (["Nothing is against it."], ["Nothing is beyond it."])


class OneMeaning:
    """Stands for a model to which all texts are as near to each other as ``cosine`` says."""

    def __init__(self, cosine: float) -> None:
        self.cosine = cosine

    def of_question(self, question: str) -> str:
        return question

    def similarities(self, question: str, texts: list[str]) -> list[float]:
        return [self.cosine] * len(texts)


@pytest.mark.parametrize(
    ("cosine", "own", "other", "bears"),
    [
        (0.42, "The old well runs dry.", "A pump lifts the water of ponds.", False),
        (0.42, "The old well runs dry, see [[Other]].", "A pump lifts the water of ponds.", True),
        (0.42, "The old well runs dry.", "A pump lifts the water, as [[sub/Well|there]] is told.", True),
        (0.47, "The old well runs dry.", "A pump lifts the water of ponds.", False),
        (0.47, "The old well runs dry.", "A pump lifts the water of a well.", True),
        (0.55, "The old well runs dry.", "A pump lifts the water of ponds.", True),
    ],
)
def test_a_note_bears_that_is_near_and_sooner_if_it_is_linked_or_shares_a_word(
    cosine: float, own: str, other: str, bears: bool
) -> None:
    one, two = passage(own, "sub/Well", 1), passage(other, "Other", 2)
    likeness = Likeness([], OneMeaning(cosine))  # type: ignore[arg-type]
    found = bearings(own, [two], likeness, limit=3, on_a_line=True, linked=linked_with([one], [two]))
    assert bool(found) is bears


@pytest.mark.parametrize(("on_a_line", "bears"), [(True, False), (False, True)])
def test_a_link_makes_a_note_bear_on_a_whole_part_sooner_than_on_one_line(on_a_line: bool, bears: bool) -> None:
    one, two = (
        passage("The old well runs dry, see [[Other]].", "Well", 1),
        passage("A pump lifts water from the old well to the ponds far behind a barn, and cools a shed.", "Other", 2),
    )
    likeness = Likeness([], OneMeaning(0.2))  # type: ignore[arg-type]
    text, linked = "The old well runs dry.", linked_with([one], [two])
    assert bool(bearings(text, [two], likeness, limit=3, on_a_line=on_a_line, linked=linked)) is bears


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("We drilled for it on 2 August 2023.", None),
        ("Two of the men came for a week that year.", None),
        ("We drilled on 2 August 2023. The well runs dry in a hot summer.", "The well runs dry in a hot summer."),
    ],
)
def test_a_note_bears_on_a_problem_by_a_sentence_that_speaks_of_it(said: str, words: str | None) -> None:
    """A link, a day or a number that both have is not enough."""
    text = "The old well runs dry every year, for two weeks in August."
    own, other = passage(f"{text} See [[Other]].", "Garden", 1), passage(said, "Other", 2)
    likeness = Likeness([], OneMeaning(0.3))  # type: ignore[arg-type]
    linked = linked_with([own], [other])
    found = bearings(text, [other], likeness, limit=3, on_a_line=False, title="Garden", linked=linked)
    assert [bearing.words for bearing, _ in found] == ([words] if words is not None else [])


def asked(text: str) -> list[str]:
    body = "## Q\nform:: questions\ncount:: 1\nnotes:: 0\n\nAsk."
    draft = made(body, material=Material([passage(text, "A", 1)], [], {"title": "A"}, "A"))
    assert isinstance(draft, RecipeDraft)
    return [line.text for line in draft.parts[0].lines]


def test_what_is_asked_of_a_sentence_is_of_its_kind() -> None:
    assert asked("Wax each cut at once against the wind.") == [
        "Why this and not something else: “Wax each cut at once against the wind”?"
    ]
    assert asked("Otherwise the frost will split every beam.") == [
        "What would keep this from happening: “Otherwise the frost will split every beam”?"
    ]
    assert asked("The pond froze in January this year.") == ["What follows from “The pond froze in January this year”?"]


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Поставь миску в духовку с включённой лампочкой.", True),
        ("Сначала проверь журнал ядра, перенеси пересчёт на утро.", True),
        ("Случай с насосом был прошлой осенью.", False),
        ("Чай у соседа крепкий и сладкий.", False),
        ("Water runs down the north wall.", False),
        ("Water the young trees twice a week.", True),
    ],
)
def test_a_bid_to_one_person_tells_what_to_do_and_a_thing_that_moves_does_not(text: str, is_said: bool) -> None:
    assert says(text, PartSays.INSTRUCTION) is is_said


def test_a_long_sentence_of_warnings_is_read_in_time_that_grows_as_it_does() -> None:
    assert says("never " * 20_000, PartSays.CONSEQUENCE) is False
    assert says("Never prune in frost; the tree dies of it.", PartSays.CONSEQUENCE)


@pytest.mark.parametrize(("cosine", "is_new"), [(0.55, True), (0.7, False)])
def test_what_means_the_same_in_other_words_is_not_beyond_a_note(cosine: float, is_new: bool) -> None:
    (own,) = sentences_of([passage("The old well runs dry every August.", "Well", 1)])
    (other,) = sentences_of([passage("No water stands below in late summer.", "Other", 2)])
    likeness = Likeness([], OneMeaning(cosine))  # type: ignore[arg-type]
    assert beyond([other], [own], likeness, title="Well") == ([other] if is_new else [])
