"""Ask: a question, its answer as it is made, and the passages it rests on."""

from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.rendering import answer_html, marked_html
from vaultmind_ui.theme import Theme

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


class AskPanel(QWidget):
    """The place where questions are asked."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._question_number = 0
        self._text = ""
        self.answer: api.Answer | None = None
        self.question = QLineEdit()
        self.question.setPlaceholderText("Ask your notes…")
        self.question.setAccessibleName("Question to your notes")
        self.kind = QLabel("Answers rest on your notes alone, and every sentence says on which.")
        self.kind.setObjectName("kind")
        self.kind.setWordWrap(True)
        self.view = SafeBrowser("Answer")
        self.preview = SafeBrowser("Passage")
        self.preview.setMaximumHeight(170)
        self.preview.hide()
        self.ask_button = _button("Ask", "primary")
        self.stop_button, self.copy_button, self.save_button = _button("Stop"), _button("Copy"), _button("Save as note")
        self.chips = [_button("") for _ in range(_MOST_CHIPS)]
        self.open_button = _button("Open in Obsidian")
        self._shown: api.Citation | None = None
        self._redraw = QTimer(self, interval=_REDRAW_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self._show_state(is_asking=False)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setSpacing(10)
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
        self.stop_button.clicked.connect(self._bridge.stop)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.open_button.clicked.connect(self._open)
        self._redraw.timeout.connect(self._draw)
        self.view.anchorClicked.connect(self._on_anchor_clicked)
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _=False, at=place: self._on_chip_clicked(at))
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._bridge.stop)
        self._bridge.answer_grew.connect(self._on_answer_grew)
        self._bridge.answer_finished.connect(self._on_answer_finished)
        self._bridge.answer_stopped.connect(self._on_answer_stopped)
        self._bridge.answer_failed.connect(self._on_answer_failed)
        self._bridge.save_failed.connect(self._on_save_failed)

    def ask(self) -> None:
        """Ask what stands in the field."""
        question = self.question.text().strip()
        if not question:
            return
        self._text, self.answer, self._shown = "", None, None
        self.view.clear()
        self.preview.hide()
        self.kind.setText("Looking in your notes…")
        self._show_state(is_asking=True)
        self._question_number = self._bridge.ask(question)

    def _on_answer_grew(self, number: int, text: str) -> None:
        if number == self._question_number:
            self._text += text
            if not self._redraw.isActive():
                self._redraw.start()

    def _on_answer_finished(self, number: int, answer: api.Answer) -> None:
        if number == self._question_number:
            self._text, self.answer = answer.text, answer
            self.kind.setText(" ".join((_kind_of(answer), *answer.notices)))
            self._draw()
            self._show_state(is_asking=False)

    def _on_answer_stopped(self, number: int) -> None:
        if number == self._question_number:
            self.kind.setText("Stopped.")
            self._show_state(is_asking=False)

    def _on_answer_failed(self, number: int, sentence: str) -> None:
        if number == self._question_number:
            self.kind.setText(sentence)
            self._show_state(is_asking=False)

    def _on_save_failed(self, sentence: str) -> None:
        self.kind.setText(sentence)
        self.save_button.setEnabled(self.answer is not None and not self.answer.refused)

    def _draw(self) -> None:
        self._redraw.stop()
        numbers = {citation.number for citation in self.answer.citations} if self.answer else set()
        self.view.document().setDefaultStyleSheet(f"a {{ color: {self._theme.accent}; text-decoration: none; }}")
        self.view.setHtml(answer_html(self._text, numbers))

    def _show_state(self, *, is_asking: bool) -> None:
        citations = self.answer.citations if self.answer else ()
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(citations))
            if place < len(citations):
                cited = citations[place]
                name = cited.note.rpartition("/")[2].removesuffix(".md")
                chip.setText(f"[{cited.number}] {name}".replace("&", "&&"))
                chip.setAccessibleName(f"Source {cited.number}: {name}")
        self.stop_button.setEnabled(is_asking)
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
        self.preview.setHtml(marked_html(text, citation.quote, self._theme))
        self.preview.show()
        self._shown = citation
        self.open_button.setEnabled(True)

    def _open(self) -> None:
        if self._shown is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromEncoded(self._shown.uri.encode("ascii"))):
            QGuiApplication.clipboard().setText(self._shown.uri)
            self.kind.setText("Obsidian could not be opened; the address of the note is on the clipboard.")

    def _copy(self) -> None:
        if self.answer is not None:
            sources = "\n".join(f"[{one.number}] [[{one.note.removesuffix('.md')}]]" for one in self.answer.citations)
            QGuiApplication.clipboard().setText(f"{self.answer.text}\n\n{sources}".strip() + "\n")

    def _save(self) -> None:
        if self.answer is not None:
            self.save_button.setEnabled(False)
            self._bridge.save(self.answer)


def _button(text: str, name: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    return button


def _kind_of(answer: api.Answer) -> str:
    if answer.refused:
        return "Your notes do not answer this; these come nearest."
    if answer.mode is api.AnswerMode.EXTRACTIVE:
        return "In the words of your notes."
    return f"Written by {answer.model} from your notes."
