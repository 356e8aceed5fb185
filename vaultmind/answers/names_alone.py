"""Sentences that share no more than a name with a question: "Рустам — сосед" for "Кто жена Рустама?"."""

from collections.abc import Sequence

import numpy as np

from vaultmind.answers.details import names_in_sentence
from vaultmind.answers.spoken_of import words_asked
from vaultmind.parsing.morphology import stems_of
from vaultmind.ports import Vector
from vaultmind.retrieval.language import Meaning

_MOST_WORDS = 2
"""Words beside the names: a longer question is mostly answered in other words than its own."""
_NEARER = 0.06
"""How much nearer to a word than the sentences on the whole one comes that speaks of it in other words: a brother to
"sister" by .09; to what they do not speak of twelve of thirteen sentences came by less than .055."""


def say_a_name_alone(question: str, sentences: Sequence[str], vectors: Vector, meaning: Meaning) -> list[bool]:
    """Say of each sentence whether it has but a name of a short question and speaks of nothing else that is asked.

    ``vectors`` has a row for each. A question of names and verbs alone, "Чем занят Степан?", may be answered by
    anything that is told of them.
    """
    names = frozenset(stem for name in names_in_sentence(question) for stem in stems_of(name))
    words = [word for word in words_asked(question) if word.reduced not in names]
    nouns = [word for word in words if word.is_noun]
    none = [False] * len(sentences)
    if not names or not nouns or len(words) > _MOST_WORDS:
        return none
    heard = [frozenset(stems_of(one)) for one in sentences]
    alone = [len(names & said) <= 1 and not any(word.is_in(said) for word in words) for said in heard]
    if not any(alone):
        return none
    nearness = np.stack([vectors @ meaning.of_question(noun.reduced) for noun in nouns])
    nearest = (nearness - nearness.mean(axis=1, keepdims=True)).max(axis=0)
    return [is_alone and float(near) < _NEARER for is_alone, near in zip(alone, nearest, strict=True)]
