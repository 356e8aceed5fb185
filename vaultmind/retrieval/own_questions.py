"""Questions that a vault asks of itself: what search is measured by where nobody wrote questions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from urllib.parse import unquote
from zlib import crc32

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.question import GoldQuestion
from vaultmind.parsing.morphology import fold, is_stop_word, stem, stems_of, words_of
from vaultmind.parsing.sentences import split_sentences

_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\((<[^<>\n]+>|[^()\s<>]+)\)")
_WIKILINK = re.compile(r"!?\[\[([^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|([^\[\]]*))?\]\]")
_NAME = re.compile(r"(?<=[a-zа-яё] )[A-ZА-ЯЁ][^\W\d_]+(?: [A-ZА-ЯЁ][^\W\d_]+){1,2}\b")
"""A capital in the middle of a sentence begins it, e.g. ``Anna Berg``."""
_SHORTEST_WORD = 5
_ONE_WORD_IN = 8
"""Words are drawn from one in so many, chosen by their stems, so that a large vault costs little memory."""
_FEWEST_WORDS_OF_A_HEADING = 2
_FEWEST_WORDS_OF_A_QUESTION = 4


def draw_questions(chunks: Iterable[Chunk], graph: LinkGraph, *, limit: int = 150) -> list[GoldQuestion]:
    """Return up to ``limit`` questions that a vault asks of itself, the same in every run, of each kind alike many.

    What one kind lacks the others give.
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
    clear = {kind: [one for one, gold in golds.items() if len(gold) == 1] for kind, golds in drawn.items()}
    shares = _shares({kind: len(asked) for kind, asked in clear.items()}, limit)
    return [
        GoldQuestion(
            f"{kind}-{number}", question, tuple(drawn[kind][question]), (), (f"set={kind}",), sources.get(question)
        )
        for kind, asked in clear.items()
        for number, question in enumerate(sorted(asked, key=_by_chance)[: shares[kind]], start=1)
    ]


def _by_chance(question: str) -> bytes:
    return blake2b(question.encode("utf-8", "replace"), digest_size=8).digest()


def _shares(there: Mapping[str, int], limit: int) -> Mapping[str, int]:
    """Return how many of each kind are taken: alike many, or all there are where that is fewer."""
    shares: dict[str, int] = {}
    for place, kind in enumerate(sorted(there, key=there.__getitem__)):
        shares[kind] = min(there[kind], (limit - sum(shares.values())) // (len(there) - place))
    return shares


def _words_in(chunk: Chunk) -> Iterator[str]:
    """Yield the words of a chunk that may be drawn."""
    for word in words_of(f"{chunk.breadcrumb}\n{chunk.text}"):
        if len(word) >= _SHORTEST_WORD and word.isalpha() and not is_stop_word(word):
            written = fold(word)
            if crc32(stem(written).encode()) % _ONE_WORD_IN == 0:
                yield written


def _questions_in(chunk: Chunk, graph: LinkGraph) -> Iterator[tuple[str, str, NotePath]]:
    """Yield kind, question and the note that it should find."""
    for heading in (*chunk.heading[-1:], *chunk.sections):
        if len(stems_of(heading, keep_stop_words=False)) >= _FEWEST_WORDS_OF_A_HEADING and "[" not in heading:
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
        links = [*_WIKILINK.finditer(sentence), *_MARKDOWN_LINK.finditer(sentence)]
        if len(links) != 1:
            continue
        target = _target(links[0], chunk.note, graph)
        rest = f"{sentence[: links[0].start()]} … {sentence[links[0].end() :]}".strip("-*+ \t")
        is_telling = len(stems_of(rest, keep_stop_words=False)) >= _FEWEST_WORDS_OF_A_QUESTION
        if target is not None and target in graph and target != chunk.note and is_telling:
            yield "link", " ".join(rest.split()), target


def _target(link: "re.Match[str]", source: NotePath, graph: LinkGraph) -> NotePath | None:
    """Return the note that a wikilink or a Markdown link leads to."""
    if link.re is _WIKILINK:
        return graph.resolve(link[1].strip(), source=source)
    target = unquote(link[2].strip("<>").partition("#")[0])
    return graph.resolve(target, source=source) if "://" not in target else None
