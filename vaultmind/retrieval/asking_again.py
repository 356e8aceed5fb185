"""What a second hop asks: the words of a question that its first note lacks, with what that note says of the rest."""

from vaultmind.domain.chunk import Chunk
from vaultmind.parsing.morphology import stems_of
from vaultmind.parsing.sentences import split_sentences


def asked_with(question: str, chunk: Chunk, *, most_words: int) -> str:
    """Return the text for a model to read: what a chunk lacks of a question, its name, and its nearest sentences.

    The sentences that share most words with the question stand in the order of the note, ``most_words`` words in all;
    without any word in common they are the first. The name is left out where they say it.
    """
    asked = set(stems_of(question, keep_stop_words=False))
    held = set(stems_of(f"{chunk.breadcrumb}\n{chunk.text}"))
    lacking = [word for word in question.split() if held.isdisjoint(stems_of(word))]
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
    said = " ".join(word for place in sorted(told) for word in told[place])
    return " ".join([*lacking, *([] if name.casefold() in said.casefold() else [f"{name}."]), said])
