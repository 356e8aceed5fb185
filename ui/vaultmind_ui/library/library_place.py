"""Library: every file and why it is found or not, what is wrong with notes, and how much of them a topic needs."""

from collections.abc import Iterator

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.commands import Command
from vaultmind_ui.library.files_panel import FilesPanel
from vaultmind_ui.library.findings_panel import FindingsPanel
from vaultmind_ui.library.topic_panel import TopicPanel
from vaultmind_ui.place import NoteTarget, Place
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, WIDE

FILES, FINDINGS, TOPIC = 0, 1, 2
Listed = tuple[QWidget | None, Command]
"""A command, and the widget whose keys it has: none for the whole panel."""


class LibraryPlace(Place):
    """Three lists, one beside the other."""

    shows_whole_vault = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.tabs, self.panels = QTabBar(), QStackedWidget()
        self.files: FilesPanel
        self.findings: FindingsPanel
        self.topic: TopicPanel
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        rows.setSpacing(SPACE)
        rows.addWidget(self.tabs)
        rows.addWidget(self.panels, 1)

    def unfold(self) -> Iterator[None]:
        """Build one list after the other, a piece with each step."""
        self.files = FilesPanel(self.shell, self.panels)
        self.panels.addWidget(self.files)
        yield
        yield from self.files.unfold()
        self.findings = FindingsPanel(self.shell, self.panels)
        self.panels.addWidget(self.findings)
        yield
        yield from self.findings.unfold()
        yield
        self.topic = TopicPanel(self.shell, self.panels)
        self.panels.addWidget(self.topic)
        yield
        for _ in range(self.panels.count()):
            self.tabs.addTab("")
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
        for owner, commands in (
            (self, self._commands_of_all()),
            (self.files, self._commands_of_files()),
            (self.findings, self._commands_of_findings()),
            (self.topic, self._commands_of_topic()),
        ):
            for part, command in commands:
                self.shell.commands.add(owner if part is None else part, command, once=True)

    def _commands_of_all(self) -> Iterator[Listed]:
        yield None, Command("library.files", lambda: self.tr("Show every file"), lambda: self.show_tab(FILES))
        yield None, Command("library.doctor", lambda: self.tr("Find problems"), lambda: self.show_tab(FINDINGS))
        yield None, Command("library.topic", lambda: self.tr("See what covers a topic"), lambda: self.show_tab(TOPIC))
        yield None, Command("library.refresh", lambda: self.tr("Look again"), self._look_again, ("F5",))

    def _commands_of_files(self) -> Iterator[Listed]:
        files = self.files

        def has_file() -> bool:
            return files.inspector.file is not None and self.tabs.currentIndex() == FILES

        def has_told() -> bool:
            return files.inspector.has_told and self.tabs.currentIndex() == FILES

        yield None, Command("library.filter", lambda: self.tr("Filter files"), files.needle.setFocus, ("Ctrl+F",))
        why = Command("library.why", lambda: self.tr("Why is a note not found?"), self.ask_why, ("W",), has_file)
        yield files.list, why
        copy = (lambda: self.tr("Copy why a note is found or not"), files.inspector.copy, ("Ctrl+Shift+C",), has_told)
        yield None, Command("library.copy-why", *copy)
        opened = (lambda: self.tr("Open the file's note"), files.inspector.open_note, ("Return",), has_file)
        yield files.list, Command("library.open", *opened)

    def _commands_of_findings(self) -> Iterator[Listed]:
        findings = self.findings

        def has_problem() -> bool:
            return findings.chosen is not None and self.tabs.currentIndex() == FINDINGS

        fix = Command("library.fix", lambda: self.tr("Write the fix"), findings.fix, ("F",), findings.can_fix)
        yield findings.list, fix
        title = (lambda: self.tr("See what fixing all of this kind would write"), findings.preview_all)
        yield findings.list, Command("library.fix-all", *title, ("Shift+F",), has_problem)
        opened = (lambda: self.tr("Open the note with the problem"), findings.open_note, ("Return",), has_problem)
        yield findings.list, Command("library.open-problem", *opened)
        links = (lambda: self.tr("Show links suggested for the note"), findings.show_links, ("L",), has_problem)
        yield findings.list, Command("library.links", *links)
        leave = (lambda: self.tr("Leave the preview, or stop looking"), findings.leave, ("Esc",))
        yield None, Command("library.leave", *leave, lambda: findings.can_leave)
        yield None, Command("library.undo", lambda: self.tr("Undo the last fix"), findings.undo, ("Ctrl+Z",))

    def _commands_of_topic(self) -> Iterator[Listed]:
        topic = self.topic

        def has_cover() -> bool:
            return topic.has_cover and self.tabs.currentIndex() == TOPIC

        opened = (lambda: self.tr("Open a note of the topic"), topic.open_note, ("Return",), has_cover)
        yield topic.list, Command("library.open-covering", *opened)
        copy = (lambda: self.tr("Copy the topic's query"), topic.copy_query, ("Ctrl+Shift+C",), has_cover)
        yield None, Command("library.copy-query", *copy)
        graph = (lambda: self.tr("Show the topic's notes on the graph"), topic.show_on_graph, ("Ctrl+G",), has_cover)
        yield None, Command("library.graph", *graph)
