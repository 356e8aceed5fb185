"""The words by which a sentence says no."""

import re

from vaultmind.parsing.morphology import words_of

_NO_WORDS = """
не нет ни нельзя никогда никто никого никому ничто ничего ничему нигде никуда никак никакой никакая никакое никакие
никакого никаких без
not no never none nobody nothing nowhere neither nor without cannot
"""
_NO = frozenset(_NO_WORDS.split())
_NO_PHRASE = re.compile(
    rf"\b(?:(?:do|does|did|is|are|was|were)\s+not|\w+n['’]t|{'|'.join(sorted(_NO))}|fails?|failed|lacks?)\b",
    re.IGNORECASE,
)
CONCORD = frozenset(word for word in _NO if word.startswith("ни")) | {"nor"}
"""Words that say no once more without turning it: "никогда не"."""
_MORE_THAN_WORDS = "only just merely solely also always necessarily только просто лишь всегда обязательно"
MORE_THAN = frozenset(_MORE_THAN_WORDS.split())
"""Words behind a no by which it adds to what is said: "not only red, but large"."""


def is_no(word: str) -> bool:
    """Say whether a word, as ``words_of`` gives it, says no."""
    return word in _NO or word.replace("’", "'").endswith("n't")


def says_no(text: str) -> bool:
    """Say whether a text has a word that says no."""
    return any(map(is_no, words_of(text)))


def no_in(text: str) -> str:
    """Return the first words that say no, or that a no may stand for: "does not", "fails"; ``""`` where none do."""
    found = _NO_PHRASE.search(text)
    return found.group() if found else ""


def without_no(text: str) -> str:
    """Return a text without the words that say no, or that a no may stand for."""
    return _NO_PHRASE.sub(" ", text)
