"""Whether a sentence speaks of what a question asks about: each word of it that the sentence does not say."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from vaultmind.domain.chunk import Passage
from vaultmind.parsing.inflection import may_be_noun, other_forms, verb_forms
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import fold, is_stop_word, stems_and_spans, stems_of, words_of

_ASKING = frozenset(stems_of("сколько насколько many much whose whom"))
"""Words that ask and are no stop words, since notes say them too."""
_BEFORE_A_VERB = re.compile(
    r"\b(?:to|can|could|will|would|shall|should|must|may|might|not|cannot|\w+n't|how|i|you|he|she|we|they|who)\s+$",
    re.IGNORECASE,
)
"""What stands before an English verb, or what is asked for: "how old"."""
_MOST_WORDS = 16
"""Words that are asked about: of a longer text one is hardly missed, and each is one more question for the model."""
_LEAST_OF_A_LANGUAGE = 0.25
"""Of the passages so many must be in a language that the notes could have said a word in."""
_LONGEST_BEFORE = 24
"""Characters."""
_ASKED_WITH_DO = re.compile(r"\b(?:do|does|did)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much nearer to a sentence a question may come by losing a word that the sentence is said to speak of.

    A word that a sentence speaks of in other words draws the question towards it, one that it does not speak of pushes
    it away. Cosines of the model's vectors; read off questions and probes of ``benchmarks/off_topic.py``.
    """

    noun: float = 0.022
    """For a noun that no passage found for the question says in any form."""
    other: float = 0.04
    """For a verb or an adjective that none says."""
    elsewhere: float = 0.045
    """For a noun that other passages say, not the sentence's own."""
    foreign: float = 0.03
    """For any word, where the sentence is in another language and cannot say it, though passages in its own could."""
    all_foreign: float = 0.06
    """The same where no passage is in the word's language."""


SHIPPED_MEASURE = Measure()


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a question, and the question without it."""

    reduced: str
    """Its own stem."""
    stems: frozenset[str]
    """Those of all its forms."""
    rest: str
    is_noun: bool
    """Whether it may be one."""
    language: str

    def is_in(self, said: Set[str]) -> bool:
        """Say whether one of its forms is among some stems."""
        return not self.stems.isdisjoint(said)


@dataclass(frozen=True, slots=True)
class Said:
    """What passages say, for the words of a question to be looked up in."""

    by_passage: Mapping[int, frozenset[str]]
    """Stems by the passage's number in the index, those of its title and headings among them."""
    anywhere: frozenset[str]
    languages: frozenset[str]
    """Those of a good part of the passages."""

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "Said":
        """Return what some passages say."""
        texts = {one.chunk_id: f"{one.chunk.breadcrumb}\n{one.chunk.text}" for one in passages}
        by_passage = {chunk_id: frozenset(stems_of(text)) for chunk_id, text in texts.items()}
        anywhere = frozenset(stem for stems in by_passage.values() for stem in stems)
        counted = Counter(map(language_of, texts.values()))
        languages = frozenset(one for one, count in counted.items() if count >= _LEAST_OF_A_LANGUAGE * len(texts))
        return cls(by_passage, anywhere, languages)

    def could_say(self, word: AskedWord) -> bool:
        """Say whether a passage is in the word's language, so that it would be there if the notes spoke of it so."""
        return word.language in self.languages

    def allowance(
        self, word: AskedWord, sentence: str, passage: Passage, measure: Measure = SHIPPED_MEASURE
    ) -> float | None:
        """Return how much nearer the question may come without a word; ``None`` where the passage says it."""
        if word.is_in(self.by_passage[passage.chunk_id]) or word.is_in(frozenset(stems_of(sentence))):
            return None
        if word.language and language_of(sentence) not in ("", word.language):
            return measure.foreign if self.could_say(word) else measure.all_foreign
        if word.is_in(self.anywhere):
            return measure.elsewhere if word.is_noun else None
        return measure.noun if word.is_noun else measure.other


def nouns_unsaid(question: str, passages: Sequence[Passage], *, fewest: int) -> tuple[AskedWord, ...]:
    """Return the Russian nouns of a question of so few words or fewer that no passage says, though one is Russian.

    By words alone: in a longer question such a noun is mostly said in another word, and what is a noun in English no
    dictionary is here to say.
    """
    if len(set(stems_of(question, keep_stop_words=False))) > fewest:
        return ()
    said = Said.of(passages)
    nouns = (word for word in words_asked(question) if word.is_noun and word.language == "ru" and said.could_say(word))
    return tuple(word for word in nouns if not word.is_in(said.anywhere))


def words_asked(question: str) -> Iterator[AskedWord]:
    """Yield the words of a question in order; no number, no common word, none that only asks; none of a long text."""
    places: dict[str, list[tuple[int, int]]] = {}
    for reduced, start, end in stems_and_spans(question):
        places.setdefault(reduced, []).append((start, end))
    if len(set(stems_of(question, keep_stop_words=False))) > _MOST_WORDS:
        return
    for reduced, spans in places.items():
        start, end = spans[0]
        word = fold(question[start:end])
        if len(word) < 2 or word.isdigit() or is_stop_word(word) or reduced in _ASKING:
            continue
        rest = question
        for begins, ends in reversed(spans):
            rest = rest[:begins] + rest[ends:]
        if stems_of(rest, keep_stop_words=False):
            forms = _stems_of_forms(reduced, word)
            is_noun = may_be_noun(word) and not _is_verb(word, question, start, end)
            yield AskedWord(reduced, forms, " ".join(rest.split()), is_noun, language_of(word))


def forms_asked(question: str) -> dict[str, frozenset[str]]:
    """Return by the stem of each word of a question that is no common one the stems of all its forms."""
    words = {reduced: fold(question[start:end]) for reduced, start, end in stems_and_spans(question)}
    if len(words) > _MOST_WORDS:
        return {}
    return {reduced: _stems_of_forms(reduced, word) for reduced, word in words.items() if not is_stop_word(word)}


def _stems_of_forms(reduced: str, word: str) -> frozenset[str]:
    forms = (*other_forms(word), *verb_forms(word))
    return frozenset((reduced, *(stem for form in forms for stem in stems_of(form))))


def _is_verb(word: str, question: str, start: int, end: int) -> bool:
    """Say whether an English word stands where a verb does: behind "to" or "can", or last in "What does it mean?"."""
    if not word.isascii():
        return False
    before = question[:start]
    if word.endswith("ed") or _BEFORE_A_VERB.search(before[-_LONGEST_BEFORE:]):
        return True
    is_last = not stems_of(question[end:], keep_stop_words=False)
    return is_last and bool(_ASKED_WITH_DO.search(before)) and not is_stop_word(words_of(before)[-1])
