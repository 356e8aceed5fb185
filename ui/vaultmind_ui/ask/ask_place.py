"""Ask: a conversation with the notes, and beside it the passages that each answer rests on."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.ask.conversation_view import statement_at
from vaultmind_ui.ask.evidence import Evidence, evidence_of
from vaultmind_ui.ask.evidence_panel import EvidencePanel
from vaultmind_ui.ask.passage_popup import PassagePopup
from vaultmind_ui.ask.prompt_card import PromptCard
from vaultmind_ui.ask.question_field import QuestionField
from vaultmind_ui.ask.thread_place import ThreadPlace, made_of
from vaultmind_ui.ask.turns import ShownTurn, ThreadTarget, as_markdown, note_name, statements_of, turn_of
from vaultmind_ui.commands import Command
from vaultmind_ui.focus import focus_where_seen
from vaultmind_ui.markdown.values import (
    LinkToAction,
    LinkToCitation,
    LinkToNote,
    LinkToTag,
    LinkToWeb,
    Target,
)
from vaultmind_ui.place import GraphTarget, NoteTarget, QuestionTarget
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, WIDE
from vaultmind_ui.words import button, plain_label, set_words


class AskPlace(ThreadPlace):
    """The place where questions are asked, one at a time, each in the light of those before."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._editing: int | None = None
        self._vault = ""
        self._is_of_vault_before = True
        """Whether the thread was had with a vault that was left, and nothing asked since."""
        self._asks_next = ""
        """What is asked as soon as the conversation that is gone on with is shown."""
        self.question = QuestionField()
        self.hint = plain_label(name="muted")
        self.evidence = EvidencePanel(shell.appearance)
        self.popup = PassagePopup(shell.appearance, self)
        self.prompt_card: PromptCard | None = None
        self.ask_button, self.stop_button = button(name="primary"), button()
        self.new_button, self.keep_button = button(name="quiet"), button(name="quiet")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()
        self._list_commands()
        self._show_state()

    # What the window tells a place

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.question.setPlaceholderText(self.tr("Ask your notes…"))
        self.question.setAccessibleName(self.tr("Question to your notes"))
        self.view.setAccessibleName(self.tr("Conversation"))
        set_words(self.ask_button, self.tr("Ask"))
        set_words(self.stop_button, self.tr("Stop"))
        set_words(self.new_button, self.tr("New conversation"))
        set_words(self.keep_button, self.tr("Keep conversation"))
        self.way.retranslate()
        self.keep_button.setToolTip(self.tr("Keep this conversation as a note, and go on writing it there."))
        self.evidence.retranslate()
        self.view.forget_made()
        self._show_thread()
        self._show_evidence()
        self._show_state()

    def restyle(self) -> None:
        """Draw everything in the colours of now."""
        appearance = self.shell.appearance
        self.new_button.setIcon(appearance.icon("plus"))
        self.keep_button.setIcon(appearance.icon("save"))
        self.stop_button.setIcon(appearance.icon("stop"))
        self.view.use_theme(appearance.theme)
        self.popup.restyle()
        self.evidence.restyle()

    def activated(self) -> None:
        """Put the focus where questions are written; look who can answer now."""
        self.question.setFocus()
        self.shell.ask_answering()

    def vault_changed(self, status: api.VaultStatus) -> None:
        """Forget the conversation with the vault before; offer to go on with the last one here.

        A question that nobody answered before the vault was left is offered too. What was asked while the vault was
        being opened stays, and so does all where the same vault is opened anew.
        """
        is_another, self._vault = status.vault != self._vault, status.vault
        self._last_one = self._left_unanswered = None
        self._asks_next = ""
        if is_another and self._is_of_vault_before:
            self.question.forget()
            self.start_anew()
        self._is_of_vault_before = False
        root, data = Path(status.vault), self.shell.data
        self.shell.bridge.work(
            self, lambda: (root, api.asked_last(root, data)), self._on_left_unanswered, lambda _: None
        )
        self.shell.bridge.call(
            self, lambda session: session.last_conversation(), self._on_last_conversation, lambda _: None
        )

    def show_target(self, target: object) -> None:
        """Ask a ``QuestionTarget``, or fill it in; go on with a ``ThreadTarget``."""
        if isinstance(target, ThreadTarget):
            self.start_anew()
            self._on_made(target.conversation, made_of(target.turns))
        elif isinstance(target, QuestionTarget):
            self.question.setText(target.question)
            if target.is_asked:
                self.ask()

    # What a person does

    def ask(self) -> None:
        """Ask what stands in the field, after or in the place of an earlier question."""
        question = self.question.text().strip()
        if not question:
            return
        place, self._editing = self._editing, None
        self._leave_vault_before()
        self.question.remember(question)
        self.shell.remember_question(question)
        self.question.clear()
        self._begin(question, place=place)

    def _leave_vault_before(self) -> None:
        """Begin anew where what is shown was said by a vault that is being left."""
        is_other = self.shell.status is None and self.shell.asked_root != Path(self._vault)
        if self._is_of_vault_before and is_other and self.turns:
            self.start_anew()
        self._is_of_vault_before = False

    def _on_vault_leaving(self) -> None:
        self._is_of_vault_before = True
        if not self.turns and self.shell.asked_root != Path(self._vault):
            self._last_one = self._left_unanswered = None  # of the vault before
            self._show_thread()

    def ask_unanswered(self) -> None:
        """Ask once more what nobody answered when the vault was left, in the conversation in which it was asked."""
        left, self._left_unanswered = self._left_unanswered, None
        if left is None:
            return
        if left.is_follow_up and self._last_one is not None:
            self._asks_next = left.question
            self._go_on_with_last()
        else:
            self.question.setText(left.question)
            self.ask()

    def stop(self) -> None:
        """Stop the answer that is being made; else leave off editing a question."""
        if self.is_asking:
            assert self._asking is not None
            self._asking.cancel()
            self._no_longer_asked(self._asked)
        elif self._editing is not None:
            self._editing = None
            self.question.clear()
            self._show_state()

    def start_anew(self) -> None:
        """Leave this conversation and begin another."""
        if self.is_asking:
            self.stop()
        self._asking, self._editing, self._chosen = None, None, None
        self.turns = []
        self.conversation = api.Conversation()
        self.popup.leave()
        self.view.choose(None)
        self._show_thread()
        self._show_evidence()
        self._show_state()
        focus_where_seen(self.question)

    def ask_again(self, number: int | None = None) -> None:
        """Have a question answered anew: the last, if no other is named."""
        place = len(self.turns) - 1 if number is None else number
        if 0 <= place < len(self.turns) and not self._says_it_is_asking():
            self._begin(self.turns[place].question, place=place)

    def edit(self, number: int | None = None) -> None:
        """Put a question into the field, to be asked in other words in its place."""
        place = len(self.turns) - 1 if number is None else number
        if 0 <= place < len(self.turns) and not self._says_it_is_asking():
            self._editing = place
            self.question.setText(self.turns[place].question)
            self.question.setFocus()
            self.question.selectAll()
            self._show_state()

    def _says_it_is_asking(self) -> bool:
        if self.is_asking:
            self.shell.say(self.tr("An answer is being made; Esc stops it."))
        return self.is_asking

    def copy(self, number: int | None = None) -> None:
        """Put an answer on the clipboard as Markdown, its sources as links."""
        turn = self._answered(number)
        if turn is not None:
            QGuiApplication.clipboard().setText(as_markdown(turn))
            has_sources = turn.answer is not None and bool(turn.answer.citations)
            self.shell.say(self.tr("Copied, with links to its sources.") if has_sources else self.tr("Copied."))

    def save(self, number: int | None = None) -> None:
        """Make a note of an answer."""
        turn = self._answered(number)
        answer = turn.answer if turn is not None else None
        if turn is None or answer is None:
            kept = self.conversation.note if turn is not None and turn.was_before else None
            if kept is not None:
                self.shell.say(self.tr("Saved already: %1").replace("%1", note_name(kept)))
            elif not self._says_it_is_asking():
                self.shell.say(self.tr("There is no answer yet."))
            return
        if answer.refused:
            self.shell.say(self.tr("There is nothing to save: your notes do not say."))
            return
        if turn.saved:
            self.shell.say(self.tr("Saved already: %1").replace("%1", note_name(turn.saved)))
            return
        if self._says_why_not():
            return
        self.shell.bridge.call(
            self,
            lambda session: session.save_answer(answer),
            lambda report: self._on_saved(turn, report),
            self.shell.say,
        )

    def keep(self) -> None:
        """Make a note of the whole conversation; what is asked from now on is written there too."""
        conversation = self.conversation
        if conversation.turns and conversation.note is None and not self._says_why_not():
            self.shell.bridge.call(
                self, lambda session: session.keep_conversation(conversation), self._on_kept_all, self.shell.say
            )

    def show_prompt(self) -> None:
        """Show all that the model was sent for the answer that is looked at."""
        turn = self._turn_looked_at()
        if turn is None or turn.prompt is None:
            self.shell.say(self.tr("No model was asked for this answer."))
            return
        self.prompt_card = self.prompt_card or PromptCard(self.window())
        self.prompt_card.show_prompt(turn.prompt)

    def next_statement(self, step: int = 1) -> None:
        """Show what a statement rests on: the one at the caret, then the next with each call."""
        places = [
            (number, place)
            for number, turn in enumerate(self.turns)
            if turn.answer is not None
            for place in range(len(statements_of(turn.answer)))
        ]
        if not places:
            return
        if self._chosen in places:
            self.show_statement(*places[(places.index(self._chosen) + step) % len(places)])
            return
        at = self.view.source_at_caret() if self.view.hasFocus() else None
        found = statement_at(self.turns, *at) if at is not None else None
        newest = places[-1][0]
        self.show_statement(*(found or next(one for one in places if one[0] == newest)))

    def show_statement(self, number: int, place: int) -> None:
        """Mark one statement of an answer, and show what it rests on."""
        self._chosen = (number, place)
        turn = self.turns[number]
        assert turn.answer is not None
        one = statements_of(turn.answer)[place]
        self.view.choose((str(number), one.span.start, one.span.end))
        self._show_evidence()

    def _turn_way(self) -> None:
        self.way.turn()
        self.shell.say(self.way.currentText())

    def _on_continued(self) -> None:
        focus_where_seen(self.question)
        question, self._asks_next = self._asks_next, ""
        if question:
            self.question.setText(question)
            self.ask()

    def _on_left_unanswered(self, found: tuple[Path, api.AskedQuestion | None]) -> None:
        root, left = found
        if left is None or root != self.shell.root or self.is_asking:
            return
        self._left_unanswered = left
        self.question.remember(left.question)
        if not self.turns:
            self._show_thread()

    # What is shown, and where it leads

    def _show_evidence(self) -> None:
        turn = self._turn_looked_at()
        if turn is None:
            self.evidence.setVisible(False)
            return
        chosen, missing = None, ""
        if self._chosen is not None and turn.answer is not None:
            chosen = one = statements_of(turn.answer)[self._chosen[1]]
            title = self.tr("What this statement rests on")
            if not one.citations:
                missing = self.tr("It cites none of your notes.")
            elif one.missing:
                missing = self.tr("None of these passages has: %1").replace("%1", ", ".join(one.missing))
        elif turn.answer is None:
            title = self.tr("Found first")
        elif turn.answer.refused:
            title = self.tr("What comes nearest")
        else:
            title = self.tr("What the answer rests on")
        rows = () if chosen is not None and not chosen.citations else evidence_of(turn, chosen)
        self.evidence.setVisible(bool(rows or missing))
        self.evidence.show_evidence(rows, title=title, missing=missing)

    def _turn_looked_at(self) -> ShownTurn | None:
        if self._chosen is not None and self._chosen[0] < len(self.turns):
            return self.turns[self._chosen[0]]
        asked = next((turn for turn in self.turns if turn is self._looked_at), None)
        return asked or (self.turns[-1] if self.turns else None)

    def _on_target_clicked(self, target: Target, key: str) -> None:
        self.popup.leave()
        number = turn_of(key)
        match target:
            case LinkToAction(action, turn):
                self._act(action, turn)
            case LinkToCitation(cited) if number is not None and number < len(self.turns):
                self._open_citation(self.turns[number], cited)
            case LinkToNote(written, path, heading):
                self.shell.show_place("note", NoteTarget(path or written, heading=heading))
            case LinkToTag(name):
                self.question.setText(f"#{name} ")
                self.question.setFocus()
            case LinkToWeb(url):
                QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))

    def _act(self, action: str, number: int) -> None:
        match action:
            case "copy":
                self.copy(number)
            case "save":
                self.save(number)
            case "again":
                self.ask_again(number)
            case "edit":
                self.edit(number)
            case "continue":
                self._go_on_with_last()
            case "unanswered":
                self.ask_unanswered()

    def _open_citation(self, turn: ShownTurn, number: int) -> None:
        """Show a cited passage beside the answer and open its block in Obsidian."""
        self._chosen = None
        self.view.choose(None)
        if turn is not self._turn_looked_at():
            place = next(place for place, one in enumerate(self.turns) if one is turn)
            self._chosen = self._statement_citing(place, number)
        self._show_evidence()
        self.evidence.show_number(number)
        one = self._evidence_of_number(turn, number)
        if one is not None:
            self._open_in_obsidian(one)

    def _statement_citing(self, turn: int, number: int) -> tuple[int, int] | None:
        answer = self.turns[turn].answer
        places = enumerate(statements_of(answer)) if answer is not None else ()
        return next(((turn, place) for place, one in places if number in one.citations), None)

    def _evidence_of_number(self, turn: ShownTurn, number: int) -> Evidence | None:
        return next((one for one in evidence_of(turn) if one.number == number), None)

    def _on_target_hovered(self, target: Target | None, key: str) -> None:
        number = turn_of(key)
        if isinstance(target, LinkToCitation) and number is not None and number < len(self.turns):
            one = self._evidence_of_number(self.turns[number], target.number)
            if one is not None:
                self.popup.show_soon(one, self._pointer())
                return
        self.popup.leave()
        match target:
            case LinkToWeb(url):
                self.shell.say(url)
            case LinkToNote(written, path):
                nowhere = self.tr("%1 leads nowhere").replace("%1", written)
                self.shell.say(nowhere if path == "" else path or written)

    def _pointer(self) -> QPoint:
        under = self.mapFromGlobal(self.cursor().pos())
        caret = self.view.viewport().mapTo(self, self.view.cursorRect().topLeft())
        return under if self.view.underMouse() else caret

    def _on_place_clicked(self, key: str, offset: int) -> None:
        found = statement_at(self.turns, key, offset)
        if found is not None:
            self.show_statement(*found)

    def _open_in_obsidian(self, one: Evidence) -> None:
        """Open a passage where Obsidian is, else here, with its words marked."""
        if one.uri:
            self.shell.open_in_obsidian(one.uri, lambda: self._read_here(one))
        else:
            self._read_here(one)

    def _read_here(self, one: Evidence) -> None:
        self.shell.show_place("note", NoteTarget(one.note, quote=one.quote, heading="".join(one.heading[-1:])))

    # The widget itself

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        rows.setSpacing(SPACE)
        top = QHBoxLayout()
        top.addWidget(self.new_button)
        top.addWidget(self.keep_button)
        top.addStretch(1)
        top.addWidget(self.way)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.view, 1)
        column.addWidget(self.hint)
        asking = QHBoxLayout()
        asking.addWidget(self.question, 1)
        asking.addWidget(self.ask_button)
        asking.addWidget(self.stop_button)
        column.addLayout(asking)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.evidence)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setHandleWidth(WIDE)
        self.splitter.setSizes([1000, 560])
        self.splitter.setChildrenCollapsible(False)
        rows.addLayout(top)
        rows.addWidget(self.splitter, 1)
        order = (self.new_button, self.keep_button, self.way, self.view, self.question)
        for one, after in pairwise(order):
            QWidget.setTabOrder(one, after)

    def _connect(self) -> None:
        self.question.returnPressed.connect(self.ask)
        self.ask_button.clicked.connect(self.ask)
        self.stop_button.clicked.connect(self.stop)
        self.new_button.clicked.connect(self.start_anew)
        self.shell.vault_leaving.connect(self._on_vault_leaving)
        self.keep_button.clicked.connect(self.keep)
        self.view.target_clicked.connect(self._on_target_clicked)
        self.view.target_hovered.connect(self._on_target_hovered)
        self.view.place_clicked.connect(self._on_place_clicked)
        self.evidence.opened.connect(self._open_in_obsidian)
        self.evidence.read.connect(self._read_here)
        self.evidence.mapped.connect(lambda notes: self.shell.show_place("graph", GraphTarget(notes)))

    def _list_commands(self) -> None:
        add = self.shell.commands.add
        add(self, Command("ask.stop", lambda: self.tr("Stop the answer"), self.stop, ("Esc",)))
        add(self, Command("ask.new", lambda: self.tr("New conversation"), self.start_anew, ("Ctrl+N",)))
        add(self, Command("ask.again", lambda: self.tr("Answer anew"), self.ask_again, ("Ctrl+R",)))
        add(self, Command("ask.edit", lambda: self.tr("Edit the question"), self.edit, ("Ctrl+Shift+E",)))
        add(self, Command("ask.copy", lambda: self.tr("Copy the answer"), self.copy, ("Ctrl+Shift+C",)))
        add(self, Command("ask.save", lambda: self.tr("Save the answer as a note"), self.save, ("Ctrl+S",)))
        add(self, Command("ask.keep", lambda: self.tr("Keep the conversation as a note"), self.keep, ("Ctrl+Shift+S",)))
        add(self, Command("ask.rests", lambda: self.tr("What a statement rests on"), self.next_statement, ("Ctrl+E",)))
        add(
            self,
            Command(
                "ask.rests_before",
                lambda: self.tr("What the statement before rests on"),
                lambda: self.next_statement(-1),
                ("Ctrl+Shift+Up",),
            ),
        )
        add(self, Command("ask.open", lambda: self.tr("Open the passage in Obsidian"), self.evidence.open, ("Ctrl+O",)))
        add(self, Command("ask.graph", lambda: self.tr("Show on the graph"), self.evidence.map_notes, ("Ctrl+G",)))
        add(self, Command("ask.sent", lambda: self.tr("What the model was sent"), self.show_prompt, ("Ctrl+Shift+M",)))
        add(self, Command("ask.way", lambda: self.tr("Another way to answer"), self._turn_way, ("Ctrl+L",)))

    def _answered(self, number: int | None) -> ShownTurn | None:
        place = len(self.turns) - 1 if number is None else number
        found = self.turns[place] if 0 <= place < len(self.turns) else None
        return found if found is not None and (found.answer is not None or found.text) else None

    def _says_why_not(self) -> bool:
        why = self.shell.why_no_writes
        if why:
            self.shell.say(why)
        return bool(why)

    def _show_state(self) -> None:
        shown, hidden = self.ask_button, self.stop_button
        if self.is_asking:
            shown, hidden = hidden, shown
        shown.setVisible(True)
        if hidden.hasFocus():
            (shown if self.is_asking else self.question).setFocus()
        hidden.setVisible(False)
        self.hint.setVisible(self._editing is not None)
        self.hint.setText(self.tr("The question is asked anew in its place. Esc leaves it as it was."))
        why = self.shell.why_no_writes
        note = self.conversation.note
        self.keep_button.setEnabled(bool(self.conversation.turns) and note is None and not why)
        if note is not None:
            self.keep_button.setToolTip(self.tr("Kept in %1").replace("%1", note_name(note)))
        elif why:
            self.keep_button.setToolTip(why)
