"""One question put to a model on the person's own notes: its answer, its speed, and what it was sent."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Stop, Task
from vaultmind_ui.core_words import in_words
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE
from vaultmind_ui.words import button, plain_label, set_words


class Trial(QWidget):
    """The question, the answer and the speed of the model named last to ``show_for``."""

    began = Signal()
    changed = Signal()
    """A trial began or ended."""
    failed = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._model = ""
        self._task: Task | None = None
        self._sent: api.PromptSeen | None = None
        self.question = QLineEdit()
        self.question.returnPressed.connect(self.ask)
        self.try_button, self.prompt_button = button(), button(name="quiet")
        self.try_button.clicked.connect(self.ask)
        self.prompt_button.clicked.connect(self._turn_prompt)
        self.answer = plain_label(wraps=True)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.speed = plain_label(name="muted", wraps=True)
        self.prompt = QPlainTextEdit()
        self.prompt.setReadOnly(True)
        self.prompt.setTabChangesFocus(True)
        asking = QHBoxLayout()
        asking.addWidget(self.question, 1)
        asking.addWidget(self.try_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(asking)
        column.addWidget(self.answer)
        column.addWidget(self.speed)
        column.addWidget(self.prompt_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.prompt, 8)
        column.addStretch(1)
        self.prompt.hide()
        self.prompt_button.hide()

    @property
    def is_running(self) -> bool:
        """Say whether a model is being tried."""
        return self._task is not None and self._task.is_running

    def retranslate(self) -> None:
        """Put every word into the language of the window."""
        self.question.setPlaceholderText(self.tr("One question to try it with…"))
        self.question.setAccessibleName(self.tr("One question to try it with"))
        set_words(self.try_button, self.tr("Try"))
        self.prompt.setAccessibleName(self.tr("What was sent"))
        self._word_prompt_button()

    def show_for(self, model: str) -> None:
        """Try this model from now on; without a name there is nothing to try."""
        if model != self._model:
            self._model = model
            self.clear()
        self.setVisible(bool(model))
        self.try_button.setEnabled(not self.is_running)

    def clear(self) -> None:
        """Forget what was answered."""
        self.answer.setText("")
        self.speed.setText("")
        self._take_prompt(None)

    def ask(self) -> None:
        """Ask one question of the person's own notes, and say how fast the model was."""
        question, model, began = self.question.text().strip(), self._model, time.monotonic()
        if not question or not model or self.is_running:
            return
        self.clear()
        self.began.emit()
        self.answer.setText(self.tr("Loading, reading, writing…"))

        def asked(session: api.Session, stop: Stop) -> Iterator[tuple[api.Answer, int, float] | api.PromptSeen]:
            pieces, first = 0, 0.0
            for event in session.ask(api.AskRequest(question, model=model, show_prompt=True), cancel=stop):
                if isinstance(event, api.PromptSeen):
                    yield event
                elif isinstance(event, api.AnswerDelta):
                    pieces += 1
                    first = first or time.monotonic()
                elif isinstance(event, api.Answer):
                    writing_s = max(time.monotonic() - first, 1e-3) if first else 0.0
                    yield event, pieces, writing_s

        self._task = self._shell.bridge.stream(
            self,
            asked,
            item=lambda told: self._take(told, began),
            then=lambda _: self.changed.emit(),
            failed=self._fail,
            stopped=self._stopped,
        )
        self.changed.emit()

    def stop(self) -> None:
        """Stop the trial."""
        if self._task is not None:
            self._task.cancel()

    def _take(self, told: tuple[api.Answer, int, float] | api.PromptSeen, began: float) -> None:
        if isinstance(told, api.PromptSeen):
            self._take_prompt(told)
            return
        answer, pieces, writing_s = told
        self.answer.setText(answer.text)
        locale = QLocale()
        first = locale.toString((answer.first_token_ms or 0) / 1000, "f", 1)
        whole = locale.toString(time.monotonic() - began, "f", 1)
        timings = self._sent.timings if self._sent is not None else None
        tokens_s = timings.writing_tokens_s if timings is not None else 0.0
        if answer.mode is api.AnswerMode.EXTRACTIVE or not pieces:
            said = self.tr("%1 tokens a second, %2 s in all.") if tokens_s else self.tr("%2 s in all.")
            said = said.replace("%1", locale.toString(tokens_s, "f", 1)).replace("%2", whole)
            self.speed.setText(" ".join((*map(in_words, answer.notices), said)))
            return
        rate = locale.toString(tokens_s or pieces / writing_s, "f", 1)
        said = self.tr("First word after %1 s, %2 tokens a second, %3 s in all.")
        self.speed.setText(said.replace("%1", first).replace("%2", rate).replace("%3", whole))

    def _take_prompt(self, sent: api.PromptSeen | None) -> None:
        self._sent = sent
        self.prompt_button.setVisible(sent is not None)
        self.prompt.setVisible(False)
        self._word_prompt_button()
        if sent is None:
            self.prompt.clear()
            return
        lines = [f"— {part.role} —\n{part.text}\n" for part in sent.parts]
        if sent.timings is not None:
            told = self.tr("%1 tokens read, %2 known from before, %3 written.")
            figures = (sent.timings.read_tokens, sent.timings.cached_tokens, sent.timings.written_tokens)
            for number, figure in enumerate(figures, start=1):
                told = told.replace(f"%{number}", QLocale().toString(figure))
            lines.append(told)
        self.prompt.setPlainText("\n".join(lines))

    def _turn_prompt(self) -> None:
        self.prompt.setVisible(not self.prompt.isVisible())
        self._word_prompt_button()

    def _word_prompt_button(self) -> None:
        is_shown = self.prompt.isVisible()
        set_words(self.prompt_button, self.tr("Hide what was sent") if is_shown else self.tr("Show what was sent"))

    def _stopped(self) -> None:
        self.clear()
        self.changed.emit()

    def _fail(self, sentence: str) -> None:
        self.clear()
        self.failed.emit(sentence)
        self.changed.emit()
