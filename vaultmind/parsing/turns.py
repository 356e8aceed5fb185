"""A chat note as a conversation: its messages without their quote marks, questions with their answers."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from vaultmind.domain.conversation import Turn
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Message, Note, Role
from vaultmind.domain.span import Span

_QUOTE_MARK = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)
_UID = re.compile(r"[ \t]*<!--\s*(?:uid|id|message[-_ ]?id)\s*[:=]\s*[^\s>]+?\s*-->", re.IGNORECASE)
_BELOW = re.compile(rf"\s*{_UID.pattern}", re.IGNORECASE)
_PROVENANCE = re.compile(r"\s*<!-- vaultmind: (\{[^\r\n]*\}) -->")
REFUSED = "yes"
"""What our comment below an answer has for one that says that the notes do not."""
_LINE_END = re.compile(r"\r\n?")

ResolveLink = Callable[[str], NotePath | None]
"""Returns the note that a link with this target leads to from the note at hand."""


@dataclass(frozen=True, slots=True)
class PlacedMessage:
    """A message, its text, and its whole extent: the callout with the comments right below it."""

    message: Message
    text: str
    extent: Span
    provenance: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlacedTurn:
    """A turn and where its two messages stand; a question without an answer has one of them."""

    turn: Turn
    question: PlacedMessage | None
    answer: PlacedMessage | None


def turns_of(text: str, note: Note, *, resolve: ResolveLink) -> tuple[Turn, ...]:
    """Return the turns of a chat note in order; ``()`` for a note without messages."""
    return tuple(placed.turn for placed in place_turns(text, note, note.messages, resolve=resolve))


def place_turns(text: str, note: Note, messages: Sequence[Message], *, resolve: ResolveLink) -> Iterator[PlacedTurn]:
    """Yield the turns with their places in ``text``; a reply to nothing is a turn without a question."""
    waiting: PlacedTurn | None = None
    for placed in place_messages(text, messages):
        message = placed.message
        if message.role is Role.USER:
            if waiting is not None:
                yield waiting
            turn = Turn(placed.text, asked_at=message.time, uid=message.uid or "")
            waiting = PlacedTurn(turn, placed, None)
            continue
        begun = waiting if waiting is not None else PlacedTurn(Turn(""), None, None)
        links = (link for link in note.links if _is_within(link.span, message.span))
        found = (resolve(link.target) for link in links if link.target)
        answered = replace(
            begun.turn,
            answer=placed.text,
            meant=placed.provenance.get("meant", ""),
            model=placed.provenance.get("model", ""),
            refused=placed.provenance.get("refused", "") == REFUSED,
            sources=tuple(dict.fromkeys(source for source in found if source is not None)),
            answered_at=message.time,
            answer_uid=message.uid or "",
        )
        waiting = None
        yield PlacedTurn(answered, begun.question, placed)
    if waiting is not None:
        yield waiting


def place_messages(text: str, messages: Sequence[Message]) -> Iterator[PlacedMessage]:
    """Yield the messages with their texts: no header, no quote marks, no identifier, and line feeds as line ends."""
    for message in messages:
        end = message.span.end
        below = _BELOW.match(text, end)
        if below is not None:
            end = below.end()
        provenance = _PROVENANCE.match(text, end)
        if provenance is not None:
            end = provenance.end()
        words = provenance_in(provenance[1]) if provenance is not None else {}
        yield PlacedMessage(message, _said(message.span.of(text)), Span(message.span.start, end), words)


def provenance_in(written: str) -> dict[str, str]:
    """Return what our comment below an answer says; nothing where it is not as we write it."""
    try:
        read = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return {key: value for key, value in read.items() if isinstance(value, str)} if isinstance(read, dict) else {}


def _said(callout: str) -> str:
    _, _, body = _LINE_END.sub("\n", callout).partition("\n")
    return _UID.sub("", _QUOTE_MARK.sub("", body)).strip()


def _is_within(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end
