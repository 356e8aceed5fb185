"""One file in words, and why a question finds it or does not, leg by leg."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.library.phrases import (
    Leg,
    legs_of,
    result_sentence,
    result_tone,
    state_sentence,
    state_tone,
    vectors_sentence,
)
from vaultmind_ui.links.phrases import name_of
from vaultmind_ui.place import NoteTarget
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE, TIGHT, WIDE
from vaultmind_ui.words import button, plain_label, set_words

_LEGS = 3


class _LegCard(QFrame):
    """One leg of a search: its name, its verdict, and what it rests on."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.name, self.verdict = plain_label(), plain_label()
        self.detail = plain_label(name="muted", wraps=True)
        first = QHBoxLayout()
        first.addWidget(self.name, 1)
        first.addWidget(self.verdict)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, SPACE, WIDE, SPACE)
        rows.setSpacing(TIGHT)
        rows.addLayout(first)
        rows.addWidget(self.detail)

    def show_leg(self, leg: Leg) -> None:
        """Show a leg in place of the one before."""
        self.name.setText(leg.name)
        self.verdict.setText(leg.verdict)
        _set_tone(self.verdict, leg.tone)
        self.detail.setText(leg.detail)
        self.detail.setVisible(bool(leg.detail))
        self.setAccessibleName(f"{leg.name}: {leg.verdict}. {leg.detail}")


class Inspector(QWidget):
    """The file that is chosen; ``ask`` says why a question finds it or not."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._file: api.LibraryFile | None = None
        self._has_vectors = False
        self._told: api.Explanation | None = None
        self._asked = ""
        self._task: Task | None = None
        self.heading = plain_label(name="title", wraps=True)
        self.path = plain_label(name="muted", wraps=True)
        self.state, self.vectors = plain_label(wraps=True), plain_label(name="muted", wraps=True)
        self.open_button = button()
        self.why_title = plain_label()
        self.question = QLineEdit()
        self.ask_button = button(name="primary")
        self.result = plain_label(wraps=True)
        self.legs = tuple(_LegCard() for _ in range(_LEGS))
        self.copy_button = button(name="quiet")
        self.hint = plain_label(name="muted", wraps=True)
        self._lay_out()
        self.question.returnPressed.connect(self.ask)
        self.question.textChanged.connect(self._show_state)
        self.ask_button.clicked.connect(self.ask)
        self.open_button.clicked.connect(self.open_note)
        self.copy_button.clicked.connect(self.copy)
        self.show_file(None, has_vectors=False)

    @property
    def file(self) -> api.LibraryFile | None:
        """Return the file that is shown."""
        return self._file

    @property
    def has_told(self) -> bool:
        """Say whether it is shown why a question finds the file or not."""
        return self._told is not None

    def retranslate(self) -> None:
        """Set every word that is shown."""
        set_words(self.open_button, self.tr("Open the note"))
        set_words(self.copy_button, self.tr("Copy"))
        self.why_title.setText(self.tr("Why is it not found?"))
        self.question.setPlaceholderText(self.tr("The question that should have found it"))
        self.question.setAccessibleName(self.tr("The question that should have found this note"))
        set_words(self.ask_button, self.tr("Look"))
        self.hint.setText(
            self.tr("You see what each part of the search says of this note: its words, its meaning, its links.")
        )
        self._show_state()

    def restyle(self) -> None:
        """Take the colours of now."""
        self.open_button.setIcon(self._shell.appearance.icon("note"))
        self.copy_button.setIcon(self._shell.appearance.icon("copy"))
        self.ask_button.setIcon(self._shell.appearance.icon("search", self._shell.appearance.theme.accent_text))

    def show_file(self, file: api.LibraryFile | None, *, has_vectors: bool) -> None:
        """Show a file in place of the one before; the question stays for the next."""
        is_other = file is None or self._file is None or file.path != self._file.path
        self._file, self._has_vectors = file, has_vectors
        if is_other:
            if self._task is not None:
                self._task.cancel()
            self._told = None
        self._show_state()

    def ask(self) -> None:
        """Have the search say what it knows of this note and the question."""
        file, question = self._file, self.question.text().strip()
        if file is None or not question or not self._is_note():
            return
        if self._task is not None:
            self._task.cancel()
        self._told, self._asked = None, question
        path = file.path
        self._task = self._shell.bridge.call(
            self, lambda session: session.explain(path, question), self._on_told, self._on_failed
        )
        self._show_state()

    def open_note(self) -> None:
        """Show the note."""
        if self._file is not None and self._is_note():
            self._shell.show_place("note", NoteTarget(self._file.path))

    def copy(self) -> None:
        """Put what is shown of the file and the question on the clipboard."""
        if self._file is None or self._told is None:
            return
        legs = [f"{leg.name}: {leg.verdict}. {leg.detail}".strip() for leg in legs_of(self._told)]
        lines = (self._file.path, self.state.text(), f"? {self._asked}", self.result.text(), *legs)
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._shell.say(self.tr("Copied."))

    def _on_told(self, told: api.Explanation) -> None:
        self._told = told
        self._show_state()

    def _on_failed(self, sentence: str) -> None:
        self._show_state()
        self.result.setText(sentence)
        _set_tone(self.result, "bad")
        self.result.show()

    def _is_note(self) -> bool:
        return self._file is not None and self._file.state not in ("attachment", "skipped", "new")

    def _show_state(self) -> None:
        file, told = self._file, self._told
        is_note = self._is_note()
        self.setVisible(file is not None)
        if file is None:
            return
        self.heading.setText(name_of(file.path))
        self.path.setText(file.path)
        self.state.setText(state_sentence(file))
        _set_tone(self.state, "" if state_tone(file) == "muted" else state_tone(file))
        vectors = vectors_sentence(file, has_vectors=self._has_vectors)
        self.vectors.setText(vectors)
        self.vectors.setVisible(bool(vectors))
        is_asking = self._task is not None and self._task.is_running
        for one in (self.open_button, self.why_title, self.question, self.ask_button):
            one.setVisible(is_note)
        self.ask_button.setEnabled(bool(self.question.text().strip()) and not is_asking)
        self.hint.setVisible(is_note and told is None and not is_asking)
        self.result.setVisible(is_note and (told is not None or is_asking))
        self.result.setText(self.tr("Looking…") if told is None else result_sentence(told))
        _set_tone(self.result, "muted" if told is None else result_tone(told))
        legs = () if told is None else legs_of(told)
        for place, card in enumerate(self.legs):
            card.setVisible(is_note and place < len(legs))
            if place < len(legs):
                card.show_leg(legs[place])
        self.copy_button.setVisible(is_note and told is not None)

    def _lay_out(self) -> None:
        asking = QHBoxLayout()
        asking.setSpacing(SPACE)
        asking.addWidget(self.question, 1)
        asking.addWidget(self.ask_button)
        opening = QHBoxLayout()
        opening.addWidget(self.open_button)
        opening.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        for one in (self.heading, self.path, self.state, self.vectors):
            one.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            rows.addWidget(one)
        rows.addLayout(opening)
        rows.addSpacing(WIDE)
        rows.addWidget(self.why_title)
        rows.addLayout(asking)
        rows.addWidget(self.hint)
        rows.addWidget(self.result)
        for card in self.legs:
            rows.addWidget(card)
        copying = QHBoxLayout()
        copying.addWidget(self.copy_button)
        copying.addStretch(1)
        rows.addLayout(copying)
        rows.addStretch(1)


def _set_tone(label: QWidget, tone: str) -> None:
    """Let a label have one of the style sheet's colours by its name."""
    if label.objectName() != tone:
        label.setObjectName(tone)
        label.style().unpolish(label)
        label.style().polish(label)
