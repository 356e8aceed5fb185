"""What stands in the small window: a field, the first passages while somebody types, and the thread below."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.ask.ask_place import AskPlace
from vaultmind_ui.ask.evidence import Evidence, evidence_of, found_of, state_of
from vaultmind_ui.ask.passage_tables import as_table
from vaultmind_ui.ask.turns import ShownTurn, ThreadTarget, place_name
from vaultmind_ui.bridge import Stop, Task
from vaultmind_ui.commands import Command
from vaultmind_ui.core_words import in_words
from vaultmind_ui.markdown.plain import plain_lines
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.quick.attachment import Attachment, attachment_of, read_attachment, with_attachment
from vaultmind_ui.row_list import Row
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE
from vaultmind_ui.words import ToolButton, plain_label

_PAUSE_MS = 40
"""So long nothing is typed before passages are sought: between two letters of a word there is less."""
_FIRST_PASSAGES = 5
_LEAST_LETTERS = 2
_BEGINNING = 160
_LEAST_LINES, _MOST_LINES = 6, 26


class QuickPlace(AskPlace):
    """Asks as the Ask place does, in less room. Its thread stays while it is hidden."""

    hiding_wanted = Signal()
    main_wanted = Signal()
    """Something was sent to the main window, which is to come to the front."""
    vault_wanted = Signal()
    size_changed = Signal()
    answered = Signal()
    """An answer is whole, or it was not to be had."""

    def __init__(self, shell: Shell) -> None:
        self.attachment: Attachment | None = None
        self._found: tuple[api.Passage, ...] = ()
        self._found_for = ""
        self._searching: Task | None = None
        self._moves_when_done = False
        super().__init__(shell)
        self._typing = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._typing.timeout.connect(self._seek)
        self.question.textChanged.connect(self._on_typed)
        self.question.setAcceptDrops(False)
        self.view.setAcceptDrops(False)
        for one in (self.question, self.view):
            one.installEventFilter(self)

    def retranslate(self) -> None:
        """Set every word that is shown."""
        super().retranslate()
        self.detach_button.setToolTip(self.tr("Take it away"))
        self.detach_button.setAccessibleName(self.tr("Take it away"))
        self._show_attachment()

    def restyle(self) -> None:
        """Draw everything in the colours of now."""
        super().restyle()
        self.detach_button.setIcon(self.shell.appearance.icon("cross"))

    def vault_changed(self, status: api.VaultStatus) -> None:
        """Forget the thread and what was found in the vault before; what is being typed stays."""
        typed = self.question.text()
        self._forget_found()
        super().vault_changed(status)
        self.question.setText(typed)
        self._show_state()

    # What a person does

    def ask(self) -> None:
        """Ask what stands in the field, with what is attached."""
        question = self.question.text().strip()
        if not question or self.is_asking:
            return
        self._forget_found()
        attached, self.attachment = self.attachment, None
        self._show_attachment()
        if attached is None:
            super().ask()
            return
        self._leave_vault_before()
        self.question.remember(question)
        self.question.clear()
        self._begin(with_attachment(question, attached), place=None)

    def attach_clipboard(self) -> None:
        """Let the text of the clipboard go along with the next question; it is read at no other time."""
        self._attach(attachment_of(QGuiApplication.clipboard().text()))
        if self.attachment is None:
            self.shell.say(self.tr("There is no text on the clipboard."))

    def attach_text(self, text: str) -> None:
        """Let a text that was dragged here go along."""
        self._attach(attachment_of(text))

    def attach_file(self, url: QUrl) -> None:
        """Let a file that was dragged here go along."""
        path = url.toLocalFile()
        if not url.isLocalFile() or path.startswith("//"):
            self.shell.say(self.tr("Only a file of this machine can be attached."))
            return
        self.shell.bridge.work(self, lambda: read_attachment(Path(path)), self._attach, self.shell.say)

    def detach(self) -> None:
        """Let nothing go along."""
        self._attach(None)

    def open_cited(self, number: int) -> None:
        """Open what the newest answer cites under a number; while passages are listed, the one in that place."""
        passages = self.evidence.list.rows.rows if self.evidence.isVisibleTo(self) else ()
        if passages:
            found = passages[number - 1].subject if number <= len(passages) else None
        else:
            turns = [turn for turn in self.turns if turn.answer is not None]
            cited = evidence_of(turns[-1]) if turns else ()
            found = next((one for one in cited if one.number == number), None)
        if isinstance(found, Evidence):
            self._open_in_obsidian(found)

    def move_to_main(self) -> None:
        """Send the thread to the Ask place of the main window, as soon as no answer is being made."""
        if not self.turns:
            self.shell.show_place("ask")
            self.main_wanted.emit()
        elif self.is_asking or not all(turn.uid or turn.answer is None for turn in self.turns):
            self._moves_when_done = True
            self.shell.say(self.tr("It moves to the main window when the answer is whole."))
        else:
            self._moves_when_done = False
            self.shell.show_place("ask", ThreadTarget(tuple(self.turns), self.conversation))
            self.start_anew()
            self.main_wanted.emit()

    def save(self, number: int | None = None) -> None:
        """Make a note of the newest answer; say why not where that cannot be."""
        turn = self._answered(number)
        if turn is None or turn.answer is None or turn.answer.refused:
            self.shell.say(self.tr("There is no answer to save yet."))
        elif turn.saved:
            self.shell.say(self.tr("Saved already as %1").replace("%1", turn.saved))
        else:
            super().save(number)

    # How an answer comes to be, beyond what Ask does with it

    def _on_over(self, turn: ShownTurn, state: str) -> None:
        super()._on_over(turn, state)
        self._after(turn)

    def _on_failed(self, turn: ShownTurn, sentence: str) -> None:
        super()._on_failed(turn, sentence)
        self._after(turn)

    def _after(self, turn: ShownTurn) -> None:
        self._show_evidence()
        self.answered.emit()
        if self._moves_when_done and turn.answer is None:
            self.move_to_main()

    def _on_kept_turn(self, turn: ShownTurn, kept: api.KeptTurn, replaces: str) -> None:
        super()._on_kept_turn(turn, kept, replaces)
        if self._moves_when_done:
            self.move_to_main()

    def _read_here(self, one: Evidence) -> None:
        super()._read_here(one)
        self.main_wanted.emit()

    def _on_typed(self) -> None:
        if len(self.question.text().strip()) < _LEAST_LETTERS:
            self._typing.stop()
            self._forget_found()
            self._show_evidence()
        elif self.question.text().strip() != self._found_for:
            self._typing.start()

    def _seek(self) -> None:
        """Seek passages for what stands in the field; a search for what stood there before ends."""
        sought = self.question.text().strip()
        if len(sought) < _LEAST_LETTERS or sought == self._found_for:
            return
        if self._searching is not None:
            self._searching.cancel()

        def search(session: api.Session, stop: Stop) -> Iterator[api.SearchReport]:
            yield session.search(api.SearchRequest(sought, limit=_FIRST_PASSAGES), cancel=stop)

        self._searching = self.shell.bridge.stream(self, search, item=self._on_sought, failed=lambda _: None)

    def _on_sought(self, report: api.SearchReport) -> None:
        self._found, self._found_for = report.passages, report.query
        self.notices.setText("\n".join(map(in_words, self.shell.unknown_of(report.notices))))
        self._show_evidence()

    def _forget_found(self) -> None:
        if self._searching is not None:
            self._searching.cancel()
        self._searching, self._found, self._found_for = None, (), ""
        self.notices.clear()

    def _attach(self, attached: Attachment | None) -> None:
        self.attachment = attached
        self._show_attachment()
        self.question.setFocus()

    # What is shown

    def _show_evidence(self) -> None:
        """List passages while somebody types, and until an answer is there; afterwards it names its own."""
        newest = self.turns[-1] if self.turns else None
        rows = tuple(found_of(self._found))
        if not rows and newest is not None and newest.is_running:
            rows = evidence_of(newest)
        self.notices.setVisible(bool(self.notices.text()))
        self.evidence.setVisible(bool(rows))
        self.evidence.show_evidence(rows, title=self.tr("Found first"))
        listed = self.evidence.list
        listed.rows.show([_in_words(number, one) for number, one in enumerate(rows, start=1)])
        if rows:
            listed.setCurrentIndex(listed.rows.index(0))
        self._fit()

    def _show_state(self) -> None:
        super()._show_state()
        self.new_button.setVisible(bool(self.turns))
        self._fit()

    def _show_attachment(self) -> None:
        attached = self.attachment
        self.attached.setVisible(attached is not None)
        self.detach_button.setVisible(attached is not None)
        if attached is not None:
            words = self.tr("Goes along: %1") if not attached.is_cut else self.tr("Goes along, cut: %1")
            whole = f"{attached.name}: {attached.beginning}" if attached.name else attached.beginning
            self.attached.setText(words.replace("%1", whole))
        self._fit()

    def _fit(self) -> None:
        self.view.setVisible(bool(self.turns))
        line = self.fontMetrics().lineSpacing()
        wanted = int(self.view.document().size().height()) + 2 * self.view.frameWidth() + line
        height = max(_LEAST_LINES * line, min(_MOST_LINES * line, wanted))
        if height != self.view.height():
            self.view.setFixedHeight(height)
        self.size_changed.emit()

    # The widget itself

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Let Ctrl+C copy the answer where no words are chosen."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            has_chosen = (isinstance(watched, QLineEdit) and watched.hasSelectedText()) or (
                isinstance(watched, QTextEdit) and watched.textCursor().hasSelection()
            )
            if event.matches(QKeySequence.StandardKey.Copy) and not has_chosen:
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.attached = plain_label(name="muted")
        self.notices = plain_label(name="muted", wraps=True)
        self.notices.hide()
        self.detach_button = ToolButton()
        without_room = QWidget(self)
        for one in (self.ask_button, self.keep_button, self.way, self.splitter):
            one.setParent(without_room)
        without_room.hide()
        for left_out in (self.evidence.preview, self.evidence.open_button, self.evidence.read_button):
            left_out.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        asking = QHBoxLayout()
        asking.addWidget(self.question, 1)
        asking.addWidget(self.stop_button)
        asking.addWidget(self.new_button)
        going_along = QHBoxLayout()
        going_along.addWidget(self.attached, 1)
        going_along.addWidget(self.detach_button)
        self.view.document().documentLayout().documentSizeChanged.connect(self._fit)
        rows.addLayout(asking)
        rows.addLayout(going_along)
        rows.addWidget(self.hint)
        rows.addWidget(self.notices)
        rows.addWidget(self.evidence)
        rows.addWidget(self.view)

    def _connect(self) -> None:
        super()._connect()
        self.detach_button.clicked.connect(self.detach)

    def _list_commands(self) -> None:
        def add(name: str, title: Callable[[], str], run: Callable[[], object], *keys: str) -> None:
            self.shell.commands.add(self, Command(f"quick.{name}", title, run, keys, self.isVisible))

        add("hide", lambda: self.tr("Hide quick-ask; its thread stays"), self.hiding_wanted.emit, "Esc")
        add("stop", lambda: self.tr("Stop the answer"), self.stop, "Ctrl+.")
        add("new", lambda: self.tr("New conversation"), self.start_anew, "Ctrl+N")
        add("again", lambda: self.tr("Answer anew"), self.ask_again, "Ctrl+R")
        add("save", lambda: self.tr("Save the answer as a note"), self.save, "Ctrl+Return", "Ctrl+Enter")
        add("copy", lambda: self.tr("Copy the answer with its links"), self.copy, "Ctrl+C")
        add("move", lambda: self.tr("Go on in the main window"), self.move_to_main, "Ctrl+M")
        add("attach", lambda: self.tr("Attach the clipboard"), self.attach_clipboard, "Ctrl+Shift+V")
        add("detach", lambda: self.tr("Take away what is attached"), self.detach, "Ctrl+Shift+X")
        add("vault", lambda: self.tr("Ask another vault"), self.vault_wanted.emit, "Ctrl+Shift+O")
        add(
            "cite",
            lambda: self.tr("Open a source in Obsidian: Alt and its number"),
            lambda: self.open_cited(1),
            "Alt+1",
        )
        for number in range(2, 10):
            pressed = QShortcut(QKeySequence(f"Alt+{number}"), self)
            pressed.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            pressed.activated.connect(lambda number=number: self.open_cited(number))


def _in_words(number: int, one: Evidence) -> Row:
    """Return a passage as a row: where it stands, its beginning, and the digit that opens it."""
    blocks = map(as_table, read_markdown(one.text[: 4 * _BEGINNING]))
    beginning = " ".join(" ".join(plain_lines(blocks)).split())[:_BEGINNING]
    said = beginning if one.is_evidence else f"{state_of(one)} · {beginning}"
    return Row(place_name(one.note, one.heading), said, "", str(number), "muted", one)
