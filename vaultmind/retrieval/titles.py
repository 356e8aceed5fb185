"""Titles and aliases by their words, so that a text can be searched for all of them at once."""

import re
from collections.abc import Iterable, Sequence

from vaultmind.domain.link import NotePath
from vaultmind.parsing.morphology import is_stop_word, stems_of, words_of

_SHORTEST_SINGLE_WORD = 4
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


class TitleIndex:
    """Which notes a run of stems names. ``replace`` and ``remove`` keep it current at the cost of one note."""

    def __init__(self) -> None:
        self._by_stems: dict[tuple[str, ...], list[NotePath]] = {}
        self._lengths: dict[str, dict[int, int]] = {}
        self._names_of: dict[NotePath, tuple[tuple[str, ...], ...]] = {}

    def replace(self, note: NotePath, names: Iterable[str]) -> None:
        """Let a note be found by these names, whole and without a closing ``(…)``, in any form of their words."""
        self.remove(note)
        forms = {form for name in names for form in (name, _IN_BRACKETS.sub("", name))}
        kept = tuple(sorted({tuple(stems_of(form)) for form in forms if _is_telling(words_of(form))}))
        if kept:
            self._names_of[note] = kept
        for key in kept:
            self._by_stems.setdefault(key, []).append(note)
            lengths = self._lengths.setdefault(key[0], {})
            lengths[len(key)] = lengths.get(len(key), 0) + 1

    def remove(self, note: NotePath) -> None:
        """Forget a note."""
        for key in self._names_of.pop(note, ()):
            named = self._by_stems[key]
            named.remove(note)
            if not named:
                del self._by_stems[key]
            lengths = self._lengths[key[0]]
            lengths[len(key)] -= 1
            if not lengths[len(key)]:
                del lengths[len(key)]
            if not lengths:
                del self._lengths[key[0]]

    def named_by(self, stems: Sequence[str]) -> Sequence[NotePath]:
        """Return the notes whose whole name a text is."""
        return tuple(self._by_stems.get(tuple(stems), ()))

    def named_in(self, stems: Sequence[str]) -> list[NotePath]:
        """Return the notes that a text names, in the order of the text; of names in one another the longest counts."""
        found: dict[NotePath, None] = {}
        place = 0
        while place < len(stems):
            step = 1
            for length in sorted(self._lengths.get(stems[place], ()), reverse=True):
                named = self._by_stems.get(tuple(stems[place : place + length]))
                if named:
                    found.update(dict.fromkeys(named))
                    step = length
                    break
            place += step
        return list(found)


def _is_telling(words: Sequence[str]) -> bool:
    """Say whether a name can be looked for in prose: not one short or common word, not a number."""
    if len(words) == 1 and len(words[0]) < _SHORTEST_SINGLE_WORD:
        return False
    return not all(is_stop_word(word) or word.isdigit() for word in words)
