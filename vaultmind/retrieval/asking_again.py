"""What a second hop asks: the question together with what its first note says of it."""

from vaultmind.domain.chunk import Chunk
from vaultmind.parsing.morphology import stems_of
from vaultmind.parsing.sentences import split_sentences


def asked_with(question: str, chunk: Chunk, *, most_words: int) -> str:
    """Return the text for a model to read: question, name of the note, and the sentences that share most words with it.

    They stand in the order of the note, ``most_words`` words in all; without any word in common they are the first.
    """
    asked = set(stems_of(question, keep_stop_words=False))
    sentences = [span.of(chunk.text) for span in split_sentences(chunk.text)]
    shared = [len(asked.intersection(stems_of(sentence))) for sentence in sentences]
    told: dict[int, list[str]] = {}
    left = most_words
    for place in sorted(range(len(sentences)), key=lambda place: (-shared[place], place)):
        told[place] = sentences[place].split()[:left]
        left -= len(told[place])
        if left <= 0:
            break
    name = chunk.note.rpartition("/")[2].removesuffix(".md")
    return f"{question} {name}. {' '.join(word for place in sorted(told) for word in told[place])}"
