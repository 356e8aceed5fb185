"""What kind of question a query is, which decides how much words and meaning count."""

from collections.abc import Callable, Sequence

from vaultmind.domain.query import Term
from vaultmind.parsing.morphology import is_stop_word, words_of
from vaultmind.retrieval.query import Query
from vaultmind.retrieval.weights import QuestionKind, Weights

_WORDS_OF_A_NAME = range(2, 4)


def kind_of(
    query: Query, *, names_a_note: bool, count_with: Callable[[Sequence[Term]], Sequence[int]], weights: Weights
) -> QuestionKind:
    """Return the kind of a query: one word, a name, a few words with a rare one or without, or a sentence.

    A name has two or three words, each with a capital, or is all of a note's title (``names_a_note``). ``count_with``
    returns how many chunks hold each term; it is asked only where a few words are neither.
    """
    words = words_of(query.text)
    content = [word for word in words if not is_stop_word(word)]
    if len(content) <= 1:
        return QuestionKind.WORD
    if "?" in query.text or len(words) > weights.few_words:
        return QuestionKind.SENTENCE
    written = query.text.replace('"', "").split()
    if names_a_note or (len(written) in _WORDS_OF_A_NAME and all(word[0].isupper() for word in written)):
        return QuestionKind.NAME
    counts = count_with([Term(word) for word in content])
    rarest = min((count for count in counts if count), default=0)
    return QuestionKind.RARE if rarest <= weights.rare else QuestionKind.COMMON
