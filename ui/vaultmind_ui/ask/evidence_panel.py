"""The right side of Ask: what the answer, or the statement that was asked about, rests on."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.ask.evidence import Evidence, row_of
from vaultmind_ui.ask.passage_tables import as_table
from vaultmind_ui.markdown.browser import MarkdownBrowser
from vaultmind_ui.markdown.cutting import parts_of
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.row_list import RowList
from vaultmind_ui.theme import SPACE
from vaultmind_ui.words import button, plain_label, set_words

_MOST_SEEN = 5


class EvidencePanel(QWidget):
    """Lists passages and shows the chosen one with its quoted words marked."""

    opened = Signal(object)
    """An ``Evidence`` is to be opened in Obsidian."""
    read = Signal(object)
    """An ``Evidence`` is to be read here, in the Note place."""
    mapped = Signal(tuple)
    """The notes of all passages are to be shown on the graph."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.title = plain_label(name="title", wraps=True)
        self.missing = plain_label(name="warning", wraps=True)
        self.list = RowList(appearance)
        self.preview = MarkdownBrowser(appearance.theme)
        self.open_button, self.read_button = button(), button()
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.activated.connect(lambda _: self.open())
        self.open_button.clicked.connect(self.open)
        self.read_button.clicked.connect(self._read)

    @property
    def current(self) -> Evidence | None:
        """Return the passage that is shown."""
        row = self.list.current
        return row.subject if row is not None and isinstance(row.subject, Evidence) else None

    def show_evidence(self, rows: Sequence[Evidence], *, title: str, missing: str = "") -> None:
        """Show other passages, the first of them open; ``missing`` says what none of them has."""
        self.title.setText(title)
        self.missing.setText(missing)
        self.missing.setVisible(bool(missing))
        self.list.rows.show([row_of(one) for one in rows])
        self.list.setFixedHeight(self.list.height_of(min(max(len(rows), 1), _MOST_SEEN)))
        if rows:
            self.list.setCurrentIndex(self.list.rows.index(0))
        else:
            self._show_passage(None)

    def show_number(self, number: int) -> None:
        """Open the passage of a cited number."""
        subjects = [row.subject for row in self.list.rows.rows]
        place = next((at for at, one in enumerate(subjects) if isinstance(one, Evidence) and one.number == number), -1)
        if place >= 0:
            self.list.setCurrentIndex(self.list.rows.index(place))

    def open(self) -> None:
        """Ask for the passage that is shown to be opened in Obsidian."""
        if self.current is not None:
            self.opened.emit(self.current)

    def map_notes(self) -> None:
        """Ask for the notes of the passages and the ways of links between them."""
        subjects = (row.subject for row in self.list.rows.rows)
        notes = tuple(dict.fromkeys(one.note for one in subjects if isinstance(one, Evidence)))
        if notes:
            self.mapped.emit(notes)

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.list.setAccessibleName(self.tr("Passages"))
        self.preview.setAccessibleName(self.tr("The passage, with its quoted words marked"))
        set_words(self.open_button, self.tr("Open in Obsidian"))
        set_words(self.read_button, self.tr("Read here"))

    def restyle(self) -> None:
        """Draw everything in the colours of now."""
        self.open_button.setIcon(self._appearance.icon("open"))
        self.read_button.setIcon(self._appearance.icon("note"))
        self.preview.use_theme(self._appearance.theme)
        self.list.viewport().update()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        rows.addWidget(self.title)
        rows.addWidget(self.missing)
        rows.addWidget(self.list)
        rows.addWidget(self.preview, 1)
        actions = QHBoxLayout()
        actions.addWidget(self.open_button)
        actions.addWidget(self.read_button)
        actions.addStretch(1)
        rows.addLayout(actions)

    def _on_current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_passage(self.current)

    def _show_passage(self, one: Evidence | None) -> None:
        self.open_button.setEnabled(one is not None)
        self.read_button.setEnabled(one is not None)
        show_passage(self.preview, one)

    def _read(self) -> None:
        if self.current is not None:
            self.read.emit(self.current)


def show_passage(browser: MarkdownBrowser, one: Evidence | None) -> None:
    """Show a passage in a browser, its quoted words marked and in sight."""
    if one is None:
        browser.show_parts((), is_other=True)
        return
    blocks = tuple(map(as_table, read_markdown(one.text)))
    browser.show_parts(list(parts_of("passage", blocks)), is_other=True)
    mark = one.mark
    if mark is not None:
        browser.mark([(("passage", *mark), "marked")])
        browser.go_to(("passage", *mark))
