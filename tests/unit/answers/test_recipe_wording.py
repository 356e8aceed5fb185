"""What of a model's words is taken into a recipe: nothing of strangers, nothing twice, nothing that the note says."""

from tests.unit.answers.test_recipes import NOTE, OTHER, THOUGHTS, Writes, made, passage
from vaultmind.answers.recipes.making import Material

STRANGE = "Saturn has seven broad rings of ice and eighty moons, said the astronomer David in London."


def test_a_models_line_that_rests_on_a_stranger_alone_is_not_taken() -> None:
    found = [passage(OTHER, "Pump", 2), passage(STRANGE, "Saturn", 3)]
    material = Material([passage(NOTE, "Well", 1)], found, {"title": "Well"}, "Well")
    model = Writes(f"The old well runs dry every August [1]. {STRANGE[:-1]} [3].")
    (part,) = made("## Problem\ncount:: 3\nnotes:: 2\n\nName it.", model, material).parts
    assert [line.text for line in part.lines] == ["The old well runs dry every August."]
    linked = Material([passage(f"{NOTE} See [[Saturn]].", "Well", 1)], found, {"title": "Well"}, "Well")
    (part,) = made("## Problem\ncount:: 3\nnotes:: 2\n\nName it.", model, linked).parts
    assert len(part.lines) == 2


def test_a_models_list_says_nothing_twice_and_one_sentence_an_item() -> None:
    model = Writes(
        "1. We carry forty buckets a day by hand [1]. Frogs sit in it, too [1].\n2. Carry forty buckets by hand [1].\n"
        "3. The old well runs dry every August [1]."
    )
    (part,) = made(THOUGHTS.replace("10", "2"), model).parts
    assert [line.text for line in part.lines] == [
        "We carry forty buckets a day by hand.",
        "The old well runs dry every August.",
    ]


def test_a_thought_is_no_question_where_there_are_others() -> None:
    own = passage("Why does the old well run dry? The old well runs dry for want of a deeper ring.", "Well", 1)
    (part,) = made(THOUGHTS, material=Material([own], MATERIAL_FOUND, {"title": "Well"}, "Well")).parts
    assert [line.text for line in part.lines] == ["The old well runs dry for want of a deeper ring."]


def test_a_model_says_nothing_beyond_a_note_that_the_note_says_itself() -> None:
    body = "## Beyond\nnotes:: 0\ncount:: 3\nfrom:: others\npick:: beyond\notherwise:: Nothing.\n\ny"
    model = Writes("We carry water from the pond by hand [1]. A pump at the pond would lift forty buckets an hour [2].")
    (part,) = made(body, model).parts
    assert [line.text for line in part.lines] == ["A pump at the pond would lift forty buckets an hour."]


def test_an_aside_fills_no_list_of_thoughts_up_but_a_short_note_is_told_whole() -> None:
    thoughts = ["The well has one ring of good stone.", "A deeper ring keeps the well wet in August."]
    asides = ["Uncle Peter plays Schubert rather loudly.", "Yellow cups stand behind seven books."]
    own = passage(f"{thoughts[0]} {' '.join(asides)} {thoughts[1]}", "Well", 1)
    for count, told in ((3, thoughts), (4, [thoughts[0], *asides, thoughts[1]])):
        body = THOUGHTS.replace("10", str(count))
        (part,) = made(body, material=Material([own], [], {"title": "Well"}, "Well")).parts
        assert [line.text for line in part.lines] == told


MATERIAL_FOUND = [passage(OTHER, "Pump", 2)]
