"""How alike two notes are in their uncommon words, and how much of a note's title stands in another's text."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from vaultmind.parsing.morphology import is_stop_word
from vaultmind.suggesting.structure import Numbers, Weights
from vaultmind.suggesting.words import BORDER, NoteWords, name_stems

_WORDS_OF_A_NOTE = 80
_LONGEST_STEM = 40


class WordLikeness:
    """The notes as weighted words, each by its most telling ones; rows of unit length."""

    def __init__(self, notes: Sequence[NoteWords]) -> None:
        self.count = len(notes)
        counted = [Counter(note.stems) for note in notes]
        spread: Counter[str] = Counter()
        for words in counted:
            spread.update(words.keys())
        most = max(3, self.count // 4)
        rarity = {
            word: float(np.log((self.count + 1) / seen))
            for word, seen in spread.items()
            if 1 < seen <= most and word != BORDER and len(word) <= _LONGEST_STEM and not is_stop_word(word)
        }
        self._rarity = rarity
        self.words: list[dict[str, float]] = []
        postings: dict[str, list[tuple[int, float]]] = {}
        for number, words in enumerate(counted):
            weighted = {word: (1 + np.log(times)) * rarity[word] for word, times in words.items() if word in rarity}
            if len(weighted) > _WORDS_OF_A_NOTE:
                weighted = dict(sorted(weighted.items(), key=lambda one: (-one[1], one[0]))[:_WORDS_OF_A_NOTE])
            norm = float(np.sqrt(sum(weight * weight for weight in weighted.values()))) or 1.0
            row = {word: float(weight / norm) for word, weight in weighted.items()}
            self.words.append(row)
            for word, weight in row.items():
                postings.setdefault(word, []).append((number, weight))
        self._postings = {
            word: (np.array([one for one, _ in found], dtype=np.int32), np.array([weight for _, weight in found]))
            for word, found in postings.items()
        }
        self._learn_titles(notes)

    def cosines(self, note: int) -> Weights:
        """Return the cosine of the words of one note with every note's; its own is 1."""
        found = [(self._postings[word], weight) for word, weight in self.words[note].items()]
        if not found:
            return np.zeros(self.count)
        numbers = np.concatenate([numbers for (numbers, _), _ in found])
        weights = np.concatenate([weights * weight for (_, weights), weight in found])
        return np.bincount(numbers, weights=weights, minlength=self.count).astype(np.float64)

    def titles_in(self, note: NoteWords) -> Weights:
        """Return for every note the share of its title, by rarity of the words, that stands in the text of ``note``."""
        found = [self._titles[word] for word in set(note.stems) if word in self._titles]
        if not found:
            return np.zeros(self.count)
        numbers = np.concatenate([numbers for numbers, _ in found])
        weights = np.concatenate([weights for _, weights in found])
        return np.bincount(numbers, weights=weights, minlength=self.count).astype(np.float64)

    def shared(self, note: int, other: int, count: int = 3) -> list[str]:
        """Return the stems that make two notes alike, the strongest first."""
        mine, theirs = self.words[note], self.words[other]
        common = {word: mine[word] * theirs[word] for word in mine.keys() & theirs.keys()}
        return sorted(common, key=lambda word: (-common[word], word))[:count]

    def _learn_titles(self, notes: Sequence[NoteWords]) -> None:
        titles: dict[str, list[tuple[int, float]]] = {}
        never = float(np.log(self.count + 1))
        for number, note in enumerate(notes):
            words = {stem for stem in name_stems(note.title, keep_stop_words=False) if not stem.isdigit()}
            weights = {word: self._rarity.get(word, never) for word in words}
            total = sum(weights.values())
            for word, weight in weights.items():
                titles.setdefault(word, []).append((number, weight / total))
        self._titles: dict[str, tuple[Numbers, Weights]] = {
            word: (np.array([one for one, _ in found], dtype=np.int32), np.array([share for _, share in found]))
            for word, found in titles.items()
        }
