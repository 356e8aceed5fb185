"""How alike two notes are in their uncommon words, and how much of a note's title stands in another's text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

import numpy as np

from vaultmind.parsing.morphology import is_stop_word
from vaultmind.suggesting.structure import Numbers, Weights
from vaultmind.suggesting.words import BORDER, NoteWords, name_stems

_WORDS_OF_A_NOTE = 60
_LONGEST_STEM = 40
_MOST_COMMON = 6
"""A word that more than one of so many notes has tells none of them from another."""


class WordLikeness:
    """The notes as weighted words, each by its most telling ones; rows of unit length."""

    def __init__(self, notes: Sequence[NoteWords]) -> None:
        self.count = len(notes)
        counted = [Counter(note.stems) for note in notes]
        spread: Counter[str] = Counter()
        for words in counted:
            spread.update(words.keys())
        most = max(3, self.count // _MOST_COMMON)
        rarity = {
            word: log((self.count + 1) / seen)
            for word, seen in spread.items()
            if 1 < seen <= most and word != BORDER and len(word) <= _LONGEST_STEM and not is_stop_word(word)
        }
        self._rarity = rarity
        self._common = frozenset(word for word, seen in spread.items() if seen > most)
        self._never = float(np.log(self.count + 1))
        self.words: list[dict[str, float]] = [self._row(words) for words in counted]
        self._postings = _Postings(self.words)
        self._title_words = [self._title_row(note.title) for note in notes]
        self._titles = _Postings(self._title_words)

    def replace(self, number: int, note: NoteWords) -> None:
        """Take a note, or the next one, as it is now; how rare words are stays as it was learnt."""
        row, title = self._row(Counter(note.stems)), self._title_row(note.title)
        if number == self.count:
            self.count += 1
            self.words.append({})
            self._title_words.append({})
        self._postings.replace(number, self.words[number], row)
        self._titles.replace(number, self._title_words[number], title)
        self.words[number], self._title_words[number] = row, title

    def cosines(self, note: int) -> Weights:
        """Return the cosine of the words of one note with every note's; its own is 1."""
        return self._postings.sums(self.words[note].items(), self.count)

    def titles_in(self, note: NoteWords) -> Weights:
        """Return for every note the share of its title, by rarity of the words, that stands in the text of ``note``."""
        return self._titles.sums(((word, 1.0) for word in dict.fromkeys(note.stems)), self.count)

    def rarity(self, word: str) -> float:
        """Return how telling a stem is: 0 for one that nearly every note has, or none but one."""
        return self._rarity.get(word, 0.0)

    def is_common(self, word: str) -> bool:
        """Say whether so many notes have a stem that it tells none of them from another."""
        return word in self._common or is_stop_word(word)

    def shared(self, note: int, other: int, count: int = 3) -> list[str]:
        """Return the stems that make two notes alike, the strongest first."""
        mine, theirs = self.words[note], self.words[other]
        common = {word: mine[word] * theirs[word] for word in mine.keys() & theirs.keys()}
        return sorted(common, key=lambda word: (-common[word], word))[:count]

    def _row(self, words: Counter[str]) -> dict[str, float]:
        rarity = self._rarity
        weighted = {word: (1 + log(times)) * rarity[word] for word, times in words.items() if word in rarity}
        if len(weighted) > _WORDS_OF_A_NOTE:
            weighted = dict(sorted(weighted.items(), key=lambda one: (-one[1], one[0]))[:_WORDS_OF_A_NOTE])
        norm = sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
        return {word: weight / norm for word, weight in weighted.items()}

    def _title_row(self, title: str) -> dict[str, float]:
        words = dict.fromkeys(stem for stem in name_stems(title, keep_stop_words=False) if not stem.isdigit())
        weights = {word: self._rarity.get(word, self._never) for word in words}
        total = sum(weights.values())
        return {word: weight / total for word, weight in weights.items()} if total else {}


class _Postings(dict[str, tuple[Numbers, Weights]]):
    """For each word the notes that have it, with its weight in each."""

    def __init__(self, rows: Sequence[Mapping[str, float]]) -> None:
        found: dict[str, tuple[list[int], list[float]]] = {}
        for number, row in enumerate(rows):
            for word, weight in row.items():
                numbers, weights = found.setdefault(word, ([], []))
                numbers.append(number)
                weights.append(weight)
        super().__init__(
            (word, (np.array(numbers, dtype=np.int32), np.array(weights))) for word, (numbers, weights) in found.items()
        )

    def replace(self, number: int, before: Mapping[str, float], now: Mapping[str, float]) -> None:
        """Put the words a note has now in the place of those it had."""
        for word in before:
            numbers, weights = self[word]
            others = numbers != number
            self[word] = numbers[others], weights[others]
        for word, weight in now.items():
            numbers, weights = self.get(word, (np.zeros(0, dtype=np.int32), np.zeros(0)))
            self[word] = np.append(numbers, np.int32(number)), np.append(weights, weight)

    def sums(self, words: Iterable[tuple[str, float]], count: int) -> Weights:
        """Return for every note the sum over ``words`` of weight there times weight here."""
        found = [(self[word], weight) for word, weight in words if word in self]
        if not found:
            return np.zeros(count)
        numbers = np.concatenate([numbers for (numbers, _), _ in found])
        here = np.repeat([weight for _, weight in found], [len(numbers) for (numbers, _), _ in found])
        weights = np.concatenate([weights for (_, weights), _ in found]) * here
        return np.bincount(numbers, weights=weights, minlength=count).astype(np.float64, copy=False)
