"""What sentences a part of a recipe picks: open tasks, what happened, what speaks against a note or goes beyond it."""

from collections import Counter
from collections.abc import Sequence, Set

from vaultmind.answers.contradicting import names_in
from vaultmind.answers.details import Evidence, missing_details
from vaultmind.answers.recipes.agreeing import Pair, says_otherwise
from vaultmind.answers.recipes.selecting import ALIKE, Likeness, Sentence, sentences_of
from vaultmind.answers.recipes.stances import bids_somebody
from vaultmind.domain.chunk import Passage
from vaultmind.domain.recipe import PartPick, RecipePart
from vaultmind.parsing.morphology import stems_of

_MOST_SAID = 0.7
"""The share of its words from which on a sentence says again what another says."""
_SAID_BY_MEANING = 0.62
"""From which likeness on, meaning and words together, a sentence says again what another says."""
_LEAST_HELD = 0.5
_MOST_COMPARED = 12
_LONGEST_TEXT = 400


def is_picked(sentence: Sentence, part: RecipePart) -> bool:
    """Say whether a sentence is of the kind that a part picks: what is open, or what happened.

    What bids somebody to do a thing has not happened, nor has a task that is not done, nor what is asked.
    """
    match part.pick:
        case PartPick.OPEN:
            return sentence.is_open
        case PartPick.HAPPENED if sentence.is_task:
            return sentence.is_done
        case PartPick.HAPPENED:
            return not sentence.text.endswith("?") and not bids_somebody(sentence.text)
        case _:
            return True


def apart(sentences: Sequence[Sentence], pairs: Sequence[Pair], own: Sequence[Passage]) -> list[Sentence]:
    """Return what only one of two notes says: no sentence that has a pair in the other, no task and no footnote."""
    paired = {text for pair in pairs for text in (pair.one.text, pair.other.text)}
    known = {passage.chunk_id for passage in own}
    left = [one for one in sentences if one.passage.chunk_id in known and one.text not in paired]
    return [one for one in left if not one.is_footnote and not one.is_task]


def against(sentences: Sequence[Sentence], own: Sequence[Sentence], likeness: Likeness) -> frozenset[int]:
    """Return the places of the sentences that say otherwise what the notes themselves say in much the same words."""
    names = names_in([one.text for one in (*sentences, *own)])
    return frozenset(
        one.place
        for one in sentences
        if any(
            likeness.between(one.stems, other.stems) >= ALIKE and says_otherwise(one.text, other.text, names)
            for other in own
        )
    )


def beyond(sentences: Sequence[Sentence], own: Sequence[Sentence], likeness: Likeness, *, title: str) -> list[Sentence]:
    """Return the sentences that are near to what the notes themselves say, and that they do not say themselves."""
    text = f"{title}. {' '.join(one.text for one in own)}"[:_LONGEST_TEXT]
    near = likeness.to(text, [one.text for one in sentences])
    least = likeness.least(on_a_line=True)
    ranked = sorted(zip(near, sentences, strict=True), key=lambda pair: (-pair[0], pair[1].place))
    said = [one.text for one in own]
    return [
        one
        for score, one in ranked[:_MOST_COMPARED]
        if score >= least
        and not any(_is_held(one.stems, other.stems) for other in own)
        and max(likeness.to(one.text, said), default=0.0) < _SAID_BY_MEANING
    ]


def belonging(sentences: Sequence[Sentence], title: str) -> list[Sentence]:
    """Return the sentences that share a word with the title or with another of them: the rest are asides."""
    counts = Counter(stem for one in sentences for stem in one.stems if len(stem) > 1 and not stem.isdigit())
    named = frozenset(stems_of(title, keep_stop_words=False))
    return [one for one in sentences if not named.isdisjoint(one.stems) or any(counts[stem] > 1 for stem in one.stems)]


def is_of_pick(said: str, part: RecipePart, own: Sequence[Passage]) -> bool:
    """Say whether a model's line may stand in a part: in common is what every note has and none says otherwise."""
    if part.pick is PartPick.HAPPENED:
        return not bids_somebody(said) and not said.endswith("?")
    if part.pick is PartPick.BEYOND:
        stems = frozenset(stems_of(said, keep_stop_words=False))
        return not any(_is_held(stems, sentence.stems) for sentence in sentences_of(own))
    if part.pick is not PartPick.SHARED:
        return True
    notes: dict[str, list[Passage]] = {}
    for passage in own:
        notes.setdefault(passage.chunk.note, []).append(passage)
    stems = frozenset(stems_of(said, keep_stop_words=False))
    clashes = any(says_otherwise(said, sentence.text) for sentence in sentences_of(own))
    return not clashes and all(_has(passages, said, stems) for passages in notes.values())


def _has(passages: Sequence[Passage], said: str, stems: Set[str]) -> bool:
    """Say whether the passages of a note have half of the words of a statement, and all its numbers and names."""
    text = "\n".join(f"{one.chunk.breadcrumb}\n{one.chunk.text}" for one in passages)
    held = frozenset(stems_of(text, keep_stop_words=False))
    return len(held & stems) >= _LEAST_HELD * len(stems) and not missing_details(said, Evidence.of(text))


def _is_held(stems: Set[str], other: Set[str]) -> bool:
    return len(stems & other) > _MOST_SAID * len(stems)
