"""What an answer, or one statement of it, rests on: passages with the words that are cited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from vaultmind import api
from vaultmind_ui.ask.turns import ShownTurn, place_name
from vaultmind_ui.markdown.finding import find_words
from vaultmind_ui.row_list import Row


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage: its number where it is cited, its text, and the quoted words, found in the note or not."""

    note: str
    heading: tuple[str, ...]
    text: str
    lines: tuple[int, int]
    number: int | None = None
    quote: str = ""
    is_verified: bool = False
    uri: str = ""
    block_id: str | None = None
    supports: bool = True
    """Whether anything that cites it is supported."""
    is_evidence: bool = True
    """Whether an answer may rest on it: none rests on what a model wrote, nor on a template."""
    text_lines: tuple[int, int] | None = None
    """The lines of the note that the text is of, where they are known."""

    @property
    def mark(self) -> tuple[int, int] | None:
        """Return where the quoted words stand in the text."""
        return find_words(self.quote, self.text)


def evidence_of(turn: ShownTurn, statement: api.Statement | None = None) -> tuple[Evidence, ...]:
    """Return what an answer cites, or one statement of it; where it cites nothing, what it could rest on.

    Of a statement the sentences are quoted that carry it, and not those that carry the rest of the answer. What was
    found and is no evidence, e.g. a saved answer to the same question, is left out.
    """
    if turn.answer is not None and turn.answer.citations:
        numbers = None if statement is None else statement.citations
        quotes = dict(zip(statement.citations, statement.quotes, strict=False)) if statement is not None else {}
        cited = (one for one in turn.answer.citations if numbers is None or one.number in numbers)
        shown = ((one, _cited(one, turn.answer.passages)) for one in cited)
        return tuple(_quoting(evidence, quotes.get(one.number, "")) for one, evidence in shown)
    return tuple(one for one in found_of(turn.passages()) if one.is_evidence)


def _cited(citation: api.Citation, passages: Sequence[api.Passage]) -> Evidence:
    same = [passage.chunk for passage in passages if passage.chunk.note == citation.note]
    chunk = next((one for one in same if find_words(citation.quote, one.text)), None)
    beside = chunk or next((one for one in same if one.heading == citation.heading), None)
    text = beside.text if beside is not None else citation.quote
    if chunk is None and beside is not None and citation.verified:
        text = f"{citation.quote}\n\n{text}"  # a property, which stands in the note and in no text of a passage
    return Evidence(
        note=citation.note,
        heading=citation.heading,
        text=text,
        lines=citation.lines,
        number=citation.number,
        quote=citation.quote,
        is_verified=citation.verified,
        supports=citation.supports,
        uri=citation.uri,
        block_id=citation.block_id,
        text_lines=beside.lines if beside is not None else None,
    )


def _quoting(one: Evidence, quote: str) -> Evidence:
    """Return a cited passage with another sentence of it quoted, where it is verified and has that sentence."""
    is_other = bool(quote) and quote != one.quote and one.is_verified
    if one.text_lines is None or not is_other or find_words(quote, one.text) is None:
        return one
    return replace(one, quote=quote, lines=one.text_lines)  # blank lines of a note may be left out of a passage's text


def found_of(passages: Sequence[api.Passage]) -> Iterator[Evidence]:
    """Yield passages that were found, whatever they are."""
    for passage in passages:
        chunk = passage.chunk
        yield Evidence(
            chunk.note,
            chunk.heading,
            chunk.text,
            chunk.lines,
            block_id=chunk.block_id,
            is_evidence=chunk.evidence,
        )


def row_of(one: Evidence) -> Row:
    """Return a passage as a row of a list."""
    is_missing = one.number is not None and not (one.is_verified and one.supports)
    mark = f"[{one.number}]" if one.number is not None else ""
    return Row(place_name(one.note, one.heading), state_of(one), "", mark, "warning" if is_missing else "muted", one)


def state_of(one: Evidence) -> str:
    """Return in words whether the quoted words were found in the note, and hold anything that cites them."""
    lines = (
        QCoreApplication.translate("Evidence", "Line %1")
        if one.lines[0] == one.lines[1]
        else QCoreApplication.translate("Evidence", "Lines %1–%2")
    )
    place = lines.replace("%1", str(one.lines[0])).replace("%2", str(one.lines[1]))
    if one.number is None:
        own = QCoreApplication.translate("Evidence", "an answer or a template")
        return place if one.is_evidence else f"{place} · {own}"
    if one.is_verified and not one.supports:
        unproven = QCoreApplication.translate("Evidence", "✕ what cites it is not supported")
        return f"{unproven} · {place}"
    found = (
        QCoreApplication.translate("Evidence", "✓ stands in the note")
        if one.is_verified
        else QCoreApplication.translate("Evidence", "✕ not found in the note")
    )
    return f"{found} · {place}"
