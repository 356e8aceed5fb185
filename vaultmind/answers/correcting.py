"""Corrections: sentences that deny one thing and put another in its place, "not 1.5 bar, it is 2.1 bar"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultmind.answers.negation import MORE_THAN
from vaultmind.parsing.morphology import words_of

_PART = r"(?:[^,;:?]|(?<=\d)[,:](?=\d)){1,200}?"
_BORDER = r"\s*(?:[;\u2013\u2014]|,(?!\d))\s*"
_STILL = r"(?:уже|больше|более|вовсе|совсем|any\s?more|any\s?longer|longer)"
_NOT = rf"(?:(?:{_STILL}\s+)?(?<![^\W_])(?:not|не)|(?<![^\W_])no(?=\s+longer)|(?<=[^\W\d_])n['’]t)(?:\s+{_STILL})?"
_IT_IS = (
    r"(?:(?:but|rather|instead|now|actually|а|но|теперь|сейчас|это)(?![^\W_])\s*)*"
    r"(?:(?:it|he|she|they|that|this)(?:\s+(?:is|was|are|were)|['’](?:s|re))(?![^\W_])\s*)?(?:now\s+)?"
)
_DENIED_FIRST = re.compile(
    rf"^(?P<before>[^?]{{0,200}}?){_NOT}\s+(?P<denied>{_PART})(?:\s+{_STILL})?"
    rf"(?:{_BORDER}{_IT_IS}|\s+but\s+)(?P<instead>[^?]+)$",
    re.IGNORECASE,
)
"""Of bounded parts, so that no text takes long."""
_NO_LONGER = re.compile(
    r"^(?P<before>[^?]{0,200}?)(?P<denied>[$€₽£]?\d[^,;:?]{0,40}?|[^\W\d_]+(?:\s[A-ZА-ЯЁ][^\W\d_]*)?)\s+"
    rf"(?:no\s+(?:longer|more)|not\s+any\s?(?:more|longer)|(?:больше|уже)\s+нет){_BORDER}{_IT_IS}(?P<instead>[^?]+)$",
    re.IGNORECASE,
)
_DENIED_LAST = re.compile(
    rf"^(?P<stated>[^?]{{1,300}}?)(?:(?:{_BORDER}|\s+\()(?:(?:and|а|но|but)\s+)?(?:not|не)|\s+(?:instead\s+of|rather\s+than|вместо))"
    rf"\s+(?P<denied>{_PART})\)?(?=[.!;)]|,(?!\d)|\Z)(?P<behind>(?:[,;][^?]*)?)[.!)]*$",
    re.IGNORECASE,
)
_ONLY_STILL = re.compile(rf"^\s*{_STILL}\s*$", re.IGNORECASE)
_UNSURE = re.compile(
    r"(?<![^\W_])(?:if|unless|whether|when|perhaps|maybe|might|may(?=\s+(?:not|be|have))|some|если|когда|ли|возможно|может|некоторые)(?![^\W_])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a sentence denies, and the sentence as if it only said what is so instead."""

    denied: str
    stated: str


def corrections_in(sentence: str) -> Iterator[Correction]:
    """Yield how a sentence can be read as a correction; a condition, a guess and "not only" are none."""
    sentence = sentence.strip()
    if _UNSURE.search(sentence):
        return
    for pattern in (_DENIED_FIRST, _NO_LONGER):
        found = pattern.match(sentence)
        if found is not None and _is_denied(found["denied"]):
            yield Correction(found["denied"].strip(), f"{found['before'].rstrip()} {found['instead'].strip()}".strip())
    found = _DENIED_LAST.match(sentence)
    if found is not None and _is_denied(found["denied"]):
        yield Correction(found["denied"].strip(), f"{found['stated'].strip()}{found['behind']}.")


def _is_denied(words: str) -> bool:
    said = words_of(_ONLY_STILL.sub("", words))
    return bool(said) and MORE_THAN.isdisjoint(said[:1])
