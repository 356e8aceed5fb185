from collections.abc import Sequence

import pytest

from vaultmind.domain.query import LexicalQuery, Term
from vaultmind.parsing.morphology import stem, stems_of
from vaultmind.ports import Scored
from vaultmind.retrieval.spelling import respelled, slips_between

TEXTS = (
    "Антоновка зимует в погребе, антоновки много.",
    "Pelargonium on the sill. The front of the house.",
    "Титова привезла черенки.",
)


class Words:
    """The words of a few texts."""

    def counts(self, terms: Sequence[Term]) -> Sequence[int]:
        return [sum(stem(term.text) in stems_of(text) for text in TEXTS) for term in terms]

    def stems_beginning(self, letter: str, lengths: tuple[int, int]) -> Sequence[tuple[str, int]]:
        every = {known for text in TEXTS for known in stems_of(text)}
        return [(one, 1) for one in every if one.startswith(letter) and lengths[0] <= len(one) <= lengths[1]]

    def search(self, query: LexicalQuery, *, limit: int) -> Sequence[Scored]:
        wanted = query.any[0].text
        return [Scored(place, 1.0) for place, text in enumerate(TEXTS) if wanted in stems_of(text)][:limit]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("антоновкка", (("антоновкка", "антоновка"),)),
        ("Где зимует Антановка?", (("Антановка", "антоновка"),)),
        ("pelargoniom", (("pelargoniom", "pelargonium"),)),
        ("pelragonium?", (("pelragonium", "pelargonium"),)),
        ("Где антоновка?", None),
        ("How is the frost?", None),
        ("петуния в погребе", None),
        ("Где?", None),
    ],
)
def test_a_word_that_no_note_has_is_the_one_spelled_nearest(
    question: str, words: tuple[tuple[str, str], ...] | None
) -> None:
    found = respelled(question, Words(), TEXTS.__getitem__)  # type: ignore[arg-type]
    assert (found.words if found is not None else None) == words


@pytest.mark.parametrize(("known", "is_changed"), [("fronts", False), ("other", True)])
def test_a_word_that_a_model_knows_is_no_slip(known: str, is_changed: bool) -> None:
    words = Words()
    found = respelled("fromt of fronzs?", words, TEXTS.__getitem__, is_word=lambda word: word == known)  # type: ignore[arg-type]
    assert found is not None
    assert found.words[0] == ("fromt", "front"), "five letters are enough where a model knows words"
    assert respelled("Which frond suits?", words, TEXTS.__getitem__, is_word={"frond", "suit"}.__contains__) is None  # type: ignore[arg-type]
    assert respelled("Fronzs?", words, TEXTS.__getitem__, is_word={"fronz"}.__contains__) is None  # type: ignore[arg-type]
    planet = respelled("Fronds?", words, TEXTS.__getitem__, is_word=lambda word: word == "fronds" and not is_changed)  # type: ignore[arg-type]
    assert (planet is not None) is is_changed


def test_the_rest_of_the_question_stays() -> None:
    found = respelled("Где зимует Антановка, а не груша?", Words(), TEXTS.__getitem__)  # type: ignore[arg-type]
    assert found is not None
    assert found.question == "Где зимует антоновка, а не груша?"


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("abc", "abc", 0),
        ("abcd", "abdc", 1),
        ("abc", "abxc", 1),
        ("abc", "xbcd", 2),
        ("abc", "xyz", 3),
        ("a", "abcd", 3),
    ],
)
def test_slips_are_counted_as_far_as_it_matters(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other, 2) == slips


def test_a_pasted_text_of_unknown_words_is_left_as_it_is_and_looks_nothing_up() -> None:
    class Counted(Words):
        looked_up = 0

        def stems_beginning(self, letter: str, lengths: tuple[int, int]) -> Sequence[tuple[str, int]]:
            self.looked_up += 1
            return super().stems_beginning(letter, lengths)

    words = Counted()
    slips = ["антановка", "пеларгониом", "pelargoniom", "черенкки"]
    assert respelled(" ".join(slips), words, TEXTS.__getitem__) is not None  # type: ignore[arg-type]
    assert words.looked_up == 4
    assert respelled(" ".join([*slips, "погрреб"]), words, TEXTS.__getitem__) is None  # type: ignore[arg-type]
    assert words.looked_up == 4
