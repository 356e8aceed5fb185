"""Ask: a question, its answer as it is made, and the passages it rests on."""

from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.commands import Command
from vaultmind_ui.place import Place, QuestionTarget
from vaultmind_ui.rendering import answer_html, marked_html
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, WIDE
from vaultmind_ui.words import button, plain_label, set_words

_REDRAW_MS = 50
_MOST_CHIPS = 5


class SafeBrowser(QTextBrowser):
    """Shows rich text and loads nothing; a click on a link is a signal and no more."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ARG002, N802 (Qt's name)
        return None


class AskPlace(Place):
    """The place where questions are asked."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._asking: Task | None = None
        self._text = ""
        self.answer: api.Answer | None = None
        self.question = QLineEdit()
        self.kind = plain_label(name="kind", wraps=True)
        self.view = SafeBrowser("")
        self.preview = SafeBrowser("")
        self.preview.setMaximumHeight(170)
        self.preview.hide()
        self.ask_button = button(name="primary")
        self.stop_button, self.copy_button, self.save_button = button(), button(), button()
        self.chips = [button() for _ in range(_MOST_CHIPS)]
        self.open_button = button()
        self._shown: api.Citation | None = None
        self._redraw = QTimer(self, interval=_REDRAW_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self._list_commands()
        self._show_state()

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.question.setPlaceholderText(self.tr("Ask your notes…"))
        self.question.setAccessibleName(self.tr("Question to your notes"))
        self.view.setAccessibleName(self.tr("Answer"))
        self.preview.setAccessibleName(self.tr("Passage"))
        set_words(self.ask_button, self.tr("Ask"))
        set_words(self.stop_button, self.tr("Stop"))
        set_words(self.copy_button, self.tr("Copy"))
        set_words(self.save_button, self.tr("Save as note"))
        set_words(self.open_button, self.tr("Open in Obsidian"))
        if self._asking is None:
            self.kind.setText(self.tr("Answers rest on your notes alone, and every sentence says on which."))

    def restyle(self) -> None:
        """Draw the answer in the colours of now."""
        self.copy_button.setIcon(self.shell.appearance.icon("copy"))
        self.save_button.setIcon(self.shell.appearance.icon("save"))
        self.open_button.setIcon(self.shell.appearance.icon("open"))
        if self._text:
            self._draw()

    def activated(self) -> None:
        """Put the focus where questions are written."""
        self.question.setFocus()

    def vault_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """Forget the answer from the vault before."""
        self._text, self.answer, self._shown = "", None, None
        self.view.clear()
        self.preview.hide()
        self._show_state()

    def show_target(self, target: object) -> None:
        """Ask a ``QuestionTarget``, or fill it in."""
        if isinstance(target, QuestionTarget):
            self.question.setText(target.question)
            if target.is_asked:
                self.ask()

    def ask(self) -> None:
        """Ask what stands in the field."""
        question = self.question.text().strip()
        if not question:
            return
        self.stop()
        self._text, self.answer, self._shown = "", None, None
        self.view.clear()
        self.preview.hide()
        self.kind.setText(self.tr("Looking in your notes…"))
        self._asking = self.shell.bridge.stream(
            self,
            lambda session, stop: session.ask(api.AskRequest(question), cancel=stop),
            item=self._on_event,
            then=lambda _: self._show_state(),
            failed=self._on_failed,
            stopped=self._on_stopped,
        )
        self._show_state()

    def stop(self) -> None:
        """Stop the answer that is being made, if one is."""
        if self._asking is not None:
            self._asking.cancel()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        rows.setSpacing(WIDE)
        asking, sources, actions = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        asking.addWidget(self.question, 1)
        asking.addWidget(self.ask_button)
        asking.addWidget(self.stop_button)
        for chip in self.chips:
            sources.addWidget(chip)
        sources.addStretch(1)
        actions.addWidget(self.open_button)
        actions.addStretch(1)
        actions.addWidget(self.copy_button)
        actions.addWidget(self.save_button)
        rows.addLayout(asking)
        rows.addWidget(self.kind)
        rows.addWidget(self.view, 1)
        rows.addLayout(sources)
        rows.addWidget(self.preview)
        rows.addLayout(actions)

    def _connect(self) -> None:
        self.question.returnPressed.connect(self.ask)
        self.ask_button.clicked.connect(self.ask)
        self.stop_button.clicked.connect(self.stop)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.open_button.clicked.connect(self._open)
        self._redraw.timeout.connect(self._draw)
        self.view.anchorClicked.connect(self._on_anchor_clicked)
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _=False, at=place: self._on_chip_clicked(at))

    def _list_commands(self) -> None:
        add = self.shell.commands.add
        add(self, Command("ask.stop", lambda: self.tr("Stop the answer"), self.stop, ("Esc",)))
        add(self, Command("ask.copy", lambda: self.tr("Copy the answer"), self._copy, ("Ctrl+Shift+C",)))
        add(self, Command("ask.save", lambda: self.tr("Save the answer as a note"), self._save, ("Ctrl+S",)))

    def _on_event(self, event: object) -> None:
        if isinstance(event, api.AnswerDelta):
            self._text += event.text
            if not self._redraw.isActive():
                self._redraw.start()
        elif isinstance(event, api.Answer):
            self._text, self.answer = event.text, event
            self.kind.setText(" ".join((self._kind_of(event), *event.notices)))
            self._draw()

    def _on_stopped(self) -> None:
        self.kind.setText(self.tr("Stopped."))
        self._show_state()

    def _on_failed(self, sentence: str) -> None:
        self.kind.setText(sentence)
        self._show_state()

    def _draw(self) -> None:
        self._redraw.stop()
        numbers = {citation.number for citation in self.answer.citations} if self.answer else set()
        accent = self.shell.appearance.theme.accent
        self.view.document().setDefaultStyleSheet(f"a {{ color: {accent}; text-decoration: none; }}")
        self.view.setHtml(answer_html(self._text, numbers))

    def _show_state(self) -> None:
        citations = self.answer.citations if self.answer else ()
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(citations))
            if place < len(citations):
                cited = citations[place]
                name = cited.note.rpartition("/")[2].removesuffix(".md")
                set_words(chip, f"[{cited.number}] {name}")
                chip.setAccessibleName(self.tr("Source %1: %2").replace("%1", str(cited.number)).replace("%2", name))
        self.stop_button.setEnabled(self._asking is not None and self._asking.is_running)
        self.copy_button.setEnabled(self.answer is not None)
        self.save_button.setEnabled(self.answer is not None and not self.answer.refused)
        self.open_button.setEnabled(self._shown is not None)

    def _on_chip_clicked(self, place: int) -> None:
        if self.answer and place < len(self.answer.citations):
            self._show_citation(self.answer.citations[place])

    def _on_anchor_clicked(self, url: QUrl) -> None:
        for citation in self.answer.citations if self.answer else ():
            if url.toString() == f"cite:{citation.number}":
                self._show_citation(citation)
                return

    def _show_citation(self, citation: api.Citation) -> None:
        passages = self.answer.passages if self.answer else ()
        texts = [passage.chunk.text for passage in passages if passage.chunk.note == citation.note]
        text = next((text for text in texts if citation.quote in text), citation.quote)
        self.preview.setHtml(marked_html(text, citation.quote, self.shell.appearance.theme))
        self.preview.show()
        self._shown = citation
        self.open_button.setEnabled(True)

    def _open(self) -> None:
        if self._shown is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromEncoded(self._shown.uri.encode("ascii"))):
            QGuiApplication.clipboard().setText(self._shown.uri)
            self.shell.say(self.tr("Obsidian could not be opened; the address of the note is on the clipboard."))

    def _copy(self) -> None:
        if self.answer is not None:
            sources = "\n".join(f"[{one.number}] [[{one.note.removesuffix('.md')}]]" for one in self.answer.citations)
            QGuiApplication.clipboard().setText(f"{self.answer.text}\n\n{sources}".strip() + "\n")

    def _save(self) -> None:
        answer = self.answer
        if answer is None or answer.refused:
            return
        self.save_button.setEnabled(False)
        self.shell.bridge.call(self, lambda session: session.save_answer(answer), self._on_saved, self._on_save_failed)

    def _on_saved(self, report: api.WriteReport) -> None:
        self.shell.say(self.tr("Saved as %1").replace("%1", report.note))

    def _on_save_failed(self, sentence: str) -> None:
        self.kind.setText(sentence)
        self.save_button.setEnabled(self.answer is not None and not self.answer.refused)

    def _kind_of(self, answer: api.Answer) -> str:
        if answer.refused:
            return self.tr("Your notes do not answer this; these come nearest.")
        if answer.mode is api.AnswerMode.EXTRACTIVE:
            return self.tr("In the words of your notes.")
        return self.tr("Written by %1 from your notes.").replace("%1", answer.model or "")
