"""A word of a question that no note has, mistyped: the word of the notes that is spelled nearest to it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vaultmind.domain.query import LexicalQuery, Term
from vaultmind.parsing.morphology import is_stop_word, stem, stems_and_spans, words_of
from vaultmind.ports import LexicalIndex

_FEWEST_LETTERS = 6
"""Letters from which on a word may be mistyped; of shorter ones too many are near to others: frost and front."""
_FEWEST_KNOWN = 5
"""The same where a model says which words are whole ones of a language."""
_TWO_SLIPS = 9
"""Letters from which on two slips are taken for one word."""
_LOOKED_AT = 20
_MOST_UNKNOWN = 4
"""Words of one question that may be mistyped; where more are unknown it speaks of what the notes do not."""


@dataclass(frozen=True, slots=True)
class Respelled:
    """A question with the words of the notes in it; ``words`` has each as it was written and as it is now."""

    question: str
    words: tuple[tuple[str, str], ...]


def respelled(
    question: str,
    lexical: LexicalIndex,
    text_of: Callable[[int], str],
    *,
    is_word: Callable[[str], bool] | None = None,
) -> Respelled | None:
    """Return a question whose words that no note has are those of the notes that are spelled nearest.

    ``None`` where every word is known, more than a few are not, or nothing is near. ``text_of`` returns the title and
    text of a passage, ``is_word`` says of what a model knows that it is no slip: a planet is no plant.
    """
    fewest = _FEWEST_LETTERS if is_word is None else _FEWEST_KNOWN
    asked = [word for word in words_of(question) if len(word) >= fewest and word.isalpha()]
    asked = [word for word in dict.fromkeys(asked) if not is_stop_word(word)]
    if is_word is not None:  # of some words a model knows the stem alone as a whole one: suit, and not suits
        asked = [word for word in asked if not is_word(word) and not is_word(stem(word))]
    unknown = [
        word for word, count in zip(asked, lexical.counts([Term(word) for word in asked]), strict=True) if not count
    ]
    if len(unknown) > _MOST_UNKNOWN:
        return None
    changed: list[tuple[str, str]] = []
    for word in unknown:
        meant = _nearest(stem(word), lexical)
        spelled = _as_written(meant, lexical, text_of) if meant else ""
        if spelled:
            written, question = _put(question, word, spelled)
            changed.append((written, spelled))
    return Respelled(question, tuple(changed)) if changed else None


def _nearest(sought: str, lexical: LexicalIndex) -> str:
    """Return the stem of the notes with the fewest slips from one, the commonest of several, ``""`` for none."""
    most = 2 if len(sought) >= _TWO_SLIPS else 1
    found = lexical.stems_beginning(sought[:1], (max(_FEWEST_KNOWN - 1, len(sought) - most), len(sought) + most))
    near = [(slips, -count, known) for known, count in found if (slips := slips_between(sought, known, most)) <= most]
    return min(near)[2] if near else ""


def _as_written(meant: str, lexical: LexicalIndex, text_of: Callable[[int], str]) -> str:
    """Return the commonest form of a stem in the notes that have it."""
    forms: Counter[str] = Counter()
    for scored in lexical.search(LexicalQuery(any=(Term(meant),)), limit=_LOOKED_AT):
        text = text_of(scored.chunk_id)
        forms.update(text[start:end].casefold() for reduced, start, end in stems_and_spans(text) if reduced == meant)
    return min(forms, key=lambda form: (-forms[form], len(form), form)) if forms else ""


def _put(question: str, word: str, spelled: str) -> tuple[str, str]:
    """Return a folded word as it is written in a question, and the question with another in its place."""
    for _, start, end in stems_and_spans(question):
        if words_of(question[start:end]) == [word]:
            return question[start:end], f"{question[:start]}{spelled}{question[end:]}"
    return word, question


def slips_between(one: str, other: str, most: int) -> int:
    """Return how many letters were left out, put in, mistaken or swapped with the next; ``most + 1`` for any more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: Sequence[int] = []
    row: Sequence[int] = range(len(other) + 1)
    for place, letter in enumerate(one, 1):
        following = [place]
        for at, known in enumerate(other, 1):
            least = min(row[at] + 1, following[at - 1] + 1, row[at - 1] + (letter != known))
            is_swap = place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == known
            following.append(min(least, before[at - 2] + 1) if is_swap else least)
        if min(following) > most:
            return most + 1
        before, row = row, following
    return min(row[-1], most + 1)
