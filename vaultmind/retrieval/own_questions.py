"""Questions that a vault asks of itself: what search is measured by where nobody wrote questions."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from zlib import crc32

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.question import GoldQuestion
from vaultmind.parsing.morphology import fold, is_stop_word, stem, stems_of, words_of
from vaultmind.parsing.sentences import split_sentences

_WIKILINK = re.compile(r"!?\[\[([^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|([^\[\]]*))?\]\]")
_NAME = re.compile(r"(?<=[a-zа-яё] )[A-ZА-ЯЁ][^\W\d_]+(?: [A-ZА-ЯЁ][^\W\d_]+){1,2}\b")
"""A capital in the middle of a sentence begins it, e.g. ``Anna Berg``."""
_SHORTEST_WORD = 5
_ONE_WORD_IN = 8
"""Words are drawn from one in so many, chosen by their stems, so that a large vault costs little memory."""
_FEWEST_WORDS_OF_A_HEADING = 2
_FEWEST_WORDS_OF_A_QUESTION = 4


def draw_questions(chunks: Iterable[Chunk], graph: LinkGraph, *, limit: int = 150) -> list[GoldQuestion]:
    """Return questions that a vault asks of itself, up to a fifth of ``limit`` of each kind, the same in every run.

    Kinds (as group ``set=…``): ``heading``, which leads to its note; ``link``, a sentence without its link, which leads
    to the linked note; ``chat``, a person's question in a conversation, which leads to that conversation; ``word`` and
    ``name``, which one note alone holds. What fits two notes alike is left out.
    """
    drawn: dict[str, dict[str, set[NotePath]]] = {"heading": {}, "link": {}, "chat": {}, "word": {}, "name": {}}
    sources: dict[str, NotePath] = {}
    spelled: dict[str, str] = {}
    for chunk in chunks:
        for word in _words_in(chunk):
            drawn["word"].setdefault(stem(word), set()).add(chunk.note)
            spelled[stem(word)] = min(word, spelled.get(stem(word), word))
        for kind, question, gold in _questions_in(chunk, graph):
            drawn[kind].setdefault(question, set()).add(gold)
            if kind == "link":
                sources[question] = min(chunk.note, sources.get(question, chunk.note))
    drawn["word"] = {spelled[key]: notes for key, notes in drawn["word"].items()}
    questions: list[GoldQuestion] = []
    for kind, golds in drawn.items():
        clear = [question for question, gold in golds.items() if len(gold) == 1]
        clear.sort(key=lambda question: blake2b(question.encode("utf-8", "replace"), digest_size=8).digest())
        questions += [
            GoldQuestion(
                f"{kind}-{number}", question, tuple(golds[question]), (), (f"set={kind}",), sources.get(question)
            )
            for number, question in enumerate(clear[: limit // len(drawn)], start=1)
        ]
    return questions


def _words_in(chunk: Chunk) -> Iterator[str]:
    """Yield the words of a chunk that may be drawn."""
    for word in words_of(f"{chunk.breadcrumb}\n{chunk.text}"):
        if len(word) >= _SHORTEST_WORD and word.isalpha() and not is_stop_word(word):
            written = fold(word)
            if crc32(stem(written).encode()) % _ONE_WORD_IN == 0:
                yield written


def _questions_in(chunk: Chunk, graph: LinkGraph) -> Iterator[tuple[str, str, NotePath]]:
    """Yield kind, question and the note that it should find."""
    heading = chunk.heading[-1] if chunk.heading else ""
    if len(stems_of(heading, keep_stop_words=False)) >= _FEWEST_WORDS_OF_A_HEADING and "[[" not in heading:
        yield "heading", heading.strip(), chunk.note
    for name in _NAME.finditer(chunk.text):
        yield "name", name.group(), chunk.note
    for span in split_sentences(chunk.text):
        sentence = span.of(chunk.text)
        if (
            chunk.role is Role.USER
            and sentence.endswith("?")
            and len(words_of(sentence)) >= _FEWEST_WORDS_OF_A_QUESTION
        ):
            yield "chat", sentence, chunk.note
        links = list(_WIKILINK.finditer(sentence))
        if len(links) != 1:
            continue
        target = graph.resolve(links[0][1].strip(), source=chunk.note)
        rest = f"{sentence[: links[0].start()]} … {sentence[links[0].end() :]}".strip("-*+ \t")
        is_telling = len(stems_of(rest, keep_stop_words=False)) >= _FEWEST_WORDS_OF_A_QUESTION
        if target is not None and target in graph and target != chunk.note and is_telling:
            yield "link", " ".join(rest.split()), target
