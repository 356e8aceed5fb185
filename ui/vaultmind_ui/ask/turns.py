"""Questions and answers as a conversation shows them: pure values, turned into parts of a document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject

from vaultmind import api
from vaultmind_ui.ask.answer_links import read_answer
from vaultmind_ui.ask.council import council_blocks, spoken, what_it_is, who_speaks
from vaultmind_ui.core_words import in_words
from vaultmind_ui.markdown.cutting import parts_of
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.reading import GrowingMarkdown
from vaultmind_ui.markdown.values import (
    Block,
    Blocks,
    Bubble,
    Inline,
    ItemList,
    LinkToAction,
    LinkToCitation,
    LinkToNote,
    ListItem,
    Paragraph,
    Quote,
    Run,
    Style,
)

State = Literal["looking", "writing", "done", "stopped", "failed"]
_CITED = re.compile(r"(?:\s*\[\d{1,3}\])+[.!?…]*")
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_MOST_NEAREST = 3
_LONGEST_CHIP = 40
_FEWEST_BORDERS = 3
"""A row of two cells has so many."""


@dataclass(slots=True)
class ShownTurn:
    """One question and how far its answer is. ``uid`` names it in the conversation that is kept."""

    question: str
    state: State = "looking"
    text: str = ""
    meant: str = ""
    problem: str = ""
    answer: api.Answer | None = None
    citing: dict[int, api.CitationSeen] = field(default_factory=dict)
    found: tuple[api.Passage, ...] = ()
    uid: str = ""
    before: "ShownTurn | None" = None
    """What answered the same question before: it is shown again where no other answer comes."""
    saved: str = ""
    growing: GrowingMarkdown = field(default_factory=GrowingMarkdown)
    saying: dict[str, str] = field(default_factory=dict)
    """What each voice of a council has said so far."""
    heard: dict[str, api.Voice] = field(default_factory=dict)
    """Each voice of a council that has ended, while others still speak."""
    council: api.CouncilAnswer | None = None
    prompt: api.PromptSeen | None = None
    """What the model was sent, where one was asked."""
    awaits_model: bool = False
    """Whether the notes were looked through, and the model is loaded or asked whether they say anything."""
    was_before: bool = False
    """Whether it is of a conversation that is gone on with: what was found for it then is not known."""
    reads: int = 0
    """How many passages the model has been given to read, before it wrote anything."""

    @property
    def is_running(self) -> bool:
        """Say whether its answer is still being made."""
        return self.state in ("looking", "writing")

    @property
    def numbers(self) -> frozenset[int]:
        """Return the numbers that may be pressed in its answer."""
        if self.answer is not None:
            return frozenset(citation.number for citation in self.answer.citations)
        return frozenset(self.citing)

    def citation(self, number: int) -> api.Citation | None:
        """Return the citation of a number, once the answer is whole."""
        cited = self.answer.citations if self.answer else ()
        return next((one for one in cited if one.number == number), None)

    def passages(self) -> tuple[api.Passage, ...]:
        """Return what the answer is made from, or until then what was found first."""
        return self.answer.passages if self.answer is not None else self.found


class Counted(QObject):
    """Words about a number of things, in the plural that the language has for it."""

    def read(self, count: int) -> str:
        return self.tr("The model is reading %Ln passage(s)…", "", count)


@dataclass(frozen=True, slots=True)
class ThreadTarget:
    """A conversation that was had elsewhere, e.g. in the small window, to be gone on with in the Ask place."""

    turns: tuple[ShownTurn, ...]
    conversation: api.Conversation


def turn_before(turn: api.Turn, *, is_in_note: bool = False) -> ShownTurn:
    """Return a turn of a conversation that is gone on with, as it was when it was answered: its kind, its sources.

    Its passages are not kept; a source shows the words that it quotes. Words of the notes that rest on none of them
    are a refusal, also where that was not kept yet. In a note they may be anybody's, e.g. those of an exported chat:
    nothing is said of where they are from.
    """
    if not turn.answer:
        return ShownTurn(turn.question, "stopped", uid=turn.uid)
    if is_in_note and not (turn.model or turn.refused):
        return ShownTurn(turn.question, "done", turn.answer, turn.meant, uid=turn.uid, was_before=True)
    answer = api.Answer(
        question=turn.question,
        text=turn.answer,
        refused=turn.refused or not (turn.model or turn.citations or turn.sources),
        mode=api.AnswerMode.GENERATED if turn.model else api.AnswerMode.EXTRACTIVE,
        citations=turn.citations,
        model=turn.model or None,
        meant=turn.meant,
    )
    return ShownTurn(turn.question, "done", turn.answer, turn.meant, answer=answer, uid=turn.uid, was_before=True)


def note_name(path: str) -> str:
    """Return what a note is called: the last part of its path, without ``.md``."""
    return path.rpartition("/")[2].removesuffix(".md")


def place_name(note: str, heading: Sequence[str]) -> str:
    """Return where a passage stands, e.g. ``"Well › Depth"``; a heading that repeats the note's name is left out."""
    name = note_name(note)
    return " › ".join((name, *(one for one in heading if one != name)))


def statements_of(answer: api.Answer) -> tuple[api.Statement, ...]:
    """Return the sentences of an answer with what they cite; of an extractive one the stretches before citations."""
    if answer.statements:
        return answer.statements
    found, start = [], 0
    for cited in _CITED.finditer(answer.text):
        numbers = tuple(int(number) for number in _NUMBER.findall(cited[0]))
        begin = start + len(answer.text[start : cited.start()]) - len(answer.text[start : cited.start()].lstrip())
        found.append(api.Statement(api.Span(begin, cited.end()), numbers))
        start = cited.end()
    return tuple(found)


def as_markdown(turn: ShownTurn) -> str:
    """Return an answer as Markdown for any note of the vault: its words, then its sources as links."""
    if turn.answer is None:
        return turn.text.strip() + "\n"
    lines = []
    for one in turn.answer.citations:
        heading = f"#{one.heading[-1]}" if one.heading and not one.block_id else ""
        place = f"#^{one.block_id}" if one.block_id else heading
        lines.append(f"[{one.number}] [[{one.note.removesuffix('.md')}{place}]]")
    return f"{turn.answer.marked_text}\n\n{chr(10).join(lines)}".strip() + "\n"


def kind_of(turn: ShownTurn) -> tuple[str, Style]:
    """Return in a sentence how an answer came to be, or how far it is, and the look of that sentence."""
    if turn.is_running and turn.saying:
        return who_speaks(turn.saying, turn.heard), Style.MUTED
    match turn.state:
        case "looking" if turn.reads:
            return Counted().read(turn.reads), Style.MUTED
        case "looking" if turn.awaits_model:
            return QCoreApplication.translate("Turns", "The model is getting ready…"), Style.MUTED
        case "looking":
            return QCoreApplication.translate("Turns", "Looking in your notes…"), Style.MUTED
        case "writing":
            return QCoreApplication.translate("Turns", "Writing…"), Style.MUTED
        case "stopped" if turn.text:
            return QCoreApplication.translate(
                "Turns", "Stopped. What was written so far is not checked."
            ), Style.WARNING
        case "stopped":
            return QCoreApplication.translate("Turns", "Stopped."), Style.WARNING
        case "failed":
            return turn.problem, Style.BAD
    answer = turn.answer
    if answer is not None and answer.is_early:
        return QCoreApplication.translate("Turns", "What can be found so far does not say."), Style.WARNING
    if answer is None and turn.was_before:
        return QCoreApplication.translate("Turns", "As it stands in the note of this conversation"), Style.MUTED
    if answer is None or answer.refused:
        return QCoreApplication.translate("Turns", "Your notes do not say."), Style.WARNING
    if turn.council is not None:
        return what_it_is(turn.council), Style.MUTED
    if answer.mode is api.AnswerMode.EXTRACTIVE:
        return QCoreApplication.translate("Turns", "In the words of your notes"), Style.GOOD
    return QCoreApplication.translate("Turns", "Written by %1 from your notes").replace(
        "%1", answer.model or "?"
    ), Style.MUTED


def turn_parts(turn: ShownTurn, number: int, *, room: int = 1) -> Iterator[Part]:
    """Yield the parts of one turn; offsets of its answer are under the key ``str(number)``.

    ``room`` is how many columns fit beside each other.
    """
    key = str(number)
    yield Part("", Bubble((Paragraph((Run(turn.question, Style.BOLD),)),)))
    if turn.meant and turn.meant != turn.question:
        understood = QCoreApplication.translate("Turns", "Understood as: %1").replace("%1", turn.meant)
        yield Part("", Paragraph((Run(understood, Style.MUTED | Style.ITALIC),)))
    words, look = kind_of(turn)
    mark = {Style.GOOD: "❝ ", Style.WARNING: "○ ", Style.BAD: "✕ "}.get(look, "◆ " if turn.state == "done" else "")
    yield Part("", Paragraph((Run(mark + words, look | (Style.BOLD if look is not Style.MUTED else Style.PLAIN)),)))
    text = turn.answer.text if turn.answer is not None else turn.text
    if turn.answer is not None and turn.answer.refused:
        text = ""  # it says no more than that line, in the language of the question
    if turn.is_running:
        blocks = turn.growing.read(text, citations=turn.numbers)
    else:
        blocks = read_answer(turn.answer, text, citations=turn.numbers)
    is_extractive = turn.answer is not None and turn.answer.mode is api.AnswerMode.EXTRACTIVE and turn.council is None
    if is_extractive and turn.answer is not None and not turn.answer.refused:
        blocks = (Quote(tuple(map(row_in_words, blocks))),) if blocks else ()
    yield from parts_of(key, blocks)
    if turn.saying or turn.council is not None:
        said = turn.council.voices if turn.council is not None else spoken(turn.saying, turn.heard)
        for block in council_blocks(said, turn.council, turn.numbers, turn=number, room=room):
            yield Part(f"{key}+", block)
    for block in _after(turn, number):
        yield Part(f"{key}+", block)


def row_in_words(block: Block) -> Block:
    """Return a row of a table that was quoted by itself with dots between its cells; anything else as it is."""
    if not isinstance(block, Paragraph):
        return block
    borders = [
        (place, at)
        for place, one in enumerate(block.inlines)
        if isinstance(one, Run) and one.end - one.start == len(one.text) and one.style is Style.PLAIN
        for at, letter in enumerate(one.text)
        if letter == "|"
    ]
    if len(borders) < _FEWEST_BORDERS or borders[0] != (0, 0):
        return block
    inlines: list[Inline] = []
    for place, one in enumerate(block.inlines):
        outer = [at for at in (borders[0], borders[-1]) if at[0] == place]
        if not isinstance(one, Run) or place not in {where for where, _ in borders}:
            inlines.append(one)
            continue
        begin = 0
        for end in (*(at for _, at in outer), len(one.text)):
            text = one.text[begin:end]
            begin += 0 if inlines else len(text) - len(text.lstrip())
            text = text if inlines else text.lstrip()
            text = text.rstrip() if (place, end) == borders[-1] else text
            if text:
                inlines.append(
                    replace(
                        one, text=text.replace("|", "·"), start=one.start + begin, end=one.start + begin + len(text)
                    )
                )
            begin = end + 1
    return Paragraph(tuple(inlines))


def turn_of(key: str) -> int | None:
    """Return the number of the turn that a key of its parts names."""
    number = key.rstrip("+")
    return int(number) if number.isdigit() else None


def _after(turn: ShownTurn, number: int) -> Blocks:
    """Return what stands under an answer: its sources, what to know about it, what can be done with it."""
    below: list[Block] = []
    answer = turn.answer
    if answer is not None and answer.refused and any(one.chunk.evidence for one in answer.passages):
        below.append(Paragraph((Run(QCoreApplication.translate("Turns", "These notes come nearest:"), Style.MUTED),)))
        near = tuple(dict.fromkeys(one.chunk.note for one in answer.passages if one.chunk.evidence))[:_MOST_NEAREST]
        links = (Run(note_name(one), Style.PLAIN, LinkToNote(one, one)) for one in near)
        below.append(ItemList(tuple(ListItem((Paragraph((link,)),)) for link in links)))
    elif answer is not None and answer.refused and not answer.is_early and not turn.was_before:
        none_near = QCoreApplication.translate("Turns", "No note comes near it; other words may find one.")
        below.append(Paragraph((Run(none_near, Style.MUTED),)))
    if answer is not None and answer.citations:
        below.append(Paragraph(tuple(_chips(answer))))
    below += [Paragraph((Run(notice, Style.MUTED),)) for notice in _notices(turn)]
    if turn.saved:
        saved = QCoreApplication.translate("Turns", "Saved as %1").partition("%1")
        link = Run(note_name(turn.saved), Style.PLAIN, LinkToNote(turn.saved, turn.saved))
        below.append(Paragraph((Run(saved[0], Style.GOOD), link, Run(saved[2], Style.GOOD))))
    if not turn.is_running:
        below.append(Paragraph(tuple(_actions(turn, number))))
    return tuple(below)


def _notices(turn: ShownTurn) -> tuple[str, ...]:
    """Return what is to be known about an answer, each once."""
    if turn.answer is None:
        return ()
    return tuple(dict.fromkeys(in_words(notice) for notice in turn.answer.notices))


def _chips(answer: api.Answer) -> Iterator[Inline]:
    for one in answer.citations:
        name = place_name(one.note, one.heading[-1:])
        shown = f" {one.number}  {name if len(name) <= _LONGEST_CHIP else name[: _LONGEST_CHIP - 1] + '…'} "
        look = Style.CHIP if one.is_proof else Style.CHIP | Style.WARNING
        yield Run(shown.replace(" ", "\u00a0"), look, LinkToCitation(one.number))
        yield Run("  ")


def _actions(turn: ShownTurn, number: int) -> Iterator[Inline]:
    actions = []
    if turn.answer is not None or turn.text:
        actions.append(("copy", QCoreApplication.translate("Turns", "Copy")))
    if turn.answer is not None and not turn.answer.refused and not turn.saved:
        actions.append(("save", QCoreApplication.translate("Turns", "Save answer")))
    actions.append(
        (
            "again",
            QCoreApplication.translate("Turns", "Try again")
            if turn.state == "failed"
            else QCoreApplication.translate("Turns", "Answer anew"),
        )
    )
    actions.append(("edit", QCoreApplication.translate("Turns", "Edit question")))
    for place, (action, title) in enumerate(actions):
        if place:
            yield Run("  ·  ", Style.MUTED)
        yield Run(title, Style.PLAIN, LinkToAction(action, number))
