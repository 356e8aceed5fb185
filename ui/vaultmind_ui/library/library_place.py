"""Library: every file and why it is found or not, what is wrong with notes, and how much of them a topic needs."""

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from vaultmind import api
from vaultmind_ui.commands import Command
from vaultmind_ui.library.files_panel import FilesPanel
from vaultmind_ui.library.findings_panel import FindingsPanel
from vaultmind_ui.library.topic_panel import TopicPanel
from vaultmind_ui.place import NoteTarget, Place
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, WIDE

FILES, FINDINGS, TOPIC = 0, 1, 2


class LibraryPlace(Place):
    """Three lists, one beside the other."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.tabs, self.panels = QTabBar(), QStackedWidget()
        self.files, self.findings, self.topic = FilesPanel(shell), FindingsPanel(shell), TopicPanel(shell)
        for panel in (self.files, self.findings, self.topic):
            self.tabs.addTab("")
            self.panels.addWidget(panel)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        rows.setSpacing(SPACE)
        rows.addWidget(self.tabs)
        rows.addWidget(self.panels, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        self._list_commands()

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.tabs.setAccessibleName(self.tr("What to look at"))
        for place, words in enumerate((self.tr("Files"), self.tr("Problems"), self.tr("Topic"))):
            self.tabs.setTabText(place, words)
        for panel in (self.files, self.findings, self.topic):
            panel.retranslate()

    def restyle(self) -> None:
        """Redraw in the colours of now."""
        for panel in (self.files, self.findings, self.topic):
            panel.restyle()

    def activated(self) -> None:
        """Put the focus where work begins, and look at what may have changed meanwhile."""
        self._on_tab(self.tabs.currentIndex())

    def vault_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """Forget the vault before."""
        for panel in (self.files, self.findings, self.topic):
            panel.forget()
        if self.isVisible():
            self._on_tab(self.tabs.currentIndex())

    def index_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """List the files as they are now, where somebody sees them; the doctor looks when it is next asked."""
        if self.isVisible() and self.tabs.currentIndex() == FILES:
            self.files.refresh()
        if not self.findings.isVisible():
            self.findings.is_fresh = False

    def show_target(self, target: object) -> None:
        """Show what is known of one note."""
        if isinstance(target, NoteTarget):
            self.tabs.setCurrentIndex(FILES)
            self.files.show_note(target.note)

    def show_tab(self, tab: int) -> None:
        """Turn to this place and one of its lists."""
        self.shell.show_place("library")
        self.tabs.setCurrentIndex(tab)

    def ask_why(self) -> None:
        """Put the cursor where the question goes that should have found the chosen note."""
        self.tabs.setCurrentIndex(FILES)
        self.files.inspector.question.setFocus()

    def _on_tab(self, tab: int) -> None:
        self.panels.setCurrentIndex(tab)
        if tab == FILES:
            self.files.list.setFocus()
            self.files.refresh()
        elif tab == FINDINGS:
            self.findings.list.setFocus()
            if not self.findings.is_fresh and not self.findings.is_looking:
                self.findings.refresh()
        else:
            self.topic.topic.setFocus()

    def _look_again(self) -> None:
        match self.tabs.currentIndex():
            case 0:
                self.files.refresh()
            case 1:
                self.findings.refresh()
            case _:
                self.topic.look()

    def _list_commands(self) -> None:
        add = self.shell.commands.add
        files, findings, topic = self.files, self.findings, self.topic

        def has_file() -> bool:
            return files.inspector.file is not None and self.tabs.currentIndex() == FILES

        def has_problem() -> bool:
            return findings.chosen is not None and self.tabs.currentIndex() == FINDINGS

        def has_cover() -> bool:
            return topic.has_cover and self.tabs.currentIndex() == TOPIC

        for owner, command in (
            (self, Command("library.files", lambda: self.tr("Show every file"), lambda: self.show_tab(FILES))),
            (self, Command("library.doctor", lambda: self.tr("Find problems"), lambda: self.show_tab(FINDINGS))),
            (self, Command("library.topic", lambda: self.tr("See what covers a topic"), lambda: self.show_tab(TOPIC))),
            (self, Command("library.refresh", lambda: self.tr("Look again"), self._look_again, ("F5",))),
            (
                files,
                Command("library.filter", lambda: self.tr("Filter files"), files.needle.setFocus, ("Ctrl+F",)),
            ),
            (
                files.list,
                Command("library.why", lambda: self.tr("Why is a note not found?"), self.ask_why, ("W",), has_file),
            ),
            (
                files.list,
                Command(
                    "library.open",
                    lambda: self.tr("Open the file's note"),
                    files.inspector.open_note,
                    ("Return",),
                    has_file,
                ),
            ),
            (
                findings.list,
                Command("library.fix", lambda: self.tr("Write the fix"), findings.fix, ("F",), findings.can_fix),
            ),
            (
                findings.list,
                Command(
                    "library.fix-all",
                    lambda: self.tr("See what fixing all of this kind would write"),
                    findings.preview_all,
                    ("Shift+F",),
                    has_problem,
                ),
            ),
            (
                findings.list,
                Command(
                    "library.open-problem",
                    lambda: self.tr("Open the note with the problem"),
                    findings.open_note,
                    ("Return",),
                    has_problem,
                ),
            ),
            (
                findings.list,
                Command(
                    "library.links",
                    lambda: self.tr("Show links suggested for the note"),
                    findings.show_links,
                    ("L",),
                    has_problem,
                ),
            ),
            (findings, Command("library.undo", lambda: self.tr("Undo the last fix"), findings.undo, ("Ctrl+Z",))),
            (
                topic.list,
                Command(
                    "library.open-covering",
                    lambda: self.tr("Open a note of the topic"),
                    topic.open_note,
                    ("Return",),
                    has_cover,
                ),
            ),
            (
                topic,
                Command(
                    "library.copy-query",
                    lambda: self.tr("Copy the topic's query"),
                    topic.copy_query,
                    ("Ctrl+Shift+C",),
                    has_cover,
                ),
            ),
            (
                topic,
                Command(
                    "library.graph",
                    lambda: self.tr("Show the topic's notes on the graph"),
                    topic.show_on_graph,
                    ("Ctrl+G",),
                    has_cover,
                ),
            ),
        ):
            add(owner, command).setAutoRepeat(False)
