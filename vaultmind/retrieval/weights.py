"""The weights of retrieval, in one place. ``benchmarks/retrieval.py`` prints the figures that chose them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from types import MappingProxyType


class QuestionKind(StrEnum):
    """What a person typed: one word, a name, a few words with a rare one among them or without, or a sentence."""

    WORD = "word"
    NAME = "name"
    RARE = "rare"
    COMMON = "common"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class LegWeights:
    """How much words and meaning count for one kind of question.

    A ranking by words is taken to have at least ``words_list`` entries, the missing ones with a score of 0: a word that
    one passage alone holds then counts. ``in_row`` is the weight of the query's words side by side.

    Words cannot see a passage in another language: they are taken to say ``imputed`` of what meaning says of it, if it
    lies at least ``imputed_from`` deviations above the mean; below, it is not about what was asked, and would stand
    before passages that hold the words. ``of_any_root`` lets words be found by forms that begin otherwise (``человек``
    and ``люди``), which in a sentence are left to meaning.
    """

    lexical: float = 1.0
    semantic: float = 1.0
    words_list: int = 50
    in_row: float = 0.0
    imputed: float = 0.5
    imputed_from: float = 2.0
    of_any_root: bool = True


LEGS: Mapping[QuestionKind, LegWeights] = MappingProxyType(
    {
        QuestionKind.WORD: LegWeights(words_list=200, imputed_from=inf),
        QuestionKind.NAME: LegWeights(lexical=2.0, words_list=200, in_row=2.0),
        QuestionKind.RARE: LegWeights(words_list=200),
        QuestionKind.COMMON: LegWeights(),
        QuestionKind.SENTENCE: LegWeights(imputed_from=0.0, of_any_root=False),
    }
)
"""Chosen by MRR over weights of the words from .25 to 4 and lists of 50 and 200, the same for every set; the figures
stand in ``docs/benchmarks.md``, *Finding*. Sentences lose on one set or another with any other weight."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. Scores are sums of z-scores, so that 1 is one deviation of a ranking."""

    depth: int = 200
    """Entries of each ranking that take part; means and deviations are taken over them."""
    considered: int = 200
    """Entries of each ranking whose chunks are read and compared."""
    legs: Mapping[QuestionKind, LegWeights] = field(default_factory=lambda: LEGS)
    few_words: int = 4
    """Words of a query above which it is a sentence."""
    rare: int = 5
    """A word is rare that no more chunks hold."""
    centring: float = 0.85
    """How much of the mean question of its language is taken off a question's vector."""
    imputed: float = 0.5
    """Share of what words say of a chunk that meaning is taken to say while its vector is not made."""

    other_forms: float = 0.5
    """Weight of a form of a word that its stem does not hold (``mice`` of ``mouse``) beside that of the word."""

    seeds: int = 4
    """Notes whose neighbours are considered."""
    seed_decay: float = 0.85
    outgoing: float = 1.0
    backlink: float = 0.7
    mention: float = 0.3
    seed_degree: float = 0.15
    """Exponent by which a seed with many neighbours gives less to each."""
    hub: float = 0.2
    """Exponent by which a note with many backlinks gets less."""
    neighbour: float = 0.8
    """Share of the first passage's score that a neighbour of full weight gets."""
    neighbour_own: float = 0.3
    """Share of its own score that a passage reached by links or by the second hop keeps."""
    neighbours: int = 16
    """Neighbours whose passages are looked at."""
    answered: float = 0.3
    """Where the first note lacks less than this share of the question's words, links count less in proportion."""
    locked: int = 2
    """First passages that links and second hop never move."""
    locked_foreign: int = 3
    """Passages in another language than the question's that are not moved either, if they are among the first
    ``foreign_places``."""
    foreign_places: int = 10

    second_hop_seeds: int = 1
    """Notes with whose words the question is asked again; 0 turns the second hop off, a second one adds next to
    nothing."""
    second_hop_words: int = 24
    """Words of a seed, of the sentences nearest to the question, that the model reads with what they lack of it."""
    second_hop_lacking: int = 2
    """Words of the question that a seed must lack: what it holds whole needs no second hop."""
    second_hop_terms: int = 4
    """Of the words that a seed lacks so many are looked for, the rarest ones."""
    second_hop_found: int = 120
    """Passages that those words bring."""
    second_hop_lexical: float = 0.5
    second_hop: float = 0.8
    """Share of the first passage's score that the best passage of a second hop gets."""

    days: int = 62
    """Daily notes looked at where a question means days."""
    of_day: float = 0.5
    """Share of the first passage's score that being of a day that the question means adds."""
    of_few_days: float = 1.0
    """The same where a question means no more than a week."""

    reranked: int = 12
    """Passages that a reranker reads, where there is one."""
    reranker: float = 1.0

    per_note: int = 3
    """Passages of one note among the results before other notes have had their turn."""
    near_duplicate: float = 0.9
    """Share of word triples from which on two passages say the same."""


SHIPPED = Weights()
