"""Clauses that say no, and statements whose no the sentences that they are about do not have, or the other way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vaultmind.answers.negation import CONCORD, MORE_THAN, is_no
from vaultmind.parsing.morphology import stems_of, words_of

_CLAUSE_END = re.compile(
    r"[,;:()\u2013\u2014]\s*|\s-\s|\b(?:but|and|or|because|since|while|whereas|although|though|so\s+that|which|who|that"
    r"|и|а|но|или|потому|хотя|который|которая|которое|которые|что|чтобы)\b",
    re.IGNORECASE,
)
_NEITHER_WAY = re.compile(
    r"\?\s*$|\b(?:if|when|whenever|whether|unless|until|till|before|except|hardly|barely|scarcely|rarely|seldom|few|little|only|just"
    r"|fail\w*|lack\w*|unable|stop\w*|cease\w*|refus\w*|den(?:y|ies|ied)|too|more|less|fewer|later|earlier"
    r"|если|когда|пока|ли|кроме|едва|редко|мало|лишь|только|перестал\w*|перестаёт|перестает|прекрати\w*|отказ\w*|отрица\w*"
    r"|отсутств\w*|слишком|более|больше|менее|меньше|позже|позднее|раньше|ранее)\b|\bno\.?\s*\d",
    re.IGNORECASE,
)
"""What a clause says so that it can be taken neither for a plain yes nor for a plain no."""
_STRESS = frozenset(stems_of("вовсе совсем вообще ever longer", keep_stop_words=False))
_FEWEST = 2
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Clause:
    stems: frozenset[str]
    says_no: bool | None
    """``None`` where it says neither yes nor no plainly."""
    denied: frozenset[str]
    """The stem behind each word that says no."""
    beside: frozenset[str]
    """The stems of the whole sentence."""


def denies_otherwise(said: str, sentences: Iterable[str]) -> bool:
    """Say whether a clause of a statement says no to what sentences say, or says what they say no to.

    A clause of a sentence that has most words of the statement must have all words of that clause and say plainly the
    contrary; none that has most of them may say the same, or neither.
    """
    told = [clause for sentence in sentences for clause in _clauses(sentence)]
    return any(_is_against(clause, told) for clause in _clauses(said))


def _is_against(said: _Clause, told: list[_Clause]) -> bool:
    if said.says_no is None or len(said.stems) < _FEWEST:
        return False
    bearing = [clause for clause in told if len(said.stems & clause.stems) > _HALF * len(said.stems)]
    says_it = any(
        said.stems <= clause.stems and len(said.beside & clause.beside) > _HALF * len(said.beside) for clause in bearing
    )
    return says_it and all(clause.says_no is (not said.says_no) and clause.denied <= said.stems for clause in bearing)


def _clauses(sentence: str) -> list[_Clause]:
    is_unsure = bool(_NEITHER_WAY.search(sentence))
    parts = _CLAUSE_END.split(sentence)
    stems = [frozenset(_stems(words_of(part))) for part in parts]
    beside = frozenset().union(*stems)
    return [
        _Clause(own, None if is_unsure else _says_no(part), _denied(part), beside)
        for own, part in zip(stems, parts, strict=True)
    ]


def _denied(clause: str) -> frozenset[str]:
    words = words_of(clause)
    behind = (_stems(words[place + 1 :]) for place, word in enumerate(words) if is_no(word))
    return frozenset(stems[0] for stems in behind if stems)


def _stems(words: Iterable[str]) -> list[str]:
    found = stems_of(" ".join(word for word in words if not is_no(word)), keep_stop_words=False)
    return [stem for stem in found if stem not in _STRESS]


def _says_no(clause: str) -> bool | None:
    words = words_of(clause)
    noes = [place for place, word in enumerate(words) if is_no(word)]
    if any(not MORE_THAN.isdisjoint(words[place + 1 : place + 2]) for place in noes):
        return None
    plain = [place for place in noes if words[place] not in CONCORD]
    return None if len(plain) > 1 or (noes and not _denied(clause)) else bool(noes)
