"""How much of a topic the notes say: the few that cover it, where more adds little, and a query for all of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.core_words import in_words
from vaultmind_ui.focus import focus_where_seen
from vaultmind_ui.library.curve import SaturationCurve
from vaultmind_ui.library.phrases import notes_say
from vaultmind_ui.links.phrases import name_of
from vaultmind_ui.place import GraphTarget, NoteTarget
from vaultmind_ui.row_list import Row, RowList
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE, WIDE
from vaultmind_ui.trouble import Trouble
from vaultmind_ui.words import button, percent, plain_label, set_words


class TopicPanel(QWidget):
    """A field for the topic; under it the curve, the notes and the query."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._cover: api.Cover | None = None
        self._looking: Task | None = None
        self.topic, self.look_button = QLineEdit(), button(name="primary")
        self.summary = plain_label(name="title", wraps=True)
        self.state = plain_label(name="muted", wraps=True)
        self.trouble = Trouble(self.look)
        self.curve = SaturationCurve(shell.appearance)
        self.axis = plain_label(name="muted", wraps=True)
        self.query_title = plain_label(name="muted")
        self.query, self.copy_button = QLineEdit(), button()
        self.query.setReadOnly(True)
        self.graph_button = button()
        self.list = RowList(shell.appearance)
        self.shown = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.topic.returnPressed.connect(self.look)
        self.topic.textChanged.connect(self._show_state)
        self.look_button.clicked.connect(self.look)
        self.copy_button.clicked.connect(self.copy_query)
        self.graph_button.clicked.connect(self.show_on_graph)
        self.list.selectionModel().currentChanged.connect(lambda index, _: self.curve.choose(index.row()))
        self.list.doubleClicked.connect(lambda _: self.open_note())
        self._show_state()

    @property
    def has_cover(self) -> bool:
        """Say whether notes are shown that cover a topic."""
        return self._cover is not None and bool(self._cover.steps)

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.topic.setPlaceholderText(self.tr("A topic, e.g. “watering the garden”"))
        self.topic.setAccessibleName(self.tr("Topic"))
        set_words(self.look_button, self.tr("See what covers it"))
        self.list.setAccessibleName(self.tr("Notes that cover the topic, in reading order"))
        self.curve.setAccessibleName(self.tr("Share of the topic that is said after each note"))
        self.axis.setText(self.tr("Share of the topic by notes read. The coloured part is enough."))
        self.query_title.setText(self.tr("A query for everything that speaks of it"))
        self.query.setAccessibleName(self.tr("Query for the topic"))
        set_words(self.copy_button, self.tr("Copy"))
        set_words(self.graph_button, self.tr("Show on the graph"))
        self._show_cover()

    def restyle(self) -> None:
        """Redraw in the colours of now."""
        icon, theme = self._shell.appearance.icon, self._shell.appearance.theme
        self.look_button.setIcon(icon("search", theme.accent_text))
        self.copy_button.setIcon(icon("copy"))
        self.graph_button.setIcon(icon("graph"))
        self.curve.update()
        self.list.viewport().update()

    def forget(self) -> None:
        """Show nothing: another vault is open."""
        if self._looking is not None:
            self._looking.cancel()
        self._cover = None
        self.topic.clear()
        self._show_cover()

    def look(self) -> None:
        """Find the notes that cover the topic."""
        topic = self.topic.text().strip()
        if not topic:
            return
        if self._looking is not None:
            self._looking.cancel()
        self._cover = None
        self._looking = self._shell.bridge.call(
            self, lambda session: session.cover(topic), self._on_cover, self._on_failed
        )
        self._show_cover()

    def open_note(self) -> None:
        """Show the note that is chosen."""
        row = self.list.current
        if row is not None:
            self._shell.show_place("note", NoteTarget(str(row.subject)))

    def copy_query(self) -> None:
        """Put the query on the clipboard."""
        if self._cover is not None:
            QGuiApplication.clipboard().setText(self._cover.query)
            self._shell.say(self.tr("Copied."))

    def show_on_graph(self) -> None:
        """Show the notes that cover the topic on the map."""
        if self._cover is not None and self._cover.steps:
            notes = tuple(str(step.note) for step in self._cover.steps[: max(1, self._cover.enough)])
            self._shell.show_place("graph", GraphTarget(notes))

    def _on_cover(self, cover: api.Cover) -> None:
        self._cover = cover
        self._show_cover()
        if cover.steps:
            self.list.setCurrentIndex(self.list.rows.index(0))
            focus_where_seen(self.list)

    def _on_failed(self, sentence: str) -> None:
        self._show_cover()
        self.state.hide()
        self.trouble.say(sentence)

    def _show_cover(self) -> None:
        cover = self._cover
        steps = () if cover is None else cover.steps
        enough = 0 if cover is None else cover.enough
        self.curve.show_shares([step.covered for step in steps], enough=enough)
        self.query.setText("" if cover is None else cover.query)
        self.query.setCursorPosition(0)
        self.list.rows.show(
            [
                Row(name_of(step.note), ", ".join(step.brought), percent(step.covered), str(number), subject=step.note)
                for number, step in enumerate(steps, start=1)
            ]
        )
        if steps:
            shown = steps[max(0, enough - 1)]
            self.summary.setText(_with_notices(notes_say(max(1, enough), shown.covered), cover))
        self._show_state()

    def _show_state(self) -> None:
        is_looking = self._looking is not None and self._looking.is_running
        self.look_button.setEnabled(bool(self.topic.text().strip()) and not is_looking)
        self.summary.setVisible(self.has_cover)
        self.shown.setVisible(self.has_cover)
        self.state.setVisible(not self.has_cover)
        self.trouble.say("")
        if is_looking:
            self.state.setText(self.tr("Looking…"))
        elif self._cover is not None:
            self.state.setText(_with_notices(self.tr("No note speaks of it. Other words may."), self._cover))
        else:
            self.state.setText(
                self.tr("Name a topic to see which few of your notes say most of it, and where more adds little.")
            )

    def _lay_out(self) -> None:
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        asking = QHBoxLayout()
        asking.setSpacing(SPACE)
        rows.addLayout(asking)
        asking.addWidget(self.topic, 1)
        asking.addWidget(self.look_button)
        rows.addWidget(self.summary)
        rows.addWidget(self.shown, 1)
        rows.addWidget(self.state, 1)
        rows.addWidget(self.trouble, 1)
        self.shown.setHandleWidth(WIDE)
        self.shown.setChildrenCollapsible(False)
        self.shown.addWidget(self.list)
        right = QWidget()
        self.shown.addWidget(right)
        self.shown.setSizes([480, 480])
        plot = QVBoxLayout(right)
        plot.setContentsMargins(0, 0, 0, 0)
        plot.setSpacing(SPACE)
        plot.addWidget(self.curve)
        plot.addWidget(self.axis)
        plot.addSpacing(WIDE)
        plot.addWidget(self.query_title)
        copying = QHBoxLayout()
        copying.setSpacing(SPACE)
        plot.addLayout(copying)
        copying.addWidget(self.query, 1)
        copying.addWidget(self.copy_button)
        plot.addStretch(1)
        plot.addWidget(self.graph_button, 0, Qt.AlignmentFlag.AlignLeft)


def _with_notices(said: str, cover: api.Cover | None) -> str:
    """Return what is said of a topic, and what of it could not be done as asked."""
    return " ".join([said, *map(in_words, cover.notices if cover is not None else ())])
