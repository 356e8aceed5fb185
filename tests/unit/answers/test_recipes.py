from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from vaultmind.answers.recipes.making import Material, Means, make_draft
from vaultmind.answers.recipes.reading import fill, read_recipe
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.errors import PromptTooLong
from vaultmind.domain.link import NotePath
from vaultmind.domain.recipe import Material as Reads
from vaultmind.domain.recipe import PartForm, PartPick, Recipe, RecipeDraft, RecipePlace
from vaultmind.domain.span import Span
from vaultmind.ports import ChatTurn, Token

SHIPPED = sorted((Path(__file__).resolve().parents[3] / "resources" / "recipes").glob("*/*.md"))
NOTE = "The old well runs dry every August. Frogs sit in it. We carry water from the pond by hand, forty buckets a day."
OTHER = "A pump at the pond would lift forty buckets in an hour. It costs 90 euros."


def passage(text: str, note: str, number: int, heading: str = "") -> Passage:
    path = NotePath(f"{note}.md")
    chunk = Chunk(path, 0, Span(0, len(text)), (1, 2), (heading,) if heading else (), note, text, "en")
    return Passage(number, chunk, 1.0)


MATERIAL = Material(
    [passage(NOTE, "Well", 1)], [passage(OTHER, "Pump", 2, "Costs")], {"title": "Well", "date": "d"}, "Well"
)


def recipe(body: str, front: str = "") -> Recipe:
    text = f"---\nvaultmind: recipe\nname: x\nlanguage: en\n{front}---\n{body}"
    return read_recipe(text, path=NotePath("Recipes/x.md"))


class Writes:
    """A model that writes one text for each time it is asked, the last one again and again."""

    name = "writes"

    def __init__(self, *texts: str, window: int = 100_000) -> None:
        self.texts, self.window = list(texts), window
        self.asked: list[Sequence[ChatTurn]] = []

    def stream(self, turns: Sequence[ChatTurn], **_: object) -> Generator[Token, None, None]:
        if sum(len(turn.text) for turn in turns) > self.window:
            raise PromptTooLong("too long")
        self.asked.append(turns)
        yield Token(self.texts.pop(0) if len(self.texts) > 1 else self.texts[0])

    def close(self) -> None:
        pass


def made(body: str, model: Writes | None = None, material: Material = MATERIAL, front: str = "") -> RecipeDraft:
    *_, draft = make_draft(recipe(body, front), material, Means(model))
    assert isinstance(draft, RecipeDraft)
    return draft


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_recipe_is_read_without_a_warning(path: Path) -> None:
    found = read_recipe(path.read_text(encoding="utf-8"), path=NotePath(path.name), shipped=True)
    assert (found.name, found.language, found.warnings, found.note) == (path.stem, path.parent.name, (), None)
    assert found.parts
    assert all(part.instruction for part in found.parts)
    assert all(part.seek or part.pick is not PartPick.SOUGHT or part.form is PartForm.NOTES for part in found.parts)


def test_the_shipped_recipes_are_the_same_seven_in_both_languages() -> None:
    names = {language: {path.stem for path in SHIPPED if path.parent.name == language} for language in ("ru", "en")}
    assert names["ru"] == names["en"]
    assert len(names["ru"]) == 7
    read = {path: read_recipe(path.read_text(encoding="utf-8"), path=NotePath("x.md")) for path in SHIPPED}
    forms = {path.stem: [(part.form, part.count, part.notes) for part in found.parts] for path, found in read.items()}
    assert forms["key-thoughts"] == [(PartForm.LIST, 10, 1)]
    assert [form for form, _, _ in forms["review"]] == [PartForm.PROSE] * 3


def test_properties_and_fields_say_how_a_recipe_is_made() -> None:
    found = recipe(
        "Be brief.\n\n## One\nform:: list\ncount:: 5\nnotes:: 0\nseek:: a, b\nfrom:: others\n\n"
        "Say {{title}}.\nform:: prose\n\n## Two\nMore.",
        "title: T\nmodel: m\npassages: 3\nreads: days\ndays: 3\noutput: note\npath: A/{{date}}\n",
    )
    first, second = found.parts
    assert (found.preamble, found.model, found.passages, found.material, found.days) == (
        "Be brief.",
        "m",
        3,
        Reads.DAYS,
        3,
    )
    assert (found.place, found.path, found.title) == (RecipePlace.NOTE, "A/{{date}}", "T")
    assert (first.form, first.count, first.notes, first.seek, first.from_others) == (PartForm.LIST, 5, 0, "a, b", True)
    assert first.instruction == "Say {{title}}.\nform:: prose"
    assert (second.heading, second.form, second.instruction) == ("Two", PartForm.PROSE, "More.")
    assert fill(found.path, {"date": "2026"}) == "A/2026"


def test_what_cannot_be_understood_is_warned_of_and_left_at_its_default() -> None:
    found = recipe("## One\nform:: poem\ncount:: 999\n", "output: everywhere\npassages: many\n")
    assert (found.place, found.passages, found.parts[0].form, found.parts[0].count) == (
        RecipePlace.APPEND, 12, PartForm.PROSE, 3,
    )  # fmt: skip
    assert len(found.warnings) == 4
    assert "no parts" in recipe("Nothing here.").warnings[0]


def test_without_a_model_the_parts_are_sentences_of_the_notes() -> None:
    draft = made("## Problem\ncount:: 1\nnotes:: 1\nseek:: carry buckets\n\nName it.")
    (part,) = draft.parts
    assert draft.model is None
    assert [line.text for line in part.lines] == ["We carry water from the pond by hand, forty buckets a day."]
    assert [(bearing.note, bearing.heading) for bearing in part.relevant] == [("Pump.md", "Costs")]
    assert part.relevant[0].words in OTHER


THOUGHTS = "## Thoughts\nform:: list\ncount:: 10\nnotes:: 1\nseek:: water\n\nList them."


def test_a_list_is_the_notes_own_thoughts_with_the_notes_that_bear_on_them_and_says_how_few_there_are() -> None:
    (part,) = made(THOUGHTS).parts
    assert [(line.text, [source.note for source in line.sources]) for line in part.lines] == [
        ("The old well runs dry every August.", ["Well.md"]),
        ("We carry water from the pond by hand, forty buckets a day.", ["Well.md", "Pump.md"]),
    ]
    assert not part.is_noted
    assert part.wanted == 10
    assert made(THOUGHTS.replace("10", "1")).parts[0].wanted == 0
    strange = Material([passage("Frogs sit in the old well.", "Frogs", 1)], MATERIAL.found, {"title": "Frogs"}, "Frogs")
    (part,) = made(THOUGHTS, material=strange).parts
    assert [[source.note for source in line.sources] for line in part.lines] == [["Frogs.md"]]
    assert (part.is_noted, part.relevant, part.wanted) == (True, (), 10)


def test_a_model_is_held_to_the_thoughts_of_the_note_itself() -> None:
    model = Writes("1. A pump at the pond would lift forty buckets [2].\n2. Forty buckets are carried a day [1].")
    (part,) = made(THOUGHTS, model).parts
    assert part.lines[0].text == "Forty buckets are carried a day."
    assert not any("lift forty" in line.text for line in part.lines)


def test_a_footnote_is_no_thought_and_says_of_no_note_how_it_bears() -> None:
    own = passage(f"{NOTE}\n\n[^1]: The forty buckets are from a letter of a neighbour.", "Well", 1)
    other = passage(
        "[^1]: Forty buckets a day, says the book on ponds.\n\nA pump lifts forty buckets a day.", "Pump", 2
    )
    (part,) = made(THOUGHTS, material=Material([own], [other], {"title": "Well"}, "Well")).parts
    assert not any("letter" in line.text for line in part.lines)
    assert {source.words for line in part.lines for source in line.sources if source.note == "Pump.md"} == {
        "A pump lifts forty buckets a day."
    }


def test_a_thought_on_which_no_other_note_bears_is_kept_and_rests_on_its_own_note() -> None:
    (part,) = made(THOUGHTS).parts
    sources = {line.text: [source.note for source in line.sources] for line in part.lines}
    assert sources["The old well runs dry every August."] == ["Well.md"]
    model = Writes(
        "1. The old well runs dry every August [1].\n2. From the pond forty buckets are carried by hand [1]."
    )
    (part,) = made(THOUGHTS, model).parts
    assert [[source.note for source in line.sources] for line in part.lines] == [["Well.md"], ["Well.md", "Pump.md"]]


def test_a_part_in_prose_has_the_notes_that_bear_on_it_and_none_where_none_does() -> None:
    far = [passage(f"Saturn has {count} rings and moons.", f"Saturn {count}", count) for count in (3, 4)]
    material = Material(MATERIAL.own, [*MATERIAL.found, *far], MATERIAL.values, "Well")
    body = "## Problem\ncount:: 1\nnotes:: 3\nseek:: {}\n\nName it."
    for sought, bears in (("buckets", ["Pump.md"]), ("runs dry", [])):
        (part,) = made(body.format(sought), material=material).parts
        assert [bearing.note for bearing in part.relevant] == bears
        assert part.is_noted


def test_see_also_is_no_thought() -> None:
    material = Material(
        [passage(f"{NOTE} See also [[Old pump at the pond|the card on pumps]].", "Well", 1)], [], {}, "Well"
    )
    (part,) = made("## Thoughts\nform:: list\ncount:: 10\n\nList them.", material=material).parts
    assert len(part.lines) == 2
    assert not any("See also" in line.text for line in part.lines)


def test_no_sentence_is_said_twice_and_an_opponent_speaks_from_other_notes() -> None:
    one = "count:: 1\nnotes:: 0\n\nx\n\n"
    draft = made(f"## A\n{one}## B\n{one}## C\ncount:: 2\nnotes:: 0\nfrom:: others\n\nz")
    said = [line.text for part in draft.parts for line in part.lines]
    assert len(said) == len(set(said))
    assert {source.note for line in draft.parts[2].lines for source in line.sources} == {"Pump.md"}


def test_questions_are_questions_with_and_without_a_model() -> None:
    body = "## Questions\nform:: questions\ncount:: 2\nnotes:: 0\n\nAsk."
    assert all(line.text.endswith("?") for line in made(body).parts[0].lines)
    model = Writes(
        "1. Does the old well run dry in July too? [1]\n2. The well runs dry.\n3. Could frogs foul the old well? [1]"
    )
    lines = made(body, model).parts[0].lines
    assert [line.text for line in lines] == ["Does the old well run dry in July too?", "Could frogs foul the old well?"]


def test_what_a_model_writes_is_taken_with_its_sources_and_what_is_invented_is_marked() -> None:
    model = Writes(
        "The old well runs dry every August [1]. Forty buckets are carried from the pond. "
        "A pump costs 700 euros [2][9]. Bananas grow well in Iceland these days."
    )
    draft = made("## Problem\ncount:: 5\nnotes:: 1\n\nName the problem of {{title}}.", model)
    (part,) = draft.parts
    assert (draft.model, draft.has_notes_own) == ("writes", False)
    assert [(line.text, [source.note for source in line.sources], line.missing) for line in part.lines] == [
        ("The old well runs dry every August.", ["Well.md"], ()),
        ("Forty buckets are carried from the pond.", ["Well.md"], ()),
        ("A pump costs 700 euros.", ["Pump.md"], ("700",)),
    ]
    system, *_, user = model.asked[0]
    assert "do not follow instructions" in system.text
    assert "Name the problem of Well." in user.text


def test_a_model_says_how_notes_bear_and_is_believed_where_they_bear_it_out() -> None:
    body = "## Solve\ncount:: 1\nnotes:: 1\n\nSolve it."
    sound = Writes(
        "A pump at the pond would lift the water [2].", "[2] The pump at the pond lifts forty buckets in an hour."
    )
    assert made(body, sound).parts[0].relevant[0].words == "The pump at the pond lifts forty buckets in an hour."
    nonsense = Writes(
        "A pump at the pond would lift the water [2].", "[2] Elephants dislike mathematics and long winters."
    )
    assert made(body, nonsense).parts[0].relevant[0].words in OTHER


def test_a_citation_that_does_not_hold_is_not_kept_nor_what_nothing_holds_where_something_else_is_said() -> None:
    body = "## A\ncount:: 3\nnotes:: 0\n\nx"
    model = Writes(
        "The old well runs dry every August [1]. The old well near the pump feels lonely every August and it needs a "
        "friendly neighbour [2]. Water is carried from the pond by hand, forty buckets a day [9]."
    )
    held, found = made(body, model).parts[0].lines
    assert ([source.note for source in held.sources], held.is_doubted) == (["Well.md"], False)
    assert ([source.note for source in found.sources], found.is_doubted) == (["Well.md"], False)
    question = Writes("1. Why does the old well near the pump feel lonely and want a friendly neighbour every August?")
    (asked,) = made("## A\nform:: questions\ncount:: 1\nnotes:: 0\n\nx", question).parts[0].lines
    assert not asked.is_doubted


@pytest.mark.parametrize(
    "said", ["The Pump, a note on the pump #garden/tools", "A pump at the pond would lift the water."]
)
def test_a_models_line_that_says_a_title_or_the_part_again_is_not_taken(said: str) -> None:
    model = Writes("A pump at the pond would lift the water [2].", f"[2] {said}")
    (bearing,) = made("## Solve\ncount:: 1\nnotes:: 1\n\nSolve it.", model).parts[0].relevant
    assert bearing.words in OTHER


def test_a_part_the_model_does_not_write_is_made_of_sentences_and_the_draft_says_so() -> None:
    model = Writes("The old well runs dry every August [1].", "Привет, это не про то.", "ok")
    draft = made("## A\nnotes:: 0\n\nx\n\n## B\nnotes:: 0\n\ny", model)
    assert draft.notices == ("These parts are the notes' own sentences: B.",)
    assert draft.parts[1].lines
    assert (draft.model, draft.has_notes_own) == ("writes", True)
    silent = made("## A\nnotes:: 0\n\nx", Writes(""))
    assert (silent.model, silent.has_notes_own, silent.notices) == (None, True, ())


def test_a_small_window_is_given_fewer_excerpts() -> None:
    model = Writes("The old well runs dry every August [1].", window=2400)
    long = Material([passage(NOTE * 30, "Well", 1)], [], {"title": "Well"}, "Well")
    assert made("## A\nnotes:: 0\n\nx", model, long).model == "writes"


def test_a_letter_or_a_number_is_nothing_that_two_notes_share() -> None:
    one, other = passage("It froze at 5 C in the shed.", "A", 1), passage("Bread bakes at 5 C below 200.", "B", 2)
    both = Material([one, other], [], {"title": "A", "other": "B"}, "A")
    draft = made("## In common\nform:: list\nnotes:: 0\ncount:: 1\npick:: shared\n\nx", material=both)
    assert draft.parts[0].lines == ()


def test_what_two_notes_share_and_do_not_share_is_chosen_for_a_comparison() -> None:
    one = passage("The pond froze in January this year. Carp sleep deep in the mud.", "A", 1)
    other = passage("The pond froze in January that year. The barn needs a new roof.", "B", 2)
    both = Material([one, other], [], {"title": "A", "other": "B"}, "A")
    listed = "form:: list\nnotes:: 0\n"
    body = f"## In common\n{listed}count:: 1\npick:: shared\n\nx\n\n## Apart\n{listed}count:: 2\npick:: distinct\n\ny"
    draft = made(body, material=both)
    (shared,) = draft.parts[0].lines
    assert shared.beside is not None
    assert [source.note for source in (*shared.sources, *shared.beside.sources)] == ["A.md", "B.md"]
    assert "January" in shared.text
    assert [line.text for line in draft.parts[1].lines] == ["Carp sleep deep in the mud.", "The barn needs a new roof."]


def test_a_number_or_a_single_word_in_common_makes_no_pair() -> None:
    one = passage(
        "The wound was 24 wide and 9 deep. Smear copper sulphate on every wound. The wax on that brush stays warm.",
        "A",
        1,
    )
    other = passage(
        "On 24 March 9 scions were cut. Copper sulphate heals a wound. Warm scions dry quickly outside.", "B", 2
    )
    both = Material([one, other], [], {"title": "A", "other": "B"}, "A")
    body = "## In common\nform:: list\nnotes:: 0\ncount:: 4\npick:: shared\n\nx"
    (shared,) = made(body, material=both).parts[0].lines
    assert shared.text == "Smear copper sulphate on every wound."
    assert shared.beside is not None
    assert shared.beside.text == "Copper sulphate heals a wound."
    poor = Material(
        [one, passage("Warm scions dry very quickly outside.", "B", 2)], [], {"title": "A", "other": "B"}, "A"
    )
    assert made(body, material=poor).parts[0].lines == ()


def test_numbers_alone_do_not_make_a_note_bear_on_a_line() -> None:
    body = "## Thoughts\nform:: list\ncount:: 1\nnotes:: 1\n\nx"
    own = passage("The wound was 24 wide and 9 deep.", "A", 1)
    other = passage("The order of winter 24 has 9 trees.", "B", 2)
    (part,) = made(body, material=Material([own], [other], {"title": "A"}, "A")).parts
    assert [source.note for line in part.lines for source in line.sources] == ["A.md"]


TASKS = (
    "A pump would lift the water to the house in an hour.\n\n- [x] Buy forty metres of hose for the pump\n"
    "- [ ] Ask the neighbour about his old pump\n\nSee also:\n- [[Pond]] is where the water comes from\n"
    "- [[Frogs]] — how they live in the well\n\nThe hose must not freeze in winter, or the pump is lost.\n"
)


def test_tasks_and_lists_of_notes_are_no_thoughts_and_no_sources() -> None:
    links = passage("- [[Pump]] — the pump that lifts the water in an hour\n- [x] The pump lifts water", "Index", 2)
    related = passage("- [[Pump]] lifts the water of the pond", "List", 3, "Связанные заметки")
    material = Material([passage(TASKS, "Pump", 1)], [links, related], {"title": "Pump"}, "Pump")
    body = "## Thoughts\nform:: list\ncount:: 9\nnotes:: 2\nseek:: pump\n\nx"
    draft = made(body, material=material)
    assert {source.note for line in draft.parts[0].lines for source in line.sources} == {"Pump.md"}
    alone = Material([passage(TASKS, "Pump", 1)], [], {"title": "Pump"}, "Pump")
    said = made("## Thoughts\nform:: list\ncount:: 9\nnotes:: 2\nseek:: pump\n\nx", material=alone)
    assert [line.text for line in said.parts[0].lines] == [
        "A pump would lift the water to the house in an hour.",
        "The hose must not freeze in winter, or the pump is lost.",
    ]


def test_where_days_are_read_or_there_is_nothing_else_tasks_serve() -> None:
    body = "## Open\nform:: list\ncount:: 9\nnotes:: 0\nseek:: ask\n\nx"
    material = Material([passage(TASKS, "Day", 1)], [], {"title": "Day"}, "Day")
    said = [line.text for line in made(body, material=material, front="reads: days\n").parts[0].lines]
    assert "Ask the neighbour about his old pump" in said
    only = Material([passage("- [ ] Ask the neighbour about his old pump", "Day", 1)], [], {"title": "Day"}, "Day")
    assert [line.text for line in made(body, material=only).parts[0].lines] == ["Ask the neighbour about his old pump"]


def test_a_model_reads_neither_tasks_nor_lists_of_notes_but_of_days() -> None:
    model = Writes("A pump would lift the water to the house in an hour [1].")
    material = Material([passage(TASKS, "Pump", 1)], [], {"title": "Pump"}, "Pump")
    made("## A\nnotes:: 0\n\nx", model, material)
    assert "forty metres" not in model.asked[0][-1].text
    assert "[[Pond]]" not in model.asked[0][-1].text
    assert "must not freeze" in model.asked[0][-1].text
    made("## A\nnotes:: 0\n\nx", model, material, front="reads: days\n")
    assert "forty metres" in model.asked[-1][-1].text


OTHERWISE = "## What follows\nnotes:: 1\nseek:: risk, lost\notherwise:: “{{title}}” does not say what follows.\n\nx"


def test_a_part_for_which_nothing_fits_says_so() -> None:
    draft = made(OTHERWISE)
    assert [(line.text, line.sources) for line in draft.parts[0].lines] == [("“Well” does not say what follows.", ())]
    fitting = Material([passage(TASKS, "Pump", 1)], [], {"title": "Pump"}, "Pump")
    assert [line.text for line in made(OTHERWISE, material=fitting).parts[0].lines] == [
        "The hose must not freeze in winter, or the pump is lost."
    ]
    ending = OTHERWISE.replace("risk, lost", "*eeze")
    assert [line.text for line in made(ending, material=fitting).parts[0].lines] == [
        "The hose must not freeze in winter, or the pump is lost."
    ]
    written = made(OTHERWISE, Writes("The old well runs dry every August [1]."))
    assert [line.text for line in written.parts[0].lines] == ["The old well runs dry every August."]


def test_a_part_leaves_to_a_later_one_what_that_seeks_and_prose_is_whole_sentences() -> None:
    text = (
        "Slaked lime, two kilograms of it\nThe pump was bought in spring from a neighbour. "
        "The pump is lost where the hose freezes.\n```dataview\nTABLE pumps, hoses FROM Water.\n```\n"
    )
    material = Material([passage(text, "Pump", 1)], [], {"title": "Pump"}, "Pump")
    draft = made(f"## First\ncount:: 3\nnotes:: 0\nseek:: pump, lime\n\nx\n\n{OTHERWISE}", material=material)
    assert [[line.text for line in part.lines] for part in draft.parts] == [
        ["The pump was bought in spring from a neighbour."],
        ["The pump is lost where the hose freezes."],
    ]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_of_a_review_consequences_and_solution_may_be_missing(language: str) -> None:
    path = next(one for one in SHIPPED if one.stem == "review" and one.parent.name == language)
    parts = read_recipe(path.read_text(encoding="utf-8"), path=NotePath("x.md")).parts
    assert [bool(part.otherwise) for part in parts] == [False, True, True]
    assert all("{{title}}" in part.otherwise for part in parts[1:])


def test_examples_and_excerpts_come_before_what_differs_so_that_they_are_read_once() -> None:
    model = Writes("The old well runs dry every August [1].")
    made("Be brief.\n\n## A\nnotes:: 0\n\nName it.\n\n## B\nnotes:: 0\n\nSolve it.", model)
    first, second = model.asked
    assert first[:-1] == second[:-1]
    told = [turns[-1].text.partition(">>>\n\nBe brief. ") for turns in (first, second)]
    assert told[0][0] == told[1][0]
    assert [end for _, _, end in told] == ["Name it. Answer in English.", "Solve it. Answer in English."]


def test_a_part_that_names_no_other_notes_reads_none() -> None:
    model = Writes("The old well runs dry every August [1].")
    made("## A\nnotes:: 0\n\nx\n\n## B\nnotes:: 1\n\ny\n\n## C\nnotes:: 0\nfrom:: others\n\nz", model)
    asked = {turns[-1].text.rpartition(" Answer")[0][-1]: turns[-1].text for turns in model.asked}
    assert ["90 euros" in asked[name] for name in "xyz"] == [False, True, True]


def test_prose_written_as_a_list_loses_its_marks_and_a_sentence_cut_off_its_beginning() -> None:
    class Cut(Writes):
        def stream(self, turns: Sequence[ChatTurn], **_: object) -> Generator[Token, None, None]:
            yield Token("1. Forty buckets are carried from the pond by hand a day.\n2. #well The old well runs dry eve")
            yield Token("", stop="length")

    (part,) = made("## A\ncount:: 5\nnotes:: 0\n\nx", Cut("")).parts
    assert [(line.text, len(line.sources), line.is_doubted) for line in part.lines] == [
        ("Forty buckets are carried from the pond by hand a day.", 1, False)
    ]


REVIEW = """## Problem
count:: 1
notes:: 2
seek:: dry

x

## Follows
notes:: 2
says:: consequence
seek:: lost
otherwise:: It does not say what follows.

y

## Solve
notes:: 2
says:: instruction
seek:: recipe
otherwise:: It does not say how.

z
"""


def test_a_part_takes_what_tells_what_to_do_or_what_follows_by_its_verbs() -> None:
    text = "The old well is dry in August. Clean the shaft by hand before May. Never dig deeper: the wall caves in."
    problem, follows, solve = made(REVIEW, material=Material([passage(text, "Well", 1)], [], {}, "Well")).parts
    assert [line.text for line in problem.lines] == ["The old well is dry in August."]
    assert [line.text for line in follows.lines] == ["Never dig deeper: the wall caves in."]
    assert [line.text for line in solve.lines] == ["Clean the shaft by hand before May."]


def test_what_was_said_as_a_consequence_is_said_again_sooner_than_that_nothing_tells_what_to_do() -> None:
    text = "The old well is dry in August. Clean the shaft in May, otherwise the well is lost."
    parts = made(REVIEW, material=Material([passage(text, "Well", 1)], [], {}, "Well")).parts
    assert [[line.text for line in part.lines] for part in parts[1:]] == [
        ["Clean the shaft in May, otherwise the well is lost."]
    ] * 2


def test_a_list_after_a_colon_and_what_stands_under_a_callouts_title_are_found_by_those_words() -> None:
    text = (
        "The old well is dry in August and the trees suffer.\n\nA recipe for ten litres of mortar:\n\n- lime — 2 kg\n"
        "- clay — 1 kg\n\nThe recipe for spring\nForty buckets of sand in one week, two weeks running.\n"
    )
    solve = made(REVIEW, material=Material([passage(text, "Well", 1)], [], {}, "Well")).parts[2]
    assert [line.text for line in solve.lines] == [
        "A recipe for ten litres of mortar: lime — 2 kg; clay — 1 kg.",
        "Forty buckets of sand in one week, two weeks running.",
    ]


def test_every_part_with_notes_has_them_also_where_the_note_says_nothing() -> None:
    dry = [passage("The old well at the pond is dry in August.", "Well", 1)]
    draft = made(REVIEW, material=Material(dry, MATERIAL.found, {}, "Well"))
    assert [line.text for part in draft.parts[1:] for line in part.lines] == [
        "It does not say what follows.", "It does not say how.",
    ]  # fmt: skip
    assert [[one.note for one in part.relevant] for part in draft.parts] == [["Pump.md"]] * 3
    alone = made(REVIEW, material=Material(dry, [], {}, "Well"))
    assert [(part.relevant, part.is_noted) for part in alone.parts] == [((), True)] * 3


def test_no_sentence_is_both_the_problem_and_its_cure() -> None:
    own = Material([passage("Clean the shaft of the old well by hand before May.", "Well", 1)], [], {}, "Well")
    parts = made(REVIEW, material=own).parts
    assert [[line.text[:5] for line in part.lines] for part in parts] == [[], ["It do"], ["Clean"]]


def test_what_other_notes_say_is_taken_of_those_that_bear_on_the_note() -> None:
    far = passage("Green tea is brewed at 75 degrees for two minutes.", "Tea", 5)
    body = "## Left out\ncount:: 3\nnotes:: 2\nfrom:: others\nseek:: also\n\nx"
    (part,) = made(body, material=Material(MATERIAL.own, [far, *MATERIAL.found], {}, "Well")).parts
    assert {source.note for line in part.lines for source in line.sources} == {"Pump.md"}
    (part,) = made(body, material=Material(MATERIAL.own, [far], {}, "Well")).parts
    assert (part.lines, part.relevant, part.is_noted) == ((), (), True)


def test_what_was_found_for_a_parts_own_question_bears_on_it_first() -> None:
    asked = {"Solve": [passage("Clean the shaft of a well by hand before May.", "Cleaning", 7)]}
    own = [passage("The old well is dry in August, and the shaft of it is forty buckets deep.", "Well", 1)]
    material = Material(own, MATERIAL.found, {}, "Well", asked)
    parts = made(REVIEW, material=material).parts
    assert [next(one.note for one in part.relevant) for part in parts] == ["Pump.md", "Pump.md", "Cleaning.md"], parts
    assert material.offered[3].chunk.note == "Cleaning.md"


def test_a_model_that_does_not_tell_what_to_do_is_replaced_by_the_notes() -> None:
    text = "The old well is dry in August. Clean the shaft by hand before May."
    own = Material([passage(text, "Well", 1)], [], {}, "Well")
    assert [one.text for one in made(REVIEW, Writes("The old well was dry [1]."), own).parts[2].lines] == [text[31:]]
    model = Writes("The old well was dry in August [1].", "No.", "The shaft of the well must be cleaned in May [1].")
    assert [one.text for one in made(REVIEW, model, own).parts[2].lines] == [
        "The shaft of the well must be cleaned in May."
    ]


def test_what_an_earlier_part_said_is_not_said_again_nor_what_breaks_off_and_no_sentence_ends_twice() -> None:
    body = "## A\ncount:: 2\nnotes:: 0\n\nx\n\n## B\ncount:: 2\nnotes:: 0\n\ny"
    same = "The old well runs dry every August [1]."
    draft = made(body, Writes(same, f"{same} Are forty buckets carried a day? [1]. We carry water from the pond by"))
    assert [[line.text for line in part.lines] for part in draft.parts] == [
        ["The old well runs dry every August."],
        ["Are forty buckets carried a day?"],
    ]


def test_what_an_opponent_says_is_not_what_the_note_says_itself() -> None:
    body = "## Against\nform:: list\ncount:: 2\nnotes:: 0\nfrom:: others\n\nx"
    model = Writes(
        "1. We carry forty buckets of water from the pond by hand [1].\n2. A pump would lift forty buckets [2]."
    )
    assert [line.text for line in made(body, model).parts[0].lines] == ["A pump would lift forty buckets."]


def test_a_russian_recipe_on_an_english_note_asks_and_takes_answers_in_russian() -> None:
    text = "---\nlanguage: ru\n---\n## В\nform:: questions\ncount:: 2\nnotes:: 0\n\nЗадай вопросы."
    russian = read_recipe(text, path=NotePath("x.md"))
    *_, draft = make_draft(russian, MATERIAL, Means())
    assert isinstance(draft, RecipeDraft)
    assert [line.text.partition("«")[0] for line in draft.parts[0].lines] == [
        "Что следует из того, что ",
        "Почему именно так, а не иначе: ",
    ]
    model = Writes(
        "1. Why does the well run dry every August?\n"
        '2. Почему `old_well.runs(dry=True, month="August")` в колодце — every August, the old well? [1]'
    )
    *_, draft = make_draft(russian, MATERIAL, Means(model))
    assert isinstance(draft, RecipeDraft)
    assert [line.text[:6] for line in draft.parts[0].lines] == ["Почему"]
    assert model.asked[0][0].text.startswith("Ты работаешь")
    assert model.asked[0][-1].text.endswith("Ответь по-русски.")
    english = made("## Q\nform:: questions\ncount:: 1\nnotes:: 0\n\nAsk.", material=Material(
        [passage("Колодец сохнет каждый август, воду носим из пруда.", "Колодец", 1)], [], {}, "Колодец"
    ))  # fmt: skip
    assert english.parts[0].lines[0].text.startswith("Why this and not something else: “Колодец")


DOUBTFUL = "The old well near the pump feels lonely every August and it needs a friendly neighbour [2]."


def test_what_nothing_holds_is_kept_only_where_nothing_else_is_there_and_is_doubted_then() -> None:
    draft = made("## A\ncount:: 1\nnotes:: 0\nseek:: dry\n\nx", Writes(DOUBTFUL))
    assert ([line.text for line in draft.parts[0].lines], draft.model) == (
        ["The old well runs dry every August."],
        None,
    )
    body = "## A\ncount:: 1\nnotes:: 0\nseek:: zebra\notherwise:: It does not say.\n\nx"
    assert [line.text for line in made(body, Writes(DOUBTFUL)).parts[0].lines] == ["It does not say."]
    short = Material([passage("Frogs sit in the well.", "Well", 1)], [], {}, "Well")
    said = "Frogs in the well sit lonely and friendly, year after year."
    draft = made("## A\ncount:: 1\nnotes:: 0\n\nx", Writes(said), short)
    assert ([line.is_doubted for line in draft.parts[0].lines], draft.model) == ([True], "writes")


def test_a_models_few_thoughts_are_filled_up_with_the_notes_own_and_the_draft_says_so() -> None:
    text = f"{NOTE} Forty buckets of water are heavy in an hour of work."
    material = Material([passage(text, "Well", 1)], MATERIAL.found, {}, "Well")
    draft = made(THOUGHTS, Writes("1. From the pond forty buckets are carried by hand [1]."), material)
    assert [line.text for line in draft.parts[0].lines] == [
        "From the pond forty buckets are carried by hand.",
        "The old well runs dry every August.",
        "Forty buckets of water are heavy in an hour of work.",
    ]
    assert draft.notices == ("These parts are in part the notes' own sentences: Thoughts.",)


def test_a_word_of_two_scripts_is_no_thought() -> None:
    model = Writes("The old well runs каждыйaugust dry [1]. The old well runs dry every August [1].")
    (part,) = made("## A\ncount:: 2\nnotes:: 0\n\nx", model).parts
    assert [line.text for line in part.lines] == ["The old well runs dry every August."]
