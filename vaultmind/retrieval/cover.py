"""Saturation: the few notes that cover a topic, and where reading more adds nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log
from statistics import mean

from vaultmind.domain.chunk import Passage
from vaultmind.domain.link import NotePath
from vaultmind.parsing.inflection import other_forms
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import fold, is_stop_word, stem, stems_of, words_of
from vaultmind.retrieval.query import parse_query

_TERMS_OF_A_QUERY = 12
_FEWEST_NOTES = 2
_BEST = 3
_AS_WELL_FOUND = 0.55
"""Share of the mean score of the best ``_BEST`` passages from which on a passage is on the topic. Seen on topics in the
notes' language and in another one, where fillers have .2 to .5 of it and passages on the topic .55 and more."""

_NEAR_AND_SAID, _SHARE_COUNTS = 0.44, 0.12
"""A passage in the topic's language speaks of it where its cosine and ``_SHARE_COUNTS`` of the share of the topic's
words that it holds come to so much; ``_NEAR_IN_ANOTHER`` is its cosine in another language, ``_SAID_ALONE`` that share
where there are no vectors. ``benchmarks/topics.py`` prints what that tells apart, on topics that chose these bars and
on others. They are of the cosines of the model that is shipped."""
_NEAR_IN_ANOTHER = 0.37
_SAID_ALONE = 2 / 3
_NEAREST = 3

Rarity = Callable[[Sequence[str]], Sequence[float]]
"""Returns for each word from 0 to 1 how much it says: 0 where the whole vault holds it, 1 where no note does."""


def _all_alike(words: Sequence[str]) -> Sequence[float]:
    return [0.5] * len(words)


@dataclass(frozen=True, slots=True)
class Step:
    """One more note to read: the share of the topic covered with it, and the words that it was the first to bring."""

    note: NotePath
    covered: float
    brought: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The notes that cover a topic in reading order, as a curve that rises to 1; and a query for all that speaks of it.

    ``enough`` counts the notes after which a further one adds less than a twentieth. Where no note speaks of the topic
    there are no steps, and ``nearest`` names the notes that come nearest to it.
    """

    steps: tuple[Step, ...]
    enough: int
    query: str
    nearest: tuple[NotePath, ...] = ()
    notices: tuple[str, ...] = ()
    """What of the topic could not be done as asked; where no note speaks of it, which words of it no note has."""


def cover_topic(
    passages: Sequence[Passage],
    *,
    topic: str,
    limit: int = 20,
    rarity: Rarity = _all_alike,
    nearness: Mapping[int, float] | None = None,
) -> Cover:
    """Return which notes say what the passages found for a topic say, most first, each note counted once.

    Passages with which a search fills its list are left out: those that do not hold every word of the topic and are
    found much worse than the best, whatever language they are in. What is to be covered are the words that at least two
    of the notes share, weighted by the passages' scores, by how many notes hold them and by ``rarity``; the greedy
    choice is at least 63 % as good as the best (Nemhauser and others, 1978). ``nearness`` is each passage's cosine to
    the topic by its id, where there are vectors: a search finds something for any topic, and what is neither near it
    nor holds its words does not speak of it.
    """
    asked = parse_query(topic).text
    if asked and not any(_speaks_of(asked, passage, nearness) for passage in passages):
        return Cover((), 0, _query(asked, {}, {}), nearest_notes(passages), tuple(_not_held(asked, rarity)))
    passages = _on_topic(passages, asked)
    texts: dict[NotePath, list[str]] = {}
    strength: dict[NotePath, float] = {}
    for place, passage in enumerate(passages):
        texts.setdefault(passage.chunk.note, []).append(_whole(passage))
        strength.setdefault(passage.chunk.note, 1 / log(2 + place))
    words, spellings = _words_of_notes(texts)
    held_by = Counter(word for of_note in words.values() for word in of_note)
    shared = _FEWEST_NOTES if len(texts) > _FEWEST_NOTES else 1
    counted = {word: count for word, count in held_by.items() if count >= shared}
    telling = dict(zip(counted, rarity([spellings[word] for word in counted]), strict=True))
    weights = {word: log(1 + count) * telling[word] for word, count in counted.items() if telling[word] > 0}
    total = sum(weights.values())
    steps: list[Step] = []
    left = dict(weights)
    while len(steps) < limit and len(steps) < len(texts) and left:
        seen = {step.note for step in steps}
        gains = {note: sum(left.get(word, 0.0) for word in words[note]) for note in texts if note not in seen}
        best = max(gains, key=lambda note: (gains[note] * strength[note], note))
        if gains[best] <= 0:
            break
        brought = sorted(words[best] & left.keys(), key=lambda word: (-left[word], word))
        for word in brought:
            del left[word]
        covered = 1 - sum(left.values()) / total
        steps.append(Step(best, round(covered, 4), tuple(spellings[word] for word in brought[:8])))
    return Cover(tuple(steps), _enough(steps), _query(asked, weights, spellings))


def nearest_notes(passages: Sequence[Passage]) -> tuple[NotePath, ...]:
    """Return the notes of the first passages found."""
    return tuple(dict.fromkeys(passage.chunk.note for passage in passages))[:_NEAREST]


def _speaks_of(topic: str, passage: Passage, nearness: Mapping[int, float] | None) -> bool:
    """Say whether a passage holds all words of a topic, or means the same by enough of them or in another language."""
    asked = _words_of_topic(topic)
    share = len(asked & set(stems_of(_whole(passage)))) / len(asked) if asked else 0.0
    if share == 1:
        return True
    if nearness is None:
        return share >= _SAID_ALONE
    near = nearness.get(passage.chunk_id, 0.0)
    language = language_of(topic)
    if language and passage.chunk.language not in ("", language):
        return near >= _NEAR_IN_ANOTHER
    return near + _SHARE_COUNTS * share >= _NEAR_AND_SAID


def _not_held(topic: str, rarity: Rarity) -> Iterator[str]:
    """Yield a sentence for each word of a topic that no note has in any form."""
    for word in dict.fromkeys(words_of(topic)):
        if not is_stop_word(word) and min(rarity([word, *other_forms(word)])) == 1:
            yield f"No note has “{word}”."


def _words_of_topic(topic: str) -> AbstractSet[str]:
    return set(stems_of(topic, keep_stop_words=False)) or set(stems_of(topic))


def _on_topic(passages: Sequence[Passage], topic: str) -> Sequence[Passage]:
    """Return the passages that hold every word of the topic, or are found about as well as the best."""
    if not passages:
        return passages
    asked = _words_of_topic(topic)
    best = sorted((passage.score for passage in passages), reverse=True)[:_BEST]
    enough = min(_AS_WELL_FOUND * mean(best), best[0])
    return [passage for passage in passages if passage.score >= enough or asked <= set(stems_of(_whole(passage)))]


def _whole(passage: Passage) -> str:
    return f"{passage.chunk.breadcrumb}\n{passage.chunk.text}"


def _words_of_notes(texts: dict[NotePath, list[str]]) -> tuple[dict[NotePath, frozenset[str]], dict[str, str]]:
    """Return the stems of each note, and a word for each stem as people write it."""
    spellings: dict[str, Counter[str]] = {}
    words: dict[NotePath, frozenset[str]] = {}
    for note, of_note in texts.items():
        stems: set[str] = set()
        for word in words_of("\n".join(of_note)):
            if len(word) > 2 and not word.isdigit() and not is_stop_word(word):
                stems.add(stem(word))
                spellings.setdefault(stem(word), Counter())[fold(word)] += 1
        words[note] = frozenset(stems)
    return words, {key: counted.most_common(1)[0][0] for key, counted in spellings.items()}


def _enough(steps: Sequence[Step]) -> int:
    before = 0.0
    for count, step in enumerate(steps):
        if step.covered - before < 0.05:
            return count
        before = step.covered
    return len(steps)


def _query(topic: str, weights: dict[str, float], spellings: dict[str, str]) -> str:
    """Return the topic's words and those that say most of what its notes share, joined by ``OR``."""
    own = [word for word in dict.fromkeys(words_of(topic)) if not is_stop_word(word)]
    known = {stem(word) for word in own}
    common = sorted(weights, key=lambda word: (-weights[word], word))
    also = [spellings[word] for word in common if word not in known]
    return " OR ".join((own + also)[:_TERMS_OF_A_QUERY])
