"""An answer and what it rests on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from vaultmind.domain.chunk import Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_SEEN_FROM_A_NOTE = re.compile(r"(?P<embed>!?)\[\[\s*(?:\.{1,2}/[^#|\]]*)?(?P<place>#[^|\]]*)?(?=\]|\|)")
_WRITTEN_LINK = re.compile(r"!?\[\[")
_DEAD = (("leads nowhere", "no such place there"), ("никуда не ведёт", "такого места там нет"))
_NOT_HELD = (
    (
        "not in the cited notes",
        "no note is cited for this",
        "the cited notes do not name what is linked",
        "the cited notes may not say this",
    ),
    (
        "нет в указанных заметках",
        "для этого не указана ни одна заметка",
        "указанные заметки не называют того, на что ведёт ссылка",
        "в указанных заметках этого, возможно, нет",
    ),
)
_MARK_OF_DOUBT = re.compile(rf" \((?:{'|'.join(said for words in _NOT_HELD for said in words)})(?:: [^()\n]*)?\)")
_LIVE = re.compile(r"[\[\]()*_`~#<>|$%\\^=!\n]")
"""Signs that may mean something in a note; a word with one is not said again in a mark."""
_LONGEST_NAMED = 80
"""Characters."""


class AnswerMode(StrEnum):
    """How the words of an answer came to be."""

    GENERATED = "generated"
    EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer from an answer into a note. ``verified`` means that ``quote`` was found in the file as it is now.

    ``supports`` is false where no statement that is supported cites it.
    """

    number: int
    note: NotePath
    heading: tuple[str, ...]
    lines: tuple[int, int]
    quote: str
    verified: bool
    uri: str = ""
    block_id: str | None = None
    supports: bool = True

    @property
    def is_proof(self) -> bool:
        """Say whether its quote stands in the note and holds a statement that cites it."""
        return self.verified and self.supports


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, ``span.of(answer.text)``, with the numbers it cites.

    ``missing`` are its quotes, numbers, dates and names that none of those passages has, and its links that lead
    nowhere, as they are written. ``is_doubted`` where too few of its words stand there.
    """

    span: Span
    citations: tuple[int, ...]
    missing: tuple[str, ...] = ()
    is_doubted: bool = False
    unnamed: tuple[str, ...] = ()
    """Its links that lead somewhere, though none of those passages has the names and numbers they are written with."""
    quotes: tuple[str, ...] = field(default=(), compare=False)
    """Of each passage that it cites the sentence that carries it best, where that was looked for."""

    @property
    def is_supported(self) -> bool:
        """Say whether it cites something that says the same, with all that it says precisely."""
        return bool(self.citations) and not (self.missing or self.unnamed or self.is_doubted)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return what none of those passages has, without its links."""
        return tuple(one for one in self.missing if not _WRITTEN_LINK.match(one))

    @property
    def dead(self) -> tuple[str, ...]:
        """Return its links that lead nowhere."""
        return tuple(one for one in self.missing if _WRITTEN_LINK.match(one))


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """A ``[[link]]`` of an answer, ``span.of(answer.text)``, and the file it leads to, ``None`` where there is none.

    It is dead too where that file has no such heading or block as it names.
    """

    span: Span
    note: NotePath | None
    is_dead: bool
    shown: str
    """Its words without the brackets."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a question: words with ``[1]``-style citations, or a refusal with the nearest passages."""

    question: str
    text: str
    refused: bool
    mode: AnswerMode
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    model: str | None = None
    first_token_ms: float | None = None
    elapsed_ms: float = 0.0
    notices: tuple[str, ...] = ()
    """What a person should know about this answer, e.g. statements without support, each one sentence."""
    statements: tuple[Statement, ...] = ()
    """The sentences of the answer, each checked against what it cites."""
    meant: str = ""
    """The stand-alone question that was answered, where ``question`` was a follow-up that leans on what went before."""

    is_early: bool = False
    """Whether it refuses while a part of the notes cannot be found yet, so that they may say it all the same."""
    links: tuple[AnswerLink, ...] = ()
    """The links of the text in order, each looked up."""

    @property
    def marked_text(self) -> str:
        """Return the text with a mark behind each statement that is not held and in the place of each dead link.

        The marks are plain words in the question's language. A link that is written as seen from the note that is
        quoted leads there from everywhere.
        """
        is_russian = bool(_CYRILLIC.search(self.question))
        text = self.text
        for span, said in sorted((*self._marked_links(is_russian), *self._marks(is_russian)), reverse=True):
            text = f"{text[: span.start]}{said}{text[span.end :]}"
        return text

    def _marked_links(self, is_russian: bool) -> Iterator[tuple[Span, str]]:
        nowhere, no_place = _DEAD[is_russian]
        for link in self.links:
            if link.is_dead:
                yield link.span, f"{link.shown} ({nowhere if link.note is None else no_place})"
            elif link.note is not None and (seen := _SEEN_FROM_A_NOTE.match(link.span.of(self.text))):
                target = f"{link.note.removesuffix('.md')}{seen['place'] or ''}"
                yield link.span, f"{seen['embed']}[[{target}|{link.shown}]]"

    def _marks(self, is_russian: bool) -> Iterator[tuple[Span, str]]:
        """Yield where a mark stands behind each statement that is not held: in its table cell, never within a link."""
        for statement in self.statements:
            said = _doubt_of(statement, is_russian)
            row = statement.span.of(self.text)
            end = statement.span.end - (len(row) - len(row[:-1].rstrip()) if row.endswith("|") else 0)
            end = next((link.span.end for link in self.links if link.span.start < end < link.span.end), end)
            if said:
                yield Span(end, end), f" ({said})"

    @property
    def written_by(self) -> str:
        """Return the model whose words these are; ``""`` for the notes' own sentences and for a refusal."""
        return "" if self.refused or self.mode is AnswerMode.EXTRACTIVE else self.model or ""


def without_marks_of_doubt(text: str) -> str:
    """Return a kept answer without the marks behind its statements that were not held."""
    return _MARK_OF_DOUBT.sub("", text)


def _doubt_of(statement: Statement, is_russian: bool) -> str:
    """Return what is to be said of a statement that is not held, ``""`` of any other and of one but for dead links."""
    absent, uncited, unnamed, doubted = _NOT_HELD[is_russian]
    if statement.lacking:
        named = ", ".join(one.rstrip(".") for one in statement.lacking if not _LIVE.search(one))
        return f"{absent}: {named}" if 0 < len(named) <= _LONGEST_NAMED else absent
    if statement.unnamed and statement.citations:
        return unnamed
    if statement.dead and statement.citations:
        return ""
    if not statement.citations:
        return uncited
    return doubted if statement.is_doubted else ""
