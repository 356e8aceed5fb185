"""What several voices said to one question: each in its own words, who still speaks, where they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from vaultmind import api
from vaultmind_ui.ask.answer_links import read_answer
from vaultmind_ui.core_words import in_words
from vaultmind_ui.markdown.values import Block, Blocks, Callout, Columns, Inlines, Paragraph, Run, Style


@dataclass(frozen=True, slots=True)
class Speaking:
    """One voice that has not ended: what it has said so far."""

    name: str
    text: str


def voice_name(voice: str) -> str:
    """Return what a voice is called, e.g. ``"sceptic"`` for ``":sceptic"``, and the notes' own for ``"notes"``."""
    model, colon, role = voice.partition(":")
    if voice == "notes":
        return QCoreApplication.translate("Council", "The notes themselves")
    known = {
        "": QCoreApplication.translate("Council", "The model"),
        "sceptic": QCoreApplication.translate("Council", "The sceptic"),
        "exact": QCoreApplication.translate("Council", "The exact one"),
        "broad": QCoreApplication.translate("Council", "The one who looks at the whole"),
    }.get(role, role)
    return f"{known} ({model})" if model and colon else (model or known)


def spoken(saying: Mapping[str, str], heard: Mapping[str, api.Voice]) -> tuple[Speaking | api.Voice, ...]:
    """Return each voice that was asked: as it ended, or what it has said so far."""
    return tuple(heard.get(name) or Speaking(name, text) for name, text in saying.items())


def who_speaks(saying: Mapping[str, str], heard: Mapping[str, api.Voice]) -> str:
    """Return in a line which voices have answered, which are left out, and which are waited for."""
    names: dict[str, list[str]] = {"answered": [], "left out": [], "awaited": []}
    for one in spoken(saying, heard):
        state = "awaited" if isinstance(one, Speaking) else "left out" if one.failure else "answered"
        names[state].append(voice_name(one.name))
    said = {
        "answered": QCoreApplication.translate("Council", "Heard: %1."),
        "left out": QCoreApplication.translate("Council", "Left out: %1."),
        "awaited": QCoreApplication.translate("Council", "Awaited: %1…"),
    }
    if not names["awaited"]:
        said["awaited"] = QCoreApplication.translate("Council", "What they said is put together…")
    return " ".join(
        said[state].replace("%1", ", ".join(those)) for state, those in names.items() if those or state == "awaited"
    )


def what_it_is(council: api.CouncilAnswer) -> str:
    """Return in a line whose answer it is: of several voices, of one alone, or of none but the notes."""
    heard = [voice_name(voice.name) for voice in council.voices if voice.has_answered]
    if not heard:
        return QCoreApplication.translate("Council", "No voice said what the notes hold; in their own words")
    if len(heard) == 1:
        words = QCoreApplication.translate("Council", "Of %1 voices one alone has answered: %2")
        return words.replace("%1", str(len(council.voices))).replace("%2", heard[0])
    words = QCoreApplication.translate("Council", "Put together from what %1 of %2 voices say")
    return words.replace("%1", str(len(heard))).replace("%2", str(len(council.voices)))


def council_blocks(
    voices: Sequence[Speaking | api.Voice],
    council: api.CouncilAnswer | None,
    numbers: frozenset[int],
    *,
    turn: int,
    room: int = 1,
) -> Iterator[Block]:
    """Yield what stands under the answer that was made of all: in what they differ, and every voice beside the others.

    ``room`` is how many fit beside each other. Each can be folded by itself: the ``turn`` tells them from others.
    """
    fold = -2 - 1000 * turn
    if council is not None:
        yield from _differences(council)
    shown = [_voice(one, numbers, fold - place) for place, one in enumerate(voices)]
    rows = -(-len(shown) // max(1, room))
    beside = -(-len(shown) // rows) if rows else 1
    for first in range(0, len(shown), beside):
        row = tuple(shown[first : first + beside])
        yield Columns(row) if len(row) > 1 else row[0]


def _voice(voice: Speaking | api.Voice, numbers: frozenset[int], fold: int) -> Callout:
    title: Inlines = (Run(voice_name(voice.name)),)
    if isinstance(voice, Speaking):
        waits = QCoreApplication.translate("Council", "Nothing said yet…")
        words: Blocks = read_answer(None, voice.text, citations=numbers)
        return Callout("note", title, "+", words or (Paragraph((Run(waits, Style.MUTED),)),), fold)
    words = read_answer(voice.answer, voice.answer.text, citations=numbers) if voice.answer is not None else ()
    if voice.is_replaced:
        instead = QCoreApplication.translate("Council", "had nothing held; its notes' sentences shown instead")
        title = (*title, Run(f"  — {instead}", Style.WARNING))
    why = (Paragraph((Run(in_words(voice.failure), Style.BAD),)),) if voice.failure else ()
    return Callout("danger" if voice.failure else "note", title, "+", (*words, *why), fold)


def _differences(council: api.CouncilAnswer) -> Iterator[Block]:
    """Yield in what statements differ; the statements themselves stand in the answer, with their citations."""
    lines: list[Block] = []
    for pair in council.contradictions:
        if not all(pair.differs):
            continue
        names = " / ".join(", ".join(map(voice_name, one.voices)) for one in (pair.one, pair.other))
        lines.append(Paragraph((Run(" ≠ ".join(pair.differs), Style.BOLD), Run(f"  — {names}", Style.MUTED))))
    if lines:
        title = QCoreApplication.translate("Council", "They contradict each other")
        yield Callout("warning", (Run(title),), "", tuple(dict.fromkeys(lines)))
