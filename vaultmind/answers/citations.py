"""Citations: number passages, read the numbers back from an answer, and find the quoted words in the note."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from vaultmind.domain.answer import Citation
from vaultmind.domain.chunk import Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span

ReadNote = Callable[[NotePath], str | None]
"""Returns what a note on disk reads as now (decoded, damage repaired), or ``None`` when it cannot be read."""

_MARK = re.compile(r"([ \t\u00a0]*)(?:\[{1,2}|【)\s*\^?(\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3}){0,19})\s*(?:\]{1,2}|】)")
_PERHAPS_A_MARK = re.compile(r"[ \t\u00a0]*(?:(?:\[{1,2}|【)[\d\s,;^–-]{0,99}\]?)?$")
_OWN_MARK = re.compile(r"`[^`]*`|\$[^$]*\$|(?<![\\!\[])\[(\d+)\](?!\()")
_BROKEN_MARK = re.compile(r"[ \t\u00a0]*(?:\[{1,2}|【)[\d\s,;^–-]*$")


def number_passages(passages: Sequence[Passage]) -> Mapping[int, Passage]:
    """Return the passages by the number they are cited with, from 1 in the order given."""
    return dict(enumerate(passages, 1))


class CitationReader:
    """Reads an answer piece by piece. What comes out is text and the numbers cited in it, in order.

    ``[1, 2]``, ``[1-3]``, ``【1】`` and ``[^1]`` are all read and written as ``[1][2]``; a number that was not offered
    is dropped with its brackets, also when its digits arrive in different pieces.
    """

    def __init__(self, offered: Collection[int]) -> None:
        self._offered = frozenset(offered)
        self._held = ""

    def feed(self, piece: str) -> Iterator[str | int]:
        """Yield what is certain now; the beginning of a possible mark is held back."""
        text = self._held + piece
        perhaps = _PERHAPS_A_MARK.search(text)
        border = perhaps.start() if perhaps else len(text)
        self._held = text[border:]
        yield from self._read(text[:border])

    def finish(self) -> Iterator[str | int]:
        """Yield what was held back; a mark that never ended is dropped."""
        rest, self._held = self._held, ""
        yield from self._read(_BROKEN_MARK.sub("", rest))

    def _read(self, text: str) -> Iterator[str | int]:
        place = 0
        for mark in _MARK.finditer(text):
            numbers = [number for number in _numbers_of(mark.group(2)) if number in self._offered]
            before = text[place : mark.start()] + (mark.group(1) if numbers else "")
            place = mark.end()
            if before:
                yield before
            for number in numbers:
                yield f"[{number}]"
                yield number
        if text[place:]:
            yield text[place:]


def _numbers_of(written: str) -> list[int]:
    """Return the numbers of ``"1, 3-5"``, each once, a range cut at twenty."""
    numbers: dict[int, None] = {}
    for part in re.split(r"\s*[,;]\s*", written.replace("^", "")):
        first, _, last = re.sub(r"\s*[–-]\s*", "-", part).partition("-")
        start = int(first)
        stop = int(last.partition("-")[0]) if last else start
        numbers.update(dict.fromkeys(range(start, min(stop, start + 20) + 1)))
    return list(numbers)


def without_own_marks(quote: str) -> str:
    r"""Return a quote in which a number in brackets that the note has of its own is no mark of ours: ``\[7\]``."""
    return _OWN_MARK.sub(lambda found: rf"\[{found[1]}\]" if found[1] else found[0], quote)


def find_quote(quote: str, text: str) -> Span | None:
    """Return where ``quote`` stands in ``text``, or ``None``; only blanks, line ends and quote marks may differ."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"[\s>]+".join(map(re.escape, words)), text)
    return Span(*found.span()) if found else None


def cite(number: int, passage: Passage, quote: str, *, read_note: ReadNote) -> Citation:
    """Return the citation of ``quote`` in ``passage``; it is verified, with its own lines, if the note has it now."""
    chunk = passage.chunk
    text = read_note(chunk.note)
    place = find_quote(quote, text) if text is not None else None
    lines = chunk.lines
    if place is not None and text is not None:
        first = text.count("\n", 0, place.start) + 1
        lines = (first, first + text.count("\n", place.start, place.end))
    return Citation(
        number=number,
        note=chunk.note,
        heading=chunk.heading,
        lines=lines,
        quote=quote,
        verified=place is not None,
        block_id=chunk.block_id,
    )
