"""Conversations as chat notes: turns appended under whatever a person has made of the note, or put in their place."""

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from vaultmind.domain.answer import Answer
from vaultmind.domain.conversation import Conversation, Turn
from vaultmind.domain.edit import Edit, apply_edits
from vaultmind.domain.errors import PlaceNotFound
from vaultmind.domain.file_names import check_new_path, free_path, safe_name
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules, write_link
from vaultmind.domain.names import VaultNames
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.provenance import CONVERSATION, GENERATED_BY, GENERATED_BY_PROPERTY, KIND_PROPERTY
from vaultmind.domain.writing import whose_words
from vaultmind.parsing.chat import find_messages
from vaultmind.parsing.turns import REFUSED, PlacedTurn, place_turns
from vaultmind.writeback.answer_notes import AnswerNote, citation_link, source_lines, with_citations
from vaultmind.writeback.inert import make_inert
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.places import append
from vaultmind.writeback.properties import set_property

_CALLOUT_HEADER = re.compile(r"^\[!", re.MULTILINE)
_UID_COMMENT = re.compile(r"<!--(?=\s*(?:uid|id|message[-_ ]?id)\s*[:=])", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_TITLES = {"en": "Conversation", "ru": "Разговор"}
_LONGEST_TITLE_BYTES = 120


@dataclass(frozen=True, slots=True)
class ConversationPlace:
    """Where a conversation is or will be, and how links are written there."""

    path: NotePath
    names: VaultNames
    rules: LinkRules = LinkRules()


def message_text(text: str) -> str:
    """Return a text as it stands in a message: inert, without outer blanks, and nothing in it begins a message.

    ``message_text(message_text(text))`` is ``message_text(text)``, and a chat note gives it back as it is.
    """
    made = _LINE_END.sub("\n", text)
    while True:
        inert = make_inert(made.strip())
        inert = _CALLOUT_HEADER.sub(r"\\[!", _UID_COMMENT.sub("&lt;!--", _LINE_END.sub("\n", inert))).strip()
        if inert == made:
            return inert
        made = inert


def turn_of(answer: Answer, *, at: datetime, asked_at: str | None = None, uid: str = "") -> Turn:
    """Return the turn that an answer ends, with identifiers of its own; ``uid`` keeps that of a turn it replaces."""
    minute = at.strftime("%Y-%m-%dT%H:%M")
    seed = f"{at.isoformat()} {answer.question} {answer.text}"
    return Turn(
        question=message_text(answer.question),
        answer=message_text(answer.marked_text),
        meant=" ".join(answer.meant.split()),
        model=answer.written_by,
        sources=tuple(dict.fromkeys(citation.note for citation in answer.citations)),
        asked_at=asked_at or minute,
        answered_at=minute,
        uid=uid or _uid("question", seed),
        answer_uid=_uid("answer", seed),
        citations=answer.citations,
        refused=answer.refused,
    )


def linked_turn(turn: Turn, place: ConversationPlace) -> Turn:
    """Return the turn with its marks as links into the notes, and its sources listed below."""
    known = {citation.number: citation for citation in turn.citations}
    if not known:
        return turn
    links = {
        number: citation_link(citation, place.path, place.names, place.rules, str(number))
        for number, citation in known.items()
    }
    words = with_citations(turn.answer, known, links, as_footnotes=False)
    sources = source_lines(known, place.path, place.names, place.rules, as_footnotes=False)
    return replace(turn, answer=message_text(f"{words}\n\n{sources}"), citations=())


def format_turn(turn: Turn) -> str:
    """Return both messages of a turn as callouts with their identifiers; a missing one is left out."""
    messages = []
    if turn.question or not turn.answer:
        messages.append(_message("nexus_user", "User", turn.question, turn.asked_at, turn.uid))
    if turn.answer:
        said = _message("nexus_agent", "Assistant", turn.answer, turn.answered_at, turn.answer_uid)
        messages.append(said + _provenance(turn))
    return "\n\n".join(messages)


def conversation_note(
    conversation: Conversation, place: ConversationPlace, *, at: datetime, properties: Mapping[str, str] | None = None
) -> AnswerNote:
    """Return a new note of the turns so far, with who made it, when, by which models and from which notes.

    ``properties`` gives ``model``, ``date`` and ``sources`` other names; an empty one leaves it out.
    """
    turns = [linked_turn(turn, place) for turn in conversation.turns]
    text = "\n\n".join(format_turn(turn) for turn in turns) + "\n"
    named = properties or {}
    known: dict[str, PropertyValue] = {
        "date": at.isoformat(timespec="seconds"),
        "model": _models(conversation.turns),
        "sources": _links(conversation.turns, place),
    }
    wanted = {named.get(key, key): value for key, value in known.items() if value and named.get(key, key)}
    for key, value in {**wanted, KIND_PROPERTY: CONVERSATION, GENERATED_BY_PROPERTY: GENERATED_BY}.items():
        text = apply_edits(text, set_property(text, key, value))
    return AnswerNote(place.path, text)


def conversation_path(conversation: Conversation, *, at: datetime, folder: str, names: VaultNames) -> NotePath:
    """Return where a new conversation goes: in ``folder``, called by its day and its first question."""
    first = next((turn.question for turn in conversation.turns if turn.question), "")
    title = safe_name(" ".join(first.split()).rstrip(" ?？!."), limit_bytes=_LONGEST_TITLE_BYTES)
    title = title or _TITLES["en"]
    folders = [name for name in (safe_name(part) for part in folder.split("/")) if name]
    path = check_new_path("/".join([*folders, f"{at.date().isoformat()} {title}.md"]))
    return free_path(path, is_taken=lambda candidate: names.named_like(candidate) > 0)


def append_turn(opened: NoteText, turn: Turn, place: ConversationPlace) -> list[Edit]:
    """Return the edits that put a turn at the end of a note as it is, and its provenance where the note keeps it."""
    others = [placed.turn for placed in _placed(opened, place)]
    return [*_property_edits(opened, others, turn, place), *append(opened, format_turn(turn))]


def replace_turn(opened: NoteText, uid: str, turn: Turn, place: ConversationPlace) -> list[Edit]:
    """Return the edits that give the turn named ``uid`` another answer, and other words where those differ.

    What its old answer alone rested on, or who alone gave it, is taken out of the note's provenance. All else in the
    note stays. Raise ``PlaceNotFound`` where no message has the identifier.
    """
    placed = list(_placed(opened, place))
    found = next((one for one in placed if one.turn.uid == uid and one.question is not None), None)
    if found is None or found.question is None:
        raise PlaceNotFound(f"“{opened.path}” has no message with the identifier {uid}.")
    kept = replace(turn, uid=uid, asked_at=turn.asked_at or found.turn.asked_at)
    question = _message("nexus_user", "User", kept.question, kept.asked_at, uid)
    answer = _message("nexus_agent", "Assistant", kept.answer, kept.answered_at, kept.answer_uid) + _provenance(kept)
    line_end = opened.line_end_at(found.question.extent.start)
    edits: list[Edit] = []
    if kept.question != found.turn.question:
        edits.append(Edit(found.question.extent, question.replace("\n", line_end)))
    if found.answer is not None:
        edits.append(Edit(found.answer.extent, answer.replace("\n", line_end)))
    else:
        place_after = replace(found.question.extent, start=found.question.extent.end)
        edits.append(Edit(place_after, f"\n\n{answer}".replace("\n", line_end)))
    others = [one.turn for one in placed if one is not found]
    return [*_property_edits(opened, others, kept, place, gone=found.turn), *edits]


def _placed(opened: NoteText, place: ConversationPlace) -> Sequence[PlacedTurn]:
    note = opened.note
    messages = find_messages(opened.text, note.sections)
    resolve = functools.partial(place.names.resolve, source=opened.path)
    return list(place_turns(opened.text, note, messages, resolve=resolve))


def _property_edits(
    opened: NoteText, others: Sequence[Turn], turn: Turn, place: ConversationPlace, *, gone: Turn | None = None
) -> list[Edit]:
    """Return the edits that add a turn's model and sources to a note that keeps them; those of ``gone`` alone go."""
    known = opened.note.properties
    if known.get(KIND_PROPERTY) != CONVERSATION:
        return []
    edits: list[Edit] = []
    left = [] if gone is None else [gone]
    for key, of in (("model", _models), ("sources", functools.partial(_links, place=place))):
        written, values = known.get(key), of([turn])
        if not isinstance(written, list):
            continue
        kept = [*of([*others, turn]), *(one.model for one in others)]
        dropped = [one for one in (*of(left), *(one.model for one in left)) if one not in kept]
        wanted = [one for one in written if one not in dropped]
        wanted += [one for one in values if one not in wanted]
        if wanted != written:
            edits += set_property(opened.text, key, wanted)
    return edits


def _models(turns: Sequence[Turn]) -> list[PropertyValue]:
    answered = [turn.model for turn in turns if turn.answer and not turn.refused]
    return list(whose_words(*answered).split(", ")) if answered else []


def _links(turns: Sequence[Turn], place: ConversationPlace) -> list[PropertyValue]:
    notes = dict.fromkeys(source for turn in turns for source in turn.sources)
    rules = LinkRules(place.rules.format)
    return [write_link(place.names, note, source=place.path, rules=rules) or note for note in notes]


def _message(callout: str, speaker: str, text: str, time: str | None, uid: str) -> str:
    said = "".join(f"\n> {line}" if line else "\n>" for line in text.split("\n"))
    shown = f" - {_shown(time)}" if time else ""
    named = f"\n<!-- UID: {uid} -->" if uid else ""
    return f">[!{callout}] **{speaker}**{shown}{said}{named}"


def _provenance(turn: Turn) -> str:
    refused = REFUSED if turn.refused else ""
    known = (("model", turn.model), ("meant", turn.meant), ("refused", refused))
    said = {key: value for key, value in known if value}
    if not said:
        return ""
    packed = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"\n<!-- vaultmind: {packed} -->"


def _shown(time: str) -> str:
    """Return ``2025-06-16T21:34`` as chat notes write it, ``16.06.2025 at 21:34``."""
    day, _, clock = time.partition("T")
    year, month, date = day.split("-")
    return f"{date}.{month}.{year}" + (f" at {clock}" if clock else "")


def _uid(kind: str, seed: str) -> str:
    return blake2b(f"{kind} {seed}".encode("utf-8", "replace"), digest_size=8).hexdigest()
