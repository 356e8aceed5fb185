import numpy as np
import pytest

from vaultmind.answers.extractive import answer_extractively
from vaultmind.answers.spoken_of import Said, words_asked
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.parsing.morphology import stems_of

CONCEPTS = [
    {"bicycle", "bike", "велосипед"},
    {"motorcycle", "мотоцикл"},
    {"cost", "euros", "paid", "стоил", "рублей"},
    {"boiler", "котел", "котле"},
    {"pressure", "bar", "давление"},
    {"neighbour", "соседа"},
    {"ripen", "созревание"},
    {"borovinka", "боровинка"},
]
STEMS = [{stem for word in words for stem in stems_of(word)} for words in CONCEPTS]


class Concepts:
    """A meaning in which words for one thing are one, in two languages; what it does not know lies apart."""

    def of_question(self, text: str) -> np.ndarray:
        stems = set(stems_of(text))
        vector = np.array([*(float(not stems.isdisjoint(known)) for known in STEMS), 0.5])
        return vector / np.linalg.norm(vector)

    def of_texts(self, texts: list[str]) -> np.ndarray:
        return np.stack([self.of_question(text) for text in texts])

    def reads_any(self, words: list[str]) -> bool:
        return bool(words)


def passages_of(*texts: str) -> list[Passage]:
    return [
        Passage(number, Chunk(NotePath(f"{number}.md"), 0, Span(0, len(text)), (1, 1), (), f"Note {number}", text), 1.0)
        for number, text in enumerate(texts, 1)
    ]


def is_answered(question: str, *texts: str) -> bool:
    by_path = {NotePath(f"{number}.md"): text for number, text in enumerate(texts, 1)}
    answer = answer_extractively(
        question,
        passages_of(*texts),
        read_note=by_path.__getitem__,
        meaning=Concepts(),  # type: ignore[arg-type]
    )
    return not answer.refused


@pytest.mark.parametrize(
    ("question", "notes", "expected"),
    [
        ("How much did the bicycle cost?", ("The bicycle cost 640 euros in May.",), True),
        ("How much did the bike cost?", ("The bicycle cost 640 euros in May.",), True),  # in another word
        ("How much did the motorcycle cost?", ("The bicycle cost 640 euros in May.",), False),
        ("Сколько стоил мотоцикл?", ("Велосипед стоил 18 500 рублей.",), False),
        ("Какое давление на котле?", ("Давление на котле 2 бара.",), True),
        ("Какое давление на котле у соседа?", ("Давление на котле 2 бара.",), False),
        ("Сколько стоил велосипед?", ("The bicycle cost 640 euros in May.",), True),  # in the other language
        ("Сколько стоил мотоцикл?", ("The bicycle cost 640 euros in May.",), False),
        ("Сколько стоил мотоцикл?", ("Велосипед стоил 18 500 рублей.", "It cost 640 euros in May."), False),
    ],
)
def test_a_sentence_must_speak_of_each_word_that_is_asked_about(
    question: str, notes: tuple[str, ...], expected: bool
) -> None:
    assert is_answered(question, *notes) is expected


class Measured:
    """A meaning told how near the question with and without its noun comes to each text."""

    def __init__(self, noun: str, whole: dict[str, float], rest: dict[str, float]) -> None:
        self._noun, self._whole, self._rest = noun, whole, rest

    def of_question(self, text: str) -> dict[str, float]:
        return self._whole if self._noun in text else self._rest

    def of_texts(self, texts: list[str]) -> "Measured.Texts":
        return Measured.Texts(texts)

    def reads_any(self, words: list[str]) -> bool:
        return bool(words)

    class Texts(list[str]):
        def __matmul__(self, question: dict[str, float]) -> list[float]:
            return [question[text] for text in self]


BICYCLE, LATER, MOTOR = (
    "The bicycle cost 640 euros in May.",
    "It cost something in the end.",
    "We have a motorcycle in the shed.",
)


@pytest.mark.parametrize(
    ("question", "notes", "nearer", "said"),
    [
        ("How much did the motorcycle cost?", (BICYCLE, LATER), (0.06, 0.01), ""),  # the best is of another thing
        ("How much did the motorcycle cost?", (BICYCLE, LATER), (0.01, 0.06), BICYCLE),
        ("How much did the motorcycle cost?", (BICYCLE, MOTOR), (0.05, 0.0), MOTOR),  # another note has the noun
        ("How much did the motorcycle cost?", (BICYCLE, MOTOR), (0.04, 0.0), BICYCLE),
        ("Сколько стоил motorcycle из гаража?", (BICYCLE,), (0.02, 0.0), BICYCLE),
        ("Сколько стоил мотоцикл?", (BICYCLE, LATER), (0.07, 0.01), LATER),  # no note is in the word's language
        ("Сколько стоил мотоцикл?", (BICYCLE,), (0.05, 0.0), BICYCLE),
        ("Сколько стоил мотоцикл?", (BICYCLE, "Мы живём у реки."), (0.05, 0.0), ""),
    ],
)
def test_how_near_a_question_may_come_without_a_noun(
    question: str, notes: tuple[str, ...], nearer: tuple[float, ...], said: str
) -> None:
    whole = dict(zip(notes, (0.5, 0.45), strict=False))
    whole = {text: 0.1 if text.startswith("Мы") else near for text, near in whole.items()}
    rest = {text: whole[text] + more for text, more in zip(notes, nearer, strict=False)}
    noun = "motorcycle" if "motorcycle" in question else "мотоцикл"
    by_path = {NotePath(f"{number}.md"): text for number, text in enumerate(notes, 1)}
    answer = answer_extractively(
        question,
        passages_of(*notes),
        read_note=by_path.__getitem__,
        meaning=Measured(noun, whole, rest),  # type: ignore[arg-type]
    )
    first = answer.citations[0].quote if answer.citations else ""
    assert first == said


@pytest.mark.parametrize(
    ("question", "nouns", "others"),
    [
        ("Сколько стоил мотоцикл соседа?", {"мотоцикл", "сосед"}, {"сто"}),
        ("How old is the motorcycle?", {"motorcycl"}, {"old"}),
        ("What does the law mandate?", {"law"}, {"mandat"}),
        ("Where did I buy the motorcycle?", {"motorcycl"}, {"buy"}),
        ("What should we preserve in 2024?", set(), {"preserv"}),
    ],
)
def test_nouns_of_a_question_are_told_from_its_other_words(question: str, nouns: set[str], others: set[str]) -> None:
    words = list(words_asked(question))
    assert {stem for word in words if word.is_noun for stem in word.stems} >= nouns
    assert {stem for word in words if not word.is_noun for stem in word.stems} >= others
    assert all(not (word.stems & others) for word in words if word.is_noun)


def test_a_word_left_out_is_left_out_wherever_it_stands() -> None:
    rests = {word.rest for word in words_asked("Is the boiler beside the other boilers older?")}
    assert "Is the beside the other older?" in rests


def test_a_word_in_another_form_is_said() -> None:
    said = Said.of(passages_of("Люди пришли. Mice came."))
    words = {word.rest: word for word in words_asked("Сколько пришло человек?")}
    passage = passages_of("Люди пришли. Mice came.")[0]
    assert said.allowance(words["Сколько пришло ?"], "Mice came.", passage) is None


def test_a_pasted_text_is_not_held_to_each_of_its_words() -> None:
    pasted = " ".join(f"word{chr(97 + number)}" for number in range(17))
    assert not list(words_asked(f"Is this so: {pasted}?"))
    assert list(words_asked(f"Is this so: {pasted[:40]}?"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Сколько стоил велосипед?", True),
        ("Сколько стоил мотоцикл?", False),
        ("Сколько стоил соседу красный железный велосипед?", True),  # longer: said in other words, as far as words tell
    ],
)
def test_by_words_alone_a_short_question_is_held_to_its_nouns(question: str, expected: bool) -> None:
    text = "Железный велосипед стоил 18 500 рублей, красный."
    answer = answer_extractively(question, passages_of(text), read_note=lambda _: text)
    assert answer.refused is not expected
