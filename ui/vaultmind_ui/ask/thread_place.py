"""A thread of questions: how its answers come to be, one after the other, and are kept."""

from collections.abc import Sequence
from dataclasses import replace

from vaultmind import api
from vaultmind_ui.ask.conversation_view import ConversationView
from vaultmind_ui.ask.turns import ShownTurn, turn_before, turn_parts
from vaultmind_ui.ask.way_box import WayBox
from vaultmind_ui.bridge import Task
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.place import Place
from vaultmind_ui.shell import Shell

_FIRST_PASSAGES = 5

Made = list[tuple[ShownTurn, tuple[Part, ...]]]


class ThreadPlace(Place):
    """A place that asks one question at a time, each in the light of those before; ``view`` shows the thread.

    Whoever builds on it puts a field for questions beside that, and tells what else changes with the thread.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.turns: list[ShownTurn] = []
        self.conversation = api.Conversation()
        self.view = ConversationView(shell.appearance.theme)
        self.way = WayBox(self)
        self.way.heed(shell.answering)
        self.way.wanted.connect(shell.show_place)
        shell.answering_known.connect(self.way.heed)
        self._last_one: api.Conversation | None = None
        self._left_unanswered: api.AskedQuestion | None = None
        """The question that was being answered when this vault was left."""
        self._asking: Task | None = None
        self._asked = ""
        self._chosen: tuple[int, int] | None = None
        """The statement whose sources are shown: the number of its turn, and its place in the answer."""
        self._looked_at: ShownTurn | None = None
        """The turn whose sources are shown where no statement is chosen: the one asked last, early or not."""

    def _show_evidence(self) -> None:
        """Show what the answer that is looked at rests on."""

    def _show_state(self) -> None:
        """Bring buttons to what can be done now."""

    def _on_continued(self) -> None:
        """Be ready for the next question of a thread that goes on."""

    @property
    def is_asking(self) -> bool:
        """Say whether an answer is being made."""
        return self._asking is not None and self._asking.is_running

    def _begin(self, question: str, *, place: int | None) -> None:
        if self._asking is not None:
            self._asking.cancel()
        replaces = self.turns[place].uid if place is not None else ""
        turn, self._asked = ShownTurn(question), question
        way = self.way.asked
        number = len(self.turns) if place is None else place
        former = self.turns[number] if place is not None else None
        if former is not None and former.answer is not None and former.question == question:
            turn.before = former
        self.turns[number : number + 1] = [turn]
        history = self.conversation.before(replaces) if replaces else self.conversation.turns
        if self.shell.asked_root is not None:
            self.shell.asked_last.keep(self.shell.asked_root, question, is_follow_up=bool(history))
        request = api.AskRequest(
            question, extractive=way == "notes", select=way == "select", history=history, show_prompt=True
        )
        council = api.CouncilRequest(question, history=history)
        self._chosen, self._looked_at = None, turn
        self.view.choose(None)
        self.view.show_turns(self.turns)
        self.view.go_to_turn(number) if place is not None else self.view.go_to_end()
        self.shell.bridge.call(
            self,
            lambda session: session.search(api.SearchRequest(question, limit=_FIRST_PASSAGES)),
            lambda report: self._on_first_passages(turn, report),
            lambda _: None,
        )
        self._asking = self.shell.bridge.stream(
            self,
            lambda session, stop: (
                session.council(council, cancel=stop) if way == "council" else session.ask(request, cancel=stop)
            ),
            item=lambda event: self._on_event(turn, event, replaces),
            then=lambda _: self._on_over(turn, "done"),
            failed=lambda sentence: self._on_failed(turn, sentence),
            stopped=lambda: self._on_over(turn, "stopped"),
        )
        self._show_evidence()
        self._show_state()

    def _on_first_passages(self, turn: ShownTurn, report: api.SearchReport) -> None:
        if turn.answer is None:
            turn.found = report.passages
            self._show_evidence()

    def _on_event(self, turn: ShownTurn, event: object, replaces: str) -> None:
        match event:
            case api.Understood():
                turn.meant = event.meant
            case api.Progress("model"):
                turn.awaits_model = True
            case api.Progress("passages", _, total):
                turn.reads = total or 0
            case api.AnswerDelta():
                turn.state = "writing"
                turn.text += event.text
            case api.VoiceDelta():
                turn.state = "writing" if event.text else turn.state
                turn.saying[event.voice] = turn.saying.get(event.voice, "") + event.text
            case api.Voice():
                turn.heard[event.name] = event
            case api.CouncilAnswer():
                turn.council = event
                self._on_event(turn, event.merged, replaces)
            case api.PromptSeen():
                turn.prompt = event
            case api.CitationSeen():
                turn.citing[event.number] = event
            case api.Answer():
                turn.state, turn.answer, turn.text = "done", self._without_known(event), event.text
                turn.meant = event.meant or turn.meant
                self._no_longer_asked(turn.question)
                self._keep_turn(turn, event, replaces)
                self._show_evidence()
        self._changed(turn)

    def _without_known(self, answer: api.Answer) -> api.Answer:
        """Return an answer without what holds for the whole vault, which the status line says already."""
        return replace(answer, notices=self.shell.unknown_of(answer.notices))

    def _no_longer_asked(self, question: str) -> None:
        if self.shell.asked_root is not None:
            self.shell.asked_last.forget(self.shell.asked_root, question)

    def _on_over(self, turn: ShownTurn, state: str) -> None:
        self.shell.ask_answering()  # another program, e.g. the command line, may have put another model to work
        if turn.answer is None:
            turn.state = "stopped" if state == "stopped" else "failed"
            turn.problem = turn.problem or self.tr("The answer did not come to its end; ask again.")
        if not self._has_put_back(turn):
            self._changed(turn)
        self._show_state()

    def _has_put_back(self, turn: ShownTurn) -> bool:
        """Show the answer before again where none came in its place; say whether that was so."""
        number = next((number for number, one in enumerate(self.turns) if one is turn), None)
        if number is None or turn.answer is not None or turn.before is None:
            return False
        self.turns[number] = turn.before
        if self._looked_at is turn:
            self._looked_at = turn.before
        if turn.state == "failed":
            self.shell.say_problem(turn.problem)
        self.view.show_turns(self.turns)
        self._show_evidence()
        return True

    def _on_failed(self, turn: ShownTurn, sentence: str) -> None:
        turn.state, turn.problem = "failed", sentence
        self._no_longer_asked(turn.question)
        if not self._has_put_back(turn):
            self._changed(turn)
        self._show_state()

    def _keep_turn(self, turn: ShownTurn, answer: api.Answer, replaces: str) -> None:
        conversation = self.conversation
        self.shell.bridge.call(
            self,
            lambda session: session.keep_turn(answer, conversation=conversation, replaces=replaces or None),
            lambda kept: self._on_kept_turn(turn, kept, replaces),
            self.shell.say,
        )

    def _on_kept_turn(self, turn: ShownTurn, kept: api.KeptTurn, replaces: str) -> None:
        if turn not in self.turns:
            return
        before = {one.uid for one in self.conversation.turns} - {replaces}
        self.conversation = kept.conversation
        turn.uid = next((one.uid for one in reversed(kept.conversation.turns) if one.uid not in before), turn.uid)
        self._show_state()

    def _on_kept_all(self, kept: api.KeptTurn) -> None:
        self.conversation = kept.conversation
        if kept.conversation.note:
            self.shell.say(self.tr("Kept as %1").replace("%1", kept.conversation.note))
        self._show_state()

    def _on_saved(self, turn: ShownTurn, report: api.WriteReport) -> None:
        turn.saved = report.note
        self.shell.say(self.tr("Saved as %1").replace("%1", report.note))
        self._changed(turn)

    def _on_last_conversation(self, last: api.Conversation) -> None:
        self._last_one = last if last.turns else None
        if not self.turns:
            self._show_thread()

    def _show_thread(self) -> None:
        """Show the thread, or where there is none what may be gone on with."""
        unanswered = self._left_unanswered.question if self._left_unanswered is not None else ""
        self.view.show_turns(self.turns, can_continue=self._continuable(), unanswered=unanswered)

    def _go_on_with_last(self) -> None:
        if self._last_one is None:
            return
        last = self._last_one
        turns = [turn_before(one, is_in_note=last.note is not None) for one in last.turns]
        self.shell.bridge.call(self, lambda _: made_of(turns), lambda made: self._on_made(last, made))

    def _on_made(self, last: api.Conversation, made: Made) -> None:
        if self.turns:
            return
        self.conversation = last
        self.turns = [turn for turn, _ in made]
        self.view.take_made(made)
        self.view.show_turns(self.turns)
        self.view.go_to_end()
        self._show_state()
        self._on_continued()

    def _changed(self, turn: ShownTurn) -> None:
        number = next((number for number, one in enumerate(self.turns) if one is turn), None)
        if number is not None:
            self.view.turn_changed(number)

    def _continuable(self) -> str:
        return self._last_one.turns[0].question if self._last_one is not None else ""


def made_of(turns: Sequence[ShownTurn]) -> Made:
    """Return turns with what is shown of them, made out; for any thread."""
    return [(turn, tuple(turn_parts(turn, number))) for number, turn in enumerate(turns)]
