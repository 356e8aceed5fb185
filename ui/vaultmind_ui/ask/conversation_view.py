"""The conversation: every question with its answer, drawn again only from where it changed."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QResizeEvent

from vaultmind_ui.ask.turns import ShownTurn, statements_of, turn_of, turn_parts
from vaultmind_ui.markdown.browser import MarkdownBrowser, Stretch
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.values import Block, Heading, ItemList, LinkToAction, ListItem, Paragraph, Run, Style
from vaultmind_ui.theme import Theme

_REDRAW_MS = 50
_COLUMN_LETTERS = 30
"""So many letters of a line a voice of a council needs to stand beside others."""


class ConversationView(MarkdownBrowser):
    """Shows turns; what an answer says without support is underlined, the chosen statement has a ground."""

    follows_end = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._turns: Sequence[ShownTurn] = ()
        self._done: dict[int, tuple[ShownTurn, tuple[Part, ...]]] = {}
        self._first_parts: list[int] = []
        self._room = 1
        self._chosen: Stretch | None = None
        self._can_continue = self._unanswered = ""
        self._soon = QTimer(self, interval=_REDRAW_MS, singleShot=True)
        self._soon.timeout.connect(self.draw)

    def show_turns(self, turns: Sequence[ShownTurn], *, can_continue: str = "", unanswered: str = "") -> None:
        """Show these turns, or where there are none what may be gone on with.

        ``can_continue`` is the first question of the last conversation, ``unanswered`` one that was left in the middle.
        """
        self._turns = turns
        self._can_continue, self._unanswered = can_continue, unanswered
        self.draw()

    def take_made(self, made: Sequence[tuple[ShownTurn, tuple[Part, ...]]]) -> None:
        """Take the parts of turns, from the first, that were made elsewhere."""
        self._done = dict(enumerate(made))

    def forget_made(self) -> None:
        """Make every part anew, for their words are others now."""
        self._done.clear()

    def turn_changed(self, number: int) -> None:
        """Draw a turn anew, within a moment."""
        self._done.pop(number, None)
        if not self._soon.isActive():
            self._soon.start()

    def choose(self, stretch: Stretch | None) -> None:
        """Give a statement a ground, and no other."""
        self._chosen = stretch
        self._mark()
        if stretch is not None:
            self.go_to_if_hidden(stretch)

    def go_to_turn(self, number: int) -> None:
        """Scroll to where a turn begins."""
        if number < len(self._first_parts):
            self.go_to_part(self._first_parts[number])

    def draw(self) -> None:
        """Show what the turns are now."""
        self._soon.stop()
        self._heed_room()
        parts: list[Part] = []
        self._first_parts = []
        for number, turn in enumerate(self._turns):
            self._first_parts.append(len(parts))
            known = self._done.get(number)
            if known is None or known[0] is not turn:
                known = turn, tuple(turn_parts(turn, number, room=self._room))
                if not turn.is_running:
                    self._done[number] = known
            parts += known[1]
        self.show_parts(parts if self._turns else self._welcome())
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Set voices side by side where there is room for them now, and below each other where there is none."""
        super().resizeEvent(event)
        has_voices = any(turn.council is not None for turn in self._turns)
        if has_voices and self._columns() != self._room and not self._soon.isActive():
            self._soon.start()

    def _columns(self) -> int:
        """Return how many columns fit beside each other."""
        return max(1, self.viewport().width() // (_COLUMN_LETTERS * self.fontMetrics().averageCharWidth()))

    def _heed_room(self) -> None:
        room = self._columns()
        if room != self._room:
            self._room = room
            self._done = {number: one for number, one in self._done.items() if one[0].council is None}

    def _mark(self) -> None:
        marks: list[tuple[Stretch, str]] = [(self._chosen, "selected")] if self._chosen is not None else []
        for number, turn in enumerate(self._turns):
            statements = turn.answer.statements if turn.answer is not None else ()
            unsupported = (one.span for one in statements if not one.is_supported)
            marks += [((str(number), span.start, span.end), "wave") for span in unsupported]
        self.mark(marks)

    def _welcome(self) -> list[Part]:
        blocks: list[Block] = [
            Heading(2, (Run(QCoreApplication.translate("ConversationView", "Ask your notes")),)),
            Paragraph(
                (
                    Run(
                        QCoreApplication.translate(
                            "ConversationView",
                            "Answers rest on your notes alone, and every sentence says on which.",
                        ),
                        Style.MUTED,
                    ),
                )
            ),
        ]
        keys = (
            QCoreApplication.translate("ConversationView", "Up and Down bring back the questions of this session."),
            QCoreApplication.translate(
                "ConversationView", "Ctrl+E shows what a statement rests on, one after the other."
            ),
            QCoreApplication.translate(
                "ConversationView", "Esc stops an answer, Ctrl+R has it made anew, Ctrl+S saves it as a note."
            ),
            QCoreApplication.translate("ConversationView", "F1 shows every key, and so does ? in an empty line."),
        )
        blocks.append(ItemList(tuple(ListItem((Paragraph((Run(one, Style.MUTED),)),)) for one in keys)))
        if self._unanswered:
            words = QCoreApplication.translate("ConversationView", "Asked last, and not answered: %1")
            link = Run(words.replace("%1", self._unanswered), Style.PLAIN, LinkToAction("unanswered", 0))
            blocks.append(Paragraph((link,)))
        if self._can_continue:
            words = QCoreApplication.translate("ConversationView", "Go on with: %1").replace("%1", self._can_continue)
            blocks.append(Paragraph((Run(words, Style.PLAIN, LinkToAction("continue", 0)),)))
        return [Part("", block) for block in blocks]


def statement_at(turns: Sequence[ShownTurn], key: str, offset: int) -> tuple[int, int] | None:
    """Return the turn and the statement of its answer that an offset lies in."""
    number = turn_of(key)
    answer = turns[number].answer if number is not None and number < len(turns) else None
    if number is None or answer is None:
        return None
    for place, one in enumerate(statements_of(answer)):
        if one.span.start <= offset < one.span.end:
            return number, place
    return None
