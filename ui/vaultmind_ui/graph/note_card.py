"""What a node of the map is: title, day, tags, the way to it, and its first words."""

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from vaultmind import api
from vaultmind_ui.markdown.plain import beginning_of
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE, WIDE
from vaultmind_ui.words import button, plain_label, set_words

_FIRST_WORDS = 600


class NoteCard(QFrame):
    """A panel beside the map; ``around`` asks for the neighbourhood of its note."""

    around = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("card")
        self.shell = shell
        self.note: str | None = None
        self._shown: tuple[api.MapNote, int, tuple[str, ...]] | None = None
        self.title = plain_label(name="title", wraps=True)
        self.facts = plain_label(name="muted", wraps=True)
        self.way = plain_label(name="good", wraps=True)
        self.words = plain_label(wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.open_button, self.around_button = button(name="primary"), button()
        self.open_button.clicked.connect(lambda: self.shell.commands.run("graph.open"))
        self.around_button.clicked.connect(lambda: self.around.emit(self.note or ""))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        rows.setSpacing(SPACE)
        for widget in (self.title, self.facts, self.way):
            rows.addWidget(widget)
        rows.addWidget(self.words, 1)
        rows.addWidget(self.open_button)
        rows.addWidget(self.around_button)
        self.setMinimumWidth(230)
        self.setMaximumWidth(360)

    def show_note(self, note: api.MapNote, *, linked: int, way: tuple[str, ...]) -> None:
        """Show a note; ``way`` are the titles from the note in the middle to it."""
        self.note = note.note
        self._shown = (note, linked, way)
        self.words.setText("")
        self.retranslate()
        self.shell.bridge.call(
            self, lambda session: session.note(note.note), lambda view: self._show_words(note.note, view), self._fail
        )

    def clear(self) -> None:
        """Show nothing."""
        self.note, self._shown = None, None
        self.retranslate()

    def retranslate(self) -> None:
        set_words(self.open_button, self.tr("Open the note"))
        set_words(self.around_button, self.tr("Show what is around it"))
        for widget in (self.open_button, self.around_button, self.facts):
            widget.setVisible(self._shown is not None)
        if self._shown is None:
            self.title.setText("")
            self.way.hide()
            self.words.setText(self.tr("Choose a note on the map to see what it is."))
            return
        note, linked, way = self._shown
        self.title.setText(note.title)
        date = QDate.fromString(note.day, Qt.DateFormat.ISODate)
        day = QLocale().toString(date, QLocale.FormatType.ShortFormat) if date.isValid() else ""
        tags = " ".join(f"#{tag}" for tag in note.tags[:6])
        folder = note.note.rpartition("/")[0]
        facts = (folder, day, self.tr("linked with %Ln note(s)", "", linked), tags)
        self.facts.setText(" · ".join(fact for fact in facts if fact))
        self.way.setText(" → ".join(way))
        self.way.setVisible(len(way) > 1)

    def restyle(self) -> None:
        """Have nothing to redraw: the style sheet does it."""

    def _show_words(self, note: str, view: api.NoteView) -> None:
        if note == self.note:
            said = beginning_of(view.text, _FIRST_WORDS)
            self.words.setText(said.removeprefix(f"{self.title.text()}\n"))  # which stands above it

    def _fail(self, sentence: str) -> None:
        self.words.setText(sentence)
