"""An answer and what it rests on."""

import re
from dataclasses import dataclass
from enum import StrEnum

from vaultmind.domain.chunk import Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_SEEN_FROM_A_NOTE = re.compile(r"(?P<embed>!?)\[\[\s*(?:\.{1,2}/[^#|\]]*)?(?P<place>#[^|\]]*)?(?=\]|\|)")
_DEAD = (("leads nowhere", "no such place there"), ("никуда не ведёт", "такого места там нет"))


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

    @property
    def is_supported(self) -> bool:
        """Say whether it cites something that says the same, with all that it says precisely."""
        return bool(self.citations) and not (self.missing or self.unnamed or self.is_doubted)


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
        """Return the text with each dead link as its words and, in the question's language, that it leads nowhere.

        One that is written as seen from the note that is quoted leads there from everywhere.
        """
        text = self.text
        nowhere, no_place = _DEAD[bool(_CYRILLIC.search(self.question))]
        for link in reversed(self.links):
            if link.is_dead:
                said = f"{link.shown} ({nowhere if link.note is None else no_place})"
            elif link.note is not None and (seen := _SEEN_FROM_A_NOTE.match(link.span.of(self.text))):
                said = f"{seen['embed']}[[{link.note.removesuffix('.md')}{seen['place'] or ''}|{link.shown}]]"
            else:
                continue
            text = f"{text[: link.span.start]}{said}{text[link.span.end :]}"
        return text

    @property
    def written_by(self) -> str:
        """Return the model whose words these are; ``""`` for the notes' own sentences and for a refusal."""
        return "" if self.refused or self.mode is AnswerMode.EXTRACTIVE else self.model or ""
