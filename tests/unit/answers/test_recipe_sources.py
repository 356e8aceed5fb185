"""Which notes stand by an item of a list: each item has its own, and what supports it is not said to deny it."""

import pytest

from tests.unit.answers.test_recipes import OTHER, Writes, made, passage
from vaultmind.answers.recipes.making import Material
from vaultmind.domain.recipe import DraftLine


def listed(form: str, own: str, *others: str, title: str = "Own") -> tuple[DraftLine, ...]:
    found = [passage(text, f"Other {number}", number) for number, text in enumerate(others, 2)]
    notes = Material([passage(own, title, 1)], found, {"title": title}, title)
    return made(f"## Thoughts\nform:: {form}\nnotes:: 1\ncount:: 9\nseek:: why\n\nx", None, notes).parts[0].lines


def test_one_sentence_of_another_note_is_the_source_of_one_thought_alone() -> None:
    lines = listed(
        "list",
        "Black canker sits on the old limbs of the tree. The canker on the tree is cut out to sound wood. "
        "A wound of the tree with canker is closed with clay.",
        "Scab in wet summers, black canker on old limbs of the tree.",
    )
    given = {line.text: [one.words for one in line.sources if one.note == "Other 2.md"] for line in lines}
    assert [text for text, words in given.items() if words] == ["Black canker sits on the old limbs of the tree."]
    assert all([one.note for one in line.sources][:1] == ["Own.md"] for line in lines)


@pytest.mark.parametrize("form", ["list", "questions"])
@pytest.mark.parametrize(
    ("own", "other"),
    [
        (
            "Twelve bark grafts were made that day, two scions in each.",
            "The wind follows the wax; the evidence is three dead bark grafts with scions.",
        ),
        (
            "13 апреля 2024 года сделали двадцать прививок на подвой, прижилось семнадцать прививок.",
            "У нас в 2024 году две прививки на подвое из двадцати перетянуло.",
        ),
    ],
)
def test_a_note_that_speaks_of_something_else_with_other_numbers_does_not_say_otherwise(
    form: str, own: str, other: str
) -> None:
    sources = [one for line in listed(form, own, other) for one in line.sources]
    assert [one.is_otherwise for one in sources] == [False] * len(sources)


def test_a_thought_is_said_otherwise_by_a_note_that_gives_another_number_in_the_same_words() -> None:
    (line,) = listed(
        "list",
        "The backup of the house server starts at 02:00 every night.",
        "The backup of the house server starts at 04:00 every night.",
    )
    assert [(one.note, one.is_otherwise) for one in line.sources] == [("Own.md", False), ("Other 2.md", True)]


@pytest.mark.parametrize(
    "said",
    [
        "The old well runs dry every August. We carry forty buckets from the pond in an hour.",
        "The old well runs dry every August, so forty buckets are carried for hours.",
        "A pump at the pond lifts forty buckets in an hour. The old well runs dry every August.",
    ],
)
def test_a_line_on_how_a_note_bears_holds_nothing_of_the_note_that_is_read(said: str) -> None:
    written = "We carry water from the pond by hand, forty buckets a day [1]. The old well runs dry every August [1]."
    (part,) = made("## Solve\ncount:: 2\nnotes:: 1\n\nSolve it.", Writes(written, f"[2] {said}")).parts
    assert [(bearing.note, bearing.words in OTHER) for bearing in part.relevant] == [("Pump.md", True)]
